import Domain
import SQL

extension PlacementState: Bindable {}
extension PlacementType: Bindable {}
extension PlacementEvidence: Bindable {}

/// The record of a placement as it is kept.
struct StoredPlacement: Sendable {
    let id: ID<Placement>
    let programme: String
    let hash: String
    let type: PlacementType
    let person: String
    /// Nil for somebody who has none.
    let account: ID<Account>?
    let organisation: ID<Organisation>?
    let employer: String
    let creditCode: String
    let project: String
    let position: String
    let pursuit: ID<Pursuit>?
    let station: ID<Station>?
    let area: String?
    let startsOn: Day
    let occurrence: String
    let state: PlacementState
    let dispute: ID<Case>?

    /// Over `p`.
    static let columns: SQL = """
        p.id AS id, p.programme_id AS programme_id, p.programme_hash AS programme_hash, p.type AS type, p.person_id AS person_id, p.account_id AS account_id, p.organisation_id AS organisation_id,
        p.employer AS employer, p.credit_code AS credit_code, p.project AS project, p.position AS position, p.pursuit_id AS pursuit_id, p.station_id AS station_id, p.area AS area,
        p.starts_on AS starts_on, p.occurrence AS occurrence, p.state AS state, p.dispute_case AS dispute_case
        """

    init(_ row: Row) throws {
        id = try row("id")
        programme = try row("programme_id")
        hash = try row("programme_hash")
        type = try row("type")
        person = try row("person_id")
        account = try row("account_id")
        organisation = try row("organisation_id")
        employer = try row("employer")
        creditCode = try row("credit_code")
        project = try row("project")
        position = try row("position")
        pursuit = try row("pursuit_id")
        station = try row("station_id")
        area = try row("area")
        startsOn = try row("starts_on")
        occurrence = try row("occurrence")
        state = try row("state")
        dispute = try row("dispute_case")
    }
}

/// Whose placements of `p` somebody reads.
enum PlacementAccess {
    static func asPerson(_ actor: Actor) -> SQL { "p.account_id = \(actor.account)" }
    static func asEmployer(_ actor: Actor) -> SQL { "p.organisation_id IN (\(list: actor.organisations.sorted()))" }
    static func asStation(_ actor: Actor) -> SQL { "p.station_id IN (SELECT s.id FROM stations s WHERE s.organisation_id IN (\(list: actor.organisations.sorted())))" }

    /// City offices all, an area's offices their own area's.
    static func asOffice(_ actor: Actor, _ library: Library) -> SQL {
        var parts: [SQL] = []
        for programme in library.programmes {
            let offices = actor.posts.filter { $0.programme == programme.id }.compactMap { programme.office($0.office) }
            if offices.contains(where: { $0.area == nil }) {
                parts.append("p.programme_id = \(programme.id)")
            } else if !offices.isEmpty {
                parts.append("(p.programme_id = \(programme.id) AND p.area IN (\(list: offices.compactMap(\.area))))")
            }
        }
        return parts.isEmpty ? "1 = 0" : "(\(SQL.joined(parts, by: " OR ")))"
    }

    /// A station's own, and what offices read.
    static func listed(_ actor: Actor, _ library: Library) -> SQL { "(\(asStation(actor)) OR \(asOffice(actor, library)))" }

    static func any(_ actor: Actor, _ library: Library) -> SQL { "(\(asPerson(actor)) OR \(asEmployer(actor)) OR \(listed(actor, library)))" }

    /// Whether an office of the actor's supervises, in the placement's area or the city.
    static func supervises(_ actor: Actor, _ placement: StoredPlacement, _ library: Library) -> Bool {
        guard let programme = try? library.programme(placement.programme) else { return false }
        return actor.posts.contains { post in
            guard post.programme == programme.id, let office = programme.office(post.office), office.powers.contains(.supervise) else { return false }
            return office.area == nil || office.area == placement.area
        }
    }
}

extension Act {
    /// Loads a placement, locked until the end of the transaction: first the person, on whom occurrences are decided, then the record.
    /// - Throws: `Refusal.notFound`.
    func loadPlacement(_ id: ID<Placement>, where condition: SQL) throws -> StoredPlacement {
        guard let person: String = try tx.value("SELECT p.person_id FROM placements p WHERE p.id = \(id) AND \(condition)") else { throw Refusal.notFound }
        _ = try tx.row("SELECT id FROM placed_people WHERE id = \(person)\(dialect.lock)")
        _ = try tx.row("SELECT id FROM placements WHERE id = \(id)\(dialect.lock)")
        guard let row = try tx.row("SELECT \(StoredPlacement.columns) FROM placements p WHERE p.id = \(id) AND \(condition)") else { throw Refusal.notFound }
        return try StoredPlacement(row)
    }

    /// One step of a placement's record.
    ///
    /// Effects: the state (compare-and-swap) and when it was counted; of a record that became void nothing falls due any more; an audit record.
    /// - Parameter also: further columns, beginning with a comma.
    /// - Returns: the record afterwards.
    func move(_ placement: StoredPlacement, _ event: PlacementEvent, also: SQL = .empty, reason: KeptReason? = nil, detail: [String: String] = [:]) throws -> StoredPlacement {
        let after = try placement.state.after(event)
        let counted: Instant? = after == .counted ? now : nil
        let changed = try tx.run("UPDATE placements SET state = \(after), counted_at = \(counted), changed_at = \(now)\(also) WHERE id = \(placement.id) AND state = \(placement.state)")
        guard changed == 1 else { throw Casework.changedMeanwhile }
        if after == .void {
            try nothingDue([.countPlacement], placement.id.rawValue)
            try tx.run("DELETE FROM due WHERE verb = \(DueVerb.checkPlacement.rawValue) AND subject >= \(placement.id.rawValue + "/") AND subject < \(placement.id.rawValue + "0") AND done_at IS NULL")
        }
        audit("placement", placement.id.rawValue, "placement_\(event.rawValue)", from: placement.state.rawValue, to: after.rawValue, reason: reason, detail: detail)
        guard let row = try tx.row("SELECT \(StoredPlacement.columns) FROM placements p WHERE p.id = \(placement.id)") else { throw Unexpected("a placement is gone") }
        return try StoredPlacement(row)
    }

    /// Moves a record on as far as its evidence and its first day allow.
    func settle(_ placement: StoredPlacement) throws {
        let programme = try house.library.programme(hash: placement.hash)
        guard let rule = programme.placements?.rule(placement.type) else { return }
        var placement = placement
        if placement.state == .recorded, rule.missing(try evidence(of: placement.id)).isEmpty { placement = try move(placement, .prove) }
        if placement.state == .evidenced, placement.startsOn <= today, !programme.targets(counting: placement.type).isEmpty { _ = try move(placement, .count) }
    }

    func evidence(of id: ID<Placement>) throws -> Set<PlacementEvidence> {
        Set(try tx.rows("SELECT DISTINCT kind FROM placement_evidence WHERE placement_id = \(id)").map { try $0("kind") })
    }

    /// - Parameter state: of the record, which does not change by it.
    func add(_ kind: PlacementEvidence, to id: ID<Placement>, _ state: PlacementState, file: String? = nil, by account: ID<Account>) throws {
        let row = try newID(Placement.self)
        try tx.run("INSERT INTO placement_evidence (id, placement_id, kind, file_id, by_account, at) VALUES (\(row), \(id), \(kind), \(file), \(account), \(now))")
        audit("placement", id.rawValue, "evidence_added", from: state.rawValue, to: state.rawValue, detail: ["kind": kind.rawValue, "file": file ?? ""])
    }

    /// Everybody whom a placement concerns and who has an account: the person, the employer's people, the station's.
    func tell(_ placement: StoredPlacement, _ title: Words, _ body: Words) throws {
        let link = Receipt(.placement, placement.id.rawValue)
        if let account = placement.account { try tell(account, title, body, link: link) }
        let host: ID<Organisation>? = try placement.station.flatMap { try tx.value("SELECT organisation_id FROM stations WHERE id = \($0)") }
        for organisation in Set([placement.organisation, host].compactMap(\.self)).sorted() { try tell(organisation: organisation, title, body, link: link) }
    }
}

/// Somebody placed is one person, whoever records them.
enum PlacedPeople {
    /// The person behind a number, and the key of their document where it is known; made now, or found, and locked.
    static func person(_ act: Act, phone: String, key: String?) throws -> String {
        // First the key, then the number: two records of one person come one after the other, whatever number they name.
        if let key { _ = try act.tx.row("SELECT key FROM persons WHERE key = \(key)\(act.dialect.lock)") }
        let indexes = try act.house.secrets.blindIndexes(phone, table: "placed_phones", column: "phone_index")
        guard let fresh = indexes.first else { throw Unexpected("no index for numbers") }
        var index = fresh
        if let known: [UInt8] = try act.tx.value("SELECT phone_index FROM placed_phones WHERE phone_index IN (\(list: indexes)) ORDER BY phone_index LIMIT 1") {
            index = known
        } else {
            try act.tx.run("INSERT INTO placed_phones (phone_index) VALUES (\(fresh)) ON CONFLICT (phone_index) DO NOTHING")
        }
        _ = try act.tx.row("SELECT phone_index FROM placed_phones WHERE phone_index = \(index)\(act.dialect.lock)")
        let behind: String? = try act.tx.value("SELECT person_id FROM placed_phones WHERE phone_index = \(index)")
        var person = behind
        if let key {
            let own: String? = try act.tx.value("SELECT id FROM placed_people WHERE person_key = \(key)")
            if let own {
                person = own
            } else if let there = behind, try act.tx.run("UPDATE placed_people SET person_key = \(key) WHERE id = \(there) AND person_key IS NULL") == 1 {
                person = there
            } else {
                let made = try act.newID(Placement.self).rawValue
                try act.tx.run("INSERT INTO placed_people (id, person_key, since) VALUES (\(made), \(key), \(act.now)) ON CONFLICT (person_key) DO NOTHING")
                person = try act.tx.value("SELECT id FROM placed_people WHERE person_key = \(key)")
            }
        } else if behind == nil {
            let made = try act.newID(Placement.self).rawValue
            try act.tx.run("INSERT INTO placed_people (id, since) VALUES (\(made), \(act.now))")
            person = made
        }
        guard let person else { throw Unexpected("no person behind a number") }
        if person != behind { try act.tx.run("UPDATE placed_phones SET person_id = \(person) WHERE phone_index = \(index)") }
        _ = try act.tx.row("SELECT id FROM placed_people WHERE id = \(person)\(act.dialect.lock)")
        return person
    }
}
