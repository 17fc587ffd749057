import Domain
import SQL

/// What somebody is about to book: what it costs, what stands against it, and what is still wanted of them.
public struct BookingView: Codable, Sendable, Hashable {
    public let place: LodgingSummary
    public let first: Day
    public let end: Day
    public let accessible: Bool
    public let mayMove: Bool
    /// Nil where it cannot be booked.
    public let price: Fen?
    public let freeNights: Int?
    /// The same nights at the list price.
    public let listPrice: Fen
    /// Until when cancelling costs nothing.
    public let freeUntil: Instant
    /// What stands against it, whatever is answered here; nil if nothing does.
    public let obstacle: Obstacle?
    public let eligibility: EligibilityView
    /// The account is not a talent's yet.
    public let wantsRegistration: Bool
    public let wantsIdentity: Bool
    /// The station's learning what it needs for a stay has not been agreed to.
    public let wantsConsent: Bool
    /// One's own entry in the waitlist for these nights, if there is one.
    public let waiting: ID<Waiting>?

    /// Why not, and what to do.
    public struct Obstacle: Codable, Sendable, Hashable {
        /// `no_bed`, `banned`, `nights_used`, …
        public let code: String
        public let words: Words
        public let next: Words?
        public let clause: Clause?

        init(_ refusal: Refusal) {
            code = refusal.code
            words = refusal.words
            next = refusal.next
            clause = refusal.clause
        }
    }
}

extension House {
    /// What booking these nights would be. It promises nothing: the ledger decides when it is booked.
    public func booking(at id: ID<Lodging>, _ first: Day, _ end: Day, accessible: Bool = false, mayMove: Bool = false, for actor: Actor) async throws -> BookingView {
        guard let account = actor.account else { throw Refusal.unauthenticated }
        let nights = try LodgingPlace.nights(first, end)
        let house = self
        return try await read { tx, now in
            guard let row = try tx.row("\(LodgingReader.select) WHERE l.id = \(id) AND l.published") else { throw Refusal.notFound }
            let place = try LodgingPlace(row, house.library), today = place.zone.day(of: now)
            let units = try LodgingReader.units(tx, "u.lodging_id = \(id)")[id] ?? []
            let summary = try LodgingReader.summary(row, house.library, units: units, today: today, from: nil)
            let reader = EligibilityReader(house: house, tx: tx, now: now, programme: place.programme, rules: place.rules, day: first)
            let eligibility = try reader.view([:], area: place.area, lenient: false, actor: actor)
            let person = try TalentReader.person(tx, house.secrets, account)
            let consent: String? = try tx.value("SELECT \(ConsentRules.open(.lodging, of: account))")
            let wish = BedChoice.Wish(sex: person?.sex, accessible: accessible, mayMove: mayMove)
            var obstacle: BookingView.Obstacle?, free: Int?
            do {
                try place.mustTake(nights, now: now)
                var taken = Entitlement.Taken()
                if let person {
                    let ledger = try Ledger.person(tx, person.personKey, of: place.programme, place.rules, now: now, for: nights.first, isRead: true)
                    if let until = ledger.banUntil { throw Ledger.banned(until: until) }
                    taken = ledger.taken
                }
                free = try place.rules.entitlement.lines(for: nights, taken: taken).nights.count { $0.n != nil }
                // Whose sex is not known yet may get any bed.
                guard try BookingReader.hasBed(tx, nights, at: place, wish: wish, anyGender: person == nil, now: now) else { throw Beds.none(nights, at: place, wish) }
            } catch let refusal as Refusal { obstacle = .init(refusal) }
            return BookingView(
                place: summary, first: first, end: end, accessible: accessible, mayMove: mayMove, price: free.map { place.price(nights: nights.count, free: $0) }, freeNights: free,
                listPrice: Fen(place.listPrice.amount * Int64(nights.count)), freeUntil: place.freeUntil(first), obstacle: obstacle, eligibility: eligibility,
                wantsRegistration: !eligibility.isOwn, wantsIdentity: person == nil,
                wantsConsent: consent == nil,
                waiting: try tx.value("SELECT id FROM waitlist WHERE account_id = \(account) AND lodging_id = \(id) AND first_night = \(first) AND end_day = \(end) AND ended_at IS NULL"))
        }
    }
}

enum BookingReader {
    /// Whether the nights could be had, as things are. Holds whose time is over do not count.
    static func hasBed(_ tx: any Transaction, _ nights: Nights, at place: LodgingPlace, wish: BedChoice.Wish, anyGender: Bool, now: Instant) throws -> Bool {
        let genders = anyGender ? BedGender.allCases : BedGender.admitting(wish.sex)
        var condition: SQL = "u.lodging_id = \(place.id) AND u.gender IN (\(list: genders))"
        if wish.accessible { condition += " AND u.accessible" }
        let rows = try tx.rows("""
            SELECT u.id AS id, u.from_day AS from_day, u.to_day AS to_day, b.night AS night FROM lodging_units u
            LEFT JOIN bed_nights b ON b.unit_id = u.id AND b.lodging_id = u.lodging_id AND b.released_at IS NULL AND b.night >= \(nights.first) AND b.night < \(nights.end)
                AND NOT EXISTS (SELECT 1 FROM stays s WHERE s.id = b.stay_id AND s.state = 'held' AND s.hold_until <= \(now))
            WHERE \(condition)
            """)
        var free: [String: Set<Day>] = [:]
        for row in rows {
            let id: String = try row("id"), from: Day = try row("from_day"), to: Day? = try row("to_day"), taken: Day? = try row("night")
            var own = free[id] ?? Set(nights.days.filter { $0 >= from && $0 < to ?? nights.end })
            if let taken { own.remove(taken) }
            free[id] = own
        }
        if free.values.contains(where: { $0.count == nights.count }) { return true }
        return wish.mayMove && nights.days.allSatisfy { night in free.values.contains { $0.contains(night) } }
    }
}
