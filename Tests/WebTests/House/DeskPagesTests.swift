import Cluster
import Domain
import Foundation
import SQL
import Testing
@testable import Services
@testable import Web

/// The desk, the keeping of places and the figures over the demonstration world, in both faces.
@Suite struct DeskPagesTests {
    /// The desk of the software park's station, another station's, and offices.
    private static let clerk = "13800000001", other = "13800000002"
    private static let rooms = "海蓝驿站客房"

    private static func place(_ site: LiveSite) async throws -> ID<Lodging> {
        try await site.house.database.read { tx in try #require(try tx.value("SELECT id FROM lodgings WHERE name = \(rooms)") as ID<Lodging>?) }
    }

    private static func actor(_ site: LiveSite, _ token: String) async throws -> Actor {
        let hash = site.house.secrets.sha256(Array(token.utf8))
        return try #require(try await Sessions.find(site.house, tokenHash: hash)).actor
    }

    private static func arrival(_ site: LiveSite, _ name: String, _ token: String) async throws -> ID<Stay> {
        let board = try await site.house.desk(at: try await place(site), for: try await actor(site, token))
        return try #require(board.arrivals.first { $0.name == name }?.id)
    }

    private static func state(_ site: LiveSite, _ id: ID<Stay>) async throws -> String {
        try await site.house.database.read { tx in try #require(try tx.value("SELECT state FROM stays WHERE id = \(id)") as String?) }
    }

    @Test(arguments: Engine.allCases) func theBoardShowsWhoComesAndWhoIsThere(engine: Engine) async throws {
        try await LiveSite.with(engine) { site in
            let token = try await site.token(Self.clerk), place = try await Self.place(site)
            let board = try await site.get("/desk?place=\(place)", as: token).json
            func names(_ list: String) -> [String] { (board[list]?.items ?? []).compactMap { $0["name"]?.string }.sorted() }
            #expect(names("arrivals") == ["方舟", "沈溪"])
            #expect(names("inHouse") == ["Lucas Moreau", "田野", "韩梅"])
            #expect(names("departures") == ["田野"])
            #expect(names("police") == ["Lucas Moreau"])
            let page = try await site.page("/desk?place=\(place)", as: token)
            #expect(page.status == 200)
            #expect(["方舟", "沈溪", "Lucas Moreau", "公安登记还剩 23 小时"].allSatisfy(page.text.contains), "\(page.text.prefix(500))")
            // Numbers of documents are masked in both faces.
            let full = "37019919960101925"
            #expect(!page.text.contains(full))
            #expect(try await site.get("/desk/places/\(place)/guests", as: token).json["guests"]?.items?.count == 4)
        }
    }

    /// By form and as a program: refused without the document seen, done once however often it is sent.
    @Test(arguments: Engine.allCases) func aGuestIsCheckedInOnce(engine: Engine) async throws {
        try await LiveSite.with(engine) { site in
            let token = try await site.token(Self.clerk), id = try await Self.arrival(site, "方舟", token)
            let code = try StayCodes.code(site.house.secrets, id)
            let wrong = try await site.post("/desk/codes", #"{"code":"12345x"}"#, as: token)
            #expect(wrong.status == 422)
            #expect(try wrong.json["errors"]?.items?.first?["field"]?.string == "code")
            let found = try await site.post("/desk/codes", #"{"code":"\#(code)"}"#, as: token)
            #expect(try found.json["stays"]?.items?.first?["id"]?.string == id.rawValue)
            let led = try await site.form("/desk/codes", "code=\(code)", as: token)
            #expect(led.status == 303)
            #expect(led.header("Location") == "/desk/stays/\(id)?code=\(code)")
            let again = try await site.form("/desk/stays/\(id)/check-in", "code=\(code)", as: token)
            #expect(again.status == 422)
            #expect(again.text.contains("请核对证件"))
            #expect(try await Self.state(site, id) == "booked")
            let done = try await site.form("/desk/stays/\(id)/check-in", "code=\(code)&identitySeen=true&deposit=50&_key=desk-key-one", as: token)
            #expect(done.status == 303)
            #expect(done.header("Location") == "/desk/stays/\(id)?done=check_in")
            #expect(try await Self.state(site, id) == "checked_in")
            let records: @Sendable () async throws -> Int? = { try await site.house.database.read { tx in try tx.value("SELECT COUNT(*) FROM audit_records WHERE subject = \(id)") } }
            let before = try await records()
            let twice = try await site.form("/desk/stays/\(id)/check-in", "code=\(code)&identitySeen=true&deposit=50&_key=desk-key-one", as: token)
            #expect(twice.status == 303)
            #expect(try await records() == before)
            let third = try await site.post("/desk/stays/\(id)/check-in", #"{"identitySeen":true}"#, as: token)
            #expect(third.status == 409)
            let out = try await site.post("/desk/stays/\(id)/check-out", "{}", as: token)
            #expect(try out.json["thing"]?.string == "desk_stay")
            #expect(try await Self.state(site, id) == "checked_out")
        }
    }

    /// A proof that the office has not accepted holds the check-in, and the case shows the stay to the office.
    @Test(arguments: Engine.allCases) func anOfficeSeesTheStayOnItsCase(engine: Engine) async throws {
        try await LiveSite.with(engine) { site in
            let (id, stay): (ID<Case>, ID<Stay>) = try await site.house.database.read { tx in
                let row = try #require(try tx.row("SELECT id, proof_case FROM stays WHERE proof_case IS NOT NULL"))
                return (try row("proof_case"), try row("id"))
            }
            let laoshan = try await site.token("laoshan-hrss-handler"), shinan = try await site.token("shinan-hrss-handler")
            let view = try await site.get("/cases/\(id)", as: laoshan).json
            #expect(view["lodging"]?["stay"]?.string == stay.rawValue)
            #expect(view["lodging"]?["guest"]?.string == "王航")
            let page = try await site.page("/cases/\(id)", as: laoshan)
            #expect(["王航", "证明材料", "本人还没有提供可查看的材料"].allSatisfy(page.text.contains))
            #expect(!page.text.contains("异议"))
            #expect(try await site.page("/work", as: laoshan).text.contains("住宿资格：\(Self.rooms)"))
            #expect(try await site.get("/cases/\(id)", as: shinan).status == 404)
            let office = try await Self.actor(site, laoshan), signer = try await Self.actor(site, try await site.token("laoshan-hrss-signer"))
            _ = try await RuleOnCase(office: "laoshan.hrss", act: .propose, ruling: .refuse, reason: "没有提供证明材料。", conditions: nil)(site.house, on: id, by: office)
            _ = try await RuleOnCase(office: "laoshan.hrss", act: .agree, ruling: nil, reason: nil, conditions: nil)(site.house, on: id, by: signer)
            #expect(try await Self.state(site, stay) == "cancelled")
        }
    }

    /// Whose a stay or a place is, the query asks: another station finds nothing, offices and visitors do not come to the question.
    @Test(arguments: Engine.allCases) func anotherStationFindsNothing(engine: Engine) async throws {
        try await LiveSite.with(engine) { site in
            let own = try await site.token(Self.clerk), other = try await site.token(Self.other), office = try await site.token("centre-handler")
            let id = try await Self.arrival(site, "方舟", own), place = try await Self.place(site)
            let code = try StayCodes.code(site.house.secrets, id)
            let paths = ["/desk?place=\(place)", "/desk/stays/\(id)", "/desk/places/\(place)/guests", "/desk/places/\(place)/guests.pdf", "/desk/places/\(place)/waitlist",
                "/desk/places/\(place)/walk-ins/new", "/lodging/keeping/places/\(place)", "/lodging/keeping/places/\(place)/form"]
            for path in paths {
                #expect(try await site.get(path, as: other).status == 404, "\(path) for another station")
                #expect(try await site.get(path, as: office).status == 403, "\(path) for an office")
                #expect(try await site.get(path).status == 401, "\(path) for a visitor")
            }
            #expect(try await site.post("/desk/codes", #"{"code":"\#(code)"}"#, as: other).status == 422)
            let before = try await site.house.database.read { tx in try tx.value("SELECT COUNT(*) FROM audit_records") as Int? }
            for (path, body) in [
                ("check-in", #"{"identitySeen":true}"#), ("police", "{}"), ("check-out", "{}"), ("early-departure", "{}"), ("extension", #"{"end":"2020-12-12"}"#),
                ("dates", #"{"first":"2020-12-09","end":"2020-12-10"}"#), ("room", #"{"unit":"x"}"#), ("late-arrival", "{}"), ("no-show", "{}"), ("no-show/undone", "{}"),
                ("cancellation", #"{"reason":"酒店停水停电"}"#),
            ] {
                #expect(try await site.post("/desk/stays/\(id)/\(path)", body, as: other).status == 404, "\(path)")
            }
            #expect(try await site.post("/lodging/keeping/places/\(place)/closures", #"{"first":"2020-12-20","end":"2020-12-21","reason":"检修"}"#, as: other).status == 404)
            #expect(try await site.house.database.read { tx in try tx.value("SELECT COUNT(*) FROM audit_records") as Int? } == before)
            #expect(try await Self.state(site, id) == "booked")
        }
    }

    /// A place is entered with beds and rooms in two tables; a mistake comes back at its own row.
    @Test(arguments: Engine.allCases) func aPlaceIsEnteredByItsForm(engine: Engine) async throws {
        try await LiveSite.with(engine) { site in
            let token = try await site.token(Self.clerk)
            let station = try #require(try await site.get("/lodging/keeping", as: token).json["stations"]?.items?.first?["id"]?.string)
            func send(_ gender: String) async throws -> Got {
                try await site.form("/lodging/keeping/stations/\(station)/places", "kind=allotment&name=test-hotel&area=laoshan&address=Songling+Road+9&phone=0532-85910009&listPrice=200&specialPrice=80"
                    + "&releaseHour=18&beds.0.room=301&beds.0.beds=2&beds.0.gender=\(gender)&beds.1.room=&types.0.room=twin&types.0.rooms=2&published=true", as: token)
            }
            let wrong = try await send("any")
            #expect(wrong.status == 422)
            #expect(wrong.text.contains("id=\"f-beds.0.gender-error\""))
            let made = try await send("male")
            #expect(made.status == 303, "\(made.text.prefix(300))")
            let path = try #require(made.header("Location"))
            let kept = try await site.get(path, as: token).json
            #expect(kept["lines"]?.items?.count == 4)
            #expect(kept["lodging"]?["releaseHour"]?.int == 18)
        }
    }

    @Test(arguments: Engine.allCases) func figuresOpenToTheirRecords(engine: Engine) async throws {
        try await LiveSite.with(engine) { site in
            let city = try await site.token("centre-handler"), laoshan = try await site.token("laoshan-hrss-handler"), shinan = try await site.token("shinan-hrss-handler")
            for (who, total) in [(city, 5), (laoshan, 5), (shinan, 0)] {
                // 秦朗 two nights, 韩梅 two so far, 田野 one.
                #expect(try await site.get("/lodging/figures/nights?month=2020-12", as: who).json["total"]?.int == total)
                #expect(try await site.get("/lodging/figures/refusals?month=2020-12", as: who).json["total"]?.int == (total == 0 ? 0 : 2))
                #expect(try await site.get("/lodging/figures/settlements?month=2020-12", as: who).json["stations"]?.items?.first?["nights"]?.int == (total == 0 ? nil : total))
                let page = try await site.page("/lodging/figures?month=2020-12", as: who)
                #expect(page.status == 200)
                #expect(page.text.contains(Self.rooms) == (total > 0))
            }
            #expect(try await site.get("/lodging/figures?month=soon", as: city).status == 422)
            for file in ["occupancy", "nights", "refusals", "stays", "settlements"] {
                let got = try await site.get("/lodging/figures/\(file).xlsx?month=2020-12", as: city)
                #expect(got.status == 200)
                #expect(got.bytes.starts(with: [0x50, 0x4B]), "\(file)")
            }
        }
    }
}

extension JSON {
    fileprivate var int: Int? { if case .number(let text) = self { Int(text) } else { nil } }
}
