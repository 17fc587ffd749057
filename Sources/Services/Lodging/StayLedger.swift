import Domain
import SQL

/// The ledger refused a line: somebody was faster. Everything is rolled back; what there is now is looked at anew.
struct LedgerRefused: Error {
    enum Line: Sendable { case bed, person }
    let line: Line
}

extension House {
    /// `perform` for verbs that take lines of the ledger. Where the ledger refuses, the whole transaction is tried again on what is there by
    /// then, so that it ends with another bed or with a refusal that says what is gone.
    /// - Parameter body: the number of the attempt, 0 at first.
    func performOnLedger(by actor: Actor, once: Once?, at: Instant? = nil, _ body: @Sendable @escaping (Act, Int) throws -> Receipt) async throws -> Receipt {
        for attempt in 0..<Ledger.attempts {
            do {
                return try await perform(by: actor, once: once, at: at) { act in try body(act, attempt) }
            } catch is LedgerRefused {
                continue
            }
        }
        throw Refusal(.tooMany, "rush", Words("同时预订的人太多，请稍后再试", "Too many people are booking at this moment; please try again"))
    }
}

/// Lines of the ledger: beds by night, a person's nights and stays.
enum Ledger {
    /// Each failed attempt means that another one succeeded, so that a rush for a few beds needs few.
    static let attempts = 40

    struct Bed: Sendable {
        let unit: String
        let gender: BedGender
    }

    /// Takes beds: one row a night, in order of unit and night, refused by the database where one is taken.
    static func beds(_ act: Act, _ beds: [Day: Bed], stay: ID<Stay>, at place: LodgingPlace) -> (SQL, Int) {
        let rows = beds.sorted { ($0.value.unit, $0.key) < ($1.value.unit, $1.key) }.map { night, bed -> SQL in
            "(\(bed.unit), \(night), \(place.programme.id), \(place.id), \(bed.gender), \(stay), \(act.now))"
        }
        return ("""
            INSERT INTO bed_nights (unit_id, night, programme_id, lodging_id, gender, stay_id, taken_at) VALUES \(SQL.joined(rows, by: ", "))
            ON CONFLICT (unit_id, night) WHERE released_at IS NULL DO NOTHING
            """, rows.count)
    }

    /// Takes the person's nights, in order.
    static func nights(_ lines: Entitlement.Lines, person: String, stay: ID<Stay>, programme: String) -> (SQL, Int) {
        let rows = lines.nights.map { line -> SQL in "(\(programme), \(person), \(line.night), \(line.year), \(line.n), \(stay))" }
        return ("""
            INSERT INTO person_nights (programme_id, person_key, night, year, n, stay_id) VALUES \(SQL.joined(rows, by: ", "))
            ON CONFLICT DO NOTHING
            """, rows.count)
    }

    static func stay(_ line: Entitlement.Lines.Stay, person: String, stay: ID<Stay>, programme: String) -> SQL {
        """
        INSERT INTO person_stays (programme_id, person_key, year, n, stay_id) VALUES (\(programme), \(person), \(line.year), \(line.n), \(stay))
        ON CONFLICT (programme_id, person_key, year, n) WHERE released_at IS NULL DO NOTHING
        """
    }

    /// What stands against a person: nights, stays, and a ban.
    struct Person {
        var taken = Entitlement.Taken()
        /// The first day on which the person may book again.
        var banUntil: Day?
        /// Holds whose time is over; whoever wants their lines releases them first.
        var overdue: [ID<Stay>] = []
    }

    /// One statement. Lines of holds whose time is over do not count.
    /// - Parameter first: the first night that is asked for; how far back lines count follows from it.
    static func person(_ tx: any Transaction, _ key: String, at place: LodgingPlace, now: Instant, for first: Day) throws -> Person {
        try person(tx, key, of: place.programme, place.rules, now: now, for: first)
    }

    /// - Parameter isRead: nothing is going to be taken, so nobody has to wait.
    static func person(_ tx: any Transaction, _ key: String, of programme: Programme, _ rules: LodgingRules, now: Instant, for first: Day, isRead: Bool = false) throws -> Person {
        let entitlement = rules.entitlement, today = programme.zone.day(of: now), programme = programme.id
        // Limits that are no numbers: one booking of the person after the other.
        if entitlement.needsLock, !isRead { _ = try tx.row("SELECT key FROM persons WHERE key = \(key)\(tx.dialect.lock)") }
        var found = Person()
        var overdue: Set<ID<Stay>> = []
        let counted = entitlement.counted(from: first)
        let rows = try tx.rows("""
            SELECT 'night' AS what, n.programme_id AS programme, n.year AS year, n.n AS n, n.night AS night, n.stay_id AS stay, s.hold_until AS hold
            FROM person_nights n JOIN stays s ON s.id = n.stay_id WHERE n.person_key = \(key) AND n.night >= \(counted?.description ?? "") AND n.released_at IS NULL
            UNION ALL
            SELECT 'stay', p.programme_id, p.year, p.n, s.first_night, p.stay_id, s.hold_until FROM person_stays p JOIN stays s ON s.id = p.stay_id
            WHERE p.programme_id = \(programme) AND p.person_key = \(key) AND p.year >= \(counted?.year ?? 0) AND p.released_at IS NULL
            UNION ALL
            SELECT 'ban', programme_id, 0, 0, ban_until, '', 0 FROM stay_misses
            WHERE person_key = \(key) AND programme_id = \(programme) AND ban_until > \(today) AND lifted_at IS NULL
            """)
        for row in rows {
            let what: String = try row("what"), day: Day = try row("night")
            if what == "ban" {
                found.banUntil = max(found.banUntil ?? day, day)
                continue
            }
            let stay: ID<Stay> = try row("stay"), hold: Instant? = try row("hold"), year: Int = try row("year"), n: Int? = try row("n")
            if let hold, hold <= now {
                if overdue.insert(stay).inserted { found.overdue.append(stay) }
                continue
            }
            if what == "stay" {
                if let n { found.taken.stays[year, default: []].insert(n) }
                found.taken.starts.append(day)
            } else {
                found.taken.days.insert(day)
                guard let n, try row("programme") == programme else { continue }
                found.taken.nights[year, default: []].insert(n)
                found.taken.free.insert(day)
            }
        }
        found.overdue.sort()
        return found
    }

    static func banned(until: Day) -> Refusal {
        Refusal(.conflict, "banned", Words("因多次未到店或临时取消，暂停预订至 \(until.adding(-1))", "Booking is suspended until \(until.adding(-1)) after missed bookings"),
            next: Words("到期自动恢复；如有异议可在住宿记录中申诉", "It ends by itself; you can appeal on the stay's page"))
    }
}
