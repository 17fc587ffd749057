import Domain
import SQL

/// What an organiser and the offices see around an event: its name, papers, employers, offers and record. The event's own page is another's.
public struct EventDeskView: Codable, Sendable, Hashable {
    public struct Consent: Codable, Sendable, Hashable {
        public let id: ID<EventConsent>
        public let officeName: Words
        public let words: String
        public let wording: String
        public let from: Day
        public let to: Day
        public let state: EventConsentState
        public let askedAt: Instant
        public let answeredAt: Instant?
        /// It came with the yearly plan.
        public let fromPlan: Bool
        public let reason: String?
        public let mayAnswer: Bool
        public let mayRevoke: Bool
    }

    public struct Paper: Codable, Sendable, Hashable {
        public let kind: EventPaperKind
        public let file: FileView
        public let at: Instant
    }

    public struct Employer: Codable, Sendable, Hashable {
        public let id: ID<Organisation>
        public let name: String
        public let standing: StandingKind
        /// It comes from the job fair within the event.
        public let fromFair: Bool
    }

    public struct Offer: Codable, Sendable, Hashable {
        public let id: ID<EventOffer>
        public let station: ID<Station>
        public let name: String
        public let place: Int
        public let reasons: [Words]
        public let state: EventOfferState
        public let answerBy: Instant?
        /// Why it declined; for the office.
        public let reason: String?
        /// The reader acts for this station and may answer.
        public let mayAnswer: Bool
    }

    public struct Record: Codable, Sendable, Hashable {
        public let state: EventRecordState
        public let people: Int
        public let staff: Int
        public let money: Fen
        public let outcome: String
        public let links: [String]
        public let by: String
        public let handedInAt: Instant
        public let officeName: Words?
        public let ruledAt: Instant?
        public let reason: String?
        public let duplicateOf: ID<Event>?
        public let duplicateTitle: String?
    }

    public let id: ID<Event>
    public let title: String
    public let state: EventState
    public let beginsAt: Instant
    public let endsAt: Instant
    public let place: String
    public let seats: Int
    public let naming: EventNaming
    /// The plan that it comes from; nil for an office's event and for one outside the plan.
    public let plan: ID<Case>?
    public let isOutsidePlan: Bool
    public let hindrances: [Words]
    public let consents: [Consent]
    public let authority: Words?
    public let wordings: [ConditionName]
    public let papers: [Paper]
    public let employers: [Employer]
    public let offers: [Offer]
    public let record: Record?
    /// How many the door has counted: to begin the record with, and to hold it against.
    public let attended: Int?
    /// Others that may be the same; for offices.
    public let candidates: [DuplicateCandidate]
    public let clause: Clause?
    public let isOrganiser: Bool
    public let mayAsk: Bool
    public let mayOffer: Bool
    public let mayWrite: Bool
    public let mayRule: Bool
}

/// An offer as a station sees it in its list.
public struct OwnEventOffer: Codable, Sendable, Hashable {
    public let event: ID<Event>
    public let title: String
    public let officeName: Words
    public let beginsAt: Instant
    public let place: String
    public let seats: Int
    public let offer: EventDeskView.Offer
}

/// A record in an office's list.
public struct EventRecordRow: Codable, Sendable, Hashable {
    public let event: ID<Event>
    public let title: String
    public let station: String?
    public let beginsAt: Instant
    public let people: Int
    public let state: EventRecordState
    public let isOutsidePlan: Bool
    public let candidates: Int
}

/// What offices and stations have to do about events: offers to answer, names to consent to, records to write and to confirm.
public struct EventWorkView: Codable, Sendable, Hashable {
    /// An event of the actor's that is over, and not recorded.
    public struct Due: Codable, Sendable, Hashable {
        public let event: ID<Event>
        public let title: String
        public let endsAt: Instant
        /// The last day on which it can be recorded; nil without a limit, and for a record that came back.
        public let until: Day?
    }

    public struct Ask: Codable, Sendable, Hashable {
        public let event: ID<Event>
        public let title: String
        public let station: String
        public let words: String
        public let askedAt: Instant
    }

    public let offers: [OwnEventOffer]
    public let asks: [Ask]
    public let due: [Due]
    public let records: [EventRecordRow]
}

/// A held event that counts, as everybody may see it.
public struct HeldEventRow: Codable, Sendable, Hashable {
    public let id: ID<Event>
    public let title: String
    public let typeName: Words
    public let day: Day
    public let place: String
    public let station: String?
    public let people: Int
}

/// What counts towards the target of events.
public struct HeldEventsView: Codable, Sendable, Hashable {
    public let target: TargetView?
    public let events: [HeldEventRow]
    public let people: Int
    public let next: Int?
}

struct EventDeskReader {
    let tx: any Transaction
    let house: House
    let actor: Actor
    let event: StoredEvent
    let programme: Programme
    let rules: EventRules
    let now: Instant

    private var today: Day { Zone.china.day(of: now) }

    func reason(_ row: Row) throws -> String? {
        guard let id: ID<Reason> = try row("reason_id"), let sealed: [UInt8] = try tx.value("SELECT body FROM reasons WHERE id = \(id)") else { return nil }
        return try house.secrets.text(sealed, table: "reasons", column: "body", row: id.rawValue)
    }

    func officeName(_ id: String) -> Words { programme.office(id)?.name ?? Words(id, id) }

    func consents(isOwn: Bool) throws -> [EventDeskView.Consent] {
        try tx.rows("SELECT id, office, words, wording, from_day, to_day, state, asked_at, answered_at, line_id, reason_id FROM event_consents WHERE event_id = \(event.id) ORDER BY asked_at DESC, id DESC").map { row in
            let office: String = try row("office"), state: EventConsentState = try row("state"), mine = !isOwn && EventConsentRules.mayAnswer(actor, for: office, in: programme), line: String? = try row("line_id")
            return EventDeskView.Consent(
                id: try row("id"), officeName: officeName(office), words: try row("words"), wording: try row("wording"), from: try row("from_day"), to: try row("to_day"), state: state, askedAt: try row("asked_at"),
                answeredAt: try row("answered_at"), fromPlan: line != nil, reason: try reason(row), mayAnswer: mine && state == .asked, mayRevoke: mine && state == .granted)
        }
    }

    func papers() throws -> [EventDeskView.Paper] {
        try tx.rows("""
            SELECT p.kind AS kind, p.at AS at, f.id AS id, f.name AS name, f.type AS type, f.size AS size FROM event_papers p JOIN files f ON f.id = p.file_id
            WHERE p.event_id = \(event.id) AND p.removed_at IS NULL ORDER BY p.kind, p.at, p.id
            """).map { EventDeskView.Paper(kind: try $0("kind"), file: try ApplicationStore.file($0, house), at: try $0("at")) }
    }

    func employers() throws -> [EventDeskView.Employer] {
        try tx.rows("""
            SELECT o.id AS id, o.name AS name, \(EmployerStanding.columns("o.id", programme: event.programme, today: today)),
                CASE WHEN EXISTS (SELECT 1 FROM event_employers x WHERE x.event_id = \(event.id) AND x.organisation_id = o.id) THEN 0 ELSE 1 END AS of_fair
            FROM organisations o
            WHERE o.id IN (SELECT x.organisation_id FROM event_employers x WHERE x.event_id = \(event.id))
                OR o.id IN (SELECT f.organisation_id FROM fair_employers f WHERE f.fair_id = \(event.fair) AND f.answer = 'accepted')
            ORDER BY o.name, o.id
            """).map { EventDeskView.Employer(id: try $0("id"), name: try $0("name"), standing: try EmployerStanding($0).kind, fromFair: try $0("of_fair") as Int == 1) }
    }

    /// The whole order for the office; for a station its own place and reasons.
    func offers(isOffice: Bool) throws -> [EventDeskView.Offer] {
        let which: SQL = isOffice ? "1 = 1" : EventDesk.ownStation(actor)
        return try tx.rows("""
            SELECT o.id AS id, o.station_id AS station_id, s.name AS name, s.organisation_id AS organisation_id, o.place AS place, o.reasons AS reasons, o.state AS state, o.answer_by AS answer_by,
            o.reason_id AS reason_id
            FROM event_offers o JOIN stations s ON s.id = o.station_id WHERE o.event_id = \(event.id) AND \(which) ORDER BY o.place
            """).map { row in
            let state: EventOfferState = try row("state"), until: Instant? = try row("answer_by"), own = actor.organisations.contains(try row("organisation_id") as ID<Organisation>)
            return EventDeskView.Offer(
                id: try row("id"), station: try row("station_id"), name: try row("name"), place: try row("place"), reasons: try Stored.read(try row("reasons")), state: state, answerBy: until,
                reason: isOffice ? try reason(row) : nil, mayAnswer: own && state == .asked && until.map { $0 > now } ?? false)
        }
    }

    func record() throws -> EventDeskView.Record? {
        guard let row = try tx.row("""
            SELECT r.id AS id, r.state AS state, r.people AS people, r.staff AS staff, r.money AS money, r.outcome AS outcome, r.links AS links, a.name AS by_name, r.handed_in_at AS handed_in_at,
                r.office AS office, r.ruled_at AS ruled_at, r.reason_id AS reason_id, r.duplicate_of AS duplicate_of, d.title AS duplicate_title
            FROM event_records r JOIN accounts a ON a.id = r.by_account LEFT JOIN events d ON d.id = r.duplicate_of WHERE r.event_id = \(event.id)
            """) else { return nil }
        let id: String = try row("id"), office: String? = try row("office")
        return EventDeskView.Record(
            state: try row("state"), people: try row("people"), staff: try row("staff"), money: Fen(try row("money")), outcome: try house.secrets.text(try row("outcome"), table: "event_records",
                column: "outcome", row: id),
            links: try Stored.read(try row("links")), by: try row("by_name") ?? "", handedInAt: try row("handed_in_at"), officeName: office.map(officeName), ruledAt: try row("ruled_at"), reason: try reason(row),
            duplicateOf: try row("duplicate_of"), duplicateTitle: try row("duplicate_title"))
    }
}

extension House {
    /// What an organiser, an office or a station that is asked sees around an event. - Throws: `notFound` for everybody else.
    public func eventDesk(_ id: ID<Event>, for actor: Actor) async throws -> EventDeskView {
        let house = self, library = library
        return try await read { tx, now in
            let asked: SQL = "EXISTS (SELECT 1 FROM event_offers o JOIN stations s ON s.id = o.station_id WHERE o.event_id = e.id AND o.state <> 'waiting' AND \(EventDesk.ownStation(actor)))"
            guard let row = try tx.row("SELECT \(StoredEvent.columns) FROM events e WHERE e.id = \(id) AND (\(EventDesk.readers(actor, library)) OR \(asked))") else { throw Refusal.notFound }
            let event = try StoredEvent(row), (programme, rules) = try house.eventRules(event.programme)
            let reader = EventDeskReader(tx: tx, house: house, actor: actor, event: event, programme: programme, rules: rules, now: now)
            func isOne(_ condition: SQL) throws -> Bool { try tx.row("SELECT e.id FROM events e WHERE e.id = \(id) AND \(condition)") != nil }
            let isOrganiser = try isOne(EventAccess.organised(by: actor)), mayRead = try isOne(EventDesk.readers(actor, library)), isOwn = try isOne(EventConsentRules.ownOfStation(actor))
            let isOfOffice = try isOne("e.office IS NOT NULL AND \(EventOfferRules.ofOwnOffice(actor))")
            let station = try event.station.flatMap { try tx.row("SELECT name, level, area, organisation_id FROM stations WHERE id = \($0)") }
            let area: String? = try station?("area") ?? event.area
            let ownsStation = try station.map { actor.organisations.contains(try $0("organisation_id") as ID<Organisation>) } ?? false
            let authority = try station.flatMap { EventDesk.authority(programme, level: try $0("level"), area: try $0("area")) }
            let name: String = try station?("name") ?? ""
            let plan: ID<Case>? = try tx.value("SELECT l.case_id FROM planned_events p JOIN event_plan_lines l ON l.id = p.line_id WHERE p.event_id = \(id)")
            let record = mayRead ? try reader.record() : nil, consents = mayRead ? try reader.consents(isOwn: ownsStation) : []
            let writer: ID<Account>? = try tx.value("SELECT by_account FROM event_records WHERE event_id = \(id)")
            let mayRule = record != nil && !ownsStation && writer != actor.account && EventDesk.supervising(actor, programme, area: area) != nil
            let isLive = event.state == .draft || event.state == .open
            return EventDeskView(
                id: id, title: event.title, state: event.state, beginsAt: event.beginsAt, endsAt: event.endsAt, place: event.place, seats: event.seats,
                naming: try EventConsentReader.naming(tx, event, library), plan: plan, isOutsidePlan: try EventPlanReader.isOutside(tx, event),
                hindrances: mayRead && isLive ? try EventHindrances.of(event, tx, house, today: Zone.china.day(of: now)) : [], consents: consents, authority: event.office == nil ? authority?.name : nil,
                wordings: event.office == nil ? authority.map { EventPlanReader.wordings(rules, $0, name) } ?? [] : [], papers: mayRead ? try reader.papers() : [], employers: mayRead ? try reader.employers() : [],
                offers: try reader.offers(isOffice: isOfOffice), record: record,
                attended: isOrganiser || mayRule ? try EventAttendance.of(tx, id).total : nil, candidates: mayRule ? try EventDuplicates.of(event, tx, library) : [], clause: rules.clause, isOrganiser: isOrganiser,
                mayAsk: isOwn && isLive && !consents.contains { $0.state == .asked || $0.state == .granted } && rules.consent != nil,
                mayOffer: isOfOffice && isLive && event.station == nil && rules.offers != nil && event.beginsAt > now,
                mayWrite: isOrganiser && event.state == .over && (record == nil || record?.state == .returned), mayRule: mayRule)
        }
    }

    /// The same, of the event that a consent is for.
    public func eventDesk(named id: ID<EventConsent>, for actor: Actor) async throws -> EventDeskView {
        guard let event: ID<Event> = try await read({ tx, _ in try tx.value("SELECT event_id FROM event_consents WHERE id = \(id)") }) else { throw Refusal.notFound }
        return try await eventDesk(event, for: actor)
    }

    /// The same, of the event that an offer is of.
    public func eventDesk(offered id: ID<EventOffer>, for actor: Actor) async throws -> EventDeskView {
        guard let event: ID<Event> = try await read({ tx, _ in try tx.value("SELECT event_id FROM event_offers WHERE id = \(id)") }) else { throw Refusal.notFound }
        return try await eventDesk(event, for: actor)
    }

    /// A paper of an event, for its organiser and the offices.
    public func eventPaper(_ file: ID<StoredFile>, of id: ID<Event>, for actor: Actor) async throws -> (view: FileView, bytes: [UInt8]) {
        let house = self, library = library
        let found = try await read { tx, _ in
            guard let row = try tx.row("""
                SELECT f.id AS id, f.name AS name, f.type AS type, f.size AS size, f.sha256 AS sha256 FROM event_papers p JOIN events e ON e.id = p.event_id JOIN files f ON f.id = p.file_id
                WHERE e.id = \(id) AND f.id = \(file) AND p.removed_at IS NULL AND \(EventDesk.readers(actor, library))
                """) else { throw Refusal.notFound }
            return (view: try ApplicationStore.file(row, house), sha256: try row("sha256") as String)
        }
        let bytes = try secrets.openFile(try await files.read(file.rawValue), id: file.rawValue)
        guard secrets.sha256(bytes) == found.sha256 else { throw Unexpected("file \(file) does not have its hash") }
        return (found.view, bytes)
    }

    /// What waits for the actor: offers to their stations, requests for their office's name, records to be confirmed.
    public func eventWork(for actor: Actor) async throws -> EventWorkView {
        let house = self, library = library
        let (programme, rules) = try eventProgramme()
        return try await read { tx, now in
            let offered = actor.organisations.isEmpty ? [] : try tx.rows("""
                SELECT DISTINCT \(StoredEvent.columns) FROM event_offers o JOIN stations s ON s.id = o.station_id JOIN events e ON e.id = o.event_id
                WHERE o.state IN ('asked', 'accepted') AND e.state IN ('draft', 'open') AND \(EventDesk.ownStation(actor)) ORDER BY e.begins_at, e.id LIMIT 50
                """)
            let offers = try offered.flatMap { row -> [OwnEventOffer] in
                let event = try StoredEvent(row), reader = EventDeskReader(tx: tx, house: house, actor: actor, event: event, programme: programme, rules: rules, now: now)
                return try reader.offers(isOffice: false).filter { $0.state == .asked || $0.state == .accepted }.map { offer in
                    OwnEventOffer(event: event.id, title: event.title, officeName: event.office.map(reader.officeName) ?? Words("", ""), beginsAt: event.beginsAt, place: event.place, seats: event.seats, offer: offer)
                }
            }
            let offices = Set(actor.posts.filter { $0.programme == programme.id }.map(\.office)).sorted()
            let asks = try tx.rows("""
                SELECT e.id AS id, e.title AS title, s.name AS station, x.words AS words, x.asked_at AS asked_at FROM event_consents x JOIN events e ON e.id = x.event_id JOIN stations s ON s.id = x.station_id
                WHERE e.programme_id = \(programme.id) AND x.state = 'asked' AND x.office IN (\(list: offices)) 
                    AND s.organisation_id NOT IN (\(list: actor.organisations.sorted().map(\.rawValue) + [""])) ORDER BY x.asked_at, e.id LIMIT 50
                """).map { EventWorkView.Ask(event: try $0("id"), title: try $0("title"), station: try $0("station"), words: try $0("words"), askedAt: try $0("asked_at")) }
            let due = try tx.rows("""
                SELECT e.id AS id, e.title AS title, e.ends_at AS ends_at, r.state AS record_state FROM events e LEFT JOIN event_records r ON r.event_id = e.id
                WHERE e.state = 'over' AND (r.state IS NULL OR r.state = 'returned') AND \(EventAccess.organised(by: actor)) ORDER BY e.ends_at, e.id LIMIT 50
                """).map { row in
                let ends: Instant = try row("ends_at"), returned: String? = try row("record_state")
                return EventWorkView.Due(event: try row("id"), title: try row("title"), endsAt: ends, until: returned == nil ? rules.recordDays.map { Zone.china.day(of: ends).adding($0) } : nil)
            }
            let supervises = actor.posts.contains { $0.programme == programme.id && programme.office($0.office)?.powers.contains(.supervise) ?? false }
            let seen = supervises || !actor.organisations.isEmpty ? EventDesk.readers(actor, library) : "1 = 0"
            let records = try tx.rows("""
                SELECT \(StoredEvent.columns), s.name AS station_name, r.people AS people, r.state AS record_state, p.event_id AS planned FROM event_records r JOIN events e ON e.id = r.event_id
                    LEFT JOIN stations s ON s.id = e.station_id LEFT JOIN planned_events p ON p.event_id = e.id
                WHERE e.programme_id = \(programme.id) AND \(seen) ORDER BY CASE WHEN r.state = 'handed_in' THEN 0 ELSE 1 END, r.handed_in_at DESC, e.id LIMIT 100
                """).map { row in
                let event = try StoredEvent(row), state: EventRecordState = try row("record_state"), planned: String? = try row("planned")
                return EventRecordRow(
                    event: event.id, title: event.title, station: try row("station_name"), beginsAt: event.beginsAt, people: try row("people"), state: state, isOutsidePlan: event.office == nil && planned == nil,
                    candidates: supervises && state == .handedIn ? try EventDuplicates.of(event, tx, library).count : 0)
            }
            return EventWorkView(offers: offers, asks: asks, due: due, records: records)
        }
    }

    /// The events behind the target, newest first, for everybody: nothing personal stands in it.
    public func heldEvents(after: Int = 0) async throws -> HeldEventsView {
        let (programme, rules) = try eventProgramme()
        return try await read { tx, _ in
            guard let target = programme.targets.first(where: { $0.count == .heldEvents }) else { throw Refusal.notFound }
            let counted = HeldEventCount.condition(programme, target), skip = max(0, min(after, 1_000_000)), page = 50
            let rows = try tx.rows("""
                SELECT \(StoredEvent.columns), s.name AS station_name, r.people AS people FROM events e JOIN event_records r ON r.event_id = e.id LEFT JOIN stations s ON s.id = e.station_id
                WHERE \(counted) ORDER BY e.begins_at DESC, e.id DESC LIMIT \(page + 1) OFFSET \(skip)
                """)
            let events = try rows.prefix(page).map { row in
                let event = try StoredEvent(row)
                return HeldEventRow(id: event.id, title: event.title, typeName: rules.type(event.type)?.name ?? Words(event.type, event.type), day: event.day, place: event.place,
                    station: try row("station_name"), people: try row("people"))
            }
            let people: Int = try tx.value("SELECT CAST(COALESCE(SUM(r.people), 0) AS BIGINT) FROM events e JOIN event_records r ON r.event_id = e.id WHERE \(counted)") ?? 0
            return HeldEventsView(target: try StationReader.targets(tx, programme).first { $0.id == target.id }, events: Array(events), people: people, next: rows.count > page ? skip + page : nil)
        }
    }
}
