import Cluster
import Domain
import SQL
import Testing
@testable import Services
@testable import Web
@testable import yizhan

/// The pages on which jobs and people are found, in both faces.
@Suite struct FindingPagesTests {
    private func post(_ site: LiveSite, _ title: String, _ description: String) async throws -> String {
        let programme = try #require(site.house.library.programmes.first).id
        return try await site.house.perform(by: .system, once: nil) { act in
            let id: ID<Job> = try act.newID()
            try act.tx.run("""
                INSERT INTO jobs (id, programme_id, source, source_id, company, title, industry, kind, division, address, pay_from, pay_to, pay_per, degree, skills, description, musts, state, fingerprint,
                    created_at, changed_at, opened_at)
                VALUES (\(id), \(programme), '', \(id), '青岛示例软件有限公司', \(title), '65', 'full_time', '370212', '', \(800_000), \(1_200_000), 'month', 'bachelor', '["Java","MySQL"]', \(description), '[]', 'open',
                    \(id), \(act.now), \(act.now), \(act.now))
                """)
            act.audit("job", id.rawValue, "job_opened", isFirst: true)
            return Receipt(.job, id.rawValue)
        }.id
    }

    @Test(arguments: Engine.allCases) func anybodySearches(engine: Engine) async throws {
        try await LiveSite.with(engine) { site in
            #expect(try await site.page("/jobs").text.contains("正在准备岗位列表"))
            try await FollowJobs(site.house)()
            let id = try await post(site, "微服务后端工程师", "负责 <b>支付</b> 网关的开发和维护。")
            let found = try await site.page("/jobs?q=%E5%BE%AE%E6%9C%8D%E5%8A%A1")
            #expect(found.status == 200 && found.text.contains("/jobs/\(id)") && found.text.contains("<mark>"))
            #expect(found.text.contains("&lt;b&gt;支付") && !found.text.contains("<b>支付"))
            #expect(found.text.contains("8,000–12,000 元/月") && found.text.contains("青岛市崂山区"))
            let json = try await site.get("/jobs?q=%E5%BE%AE%E6%9C%8D%E5%8A%A1&area=370212")
            #expect(try json.json["found"]?["total"] == .number("1"))
            let none = try await site.page("/jobs?q=zzzzqqqq")
            #expect(none.status == 200 && none.text.contains("没有找到符合的岗位"))
            for query in ["page=0", "area=x", "degree=clever", "order=luck", "pay=many", "industry=00"] { #expect(try await site.page("/jobs?\(query)").status == 422, "\(query)") }
        }
    }

    @Test(arguments: Engine.allCases) func aTalentSeesWhatFitsAndWhy(engine: Engine) async throws {
        try await LiveSite.with(engine) { site in
            try await FollowJobs(site.house)()
            let id = try await post(site, "后端开发工程师", "负责后端服务。")
            let li = try await site.token("13800000021"), wang = try await site.token("13800000022")
            let own = try await site.page("/me/jobs", as: li)
            #expect(own.status == 200 && own.text.contains("/jobs/\(id)") && own.text.contains("符合") && own.text.contains("匹配度"))
            // Not agreed to: the page asks, and nothing is shown.
            #expect(try await site.post("/me/consents/withdrawal", #"{"purpose":"matching"}"#, as: wang).status == 200)
            let asked = try await site.page("/me/jobs", as: wang)
            #expect(asked.text.contains("同意并查看") && !asked.text.contains("/jobs/\(id)"))
            #expect(try await site.post("/me/jobs/consents", #"{"purpose":"matching"}"#, as: wang).status == 200)
            #expect(try await site.page("/me/jobs", as: wang).text.contains("补充以下内容"))
            #expect(try await site.page("/me/jobs").status == 401)
            #expect(try await site.get("/me/jobs?page=99", as: li).status == 422)
            #expect(try await site.get("/jobs/\(id)/talents", as: li).status == 403)
            #expect(try await site.get("/jobs/\(id)/talents", as: try await site.token("13800000001")).status == 404)
        }
    }
}
