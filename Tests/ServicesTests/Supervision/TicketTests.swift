import Cluster
import Domain
import SQL
@testable import Services
import Testing

@Suite struct TicketTests {
    private func hand(_ test: TestHouse, _ number: Int = 1) async throws -> ID<Request> {
        let verb = OpenTicket(title: "停车位不足", text: "活动日停车位不够，希望协调周边停车场。")
        return try #require(ID<Request>(rawValue: try await verb(test.house, by: try await test.applicant(number)).id))
    }

    @Test(arguments: Engine.allCases) func aProblemIsARequestOfAnOffice(_ engine: Engine) async throws {
        try await withHouse(engine) { test in
            let house = test.house, station = try await test.station(1), host = try await test.applicant(1), centre = try await test.staff("centre.handler"), industry = try await test.staff("industry.handler")
            let id = try await hand(test), view = try await house.request(id, for: host)
            #expect(view.summary.topic == .problem && view.summary.owner.owner == .office("centre") && view.reading == .asker)
            #expect([view.answerDue, view.closeDue].map(\.description) == ["2020-11-18", "2020-12-04"])
            #expect(try await test.due("\(id)/0").count == 6)
            #expect(try await test.messages(centre).last == "新诉求：困难和问题")
            let listed = try await house.tickets(for: centre)
            #expect(listed.tickets.map(\.title) == ["停车位不足"] && listed.tickets.map(\.station) == [station] && listed.figures.open == 1)
            // It stands in its own list, and among requests where they are asked for it.
            let requests = try await house.requests(RequestFilter(), for: centre), problems = try await house.requests(RequestFilter(topic: .problem), for: centre)
            #expect(requests.owned == [] && requests.total == 0 && requests.figures?.open == 0)
            #expect(problems.owned?.map(\.id) == [id] && problems.figures?.open == 1)
            // Who only supervises sees that it is there; another station does not.
            #expect(try await house.tickets(for: industry).tickets.map(\.title) == [""])
            #expect(try await house.request(id, for: industry).messages.isEmpty)
            _ = try await test.station(2)
            #expect(try await house.tickets(for: try await test.applicant(2)).total == 0)
            await refused("not_found", .notFound) { try await house.request(id, for: try await test.applicant(2)) }
            await refused("not_found", .notFound) { try await house.request(id, for: try await test.staff("shinan.hrss.handler")) }
            // Nobody deals with the problem of their own organisation's station.
            await refused("not_found", .notFound) { try await CloseRequest(outcome: .solved, text: "已协调")(house, id, by: try await test.both("centre.handler", 1)) }
            _ = try await WriteToRequest(text: "正在联系街道")(house, id, by: centre)
            await refused("invalid", .invalid) { try await HandOnRequest(to: .station(station), reason: "请自行解决")(house, id, by: centre) }
            #expect(try await house.request(id, for: centre).targets.allSatisfy { $0.owner.rawValue.hasPrefix("office/") })
            _ = try await HandOnRequest(to: .office("industry"), reason: "属于园区管理")(house, id, by: centre)
            #expect(try await house.request(id, for: host).holders.map(\.reason) == [nil, "属于园区管理"])
            await refused("not_found", .notFound) { try await CloseRequest(outcome: .solved, text: "已协调")(house, id, by: centre) }
            _ = try await CloseRequest(outcome: .partly, text: "增加二十个车位")(house, id, by: industry)
            _ = try await ReopenRequest(reason: "还差十个")(house, id, by: host)
            _ = try await CloseRequest(outcome: .solved, text: "又增加十个车位")(house, id, by: industry)
            #expect(try await house.request(id, for: host).mayReopen == false)
            await refused("reopened_once", .conflict) { try await ReopenRequest(reason: "还差五个")(house, id, by: host) }
            #expect(try await house.tickets(TicketFilter(state: .closed), for: host).tickets.map(\.request.outcome) == [.solved])
            #expect(try await house.ticketsWorkbook(TicketFilter(), for: industry) == "困难和问题 1")
            // It counts as nobody's request.
            let rule = CountedRecords.of(.requests, test.programme, house.library, today: try day("2020-11-13"))
            #expect(try await test.database.read { tx in try rule.count(tx, from: try day("2020-11-01"), until: try day("2020-12-01")) } == 0)
        }
    }

    @Test(arguments: Engine.allCases) func onlyStationsHandInProblems(_ engine: Engine) async throws {
        try await withHouse(engine) { test in
            let house = test.house, host = try await test.applicant(1)
            await refused("no_station", .forbidden) { try await hand(test) }
            await refused("no_station", .forbidden) { try await house.newTicket(for: try await test.staff("centre.handler")) }
            _ = try await test.station(1)
            let other = try await test.station(2)
            await refused("invalid", .invalid) { try await OpenTicket(title: "", text: "活动日停车位不够")(house, by: host) }
            await refused("invalid", .invalid) { try await OpenTicket(title: "停车", text: String(repeating: "位", count: 1901))(house, by: host) }
            await refused("invalid", .invalid) { try await OpenTicket(station: other, title: "停车", text: "活动日停车位不够")(house, by: host) }
            // The door for everybody's requests is not the door for a station's problem.
            await refused("invalid", .invalid) { try await MakeRequest(topic: .problem, text: "活动日停车位不够", for: .organisation)(house, by: host) }
            #expect(try await test.count("SELECT COUNT(*) FROM requests") == 0)
            let id = try await hand(test)
            try await test.move(to: try moment("2020-11-19", 10))
            #expect(try await house.tickets(TicketFilter(overdue: true), for: try await test.staff("centre.handler")).tickets.map(\.request.id) == [id])
            #expect(try await test.messages(try await test.staff("centre.handler")).contains("今天到期：诉求首次答复"))
        }
    }
}
