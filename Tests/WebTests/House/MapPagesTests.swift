import Cluster
import Domain
import Foundation
import Markup
import SQL
import Testing
@testable import Services
@testable import Web

/// The map and the front doors over the demonstration world, as people without scripts meet them.
@Suite struct MapPagesTests {
    private static let park = "13800000001", talent = "13800000021"

    private static func id(_ site: LiveSite, _ query: SQL) async throws -> String { try await site.house.database.read { tx in try #require(try tx.value(query) as String?) } }

    @Test(arguments: Engine.allCases) func theListSaysWhatTheMapDraws(engine: Engine) async throws {
        try await LiveSite.with(engine) { site in
            let things = try #require(try await site.get("/map").json["map"]?["things"]?.items), page = try await site.page("/map")
            #expect(page.status == 200 && Set(things.compactMap { $0["kind"]?.string }).isSuperset(of: ["station", "platform", "lodging"]))
            #expect(page.text.matches(of: /<li data-kind="[a-z]+" data-lat="[-0-9.e]+" data-lon="[-0-9.e]+">/).count == things.count)
            // Filters and beginnings stand in the address.
            let entry = try await Self.id(site, "SELECT id FROM directory_entries WHERE lane = 'platforms' AND latitude IS NOT NULL ORDER BY id LIMIT 1")
            let near = try await site.page("/map?entry=\(entry)&kind=platform")
            #expect(near.status == 200 && near.text.contains("起，由近到远"))
            #expect(near.text.firstMatch(of: /<ul class="map-list".*?<a href="([^"]+)"/)?.output.1 == Substring("/finds/entries/\(entry)"))
            #expect(try await site.page("/map?lat=36.1&lon=120.4").text.contains("从您所在位置起"))
            #expect(try await site.page("/map?area=laoshan&kind=station").text.contains("从崂山区起"))
            for wrong in ["kind=castle", "lat=91&lon=120", "lat=36", "lat=x&lon=120", "lat=nan&lon=120"] { #expect(try await site.page("/map?\(wrong)").status == 422, "\(wrong)") }
            #expect(try await site.page("/map?field=nothing").text.contains("没有符合条件的地点"))
        }
    }

    @Test func tilesComeFromOneHostWithTheirNote() throws {
        let tiles = try #require(MapTiles(address: "https://tiles.example.cn/{z}/{x}/{y}.png", note: "审图号：GS(2020)1号", datum: .gcj02))
        #expect(tiles.origin == "https://tiles.example.cn")
        #expect(SecurityHeaders.policyText(pictures: tiles.origin).contains("img-src 'self' data: https://tiles.example.cn; font-src"))
        #expect(SecurityHeaders.policy.contains("img-src 'self' data:; font-src"))
        for address in ["https://tiles.example.cn/a.png", "javascript:{z}{x}{y}", "https://a;script-src/{z}/{x}/{y}", "https://a b/{z}/{x}/{y}", "https:///{z}/{x}/{y}", "https://a'/{z}/{x}/{y}", "//a/{z}/{x}/{y}"] {
            #expect(MapTiles(address: address, note: "审图号", datum: .wgs84) == nil, "\(address)")
        }
        #expect(MapTiles(address: "https://tiles.example.cn/{z}/{x}/{y}.png", note: " ", datum: .wgs84) == nil)
        let thing = MapThing(kind: .station, id: "station1", name: "驿站", line: Words("", ""), field: nil, address: "", point: try #require(WGS84(latitude: 36.1, longitude: 120.4)), distance: nil)
        let map = MapView(filter: MapFilter(), centre: nil, things: [thing], counts: [MapCount(kind: .station, count: 1)], fields: [], areas: [], zones: [])
        let view = View(language: .zh, actor: .visitor, path: "/map", formFields: { "" }, asset: { $0 }, unread: 0, demo: nil, origin: "", now: Instant(milliseconds: 0), zone: .china)
        // Drawn in what the tiles are drawn in, and the note is shown.
        let drawn = MapPage(map: map, drawing: MapDrawing(library: true, outlines: true, tiles: tiles)).body(view).string
        #expect(drawn.contains("data-lat=\"\(thing.point.gcj02.latitude.pathSegment)\"") && drawn.contains("审图号：GS(2020)1号") && drawn.contains("districts-gcj02.json") && drawn.contains("leaflet.js"))
        // Where nothing was set up the list stands alone.
        let alone = MapPage(map: map, drawing: .none).body(view).string
        #expect(alone.contains("data-lat=\"36.1\"") && !alone.contains("leaflet") && alone.contains("map.js") && !alone.contains("id=\"map\""))
    }

    @Test(arguments: Engine.allCases) func aStationsOwnPeopleKeepItsDoorByForms(engine: Engine) async throws {
        try await LiveSite.with(engine) { site in
            let own = try await site.token(Self.park), other = try await site.token(Self.talent)
            let actor = try #require(try await Sessions.find(site.house, tokenHash: site.house.secrets.sha256(Array(own.utf8)))).actor
            let station = try await Self.id(site, "SELECT id FROM stations WHERE organisation_id IN (\(list: actor.organisations.sorted())) ORDER BY id LIMIT 1")
            let door = try await site.page("/stations/\(station)")
            #expect(door.status == 200 && door.text.contains("这里能办什么") && door.text.contains("/requests/new?station=\(station)") && door.text.contains("/s/\(station)/hello") && door.text.contains("/map?near=\(station)"))
            #expect(door.text.contains("孙站长（示例）") && !door.text.contains("本站维护"))
            #expect(try await site.page("/stations/\(station)", as: own).text.contains("本站维护"))
            #expect(try await site.page("/requests/new?station=\(station)", as: other).text.contains("<option value=\"\(station)\" selected>"))
            // What was typed comes back with what is wrong; nobody else may.
            let wrong = try await site.form("/stations/\(station)/point", "latitude=96.5&longitude=120.4", as: own)
            #expect(wrong.status == 422 && wrong.text.contains("value=\"96.5\"") && wrong.text.contains("纬度在 -90 至 90 之间"))
            let refused = try await site.form("/stations/\(station)/point", "latitude=36.5&longitude=120.4", as: other).status
            #expect([403, 404].contains(refused))
            #expect(try await site.form("/stations/\(station)/point", "latitude=36.5&longitude=120.4", as: own).status == 303)
            #expect(try await site.get("/stations/\(station)").json["station"]?["front"]?["point"]?["latitude"] == JSON.number("36.5"))
            let name = "王新".addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? ""
            #expect(try await site.form("/stations/\(station)/staff", "staff.0.name=\(name)&staff.0.role=\(name)&staff.0.hours=9-17", as: own).status == 422)
            #expect(try await site.form("/stations/\(station)/staff", "staff.0.name=\(name)&staff.0.role=\(name)&staff.0.hours=9-17&agreed=true", as: own).status == 303)
            let after = try await site.page("/stations/\(station)")
            #expect(after.text.contains("王新") && !after.text.contains("孙站长（示例）"))
        }
    }

    @Test(arguments: Engine.allCases) func theFrontPageMayBeKeptAndLeadsOn(engine: Engine) async throws {
        try await LiveSite.with(engine) { site in
            let got = try await site.page("/")
            #expect(got.status == 200)
            for wanted in ["action=\"/finds\"", "今晚空床", "本周活动", "本周新增岗位", "/policies/entitlements", "/map", "公示中，可以提出异议", "/talents/new"] { #expect(got.text.contains(wanted), "\(wanted)") }
            let home = try #require(try await site.get("/").json["home"]), beds = try await site.house.home().bedsTonight
            #expect(home["bedsTonight"] == JSON.number("\(beds)") && beds > 0)
            try await LiveSite.with(engine, demo: false) { plain in
                let first = try await plain.server.send("GET", "/", ["Accept": "text/html"], host: "talent.example")
                let tag = try #require(first.header("ETag"))
                #expect(try await plain.server.send("GET", "/", ["Accept": "text/html", "If-None-Match": tag], host: "talent.example").status == 304)
            }
        }
    }
}
