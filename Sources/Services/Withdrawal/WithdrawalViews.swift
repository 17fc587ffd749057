import Domain

/// A withdrawal in a list.
public struct WithdrawalSummary: Codable, Sendable, Hashable {
    /// The case by which it is decided.
    public let id: ID<Case>
    public let number: String
    public let station: ID<Station>
    public let stationName: String
    public let organisation: String
    public let areaName: Words
    public let plaque: String
    public let cause: WithdrawalCause
    public let state: WithdrawalState
    public let begunAt: Instant
    /// The last day of what is waited for now: the host's answer, or its appeal.
    public let until: Day?
    public let effectiveOn: Day?
    public let returnedOn: Day?
}

public struct WithdrawalFilter: Codable, Sendable, Hashable {
    public var state: WithdrawalState?
    public var cause: WithdrawalCause?
    public var after: ID<Case>?

    public init(state: WithdrawalState? = nil, cause: WithdrawalCause? = nil, after: ID<Case>? = nil) {
        self.state = state
        self.cause = cause
        self.after = after
    }
}

public struct WithdrawalList: Codable, Sendable, Hashable {
    public let filter: WithdrawalFilter
    public let withdrawals: [WithdrawalSummary]
    public let total: Int
    /// Whoever looks is of an office.
    public let asOffice: Bool
    public let next: ID<Case>?
}

/// What the host said.
public struct WithdrawalStatement: Codable, Sendable, Hashable {
    public let kind: WithdrawalStatementKind
    public let text: String?
    public let at: Instant
}

public struct WithdrawalHearing: Codable, Sendable, Hashable {
    public let plannedOn: Day
    public let place: String
    public let heldOn: Day?
    /// Names, one per line.
    public let present: String?
    public let minutes: String?
}

/// What an office said, at the end of its line.
public struct WithdrawalOpinion: Codable, Sendable, Hashable {
    public let officeName: Words
    public let ruling: Ruling
    public let reason: String
}

/// How many of a kind ended with the station.
public struct WithdrawalEffectCount: Codable, Sendable, Hashable {
    public let kind: WithdrawalEffect
    public let count: Int
}

/// One thing that ended with the station, or went to somebody else.
public struct WithdrawalEffectView: Codable, Sendable, Hashable {
    public let kind: WithdrawalEffect
    /// An id of what it was.
    public let subject: String
    /// Who has it now, or how many; empty where nobody has.
    public let target: String
    public let targetName: Words?
    public let at: Instant
}

/// The end of a station, for its host or an office: facts, what was said, decision, appeal, and what ended with it.
public struct WithdrawalView: Codable, Sendable, Hashable {
    public let summary: WithdrawalSummary
    public let asHost: Bool
    /// The facts and reasons, as the host is told.
    public let reason: String
    public let clause: Clause?
    public let stateBy: Day?
    public let decidedOn: Day?
    public let appealBy: Day?
    public let statements: [WithdrawalStatement]
    public let hearing: WithdrawalHearing?
    /// What each office decided, once all have.
    public let decision: [WithdrawalOpinion]
    public let appealCase: ID<Case>?
    public let appealAnswer: [WithdrawalOpinion]
    public let counts: [WithdrawalEffectCount]
    public let effects: [WithdrawalEffectView]
    /// Which page of effects, from 1.
    public let effectsPage: Int
    public let effectsPages: Int
    public let today: Day
    /// The first day on which a hearing may be.
    public let hearingFrom: Day
    public let honourNights: Int
    public let mayState: Bool
    public let mayAskHearing: Bool
    public let mayTakeBack: Bool
    public let mayAppeal: Bool
    public let mayCallHearing: Bool
    public let mayRecordHearing: Bool
    public let mayRecordReturn: Bool
}

/// What the end of a station begins with.
public struct StationEndingView: Codable, Sendable, Hashable {
    public let station: ID<Station>
    public let stationName: String
    public let plaque: String
    public let plaqueState: PlaqueState
    public let clause: Clause?
    /// Under way, or in effect.
    public let current: ID<Case>?
    /// An office brings it.
    public let mayBring: Bool
    /// The host wishes it.
    public let mayLeave: Bool
    public let honourNights: Int
}

/// The end of a station on the page of its case, or of the case of an appeal.
public struct WithdrawalCaseView: Codable, Sendable, Hashable {
    public let withdrawal: WithdrawalView
    public let isAppeal: Bool
}
