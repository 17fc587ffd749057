extension Condition {
    /// The answer alone, without reasons. What is not known leaves it open only where it could decide it.
    public func verdict(_ facts: Facts, in context: RuleContext) -> Verdict { verdict(facts, context, wanted: true) }

    /// - Parameter wanted: which answer of this part helps the person; it turns with each `not`. Only that one must be proven.
    func verdict(_ facts: Facts, _ context: RuleContext, wanted: Bool) -> Verdict {
        switch self {
        case .all(let parts, _): Verdict.all(parts.lazy.map { $0.verdict(facts, context, wanted: wanted) })
        case .any(let parts, _): Verdict.any(parts.lazy.map { $0.verdict(facts, context, wanted: wanted) })
        case .not(let part, _): part.verdict(facts, context, wanted: !wanted).inverse
        case .leaf(let leaf): leaf.verdict(facts, context, wanted: wanted)
        }
    }
}

extension Condition.Leaf {
    func verdict(_ facts: Facts, _ context: RuleContext, wanted: Bool) -> Verdict {
        guard let known = facts.answer(fact) else { return .unknown }
        let verdict = verdict(of: known.value, facts, context)
        guard proven, verdict == Verdict(wanted), known.state(on: context.today) != .proven else { return verdict }
        return .unknown
    }

    /// What the value says by itself, whoever vouches for it.
    func verdict(of value: FactValue, _ facts: Facts, _ context: RuleContext) -> Verdict {
        switch (test, value) {
        case (.flag(let wanted), .flag(let flag)): Verdict(flag == wanted)
        case (.oneOf(let wanted), .choice(let ids)): Verdict(ids.contains { wanted.contains($0) })
        case (.rank(let least, let most), .choice(let ids)): rank(ids, least, most)
        case (.amount(let least, let most), .number(let number)): Verdict(isWithin(number, least, most))
        case (.amount(let least, let most), .money(let fen)): Verdict(isWithin(Int(clamping: fen.amount), least, most))
        case (.years(let least, let most), .day(let day)): Verdict(context.birthdays(least, most).contains(day.number))
        case (.between(let from, let to), .day(let day)): between(day, from, to, facts, context)
        case (.lies(let places), .divisions(let codes)): Verdict.any(codes.lazy.flatMap { code in places.lazy.map { context.verdict(code, in: $0) } })
        case (.under(let wanted), .code(let code)): Verdict.any(wanted.lazy.map { code.lies(in: $0) })
        case (.flag, _), (.oneOf, _), (.rank, _), (.amount, _), (.years, _), (.between, _), (.lies, _), (.under, _): .unknown
        }
    }

    private func rank(_ ids: [String], _ least: String?, _ most: String?) -> Verdict {
        guard let rank = ids.first.flatMap(fact.rank) else { return .unknown }
        return Verdict(ranks(least, most).contains(rank))
    }

    /// The places of the scale that satisfy the test; an option that the scale does not have bounds nothing.
    func ranks(_ least: String?, _ most: String?) -> Range<Int> {
        let lowest = least.flatMap(fact.rank) ?? 0
        let highest = most.flatMap(fact.rank) ?? fact.options.count - 1
        return lowest..<max(lowest, highest + 1)
    }

    private func isWithin(_ value: Int, _ least: Int?, _ most: Int?) -> Bool { value >= least ?? .min && value <= most ?? .max }

    private func between(_ day: Day, _ from: Condition.Moment?, _ to: Condition.Moment?, _ facts: Facts, _ context: RuleContext) -> Verdict {
        let early = from.map { from in from.day(facts, context).map { Verdict($0 <= day) } ?? .unknown } ?? .yes
        let late = to.map { to in to.day(facts, context).map { Verdict(day <= $0) } ?? .unknown } ?? .yes
        return Verdict.all([early, late])
    }
}

extension Condition.Moment {
    /// The day itself; nil while the fact that it is measured from is not known.
    func day(_ facts: Facts, _ context: RuleContext) -> Day? {
        switch base {
        case .today: return moved(context.today)
        case .day(let day): return moved(day)
        case .fact(let fact):
            guard case .day(let day)? = facts.answer(fact)?.value else { return nil }
            return moved(day)
        }
    }

    func moved(_ day: Day) -> Day { Day(number: min(max(day.adding(months: months).number + days, Fact.days.lowerBound), Fact.days.upperBound)) }
}

extension RuleContext {
    /// Whether a division lies in a place; not known where the place is not, unless it lies outside the whole city.
    func verdict(_ code: TreeCode, in place: Condition.Place) -> Verdict {
        switch place {
        case .division(let division): return code.lies(in: division)
        case .city: return city.map(code.lies) ?? .unknown
        case .stationArea:
            if let stationArea { return Verdict.any(stationArea.lazy.map(code.lies)) }
            return city.map(code.lies) == .no ? .no : .unknown
        }
    }

    /// The days from which between so many and so many completed years have passed until today. A year is completed on the same date; from
    /// 29 February, where there is none, on 1 March.
    func birthdays(_ least: Int?, _ most: Int?) -> Range<Int> {
        let last = least.map { today.adding(months: -12 * min(max($0, 0), 9999)).number } ?? Fact.days.upperBound
        let first = most.map { today.adding(months: -12 * (min(max($0, -1), 9998) + 1)).number + 1 } ?? Fact.days.lowerBound
        return first..<max(first, last + 1)
    }
}
