import Domain
import Foundation
import ProgrammeText
import Testing

/// The section on supervision in the real file, and what is said of one that is written wrongly.
@Suite struct SupervisionMistakeTests {
    @Test func theRealFileHasSupervision() throws {
        let programme = try #require(readProgramme(try text(realFile)).programme), rules = try #require(programme.supervision)
        #expect(rules.clause == Clause("二(二)2") && rules.mendWithin == 10 && rules.ticketAnswer == 3 && rules.ticketClose == 15 && rules.ticketOffice == "centre")
        #expect(rules.serious.map(\.id) == ["safety_accident", "fraud"] && rules.checklist.count == 8 && rules.check("safety")?.clause == Clause("二(一)5"))
        #expect(programme.requestRules(of: .problem)?.answerWithin == 3 && programme.requestRules(of: .help)?.answerWithin == 2)
    }

    @Test(arguments: [
        ("  mend_within: 10 workdays\n", "  mend_within: 10 days\n", "supervision.mend_within: “10 days”写法有误"), ("  mend_within: 10 workdays\n", "", "supervision: 缺少 mend_within"),
        ("  ticket_close_within: 15 workdays\n", "  ticket_close_within: 2 workdays\n", "supervision.ticket_close_within: 办结早于首次答复"),
        ("  ticket_office: centre\n", "  ticket_office: centr\n", "supervision.ticket_office: 没有部门 centr"),
        ("  ticket_office: centre\n", "  ticket_office: centre\n  ticket_offic: centre\n", "supervision.ticket_offic: 不认识的键 ticket_offic"),
        ("    - { id: fraud, ", "    - { id: safety_accident, ", "supervision.serious.safety_accident: 编号 safety_accident 重复"),
        ("en: Fire and electrical safety }, clause: 二(一)5 }", "en: Fire and electrical safety }, clause: 二(一)9 }", "supervision.checklist.safety.clause: 通知中没有列出 二(一)9"),
    ])
    func everyMistakeIsNamed(_ old: String, _ new: String, _ message: String) throws {
        let said = try said(old, new)
        #expect(said.contains { $0.hasPrefix(message) }, "\(said)")
    }
}
