import Domain

/// Rules, people and days made at random, the same for the same seed.
struct RandomRules {
    var random: Seeded

    static let started = Fact(id: "contract_start", name: Words("合同开始", "Contract start"), question: Words("合同何时开始？", "When does the contract begin?"), kind: .day(age: nil))
    static let months = Fact(id: "months", name: Words("参保月数", "Months insured"), question: Words("参保几个月？", "How many months?"),
                             kind: .number(atLeast: 0, atMost: 600, unit: Words("个月", "months")))
    static let pay = Fact(id: "pay", name: Words("月薪", "Monthly pay"), question: Words("月薪多少？", "What is your pay?"), kind: .money)
    static let facts = FactCatalogue.profile.facts + [started, months, pay]
    static let codes = ["37", "3702", "370202", "370212", "370282", "3701", "11", "110105"].compactMap { TreeCode(division: $0) }
    static let jobs = ["2", "202", "2-02-10", "2-02-10-05", "6", "6-18-02-01", "4"].compactMap { TreeCode($0) }
    static let today = Day(year: 2026, month: 11, day: 22) ?? Day(number: 0)

    init(_ seed: Int) { random = Seeded(UInt64(seed)) }

    mutating func chance(_ percent: Int) -> Bool { Int.random(in: 0..<100, using: &random) < percent }

    mutating func one<Thing>(_ things: [Thing]) -> Thing { things[Int.random(in: 0..<things.count, using: &random)] }

    mutating func context(station: Bool? = nil) -> RuleContext {
        let area = (station ?? chance(60)) ? [one(Self.codes.filter { $0.text.hasPrefix("3702") && $0.text.count == 6 })] : nil
        return RuleContext(today: Self.today.adding(Int.random(in: -500...500, using: &random)), city: TreeCode("3702"), stationArea: area)
    }

    mutating func value(_ fact: Fact) -> FactValue {
        switch fact.kind {
        case .yesNo: return .flag(chance(50))
        case .choice(let options, let several): return .choice(several ? options.filter { _ in chance(30) }.map(\.id) : [one(options).id])
        case .scale(let options): return .choice([one(options).id])
        case .number: return .number(Int.random(in: 0...40, using: &random))
        case .money: return .money(Fen(Int64.random(in: 0...40, using: &random) * 100_000))
        case .day: return .day(Self.today.adding(Int.random(in: -15_000...900, using: &random)))
        case .divisions(let several): return .divisions(several ? Self.codes.filter { _ in chance(20) } : [one(Self.codes)])
        case .code: return .code(one(Self.jobs))
        }
    }

    mutating func known(_ fact: Fact) -> Facts.Known {
        guard chance(40) else { return Facts.Known(value(fact)) }
        let from = chance(25) ? Self.today.adding(Int.random(in: -30...30, using: &random)) : nil
        return Facts.Known(value(fact), proof: Facts.Proof(from: from, until: chance(50) ? Self.today.adding(Int.random(in: -600...600, using: &random)) : nil))
    }

    mutating func person(_ percent: Int = 60) -> Facts {
        var facts = Facts()
        for fact in Self.facts where chance(percent) { facts.known[fact.id] = known(fact) }
        return facts
    }

    mutating func moment(of fact: Fact) -> Condition.Moment {
        let base: Condition.Moment.Base = switch Int.random(in: 0..<4, using: &random) {
        case 0: .day(Self.today.adding(Int.random(in: -3000...500, using: &random)))
        case 1 where fact != Self.started: .fact(Self.started)
        default: .today
        }
        return Condition.Moment(base, months: Int.random(in: -60...24, using: &random), days: chance(30) ? Int.random(in: -40...40, using: &random) : 0)
    }

    mutating func test(_ fact: Fact) -> Condition.Test {
        let low = chance(70) ? Int.random(in: 0...30, using: &random) : nil
        let high = low == nil || chance(50) ? (low ?? 0) + Int.random(in: 0...12, using: &random) : nil
        switch fact.kind {
        case .yesNo: return .flag(chance(70))
        case .choice(let options, _): return .oneOf(options.filter { _ in chance(40) }.map(\.id))
        case .scale(let options):
            if chance(20) { return .oneOf(options.filter { _ in chance(40) }.map(\.id)) }
            return chance(70) ? .rank(atLeast: one(options).id, atMost: nil) : .rank(atLeast: nil, atMost: one(options).id)
        case .number: return .amount(atLeast: low, atMost: high)
        case .money: return .amount(atLeast: low.map { $0 * 100_000 }, atMost: high.map { $0 * 100_000 })
        case .day:
            if chance(50) { return .years(atLeast: low, atMost: high) }
            return chance(50) ? .between(from: moment(of: fact), to: nil) : .between(from: chance(50) ? moment(of: fact) : nil, to: moment(of: fact))
        case .divisions: return .lies(in: (0...1).map { _ in one([.stationArea, .city, .division(one(Self.codes))]) })
        case .code: return .under((0...1).map { _ in one(Self.jobs) })
        }
    }

    mutating func leaf(_ fact: Fact) -> Condition.Leaf { Condition.Leaf(fact, test(fact), proven: chance(30)) }

    mutating func rule(_ depth: Int = 3) -> Condition {
        if depth == 0 || chance(30) { return .leaf(leaf(one(Self.facts))) }
        if chance(20) { return .not(rule(depth - 1)) }
        let parts = (0..<Int.random(in: 1...4, using: &random)).map { _ in rule(depth - 1) }
        return chance(50) ? .all(parts) : .any(parts)
    }

    /// A rule in which no fact is asked twice.
    mutating func readOnce() -> Condition {
        var facts = Self.facts.filter { $0 != Self.started }.shuffled(using: &random).prefix(6).map { leaf($0) }.map { Condition.leaf($0) }
        while facts.count > 1 {
            let count = min(Int.random(in: 2...3, using: &random), facts.count)
            let parts = Array(facts.prefix(count))
            facts.removeFirst(count)
            let joined: Condition = chance(50) ? .all(parts) : .any(parts)
            facts.append(chance(20) ? .not(joined) : joined)
        }
        return facts[0]
    }
}
