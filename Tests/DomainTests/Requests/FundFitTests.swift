import Domain
import Testing

@Suite struct FundFitTests {
    private let names = ["人工智能": "ai", "海洋": "marine"]

    private func fund(_ id: String, _ details: [String: String], field: String? = nil, area: String? = nil) -> FundTerms {
        FundTerms(id: id, name: "基金\(id)", field: field, area: area, details: details, fieldNames: names)
    }

    private func ranked(_ funds: [FundTerms], _ project: ProjectProfile) -> [FundFit] { FundFit.ranked(funds, for: project) { _, id in Words(id, id) } }

    @Test func detailsAreReadAsTheyAreWritten() {
        let terms = fund("a", ["fields": "人工智能、marine", "stages": "种子期,angel；成长期", "least": "100", "most": "x"], field: "software")
        #expect(terms.fields == ["ai", "marine", "software"] && terms.stages == [.seed, .angel, .growth] && terms.least == Fen(100) && terms.most == nil)
        #expect(fund("c", ["fields": "人工智能、marine"], field: "ai").fields == ["ai", "marine"])
        #expect(fund("b", ["least": "-5", "stages": "何时都行"]).least == nil && fund("b", ["stages": "何时都行"]).stages.isEmpty)
    }

    @Test func eachPointSaysWhatFitsWhatDoesNotAndWhatIsNotKnown() throws {
        let project = ProjectProfile(field: "ai", stage: .angel, sum: Fen(5000), area: "laoshan")
        let good = try #require(ranked([fund("a", ["fields": "ai", "stages": "angel", "least": "5000", "most": "5000"], area: "laoshan")], project).first)
        #expect(good.reasons.map(\.point) == FundFit.Point.allCases && good.reasons.allSatisfy { $0.answer == .fits })
        let bad = try #require(ranked([fund("a", ["fields": "marine", "stages": "growth", "least": "5001"], area: "shinan")], project).first)
        #expect(bad.reasons.allSatisfy { $0.answer == .misses } && bad.reasons[0].words.zh == "投向领域为marine，不含ai")
        #expect(ranked([fund("a", ["most": "4999"])], project).first?.reasons.map(\.answer) == [.unknown, .unknown, .misses, .unknown])
        #expect(ranked([fund("a", ["fields": "ai"])], ProjectProfile(field: nil, stage: nil, sum: nil, area: nil)).first?.reasons.allSatisfy { $0.answer == .unknown } == true)
    }

    @Test func theBestComesFirstAndTheOrderIsTotal() {
        let project = ProjectProfile(field: "ai", stage: .angel, sum: nil, area: nil)
        let funds = [fund("c", ["fields": "marine"]), fund("b", [:]), fund("a", [:]), fund("d", ["fields": "ai", "stages": "angel"]), fund("e", ["fields": "ai"])]
        #expect(ranked(funds, project).map(\.id) == ["d", "e", "a", "b", "c"])
        #expect(ranked(funds.reversed(), project).map(\.id) == ["d", "e", "a", "b", "c"])
    }

    @Test func aRequestMovesAsDrawn() {
        #expect((try? RequestState.open.after(.answer)) == .answered && (try? RequestState.closed.after(.reopen)) == .open)
        for event in RequestEvent.allCases { #expect(throws: Refusal.self) { try RequestState.withdrawn.after(event) } }
        #expect(RequestState.transitions.count == 8 && RequestState.diagram.contains("closed --> open: reopen"))
        for state in [MentorBookingState.cancelled, .held, .noShow] { for step in MentorBookingState.Step.allCases { #expect(state.after(step) == nil) } }
    }

    @Test func topicsAreReadByTheirNames() {
        for topic in RequestTopic.all { #expect(RequestTopic(rawValue: topic.rawValue) == topic) }
        #expect(RequestTopic(rawValue: "nothing") == nil && RequestTopic.all.count == 8)
    }
}
