import Cluster
import Domain
import SQL
import Testing
@testable import Services
@testable import Web

/// Monthly reports and what stations keep, over the demonstration world, in both faces.
@Suite struct ReportPagesTests {
    private static let park = "13800000001", town = "13800000002"

    private static func report(_ site: LiveSite, _ state: String) async throws -> ID<Report> {
        try await site.house.database.read { tx in try #require(try tx.value("SELECT id FROM reports WHERE state = \(state) ORDER BY id") as ID<Report>?, "no report is \(state)") }
    }

    @Test func anOfficeSeesTheMonthWithItsDifferences() async throws {
        try await LiveSite.with(.sqlite) { site in
            let office = try await site.token("centre-handler"), id = try await Self.report(site, "handed_in")
            let list = try await site.page("/reports", as: office)
            #expect(list.status == 200)
            for wanted in ["2020年11月", "海蓝软件人才驿站", "汇才综合人才驿站", "1 项", "/reports/reports.xlsx"] { #expect(list.text.contains(wanted), "\(wanted)") }
            #expect(try await site.get("/reports?pick=missing", as: office).json["desk"]?["total"] == .number("1"))
            #expect(try await site.get("/reports?pick=never", as: office).status == 422)
            #expect(try await site.get("/reports?month=2020-99", as: office).status == 422)
            let page = try await site.page("/reports/\(id)", as: office)
            for wanted in ["试运行来访登记.pdf", "有差异", "确认收到", "退回更正"] { #expect(page.text.contains(wanted), "\(wanted)") }
            let wrong = try await site.form("/reports/\(id)/return", "reason=", as: office)
            #expect(wrong.status == 422 && wrong.text.contains("f-reason-error"))
            let draft = try await Self.report(site, "draft")
            #expect(try await !site.page("/reports/\(draft)", as: office).text.contains("首场对接活动"))
            #expect(try await site.get("/reports/\(id)", as: try await site.token(Self.town)).status == 404)
            #expect(try await site.get("/station-rules", as: office).json["totalLines"] == .number("2"))
        }
    }

    @Test(arguments: Engine.allCases) func aStationHandsItsReportInWithoutScripts(engine: Engine) async throws {
        try await LiveSite.with(engine) { site in
            let town = try await site.token(Self.town), id = try await Self.report(site, "draft")
            let page = try await site.page("/reports/\(id)", as: town)
            #expect(page.status == 200)
            for wanted in ["另报", "首场对接活动", "formaction=\"/reports/\(id)/handing-in\"", "figures.0.counted"] { #expect(page.text.contains(wanted), "\(wanted)") }
            let body = "figures.0.counted=placements&figures.0.stated=9000&figures.0.explanation=&answers.0.question=progress&answers.0.text=held+a+salon"
            let wrong = try await site.form("/reports/\(id)/handing-in", body, as: town)
            #expect(wrong.status == 422 && wrong.text.contains("f-figures.0.explanation-error") && wrong.text.contains("f-confirmed-error") && wrong.text.contains("9000") && wrong.text.contains("held a salon"))
            let saved = try await site.form("/reports/\(id)/contents", "figures.0.counted=placements&figures.0.stated=&answers.0.question=progress&answers.0.text=held+a+salon", as: town)
            #expect(saved.status == 303)
            let done = try await site.form("/reports/\(id)/handing-in", "answers.0.question=progress&answers.0.text=held+a+salon&confirmed=true", as: town)
            #expect(done.status == 303)
            #expect(try await site.get("/reports/\(id)", as: town).json["summary"]?["state"] == .text("handed_in"))
            let rules = try await site.page("/station-rules", as: try await site.token(Self.park))
            for wanted in ["人员考勤", "安全管理制度（修订）.pdf", "逾期未整改", "二层应急灯一盏不亮", "60.5"] { #expect(rules.text.contains(wanted), "\(wanted)") }
        }
    }
}
