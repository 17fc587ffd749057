import Domain

/// An office person's morning: what waits for them, then what waits for their offices.
public struct WorkQueue: Codable, Sendable, Hashable {
    /// Tasks at a place that the person holds, oldest due first.
    public let mine: [QueueItem]
    /// Tasks of their offices that wait for somebody else's place.
    public let others: [QueueItem]
    /// Rounds at which their office has something to do: a notice to prepare or publish, a meeting, a document.
    public let rounds: [RoundTask]
    /// How many of all these are overdue.
    public let overdue: Int
    /// How many there are; the lists may hold fewer.
    public let mineCount: Int
    public let othersCount: Int
}

public struct QueueItem: Codable, Sendable, Hashable {
    public let summary: CaseSummary
    public let office: String
    public let officeName: Words
    public let place: Programme.Place
    public let assignee: Person?
}

public struct RoundTask: Codable, Sendable, Hashable {
    public enum Kind: String, Codable, Sendable, Hashable, CaseIterable {
        case callRound = "call_round"
        case prepareNotice = "prepare_notice"
        case publishNotice = "publish_notice"
        case recordMeeting = "record_meeting"
        case signMeeting = "sign_meeting"
        case issueDocument = "issue_document"
    }

    public let kind: Kind
    public let round: ID<Round>
    public let roundName: Words
    public let words: Words
    /// How many cases it is about.
    public let cases: Int
    /// The notice or meeting, where there is one already.
    public let notice: ID<Notice>?
    public let meeting: ID<Meeting>?
    public let due: Due?
}

/// Which cases a list shows; all of it stands in the URL.
public struct CaseFilter: Codable, Sendable, Hashable {
    public var procedure: String?
    public var state: CaseState?
    public var step: String?
    public var round: ID<Round>?
    public var area: String?
    /// Number, title or organisation contains this.
    public var text: String?
    public var overdue: Bool?
    /// The id of the last case of the page before.
    public var after: ID<Case>?

    public init(procedure: String? = nil, state: CaseState? = nil, step: String? = nil, round: ID<Round>? = nil, area: String? = nil, text: String? = nil, overdue: Bool? = nil, after: ID<Case>? = nil) {
        self.procedure = procedure
        self.state = state
        self.step = step
        self.round = round
        self.area = area
        self.text = text
        self.overdue = overdue
        self.after = after
    }
}

public struct CaseList: Codable, Sendable, Hashable {
    public let cases: [CaseSummary]
    public let total: Int
    public let filter: CaseFilter
    public let procedures: [ConditionName]
    public let steps: [ConditionName]
    public let areas: [ConditionName]
    public let rounds: [RoundSummary]
    /// The `after` of the next page.
    public let next: ID<Case>?
}
