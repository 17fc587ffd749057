import Domain
import Testing

@Suite struct PlacementDomainTests {
    @Test func whatHasEndedStaysSo() {
        for state in PursuitState.ended { for event in PursuitEvent.allCases { #expect(throws: Refusal.self) { try state.after(event) } } }
        for event in PlacementEvent.allCases { #expect(throws: Refusal.self) { try PlacementState.void.after(event) } }
    }

    @Test func theTalentMayLeaveAtAnyTime() throws {
        for state in PursuitState.allCases where !PursuitState.ended.contains(state) {
            #expect(PursuitState.ended.contains(try state.after(.withdraw)))
            #expect(try state.after(.refuse) == .notTaken)
        }
    }

    @Test func fewPeopleAreNotShown() {
        #expect(SmallCells.shown([10, 20]) == [10, 20])
        #expect(SmallCells.shown([3, 20, 8]) == [nil, 20, nil])
        #expect(SmallCells.shown([3, 4, 20]) == [nil, nil, 20])
        #expect(SmallCells.shown([2]) == [nil])
        #expect(SmallCells.shown([]) == [])
    }

    @Test func oneOfEachEntryIsEnough() throws {
        let rule = PlacementRules.TypeRule(type: .employment, name: Words("就业", "Employment"), needs: [[.contract, .insurance], [.employerConfirmation]], period: 12, clause: nil)
        #expect(rule.missing([]) == [[.contract, .insurance], [.employerConfirmation]])
        #expect(rule.missing([.insurance]) == [[.employerConfirmation]])
        #expect(rule.missing([.insurance, .employerConfirmation]) == [])
        let first = try #require(Day("2020-01-01")), last = try #require(Day("2020-12-31")), next = try #require(Day("2021-01-01"))
        #expect(rule.number(of: first) == rule.number(of: last))
        #expect(rule.number(of: next) == rule.number(of: last) + 1)
    }
}
