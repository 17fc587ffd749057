import Domain
import SQL

/// A case as loaded, with what it is judged under.
struct LoadedCase {
    let current: Case
    let number: String
    let title: String
    let version: Int
    let round: ID<Round>?
    let about: ID<Case>?
    let programme: Programme
    let casework: Casework

    var id: ID<Case> { current.id }
    var step: Step? { casework.step(of: current) }
    var calendar: WorkCalendar { casework.calendar }
    /// The form that the applicant fills in.
    var form: Form? { casework.procedure.form.flatMap(programme.form) }

    /// How the trail and messages write a state: `open/review`.
    static func state(_ current: Case) -> String {
        current.state == .open || current.state == .correction ? "\(current.state.rawValue)/\(current.step)" : current.state.rawValue
    }
}

enum CaseStore {
    static let columns: SQL = """
        id, programme_id, programme_hash, calendar, procedure, number, title, organisation_id, area, round_id, about_case, state, step, visit, returns,
        clock_allowance, clock_used, clock_since, version
        """

    /// Loads a case; in a writing transaction it is locked until the end.
    /// - Throws: `Refusal.notFound`.
    static func load(_ tx: any Transaction, _ library: Library, _ id: ID<Case>, lock: Bool) throws -> LoadedCase {
        guard let row = try tx.row("SELECT \(columns) FROM cases WHERE id = \(id)\(lock ? tx.dialect.lock : .empty)") else { throw Refusal.notFound }
        return try read(row, tx, library)
    }

    static func read(_ row: Row, _ tx: any Transaction, _ library: Library) throws -> LoadedCase {
        let id: ID<Case> = try row("id")
        let programme = try library.programme(hash: row("programme_hash"))
        guard let procedure = programme.procedure(try row("procedure")) else { throw Unexpected("procedure of case \(id)") }
        let calendar = try library.calendar(try row("calendar"))
        let visit: Int = try row("visit")
        var clock: StepClock?
        if let allowance: Int = try row("clock_allowance") {
            clock = StepClock(allowance: allowance, used: try row("clock_used") ?? 0, since: try row("clock_since"))
        }
        let tasks = try tx.rows("""
            SELECT office, line, position, assignee, ruling, reason_id, clause, conditions, hands, carried FROM case_tasks
            WHERE case_id = \(id) AND visit = \(visit) ORDER BY office
            """).map(task)
        let current = Case(
            id: id, programme: try row("programme_id"), procedure: procedure.id, applicant: try row("organisation_id"), area: try row("area"),
            state: try row("state"), step: try row("step"), visit: visit, returns: try Stored.read(try row("returns")), tasks: tasks, clock: clock)
        return LoadedCase(
            current: current, number: try row("number"), title: try row("title"), version: try row("version"), round: try row("round_id"),
            about: try row("about_case"), programme: programme,
            casework: Casework(programme: programme, procedure: procedure, calendar: calendar))
    }

    private static func task(_ row: Row) throws -> Case.Task {
        var opinion: Case.Opinion?
        if let ruling: Ruling = try row("ruling"), let reason: ID<Reason> = try row("reason_id") {
            let clause: String? = try row("clause")
            opinion = Case.Opinion(ruling: ruling, reason: reason, clause: clause.map(Clause.init), conditions: try Stored.read(try row("conditions")))
        }
        return Case.Task(
            office: try row("office"), line: try Stored.read(try row("line")), position: try row("position"), assignee: try row("assignee"),
            opinion: opinion, hands: try Stored.read(try row("hands")), carried: try row("carried"))
    }

    /// Writes what changed between two states of a case: a compare-and-swap on its version, then its tasks in sorted order.
    /// - Parameter closing: the tasks of the visit that the case leaves, as its last ruling left them.
    /// - Throws: a conflict when somebody else was faster.
    static func save(_ act: Act, _ loaded: LoadedCase, _ after: Case, closing: [Case.Task]) throws {
        let before = loaded.current
        let due = after.clock?.due(loaded.calendar)
        let ended: Instant? = CaseState.ended.contains(after.state) ? act.now : nil
        let changed = try act.tx.run("""
            UPDATE cases SET state = \(after.state), step = \(after.step), visit = \(after.visit), returns = \(try Stored.json(after.returns)),
                clock_allowance = \(after.clock?.allowance), clock_used = \(after.clock?.used), clock_since = \(after.clock?.since),
                due_on = \(due?.day), due_provisional = \(due?.provisional ?? false), version = version + 1, ended_at = \(ended)
            WHERE id = \(after.id) AND version = \(loaded.version) AND state = \(before.state) AND step = \(before.step)
            """)
        guard changed == 1 else { throw Casework.changedMeanwhile }
        if after.visit != before.visit || CaseState.ended.contains(after.state) {
            try act.tx.run("UPDATE case_tasks SET open = \(false) WHERE case_id = \(after.id) AND open")
        }
        if after.visit != before.visit {
            for task in closing.sorted(by: { $0.office < $1.office }) where !before.tasks.contains(task) {
                try save(act, task, of: after, visit: before.visit, step: before.step, open: false)
            }
        }
        for task in after.tasks.sorted(by: { $0.office < $1.office }) where after.visit != before.visit || !before.tasks.contains(task) || after.state != before.state {
            try save(act, task, of: after, visit: after.visit, step: after.step, open: after.state == .open && !task.isRuled)
        }
    }

    private static func save(_ act: Act, _ task: Case.Task, of current: Case, visit: Int, step: String, open: Bool) throws {
        act.later("""
            INSERT INTO case_tasks (case_id, visit, office, programme_id, step, line, position, place, assignee, ruling, reason_id, clause,
                conditions, hands, carried, open)
            VALUES (\(current.id), \(visit), \(task.office), \(current.programme), \(step), \(try Stored.json(task.line)), \(task.position),
                \(task.place), \(task.assignee), \(task.opinion?.ruling), \(task.opinion?.reason), \(task.opinion?.clause?.text),
                \(try Stored.json(task.opinion?.conditions ?? [])), \(try Stored.json(task.hands)), \(task.carried), \(open))
            ON CONFLICT (case_id, visit, office) DO UPDATE SET position = excluded.position, place = excluded.place, assignee = excluded.assignee,
                ruling = excluded.ruling, reason_id = excluded.reason_id, clause = excluded.clause, conditions = excluded.conditions,
                hands = excluded.hands, open = excluded.open
            """)
    }
}

extension Casework {
    static let changedMeanwhile = Refusal(.conflict, "changed_meanwhile", Words("这件事刚被他人办理，您的操作没有提交", "Somebody else acted on this first; yours was not recorded"),
        next: Words("请刷新页面查看最新进展", "Reload the page to see where it stands"))
}
