import Domain
import SQL

/// A line of a plan, and what has become of it.
public struct PlanLineView: Codable, Sendable, Hashable {
    public let id: ID<EventPlanLine>
    public let number: Int
    public let title: String
    public let type: String
    public let typeName: Words
    public let month: Int
    public let people: Int
    public let budget: Fen
    public let inName: Bool
    /// The event that it was carried into, unless that was cancelled.
    public let event: ID<Event>?
    public let eventState: EventState?
}

public struct EventPlanSummary: Codable, Sendable, Hashable {
    public let id: ID<Case>
    public let number: String
    public let station: ID<Station>
    public let stationName: String
    public let year: Int
    public let version: Int
    public let state: CaseState
    public let inForce: Bool
    public let savedAt: Instant
    public let lines: Int
}

/// One version of a station's plan for a year.
public struct EventPlanView: Codable, Sendable, Hashable {
    public let summary: EventPlanSummary
    public let lines: [PlanLineView]
    public let types: [ConditionName]
    /// The office in whose name events may run, and its wordings with the station's name filled in.
    public let authority: Words?
    public let wordings: [ConditionName]
    /// Where the case stands, in words.
    public let step: Words?
    public let due: Day?
    /// What an office asked to be changed, or why it refused.
    public let reason: String?
    public let clause: Clause?
    public let mayWrite: Bool
    public let mayWithdraw: Bool
    public let mayCarry: Bool
    /// For offices: the case.
    public let mayReadCase: Bool
}

/// What a case about a plan shows an office.
public struct EventPlanCaseView: Codable, Sendable, Hashable {
    public let plan: EventPlanSummary
    public let lines: [PlanLineView]
    /// The lines of the version in force that this one would replace; empty for a first plan.
    public let before: [PlanLineView]
    public let authority: Words?
}

/// Planned, announced and held events of one station in one year.
public struct PlanFigures: Codable, Sendable, Hashable {
    public let station: ID<Station>
    public let name: String
    /// Lines of the plan in force.
    public let planned: Int
    /// Of those, carried into events that are announced.
    public let announced: Int
    public let held: Int
    /// Events outside the plan 计划外, announced or held; cancelled ones not.
    public let outside: Int
    public let plan: ID<Case>?
}

/// Plans of a year: one's own stations', or for offices all that they see.
public struct EventPlansView: Codable, Sendable, Hashable {
    public let year: Int
    public let years: [Int]
    public let plans: [EventPlanSummary]
    public let figures: [PlanFigures]
    /// Stations that the reader plans for.
    public let stations: [StationChoice]
    /// The years for which a plan can be begun.
    public let open: [Int]
}

enum EventPlanReader {
    /// The wordings that there are, with the names filled in.
    static func wordings(_ rules: EventRules, _ authority: Programme.Office, _ station: String) -> [ConditionName] {
        (rules.consent?.wordings ?? []).map { wording in
            let words = wording.words(authority: authority.name.zh, station: station)
            return ConditionName(id: wording.id, name: Words(words, words), clause: nil)
        }
    }

    /// A station's own event that comes from no plan 计划外.
    static func isOutside(_ tx: any Transaction, _ event: StoredEvent) throws -> Bool {
        try event.office == nil && tx.row("SELECT event_id FROM planned_events WHERE event_id = \(event.id)") == nil
    }

    static func isParty(_ tx: any Transaction, _ id: ID<Case>, _ actor: Actor) throws -> Bool {
        guard !actor.organisations.isEmpty else { return false }
        return try tx.row("SELECT v.case_id FROM event_plans v JOIN stations s ON s.id = v.station_id WHERE v.case_id = \(id) AND \(EventDesk.ownStation(actor))") != nil
    }

    /// - Returns: nil for a case that is not about a plan. Who may read the case has been asked before.
    static func caseView(_ tx: any Transaction, _ house: House, _ id: ID<Case>) throws -> EventPlanCaseView? {
        guard let row = try tx.row("\(StoredEventPlan.select) WHERE v.case_id = \(id)") else { return nil }
        let plan = try StoredEventPlan(row), (programme, rules) = try house.eventRules(plan.programme)
        let before: ID<Case>? = try tx.value("SELECT case_id FROM event_plans WHERE station_id = \(plan.station) AND year = \(plan.year) AND in_force AND case_id <> \(id)")
        return EventPlanCaseView(
            plan: try summary(row, tx), lines: try lines(tx, id, rules), before: try before.map { try lines(tx, $0, rules) } ?? [],
            authority: EventDesk.authority(programme, level: plan.level, area: plan.area)?.name)
    }

    static func summary(_ row: Row, _ tx: any Transaction) throws -> EventPlanSummary {
        let plan = try StoredEventPlan(row)
        return EventPlanSummary(
            id: plan.id, number: try row("number"), station: plan.station, stationName: plan.stationName, year: plan.year, version: plan.version, state: plan.state, inForce: plan.inForce, savedAt: try row("saved_at"),
            lines: try tx.value("SELECT COUNT(*) FROM event_plan_lines WHERE case_id = \(plan.id)") ?? 0)
    }

    static func lines(_ tx: any Transaction, _ id: ID<Case>, _ rules: EventRules) throws -> [PlanLineView] {
        let carried = try tx.rows("""
            SELECT p.root AS root, e.id AS id, e.state AS state FROM planned_events p JOIN events e ON e.id = p.event_id
            WHERE e.state <> 'cancelled' AND p.root IN (SELECT l.root FROM event_plan_lines l WHERE l.case_id = \(id)) ORDER BY p.at, e.id
            """).reduce(into: [String: (ID<Event>, EventState)]()) { found, row in found[try row("root")] = (try row("id"), try row("state")) }
        return try StoredPlanLine.of(tx, id).map { line in
            PlanLineView(
                id: line.id, number: line.number, title: line.title, type: line.type, typeName: rules.type(line.type)?.name ?? Words(line.type, line.type), month: line.month, people: line.people, budget: line.budget,
                inName: line.inName, event: carried[line.root]?.0, eventState: carried[line.root]?.1)
        }
    }

    /// Planned against done, of the stations that the condition over `s` names.
    static func figures(_ tx: any Transaction, _ programme: Programme, year: Int, where condition: SQL) throws -> [PlanFigures] {
        guard let first = Day(year: year, month: 1, day: 1), let next = Day(year: year + 1, month: 1, day: 1) else { return [] }
        let begin = Zone.china.instant(first), end = Zone.china.instant(next)
        func events(_ states: SQL, _ planned: SQL) -> SQL {
            """
            (SELECT COUNT(*) FROM events e WHERE e.station_id = s.id AND e.office IS NULL AND e.begins_at >= \(begin) AND e.begins_at < \(end) AND e.state IN (\(states))
                AND \(planned) (SELECT 1 FROM planned_events x WHERE x.event_id = e.id))
            """
        }
        return try tx.rows("""
            SELECT s.id AS id, s.name AS name, v.case_id AS plan, (SELECT COUNT(*) FROM event_plan_lines l WHERE l.case_id = v.case_id) AS planned,
                \(events("'open', 'over', 'held'", "EXISTS")) AS announced, \(events("'held'", "EXISTS")) AS held, \(events("'open', 'over', 'held'", "NOT EXISTS")) AS outside
            FROM stations s LEFT JOIN event_plans v ON v.station_id = s.id AND v.year = \(year) AND v.in_force
            WHERE s.programme_id = \(programme.id) AND \(condition) ORDER BY s.name, s.id
            """).map { PlanFigures(station: try $0("id"), name: try $0("name"), planned: try $0("planned"), announced: try $0("announced"), held: try $0("held"), outside: try $0("outside"), plan: try $0("plan")) }
    }
}

extension House {
    /// The plans of a year, and what became of them. - Throws: `notFound` for somebody who neither hosts nor holds a place in an office.
    public func eventPlans(_ year: Int?, for actor: Actor) async throws -> EventPlansView {
        let (programme, _) = try eventProgramme(), library = library
        return try await read { tx, now in
            let today = Zone.china.day(of: now).year, year = year ?? today
            guard (2000...2200).contains(year) else { throw Refusal.notFound }
            let seen: SQL = "(\(EventDesk.ownStation(actor)) OR \(EventDesk.office(actor, library, programme: "s.programme_id", area: "s.area")))"
            // What was never handed in is its station's alone.
            let plans = try tx.rows("""
                \(StoredEventPlan.select) WHERE v.programme_id = \(programme.id) AND v.year = \(year) AND (\(EventDesk.ownStation(actor)) OR (c.handed_in_at IS NOT NULL AND \(seen)))
                ORDER BY s.name, s.id, v.version DESC
                """).map { try EventPlanReader.summary($0, tx) }
            let stations = actor.organisations.isEmpty ? [] : try PursuitReader.stations(tx, EventDesk.ownStation(actor))
            guard !stations.isEmpty || actor.isStaff else { throw Refusal.notFound }
            let first: Int = try tx.value("SELECT MIN(year) FROM event_plans WHERE programme_id = \(programme.id)") ?? today
            return EventPlansView(
                year: year, years: Array(min(first, today)...(today + 1)), plans: plans, figures: try EventPlanReader.figures(tx, programme, year: year, where: seen), stations: stations, open: [today, today + 1])
        }
    }

    /// One version of a plan, for its station and the offices. - Throws: `notFound` for everybody else.
    public func eventPlan(_ id: ID<Case>, for actor: Actor) async throws -> EventPlanView {
        let house = self, library = library
        return try await read { tx, _ in
            let seen: SQL = "(\(EventDesk.ownStation(actor)) OR (c.handed_in_at IS NOT NULL AND \(EventDesk.office(actor, library, programme: "s.programme_id", area: "s.area"))))"
            guard let row = try tx.row("\(StoredEventPlan.select) WHERE v.case_id = \(id) AND \(seen)") else { throw Refusal.notFound }
            let plan = try StoredEventPlan(row), (programme, rules) = try house.eventRules(plan.programme), own = actor.organisations.contains(plan.organisation)
            let loaded = try CaseStore.load(tx, library, id, lock: false), authority = EventDesk.authority(programme, level: plan.level, area: plan.area)
            let reason = try plan.reason.flatMap { reason in try (tx.value("SELECT body FROM reasons WHERE id = \(reason)") as [UInt8]?).map { try house.secrets.text($0, table: "reasons", column: "body",
                row: reason.rawValue) } }
            return EventPlanView(
                summary: try EventPlanReader.summary(row, tx), lines: try EventPlanReader.lines(tx, id, rules), types: rules.types.map { ConditionName(id: $0.id, name: $0.name, clause: $0.clause) },
                authority: authority?.name,
                wordings: authority.map { authority in EventPlanReader.wordings(rules, authority, plan.stationName) } ?? [],
                step: plan.state == .open ? loaded.step?.name : nil, due: loaded.current.clock?.due(loaded.calendar)?.day, reason: plan.state == .correction || plan.state == .refused ? reason : nil, clause: rules.clause,
                mayWrite: own && CaseState.withApplicant.contains(plan.state), mayWithdraw: own && !CaseState.ended.contains(plan.state), mayCarry: own && plan.inForce,
                mayReadCase: !own && actor.isStaff && loaded.current.visit > 0)
        }
    }
}
