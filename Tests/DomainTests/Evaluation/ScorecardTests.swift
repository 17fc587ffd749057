import Domain
import Testing

@Suite struct ScorecardTests {
    private func indicator(_ id: String, _ weight: Int, _ source: EvaluationRules.Indicator.Source, cap: Int = 100) -> EvaluationRules.Indicator {
        EvaluationRules.Indicator(id: id, name: Words(id, id), weight: weight, source: source, cap: cap, clause: nil)
    }

    private func rules(_ indicators: [EvaluationRules.Indicator], top: Int? = 30) -> EvaluationRules {
        EvaluationRules(clause: Clause("二(二)3"), issued: nil, indicators: indicators, grades: [
            .init(id: "excellent", name: Words("优秀", "Excellent"), least: Points(thousandths: 85_000), topPercent: top, consequence: .reward),
            .init(id: "pass", name: Words("合格", "Pass"), least: Points(thousandths: 60_000), topPercent: nil, consequence: .improve),
            .init(id: "fail", name: Words("不合格", "Fail"), least: nil, topPercent: nil, consequence: .withdraw),
        ], vetoes: [Programme.Choice(id: "safety_accident", name: Words("事故", "Accident"), clause: nil)], panel: .init(experts: 5, merge: .mean, outlier: 20), failuresInARow: 1)
    }

    @Test func eachSourceHasItsPoints() {
        let rules = rules([
            indicator("placements", 30, .records(.placements, per: 800)), indicator("events", 20, .records(.events, per: 8), cap: 120), indicator("stars", 10, .satisfaction(per: 48)),
            indicator("reports", 5, .reports), indicator("experts", 35, .experts),
        ])
        let card = Scorecard.compute(rules, [
            "placements": ScoreInput(400), "events": ScoreInput(9), "stars": ScoreInput(23, of: 5), "reports": ScoreInput(2, of: 3), "experts": ScoreInput(87_125),
        ])
        // 30 × 400 ÷ 800; 20 × 9 ÷ 8; 10 × 4.6 ÷ 4.8 = 9.58333…; 5 × 2 ÷ 3 = 3.3333…; 35 × 0.87125 = 30.49375, a half up
        #expect(card.lines.map(\.points.thousandths) == [15_000, 22_500, 9583, 3333, 30_494])
        #expect(card.lines.map(\.most.thousandths) == [30_000, 24_000, 10_000, 5000, 35_000])
        #expect(card.points.thousandths == 80_910)
        #expect(card.lines[0].next?.zh == "再有 27 人次，可加 1.00 分")
        #expect(card.lines[1].next?.zh == "再有 1 场，可加 1.00 分")
        #expect(card.lines[2].next?.zh == "平均评分达到 4.80 星，可加 0.42 分")
        #expect(card.lines[4].next == nil)
    }

    @Test func whatIsNotKnownGivesNothingAndWhatWasNotDueIsNotLate() {
        let rules = rules([indicator("stars", 50, .satisfaction(per: 48)), indicator("reports", 5, .reports), indicator("experts", 45, .experts)])
        #expect(Scorecard.compute(rules, [:]).lines.map(\.points) == [.zero, .zero, .zero])
        #expect(Scorecard.compute(rules, ["reports": ScoreInput(0, of: 0)]).lines[1].points.thousandths == 5000)
    }

    /// More is never worth less, nothing passes its cap, and the next step that is promised is kept.
    @Test func pointsAreMonotone() {
        var dice = Seeded(6)
        for _ in 0..<4000 {
            let weight = Int.random(in: 1...100, using: &dice), cap = Int.random(in: 1...300, using: &dice), per = Int.random(in: 1...10_000, using: &dice)
            let sources: [EvaluationRules.Indicator.Source] = [.records(.placements, per: per), .satisfaction(per: Int.random(in: 10...50, using: &dice)), .reports, .experts]
            for source in sources {
                let tried = indicator("x", weight, source, cap: cap), of = Int64.random(in: 1...5000, using: &dice)
                let low = Int64.random(in: 0...20_000, using: &dice), high = low + Int64.random(in: 0...20_000, using: &dice)
                let (fewer, more) = (tried.points(ScoreInput(low, of: of)), tried.points(ScoreInput(high, of: of)))
                #expect(fewer <= more)
                #expect(more <= tried.most && fewer >= .zero)
                // Of the heavier of two weights no input gives fewer points.
                #expect(indicator("y", min(weight + 1, 100), source, cap: cap).points(ScoreInput(low, of: of)) >= fewer)
            }
        }
    }

    @Test func noInputIsTooLarge() {
        for source: EvaluationRules.Indicator.Source in [.records(.nights, per: 1), .satisfaction(per: 10), .reports, .experts] {
            let tried = indicator("x", 100, source, cap: 300)
            #expect(tried.points(ScoreInput(.max, of: .max)) <= tried.most)
            #expect(tried.points(ScoreInput(.max)) <= tried.most)
            #expect(tried.points(ScoreInput(.min, of: .min)) <= tried.most)
        }
    }

    private func graded(_ points: [(String, Int64)], vetoed: Set<String> = [], top: Int? = 30) -> [String] {
        Grading.place(points.map { Grading.Entry($0.0, Points(thousandths: $0.1), vetoes: vetoed.contains($0.0) ? ["safety_accident"] : []) }, rules([], top: top))
            .map { "\($0.station) \($0.rank) \($0.grade.id)" }
    }

    @Test func aShareIsNeverExceededAndTiesMissItTogether() {
        #expect(graded([("a", 95_000), ("b", 94_000), ("c", 90_000), ("d", 70_000)]) == ["a 1 excellent", "b 2 pass", "c 3 pass", "d 4 pass"])
        #expect(graded([("a", 95_000), ("b", 95_000), ("c", 90_000), ("d", 70_000)]) == ["a 1 pass", "b 1 pass", "c 3 pass", "d 4 pass"])
        #expect(graded([("a", 95_000), ("b", 95_000), ("c", 59_999)], top: 67) == ["a 1 excellent", "b 1 excellent", "c 3 fail"])
        // Of three, thirty in a hundred are none.
        #expect(graded([("a", 95_000), ("b", 80_000), ("c", 60_000)]) == ["a 1 pass", "b 2 pass", "c 3 pass"])
        #expect(graded([("a", 95_000)], top: nil) == ["a 1 excellent"])
    }

    @Test func aVetoFailsWhateverThePoints() {
        #expect(graded([("a", 95_000), ("b", 94_000), ("c", 90_000), ("d", 70_000)], vetoed: ["a"]) == ["b 1 excellent", "c 2 pass", "d 3 pass", "a 4 fail"])
    }

    @Test func theOrderOfTheInputMakesNoDifference() {
        var dice = Seeded(7)
        for _ in 0..<300 {
            let points = (0..<12).map { ("s\($0)", Int64.random(in: 0...12, using: &dice) * 9000) }
            #expect(graded(points) == graded(points.shuffled(using: &dice)))
        }
    }

    @Test func statesGoOneWay() {
        var state = EvaluationState.open
        let steps: [EvaluationState.Step] = [.score, .reveal, .publish, .close]
        for step in steps {
            for other in steps where other != step { #expect(state.after(other) == nil) }
            if let after = state.after(step) { state = after }
        }
        #expect(state == .closed)
        // What was opened by mistake can be left until there are results.
        #expect(EvaluationState.allCases.filter { $0.after(.cancel) == .cancelled } == [.open, .scoring])
        #expect(EvaluationState.Step.allCases.allSatisfy { EvaluationState.cancelled.after($0) == nil })
        #expect(EvaluationState.diagram.contains("scoring --> cancelled"))
        #expect(PracticeState.draft.after(.publish) == .published && PracticeState.withdrawn.after(.publish) == nil)
    }
}
