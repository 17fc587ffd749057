import Domain
import SQL

extension EventState: Bindable {}

/// An event as it is kept.
public struct StoredEvent: Sendable {
    public let id: ID<Event>
    public let programme: String
    /// The office whose event it is; nil for a station's own.
    public let office: String?
    /// The station that runs it; nil for an office's event that nobody has taken yet.
    public let station: ID<Station>?
    /// The job fair that takes place within it.
    public let fair: ID<Fair>?
    /// One of the programme's kinds of event, by id.
    public let type: String
    public let title: String
    public let summary: String
    public let field: String?
    public let area: String?
    public let place: String
    /// WGS84.
    public let point: JobTerms.Point?
    /// People come to a place; false for one on the screen alone.
    public let onSite: Bool
    public let beginsAt: Instant
    public let endsAt: Instant
    public let seats: Int
    /// Between these moments people register.
    public let opensAt: Instant
    public let closesAt: Instant
    /// Each registration is approved by the organiser.
    public let approval: Bool
    public let groupMost: Int
    public let waitlist: Bool
    /// What the form asks, as JSON.
    public let questions: String
    public let state: EventState
    public let version: Int

    /// Over `e`.
    static let columns: SQL = """
        e.id AS id, e.programme_id AS programme_id, e.office AS office, e.station_id AS station_id, e.fair_id AS fair_id, e.type AS type, e.title AS title, e.summary AS summary,
        e.field AS field, e.area AS area, e.place AS place, e.latitude AS latitude, e.longitude AS longitude, e.on_site AS on_site, e.begins_at AS begins_at, e.ends_at AS ends_at,
        e.seats AS seats, e.opens_at AS opens_at, e.closes_at AS closes_at, e.approval AS approval, e.group_most AS group_most, e.waitlist AS waitlist, e.questions AS questions,
        e.state AS state, e.version AS version
        """

    init(_ row: Row) throws {
        id = try row("id")
        programme = try row("programme_id")
        office = try row("office")
        station = try row("station_id")
        fair = try row("fair_id")
        type = try row("type")
        title = try row("title")
        summary = try row("summary")
        field = try row("field")
        area = try row("area")
        place = try row("place")
        let latitude: Double? = try row("latitude"), longitude: Double? = try row("longitude")
        point = latitude.flatMap { latitude in longitude.map { JobTerms.Point(latitude: latitude, longitude: $0) } }
        onSite = try row("on_site")
        beginsAt = try row("begins_at")
        endsAt = try row("ends_at")
        seats = try row("seats")
        opensAt = try row("opens_at")
        closesAt = try row("closes_at")
        approval = try row("approval")
        groupMost = try row("group_most")
        waitlist = try row("waitlist")
        questions = try row("questions")
        state = try row("state")
        version = try row("version")
    }

    var receipt: Receipt { Receipt(.event, id.rawValue) }
    var day: Day { Zone.china.day(of: beginsAt) }
}

enum EventAccess {
    /// That the actor is one of the people of the station that runs it, or of its office; over `e`.
    static func organised(by actor: Actor) -> SQL {
        var ways: [SQL] = ["EXISTS (SELECT 1 FROM stations s WHERE s.id = e.station_id AND s.organisation_id IN (\(list: actor.organisations.sorted())))"]
        for post in actor.posts.sorted(by: { ($0.programme, $0.office, $0.place.rawValue) < ($1.programme, $1.office, $1.place.rawValue) }) {
            ways.append("(e.programme_id = \(post.programme) AND e.office = \(post.office))")
        }
        return "(\(SQL.joined(ways, by: " OR ")))"
    }

    /// What everybody may see; over `e`.
    static let isShown: SQL = "e.state <> 'draft'"
}

extension Act {
    /// Loads an event, locked until the end of the transaction.
    /// - Parameter condition: who may, in SQL over `e`.
    /// - Throws: `Refusal.notFound`.
    func loadEvent(_ id: ID<Event>, where condition: SQL) throws -> StoredEvent {
        _ = try tx.row("SELECT id FROM events WHERE id = \(id)\(dialect.lock)")
        guard let row = try tx.row("SELECT \(StoredEvent.columns) FROM events e WHERE e.id = \(id) AND \(condition)") else { throw Refusal.notFound }
        return try StoredEvent(row)
    }
}
