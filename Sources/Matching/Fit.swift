/// How a person and a job fit, criterion by criterion. Words are made of it by whoever shows it.
public struct Fit: Sendable, Hashable {
    /// By which results are ranked: 0…1.
    public let score: Double
    public let findings: [Finding]
    /// Something that the posting must have is known not to be met: lists leave the posting out then.
    public let missesMust: Bool

    public enum Criterion: String, Sendable, Hashable, CaseIterable {
        case occupation, skills, industry, place, way, pay, degree, years, freshness, shortage
    }

    public enum Answer: String, Sendable, Hashable {
        case yes, partly, no
        /// The posting does not say.
        case unsaid
        /// The person did not say: worth asking.
        case unasked
    }

    public struct Finding: Sendable, Hashable {
        public let criterion: Criterion
        public let answer: Answer
        /// The job asks for it; without it the two do not fit.
        public let isMust: Bool
        /// Words or skills found on both sides, as they stand in the posting.
        public let shared: [String]
        /// What the posting asks and the person does not have.
        public let missing: [String]
        /// For `way`: kilometres between the two points.
        public let kilometres: Double?
        /// What it adds to the score; all findings together are the score.
        public let points: Double

        public init(
            criterion: Criterion, answer: Answer, isMust: Bool = false, shared: [String] = [], missing: [String] = [], kilometres: Double? = nil, points: Double = 0
        ) {
            self.points = points
            self.criterion = criterion
            self.answer = answer
            self.isMust = isMust
            self.shared = shared
            self.missing = missing
            self.kilometres = kilometres
        }
    }

    public init(score: Double, findings: [Finding], missesMust: Bool = false) {
        self.score = score
        self.missesMust = missesMust
        self.findings = findings
    }
}

/// What each criterion weighs, in any unit; the programme file gives them.
public struct Weights: Sendable, Hashable {
    public var occupation: Double
    public var skills: Double
    public var industry: Double
    public var place: Double
    public var way: Double
    public var pay: Double
    public var degree: Double
    public var years: Double
    public var freshness: Double
    public var shortage: Double

    public init(
        occupation: Double = 22, skills: Double = 33, industry: Double = 5, place: Double = 40, way: Double = 3, pay: Double = 20, degree: Double = 20, years: Double = 20,
        freshness: Double = 1, shortage: Double = 1
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

    public static let usual = Weights()
}
