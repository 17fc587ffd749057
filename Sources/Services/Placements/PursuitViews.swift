import Domain

/// A pursuit in a list, as one side sees it.
public struct PursuitSummary: Codable, Sendable, Hashable {
    public let id: ID<Pursuit>
    public let job: ID<Job>
    public let title: String
    public let company: String
    public let state: PursuitState
    public let begunBy: PursuitSide
    /// The talent's name; nil while the employer does not know it, and for the talent's own list.
    public let who: String?
    /// Whose turn it is; nil where it has ended.
    public let turn: PursuitSide?
    /// What is to be done next, in words.
    public let next: Words
    /// When the interview begins that is chosen.
    public let interviewAt: Instant?
    /// When an offer has to be answered.
    public let replyUntil: Instant?
    public let changedAt: Instant

    /// The last day on which it can be answered.
    public var lastDay: Day? { replyUntil.map(OfferView.lastDay) }
}

public struct SlotView: Codable, Sendable, Hashable {
    public let id: ID<PursuitSlot>
    public let at: Instant
    public let minutes: Int
    public let place: String
    public let isChosen: Bool
    /// Still to be chosen.
    public let isOpen: Bool
}

public struct OfferView: Codable, Sendable, Hashable {
    public let position: String
    public let payFrom: Fen
    public let payTo: Fen?
    public let payPer: Pay.Period
    public let startsOn: Day
    public let replyUntil: Instant
    public let madeAt: Instant
    public let answer: Answer?
    public let answeredAt: Instant?

    public enum Answer: String, Codable, Sendable, Hashable, CaseIterable { case accepted, declined, lapsed, ended }

    /// The last day on which it can be answered: it lapses with the day's end.
    public var lastDay: Day { Self.lastDay(replyUntil) }

    static func lastDay(_ end: Instant) -> Day { Zone.china.day(of: end.adding(seconds: -1)) }
}

/// Something that happened in a pursuit or to a placement, from the audit trail.
public struct StepEntry: Codable, Sendable, Hashable {
    public let at: Instant
    public let words: Words
    public let side: PursuitSide?
    public let reason: String?
}

/// A document that the talent shows to the employer.
public struct ShownProof: Codable, Sendable, Hashable {
    public let id: ID<Proof>
    public let kind: Proof.Kind
    public let name: String
    /// Whether the person who looks has looked at it within the last hour, so that the file opens.
    public let isOpen: Bool
}

/// A pursuit whole, as the person who looks may see it.
public struct PursuitView: Codable, Sendable, Hashable {
    public let summary: PursuitSummary
    /// As which side the person looks.
    public let side: PursuitSide
    /// The talent's number, for the employer and an accompanying station once it may be known.
    public let phone: String?
    public let note: String?
    public let reply: String?
    public let slots: [SlotView]
    public let interview: InterviewView?
    public let offers: [OfferView]
    public let proofs: [ShownProof]
    public let steps: [StepEntry]
    public let reason: String?
    public let startedOn: Day?
    public let station: ID<Station>?
    public let stationName: String?
    public let mayRecord: Bool
    public let placement: ID<Placement>?
    /// Stations that could accompany it; for the talent while it goes on.
    public let stations: [StationChoice]
    /// The talent's own documents, to choose from when they accept.
    public let ownProofs: [ShownProof]
    /// What a hire leads to.
    public let type: PlacementType
}

public struct StationChoice: Codable, Sendable, Hashable {
    public let id: ID<Station>
    public let name: String
}

public struct PursuitList: Codable, Sendable, Hashable {
    public let side: PursuitSide
    public let pursuits: [PursuitSummary]
    public let total: Int
    public let state: PursuitState?
    public let job: ID<Job>?
    /// The jobs that can be filtered by; for employers.
    public let jobs: [JobChoice]
    public let station: StationChoice?
    /// The talent's own placements.
    public let placements: [PlacementSummary]
    public let next: ID<Pursuit>?
}

public struct JobChoice: Codable, Sendable, Hashable {
    public let id: ID<Job>
    public let title: String
}

/// What a talent needs to apply for a job.
public struct ApplyView: Codable, Sendable, Hashable {
    public let job: ID<Job>
    public let title: String
    public let company: String
    public let proofs: [ShownProof]
    /// Their pursuit of this job that goes on already.
    public let open: ID<Pursuit>?
    /// Stations whose broker the actor is.
    public let stations: [StationChoice]
    /// Whether the job can be applied for here now.
    public let isOpen: Bool
}
