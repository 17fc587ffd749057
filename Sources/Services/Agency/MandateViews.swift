import Domain

/// A mandate in a list.
public struct MandateSummary: Codable, Sendable, Hashable {
    public let id: ID<Mandate>
    public let way: MandateWay
    public let state: MandateState
    public let policy: ID<Policy>
    public let title: Words
    public let version: Int
    /// Nil for the talent themselves, and once the account is closed.
    public let who: String?
    public let stationName: String?
    public let agentName: String?
    public let until: Day?
    public let changedAt: Instant
    /// What has to happen next.
    public let next: Words
    /// Whether it is for the person who looks to do it.
    public let isTurn: Bool
    /// Since the papers were handed in, or since the money was granted; nil where nothing is waited for.
    public let daysWaiting: Int?
}

public struct MaterialView: Codable, Sendable, Hashable {
    public let id: String
    public let name: Words
    /// The kind of proof of the wallet that serves for it.
    public let kind: Proof.Kind?
    public let state: MaterialState
    public let proof: ShownProof?
    public let file: FileView?
    public let reason: String?
    public let at: Instant?
}

public struct MandateStepView: Codable, Sendable, Hashable {
    public let n: Int
    public let name: Words
    public let doneAt: Instant?
    public let note: String?
}

/// One thing that happened.
public struct MandateEntry: Codable, Sendable, Hashable {
    public let at: Instant
    public let words: Words
    public let side: MandateSide
    public let reason: String?
}

public struct MandateMessageView: Codable, Sendable, Hashable {
    public let at: Instant
    public let side: MandateSide
    public let about: Words?
    public let text: String
}

public struct MandatePaymentView: Codable, Sendable, Hashable {
    public let state: PaymentState
    public let amount: Fen
    public let paidOn: Day?
    public let reason: String?
    public let at: Instant
}

/// One condition of the policy, with what is known of the person.
public struct MandateCondition: Codable, Sendable, Hashable {
    public let words: Words
    public let verdict: Verdict
    public let found: Words?
    public let isProven: Bool
    /// Where the policy's own document says so.
    public let clause: String
}

/// A mandate whole, as the person who looks may see it.
public struct MandateView: Codable, Sendable, Hashable {
    public let summary: MandateSummary
    public let side: MandateSide
    public let gives: Words
    public let number: String
    /// The text to sign, or that was signed; for the talent and the station.
    public let text: Words?
    public let textVersion: String?
    /// What the signature names.
    public let textDigest: String?
    public let signedAt: Instant?
    public let kinds: [Proof.Kind]
    public let materials: [MaterialView]
    public let steps: [MandateStepView]
    public let messages: [MandateMessageView]
    public let entries: [MandateEntry]
    public let conditions: [MandateCondition]
    /// What the policy comes to by the profile, and what was decided.
    public let computed: Fen?
    public let amount: Fen?
    public let payments: [MandatePaymentView]
    /// Whole for the talent and who pays; masked for others.
    public let bank: String?
    public let givesMoney: Bool
    public let reason: String?
    /// The case, for offices.
    public let caseID: ID<Case>?
    /// Documents of the wallet that the mandate covers, for its agent; the talent's own where it was offered.
    public let wallet: [ShownProof]
    public let maySign: Bool
    public let mayRevoke: Bool
    public let mayTake: Bool
    public let mayWork: Bool
    public let mayTick: Bool
    public let mayUpload: Bool
    public let mayWrite: Bool
    public let mayConfirm: Bool
    public let mayPay: Bool
    public let mayReturnPayment: Bool

    /// Whether papers matter: what was offered rests on proven facts, and wants papers only where an office asks for more.
    public var wantsPapers: Bool { summary.way == .agency || summary.state == .working || materials.contains { $0.state != .open } }
}

public struct MandateFilter: Codable, Sendable, Hashable {
    public var state: MandateState?
    public var station: ID<Station>?
    public var after: ID<Mandate>?

    public init(state: MandateState? = nil, station: ID<Station>? = nil, after: ID<Mandate>? = nil) {
        self.state = state
        self.station = station
        self.after = after
    }
}

/// One's own mandates, and those of one's stations or offices.
public struct MandateList: Codable, Sendable, Hashable {
    public let filter: MandateFilter
    public let own: [MandateSummary]
    /// Whose the second list is; nil where there is none.
    public let side: MandateSide?
    public let mandates: [MandateSummary]
    public let total: Int
    public let stations: [StationChoice]
    public let next: ID<Mandate>?
}

/// What a new mandate begins with.
public struct NewMandateView: Codable, Sendable, Hashable {
    public struct Choice: Codable, Sendable, Hashable {
        public let id: ID<Policy>
        public let title: Words
    }

    /// The policy chosen; nil while none is.
    public let policy: ID<Policy>?
    public let version: Int?
    public let title: Words?
    public let gives: Words?
    public let number: String?
    public let materials: [MaterialView]
    /// Policies in force that a talent applies for.
    public let policies: [Choice]
    public let stations: [StationChoice]
    /// Kinds that the policy asks for, then others that are in the wallet.
    public let kinds: [Proof.Kind]
    public let wanted: [Proof.Kind]
    public let today: Day
    public let last: Day
    public let clause: Clause?
}

/// What a case about a mandate decides on; for offices.
public struct MandateCaseView: Codable, Sendable, Hashable {
    public let mandate: MandateView
    public let excludes: [Words]
    public let sourceURL: String
    public let sourceTitle: String
    public let sourceClause: String
    /// Whether the person who looks sets the amount now.
    public let maySetAmount: Bool
}

/// One search for people who are entitled.
public struct OfferRunView: Codable, Sendable, Hashable {
    public let id: ID<OfferRun>
    public let onDay: Day
    /// Nil for one that began by itself.
    public let by: String?
    public let isRunning: Bool
    public let policies: Int
    public let people: Int
    public let ofPeople: Int
    public let entitled: Int
    public let offered: Int
    public let confirmed: Int
    public let declined: Int
    public let waiting: Int
    public let begunAt: Instant
    public let endedAt: Instant?
}

public struct OfferRunsView: Codable, Sendable, Hashable {
    public let runs: [OfferRunView]
    public let mayRun: Bool
    /// Policies in force that are offered without an application.
    public let policies: [NewMandateView.Choice]
    public let figures: AgencyFigures
}

/// How help with applications goes, in counts.
public struct AgencyFigures: Codable, Sendable, Hashable {
    public struct Line: Codable, Sendable, Hashable {
        public let way: MandateWay
        public let signed: Int
        public let handedIn: Int
        public let granted: Int
        public let refused: Int
        public let paid: Int
        /// In fen: of what was paid.
        public let paidAmount: Fen
        /// Of what waits to be paid now: the longest, in days; nil where nothing does.
        public let longestWaiting: Int?
        /// Days from handing in to the decision, on average of those decided; nil where none is.
        public let daysToDecision: Int?
    }

    public let lines: [Line]
}
