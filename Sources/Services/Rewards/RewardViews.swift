import Domain

public enum IntroductionSide: String, Codable, Sendable, Hashable, CaseIterable { case talent, employer, station, office }

/// An introduction in a list.
public struct IntroductionSummary: Codable, Sendable, Hashable {
    public let id: ID<Introduction>
    public let state: IntroductionState
    public let station: ID<Station>
    public let stationName: String
    public let employerName: String
    /// Nil for whom it does not concern: an office reads it with the claim.
    public let who: String?
    public let position: String
    public let registeredOn: Day
    public let confirmedOn: Day?
    public let hasTalent: Bool
    public let hasEmployer: Bool
    public let changedAt: Instant
    /// Whether the person who looks has to confirm.
    public let isTurn: Bool
}

public struct IntroductionView: Codable, Sendable, Hashable {
    public let summary: IntroductionSummary
    public let side: IntroductionSide
    public let talentAt: Instant?
    public let employerAt: Instant?
    public let reason: String?
    public let mayConfirm: Bool
    public let mayWithdraw: Bool
    public let mayClaim: Bool
    public let claim: ID<RewardClaim>?
    public let clause: Clause?
}

public struct IntroductionFilter: Codable, Sendable, Hashable {
    public let state: IntroductionState?
    public let after: ID<Introduction>?

    public init(state: IntroductionState? = nil, after: ID<Introduction>? = nil) {
        self.state = state
        self.after = after
    }
}

public struct IntroductionList: Codable, Sendable, Hashable {
    public let filter: IntroductionFilter
    public let introductions: [IntroductionSummary]
    public let total: Int
    /// For which the actor may register one.
    public let stations: [StationChoice]
    public let next: ID<Introduction>?
    public let clause: Clause?
}

/// A claim in a list.
public struct ClaimSummary: Codable, Sendable, Hashable {
    public let id: ID<RewardClaim>
    public let number: String
    public let name: Words
    public let purpose: PaymentPurpose
    public let state: ClaimState
    public let station: ID<Station>
    public let stationName: String
    /// Nil of an event grant.
    public let employerName: String?
    public let amount: Fen
    public let claimedAt: Instant
    public let changedAt: Instant
    public let approvedOn: Day?
}

public struct ClaimPartView: Codable, Sendable, Hashable {
    public let n: Int
    public let percent: Int64
    public let afterDays: Int
    public let amount: Fen
    public let dueOn: Day
    public let state: ClaimPartState
    public let back: Fen
}

/// One thing that went into the computation.
public struct ClaimInput: Codable, Sendable, Hashable {
    public let name: Words
    public let value: Words
}

/// A fact that may look like fraud, with its numbers.
public struct ClaimDoubtView: Codable, Sendable, Hashable {
    public let kind: ClaimDoubt
    public let words: Words
}

public struct ClaimEntry: Codable, Sendable, Hashable {
    public let at: Instant
    public let words: Words
    public let reason: String?
}

public struct ClaimView: Codable, Sendable, Hashable {
    public let summary: ClaimSummary
    public let caseID: ID<Case>
    public let asStation: Bool
    public let introduction: IntroductionSummary?
    public let placement: ID<Placement>?
    public let startsOn: Day?
    public let contractOn: Day?
    public let certifiedBy: String?
    public let certifiedOn: Day?
    public let certifiedUntil: Day?
    public let periodName: String?
    public let period: ID<EvaluationPeriod>?
    public let policy: ID<Policy>?
    public let policyVersion: Int?
    public let policyTitle: Words?
    public let policySource: String?
    /// Whole for the station, masked for offices.
    public let bank: String
    public let phone: String
    public let inputs: [ClaimInput]
    public let sheet: RewardSheet
    public let parts: [ClaimPartView]
    /// For offices alone.
    public let doubts: [ClaimDoubtView]
    public let reason: String?
    public let entries: [ClaimEntry]
    public let mayCorrect: Bool
    public let mayWithdraw: Bool
    /// Whether the person who looks may say whether the talent stayed.
    public let mayJudge: Bool
    public let draft: ClaimDraftView?
    public let clause: Clause?
}

/// What a form for a claim begins with.
public struct ClaimDraftView: Codable, Sendable, Hashable {
    public let contractOn: Day?
    public let inputs: RewardInputs
    public let certifiedBy: String?
    public let certifiedOn: Day?
    public let certifiedUntil: Day?
    public let bank: String
    public let phone: String
}

public struct ClaimFilter: Codable, Sendable, Hashable {
    public let state: ClaimState?
    /// Of `PaymentPurpose`; any other finds nothing.
    public let purpose: String?
    public let station: ID<Station>?
    public let after: ID<RewardClaim>?

    public init(state: ClaimState? = nil, purpose: String? = nil, station: ID<Station>? = nil, after: ID<RewardClaim>? = nil) {
        self.state = state
        self.purpose = purpose
        self.station = station
        self.after = after
    }
}

public struct ClaimList: Codable, Sendable, Hashable {
    public let filter: ClaimFilter
    public let claims: [ClaimSummary]
    public let total: Int
    /// Of what was granted among those that match.
    public let granted: Fen
    public let asOffice: Bool
    public let stations: [StationChoice]
    /// Introductions that can be claimed for, and evaluations; of the actor's own stations.
    public let claimable: [IntroductionSummary]
    public let grants: [GrantChoice]
    public let next: ID<RewardClaim>?
    public let clause: Clause?
}

/// An evaluation by which a station may claim an event grant.
public struct GrantChoice: Codable, Sendable, Hashable {
    public let station: ID<Station>
    public let stationName: String
    public let period: ID<EvaluationPeriod>
    public let name: String
    public let grade: String
}

public struct NewClaimView: Codable, Sendable, Hashable {
    public let introduction: IntroductionSummary
    public let reward: Words
    public let talentClass: String?
    public let startsOn: Day?
    public let wantsPay: Bool
    public let wantsFee: Bool
    public let clause: Clause?
}

public struct NewGrantView: Codable, Sendable, Hashable {
    public let choice: GrantChoice
    public let events: Int
    public let expenses: Fen
    public let sheet: RewardSheet
    public let clause: Clause?
}
