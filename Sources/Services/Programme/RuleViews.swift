import Domain

/// What rules ask and find, in views: for lodging, for policies.
enum RuleViews {
    /// Reads answers as they were typed.
    /// - Parameters:
    ///   - known: the facts that may be answered; others are left aside.
    ///   - lenient: leaves out what cannot be read; otherwise it is refused by name.
    /// - Returns: what was taken, as typed.
    static func take(_ answers: [String: [String]], of known: [Fact], into facts: inout Facts, today: Day, lenient: Bool) throws -> [String: [String]] {
        var taken: [String: [String]] = [:], fields: [Refusal.Field] = []
        let known = Dictionary(known.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
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

    /// One for each condition that must hold.
    /// - Parameter clause: what a condition rests on that names nothing itself.
    static func reasons(_ condition: Condition, _ finding: Finding, _ facts: Facts, today: Day, clause: Clause?) -> [ReasonView] {
        var parts = [(condition, finding.tree)]
        if case .all(let conditions, _) = condition, conditions.count == finding.tree.parts.count { parts = Array(zip(conditions, finding.tree.parts)) }
        return parts.map { condition, part in
            let leaves = part.leaves, ids = Set(leaves.compactMap(\.fact))
            let changes = finding.changes.filter { ids.contains($0.fact) }
            func joined(_ words: [Words]) -> Words? {
                var seen: Set<Words> = []
                let each = words.filter { seen.insert($0).inserted }
                return each.isEmpty ? nil : Words(each.map(\.zh).joined(separator: "；"), each.map(\.en).joined(separator: "; "))
            }
            return ReasonView(
                verdict: part.verdict, requirement: condition.sentence, found: joined(condition.facts.compactMap { found($0, facts, today) }),
                waits: part.verdict == .unknown ? joined(leaves.compactMap(\.waits)) : nil, clause: part.clause ?? leaves.compactMap(\.clause).first ?? clause,
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
    static func found(_ fact: Fact, _ facts: Facts, _ today: Day) -> Words? {
        guard let known = facts.known[fact.id], fact.accepts(known.value) else { return nil }
        let value = Profile.Value.fact(known.value).words(of: .fact(fact))
        let state = switch known.state(on: today) {
        case .stated: Words("", "")
        case .proven: Words("（已核验）", " (proven)")
        case .expired: Words("（核验已过期）", " (proof expired)")
        }
        return Words("\(fact.name.zh)：\(value.zh)\(state.zh)", "\(fact.name.en): \(value.en)\(state.en)")
    }

    static func question(_ open: OpenQuestion, in programme: Programme) -> FactQuestionView {
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
}

extension Finding.Part {
    var leaves: [Finding.Part] { kind == .leaf ? [self] : parts.flatMap(\.leaves) }
}
