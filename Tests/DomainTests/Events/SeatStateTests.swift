import Domain
import Testing

@Suite struct SeatStateTests {
    @Test func seatsAreHeldByWhoeverIsAskedAboutRegisteredOrThere() {
        #expect(SeatState.seated == [.requested, .registered, .came])
        #expect(SeatState.live.subtracting(SeatState.seated) == [.waiting])
    }

    @Test func whatEndedDoesNotComeBack() {
        for state in [SeatState.refused, .cancelled, .over, .came] {
            #expect(SeatState.Step.allCases.allSatisfy { state.after($0) == nil }, "\(state)")
        }
    }

    @Test func nobodyIsCheckedInWithoutASeat() {
        let admitted = SeatState.allCases.filter { $0.after(.checkIn) != nil }
        #expect(admitted == [.registered, .missed])
    }

    @Test func theDiagramNamesEveryState() {
        for state in SeatState.allCases { #expect(SeatState.diagram.contains(state.rawValue), "\(state)") }
    }

    @Test(arguments: [0, 1, 7, -1, Int.min, Int.max]) func numbersAreFreeAndAscending(_ start: Int) {
        let taken: Set<Int> = [2, 3, 9]
        #expect(SeatChoice.numbers(7, of: 1...10, taken: taken, from: start) == [1, 4, 5, 6, 7, 8, 10])
        let some = SeatChoice.numbers(3, of: 1...10, taken: taken, from: start) ?? []
        #expect(some.count == 3 && some == some.sorted() && Set(some).isDisjoint(with: taken) && Set(some).count == 3)
        #expect(SeatChoice.numbers(8, of: 1...10, taken: taken, from: start) == nil)
        #expect(SeatChoice.numbers(0, of: 1...10, taken: [], from: start) == nil)
    }

    @Test func answersAreHeldAgainstTheirQuestion() {
        let choice = EventQuestion(id: "q1", label: "方向", kind: .choice, options: ["软件", "海洋"], required: true)
        #expect(choice.fault("软件") == nil)
        #expect(choice.fault("化工") != nil)
        #expect(choice.fault("") != nil)
        let text = EventQuestion(id: "q2", label: "说明", kind: .text, required: false)
        #expect(text.fault("") == nil)
        #expect(text.fault(String(repeating: "长", count: 501)) != nil)
        let yesNo = EventQuestion(id: "q3", label: "停车", kind: .yesNo, required: false)
        #expect(yesNo.fault("yes") == nil)
        #expect(yesNo.fault("也许") != nil)
    }
}
