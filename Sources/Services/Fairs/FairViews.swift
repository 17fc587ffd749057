import Domain

public struct FairSummary: Codable, Sendable, Hashable {
    public let id: ID<Fair>
    public let title: String
    public let place: String
    public let organiser: Words
    public let begins: Instant
    public let ends: Instant
    public let closes: Instant
    public let state: FairState
    public let employers: Int
    public let jobs: Int
    /// Places that are left.
    public let free: Int
}

public struct FairList: Codable, Sendable, Hashable {
    /// The next ones first, then those that are over, the newest first.
    public let fairs: [FairSummary]
    public let total: Int
    /// Stations for which the actor can plan one.
    public let stations: [FairStation]
    public let mayPlan: Bool
    /// The `after` of the next page.
    public let next: Int?
}

public struct FairStation: Codable, Sendable, Hashable {
    public let id: ID<Station>
    public let name: String
}

public struct FairJobView: Codable, Sendable, Hashable {
    public let id: ID<Job>
    public let title: String
}

public struct FairSlotView: Codable, Sendable, Hashable {
    /// From 1.
    public let number: Int
    public let begins: Instant
    public let ends: Instant
}

public struct FairEmployerView: Codable, Sendable, Hashable {
    public let id: ID<FairEmployer>
    public let organisation: ID<Organisation>
    public let name: String
    public let answer: FairAnswer
    public let tables: Int
    /// Slots in which it is away, from 1.
    public let absent: [Int]
    public let jobs: [FairJobView]
}

public struct FairMeetingView: Codable, Sendable, Hashable {
    public let id: ID<FairMeeting>
    public let employer: ID<FairEmployer>
    public let company: String
    /// For the employer and the organiser; empty in the talent's own timetable.
    public let talent: String
    public let slot: FairSlotView
    /// The table's number, from 1.
    public let desk: Int
    public let job: FairJobView?
    /// How well the two fit: what the schedule maximises.
    public let weight: Int
    public let reasons: FairReasons
    public let state: FairMeetingState
}

/// What a talent has to do with a fair.
public struct OwnSignUp: Codable, Sendable, Hashable {
    public let place: Int
    public let most: Int
    public let absent: [Int]
    public let wishes: String
    /// In the order of slots.
    public let meetings: [FairMeetingView]
}

public struct FairView: Codable, Sendable, Hashable {
    public let summary: FairSummary
    public let slots: [FairSlotView]
    public let tablesMost: Int
    public let places: Int
    /// Why it was called off.
    public let reason: String?
    /// Those who take part.
    public let employers: [FairEmployerView]
    /// Of the actor's organisations, with open jobs to choose from.
    public let own: [FairEmployerView]
    public let ownJobs: [FairJobView]
    public let signUp: OwnSignUp?
    public let isTalent: Bool
    public let agreesToMatching: Bool
    public let isOrganiser: Bool
    public let mayAnswer: Bool
}

/// The organiser's page.
public struct FairScheduleView: Codable, Sendable, Hashable {
    public let summary: FairSummary
    public let slots: [FairSlotView]
    /// All that were invited.
    public let employers: [FairEmployerView]
    public let meetings: [FairMeetingView]
    /// Who may be invited: somebody stands behind them, and they have open jobs.
    public let candidates: [FairCandidate]
    public let talents: Int
    /// Talents without a meeting.
    public let unmet: Int
    public let seats: Int
    public let total: Int?
    /// No schedule is worth more; equal to `total` where the schedule is proven to be the best.
    public let bound: Int?
    public let scheduledAt: Instant?
}

public struct FairCandidate: Codable, Sendable, Hashable {
    public let id: ID<Organisation>
    public let name: String
    public let jobs: Int
}

/// The employer's page.
public struct FairEmployerTimetable: Codable, Sendable, Hashable {
    public let summary: FairSummary
    public let slots: [FairSlotView]
    public let employer: FairEmployerView
    public let meetings: [FairMeetingView]
    public let mayLeave: Bool
    public let now: Instant
}
