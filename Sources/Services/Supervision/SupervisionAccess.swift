import Domain
import SQL

/// Who supervises which station, and whose visits somebody reads. Conditions over `s`, the station, and `v`, the visit.
enum SupervisionAccess {
    /// The offices of the actor that supervise, each once.
    static func offices(_ actor: Actor, _ library: Library) -> [(programme: Programme, office: Programme.Office)] {
        var found: [(programme: Programme, office: Programme.Office)] = []
        for post in actor.posts.sorted(by: { ($0.programme, $0.office, $0.place.rawValue) < ($1.programme, $1.office, $1.place.rawValue) }) {
            guard !found.contains(where: { $0.programme.id == post.programme && $0.office.id == post.office }), let programme = try? library.programme(post.programme),
                  programme.supervision != nil, let office = programme.office(post.office), office.powers.contains(.supervise) else { continue }
            found.append((programme, office))
        }
        return found
    }

    /// That an office of the actor's supervises the station: one of the city, or of the station's area. Never the station of one's own organisation. Whose reports an office reads, and whose
    /// visits.
    static func supervises(_ actor: Actor, _ library: Library) -> SQL {
        var ways: [SQL] = []
        for programme in library.programmes {
            let offices = actor.posts.filter { $0.programme == programme.id }.compactMap { programme.office($0.office) }.filter { $0.powers.contains(.supervise) }
            if offices.contains(where: { $0.area == nil }) {
                ways.append("s.programme_id = \(programme.id)")
            } else if !offices.isEmpty {
                ways.append("(s.programme_id = \(programme.id) AND s.area IN (\(list: Set(offices.compactMap(\.area)).sorted())))")
            }
        }
        return ways.isEmpty ? "1 = 0" : "((\(SQL.joined(ways, by: " OR "))) AND \(isForeign(actor)))"
    }

    /// That the station is of none of the actor's organisations: neither as they signed in, nor as it is now.
    static func isForeign(_ actor: Actor) -> SQL {
        let now: SQL = "s.organisation_id NOT IN (SELECT x.organisation_id FROM members x WHERE x.account_id = \(actor.account))"
        return actor.organisations.isEmpty ? now : "(s.organisation_id NOT IN (\(list: actor.organisations.sorted())) AND \(now))"
    }

    static func isOwn(_ actor: Actor) -> SQL { "s.organisation_id IN (\(list: actor.organisations.sorted()))" }

    /// The station's people: a visit that is not announced is nothing to them until it was made.
    static func asStation(_ actor: Actor) -> SQL { "(\(isOwn(actor)) AND (v.announced = \(true) OR v.state IN ('made', 'closed')))" }

    /// The people of the office whose visit it is.
    static func asKeeper(_ actor: Actor, _ library: Library) -> SQL {
        let ways: [SQL] = offices(actor, library).map { programme, office in "(v.programme_id = \(programme.id) AND v.office = \(office.id))" }
        return ways.isEmpty ? "1 = 0" : "((\(SQL.joined(ways, by: " OR "))) AND \(supervises(actor, library)))"
    }

    static func reads(_ actor: Actor, _ library: Library) -> SQL { "(\(supervises(actor, library)) OR \(asStation(actor)))" }

    /// Those that are listed for the actor: for staff what their offices supervise, for others what their stations may know of.
    static func listed(_ actor: Actor, _ library: Library) -> SQL { actor.isStaff ? supervises(actor, library) : asStation(actor) }
}

/// What texts and lists of supervision may hold.
enum SupervisionRefusals {
    static func needed(_ text: String?, _ field: String, _ range: ClosedRange<Int> = 2...1000) throws(Refusal) -> String {
        let text = (text ?? "").trimmed
        guard range.contains(text.count) else {
            throw .invalid([.init(field, Words("请填写 \(range.lowerBound) 至 \(range.upperBound) 字", "Please write \(range.lowerBound) to \(range.upperBound) characters"))])
        }
        return text
    }

    static let visitPassed = Refusal(.conflict, "visit_state", Words("这次调研的状态不允许该操作", "The visit does not stand where this can be done"), next: Words("请刷新页面", "Reload the page"))
    static let findingPassed = Refusal(.conflict, "finding_state", Words("这个问题的状态不允许该操作", "The finding does not stand where this can be done"), next: Words("请刷新页面", "Reload the page"))
    static let eventRuled = Refusal(.conflict, "serious_event_ruled", Words("这件事已经认定过", "This was ruled on already"))
    static let noOffice = Refusal(.forbidden, "not_supervising", Words("由承担监督指导职责的部门办理", "An office that supervises does this"))
}

/// A visit as it is kept, with its station's host.
struct StoredVisit: Sendable {
    let id: ID<Visit>
    let programme: String
    let station: ID<Station>
    let stationName: String
    let host: ID<Organisation>
    let office: String
    let day: Day
    let announced: Bool
    let state: VisitState
    let version: Int
    let by: ID<Account>

    static let tables: SQL = "visits v JOIN stations s ON s.id = v.station_id"
    static let columns: SQL = """
        v.id AS id, v.programme_id AS programme_id, v.station_id AS station_id, s.name AS station_name, s.organisation_id AS host, v.office AS office, v.day AS day,
        v.announced AS announced, v.state AS state, v.version AS version, v.by_account AS by_account
        """

    init(_ row: Row) throws {
        id = try row("id")
        programme = try row("programme_id")
        station = try row("station_id")
        stationName = try row("station_name")
        host = try row("host")
        office = try row("office")
        day = try row("day")
        announced = try row("announced")
        state = try row("state")
        version = try row("version")
        by = try row("by_account")
    }

    var receipt: Receipt { Receipt(.visit, id.rawValue) }
}

/// A finding as it is kept.
struct StoredFinding: Sendable {
    let id: ID<VisitFinding>
    let visit: ID<Visit>
    let number: Int
    let due: Day
    let state: FindingState
    let turn: Int
    let version: Int

    init(_ row: Row) throws {
        id = try row("id")
        visit = try row("visit_id")
        number = try row("n")
        due = try row("due")
        state = try row("state")
        turn = try row("turn")
        version = try row("version")
    }
}

extension Act {
    /// Loads a visit, locked until the end of the transaction.
    /// - Parameter condition: who may, in SQL over `v` and `s`.
    /// - Throws: `Refusal.notFound`.
    func loadVisit(_ id: ID<Visit>, where condition: SQL) throws -> StoredVisit {
        _ = try tx.row("SELECT id FROM visits WHERE id = \(id)\(dialect.lock)")
        guard let row = try tx.row("SELECT \(StoredVisit.columns) FROM \(StoredVisit.tables) WHERE v.id = \(id) AND \(condition)") else { throw Refusal.notFound }
        return try StoredVisit(row)
    }

    /// A finding with its visit, which is locked.
    func loadFinding(_ id: ID<VisitFinding>, where condition: SQL) throws -> (finding: StoredFinding, visit: StoredVisit) {
        guard let about: ID<Visit> = try tx.value("SELECT visit_id FROM visit_findings WHERE id = \(id)") else { throw Refusal.notFound }
        let visit = try loadVisit(about, where: condition)
        guard let row = try tx.row("SELECT id, visit_id, n, due, state, turn, version FROM visit_findings WHERE id = \(id)") else { throw Refusal.notFound }
        return (try StoredFinding(row), visit)
    }

    /// The one door through which a visit changes its state: a compare-and-swap and an audit record.
    /// - Parameter setting: further columns, each with a comma before it.
    func move(_ visit: StoredVisit, _ step: VisitState.Step, verb: String, reason: KeptReason? = nil, setting: SQL = .empty, detail: [String: String] = [:]) throws {
        guard let after = visit.state.after(step) else { throw SupervisionRefusals.visitPassed }
        let changed = try tx.run("UPDATE visits SET state = \(after), version = version + 1, changed_at = \(now)\(setting) WHERE id = \(visit.id) AND state = \(visit.state) AND version = \(visit.version)")
        guard changed == 1 else { throw Casework.changedMeanwhile }
        audit("visit", visit.id.rawValue, verb, from: visit.state.rawValue, to: after.rawValue, post: visit.office, reason: reason, detail: detail)
    }

    /// One step of a finding: the state (compare-and-swap), the words that go with it (sealed), reminders that are over, an audit record on the visit's chain.
    /// - Parameter due: the new last day, where the step sets one.
    func move(_ finding: StoredFinding, of visit: StoredVisit, _ step: FindingState.Step, saying text: String, due: Day? = nil) throws {
        guard visit.state == .made, let after = finding.state.after(step) else { throw SupervisionRefusals.findingPassed }
        guard let account = actor.account else { throw Refusal.unauthenticated }
        let turn = finding.turn + (step == .sendBack ? 1 : 0), answered: Instant? = step == .answer ? now : nil, mended: Day? = step == .accept ? today : nil
        let changed = try tx.run("""
            UPDATE visit_findings SET state = \(after), turn = \(turn), due = \(due ?? finding.due), version = version + 1, changed_at = \(now),
                answered_at = COALESCE(\(answered), answered_at), mended_on = \(mended)
            WHERE id = \(finding.id) AND state = \(finding.state) AND version = \(finding.version)
            """)
        guard changed == 1 else { throw Casework.changedMeanwhile }
        let entry = try newID(VisitFinding.self).rawValue, before: Int = try tx.value("SELECT MAX(n) FROM finding_entries WHERE finding_id = \(finding.id)") ?? 0
        try tx.run("""
            INSERT INTO finding_entries (id, finding_id, n, step, body, due, by_account, at)
            VALUES (\(entry), \(finding.id), \(before + 1), \(step), \(try house.secrets.seal(text: text, table: "finding_entries", column: "body", row: entry)), \(due), \(account), \(now))
            """)
        try noReminders(of: finding)
        if let due { try remind(finding.id, turn: turn, due: due, visit) }
        audit("visit", visit.id.rawValue, "finding_\(step.rawValue)", post: step == .answer ? "" : visit.office,
            detail: ["finding": finding.id.rawValue, "from": finding.state.rawValue, "to": after.rawValue, "due": (due ?? finding.due).description, "sha256": house.secrets.sha256(Array(text.utf8))])
    }

    /// Reminders on the last day and on the day after it.
    func remind(_ finding: ID<VisitFinding>, turn: Int, due: Day, _ visit: StoredVisit) throws {
        let zone = try house.library.programme(visit.programme).zone
        self.due(.remindFinding, "\(finding)/\(turn)/last", at: zone.instant(due, hour: 9))
        self.due(.remindFinding, "\(finding)/\(turn)/late", at: zone.instant(due.adding(1), hour: 9))
    }

    private func noReminders(of finding: StoredFinding) throws {
        try nothingDue([.remindFinding], "\(finding.id)/\(finding.turn)/last")
        try nothingDue([.remindFinding], "\(finding.id)/\(finding.turn)/late")
    }
}
