import Domain
import SQL

/// A person's stays, newest first, with what they wait for and what is left of the year.
public struct OwnStays: Codable, Sendable, Hashable {
    public let stays: [OwnStaySummary]
    public let waiting: [OwnWaiting]
    public let draws: [OwnDrawRequest]
    public let entitlement: EntitlementView?
    public let hasIdentity: Bool
}

public struct OwnStaySummary: Codable, Sendable, Hashable {
    public let id: ID<Stay>
    public let lodging: ID<Lodging>
    public let lodgingName: String
    public let area: Words
    public let state: StayState
    public let first: Day
    public let end: Day
    public let price: Fen
    public let freeNights: Int
    /// Of a hold, until when it stands.
    public let holdUntil: Instant?
    /// An office's case about a proof, or about an appeal, that is still open.
    public let proofOpen: Bool
}

public struct OwnWaiting: Codable, Sendable, Hashable {
    public let id: ID<Waiting>
    public let lodging: ID<Lodging>
    public let lodgingName: String
    public let first: Day
    public let end: Day
    public let isOffered: Bool
    /// Of an offer, until when it stands.
    public let until: Instant?
    public let stay: ID<Stay>?
    /// How many came before, for nights that overlap.
    public let ahead: Int
}

public struct OwnDrawRequest: Codable, Sendable, Hashable {
    public let draw: ID<BedDraw>
    public let title: String
    public let request: ID<DrawRequest>
    public let first: Day
    public let end: Day
    public let outcome: Draw.Outcome
    public let closes: Instant
}

/// One stay for its guest.
public struct OwnStay: Codable, Sendable, Hashable {
    public let summary: OwnStaySummary
    public let address: String
    public let phone: String
    public let rules: Words
    /// Six digits for the desk; nil when there is nothing to show any more.
    public let code: String?
    public let beds: [BedOfNights]
    public let terms: StayTerms
    public let today: Day
    /// Until when changing and cancelling cost nothing.
    public let freeUntil: Instant
    public let isFree: Bool
    /// When a bed that nobody came for is given up, as announced or as the rules say.
    public let givenUp: Instant
    public let isLateAnnounced: Bool
    /// Proofs that the desk, and an office, still want to see.
    public let deskProofs: [Words]
    public let officeProofs: [Words]
    public let proofState: CaseState?
    public let miss: MissView?
    /// The entry of the waitlist whose offer this is.
    public let waiting: ID<Waiting>?
    /// What the station says of a cancellation.
    public let reason: String?
}

/// One bed for some nights in a row.
public struct BedOfNights: Codable, Sendable, Hashable {
    public let room: String
    public let label: String
    public let first: Day
    public let end: Day
}

public struct MissView: Codable, Sendable, Hashable {
    public let kind: MissKind
    public let bannedUntil: Day?
    /// Nil while nobody has appealed.
    public let appeal: CaseState?
    public let isLifted: Bool
    public let mayAppeal: Bool
}

extension House {
    /// What somebody has booked, waits for and asked for.
    public func stays(for actor: Actor) async throws -> OwnStays {
        guard let account = actor.account else { throw Refusal.unauthenticated }
        let (programme, rules) = try lodgingProgramme()
        let house = self
        return try await read { tx, now in
            let key: String? = try tx.value("SELECT person_key FROM talents WHERE account_id = \(account) AND closed_at IS NULL")
            let reader = EligibilityReader(house: house, tx: tx, now: now, programme: programme, rules: rules)
            return OwnStays(
                stays: try tx.rows("\(OwnStayReader.select) WHERE t.account_id = \(account) ORDER BY t.first_night DESC, t.id DESC LIMIT 100").map { try OwnStayReader.summary($0, house.library, now) },
                waiting: try OwnStayReader.waiting(tx, account, now), draws: try OwnStayReader.requests(tx, account), entitlement: try key.map(reader.entitlement), hasIdentity: key != nil)
        }
    }

    /// One stay, its guest's own.
    public func stay(_ id: ID<Stay>, for actor: Actor) async throws -> OwnStay {
        guard let account = actor.account else { throw Refusal.unauthenticated }
        let house = self
        return try await read { tx, now in
            guard let row = try tx.row("\(OwnStayReader.select) WHERE t.id = \(id) AND t.account_id = \(account)") else { throw Refusal.notFound }
            return try OwnStayReader(house: house, tx: tx, now: now).view(row)
        }
    }

    /// What the QR code of a stay holds, for its guest while it is good for anything.
    public func stayToken(_ id: ID<Stay>, for actor: Actor) async throws -> String {
        guard let account = actor.account else { throw Refusal.unauthenticated }
        let house = self
        return try await read { tx, _ in
            guard try tx.row("SELECT id FROM stays WHERE id = \(id) AND account_id = \(account) AND state IN ('booked', 'checked_in')") != nil else { throw Refusal.notFound }
            return try StayCodes.token(house.secrets, id)
        }
    }
}

struct OwnStayReader {
    let house: House
    let tx: any Transaction
    let now: Instant

    static let select: SQL = """
        SELECT t.id AS id, t.lodging_id AS lodging_id, l.name AS name, l.area AS area, l.programme_id AS programme_id, t.state AS state, t.first_night AS first_night, t.end_day AS end_day,
            t.price AS price, t.free_nights AS free_nights, t.hold_until AS hold_until, t.late_until AS late_until, t.finding AS finding, c.state AS proof,
            l.address AS address, l.phone AS phone, l.rules_zh AS rules_zh, l.rules_en AS rules_en
        FROM stays t JOIN lodgings l ON l.id = t.lodging_id LEFT JOIN cases c ON c.id = t.proof_case
        """

    static func summary(_ row: Row, _ library: Library, _ now: Instant) throws -> OwnStaySummary {
        let programme = try library.programme(try row("programme_id")), area: String = try row("area"), proof: String? = try row("proof")
        var state: StayState = try row("state")
        let hold: Instant? = try row("hold_until")
        // The worker has not come by yet.
        if state == .held, let hold, hold <= now { state = .expired }
        return OwnStaySummary(
            id: try row("id"), lodging: try row("lodging_id"), lodgingName: try row("name"), area: programme.area(area)?.name ?? Words(area, area), state: state,
            first: try row("first_night"), end: try row("end_day"), price: Fen(try row("price")), freeNights: try row("free_nights"), holdUntil: state == .held ? hold : nil,
            proofOpen: proof.flatMap(CaseState.init(rawValue:)).map { !CaseState.ended.contains($0) } ?? false)
    }

    func view(_ row: Row) throws -> OwnStay {
        let summary = try Self.summary(row, house.library, now)
        let programme = try house.library.programme(try row("programme_id"))
        guard let rules = programme.lodging else { throw Refusal.notFound }
        let free = rules.noShow.freeUntil(summary.first, programme.zone), late: Instant? = try row("late_until"), zh: String = try row("rules_zh"), en: String = try row("rules_en")
        let finding: StayEligibility.Kept = try Stored.read(try row("finding")), proof: String? = try row("proof")
        func names(_ facts: [String]?) -> [Words] { (facts ?? []).compactMap { id in rules.proof(of: id)?.fact.name } }
        let today = programme.zone.day(of: now), isShown = summary.state == .booked || summary.state == .checkedIn
        return OwnStay(
            summary: summary, address: try row("address"), phone: try row("phone"), rules: Words(zh, en.isEmpty ? zh : en), code: isShown ? try StayCodes.code(house.secrets, summary.id) : nil,
            beds: try beds(summary.id), terms: StayTerms(rules, today: today), today: today, freeUntil: free, isFree: now < free,
            givenUp: max(late ?? rules.givenUp(summary.first, programme.zone), rules.givenUp(summary.first, programme.zone)), isLateAnnounced: late != nil,
            deskProofs: names(finding.desk), officeProofs: proof == CaseState.done.rawValue ? [] : names(finding.office), proofState: proof.flatMap(CaseState.init(rawValue:)),
            miss: try miss(summary.id, rules), waiting: try tx.value("SELECT id FROM waitlist WHERE stay_id = \(summary.id) AND state = 'offered'"), reason: try reason(summary))
    }

    /// Nights in one bed stand together.
    private func beds(_ id: ID<Stay>) throws -> [BedOfNights] {
        let rows = try tx.rows("""
            SELECT u.id AS unit, u.room AS room, u.label AS label, b.night AS night FROM bed_nights b JOIN lodging_units u ON u.id = b.unit_id
            WHERE b.stay_id = \(id) AND b.released_at IS NULL ORDER BY b.night
            """)
        var found: [(unit: String, bed: BedOfNights)] = []
        for row in rows {
            let unit: String = try row("unit"), night: Day = try row("night")
            if let last = found.last, last.unit == unit {
                found[found.count - 1].bed = BedOfNights(room: last.bed.room, label: last.bed.label, first: last.bed.first, end: night.adding(1))
            } else {
                found.append((unit, BedOfNights(room: try row("room"), label: try row("label"), first: night, end: night.adding(1))))
            }
        }
        return found.map(\.bed)
    }

    private func miss(_ id: ID<Stay>, _ rules: LodgingRules) throws -> MissView? {
        guard let row = try tx.row("SELECT m.kind AS kind, m.ban_until AS ban_until, m.lifted_at AS lifted_at, c.state AS appeal FROM stay_misses m LEFT JOIN cases c ON c.id = m.appeal_case WHERE m.stay_id = \(id)"),
              let kind = MissKind(rawValue: try row("kind")) else { return nil }
        let appeal: String? = try row("appeal"), lifted: Instant? = try row("lifted_at")
        return MissView(kind: kind, bannedUntil: try row("ban_until"), appeal: appeal.flatMap(CaseState.init(rawValue:)), isLifted: lifted != nil, mayAppeal: appeal == nil && rules.noShow.appeal != nil)
    }

    /// What was said when the stay was cancelled.
    private func reason(_ summary: OwnStaySummary) throws -> String? {
        guard summary.state == .cancelled, let row = try tx.row("""
            SELECT r.id AS id, r.body AS body FROM audit_records a JOIN reasons r ON r.id = a.reason
            WHERE a.kind = 'stay' AND a.subject = \(summary.id) AND a.verb = 'stay_cancelled_by_station'
            """) else { return nil }
        return try house.secrets.text(try row("body"), table: "reasons", column: "body", row: try row("id"))
    }

    static func waiting(_ tx: any Transaction, _ account: ID<Account>, _ now: Instant) throws -> [OwnWaiting] {
        try tx.rows("""
            SELECT w.id AS id, w.lodging_id AS lodging, l.name AS name, w.first_night AS first_night, w.end_day AS end_day, w.state AS state, w.stay_id AS stay, s.hold_until AS until,
                (SELECT COUNT(*) FROM waitlist o WHERE o.lodging_id = w.lodging_id AND o.state = 'waiting' AND o.first_night < w.end_day AND o.end_day > w.first_night
                    AND (o.created_at < w.created_at OR (o.created_at = w.created_at AND o.id < w.id))) AS ahead
            FROM waitlist w JOIN lodgings l ON l.id = w.lodging_id LEFT JOIN stays s ON s.id = w.stay_id
            WHERE w.account_id = \(account) AND w.state IN ('waiting', 'offered') AND w.ended_at IS NULL ORDER BY w.first_night, w.id
            """).map {
            let until: Instant? = try $0("until"), state: String = try $0("state")
            return OwnWaiting(
                id: try $0("id"), lodging: try $0("lodging"), lodgingName: try $0("name"), first: try $0("first_night"), end: try $0("end_day"),
                isOffered: state == "offered" && until.map { $0 > now } ?? false, until: until, stay: try $0("stay"), ahead: try $0("ahead"))
        }
    }

    static func requests(_ tx: any Transaction, _ account: ID<Account>) throws -> [OwnDrawRequest] {
        try tx.rows("""
            SELECT r.id AS id, d.id AS draw, d.title AS title, d.first_night AS first_night, d.end_day AS end_day, r.outcome AS outcome, d.closes_at AS closes
            FROM draw_requests r JOIN draws d ON d.id = r.draw_id WHERE r.account_id = \(account) ORDER BY d.closes_at DESC, r.id LIMIT 50
            """).map {
            OwnDrawRequest(
                draw: try $0("draw"), title: try $0("title"), request: try $0("id"), first: try $0("first_night"), end: try $0("end_day"),
                outcome: Draw.Outcome(rawValue: try $0("outcome")) ?? .entered, closes: try $0("closes"))
        }
    }
}
