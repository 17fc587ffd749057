import Domain
import SQL

/// One version of a policy as it is kept, with what it says.
public struct StoredPolicy: Sendable {
    public let id: ID<Policy>
    public let programme: String
    /// 1 for the first.
    public let version: Int
    public let terms: PolicyTerms

    public init(id: ID<Policy>, programme: String, version: Int, terms: PolicyTerms) {
        self.id = id
        self.programme = programme
        self.version = version
        self.terms = terms
    }
}

/// What one policy comes to for one person or organisation.
public struct PolicyAnswer: Sendable {
    public let policy: StoredPolicy
    public let finding: Finding
    /// For all months together; nil while it is not known, and where no money is given.
    public let amount: Fen?

    public init(policy: StoredPolicy, finding: Finding, amount: Fen?) {
        self.policy = policy
        self.finding = finding
        self.amount = amount
    }
}

enum PolicyReader {
    /// The published versions in force on a day, one of each policy, in the order of their codes.
    static func inForce(_ tx: any Transaction, _ house: House, on day: Day) throws -> [StoredPolicy] { [] }

    /// One published version, whatever the day.
    static func version(_ tx: any Transaction, _ house: House, _ id: ID<Policy>, _ n: Int) throws -> StoredPolicy? { nil }

    /// What each policy in force comes to for these facts.
    static func answers(_ policies: [StoredPolicy], _ facts: Facts, in context: RuleContext) -> [PolicyAnswer] { [] }
}
