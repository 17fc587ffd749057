import Domain
import SQL

/// One line of a station's yearly plan of events, as it is kept.
struct StoredPlanLine: Sendable {
    let id: ID<EventPlanLine>
    let plan: ID<Case>
    let root: String
    let number: Int
    let title: String
    let type: String
    let month: Int
    let people: Int
    let budget: Fen
    let inName: Bool

    /// Over `l`.
    static let columns: SQL = """
        l.id AS id, l.case_id AS case_id, l.root AS root, l.number AS number, l.title AS title, l.type AS type, l.month AS month, l.people AS people, l.budget AS budget, l.in_name AS in_name
        """

    init(_ row: Row) throws {
        id = try row("id")
        plan = try row("case_id")
        root = try row("root")
        number = try row("number")
        title = try row("title")
        type = try row("type")
        month = try row("month")
        people = try row("people")
        budget = Fen(try row("budget"))
        inName = try row("in_name")
    }

    static func of(_ tx: any Transaction, _ plan: ID<Case>) throws -> [StoredPlanLine] {
        try tx.rows("SELECT \(columns) FROM event_plan_lines l WHERE l.case_id = \(plan) ORDER BY l.number").map(StoredPlanLine.init)
    }
}

/// One version of a station's plan for a year, as it is kept.
struct StoredEventPlan: Sendable {
    let id: ID<Case>
    let programme: String
    let station: ID<Station>
    let stationName: String
    let organisation: ID<Organisation>
    let level: String
    let area: String
    let year: Int
    let version: Int
    let state: CaseState
    let inForce: Bool
    let decidedAt: Instant?
    let reason: ID<Reason>?

    /// Over `v` with `s` and `c`.
    static let select: SQL = """
        SELECT v.case_id AS id, v.programme_id AS programme_id, v.station_id AS station_id, s.name AS station, s.organisation_id AS organisation_id, s.level AS level, s.area AS area,
            v.year AS year, v.version AS version, c.state AS state, v.in_force AS in_force, v.decided_at AS decided_at, v.reason_id AS reason_id, c.number AS number, v.saved_at AS saved_at
        FROM event_plans v JOIN stations s ON s.id = v.station_id JOIN cases c ON c.id = v.case_id
        """

    init(_ row: Row) throws {
        id = try row("id")
        programme = try row("programme_id")
        station = try row("station_id")
        stationName = try row("station")
        organisation = try row("organisation_id")
        level = try row("level")
        area = try row("area")
        year = try row("year")
        version = try row("version")
        state = try row("state")
        inForce = try row("in_force")
        decidedAt = try row("decided_at")
        reason = try row("reason_id")
    }

    /// `2021年度活动计划`
    var title: Words { Words("\(year)年度活动计划", "Plan of events for \(year)") }
}

/// Who sees and does what around events, besides their organisers (`EventAccess`).
enum EventDesk {
    /// Over a station `s`: that the actor acts for its host.
    static func ownStation(_ actor: Actor) -> SQL { "s.organisation_id IN (\(list: actor.organisations.sorted()))" }

    /// City offices all, an area's offices their own area's; over the columns of a programme and an area.
    static func office(_ actor: Actor, _ library: Library, programme column: SQL, area: SQL) -> SQL {
        var parts: [SQL] = []
        for programme in library.programmes {
            let offices = actor.posts.filter { $0.programme == programme.id }.compactMap { programme.office($0.office) }
            if offices.contains(where: { $0.area == nil }) {
                parts.append("\(column) = \(programme.id)")
            } else if !offices.isEmpty {
                parts.append("(\(column) = \(programme.id) AND \(area) IN (\(list: offices.compactMap(\.area).sorted())))")
            }
        }
        return parts.isEmpty ? "1 = 0" : "(\(SQL.joined(parts, by: " OR ")))"
    }

    /// Organisers, and offices in whose area the event's station is; over `e`.
    static func readers(_ actor: Actor, _ library: Library) -> SQL {
        "(\(EventAccess.organised(by: actor)) OR \(office(actor, library, programme: "e.programme_id", area: "COALESCE((SELECT x.area FROM stations x WHERE x.id = e.station_id), e.area)")))"
    }

    /// An office of the actor's that supervises in the area, or in the whole city; the first by name.
    static func supervising(_ actor: Actor, _ programme: Programme, area: String?) -> String? {
        actor.posts.sorted { $0.office < $1.office }.first { post in
            guard post.programme == programme.id, let office = programme.office(post.office), office.powers.contains(.supervise) else { return false }
            return office.area == nil || office.area == area
        }?.office
    }

    /// The office that consents to its name being used by a station of this level and area.
    static func authority(_ programme: Programme, level: String, area: String) -> Programme.Office? {
        programme.events?.consent?.by[level].flatMap { programme.office($0, area: area) }
    }

    /// The office that hears of what stations hand in about events: the first of the plan's procedure.
    static func desk(_ programme: Programme, area: String?) -> Programme.Office? {
        guard let rules = programme.events, let procedure = programme.procedure(rules.plan) else { return nil }
        return procedure.steps.lazy.flatMap(\.by).compactMap { programme.office($0, area: area) }.first
    }
}

extension StoredEvent {
    /// Leads to what its organiser and the offices do around it.
    var deskReceipt: Receipt { Receipt(.eventDesk, id.rawValue) }
}

extension House {
    /// The programme that has events.
    func eventProgramme() throws(Refusal) -> (Programme, EventRules) {
        for programme in library.programmes { if let rules = programme.events { return (programme, rules) } }
        throw .notFound
    }

    func eventRules(_ programme: String) throws -> (Programme, EventRules) {
        let programme = try library.programme(programme)
        guard let rules = programme.events else { throw Refusal.notFound }
        return (programme, rules)
    }
}

extension Act {
    /// Loads a version of a plan and its case, locked until the end of the transaction.
    /// - Parameter condition: who may, in SQL over `v`, `s` and `c`.
    /// - Throws: `Refusal.notFound`.
    func loadEventPlan(_ id: ID<Case>, where condition: SQL) throws -> (plan: StoredEventPlan, loaded: LoadedCase) {
        guard try tx.row("\(StoredEventPlan.select) WHERE v.case_id = \(id) AND \(condition)") != nil else { throw Refusal.notFound }
        let loaded = try loadCase(id)
        guard let row = try tx.row("\(StoredEventPlan.select) WHERE v.case_id = \(id) AND \(condition)") else { throw Refusal.notFound }
        return (try StoredEventPlan(row), loaded)
    }

    /// The accounts that act for a station's host.
    func people(of station: ID<Station>) throws -> [ID<Account>] {
        try tx.rows("SELECT m.account_id AS id FROM members m JOIN stations s ON s.organisation_id = m.organisation_id WHERE s.id = \(station) ORDER BY m.account_id").map { try $0("id") }
    }
}
