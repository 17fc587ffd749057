/// What somebody typed, and the filters beside it. Empty sets filter nothing; a posting that does not say passes no filter on it, but pay and degree, where it passes.
public struct Question: Sendable, Hashable {
    public var text: String
    /// Division codes; a posting lies in one of them.
    public var places: [String]
    /// A person of this education may apply: 0…5.
    public var degree: UInt8?
    /// A person with so many years may apply.
    public var years: Int?
    /// Yuan a month: the posting's upper end is at least this.
    public var payAtLeast: Int?
    public var industries: [String]
    public var kinds: Set<UInt8>
    public var stations: Set<String>
    public var shortageOnly: Bool
    public var order: Order
    /// The day from which validity and freshness are seen, as a count of days.
    public var today: Int
    public var skip: Int
    public var count: Int
    /// Whether `Found.counts` is wanted; without it, and without `Found.total`, an answer is found several times as fast.
    public var isCounted: Bool

    public enum Order: String, Sendable, Hashable, CaseIterable {
        /// By how well the words fit; the newest first where nothing was typed.
        case fit
        case newest
        case pay
    }

    public init(
        text: String = "", places: [String] = [], degree: UInt8? = nil, years: Int? = nil, payAtLeast: Int? = nil, industries: [String] = [], kinds: Set<UInt8> = [],
        stations: Set<String> = [], shortageOnly: Bool = false, order: Order = .fit, today: Int = 0, skip: Int = 0, count: Int = 20,
        isCounted: Bool = true
    ) {
        self.isCounted = isCounted
        self.text = text
        self.places = places
        self.degree = degree
        self.years = years
        self.payAtLeast = payAtLeast
        self.industries = industries
        self.kinds = kinds
        self.stations = stations
        self.shortageOnly = shortageOnly
        self.order = order
        self.today = today
        self.skip = skip
        self.count = count
    }
}

/// A page of what was found.
public struct Found: Sendable {
    /// The callers' ids, best first.
    public var ids: [String]
    /// How many were found in all; where nothing is counted, how many of them were looked at: 0 only if there are none.
    public var total: Int
    /// How many of all that were found have each value, every filter applied but the one on that value.
    public var counts: Counts
    /// The words that were searched for, as they are highlighted.
    public var words: [String]

    public struct Counts: Sendable {
        /// By division code, as the postings have them.
        public var places: [String: Int] = [:]
        /// By the least education asked; what does not say counts as 0.
        public var degrees: [UInt8: Int] = [:]
        public var industries: [String: Int] = [:]
        public var kinds: [UInt8: Int] = [:]
        public var stations: [String: Int] = [:]

        public init() {}
    }

    public init(ids: [String] = [], total: Int = 0, counts: Counts = Counts(), words: [String] = []) {
        self.ids = ids
        self.total = total
        self.counts = counts
        self.words = words
    }
}

/// Which jobs a person may be shown, beside the fit.
public struct Hunt: Sendable, Hashable {
    public var today: Int
    /// Only jobs of these places; the seeker's own places only score.
    public var places: [String]
    /// Only jobs that ask for no more than the seeker's degree.
    public var withinDegree: Bool
    public var leaveOut: Set<String>
    /// Only jobs of these kinds, by the numbers of `Posting.kind`; empty for all.
    public var kinds: Set<UInt8>
    public var count: Int

    public init(today: Int = 0, places: [String] = [], kinds: Set<UInt8> = [], withinDegree: Bool = false, leaveOut: Set<String> = [], count: Int = 20) {
        self.today = today
        self.places = places
        self.kinds = kinds
        self.withinDegree = withinDegree
        self.leaveOut = leaveOut
        self.count = count
    }
}
