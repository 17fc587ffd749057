import Cluster
import Domain
import Foundation
import SQL
import Testing
@testable import Services
@testable import Web

@Suite struct SiteTests {
    /// Somebody of each kind, by login.
    private static let people = [
        "applicant": "13800000012", "other applicant": "13800000008", "centre": "centre-handler", "hrss signer": "hrss-signer", "industry": "industry",
        "laoshan": "laoshan-hrss-handler", "shinan": "shinan-hrss-handler", "admin": "admin", "talent": "13800000021", "other talent": "13800000022",
    ]

    @Test(arguments: Engine.allCases) func everyRouteAnswersEverybodyAsItsPolicySays(engine: Engine) async throws {
        try await LiveSite.with(engine) { site in
            let draft = try await site.application("青岛青创空间管理有限公司"), open = try await site.application("青岛智航人工智能研究院有限公司")
            let round = "2020-1"
            let notice: String = try await site.house.database.read { tx in try tx.value("SELECT id FROM notices WHERE kind = 'public_notice' AND state = 'published'") ?? "" }
            let meeting: String = try await site.house.database.read { tx in try tx.value("SELECT id FROM meetings") ?? "" }
            let document: String = try await site.house.database.read { tx in try tx.value("SELECT id FROM documents") ?? "" }
            let station: String = try await site.house.database.read { tx in try tx.value("SELECT id FROM stations") ?? "" }
            let file: String = try await site.house.database.read { tx in try tx.value("SELECT id FROM files WHERE case_id = \(open)") ?? "" }
            let proof: String = try await site.house.database.read { tx in try tx.value("SELECT id FROM proofs") ?? "" }
            let lodging: String = try await site.house.database.read { tx in try tx.value("SELECT lodging_id FROM draws") ?? "" }
            let draw: String = try await site.house.database.read { tx in try tx.value("SELECT id FROM draws") ?? "" }
            let guest = try await site.token("13800000021")
            let stay = try await site.post("/lodging/\(lodging)/stays", #"{"first":"2020-12-14","end":"2020-12-15"}"#, as: guest).json["id"]?.string ?? ""
            let job: String = try await site.house.database.read { tx in try tx.value("SELECT id FROM jobs WHERE title = '后端开发工程师'") ?? "" }
            let employer: String = try await site.house.database.read { tx in try tx.value("SELECT organisation_id FROM jobs WHERE title = '后端开发工程师'") ?? "" }
            var values = ["programme": "qingdao-2020", "station": station, "number": "QDYZ-2020-001", "document": document, "notice": notice, "round": round, "case": open.rawValue,
                "meeting": meeting, "file": file, "receipt": "nothing", "account": "nobody", "name": "nothing", "proof": proof, "section": "education", "lodging": lodging, "place": lodging,
                "draw": draw, "stay": stay, "job": job, "organisation": employer, "standing": "nothing"]
            values["story"] = try await site.house.database.read { tx in try tx.value("SELECT id FROM stories WHERE state = 'published'") ?? "" }
            let openAPI = try await site.get("/openapi.json").json
            let check = SchemaCheck(document: openAPI)
            var walked = 0
            var tokens: [String: String] = [:]
            for (who, login) in Self.people { tokens[who] = try await site.token(login) }
            for route in site.server.routes where !route.isWrite && route.download == nil {
                for (who, token) in tokens.sorted(by: { $0.key < $1.key }) + [("visitor", "")] {
                    // The draft is its applicant's alone; everything else is asked for about the case under review.
                    values["case"] = route.template.hasPrefix("/applications/") ? draft.rawValue : open.rawValue
                    // A booking is asked for with its nights.
                    let path = Self.fill(route.template, values) + (route.template.hasSuffix("/booking") ? "?first=2020-12-20&end=2020-12-22" : "")
                    let got = try await site.get(path, as: token.isEmpty ? nil : token)
                    walked += 1
                    let actor = token.isEmpty ? Actor.visitor : try await Self.actor(site, token)
                    let admitted = route.access.admits(actor) { post in (try? site.house.library.programme(post.programme))?.office(post.office)?.powers ?? [] }
                    #expect(got.status < 500, "\(who) \(path): \(got.text.prefix(300))")
                    if !admitted { #expect([401, 403, 404].contains(got.status), "\(who) \(path) answered \(got.status)") }
                    if got.status == 200, let schema = openAPI["paths"]?[route.template]?["get"]?["responses"]?["200"]?["content"]?["application/json"]?["schema"] {
                        let problems = check.problems(try got.json, schema)
                        #expect(problems == [], "\(who) \(path)")
                    }
                }
            }
            print("routes × people walked on \(engine): \(walked)")
            #expect(walked > 300)
        }
    }

    /// What is somebody else's is not found: the applicant's case, draft, files and trail.
    @Test(arguments: Engine.allCases) func whatIsSomebodyElsesIsNotFound(engine: Engine) async throws {
        try await LiveSite.with(engine) { site in
            let draft = try await site.application("青岛青创空间管理有限公司"), open = try await site.application("青岛智航人工智能研究院有限公司")
            let file: String = try await site.house.database.read { tx in try tx.value("SELECT id FROM files WHERE case_id = \(open)") ?? "" }
            let outsider = try await site.token("13800000008"), shinan = try await site.token("shinan-hrss-handler"), centre = try await site.token("centre-handler"), owner = try await site.token("13800000012")
            for path in ["/cases/\(open)", "/cases/\(open)/trail", "/files/\(file)", "/applications/\(draft)"] {
                #expect(try await site.get(path, as: outsider).status == 404, "\(path) for another applicant")
                // Applications are for those who act for an organisation: an office does not come to the question whose it is.
                let district = try await site.get(path, as: shinan).status
                #expect(district == (path.hasPrefix("/applications/") ? 403 : 404), "\(path) for another district")
                let visitors = try await site.get(path).status
                #expect([401, 404].contains(visitors), "\(path) for a visitor")
            }
            // A draft is the applicant's own: offices do not see it.
            #expect(try await site.get("/applications/\(draft)", as: centre).status == 403)
            #expect(try await site.get("/cases/\(draft)", as: centre).status == 404)
            #expect(try await site.get("/applications/\(draft)", as: owner).status == 200)
            #expect(try await site.get("/cases/\(open)", as: centre).status == 200)
            // Verbs refuse in the same way, and change nothing.
            let records: @Sendable () async throws -> Int? = { try await site.house.database.read { tx in try tx.value("SELECT COUNT(*) FROM audit_records") } }
            let before = try await records()
            for (path, body) in [
                ("/cases/\(open)/decision", #"{"office":"hrss","act":"propose","ruling":"pass"}"#), ("/cases/\(open)/notes", #"{"text":"x"}"#),
                ("/cases/\(open)/assignment", #"{"office":"hrss","assignee":null}"#), ("/applications/\(draft)/withdrawal", #"{"reason":"x"}"#),
            ] {
                let status = try await site.post(path, body, as: outsider).status
                #expect([403, 404].contains(status), "\(path) answered \(status)")
            }
            let after = try await records()
            #expect(after == before)
        }
    }

    @Test func demoRoutesDoNotExistOutsideDemoMode() async throws {
        try await LiveSite.with(.sqlite, demo: false) { site in
            for (path, body) in [("/demo/role", #"{"account":"x"}"#), ("/demo/clock", #"{"advance":"day"}"#)] {
                let status = try await site.post(path, body).status
                #expect(status == 404, "\(path)")
            }
            #expect(try await site.get("/demo/messages").status == 404)
            #expect(try await site.get("/").status == 200)
        }
    }

    @Test func generatedPagesOfTheDocumentationAreFresh() async throws {
        try await LiveSite.with(.sqlite, demo: false) { site in
            let permissions = try String(contentsOfFile: "\(LiveSite.root)/docs/permissions.md", encoding: .utf8)
            #expect(permissions == YizhanSite.permissions(site.house), "run: yizhan describe permissions > docs/permissions.md")
        }
        let states = try String(contentsOfFile: "\(LiveSite.root)/docs/states.md", encoding: .utf8)
        #expect(states == YizhanSite.states, "run: yizhan describe states > docs/states.md")
    }

    private static func fill(_ template: String, _ values: [String: String]) -> String {
        Segment.parse(template).reduce(into: "") { path, segment in
            switch segment {
            case .literal(let text): path += "/" + text
            case .parameter(let name): path += "/" + (values[name] ?? "nothing")
            }
        }.ifEmpty("/")
    }

    private static func actor(_ site: LiveSite, _ token: String) async throws -> Actor {
        let hash = site.house.secrets.sha256(Array(token.utf8))
        return try await Sessions.find(site.house, tokenHash: hash)?.actor ?? .visitor
    }
}

extension String {
    fileprivate func ifEmpty(_ other: String) -> String { isEmpty ? other : self }
}
