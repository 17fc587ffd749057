import Cluster
import Cryptography
import Domain
import SQL
@testable import Services
import Testing

/// A house with recognised stations, places with beds, and talents: what the tests of lodging begin with.
///
/// The stations are written as rows, since how a station is recognised is tested elsewhere.
extension TestHouse {
    /// A station of organisation 1…6 with a valid plaque.
    func station(_ organisation: Int, area: String = "laoshan") async throws -> ID<Station> {
        let programme = programme, id = try #require(ID<Station>(rawValue: "station\(organisation)")), code = creditCode(10_000 + organisation)
        try await database.write { tx in
            let owner: ID<Organisation> = try #require(try tx.value("SELECT id FROM organisations WHERE credit_code = \(code)"))
            let key = "s\(organisation)"
            try tx.batch([
                "INSERT INTO rounds (id, programme_id, level, name_zh, name_en, opens, closes, places) VALUES (\(key), \(programme.id), 'city', '批次', 'Round', '2020-11-01', '2020-11-02', 1)",
                """
                INSERT INTO cases (id, programme_id, programme_hash, calendar, procedure, number, title, organisation_id, area, round_id, state, step, visit, returns, due_provisional, version, created_at)
                VALUES (\(key), \(programme.id), \(programme.hash), 'cn', 'recognition', \(key), \(key), \(owner), \(area), \(key), 'done', 'issue', 9, '{}', \(false), 9, 0)
                """,
                """
                INSERT INTO meetings (id, programme_id, round_id, office, step, held_on, present, recused, minutes, state, recorded_by, recorded_at)
                VALUES (\(key), \(programme.id), \(key), 'hrss', 'determine', '2020-11-02', '[]', '[]', \([1] as [UInt8]), 'signed', 'x', 0)
                """,
                """
                INSERT INTO documents (id, programme_id, meeting_id, office, name, number, issued_on, body, body_hash, issued_by, issued_at)
                VALUES (\(key), \(programme.id), \(key), 'hrss', '认定文件', \(key), '2020-11-02', '[]', '', 'x', 0)
                """,
                """
                INSERT INTO stations (id, programme_id, level, organisation_id, case_id, document_id, name, kind, field, area, address, introduction, recognised_on)
                VALUES (\(id), \(programme.id), 'city', \(owner), \(key), \(key), \("驿站\(organisation)"), 'service', 'ai', \(area), '松岭路 1 号', '', '2020-11-02')
                """,
                """
                INSERT INTO plaques (number, programme_id, station_id, words, state, state_since, clause, issued_on)
                VALUES (\(key), \(programme.id), \(id), '青岛市人才驿站', 'valid', '2020-11-02', '', '2020-11-02')
                """,
            ])
        }
        return id
    }

    /// A published place with so many single rooms, each for anybody.
    func place(_ organisation: Int, rooms: Int, at station: ID<Station>? = nil, name: String = "驿站公寓", units: [KeepLodging.Unit]? = nil) async throws -> ID<Lodging> {
        let station = if let station { station } else { try await self.station(organisation) }
        let keep = Self.keep(name: name, units: units ?? (0..<rooms).map { KeepLodging.Unit(room: "\(101 + $0)", label: "") })
        let receipt = try await keep(house, at: station, by: try await applicant(organisation))
        return try #require(ID<Lodging>(rawValue: receipt.id))
    }

    static func keep(
        kind: LodgingKind = .own, name: String = "驿站公寓", contractFrom: Day? = nil, contractTo: Day? = nil, releaseHour: Int? = nil, published: Bool = true, units: [KeepLodging.Unit]? = nil
    ) -> KeepLodging {
        KeepLodging(
            kind: kind, name: name, address: "崂山区松岭路 1 号", area: "laoshan", latitude: 36.16, longitude: 120.47, phone: "0532-85911234", rules: "二十三点后保持安静。",
            listPrice: "298", specialPrice: "98.5", contractFrom: contractFrom, contractTo: contractTo, releaseHour: releaseHour, published: published, units: units)
    }

    /// A resident id of its own for each number; odd numbers are men's.
    static func residentID(_ number: Int) throws -> IdentityDocument {
        let body = "37020219950101" + String(String(number + 1000).suffix(3))
        let check = try #require(ResidentID.checkCharacter(of: body + "0"))
        return try IdentityDocument(.residentID, number: body + String(check))
    }

    func guest(_ number: Int) async throws -> Actor { try #require(try await guests(number...number).first) }

    /// Talents with an account and an identity document each, who agree to what a station learns for a stay.
    func guests(_ numbers: ClosedRange<Int>) async throws -> [Actor] {
        let people = try numbers.map { (number: $0, document: try Self.residentID($0)) }
        let secrets = house.secrets, now = clock.now
        return try await database.write { tx in
            try people.map { number, document in
                let id: ID<Account> = try #require(ID(rawValue: "talent\(number)")), phone = "139\(String(10_000_000 + number))", name = "人才\(number)", consent = "consent\(number)"
                let key = secrets.hex(try secrets.blindIndex(document.identity, table: "persons", column: "key"))
                try tx.batch([
                    """
                    INSERT INTO accounts (id, login, name, kind, administers, password, password_changed_at, phone, phone_index, totp_step, language, story, created_at)
                    VALUES (\(id), \(id), \(name), 'public', \(false), '', \(now), \(try secrets.seal(text: phone, table: "accounts", column: "phone", row: id.rawValue)),
                        \(try secrets.blindIndex(phone, table: "accounts", column: "phone")), 0, 'zh', '', \(now))
                    """,
                    "INSERT INTO persons (key, since) VALUES (\(key), \(now)) ON CONFLICT (key) DO NOTHING",
                    """
                    INSERT INTO talents (account_id, person_key, name, document, registered_at) VALUES (\(id), \(key), \(try secrets.seal(text: name, table: "talents", column: "name", row: id.rawValue)),
                        \(try secrets.seal(text: try Stored.json(document), table: "talents", column: "document", row: id.rawValue)), \(now))
                    """,
                    """
                    INSERT INTO consents (id, account_id, purpose, version, granted_at)
                    VALUES (\(consent), \(id), 'lodging', 'lodging-2', \(now)), (\("\(consent)i"), \(id), 'sensitive_identity', 'identity-1', \(now))
                    """,
                ])
                return Actor(kind: .person(id), name: name)
            }
        }
    }

    /// What is wrong in the ledger, read without trusting its indexes; nothing may ever be.
    func wrongInLedger(nights most: Int = 7, stays mostStays: Int = 3) async throws -> [String] {
        try await database.read { tx in
            var wrong: [String] = []
            func look(_ what: String, _ statement: SQL) throws { if let row = try tx.rows(statement).first { wrong.append("\(what): \(row.values)") } }
            try look("a bed twice a night", "SELECT unit_id, night FROM bed_nights WHERE released_at IS NULL GROUP BY unit_id, night HAVING COUNT(*) > 1")
            try look("a person twice a night", "SELECT person_key, night FROM person_nights WHERE released_at IS NULL GROUP BY person_key, night HAVING COUNT(*) > 1")
            try look("more nights than entitled", "SELECT person_key, year FROM person_nights WHERE released_at IS NULL AND n IS NOT NULL GROUP BY person_key, year HAVING COUNT(*) > \(most)")
            try look("more stays than entitled", "SELECT person_key, year FROM person_stays WHERE released_at IS NULL GROUP BY person_key, year HAVING COUNT(*) > \(mostStays)")
            let live: SQL = "('held', 'booked', 'checked_in', 'checked_out')"
            for (table, column) in [("bed", "bed_nights"), ("person", "person_nights")] as [(String, SQL)] {
                try look("\(table) nights of an ended stay", "SELECT x.stay_id FROM \(column) x JOIN stays s ON s.id = x.stay_id WHERE x.released_at IS NULL AND s.state NOT IN \(live)")
                try look("\(table) nights outside the stay", "SELECT x.stay_id FROM \(column) x JOIN stays s ON s.id = x.stay_id WHERE x.released_at IS NULL AND (x.night < s.first_night OR x.night >= s.end_day)")
                let rows = try tx.rows("""
                    SELECT s.id AS id, s.first_night AS first, s.end_day AS last, (SELECT COUNT(*) FROM \(column) x WHERE x.stay_id = s.id AND x.released_at IS NULL) AS n
                    FROM stays s WHERE s.state IN \(live)
                    """)
                for row in rows {
                    let first: Day = try row("first"), last: Day = try row("last"), count: Int = try row("n")
                    if count != last.number - first.number { wrong.append("\(table): \(count) nights for \(first)/\(last) of \(try row("id") as String)") }
                }
            }
            try look("a live stay without its number", "SELECT s.id FROM stays s WHERE s.state IN \(live) AND (SELECT COUNT(*) FROM person_stays p WHERE p.stay_id = s.id AND p.released_at IS NULL) <> 1")
            return wrong
        }
    }

    func book(_ guest: Actor, _ lodging: ID<Lodging>, _ first: String, _ end: String, mayMove: Bool = false) async throws -> ID<Stay> {
        let receipt = try await BookStay(StayWish(first: try day(first), end: try day(end), mayMove: mayMove))(house, at: lodging, by: guest)
        return try #require(ID<Stay>(rawValue: receipt.id))
    }

    /// `booked 2020-11-20/2020-11-22`
    func stay(_ id: ID<Stay>) async throws -> String {
        try await database.read { tx in
            let row = try #require(try tx.row("SELECT state, first_night, end_day FROM stays WHERE id = \(id)"))
            return "\(try row("state") as String) \(try row("first_night") as String)/\(try row("end_day") as String)"
        }
    }

    /// What stands in the ledger for a stay: `101 2020-11-20, 101 2020-11-21 | 2020 night 1, 2020 night 2 | 2020 stay 1`.
    func lines(_ id: ID<Stay>) async throws -> String {
        try await database.read { tx in
            let beds = try tx.rows("SELECT u.room AS room, b.night AS night FROM bed_nights b JOIN lodging_units u ON u.id = b.unit_id WHERE b.stay_id = \(id) AND b.released_at IS NULL ORDER BY b.night")
                .map { "\(try $0("room") as String) \(try $0("night") as String)" }
            let nights = try tx.rows("SELECT year, n FROM person_nights WHERE stay_id = \(id) AND released_at IS NULL ORDER BY night").map { "\(try $0("year") as Int) night \((try $0("n") as Int?).map(String.init) ?? "paid")" }
            let stays = try tx.rows("SELECT year, n FROM person_stays WHERE stay_id = \(id) AND released_at IS NULL").map { "\(try $0("year") as Int) stay \(try $0("n") as Int)" }
            return [beds, nights, stays].map { $0.joined(separator: ", ") }.joined(separator: " | ")
        }
    }
}
