import Domain

// What pages show of places and beds. Built by the queries; typed leaves only, so that the JSON face is the same thing.

/// A place in a list.
public struct LodgingSummary: Codable, Sendable, Hashable {
    public let id: ID<Lodging>
    public let kind: LodgingKind
    public let name: String
    public let station: ID<Station>
    public let stationName: String
    public let address: String
    public let area: String
    public let areaName: Words
    public let latitude: Double?
    public let longitude: Double?
    public let phone: String
    public let listPrice: Fen
    public let specialPrice: Fen
    /// Beds and rooms that there are now; 0 for a referral.
    public let units: Int
    public let accessible: Bool
    public let published: Bool
    /// The first of its photos.
    public let photo: ID<StoredFile>?
    /// Metres from the point that was asked about.
    public let distance: Int?
}

public struct LodgingFilter: Codable, Sendable, Hashable {
    public var station: ID<Station>?
    public var area: String?
    public var kind: LodgingKind?
    public var accessible: Bool?
    /// Who wants it: beds for others are not counted as free.
    public var sex: Sex?
    /// Free on all nights from here on…
    public var first: Day?
    /// …to the day of leaving.
    public var end: Day?
    /// Yuan: no place whose special price is higher.
    public var most: Int?
    /// Near a point (WGS 84), the nearest first; whatever is farther off, or nobody knows where, is left out.
    public var latitude: Double?
    public var longitude: Double?
    /// Only with a point; 50 where nothing is said.
    public var kilometres: Int?

    public init(
        station: ID<Station>? = nil, area: String? = nil, kind: LodgingKind? = nil, accessible: Bool? = nil, sex: Sex? = nil, first: Day? = nil, end: Day? = nil, most: Int? = nil,
        latitude: Double? = nil, longitude: Double? = nil, kilometres: Int? = nil
    ) {
        self.station = station
        self.area = area
        self.kind = kind
        self.accessible = accessible
        self.sex = sex
        self.first = first
        self.end = end
        self.most = most
        self.latitude = latitude
        self.longitude = longitude
        self.kilometres = kilometres
    }
}

/// Nights that cannot be booked at a place for now, and why.
public struct ShutNights: Codable, Sendable, Hashable {
    public enum Why: String, Codable, Sendable, Hashable, CaseIterable {
        /// Too soon, or past.
        case early
        /// Not open yet.
        case ahead
        /// The programme gives no lodging then.
        case blackout
        /// They go by draw.
        case draw
        /// Outside the contract with the hotel.
        case contract
        /// Tonight's rooms have gone back to the hotel.
        case released
    }

    public let first: Day
    /// The first night after them.
    public let end: Day
    public let why: Why

    public func contains(_ night: Day) -> Bool { night >= first && night < end }
}

/// Places with beds, and how many are free, night by night. No personal data.
public struct AvailabilityView: Codable, Sendable, Hashable {
    public struct Place: Codable, Sendable, Hashable {
        public let lodging: LodgingSummary
        /// Beds that can be booked on each night from `first` on; empty for a referral.
        public let free: [Int]
        /// On how many beds all the nights of the filter can be booked: a lower bound of who can be booked without changing beds. Nil without nights.
        public let whole: Int?
        public let shut: [ShutNights]
    }

    public let filter: LodgingFilter
    public let first: Day
    public let nights: Int
    public let areas: [ConditionName]
    public let places: [Place]
}

/// A place's own page.
public struct LodgingView: Codable, Sendable, Hashable {
    public let summary: LodgingSummary
    public let rules: Words
    public let contractFrom: Day?
    public let contractTo: Day?
    public let releaseHour: Int?
    /// By gender, as there are now.
    public let beds: [BedCount]
    public let photos: [ID<StoredFile>]
    public let first: Day
    /// Beds that can be booked on each night from `first` on, by gender.
    public let free: [FreeBeds]
    public let shut: [ShutNights]
    public let closures: [ClosureView]
    public let draws: [DrawSummary]
    /// The programme's rules in figures.
    public let terms: StayTerms
    /// For the station's own people.
    public let units: [UnitView]?
}

public struct BedCount: Codable, Sendable, Hashable {
    public let gender: BedGender
    public let count: Int
    public let accessible: Int
}

public struct FreeBeds: Codable, Sendable, Hashable {
    public let gender: BedGender
    public let nights: [Int]
}

public struct UnitView: Codable, Sendable, Hashable {
    public let id: ID<LodgingUnit>
    public let room: String
    public let label: String
    /// Booked as a whole.
    public let whole: Bool
    public let gender: BedGender
    public let accessible: Bool
    public let from: Day
    public let to: Day?
}

public struct ClosureView: Codable, Sendable, Hashable {
    public let id: ID<LodgingClosure>
    public let first: Day
    public let end: Day
    public let unit: ID<LodgingUnit>?
    public let room: String?
    public let reason: String
}

/// The programme's rules for stays, as figures.
public struct StayTerms: Codable, Sendable, Hashable {
    public let nightsPerStay: Int
    /// Nil where there is no such limit.
    public let staysPerYear: Int?
    public let nightsPerYear: Int?
    /// Whether nights beyond the free ones can be had for money.
    public let mayPay: Bool
    public let firstBookable: Day
    public let lastBookable: Day
    public let holdMinutes: Int
    public let offerMinutes: Int
    public let checkInFrom: TimeOfDay
    public let lateArrival: TimeOfDay
    public let checkOutBy: TimeOfDay
}

public struct DrawSummary: Codable, Sendable, Hashable {
    public let id: ID<BedDraw>
    public let title: String
    public let lodging: ID<Lodging>
    public let lodgingName: String
    public let first: Day
    public let end: Day
    public let gender: BedGender
    public let places: Int
    public let closes: Instant
    public let isDrawn: Bool
    public let requests: Int
}
