import Cluster
import Domain
import SQL
@testable import Services
import Testing

extension TestHouse {
    func put(_ station: ID<Station>, _ latitude: Double?, _ longitude: Double?, by number: Int) async throws {
        _ = try await SetStationPoint(latitude: latitude, longitude: longitude)(house, of: station, by: try await applicant(number))
    }

    func kinds(_ filter: MapFilter = MapFilter()) async throws -> [MapKind] { try await house.map(filter).things.map(\.kind) }

    /// A station's own event with a place that is on the map.
    func placedEvent(_ title: String, day: String) async throws -> ID<Event> {
        let id = try await event(title: title, day: day)
        try await database.write { tx in _ = try tx.run("UPDATE events SET latitude = 36.12, longitude = 120.42 WHERE id = \(id)") }
        return id
    }
}

@Suite struct MapTests {
    @Test(arguments: Engine.allCases) func whatHasAPlaceIsOnTheMap(_ engine: Engine) async throws {
        try await withHouse(engine) { test in
            let house = test.house
            #expect(try await house.map(MapFilter()).things == [])
            let station = try await test.hostStation()
            #expect(try await test.kinds() == [], "a station without a point is not on it")
            try await test.put(station, 36.11, 120.41, by: 1)
            let entry = try await test.keep(), lodging = try await test.place(1, rooms: 1, at: station), job = try await test.openJob(2)
            let event = try await test.placedEvent("项目路演", day: "2020-11-16")
            _ = try await test.placedEvent("下周的活动", day: "2020-11-25")
            let map = try await house.map(MapFilter())
            #expect(map.things.map(\.kind) == [.station, .platform, .employer, .event, .lodging] && map.total == 5 && map.centre == nil && map.things.allSatisfy { $0.distance == nil })
            #expect(map.things.map(\.id) == [station.rawValue, entry.rawValue, try await test.organisation(2).rawValue, event.rawValue, lodging.rawValue])
            #expect(map.things[0].field?.zh == "人工智能" && map.things[2].line == Words("1 个在招岗位", "1 open job") && map.things[3].line.zh.hasSuffix("11月16日 14:00"))
            // A second job at the same place is the same employer; drafts are nobody's.
            _ = try await test.write(TestHouse.draft(title: "前端开发工程师", open: true), by: 2)
            _ = try await test.write(TestHouse.draft(title: "测试工程师"), by: 2)
            #expect(try await house.map(MapFilter(kind: .employer)).things.map(\.line.zh) == ["2 个在招岗位"])
            // What ends is not on it.
            _ = try await CloseJob()(house, job, by: try await test.applicant(2))
            #expect(try await house.map(MapFilter(kind: .employer)).things.map(\.line.zh) == ["1 个在招岗位"])
            _ = try await CancelEvent(reason: "场地临时不能使用")(house, event, by: try await test.applicant(1))
            _ = try await WithdrawEntry(version: 1, reason: "平台已关闭")(house, entry, by: try await test.staff("centre.handler"))
            #expect(try await test.kinds() == [.station, .employer, .lodging])
            for state in ["suspended", "withdrawn"] {
                try await test.database.write { tx in _ = try tx.run("UPDATE plaques SET state = \(state) WHERE station_id = \(station)") }
                #expect(try await test.kinds() == [.employer], "\(state)")
            }
        }
    }

    @Test(arguments: Engine.allCases) func theNearestComesFirst(_ engine: Engine) async throws {
        try await withHouse(engine) { test in
            let house = test.house, near = try await test.station(1), far = try await test.station(2), entry = try await test.keep()
            try await test.put(near, 36.20, 120.40, by: 1)
            try await test.put(far, 36.90, 120.40, by: 2)
            let from = try await house.map(MapFilter(latitude: 36.95, longitude: 120.40))
            #expect(from.things.map(\.id) == [far.rawValue, near.rawValue, entry.rawValue] && from.centre?.origin == .here)
            #expect(from.things.map(\.distance) == [5560, 83_396, 94_516])
            // From a station, from an entry as the directory links it, and from the middle of an area.
            #expect(try await house.map(MapFilter(near: near.rawValue)).things.map(\.id) == [near.rawValue, entry.rawValue, far.rawValue])
            let there = try await house.map(MapFilter(near: entry.rawValue))
            #expect(there.things.first?.id == entry.rawValue && there.things.first?.distance == 0 && there.centre?.name.zh == "浮山湾孵化器")
            let area = try await house.map(MapFilter(area: "pingdu", latitude: 36, longitude: 120))
            #expect(area.centre?.origin == .area && area.things.first?.id == far.rawValue)
            // What is not there is no centre, and no mistake.
            #expect(try await house.map(MapFilter(area: "nowhere", near: "nothing")).centre == nil)
            for (latitude, longitude) in [(91.0, 120.0), (36.0, 181.0)] { await refused("invalid") { try await house.map(MapFilter(latitude: latitude, longitude: longitude)) } }
            let half = await refused("invalid") { try await house.map(MapFilter(latitude: 36)) }
            #expect(test.fields(half) == ["lon"])
            // Zones are points of their own.
            #expect(from.zones.contains { $0.name.zh == "青岛高新区" } && !from.zones.contains { $0.name.zh == "崂山区" })
        }
    }

    @Test(arguments: Engine.allCases) func filtersAreByKindAndField(_ engine: Engine) async throws {
        try await withHouse(engine) { test in
            let house = test.house, station = try await test.station(1)
            try await test.put(station, 36.1, 120.4, by: 1)
            _ = try await test.keep(TestHouse.entry("软件孵化器", field: "software"))
            _ = try await test.keep(TestHouse.entry("智算中心", field: "ai"))
            _ = try await test.openJob(2)
            _ = try await test.place(1, rooms: 1, at: station)
            #expect(try await house.map(MapFilter(kind: .platform)).things.map(\.name) == ["智算中心", "软件孵化器"].sorted())
            let field = try await house.map(MapFilter(field: "ai"))
            #expect(field.things.map(\.kind) == [.station, .platform, .lodging] && field.things.map(\.name).contains("智算中心"))
            #expect(try await house.map(MapFilter(kind: .station, field: "marine")).things == [])
            #expect(try await house.map(MapFilter(field: "nothing")).things == [])
        }
    }

    @Test(arguments: Engine.allCases) func onlyItsOwnPeopleSayWhereAStationIs(_ engine: Engine) async throws {
        try await withHouse(engine) { test in
            let house = test.house, station = try await test.station(1)
            for other in [try await test.applicant(2), try await test.staff("centre.handler")] as [Domain.Actor] {
                await refused("not_found", .notFound) { try await SetStationPoint(latitude: 36, longitude: 120)(house, of: station, by: other) }
                await refused("not_found", .notFound) { try await KeepStationStaff(staff: [], agreed: true)(house, at: station, by: other) }
            }
            await refused("sign_in") { try await SetStationPoint(latitude: 36, longitude: 120)(house, of: station, by: .visitor) }
            let own = try await test.applicant(1)
            for (latitude, longitude, fields) in [(91.0, 120.0, ["latitude"]), (36, 200, ["longitude"]), (36, nil, ["longitude"]), (nil, 120, ["latitude"])] as [(Double?, Double?, [String])] {
                let wrong = await refused("invalid") { try await SetStationPoint(latitude: latitude, longitude: longitude)(house, of: station, by: own) }
                #expect(test.fields(wrong) == fields)
            }
            #expect(try await house.station(station).front.point == nil)
            try await test.put(station, 36.1, 120.4, by: 1)
            try await test.put(station, 36.2, 120.5, by: 1)
            #expect(try await house.station(station).front.point == WGS84(latitude: 36.2, longitude: 120.5))
            try await test.put(station, nil, nil, by: 1)
            #expect(try await house.station(station).front.point == nil)
            #expect(try await test.verbs("station", station.rawValue) == ["point_set", "point_set", "point_taken_away"])
        }
    }

    @Test(arguments: Engine.allCases) func staffStandOnTheDoorAsTheyAgreed(_ engine: Engine) async throws {
        try await withHouse(engine) { test in
            let house = test.house, station = try await test.station(1), own = try await test.applicant(1)
            #expect(try await house.station(station).front.staff == [])
            let list: [KeepStationStaff.Member] = [
                .init(name: "孙站长", role: "站长", hours: "周一至周五", phone: "0532-85910001", phoneShown: true), .init(name: "", role: "", hours: ""),
                .init(name: "刘文", role: "政策代办", hours: "每天 9:00 至 21:00", phone: "0532-85910002"),
            ]
            let unasked = await refused("invalid") { try await KeepStationStaff(staff: list, agreed: nil)(house, at: station, by: own) }
            #expect(test.fields(unasked) == ["agreed"])
            let wrong = await refused("invalid") { try await KeepStationStaff(staff: [.init(name: "孙", role: "", hours: "", phone: "x", phoneShown: true)], agreed: true)(house, at: station, by: own) }
            #expect(test.fields(wrong) == ["staff.0.name", "staff.0.role", "staff.0.hours", "staff.0.phone"])
            let many = await refused("invalid") { try await KeepStationStaff(staff: Array(repeating: list[0], count: 13), agreed: true)(house, at: station, by: own) }
            #expect(test.fields(many) == ["staff"])
            _ = try await KeepStationStaff(staff: list, agreed: true)(house, at: station, by: own)
            let shown = try await house.station(station).front
            #expect(shown.staff.map(\.name) == ["孙站长", "刘文"] && shown.staff.map(\.phone) == ["0532-85910001", nil] && !shown.mayKeep)
            let kept = try await house.station(station, for: own).front
            #expect(kept.staff.map(\.phone) == ["0532-85910001", "0532-85910002"] && kept.mayKeep)
            // Nothing of it stands readable in the database.
            let name: [UInt8] = try await test.database.read { tx in try #require(try tx.value("SELECT name FROM station_staff WHERE place = 0")) }
            #expect(!String(decoding: name, as: UTF8.self).contains("孙站长"))
            _ = try await KeepStationStaff(staff: [], agreed: nil)(house, at: station, by: own)
            #expect(try await house.station(station).front.staff == [])
        }
    }
}
