import Domain
import SQL

/// For whom a bed is wanted.
struct Guest {
    let account: ID<Account>?
    let personKey: String
    let name: String
    let phone: String
    let sex: Sex?
    let isForeign: Bool
    /// Only of a guest without an account; a talent's stands in the talent's own row until check-in.
    let document: IdentityDocument?

    /// What a stay keeps of its guest, sealed: it is the register of who slept where, whatever becomes of the account.
    struct Kept: Codable {
        let name: String
        let phone: String
        let document: IdentityDocument?
    }

    init(_ person: TalentPerson) {
        account = person.account
        personKey = person.personKey
        name = person.name
        phone = person.phone
        sex = person.sex
        isForeign = person.isForeign
        document = nil
    }

    init(walkIn document: IdentityDocument, key: String, name: String, phone: String, sex: Sex?) {
        account = nil
        personKey = key
        self.name = name
        self.phone = phone
        self.sex = document.residentID?.sex ?? sex
        isForeign = document.isForeign
        self.document = document
    }

    func sealed(_ secrets: any Secrets, stay: ID<Stay>) throws -> [UInt8] {
        try secrets.seal(text: try Stored.json(Kept(name: name, phone: phone, document: document)), table: "stays", column: "guest", row: stay.rawValue)
    }

    static func read(_ sealed: [UInt8], _ secrets: any Secrets, stay: ID<Stay>) throws -> Kept {
        try Stored.read(try secrets.text(sealed, table: "stays", column: "guest", row: stay.rawValue))
    }
}

/// How a stay begins, beside its nights and its guest.
struct StayStart {
    enum Why: String { case asked, questions, offer, draw, group, walkIn = "walk_in" }

    var why = Why.asked
    /// Set for a hold.
    var holdUntil: Instant?
    var accessible = false
    var mayMove = false
    var group: ID<StayGroup>?
    /// What the person was judged by, as JSON.
    var finding = "{}"
    /// Beds that may be taken, where others are not meant: those of a draw.
    var units: [String]?
    /// Written at once, since more stays are looked for in this transaction.
    var atOnce = false
}

/// Lines of the ledger that a stay would take.
struct Claim {
    struct Line {
        let statement: SQL
        /// How many rows it has to add.
        let count: Int
        let otherwise: any Error
    }

    let lines: [Line]
    /// Nights of the entitlement, with those that the stay has already.
    let free: Int
    let price: Fen
}

extension Act {
    /// A stay with its lines in the ledger: a bed for each night, the person's nights and stay of the year.
    ///
    /// Effects: the stay; its lines; holds in the way whose time is over expire; an audit record, first of its chain; due work for the end of a
    /// hold, or for the reminder and for nobody coming.
    /// - Throws: a refusal that says what is used up or taken; `LedgerRefused` when somebody was faster.
    func book(_ guest: Guest, _ nights: Nights, at place: LodgingPlace, _ start: StayStart, spread: Int) throws -> ID<Stay> {
        var person = try Ledger.person(tx, guest.personKey, at: place, now: now, for: nights.first)
        if let until = person.banUntil { throw Ledger.banned(until: until) }
        if !person.overdue.isEmpty {
            for hold in person.overdue { try expire(hold) }
            person = try Ledger.person(tx, guest.personKey, at: place, now: now, for: nights.first)
        }
        let id: ID<Stay> = try newID()
        let wish = BedChoice.Wish(sex: guest.sex, accessible: start.accessible, mayMove: start.mayMove)
        let claim = try claim(nights, for: id, person: guest.personKey, taken: person.taken, at: place, wish: wish, units: start.units, spread: spread)
        let state = start.holdUntil == nil ? StayState.booked : .held
        let stay: SQL = """
            INSERT INTO stays (id, programme_id, programme_hash, lodging_id, account_id, person_key, guest, sex, is_foreign, state, first_night, end_day, hold_until,
                why, group_id, finding, price, free_nights, version, created_at)
            VALUES (\(id), \(place.programme.id), \(place.programme.hash), \(place.id), \(guest.account), \(guest.personKey), \(try guest.sealed(house.secrets, stay: id)),
                \(guest.sex?.rawValue ?? "unknown"), \(guest.isForeign), \(state), \(nights.first), \(nights.end), \(start.holdUntil), \(start.why.rawValue),
                \(start.group), \(start.finding), \(claim.price.amount), \(claim.free), \(1), \(now))
            """
        let made = [Claim.Line(statement: stay, count: 1, otherwise: Unexpected("a stay was not written"))] + claim.lines
        if start.atOnce {
            try take(made)
        } else {
            for line in made { later(line.statement, changing: line.count, otherwise: line.otherwise) }
        }
        audit("stay", id.rawValue, state == .held ? "stay_held" : "stay_booked", to: state.rawValue, detail: [
            "lodging": place.id.rawValue, "nights": "\(nights.first)/\(nights.end)", "why": start.why.rawValue, "free": String(claim.free),
        ], isFirst: true)
        if let until = start.holdUntil { due(.holdEnd, id.rawValue, at: until) } else { dueForArrival(id, nights.first, place) }
        return id
    }

    /// The lines that nights take, found and not yet taken.
    /// - Parameters:
    ///   - own: for an extension, how many nights the stay has already, and how many of them of the entitlement.
    ///   - units: beds that may be taken, where others are not meant.
    func claim(
        _ nights: Nights, for stay: ID<Stay>, person: String, taken: Entitlement.Taken, at place: LodgingPlace, wish: BedChoice.Wish, units: [String]? = nil,
        own: (nights: Int, free: Int) = (0, 0), spread: Int
    ) throws -> Claim {
        let lines = try place.rules.entitlement.lines(for: nights, taken: taken, own: own.nights, ownFree: own.free)
        guard let beds = try Beds.find(self, nights, at: place, wish: wish, only: units, spread: spread) else { throw Beds.none(nights, at: place, wish) }
        let bedLines = Ledger.beds(self, beds, stay: stay, at: place), nightLines = Ledger.nights(lines, person: person, stay: stay, programme: place.programme.id)
        var found = [
            Claim.Line(statement: bedLines.0, count: bedLines.1, otherwise: LedgerRefused(line: .bed)),
            Claim.Line(statement: nightLines.0, count: nightLines.1, otherwise: LedgerRefused(line: .person)),
        ]
        if own.nights == 0 {
            found.append(Claim.Line(statement: Ledger.stay(lines.stay, person: person, stay: stay, programme: place.programme.id), count: 1, otherwise: LedgerRefused(line: .person)))
        }
        let free = own.free + lines.nights.count { $0.n != nil }
        return Claim(lines: found, free: free, price: place.price(nights: own.nights + lines.nights.count, free: free))
    }

    /// Takes lines now.
    /// - Throws: `LedgerRefused` when somebody was faster.
    func take(_ lines: [Claim.Line]) throws {
        let changed = try tx.batch(lines.map(\.statement))
        for (count, line) in zip(changed, lines) where count != line.count { throw line.otherwise }
    }

    /// The reminder of the day before, and the moment at which the bed is given up.
    func dueForArrival(_ id: ID<Stay>, _ first: Day, _ place: LodgingPlace) {
        let reminder = place.zone.instant(first.adding(-1), hour: 10)
        if reminder > now { due(.remindStay, id.rawValue, at: reminder) }
        due(.noShow, id.rawValue, at: max(place.givenUp(first), now.adding(seconds: 7200)))
    }
}

/// Beds that are free.
enum Beds {
    /// As many are looked at as one of them should fit; the best fitting come first.
    private static let looked = 16
    /// How far a free stretch is followed on either side of the wanted nights.
    private static let around = 7

    static func find(
        _ act: Act, _ nights: Nights, at place: LodgingPlace, wish: BedChoice.Wish, only: [String]? = nil, spread: Int
    ) throws -> [Day: Ledger.Bed]? {
        if let found = try whole(act, nights, at: place, wish: wish, only: only, spread: spread) { return found }
        // Nothing free: perhaps there are holds whose time is over. They are released here, by who wants the bed.
        try act.releaseOverdueHolds(nights, at: place.id)
        if let found = try whole(act, nights, at: place, wish: wish, only: only, spread: spread) { return found }
        return wish.mayMove ? try moving(act, nights, at: place, wish: wish, only: only) : nil
    }

    /// Beds that are free on all nights, one statement.
    private static func whole(_ act: Act, _ nights: Nights, at place: LodgingPlace, wish: BedChoice.Wish, only: [String]?, spread: Int) throws -> [Day: Ledger.Bed]? {
        let earliest = nights.first.adding(-around), latest = nights.end.adding(around)
        var conditions = condition(nights, place, wish, only)
        conditions += " AND (u.to_day IS NULL OR u.to_day >= \(nights.end)) AND u.from_day <= \(nights.first)"
        let rows = try act.tx.rows("""
            SELECT u.id AS id, u.gender AS gender, u.accessible AS accessible,
                (SELECT MAX(b.night) FROM bed_nights b WHERE b.unit_id = u.id AND b.released_at IS NULL AND b.night < \(nights.first) AND b.night >= \(earliest)) AS last_before,
                (SELECT MIN(b.night) FROM bed_nights b WHERE b.unit_id = u.id AND b.released_at IS NULL AND b.night >= \(nights.end) AND b.night < \(latest)) AS next_after
            FROM lodging_units u WHERE \(conditions)
                AND \(Beds.isFree(nights))
            ORDER BY CASE WHEN u.accessible THEN 1 ELSE 0 END, CASE WHEN u.gender = 'any' THEN 1 ELSE 0 END,
                CASE WHEN EXISTS (SELECT 1 FROM bed_nights b WHERE b.unit_id = u.id AND b.released_at IS NULL AND b.night = \(nights.first.adding(-1))) THEN 0 ELSE 1 END
                + CASE WHEN EXISTS (SELECT 1 FROM bed_nights b WHERE b.unit_id = u.id AND b.released_at IS NULL AND b.night = \(nights.end)) THEN 0 ELSE 1 END,
                u.id
            LIMIT \(looked)
            """)
        let free = Set(nights.days)
        var genders: [String: BedGender] = [:]
        let candidates = try rows.map { row in
            let id: String = try row("id"), gender: BedGender = try row("gender")
            let last: Day? = try row("last_before"), next: Day? = try row("next_after")
            genders[id] = gender
            return BedChoice.Candidate(
                unit: id, gender: gender, accessible: try row("accessible"), free: free, before: last.map { nights.first.number - $0.number - 1 } ?? around,
                after: next.map { $0.number - nights.end.number } ?? around)
        }
        return BedChoice.choose(nights, among: candidates, wish: wish, spread: spread)?.compactMapValues { unit in genders[unit].map { Ledger.Bed(unit: unit, gender: $0) } }
    }

    /// Every bed with its free nights among the wanted: for who would move between beds.
    private static func moving(_ act: Act, _ nights: Nights, at place: LodgingPlace, wish: BedChoice.Wish, only: [String]?) throws -> [Day: Ledger.Bed]? {
        let rows = try act.tx.rows("""
            SELECT u.id AS id, u.gender AS gender, u.accessible AS accessible, u.from_day AS from_day, u.to_day AS to_day, b.night AS night FROM lodging_units u
            LEFT JOIN bed_nights b ON b.unit_id = u.id AND b.lodging_id = u.lodging_id AND b.released_at IS NULL AND b.night >= \(nights.first) AND b.night < \(nights.end)
            WHERE \(condition(nights, place, wish, only)) ORDER BY u.id
            """)
        var found: [String: (gender: BedGender, accessible: Bool, free: Set<Day>)] = [:]
        for row in rows {
            let id: String = try row("id"), from: Day = try row("from_day"), to: Day? = try row("to_day"), taken: Day? = try row("night")
            var unit = try found[id] ?? (try row("gender"), try row("accessible"), Set(nights.days.filter { $0 >= from && $0 < to ?? nights.end }))
            if let taken { unit.free.remove(taken) }
            found[id] = unit
        }
        let candidates = found.map { BedChoice.Candidate(unit: $0.key, gender: $0.value.gender, accessible: $0.value.accessible, free: $0.value.free, before: 0, after: 0) }
        return BedChoice.choose(nights, among: candidates, wish: wish)?.compactMapValues { unit in found[unit].map { Ledger.Bed(unit: unit, gender: $0.gender) } }
    }

    private static func condition(_ nights: Nights, _ place: LodgingPlace, _ wish: BedChoice.Wish, _ only: [String]?) -> SQL {
        var condition: SQL = "u.lodging_id = \(place.id) AND u.gender IN (\(list: BedGender.admitting(wish.sex)))"
        if wish.accessible { condition += " AND u.accessible" }
        if let only { condition += " AND u.id IN (\(list: only))" }
        return condition
    }

    /// Whether any bed of the place is free in any of these nights.
    static func anyFree(_ tx: any Transaction, _ nights: Nights, at lodging: ID<Lodging>) throws -> Bool {
        let taken: Int = try tx.value("""
            SELECT COUNT(*) FROM bed_nights b JOIN lodging_units u ON u.id = b.unit_id AND (u.to_day IS NULL OR b.night < u.to_day)
            WHERE b.lodging_id = \(lodging) AND b.released_at IS NULL AND b.night >= \(nights.first) AND b.night < \(nights.end)
            """) ?? 0
        let units = try tx.rows("SELECT from_day, to_day FROM lodging_units WHERE lodging_id = \(lodging) AND from_day < \(nights.end) AND (to_day IS NULL OR to_day > \(nights.first))")
        let there = try units.reduce(0) { sum, row in
            let from: Day = try row("from_day"), to: Day? = try row("to_day")
            return sum + min(nights.end, to ?? nights.end).number - max(nights.first, from).number
        }
        return taken < there
    }

    /// That unit `u` is free on all nights. One value, by one look into the index: as NOT EXISTS it may be made a join, which then goes through everybody's nights.
    static func isFree(_ nights: Nights) -> SQL {
        "(SELECT MIN(b.night) FROM bed_nights b WHERE b.unit_id = u.id AND b.released_at IS NULL AND b.night >= \(nights.first) AND b.night < \(nights.end)) IS NULL"
    }

    static func none(_ nights: Nights, at place: LodgingPlace, _ wish: BedChoice.Wish) -> Refusal {
        Refusal(.conflict, "no_bed", Words("\(place.name)在 \(nights.first) 至 \(nights.end) 没有符合要求的空床", "\(place.name) has no fitting bed free from \(nights.first) to \(nights.end)"),
            next: wish.mayMove || nights.count == 1 ? Words("可以换个日期或驿站，或加入候补", "Try other dates or another station, or join the waitlist")
                : Words("可以接受中途换床再试，或换个日期、驿站，或加入候补", "Agree to change beds during the stay, try other dates or another station, or join the waitlist"))
    }
}
