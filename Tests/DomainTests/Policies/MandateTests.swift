import Domain
import Testing

@Suite struct MandateStateTests {
    @Test func theArrowsAreThese() {
        let arrows = MandateState.transitions.map { "\($0.from.rawValue) \($0.event.rawValue) \($0.to.rawValue)" }
        #expect(arrows.sorted() == [
            "asked lapse lapsed", "asked revoke revoked", "asked sign signed", "granted pay paid", "handed_in grant granted", "handed_in grant_service done", "handed_in lapse lapsed",
            "handed_in refuse refused", "handed_in revoke revoked", "handed_in send_back working", "offered confirm handed_in", "offered decline declined", "offered lapse lapsed", "paid bounce granted",
            "signed lapse lapsed", "signed revoke revoked", "signed take working", "working hand_in handed_in", "working lapse lapsed", "working revoke revoked", "working take working",
        ])
    }

    @Test func whatIsOverStaysSo() {
        for state in MandateState.ended where state != .paid {
            for event in MandateEvent.allCases { #expect(throws: Refusal.self) { try state.after(event) } }
        }
        // Money can come back from the bank.
        #expect(MandateEvent.allCases.filter { (try? MandateState.paid.after($0)) != nil } == [.bounce])
        #expect(MandateState.revocable.allSatisfy { (try? $0.after(.revoke)) == .revoked })
    }

    @Test func everyStateIsReachedAndTheDiagramDrawsIt() {
        var reached: Set<MandateState> = [.offered, .asked]
        for _ in MandateState.allCases { for arrow in MandateState.transitions where reached.contains(arrow.from) { reached.insert(arrow.to) } }
        #expect(reached == Set(MandateState.allCases))
        for state in MandateState.allCases { #expect(MandateState.diagram.contains(state.rawValue)) }
    }

    @Test func theTextSaysWhatIsSigned() {
        let until = Day(year: 2020, month: 12, day: 31) ?? Day(number: 0)
        let text = MandateText.text(policy: Words("住房补贴", "Rent allowance"), version: 2, number: "1号", station: "软件园驿站", kinds: [Words("学位证书", "Degree certificate"), Words("其他材料", "Another document")], until: until)
        for part in ["软件园驿站", "“住房补贴”", "1号，第 2 版", "学位证书、其他材料", "至2020年12月31日止", "随时撤销"] { #expect(text.zh.contains(part), "\(part)") }
        for part in ["软件园驿站", "“Rent allowance”", "version 2", "Degree certificate, Another document", "to 2020-12-31"] { #expect(text.en.contains(part), "\(part)") }
        #expect(MandateText.text(policy: Words("", ""), version: 1, number: "", station: "", kinds: [], until: until).zh.contains("不使用证明夹中的材料"))
    }
}
