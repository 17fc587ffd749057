import Domain
import SQL

/// A stay as loaded, locked, with its place and rules.
struct LoadedStay {
    let id: ID<Stay>
    let state: StayState
    let nights: Nights
    let place: LodgingPlace
    let account: ID<Account>?
    let personKey: String
    let sex: Sex?
    let isForeign: Bool
    let holdUntil: Instant?
    let lateUntil: Instant?
    let why: String
    let proofCase: ID<Case>?
    let finding: StayEligibility.Kept
    let createdAt: Instant
    let version: Int
}

extension Act {
    /// Loads a stay, locked until the end of the transaction.
    /// - Parameter condition: who may, in SQL over `t` (the stay) and `s` (its station).
    /// - Throws: `Refusal.notFound`.
    func loadStay(_ id: ID<Stay>, where condition: SQL) throws -> LoadedStay {
        _ = try tx.row("SELECT id FROM stays WHERE id = \(id)\(dialect.lock)")
        guard let row = try tx.row("""
            SELECT \(LodgingPlace.columns), t.id AS stay_id, t.state AS state, t.first_night AS first_night, t.end_day AS end_day, t.account_id AS account_id, t.person_key AS person_key,
                t.sex AS sex, t.is_foreign AS is_foreign, t.hold_until AS hold_until, t.late_until AS late_until, t.why AS why, t.proof_case AS proof_case, t.finding AS finding, t.created_at AS created_at, t.version AS version
            FROM stays t JOIN lodgings l ON l.id = t.lodging_id JOIN stations s ON s.id = l.station_id JOIN plaques p ON p.station_id = l.station_id
            WHERE t.id = \(id) AND \(condition)
            """), let nights = Nights(try row("first_night"), try row("end_day")) else { throw Refusal.notFound }
        return LoadedStay(
            id: try row("stay_id"), state: try row("state"), nights: nights, place: try LodgingPlace(row, house.library), account: try row("account_id"),
            personKey: try row("person_key"), sex: Sex(rawValue: try row("sex")), isForeign: try row("is_foreign"), holdUntil: try row("hold_until"),
            lateUntil: try row("late_until"), why: try row("why"), proofCase: try row("proof_case"), finding: try Stored.read(try row("finding")), createdAt: try row("created_at"), version: try row("version"))
    }

    /// A stay that is the actor's own.
    func loadOwnStay(_ id: ID<Stay>) throws -> LoadedStay {
        guard let account = actor.account else { throw Refusal.unauthenticated }
        return try loadStay(id, where: "t.account_id = \(account)")
    }

    /// A stay at a station for which the actor works; not the actor's own, which a colleague sees to.
    func loadDeskStay(_ id: ID<Stay>) throws -> LoadedStay {
        let stay = try loadStay(id, where: "s.organisation_id IN (\(list: actor.organisations.sorted()))")
        guard stay.account == nil || stay.account != actor.account else { throw Self.ownStay }
        return stay
    }

    static let ownStay = Refusal(.forbidden, "own_stay", Words("本人的住宿请由同事办理", "A colleague sees to your own stay"))

    /// The person's own, or the station's.
    func loadOwnOrDeskStay(_ id: ID<Stay>) throws -> LoadedStay {
        try loadStay(id, where: "(t.account_id = \(actor.account) OR s.organisation_id IN (\(list: actor.organisations.sorted())))")
    }

    /// The one door through which a stay changes its state: a compare-and-swap on its version, and an audit record.
    /// - Parameter setting: further columns, ` , name = value`.
    @discardableResult
    func move(_ stay: LoadedStay, _ event: StayEvent, verb: String, setting: SQL = "", reason: KeptReason? = nil, detail: [String: String] = [:]) throws -> StayState {
        let after = try stay.state.after(event)
        let ended: Instant? = StayState.ended.contains(after) ? now : nil
        let changed = try tx.run("""
            UPDATE stays SET state = \(after), version = version + 1, ended_at = \(ended), hold_until = NULL\(setting)
            WHERE id = \(stay.id) AND version = \(stay.version) AND state = \(stay.state)
            """)
        guard changed == 1 else { throw Casework.changedMeanwhile }
        audit("stay", stay.id.rawValue, verb, from: stay.state.rawValue, to: after.rawValue, reason: reason, detail: detail)
        return after
    }

    /// Gives back beds from a night on; with the person's nights and, where none is left, the stay of the year.
    func release(_ stay: LoadedStay, from night: Day? = nil) throws {
        let first = night ?? stay.nights.first
        try tx.run("UPDATE bed_nights SET released_at = \(now) WHERE stay_id = \(stay.id) AND night >= \(first) AND released_at IS NULL")
        try tx.run("UPDATE person_nights SET released_at = \(now) WHERE stay_id = \(stay.id) AND night >= \(first) AND released_at IS NULL")
        if first <= stay.nights.first { try tx.run("UPDATE person_stays SET released_at = \(now) WHERE stay_id = \(stay.id) AND released_at IS NULL") }
    }

    /// A hold whose time is over gives its lines back. Harmless when it was confirmed or ended meanwhile.
    func expire(_ id: ID<Stay>) throws {
        let stay = try loadStay(id, where: "1 = 1")
        guard stay.state == .held, let until = stay.holdUntil, until <= now else { return }
        try move(stay, .expire, verb: "hold_expired", detail: ["why": stay.why])
        try release(stay)
        try withdrawProof(stay)
        if stay.why == StayStart.Why.offer.rawValue {
            try tx.run("UPDATE waitlist SET state = 'missed', ended_at = \(now) WHERE stay_id = \(stay.id) AND state = 'offered'")
        }
    }
}
