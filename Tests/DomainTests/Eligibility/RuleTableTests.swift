import Domain
import Testing

/// Rules over columns say what rules over one person say.
@Suite struct RuleTableTests {
    @Test(arguments: [0, 1, 7, 255, 256, 257, 700])
    func columnsAgreeWithEachPerson(_ count: Int) {
        var made = RandomRules(count)
        let rules = (0..<40).map { _ in made.rule() }, context = made.context()
        let people = (0..<count).map { _ in made.person(70) }
        let table = RuleTable(rules, in: context)
        let columns = table.verdicts(FactColumns(people, of: table.facts))
        #expect(columns.count == rules.count)
        var seen: [Verdict: Int] = [:]
        for (row, person) in people.enumerated() {
            let expected = rules.map { $0.verdict(person, in: context) }
            for verdict in expected { seen[verdict, default: 0] += 1 }
            #expect(columns.map { $0[row] } == expected)
            #expect(table.verdicts(person) == expected)
        }
        for verdict in Verdict.allCases { #expect(columns.reduce(0) { $0 + $1.count(verdict) } == seen[verdict, default: 0]) }
        if count > 200 { #expect(Verdict.allCases.allSatisfy { seen[$0, default: 0] > count }) }
        #expect(columns.allSatisfy { $0[count] == .unknown && $0[-1] == .unknown })
    }

    @Test func eachLeafAgreesWithEachPerson() {
        for seed in 0..<300 {
            var made = RandomRules(seed)
            let rule = Condition.leaf(made.leaf(RandomRules.facts[seed % RandomRules.facts.count])), context = made.context()
            let people = (0..<60).map { _ in made.person(85) }
            let table = RuleTable([rule, .not(rule)], in: context)
            let columns = table.verdicts(FactColumns(people, of: table.facts))
            for (row, person) in people.enumerated() {
                let expected = [rule.verdict(person, in: context), Condition.not(rule).verdict(person, in: context)]
                if columns.map({ $0[row] }) != expected || table.verdicts(person) != expected { Issue.record("seed \(seed), row \(row): \(rule.words().en)") }
            }
        }
    }

    @Test func columnsCanBeGivenAsNumbers() {
        let degree = FactCatalogue.profile.fact("degree")!, home = FactCatalogue.profile.fact("residence")!
        let rule = Condition.all([.leaf(.init(degree, .rank(atLeast: "bachelor", atMost: nil))), .leaf(.init(home, .lies(in: [.city])))])
        let context = RuleContext(today: RandomRules.today, city: TreeCode("3702"))
        var columns = FactColumns(rows: 5)
        columns.set(degree, ["none", "bachelor", "doctor", "bachelor", "none"].map { degree.number(.choice([$0])) })
        columns.set(home, ["370212", "370212", "110105", "37", "37"].map { home.number(.divisions([TreeCode(division: $0)!])) })
        let answers = RuleTable([rule], in: context).verdicts(columns)[0]
        #expect((0..<5).map { answers[$0] } == [.no, .yes, .no, .unknown, .no])
        // A fact without a column is not known of anybody; one that is no answer is missing.
        var half = FactColumns(rows: 2)
        half.set(degree, [degree.number(.choice(["bachelor"])), degree.number(.choice(["none"]))])
        let some = RuleTable([rule], in: context).verdicts(half)[0]
        #expect((0..<2).map { some[$0] } == [.unknown, .no])
        #expect(degree.number(.flag(true)) == FactColumns.missing)
    }
}
