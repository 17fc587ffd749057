import Domain
import Foundation
import ProgrammeText
import Testing

/// The section on evaluation in the real file, and what is said of one that is written wrongly.
@Suite struct EvaluationMistakeTests {
    @Test func theRealFileHasEvaluation() throws {
        let programme = try #require(readProgramme(try text(realFile)).programme), rules = try #require(programme.evaluation)
        #expect(rules.issued == nil && rules.clause == Clause("二(二)3") && rules.failuresInARow == 1)
        #expect(rules.indicators.map(\.weight).reduce(0, +) == 100)
        #expect(rules.indicator("placements")?.source == .records(.placements, per: 800))
        #expect(rules.indicator("satisfaction")?.source == .satisfaction(per: 48))
        #expect(rules.indicator("quality")?.source == .experts)
        #expect(rules.grades.map(\.id) == ["excellent", "good", "pass", "fail"])
        #expect(rules.grades.map(\.consequence) == [.reward, .reward, .reward, .withdraw])
        #expect(rules.grades.first?.topPercent == 30 && rules.grades.last?.least == nil)
        #expect(rules.panel == .init(experts: 5, merge: .trimmedMean, outlier: 20))
        #expect(programme.procedure(rules.objection)?.steps.map(\.id) == ["submit", "answer"])
        for path in ["evaluation.indicators.placements.per", "evaluation.grades.excellent.top", "evaluation.panel.merge", "evaluation.improve_within"] {
            #expect(programme.provisions.contains { $0.path == path }, "\(path)")
        }
    }

    @Test func issuedRulesHaveTheirNumber() throws {
        let whole = try text(realFile).replacing("evaluation:\n  clause: 二(二)3\n", with: "evaluation:\n  clause: 二(二)3\n  issued: 青人社发〔2021〕8号\n")
        #expect(try #require(readProgramme(whole).programme).evaluation?.issued == "青人社发〔2021〕8号")
    }

    @Test func whoEndsStationsNeedsTheSection() throws {
        let whole = try text(realFile), from = try #require(whole.range(of: "withdrawal:\n  clause:")), rest = whole[from.upperBound...], end = rest.range(of: "\n# —— ")?.lowerBound ?? whole.endIndex
        let said = readProgramme(whole.replacingCharacters(in: from.lowerBound..<end, with: "")).mistakes.map(\.description)
        #expect(said.contains { $0.contains("evaluation.grades.fail.then: 没有 withdrawal 一节，不能撤站摘牌") }, "\(said)")
    }

    @Test(arguments: [
        ("from: records.placements", "from: records.placement", "evaluation.indicators.placements.from: 不认识 records.placement；是否为 records.placements"),
        ("from: records.events,     per: 8, ", "from: records.events, ", "evaluation.indicators.events: 缺少 per"),
        ("weight: 30,", "weight: 31,", "evaluation.indicators: 权重合计 101，应为 100；多了 1"),
        ("least: 75, then: reward", "least: 90, then: reward", "evaluation.grades.good.least: 最低分应低于上一档；应低于 85"),
        ("least: 75, then: reward", "then: reward", "evaluation.grades.good: 只有最后一档可以没有最低分"),
        ("en: Fail },    then: withdraw", "en: Fail }, least: 10, then: withdraw", "evaluation.grades.fail: 最后一档不应有最低分或比例"),
        ("then: withdraw", "then: withdrawn", "evaluation.grades.fail.then: 不认识 withdrawn；是否为 withdraw"),
        ("merge: trimmed_mean", "merge: trimmed", "evaluation.panel.merge: 不认识 trimmed"),
        ("  objection: score_objection\n", "  objection: score_objections\n", "evaluation.objection: 没有程序 score_objections"),
        ("- { id: fraud,             name: { zh: 弄虚作假", "- { id: forgery,           name: { zh: 弄虚作假", "evaluation.vetoes.forgery: 没有严重情形 forgery"),
        ("  notice_lasts: 5 workdays\n", "", "evaluation: 缺少 notice_lasts"),
        ("  failures_in_a_row: 1\n", "  failures_in_a_row: 0\n", "evaluation.failures_in_a_row: 0 超出范围"),
        ("  failures_in_a_row: 1\n", "  failures_in_a_row: 1\n  vetos: []\n", "evaluation.vetos: 不认识的键 vetos"),
    ])
    func everyMistakeIsNamed(_ old: String, _ new: String, _ message: String) throws {
        let said = try said(old, new)
        #expect(said.contains { $0.contains(message) }, "\(said)")
    }
}
