import Domain
import SQL

extension PolicyState: Bindable {}

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
    /// The published versions in force on a day, one of each policy, in the order of their codes. A version ends where the next begins, and where itself says so.
    static func inForce(_ tx: any Transaction, _ house: House, on day: Day) throws -> [StoredPolicy] {
        try tx.rows("""
            SELECT v.policy_id AS policy_id, v.n AS n, v.programme_id AS programme_id, v.body AS body FROM policy_versions v JOIN policies p ON p.id = v.policy_id
            WHERE v.state = 'published' AND v.from_day <= \(day) AND (v.to_day IS NULL OR v.to_day >= \(day)) AND NOT EXISTS (
                SELECT 1 FROM policy_versions w WHERE w.policy_id = v.policy_id AND w.state = 'published' AND w.from_day <= \(day)
                    AND (w.from_day > v.from_day OR (w.from_day = v.from_day AND w.n > v.n)))
            ORDER BY p.code, v.policy_id
            """).compactMap { try stored($0, house) }
    }

    /// One version, whatever the day; also one that was withdrawn, which what began under it still names.
    static func version(_ tx: any Transaction, _ house: House, _ id: ID<Policy>, _ n: Int) throws -> StoredPolicy? {
        try tx.row("SELECT policy_id, n, programme_id, body FROM policy_versions WHERE policy_id = \(id) AND n = \(n) AND state <> 'draft'").flatMap { try stored($0, house) }
    }

    /// What each policy in force comes to for these facts.
    static func answers(_ policies: [StoredPolicy], _ facts: Facts, in context: RuleContext) -> [PolicyAnswer] {
        policies.map { policy in
            let finding = policy.terms.whole.check(facts, in: context)
            return PolicyAnswer(policy: policy, finding: finding, amount: finding.verdict == .no ? nil : policy.terms.worth(facts, in: context).fen)
        }
    }

    /// - Returns: nil where the programme in force does not know what the text names any more.
    private static func stored(_ row: Row, _ house: House) throws -> StoredPolicy? {
        let programme: String = try row("programme_id")
        guard let known = try? house.library.programme(programme), let terms = house.library.policies.terms(try row("body"), in: known) else { return nil }
        return StoredPolicy(id: try row("policy_id"), programme: programme, version: try row("n"), terms: terms)
    }

    // MARK: who keeps them

    /// Policies that the actor keeps, over `p`: those of their own office, and in the programme all for a city office that takes in or publishes.
    static func kept(by actor: Actor, _ library: Library) -> SQL {
        var ways: [SQL] = ["1 = 0"]
        for programme in library.programmes {
            let offices = offices(of: actor, in: programme)
            if offices.isEmpty { continue }
            ways.append(Self.keepsAll(offices) ? "p.programme_id = \(programme.id)" : "(p.programme_id = \(programme.id) AND p.office IN (\(list: offices.map(\.id))))")
        }
        return "(\(SQL.joined(ways, by: " OR ")))"
    }

    /// Whether the actor keeps policies of this office.
    static func keeps(_ office: String, _ actor: Actor, in programme: Programme) -> Bool {
        let own = offices(of: actor, in: programme)
        return Self.keepsAll(own) || own.contains { $0.id == office }
    }

    private static func offices(of actor: Actor, in programme: Programme) -> [Programme.Office] {
        Set(actor.posts.filter { $0.programme == programme.id }.map(\.office)).sorted().compactMap(programme.office)
    }

    private static func keepsAll(_ offices: [Programme.Office]) -> Bool { offices.contains { $0.area == nil && !$0.powers.isDisjoint(with: [.intake, .publish]) } }
}
