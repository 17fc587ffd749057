import Domain
import SQL

/// What stands on a station's page beside what it was recognised as.
public struct StationFront: Codable, Sendable, Hashable {
    /// What stations of its kind do for people.
    public let services: [ConditionName]
    /// WGS 84; nil while its people have not said.
    public let point: WGS84?
    public let staff: [StationMember]
    /// Open jobs of employers for which the station stands.
    public let openJobs: Int
    /// Whether the actor is of its people, and keeps point and staff.
    public let mayKeep: Bool
    /// Whether people may turn to it now: its plaque is valid.
    public let isOpen: Bool

    static func read(_ tx: any Transaction, _ house: House, _ id: ID<Station>, _ actor: Actor, programme: Programme, plaque: PlaqueState, today: Day) throws -> StationFront {
        let isOwn = try tx.row("SELECT id FROM stations WHERE id = \(id) AND organisation_id IN (\(list: actor.organisations.sorted()))") != nil
        let point = try tx.row("SELECT latitude, longitude FROM station_points WHERE station_id = \(id)").flatMap { WGS84(latitude: try $0("latitude"), longitude: try $0("longitude")) }
        let staff = try tx.rows("SELECT id, name, role, hours, phone, phone_shown FROM station_staff WHERE station_id = \(id) ORDER BY place, id").map { row in
            let member: String = try row("id"), shown: Bool = try row("phone_shown"), phone: [UInt8]? = isOwn || shown ? try row("phone") : nil
            return StationMember(
                name: try house.secrets.text(try row("name"), table: "station_staff", column: "name", row: member), role: try row("role"), hours: try row("hours"),
                phone: try phone.map { try house.secrets.text($0, table: "station_staff", column: "phone", row: member) }, phoneShown: shown)
        }
        let jobs: Int = try tx.value("SELECT COUNT(*) FROM jobs j WHERE j.station_id = \(id) AND j.station_id IS NOT NULL AND j.state = 'open' AND \(JobReader.isShown(today: today))") ?? 0
        let offered = programme.services.filter { programme.serviceLog?.services.contains($0.id) ?? true }
        return StationFront(
            services: offered.map { ConditionName(id: $0.id, name: $0.name, clause: $0.clause) }, point: point, staff: staff, openJobs: jobs, mayKeep: isOwn, isOpen: plaque == .valid)
    }
}

public struct StationMember: Codable, Sendable, Hashable {
    public let name: String
    public let role: String
    public let hours: String
    /// Where it is shown to everybody; else for the station's people alone.
    public let phone: String?
    public let phoneShown: Bool
}

/// A place of a station with its beds tonight.
public struct FrontPlace: Codable, Sendable, Hashable {
    public let id: ID<Lodging>
    public let name: String
    public let kind: LodgingKind
    /// nil where the hotel takes bookings itself.
    public let freeTonight: Int?

    init(_ place: AvailabilityView.Place) {
        id = place.lodging.id
        name = place.lodging.name
        kind = place.lodging.kind
        freeTonight = place.free.first
    }
}

extension House {
    /// The next announced events of a station.
    func eventsToCome(at station: ID<Station>, limit: Int) async throws -> [EventSummary] {
        let now = try await now()
        return try await eventsShown(from: now, to: now.adding(seconds: 366 * 86_400), station: station, limit: limit)
    }
}
