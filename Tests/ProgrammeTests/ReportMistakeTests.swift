import Domain
import Foundation
import ProgrammeText
import Testing

/// The section on regular reports in the real file, and what is said of one that is written wrongly.
@Suite struct ReportMistakeTests {
    @Test func theRealFileHasReports() throws {
        let programme = try #require(readProgramme(try text(realFile)).programme), rules = try #require(programme.reports)
        #expect(rules.clause == Clause("二(二)2") && rules.dueWithin == 5 && rules.period == .monthly)
        #expect(rules.lines.map(\.counted) == [.placements, .events, .stays, .nights, .requests, .contacts, .mandates] && rules.lines.allSatisfy(\.differs))
        #expect(rules.questions.map(\.id) == ["progress", "difficulties", "plans"] && rules.questions.map(\.isOptional) == [false, true, true])
        #expect(rules.ownRules == [.attendance: "rules.attendance", .expenses: "rules.expenses", .events: "rules.events", .safety: "rules.safety"])
    }

    @Test(arguments: [
        ("  due_within: 5 workdays\n", "  due_within: 5 days\n", "reports.due_within: “5 days”写法有误"), ("  due_within: 5 workdays\n", "", "reports: 缺少 due_within"),
        ("  period: monthly\n", "  period: weekly\n", "reports.period: 不认识 weekly"), ("  lines: [placements, events, stays,", "  lines: [placements, event, stays,", "reports.lines.2: 不认识 event"),
        ("  lines: [placements, events, stays,", "  lines: [events, stays,", "reports.differs: placements 不在 lines 中"),
        ("  lines: [placements, events, stays,", "  lines: [placements, placements, events, stays,", "reports.lines: 同一项写了两次"),
        ("{ attendance: rules.attendance,", "{ attendance: rules.attendence,", "reports.own_rules.attendance: 没有申报表的问题 rules.attendence"),
        ("{ attendance: rules.attendance,", "{ fire: rules.attendance,", "reports.own_rules.fire: 不认识 fire"),
        ("    - { id: progress,     name: { zh: 本月工作进展和特色做法, en: Progress and what was done well this month }", "    - { id: progress,     name: { zh: 本月工作进展和特色做法 }", "reports.questions.progress.name: 缺少 en"),
    ])
    func everyMistakeIsNamed(_ old: String, _ new: String, _ message: String) throws {
        let said = try said(old, new)
        #expect(said.contains { $0.hasPrefix(message) }, "\(said)")
    }
}
