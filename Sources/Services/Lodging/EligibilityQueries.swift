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
        let taken = try take(answers, into: &facts, lenient: lenient)
        let context = programme.ruleContext(today: day ?? today, area: area)
        let finding = rules.eligible.check(facts, in: context)
        let proofs = StayEligibility.wanted(rules, facts, context)
        let asked = finding.questions.filter { $0.needs == .answer || $0.needs == .detail }
        return EligibilityView(
            verdict: finding.verdict, summary: finding.summary, clause: rules.clause, area: area, areas: try areas(), needsArea: finding.needsStation,
            reasons: reasons(finding, facts), questions: asked.map(question), proofs: proofs.map(wanted), answers: taken,
            entitlement: try key.map { try House.entitlement(tx, $0, programme.id, rules, today: today, now: now) } ?? [], terms: StayTerms(rules, today: today), isOwn: isOwn, hasIdentity: key != nil)
    }

    /// Reads answers as they were typed.
    private func take(_ answers: [String: [String]], into facts: inout Facts, lenient: Bool) throws -> [String: [String]] {
        var taken: [String: [String]] = [:], fields: [Refusal.Field] = []
        let known = Dictionary(rules.eligible.facts.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
        for (id, typed) in answers.sorted(by: { $0.key < $1.key }) {
            guard let fact = known[id] else { continue }
            do {
                guard case .fact(let value)? = try Profile.read(typed, for: .fact(fact), today: today) else { continue }
                facts[id] = value
                taken[id] = typed.filter { !$0.isEmpty }
            } catch { fields.append(.init("answers.\(id)", error.words)) }
        }
        guard fields.isEmpty || lenient else { throw Refusal.invalid(fields) }
        return taken
    }

    private func areas() throws -> [ConditionName] {
        let ids: [String] = try tx.rows("""
            SELECT DISTINCT l.area AS area FROM lodgings l JOIN plaques p ON p.station_id = l.station_id WHERE l.programme_id = \(programme.id) AND l.published AND p.state = 'valid'
            """).map { try $0("area") }
        return programme.areas.filter { ids.contains($0.id) }.map { ConditionName(id: $0.id, name: $0.name, clause: nil) }
    }

    // MARK: in words

    /// One for each condition that must hold.
    private func reasons(_ finding: Finding, _ facts: Facts) -> [ReasonView] {
        var parts = [(rules.eligible, finding.tree)]
        if case .all(let conditions, _) = rules.eligible, conditions.count == finding.tree.parts.count { parts = Array(zip(conditions, finding.tree.parts)) }
        return parts.map { condition, part in
            let leaves = part.leaves, ids = Set(leaves.compactMap(\.fact))
            let changes = finding.changes.filter { ids.contains($0.fact) }
            func joined(_ words: [Words]) -> Words? {
                var seen: Set<Words> = []
                let each = words.filter { seen.insert($0).inserted }
                return each.isEmpty ? nil : Words(each.map(\.zh).joined(separator: "；"), each.map(\.en).joined(separator: "; "))
            }
            return ReasonView(
                verdict: part.verdict, requirement: condition.sentence, found: joined(condition.facts.compactMap { found($0, facts) }),
                waits: part.verdict == .unknown ? joined(leaves.compactMap(\.waits)) : nil, clause: part.clause ?? leaves.compactMap(\.clause).first ?? rules.clause,
                change: joined(changes.map { Self.change($0, condition) }), comes: changes.compactMap(\.comes).max())
        }
    }

    /// `自有住房为“无”即符合`: the nearest answer that would do.
    private static func change(_ change: Finding.Change, _ condition: Condition) -> Words {
        guard let to = change.to, change.isInReach, let fact = condition.facts.first(where: { $0.id == change.fact }) else { return change.words }
        let value = Profile.Value.fact(to).words(of: .fact(fact))
        return Words("\(fact.name.zh)为“\(value.zh)”即符合", "met with \(fact.name.en): \(value.en)")
    }

    /// `学位：学士（已核验）`; places by their names.
    private func found(_ fact: Fact, _ facts: Facts) -> Words? {
        guard let known = facts.known[fact.id], fact.accepts(known.value) else { return nil }
        let value = Profile.Value.fact(known.value).words(of: .fact(fact))
        let state = switch known.state(on: today) {
        case .stated: Words("", "")
        case .proven: Words("（已核验）", " (proven)")
        case .expired: Words("（核验已过期）", " (proof expired)")
        }
        return Words("\(fact.name.zh)：\(value.zh)\(state.zh)", "\(fact.name.en): \(value.en)\(state.en)")
    }

    func question(_ open: OpenQuestion) -> FactQuestionView {
        let fact = open.fact
        let kind: FactQuestionView.Kind = switch fact.kind {
        case .yesNo: .yesNo
        case .choice(_, let several): several ? .several : .one
        case .scale: .one
        case .number: .number
        case .money: .money
        case .day: .day
        case .divisions(let several): several ? .places : .place
        case .code: .code
        }
        var options = fact.options.map { ConditionName(id: $0.id, name: $0.name, clause: nil) }
        if case .divisions = fact.kind { options = programme.areas.compactMap { area in area.division.map { ConditionName(id: $0, name: area.name, clause: nil) } } }
        return FactQuestionView(fact: fact.id, name: fact.name, question: fact.question, hint: fact.hint, kind: kind, options: options, wantsDetail: open.needs == .detail)
    }

    private func wanted(_ proof: LodgingRules.ProofRule) -> ProofWanted {
        let atDesk = if case .station = proof.examiner { true } else { false }
        return ProofWanted(fact: proof.fact.id, name: proof.fact.name, atDesk: atDesk, papers: proof.counts.map(\.name))
    }
}

extension Finding.Part {
    var leaves: [Finding.Part] { kind == .leaf ? [self] : parts.flatMap(\.leaves) }
}
