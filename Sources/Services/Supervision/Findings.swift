import Domain
import SQL

/// The office writes down what a visit found wrong.
///
/// Effects: the finding (sealed) with its last day, which the programme gives where nobody does; its reminders; the station is told; an audit record.
public struct AddFinding: Codable, Sendable {
    public let text: String
    /// The thing of the checklist that it is about.
    public let item: String?
    public let due: Day?

    public init(text: String, item: String? = nil, due: Day? = nil) {
        self.text = text
        self.item = item
        self.due = due
    }

    public static let most = 50

    public func callAsFunction(_ house: House, of id: ID<Visit>, by actor: Actor, once: Once? = nil) async throws -> Receipt {
        let text = try SupervisionRefusals.needed(text, "text")
        return try await house.perform(by: actor, once: once) { act in
            let visit = try act.loadVisit(id, where: SupervisionAccess.asKeeper(actor, house.library)), programme = try house.library.programme(visit.programme)
            guard visit.state == .made else { throw SupervisionRefusals.visitPassed }
            guard let rules = programme.supervision else { throw Refusal.notFound }
            if let item, try act.tx.row("SELECT n FROM visit_checks WHERE visit_id = \(id) AND item = \(item)") == nil {
                throw Refusal.invalid([.init("item", Words("请从检查清单中选择", "Choose one of the checklist"))])
            }
            let last = try due ?? house.library.calendar(programme.calendar).adding(rules.mendWithin, to: act.today).day
            try Self.check(last, act.today)
            let before: Int = try act.tx.value("SELECT MAX(n) FROM visit_findings WHERE visit_id = \(id)") ?? 0
            guard before < Self.most else { throw Refusal.invalid([.init("text", Words("每次调研最多 \(Self.most) 个问题", "At most \(Self.most) findings in one visit"))]) }
            let finding: ID<VisitFinding> = try act.newID()
            try act.tx.run("""
                INSERT INTO visit_findings (id, visit_id, n, item, text, due, state, turn, version, created_at, changed_at)
                VALUES (\(finding), \(id), \(before + 1), \(item), \(try house.secrets.seal(text: text, table: "visit_findings", column: "text", row: finding.rawValue)), \(last), 'open', 0, 1, \(act.now), \(act.now))
                """)
            try act.remind(finding, turn: 0, due: last, visit)
            act.audit("visit", id.rawValue, "finding_added", post: visit.office, detail: ["finding": finding.rawValue, "item": item ?? "", "due": last.description, "sha256": house.secrets.sha256(Array(text.utf8))])
            try act.tell(organisation: visit.host, Words("实地调研发现问题，\(last) 前整改", "A finding, to be mended by \(last)"), Words("请整改并在页面答复。", "Please mend it and answer on the page."), link: visit.receipt)
            return visit.receipt
        }
    }

    static func check(_ due: Day, _ today: Day) throws(Refusal) {
        guard due >= today, due <= today.adding(365) else { throw .invalid([.init("due", Words("请填写今天起一年之内的日期", "From today on, within a year"))]) }
    }
}

/// The station says what it did about a finding. Files go before it.
///
/// Effects: the answer (sealed); the finding waits for the office to look again, and its reminders end; the office is told; an audit record.
public struct AnswerFinding: Codable, Sendable {
    public let text: String

    public init(text: String) { self.text = text }

    public func callAsFunction(_ house: House, _ id: ID<VisitFinding>, by actor: Actor, once: Once? = nil) async throws -> Receipt {
        let text = try SupervisionRefusals.needed(text, "text")
        return try await house.perform(by: actor, once: once) { act in
            let (finding, visit) = try act.loadFinding(id, where: SupervisionAccess.asStation(actor))
            try act.move(finding, of: visit, .answer, saying: text)
            try act.tell(office: visit.office, programme: visit.programme, Words("整改答复待复查：\(visit.stationName)", "A finding is answered: \(visit.stationName)"), Words("问题 \(finding.number)，请复查。", "Finding \(finding.number): please look again."), link: visit.receipt)
            return visit.receipt
        }
    }
}

/// The office looks again at what the station answered: it is mended, or it is not and has a new last day. What the station does not answer can be found mended too.
///
/// Effects: the finding's state with what was said (sealed); a new last day and its reminders, or none any more; the station is told; an audit record.
public struct RecheckFinding: Codable, Sendable {
    public enum Ruling: String, Codable, Sendable, CaseIterable {
        case mended
        case notMended = "not_mended"

        public var words: Words {
            switch self {
            case .mended: Words("已整改", "Mended")
            case .notMended: Words("未整改到位", "Not mended")
            }
        }
    }

    public let ruling: Ruling?
    public let text: String
    /// Of what is not mended; what the programme gives from today on, where nobody says.
    public let due: Day?

    public init(ruling: Ruling?, text: String, due: Day? = nil) {
        self.ruling = ruling
        self.text = text
        self.due = due
    }

    public func callAsFunction(_ house: House, _ id: ID<VisitFinding>, by actor: Actor, once: Once? = nil) async throws -> Receipt {
        guard let ruling else { throw Refusal.invalid([.init("ruling", Words("请选择复查结果", "Choose what came of it"))]) }
        let text = try SupervisionRefusals.needed(text, "text")
        return try await house.perform(by: actor, once: once) { act in
            let (finding, visit) = try act.loadFinding(id, where: SupervisionAccess.asKeeper(actor, house.library)), programme = try house.library.programme(visit.programme)
            guard let rules = programme.supervision else { throw Refusal.notFound }
            switch ruling {
            case .mended:
                try act.move(finding, of: visit, .accept, saying: text)
                try act.tell(organisation: visit.host, Words("问题 \(finding.number) 已整改", "Finding \(finding.number) is mended"), Words("复查意见见页面。", "What the office says is on the page."), link: visit.receipt)
            case .notMended:
                let last = try due ?? house.library.calendar(programme.calendar).adding(rules.mendWithin, to: act.today).day
                try AddFinding.check(last, act.today)
                try act.move(finding, of: visit, .sendBack, saying: text, due: last)
                try act.tell(organisation: visit.host, Words("问题 \(finding.number) 未整改到位，\(last) 前再次整改", "Finding \(finding.number) is not mended; by \(last)"), Words("复查意见见页面。", "What the office says is on the page."), link: visit.receipt)
            }
            return visit.receipt
        }
    }
}

/// The last day of a finding has come, or has passed: the station is told, and once it is overdue the office too. Harmless when repeated.
///
/// Effects: messages; an audit record.
struct RemindFinding {
    func callAsFunction(_ house: House, _ subject: String, at: Instant?) async throws {
        let parts = subject.split(separator: "/").map(String.init)
        guard parts.count == 3, let id = ID<VisitFinding>(rawValue: parts[0]), let turn = Int(parts[1]) else { return }
        let isLate = parts[2] == "late"
        _ = try await house.perform(by: .system, once: nil, at: at) { act in
            let (finding, visit) = try act.loadFinding(id, where: "1 = 1")
            guard finding.turn == turn, finding.state == .open, visit.state == .made else { return visit.receipt }
            let detail = ["finding": id.rawValue, "turn": String(turn), "which": parts[2]]
            let known = try act.tx.row("SELECT number FROM audit_records WHERE kind = 'visit' AND subject = \(visit.id) AND verb = 'reminded' AND detail = \(try Stored.json(detail))")
            guard known == nil else { return visit.receipt }
            let title = isLate ? Words("整改已超期：\(visit.stationName)", "A finding is overdue: \(visit.stationName)") : Words("整改今天到期", "A finding is due today")
            let body = Words("问题 \(finding.number) 的整改期限为 \(finding.due)。", "Finding \(finding.number) was to be mended by \(finding.due).")
            try act.tell(organisation: visit.host, title, body, link: visit.receipt)
            if isLate { try act.tell(office: visit.office, programme: visit.programme, title, body, link: visit.receipt) }
            act.audit("visit", visit.id.rawValue, "reminded", detail: detail)
            return visit.receipt
        }
    }
}
