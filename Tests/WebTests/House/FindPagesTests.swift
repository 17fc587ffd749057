import Cluster
import Domain
import Testing
@testable import Services
@testable import Web
@testable import yizhan

/// The pages of the six finds over the demonstration world, in both faces.
@Suite struct FindPagesTests {
    @Test(arguments: Engine.allCases) func anybodyLooksThroughAllLanes(engine: Engine) async throws {
        try await LiveSite.with(engine) { site in
            try await FollowJobs(site.house)()
            let front = try await site.page("/finds")
            #expect(front.status == 200)
            for words in ["找政策", "找平台", "找项目", "找资金", "找人才", "找岗位", "共 10 条", "经本项目核实的用人单位和驿站"] { #expect(front.text.contains(words), "\(words)") }
            let found = try await site.page("/finds?q=%E6%9C%BA%E5%99%A8%E4%BA%BA")   // 机器人
            #expect(found.status == 200 && found.text.contains("沧口<mark>机器人</mark>实验室") && found.text.contains("水下巡检<mark>机器人</mark>"))
            let json = try await site.get("/finds?q=%E6%9C%BA%E5%99%A8%E4%BA%BA&lane=platforms")
            #expect(try json.json["found"]?["total"] == .number("1"))
            let none = try await site.page("/finds?q=zzzzqqqq&lane=funds")
            #expect(none.status == 200 && none.text.contains("没有找到") && none.text.contains("topic=funds"))
            let people = try await site.page("/finds?q=java&lane=talents")
            #expect(people.status == 200 && people.text.contains("人才信息只对经核实的用人单位和驿站开放"))
            for query in ["lane=x", "page=0", "page=many", "q=a&page=99"] { #expect(try await site.page("/finds?\(query)").status == 422, "\(query)") }
        }
    }

    @Test(arguments: Engine.allCases) func directoriesHaveEntriesThatTheirOfficeKeeps(engine: Engine) async throws {
        try await LiveSite.with(engine) { site in
            let list = try await site.page("/finds/platforms?area=licang")
            #expect(list.status == 200 && list.text.contains("沧口机器人实验室（示例）") && !list.text.contains("浮山湾软件孵化器") && !list.text.contains("批量导入"))
            #expect(try await site.page("/finds/jobs").status == 404)
            #expect(try await site.page("/finds/nothing").status == 404)
            let keeper = try await site.token("centre-handler"), other = try await site.token("laoshan-hrss-handler")
            #expect(try await site.page("/finds/platforms", as: keeper).text.contains("批量导入"))
            let body = #"{"name":"测试平台","summary":"<b>测试</b>用的平台。","contact":"0532-1","area":"laoshan","latitude":36.1,"longitude":120.4,"url":"https://a.example/?a=1&b=2"}"#
            #expect(try await site.post("/finds/platforms", body).status == 401)
            let made = try await site.post("/finds/platforms", body, as: keeper)
            #expect(made.status == 201)
            guard case .text(let id)? = try made.json["id"] else { throw Stop("no id") }
            let entry = try await site.page("/finds/entries/\(id)")
            #expect(entry.status == 200 && entry.text.contains("&lt;b&gt;测试") && !entry.text.contains("<b>测试") && entry.text.contains("https://a.example/?a=1&amp;b=2") && entry.text.contains("/map?entry="))
            #expect(!entry.text.contains("已核对，内容无误"))
            #expect(try await site.page("/finds/entries/\(id)", as: keeper).text.contains("已核对，内容无误"))
            #expect(try await site.page("/finds/entries/\(id)/form", as: keeper).text.contains("value=\"测试平台\""))
            #expect(try await site.page("/finds/entries/\(id)/form", as: other).status == 404)
            #expect(try await site.post("/finds/entries/\(id)/check", #"{"version":1}"#, as: other).status == 404)
            #expect(try await site.post("/finds/entries/\(id)/check", #"{"version":1}"#, as: keeper).status == 200)
            #expect(try await site.post("/finds/entries/\(id)/check", #"{"version":1}"#, as: keeper).status == 409)
            #expect(try await site.post("/finds/entries/\(id)/withdrawal", #"{"version":2,"reason":"测试结束"}"#, as: keeper).status == 200)
            #expect(try await site.page("/finds/entries/\(id)").status == 404)
            #expect(try await site.page("/finds/entries/\(id)", as: keeper).text.contains("测试结束"))
            for path in ["/finds/imports", "/finds/funds/new"] { #expect(try await site.page(path, as: keeper).status == 200, "\(path)") }
            let workbook = try await site.server.send("GET", "/finds/funds/entries.xlsx", [:], host: "127.0.0.1:8080")
            #expect(workbook.status == 200)
        }
    }
}
