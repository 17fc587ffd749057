import Cluster
import Domain
import Foundation
import SQL
import Testing
@testable import Services
@testable import Web

/// Events over the demonstration world, in both faces.
@Suite struct EventPagesTests {
    private static let clerk = "13800000001", other = "13800000002", zhou = "13800000024", fischer = "13800000023"
    private static let salon = "人工智能项目对接沙龙（示例）", small = "创业第一课：股权和融资（小班，示例）", visit = "走进驿站：高层次人才青岛行（示例）", morning = "海洋大数据早餐会（示例）"

    private static func event(_ site: LiveSite, _ title: String) async throws -> ID<Event> {
        try await site.house.database.read { tx in try #require(try tx.value("SELECT id FROM events WHERE title = \(title)") as ID<Event>?, "no event \(title)") }
    }

    @Test func everybodyReadsTheCalendar() async throws {
        try await LiveSite.with(.sqlite) { site in
            let salon = try await Self.event(site, Self.salon), small = try await Self.event(site, Self.small)
            let calendar = try await site.page("/events")
            #expect(calendar.status == 200)
            for wanted in [Self.salon, Self.small, Self.visit, "余 38 个名额", "名额已满，可候补"] { #expect(calendar.text.contains(wanted), "\(wanted)") }
            #expect(!calendar.text.contains(Self.morning))
            #expect(try await site.page("/events?span=past").text.contains(Self.morning))
            #expect(try await site.get("/events?field=ai").json["total"] == .number("1"))
            #expect(try await site.get("/events?span=never").status == 422)
            let page = try await site.page("/events/\(salon)")
            #expect(page.status == 200 && page.text.contains("登录后报名"))
            // Who has registered is nobody else's business.
            #expect(try await !site.get("/events/\(salon)").text.contains("李雪"))
            let file = try await site.server.send("GET", "/events/\(small)/event.ics", [:], host: "127.0.0.1:8080")
            #expect(file.status == 200 && file.text.hasPrefix("BEGIN:VCALENDAR"))
        }
    }

    @Test(arguments: Engine.allCases) func somebodyRegistersAndHasATicket(engine: Engine) async throws {
        try await LiveSite.with(engine) { site in
            let salon = try await Self.event(site, Self.salon), token = try await site.token(Self.zhou), clerk = try await site.token(Self.clerk)
            // What was typed comes back with what is wrong.
            let wrong = try await site.form("/events/\(salon)/seats", "name=%E5%91%A8%E5%87%AF&people=2&companions=&answers.q1=robots", as: token)
            #expect(wrong.status == 422 && wrong.text.contains("f-answers.q2-error") && wrong.text.contains("f-companions-error") && wrong.text.contains("robots"))
            let done = try await site.post("/events/\(salon)/seats", #"{"name":"周凯","answers":{"q2":["no"]}}"#, as: token)
            #expect(done.status == 201)
            let seat = try #require(try done.json["id"]?.string)
            let ticket = try await site.page("/event-seats/\(seat)", as: token)
            #expect(ticket.status == 200 && ticket.text.contains("入场码") && ticket.text.contains("/event-seats/\(seat)/code.svg"))
            #expect(try await site.server.send("GET", "/event-seats/\(seat)/code.svg", ["Authorization": "Bearer \(token)"], host: "127.0.0.1:8080").text.contains("<svg"))
            #expect(try await site.get("/event-seats/\(seat)", as: clerk).status == 404)
            #expect(try await site.page("/me/events", as: token).text.contains(Self.salon))
            #expect(try await site.post("/events/\(salon)/seats", #"{"answers":{"q2":["no"]}}"#, as: token).status == 409)
            // The organisers read who comes; another station's people do not.
            #expect(try await site.page("/events/\(salon)/registrations", as: clerk).text.contains("周凯"))
            #expect(try await site.get("/events/\(salon)/registrations", as: try await site.token(Self.other)).status == 404)
            let code = try #require(try await site.get("/event-seats/\(seat)", as: token).json["token"]?.string)
            #expect(try await site.post("/events/\(salon)/door", #"{"code":"\#(code)"}"#, as: clerk).text.contains("too_early"))
            #expect(try await site.post("/event-seats/\(seat)/cancellation", "{}", as: token).status == 200)
        }
    }

    @Test func theDoorWorksWithoutScriptsAndSaysWhenATicketWasUsed() async throws {
        try await LiveSite.with(.sqlite) { site in
            let salon = try await Self.event(site, Self.salon), token = try await site.token("13800000021"), clerk = try await site.token(Self.clerk)
            let seat = try #require(try await site.get("/events/\(salon)", as: token).json["own"]?["id"]?.string), code = try #require(try await site.get("/event-seats/\(seat)", as: token).json["token"]?.string)
            let thursday: Instant = try await site.house.database.read { tx in try #require(try tx.value("SELECT begins_at FROM events WHERE id = \(salon)") as Instant?) }
            try await MoveClock.move(site.house, to: thursday.adding(seconds: -600))
            let door = try await site.page("/events/\(salon)/door", as: clerk)
            #expect(door.status == 200 && door.text.contains("data-desk-again") && door.text.contains("desk."))
            let first = try await site.form("/events/\(salon)/door", "code=\(code)&at=&people=", as: clerk)
            #expect(first.status == 303)
            let again = try await site.form("/events/\(salon)/door", "code=\(code)&at=&people=", as: clerk)
            #expect(again.status == 303 && again.header("Location")?.contains("again=true") == true)
            #expect(try await site.page("/events/\(salon)/door?seat=\(seat)&again=true", as: clerk).text.contains("这个入场码已用过"))
            let wrong = try await site.form("/events/\(salon)/door", "code=123", as: clerk)
            #expect(wrong.status == 422 && wrong.text.contains("不是本系统的入场码"))
            let walkIn = try await site.form("/events/\(salon)/walk-ins", "name=%E5%AD%99&phone=&people=", as: clerk)
            #expect(walkIn.status == 303)
        }
    }
}
