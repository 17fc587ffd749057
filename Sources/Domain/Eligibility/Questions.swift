extension Condition {
    /// The questions that can still decide, each once, the one that decides soonest first: those that no answer elsewhere has already made idle.
    ///
    /// Each open leaf is taken to come out either way with the same chance, and a proof to cost three answers. Among parts of which one no (or
    /// one yes) decides, the cheapest for its chance to decide comes first; inside a part likewise.
    public func questions(_ facts: Facts, in context: RuleContext) -> [OpenQuestion] {
        var seen: Set<OpenQuestion> = []
        return (plan(facts, context, wanted: true)?.questions ?? []).filter { seen.insert($0).inserted }
    }

    /// What asking an undecided part costs on average, and the chance that it comes out yes.
    private struct Plan {
        var cost: Double
        var chance: Double
        var questions: [OpenQuestion]

        /// The same for the opposite of the part.
        var turned: Plan { Plan(cost: cost, chance: 1 - chance, questions: questions) }
    }

    private func plan(_ facts: Facts, _ context: RuleContext, wanted: Bool) -> Plan? {
        guard verdict(facts, context, wanted: wanted) == .unknown else { return nil }
        switch self {
        case .all(let parts, _): return Self.together(parts.compactMap { $0.plan(facts, context, wanted: wanted) }.map(\.turned)).turned
        case .any(let parts, _): return Self.together(parts.compactMap { $0.plan(facts, context, wanted: wanted) })
        case .not(let part, _): return part.plan(facts, context, wanted: !wanted)?.turned
        case .leaf(let leaf):
            let questions = leaf.questions(facts, context, wanted: wanted)
            let cost = questions.reduce(0) { $0 + ($1.needs == .proof || $1.needs == .renewal ? 3.0 : 1) }
            return Plan(cost: questions.isEmpty ? 1_000_000 : cost, chance: 0.5, questions: questions)
        }
    }

    /// Parts of which one yes decides.
    private static func together(_ plans: [Plan]) -> Plan {
        let ranked = plans.enumerated()
            .sorted { ($0.element.cost / max($0.element.chance, 1e-9), $0.offset) < ($1.element.cost / max($1.element.chance, 1e-9), $1.offset) }
            .map(\.element)
        return ranked.reduce(into: Plan(cost: 0, chance: 0, questions: [])) { sum, plan in
            sum.cost += plan.cost * (1 - sum.chance)
            sum.chance += plan.chance * (1 - sum.chance)
            sum.questions += plan.questions
        }
    }
}

extension Condition.Leaf {
    /// What would have to be asked for this leaf to be decided.
    func questions(_ facts: Facts, _ context: RuleContext, wanted: Bool) -> [OpenQuestion] {
        let bases = moments.compactMap(\.fact).filter { facts.answer($0) == nil }.map { OpenQuestion($0, .answer) }
        guard let known = facts.answer(fact) else { return [OpenQuestion(fact, .answer)] + bases }
        switch verdict(of: known.value, facts, context) {
        case .unknown: return bases.isEmpty && isInexact(known.value, context) ? [OpenQuestion(fact, .detail)] : bases
        case Verdict(wanted) where proven:
            switch known.state(on: context.today) {
            case .stated: return [OpenQuestion(fact, .proof)]
            case .expired: return [OpenQuestion(fact, .renewal)]
            case .proven: return []
            }
        case .yes, .no: return []
        }
    }

    /// Whether it cannot be decided before a station is chosen.
    func needsStation(_ facts: Facts, _ context: RuleContext) -> Bool {
        guard case .lies(let places) = test, context.stationArea == nil, places.contains(.stationArea), let known = facts.answer(fact) else { return false }
        return verdict(of: known.value, facts, context) == .unknown
    }

    /// Whether an answer names something larger than what is asked for.
    private func isInexact(_ value: FactValue, _ context: RuleContext) -> Bool {
        switch (test, value) {
        case (.under, .code): true
        case (.lies(let places), .divisions(let codes)):
            codes.contains { code in
                places.contains { place in
                    switch place {
                    case .division(let division): code.lies(in: division) == .unknown
                    case .city: context.city.map(code.lies) == .unknown
                    case .stationArea: (context.stationArea ?? []).contains { code.lies(in: $0) == .unknown } || context.city.map(code.lies) == .unknown
                    }
                }
            }
        default: false
        }
    }
}
