import Cluster
import Domain
import Foundation
import SQL
import Testing
@testable import Services
@testable import Web

/// The service log over the demonstration world: at the desk, behind a message's link, and for offices.
@Suite struct ContactPagesTests {
    private static let clerk = "13800000001"

    @Test(arguments: Engine.allCases) func aContactIsWrittenDownAndTheFormIsThereAgain(_ engine: Engine) async throws {
        try await LiveSite.with(engine) { site in
            let token = try await site.token(Self.clerk)
            let before = try await site.page("/desk/contacts/new", as: token)
            #expect(before.status == 200 && before.text.contains("autofocus") && before.text.contains("name=\"subject\""))
            let saved = try await site.form("/desk/contacts", "name=%E6%9D%A5%E8%AE%BF%E8%80%85&phone=13800007001&channel=came_in&subject=find.jobs&result=noted&line=", as: token)
            #expect(saved.status == 200 && saved.text.contains("已登记") && saved.text.contains("撤销") && saved.text.contains("autofocus"))
            // The demonstration shows the message with the link that would be sent.
            let at = try #require(saved.text.firstRange(of: "/c/")), link = "/c/" + saved.text[at.upperBound...].prefix(24)
            let behind = try await site.page(link)
            #expect(behind.status == 200 && behind.text.contains("是否属实") && !behind.text.contains("来访者") && behind.text.contains("138****7001"))
            let wrong = try await site.form("/desk/contacts", "channel=came_in&subject=find.jobs&result=noted", as: token)
            #expect(wrong.status == 422 && wrong.text.contains("姓名或电话"))
            #expect(try await site.page("/c/000000000000000000000000").status == 404)
        }
    }

    @Test(arguments: Engine.allCases) func stationsReadTheirLogAndOfficesFiguresWithoutNames(_ engine: Engine) async throws {
        try await LiveSite.with(engine) { site in
            let clerk = try await site.token(Self.clerk), office = try await site.token("hrss-handler")
            let log = try await site.page("/desk/contacts", as: clerk)
            #expect(log.status == 200 && log.text.contains("高*") && !log.text.contains("高远") && log.text.contains("疑似重复"))
            #expect(try await site.page("/desk/contacts", as: office).status == 403)
            let figures = try await site.page("/contacts/figures", as: office), lines = try await site.page("/contacts/lines?state=disputed", as: office)
            #expect(figures.status == 200 && lines.status == 200 && !lines.text.contains("罗*"))
            #expect(try await site.page("/contacts/figures", as: clerk).status == 403)
            let poster = try await site.page("/desk/poster", as: clerk)
            #expect(poster.status == 200 && poster.text.contains("扫码入站登记"))
            let at = try #require(poster.text.firstRange(of: "href=\"/s/")), path = "/s/" + poster.text[at.upperBound...].prefix { $0 != "\"" }
            let hello = try await site.page(path)
            #expect(hello.status == 200 && hello.text.contains("您在找什么"))
        }
    }
}
