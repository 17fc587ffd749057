import Domain
import SQL

/// A directory's entry as it is kept.
public struct StoredEntry: Sendable {
    public let id: ID<DirectoryEntry>
    public let programme: String
    /// `platforms`, `projects` or `funds`
    public let lane: Find
    public let name: String
    public let summary: String
    public let field: String?
    public let area: String?
    public let address: String
    /// WGS84.
    public let point: JobTerms.Point?
    public let url: String
    /// How to reach it, as it may be published.
    public let contact: String
    /// Further lines by name: what a fund invests in, what a project looks for.
    public let details: [String: String]
    public let office: String
    /// The office last looked whether it still holds.
    public let checkedOn: Day
    public let version: Int

    /// Over `d`.
    static let columns: SQL = """
        d.id AS id, d.programme_id AS programme_id, d.lane AS lane, d.name AS name, d.summary AS summary, d.field AS field, d.area AS area, d.address AS address,
        d.latitude AS latitude, d.longitude AS longitude, d.url AS url, d.contact AS contact, d.details AS details, d.office AS office, d.checked_on AS checked_on, d.version AS version
        """

    init(_ row: Row) throws {
        id = try row("id")
        programme = try row("programme_id")
        lane = try row("lane")
        name = try row("name")
        summary = try row("summary")
        field = try row("field")
        area = try row("area")
        address = try row("address")
        let latitude: Double? = try row("latitude"), longitude: Double? = try row("longitude")
        point = latitude.flatMap { latitude in longitude.map { JobTerms.Point(latitude: latitude, longitude: $0) } }
        url = try row("url")
        contact = try row("contact")
        details = try Stored.read(try row("details"))
        office = try row("office")
        checkedOn = try row("checked_on")
        version = try row("version")
    }
}

extension Find: Bindable {}
