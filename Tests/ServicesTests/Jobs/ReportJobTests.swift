import Cluster
import Domain
import SQL
@testable import Services
import Testing

@Suite struct ReportJobTests {
    private static let text = "面试时要求先交三百元服装押金，有聊天记录。"

    private func examined(_ test: TestHouse, _ id: ID<Job>) async throws -> ID<Case> {
        try await test.database.read { tx in try #require(try tx.value("SELECT case_id FROM job_reports WHERE job_id = \(id) ORDER BY at LIMIT 1")) }
    }

    @Test(arguments: Engine.allCases) func aReportThatIsUpheldTakesTheJobAway(_ engine: Engine) async throws {
        try await withHouse(engine) { test in
            let house = test.house, id = try await test.openJob(1), first = try await test.talent(1), second = try await test.talent(2)
            let receipt = try await ReportJob(kind: .money, text: Self.text)(house, id, by: first)
            #expect(receipt.thing == .job)
            await refused("reported_already", .conflict) { try await ReportJob(kind: .other, text: Self.text)(house, id, by: first) }
            _ = try await ReportJob(kind: .untrue, text: Self.text)(house, id, by: second)
            #expect(try await test.count("SELECT COUNT(*) FROM cases WHERE procedure = 'job_report'") == 1)
            let detail = try await house.job(id, for: first)
            #expect(detail.isReported && !detail.mayReport)
            let found = try await examined(test, id)
            let view = try await house.caseView(found, for: try await test.staff("centre.handler"))
            #expect(view.jobReport?.job == id && Set(view.jobReport?.reports.map(\.kind) ?? []) == [.money, .untrue] && view.jobReport?.reports.first?.text == Self.text && !view.summary.isObjection)
            // Nobody reads it without a part in it, and the text stands in no table as it is.
            await refused("not_found") { try await house.caseView(found, for: try await test.applicant(1)) }
            try await test.rule(found, "centre", .pass, reason: "经查属实，要求缴纳押金。")
            #expect(try await test.state(id) == .removed)
            #expect(try await house.job(id, for: try await test.applicant(1)).removedBecause == "经查属实，要求缴纳押金。")
            for reporter in [first, second] { #expect(try await test.messages(reporter).contains("举报属实：后端开发工程师")) }
            #expect(try await test.messages(try await test.applicant(1)).contains("岗位已下架：后端开发工程师"))
            #expect(try await test.verbs("job", id.rawValue).suffix(4) == ["job_reported", "job_reported", "job_removed", "report_upheld"])
        }
    }

    @Test(arguments: Engine.allCases) func aReportThatIsNotUpheldLeavesTheJob(_ engine: Engine) async throws {
        try await withHouse(engine) { test in
            let id = try await test.openJob(1), actor = try await test.talent(1)
            _ = try await ReportJob(kind: .discriminating, text: Self.text)(test.house, id, by: actor)
            try await test.rule(try await examined(test, id), "centre", .refuse, reason: "未发现所述问题。")
            #expect(try await test.state(id) == .open)
            #expect(try await test.messages(actor).contains("举报不属实：后端开发工程师"))
            // It may be reported anew.
            _ = try await ReportJob(kind: .money, text: Self.text)(test.house, id, by: actor)
            #expect(try await test.count("SELECT COUNT(*) FROM cases WHERE procedure = 'job_report'") == 2)
        }
    }

    @Test(arguments: Engine.allCases) func whoMayNotReportOrDecide(_ engine: Engine) async throws {
        try await withHouse(engine) { test in
            let house = test.house, id = try await test.openJob(1), draft = try await test.write(TestHouse.draft(title: "测试工程师"))
            await refused("sign_in", .unauthenticated) { try await ReportJob(kind: .money, text: Self.text)(house, id, by: .visitor) }
            await refused("not_found") { try await ReportJob(kind: .money, text: Self.text)(house, draft, by: try await test.talent(1)) }
            let short = await refused("invalid") { try await ReportJob(kind: .money, text: "骗子")(house, id, by: try await test.talent(2)) }
            #expect(test.fields(short) == ["text"])
            // Who reported does not decide.
            let centre = try await test.staff("centre.handler")
            _ = try await ReportJob(kind: .money, text: Self.text)(house, id, by: centre)
            let found = try await examined(test, id)
            await refused("not_found") { try await house.caseView(found, for: centre) }
            await refused("own_case", .forbidden) { try await RuleOnCase(office: "centre", act: .propose, ruling: .pass)(house, on: found, by: centre) }
        }
    }
}
