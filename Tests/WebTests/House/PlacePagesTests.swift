import Cluster
import Domain
import Foundation
import SQL
import Testing
@testable import Services
@testable import Web

/// What is found of a place, near what, with which photos; a bed held while an answer is looked for; and a draw from its opening to the check of its transcript.
@Suite struct PlacePagesTests {
    private static let flat = "海蓝人才公寓", clerk = "13800000001", li = "13800000021"

    private static func place(_ site: LiveSite) async throws -> ID<Lodging> {
        try await site.house.database.read { tx in try #require(try tx.value("SELECT id FROM lodgings WHERE name = \(flat)") as ID<Lodging>?) }
    }

    private static func actor(_ site: LiveSite, _ token: String) async throws -> Actor {
        let hash = site.house.secrets.sha256(Array(token.utf8))
        return try #require(try await Sessions.find(site.house, tokenHash: hash)).actor
    }

    @Test(arguments: Engine.allCases) func bedsAreFoundNearAPoint(engine: Engine) async throws {
        try await LiveSite.with(engine) { site in
            let near = try #require(try await site.get("/lodging?latitude=36.126&longitude=120.468&kilometres=5").json["availability"]?["places"]?.items)
            #expect(near.first?["lodging"]?["name"]?.string == Self.flat)
            #expect(near.first?["lodging"]?["distance"] == JSON.number("0"))
            #expect(!near.contains { $0["lodging"]?["area"]?.string == "shibei" })
            let page = try await site.page("/lodging?latitude=36.126&longitude=120.468&kilometres=20")
            #expect(page.text.contains("约 100 米") && page.text.contains("name=\"latitude\" value=\"36.126\""))
            for wrong in ["latitude=36.1", "latitude=96&longitude=120", "latitude=x&longitude=120", "latitude=nan&longitude=120", "latitude=36&longitude=120&kilometres=0"] {
                #expect(try await site.get("/lodging?\(wrong)").status == 422, "\(wrong)")
            }
            // A place leads to its neighbours, an interview to the beds of its district on the nights around it.
            let place = try await site.page("/lodging/\(try await Self.place(site))")
            #expect(place.text.contains("/lodging?latitude=36.126&amp;longitude=120.468"))
            let token = try await site.token(Self.li)
            let beds = try #require(try await site.get("/me", as: token).json["beds"]?.items?.first)
            #expect([beds["area"], beds["first"], beds["end"]].map { $0?.string } == ["laoshan", "2020-12-09", "2020-12-10"])
            #expect(try await site.page("/me", as: token).text.contains("/lodging?area=laoshan&amp;first=2020-12-09&amp;end=2020-12-10"))
        }
    }

    @Test(arguments: Engine.allCases) func everybodySeesAPlacesPhotos(engine: Engine) async throws {
        try await LiveSite.with(engine) { site in
            let place = try await Self.place(site), keeper = try await Self.actor(site, try await site.token(Self.clerk))
            let before = try await site.page("/lodging/\(place)").text
            #expect(!before.contains("id=\"photos\""))
            for name in ["a.png", "b.png"] { _ = try await AddPlacePhoto(name: name, bytes: [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 1])(site.house, place, by: keeper) }
            let photos = try #require(try await site.get("/lodging/\(place)").json["lodging"]?["photos"]?.items).compactMap(\.string)
            #expect(photos.count == 2)
            let page = try await site.page("/lodging/\(place)").text, list = try await site.page("/lodging").text
            for (index, photo) in photos.enumerated() {
                #expect(page.contains("<img src=\"/lodging/photos/\(place)/\(photo)\" alt=\"\(Self.flat)照片 \(index + 1)\" width=\"480\" height=\"360\" loading=\"lazy\">"))
                #expect(list.contains("/lodging/photos/\(place)/\(photo)\"") == (index == 0))
                #expect(try await site.get("/lodging/photos/\(place)/\(photo)").status == 200)
            }
        }
    }

    /// Who does not have an answer at hand has the bed held, with the answers that are there; it is booked once the rest is answered.
    @Test(arguments: Engine.allCases) func aBedIsHeldWhileAnAnswerIsLookedFor(engine: Engine) async throws {
        try await LiveSite.with(engine) { site in
            let phone = "13700000041", place = try await Self.place(site), nights = "first=2020-12-14&end=2020-12-15"
            let sent = try await site.post("/phone-codes", #"{"phone":"\#(phone)","next":"register"}"#)
            let code = String((try sent.json["message"]?.string ?? "").drop { !$0.isNumber }.prefix(6))
            let token = try #require(try await site.post("/talents", #"{"phone":"\#(phone)","code":"\#(code)","consent":true}"#).json["token"]?.string)
            let look = "/lodging/\(place)/booking?\(nights)"
            let first = try await site.page(look, as: token).text
            #expect(!first.contains("先为我保留"), "first of all, who they are")
            let body = "37019919970203126", number = body + String(try #require(ResidentID.checkCharacter(of: body)))
            #expect(try await site.post("/me/identity", #"{"name":"于晓","kind":"resident_id","number":"\#(number)","consent":true}"#, as: token).status == 200)
            let page = try await site.page(look, as: token).text
            #expect(page.contains("formaction=\"/lodging/\(place)/holds\"") && page.contains("先为我保留 15 分钟"))
            let held = try await site.form("/lodging/\(place)/holds", "\(nights)&answers.purpose=job_seeking&answers.homes=none&lodgingConsent=true", as: token)
            #expect(held.status == 303, "\(held.text.prefix(1000))")
            let stay = try #require(held.header("Location"))
            func state() async throws -> String? { try await site.get(stay, as: token).json["stay"]?["summary"]?["state"]?.string }
            #expect(try await state() == "held")
            #expect(try await site.page(stay, as: token).text.contains("看看还缺什么"))
            let early = try await site.post("\(stay)/confirmation", "{}", as: token)
            #expect(early.status == 409)
            #expect(early.text.contains("学位") && !early.text.contains("来意"))
            #expect(try await state() == "held")
            #expect(try await site.post("/lodging/eligibility", #"{"area":"laoshan","answers":{"degree":["bachelor"]}}"#, as: token).status == 200)
            #expect(try await site.post("\(stay)/confirmation", "{}", as: token).status == 200)
            #expect(try await state() == "booked")
        }
    }

    /// A station opens a draw by its form; anybody downloads what `yizhan draw verify` reads.
    @Test(arguments: Engine.allCases) func aDrawIsOpenedByItsStationAndCheckedByAnybody(engine: Engine) async throws {
        try await LiveSite.with(engine) { site in
            let clerk = try await site.token(Self.clerk), place = try await Self.place(site), keeping = "/lodging/keeping/places/\(place)"
            #expect(try await site.page(keeping, as: clerk).text.contains("type=\"datetime-local\""))
            let draw = "title=%E5%86%AC%E8%87%B3%E6%8A%BD%E7%AD%BE&first=2020-12-21&end=2020-12-22&places=1&gender=any"
            let wrong = try await site.form("\(keeping)/draws", "\(draw)&closes=2020-12-23T18%3A00", as: clerk)
            #expect(wrong.status == 422)
            #expect(wrong.text.contains("id=\"f-closes-error\"") && wrong.text.contains("value=\"2020-12-23T18:00\""))
            let other = try await site.token("13800000002")
            #expect(try await site.form("\(keeping)/draws", "\(draw)&closes=2020-12-19T18%3A00", as: other).status == 404)
            let made = try await site.form("\(keeping)/draws", "\(draw)&closes=2020-12-19T18%3A00", as: clerk)
            #expect(made.status == 303, "\(made.text.prefix(1000))")
            #expect(made.header("Location") == "\(keeping)#draws")
            let listed = try #require(try await site.get(keeping, as: clerk).json["lodging"]?["draws"]?.items)
            let id = try #require(listed.first { $0["title"]?.string == "冬至抽签" }?["id"]?.string)
            #expect(try await site.page(keeping, as: clerk).text.contains("/draws/\(id)"))
            #expect(try await site.get("/draws/\(id)/transcript.json").status == 404, "the seed is a secret until the draw")
            #expect(try await site.post("/draws/\(id)/requests", "{}", as: try await site.token(Self.li)).status == 201)
            let promised = try #require(try await site.get("/draws/\(id)").json["draw"]?["seedHash"]?.string)
            let closes = Zone.china.instant(try #require(Day("2020-12-19")), hour: 18)
            try await RunDraw()(site.house, try #require(ID<BedDraw>(rawValue: id)), at: closes)
            let file = try await site.get("/draws/\(id)/transcript.json")
            #expect(file.status == 200)
            #expect(file.header("Content-Disposition")?.contains("draw-\(id).json") == true)
            let transcript = try JSONDecoder().decode(DrawTranscript.self, from: Data(file.bytes))
            #expect(transcript.verify(hash: site.house.secrets.sha256) == [])
            #expect(transcript.seedHash == promised)
            #expect(transcript.entries.map(\.outcome) == [.won])
            let page = try await site.page("/draws/\(id)").text
            #expect(page.contains("yizhan draw verify draw-\(id).json --published \(promised)") && page.contains("href=\"/draws/\(id)/transcript.json\""))
        }
    }
}
