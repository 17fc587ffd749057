import Domain
import Foundation
import ProgrammeText
import Testing

/// The section on the service log in the real file, and what is said of one that is written wrongly.
@Suite struct ServiceLogMistakeTests {
    @Test func theRealFileHasAServiceLog() throws {
        let programme = try #require(readProgramme(try text(realFile)).programme), rules = try #require(programme.serviceLog)
        #expect(rules.unconfirmedCounts && rules.confirmWithin == 7 && rules.voidWithin == 31 && rules.clause == Clause("二(二)2"))
        #expect(rules.services == ["job_placement", "lodging", "applications", "start_up_help"])
        #expect(programme.provisions.contains { $0.path.hasPrefix("service_log") && $0.value.zh.contains("7 天内可以确认") })
        #expect(ContactSubject.choices(in: programme).count == 10)
    }

    private static let within = "  confirm_within: 7 days\n  void", services = "[job_placement, lodging, applications, start_up_help]\n  unconf"

    @Test(arguments: [
        (within, "  confirm_within: 0 days\n  void", "service_log.confirm_within: 0 超出范围"), (within, "  confirm_within: a week\n  void", "service_log.confirm_within: “a week”写法有误"),
        (within, "  void", "service_log: 缺少 confirm_within"), (services, "[job_placement, loging]\n  unconf", "service_log.services.2: 没有服务 loging"),
        (services, "[lodging, lodging]\n  unconf", "service_log.services.2: lodging 写了两次"), ("unconfirmed_counts: true\n", "unconfirmed_counts: perhaps\n", "service_log.unconfirmed_counts: "),
        ("  void_within: 31 days\n  assumed", "  void_within: 31 days\n  voidd: 1\n  assumed", "service_log.voidd: 不认识的键 voidd"),
    ])
    func everyMistakeIsNamed(_ old: String, _ new: String, _ message: String) throws {
        let said = try said(old, new)
        #expect(said.contains { $0.hasPrefix(message) }, "\(said)")
    }
}
