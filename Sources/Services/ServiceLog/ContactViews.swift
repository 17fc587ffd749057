import Domain

/// One thing that a contact may be about.
public struct SubjectChoice: Codable, Sendable, Hashable {
    /// `service.lodging` or `find.jobs`.
    public let id: String
    public let name: Words
}

/// What the form for a contact begins with.
public struct ContactFormView: Codable, Sendable, Hashable {
    public let stations: [StationChoice]
    /// Services first, then the six finds.
    public let subjects: [SubjectChoice]
    /// What the same person chose last.
    public let channel: ContactChannel
    public let subject: String?
    public let result: ContactResult
    public let station: ID<Station>?
    /// Lines that this person has written down today.
    public let today: Int
}

/// A line that has just been written down.
public struct RecordedContact: Codable, Sendable, Hashable {
    public let id: ID<Contact>
    public let subject: Words
    public let result: ContactResult
    public let isAsked: Bool
    /// When the line was written down that this one looks like.
    public let doubles: Instant?
    /// Until when a press takes it back.
    public let undoUntil: Instant
    /// In demo mode alone: the words that would be sent.
    public let message: String?
}

/// A line in a list.
public struct ContactSummary: Codable, Sendable, Hashable {
    public let id: ID<Contact>
    /// The first character and stars, or the end of the number; empty where nothing is known any more, or for offices.
    public let person: String
    public let station: ID<Station>
    public let stationName: String
    public let channel: ContactChannel
    public let subject: Words
    public let result: ContactResult
    public let state: ContactState
    public let rating: Int?
    public let isDoubled: Bool
    public let at: Instant
}

public struct ContactFilter: Codable, Sendable, Hashable {
    /// First day of a month.
    public let month: Day?
    public let subject: String?
    public let state: ContactState?
    public let station: ID<Station>?
    public let after: ID<Contact>?

    public init(month: Day? = nil, subject: String? = nil, state: ContactState? = nil, station: ID<Station>? = nil, after: ID<Contact>? = nil) {
        self.month = month
        self.subject = subject
        self.state = state
        self.station = station
        self.after = after
    }
}

public struct ContactList: Codable, Sendable, Hashable {
    public let filter: ContactFilter
    public let contacts: [ContactSummary]
    public let total: Int
    public let counts: ContactCounts
    public let stations: [StationChoice]
    public let subjects: [SubjectChoice]
    /// Months in which there are lines, the newest first.
    public let months: [Day]
    /// Whether contacts count that nobody has confirmed.
    public let unconfirmedCounts: Bool
    public let clause: Clause?
    public let next: ID<Contact>?
}

/// One line, for the station that wrote it down.
public struct ContactView: Codable, Sendable, Hashable {
    public let summary: ContactSummary
    /// In full; nil once it is gone.
    public let name: String?
    public let phone: Masked?
    /// The digits, in the answer to whoever has said what for (`ShowContactNumber`); nil everywhere else.
    public internal(set) var number: String?
    public let line: String?
    public let also: [Find]
    public let comment: String?
    public let askedUntil: Instant?
    public let answeredAt: Instant?
    public let isClaimed: Bool
    public let request: ID<Request>?
    public let doubles: ID<Contact>?
    public let reason: String?
    public let counts: Bool
    public let by: String?
    public let mayUndo: Bool
    public let mayVoid: Bool
    public let mayKeep: Bool
    public let mayShowNumber: Bool

    /// With the number that was read.
    public func showing(_ number: String) -> ContactView {
        var view = self
        view.number = number
        return view
    }
}

/// What the person sees of a contact: behind a message's link, and under their services.
public struct OwnContactView: Codable, Sendable, Hashable {
    public let id: ID<Contact>
    public let stationName: String
    public let station: ID<Station>
    public let channel: ContactChannel
    public let subject: Words
    public let also: [Find]
    public let result: ContactResult
    public let state: ContactState
    public let at: Instant
    public let rating: Int?
    /// What the station noted and what the person wrote: only in the person's own account.
    public let line: String?
    public let comment: String?
    public let reason: String?
    public let mayConfirm: Bool
    public let mayDispute: Bool
}

/// The page behind a message's link.
public struct ContactLinkView: Codable, Sendable, Hashable {
    public let contact: OwnContactView
    public let until: Instant
    public let phone: Masked
    /// They have agreed to find it in their account.
    public let isKept: Bool
    /// It stands in an account already.
    public let isClaimed: Bool
    /// The actor is signed in with the number that got the message.
    public let mayClaim: Bool
}

/// Figures by station and month.
public struct ContactFigures: Codable, Sendable, Hashable {
    public struct Line: Codable, Sendable, Hashable {
        public let station: ID<Station>
        public let name: String
        public let area: Words
        /// First day of the month.
        public let month: Day
        public let counts: ContactCounts
    }

    /// First day of the month that is shown; nil for all.
    public let month: Day?
    public let months: [Day]
    public let lines: [Line]
    public let counts: ContactCounts
    public let unconfirmedCounts: Bool
    public let clause: Clause?
}

/// A poster that leads to a station's registration.
public struct PosterView: Codable, Sendable, Hashable {
    public let station: ID<Station>
    public let name: String
    public let plaque: String
    public let address: String
    public let levelName: Words
    public let fieldName: Words
    /// What it offers: the services of the log, as the programme calls them.
    public let services: [Words]
    public let programme: Words
    /// The office whose programme it is.
    public let issuer: Words
}
