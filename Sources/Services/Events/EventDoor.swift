import Domain
import SQL

/// The organiser's people at the door scan or type a code: this registration has come. The same code again changes nothing, and its receipt says so (`Receipt.repeated`).
///
/// Effects: who came, when, and how many of a group; where the event is over already, the person is asked how it was; an audit record.
public struct CheckInSeat: Codable, Sendable {
    /// The QR code's text, or eight digits.
    public let code: String
    /// How many of a group came; all where nothing is said.
    public let people: Int?
    /// When it was scanned, in milliseconds since 1970: where the network was away. Believed only within the hours of the event.
    public let at: Int?

    public init(code: String, people: Int? = nil, at: Int? = nil) {
        self.code = code
        self.people = people
        self.at = at
    }

    public func callAsFunction(_ house: House, _ id: ID<Event>, by actor: Actor, once: Once? = nil) async throws -> Receipt {
        guard let account = actor.account else { throw Refusal.unauthenticated }
        return try await house.perform(by: actor, once: once) { act in
            let event = try act.shareEvent(id, where: EventAccess.organised(by: actor))
            let seat = try find(act, event)
            if seat.state == .came { return Receipt(.seat, seat.id.rawValue, repeated: true) }
            try EventDoor.mustBeOpen(event, act.now)
            let count = people ?? seat.people
            guard (1...seat.people).contains(count) else { throw Refusal.invalid([.init("people", Words("这次报名共 \(seat.people) 人", "The registration is for \(seat.people)"))]) }
            try act.step(seat, .checkIn, verb: "seat_checked_in", setting: ", came = \(count), came_at = \(moment(event, act.now)), checked_by = \(account), ended_at = NULL",
                detail: ["event": id.rawValue, "people": String(count)])
            if event.state != .open, let person = seat.account { try act.askHowItWas(event, seat.id, person) }
            return seat.receipt
        }
    }

    private func find(_ act: Act, _ event: StoredEvent) throws -> StoredSeat {
        let typed = code.filter { !$0.isWhitespace }
        guard !typed.isEmpty, typed.utf8.count <= 200 else { throw Refusal.invalid([.init("code", Words("请扫描或输入入场码", "Scan or type a code"))]) }
        let condition: SQL
        if typed.utf8.count == 8, let number = Int(typed), number >= 0 {
            condition = "r.number = \(number)"
        } else if let id = try SeatCodes.seat(typed, act.house.secrets) {
            condition = "r.id = \(id)"
        } else {
            throw Refusal.invalid([.init("code", Words("不是本系统的入场码", "This is no ticket of this site"))])
        }
        guard let row = try act.tx.row("SELECT \(StoredSeat.columns) FROM event_registrations r WHERE r.event_id = \(event.id) AND \(condition)\(act.dialect.lock)") else {
            throw Refusal.invalid([.init("code", Words("这次活动没有这个入场码，请核对数字或活动", "No ticket of this event has this code. Check the digits, or the event"))])
        }
        return try StoredSeat(row)
    }

    /// When it was scanned, if that can be.
    private func moment(_ event: StoredEvent, _ now: Instant) -> Instant {
        guard let at, let exact = Int64(exactly: at) else { return now }
        let said = Instant(milliseconds: exact)
        return said >= EventDoor.opens(event) && said <= now ? said : now
    }
}

/// Somebody without a registration comes to the door and is let in.
///
/// Effects: they have come; a seat for each of them, or where there is none left and the organiser lets them in all the same, a mark that they are beyond the seats; name and telephone, sealed; an audit record.
public struct TakeWalkIn: Codable, Sendable {
    public let name: String
    public let phone: String?
    /// 1 where nothing is said.
    public let people: Int?
    /// Let in although there is no seat left.
    public let beyond: Bool?

    public init(name: String, phone: String? = nil, people: Int? = nil, beyond: Bool? = nil) {
        self.name = name
        self.phone = phone
        self.people = people
        self.beyond = beyond
    }

    public func callAsFunction(_ house: House, _ id: ID<Event>, by actor: Actor, once: Once? = nil) async throws -> Receipt {
        let own = name.trimmed, count = people ?? 1, number = Phone.normalised(phone ?? "")
        var fields: [Refusal.Field] = []
        if !(1...60).contains(own.count) { fields.append(.init("name", Words("请填写姓名（60 字以内）", "A name of at most 60 characters, please"))) }
        if !(1...100).contains(count) { fields.append(.init("people", Words("1 至 100 人", "1 to 100 people"))) }
        if !number.isEmpty, !(7...20).contains(number.count) { fields.append(.init("phone", Words("请核对电话号码", "Please check the telephone number"))) }
        guard fields.isEmpty else { throw Refusal.invalid(fields) }
        for _ in 0..<Ledger.attempts {
            do {
                return try await house.perform(by: actor, once: once) { act in
                    let event = try act.shareEvent(id, where: EventAccess.organised(by: actor))
                    try EventDoor.mustBeOpen(event, act.now)
                    let entry = SeatEntry(name: own, phone: number, companions: [], answers: [:])
                    let seat = try act.write(entry, count, .came, to: event, nil)
                    let isSeated = try act.takeSeats(event, for: seat.id, people: count)
                    if !isSeated {
                        guard beyond == true else {
                            throw Refusal.invalid([.init("beyond", Words("名额已满；现场仍可容纳时请勾选", "All seats are taken; tick this where there is room all the same"))])
                        }
                        try act.tx.run("UPDATE event_registrations SET beyond = \(true), seated_at = NULL WHERE id = \(seat.id)")
                    }
                    act.audit("seat", seat.id.rawValue, "walk_in_taken", to: SeatState.came.rawValue, detail: ["event": id.rawValue, "people": String(count), "beyond": String(!isSeated)], isFirst: true)
                    return seat.receipt
                }
            } catch is SeatRefused {
                continue
            }
        }
        throw SeatRefusals.rush
    }
}

/// The hours in which somebody is let in.
enum EventDoor {
    /// Half a day before it begins.
    static func opens(_ event: StoredEvent) -> Instant { event.beginsAt.adding(seconds: -43_200) }
    /// A week after its end: what was scanned without a network comes in later.
    static func closes(_ event: StoredEvent) -> Instant { event.endsAt.adding(seconds: 7 * 86_400) }

    static func mustBeOpen(_ event: StoredEvent, _ now: Instant) throws(Refusal) {
        switch event.state {
        case .draft, .cancelled: throw EventRefusals.wrongState(event.state)
        case .open, .over, .held: break
        }
        guard now >= opens(event) else { throw Refusal(.conflict, "too_early", Words("活动开始前 12 小时起可以签到", "Check-in begins 12 hours before the event")) }
        guard now <= closes(event) else { throw Refusal(.conflict, "too_late", Words("活动结束已超过七天，不能再补签到", "The event ended more than seven days ago")) }
    }
}
