import Domain
import SQL

/// Somebody books a mentor's hour.
///
/// Effects: the booking, taken by its insert; a request for start-up help that it belongs to, made if the person has none with the mentor's keeper; a reminder
/// the day before; messages to both; audit records.
public struct BookMentor: Codable, Sendable {
    /// What it is about.
    public let text: String

    public init(text: String) { self.text = text }

    /// - Parameter mentor: whose hour it is; an hour of another is not found.
    public func callAsFunction(_ house: House, _ id: ID<MentorHour>, of mentor: ID<Mentor>, by actor: Actor, once: Once? = nil) async throws -> Receipt {
        guard let account = actor.account else { throw Refusal.unauthenticated }
        if actor.isStaff { throw Refusal(.forbidden, "staff_ask_nothing", Words("工作账号不能为自己预约", "Staff accounts book nothing of their own")) }
        let text = try RequestText.needed(text, "text", most: 500)
        return try await house.perform(by: actor, once: once) { act in
            try act.lock(account)   // bookings of one person are counted one after the other
            let owner = mentor
            guard try act.tx.row("SELECT id FROM mentor_hours WHERE id = \(id) AND mentor_id = \(owner)") != nil,
                  let row = try act.tx.row("SELECT \(StoredMentor.columns) FROM mentors m WHERE m.id = \(owner)") else { throw Refusal.notFound }
            let mentor = try StoredMentor(row), programme = try house.library.programme(mentor.programme)
            guard let rules = programme.requests, let hour = try act.tx.row("SELECT starts_at, minutes, place FROM mentor_hours WHERE id = \(id) AND withdrawn_at IS NULL") else { throw Refusal.notFound }
            let starts: Instant = try hour("starts_at"), place: String = try hour("place"), minutes: Int = try hour("minutes")
            guard starts > act.now else { throw Refusal(.conflict, "hour_past", Words("这个时段已经开始", "This hour has begun"), next: Words("请选择其他时段", "Choose another")) }
            let held: Int = try act.tx.value("SELECT COUNT(*) FROM mentor_bookings WHERE account_id = \(account) AND state = 'booked'") ?? 0
            guard held < rules.mentorBookings else {
                throw Refusal(.conflict, "bookings_full", Words("同时至多预约 \(rules.mentorBookings) 次", "At most \(rules.mentorBookings) bookings at the same time"), clause: rules.clause,
                    next: Words("完成或取消已有预约后再约", "Book again when one of them is over or given back"))
            }
            let end = starts.adding(seconds: minutes * 60)
            let same = try act.tx.rows("""
                SELECT h.starts_at AS starts_at, h.minutes AS minutes FROM mentor_bookings b JOIN mentor_hours h ON h.id = b.hour_id
                WHERE b.account_id = \(account) AND b.state = 'booked' AND h.starts_at < \(end) AND h.starts_at > \(starts.adding(seconds: -3600)) ORDER BY h.starts_at
                """)
            for row in same {
                let other: Instant = try row("starts_at"), length: Int = try row("minutes")
                if other.adding(seconds: length * 60) > starts { throw Refusal(.conflict, "booked_then", Words("您在这个时间已有预约", "You have a booking at that time already")) }
            }
            let request = try request(act, account, mentor, text, programme)
            _ = try act.loadMentor(owner, where: "m.ended_at IS NULL")   // a request is locked before a mentor, as where one is withdrawn
            let booking = try act.newID(MentorBooking.self)
            let made = try act.tx.rows("""
                INSERT INTO mentor_bookings (id, hour_id, account_id, request_id, state, booked_at) VALUES (\(booking), \(id), \(account), \(request), \(MentorBookingState.booked), \(act.now))
                ON CONFLICT DO NOTHING RETURNING id
                """)
            guard !made.isEmpty else { throw Refusal(.conflict, "hour_taken", Words("这个时段刚被别人预约", "Somebody has just booked this hour"), next: Words("请选择其他时段", "Choose another")) }
            let reminder = starts.adding(seconds: -86_400)
            if reminder > act.now { act.due(.remindMentorHour, booking.rawValue, at: reminder) }
            act.audit("mentor", owner.rawValue, "hour_booked", detail: ["booking": booking.rawValue, "request": request.rawValue])
            let when = Words("\(Zone.china.minute(starts))，\(place)。", "\(Zone.china.minute(starts)), \(place).")
            try act.tell(account, Words("导师预约成功：\(mentor.name)", "You have booked \(mentor.name)"), when, link: Receipt(.request, request.rawValue))
            try act.tell(mentor.keeper, programme: programme.id, Words("有人预约导师：\(mentor.name)", "Somebody has booked \(mentor.name)"), when, link: Receipt(.request, request.rawValue))
            return Receipt(.request, request.rawValue)
        }
    }

    /// The person's request for start-up help with the mentor's keeper; made if there is none.
    private func request(_ act: Act, _ account: ID<Account>, _ mentor: StoredMentor, _ text: String, _ programme: Programme) throws -> ID<Request> {
        let known: ID<Request>? = try act.tx.value("""
            SELECT id FROM requests WHERE account_id = \(account) AND organisation_id IS NULL AND programme_id = \(programme.id) AND topic = \(RequestTopic.startUp) AND state IN ('open', 'answered')
                AND (station_id = \(mentor.keeper.station) OR office = \(mentor.keeper.office)) ORDER BY created_at, id LIMIT 1
            """)
        guard let known else { return try act.open(NewRequest(topic: .startUp, text: text, account: account, owner: mentor.keeper), in: programme) }
        let request = try act.loadRequest(known, where: "r.account_id = \(account)")
        try act.write(text, to: known, as: .asker)
        act.audit("request", known.rawValue, "message_written", from: request.state.rawValue, to: request.state.rawValue, detail: ["side": RequestSide.asker.rawValue])
        return known
    }
}

/// The person gives an hour back, until the hours before it that the programme names; the mentor's keeper at any time before it.
///
/// Effects: the booking is cancelled and the hour free again; the other side is told; an audit record.
public struct CancelMentor: Codable, Sendable {
    public init() {}

    public func callAsFunction(_ house: House, _ id: ID<MentorBooking>, by actor: Actor, once: Once? = nil) async throws -> Receipt {
        try await house.perform(by: actor, once: once) { act in
            let booking = try act.loadBooking(id, where: "(b.account_id = \(actor.account) OR \(RequestAccess.held("m", actor)))")
            let rules = try house.library.programme(booking.mentor.programme).requests
            let isOwn = booking.account == actor.account
            guard booking.starts > act.now else { throw Refusal(.conflict, "hour_past", Words("已经开始，不能取消", "It has begun and cannot be cancelled")) }
            if isOwn, let hours = rules?.mentorCancelHours, booking.starts.adding(seconds: -hours * 3600) <= act.now {
                throw Refusal(.conflict, "cancel_late", Words("开始前 \(hours) 小时内不能取消", "It cannot be cancelled within \(hours) hours before it"), clause: rules?.clause, next: Words("请在诉求页面留言说明",
                    "Write to the keeper on the request's page"))
            }
            try act.end(id, .cancel, detail: ["side": isOwn ? "asker" : "owner"])
            let title = Words("导师预约已取消：\(booking.mentor.name)", "A mentor's hour was cancelled: \(booking.mentor.name)"), body = Words("\(Zone.china.minute(booking.starts))。", "\(Zone.china.minute(booking.starts)).")
            let link = Receipt(.request, booking.request.rawValue)
            if isOwn { try act.tell(booking.mentor.keeper, programme: booking.mentor.programme, title, body, link: link) } else { try act.tell(booking.account, title, body, link: link) }
            return link
        }
    }
}

/// The mentor's keeper says whether the hour took place, and what came of it.
///
/// Effects: the booking is held, or marked as not attended; its note (sealed); the person is told; an audit record.
public struct RecordMentorHour: Codable, Sendable {
    public let came: Bool?
    public let note: String?

    public init(came: Bool?, note: String? = nil) {
        self.came = came
        self.note = note
    }

    public func callAsFunction(_ house: House, _ id: ID<MentorBooking>, by actor: Actor, once: Once? = nil) async throws -> Receipt {
        guard let came else { throw Refusal.invalid([.init("came", Words("请选择是否到场", "Please say whether the person came"))]) }
        let note = try PursuitRules.note(note, "note", most: 1000)
        return try await house.perform(by: actor, once: once) { act in
            let booking = try act.loadBooking(id, where: RequestAccess.held("m", actor))
            guard booking.starts <= act.now else { throw Refusal(.conflict, "hour_to_come", Words("还没有开始", "It has not begun yet")) }
            let sealed = try note.map { try house.secrets.seal(text: $0, table: "mentor_bookings", column: "note", row: id.rawValue) }
            try act.end(id, came ? .hold : .miss, also: ", note = \(sealed)")
            let link = Receipt(.request, booking.request.rawValue)
            try act.tell(booking.account, came ? Words("导师辅导已记录", "Your mentor's hour was recorded") : Words("导师预约记为未到", "You were marked as not there"),
                Words("\(booking.mentor.name)，\(Zone.china.minute(booking.starts))。", "\(booking.mentor.name), \(Zone.china.minute(booking.starts))."), link: link)
            return link
        }
    }
}

/// The day before a mentor's hour the person and the keeper are reminded.
///
/// Effects: messages; an audit record.
struct RemindMentorHour {
    func callAsFunction(_ house: House, _ id: ID<MentorBooking>, at: Instant?) async throws {
        _ = try await house.perform(by: .system, once: nil, at: at) { act in
            let booking = try act.loadBooking(id, where: "1 = 1"), link = Receipt(.request, booking.request.rawValue)
            guard booking.state == .booked else { return link }
            let detail = ["booking": id.rawValue]
            let known = try act.tx.row("SELECT number FROM audit_records WHERE kind = 'mentor' AND subject = \(booking.mentor.id) AND verb = 'reminded' AND detail = \(try Stored.json(detail))")
            guard known == nil else { return link }
            let title = Words("导师辅导提醒：\(booking.mentor.name)", "Your mentor's hour: \(booking.mentor.name)"), body = Words("\(Zone.china.minute(booking.starts))，\(booking.place)。",
                "\(Zone.china.minute(booking.starts)), \(booking.place).")
            try act.tell(booking.account, title, body, link: link)
            try act.tell(booking.mentor.keeper, programme: booking.mentor.programme, title, body, link: link)
            act.audit("mentor", booking.mentor.id.rawValue, "reminded", detail: detail)
            return link
        }
    }
}

/// A booking with its hour and mentor.
struct StoredBooking {
    let account: ID<Account>
    let request: ID<Request>
    let state: MentorBookingState
    let starts: Instant
    let place: String
    let mentor: StoredMentor
}

extension Act {
    /// Loads a booking; its mentor is locked until the end of the transaction.
    /// - Parameter condition: who may, in SQL over `b` and `m`.
    func loadBooking(_ id: ID<MentorBooking>, where condition: SQL) throws -> StoredBooking {
        let tables: SQL = "mentor_bookings b JOIN mentor_hours h ON h.id = b.hour_id JOIN mentors m ON m.id = h.mentor_id"
        guard let mentor: ID<Mentor> = try tx.value("SELECT m.id FROM \(tables) WHERE b.id = \(id) AND \(condition)") else { throw Refusal.notFound }
        let loaded = try loadMentor(mentor, where: "1 = 1")
        guard let row = try tx.row("SELECT b.account_id AS account_id, b.request_id AS request_id, b.state AS state, h.starts_at AS starts_at, h.place AS place FROM \(tables) WHERE b.id = \(id)") else {
            throw Refusal.notFound
        }
        return StoredBooking(account: try row("account_id"), request: try row("request_id"), state: try row("state"), starts: try row("starts_at"), place: try row("place"), mentor: loaded)
    }
}
