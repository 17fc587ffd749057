import Cluster
import Domain
import SQL
@testable import Services
import Testing

/// What the tests of plans, names, offers and records begin with. Events are written as rows, since how they are announced is tested elsewhere.
extension TestHouse {
    static func planLine(_ title: String = "人工智能人才交流会", type: String = "exchange", month: Int = 12, people: Int = 80, budget: Fen = Fen(2_000_000), inName: Bool = false) -> SaveEventPlan.Line {
        SaveEventPlan.Line(title: title, type: type, month: month, people: people, budget: budget, inName: inName)
    }

    func eventPlan(_ organisation: Int, at station: ID<Station>, year: Int = 2020, _ lines: [SaveEventPlan.Line]) async throws -> ID<Case> {
        let actor = try await applicant(organisation)
        let id = try #require(ID<Case>(rawValue: try await StartEventPlan(year: year)(house, at: station, by: actor).id))
        _ = try await SaveEventPlan(lines: lines)(house, id, by: actor)
        _ = try await HandInEventPlan()(house, id, by: actor)
        return id
    }

    /// Handed in, accepted, consented to.
    func consentedPlan(_ organisation: Int, at station: ID<Station>, year: Int = 2020, _ lines: [SaveEventPlan.Line]) async throws -> ID<Case> {
        let id = try await eventPlan(organisation, at: station, year: year, lines)
        try await rule(id, "centre")
        try await rule(id, "hrss")
        return id
    }

    /// An event on 10 December from 14:00 to 17:00.
    func event(
        _ name: String, station: ID<Station>? = nil, office: String? = nil, type: String = "exchange", title: String = "人工智能人才交流会", place: String = "崂山区松岭路 1 号", field: String? = nil,
        day: String = "2020-12-10", hour: Int = 14, seats: Int = 80, onSite: Bool = true, state: String = "draft"
    ) async throws -> ID<Event> {
        let id = try #require(ID<Event>(rawValue: "event-\(name)")), programme = programme.id, now = clock.now, begins = try moment(day, hour), ends = begins.adding(seconds: 3 * 3600)
        let by = try #require(try await staff("hrss.handler").account)
        try await database.write { tx in
            _ = try tx.run("""
                INSERT INTO events (id, programme_id, office, station_id, type, title, summary, field, place, on_site, begins_at, ends_at, seats, opens_at, closes_at, approval, group_most, waitlist, questions, state,
                    version, by_account, created_at)
                VALUES (\(id), \(programme), \(office), \(station), \(type), \(title), '二十家企业介绍岗位和项目。', \(field), \(place), \(onSite), \(begins), \(ends), \(seats), \(now), \(begins), \(false), \(1), \(true), '[]', \(state), \(1),
                    \(by), \(now))
                """)
        }
        return id
    }

    func stored(_ id: ID<Event>) async throws -> StoredEvent {
        try await database.read { tx in try StoredEvent(try #require(try tx.row("SELECT \(StoredEvent.columns) FROM events e WHERE e.id = \(id)"))) }
    }

    func naming(_ id: ID<Event>) async throws -> String {
        let event = try await stored(id), library = house.library
        return try await database.read { tx in try EventConsentReader.naming(tx, event, library).words.zh }
    }

    func hindrances(_ id: ID<Event>) async throws -> [String] {
        let event = try await stored(id), house = house, today = Zone.china.day(of: try await house.now())
        return try await database.read { tx in try EventHindrances.of(event, tx, house, today: today).map(\.zh) }
    }

    static let jpeg: [UInt8] = [0xFF, 0xD8, 0xFF, 0xE0, 1, 2, 3]

    func paper(_ kind: EventPaperKind, to id: ID<Event>, by actor: Domain.Actor) async throws {
        _ = try await AddEventPaper(kind: kind, name: "\(kind.rawValue).\(kind == .photo ? "jpg" : "pdf")", bytes: kind == .photo ? Self.jpeg : Self.pdf)(house, to: id, by: actor)
    }

    /// Its photograph and sheet added, and its record handed in. Time has to be past the event.
    func recorded(_ id: ID<Event>, by actor: Domain.Actor, people: Int = 70) async throws {
        try await paper(.photo, to: id, by: actor)
        try await paper(.signInSheet, to: id, by: actor)
        _ = try await WriteEventRecord(people: people, staff: 6, money: Fen(1_500_000), outcome: "达成就业意向十二项，签约三人。", links: ["https://news.example/1"])(house, of: id, by: actor)
    }

    /// What the target of events says now.
    func heldEvents() async throws -> Int { try #require(try await house.targets().first { $0.id == "events" }).count }

    /// `驿站1 asked`, in the order of places.
    func offers(_ id: ID<Event>) async throws -> [String] {
        try await database.read { tx in
            try tx.rows("SELECT s.name AS name, o.state AS state FROM event_offers o JOIN stations s ON s.id = o.station_id WHERE o.event_id = \(id) ORDER BY o.place").map { "\(try $0("name") as String) \(try $0("state") as String)" }
        }
    }

    func offer(_ id: ID<Event>, to station: ID<Station>) async throws -> ID<EventOffer> {
        try await database.read { tx in try #require(try tx.value("SELECT id FROM event_offers WHERE event_id = \(id) AND station_id = \(station)")) }
    }

    func field(_ station: ID<Station>, _ field: String, recognised: String) async throws {
        let day = try day(recognised)
        try await database.write { tx in _ = try tx.run("UPDATE stations SET field = \(field), recognised_on = \(day) WHERE id = \(station)") }
    }
}
