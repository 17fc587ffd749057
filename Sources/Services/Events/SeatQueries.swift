import Domain
import SQL

/// Reads registrations into what pages show.
enum SeatReader {
    static func questions(_ event: StoredEvent) throws -> [EventQuestion] { try Stored.read(event.questions.isEmpty ? "[]" : event.questions) }

    static func reason(_ tx: any Transaction, _ house: House, _ id: ID<Reason>) throws -> String? {
        try tx.row("SELECT body FROM reasons WHERE id = \(id)").map { try house.secrets.text(try $0("body"), table: "reasons", column: "body", row: id.rawValue) }
    }

    static func answers(_ entry: SeatEntry, _ questions: [EventQuestion]) -> [SeatView.Answer] {
        questions.compactMap { question in entry.answers[question.id].map { SeatView.Answer(question: question.label, kind: question.kind, answer: $0) } }
    }

    /// Registrations of a person, with their events.
    /// - Parameter condition: over `r`, without order.
    static func views(_ tx: any Transaction, _ house: House, now: Instant, _ condition: SQL) throws -> [SeatView] {
        let rows = try tx.rows("""
            SELECT \(StoredSeat.columns), r.entry AS entry, r.reason_id AS reason_id, v.stars AS stars FROM event_registrations r LEFT JOIN event_surveys v ON v.registration_id = r.id
            WHERE \(condition) ORDER BY r.created_at DESC, r.id DESC LIMIT 200
            """)
        let events = Set(try rows.map { try $0("event_id") as String }).sorted()
        var stored: [ID<Event>: StoredEvent] = [:], summaries: [ID<Event>: EventSummary] = [:]
        for row in try tx.rows("SELECT \(StoredEvent.columns) FROM events e WHERE e.id IN (\(list: events)) ORDER BY e.id") {
            let event = try StoredEvent(row)
            stored[event.id] = event
        }
        for summary in try EventReading.summaries(tx, house, now: now, "e.id IN (\(list: events)) ORDER BY e.begins_at, e.id") { summaries[summary.id] = summary }
        return try rows.compactMap { row in
            let seat = try StoredSeat(row)
            guard let event = stored[seat.event], let summary = summaries[seat.event] else { return nil }
            return try view(tx, house, now: now, seat, event, summary, row)
        }
    }

    private static func view(_ tx: any Transaction, _ house: House, now: Instant, _ seat: StoredSeat, _ event: StoredEvent, _ summary: EventSummary, _ row: Row) throws -> SeatView {
        let entry = try SeatEntry.read(try row("entry"), house.secrets, seat.id), reason: ID<Reason>? = try row("reason_id"), stars: Int? = try row("stars")
        let hasTicket = seat.state == .registered || seat.state == .came
        var line: Int?
        if seat.state == .waiting {
            line = try tx.value("""
                SELECT COUNT(*) FROM event_registrations r WHERE r.event_id = \(seat.event) AND r.state = 'waiting' AND (r.created_at < \(seat.createdAt) OR (r.created_at = \(seat.createdAt) AND r.id <= \(seat.id)))
                """)
        }
        return SeatView(
            id: seat.id, event: summary, state: seat.state, people: seat.people, name: entry.name, companions: entry.companions, answers: answers(entry, try questions(event)),
            number: hasTicket ? SeatCodes.text(seat.number) : nil, token: hasTicket ? try SeatCodes.token(house.secrets, seat.id) : nil, line: line, reason: try reason.flatMap { try self.reason(tx, house, $0) },
            cameAt: seat.cameAt, mayCancel: seat.state.after(.cancel) != nil && event.state == .open, maySay: seat.state == .came && stars == nil && now >= event.endsAt, stars: stars, at: seat.createdAt)
    }

    /// A registration for organisers.
    static func registration(_ row: Row, _ house: House, _ questions: [EventQuestion]) throws -> RegistrationView {
        let seat = try StoredSeat(row), entry = try SeatEntry.read(try row("entry"), house.secrets, seat.id)
        return RegistrationView(
            id: seat.id, name: entry.name, phone: Phone.masked(entry.phone), companions: entry.companions, people: seat.people, answers: answers(entry, questions), state: seat.state,
            isWalkIn: seat.account == nil, beyond: seat.beyond, at: seat.createdAt, came: seat.came, cameAt: seat.cameAt)
    }

    static func survey(_ tx: any Transaction, _ house: House, _ id: ID<Event>) throws -> EventRegistrations.Survey {
        let rows = try tx.rows("SELECT registration_id, stars, comment FROM event_surveys WHERE event_id = \(id) ORDER BY at DESC, registration_id DESC LIMIT 20000")
        let stars = try rows.map { try $0("stars") as Int }
        let comments = try rows.prefix(200).compactMap { row -> EventRegistrations.Comment? in
            let seat: String = try row("registration_id"), text = try house.secrets.text(try row("comment"), table: "event_surveys", column: "comment", row: seat)
            return text.isEmpty ? nil : EventRegistrations.Comment(stars: try row("stars"), text: text)
        }
        return EventRegistrations.Survey(answers: stars.count, average: stars.isEmpty ? nil : (stars.reduce(0, +) * 20 / stars.count + 1) / 2, comments: comments)
    }
}

extension House {
    /// One's own registration.
    public func seat(_ id: ID<Seat>, for actor: Actor) async throws -> SeatView {
        guard let account = actor.account else { throw Refusal.notFound }
        return try await read { tx, now in
            guard let view = try SeatReader.views(tx, self, now: now, "r.id = \(id) AND r.account_id = \(account)").first else { throw Refusal.notFound }
            return view
        }
    }

    /// One's own registrations: what is to come first, then what is past.
    public func ownSeats(for actor: Actor) async throws -> OwnSeats {
        guard let account = actor.account else { throw Refusal.unauthenticated }
        return try await read { tx, now in
            let all = try SeatReader.views(tx, self, now: now, "r.account_id = \(account)")
            let coming = all.filter { $0.event.state == .open && SeatState.live.contains($0.state) && $0.event.ends >= now }
            let ids = Set(coming.map(\.id))
            return OwnSeats(coming: coming.sorted { ($0.event.begins, $0.id) < ($1.event.begins, $1.id) }, past: all.filter { !ids.contains($0.id) })
        }
    }

    /// All registrations to an event, for its organisers: what waits for an answer first.
    /// - Parameter after: how many come before this page.
    public func registrations(_ id: ID<Event>, after: Int = 0, for actor: Actor, pageSize: Int = 100) async throws -> EventRegistrations {
        try await read { tx, now in
            let (event, summary) = try EventReading.load(tx, self, now: now, id, where: EventAccess.organised(by: actor)), questions = try SeatReader.questions(event)
            let rows = try tx.rows("""
                SELECT \(StoredSeat.columns), r.entry AS entry FROM event_registrations r WHERE r.event_id = \(id)
                ORDER BY CASE r.state WHEN 'requested' THEN 0 WHEN 'registered' THEN 1 WHEN 'came' THEN 2 WHEN 'waiting' THEN 3 ELSE 4 END, r.created_at, r.id LIMIT \(pageSize + 1) OFFSET \(min(max(after, 0), 1_000_000))
                """)
            return EventRegistrations(
                event: summary, registrations: try rows.prefix(pageSize).map { try SeatReader.registration($0, self, questions) }, attendance: try EventAttendance.of(tx, id), survey: try SeatReader.survey(tx, self, id),
                next: rows.count > pageSize ? max(after, 0) + pageSize : nil)
        }
    }

    /// The door of an event, for its organisers.
    /// - Parameters:
    ///   - last: the registration that was scanned just now.
    ///   - again: it had come before already.
    public func door(_ id: ID<Event>, last: ID<Seat>? = nil, again: Bool = false, for actor: Actor) async throws -> DoorView {
        try await read { tx, now in
            let (event, summary) = try EventReading.load(tx, self, now: now, id, where: EventAccess.organised(by: actor)), questions = try SeatReader.questions(event)
            let shown = try last.flatMap { seat in
                try tx.row("SELECT \(StoredSeat.columns), r.entry AS entry FROM event_registrations r WHERE r.id = \(seat) AND r.event_id = \(id)").map { try SeatReader.registration($0, self, questions) }
            }
            var isOpen = true
            do { try EventDoor.mustBeOpen(event, now) } catch { isOpen = false }
            let attendance = try EventAttendance.of(tx, id)
            return DoorView(event: summary, attendance: attendance, awaited: max(attendance.registered - attendance.came, 0), isOpen: isOpen, last: shown, again: again)
        }
    }

    /// The event of a registration, for those who organise it.
    public func organisedEvent(of seat: ID<Seat>, for actor: Actor) async throws -> ID<Event> {
        try await read { tx, _ in
            guard let id: ID<Event> = try tx.value("SELECT e.id FROM event_registrations r JOIN events e ON e.id = r.event_id WHERE r.id = \(seat) AND \(EventAccess.organised(by: actor))") else { throw Refusal.notFound }
            return id
        }
    }
}
