import Cluster
import Domain
import Foundation
@testable import Services
import Testing
@testable import Web

@Suite struct ImportPagesTests {
    @Test(arguments: Engine.allCases) func anOfficeBringsAFileOverTheSite(_ engine: Engine) async throws {
        try await LiveSite.with(engine) { site in
            let office = try await site.token("centre-handler")
            let file = Base64.encode(Array("岗位名称,单位名称,薪资\n工程师,青岛公司,10-15k\n会计,青岛公司,面议\n".utf8))
            let made = try await site.post("/jobs/imports", #"{"file": {"name": "jobs.csv", "type": "text/csv", "content": "\#(file)"}}"#, as: office)
            #expect(made.status == 201)
            let place = try #require(made.header("Location"))
            let path = "/" + place.split(separator: "/").suffix(3).joined(separator: "/")
            let seen = try await site.get(path, as: office)
            #expect(seen.status == 200 && seen.text.contains("10,000–15,000 元/月"))
            #expect(try await site.post("\(path)/start", "{}", as: office).status == 200)
            try await MoveClock.set(site.house, try await site.house.now().adding(seconds: 60))
            _ = try await DueWork(site.house)()
            let done = try await site.get(path, as: office)
            #expect(done.text.contains(#""state":"done""#) && done.text.contains(#""taken":2"#))
            let text = try await site.get("/jobs/jobs.csv", as: office)
            #expect(text.status == 200 && text.text.contains("工程师,青岛公司"))
            // A visitor and a talent bring nothing.
            #expect(try await site.get("/jobs/imports").status == 401)
            #expect(try await site.post("/jobs/imports", "{}", as: office).status == 422)
            #expect(try await site.post("/jobs/imports", #"{"file": {"name": "x.pdf", "type": "", "content": "JVBERi0xLjcK"}}"#, as: office).status == 422)
        }
    }
}
