import Domain
import Foundation
import Testing

/// What somebody is entitled to, against an evaluator that is slow and obviously right.
@Suite struct EntitlementProofTests {
    static let profiles = ProcessInfo.processInfo.environment["YIZHAN_PROVE"] == nil ? 2_000 : 100_000

    static func policy(_ made: inout RandomRules, _ number: Int) -> PolicyTerms {
        let amount: PolicyAmount
        switch Int.random(in: 0..<5, using: &made.random) {
        case 0: amount = .none
        case 1: amount = .fixed(Fen(Int64.random(in: 1...5_000_000, using: &made.random)))
        case 2: amount = .monthly(Fen(Int64.random(in: 1...200_033, using: &made.random)), months: Int.random(in: 1...60, using: &made.random))
        default:
            var lines: [PolicyAmount.Line] = []
            for _ in 0..<Int.random(in: 1...4, using: &made.random) {
                lines.append(.init(when: made.rule(1), amount: Fen(Int64.random(in: 1...9_999_999, using: &made.random)), months: made.chance(50) ? 1 : Int.random(in: 2...36, using: &made.random)))
            }
            amount = .table(lines)
        }
        return examplePolicy("p\(number)", amount: amount, eligible: made.rule())
    }

    @Test func theAnswersAreThoseOfTheSlowEvaluator() {
        func verdict(_ answer: Bool?) -> Verdict { answer.map { Verdict($0) } ?? .unknown }
        var counts: [Verdict: Int] = [:], checked = 0
        for seed in 0..<Self.profiles {
            var made = RandomRules(seed)
            let person = made.person([30, 60, 95][seed % 3]), context = made.context(), slow = SlowRules(person, context), policy = Self.policy(&made, seed)
            let right = verdict(slow.isDue(policy)), finding = policy.whole.check(person, in: context)
            counts[right, default: 0] += 1
            checked += 1
            if finding.verdict != right || policy.whole.verdict(person, in: context) != right { Issue.record("seed \(seed): \(finding.verdict), and it is \(right)") }
            if policy.eligible.verdict(person, in: context) != verdict(slow.holds(policy.eligible)) { Issue.record("seed \(seed): the conditions alone") }
            let sums = slow.sums(policy)
            switch policy.worth(person, in: context) {
            case .noMoney: if !sums.isEmpty { Issue.record("seed \(seed): money is given") }
            case .oneOf(let said): if said.map(\.amount) != sums.sorted() { Issue.record("seed \(seed): \(said.map(\.amount)), and it is \(sums.sorted())") }
            }
        }
        print("entitlement: \(checked) random profiles, \(counts[.yes] ?? 0) yes, \(counts[.no] ?? 0) no, \(counts[.unknown] ?? 0) not known, all as the slow evaluator says")
        #expect(checked == Self.profiles)
        #expect(Verdict.allCases.allSatisfy { (counts[$0] ?? 0) > Self.profiles / 20 })
    }

    /// Asked until nothing matters any more, all policies are decided as they would be with every answer known; nothing idle is asked.
    @Test func theQuestionsDecideEverything() {
        var asked = 0, most = 0
        for seed in 0..<Self.profiles / 10 {
            var made = RandomRules(seed)
            let whole = made.person(100), context = made.context(station: true)
            let policies = (0..<4).map { Self.policy(&made, $0) }
            var known = Facts()
            most += Set(policies.flatMap { $0.whole.facts.map(\.id) }).count
            while let next = PolicyQuestions.open(policies, known, in: context).first {
                guard known.known[next.fact.id] == nil else { break }   // wanted more exactly than this person can say
                known.known[next.fact.id] = whole.known[next.fact.id]
                asked += 1
            }
            guard PolicyQuestions.open(policies, known, in: context).isEmpty else { continue }
            for policy in policies {
                let now = policy.whole.check(known, in: context)
                guard now.questions.allSatisfy({ !$0.isAnswer }) else { Issue.record("seed \(seed): a question is left"); continue }
                if now.verdict != .unknown { #expect(now.verdict == policy.whole.verdict(whole, in: context)) }
            }
        }
        print("entitlement: \(asked) questions asked of \(most) that the policies name")
        #expect(asked < most)
    }
}

/// A policy with everything but its code, sum and conditions left plain.
func examplePolicy(_ code: String, amount: PolicyAmount, eligible: Condition, excludes: [String] = []) -> PolicyTerms {
    PolicyTerms(
        code: code, title: Words(code, code), audience: .talent, kind: .init(id: "k", name: Words("类", "kind"), clause: nil), isExample: true, from: RandomRules.today, to: nil,
        source: .init(number: "1", title: "t", clause: "一", url: "https://example.org"), gives: Words("给", "gives"), amount: amount, eligible: eligible, excludes: excludes, materials: [], steps: [],
        deadline: nil, lastDay: nil, office: "hrss", offered: false)
}
