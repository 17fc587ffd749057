import Domain

/// A visit in a list.
public struct VisitSummary: Codable, Sendable, Hashable {
    public let id: ID<Visit>
    public let station: ID<Station>
    public let stationName: String
    public let office: Words
    public let day: Day
    /// The day on which somebody was there.
    public let madeOn: Day?
    public let announced: Bool
    public let state: VisitState
    public let findings: Int
    /// Of these, those that are not mended, and those whose last day has passed.
    public let open: Int
    public let overdue: Int
    /// The last day that comes first, of what is not mended.
    public let due: Day?
}

/// What a list of visits is narrowed to.
public struct VisitFilter: Codable, Sendable, Hashable {
    public let state: VisitState?
    public let station: ID<Station>?
    /// Those with something overdue alone.
    public let overdue: Bool?
    /// The last visit of the page before.
    public let after: ID<Visit>?

    public init(state: VisitState? = nil, station: ID<Station>? = nil, overdue: Bool? = nil, after: ID<Visit>? = nil) {
        self.state = state
        self.station = station
        self.overdue = overdue
        self.after = after
    }
}

public struct VisitList: Codable, Sendable, Hashable {
    public let filter: VisitFilter
    public let side: SupervisionSide
    public let visits: [VisitSummary]
    public let total: Int
    /// Findings that are not mended, that wait for the office to look again, and that are overdue, of all the list.
    public let open: Int
    public let answered: Int
    public let overdue: Int
    public let stations: [StationChoice]
    public let mayPlan: Bool
    /// The `after` of the next page.
    public let next: ID<Visit>?
    public let clause: Clause?
}

/// What the form for a visit offers.
public struct NewVisitView: Codable, Sendable, Hashable {
    public let stations: [StationChoice]
    public let checklist: [ConditionName]
    public let today: Day
    public let clause: Clause?
}

/// One thing of a visit's checklist: what is to be looked at, or what was seen.
public struct VisitCheck: Codable, Sendable, Hashable {
    public let item: String
    public let name: Words
    public let clause: Clause?
    public let result: CheckResult?
    public let note: String?
}

public struct FindingFile: Codable, Sendable, Hashable {
    public let file: ID<StoredFile>
    public let name: String
    public let words: String
    public let side: SupervisionSide
    /// Nil for what is no picture.
    public let width: Int?
    public let height: Int?
    public let at: Instant
}

/// What the station answered, or what the office said when it looked again.
public struct FindingEntry: Codable, Sendable, Hashable {
    public let step: FindingState.Step
    public let text: String
    /// The new last day, where the office set one.
    public let due: Day?
    public let at: Instant
}

public struct FindingView: Codable, Sendable, Hashable {
    public let id: ID<VisitFinding>
    public let number: Int
    public let about: Words?
    public let text: String
    public let due: Day
    /// Working days left while it is open; less than 0 is overdue.
    public let workdaysLeft: Int?
    public let state: FindingState
    public let mendedOn: Day?
    public let entries: [FindingEntry]
    public let files: [FindingFile]
    public let mayAnswer: Bool
    public let mayRecheck: Bool
    public let mayAddFile: Bool
}

/// A visit for the offices that supervise the station, and for its people.
public struct VisitView: Codable, Sendable, Hashable {
    public let summary: VisitSummary
    public let side: SupervisionSide
    /// Who goes; for offices.
    public let goes: String?
    public let checks: [VisitCheck]
    public let note: String?
    public let findings: [FindingView]
    public let closedOn: Day?
    /// Why it was cancelled.
    public let reason: String?
    public let today: Day
    public let mendWithin: Int
    public let mayRecord: Bool
    public let mayCancel: Bool
    public let mayAddFinding: Bool
    public let mayClose: Bool
    public let clause: Clause?
}
