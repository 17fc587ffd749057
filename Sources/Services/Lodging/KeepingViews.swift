import Domain

// What a station's people see of their own places.

public struct KeepingView: Codable, Sendable, Hashable {
    public struct KeptStation: Codable, Sendable, Hashable {
        public let id: ID<Station>
        public let name: String
        public let plaque: PlaqueState
        public let places: [LodgingSummary]
    }

    public let stations: [KeptStation]
}

/// A place with the calendar of its beds. The names in it are for the station's people alone.
public struct KeptPlace: Codable, Sendable, Hashable {
    public struct Cell: Codable, Sendable, Hashable {
        public enum Kind: String, Codable, Sendable, Hashable, CaseIterable {
            case free, stay, closed
            /// Kept for those who ask in a draw.
            case drawn
            /// The unit is not there on this night.
            case absent
        }

        public let kind: Kind
        public let stay: ID<Stay>?
        public let guest: String?
        public let state: StayState?
    }

    public struct Line: Codable, Sendable, Hashable {
        public let unit: UnitView
        /// One for each night from `first` on.
        public let cells: [Cell]
    }

    public let lodging: LodgingView
    public let first: Day
    public let nights: Int
    public let lines: [Line]
    public let today: Day
}

/// What the form of a place begins with.
public struct PlaceDraft: Codable, Sendable, Hashable {
    public let station: ID<Station>
    public let stationName: String
    public let lodging: ID<Lodging>?
    public let name: String
    public let areas: [ConditionName]
    /// Where the notice speaks of lodging.
    public let clause: Clause?
    public let values: [Value]
    public let units: [UnitView]

    /// What a field of the form holds.
    public struct Value: Codable, Sendable, Hashable {
        public let name: String
        public let value: String
    }
}
