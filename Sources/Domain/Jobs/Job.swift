/// What ids of jobs name.
public enum Job {}

/// What a job asks and offers, as its fields: whoever wrote it, on a form or in a file. What is nil was not said.
public struct JobTerms: Sendable, Hashable, Codable {
    public var title: String
    /// 职业分类大典, `2-02-10-03`.
    public var occupation: TreeCode?
    /// GB/T 4754 大类, two digits.
    public var industry: TreeCode?
    public var kind: JobKind
    /// GB/T 2260.
    public var division: TreeCode?
    /// Where exactly, in words.
    public var address: String
    /// WGS 84.
    public var point: Point?
    public var pay: Pay?
    public var degree: DegreeDemand?
    public var years: Years?
    public var skills: [String]
    /// How many people are wanted.
    public var wanted: Int?
    public var description: String
    /// What a person must meet; what is asked beside is a wish.
    public var musts: Set<Must>
    public var validUntil: Day?

    public struct Point: Sendable, Hashable, Codable {
        public let latitude: Double
        public let longitude: Double

        public init(latitude: Double, longitude: Double) {
            self.latitude = latitude
            self.longitude = longitude
        }
    }

    /// Years of experience asked: from 0; nil at the upper end is open.
    public struct Years: Sendable, Hashable, Codable {
        public let from: Int
        public let to: Int?

        /// Nil unless 0 ≤ from ≤ to ≤ 60.
        public init?(from: Int, to: Int?) {
            guard (0...60).contains(from), (from...60).contains(to ?? 60) else { return nil }
            self.from = from
            self.to = to
        }
    }

    /// What of the terms a person must meet.
    public enum Must: String, Sendable, Hashable, Codable, CaseIterable {
        case degree, years, place, skills
    }

    public init(
        title: String, occupation: TreeCode? = nil, industry: TreeCode? = nil, kind: JobKind = .fullTime, division: TreeCode? = nil, address: String = "", point: Point? = nil,
        pay: Pay? = nil, degree: DegreeDemand? = nil, years: Years? = nil, skills: [String] = [], wanted: Int? = nil, description: String = "", musts: Set<Must> = [], validUntil: Day? = nil
    ) {
        self.title = title
        self.occupation = occupation
        self.industry = industry
        self.kind = kind
        self.division = division
        self.address = address
        self.point = point
        self.pay = pay
        self.degree = degree
        self.years = years
        self.skills = skills
        self.wanted = wanted
        self.description = description
        self.musts = musts
        self.validUntil = validUntil
    }
}

public enum JobKind: String, Sendable, Hashable, Codable, CaseIterable {
    case fullTime = "full_time"
    case partTime = "part_time"
    case internship
    /// 柔性引才: comes for a task or some days a month, and stays employed elsewhere.
    case flexible
    case project

    public var words: Words {
        switch self {
        case .fullTime: Words("全职", "Full time")
        case .partTime: Words("兼职", "Part time")
        case .internship: Words("实习见习", "Internship")
        case .flexible: Words("柔性引才", "Flexible engagement")
        case .project: Words("项目合作", "Project")
        }
    }
}

/// The least education that a job asks, the lowest first.
public enum DegreeDemand: String, Sendable, Hashable, Codable, CaseIterable, Comparable {
    case any
    case seniorSecondary = "senior_secondary"
    case college, bachelor, master, doctor

    /// 0…5, as indexes keep it.
    public var rank: Int {
        switch self {
        case .any: 0
        case .seniorSecondary: 1
        case .college: 2
        case .bachelor: 3
        case .master: 4
        case .doctor: 5
        }
    }

    public static func < (left: DegreeDemand, right: DegreeDemand) -> Bool { left.rank < right.rank }

    public var words: Words {
        switch self {
        case .any: Words("学历不限", "Any education")
        case .seniorSecondary: Words("高中、中专及以上", "Senior secondary or above")
        case .college: Words("大专及以上", "College or above")
        case .bachelor: Words("本科及以上", "Bachelor or above")
        case .master: Words("硕士及以上", "Master or above")
        case .doctor: Words("博士", "Doctor")
        }
    }
}

/// What a job pays, before tax.
public struct Pay: Sendable, Hashable, Codable {
    /// A month (for `.month`), a day, an hour; nil at the upper end is open.
    public let from: Fen
    public let to: Fen?
    public let per: Period
    /// How many months a year are paid, where it is said: 12…36.
    public let months: Int?

    public enum Period: String, Sendable, Hashable, Codable, CaseIterable {
        case month, day, hour
    }

    /// Nil unless 0 < from ≤ to, both up to 10 million yuan.
    public init?(from: Fen, to: Fen?, per: Period = .month, months: Int? = nil) {
        let most = Fen(1_000_000_000)
        guard from.amount > 0, from <= most, (to ?? from) >= from, (to ?? from) <= most, months.map((12...36).contains) ?? true else { return nil }
        self.from = from
        self.to = to
        self.per = per
        self.months = months
    }

    /// Both ends as yuan a month, for comparing: 21.75 days a month (劳社部发〔2008〕3号), 8 hours a day. An open end counts half as much again.
    public var monthly: ClosedRange<Int> {
        func yuan(_ fen: Fen) -> Int {
            switch per {
            case .month: Int(fen.amount / 100)
            case .day: Int(fen.amount * 2175 / 10_000)
            case .hour: Int(fen.amount * 8 * 2175 / 10_000)
            }
        }
        let low = yuan(from)
        return low...max(low, to.map(yuan) ?? low + low / 2)
    }
}
