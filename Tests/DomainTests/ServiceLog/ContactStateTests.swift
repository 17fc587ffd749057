import Domain
import Testing

@Suite struct ContactStateTests {
    @Test func theArrowsAreThese() {
        let arrows = ContactState.transitions.map { "\($0.from.rawValue) \($0.event.rawValue) \($0.to.rawValue)" }
        #expect(arrows == [
            "recorded confirm confirmed", "recorded dispute disputed", "recorded void void", "recorded undo undone", "confirmed dispute disputed", "confirmed void void", "disputed confirm confirmed",
            "disputed void void",
        ])
        for state in ContactState.ended { for event in ContactEvent.allCases { #expect(throws: Refusal.self) { try state.after(event) } } }
        #expect(ContactState.diagram.contains("recorded --> undone: undo"))
    }
}
