import Domain
import SQL

/// Somebody registers for an event, alone or with others: together or not at all.
///
/// Effects: the registration with its names and answers, sealed; a seat for each of them, which the database gives once; where the event approves registrations, it holds them until the organiser answers;
/// where all seats are taken and the person will wait, a place in line instead; a message; an audit record. Refused while registration is not open, and a second time.
public struct TakeSeat: Codable, Sendable {
    /// How many come, oneself with them; 1 where nothing is said.
    public let people: Int?
    /// Under which name; the account's own where nothing is said.
    public let name: String?
    /// Who comes along, one on a line.
    public let companions: String?
    /// By question.
    public let answers: [String: [String]]?
    /// Will wait in line where all seats are taken.
    public let wait: Bool?

    public init(people: Int? = nil, name: String? = nil, companions: String? = nil, answers: [String: [String]]? = nil, wait: Bool? = nil) {
        self.people = people
        self.name = name
        self.companions = companions
        self.answers = answers
        self.wait = wait
    }

    public func callAsFunction(_ house: House, _ id: ID<Event>, by actor: Actor, once: Once? = nil) async throws -> Receipt {
        guard let account = actor.account else { throw Refusal.unauthenticated }
        var isAlone = false
        for _ in 0..<Ledger.attempts {
            let alone = isAlone
            do {
                return try await house.perform(by: actor, once: once) { act in
                    // Only read, so that many register at once; held by whoever joins the line, so that no seat becomes free meanwhile.
                    let event = try alone ? act.loadEvent(id, where: EventAccess.isShown) : act.shareEvent(id, where: EventAccess.isShown)
                    return try register(act, event, account, alone: alone).receipt
                }
            } catch is SeatsGone {
                isAlone = true
            } catch is SeatRefused {
                continue
            }
        }
        throw SeatRefusals.rush
    }

    private func register(_ act: Act, _ event: StoredEvent, _ account: ID<Account>, alone: Bool) throws -> StoredSeat {
        guard event.state == .open, act.now >= event.opensAt, act.now < event.closesAt else { throw SeatRefusals.notOpen(event, act.now) }
        let entry = try entry(for: event, act.actor), count = people ?? 1
        let state: SeatState = event.approval ? .requested : .registered
        let seat: StoredSeat
        do { seat = try act.write(entry, count, state, to: event, account) } catch is SeatRefused {
            // Somebody has this number at this door, or the person has registered already.
            guard try act.tx.row("SELECT id FROM event_registrations WHERE event_id = \(event.id) AND account_id = \(account) AND state IN (\(list: SeatState.live.map(\.rawValue).sorted()))") == nil else { throw SeatRefusals.already }
            throw SeatRefused()
        }
        if try act.takeSeats(event, for: seat.id, people: count) {
            let words = state == .requested ? Words("已提交，等待主办方审核；名额已为您保留。", "Your registration waits for the organiser’s answer; the seats are kept for you.")
                : Words("报名成功：\(event.whenAndWhere.zh)。入场时出示报名页面上的入场码。", "You are registered: \(event.whenAndWhere.en). Show the ticket on this page at the door.")
            try act.tell(account, Words("活动报名：\(event.title)", "Registration: \(event.title)"), words, link: seat.receipt)
            act.audit("seat", seat.id.rawValue, "seat_taken", to: state.rawValue, detail: ["event": event.id.rawValue, "people": String(count)], isFirst: true)
            return seat
        }
        guard event.waitlist, wait == true else { throw SeatRefusals.full(event.waitlist) }
        guard alone else { throw SeatsGone() }
        try act.tx.run("UPDATE event_registrations SET state = 'waiting', seated_at = NULL WHERE id = \(seat.id)")
        try act.tell(account, Words("已加入候补：\(event.title)", "You are in line: \(event.title)"),
            Words("名额已满。有人取消时按顺序自动递补，并给您发消息。", "All seats are taken. A seat that is given back is yours in turn, and you will get a message."), link: seat.receipt)
        act.audit("seat", seat.id.rawValue, "seat_awaited", to: SeatState.waiting.rawValue, detail: ["event": event.id.rawValue, "people": String(count), "why": "full"], isFirst: true)
        return seat
    }

    private func entry(for event: StoredEvent, _ actor: Actor) throws -> SeatEntry {
        var fields: [Refusal.Field] = []
        let count = people ?? 1, own = (name ?? "").trimmed
        let others = (companions ?? "").split(whereSeparator: \.isNewline).map { String($0).trimmed }.filter { !$0.isEmpty }
        if !(1...event.groupMost).contains(count) {
            fields.append(.init("people", event.groupMost == 1 ? Words("本活动每人单独报名", "Each person registers for themselves") : Words("每次报名 1 至 \(event.groupMost) 人", "1 to \(event.groupMost) people")))
        } else if others.count != count - 1 {
            fields.append(.init("companions", Words("请填写同行 \(count - 1) 人的姓名，每行一人", "The names of the other \(count - 1), one on a line, please")))
        }
        if own.count > 60 || others.contains(where: { $0.count > 60 }) { fields.append(.init(own.count > 60 ? "name" : "companions", Words("姓名最多 60 字", "A name has at most 60 characters"))) }
        var said: [String: String] = [:]
        for question in try SeatReader.questions(event) {
            let answer = (answers?[question.id]?.first ?? "").trimmed
            if let fault = question.fault(answer) { fields.append(.init("answers.\(question.id)", fault)) }
            if !answer.isEmpty { said[question.id] = answer }
        }
        guard fields.isEmpty else { throw Refusal.invalid(fields) }
        return SeatEntry(name: own.isEmpty ? actor.name : own, phone: "", companions: others, answers: said)
    }
}

extension Act {
    /// Writes a registration, before its seats.
    /// - Throws: `SeatRefused` where the person has one, or the number is another's.
    func write(_ entry: SeatEntry, _ people: Int, _ state: SeatState, to event: StoredEvent, _ account: ID<Account>?, beyond: Bool = false) throws -> StoredSeat {
        let id: ID<Seat> = try newID(), atDoor = state == .came
        let rows = try tx.rows("""
            INSERT INTO event_registrations (id, event_id, account_id, people, number, entry, state, beyond, created_at, seated_at, came, came_at, checked_by)
            VALUES (\(id), \(event.id), \(account), \(people), \(try SeatCodes.number(house.secrets)), \(try entry.sealed(house.secrets, id)), \(state), \(beyond), \(now), \(now),
                \(atDoor ? people : nil), \(atDoor ? now : nil), \(atDoor ? actor.account : nil))
            ON CONFLICT DO NOTHING RETURNING id, event_id, account_id, people, number, state, beyond, created_at, came, came_at
            """)
        guard let row = rows.first else { throw SeatRefused() }
        return try StoredSeat(row)
    }
}

/// Somebody takes their registration back.
///
/// Effects: it is cancelled, and its seats go to whoever waits (`Act.moveUp`); an audit record.
public struct CancelSeat: Codable, Sendable {
    public init() {}

    public func callAsFunction(_ house: House, _ id: ID<Seat>, by actor: Actor, once: Once? = nil) async throws -> Receipt {
        guard let account = actor.account else { throw Refusal.unauthenticated }
        return try await house.perform(by: actor, once: once) { act in
            let (seat, event) = try act.loadSeat(id, where: "r.account_id = \(account)")
            try act.cancel(seat, event)
            return seat.receipt
        }
    }
}

extension Act {
    /// Ends a registration that is locked with its event.
    func cancel(_ seat: StoredSeat, _ event: StoredEvent) throws {
        try step(seat, .cancel, verb: "seat_cancelled", setting: ", ended_at = \(now)", detail: ["event": event.id.rawValue])
        try releaseSeats(of: seat.id)
        try moveUp(event)
    }
}

/// The organiser says yes or no to a registration that waits for it.
///
/// Effects: it is registered; or refused with the reason, and its seats go to whoever waits; a message; an audit record.
public struct AnswerSeat: Codable, Sendable {
    public let accept: Bool
    /// Wanted where it is refused.
    public let reason: String?

    public init(accept: Bool, reason: String? = nil) {
        self.accept = accept
        self.reason = reason
    }

    public func callAsFunction(_ house: House, _ id: ID<Seat>, by actor: Actor, once: Once? = nil) async throws -> Receipt {
        let text = (reason ?? "").trimmed
        guard accept || (2...500).contains(text.count) else { throw Refusal.invalid([.init("reason", Words("请填写原因（2 至 500 字），报名人会看到", "Please give a reason (2 to 500 characters); the person reads it"))]) }
        return try await house.perform(by: actor, once: once) { act in
            let (seat, event) = try act.loadSeat(id, where: EventAccess.organised(by: actor))
            guard event.state == .open else { throw EventRefusals.wrongState(event.state) }
            guard let account = seat.account, account != actor.account else { throw Refusal(.forbidden, "own_seat", Words("自己的报名由他人审核", "Somebody else answers your own registration")) }
            if accept {
                try act.step(seat, .approve, verb: "seat_approved", setting: ", answered_by = \(actor.account)")
                try act.tell(account, Words("报名通过：\(event.title)", "You are registered: \(event.title)"),
                    Words("\(event.whenAndWhere.zh)。入场时出示入场码。", "\(event.whenAndWhere.en). Show your ticket at the door."), link: seat.receipt)
            } else {
                let kept = try act.keepReason(text, audience: .applicant)
                try act.step(seat, .refuse, verb: "seat_refused", reason: kept, setting: ", answered_by = \(actor.account), reason_id = \(kept.id), ended_at = \(act.now)")
                try act.releaseSeats(of: id)
                try act.moveUp(event)
                try act.tell(account, Words("报名未通过：\(event.title)", "Your registration was not accepted: \(event.title)"), Words("原因：\(text)", "Reason: \(text)"), link: seat.receipt)
            }
            return seat.receipt
        }
    }
}
