import Cluster
import Domain
import ProgrammeText
import SQL
@testable import Services
import Testing

@Suite struct EntitlementTests {
    private static let master = [
        "degree": ["master"], "education": ["postgraduate"], "graduation_date": ["2019-06-30"], "birth_date": ["1994-05-05"], "insurance": ["370212"], "work": ["370212"], "homes": ["none"],
        "rents_home": ["yes"], "months_insured": ["14"], "home_contract": ["no"], "first_job": ["no"], "own_company": ["no"], "school_child": ["no"], "high_level_talent": ["no"], "skill_level": ["none"],
        "contract_from": ["2019-08-01"], "talent_class": ["none"], "certificate_on": ["2015-01-01"],
    ]

    /// Somebody who is not known answers, and nothing is kept.
    @Test(arguments: Engine.allCases) func anybodyMayTry(_ engine: Engine) async throws {
        try await withHouse(engine) { test in
            for text in RealTexts.policies { try await test.publish(text) }
            let house = test.house
            let blank = try await house.entitlements(for: .visitor)
            #expect(!blank.isOwn && blank.best == nil && blank.questions.count == 3 && blank.open > 10)
            #expect(blank.policies.allSatisfy { $0.standing == .unknown })
            let view = try await house.entitlements(Self.master, for: .visitor)
            #expect(view.questions == [] && view.open == 0)
            func line(_ code: String) throws -> EntitlementLineView { try #require(view.policies.first { $0.policy.code == code }) }
            // 36 months of 1,200 yuan, or 12,000 yuan once: not both.
            #expect(try line("rent-subsidy").standing == .entitled && line("rent-subsidy").amount == Fen(4_320_000) && line("rent-subsidy").excludedBy.map(\.name.zh) == ["来青就业生活补贴（示例）"])
            #expect(try line("living-allowance").amount == Fen(1_200_000))
            #expect(try line("settlement").standing == .entitled && line("settlement").amount == nil)
            #expect(try line("home-purchase").standing == .nearly && line("home-purchase").reasons.contains { $0.change?.zh == "在青首套住房网签为“是”即符合" })
            let best = try #require(view.best)
            #expect(best.worth == Fen(4_320_000) && !best.isAtLeast)
            #expect(Set(best.policies.map(\.name.zh)) == ["高校毕业生住房补贴（示例）", "人才落户服务（示例）", "人才公寓租赁（示例）"])
            #expect(best.conflicts.count == 1)
            let kept: Int? = try await test.database.read { tx in try tx.value("SELECT COUNT(*) FROM talent_facts") }
            #expect(kept == 0)
            // What cannot be read is refused by name, and asked again at once.
            let wrong = await refused("invalid", .invalid) { try await house.entitlements(["graduation_date": ["gestern"]], for: .visitor) }
            #expect(wrong?.fields.map(\.field) == ["answers.graduation_date"])
            #expect(try await house.entitlements(["graduation_date": ["gestern"]], lenient: true, for: .visitor).questions.first?.fact == "graduation_date")
            // What is left blank comes last.
            let first = try #require(blank.questions.first?.fact)
            #expect(try await !house.entitlements(skipped: [first], for: .visitor).questions.contains { $0.fact == first })
        }
    }

    @Test(arguments: Engine.allCases) func talentsAreJudgedByTheirProfile(_ engine: Engine) async throws {
        try await withHouse(engine) { test in
            for text in RealTexts.policies { try await test.publish(text) }
            let house = test.house, actor = try await test.talent(1)
            _ = try await SaveProfile(answers: Self.master.filter { !["rents_home"].contains($0.key) })(house, by: actor)
            let before = try await house.entitlements(for: actor)
            #expect(before.isOwn && before.questions.map(\.fact) == ["rents_home"])
            _ = try await SaveProfile(answers: ["rents_home": ["yes"]])(house, by: actor)
            let view = try await house.entitlements(for: actor)
            #expect(view.best?.worth == Fen(4_320_000) && view.questions == [])
            // Time alone brings it: the contract is six months old on 1 May.
            _ = try await SaveProfile(answers: ["first_job": ["yes"], "contract_from": ["2020-11-01"], "graduation_date": ["2020-06-30"]])(house, by: actor)
            let job = try #require(try await house.entitlements(for: actor).policies.first { $0.policy.code == "first-job" })
            #expect(job.standing == .nearly)
            #expect(job.comes == (try day("2021-05-01")))
            try await test.move(to: try moment("2021-05-01"))
            let then = try #require(try await house.entitlements(for: actor).policies.first { $0.policy.code == "first-job" })
            #expect(then.standing == .entitled && then.amount == Fen(499_998))
        }
    }

    @Test(arguments: Engine.allCases) func organisationsAnswerForThemselves(_ engine: Engine) async throws {
        try await withHouse(engine) { test in
            for text in RealTexts.policies { try await test.publish(text) }
            let house = test.house, one = try await test.applicant(1), other = try await test.applicant(2)
            let organisation = try #require(one.organisations.first)
            let blank = try await house.entitlements(audience: .employer, for: one)
            #expect(blank.organisation == organisation && blank.policies.count == 4 && blank.open > 5)
            let wrong = await refused("invalid", .invalid) { try await SaveOrganisationFacts(answers: ["staff": ["viele"], "degree": ["master"]])(house, organisation, by: one) }
            #expect(wrong?.fields.map(\.field) == ["answers.degree", "answers.staff"])
            let answers = [
                "organisation_kind": ["company"], "size": ["small"], "insured_staff": ["40"], "graduates_hired": ["4"], "wages_owed": ["no"], "layoff_rate": ["0"], "founded_on": ["2015-03-01"], "registered_in": ["370212"],
                "internship_base": ["no"], "high_tech": ["no"],
            ]
            _ = try await SaveOrganisationFacts(answers: answers)(house, organisation, by: one)
            let view = try await house.entitlements(audience: .employer, for: one)
            // 36,000 for hiring, or 15,000 for keeping: the one worth more.
            #expect(view.best?.worth == Fen(3_600_000) && view.best?.conflicts.count == 1 && view.questions == [])
            // Nobody else reads or writes it.
            await refused("not_found") { try await SaveOrganisationFacts(answers: ["staff": ["1"]])(house, organisation, by: other) }
            await refused("not_found") { try await house.entitlements(audience: .employer, organisation: organisation, for: other) }
            #expect(try await house.entitlements(audience: .employer, for: other).best == nil)
            // What is sent empty is forgotten.
            _ = try await SaveOrganisationFacts(answers: ["graduates_hired": [""]])(house, organisation, by: one)
            #expect(try await house.entitlements(audience: .employer, for: one).questions.map(\.fact) == ["graduates_hired"])
        }
    }

    /// What the command answers is what the page answers, without a database.
    @Test func theCommandsSheetNeedsNoDatabase() throws {
        let programme = try RealTexts.programme.get().0, shelf = PolicyShelf(reader: PolicyTextReader())
        let terms = RealTexts.policies.compactMap { shelf.read($0, in: programme).terms }.filter { $0.audience == .talent }
        #expect(terms.count == 11)
        let facts = Facts(["education": .init(.choice(["college"]))])
        let sheet = House.entitlements(terms, of: facts, in: programme, on: try day("2020-12-07"))
        #expect(sheet.due.map { sheet.answers[$0].policy.terms.code } == ["settlement"] && sheet.worth == Fen(0) && sheet.best == sheet.due)
    }
}
