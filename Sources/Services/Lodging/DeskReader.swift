import Domain
import SQL

/// Reads stays for a station's own people. Whose they are stands in the SQL; those of another station are not found.
enum DeskReader {
    private static let columns: SQL = """
        t.id AS id, t.state AS state, t.account_id AS account_id, t.guest AS guest, t.is_foreign AS is_foreign, t.sex AS sex, t.first_night AS first_night, t.end_day AS end_day,
        t.price AS price, t.free_nights AS free_nights, t.why AS why, t.late_until AS late_until, t.created_at AS created_at, t.arrived_at AS arrived_at, t.left_at AS left_at,
        t.finding AS finding, t.proof_case AS proof_case, t.lodging_id AS lodging_id, t.programme_id AS programme_id, t.group_id AS group_id, g.name AS group_name, l.name AS lodging_name, ta.document AS document,
        c.at AS checked_at, c.way AS way, c.deposit AS deposit, c.deposit_back AS deposit_back, c.police_due AS police_due, c.police_at AS police_at, pa.name AS police_by, ca.name AS checked_by
        """
    private static let tables: SQL = """
        stays t JOIN lodgings l ON l.id = t.lodging_id JOIN stations s ON s.id = l.station_id LEFT JOIN stay_groups g ON g.id = t.group_id
        LEFT JOIN talents ta ON ta.account_id = t.account_id LEFT JOIN check_ins c ON c.stay_id = t.id LEFT JOIN accounts pa ON pa.id = c.police_by LEFT JOIN accounts ca ON ca.id = c.by_account
        """

    /// A station whose own people the actor is one of.
    static func station(_ tx: any Transaction, _ id: ID<Station>, _ actor: Actor) throws -> (name: String, programme: String) {
        guard let row = try tx.row("SELECT name, programme_id FROM stations WHERE id = \(id) AND organisation_id IN (\(list: actor.organisations.sorted()))") else { throw Refusal.notFound }
        return (try row("name"), try row("programme_id"))
    }

    /// That the station of `s` is one for which the actor works.
    static func own(_ actor: Actor) -> SQL { "s.organisation_id IN (\(list: actor.organisations.sorted()))" }

    static func rows(_ tx: any Transaction, _ actor: Actor, _ condition: SQL, order: SQL = "t.first_night, t.id", limit: Int = 1000) throws -> [Row] {
        try tx.rows("SELECT \(columns) FROM \(tables) WHERE \(own(actor)) AND \(condition) ORDER BY \(order) LIMIT \(limit)")
    }

    static func stays(_ tx: any Transaction, _ house: House, _ rows: [Row], now: Instant) throws -> [DeskStay] {
        let beds = try beds(tx, try rows.map { try $0("id") })
        return try rows.map { try stay($0, house, beds[try $0("id")] ?? [], now: now) }
    }

    /// The bed of each night, by stay.
    static func beds(_ tx: any Transaction, _ stays: [ID<Stay>]) throws -> [ID<Stay>: [BedNight]] {
        guard !stays.isEmpty else { return [:] }
        return try tx.rows("""
            SELECT b.stay_id AS stay, b.night AS night, u.room AS room, u.label AS label FROM bed_nights b JOIN lodging_units u ON u.id = b.unit_id
            WHERE b.stay_id IN (\(list: stays)) AND b.released_at IS NULL ORDER BY b.night
            """).reduce(into: [:]) { found, row in
                found[try row("stay"), default: []].append(BedNight(night: try row("night"), bed: name(try row("room"), try row("label"))))
            }
    }

    static func name(_ room: String, _ label: String) -> String { label.isEmpty ? room : "\(room)-\(label)" }

    private static func stay(_ row: Row, _ house: House, _ beds: [BedNight], now: Instant) throws -> DeskStay {
        let id: ID<Stay> = try row("id"), first: Day = try row("first_night"), end: Day = try row("end_day"), state: StayState = try row("state")
        let kept = try Guest.read(try row("guest"), house.secrets, stay: id)
        var document = kept.document
        if document == nil, let account: ID<Account> = try row("account_id"), let sealed: [UInt8] = try row("document") {
            document = try Stored.read(try house.secrets.text(sealed, table: "talents", column: "document", row: account.rawValue))
        }
        let today = Zone.china.day(of: now), lateUntil: Instant? = try row("late_until")
        let tonight = beds.first { $0.night >= today } ?? beds.last
        var isLate = false
        if state == .booked, let rules = try house.library.programme(try row("programme_id")).lodging {
            isLate = now >= max(rules.givenUp(first, .china), lateUntil ?? Instant(milliseconds: .min))
        }
        let finding: StayEligibility.Kept = try Stored.read(try row("finding"))
        var police: PoliceDuty?
        if let _: Instant = try row("checked_at") { police = PoliceDuty(due: try row("police_due"), at: try row("police_at"), by: try row("police_by")) }
        return DeskStay(
            id: id, state: state, name: kept.name, phone: Phone.masked(kept.phone), documentKind: document?.kind, document: document?.masked, isForeign: try row("is_foreign"),
            sex: Sex(rawValue: try row("sex")), lodging: try row("lodging_id"),
            lodgingName: try row("lodging_name"), room: tonight?.bed ?? "", first: first, end: end, nights: end.number - first.number, price: Fen(try row("price")), why: try row("why"),
            group: try row("group_id"), groupName: try row("group_name"), lateUntil: lateUntil, isLate: isLate, arrivedAt: try row("arrived_at"), leftAt: try row("left_at"), police: police,
            wantsPapers: state == .booked && finding.desk?.isEmpty == false,
            mark: house.secrets.sha256(Array("\(id):\(try StayCodes.code(house.secrets, id))".utf8)))
    }

    static func places(_ tx: any Transaction, _ condition: SQL) throws -> [DeskPlace] {
        try tx.rows("""
            SELECT l.id AS id, l.name AS name, l.phone AS phone, s.id AS station_id, s.name AS station FROM lodgings l JOIN stations s ON s.id = l.station_id
            WHERE l.kind <> 'referral' AND \(condition) ORDER BY s.name, l.name, l.id
            """).map { DeskPlace(id: try $0("id"), name: try $0("name"), station: try $0("station_id"), stationName: try $0("station"), phone: try $0("phone")) }
    }

    static func place(_ tx: any Transaction, _ id: ID<Lodging>, _ actor: Actor) throws -> DeskPlace {
        guard let place = try places(tx, "l.id = \(id) AND \(own(actor))").first else { throw Refusal.notFound }
        return place
    }
}
