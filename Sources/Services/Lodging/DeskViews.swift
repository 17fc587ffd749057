import Domain

// What the people at a station's desk see. Names are whole, since they are compared with a document; numbers are masked.

/// A place at whose desk somebody works.
public struct DeskPlace: Codable, Sendable, Hashable {
    public let id: ID<Lodging>
    public let name: String
    public let station: ID<Station>
    public let stationName: String
    public let phone: String
}

/// A stay in a list of the desk.
public struct DeskStay: Codable, Sendable, Hashable {
    public let id: ID<Stay>
    public let state: StayState
    public let name: String
    public let phone: Masked
    public let documentKind: IdentityDocument.Kind?
    public let document: Masked?
    public let isForeign: Bool
    public let sex: Sex?
    public let lodging: ID<Lodging>
    public let lodgingName: String
    /// Tonight's bed, or the first or last one: `201-2`; empty when the stay has none any more.
    public let room: String
    public let first: Day
    /// The day of leaving.
    public let end: Day
    public let nights: Int
    public let price: Fen
    public let why: String
    public let group: ID<StayGroup>?
    public let groupName: String?
    /// Has said so and comes later than the rules' hour.
    public let lateUntil: Instant?
    /// The hour at which the bed may be given up has passed.
    public let isLate: Bool
    public let arrivedAt: Instant?
    public let leftAt: Instant?
    public let police: PoliceDuty?
    /// The desk itself has to see papers before check-in.
    public let wantsPapers: Bool
    /// SHA-256 of `id:code`: by it a page without a network knows whose six digits were typed.
    public let mark: String
}

/// The registration with the police of a guest who has arrived.
public struct PoliceDuty: Codable, Sendable, Hashable {
    /// By when it has to be made; nil where no hour is set.
    public let due: Instant?
    public let at: Instant?
    /// Who made it.
    public let by: String?
}

/// A day at a desk.
public struct DeskView: Codable, Sendable, Hashable {
    public let places: [DeskPlace]
    /// The one that is looked at; nil where there is none.
    public let place: DeskPlace?
    public let today: Day
    /// Who has not arrived yet: due today, or kept from yesterday.
    public let arrivals: [DeskStay]
    public let inHouse: [DeskStay]
    /// Of those in house, whose day of leaving is today or has passed.
    public let departures: [DeskStay]
    /// Foreign, and not registered with the police yet.
    public let police: [DeskStay]
    /// Bookings for later days.
    public let coming: Int
    /// Who did not come, since yesterday.
    public let missed: [DeskStay]
    public let waiting: Int
}

/// A stay on its own page at the desk.
public struct DeskStayView: Codable, Sendable, Hashable {
    public let stay: DeskStay
    public let place: DeskPlace
    public let freeNights: Int
    /// The bed of each night.
    public let beds: [BedNight]
    public let bookedAt: Instant
    public let checkIn: CheckInView?
    /// What the desk itself has to see before check-in, by the programme's rules.
    public let papers: [Words]
    public let proof: ProofStanding?
    /// What the desk can do now.
    public let may: [StayEvent]
    public let mayUndoNoShow: Bool
    /// Why there is no check-in now, where the stay is only booked.
    public let obstacle: Words?
    public let freeUntil: Instant
    public let givenUpAt: Instant
    /// The last moment until which a late guest's bed can be kept.
    public let lateMost: Instant
    public let otherBeds: [BedChoiceView]
    public let today: Day
    public let lastBookable: Day
    public let clause: Clause?
}

public struct BedNight: Codable, Sendable, Hashable {
    public let night: Day
    public let bed: String
}

public struct BedChoiceView: Codable, Sendable, Hashable {
    public let unit: ID<LodgingUnit>
    public let bed: String
    public let gender: BedGender
    public let accessible: Bool
}

public struct CheckInView: Codable, Sendable, Hashable {
    public let at: Instant
    public let by: String
    public let way: String
    public let deposit: Fen
    public let depositBack: Fen?
}

/// Where the office stands that looks at a guest's proof.
public struct ProofStanding: Codable, Sendable, Hashable {
    public let number: String
    public let state: CaseState
    public let facts: [Words]
}

/// Who sleeps at a place in one night.
public struct GuestList: Codable, Sendable, Hashable {
    public struct Guest: Codable, Sendable, Hashable {
        public let bed: String
        public let stay: DeskStay
    }

    public let place: DeskPlace
    public let night: Day
    public let guests: [Guest]
}

/// Who waits for a bed at a place.
public struct DeskWaitlist: Codable, Sendable, Hashable {
    public struct Entry: Codable, Sendable, Hashable {
        public let id: ID<Waiting>
        public let guest: String
        public let phone: Masked
        public let first: Day
        public let end: Day
        public let accessible: Bool
        public let isOffered: Bool
        /// Until when the offered bed is kept.
        public let until: Instant?
        public let since: Instant
    }

    public let place: DeskPlace
    public let entries: [Entry]
}
