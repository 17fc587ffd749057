import Cluster
import Domain
import Foundation
import SQL
import Testing
@testable import Services
@testable import Web
@testable import yizhan

/// The pages of talents, in both faces.
@Suite struct TalentPagesTests {
    private static let li = "13800000021", wang = "13800000022", zhou = "13800000024"

    private func code(in text: String) throws -> String {
        let after = try #require(text.range(of: "验证码 ")).upperBound
        return String(text[after...].prefix(6))
    }

    @Test(arguments: Engine.allCases) func aProgramRegistersAndFillsInAProfile(engine: Engine) async throws {
        try await LiveSite.with(engine) { site in
            let sent = try await site.post("/phone-codes", #"{"phone":"13811110001","next":"register"}"#)
            #expect(sent.status == 200)
            #expect(try sent.json["phone"] == .text("138****0001"))
            let code = try code(in: sent.text)
            let registered = try await site.post("/talents", #"{"phone":"13811110001","code":"\#(code)","consent":true}"#)
            #expect(registered.status == 201)
            guard case .text(let token)? = try registered.json["token"] else { throw Stop("no token") }
            #expect(try await site.get("/me", as: token).json["profile"]?["name"] == .text(""))
            let identity = try await site.post("/me/identity", #"{"name":"新人","kind":"resident_id","number":"110105491231002","consent":true}"#, as: token)
            #expect(identity.status == 422 && identity.text.contains("15 位身份证号码已停止使用"))
            let saved = try await site.post("/me/profile/education", #"{"answers":{"degree":["master"],"university":["某大学"]}}"#, as: token)
            #expect(saved.status == 200)
            let profile = try await site.get("/me", as: token).text
            #expect(profile.contains(#""zh":"硕士""#) && profile.contains("某大学"))
            // Signing in by a code: too soon is refused, a wrong code too, in the same words for everybody.
            #expect(try await site.post("/phone-codes", #"{"phone":"13811110001","next":"sign_in"}"#).status == 429)
            for phone in ["13811110001", "13811119999"] {
                let wrong = try await site.post("/session/code", #"{"phone":"\#(phone)","code":"000000"}"#)
                #expect(wrong.status == 422 && wrong.text.contains("wrong_code"))
            }
        }
    }

    @Test func aBrowserSeesTheSameInItsFace() async throws {
        try await LiveSite.with(.sqlite) { site in
            let token = try await site.token(Self.li)
            let me = try await site.page("/me", as: token)
            #expect(me.status == 200)
            for wanted in ["<h1>李雪</h1>", "370***********9249", "已核验", "由市人才服务中心核验", "由面试码核验，有效期至 12月11日", "山东大学", "href=\"/me/proofs\""] { #expect(me.text.contains(wanted), "\(wanted)") }
            #expect(!me.text.contains("370199199803129249"))
            let data = try await site.page("/me/data", as: token)
            #expect(data.text.contains("370199199803129249") && data.text.contains("办理痕迹"))
            #expect(try await site.page("/me/proofs", as: token).text.contains("核验学位"))
            #expect(try await site.page("/me/consents", as: token).text.contains("identity-1"))
            #expect(try await site.page("/me/profile/places", as: token).text.contains("山东省济南市历城区"))
            #expect(try await site.page("/me/profile/nothing", as: token).status == 404)
            #expect(try await site.page("/talents/new?lang=en", as: nil).text.contains("Mobile number"))
            // A visitor signs in first; an organisation's contact is asked whether they want to be here for themselves.
            #expect(try await site.page("/me", as: nil).status == 401)
            #expect(try await site.page("/me", as: try await site.token("13800000001")).text.contains("登记为人才用户"))
            #expect(try await site.page("/universities?q=%E9%9D%92%E5%B2%9B", as: nil).text.contains("<li>青岛大学</li>"))
            #expect(try await site.page("/majors?q=%E8%BD%AF%E4%BB%B6", as: nil).text.contains("<li>软件工程</li>"))
            #expect(try await site.page("/me/profile/education", as: token).text.contains("data-suggest=\"/majors\""))
            // In the language of the page.
            let english = try await site.page("/me/data?lang=en", as: token).text
            #expect(english.contains("Degree certificate") && english.contains("Checking the profile"))
            #expect(try await site.get("/divisions?q=370212").json["suggestions"] == .list([.text("山东省青岛市崂山区")]))
        }
    }

    @Test(arguments: Engine.allCases) func proofsAreSeenByTheirOwnerAndWhomTheyLet(engine: Engine) async throws {
        try await LiveSite.with(engine) { site in
            let li = try await site.token(Self.li), wang = try await site.token(Self.wang), centre = try await site.token("centre-handler"), industry = try await site.token("industry")
            let proof: String = try await site.house.database.read { tx in try tx.value("SELECT id FROM proofs") ?? "" }
            #expect(try await site.get("/proofs/\(proof)/file", as: li).status == 200)
            #expect(try await site.get("/proofs/\(proof)/file", as: wang).status == 404)
            #expect(try await site.post("/proofs/\(proof)/looks", #"{"why":"好奇"}"#, as: industry).status == 404)
            #expect(try await site.post("/proofs/\(proof)/looks", #"{"why":""}"#, as: centre).status == 422)
            #expect(try await site.post("/proofs/\(proof)/looks", #"{"why":"再查一次"}"#, as: centre).status == 200)
            #expect(try await site.get("/proofs/\(proof)/file", as: centre).status == 200)
            #expect(try await site.get("/me/proofs", as: li).text.contains("再查一次"))
            #expect(try await site.get("/proof-checks", as: centre).text.contains("李雪"))
            #expect(try await site.get("/proof-checks?after=\(proof)", as: centre).text.contains("李雪") == false)
            // A proof that is not on the list, or not any more: the list begins anew.
            #expect(try await site.get("/proof-checks?after=JaeeaIo9", as: centre).text.contains("李雪"))
            #expect(try await site.get("/proof-checks", as: industry).status == 403)
            for path in ["removal", "uses/end"] {
                #expect(try await site.post("/proofs/\(proof)/\(path)", path == "removal" ? "{}" : #"{"use":"x"}"#, as: wang).status == 404, "\(path)")
            }
            #expect(try await site.post("/proofs/\(proof)/uses", #"{"purpose":"stay","subject":"x","consent":true}"#, as: wang).status == 404)
        }
    }

    @Test(arguments: Engine.allCases) func closingSignsOutAndNamesWhatIsKept(engine: Engine) async throws {
        try await LiveSite.with(engine) { site in
            // Whoever has booked a bed cancels first; he has none.
            let token = try await site.token(Self.zhou)
            let page = try await site.post("/me/closing", #"{"password":"\#(DemoWorld.password)","understood":true}"#, as: token)
            #expect(page.status == 200)
            #expect(try page.json["keeps"]?.items?.count == site.house.keptAfterClosing.count)
            #expect(try await site.get("/me", as: token).status == 401)
            await #expect(throws: Refusal.self) { try await site.token(Self.zhou) }
        }
    }

    @Test(arguments: Engine.allCases) func organisationsIssueCodesAndTakeThemBack(engine: Engine) async throws {
        try await LiveSite.with(engine) { site in
            let token = try await site.token("13800000001"), li = try await site.token(Self.li)
            let body = #"{"name":"王航","phone":"13800000022","position":"产品经理","place":"崂山区","firstDay":"2020-12-10"}"#
            #expect(try await site.post("/interviews", body, as: li).status == 403)
            #expect(try await site.post("/interviews", body, as: token).status == 201)
            let list = try await site.get("/interviews", as: token).json["interviews"]?["interviews"]
            let codes = list?.items ?? []
            #expect(codes.count == 2)
            let fresh = try #require(codes.first { $0["state"] == .text("issued") })
            guard case .text(let number)? = fresh["number"], case .text(let id)? = fresh["id"] else { throw Stop("no number") }
            #expect(try await site.post("/me/interviews", #"{"number":"\#(number)"}"#, as: li).status == 422)
            #expect(try await site.post("/interviews/\(id)/revocation", "{}", as: token).status == 200)
            #expect(try await site.post("/me/interviews", #"{"number":"\#(number)"}"#, as: try await site.token(Self.wang)).status == 422)
        }
    }
}
