import Domain
import Foundation
import ProgrammeText
import Testing

/// The section on help with applications in the real file, and what is said of one that is written wrongly.
@Suite struct AgencyMistakeTests {
    @Test func theRealFileHasAgency() throws {
        let programme = try #require(readProgramme(try text(realFile)).programme), agency = try #require(programme.agency)
        #expect(agency == AgencyRules(clause: Clause("一(一)"), procedure: "policy_agency", longestDays: 180))
        #expect(programme.procedure("policy_agency")?.steps.map(\.id) == ["submit", "intake", "decide"])
        #expect(programme.provisions.contains { $0.path == "agency.longest_days" })
    }

    @Test(arguments: [
        ("  procedure: policy_agency\n", "  procedure: policy_agncy\n", "agency.procedure: 没有程序 policy_agncy"), ("procedure: policy_agency\n  longest_days: 180", "procedure: policy_agency\n  longest_days: 0",
            "agency.longest_days: 0 超出范围"),
        ("procedure: policy_agency\n  longest_days: 180", "procedure: policy_agency", "agency: 缺少 longest_days"), ("  procedure: policy_agency\n", "  procedure: policy_agency\n  longst: 1\n",
            "agency.longst: 不认识的键 longst"),
        ("name: { zh: 审核, en: Decision }\n        by: hrss", "name: { zh: 审核, en: Decision }\n        by: area.lead", "procedures.policy_agency.steps.decide.by: 免申即享的申请不属于某个区域"),
    ])
    func everyMistakeIsNamed(_ old: String, _ new: String, _ message: String) throws {
        let said = try said(old, new)
        #expect(said.contains { $0.contains(message) }, "\(said)")
    }
}
