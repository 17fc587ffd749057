import Domain
import Foundation
import ProgrammeText
import Testing

/// The section on figures in the real file, and what is said of one that is written wrongly.
@Suite struct FigureMistakeTests {
    private func said(_ old: String, _ new: String) throws -> [String] {
        let whole = try text(realFile)
        #expect(whole.contains(old), "\(old)")
        return readProgramme(whole.replacing(old, with: new)).mistakes.map { mistake in
            let parts = mistake.description.split(separator: ":", maxSplits: 3, omittingEmptySubsequences: false)
            #expect(parts.count == 4 && Int(parts[1]) != nil)
            return parts.last.map { $0.trimmingCharacters(in: .whitespaces) } ?? ""
        }
    }

    @Test func theRealFileSaysWhatIsPublished() throws {
        let programme = try #require(readProgramme(try text(realFile)).programme), rules = try #require(programme.figures)
        #expect(rules.forecastMonths == 3 && rules.published.count == 8 && rules.published.first == .stations && rules.clause == Clause("三(二)"))
        #expect(programme.provisions.contains { $0.path.hasPrefix("figures") && $0.value.zh.contains("最近 3 个整月") })
    }

    private static let things = "open_data: [stations, events, "

    @Test(arguments: [
        ("forecast_months: 3\n", "forecast_months: 0\n", "figures.forecast_months: 0 超出范围"), ("  forecast_months: 3\n", "", "figures: 缺少 forecast_months"),
        (things, "open_data: [stations, evens, ", "figures.open_data.2: 不认识 evens"), (things, "open_data: [stations, stations, ", "figures.open_data.2: stations 写了两次"),
        ("forecast_months: 3\n", "forecast_months: 3\n  forecasts: 1\n", "figures.forecasts: 不认识的键 forecasts"),
        (", annual_work_plan]", "]", "figures: 没有市级部门负责年度人才工作计划"),
    ])
    func everyMistakeIsNamed(_ old: String, _ new: String, _ message: String) throws {
        let said = try said(old, new)
        #expect(said.contains { $0.hasPrefix(message) }, "\(said)")
    }
}
