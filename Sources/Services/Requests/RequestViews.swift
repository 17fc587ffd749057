import Domain

/// A station or office with its name.
public struct OwnerName: Codable, Sendable, Hashable {
    public let owner: RequestOwner
    public let name: Words
}

/// A request in a list.
public struct RequestSummary: Codable, Sendable, Hashable {
    public let id: ID<Request>
    public let topic: RequestTopic
    public let state: RequestState
    /// Who asks; empty where it may not be seen, and for a closed account.
    public let asker: String
    public let owner: OwnerName
    /// The last day of what has to happen next, and how many working days are left; less than 0 is overdue.
    public let due: Day?
    public let workdaysLeft: Int?
    public let outcome: RequestOutcome?
    public let stars: Int?
    public let handedOn: Int
    public let reopened: Int
    public let createdAt: Instant
}

/// How requests go, where a station or office supervises or has them.
public struct RequestFigures: Codable, Sendable, Hashable {
    public let open: Int
    public let answered: Int
    public let overdue: Int
    public let closed: Int
    public let solved: Int
    public let reopened: Int
    public let handedOn: Int
    public let ratings: Int
    /// The mean in tenths: 43 is 4.3; nil without ratings.
    public let meanTenths: Int?
}

/// What is listed.
public struct RequestFilter: Codable, Sendable, Hashable {
    public let topic: RequestTopic?
    public let state: RequestState?

    public init(topic: RequestTopic? = nil, state: RequestState? = nil) {
        self.topic = topic
        self.state = state
    }
}

public struct RequestList: Codable, Sendable, Hashable {
    public let filter: RequestFilter
    /// What the actor asked for.
    public let own: [RequestSummary]
    /// What the actor's stations and offices have, overdue first; nil for somebody who has neither.
    public let owned: [RequestSummary]?
    public let total: Int
    public let figures: RequestFigures?
    /// Those that somebody else has, for an office that supervises: how they go, without who asks.
    public let supervised: [RequestSummary]
    public let mayAsk: Bool
}

/// What the form for a new request begins with.
public struct NewRequestView: Codable, Sendable, Hashable {
    public let topic: RequestTopic?
    /// Stations to choose from; those of the field and area wished for first.
    public let stations: [StationForRequest]
    public let organisation: String?
    /// The station that may write somebody down who has no account.
    public let own: [StationChoice]
    public let fields: [ConditionName]
    public let areas: [ConditionName]
    public let answerWithin: Int
    public let closeWithin: Int
}

public struct StationForRequest: Codable, Sendable, Hashable {
    public let id: ID<Station>
    public let name: String
    public let area: Words
    public let field: Words
    /// It lies where the person wishes to work.
    public let isNear: Bool
}

public struct RequestMessage: Codable, Sendable, Hashable {
    public let side: RequestSide
    public let text: String
    public let at: Instant
}

public struct RequestFile: Codable, Sendable, Hashable {
    public let file: FileView
    public let side: RequestSide
    public let at: Instant
}

/// Who had it, from when to when, and why it was handed on to them.
public struct RequestHolder: Codable, Sendable, Hashable {
    public let name: Words
    public let since: Instant
    public let until: Instant?
    public let reason: String?
}

public struct RequestTarget: Codable, Sendable, Hashable {
    public let thing: RequestLink
    public let id: String
    public let name: Words
}

public struct RequestRating: Codable, Sendable, Hashable {
    public let stars: Int
    public let note: String?
    public let at: Instant
}

/// A fund of the directory, and how it fits.
public struct FundSuggestion: Codable, Sendable, Hashable {
    public let entry: ID<DirectoryEntry>
    public let fit: FundFit
}

/// As whom somebody reads a request.
public enum RequestReading: String, Codable, Sendable, Hashable, CaseIterable {
    case asker, owner
    /// Had it before.
    case former
    /// Supervises.
    case office
}

/// A request whole, as the person who looks may see it.
public struct RequestView: Codable, Sendable, Hashable {
    public let summary: RequestSummary
    public let reading: RequestReading
    /// Of somebody without an account, for those who have it.
    public let phone: Masked?
    public let answerDue: Day
    public let closeDue: Day
    public let outcomeNote: String?
    public let links: [RequestTarget]
    public let messages: [RequestMessage]
    public let files: [RequestFile]
    public let holders: [RequestHolder]
    public let ratings: [RequestRating]
    public let steps: [RequestStep]
    public let bookings: [MentorBookingView]
    public let project: ProjectProfile?
    public let projectField: Words?
    public let projectArea: Words?
    public let funds: [FundSuggestion]
    public let fields: [ConditionName]
    public let areas: [ConditionName]
    /// To whom it can be handed on.
    public let targets: [OwnerName]
    public let mayWrite: Bool
    public let mayHandOn: Bool
    public let mayClose: Bool
    public let mayRate: Bool
    public let mayReopen: Bool
    public let mayWithdraw: Bool
    public let mayDescribe: Bool
    public let clause: Clause?
}

public struct RequestStep: Codable, Sendable, Hashable {
    public let at: Instant
    public let words: Words
    public let side: RequestSide?
    public let reason: String?
}

/// A mentor as everybody may see them.
public struct MentorSummary: Codable, Sendable, Hashable {
    public let id: ID<Mentor>
    public let name: String
    public let organisation: String
    public let fields: [Words]
    public let helps: String
    public let keeper: Words
    /// Hours to come that nobody has booked.
    public let free: Int
    public let next: Instant?
}

public struct MentorList: Codable, Sendable, Hashable {
    public let field: String?
    public let mentors: [MentorSummary]
    public let fields: [ConditionName]
    /// For whom the actor may add one.
    public let keepers: [OwnerName]
}

public struct HourView: Codable, Sendable, Hashable {
    public let id: ID<MentorHour>
    public let startsAt: Instant
    public let minutes: Int
    public let place: String
    public let isFree: Bool
}

/// A booking, for the person and for the mentor's keeper.
public struct MentorBookingView: Codable, Sendable, Hashable {
    public let id: ID<MentorBooking>
    public let mentor: ID<Mentor>
    public let mentorName: String
    public let request: ID<Request>
    public let startsAt: Instant
    public let minutes: Int
    public let place: String
    public let state: MentorBookingState
    public let note: String?
    public let mayCancel: Bool
    public let mayRecord: Bool
}

public struct MentorView: Codable, Sendable, Hashable {
    public let summary: MentorSummary
    public let hours: [HourView]
    /// The person's own, or all of them for the keeper.
    public let bookings: [MentorBookingView]
    public let mayKeep: Bool
    public let mayBook: Bool
    public let bookingsMost: Int
    public let cancelHours: Int
}
