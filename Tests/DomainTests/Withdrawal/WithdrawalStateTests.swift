import Domain
import Testing

@Suite struct WithdrawalStateTests {
    @Test func nothingFollowsAnEnd() {
        let ends: [WithdrawalState] = [.ended, .dropped, .fallen, .takenBack]
        for state in WithdrawalState.allCases {
            #expect(WithdrawalState.transitions.contains { $0.from == state } == !ends.contains(state), "\(state)")
        }
    }

    /// A plaque is withdrawn when the time to appeal is over, or the appeal was answered, and in no other way.
    @Test func theDecisionTakesEffectByTwoWays() {
        let ways = WithdrawalState.transitions.filter { WithdrawalState.inEffect.contains($0.to) && !WithdrawalState.inEffect.contains($0.from) }.map { "\($0.from.rawValue) \($0.event.rawValue)" }
        #expect(Set(ways) == ["decided take_effect", "appealed reject"])
    }

    @Test func theHostIsHeardBeforeAnythingIsDecided() throws {
        #expect(try WithdrawalState.notified.after(.askHearing) == .hearing)
        #expect(try WithdrawalState.hearing.after(.hear) == .deciding)
        for state in [WithdrawalState.notified, .hearing] { #expect(throws: Refusal.self) { try state.after(.decide) } }
        #expect(throws: Refusal.self) { try WithdrawalState.appealed.after(.takeEffect) }
    }

    @Test func aWishIsNotAgainstTheHost() {
        #expect(WithdrawalCause.allCases.filter { !$0.isAgainstTheHost } == [.wish])
        let rules = WithdrawalRules(clause: nil, procedure: "a", byLevel: ["district": "b"], appeal: "c")
        #expect(rules.procedures == ["a", "b", "c"])
        #expect(rules.procedure(level: "city") == "a" && rules.procedure(level: "district") == "b")
    }
}
