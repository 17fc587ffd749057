import Domain
import SQL

/// An office that writes an annual work plan puts an item into it, or changes one (三(二)).
///
/// Effects: the item; the office that owns it is told, and told again where it becomes another's; audit records. What is counted towards it is counted when somebody looks.
/// Refused for whoever sits in no office of power `annual_work_plan`.
public struct KeepWorkItem: Codable, Sendable {
    public let year: Int
    public let title: String
    /// The office that is to do it.
    public let owner: String
    /// In the plan's year.
    public let due: Day
    /// A clause of the notice that it carries out.
    public let clause: String?
    /// What is counted towards it, in the plan's year.
    public let measure: FigureThing?
    /// How many of it.
    public let goal: Int?
    /// What is to come of it, where nothing is counted.
    public let words: String?
    /// Whose plan, where one sits in several offices that write one.
    public let office: String?
    /// The version that the change is made to.
    public let version: Int?

    public init(
        year: Int, title: String, owner: String, due: Day, clause: String? = nil, measure: FigureThing? = nil, goal: Int? = nil, words: String? = nil, office: String? = nil, version: Int? = nil
    ) {
        self.year = year
        self.title = title
        self.owner = owner
        self.due = due
        self.clause = clause
        self.measure = measure
        self.goal = goal
        self.words = words
        self.office = office
        self.version = version
    }

    /// A new item.
    public func callAsFunction(_ house: House, by actor: Actor, once: Once? = nil) async throws -> Receipt {
        guard let programme = house.library.programmes.first else { throw Refusal.notFound }
        return try await house.perform(by: actor, once: once) { act in
            guard let account = actor.account else { throw Refusal.unauthenticated }
            let mine = WorkAccess.offices(actor, programme)
            guard let office = mine.first(where: { self.office == nil || self.office == $0.id }) else { throw WorkItemRules.notYours }
            try check(programme, office)
            let id: ID<WorkItem> = try act.newID()
            try act.tx.run("""
                INSERT INTO work_items (id, programme_id, office, area, year, title, owner, due, clause, measure, goal, words, state, version, by_account, created_at, changed_at)
                VALUES (\(id), \(programme.id), \(office.id), \(office.area), \(year), \(title.trimmed), \(owner), \(due), \(clause?.trimmed ?? ""), \(measure), \(measure == nil ? nil : goal),
                    \(words?.trimmed ?? ""), 'open', \(1), \(account), \(act.now), \(act.now))
                """)
            act.audit("work_item", id.rawValue, "work_item_added", to: WorkItemState.open.rawValue, post: office.id, clause: Clause("三(二)"), detail: detail, isFirst: true)
            try tellOwner(act, id, programme)
            return Receipt(.workPlan, id.rawValue)
        }
    }

    /// Changes an item that is still open.
    public func callAsFunction(_ house: House, _ id: ID<WorkItem>, by actor: Actor, once: Once? = nil) async throws -> Receipt {
        try await house.perform(by: actor, once: once) { act in
            let item = try act.loadWorkItem(id, where: WorkAccess.plan(actor, house.library)), programme = try house.library.programme(item.programme)
            guard let office = programme.office(item.office) else { throw Refusal.notFound }
            try check(programme, office)
            guard year == item.year else { throw Refusal.invalid([.init("year", Words("不能改到别的年度", "An item stays in its year"))]) }
            guard item.state == .open else { throw WorkItemRules.closed(item.state) }
            if let version, version != item.version { throw WorkItemRules.changed }
            let changed = try act.tx.run("""
                UPDATE work_items SET title = \(title.trimmed), owner = \(owner), due = \(due), clause = \(clause?.trimmed ?? ""), measure = \(measure), goal = \(measure == nil ? nil : goal),
                    words = \(words?.trimmed ?? ""), version = version + 1, changed_at = \(act.now)
                WHERE id = \(id) AND state = 'open' AND version = \(item.version)
                """)
            guard changed == 1 else { throw Casework.changedMeanwhile }
            act.audit("work_item", id.rawValue, "work_item_changed", from: item.state.rawValue, to: item.state.rawValue, post: item.office, detail: detail)
            if owner != item.owner { try tellOwner(act, id, programme) }
            return Receipt(.workPlan, id.rawValue)
        }
    }

    private var detail: [String: String] {
        ["year": String(year), "owner": owner, "due": due.description, "measure": measure?.rawValue ?? "", "goal": measure == nil ? "" : goal.map(String.init) ?? ""]
    }

    private func tellOwner(_ act: Act, _ id: ID<WorkItem>, _ programme: Programme) throws {
        try act.tell(office: owner, programme: programme.id, Words("年度人才工作计划：\(title.trimmed)", "Annual work plan: \(title.trimmed)"),
            Words("这项工作由贵单位负责，完成期限 \(due)。请及时填写进展。", "Your office is to do it by \(due). Please say how it goes."), link: Receipt(.workPlan, id.rawValue))
    }

    private func check(_ programme: Programme, _ office: Programme.Office) throws {
        var fields: [Refusal.Field] = []
        func wrong(_ field: String, _ words: Words) { fields.append(.init(field, words)) }
        if !(2000...2100).contains(year) { wrong("year", Words("年度应在 2000 至 2100 之间", "A year from 2000 to 2100")) }
        if !(2...100).contains(title.trimmed.count) { wrong("title", Words("请填写 2 至 100 字", "2 to 100 characters")) }
        if !WorkAccess.owners(office, programme).contains(where: { $0.id == owner }) { wrong("owner", Words("请选择责任单位", "Choose the office that is to do it")) }
        if due.year != year { wrong("due", Words("完成期限应在 \(year) 年内", "A day of \(year)")) }
        if let clause = clause?.trimmed, !clause.isEmpty, !programme.notice.clauses.contains(where: { $0.clause.text == clause }) { wrong("clause", Words("通知中没有这一条", "The notice has no such clause")) }
        if measure != nil {
            if !(1...100_000_000).contains(goal ?? 0) { wrong("goal", Words("请填写目标数，至少为 1", "How many, at least 1")) }
        } else if !(2...200).contains((words ?? "").trimmed.count) {
            wrong("words", Words("没有统计项时，请用 2 至 200 字写明完成标志", "Where nothing is counted, say in 2 to 200 characters what is to come of it"))
        }
        if (words ?? "").trimmed.count > 200 { wrong("words", Words("最多 200 字", "At most 200 characters")) }
        guard fields.isEmpty else { throw Refusal.invalid(fields) }
    }
}

/// The office that an item belongs to says how it goes.
///
/// Effects: the note, for all who read the plan; an audit record. The text is sealed.
public struct WriteWorkNote: Codable, Sendable {
    public let text: String

    public init(text: String) { self.text = text }

    public func callAsFunction(_ house: House, _ id: ID<WorkItem>, by actor: Actor, once: Once? = nil) async throws -> Receipt {
        guard (2...1000).contains(text.trimmed.count) else { throw Refusal.invalid([.init("text", Words("请填写 2 至 1000 字", "2 to 1000 characters"))]) }
        return try await house.perform(by: actor, once: once) { act in
            guard let account = actor.account else { throw Refusal.unauthenticated }
            let item = try act.loadWorkItem(id, where: WorkAccess.own(actor, house.library)), note: ID<WorkItem> = try act.newID()
            guard item.state == .open else { throw WorkItemRules.closed(item.state) }
            try act.tx.run("""
                INSERT INTO work_notes (id, item_id, office, body, by_account, at)
                VALUES (\(note), \(id), \(item.owner), \(try house.secrets.seal(text: text.trimmed, table: "work_notes", column: "body", row: note.rawValue)), \(account), \(act.now))
                """)
            act.audit("work_item", id.rawValue, "work_note_written", from: item.state.rawValue, to: item.state.rawValue, post: item.owner, detail: ["note": note.rawValue])
            return Receipt(.workPlan, id.rawValue)
        }
    }
}

/// An item is done, comes up again, or leaves the plan.
///
/// Effects: its state, by its own office where it is done and by the office that writes the plan otherwise; the other of the two is told; an audit record, with a reason where it leaves the plan or
/// comes up again.
public struct MoveWorkItem: Codable, Sendable {
    public let step: WorkItemState.Step
    /// Wanted unless it is done.
    public let reason: String?

    public init(step: WorkItemState.Step, reason: String? = nil) {
        self.step = step
        self.reason = reason
    }

    public func callAsFunction(_ house: House, _ id: ID<WorkItem>, by actor: Actor, once: Once? = nil) async throws -> Receipt {
        let why = reason?.trimmed ?? ""
        if step != .finish, !(5...500).contains(why.count) { throw Refusal.invalid([.init("reason", Words("请写明理由（5 至 500 字）", "Say why, in 5 to 500 characters"))]) }
        return try await house.perform(by: actor, once: once) { act in
            let access = step == .finish ? WorkAccess.own(actor, house.library) : WorkAccess.plan(actor, house.library), item = try act.loadWorkItem(id, where: access)
            guard let next = item.state.after(step) else { throw WorkItemRules.closed(item.state) }
            let kept = step == .finish ? nil : try act.keepReason(why, audience: .office)
            let changed = try act.tx.run("UPDATE work_items SET state = \(next), reason_id = \(kept?.id), changed_at = \(act.now) WHERE id = \(id) AND state = \(item.state)")
            guard changed == 1 else { throw Casework.changedMeanwhile }
            act.audit("work_item", id.rawValue, "work_item_\(step.rawValue)", from: item.state.rawValue, to: next.rawValue, post: step == .finish ? item.owner : item.office, reason: kept)
            let other = step == .finish ? item.office : item.owner
            if !actor.holds(other, in: item.programme) {
                try act.tell(office: other, programme: item.programme, Words("年度人才工作计划：\(item.title)", "Annual work plan: \(item.title)"),
                    Words("状态改为“\(next.words.zh)”。", "It is “\(next.words.en)” now."), link: Receipt(.workPlan, id.rawValue))
            }
            return Receipt(.workPlan, id.rawValue)
        }
    }
}

enum WorkItemRules {
    static let notYours = Refusal(.forbidden, "no_work_plan", Words("您所在单位不负责年度人才工作计划", "Your office does not write an annual work plan"), clause: Clause("三(二)"))
    static let changed = Refusal(.conflict, "work_item_changed", Words("这项工作已有修改，请重新查看", "The item has changed meanwhile; read it again"), next: Words("请刷新页面", "Reload the page"))

    static func closed(_ state: WorkItemState) -> Refusal {
        Refusal(.conflict, "work_item_\(state.rawValue)", Words("这项工作的状态是“\(state.words.zh)”", "The item is “\(state.words.en)”"))
    }
}
