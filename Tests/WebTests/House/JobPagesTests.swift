import Cluster
import Domain
import Foundation
import SQL
import Testing
@testable import Services
@testable import Web

/// Employers and their jobs over the demonstration world, in both faces.
@Suite struct JobPagesTests {
    /// The software park, an organisation that nobody stands behind, and the centre.
    private static let park = "13800000001", unknown = "13800000012", centre = "centre-handler"

    private static func job(_ site: LiveSite, _ title: String) async throws -> ID<Job> {
        try await site.house.database.read { tx in try #require(try tx.value("SELECT id FROM jobs WHERE title = \(title)") as ID<Job>?) }
    }

    @Test(arguments: Engine.allCases) func everybodyReadsAnOpenJobAndItsEmployer(engine: Engine) async throws {
        try await LiveSite.with(engine) { site in
            let id = try await Self.job(site, "后端开发工程师"), shown = try await site.page("/jobs/\(id)")
            #expect(shown.status == 200)
            #expect(["10,000–18,000 元/月 · 13 薪", "山东省青岛市崂山区", "本科及以上", "1–5 年", "Spring Boot", "紧缺", "应聘不收取任何费用"].allSatisfy(shown.text.contains), "\(shown.text.prefix(400))")
            let json = try await site.get("/jobs/\(id)").json
            let employer = try #require(json["job"]?["organisation"]?.string)
            #expect(json["job"]?["title"]?.string == "后端开发工程师" && json["own"]?.fields == nil)
            let page = try await site.page("/employers/\(employer)")
            #expect(page.status == 200 && page.text.contains("前端开发工程师") && !page.text.contains("91370212DEMA0001") && !page.text.contains("13800000001"))
            // Drafts, closed jobs and those of a barred employer are nobody's.
            for hidden in ["运维工程师", "孵化器项目经理", "会展活动策划"] { #expect(try await site.page("/jobs/\(try await Self.job(site, hidden))").status == 404, "\(hidden)") }
        }
    }

    @Test(arguments: Engine.allCases) func aFormWithMistakesComesBackWithWhatWasTyped(engine: Engine) async throws {
        try await LiveSite.with(engine) { site in
            let token = try await site.token(Self.park)
            let wrong = try await site.form("/hiring/jobs", ["title": "文员（限女）", "kind": "full_time", "division": "火星", "payPer": "month", "description": "入职交押金", "open": "true"], as: token)
            #expect(wrong.status == 422)
            #expect(["文员（限女）", "就业促进法", "劳动合同法", "请填写行政区划全称", "火星"].allSatisfy(wrong.text.contains), "\(wrong.text.suffix(3000).prefix(800))")
            let kept = try await site.form("/hiring/jobs", ["title": "行政文员", "kind": "full_time", "payPer": "month", "open": "false"], as: token)
            #expect(kept.status == 303)
            let place = try #require(kept.header("Location"))
            let draft = try await site.page(place, as: token)
            #expect(draft.status == 200 && draft.text.contains("草稿"))
            #expect(try await site.page(place).status == 404)
            #expect(try await site.page(place + "/form", as: token).text.contains("行政文员"))
            let opened = try await site.form(place + "/opening", [:], as: token)
            #expect(opened.status == 422 && opened.text.contains("工作地点"))
        }
    }

    @Test(arguments: Engine.allCases) func whoNobodyKnowsKeepsDraftsAndIsToldWhatToDo(engine: Engine) async throws {
        try await LiveSite.with(engine) { site in
            let token = try await site.token(Self.unknown), hiring = try await site.page("/hiring", as: token)
            #expect(hiring.status == 200 && hiring.text.contains("还不能发布岗位") && hiring.text.contains("/stations"))
            let body = #"{"title":"后台开发","division":"370212","negotiable":true,"description":"负责服务端接口的设计、开发和维护，按期完成版本交付。","open":true}"#
            let refused = try await site.post("/hiring/jobs", body, as: token)
            #expect(refused.status == 409)
            #expect(try refused.json["code"]?.string == "nobody_stands_behind")
            #expect(try await site.get("/employers", as: token).status == 404)
            #expect(try await site.get("/employers").status == 401)
        }
    }

    @Test(arguments: Engine.allCases) func anOfficeVerifiesBarsAndTakesAway(engine: Engine) async throws {
        try await LiveSite.with(engine) { site in
            let centre = try await site.token(Self.centre), id = try await Self.job(site, "大数据开发工程师")
            let list = try await site.get("/employers?standing=barred", as: centre).json
            #expect(list["employers"]?.items?.compactMap { $0["name"]?.string } == ["青岛远帆会展服务有限公司"])
            let employer = try #require(try await site.get("/jobs/\(id)").json["job"]?["organisation"]?.string)
            let short = try await site.form("/employers/\(employer)/barring", ["reason": "不", "until": "2020-12-31"], as: centre)
            #expect(short.status == 422 && short.text.contains("请写明理由"))
            let removed = try await site.form("/jobs/\(id)/removal", ["reason": "内容与实际不符，予以下架。"], as: centre)
            #expect(removed.status == 303)
            #expect(try await site.page("/jobs/\(id)").status == 404)
            #expect(try await site.page("/jobs/\(id)", as: centre).text.contains("内容与实际不符，予以下架。"))
        }
    }

    @Test(arguments: Engine.allCases) func aReportIsACaseForTheOffice(engine: Engine) async throws {
        try await LiveSite.with(engine) { site in
            let token = try await site.token("13800000021"), id = try await Self.job(site, "客服专员")
            #expect(try await site.page("/jobs/\(id)/reports/new", as: token).text.contains("用人单位看不到举报人"))
            let wrong = try await site.form("/jobs/\(id)/reports", ["kind": "money", "text": "骗子"], as: token)
            #expect(wrong.status == 422 && wrong.text.contains("骗子"))
            let sent = try await site.form("/jobs/\(id)/reports", ["kind": "money", "text": "面试时要求先交三百元，有聊天记录。"], as: token)
            #expect(sent.status == 303)
            #expect(try await site.page("/jobs/\(id)", as: token).text.contains("您已举报这个岗位"))
            let found: String = try await site.house.database.read { tx in try #require(try tx.value("SELECT case_id FROM job_reports")) }
            let shown = try await site.page("/cases/\(found)", as: try await site.token(Self.centre))
            #expect(shown.status == 200 && ["被举报的岗位", "面试时要求先交三百元", "举报属实，岗位下架"].allSatisfy(shown.text.contains))
            #expect(!shown.text.contains("异议"))
        }
    }

    @Test func occupationsAreSuggested() async throws {
        try await LiveSite.with(.sqlite) { site in
            let found = try await site.get("/occupations?q=\("软件测试".addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? "")").json
            #expect(found["suggestions"]?.items?.compactMap(\.string).contains("4-04-05-02 计算机软件测试员") == true)
        }
    }
}
