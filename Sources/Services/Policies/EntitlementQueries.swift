import Domain
import SQL

extension House {
    /// What somebody is entitled to, by what they answer here, by their profile, or by what an organisation says of itself.
    /// - Parameters:
    ///   - answers: as typed, by fact; they go before what is kept.
    ///   - organisation: for employers, one that the actor acts for; the first of theirs where none is named.
    ///   - skipped: facts that were asked and left blank: they come last.
    ///   - lenient: leaves out answers that cannot be read; otherwise they are refused by name.
    public func entitlements(
        _ answers: [String: [String]] = [:], audience: PolicyTerms.Audience = .talent, organisation: ID<Organisation>? = nil, skipped: [String] = [], lenient: Bool = false, for actor: Actor
    ) async throws -> EntitlementsView {
        let house = self
        return try await read { tx, now in
            try EntitlementReader(house: house, tx: tx, today: Zone.china.day(of: now), audience: audience).view(answers, organisation: organisation, skipped: skipped, lenient: lenient, actor: actor)
        }
    }

    /// The same without a database: what these policies come to for these facts. For the command.
    public static func entitlements(_ terms: [PolicyTerms], of facts: Facts, in programme: Programme, on day: Day) -> EntitlementSheet {
        let policies = terms.sorted { $0.code < $1.code }.compactMap { terms in ID<Policy>(rawValue: terms.code).map { StoredPolicy(id: $0, programme: programme.id, version: 1, terms: terms) } }
        return EntitlementSheet(policies, facts, in: programme.ruleContext(today: day))
    }
}

/// What policies come to for one person or organisation, with the set that is worth most.
public struct EntitlementSheet: Sendable {
    public let answers: [PolicyAnswer]
    public let standings: [PolicyStanding]
    /// What each comes to, where it is due.
    public let worths: [PolicyWorth]
    /// Places of those that somebody is entitled to, proofs left aside.
    public let due: [Int]
    /// Pairs of places that exclude each other.
    public let conflicts: [(one: Int, other: Int)]
    /// Places of the set that is worth most.
    public let best: [Int]
    public let worth: Fen

    public init(_ policies: [StoredPolicy], _ facts: Facts, in context: RuleContext) {
        answers = PolicyReader.answers(policies, facts, in: context)
        standings = answers.map { PolicyStanding($0.finding) }
        worths = policies.map { $0.terms.worth(facts, in: context) }
        let standings = standings
        let due = answers.indices.filter { standings[$0] == .entitled || standings[$0] == .provable }
        self.due = due
        conflicts = due.flatMap { one in
            due.compactMap { other in
                guard one < other, policies[one].programme == policies[other].programme else { return nil }
                return policies[one].terms.excludes.contains(policies[other].terms.code) || policies[other].terms.excludes.contains(policies[one].terms.code) ? (one, other) : nil
            }
        }
        let places = Dictionary(due.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
        let set = BestSet(due.map { [worths] in worths[$0].atLeast }, excludes: conflicts.compactMap { pair in places[pair.one].flatMap { one in places[pair.other].map { (one, $0) } } })
        best = set.chosen.map { due[$0] }
        worth = set.worth
    }
}

/// Reads what somebody is judged by, and says it in views.
struct EntitlementReader {
    let house: House
    let tx: any Transaction
    let today: Day
    let audience: PolicyTerms.Audience

    /// How many questions are asked at a time.
    static let few = 3

    func view(_ answers: [String: [String]], organisation: ID<Organisation>?, skipped: [String], lenient: Bool, actor: Actor) throws -> EntitlementsView {
        let stored = try PolicyReader.inForce(tx, house, on: today).filter { $0.terms.audience == audience }
        let asked = stored.flatMap { $0.terms.whole.facts }
        let ids = Set(asked.map(\.id))
        var facts = Facts(), isOwn = false, organisations: [OrganisationChoice] = [], chosen: OrganisationChoice?
        switch audience {
        case .talent:
            if let account = actor.account, try tx.row("SELECT account_id FROM talents WHERE account_id = \(account) AND closed_at IS NULL") != nil {
                isOwn = true
                facts = try TalentReader.facts(tx, house.secrets, account, only: ids.sorted())
            }
        case .employer:
            let own: SQL = "SELECT o.id AS id, o.name AS name FROM organisations o WHERE o.id IN (\(list: actor.organisations.sorted())) ORDER BY o.name, o.id"
            organisations = try tx.rows(own).map { OrganisationChoice(id: try $0("id"), name: try $0("name")) }
            if let organisation, !organisations.contains(where: { $0.id == organisation }) { throw Refusal.notFound }
            chosen = organisations.first { $0.id == organisation } ?? organisations.first
            isOwn = chosen != nil
            if let chosen { facts = try OrganisationFacts.read(tx, chosen.id) }
        }
        let taken = try RuleViews.take(answers, of: asked, into: &facts, today: today, lenient: lenient)
        var policies: [EntitlementLineView] = [], questions: [(programme: Programme, question: OpenQuestion)] = [], best: BestSetView?
        for programme in house.library.programmes {
            let own = stored.filter { $0.programme == programme.id }
            guard !own.isEmpty else { continue }
            let context = programme.ruleContext(today: today), sheet = EntitlementSheet(own, facts, in: context)
            policies += own.indices.map { line(sheet, $0, facts) }
            questions += PolicyQuestions.open(own.map(\.terms), facts, in: context).map { (programme, $0) }
            best = best ?? self.best(sheet)
        }
        // What was typed and could not be read is asked again at once, what was left blank last.
        let unread = Set(answers.filter { !$0.value.allSatisfy(\.isEmpty) && taken[$0.key] == nil }.keys)
        func turn(_ fact: String) -> Int { unread.contains(fact) ? 0 : skipped.contains(fact) ? 2 : 1 }
        let ordered = questions.enumerated().sorted { (turn($0.element.question.fact.id), $0.offset) < (turn($1.element.question.fact.id), $1.offset) }.map(\.element)
        return EntitlementsView(
            audience: audience, isOwn: isOwn, organisation: chosen?.id, organisationName: chosen?.name, organisations: organisations,
            questions: ordered.prefix(Self.few).map { RuleViews.question($0.question, in: $0.programme) }, open: questions.count, skipped: skipped.filter(ids.contains), answers: taken,
            policies: policies.enumerated().sorted { (Self.place($0.element.standing), $0.offset) < (Self.place($1.element.standing), $1.offset) }.map(\.element), best: best, today: today)
    }

    private static func place(_ standing: PolicyStanding) -> Int {
        switch standing {
        case .entitled: 0
        case .provable: 1
        case .unknown: 2
        case .nearly: 3
        case .not: 4
        }
    }

    private func line(_ sheet: EntitlementSheet, _ place: Int, _ facts: Facts) -> EntitlementLineView {
        let answer = sheet.answers[place], terms = answer.policy.terms
        let isDue = sheet.standings[place] == .entitled || sheet.standings[place] == .provable
        let others = sheet.conflicts.compactMap { $0.one == place ? $0.other : $0.other == place ? $0.one : nil }
        return EntitlementLineView(
            policy: summary(answer.policy), standing: sheet.standings[place], summary: answer.finding.summary, amount: isDue && sheet.worths[place] != .noMoney ? sheet.worths[place].atLeast : nil,
            isAmountOpen: isDue && sheet.worths[place] != .noMoney && sheet.worths[place].fen == nil,
            reasons: RuleViews.reasons(terms.whole, answer.finding, facts, today: today, clause: Clause(terms.source.clause)), comes: answer.finding.comes,
            excludedBy: others.map { link(sheet.answers[$0].policy) })
    }

    private func best(_ sheet: EntitlementSheet) -> BestSetView? {
        guard !sheet.due.isEmpty else { return nil }
        return BestSetView(
            policies: sheet.best.map { link(sheet.answers[$0].policy) }, worth: sheet.worth, isAtLeast: sheet.best.contains { sheet.worths[$0] != .noMoney && sheet.worths[$0].fen == nil },
            conflicts: sheet.conflicts.map { PolicyPairView(one: link(sheet.answers[$0.one].policy), other: link(sheet.answers[$0.other].policy)) })
    }

    private func link(_ policy: StoredPolicy) -> PolicyLinkView { PolicyLinkView(id: policy.id, name: policy.terms.title) }

    private func summary(_ policy: StoredPolicy) -> PolicySummary {
        PolicyLibrary.Version(
            id: policy.id, programme: policy.programme, n: policy.version, state: .published, force: .now, terms: policy.terms, body: "", publishedAt: nil, checkedOn: nil, checkedBy: nil).summary(house)
    }
}
