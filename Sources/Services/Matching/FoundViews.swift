import Domain
import Matching

// What pages show of jobs that were found and people who fit. Typed leaves only, so that the JSON face is the same thing.

/// What somebody looks for among the jobs.
public struct JobFilter: Codable, Sendable, Hashable {
    /// Words, as typed.
    public var text: String?
    /// A division (GB/T 2260), two to six digits.
    public var area: String?
    /// Yuan a month at least.
    public var pay: Int?
    /// What one has: jobs that ask for more are left out.
    public var degree: DegreeDemand?
    /// How many years one has worked.
    public var years: Int?
    /// GB/T 4754, two digits.
    public var industry: String?
    public var kind: JobKind?
    public var station: ID<Station>?
    /// Jobs of the programme's catalogue of shortage occupations alone.
    public var shortage: Bool?
    public var order: JobOrder
    /// From 1.
    public var page: Int

    public init(
        text: String? = nil, area: String? = nil, pay: Int? = nil, degree: DegreeDemand? = nil, years: Int? = nil, industry: String? = nil, kind: JobKind? = nil,
        station: ID<Station>? = nil, shortage: Bool? = nil, order: JobOrder = .fit, page: Int = 1
    ) {
        self.text = text
        self.area = area
        self.pay = pay
        self.degree = degree
        self.years = years
        self.industry = industry
        self.kind = kind
        self.station = station
        self.shortage = shortage
        self.order = order
        self.page = page
    }

    /// Whether anything narrows the list.
    public var isSet: Bool { !(text ?? "").isEmpty || narrows }
    /// Whether anything but words does.
    public var narrows: Bool { area != nil || pay != nil || degree != nil || years != nil || industry != nil || kind != nil || station != nil || shortage == true }
}

public enum JobOrder: String, Codable, Sendable, Hashable, CaseIterable {
    case fit, newest, pay

    public var words: Words {
        switch self {
        case .fit: Words("匹配", "Best match")
        case .newest: Words("最新", "Newest")
        case .pay: Words("薪资", "Pay")
        }
    }
}

/// A job in a list.
public struct FoundJob: Codable, Sendable, Hashable {
    public let id: ID<Job>
    public let title: MarkedText
    public let company: MarkedText
    public let kind: JobKind
    /// `青岛市崂山区`; nil where it is not said.
    public let place: String?
    public let pay: Pay?
    public let degree: DegreeDemand?
    public let years: JobTerms.Years?
    public let skills: [MarkedText]
    /// A line of the description.
    public let snippet: MarkedText?
    public let station: ID<Station>?
    public let stationName: String?
    /// Of the programme's catalogue of shortage occupations.
    public let isShortage: Bool
    public let openedOn: Day
    public let validUntil: Day?
}

/// A value of a filter with how many of the jobs have it, every other filter applied.
public struct FilterValue: Codable, Sendable, Hashable {
    public let value: String
    public let name: Words
    public let count: Int
    /// 1 for what lies inside the one before.
    public let depth: Int
}

public struct FoundJobsView: Codable, Sendable, Hashable {
    public let filter: JobFilter
    /// The list is being put together; what is shown may not be all.
    public let isPreparing: Bool
    public let total: Int
    public let jobs: [FoundJob]
    /// What a page shows.
    public let perPage: Int
    public let areas: [FilterValue]
    public let degrees: [FilterValue]
    public let industries: [FilterValue]
    public let kinds: [FilterValue]
    public let stations: [FilterValue]
}

// MARK: fit

/// How a person and a job fit, as pages show it.
public struct FitView: Codable, Sendable, Hashable {
    public enum Criterion: String, Codable, Sendable, Hashable, CaseIterable {
        case occupation, skills, industry, place, way, pay, degree, years, freshness, shortage

        init(_ criterion: Fit.Criterion) {
            self = switch criterion {
            case .occupation: .occupation
            case .skills: .skills
            case .industry: .industry
            case .place: .place
            case .way: .way
            case .pay: .pay
            case .degree: .degree
            case .years: .years
            case .freshness: .freshness
            case .shortage: .shortage
            }
        }
    }

    public enum Answer: String, Codable, Sendable, Hashable, CaseIterable {
        case yes, partly, no
        /// The job does not say.
        case unsaid
        /// The person did not say.
        case unasked

        init(_ answer: Fit.Answer) {
            self = switch answer {
            case .yes: .yes
            case .partly: .partly
            case .no: .no
            case .unsaid: .unsaid
            case .unasked: .unasked
            }
        }
    }

    public struct Finding: Codable, Sendable, Hashable {
        public let criterion: Criterion
        public let answer: Answer
        public let isMust: Bool
        public let shared: [String]
        public let missing: [String]
        public let metres: Int?
        /// What the job says about it: `本科及以上`.
        public let asked: Words?

        public init(criterion: Criterion, answer: Answer, isMust: Bool = false, shared: [String] = [], missing: [String] = [], metres: Int? = nil, asked: Words? = nil) {
            self.criterion = criterion
            self.answer = answer
            self.isMust = isMust
            self.shared = shared
            self.missing = missing
            self.metres = metres
            self.asked = asked
        }
    }

    /// 0…100.
    public let percent: Int
    public let findings: [Finding]

    public init(percent: Int, findings: [Finding]) {
        self.percent = percent
        self.findings = findings
    }

    /// Something of the work itself fits, or it is not known whether: place, pay and education alone bring nobody together.
    public var isOfWork: Bool {
        let work = findings.filter { $0.criterion == .occupation || $0.criterion == .skills }
        return work.contains { $0.answer == .yes || $0.answer == .partly } || !work.contains { $0.answer == .no }
    }

    init(_ fit: Fit, _ terms: JobTerms) {
        percent = fit.score.isFinite ? Int((min(max(fit.score, 0), 1) * 100).rounded()) : 0
        findings = fit.findings.map { finding in
            Finding(
                criterion: Criterion(finding.criterion), answer: Answer(finding.answer), isMust: finding.isMust, shared: finding.shared, missing: finding.missing,
                metres: finding.kilometres.flatMap { $0.isFinite && $0 >= 0 && $0 < 40_000 ? Int($0 * 1000) : nil }, asked: terms.said(about: finding.criterion))
        }
    }
}

extension JobTerms {
    /// What the job says about a criterion, in words; nil where it says nothing, or where words say it better than a field.
    func said(about criterion: Fit.Criterion) -> Words? {
        switch criterion {
        case .place: division.map { FoundPlaces.name($0.text) }
        case .pay: pay?.words
        case .degree: degree?.words
        case .years: years?.words
        case .industry: industry.flatMap { Industry.of(String($0.text.prefix(2)))?.name }
        case .occupation, .skills, .way, .freshness, .shortage: nil
        }
    }
}

/// A job that fits a talent, with why.
public struct JobMatch: Codable, Sendable, Hashable {
    public let job: FoundJob
    public let fit: FitView
}

public struct JobMatchesView: Codable, Sendable, Hashable {
    /// Nil while it was not agreed to; then nothing was looked for.
    public let consent: ConsentVersion?
    public let isFindable: Bool
    public let isPreparing: Bool
    public let area: String?
    /// The programme's own city, as a division code.
    public let city: String?
    public let kind: JobKind?
    /// From 1.
    public let page: Int
    public let total: Int
    public let perPage: Int
    public let matches: [JobMatch]
    /// Questions of the profile that are not answered and would make the list better, in the order of their use.
    public let unanswered: [OpenQuestion]

    /// The version of the consent under which this is shown.
    public struct ConsentVersion: Codable, Sendable, Hashable {
        public let version: String
    }

    public struct OpenQuestion: Codable, Sendable, Hashable {
        public let fact: String
        public let section: String
        public let name: Words
    }
}

/// Somebody who fits a job and agreed to be found: without name, under a code of this job alone.
public struct FoundTalent: Codable, Sendable, Hashable {
    public let code: String
    public let occupations: [String]
    public let skills: [String]
    public let education: Words?
    public let years: Int?
    public let places: [String]
    public let pay: Fen?
    public let fit: FitView
}

public struct TalentsForJobView: Codable, Sendable, Hashable {
    public let job: ID<Job>
    public let title: String
    public let company: String
    public let isPreparing: Bool
    /// From 1.
    public let page: Int
    public let perPage: Int
    public let total: Int
    public let talents: [FoundTalent]
    /// People who applied, were invited or recommended already; they are not listed.
    public let inTouch: Int
    /// The station that looks for the employer; nil for the employer itself.
    public let station: ID<Station>?
    /// The employer has an account here, so that somebody can be invited or recommended.
    public let mayInvite: Bool
}
