import Domain
import SQL

/// A station or an office writes an event, or changes one.
///
/// Effects: the event, as a draft that its organisers alone see, or its new values, with a new version. Of an announced one: where time or place changed, everybody registered is told, and reminder
/// and end fall due anew; seats that become more go to whoever waits; audit records. An announced event keeps its questions while there are answers, and as many seats as are taken; refused where
/// something stands against it as it would be (`Act.hindrances(of:)`).
public struct KeepEvent: Sendable {
    public let draft: EventDraft

    public init(_ draft: EventDraft) { self.draft = draft }

    /// A new event, as a draft.
    public func callAsFunction(_ house: House, by actor: Actor, once: Once? = nil) async throws -> Receipt {
        guard let account = actor.account else { throw Refusal.unauthenticated }
        return try await house.perform(by: actor, once: once) { act in
            let (programme, office) = try organiser(act)
            let terms = try draft.terms(programme, now: act.now, isNew: true)
            try mustOrganise(act)
            let id: ID<Event> = try act.newID()
            try act.tx.run("""
                INSERT INTO events (id, programme_id, office, station_id, fair_id, type, title, summary, field, area, place, latitude, longitude, on_site, begins_at, ends_at, seats, opens_at, closes_at,
                    approval, group_most, waitlist, questions, state, version, by_account, created_at)
                VALUES (\(id), \(programme.id), \(office), \(draft.station), \(draft.fair), \(draft.type), \(draft.title.trimmed), \(draft.summary.trimmed), \(draft.field.given), \(draft.area.given),
                    \(draft.place.trimmed), \(draft.latitude), \(draft.longitude), \(!(draft.online ?? false)), \(draft.begins), \(draft.ends), \(draft.seats), \(terms.opensAt), \(terms.closesAt),
                    \(draft.approval ?? false), \(terms.groupMost), \(draft.waitlist ?? false), \(terms.questions), 'draft', \(1), \(account), \(act.now))
                """)
            act.audit("event", id.rawValue, "event_written", to: EventState.draft.rawValue,
                detail: ["station": draft.station?.rawValue ?? "", "office": office ?? "", "begins": draft.begins.description], isFirst: true)
            return Receipt(.event, id.rawValue)
        }
    }

    /// Changes a draft, or an announced event that has not ended.
    public func callAsFunction(_ house: House, _ id: ID<Event>, by actor: Actor, once: Once? = nil) async throws -> Receipt {
        try await house.perform(by: actor, once: once) { act in
            let event = try act.loadEvent(id, where: EventAccess.organised(by: actor))
            guard event.state == .draft || event.state == .open else { throw EventRefusals.wrongState(event.state) }
            let terms = try draft.terms(try house.library.programme(event.programme), now: act.now, isNew: event.state == .draft)
            try mustOrganise(act)
            if event.state == .open { try mustFit(act, event, terms) }
            let changed = try act.tx.run("""
                UPDATE events SET fair_id = \(draft.fair), type = \(draft.type), title = \(draft.title.trimmed), summary = \(draft.summary.trimmed), field = \(draft.field.given), area = \(draft.area.given),
                    place = \(draft.place.trimmed), latitude = \(draft.latitude), longitude = \(draft.longitude), on_site = \(!(draft.online ?? false)), begins_at = \(draft.begins), ends_at = \(draft.ends),
                    seats = \(draft.seats), opens_at = \(terms.opensAt), closes_at = \(terms.closesAt), approval = \(draft.approval ?? false), group_most = \(terms.groupMost),
                    waitlist = \(draft.waitlist ?? false), questions = \(terms.questions), version = version + 1
                WHERE id = \(id) AND version = \(event.version) AND state = \(event.state)
                """)
            guard changed == 1 else { throw Unexpected("an event changed under its lock") }
            act.audit("event", id.rawValue, "event_changed", from: event.state.rawValue, to: event.state.rawValue, detail: ["version": String(event.version + 1)])
            if event.state == .open { try follow(act, event, try act.loadEvent(id, where: "1 = 1")) }
            return event.receipt
        }
    }

    /// The programme, and the office where no station is named. A station needs its plaque.
    private func organiser(_ act: Act) throws -> (programme: Programme, office: String?) {
        if let station = draft.station {
            guard let row = try act.tx.row("""
                SELECT s.programme_id AS programme FROM stations s JOIN plaques p ON p.station_id = s.id
                WHERE s.id = \(station) AND s.organisation_id IN (\(list: act.actor.organisations.sorted())) AND p.state = 'valid'
                """) else { throw Refusal.notFound }
            return (try act.house.library.programme(try row("programme")), nil)
        }
        guard let post = act.actor.posts.min(by: { ($0.programme, $0.office) < ($1.programme, $1.office) }) else { throw EventRefusals.noOrganiser }
        return (try act.house.library.programme(post.programme), post.office)
    }

    /// A fair that is named is the actor's own.
    private func mustOrganise(_ act: Act) throws {
        guard let fair = draft.fair else { return }
        guard try act.tx.row("SELECT f.id FROM fairs f WHERE f.id = \(fair) AND \(FairReader.organised(by: act.actor))") != nil else {
            throw Refusal.invalid([.init("fair", Words("请选择本单位举办的招聘会", "Choose a job fair of your own"))])
        }
    }

    /// An announced event keeps what people rely on.
    private func mustFit(_ act: Act, _ event: StoredEvent, _ terms: EventDraft.Terms) throws {
        var fields: [Refusal.Field] = []
        let taken = try act.seatsTaken(event.id)
        if draft.seats < taken { fields.append(.init("seats", Words("已有 \(taken) 人占用名额，不能少于此数", "\(taken) seats are taken; there cannot be fewer"))) }
        if draft.begins != event.beginsAt, draft.begins <= act.now { fields.append(.init("begins", Words("新的开始时间须在现在之后", "The new time has to be after now"))) }
        if draft.ends <= act.now { fields.append(.init("ends", Words("结束时间须在现在之后", "It has to end after now"))) }
        if terms.questions != event.questions, try act.tx.row("SELECT id FROM event_registrations WHERE event_id = \(event.id) LIMIT 1") != nil {
            fields.append(.init("questions", Words("已有人报名，问题不能再改", "Somebody has registered; the questions stay")))
        }
        guard fields.isEmpty else { throw Refusal.invalid(fields) }
    }

    private func follow(_ act: Act, _ old: StoredEvent, _ new: StoredEvent) throws {
        let hindrances = try act.hindrances(of: new)
        guard hindrances.isEmpty else { throw EventRefusals.hindered(hindrances) }
        try act.closeUpSeats(new)
        if new.seats > old.seats { try act.moveUp(new) }
        guard old.beginsAt != new.beginsAt || old.endsAt != new.endsAt || old.place != new.place || old.onSite != new.onSite else { return }
        try act.nothingDue([.remindEvent, .endEvent], new.id.rawValue)
        act.dueForEvent(new)
        try act.tell(try act.registered(new.id, SeatState.live), Words("活动有变：\(new.title)", "An event has changed: \(new.title)"),
            Words("现为\(new.whenAndWhere.zh)。不能参加时请在报名页面取消，名额让给候补的人。", "It is now \(new.whenAndWhere.en). If you cannot come, please cancel so that somebody else can."), link: new.receipt)
    }
}

fileprivate extension Optional where Wrapped == String {
    /// Nil where nothing was typed.
    var given: String? { flatMap { $0.trimmed.isEmpty ? nil : $0.trimmed } }
}
