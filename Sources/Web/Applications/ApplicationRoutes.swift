import Domain
import Services

extension Rooms {
    /// The applicant's own pages: from the start of an application to its handing in.
    func addApplicationRoutes(to site: inout Site) {
        site.get(Paths.applications, access: .organisation, page: MyApplicationsPage.self, summary: Words("我的申报", "One's applications")) { ask in
            MyApplicationsPage(mine: try await house.mine(for: ask.actor))
        }
        site.post(Paths.applications, access: .organisation, input: StartApplication.self, receipt: ReceiptPage.self, summary: Words("开始申报", "Begin an application")) { ask, input in
            let receipt = try await input(house, by: ask.actor, once: ask.once)
            return .created(ID(rawValue: receipt.id).map(Paths.application.callAsFunction) ?? Paths.applications(), ReceiptPage(receipt))
        }
        site.get(Paths.application, access: .organisation, page: ApplicationPage.self, query: [QueryField("group", Words("展开的部分", "The part that is open"))],
            summary: Words("填写申报", "An application's form")) { ask, id in
            ApplicationPage(try await house.draft(id, for: ask.actor), group: ask.query["group"])
        }
        site.post(Paths.application, access: .organisation, input: ApplicationForm.self, receipt: ReceiptPage.self, limit: Self.mostBytes,
            summary: Words("保存申报", "Save an application"), form: { ask, filled, id in try await again(id, filled, ask) }
        ) { ask, input, id in
            .seeOther(ApplicationPage.address(id, at: input.at), ReceiptPage(try await save(input, on: id, ask)))
        }
        site.post(Paths.handingIn, access: .organisation, input: HandInForm.self, receipt: ReceiptPage.self, limit: Self.mostBytes,
            summary: Words("提交申报", "Hand in an application"), form: { ask, filled, id in try await again(id, filled, ask) }
        ) { ask, input, id in
            if input.form.hasDraft { try await saveUnlessHandedIn(input.form, on: id, ask) }
            let receipt = try await HandIn(declared: input.declared)(house, on: id, by: ask.actor, once: ask.once)
            return .seeOther(Paths.of(receipt), ReceiptPage(receipt))
        }
        site.post(Paths.withdrawal, access: .organisation, input: WithdrawApplication.self, receipt: ReceiptPage.self, summary: Words("撤回申报", "Withdraw an application")) { ask, input, id in
            let receipt = try await input(house, on: id, by: ask.actor, once: ask.once)
            return .seeOther(Paths.of(receipt), ReceiptPage(receipt))
        }
        site.post(Paths.applicationFiles, access: .organisation, input: AttachForm.self, receipt: ReceiptPage.self, summary: Words("上传附件", "Attach a file"),
            form: { ask, filled, id in try await again(id, filled.moving("file", to: "answers." + filled.value("question")), ask) }
        ) { ask, input, id in
            let receipt = try await AttachFile(question: input.question, name: input.file.name, bytes: input.file.bytes)(house, on: id, by: ask.actor, once: ask.once)
            return .seeOther(ApplicationPage.address(id, at: input.question), ReceiptPage(receipt))
        }
        site.post(Paths.applicationFileRemoval, access: .organisation, input: RemoveFile.self, receipt: ReceiptPage.self, summary: Words("移除附件", "Remove a file")) { ask, input, id in
            .seeOther(Paths.application(id), ReceiptPage(try await input(house, on: id, by: ask.actor, once: ask.once)))
        }
    }

    /// Text and files of one form together.
    private static let mostBytes = 25 * 1024 * 1024

    private func again(_ id: ID<Case>, _ filled: Filled, _ ask: Ask) async throws -> ApplicationPage {
        ApplicationPage(try await house.draft(id, for: ask.actor), sent: filled)
    }

    /// Saves the draft, then takes away and attaches files. What was typed is safe even if a file is refused.
    @discardableResult
    private func save(_ input: ApplicationForm, on id: ID<Case>, _ ask: Ask) async throws -> Receipt {
        // Without the key: a draft is saved many times from one page, and saving the same twice changes nothing.
        var receipt = try await input.draft(house, on: id, by: ask.actor)
        for file in input.remove { receipt = try await RemoveFile(file: file)(house, on: id, by: ask.actor) }
        let uploads = input.files.flatMap { condition, questions in
            questions.flatMap { question, uploads in uploads.enumerated().map { ("\(condition).\(question)", $0.offset, $0.element) } }
        }
        for (question, number, upload) in uploads.sorted(by: { ($0.0, $0.1) < ($1.0, $1.1) }) {
            let once = ask.once.map { Once(key: "\($0.key)/\(question)/\(number)", fingerprint: $0.fingerprint, visitor: $0.visitor) }
            do {
                receipt = try await AttachFile(question: question, name: upload.name, bytes: upload.bytes)(house, on: id, by: ask.actor, once: once)
            } catch let refusal as Refusal where refusal.kind != .unauthenticated {
                throw Refusal(refusal.kind, refusal.code, refusal.words, clause: refusal.clause, next: refusal.next,
                    fields: [.init("answers." + question, refusal.fields.first { $0.field == "file" && refusal.kind == .invalid }?.words ?? refusal.words)])
            }
        }
        // The button beside a question's files names it; pressed with nothing chosen, it says so there. What was typed is saved.
        if let question = input.at, question.contains("."), !uploads.contains(where: { $0.0 == question }) {
            throw Refusal.invalid([.init("answers." + question, Words("还没有选择文件，请先选择再上传", "No file was chosen; choose one first"))])
        }
        return receipt
    }

    /// A handing in that comes twice finds its draft closed; the verb behind knows whether it is a repetition.
    private func saveUnlessHandedIn(_ input: ApplicationForm, on id: ID<Case>, _ ask: Ask) async throws {
        do {
            try await save(input, on: id, ask)
        } catch let refusal as Refusal where refusal.code == "not_with_applicant" {
            return
        }
    }
}
