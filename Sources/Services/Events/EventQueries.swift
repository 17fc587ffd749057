import Domain
import SQL

/// Reads events into what pages show.
enum EventReading {
    /// - Parameter condition: over `e`, with order and limit.
    static func summaries(_ tx: any Transaction, _ house: House, now: Instant, _ condition: SQL) throws -> [EventSummary] {
        try tx.rows("""
            SELECT \(StoredEvent.columns), s.name AS station_name, (SELECT COUNT(*) FROM event_seats t WHERE t.event_id = e.id AND t.released_at IS NULL) AS taken,
                n.words AS naming, n.from_day AS named_from, n.to_day AS named_to
            FROM events e LEFT JOIN stations s ON s.id = e.station_id LEFT JOIN event_consents n ON n.event_id = e.id AND n.station_id = e.station_id AND n.state = 'granted' AND e.office IS NULL
            WHERE \(condition)
            """).map { row in
            let event = try StoredEvent(row), from: Day? = try row("named_from"), to: Day? = try row("named_to")
            // As `EventConsentReader.inForce`: a consent that does not cover all days of the event is none.
            let covers = from.map { $0 <= event.day } ?? false && to.map { $0 >= Zone.china.day(of: event.endsAt) } ?? false
            return try summary(event, station: try row("station_name"), naming: covers ? try row("naming") as String? : nil, taken: try row("taken"), house, now)
        }
    }

    private static func summary(_ event: StoredEvent, station: String?, naming: String?, taken: Int, _ house: House, _ now: Instant) throws -> EventSummary {
        let programme = try? house.library.programme(event.programme)
        let office = event.office.flatMap { programme?.office($0)?.name }
        let left = max(event.seats - taken, 0)
        return EventSummary(
            id: event.id, title: event.title, type: programme?.events?.type(event.type)?.name ?? Words(event.type, event.type), organiser: office ?? station.map { Words($0, $0) } ?? Words("", ""),
            naming: naming, station: event.station, stationName: station, field: event.field.flatMap { id in programme?.fields.first { $0.id == id }?.name }, area: event.area.flatMap { programme?.area($0)?.name },
            place: event.place, point: event.point, onSite: event.onSite, begins: event.beginsAt, ends: event.endsAt, state: event.state, seats: event.seats, left: left,
            registration: registration(event, left: left, now))
    }

    private static func registration(_ event: StoredEvent, left: Int, _ now: Instant) -> EventSummary.Registration {
        guard event.state == .open, now < event.closesAt else { return .closed }
        if now < event.opensAt { return .notYet }
        return left > 0 ? .open : event.waitlist ? .waitlist : .full
    }

    /// - Throws: `Refusal.notFound`.
    static func load(_ tx: any Transaction, _ house: House, now: Instant, _ id: ID<Event>, where condition: SQL) throws -> (event: StoredEvent, summary: EventSummary) {
        guard let row = try tx.row("SELECT \(StoredEvent.columns) FROM events e WHERE e.id = \(id) AND \(condition)"),
              let summary = try summaries(tx, house, now: now, "e.id = \(id)").first else { throw Refusal.notFound }
        return (try StoredEvent(row), summary)
    }

    static func choices(_ list: [Programme.Choice]) -> [EventChoice] { list.map { EventChoice(id: $0.id, name: $0.name) } }
    static func areas(_ programme: Programme?) -> [EventChoice] { (programme?.areas ?? []).map { EventChoice(id: $0.id, name: $0.name) } }
}

extension House {
    /// Announced events that begin between two moments, the next one first: for the home page, a station's page, the map.
    /// - Parameter station: of this station alone.
    public func eventsShown(from: Instant, to: Instant, station: ID<Station>? = nil, limit: Int) async throws -> [EventSummary] {
        try await read { tx, now in
            let own: SQL = station.map { " AND e.station_id = \($0)" } ?? " AND e.programme_id IN (\(list: library.programmes.map(\.id))) AND e.state <> 'draft'"
            return try EventReading.summaries(tx, self, now: now, "e.state = 'open' AND e.begins_at >= \(from) AND e.begins_at < \(to)\(own) ORDER BY e.begins_at, e.id LIMIT \(limit)")
        }
    }

    /// The public calendar: what is to come, the next one first; or what is past, the last one first.
    public func events(_ filter: EventFilter, for actor: Actor, pageSize: Int = 50) async throws -> EventList {
        try await read { tx, now in
            let programme = library.programmes.first { $0.events != nil } ?? library.programmes.first, midnight = Zone.china.instant(Zone.china.day(of: now))
            var condition: SQL = EventAccess.isShown
            if let type = filter.type { condition += " AND e.type = \(type)" }
            if let field = filter.field { condition += " AND e.field = \(field)" }
            if let area = filter.area { condition += " AND e.area = \(area)" }
            if let station = filter.station { condition += " AND e.station_id = \(station)" }
            switch filter.span {
            case .week: condition += " AND e.ends_at >= \(midnight) AND e.begins_at < \(Zone.china.instant(Zone.china.day(of: now).adding(7)))"
            case .all: condition += " AND e.ends_at >= \(midnight)"
            case .past: condition += " AND e.ends_at < \(midnight)"
            }
            let order: SQL = filter.span == .past ? " ORDER BY e.begins_at DESC, e.id DESC" : " ORDER BY e.begins_at, e.id"
            let found = try EventReading.summaries(tx, self, now: now, "\(condition)\(order) LIMIT \(pageSize + 1) OFFSET \(min(filter.after, 1_000_000))")
            let organised = EventAccess.organised(by: actor)
            let own = actor.isSignedIn ? try EventReading.summaries(tx, self, now: now, "\(organised) AND e.state IN ('draft', 'over') ORDER BY e.begins_at, e.id LIMIT 50") : []
            let running = try tx.rows("SELECT DISTINCT s.id AS id, s.name AS name FROM stations s JOIN events e ON e.station_id = s.id WHERE \(EventAccess.isShown) ORDER BY s.name, s.id LIMIT 200").map { row in
                let name: String = try row("name")
                return EventChoice(id: try row("id"), name: Words(name, name))
            }
            let stations = try FairReader.stations(tx, actor)
            return EventList(
                filter: filter, events: Array(found.prefix(pageSize)), total: (try tx.value("SELECT COUNT(*) FROM events e WHERE \(condition)")) ?? 0, next: found.count > pageSize ? filter.after + pageSize : nil,
                types: EventReading.choices(programme?.events?.types ?? []), fields: EventReading.choices(programme?.fields ?? []), areas: EventReading.areas(programme), stations: running, own: own,
                mayKeep: !actor.posts.isEmpty || !stations.isEmpty)
        }
    }

    /// One event: announced to everybody, a draft to its organisers.
    public func event(_ id: ID<Event>, for actor: Actor) async throws -> EventView {
        let access = EventAccess.organised(by: actor)
        // Asks what stands against announcing it as the verb does, and changes nothing.
        let library = library
        return try await read { tx, now in
            let (event, summary) = try EventReading.load(tx, self, now: now, id, where: "(\(EventAccess.isShown) OR \(access))")
            let isOrganiser = try tx.row("SELECT e.id FROM events e WHERE e.id = \(id) AND \(access)") != nil
            let act = Act(house: self, tx: tx, actor: actor, now: now)
            let own: EventView.OwnSeat? = try actor.account.flatMap { account in
                try tx.row("SELECT id, state FROM event_registrations WHERE event_id = \(id) AND account_id = \(account) AND state IN (\(list: SeatState.live.map(\.rawValue).sorted()))").map {
                    EventView.OwnSeat(id: try $0("id"), state: try $0("state"))
                }
            }
            let reason: ID<Reason>? = try tx.value("SELECT reason_id FROM events WHERE id = \(id)")
            return EventView(
                summary: summary, naming: try EventConsentReader.naming(tx, event, library).words, isOutsidePlan: try EventPlanReader.isOutside(tx, event),
                text: event.summary, opens: event.opensAt, closes: event.closesAt, approval: event.approval, groupMost: event.groupMost, waitlist: event.waitlist,
                questions: try SeatReader.questions(event), fair: event.fair, reason: try reason.flatMap { try SeatReader.reason(tx, self, $0) }, own: own, name: actor.name, isOrganiser: isOrganiser,
                hindrances: isOrganiser && event.state == .draft ? try act.hindrances(of: event) : [], attendance: isOrganiser && event.state != .draft ? try EventAttendance.of(tx, id) : nil)
        }
    }

    /// The form of a new event, or of one that the actor keeps.
    public func eventForm(_ id: ID<Event>? = nil, for actor: Actor) async throws -> EventForm {
        try await read { tx, now in
            let stations = try FairReader.stations(tx, actor)
            guard id != nil || !actor.posts.isEmpty || !stations.isEmpty else { throw EventRefusals.noOrganiser }
            let event = try id.map { try EventReading.load(tx, self, now: now, $0, where: EventAccess.organised(by: actor)).event }
            let programme = try event.map { try library.programme($0.programme) } ?? library.programmes.first { $0.events != nil } ?? library.programmes.first
            let fairs = try tx.rows("SELECT f.id AS id, f.title AS title FROM fairs f WHERE \(FairReader.organised(by: actor)) AND f.state <> 'cancelled' ORDER BY f.begins_at DESC, f.id LIMIT 50").map { row in
                let title: String = try row("title")
                return EventChoice(id: try row("id"), name: Words(title, title))
            }
            return EventForm(
                id: event?.id, state: event?.state, types: EventReading.choices(programme?.events?.types ?? []), fields: EventReading.choices(programme?.fields ?? []), areas: EventReading.areas(programme),
                stations: stations.map { EventChoice(id: $0.id.rawValue, name: Words($0.name, $0.name)) }, fairs: fairs, isOffice: !actor.posts.isEmpty, values: try event.map(Self.values) ?? [:])
        }
    }

    /// What a kept event fills its form with.
    private static func values(_ event: StoredEvent) throws -> [String: [String]] {
        func clock(_ at: Instant) -> String { String(Zone.china.text(at).prefix(16)) }
        var values = [
            "type": event.type, "title": event.title, "summary": event.summary, "field": event.field ?? "", "area": event.area ?? "", "place": event.place, "latitude": event.point.map { "\($0.latitude)" } ?? "",
            "longitude": event.point.map { "\($0.longitude)" } ?? "", "online": event.onSite ? "" : "true", "begins": clock(event.beginsAt), "ends": clock(event.endsAt), "seats": String(event.seats),
            "opens": clock(event.opensAt), "closes": clock(event.closesAt), "approval": event.approval ? "true" : "", "groupMost": String(event.groupMost), "waitlist": event.waitlist ? "true" : "",
            "fair": event.fair?.rawValue ?? "",
        ]
        for (index, question) in try SeatReader.questions(event).enumerated() {
            values["questions.\(index).label"] = question.label
            values["questions.\(index).kind"] = question.kind.rawValue
            values["questions.\(index).options"] = question.options.joined(separator: "，")
            values["questions.\(index).required"] = question.required ? "true" : ""
        }
        return values.mapValues { [$0] }
    }
}
