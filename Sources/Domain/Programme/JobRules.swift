/// What a programme says of jobs: which are in short supply 紧缺, who vouches for employers, how long a job stands, and what counts when people and
/// jobs are matched. From the file's section `jobs`; nothing here knows a city.
public struct JobRules: Sendable, Hashable, Codable {
    public let clause: Clause?
    public let shortage: [Shortage]
    public let weights: MatchingWeights
    /// How many days a job may stand from the day on which it is opened.
    public let longestDays: Int
    /// So many days before its last day an employer is reminded.
    public let remindDays: Int
    /// Who may vouch for an employer; an office with the power to take in or to supervise verifies it.
    public let vouching: Set<Voucher>
    /// The procedure by which a report is looked at.
    public let report: String

    public enum Voucher: String, Sendable, Hashable, Codable, CaseIterable {
        /// A member of a recognised station's host.
        case station
        /// An office of an area.
        case area
    }

    /// A field in which people are wanted more than others.
    public struct Shortage: Sendable, Hashable, Codable {
        public let id: String
        public let name: Words
        /// 职业分类大典; everything inside the code.
        public let occupation: TreeCode?
        /// GB/T 4754.
        public let industry: TreeCode?

        public init(id: String, name: Words, occupation: TreeCode?, industry: TreeCode?) {
            self.id = id
            self.name = name
            self.occupation = occupation
            self.industry = industry
        }

        /// Whether a job is of this field: it lies in each of the codes that are given.
        func holds(occupation: TreeCode?, industry: TreeCode?) -> Bool {
            func lies(_ code: TreeCode?, _ wanted: TreeCode?) -> Bool { wanted.map { wanted in code.map { $0.lies(in: wanted) == .yes } ?? false } ?? true }
            return (self.occupation != nil || self.industry != nil) && lies(occupation, self.occupation) && lies(industry, self.industry)
        }
    }

    public init(
        clause: Clause?, shortage: [Shortage], weights: MatchingWeights = MatchingWeights(), longestDays: Int, remindDays: Int, vouching: Set<Voucher>, report: String
    ) {
        self.clause = clause
        self.shortage = shortage
        self.weights = weights
        self.longestDays = longestDays
        self.remindDays = remindDays
        self.vouching = vouching
        self.report = report
    }

    /// The procedures that the rules need, each once.
    public var procedures: [String] { [report] }

    /// The field of shortage that a job is of, the first of the file.
    public func shortage(occupation: TreeCode?, industry: TreeCode?) -> Shortage? { shortage.first { $0.holds(occupation: occupation, industry: industry) } }

    public func shortage(of terms: JobTerms) -> Shortage? { shortage(occupation: terms.occupation, industry: terms.industry) }
}

/// What each side of a fit weighs, against the others, in whole numbers from 0 to 100.
public struct MatchingWeights: Sendable, Hashable, Codable {
    public var occupation: Int
    public var skills: Int
    public var industry: Int
    public var place: Int
    public var way: Int
    public var pay: Int
    public var degree: Int
    public var years: Int
    public var freshness: Int
    public var shortage: Int

    public init(
        occupation: Int = 22, skills: Int = 33, industry: Int = 5, place: Int = 40, way: Int = 3, pay: Int = 20, degree: Int = 20, years: Int = 20, freshness: Int = 1, shortage: Int = 1
    ) {
        self.occupation = occupation
        self.skills = skills
        self.industry = industry
        self.place = place
        self.way = way
        self.pay = pay
        self.degree = degree
        self.years = years
        self.freshness = freshness
        self.shortage = shortage
    }
}
