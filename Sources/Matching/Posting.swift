/// A job as an index holds it. What is nil or empty was not said.
public struct Posting: Sendable, Hashable {
    /// The caller's own id; the index gives it back.
    public var id: String
    public var title: String
    public var company: String
    public var skills: [String]
    /// Description, benefits, whatever else is said in words.
    public var body: String
    /// 职业分类大典, up to seven digits without hyphens.
    public var occupation: String
    /// GB/T 4754, two digits.
    public var industry: String
    /// GB/T 2260: two, four or six digits.
    public var place: String
    public var point: Point?
    /// The least education asked: 0 any, 1 senior secondary, 2 college, 3 bachelor, 4 master, 5 doctor.
    public var degree: UInt8?
    public var years: Years?
    /// Yuan a month.
    public var pay: ClosedRange<Int>?
    /// One of the caller's kinds, by a small number.
    public var kind: UInt8
    /// The station that stands behind it, by the caller's id.
    public var station: String
    /// What a person must meet; the rest are wishes.
    public var musts: Musts
    /// The day on which it was opened, as a count of days.
    public var day: Int
    /// The last day on which it may be found, as a count of days.
    public var lastDay: Int?
    public var isShortage: Bool

    public struct Point: Sendable, Hashable {
        public let latitude: Double
        public let longitude: Double

        public init(latitude: Double, longitude: Double) {
            self.latitude = latitude
            self.longitude = longitude
        }
    }

    /// Nil at the upper end is open.
    public struct Years: Sendable, Hashable {
        public let from: Int
        public let to: Int?

        public init(from: Int, to: Int?) {
            self.from = from
            self.to = to
        }
    }

    public struct Musts: OptionSet, Sendable, Hashable {
        public let rawValue: UInt8

        public init(rawValue: UInt8) { self.rawValue = rawValue }

        public static let degree = Musts(rawValue: 1)
        public static let years = Musts(rawValue: 2)
        public static let place = Musts(rawValue: 4)
        public static let skills = Musts(rawValue: 8)
    }

    public init(
        id: String, title: String, company: String = "", skills: [String] = [], body: String = "", occupation: String = "", industry: String = "", place: String = "",
        point: Point? = nil, degree: UInt8? = nil, years: Years? = nil, pay: ClosedRange<Int>? = nil, kind: UInt8 = 0, station: String = "", musts: Musts = [],
        day: Int = 0, lastDay: Int? = nil, isShortage: Bool = false
    ) {
        self.id = id
        self.title = title
        self.company = company
        self.skills = skills
        self.body = body
        self.occupation = occupation
        self.industry = industry
        self.place = place
        self.point = point
        self.degree = degree
        self.years = years
        self.pay = pay
        self.kind = kind
        self.station = station
        self.musts = musts
        self.day = day
        self.lastDay = lastDay
        self.isShortage = isShortage
    }
}
