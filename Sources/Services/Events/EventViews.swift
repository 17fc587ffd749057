import Domain

/// An event as lists show it.
public struct EventSummary: Codable, Sendable, Hashable {
    public let id: ID<Event>
    public let title: String
    public let type: Words
    /// Whose it is: an office, or the station that runs it.
    public let organiser: Words
    /// The exact words of an authority's consent in force, in whose name it runs: `…主办，…承办`; nil without one.
    public let naming: String?
    public let station: ID<Station>?
    public let stationName: String?
    public let field: Words?
    public let area: Words?
    public let place: String
    public let point: JobTerms.Point?
    public let onSite: Bool
    public let begins: Instant
    public let ends: Instant
    public let state: EventState
    public let seats: Int
    /// Seats that nobody has.
    public let left: Int
    public let registration: Registration

    /// What somebody who wants to come finds now.
    public enum Registration: String, Codable, Sendable, Hashable, CaseIterable {
        case notYet = "not_yet"
        case open
        /// All seats are taken, and one can wait in line.
        case waitlist
        case full, closed
    }
}

/// One of a list to choose from, by id.
public struct EventChoice: Codable, Sendable, Hashable {
    public let id: String
    public let name: Words
}

public struct EventFilter: Codable, Sendable, Hashable {
    public enum Span: String, Codable, Sendable, Hashable, CaseIterable { case week, all, past }

    public let type: String?
    public let field: String?
    public let area: String?
    public let station: ID<Station>?
    public let span: Span
    /// How many come before this page.
    public let after: Int

    public init(type: String? = nil, field: String? = nil, area: String? = nil, station: ID<Station>? = nil, span: Span = .all, after: Int = 0) {
        self.type = type
        self.field = field
        self.area = area
        self.station = station
        self.span = span
        self.after = max(after, 0)
    }
}

public struct EventList: Codable, Sendable, Hashable {
    public let filter: EventFilter
    public let events: [EventSummary]
    public let total: Int
    /// The `after` of the next page.
    public let next: Int?
    public let types: [EventChoice]
    public let fields: [EventChoice]
    public let areas: [EventChoice]
    public let stations: [EventChoice]
    /// What the actor keeps and has not announced, or what still wants something.
    public let own: [EventSummary]
    public let mayKeep: Bool
}

public struct EventView: Codable, Sendable, Hashable {
    public let summary: EventSummary
    /// In whose name it runs, in the exact words that were consented to: `主办：…　承办：…`
    public let naming: Words
    /// A station's event that its yearly plan does not have.
    public let isOutsidePlan: Bool
    public let text: String
    public let opens: Instant
    public let closes: Instant
    public let approval: Bool
    public let groupMost: Int
    public let waitlist: Bool
    public let questions: [EventQuestion]
    /// The job fair within it.
    public let fair: ID<Fair>?
    /// Why it was called off.
    public let reason: String?
    /// The actor's own live registration.
    public let own: OwnSeat?
    /// The actor's name, to begin the form with.
    public let name: String
    public let isOrganiser: Bool
    /// For organisers: what stands against announcing it.
    public let hindrances: [Words]
    public let attendance: EventAttendance?

    public struct OwnSeat: Codable, Sendable, Hashable {
        public let id: ID<Seat>
        public let state: SeatState
    }
}

/// What the form of an event needs.
public struct EventForm: Codable, Sendable, Hashable {
    /// Nil for a new one.
    public let id: ID<Event>?
    public let state: EventState?
    public let types: [EventChoice]
    public let fields: [EventChoice]
    public let areas: [EventChoice]
    /// Stations with a plaque for which the actor works.
    public let stations: [EventChoice]
    /// Job fairs of the actor's.
    public let fairs: [EventChoice]
    public let isOffice: Bool
    /// What is kept, by the form's names.
    public let values: [String: [String]]
}

/// A registration for its person.
public struct SeatView: Codable, Sendable, Hashable {
    public let id: ID<Seat>
    public let event: EventSummary
    public let state: SeatState
    public let people: Int
    public let name: String
    public let companions: [String]
    public let answers: [Answer]
    /// For the door: `0123 4567`; nil while there is no seat.
    public let number: String?
    /// What the QR code holds.
    public let token: String?
    /// In line: how many registrations stand before, and this one.
    public let line: Int?
    public let reason: String?
    public let cameAt: Instant?
    public let mayCancel: Bool
    public let maySay: Bool
    public let stars: Int?
    public let at: Instant

    public struct Answer: Codable, Sendable, Hashable {
        public let question: String
        public let kind: EventQuestion.Kind
        public let answer: String
    }
}

public struct OwnSeats: Codable, Sendable, Hashable {
    public let coming: [SeatView]
    public let past: [SeatView]
}

/// A registration for the event's organisers.
public struct RegistrationView: Codable, Sendable, Hashable {
    public let id: ID<Seat>
    public let name: String
    public let phone: Masked
    public let companions: [String]
    public let people: Int
    public let answers: [SeatView.Answer]
    public let state: SeatState
    public let isWalkIn: Bool
    public let beyond: Bool
    public let at: Instant
    public let came: Int?
    public let cameAt: Instant?
}

/// The organisers' list.
public struct EventRegistrations: Codable, Sendable, Hashable {
    public let event: EventSummary
    public let registrations: [RegistrationView]
    public let attendance: EventAttendance
    public let survey: Survey
    /// The `after` of the next page.
    public let next: Int?

    public struct Survey: Codable, Sendable, Hashable {
        public let answers: Int
        /// Tenths of a star.
        public let average: Int?
        /// Newest first, without names.
        public let comments: [Comment]
    }

    public struct Comment: Codable, Sendable, Hashable {
        public let stars: Int
        public let text: String
    }
}

/// The door of an event.
public struct DoorView: Codable, Sendable, Hashable {
    public let event: EventSummary
    public let attendance: EventAttendance
    /// Registered people who have not come.
    public let awaited: Int
    public let isOpen: Bool
    /// What was scanned last.
    public let last: RegistrationView?
    /// It had come before already.
    public let again: Bool
}
