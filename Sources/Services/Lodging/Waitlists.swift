import Domain
import SQL

/// Somebody waits for a bed that is taken. A freed one is offered to whoever waits longest and fits.
///
/// Effects: an entry in the waitlist; its nights as unmet demand, without the person; an audit record.
public struct JoinWaitlist: Sendable {
    let wish: StayWish

    public init(_ wish: StayWish) { self.wish = wish }

    public func callAsFunction(_ house: House, at lodging: ID<Lodging>, by actor: Actor, once: Once? = nil) async throws -> Receipt {
        guard let account = actor.account else { throw Refusal.unauthenticated }
        let nights = try LodgingPlace.nights(wish.first, wish.end)
        return try await house.perform(by: actor, once: once) { act in
            let place = try LodgingPlace.load(act.tx, house.library, lodging)
            try place.mustTake(nights, now: act.now)
            let person = try StayEligibility.person(act, account)
            try act.mustAgreeToLodging(account)
            _ = try StayEligibility.judge(act, account, at: place, on: nights.first)
            let ledger = try Ledger.person(act.tx, person.personKey, at: place, now: act.now, for: nights.first)
            if let until = ledger.banUntil { throw Ledger.banned(until: until) }
            _ = try place.rules.entitlement.lines(for: nights, taken: ledger.taken)
            try act.hold(lodging)
            let bed = BedChoice.Wish(sex: person.sex, accessible: wish.accessible ?? false, mayMove: wish.mayMove ?? false)
            guard try !BookingReader.hasBed(act.tx, nights, at: place, wish: bed, anyGender: false, now: act.now) else {
                throw Refusal(.conflict, "bed_free", Words("这几晚还有空床，不用候补", "A bed is free on these nights; there is no need to wait"), next: Words("请直接预订", "Please book it"))
            }
            let id: ID<Waiting> = try act.newID()
            let made = try act.tx.rows("""
                INSERT INTO waitlist (id, programme_id, lodging_id, account_id, person_key, first_night, end_day, accessible, may_move, state, created_at)
                VALUES (\(id), \(place.programme.id), \(lodging), \(account), \(person.personKey), \(nights.first), \(nights.end), \(wish.accessible ?? false), \(wish.mayMove ?? false), 'waiting', \(act.now))
                ON CONFLICT (person_key, lodging_id, first_night) WHERE ended_at IS NULL DO NOTHING RETURNING id
                """)
            guard !made.isEmpty else { throw Refusal(.conflict, "waiting_already", Words("您已在候补名单中", "You are on this waitlist already")) }
            try UnmetDemand.record(act, nights, at: lodging, of: account, reason: "no_bed")
            act.audit("waiting", id.rawValue, "waitlist_joined", to: "waiting", detail: ["lodging": lodging.rawValue, "nights": "\(nights.first)/\(nights.end)"], isFirst: true)
            return Receipt(.waiting, id.rawValue)
        }
    }
}

/// Somebody does not wait any more; an offer that stands is given back and goes to the next.
///
/// Effects: the entry ends; an offered hold is cancelled, its nights offered to the next; audit records.
public struct LeaveWaitlist: Codable, Sendable {
    public init() {}

    public func callAsFunction(_ house: House, _ id: ID<Waiting>, by actor: Actor, once: Once? = nil) async throws -> Receipt {
        guard let account = actor.account else { throw Refusal.unauthenticated }
        return try await house.performOnLedger(by: actor, once: once) { act, _ in
            guard let row = try act.tx.row("SELECT state, stay_id FROM waitlist WHERE id = \(id) AND account_id = \(account)\(act.dialect.lock)") else { throw Refusal.notFound }
            let state: String = try row("state")
            guard state == "waiting" || state == "offered" else { throw Refusal(.conflict, "not_waiting", Words("候补已经结束", "You are not waiting any more")) }
            try act.tx.run("UPDATE waitlist SET state = 'left', ended_at = \(act.now) WHERE id = \(id)")
            act.audit("waiting", id.rawValue, "waitlist_left", from: state, to: "left")
            if state == "offered", let held: ID<Stay> = try row("stay_id") {
                let stay = try act.loadOwnStay(held)
                if stay.state == .held {
                    try act.move(stay, .cancel, verb: "offer_declined")
                    try act.nothingDue([.holdEnd], held.rawValue)
                    try act.release(stay)
                    try act.offer(stay.nights, at: stay.place)
                }
            }
            return Receipt(.waiting, id.rawValue)
        }
    }
}

/// The person takes what the waitlist offers.
///
/// Effects: as `ConfirmStay`; the entry ends.
public struct TakeOffer: Codable, Sendable {
    public init() {}

    public func callAsFunction(_ house: House, _ id: ID<Waiting>, by actor: Actor, once: Once? = nil) async throws -> Receipt {
        guard let account = actor.account else { throw Refusal.unauthenticated }
        return try await house.perform(by: actor, once: once) { act in
            guard let row = try act.tx.row("SELECT state, stay_id FROM waitlist WHERE id = \(id) AND account_id = \(account)\(act.dialect.lock)") else { throw Refusal.notFound }
            guard try row("state") == "offered", let held: ID<Stay> = try row("stay_id") else {
                throw Refusal(.conflict, "no_offer", Words("现在没有可接受的床位", "Nothing is offered now"))
            }
            try act.mustAgreeToLodging(account)
            try act.confirm(try act.loadOwnStay(held), verb: "offer_taken")
            act.audit("waiting", id.rawValue, "offer_taken", from: "offered", to: "taken", detail: ["stay": held.rawValue])
            return Receipt(.stay, held.rawValue)
        }
    }
}

extension Act {
    /// Until the transaction ends nobody else changes this place, joins its waitlist, or is offered a bed from it: whoever finds no bed free is on the list before
    /// one is freed, or finds it. Bookings do not wait for it.
    func hold(_ lodging: ID<Lodging>) throws { _ = try tx.row("SELECT id FROM lodgings WHERE id = \(lodging)\(dialect.lock)") }

    /// Offers what has become free to whoever waits longest and fits: their gender, their wishes, their entitlement, every night.
    ///
    /// Effects: for each that fits a hold for the rules' minutes, with its lines, a message, and due work for its end; entries whose first night
    /// has passed end.
    func offer(_ freed: Nights, at place: LodgingPlace) throws {
        try hold(place.id)
        var last: (at: Instant, id: ID<Waiting>)?, asked = 0
        // Who stands behind hundreds that do not fit is asked with the next bed, so that nobody waits long for this one.
        while asked < 500, try Beds.anyFree(tx, freed, at: place.id) {
            let after: SQL = last.map { " AND (created_at > \($0.at) OR (created_at = \($0.at) AND id > \($0.id)))" } ?? ""
            let rows = try tx.rows("""
                SELECT id, account_id, first_night, end_day, accessible, may_move, created_at FROM waitlist
                WHERE lodging_id = \(place.id) AND state = 'waiting' AND first_night < \(freed.end) AND end_day > \(freed.first)\(after) ORDER BY created_at, id LIMIT 50\(dialect.lock)
                """)
            guard !rows.isEmpty else { return }
            asked += rows.count
            for row in rows {
                let nights = Nights(try row("first_night"), try row("end_day"))
                if let nights, try offer(row, nights, at: place), try !Beds.anyFree(tx, freed, at: place.id) { return }
                last = (try row("created_at"), try row("id"))
            }
        }
    }

    /// - Returns: whether it was offered; not so where the nights cannot be had, or the entitlement is used up, or booking is suspended. The next may fit.
    private func offer(_ row: Row, _ nights: Nights, at place: LodgingPlace) throws -> Bool {
        let id: ID<Waiting> = try row("id"), account: ID<Account> = try row("account_id")
        guard nights.first >= today else {
            try tx.run("UPDATE waitlist SET state = 'over', ended_at = \(now) WHERE id = \(id)")
            return false
        }
        // Never beyond the moment at which the bed would be given up anyway.
        let until = min(now.adding(seconds: place.rules.stay.offerMinutes * 60), place.givenUp(nights.first))
        guard until > now else { return false }
        let stay: ID<Stay>
        do {
            try place.mustTake(nights, now: now)
            let person = Guest(try StayEligibility.person(self, account))
            let judged = try StayEligibility.judge(self, account, at: place, on: nights.first)
            var start = StayStart(accessible: try row("accessible"), mayMove: try row("may_move"), finding: judged.finding, atOnce: true)
            start.why = .offer
            start.holdUntil = until
            stay = try book(person, nights, at: place, start, spread: 0)
        } catch is Refusal {
            return false
        }
        try tx.run("UPDATE waitlist SET state = 'offered', stay_id = \(stay) WHERE id = \(id) AND state = 'waiting'")
        audit("waiting", id.rawValue, "offered", from: "waiting", to: "offered", detail: ["stay": stay.rawValue, "until": until.description])
        try tell(account, Words("候补到床位：\(place.name)", "A bed for you: \(place.name)"),
            Words("\(nights.first) 至 \(nights.end) 有床位，为您保留到 \(until.clock)，请尽快确认。",
                "A bed is free from \(nights.first) to \(nights.end), held for you until \(until.clock). Please confirm soon."),
            link: Receipt(.stay, stay.rawValue))
        return true
    }
}
