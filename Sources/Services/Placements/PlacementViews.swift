import Domain

/// The record of a placement in a list.
public struct PlacementSummary: Codable, Sendable, Hashable {
    public let id: ID<Placement>
    public let type: PlacementType
    /// In lists only the first character is read.
    public let person: String
    public let employer: String
    public let project: String
    public let position: String
    public let station: ID<Station>?
    public let stationName: String?
    public let areaName: Words?
    public let startsOn: Day
    public let state: PlacementState
    public let recordedAt: Instant
}

public struct EvidenceView: Codable, Sendable, Hashable {
    public let kind: PlacementEvidence
    public let by: PursuitSide
    public let at: Instant
    /// Nil for a confirmation given on the page, and for a file that is not for the person who looks.
    public let file: FileView?
}

/// Whether the person was still there, as one side said.
public struct CheckView: Codable, Sendable, Hashable {
    public let days: Int
    public let side: PursuitSide
    public let askedAt: Instant
    public let isThere: Bool?
    public let leftOn: Day?
    public let note: String?
    public let answeredAt: Instant?
    /// Whether the person who looks may answer it.
    public let mayAnswer: Bool
}

/// The record of a placement whole, as the person who looks may see it.
public struct PlacementView: Codable, Sendable, Hashable {
    public let summary: PlacementSummary
    public let side: PursuitSide
    public let typeName: Words
    public let creditCode: String
    public let phone: Masked
    /// What one occurrence is: once in so many months.
    public let period: Int
    public let clause: Clause?
    public let evidence: [EvidenceView]
    /// What is still missing: of each entry any one.
    public let missing: [[PlacementEvidence]]
    public let countedAt: Instant?
    /// Whether the type counts towards a target.
    public let counts: Bool
    public let checks: [CheckView]
    /// The case about it; for offices.
    public let dispute: ID<Case>?
    public let reason: String?
    public let pursuit: ID<Pursuit>?
    public let steps: [StepEntry]
    public let mayAttach: Bool
    public let mayConfirm: Bool
    public let mayContest: Bool
    public let mayVoid: Bool
}

public struct PlacementFilter: Codable, Sendable, Hashable {
    public var type: PlacementType?
    public var state: PlacementState?
    public var area: String?
    public var station: ID<Station>?
    /// The first day of the month in which the placement began.
    public var month: Day?
    public var after: ID<Placement>?

    public init(type: PlacementType? = nil, state: PlacementState? = nil, area: String? = nil, station: ID<Station>? = nil, month: Day? = nil, after: ID<Placement>? = nil) {
        self.type = type
        self.state = state
        self.area = area
        self.station = station
        self.month = month.map { $0.adding(1 - $0.parts.day) }
        self.after = after
    }
}

public struct PlacementList: Codable, Sendable, Hashable {
    public let filter: PlacementFilter
    public let placements: [PlacementSummary]
    /// Records 人次, and different persons 人.
    public let total: Int
    public let persons: Int
    /// Of these, those that count.
    public let counted: Int
    public let disputed: Int
    public let areas: [ConditionName]
    public let stations: [StationChoice]
    /// Stations for which the actor may record.
    public let own: [StationChoice]
    public let next: ID<Placement>?
}

/// What counts towards 一(三), for everybody: nobody is to be recognised.
public struct PlacementFigures: Codable, Sendable, Hashable {
    public struct Cell: Codable, Sendable, Hashable {
        public let id: String
        public let name: Words
        /// Nil where so few would say who they are.
        public let count: Int?
    }

    public let target: TargetView?
    /// Occurrences 人次, and different persons 人.
    public let occurrences: Int
    public let persons: Int?
    public let types: [Cell]
    public let areas: [Cell]
    public let months: [Cell]
    /// Counts below it are hidden.
    public let least: Int
}

/// What a case about a placement decides on; for offices.
public struct PlacementCaseView: Codable, Sendable, Hashable {
    public let placement: PlacementSummary
    /// The record that holds the same occurrence now.
    public let beside: PlacementSummary?
    public let evidence: [EvidenceView]
    public let evidenceBeside: [EvidenceView]
    public let reason: String?
}

/// What a form for a new record begins with.
public struct NewPlacementView: Codable, Sendable, Hashable {
    public let stations: [StationChoice]
    public let types: [ConditionName]
}
