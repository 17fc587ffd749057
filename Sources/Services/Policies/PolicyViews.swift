import Domain

/// A policy of the library in a line.
public struct PolicySummary: Codable, Sendable, Hashable {
    public let id: ID<Policy>
    public let code: String
    public let version: Int
    public let title: Words
    public let audience: PolicyTerms.Audience
    public let kind: ConditionName
    public let isExample: Bool
    public let gives: Words
    /// `一次性 ¥5,000.00`; of a table its smallest and largest. Empty where no money is given.
    public let amount: Words
    /// Who it is for, in a sentence.
    public let who: Words
    public let office: Words
    public let number: String
    public let from: Day
    public let to: Day?
    public let lastDay: Day?
    public let checkedOn: Day?
    public let offered: Bool
    /// Nil for one in force today; else when it will be, or that it is over.
    public let state: PolicyForce
}

/// Whether a version is in force today.
public enum PolicyForce: String, Codable, Sendable, Hashable, CaseIterable {
    case now = "in_force"
    /// Published, and its first day is still to come.
    case later
    /// Its last day has passed, or a newer version took its place.
    case over
    case draft
    case withdrawn

    public var words: Words {
        switch self {
        case .now: Words("现行有效", "In force")
        case .later: Words("尚未生效", "Not yet in force")
        case .over: Words("已失效", "No longer in force")
        case .draft: Words("待发布", "To be published")
        case .withdrawn: Words("已撤下", "Withdrawn")
        }
    }
}

public struct PolicyListView: Codable, Sendable, Hashable {
    public let search: String
    public let kind: String
    public let audience: PolicyTerms.Audience?
    /// Those in force and those to come, in the order of their kinds and codes.
    public let policies: [PolicySummary]
    public let past: [PolicySummary]
    public let kinds: [ConditionName]
    /// Whether the reader keeps policies; then what waits to be published is listed too.
    public let mayKeep: Bool
    public let drafts: [PolicyDraftLine]
    public let today: Day
}

/// A version that waits for a second person.
public struct PolicyDraftLine: Codable, Sendable, Hashable {
    public let id: ID<Policy>
    public let version: Int
    public let title: Words
    public let office: Words
    public let writtenBy: String
    public let writtenAt: Instant
    public let mayPublish: Bool
}

/// One version of a policy, with all that an officer checks it by.
public struct PolicyView: Codable, Sendable, Hashable {
    public let summary: PolicySummary
    public let source: PolicyTerms.Source
    public let amounts: [Words]
    public let conditions: [PolicyConditionView]
    /// Policies of which one has only one.
    public let excludes: [PolicyLinkView]
    public let materials: [PolicyTerms.Material]
    public let steps: [Words]
    public let deadline: Words?
    public let checkedBy: Words?
    public let versions: [PolicyVersionView]
    /// What this version says otherwise than the one before; empty for the first.
    public let gone: [PolicyTerms.Line]
    public let added: [PolicyTerms.Line]
    public let comparedWith: Int?
    /// Of one that was withdrawn, where it is public.
    public let reason: String?
    public let mayKeep: Bool
    /// A draft that somebody else wrote.
    public let mayPublish: Bool
    /// As it was written: for those who keep it.
    public let text: String?
}

public struct PolicyConditionView: Codable, Sendable, Hashable {
    public let words: Words
    public let clause: String?
}

public struct PolicyLinkView: Codable, Sendable, Hashable {
    /// Nil for one that is not in the library.
    public let id: ID<Policy>?
    public let name: Words
}

public struct PolicyVersionView: Codable, Sendable, Hashable {
    public let version: Int
    public let state: PolicyForce
    public let from: Day
    public let to: Day?
    public let publishedAt: Instant?
}

/// The form in which a text is written: what stands in it, and what is wrong with it.
public struct PolicyTextView: Codable, Sendable, Hashable {
    public let text: String
    public let mistakes: [PolicyMistake]
    /// What it is called where it can be read.
    public let title: Words?
    public let programme: String
    /// What conditions may ask of people and of organisations, by the names that a text uses.
    public let talentFacts: [ConditionName]
    public let employerFacts: [ConditionName]
}

// MARK: what somebody is entitled to

public struct EntitlementsView: Codable, Sendable, Hashable {
    public let audience: PolicyTerms.Audience
    /// Whose facts are judged: of one's own profile, an organisation, or of nobody whose answers are kept.
    public let isOwn: Bool
    public let organisation: ID<Organisation>?
    public let organisationName: String?
    /// The organisations that the reader acts for.
    public let organisations: [OrganisationChoice]
    /// Those to be asked now: a few, the one that decides most first.
    public let questions: [FactQuestionView]
    /// How many can still matter in all.
    public let open: Int
    /// What was asked and left blank.
    public let skipped: [String]
    /// As typed, to be sent again with the next answer.
    public let answers: [String: [String]]
    public let policies: [EntitlementLineView]
    /// The set of what somebody is entitled to that is worth most; nil while there is none.
    public let best: BestSetView?
    public let today: Day
}

public struct OrganisationChoice: Codable, Sendable, Hashable {
    public let id: ID<Organisation>
    public let name: String
}

public struct EntitlementLineView: Codable, Sendable, Hashable {
    public let policy: PolicySummary
    public let standing: PolicyStanding
    /// `4 项条件中还差 1 项`
    public let summary: Words
    /// What it comes to; the smallest where several sums are still possible.
    public let amount: Fen?
    public let isAmountOpen: Bool
    public let reasons: [ReasonView]
    /// From which day on time alone will have brought about all that is missing.
    public let comes: Day?
    /// Others that somebody is entitled to and that exclude this one.
    public let excludedBy: [PolicyLinkView]
}

public struct BestSetView: Codable, Sendable, Hashable {
    public let policies: [PolicyLinkView]
    public let worth: Fen
    /// Whether a sum in it is only what it comes to at least.
    public let isAtLeast: Bool
    /// Pairs of which one has to be chosen.
    public let conflicts: [PolicyPairView]
}

public struct PolicyPairView: Codable, Sendable, Hashable {
    public let one: PolicyLinkView
    public let other: PolicyLinkView
}
