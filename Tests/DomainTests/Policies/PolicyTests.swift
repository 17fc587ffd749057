import Domain
import Foundation
import Testing

@Suite struct PolicyTests {
    private static let degree = FactCatalogue.profile.fact("degree") ?? RandomRules.months
    private static let today = RuleContext(today: RandomRules.today)

    private static func has(_ degree: String) -> Condition { .leaf(.init(Self.degree, .oneOf([degree]))) }

    // MARK: the set that is worth most

    @Test func theBestSetIsTheBestOfAllSets() {
        let graphs = ProcessInfo.processInfo.environment["YIZHAN_PROVE"] == nil ? 400 : 10_000
        for seed in 0..<graphs {
            var random = Seeded(UInt64(seed))
            let count = Int.random(in: 0...11, using: &random), density = Int.random(in: 0...90, using: &random)
            let worths = (0..<count).map { _ in Fen(Int64.random(in: 0...6, using: &random) * 50_000 + (seed % 2 == 0 ? 0 : Int64.random(in: 0...99, using: &random))) }
            var pairs: [(Int, Int)] = []
            for one in 0..<count { for other in 0..<count where one < other && Int.random(in: 0..<100, using: &random) < density { pairs.append(Bool.random(using: &random) ? (one, other) : (other, one)) } }
            // Every set there is: money first, then how many, then the earliest.
            var best: (worth: Int64, members: [Int]) = (-1, [])
            for bits in 0..<(1 << count) {
                let members = (0..<count).filter { bits >> $0 & 1 == 1 }
                guard !pairs.contains(where: { members.contains($0.0) && members.contains($0.1) }) else { continue }
                let worth = members.reduce(0) { $0 + worths[$1].amount }
                let isBetter = worth != best.worth ? worth > best.worth : members.count != best.members.count ? members.count > best.members.count : members.lexicographicallyPrecedes(best.members)
                if isBetter { best = (worth, members) }
            }
            let found = BestSet(worths, excludes: pairs)
            if found.chosen != best.members || found.worth.amount != best.worth { Issue.record("seed \(seed): \(found.chosen) worth \(found.worth.amount), and it is \(best)") }
        }
        print("best set: \(graphs) random graphs, each as trying all sets says")
    }

    @Test func manyPoliciesAreNoTrouble() {
        // 60 in a ring of which neighbours exclude each other.
        let ring = BestSet((0..<60).map { Fen(Int64($0 % 2 == 0 ? 300 : 299)) }, excludes: (0..<60).map { ($0, ($0 + 1) % 60) })
        #expect(ring.chosen == stride(from: 0, to: 60, by: 2).map { $0 } && ring.worth == Fen(9_000))
        #expect(BestSet([], excludes: []).chosen == [])
        // What does not exist, and what excludes itself, is left aside; less than nothing counts as nothing.
        #expect(BestSet([Fen(-5), Fen(7)], excludes: [(0, 9), (1, 1)]).chosen == [0, 1])
    }

    // MARK: sums

    @Test func sumsAreExactToTheFen() {
        #expect(PolicyAmount.monthly(Fen(83_333), months: 6).worth(Facts(), in: Self.today) == .oneOf([Fen(499_998)]))
        #expect(PolicyAmount.fixed(Fen(100_050)).worth(Facts(), in: Self.today).fen == Fen(100_050))
        #expect(PolicyAmount.none.worth(Facts(), in: Self.today) == .noMoney)
        #expect(PolicyAmount.monthly(Fen(.max), months: 240).worth(Facts(), in: Self.today).fen == PolicyAmount.most)
    }

    @Test func ofATableTheFirstLineThatHoldsCounts() {
        let table = PolicyAmount.table([.init(when: Self.has("doctor"), amount: Fen(300), months: 2), .init(when: .leaf(.init(Self.degree, .rank(atLeast: "bachelor", atMost: nil))), amount: Fen(100), months: 1)])
        func worth(_ degree: String?) -> PolicyWorth { table.worth(Facts(degree.map { ["degree": .init(.choice([$0]))] } ?? [:]), in: Self.today) }
        #expect(worth("doctor").fen == Fen(600))
        #expect(worth("master").fen == Fen(100))
        #expect(worth("none").fen == Fen(0))
        #expect(worth(nil) == .oneOf([Fen(0), Fen(100), Fen(600)]))
        // Nobody is entitled to nothing: one line has to hold.
        let policy = examplePolicy("t", amount: table, eligible: .all([.any([Self.has("none"), .not(Self.has("none"))])]))
        #expect(policy.whole.verdict(Facts(["degree": .init(.choice(["none"]))]), in: Self.today) == .no)
        #expect(policy.whole.verdict(Facts(["degree": .init(.choice(["master"]))]), in: Self.today) == .yes)
    }

    // MARK: how it stands

    @Test func nearlyIsWhatCanBeChangedOrComes() throws {
        let born = try #require(FactCatalogue.profile.fact("birth_date"))
        func standing(_ rule: Condition, _ facts: [String: Facts.Known]) -> (PolicyStanding, Day?) {
            let finding = rule.check(Facts(facts), in: Self.today)
            return (PolicyStanding(finding), finding.comes)
        }
        let adult = Condition.leaf(.init(born, .years(atLeast: 18, atMost: nil))), young = Condition.leaf(.init(born, .years(atLeast: nil, atMost: 35)))
        let birth = RandomRules.today.adding(months: -12 * 17)
        #expect(standing(adult, ["birth_date": .init(.day(birth))]) == (.nearly, birth.adding(months: 12 * 18)))
        #expect(standing(young, ["birth_date": .init(.day(RandomRules.today.adding(months: -12 * 50)))]).0 == .not)
        #expect(standing(Self.has("master"), ["degree": .init(.choice(["bachelor"]))]) == (.nearly, nil))
        #expect(standing(Self.has("master"), [:]).0 == .unknown)
        let proven = Condition.leaf(.init(Self.degree, .oneOf(["master"]), proven: true))
        #expect(standing(proven, ["degree": .init(.choice(["master"]))]).0 == .provable)
        #expect(standing(proven, ["degree": .init(.choice(["master"]), proof: .init())]).0 == .entitled)
    }

    @Test func theQuestionThatDecidesMostComesFirst() throws {
        let enrolled = try #require(FactCatalogue.profile.fact("enrolled")), first = try #require(FactCatalogue.profile.fact("first_job"))
        func leaf(_ fact: Fact) -> Condition { .leaf(.init(fact, .flag(true))) }
        let policies = [examplePolicy("a", amount: .none, eligible: leaf(first)), examplePolicy("b", amount: .none, eligible: leaf(enrolled)), examplePolicy("c", amount: .none, eligible: leaf(enrolled))]
        #expect(PolicyQuestions.open(policies, Facts(), in: Self.today).map(\.fact.id) == ["enrolled", "first_job"])
        #expect(PolicyQuestions.open(policies, Facts(["enrolled": .init(.flag(false))]), in: Self.today).map(\.fact.id) == ["first_job"])
        // Which line of a table counts is asked once the policy is due.
        let table = examplePolicy("d", amount: .table([.init(when: leaf(first), amount: Fen(2), months: 1), .init(when: leaf(enrolled), amount: Fen(1), months: 1)]), eligible: leaf(enrolled))
        #expect(PolicyQuestions.open([table], Facts(["enrolled": .init(.flag(true))]), in: Self.today).map(\.fact.id) == ["first_job"])
    }

    // MARK: versions

    @Test func versionsSayWhatIsOtherwise() {
        let old = examplePolicy("a", amount: .fixed(Fen(100)), eligible: .all([Self.has("master"), Self.has("master")])).lines(office: Words("部门", "office"))
        let new = examplePolicy("a", amount: .fixed(Fen(200)), eligible: .all([Self.has("master")])).lines(office: Words("部门", "office"))
        let (gone, added) = PolicyTerms.differences(from: old, to: new)
        #expect(gone.map(\.text.zh) == ["一次性 ¥1.00", "学位为硕士"])
        #expect(added.map(\.text.zh) == ["一次性 ¥2.00"])
        #expect(PolicyTerms.differences(from: old, to: old).gone == [])
    }

    @Test func aVersionMovesOnlyForward() {
        #expect(PolicyState.allCases.map { $0.after(.publish) } == [.published, nil, nil])
        #expect(PolicyState.allCases.map { $0.after(.withdraw) } == [.withdrawn, .withdrawn, nil])
    }
}
