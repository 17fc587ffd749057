import Domain
import SQL

/// Other nights or another place, before arrival: by the guest until the cut-off, by the station's staff at any time.
///
/// Effects: the stay's lines are given back and others taken, together or not at all; due work is dated anew; the old nights are offered to the
/// waitlist; a message; an audit record.
public struct ChangeStay: Codable, Sendable {
    public let first: Day
    public let end: Day
    /// The same place where nothing is said.
    public let lodging: ID<Lodging>?
    public let accessible: Bool?
    public let mayMove: Bool?

    public init(first: Day, end: Day, lodging: ID<Lodging>? = nil, accessible: Bool? = nil, mayMove: Bool? = nil) {
        self.first = first
        self.end = end
        self.lodging = lodging
        self.accessible = accessible
        self.mayMove = mayMove
    }

    public func callAsFunction(_ house: House, _ id: ID<Stay>, by actor: Actor, once: Once? = nil) async throws -> Receipt {
        let nights = try LodgingPlace.nights(first, end)
        return try await house.performOnLedger(by: actor, once: once) { act, attempt in
            let stay = try act.loadOwnOrDeskStay(id)
            let isOwn = stay.account != nil && stay.account == actor.account
            _ = try stay.state.after(.change)
            let free = stay.place.freeUntil(stay.nights.first)
            if isOwn, act.now >= free {
                throw Refusal(.conflict, "too_late_to_change", Words("已过免费修改时间（\(free.clock)）", "The time for changes was over at \(free.clock)"), next: Words("可以取消，或联系驿站", "You can cancel, or ask the station"))
            }
            let place = if let lodging, lodging != stay.place.id { try isOwn ? LodgingPlace.load(act.tx, house.library, lodging) : LodgingPlace.atDesk(act.tx, house.library, lodging, actor) } else { stay.place }
            try place.mustTake(nights, now: act.now, byStaff: !isOwn)
            var finding: SQL = ""
            if isOwn, place.id != stay.place.id || nights.first != stay.nights.first, let account = stay.account {
                let judged = try StayEligibility.judge(act, account, at: place, on: nights.first)
                try act.askForProof(of: stay, judged.office, at: place)
                finding = ", finding = \(judged.finding)"
            }
            try act.release(stay)
            let person = try Ledger.person(act.tx, stay.personKey, at: place, now: act.now, for: nights.first)
            for hold in person.overdue { try act.expire(hold) }
            let wish = BedChoice.Wish(sex: stay.sex, accessible: accessible ?? false, mayMove: mayMove ?? false)
            let claim = try act.claim(nights, for: id, person: stay.personKey, taken: person.taken, at: place, wish: wish, spread: attempt)
            try act.take(claim.lines)
            try act.move(stay, .change, verb: "stay_changed", setting: """
                , first_night = \(nights.first), end_day = \(nights.end), lodging_id = \(place.id), price = \(claim.price.amount), free_nights = \(claim.free), late_until = NULL\(finding)
                """, detail: ["nights": "\(nights.first)/\(nights.end)", "before": "\(stay.nights.first)/\(stay.nights.end)", "lodging": place.id.rawValue])
            try act.nothingDue([.noShow, .remindStay], id.rawValue)
            act.dueForArrival(id, nights.first, place)
            if let account = stay.account { try act.tellBooked(id, nights, place, account) }
            try act.offer(stay.nights, at: stay.place)
            return Receipt(.stay, id.rawValue)
        }
    }
}

/// More nights at the end: in the same bed if it is free.
///
/// Effects: the further nights' lines; the stay's end and price; a message; an audit record.
public struct ExtendStay: Codable, Sendable {
    /// The new day of leaving.
    public let end: Day
    public let mayMove: Bool?

    public init(end: Day, mayMove: Bool? = nil) {
        self.end = end
        self.mayMove = mayMove
    }

    public func callAsFunction(_ house: House, _ id: ID<Stay>, by actor: Actor, once: Once? = nil) async throws -> Receipt {
        try await house.performOnLedger(by: actor, once: once) { act, attempt in
            let stay = try act.loadOwnOrDeskStay(id)
            _ = try stay.state.after(.extend)
            guard let more = Nights(stay.nights.end, end), let all = Nights(stay.nights.first, end) else {
                throw LodgingPlace.dates("end", Words("应晚于现在的离店日期 \(stay.nights.end)", "After the present day of leaving, \(stay.nights.end), please"))
            }
            let isOwn = stay.account != nil && stay.account == actor.account
            try stay.place.mustTake(more, now: act.now, byStaff: !isOwn)
            let person = try Ledger.person(act.tx, stay.personKey, at: stay.place, now: act.now, for: stay.nights.first)
            if let until = person.banUntil { throw Ledger.banned(until: until) }
            for hold in person.overdue { try act.expire(hold) }
            let free: Int = try act.tx.value("SELECT COUNT(*) FROM person_nights WHERE stay_id = \(id) AND released_at IS NULL AND n IS NOT NULL") ?? 0
            let last: String? = try act.tx.value("SELECT unit_id FROM bed_nights WHERE stay_id = \(id) AND released_at IS NULL ORDER BY night DESC LIMIT 1")
            let own = (nights: stay.nights.count, free: free)
            func claim(_ units: [String]?, mayMove: Bool) throws -> Claim {
                try act.claim(
                    more, for: id, person: stay.personKey, taken: person.taken, at: stay.place, wish: BedChoice.Wish(sex: stay.sex, mayMove: mayMove), units: units, own: own, spread: attempt)
            }
            let found: Claim
            do {
                found = try claim(last.map { [$0] }, mayMove: false)
            } catch let refusal as Refusal where refusal.code == "no_bed" && mayMove == true {
                found = try claim(nil, mayMove: true)
            }
            try act.take(found.lines)
            try act.move(stay, .extend, verb: "stay_extended", setting: ", end_day = \(end), price = \(found.price.amount), free_nights = \(found.free)", detail: ["nights": "\(all.first)/\(all.end)", "before": "\(stay.nights.first)/\(stay.nights.end)"])
            if let account = stay.account { try act.tellBooked(id, all, stay.place, account) }
            return Receipt(.stay, id.rawValue)
        }
    }
}

/// A guest who has arrived leaves before the end; the night that has begun is used.
///
/// Effects: the nights from the new day of leaving on are given back at once, with the person's, and offered to the waitlist; an audit record.
public struct LeaveEarly: Codable, Sendable {
    /// The new day of leaving; today where nothing is said.
    public let end: Day?

    public init(end: Day? = nil) { self.end = end }

    public func callAsFunction(_ house: House, _ id: ID<Stay>, by actor: Actor, once: Once? = nil) async throws -> Receipt {
        try await house.performOnLedger(by: actor, once: once) { act, _ in
            let stay = try act.loadOwnOrDeskStay(id)
            let end = max(self.end ?? act.today, stay.nights.first.adding(1))
            guard end >= act.today, end < stay.nights.end else {
                throw LodgingPlace.dates("end", Words("应在今天与 \(stay.nights.end) 之间", "Between today and \(stay.nights.end), please"))
            }
            try act.shorten(stay, to: end, .leaveEarly, verb: "stay_shortened")
            return Receipt(.stay, id.rawValue)
        }
    }
}

extension Act {
    /// The stay ends on an earlier day: what lies behind it is given back and offered.
    func shorten(_ stay: LoadedStay, to end: Day, _ event: StayEvent, verb: String, setting: SQL = "", detail: [String: String] = [:]) throws {
        try release(stay, from: end)
        let row = try tx.row("SELECT COUNT(*) AS nights, COUNT(n) AS free FROM person_nights WHERE stay_id = \(stay.id) AND released_at IS NULL")
        let nights: Int = try row?("nights") ?? 0, free: Int = try row?("free") ?? 0
        let price = stay.place.price(nights: nights, free: free)
        try move(stay, event, verb: verb, setting: ", end_day = \(end), price = \(price.amount), free_nights = \(free)\(setting)",
            detail: detail.merging(["nights": "\(stay.nights.first)/\(end)", "before": "\(stay.nights.first)/\(stay.nights.end)"]) { given, _ in given })
        if let freed = Nights(end, stay.nights.end) { try offer(freed, at: stay.place) }
    }
}

extension Instant {
    /// `2020-11-19 18:00`, in China.
    var clock: String { String(Zone.china.text(self).prefix(16)).replacing("T", with: " ") }
}
