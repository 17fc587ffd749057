import Domain
import Foundation
import Services

extension Rooms {
    /// A case for its applicant and for offices, the offices' queue and lists, and what offices do with a case.
    func addCaseworkRoutes(to site: inout Site) {
        let house = house
        site.get(Paths.work, access: .staff, page: WorkPage.self, summary: Words("工作台", "An office person's work queue")) { ask in
            WorkPage(.init(queue: try await house.queue(for: ask.actor), callable: try await house.rounds(for: ask.actor).callable, checksProofs: house.checksProofs(ask.actor)))
        }
        site.get(Paths.cases, access: .staff, page: CasesPage.self, query: CaseFilter.fields + [CaseFilter.pageField], summary: Words("案件列表", "Cases")) { ask in
            CasesPage(try await house.cases(CaseFilter(ask.query), for: ask.actor))
        }
        site.download(
            Paths.casesWorkbook, access: .staff, type: Workbooks.type, query: CaseFilter.fields, summary: Words("案件列表，Excel", "Cases as a spreadsheet")
        ) { ask in
            let file = try await house.casesWorkbook(CaseFilter(ask.query), for: ask.actor)
            return try Workbooks.attachment("\(Words("案件", "cases")(ask.language))-\(ask.zone.day(of: ask.now)).xlsx", temporary: file)
        }
        let readers = Access.any(of: .staff, .organisation)
        site.get(Paths.case, access: readers, page: CasePage.self, query: [QueryField("done", Words("刚提交了意见", "An opinion was just given"))],
                 summary: Words("案件", "A case")) { ask, id in
            CasePage(try await house.caseView(id, for: ask.actor), done: ask.query["done"] == "decision")
        }
        site.download(Paths.file, access: readers, type: "application/pdf, image/jpeg, image/png", summary: Words("案件的附件", "A file of a case")) { ask, id in
            let (view, bytes) = try await ReadFile(file: id)(house, by: ask.actor)
            return Attachment(name: view.name, type: view.type, content: .bytes(bytes))
        }
        addVerbs(to: &site, house)
    }

    private func addVerbs(to site: inout Site, _ house: House) {
        site.post(
            Paths.decision, access: .staff, input: RuleOnCase.self, receipt: ReceiptPage.self, summary: Words("提出意见、同意或退回经办", "Propose, agree or send back"),
            form: { ask, filled, id in CasePage(try await house.caseView(id, for: ask.actor), .decision, filled) }
        ) { ask, input, id in
            let receipt = try await input(house, on: id, by: ask.actor, once: ask.once)
            return .seeOther(Paths.of(receipt).with("done", "decision"), ReceiptPage(receipt))
        }
        site.post(
            Paths.assignment, access: .staff, input: AssignTask.self, receipt: ReceiptPage.self, summary: Words("改派", "Give a task to somebody"),
            form: { ask, filled, id in CasePage(try await house.caseView(id, for: ask.actor), .assignment, filled) }
        ) { ask, input, id in
            let receipt = try await input(house, on: id, by: ask.actor, once: ask.once)
            return .seeOther(Paths.of(receipt), ReceiptPage(receipt))
        }
        site.post(
            Paths.notes, access: .staff, input: AddNote.self, receipt: ReceiptPage.self, summary: Words("内部备注", "Add a private note"),
            form: { ask, filled, id in CasePage(try await house.caseView(id, for: ask.actor), .note, filled) }
        ) { ask, input, id in
            let receipt = try await input(house, on: id, by: ask.actor, once: ask.once)
            return .seeOther(Paths.of(receipt).at("notes"), ReceiptPage(receipt))
        }
        site.post(
            Paths.reopening, access: .staff, input: ReopenCase.self, receipt: ReceiptPage.self, summary: Words("重新受理", "Take a refused case up again"),
            form: { ask, filled, id in CasePage(try await house.caseView(id, for: ask.actor), .reopening, filled) }
        ) { ask, input, id in
            let receipt = try await input(house, on: id, by: ask.actor, once: ask.once)
            return .seeOther(Paths.of(receipt), ReceiptPage(receipt))
        }
    }
}

/// Spreadsheets that were written to a temporary file.
enum Workbooks {
    static let type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

    /// Streams the file, so that memory stays flat. Its name is taken away at once: whatever happens on the way, nothing is left behind.
    static func attachment(_ name: String, type: String = type, temporary path: String) throws -> Attachment {
        defer { try? FileManager.default.removeItem(atPath: path) }
        let file = try FileHandle(forReadingFrom: URL(fileURLWithPath: path))
        return Attachment(name: name, type: type, content: .stream { write in
            while let bytes = try file.read(upToCount: 64 * 1024), !bytes.isEmpty { try await write(Array(bytes)) }
        })
    }
}
