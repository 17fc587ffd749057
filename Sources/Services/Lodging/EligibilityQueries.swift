import Domain
import SQL

/// Whether somebody may have a bed: the answer, why, what is still asked, and what is left of the entitlement.
public struct EligibilityView: Codable, Sendable, Hashable {
    public let verdict: Verdict
    /// `4 项条件中还差 1 项`
    public let summary: Words
    public let clause: Clause?
    /// Whose stations it was judged for; nil while none is chosen.
    public let area: String?
    /// Areas in which there are places.
    public let areas: [ConditionName]
    public let needsArea: Bool
    public let reasons: [ReasonView]
    /// The one that decides soonest first. Proofs are not asked here.
    public let questions: [FactQuestionView]
    /// What is to be proven before check-in, no more than the answer rests on.
    public let proofs: [ProofWanted]
    /// What was given with the request, as typed, to be sent again with the next answer.
    public let answers: [String: [String]]
    /// Of this year, and of the next where anything is booked there; empty for whom is not known.
    public let entitlement: [EntitlementView]
    public let terms: StayTerms
    /// Judged by one's own profile, where answers are kept.
    public let isOwn: Bool
    public let hasIdentity: Bool
}

/// One condition with what it came to.
public struct ReasonView: Codable, Sendable, Hashable {
    public let verdict: Verdict
    public let requirement: Words
    public let found: Words?
    /// Why it is not known yet.
    public let waits: Words?
    public let clause: Clause?
    /// What would have to be otherwise.
    public let change: Words?
    /// From which day on time alone will have brought it about.
    public let comes: Day?
}

/// A question that can still decide.
public struct FactQuestionView: Codable, Sendable, Hashable {
    public enum Kind: String, Codable, Sendable, Hashable, CaseIterable {
        case yesNo = "yes_no"
        case one, several, number, money, day, place, places, code
    }

    public let fact: String
    public let name: Words
    public let question: Words
    public let hint: Words?
    public let kind: Kind
    /// Of places, those of the city that are asked for most.
    public let options: [ConditionName]
    /// Answered already, and not exactly enough.
    public let wantsDetail: Bool
}

extension StayTerms {
    init(_ rules: LodgingRules, today: Day) {
        let bookable = rules.bookable(on: today)
        self.init(
            nightsPerStay: rules.stay.nightsPerStay, staysPerYear: rules.stay.staysPerYear, nightsPerYear: rules.stay.nightsPerYear, mayPay: rules.entitlement.mayPay,
            firstBookable: bookable.lowerBound, lastBookable: bookable.upperBound, holdMinutes: rules.stay.holdMinutes, offerMinutes: rules.stay.offerMinutes,
            checkInFrom: rules.stay.checkInFrom, lateArrival: rules.stay.lateArrival, checkOutBy: rules.stay.checkOutBy)
    }
}

extension House {
    /// The programme whose lodging the public pages speak of: the first that has any.
    func lodgingProgramme() throws -> (Programme, LodgingRules) {
        guard let programme = library.programmes.first(where: { $0.lodging != nil }), let rules = programme.lodging else { throw Refusal.notFound }
        return (programme, rules)
    }

    /// The rules for stays, as figures.
    public func lodgingTerms() async throws -> StayTerms {
        let (programme, rules) = try lodgingProgramme()
        return StayTerms(rules, today: programme.zone.day(of: try await now()))
    }

    /// The rules of eligibility over what somebody answers here, or over their profile.
    /// - Parameters:
    ///   - answers: as typed, by fact; they go before what the profile says.
    ///   - lenient: leaves out answers that cannot be read; otherwise they are refused by name.
    public func eligibility(_ answers: [String: [String]] = [:], area: String? = nil, lenient: Bool = false, for actor: Actor) async throws -> EligibilityView {
        let (programme, rules) = try lodgingProgramme()
        let house = self
        return try await read { tx, now in
            try EligibilityReader(house: house, tx: tx, now: now, programme: programme, rules: rules).view(answers, area: area, lenient: lenient, actor: actor)
        }
    }
}

/// Reads what a person is judged by, and says it in views.
struct EligibilityReader {
    let house: House
    let tx: any Transaction
    let now: Instant
    let programme: Programme
    let rules: LodgingRules
    /// The day that it is judged for; today where nothing is said.
    var day: Day?

    var today: Day { programme.zone.day(of: now) }

    func view(_ answers: [String: [String]], area: String?, lenient: Bool, actor: Actor) throws -> EligibilityView {
        let area = area.flatMap { programme.area($0) == nil ? nil : $0 }
        var isOwn = false, key: String?
        if let account = actor.account, let row = try tx.row("SELECT person_key FROM talents WHERE account_id = \(account) AND closed_at IS NULL") {
            isOwn = true
            key = try row("person_key")
        }
        var facts = Facts()
        if isOwn, let account = actor.account {
            facts = try TalentReader.facts(tx, house.secrets, account, only: (rules.eligible.facts + rules.proofs.map(\.fact)).map(\.id))
        }
        let taken = try RuleViews.take(answers, of: rules.eligible.facts, into: &facts, today: today, lenient: lenient)
        let context = programme.ruleContext(today: day ?? today, area: area)
        let finding = rules.eligible.check(facts, in: context)
        let proofs = StayEligibility.wanted(rules, facts, context)
        let asked = finding.questions.filter { $0.needs == .answer || $0.needs == .detail }
        return EligibilityView(
            verdict: finding.verdict, summary: finding.summary, clause: rules.clause, area: area, areas: try areas(), needsArea: finding.needsStation,
            reasons: RuleViews.reasons(rules.eligible, finding, facts, today: today, clause: rules.clause), questions: asked.map(question), proofs: proofs.map(wanted), answers: taken,
            entitlement: try key.map { try House.entitlement(tx, $0, programme.id, rules, today: today, now: now) } ?? [], terms: StayTerms(rules, today: today), isOwn: isOwn, hasIdentity: key != nil)
    }

    private func areas() throws -> [ConditionName] {
        let ids: [String] = try tx.rows("""
            SELECT DISTINCT l.area AS area FROM lodgings l JOIN plaques p ON p.station_id = l.station_id WHERE l.programme_id = \(programme.id) AND l.published AND p.state = 'valid'
            """).map { try $0("area") }
        return programme.areas.filter { ids.contains($0.id) }.map { ConditionName(id: $0.id, name: $0.name, clause: nil) }
    }

    // MARK: in words

    func question(_ open: OpenQuestion) -> FactQuestionView { RuleViews.question(open, in: programme) }

    private func wanted(_ proof: LodgingRules.ProofRule) -> ProofWanted {
        let atDesk = if case .station = proof.examiner { true } else { false }
        return ProofWanted(fact: proof.fact.id, name: proof.fact.name, atDesk: atDesk, papers: proof.counts.map(\.name))
    }
}
