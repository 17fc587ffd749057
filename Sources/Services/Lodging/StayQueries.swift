import Domain
import SQL

enum StayReader {
    static let select: SQL = """
        SELECT t.id AS stay, t.state AS state, t.first_night AS first_night, t.end_day AS end_day, t.hold_until AS hold_until, t.why AS why, t.price AS price, t.free_nights AS free_nights,
            t.late_until AS late_until, t.proof_case AS proof_case, t.finding AS finding, t.sex AS sex, t.is_foreign AS is_foreign, t.group_id AS group_id, t.guest AS guest,
            t.account_id AS account_id, t.arrived_at AS arrived_at, t.left_at AS left_at, \(LodgingPlace.columns), s.name AS station, l.address AS address, l.phone AS phone,
            l.rules_zh AS rules_zh, l.rules_en AS rules_en
        FROM stays t JOIN lodgings l ON l.id = t.lodging_id JOIN stations s ON s.id = l.station_id JOIN plaques p ON p.station_id = l.station_id
        """

    static func summary(_ row: Row) throws -> StaySummary {
        StaySummary(
            id: try row("stay"), state: try row("state"), lodging: try row("id"), lodgingName: try row("name"), stationName: try row("station"), first: try row("first_night"), end: try row("end_day"),
            freeNights: try row("free_nights"), price: Fen(try row("price")), holdUntil: try row("hold_until"), isOffer: try row("why") == StayStart.Why.offer.rawValue)
    }

    static func miss(_ tx: any Transaction, _ house: House, _ id: ID<Stay>, isOwn: Bool, mayAppeal: Bool) throws -> MissView? {
        guard let row = try tx.row("""
            SELECT m.kind AS kind, m.consequence AS consequence, m.at AS at, m.ban_until AS ban_until, m.lifted_at AS lifted_at, m.appeal_case AS appeal, c.number AS number, c.state AS state
            FROM stay_misses m LEFT JOIN cases c ON c.id = m.appeal_case WHERE m.stay_id = \(id)
            """), let kind = MissView.Kind(rawValue: try row("kind")), let consequence = MissView.Consequence(rawValue: try row("consequence")) else { return nil }
        var appeal: AppealView?
        if let number: String = try row("number"), let state: CaseState = try row("state") {
            let appealCase: ID<Case>? = try row("appeal")
            appeal = AppealView(number: number, state: state, answer: isOwn && CaseState.ended.contains(state) ? try officesReason(tx, house, appealCase) : nil)
        }
        return MissView(
            kind: kind, consequence: consequence, at: try row("at"), bannedUntil: try row("ban_until"), liftedAt: try row("lifted_at"), appeal: appeal, mayAppeal: mayAppeal && appeal == nil)
    }

    /// Why a stay was cancelled by somebody else than its guest; nil where it was not.
    /// - Parameter proofCase: nil for the station, which does not learn what an office found of somebody's document.
    static func cancellation(_ tx: any Transaction, _ house: House, _ id: ID<Stay>, proofCase: ID<Case>?) throws -> CancellationView? {
        guard let row = try tx.row("""
            SELECT verb, reason FROM audit_records WHERE kind = 'stay' AND subject = \(id) AND verb IN ('stay_cancelled_by_station', 'proof_refused') ORDER BY number DESC LIMIT 1
            """) else { return nil }
        let isOffice = try row("verb") == "proof_refused"
        return CancellationView(byOffice: isOffice, reason: isOffice ? try officesReason(tx, house, proofCase) : try reason(tx, house, try row("reason")))
    }

    /// What the office that decided a case gave as its reason.
    private static func officesReason(_ tx: any Transaction, _ house: House, _ id: ID<Case>?) throws -> String? {
        let given: ID<Reason>? = try tx.value("SELECT reason_id FROM case_tasks WHERE case_id = \(id) AND ruling IS NOT NULL AND NOT open ORDER BY visit DESC LIMIT 1")
        return try given.flatMap { try reason(tx, house, $0) }
    }

    private static func reason(_ tx: any Transaction, _ house: House, _ id: ID<Reason>) throws -> String? {
        let body: [UInt8]? = try tx.value("SELECT body FROM reasons WHERE id = \(id)")
        return try body.map { try house.secrets.text($0, table: "reasons", column: "body", row: id.rawValue) }
    }
}

extension House {
    /// One's own stays with what is used of the entitlement, from the ledger.
    public func myStays(for actor: Actor) async throws -> MyStaysView {
        guard let account = actor.account else { throw Refusal.unauthenticated }
        let house = self
        return try await read { tx, now in
            guard let programme = house.library.programmes.first(where: { $0.lodging != nil }), let rules = programme.lodging else { throw Refusal.notFound }
            let today = programme.zone.day(of: now)
            let stays = try tx.rows("\(StayReader.select) WHERE t.account_id = \(account) ORDER BY t.first_night DESC, t.id DESC LIMIT 200").map(StayReader.summary)
            let key: String? = try tx.value("SELECT person_key FROM talents WHERE account_id = \(account) AND closed_at IS NULL")
            return MyStaysView(
                programme: programme.id, entitlement: try key.map { try Self.entitlement(tx, $0, programme.id, rules, today: today, now: now) } ?? [], stays: stays,
                waiting: try Self.waiting(tx, account, today: today), draws: try DrawReader.mine(tx, "r.account_id = \(account)"), hasProfile: key != nil)
        }
    }

    static func entitlement(_ tx: any Transaction, _ key: String, _ programme: String, _ rules: LodgingRules, today: Day, now: Instant) throws -> [EntitlementView] {
        let live: SQL = "x.released_at IS NULL AND NOT (s.state = 'held' AND s.hold_until <= \(now))"
        let isRolling = rules.stay.year == .rolling
        let window: SQL = isRolling ? " AND s.first_night > \(today.adding(-365))" : ""
        let nights = try tx.rows("""
            SELECT x.year AS year, COUNT(*) AS n FROM person_nights x JOIN stays s ON s.id = x.stay_id
            WHERE x.person_key = \(key) AND x.programme_id = \(programme) AND x.n IS NOT NULL AND \(live)\(window) GROUP BY x.year
            """).reduce(into: [Int: Int]()) { $0[try $1("year")] = try $1("n") }
        let stays = try tx.rows("""
            SELECT x.year AS year, COUNT(*) AS n FROM person_stays x JOIN stays s ON s.id = x.stay_id WHERE x.person_key = \(key) AND x.programme_id = \(programme) AND \(live)\(window) GROUP BY x.year
            """).reduce(into: [Int: Int]()) { $0[try $1("year")] = try $1("n") }
        let ban: Day? = try tx.value("SELECT MAX(ban_until) FROM stay_misses WHERE person_key = \(key) AND programme_id = \(programme) AND ban_until > \(today) AND lifted_at IS NULL")
        let next = today.year + 1
        let years = isRolling || (nights[next] == nil && stays[next] == nil) ? [today.year] : [today.year, next]
        return years.map { year in
            EntitlementView(
                year: year, isRolling: isRolling, staysUsed: isRolling ? stays.values.reduce(0, +) : stays[year] ?? 0, stays: rules.stay.staysPerYear,
                nightsUsed: isRolling ? nights.values.reduce(0, +) : nights[year] ?? 0, nights: rules.stay.nightsPerYear, nightsPerStay: rules.stay.nightsPerStay, bannedUntil: ban)
        }
    }

    private static func waiting(_ tx: any Transaction, _ account: ID<Account>, today: Day) throws -> [WaitingView] {
        try tx.rows("""
            SELECT w.id AS id, w.lodging_id AS lodging, l.name AS name, w.first_night AS first_night, w.end_day AS end_day, w.state AS state, w.stay_id AS stay, s.hold_until AS hold,
                (SELECT COUNT(*) FROM waitlist o WHERE o.lodging_id = w.lodging_id AND o.state = 'waiting' AND o.first_night < w.end_day AND o.end_day > w.first_night
                    AND (o.created_at < w.created_at OR (o.created_at = w.created_at AND o.id < w.id))) AS ahead
            FROM waitlist w JOIN lodgings l ON l.id = w.lodging_id LEFT JOIN stays s ON s.id = w.stay_id
            WHERE w.account_id = \(account) AND w.ended_at IS NULL AND w.first_night >= \(today) ORDER BY w.first_night, w.id
            """).map {
            let isOffered = try $0("state") == "offered"
            return WaitingView(
                id: try $0("id"), lodging: try $0("lodging"), lodgingName: try $0("name"), first: try $0("first_night"), end: try $0("end_day"), isOffered: isOffered, stay: try $0("stay"),
                offeredUntil: try $0("hold"), ahead: isOffered ? nil : try $0("ahead"))
        }
    }

    /// A stay: its guest's page, or the desk's.
    public func stay(_ id: ID<Stay>, for actor: Actor) async throws -> StayView {
        guard let account = actor.account else { throw Refusal.unauthenticated }
        let house = self
        return try await read { tx, now in
            guard let row = try tx.row("\(StayReader.select) WHERE t.id = \(id) AND (t.account_id = \(account) OR s.organisation_id IN (\(list: actor.organisations.sorted())))") else { throw Refusal.notFound }
            let place = try LodgingPlace(row, house.library), summary = try StayReader.summary(row)
            let owner: ID<Account>? = try row("account_id")
            let isOwn = owner == account, isDesk = actor.organisations.contains(place.organisation)
            let beds = try tx.rows("""
                SELECT b.night AS night, b.unit_id AS unit, u.room AS room, u.label AS label FROM bed_nights b JOIN lodging_units u ON u.id = b.unit_id
                WHERE b.stay_id = \(id) AND b.released_at IS NULL ORDER BY b.night
                """).map { BedView(night: try $0("night"), unit: try $0("unit"), room: try $0("room"), label: try $0("label")) }
            let kept: StayEligibility.Kept = try Stored.read(try row("finding"))
            let state = summary.state, today = place.zone.day(of: now), free = place.freeUntil(summary.first)
            let waiting: ID<Waiting>? = isOwn && state == .held && summary.isOffer ? try tx.value("SELECT id FROM waitlist WHERE stay_id = \(id) AND state = 'offered'") : nil
            let houseRules = Words(try row("rules_zh"), try row("rules_en") as String)
            return StayView(
                summary: summary, address: try row("address"), phone: try row("phone"), houseRules: Words(houseRules.zh, houseRules.en.isEmpty ? houseRules.zh : houseRules.en), beds: beds,
                freeUntil: free, givenUp: place.givenUp(summary.first), lateUntil: try row("late_until"), checkInFrom: place.rules.stay.checkInFrom, checkOutBy: place.rules.stay.checkOutBy,
                code: isOwn && StayState.awaited.contains(state) ? try StayCodes.code(house.secrets, id) : nil,
                token: isOwn && StayState.awaited.contains(state) ? try StayCodes.token(house.secrets, id) : nil,
                proofs: Self.proofs(kept, place), papers: isOwn && StayState.awaited.contains(state) ? try Self.papers(tx, house, account, id, for: kept.office ?? [], today: today) : [],
                cancellation: state == .cancelled ? try StayReader.cancellation(tx, house, id, proofCase: isOwn ? try row("proof_case") : nil) : nil,
                miss: try StayReader.miss(tx, house, id, isOwn: isOwn, mayAppeal: isOwn && place.rules.noShow.appeal != nil),
                mayCancel: StayState.awaited.contains(state), mayChange: state == .booked && (isDesk || now < free), mayExtend: state == .booked || state == .checkedIn,
                mayConfirm: isOwn && state == .held, mayLeaveEarly: state == .checkedIn && summary.end > max(today, summary.first.adding(1)), mayExpectLate: state == .booked, waiting: waiting)
        }
    }

    private static func proofs(_ kept: StayEligibility.Kept, _ place: LodgingPlace) -> [ProofWanted] {
        func wanted(_ facts: [String]?, atDesk: Bool) -> [ProofWanted] {
            (facts ?? []).map { fact in
                ProofWanted(
                    fact: fact, name: place.programme.facts.fact(fact)?.name ?? Words(fact, fact), atDesk: atDesk, papers: place.rules.proofs.first { $0.fact.id == fact }?.counts.map(\.name) ?? [])
            }
        }
        return wanted(kept.office, atDesk: false) + wanted(kept.desk, atDesk: true)
    }

    private static func papers(_ tx: any Transaction, _ house: House, _ account: ID<Account>, _ stay: ID<Stay>, for facts: [String], today: Day) throws -> [StayPaper] {
        guard !facts.isEmpty else { return [] }
        return try tx.rows("""
            SELECT p.id AS proof, p.kind AS kind, f.id AS id, f.name AS name, f.type AS type, f.size AS size,
                EXISTS (SELECT 1 FROM proof_uses u WHERE u.proof_id = p.id AND u.revoked_at IS NULL AND u.purpose = 'stay' AND u.subject = \(stay)) AS shown
            FROM proofs p JOIN files f ON f.id = p.file_id WHERE p.account_id = \(account) AND p.removed_at IS NULL AND (p.expires IS NULL OR p.expires >= \(today))
            ORDER BY p.created_at DESC, p.id DESC
            """).compactMap { row in
            guard let kind = Proof.Kind(rawValue: try row("kind")), Proof.provable(by: kind).map({ !$0.isDisjoint(with: facts) }) ?? true else { return nil }
            return StayPaper(proof: try row("proof"), kind: kind, name: try ApplicationStore.file(row, house).name, isShown: try row("shown"))
        }
    }
}
