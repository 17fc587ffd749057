import Domain
import SQL

/// A station begins its plan of events for a year, or a changed version of the one in force.
///
/// Effects: a draft case of the programme's procedure with a version of the plan; the lines of the plan in force are copied; an audit record. Refused while
/// another version is being written or decided.
public struct StartEventPlan: Codable, Sendable {
    public let year: Int

    public init(year: Int) { self.year = year }

    public func callAsFunction(_ house: House, at station: ID<Station>, by actor: Actor, once: Once? = nil) async throws -> Receipt {
        try await house.perform(by: actor, once: once) { act in
            guard let account = actor.account else { throw Refusal.unauthenticated }
            _ = try act.tx.row("SELECT id FROM stations WHERE id = \(station)\(act.dialect.lock)")
            guard let row = try act.tx.row("""
                SELECT s.programme_id AS programme, s.name AS name, s.area AS area FROM stations s JOIN plaques p ON p.station_id = s.id
                WHERE s.id = \(station) AND p.state = 'valid' AND \(EventDesk.ownStation(actor))
                """) else { throw Refusal.notFound }
            guard (act.today.year...act.today.year + 1).contains(year) else {
                throw Refusal.invalid([.init("year", Words("请选择今年或明年", "This year or the next, please"))])
            }
            let (programme, rules) = try house.eventRules(try row("programme"))
            let open = try act.tx.row("""
                SELECT v.case_id AS id FROM event_plans v JOIN cases c ON c.id = v.case_id WHERE v.station_id = \(station) AND v.year = \(year) AND c.state IN ('draft', 'open', 'correction') LIMIT 1
                """)
            guard open == nil else {
                throw Refusal(.conflict, "plan_open", Words("\(year) 年的计划正在填写或办理中", "The plan for \(year) is being written or decided"), next: Words("请在那一份上修改，或先撤回", "Change that one, or take it back first"))
            }
            let version = (try act.tx.value("SELECT MAX(version) FROM event_plans WHERE station_id = \(station) AND year = \(year)") as Int? ?? 0) + 1
            let name: String = try row("name")
            let id = try act.draftCase(rules.plan, title: "\(year)年度活动计划\(version > 1 ? "（第\(version)版）" : "")：\(name)", in: programme, area: try row("area"))
            try act.tx.run("""
                INSERT INTO event_plans (case_id, programme_id, station_id, year, version, by_account, saved_at, in_force)
                VALUES (\(id), \(programme.id), \(station), \(year), \(version), \(account), \(act.now), \(false))
                """)
            if let before: ID<Case> = try act.tx.value("SELECT case_id FROM event_plans WHERE station_id = \(station) AND year = \(year) AND in_force") {
                try act.keep(try StoredPlanLine.of(act.tx, before).map { NewPlanLine($0) }, in: id)
            }
            act.audit("case", id.rawValue, "event_plan_started", to: "draft", detail: ["station": station.rawValue, "year": String(year), "version": String(version)], isFirst: true)
            return Receipt(.eventPlan, id.rawValue)
        }
    }
}

/// A line of a plan that is to be kept; its fields are checked.
struct NewPlanLine {
    let title: String
    let type: String
    let month: Int
    let people: Int
    let budget: Fen
    let inName: Bool
    /// The line of the first version; nil for one that is new.
    let root: String?

    init(title: String, type: String, month: Int, people: Int, budget: Fen, inName: Bool, root: String?) {
        self.title = title
        self.type = type
        self.month = month
        self.people = people
        self.budget = budget
        self.inName = inName
        self.root = root
    }

    init(_ line: StoredPlanLine) {
        self.init(title: line.title, type: line.type, month: line.month, people: line.people, budget: line.budget, inName: line.inName, root: line.root)
    }
}

extension Act {
    fileprivate func keep(_ lines: [NewPlanLine], in plan: ID<Case>) throws {
        try tx.run("DELETE FROM event_plan_lines WHERE case_id = \(plan)")
        for (index, line) in lines.enumerated() {
            let id = try newID(EventPlanLine.self)
            try tx.run("""
                INSERT INTO event_plan_lines (id, case_id, root, number, title, type, month, people, budget, in_name)
                VALUES (\(id), \(plan), \(line.root ?? id.rawValue), \(index + 1), \(line.title), \(line.type), \(line.month), \(line.people), \(line.budget.amount), \(line.inName))
                """)
        }
    }
}

/// The station saves the lines of its plan, complete or not.
///
/// Effects: the lines, replaced as a whole. A line with the title of one that was there before stays the same line. No audit record before it is handed in.
public struct SaveEventPlan: Codable, Sendable {
    public struct Line: Codable, Sendable, Hashable {
        public let title: String?
        public let type: String?
        public let month: Int?
        public let people: Int?
        public let budget: Fen?
        /// In the authority's name 以建站审批单位名义.
        public let inName: Bool?

        public init(title: String?, type: String?, month: Int?, people: Int?, budget: Fen?, inName: Bool?) {
            self.title = title
            self.type = type
            self.month = month
            self.people = people
            self.budget = budget
            self.inName = inName
        }
    }

    public let lines: [Line]?

    public static let mostLines = 60

    public init(lines: [Line]?) { self.lines = lines }

    public func callAsFunction(_ house: House, _ id: ID<Case>, by actor: Actor, once: Once? = nil) async throws -> Receipt {
        try await house.perform(by: actor, once: once) { act in
            let (plan, _) = try act.loadEventPlan(id, where: EventDesk.ownStation(actor))
            guard CaseState.withApplicant.contains(plan.state) else { throw EventPlanRules.notWithStation }
            let (_, rules) = try house.eventRules(plan.programme)
            try act.keep(try checked(rules, before: try StoredPlanLine.of(act.tx, id)), in: id)
            try act.tx.run("UPDATE event_plans SET saved_at = \(act.now), by_account = \(actor.account) WHERE case_id = \(id)")
            return Receipt(.eventPlan, id.rawValue)
        }
    }

    private func checked(_ rules: EventRules, before: [StoredPlanLine]) throws(Refusal) -> [NewPlanLine] {
        var fields: [Refusal.Field] = [], kept: [NewPlanLine] = [], free = before
        let lines = lines ?? []
        guard lines.count <= Self.mostLines else { throw .invalid([.init("lines", Words("最多 \(Self.mostLines) 行", "At most \(Self.mostLines) lines"))]) }
        for (index, line) in lines.enumerated() {
            let title = (line.title ?? "").trimmed, type = (line.type ?? "").trimmed
            func wrong(_ field: String, _ zh: String, _ en: String) { fields.append(.init("lines.\(index).\(field)", Words(zh, en))) }
            if !(2...60).contains(title.count) { wrong("title", "请填写活动名称（2 至 60 字）", "A title of 2 to 60 characters, please") }
            if rules.type(type) == nil { wrong("type", "请选择活动种类", "Choose the kind of event") }
            if !(1...12).contains(line.month ?? 0) { wrong("month", "请填写月份（1 至 12）", "A month from 1 to 12, please") }
            if !(1...20_000).contains(line.people ?? 0) { wrong("people", "请填写人数（1 至 20000）", "1 to 20,000 people") }
            let budget = line.budget ?? Fen(0)
            if budget < Fen(0) || budget > EventPlanRules.mostMoney { wrong("budget", "请填写预算，最多一亿元", "A budget of at most 100 million yuan") }
            // The same title is the same line; what was only renamed stays in its place.
            let at = free.firstIndex { $0.title == title } ?? free.firstIndex { old in
                old.number == index + 1 && old.type == type && old.month == line.month && !lines.contains { $0.title?.trimmed == old.title }
            }
            let root = at.map { free.remove(at: $0).root }
            kept.append(NewPlanLine(title: title, type: type, month: line.month ?? 1, people: line.people ?? 1, budget: budget, inName: line.inName ?? false, root: root))
        }
        guard fields.isEmpty else { throw .invalid(fields) }
        return kept
    }
}

/// The station hands its plan in: for the first time, or again after a return.
///
/// Effects: those of `Act.move`: the office whose turn it is is told and its clock runs; the record holds a digest of what was handed in.
public struct HandInEventPlan: Codable, Sendable {
    public init() {}

    public func callAsFunction(_ house: House, _ id: ID<Case>, by actor: Actor, once: Once? = nil) async throws -> Receipt {
        try await house.perform(by: actor, once: once) { act in
            let (plan, loaded) = try act.loadEventPlan(id, where: EventDesk.ownStation(actor))
            guard CaseState.withApplicant.contains(plan.state) else { throw EventPlanRules.notWithStation }
            let lines = try StoredPlanLine.of(act.tx, id)
            guard !lines.isEmpty else { throw Refusal.invalid([.init("lines", Words("计划至少要有一场活动", "A plan has at least one event"))]) }
            try act.tx.run("UPDATE cases SET handed_in_at = COALESCE(handed_in_at, \(act.now)) WHERE id = \(id)")
            let text = lines.map { "\($0.root)|\($0.title)|\($0.type)|\($0.month)|\($0.people)|\($0.budget.amount)|\($0.inName)" }.joined(separator: "\n")
            try act.move(loaded, .handIn(changed: []), verb: plan.state == .draft ? "event_plan_handed_in" : "event_plan_corrected",
                detail: ["lines": String(lines.count), "digest": house.secrets.sha256(Array(text.utf8))])
            return Receipt(.eventPlan, id.rawValue)
        }
    }
}

/// The station takes back a plan that is not decided yet.
///
/// Effects: those of `Act.move`; the plan in force stays in force.
public struct WithdrawEventPlan: Codable, Sendable {
    public init() {}

    public func callAsFunction(_ house: House, _ id: ID<Case>, by actor: Actor, once: Once? = nil) async throws -> Receipt {
        try await house.perform(by: actor, once: once) { act in
            let (_, loaded) = try act.loadEventPlan(id, where: EventDesk.ownStation(actor))
            try act.move(loaded, .withdraw, verb: "event_plan_withdrawn")
            return Receipt(.eventPlan, id.rawValue)
        }
    }
}

enum EventPlanRules {
    static let mostMoney = Fen(10_000_000_000)

    static let notWithStation = Refusal(.conflict, "plan_not_with_station", Words("计划不在您手中，现在不能修改", "The plan is not with you at present"),
        next: Words("请刷新页面查看最新进展", "Reload the page to see where it stands"))

    /// An office's words, 2 to 500 characters.
    static func reason(_ text: String?, _ field: String = "reason") throws(Refusal) -> String {
        let text = (text ?? "").trimmed
        guard (2...500).contains(text.count) else { throw .invalid([.init(field, Words("请填写理由（2 至 500 字）", "Please give a reason (2 to 500 characters)"))]) }
        return text
    }
}

extension Act {
    /// A case of a plan has moved: consented to, it is in force in place of the one before; the station hears of every end and of a return.
    func settleEventPlan(_ loaded: LoadedCase, _ after: Case) throws {
        guard after.state != .open, let row = try tx.row("\(StoredEventPlan.select) WHERE v.case_id = \(loaded.id)") else { return }
        let plan = try StoredEventPlan(row)
        let opinion = after.state == .done ? nil : (after.tasks + loaded.current.tasks).compactMap(\.opinion).first { $0.ruling != .pass }
        switch after.state {
        case .done:
            try tx.run("UPDATE event_plans SET in_force = \(false) WHERE station_id = \(plan.station) AND year = \(plan.year) AND in_force")
            try tx.run("UPDATE event_plans SET in_force = \(true), decided_at = \(now), reason_id = \(nil as String?) WHERE case_id = \(plan.id)")
            try tellPlan(plan, Words("计划已同意：\(plan.title.zh)", "Consented to: \(plan.title.en)"), Words("可从计划中逐场筹办活动。", "You can carry its lines into events."))
        case .refused:
            try tx.run("UPDATE event_plans SET decided_at = \(now), reason_id = \(opinion?.reason) WHERE case_id = \(plan.id)")
            try tellPlan(plan, Words("计划未获同意：\(plan.title.zh)", "Not consented to: \(plan.title.en)"), Words("理由见计划页面，可修改后另报一份。", "The reasons are on its page; you can hand in another."))
        case .correction:
            try tx.run("UPDATE event_plans SET reason_id = \(opinion?.reason) WHERE case_id = \(plan.id)")
            try tellPlan(plan, Words("请修改计划：\(plan.title.zh)", "Please change the plan: \(plan.title.en)"), Words("意见见计划页面，修改后再次提交；其间时限暂停计算。", "The remarks are on its page; hand it in again. The clock rests meanwhile."))
        case .draft, .open, .withdrawn: break
        }
    }

    private func tellPlan(_ plan: StoredEventPlan, _ title: Words, _ body: Words) throws {
        try tell(try people(of: plan.station), title, body, link: Receipt(.eventPlan, plan.id.rawValue))
    }
}
