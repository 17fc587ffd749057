import Cluster
import Domain
import Foundation
import SQL
import Testing
@testable import Services
@testable import Web

/// The public side of lodging over the demonstration world: what a graduate comes to, in both faces.
@Suite struct LodgingTests {
    private static let flat = "海蓝人才公寓"

    private static func place(_ site: LiveSite, _ name: String = flat) async throws -> String {
        try await site.house.database.read { tx in try #require(try tx.value("SELECT id FROM lodgings WHERE name = \(name)") as String?) }
    }

    /// What a browser with a session of programs sends: a form, answered as a page.
    private static func stays(_ site: LiveSite, _ account: String) async throws -> [String] {
        try await site.house.database.read { tx in
            try tx.rows("SELECT state, first_night, end_day FROM stays WHERE account_id = \(account) ORDER BY first_night")
                .map { "\(try $0("state") as String) \(try $0("first_night") as String)/\(try $0("end_day") as String)" }
        }
    }

    /// Somebody new, by code, without a document.
    private static func newcomer(_ site: LiveSite, _ phone: String) async throws -> (token: String, account: String) {
        let sent = try await site.post("/phone-codes", #"{"phone":"\#(phone)","next":"register"}"#)
        let code = String((try sent.json["message"]?.string ?? "").drop { !$0.isNumber }.prefix(6))
        let made = try await site.post("/talents", #"{"phone":"\#(phone)","code":"\#(code)","consent":true}"#)
        return (try #require(try made.json["token"]?.string), try #require(try made.json["account"]?.string))
    }

    @Test(arguments: Engine.allCases) func visitorsSeeBedsAndLearnWhetherTheyAreEntitled(engine: Engine) async throws {
        try await LiveSite.with(engine) { site in
            let list = try await site.get("/lodging").json
            let places = try #require(list["availability"]?["places"]?.items)
            let kinds: Set<String> = Set(places.compactMap { place in place["lodging"]?["kind"]?.string })
            #expect(kinds == ["own", "allotment", "referral"])
            let referral = places.first { $0["lodging"]?["kind"]?.string == "referral" }
            #expect(referral?["free"]?.items?.count == 0, "a referral keeps no bed")
            let page = try await site.page("/lodging?area=laoshan")
            #expect(page.status == 200)
            #expect(page.text.contains(Self.flat) && !page.text.contains("汇才协议酒店"))

            func verdict(_ answers: String) async throws -> String {
                let got = try await site.post("/lodging/eligibility", #"{"area":"laoshan","answers":\#(answers)}"#)
                return try got.json["eligibility"]?["verdict"]?.string ?? "\(got.status) \(got.text)"
            }
            #expect(try await verdict("{}") == "unknown")
            #expect(try await verdict(#"{"purpose":["other"]}"#) == "no")
            #expect(try await verdict(#"{"purpose":["job_seeking"],"homes":["370212"],"degree":["bachelor"]}"#) == "no")
            #expect(try await verdict(#"{"purpose":["job_seeking"],"homes":["370203"],"degree":["bachelor"]}"#) == "yes")
            let wrong = try await site.post("/lodging/eligibility", #"{"answers":{"homes":["某地"]}}"#)
            #expect(wrong.status == 422)
            let field: String? = try wrong.json["errors"]?.items?.first?["field"]?.string
            #expect(field == "answers.homes")
        }
    }

    /// Document and answers are asked for with the booking; a mistake brings everything back, and books nothing.
    @Test(arguments: Engine.allCases) func whatIsMissingIsAskedOnTheWayAndNothingIsLost(engine: Engine) async throws {
        try await LiveSite.with(engine) { site in
            let (token, account) = try await Self.newcomer(site, "13700000031"), place = try await Self.place(site)
            let query = "first=2020-12-14&end=2020-12-16"
            let look = try await site.get("/lodging/\(place)/booking?\(query)", as: token).json
            let booking: JSON? = look["booking"]
            #expect(booking?["wantsIdentity"] == JSON.bool(true) && booking?["wantsConsent"] == JSON.bool(true))
            let asked: [String] = (booking?["eligibility"]?["questions"]?.items ?? []).compactMap { $0["fact"]?.string }
            #expect(asked == ["purpose", "homes", "degree", "high_level_talent"])
            let answers = "answers.purpose=job_seeking&answers.homes=none&answers.degree=bachelor"
            let wrong = try await site.form("/lodging/\(place)/stays", "\(query)&name=%E4%BA%8E%E6%99%93&kind=resident_id&number=370199199803129240&consent=true&lodgingConsent=true&\(answers)", as: token)
            #expect(wrong.status == 422)
            #expect(wrong.text.contains("value=\"于晓\"") && wrong.text.contains("value=\"bachelor\" checked"))
            #expect(try await Self.stays(site, account) == [])
            let number = "37019919970203122", right = number + String(try #require(ResidentID.checkCharacter(of: number)))
            let silent = try await Self.newcomer(site, "13700000032"), body = "37019919970203124", another = body + String(try #require(ResidentID.checkCharacter(of: body)))
            let without = try await site.form(
                "/lodging/\(place)/stays", "\(query)&name=%E4%BA%8E%E6%99%93&kind=resident_id&number=\(another)&consent=true&\(answers)", as: silent.token)
            #expect(without.status == 409)
            #expect(without.text.contains("name=\"lodgingConsent\"") && without.text.contains("请阅读并同意个人信息的使用说明"))
            #expect(try await Self.stays(site, silent.account) == [])
            let booked = try await site.form("/lodging/\(place)/stays", "\(query)&name=%E4%BA%8E%E6%99%93&kind=resident_id&number=\(right)&consent=true&lodgingConsent=true&\(answers)", as: token)
            #expect(booked.status == 303, "\(booked.text.prefix(2000))")
            #expect(try await Self.stays(site, account) == ["booked 2020-12-14/2020-12-16"])
            let mine = try await site.get("/stays", as: token).json
            let used: JSON? = mine["stays"]?["entitlement"]?.items?.first?["nightsUsed"]
            #expect(used == JSON.number("2"))
            let location = try #require(booked.header("Location"))
            let stay = try await site.page(location, as: token)
            let code = try #require(try await site.get(location, as: token).json["stay"]?["code"]?.string)
            #expect(stay.text.contains("\(code.prefix(3)) \(code.suffix(3))"))
            // It is its guest's alone.
            let other = try await site.token("13800000021")
            #expect(try await site.get(location, as: other).status == 404)
            #expect(try await site.get(location).status == 401)
            #expect(try await site.get(location + "/code.svg", as: other).status == 404)
        }
    }

    /// A condition on a fact that the city's own file adds: asked on the page, kept in the profile, and the bed is booked.
    @Test(arguments: Engine.allCases) func aFactOfTheProgrammeIsAskedKeptAndDecides(engine: Engine) async throws {
        try await LiveSite.with(engine, demo: true, programmes: Self.askingMonths) { site in
            let token = try await site.token("13800000021"), place = try await Self.place(site), body = #"{"first":"2020-12-14","end":"2020-12-16"}"#
            let early = try await site.post("/lodging/\(place)/stays", body, as: token)
            #expect(early.status == 409 && early.text.contains("questions_open"))
            let asked: [String] = (try await site.get("/lodging/eligibility?area=laoshan", as: token).json["eligibility"]?["questions"]?.items ?? []).compactMap { $0["fact"]?.string }
            #expect(asked == ["months_away"])
            #expect(try await site.page("/lodging/eligibility?area=laoshan", as: token).text.contains("您离开本市几个月了？"))
            let wrong = try await site.form("/lodging/eligibility", "area=laoshan&asked=months_away&answers.months_away=700", as: token)
            #expect(wrong.status == 422 && wrong.text.contains("最大为 600"))
            let kept = try await site.form("/lodging/eligibility", "area=laoshan&asked=months_away&answers.months_away=12", as: token)
            #expect(kept.status == 303)
            #expect(try await site.page("/me", as: token).text.contains("离开本市的月数"))
            #expect(try await site.page("/me/profile/programme-qingdao-2020", as: token).text.contains("value=\"12\""))
            #expect(try await site.post("/lodging/\(place)/stays", body, as: token).status == 201)
        }
    }

    /// The programme, with one more condition, on a fact of its own.
    private static func askingMonths(_ given: Programme) -> Programme {
        guard let rules = given.lodging else { return given }
        let months = Fact(
            id: "months_away", name: Words("离开本市的月数", "Months away"), question: Words("您离开本市几个月了？", "For how many months have you been away?"), kind: .number(atLeast: 0, atMost: 600, unit: nil))
        let lodging = LodgingRules(
            clause: rules.clause, stay: rules.stay, afterFree: rules.afterFree, eligible: .all([rules.eligible, .leaf(.init(months, .amount(atLeast: 6, atMost: nil)))]), proofs: rules.proofs,
            noShow: rules.noShow, release: rules.release, subsidy: rules.subsidy, blackouts: rules.blackouts, neverBy: rules.neverBy)
        return Programme(
            id: given.id, name: given.name, version: given.version, hash: given.hash, notice: given.notice, zone: given.zone, calendar: given.calendar, levels: given.levels, offices: given.offices,
            areas: given.areas, rounds: given.rounds, stationKinds: given.stationKinds, fields: given.fields, placementGrounds: given.placementGrounds, targets: given.targets, forms: given.forms,
            procedures: given.procedures, provisions: given.provisions, services: given.services, indicators: given.indicators, division: given.division,
            facts: FactCatalogue(given.facts.facts + [months]), lodging: lodging)
    }

    /// The whole place is closed for a night: the page says so, offers the waitlist, and the waitlist takes the person.
    @Test(arguments: Engine.allCases) func fullNightsLeadToTheWaitlist(engine: Engine) async throws {
        try await LiveSite.with(engine) { site in
            let token = try await site.token("13800000021"), place = try await Self.place(site)
            let keeper = try await site.house.database.read { tx in
                let row = try #require(try tx.row("SELECT m.account_id AS account, m.organisation_id AS organisation FROM lodgings l JOIN stations s ON s.id = l.station_id JOIN members m ON m.organisation_id = s.organisation_id WHERE l.id = \(place)"))
                return Actor(kind: .person(try row("account")), name: "林悦", organisations: [try row("organisation")])
            }
            _ = try await CloseLodging(first: try #require(Day("2020-12-15")), end: try #require(Day("2020-12-16")), reason: "检修")(
                site.house, try #require(ID<Lodging>(rawValue: place)), by: keeper)
            let path = "/lodging/\(place)/booking?first=2020-12-15&end=2020-12-16"
            let obstacle: String? = try await site.get(path, as: token).json["booking"]?["obstacle"]?["code"]?.string
            #expect(obstacle == "no_bed")
            let page = try await site.page(path, as: token)
            #expect(page.text.contains("加入候补") && !page.text.contains("确认预订"))
            let refused = try await site.post("/lodging/\(place)/stays", #"{"first":"2020-12-15","end":"2020-12-16"}"#, as: token)
            #expect(refused.status == 409)
            let joined = try await site.form("/lodging/\(place)/waitlist", "first=2020-12-15&end=2020-12-16", as: token)
            #expect(joined.status == 303)
            let waiting: [JSON] = try await site.get("/stays", as: token).json["stays"]?["waiting"]?.items ?? []
            let nights: [String] = waiting.compactMap { $0["first"]?.string }
            #expect(nights == ["2020-12-15"])
            let again = try await site.page(path, as: token)
            #expect(again.text.contains("您已在这几晚的候补名单中"))
        }
    }
}
