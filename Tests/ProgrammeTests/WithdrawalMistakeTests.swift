import Domain
import Foundation
import ProgrammeText
import Testing

/// The section on the end of a station in the real file, and what is said of one that is written wrongly.
@Suite struct WithdrawalMistakeTests {
    @Test func theRealFileSaysHowAStationEnds() throws {
        let programme = try #require(readProgramme(try text(realFile)).programme), rules = try #require(programme.withdrawal)
        #expect(rules == WithdrawalRules(
            clause: Clause("二(二)3"), procedure: "withdrawal", byLevel: ["district": "district_withdrawal"], appeal: "withdrawal_appeal", appealWithin: 10, hearingNotice: 7, honourNights: 7))
        #expect(rules.procedure(level: "city") == "withdrawal" && rules.procedure(level: "district") == "district_withdrawal")
        #expect(programme.procedure("withdrawal")?.steps.map(\.kind) == [.submit, .notify, .hearing, .review])
        #expect(programme.provisions.contains { $0.path == "withdrawal.honour" })
    }

    @Test(arguments: [
        ("  procedure: withdrawal\n", "  procedure: withdrawl\n", "withdrawal.procedure: 没有程序 withdrawl"),
        ("by_level: { district: district_withdrawal }", "by_level: { distrct: district_withdrawal }", "withdrawal.by_level.distrct: 没有级别 distrct"),
        ("by_level: { district: district_withdrawal }", "by_level: { district: other }", "withdrawal.by_level.district: 没有程序 other"),
        ("  appeal: withdrawal_appeal\n", "  appeal: nothing\n", "withdrawal.appeal: 没有程序 nothing"),
        ("  honour: 7 nights\n", "  honour: 7 days\n", "withdrawal.honour: “7 days”写法有误"),
        ("  hearing_notice: 7 days\n", "  hearing_notice: 99 days\n", "withdrawal.hearing_notice: 99 超出范围"),
        ("  honour: 7 nights\n", "  honour: 7 nights\n  honor: 7 nights\n", "withdrawal.honor: 不认识的键 honor"),
    ])
    func everyMistakeIsNamed(_ old: String, _ new: String, _ message: String) throws {
        let said = try said(old, new)
        #expect(said.contains { $0.contains(message) }, "\(said)")
    }

    /// Nothing is decided before the host was told, and nobody answers an appeal against their own decision.
    @Test func theHostIsHeardFirstAndOthersAnswerTheAppeal() throws {
        let notify = "      - step: notify\n        name: { zh: 告知, en: The host is told }\n        by: hrss\n        within: 5 workdays\n"
        #expect(try said(notify, "      - step: work\n        id: told\n        name: { zh: 告知, en: The host is told }\n        by: hrss\n        within: 5 workdays\n")
            .contains { $0.contains("procedures.withdrawal.steps: 撤站程序须有告知") })
        #expect(try said(notify, "      - step: notify\n        name: { zh: 告知, en: The host is told }\n        by: hrss\n").contains { $0.contains("procedures.withdrawal.steps.notify: 告知没有写明多久") })
        #expect(try said("by: leading\n        within: 10 workdays", "by: finance\n        within: 10 workdays").contains { $0.contains("procedures.withdrawal_appeal.steps.answer.by: 作出决定的部门不能办理对它的申诉") })
    }
}
