import Domain
import SQL

/// The organiser announces an event.
///
/// Effects: it stands in the public calendar, and people register; a reminder the day before and its end fall due; an audit record. Refused while something stands against it
/// (`Act.hindrances(of:)`).
public struct OpenEvent: Codable, Sendable {
    public init() {}

    public func callAsFunction(_ house: House, _ id: ID<Event>, by actor: Actor, once: Once? = nil) async throws -> Receipt {
        try await house.perform(by: actor, once: once) { act in
            let event = try act.loadEvent(id, where: EventAccess.organised(by: actor))
            guard event.state.after(.open) != nil else { throw EventRefusals.wrongState(event.state) }
            guard event.beginsAt > act.now, event.closesAt > act.now else {
                throw Refusal(.conflict, "event_past", Words("开始或报名截止时间已过", "It would begin, or its registration end, before now"), next: Words("请先修改时间", "Change its times first"))
            }
            let hindrances = try act.hindrances(of: event)
            guard hindrances.isEmpty else { throw EventRefusals.hindered(hindrances) }
            try act.step(event, .open, verb: "event_opened", setting: ", opened_at = \(act.now)")
            act.dueForEvent(event)
            return event.receipt
        }
    }
}

/// The organiser calls an event off, with a reason.
///
/// Effects: the event stays visible with its reason; all registrations to it end and their seats are released; everybody registered or waiting is told; nothing of it falls due any more; audit records.
public struct CancelEvent: Codable, Sendable {
    public let reason: String

    public init(reason: String) { self.reason = reason }

    public func callAsFunction(_ house: House, _ id: ID<Event>, by actor: Actor, once: Once? = nil) async throws -> Receipt {
        let text = reason.trimmed
        guard (2...500).contains(text.count) else { throw Refusal.invalid([.init("reason", Words("请填写原因（2 至 500 字）", "Please give a reason (2 to 500 characters)"))]) }
        return try await house.perform(by: actor, once: once) { act in
            let event = try act.loadEvent(id, where: EventAccess.organised(by: actor))
            guard event.state.after(.cancel) != nil else { throw EventRefusals.wrongState(event.state) }
            let people = try act.registered(id, [.waiting, .requested, .registered])
            let kept = try act.keepReason(text, audience: .public)
            try act.step(event, .cancel, verb: "event_cancelled", reason: kept, setting: ", ended_at = \(act.now), reason_id = \(kept.id)", detail: ["registrations": String(people.count)])
            try act.nothingDue([.remindEvent, .endEvent], id.rawValue)
            try act.endRegistrations(to: event, [.waiting, .requested, .registered], .cancel, verb: "seat_cancelled", reason: kept)
            try act.tx.run("UPDATE event_seats SET released_at = \(act.now) WHERE event_id = \(id) AND released_at IS NULL AND registration_id IN (SELECT id FROM event_registrations WHERE event_id = \(id) AND state = 'cancelled')")
            try act.tell(people, Words("活动取消：\(event.title)", "An event is called off: \(event.title)"), Words("\(event.whenAndWhere.zh)取消。原因：\(text)", "\(event.whenAndWhere.en) is called off: \(text)"),
                link: event.receipt)
            return event.receipt
        }
    }
}

/// The last hour of an event has passed. By the worker; harmless when repeated, and when the event was moved meanwhile.
///
/// Effects: the event is over; who was registered and did not come is marked so, and who still waited is in line no more; everybody who came is asked how it was; the organisers are told that
/// its record is due; audit records.
struct EndEvent {
    func callAsFunction(_ house: House, _ id: ID<Event>, at: Instant?) async throws {
        _ = try await house.perform(by: .system, once: nil, at: at) { act in
            let event = try act.loadEvent(id, where: "1 = 1")
            guard event.state == .open, event.endsAt <= act.now else { return event.receipt }
            try act.step(event, .end, verb: "event_ended", setting: ", ended_at = \(act.now)")
            try act.endRegistrations(to: event, [.waiting, .requested, .registered], .end, verb: "seat_ended")
            let came = try act.tx.rows("SELECT id, account_id FROM event_registrations WHERE event_id = \(id) AND state = 'came' AND account_id IS NOT NULL ORDER BY created_at, id")
            for row in came { try act.askHowItWas(event, try row("id"), try row("account_id")) }
            try act.tell(try act.peopleBehind(event), Words("活动已结束：\(event.title)", "An event is over: \(event.title)"),
                Words("请登记活动成效；签到记录可继续补录七天。", "Its record is due. Check-ins can still be added for seven days."), link: event.receipt)
            return event.receipt
        }
    }
}

/// The day before an event. By the worker; harmless when repeated.
///
/// Effects: everybody registered is told when and where; an audit record, once for each time of the event.
struct RemindEvent {
    func callAsFunction(_ house: House, _ id: ID<Event>, at: Instant?) async throws {
        _ = try await house.perform(by: .system, once: nil, at: at) { act in
            let event = try act.loadEvent(id, where: "1 = 1"), detail = ["begins": event.beginsAt.description]
            guard event.state == .open, event.day == act.today.adding(1),
                  try act.tx.row("SELECT number FROM audit_records WHERE kind = 'event' AND subject = \(id) AND verb = 'event_reminded' AND detail = \(try Stored.json(detail))") == nil else { return event.receipt }
            for row in try act.tx.rows("SELECT id, account_id FROM event_registrations WHERE event_id = \(id) AND state = 'registered' AND account_id IS NOT NULL ORDER BY created_at, id") {
                let seat: ID<Seat> = try row("id"), account: ID<Account> = try row("account_id")
                try act.tell(account, Words("明天：\(event.title)", "Tomorrow: \(event.title)"), Words("\(event.whenAndWhere.zh)。请带好入场码。", "\(event.whenAndWhere.en). Please have your ticket at hand."),
                    link: Receipt(.seat, seat.rawValue))
            }
            act.audit("event", id.rawValue, "event_reminded", from: event.state.rawValue, to: event.state.rawValue, detail: detail)
            return event.receipt
        }
    }
}

extension Act {
    /// Moves an event that is locked.
    /// - Parameter setting: more columns, each after a comma.
    /// - Throws: a conflict that says what the event is now.
    func step(_ event: StoredEvent, _ step: EventState.Step, verb: String, reason: KeptReason? = nil, setting: SQL = "", detail: [String: String] = [:]) throws {
        guard let next = event.state.after(step) else { throw EventRefusals.wrongState(event.state) }
        let changed = try tx.run("UPDATE events SET state = \(next), version = version + 1\(setting) WHERE id = \(event.id) AND state = \(event.state)")
        guard changed == 1 else { throw EventRefusals.wrongState(event.state) }
        audit("event", event.id.rawValue, verb, from: event.state.rawValue, to: next.rawValue, reason: reason, detail: detail)
    }

    /// Moves all registrations in these states, with the event locked.
    fileprivate func endRegistrations(to event: StoredEvent, _ states: Set<SeatState>, _ step: SeatState.Step, verb: String, reason: KeptReason? = nil) throws {
        let seats = try tx.rows("""
            SELECT \(StoredSeat.columns) FROM event_registrations r WHERE r.event_id = \(event.id) AND r.state IN (\(list: states.map(\.rawValue).sorted())) ORDER BY r.id\(dialect.lock)
            """).map(StoredSeat.init)
        for seat in seats { try self.step(seat, step, verb: verb, reason: reason, setting: ", ended_at = \(now), reason_id = \(reason?.id)", detail: ["event": event.id.rawValue]) }
    }

    /// A reminder at six in the evening of the day before, and the end.
    func dueForEvent(_ event: StoredEvent) {
        let reminder = Zone.china.instant(event.day.adding(-1), hour: 18)
        if reminder > now { due(.remindEvent, event.id.rawValue, at: reminder) }
        due(.endEvent, event.id.rawValue, at: event.endsAt)
    }

    /// The people of the station that runs it, or of its office.
    func peopleBehind(_ event: StoredEvent) throws -> [ID<Account>] {
        if let station = event.station {
            return try tx.rows("SELECT DISTINCT m.account_id AS account_id FROM members m JOIN stations s ON s.organisation_id = m.organisation_id WHERE s.id = \(station) ORDER BY m.account_id").map { try $0("account_id") }
        }
        return try tx.rows("SELECT DISTINCT account_id FROM posts WHERE programme_id = \(event.programme) AND office = \(event.office) AND ended_at IS NULL ORDER BY account_id").map { try $0("account_id") }
    }

    /// Accounts with a registration in one of these states.
    func registered(_ id: ID<Event>, _ states: Set<SeatState>) throws -> [ID<Account>] {
        try tx.rows("""
            SELECT account_id FROM event_registrations WHERE event_id = \(id) AND account_id IS NOT NULL AND state IN (\(list: states.map(\.rawValue).sorted())) ORDER BY created_at, id
            """).map { try $0("account_id") }
    }

    /// A message with the way to the survey.
    func askHowItWas(_ event: StoredEvent, _ seat: ID<Seat>, _ account: ID<Account>) throws {
        try tell(account, Words("感谢参加：\(event.title)", "Thank you for coming: \(event.title)"), Words("请用一分钟评价这次活动，您的意见只有主办方看到。", "Please take a minute to rate the event. Only its organisers read what you say."),
            link: Receipt(.seat, seat.rawValue))
    }
}

extension StoredEvent {
    /// `“项目对接沙龙”（2020年12月10日 14:00，崂山区松岭路 1 号）`
    var whenAndWhere: Words {
        let parts = day.parts, second = Zone.china.secondOfDay(of: beginsAt), minute = second / 60 % 60
        let clock = "\(second / 3600):\(minute < 10 ? "0" : "")\(minute)"
        return Words("“\(title)”（\(parts.year)年\(parts.month)月\(parts.day)日 \(clock)，\(place)）", "“\(title)” (\(day), \(clock), \(place))")
    }
}
