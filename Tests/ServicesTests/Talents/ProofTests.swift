import Cluster
import Domain
import SQL
@testable import Services
import Testing

@Suite struct ProofTests {
    private func look(_ test: TestHouse, _ proof: ID<Proof>, as login: String, why: String = "核验学位") async throws -> [UInt8] {
        let actor = try await test.staff(login)
        _ = try await LookAtProof(why: why)(test.house, proof, by: actor)
        return try await test.house.proofFile(proof, for: actor).bytes
    }

    private func fact(_ test: TestHouse, _ proof: ID<Proof>, _ id: String) async throws -> CheckedFact {
        try #require(try await test.house.proofCheck(proof, for: try await test.staff("centre.handler")).facts.first { $0.id == id })
    }

    @Test(arguments: Engine.allCases) func onlyWhomTheOwnerLetsMayLookAndEachLookIsSeen(_ engine: Engine) async throws {
        try await withHouse(engine) { test in
            let house = test.house, actor = try await test.person(1), other = try await test.person(2)
            let proof = try await test.addProof(actor)
            #expect(try await house.proofFile(proof, for: actor).bytes == TestHouse.pdf)
            for outsider in [other, try await test.staff("centre.handler"), try await test.staff("admin"), .visitor] {
                await refused("not_found", .notFound) { try await LookAtProof(why: "好奇")(house, proof, by: outsider) }
                await refused("not_found", .notFound) { try await house.proofFile(proof, for: outsider) }
            }
            try await test.allowCheck(proof, by: actor)
            // Why first; it lasts an hour.
            let centre = try await test.staff("centre.handler")
            await refused("say_why", .conflict) { try await house.proofFile(proof, for: centre) }
            // The offices that take applications in may; those that only review, and another talent, may not.
            #expect(try await look(test, proof, as: "centre.handler") == TestHouse.pdf)
            test.clock.advance(seconds: 3601)
            await refused("say_why", .conflict) { try await house.proofFile(proof, for: centre) }
            _ = try await look(test, proof, as: "laoshan.hrss.handler", why: "办理住宿")
            for outsider in [other, try await test.staff("industry.handler")] { await refused("not_found", .notFound) { try await LookAtProof(why: "好奇")(house, proof, by: outsider) } }
            let silent = await refused("invalid", .invalid) { try await look(test, proof, as: "centre.handler", why: " ") }
            #expect(silent?.fields.map(\.field) == ["why"])
            let wallet = try #require(try await house.proofs(for: actor).proofs.first)
            let offices = ["laoshan.hrss", "centre"].compactMap { test.programme.office($0)?.name }
            #expect(wallet.looks.map(\.why) == ["办理住宿", "核验学位"] && wallet.looks.map(\.office) == offices)
            #expect(try await house.proofs(for: other).proofs.isEmpty)
            // The use ends, and with it the looks.
            _ = try await EndProofUse(use: try #require(wallet.uses.first).id)(house, proof, by: actor)
            await refused("not_found", .notFound) { try await look(test, proof, as: "centre.handler") }
            #expect(try await house.proofChecks(for: try await test.staff("centre.handler")).checks.isEmpty)
        }
    }

    @Test(arguments: Engine.allCases) func anOfficeAcceptsWhatItHasSeen(_ engine: Engine) async throws {
        try await withHouse(engine) { test in
            let house = test.house, actor = try await test.person(1), checker = try await test.staff("centre.handler")
            _ = try await SaveProfile(answers: ["degree": ["bachelor"], "education": ["undergraduate"]])(house, "education", by: actor)
            let proof = try await test.addProof(actor, expires: try day("2020-12-31"))
            try await test.allowCheck(proof, by: actor)
            let degree = try await fact(test, proof, "degree")
            #expect(degree.words.zh == "学士" && degree.state == .stated)
            await refused("not_looked_at", .conflict) { try await AcceptProof(proof: proof, fact: "degree", statedAt: degree.statedAt)(house, by: checker) }
            _ = try await look(test, proof, as: "centre.handler")
            // A certificate of a degree says nothing on education; what was changed meanwhile was not looked at.
            await refused("invalid", .invalid) { try await AcceptProof(proof: proof, fact: "education", statedAt: degree.statedAt)(house, by: checker) }
            await refused("fact_changed", .conflict) { try await AcceptProof(proof: proof, fact: "degree", statedAt: degree.statedAt.adding(seconds: -1))(house, by: checker) }
            await refused("invalid", .invalid) { try await AcceptProof(proof: proof, fact: "degree", statedAt: degree.statedAt, until: try day("2020-01-01"))(house, by: checker) }
            _ = try await AcceptProof(proof: proof, fact: "degree", statedAt: degree.statedAt, until: try day("2021-12-31"))(house, by: checker)
            // Not longer than the proof itself holds.
            let proven = try #require(try await test.facts(of: actor).known["degree"])
            #expect(proven.proof == .init(until: try day("2020-12-31")))
            let shown = try #require(try await house.profile(for: actor)?.sections.flatMap(\.facts).first { $0.id == "degree" })
            #expect(shown.state == .proven && shown.provenBy?.zh == "市人才服务中心")
            #expect(try await test.messages(actor) == ["资料已核验"])
            #expect(try await test.verbs("account", try #require(actor.account).rawValue).suffix(2) == ["proof_looked_at", "fact_proven"])
            // It runs out by programme time.
            try await test.move(to: try moment("2021-01-01"))
            #expect(try await house.profile(for: actor)?.sections.flatMap(\.facts).first { $0.id == "degree" }?.state == .expired)
            // The same answer again keeps the proof; another loses it.
            _ = try await SaveProfile(answers: ["degree": ["bachelor"]])(house, "education", by: actor)
            #expect(try await test.facts(of: actor).known["degree"]?.proof != nil)
            _ = try await SaveProfile(answers: ["degree": ["master"]])(house, "education", by: actor)
            #expect(try await test.facts(of: actor).known["degree"] == .init(.choice(["master"])))
        }
    }

    /// Two people: whoever sits in an office does not accept their own.
    @Test(arguments: Engine.allCases) func nobodyAcceptsTheirOwn(_ engine: Engine) async throws {
        try await withHouse(engine) { test in
            let house = test.house, actor = try await test.person(1), office = try await test.staff("centre.handler")
            let both = Domain.Actor(kind: actor.kind, name: "", posts: office.posts)
            _ = try await SaveProfile(answers: ["degree": ["bachelor"]])(house, "education", by: actor)
            let proof = try await test.addProof(actor)
            try await test.allowCheck(proof, by: actor)
            let stated = try await fact(test, proof, "degree").statedAt
            _ = try await LookAtProof(why: "自己看自己")(house, proof, by: both)
            await refused("own_proof", .forbidden) { try await AcceptProof(proof: proof, fact: "degree", statedAt: stated)(house, by: both) }
            #expect(try await test.facts(of: actor).known["degree"]?.proof == nil)
        }
    }

    @Test(arguments: Engine.allCases) func aRemovedProofIsGoneAndWhatItProvedStays(_ engine: Engine) async throws {
        try await withHouse(engine) { test in
            let house = test.house, actor = try await test.person(1), checker = try await test.staff("centre.handler")
            _ = try await SaveProfile(answers: ["degree": ["bachelor"]])(house, "education", by: actor)
            let proof = try await test.addProof(actor)
            try await test.allowCheck(proof, by: actor)
            _ = try await look(test, proof, as: "centre.handler")
            _ = try await AcceptProof(proof: proof, fact: "degree", statedAt: try await fact(test, proof, "degree").statedAt)(house, by: checker)
            await refused("not_found", .notFound) { try await RemoveProof()(house, proof, by: try await test.person(2)) }
            _ = try await RemoveProof()(house, proof, by: actor)
            await refused("not_found", .notFound) { try await house.proofFile(proof, for: actor) }
            #expect(try await house.proofs(for: actor).proofs.isEmpty)
            #expect(try await test.facts(of: actor).known["degree"]?.proof == .init())
            #expect(try await test.count("SELECT COUNT(*) FROM proof_uses WHERE revoked_at IS NULL") == 0)
            // The file goes with the next sweep.
            let before = test.files.all.count
            test.clock.advance(seconds: 2 * 86_400)
            #expect(try await Sweep(house)() == 1)
            #expect(test.files.all.count == before - 1)
            await refused("file_type", .unsupported) { try await AddProof(kind: .other, name: "x.txt", bytes: Array("text".utf8))(house, by: actor) }
            await refused("not_a_talent", .forbidden) { try await test.addProof(try await test.applicant(1)) }
        }
    }
}
