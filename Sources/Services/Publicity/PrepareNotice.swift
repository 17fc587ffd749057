import Domain
import SQL

/// An office prepares the public notice 社会公示 of a round: a frozen, redacted snapshot of the cases that have come to that step.
///
/// Effects: a notice that is not public yet; an audit record. Preparing anew drops an earlier one that was not published.
public struct PrepareNotice: Codable, Sendable {
    public let step: String
    public let cases: [ID<Case>]
    /// Where objections are heard: the supervision telephone and postal address.
    public let phone: String
    public let address: String

    public init(step: String, cases: [ID<Case>], phone: String, address: String) {
        self.step = step
        self.cases = cases
        self.phone = phone
        self.address = address
    }

    public func callAsFunction(_ house: House, for round: ID<Round>, by actor: Actor, once: Once? = nil) async throws -> Receipt {
        var fields: [Refusal.Field] = []
        if cases.isEmpty { fields.append(.init("cases", Words("请至少选择一个申报", "Choose at least one application"))) }
        if !Phone.isPlausible(phone) { fields.append(.init("phone", Words("请填写监督电话", "Give the supervision telephone"))) }
        if !(5...200).contains(address.trimmed.count) { fields.append(.init("address", Words("请填写通讯地址（5 至 200 字）", "Give the postal address (5 to 200 characters)"))) }
        guard fields.isEmpty else { throw Refusal.invalid(fields) }
        return try await house.perform(by: actor, once: once) { act in
            let loaded = try Array(Set(cases)).sorted().map { try act.loadCase($0) }
            guard let first = loaded.first, let step = first.step, step.kind == .notice, step.id == self.step else { throw Refusal.invalid([.init("cases", Words("请选择待公示的申报", "Choose applications that wait for their notice"))]) }
            let (office, preparer) = try NoticeRules.offices(first, step)
            guard actor.holds(preparer.id, in: first.programme.id) else {
                throw Refusal(.forbidden, "not_yours_to_prepare", Words("公示由\(preparer.name.zh)准备", "The notice is prepared by \(preparer.name.en)"), clause: step.clause)
            }
            for item in loaded {
                guard item.round == round, item.current.state == .open, item.current.step == step.id, try NoticeRules.offices(item, step).office.id == office.id else {
                    throw Refusal.invalid([.init("cases", Words("“\(item.title)”现在不能公示", "“\(item.title)” cannot be in this notice now"))])
                }
                if CaseRules.isOwn(actor, item.current) { throw Refusal(.forbidden, "own_case", Words("不能办理本人所在单位的申报，请回避", "No one acts on their own organisation's case")) }
                if try NoticeStore.published(act.tx, item.id) != nil { throw Refusal(.conflict, "in_notice", Words("“\(item.title)”已在公示中", "“\(item.title)” is in a notice already")) }
            }
            for old in try act.tx.rows("SELECT id FROM notices WHERE round_id = \(round) AND office = \(office.id) AND step = \(step.id) AND state = 'prepared'\(act.dialect.lock)") {
                let id: ID<Notice> = try old("id")
                try act.tx.run("UPDATE notices SET state = 'dropped' WHERE id = \(id)")
                act.audit("notice", id.rawValue, "notice_dropped", from: "prepared", to: "dropped")
            }
            let id: ID<Notice> = try act.newID()
            let snapshot = try Stored.json(try loaded.map { try NoticeStore.entry(act.tx, house, $0, redacting: Set(step.redact)) })
            let lasts = step.lasts ?? 5
            let body = [
                "按照《\(first.programme.notice.title)》要求，经申报、受理、核查、审核，拟认定下列\(loaded.count)个单位为\(first.programme.levels.first { $0.procedure == first.current.procedure }?.name.zh ?? "")，现予公示。",
                "公示时间为\(lasts)个工作日。任何单位和个人对公示对象有异议的，请在公示期内以书面形式实名反映，注明姓名、联系方式并附证据；匿名反映作为线索处理。",
            ]
            let roundName: String = (try act.tx.value("SELECT name_zh FROM rounds WHERE id = \(round)")) ?? ""
            // One notice carries the round; what came late, or was taken up again, follows in a supplement that says so.
            let before: Int = (try act.tx.value("SELECT COUNT(*) FROM notices WHERE round_id = \(round) AND office = \(office.id) AND step = \(step.id) AND state IN ('published', 'ended')")) ?? 0
            let title = before == 0 ? "\(roundName)拟认定名单公示" : "\(roundName)拟认定名单补充公示（\(before)）"
            try act.tx.run("""
                INSERT INTO notices (id, programme_id, kind, office, round_id, step, number, title, state, phone, address, body, snapshot, snapshot_hash, lasts,
                    ends_provisional, prepared_by, created_at)
                VALUES (\(id), \(first.programme.id), 'public_notice', \(office.id), \(round), \(step.id), \(""), \(title), 'prepared', \(phone.trimmed),
                    \(address.trimmed), \(try Stored.json(body)), \(snapshot), \(house.secrets.sha256(Array(snapshot.utf8))), \(lasts), \(false), \(act.actorName), \(act.now))
                """)
            for item in loaded { act.later("INSERT INTO notice_cases (notice_id, case_id) VALUES (\(id), \(item.id))") }
            act.audit("notice", id.rawValue, "notice_prepared", to: "prepared", post: preparer.id, clause: step.clause, detail: ["round": round.rawValue, "snapshot": house.secrets.sha256(Array(snapshot.utf8))])
            try act.tell(office: office.id, office.signOff.last.map { [$0] }, programme: first.programme.id, Words("待发布：\(roundName)公示", "To publish: the notice of a round"),
                Words("\(preparer.name.zh)已准备公示，请核对后发布。", "\(preparer.name.en) has prepared it; check and publish it."), link: Receipt(.notice, id.rawValue))
            return Receipt(.notice, id.rawValue)
        }
    }
}

/// The office whose notice it is publishes it; whoever prepared it does not.
///
/// Effects: the notice is public and its clock runs, in working days, to the end of its last day; due work at that end; audit records on the
/// notice and each case; the applicants are told.
public struct PublishNotice: Codable, Sendable {
    /// The notice's number; may be empty.
    public let number: String?

    public init(number: String? = nil) { self.number = number }

    public func callAsFunction(_ house: House, _ id: ID<Notice>, by actor: Actor, once: Once? = nil) async throws -> Receipt {
        if (number ?? "").trimmed.count > NoticeRules.longestNumber { throw Refusal.invalid([NoticeRules.numberTooLong]) }
        return try await house.perform(by: actor, once: once) { act in
            let cases = try act.tx.rows("SELECT case_id FROM notice_cases WHERE notice_id = \(id) ORDER BY case_id").map { try act.loadCase(try $0("case_id")) }
            guard let row = try act.tx.row("SELECT programme_id, office, state, prepared_by, lasts, title, step FROM notices WHERE id = \(id) AND kind = 'public_notice'\(act.dialect.lock)"),
                  let first = cases.first else { throw Refusal.notFound }
            guard let office = first.programme.office(try row("office")), let place = office.signOff.last, actor.holds(office.id, place, in: first.programme.id) else {
                throw Refusal(.forbidden, "not_yours_to_publish", Words("公示由发布部门的签发人发布", "A signer of the publishing office publishes it"))
            }
            if try row("prepared_by") == act.actorName { throw Refusal(.forbidden, "same_person", Words("准备公示的人不能自己发布", "Whoever prepared it does not publish it")) }
            if cases.contains(where: { CaseRules.isOwn(actor, $0.current) }) { throw Refusal(.forbidden, "own_case", Words("不能办理本人所在单位的申报，请回避", "No one acts on their own organisation's case")) }
            guard try row("state") == "prepared" else { throw Casework.changedMeanwhile }
            let step: String = try row("step")
            if let moved = cases.first(where: { $0.current.state != .open || $0.current.step != step }) {
                throw Refusal(.conflict, "case_moved", Words("“\(moved.title)”已不在公示环节，请重新准备公示", "“\(moved.title)” has moved; prepare the notice anew"))
            }
            let lasts: Int = try row("lasts")
            let ends = first.calendar.adding(lasts, to: act.today)
            try act.tx.run("""
                UPDATE notices SET state = 'published', number = \((number ?? "").trimmed), published_on = \(act.today), ends_on = \(ends.day),
                    ends_provisional = \(ends.provisional), published_by = \(act.actorName), published_at = \(act.now) WHERE id = \(id) AND state = 'prepared'
                """)
            act.due(.endNotice, id.rawValue, at: first.programme.zone.instant(ends.day, hour: 24))
            act.audit("notice", id.rawValue, "notice_published", from: "prepared", to: "published", post: "\(office.id)/\(place.rawValue)", clause: first.step?.clause, detail: ["ends": ends.day.description])
            for item in cases {
                act.audit("case", item.id.rawValue, "notice_published", from: LoadedCase.state(item.current), to: LoadedCase.state(item.current),
                    post: "\(office.id)/\(place.rawValue)", clause: item.step?.clause, detail: ["notice": id.rawValue, "step": item.current.step, "ends": ends.day.description])
                try act.tell(try act.applicantAccounts(item), Words("已公示：\(item.title)", "In public notice: \(item.title)"),
                    Words("公示至 \(ends.day.chinese) 结束。", "The notice stands until \(ends.day)."), link: Receipt(.notice, id.rawValue))
            }
            return Receipt(.notice, id.rawValue)
        }
    }
}

enum NoticeRules {
    /// Characters of a notice's number.
    static let longestNumber = 60
    static let numberTooLong = Refusal.Field("number", Words("文号最多 \(longestNumber) 字", "At most \(longestNumber) characters"))

    /// The office whose notice it is, and the one that prepares it.
    static func offices(_ loaded: LoadedCase, _ step: Step) throws(Refusal) -> (office: Programme.Office, preparer: Programme.Office) {
        guard let reference = step.by.first, let office = loaded.programme.office(reference, area: loaded.current.area) else { throw .notFound }
        let preparer = step.preparedBy.flatMap { loaded.programme.office($0, area: loaded.current.area) } ?? office
        return (office, preparer)
    }
}

enum NoticeStore {
    /// The texts of questions and columns that are not shown: the names that must not stand elsewhere either.
    private static func people(_ form: Form?, _ answers: Answers, hidden: Set<String>) -> [String] {
        (form?.conditions ?? []).flatMap { condition in
            condition.questions.flatMap { question -> [String] in
                let answer = answers[[condition.id, question.id]]
                guard case .table(let columns, _, _) = question.kind else { return hidden.contains(question.id) ? [answer?.plain ?? ""] : [] }
                let named = columns.filter { hidden.contains($0.id) || hidden.contains("\(condition.id).\(question.id).\($0.id)") }
                return (answer?.rows() ?? []).flatMap { row in named.map { row.row[[$0.id]]?.plain ?? "" } }
            }
        }
    }

    /// The published notice that a case is in at present.
    static func published(_ tx: any Transaction, _ id: ID<Case>) throws -> ID<Notice>? {
        try tx.row("""
            SELECT n.id AS id FROM notices n JOIN notice_cases c ON c.notice_id = n.id WHERE c.case_id = \(id) AND n.state = 'published' AND n.kind = 'public_notice'
            """).map { try $0("id") }
    }

    /// A case as its notice freezes it. Questions that the programme file names, and all telephone numbers and files, are left out; what stands of
    /// them in free text is taken out too.
    static func entry(_ tx: any Transaction, _ house: House, _ loaded: LoadedCase, redacting hidden: Set<String>) throws -> NoticeEntry {
        let stored = try ApplicationStore.handedIn(tx, house, loaded.id)
        guard let applicant = loaded.current.applicant, let organisation = try tx.row("SELECT name, credit_code, contact FROM organisations WHERE id = \(applicant)") else { throw Refusal.notFound }
        let programme = loaded.programme
        let redaction = Redaction(names: [try organisation("contact")] + people(loaded.form, stored.answers, hidden: hidden))
        let conditions = (loaded.form?.conditions ?? []).map { condition in
            NoticeCondition(name: condition.name, clause: condition.clause, answers: condition.questions.compactMap { question in
                guard let text = AnswerText.public(question, stored.answers[[condition.id, question.id]], hidden: hidden, prefix: condition.id), !text.isEmpty else { return nil }
                return NoticeAnswer(name: question.name, text: redaction(text))
            })
        }
        func name(_ choices: [Programme.Choice], _ id: String) -> Words { choices.first { $0.id == id }?.name ?? Words(id, id) }
        return NoticeEntry(
            id: loaded.id, station: stored.name, organisation: try organisation("name"), creditCode: try organisation("credit_code"),
            kind: name(programme.stationKinds, stored.kind), field: name(programme.fields, stored.field),
            area: loaded.current.area.flatMap(programme.area)?.name ?? Words("", ""), conditions: conditions)
    }
}

/// Answers in words.
enum AnswerText {
    static func plain(_ question: Form.Question, _ answer: Answers?) -> String {
        guard let answer else { return "" }
        return switch question.kind {
        case .text, .longText, .phone: answer.plain
        case .day: Day(answer.plain)?.chinese ?? answer.plain
        case .number(_, _, let unit): answer.plain.isEmpty ? "" : "\(answer.plain) \(unit?.zh ?? "")".trimmed
        case .money: Fen(typed: answer.plain)?.text ?? answer.plain
        case .yesNo: Form.Question.saysYes(answer.plain).map { $0 ? "是" : "否" } ?? answer.plain
        case .choice(let choices, _, _): answer.texts().map { id in choices.first { $0.id == id }?.name.zh ?? id }.joined(separator: "、")
        case .table(let columns, _, _): answer.rows().map { row in columns.map { plain($0, row.row[[$0.id]]) }.joined(separator: "，") }.joined(separator: "；")
        case .files: ""
        }
    }

    /// The same for the public; nil for what the public does not see.
    static func `public`(_ question: Form.Question, _ answer: Answers?, hidden: Set<String>, prefix: String) -> String? {
        let path = "\(prefix).\(question.id)"
        if hidden.contains(question.id) || hidden.contains(path) { return nil }
        switch question.kind {
        case .phone, .files: return nil
        case .table(let columns, _, _):
            let shown = columns.filter { column in
                if case .phone = column.kind { return false }
                return !hidden.contains(column.id) && !hidden.contains("\(path).\(column.id)")
            }
            guard let answer, !shown.isEmpty else { return nil }
            return answer.rows().map { row in shown.map { plain($0, row.row[[$0.id]]) }.filter { !$0.isEmpty }.joined(separator: "，") }.joined(separator: "；")
        default: return plain(question, answer)
        }
    }
}
