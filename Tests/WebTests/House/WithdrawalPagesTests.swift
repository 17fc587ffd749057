import Cluster
import Domain
import Foundation
import SQL
import Testing
@testable import Services
@testable import Web

/// The end of a station by forms alone, over the demonstration world.
@Suite struct WithdrawalPagesTests {
    private static let town = "13800000002", park = "13800000001", centre = "centre-handler", host = "127.0.0.1:8080"

    private static func station(_ site: LiveSite) async throws -> String {
        try await site.house.database.read { tx in try #require(try tx.value("SELECT id FROM stations WHERE name = '汇才综合人才驿站'") as String?) }
    }

    @Test(arguments: Engine.allCases) func anOfficeBringsItAndTheHostAnswers(engine: Engine) async throws {
        try await LiveSite.with(engine) { site in
            let station = try await Self.station(site), centre = try await site.token(Self.centre), town = try await site.token(Self.town), park = try await site.token(Self.park)
            // Everybody sees the station; who may end it sees where.
            #expect(!(try await site.page("/stations/\(station)").text.contains("/stations/\(station)/withdrawal")))
            #expect(try await site.page("/stations/\(station)", as: centre).text.contains("提出撤站摘牌"))
            #expect(try await site.page("/stations/\(station)", as: town).text.contains("申请退出"))
            #expect(try await site.page("/stations/\(station)/withdrawal", as: park).status == 404)
            // What was typed comes back with what is wrong.
            let wrong = try await site.form("/stations/\(station)/withdrawal", ["cause": "fraud", "reason": "太短<b>"], as: centre)
            #expect(wrong.status == 422)
            #expect(wrong.text.contains("太短&lt;b&gt;") && wrong.text.contains("请写明事实和理由"))
            #expect(try await site.form("/stations/\(station)/withdrawal", ["cause": "fraud", "reason": "服务记录经核查与事实不符。"], as: centre).status == 303)
            let id = try await site.house.database.read { tx in try #require(try tx.value("SELECT case_id FROM withdrawals WHERE state = 'notified'") as String?) }
            #expect(try await site.page("/withdrawals/\(id)", as: park).status == 404)
            let told = try await site.page("/withdrawals/\(id)", as: town)
            #expect(told.text.contains("服务记录经核查与事实不符。") && told.text.contains("要求听证") && told.text.contains("二(二)3"))
            let empty = try await site.form("/withdrawals/\(id)/statements", ["text": "我们有说明"], as: town)
            #expect(empty.status == 422)
            #expect(empty.text.contains("我们有说明") && empty.text.contains("请选择是否要求听证"))
            #expect(try await site.form("/withdrawals/\(id)/statements", ["text": "我们有说明", "hearing": "ask"], as: town).status == 303)
            let list = try await site.page("/withdrawals?state=hearing", as: centre)
            #expect(list.text.contains("/withdrawals/\(id)") && list.text.contains("待听证"))
            #expect(try await site.page("/withdrawals?state=gone", as: centre).status == 422)
            #expect(try await site.page("/withdrawals").status != 200)
            let shown = try await site.page("/cases/\(id)", as: centre)
            #expect(shown.status == 200)
            #expect(shown.text.contains("撤站事项") && shown.text.contains("我们有说明"))
            // A plaque is not withdrawn by hand.
            let plaque = try await site.house.database.read { tx in try #require(try tx.value("SELECT number FROM plaques WHERE station_id = \(station)") as String?) }
            let face = try await site.page("/plaques/\(plaque)", as: try await site.token("hrss-signer"))
            #expect(face.text.contains("value=\"suspended\"") && !face.text.contains("value=\"withdrawn\""))
        }
    }
}
