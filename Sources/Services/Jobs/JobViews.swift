import Domain

/// A job as a page shows it.
public struct JobView: Codable, Sendable, Hashable {
    public let id: ID<Job>
    public let title: String
    public let company: String
    /// Nil for a posting from a file whose employer is not registered here.
    public let organisation: ID<Organisation>?
    /// Nil where there is no organisation.
    public let standing: StandingKind?
    public let state: JobState
    public let kind: JobKind
    /// `2-02-10-03 计算机软件工程技术人员`
    public let occupation: CodeName?
    public let industry: CodeName?
    public let division: CodeName?
    public let address: String
    public let latitude: Double?
    public let longitude: Double?
    /// Nil: talked about with each person 面议, or not said.
    public let pay: PayView?
    public let degree: DegreeDemand?
    public let yearsFrom: Int?
    public let yearsTo: Int?
    public let skills: [String]
    public let wanted: Int?
    public let description: String
    /// What of it a person must meet.
    public let musts: [JobTerms.Must]
    public let validUntil: Day?
    /// The field of shortage that it is of, as the programme's catalogue says.
    public let shortage: Words?
    /// Where it was read from; empty for one that was written here.
    public let source: String
    public let station: ID<Station>?
    public let stationName: String?
    public let openedAt: Instant?
    public let changedAt: Instant

    public struct CodeName: Codable, Sendable, Hashable {
        public let code: String
        public let name: Words
    }

    public struct PayView: Codable, Sendable, Hashable {
        public let from: Fen
        public let to: Fen?
        public let per: Pay.Period
        public let months: Int?
    }
}

/// One job with what the person who looks may do with it.
public struct JobDetail: Codable, Sendable, Hashable {
    public let job: JobView
    /// For whoever acts for its employer.
    public let own: Own?
    /// An office that supervises may take it away.
    public let mayRemove: Bool
    /// What stands in its text against the law, as far as words alone show it; for who may take it away.
    public let scruples: [Words]
    public let mayReport: Bool
    /// The person has reported it, and the case is open.
    public let isReported: Bool
    /// Why it was taken away; for its employer and offices.
    public let removedBecause: String?
    /// How it fits the talent who looks, if they agreed to be matched.
    public internal(set) var fit: FitView?
    /// Whether it can be applied for here now.
    public let mayApply: Bool
    /// The talent's pursuit of it that goes on already.
    public let pursuit: ID<Pursuit>?

    public struct Own: Codable, Sendable, Hashable {
        public let mayChange: Bool
        public let mayOpen: Bool
        public let mayClose: Bool
        /// Why it cannot be opened now.
        public let refusal: Words?
        /// The furthest last day that it can have.
        public let furthest: Day
    }
}

/// An organisation's own jobs.
public struct HiringView: Codable, Sendable, Hashable {
    public let organisations: [Employer]
    public let state: JobState?
    public let jobs: [Row]
    public let drafts: Int
    public let open: Int
    public let closed: Int
    public let removed: Int
    /// The `after` of the next page.
    public let next: String?

    public struct Employer: Codable, Sendable, Hashable {
        public let id: ID<Organisation>
        public let name: String
        public let standing: StandingKind
        public let barredUntil: Day?
    }

    public struct Row: Codable, Sendable, Hashable {
        public let id: ID<Job>
        public let title: String
        public let company: String
        public let state: JobState
        public let division: Words?
        public let pay: JobView.PayView?
        public let wanted: Int?
        public let validUntil: Day?
        public let shortage: Words?
        public let changedAt: Instant
    }
}

/// The form of a job: a new one, or one that is there.
public struct JobFormView: Codable, Sendable, Hashable {
    public let job: ID<Job>?
    public let state: JobState?
    public let title: String
    public let organisations: [HiringView.Employer]
    public let values: [Value]
    public let longestDays: Int
    public let furthest: Day

    /// What a field of the form holds.
    public struct Value: Codable, Sendable, Hashable {
        public let name: String
        public let value: String
    }
}
