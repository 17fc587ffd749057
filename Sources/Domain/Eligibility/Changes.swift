extension Condition {
    /// The fewest leaves that would have to come out otherwise for a decided part to come out as wanted. What is not known yet stays a
    /// question, and is no change.
    func changes(to wanted: Bool, _ facts: Facts, _ context: RuleContext) -> [Finding.Change] {
        switch self {
        case .not(let part, _): return part.changes(to: !wanted, facts, context)
        case .leaf(let leaf): return [leaf.change(to: wanted, facts, context)]
        case .all(let parts, _), .any(let parts, _):
            let against = parts.filter { $0.verdict(facts, context, wanted: wanted) == Verdict(!wanted) }
            let ways = against.map { $0.changes(to: wanted, facts, context) }
            return needsEvery(wanted) ? ways.flatMap(\.self) : ways.min(by: Self.isEasier) ?? []
        }
    }

    private func needsEvery(_ wanted: Bool) -> Bool {
        if case .all = self { wanted } else { !wanted }
    }

    private static func isEasier(_ left: [Finding.Change], _ right: [Finding.Change]) -> Bool {
        (left.count { !$0.isInReach }, left.count) < (right.count { !$0.isInReach }, right.count)
    }
}

extension Condition.Leaf {
    func change(to wanted: Bool, _ facts: Facts, _ context: RuleContext) -> Finding.Change {
        let value = facts.answer(fact)?.value
        let to = value.flatMap { nearest(to: wanted, from: $0, facts, context) }
        let comes = value.flatMap { turn(to: wanted, $0, facts, context) }
        let asked = requirement(in: context, negated: !wanted)
        let now = value.map { self.words($0, context) }
        return Finding.Change(
            fact: fact.id, name: fact.name, to: to, proven: proven,
            words: now.map { Words("\(asked.zh)（现为\($0.zh)）", "\(asked.en) (now: \($0.en))") } ?? asked,
            clause: clause, comes: comes, isInReach: comes != nil || (to != nil && !fact.isFixed))
    }

    /// The nearest answer that makes the leaf come out as wanted; nil where there is none.
    private func nearest(to wanted: Bool, from value: FactValue, _ facts: Facts, _ context: RuleContext) -> FactValue? {
        candidates(wanted, value, facts, context).first { candidate in
            fact.accepts(candidate) && verdict(of: candidate, facts, context) == Verdict(wanted)
        }
    }

    /// Answers near to this one, the nearest first, of which one will do if any does.
    private func candidates(_ wanted: Bool, _ value: FactValue, _ facts: Facts, _ context: RuleContext) -> [FactValue] {
        switch (test, value) {
        case (.flag, .flag(let flag)): return [.flag(!flag)]
        case (.oneOf(let ids), .choice(let chosen)):
            let rest = chosen.filter { !ids.contains($0) }
            guard wanted else { return [.choice(rest)] + fact.options.map { .choice([$0.id]) } }
            return ids.flatMap { [.choice(chosen + [$0]), .choice([$0])] }
        case (.rank, .choice(let chosen)):
            let now = chosen.first.flatMap(fact.rank) ?? 0
            return fact.options.indices.sorted { (abs($0 - now), $0) < (abs($1 - now), $1) }.map { .choice([fact.options[$0].id]) }
        case (.amount(let least, let most), .number): return bounds(least, most).map { .number($0) }
        case (.amount(let least, let most), .money): return bounds(least, most).map { .money(Fen(Int64($0))) }
        case (.years(let least, let most), .day(let day)):
            let days = context.birthdays(least, most)
            return near(day, [days.lowerBound - 1, days.lowerBound, days.upperBound - 1, days.upperBound])
        case (.between(let from, let to), .day(let day)):
            let edges = [from, to].compactMap { $0?.day(facts, context)?.number }
            return near(day, edges.flatMap { [$0 - 1, $0, $0 + 1] })
        case (.lies(let places), .divisions(let codes)):
            guard wanted else {
                let rest = codes.filter { code in places.allSatisfy { context.verdict(code, in: $0) == .no } }
                return [.divisions(rest)] + TreeCode.provinces.map { .divisions([$0]) }
            }
            return places.flatMap { context.codes(of: $0) }.flatMap { [.divisions(codes + [$0]), .divisions([$0])] }
        case (.under(let wantedCodes), .code):
            return wanted ? wantedCodes.map { .code($0) } : (0...9).compactMap { TreeCode(String($0)) }.map { .code($0) }
        default: return []
        }
    }

    private func bounds(_ least: Int?, _ most: Int?) -> [Int] {
        [least, most].compactMap(\.self).filter(Fact.widest.contains).flatMap { [$0, $0 - 1, $0 + 1] }
    }

    private func near(_ day: Day, _ numbers: [Int]) -> [FactValue] {
        numbers.sorted { (abs($0 - day.number), $0) < (abs($1 - day.number), $1) }.map { .day(Day(number: $0)) }
    }

    /// The first day on which time alone makes the leaf come out as wanted, if it ever does within 150 years.
    private func turn(to wanted: Bool, _ value: FactValue, _ facts: Facts, _ context: RuleContext) -> Day? {
        guard case .day(let day) = value else { return nil }
        let turns: [Int]
        switch test {
        case .years(let least, let most):
            turns = [least, most.map { $0 + 1 }].compactMap { $0.map { day.adding(months: 12 * min(max($0, 0), 9999)).number } }
        case .between(let from, let to):
            turns = [from, to].compactMap { moment in
                guard let moment, moment.base == .today else { return nil }
                return day.adding(-moment.days).adding(months: -moment.months).number
            }
        default: return nil
        }
        // Months differ in length: the turn is within a few days of the day that counting back gives.
        let near = turns.flatMap { ($0 - 4)...($0 + 4) }.filter { $0 > context.today.number && $0 < context.today.number + 54_787 }.sorted()
        return near.map { Day(number: $0) }.first { later in
            let then = RuleContext(today: later, city: context.city, stationArea: context.stationArea)
            return verdict(of: value, facts, then) == Verdict(wanted)
        }
    }
}

extension RuleContext {
    /// Divisions that lie in a place for certain.
    func codes(of place: Condition.Place) -> [TreeCode] {
        switch place {
        case .division(let code): [code]
        case .city: city.map { [$0] } ?? []
        case .stationArea: stationArea ?? []
        }
    }
}

extension TreeCode {
    /// Provinces by the first of each region of GB/T 2260: among them there is always one outside.
    static let provinces = ["11", "21", "31", "41", "51", "61", "12", "37"].compactMap { TreeCode($0) }
}
