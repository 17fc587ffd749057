import Cluster
import Domain
import SQL
@testable import Services
import Testing

@Suite struct SeriousEventTests {
    private func report(_ test: TestHouse, _ who: Domain.Actor, _ station: ID<Station>?, kind: String? = "safety_accident", day text: String = "2020-11-12", hurt: Int? = 1, text body: String = "二楼配电箱起火，已扑灭。") async throws -> ID<SeriousEvent> {
        let verb = ReportSeriousEvent(station: station, kind: kind, day: try day(text), hurt: hurt, text: body)
        return try #require(ID<SeriousEvent>(rawValue: try await verb(test.house, by: who).id))
    }

    private func vetoes(_ test: TestHouse, _ station: ID<Station>, _ from: String, _ until: String) async throws -> [String] {
        let (from, until) = (try day(from), try day(until))
        return try await test.database.read { tx in try SeriousEvents.vetoes(tx, station, from: from, until: until) }
    }

    @Test(arguments: Engine.allCases) func aSecondPersonConfirmsAndTheStationIsSuspended(_ engine: Engine) async throws {
        try await withHouse(engine) { test in
            let house = test.house, station = try await test.station(1), host = try await test.applicant(1), centre = try await test.staff("centre.handler"), second = try await test.staff("centre.handler2")
            let id = try await report(test, centre, station)
            // The station learns of an office's report when it is ruled on.
            await refused("not_found", .notFound) { try await house.seriousEvent(id, for: host) }
            #expect(try await house.seriousEvents(for: host).total == 0)
            #expect(try await house.seriousEvents(for: second).events.map(\.hurt) == [1])
            #expect(try await test.messages(second).contains("严重情形待认定：驿站1"))
            _ = try await AttachToSeriousEvent(name: "现场.pdf", bytes: TestHouse.pdf)(house, to: id, by: centre)
            await refused("second_person", .forbidden) { try await ConfirmSeriousEvent(reason: "现场核实属实")(house, id, by: centre) }
            await refused("not_found", .notFound) { try await ConfirmSeriousEvent(reason: "现场核实属实")(house, id, by: host) }
            await refused("not_found", .notFound) { try await ConfirmSeriousEvent(reason: "现场核实属实")(house, id, by: try await test.staff("shinan.hrss.handler")) }
            await refused("not_found", .notFound) { try await ConfirmSeriousEvent(reason: "现场核实属实")(house, id, by: try await test.both("centre.handler2", 1)) }
            await refused("invalid", .invalid) { try await ConfirmSeriousEvent(reason: "请联系 13953200001 核实")(house, id, by: second) }
            #expect(try await vetoes(test, station, "2020-11-01", "2020-12-01") == [])
            _ = try await ConfirmSeriousEvent(reason: "消防部门认定为用电安全事故")(house, id, by: second)
            #expect(try await vetoes(test, station, "2020-11-12", "2020-11-13") == ["safety_accident"])
            #expect(try await vetoes(test, station, "2020-11-13", "2020-12-01") == [])
            #expect(try await test.database.read { tx in try tx.value("SELECT state FROM plaques WHERE station_id = \(station)") as String? } == "suspended")
            let seen = try await house.seriousEvent(id, for: host)
            #expect(seen.reason == "消防部门认定为用电安全事故" && seen.text.isEmpty && seen.files.isEmpty)
            await refused("serious_event_ruled", .conflict) { try await DismissSeriousEvent(reason: "并不属实")(house, id, by: second) }
            await refused("serious_event_ruled", .conflict) { try await AttachToSeriousEvent(name: "现场.pdf", bytes: TestHouse.pdf)(house, to: id, by: centre) }
            #expect(try await test.verbs("serious_event", id.rawValue) == ["serious_event_reported", "file_added", "serious_event_confirmed"])
        }
    }

    @Test(arguments: Engine.allCases) func whatIsDismissedBarsNobody(_ engine: Engine) async throws {
        try await withHouse(engine) { test in
            let house = test.house, station = try await test.station(1), host = try await test.applicant(1), id = try await report(test, host, nil, kind: "fraud", hurt: nil)
            let mine = try await house.seriousEvent(id, for: host)
            #expect(mine.text == "二楼配电箱起火，已扑灭。" && mine.mayAttach && !mine.mayRule && mine.summary.hurt == 0)
            await refused("not_found", .notFound) { try await house.seriousEvent(id, for: try await test.applicant(2)) }
            await refused("invalid", .invalid) { try await DismissSeriousEvent(reason: "否")(house, id, by: try await test.staff("laoshan.hrss.handler")) }
            _ = try await DismissSeriousEvent(reason: "经查不属于弄虚作假")(house, id, by: try await test.staff("laoshan.hrss.handler"))
            #expect(try await house.seriousEvent(id, for: host).reason == "经查不属于弄虚作假")
            #expect(try await vetoes(test, station, "2020-11-01", "2020-12-01") == [])
            #expect(try await test.database.read { tx in try tx.value("SELECT state FROM plaques WHERE station_id = \(station)") as String? } == "valid")
        }
    }

    @Test(arguments: Engine.allCases) func aReportHasToBeComplete(_ engine: Engine) async throws {
        try await withHouse(engine) { test in
            let station = try await test.station(1), other = try await test.station(2), host = try await test.applicant(1), leading = try await test.staff("leading.handler")
            await refused("invalid", .invalid) { try await report(test, host, station, kind: "weather") }
            await refused("invalid", .invalid) { try await report(test, host, station, kind: nil) }
            await refused("invalid", .invalid) { try await report(test, host, station, day: "2020-11-14") }
            await refused("invalid", .invalid) { try await report(test, host, station, day: "2018-01-01") }
            await refused("invalid", .invalid) { try await report(test, host, station, hurt: -1) }
            await refused("invalid", .invalid) { try await report(test, host, station, hurt: 1001) }
            await refused("invalid", .invalid) { try await report(test, host, station, text: "起火") }
            await refused("invalid", .invalid) { try await report(test, host, other) }
            await refused("invalid", .invalid) { try await report(test, leading, station) }
            #expect(try await test.count("SELECT COUNT(*) FROM serious_events") == 0)
        }
    }
}
