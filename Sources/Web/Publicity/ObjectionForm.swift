import Domain
import Markup
import Services

/// What the form for an objection sends. Evidence goes with it as files.
struct ObjectionInput: Codable, Sendable {
    let about: ID<Case>
    let name: String?
    let contact: String?
    let text: String
    /// Only for offices, which enter what came by telephone, letter or visit.
    let channel: RaiseObjection.Channel?
    /// At most five: PDF, JPEG or PNG.
    let files: [Upload]?

    var verb: RaiseObjection { RaiseObjection(about: about, name: name, contact: contact, text: text, channel: channel) }
    var evidence: [RaiseObjection.Evidence] { (files ?? []).map { .init(name: $0.name, bytes: $0.bytes) } }

    /// What is wrong with a single file is said at the field of all of them.
    static func atFiles(_ refusal: Refusal) -> Refusal {
        Refusal(refusal.kind, refusal.code, refusal.words, clause: refusal.clause, next: refusal.next,
            fields: refusal.fields.map { $0.field == "file" ? .init("files", refusal.kind == .invalid ? $0.words : refusal.words) : $0 })
    }
}

/// The form for objecting to a case in public notice; for offices, with the way it came.
struct ObjectionForm: Page {
    let notice: NoticeView
    private(set) var filled = Filled.nothing

    private enum CodingKeys: String, CodingKey { case notice }

    init(notice: NoticeView, filled: Filled = .nothing) {
        self.notice = notice
        // With one case in notice there is nothing to choose.
        var values = filled.values
        if filled.value("about").isEmpty, notice.snapshot.count == 1, let only = notice.snapshot.first { values["about"] = [only.id.rawValue] }
        self.filled = Filled(values, errors: filled.errors.map { error in
            switch error.field {
            case "about" where filled.value("about").isEmpty: .init("about", Words("请选择异议针对哪个单位", "Choose whom the objection is against"))
            case "text" where filled.value("text").isEmpty: .init("text", Words("请填写异议内容和理由", "Say what you object to, and why"))
            default: error
            }
        })
    }

    func title(in language: Language) -> String { Words(notice.mayEnterObjection ? "登记异议" : "提出异议", notice.mayEnterObjection ? "Enter an objection" : "Object")(language) }

    func body(_ view: View) -> HTML {
        """
        \(view(PageHeader(title(in: view.language), lead: notice.summary.title,
            trail: [Link(view("公告", "Notices"), to: Paths.notices()), Link(notice.summary.title, to: Paths.notice(notice.summary.id))])))\
        \(notice.mayObject ? form(view) : view(Banner(.info, view("现在不能提出异议", "Objections are not taken now"),
            "<p>\(view("公示未开始或公示期已过。", "The notice has not begun, or is over."))</p>")))
        """
    }

    private func form(_ view: View) -> HTML {
        let entering = notice.mayEnterObjection
        return view(FormFrame(Paths.objections(notice.summary.id), in: filled, files: true, buttons: [
            Button(entering ? view("登记异议", "Enter") : view("提交异议", "Send the objection")),
        ]) {
            """
            \(if: entering, view(channel(view)))\(view(FieldGroup(view("异议内容", "The objection"), says: view("异议只影响所针对的单位，其他单位照常办理。",
                "It concerns only the organisation it is against.")) { objection(view) }))\
            \(view(FieldGroup(view("反映人", "Who objects"), says: view("实名异议会立案办理并书面答复，姓名和联系方式加密保存，不向被反映单位透露。姓名和联系方式都不填的，作为线索留存，不答复，不影响公示进程，也不能附证据。",
                "With your name it becomes a case and is answered; name and contact are kept encrypted and not passed on. If you leave both empty it is kept as a lead: it gets no answer, "
                    + "stops no clock and takes no files.")) { person(view) }))
            """
        })
    }

    private func channel(_ view: View) -> FieldGroup {
        FieldGroup(view("反映方式", "How it came")) {
            view(Field("channel", view("反映方式", "How it came"), .radios([
                Option(RaiseObjection.Channel.phone.rawValue, view("电话", "Telephone")), Option(RaiseObjection.Channel.letter.rawValue, view("来信", "Letter")),
                Option(RaiseObjection.Channel.visit.rawValue, view("来访", "Visit")),
            ]), in: filled))
        }
    }

    private func objection(_ view: View) -> HTML {
        """
        \(view(Field("about", view("针对哪个单位", "Against whom"), .select(notice.snapshot.map { Option($0.id.rawValue, "\($0.station)（\($0.organisation)）") }), in: filled)))\
        \(view(Field("text", view("异议内容和理由", "What you object to, and why"), .longText(rows: 8),
            hint: view("10 至 4000 字。请写明事实、时间、地点和依据，例如哪一项申报内容与实际不符", "10 to 4000 characters: facts, when, where, and what does not agree with the application"), in: filled)))\
        \(view(Field("files", view("证据", "Evidence"), .files(.init()), hint: view("最多 5 个文件，合计不超过 25 MB", "Up to 5 files, 25 MB together"), optional: true, in: filled)))
        """
    }

    private func person(_ view: View) -> HTML {
        """
        \(view(Field("name", view("姓名或单位名称", "Your name, or your organisation’s"), optional: true, autocomplete: notice.mayEnterObjection ? nil : "name", in: filled)))\
        \(view(Field("contact", view("联系方式", "Contact"), hint: view("手机号、电话或通讯地址，例如 138 0000 0000", "Telephone number or postal address"), optional: true, in: filled)))
        """
    }
}
