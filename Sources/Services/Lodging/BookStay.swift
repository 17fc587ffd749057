import Domain
import SQL

/// A bed that somebody wants for some nights.
public struct StayWish: Codable, Sendable {
    public let first: Day
    /// The day of leaving.
    public let end: Day
    public let accessible: Bool?
    /// Agrees to change beds during the stay where no bed is free on all nights.
    public let mayMove: Bool?

    public init(first: Day, end: Day, accessible: Bool? = nil, mayMove: Bool? = nil) {
        self.first = first
        self.end = end
        self.accessible = accessible
        self.mayMove = mayMove
    }
}

/// Somebody books a bed for themselves, or has it held for some minutes while they look for what is still asked of them (`ConfirmStay` books it then):
/// questions that are open do not stand against a hold. Who does not agree to the station's learning what it needs for a stay books none.
///
/// Effects: a stay with its lines in the ledger (a bed for each night, the person's nights and stay of the year); where an office has
/// to look at a proof before check-in, a case for it; a message; due work for the reminder and for nobody coming, or for the end of the hold. Refused for want of a bed:
/// the nights are recorded as unmet demand, without the person.
public struct BookStay: Sendable {
    let wish: StayWish
    let hold: Bool

    public init(_ wish: StayWish, hold: Bool = false) {
        self.wish = wish
        self.hold = hold
    }

    public func callAsFunction(_ house: House, at lodging: ID<Lodging>, by actor: Actor, once: Once? = nil) async throws -> Receipt {
        guard let account = actor.account else { throw Refusal.unauthenticated }
        let nights = try LodgingPlace.nights(wish.first, wish.end)
        do {
            return try await house.performOnLedger(by: actor, once: once) { act, attempt in
                // Place, person, consent and where to write to them in one statement; then facts, ledger and beds; all that is written leaves in one batch.
                guard let row = try act.tx.row("""
                    SELECT \(LodgingPlace.columns), \(TalentReader.columns), \(ConsentRules.open(.lodging, of: account)) AS consent FROM \(LodgingPlace.tables)
                        LEFT JOIN (\(TalentReader.tables)) ON t.account_id = \(account) AND \(TalentReader.isPerson) WHERE l.id = \(lodging)
                    """) else { throw Refusal.notFound }
                let place = try LodgingPlace(row, house.library)
                try place.mustTake(nights, now: act.now)
                guard let person = try TalentReader.read(row, house.secrets) else { throw StayEligibility.noProfile }
                guard let _: String = try row("consent") else { throw ConsentRules.noLodging }
                let guest = Guest(person)
                let judged = try StayEligibility.judge(act, account, at: place, on: nights.first, mayAsk: hold)
                var start = StayStart(accessible: wish.accessible ?? false, mayMove: wish.mayMove ?? false, finding: judged.finding)
                if hold {
                    try act.mustNotHoldOften(guest)
                    start.why = .questions
                    start.holdUntil = act.now.adding(seconds: place.rules.stay.holdMinutes * 60)
                }
                let spread = Int(truncatingIfNeeded: act.now.milliseconds) &+ attempt &* 7 &+ guest.personKey.hashValue
                let stay = try act.book(guest, nights, at: place, start, spread: spread)
                if !hold { try act.tellBooked(stay, nights, place, try TalentReader.recipient(row)) }
                if !hold, let procedure = judged.procedure { try act.askForProof(stay, procedure, place, account) }
                return Receipt(.stay, stay.rawValue)
            }
        } catch let refusal as Refusal where ["no_bed", "rush"].contains(refusal.code) {
            _ = try await house.perform(by: .system, once: nil) { act in
                try UnmetDemand.record(act, nights, at: lodging, of: account, reason: refusal.code)
                return Receipt(.lodging, lodging.rawValue)
            }
            throw refusal
        }
    }
}

/// The person confirms a hold, and is judged anew. Refused while a question is open.
///
/// Effects: the stay is booked, with what the person is judged by now; a message; where an office has to look at a proof before check-in, a case for it;
/// due work for the reminder and for nobody coming; an audit record.
public struct ConfirmStay: Codable, Sendable {
    public init() {}

    public func callAsFunction(_ house: House, _ id: ID<Stay>, by actor: Actor, once: Once? = nil) async throws -> Receipt {
        try await house.perform(by: actor, once: once) { act in
            let stay = try act.loadOwnStay(id)
            try act.mustAgreeToLodging(stay.account)
            try act.confirm(stay, verb: "stay_booked")
            return Receipt(.stay, id.rawValue)
        }
    }
}

extension Act {
    /// Two holds of a person that nobody confirmed are enough for a day: others want the beds too.
    fileprivate func mustNotHoldOften(_ guest: Guest) throws {
        let since = now.adding(seconds: -86_400)
        let idle: Int = try tx.value("SELECT COUNT(*) FROM stays WHERE person_key = \(guest.personKey) AND why = 'questions' AND state IN ('expired', 'cancelled') AND created_at > \(since)") ?? 0
        guard idle < 2 else {
            throw Refusal(.conflict, "held_often", Words("今天已两次保留床位而没有确认", "Two holds of today were not confirmed"), next: Words("请先补齐资料，再直接预订", "Please complete your profile first, then book"))
        }
    }

    /// A hold becomes a booking, unless its time is over.
    func confirm(_ stay: LoadedStay, verb: String) throws {
        if let until = stay.holdUntil, until <= now { throw Refusal(.conflict, "hold_over", Words("保留时间已过，床位已释放", "The hold is over and the bed was released"), next: Words("请重新预订", "Please book again")) }
        let judged = try stay.account.map { try StayEligibility.judge(self, $0, at: stay.place, on: stay.nights.first) }
        let finding: SQL = if let judged { ", finding = \(judged.finding)" } else { "" }
        try move(stay, .confirm, verb: verb, setting: finding)
        try nothingDue([.holdEnd], stay.id.rawValue)
        dueForArrival(stay.id, stay.nights.first, stay.place)
        try tx.run("UPDATE waitlist SET state = 'taken', ended_at = \(now) WHERE stay_id = \(stay.id) AND state = 'offered'")
        if let account = stay.account { try tellBooked(stay.id, stay.nights, stay.place, account) }
        if let judged { try askForProof(of: stay, judged.office, at: stay.place) }
    }

    func tellBooked(_ stay: ID<Stay>, _ nights: Nights, _ place: LodgingPlace, _ account: ID<Account>) throws {
        let words = Self.booked(nights, place)
        try tell(account, words.title, words.body, link: Receipt(.stay, stay.rawValue))
    }

    func tellBooked(_ stay: ID<Stay>, _ nights: Nights, _ place: LodgingPlace, _ recipient: Recipient) throws {
        let words = Self.booked(nights, place)
        try tell(recipient, words.title, words.body, link: Receipt(.stay, stay.rawValue))
    }

    private static func booked(_ nights: Nights, _ place: LodgingPlace) -> (title: Words, body: Words) {
        let until = place.freeUntil(nights.first).clock
        return (Words("已预订：\(place.name)", "Booked: \(place.name)"),
            Words("入住 \(nights.first)，离店 \(nights.end)，共 \(nights.count) 晚。如不能前来，请在 \(until) 前取消。",
                "From \(nights.first) to \(nights.end), \(nights.count) nights. If you cannot come, please cancel before \(until)."))
    }
}

/// Nights that somebody wanted and did not get: what the city should know, without the person.
enum UnmetDemand {
    /// Each night counts once a day for one who asks again and again: the row's id says so, and says nothing else.
    static func record(_ act: Act, _ nights: Nights, at lodging: ID<Lodging>, of account: ID<Account>, reason: String) throws {
        for night in nights.days.prefix(31) {
            let secrets = act.house.secrets, once = secrets.hex(try secrets.blindIndex("\(account)/\(lodging)/\(night)/\(act.today)", table: "refused_nights", column: "id"))
            act.later("""
                INSERT INTO refused_nights (id, programme_id, lodging_id, area, night, reason, at)
                SELECT \(once), programme_id, id, area, \(night), \(reason), \(act.now) FROM lodgings WHERE id = \(lodging) ON CONFLICT (id) DO NOTHING
                """)
        }
    }
}
