import Domain

/// What the map is asked for: a kind, a field, and where to begin.
public struct MapFilter: Codable, Sendable, Hashable {
    public let kind: MapKind?
    /// A field of the programme, by id.
    public let field: String?
    /// From the middle of this area.
    public let area: String?
    /// From this station or entry of the directory of platforms, by id.
    public let near: String?
    /// From here, WGS 84.
    public let latitude: Double?
    public let longitude: Double?

    public init(kind: MapKind? = nil, field: String? = nil, area: String? = nil, near: String? = nil, latitude: Double? = nil, longitude: Double? = nil) {
        self.kind = kind
        self.field = field
        self.area = area
        self.near = near
        self.latitude = latitude
        self.longitude = longitude
    }
}

/// One thing on the map.
public struct MapThing: Codable, Sendable, Hashable {
    public let kind: MapKind
    /// Of the station, entry, event or place; of an employer's organisation, or empty where only its name is known.
    public let id: String
    public let name: String
    /// What it is, beside the kind.
    public let line: Words
    public let field: Words?
    public let address: String
    public let point: WGS84
    /// From the centre, in metres; nil without one.
    public let distance: Int?
}

/// Where "nearest first" is counted from.
public struct MapCentre: Codable, Sendable, Hashable {
    public enum Origin: String, Codable, Sendable, Hashable, CaseIterable { case here, near, area }

    public let origin: Origin
    /// The name of the station, entry or area; empty for where somebody stands.
    public let name: Words
    public let point: WGS84
}

public struct MapCount: Codable, Sendable, Hashable {
    public let kind: MapKind
    /// How many there are, listed or not.
    public let count: Int
}

/// An area with a point of its own: functional zones have no outline of a division.
public struct MapZone: Codable, Sendable, Hashable {
    public let name: Words
    public let point: WGS84
}

public struct MapView: Codable, Sendable, Hashable {
    public let filter: MapFilter
    public let centre: MapCentre?
    /// Nearest first from the centre; without one by kind and name.
    public let things: [MapThing]
    /// Of each kind that was asked for.
    public let counts: [MapCount]
    public let fields: [ConditionName]
    public let areas: [ConditionName]
    public let zones: [MapZone]

    public var total: Int { counts.reduce(0) { $0 + $1.count } }
}
