import Cluster
import Domain
import SQL
@testable import Services
import Testing

@Suite struct KeepPolicyTests {
    @Test(arguments: Engine.allCases) func aNewPolicyBeginsWithEveryPart(_ engine: Engine) async throws {
        try await withHouse(engine) { test in
            let house = test.house, writer = try await test.staff("centre.handler"), page = try await house.policyText(for: writer)
            #expect(page.talentFacts.contains { $0.id == "degree" } && page.employerFacts.contains { $0.id == "size" })
            // As it stands each empty part is reported; once filled in it is a policy.
            #expect(Set(try house.readPolicyText(page.text).mistakes.map(\.path)).isSuperset(of: ["policy", "title.zh", "source.number", "office"]))
            let text = page.text.replacing("policy:\n", with: "policy: new-one\n").replacing("{ zh: , en: }", with: "{ zh: 补贴, en: Subsidy }").replacing("office:\n", with: "office: hrss\n")
                .replacing("{ number: , title: , clause: , url: }", with: "{ number: 一号, title: 办法, clause: 第二条, url: https://example.org/1 }")
            #expect(try house.readPolicyText(text).mistakes == [])
            _ = try await test.write(text)
        }
    }

    @Test(arguments: Engine.allCases) func oneWritesAndAnotherPublishes(_ engine: Engine) async throws {
        try await withHouse(engine) { test in
            let house = test.house, writer = try await test.staff("centre.handler"), second = try await test.staff("hrss.handler")
            let id = try await test.write(TestHouse.policyText())
            // Nobody else sees the draft.
            #expect(try await house.policies(for: .visitor).policies == [])
            await refused("not_found") { try await house.policy(id, for: .visitor) }
            await refused("not_found") { try await house.policy(id, version: 1, for: try await test.applicant(1)) }
            #expect(try await house.policies(for: second).drafts.map(\.mayPublish) == [true])
            #expect(try await house.policies(for: writer).drafts.map(\.mayPublish) == [false])
            await refused("own_text", .conflict) { try await PublishPolicy()(house, id, 1, by: writer) }
            // Who only added to it has written at it too.
            let other = try await test.staff("centre.checker")
            _ = try await WritePolicy(text: TestHouse.policyText(title: "生活补贴（一）"))(house, by: other)
            for actor in [writer, other] { await refused("own_text", .conflict) { try await PublishPolicy()(house, id, 1, by: actor) } }
            #expect(try await test.policyState(id, 1) == "draft")
            _ = try await PublishPolicy()(house, id, 1, by: second)
            #expect(try await test.policyState(id, 1) == "published")
            await refused("policy_published", .conflict) { try await PublishPolicy()(house, id, 1, by: second) }
            let page = try await house.policy(id, for: .visitor)
            #expect(page.summary.title.zh == "生活补贴（一）" && page.text == nil && !page.mayKeep)
            #expect(page.summary.checkedOn == (try day("2020-11-13")))
            #expect(page.conditions == [PolicyConditionView(words: Words("学位不低于学士", "Degree: bachelor or above"), clause: "第二条")])
            #expect(try await test.policyVerbs(id) == ["policy_written", "policy_written", "policy_published"])
            // The text of a published version stays; the same again is no new one.
            await refused("policy_unchanged", .conflict) { try await WritePolicy(text: TestHouse.policyText(title: "生活补贴（一）"))(house, by: writer) }
        }
    }

    @Test(arguments: Engine.allCases) func versionsFollowEachOtherAndStay(_ engine: Engine) async throws {
        try await withHouse(engine) { test in
            let house = test.house, second = try await test.staff("hrss.handler")
            let id = try await test.publish(TestHouse.policyText())
            try await test.publish(TestHouse.policyText(from: "2021-01-01", to: "2021-06-30", amount: "{ fixed: 15000 }"), version: 2)
            #expect(try await test.inForce("2019-12-31") == [])
            #expect(try await test.inForce("2020-12-31") == ["allowance 1"])
            #expect(try await test.inForce("2021-01-01") == ["allowance 2"])
            // Once the last is over, the one before does not come back.
            #expect(try await test.inForce("2021-07-01") == [])
            #expect(try await house.policy(id, for: .visitor).summary.version == 1)
            let later = try await house.policy(id, version: 2, for: .visitor)
            #expect(later.summary.state == .later && later.comparedWith == 1)
            #expect(later.added.map(\.text.zh) == ["一次性 ¥15,000.00", "2021-01-01 起，至 2021-06-30"])
            #expect(later.gone.map(\.text.zh) == ["一次性 ¥12,000.00", "2020-01-01 起"])
            // None begins before one that stands.
            let early = try await test.write(TestHouse.policyText(from: "2020-06-01", amount: "{ fixed: 1 }"))
            await refused("policy_too_early", .conflict) { try await PublishPolicy()(house, early, 3, by: second) }
            try await test.move(to: try moment("2021-02-01"))
            #expect(try await house.policy(id, for: .visitor).summary.version == 2)
            #expect(try await house.policy(id, version: 1, for: .visitor).summary.state == .over)
            // What was wrong is taken back, with a public reason.
            await refused("invalid", .invalid) { try await WithdrawPolicy(reason: " ")(house, id, 2, by: second) }
            _ = try await WithdrawPolicy(reason: "金额写错")(house, id, 2, by: second)
            #expect(try await test.inForce("2021-02-01") == ["allowance 1"])
            let taken = try await house.policy(id, version: 2, for: .visitor)
            #expect(taken.summary.state == .withdrawn && taken.reason == "金额写错")
            await refused("policy_withdrawn", .conflict) { try await WithdrawPolicy(reason: "再次")(house, id, 2, by: second) }
            let known = try await test.database.read { tx in try (PolicyReader.version(tx, house, id, 1)?.version, PolicyReader.version(tx, house, id, 2)?.version) }
            // What began under it still names it.
            #expect(known == (1, 2))
        }
    }

    @Test(arguments: Engine.allCases) func onlyTheOfficeAndThoseAboveKeepIt(_ engine: Engine) async throws {
        try await withHouse(engine) { test in
            let house = test.house, id = try await test.publish(TestHouse.policyText())
            for login in ["finance.handler", "laoshan.hrss.handler", "leading.handler"] {
                let other = try await test.staff(login)
                await refused("other_office", .forbidden) { try await WritePolicy(text: TestHouse.policyText(title: "改动"))(house, by: other) }
                await refused("not_found") { try await CheckPolicy()(house, id, by: other) }
                await refused("not_found") { try await WithdrawPolicy(reason: "不应生效")(house, id, 1, by: other) }
                #expect(try await !house.policy(id, for: other).mayKeep)
            }
            await refused("other_office", .forbidden) { try await WritePolicy(text: TestHouse.policyText("more"))(house, by: try await test.applicant(1)) }
            // An office keeps its own, and cannot write one for another.
            let own = try await test.write(TestHouse.policyText("funds", office: "finance"), by: "finance.handler")
            await refused("other_office", .forbidden) { try await WritePolicy(text: TestHouse.policyText("funds", title: "改部门"))(house, by: try await test.staff("finance.handler")) }
            _ = try await PublishPolicy()(house, own, 1, by: try await test.staff("finance.handler2"))
            #expect(try await test.policyState(own, 1) == "published")
            // Checked today: the day moves, and nothing else.
            try await test.move(to: try moment("2020-12-01"))
            _ = try await CheckPolicy()(house, id, by: try await test.staff("hrss.signer"))
            let page = try await house.policy(id, for: .visitor)
            #expect(page.summary.checkedOn == (try day("2020-12-01")))
            #expect(page.checkedBy?.zh == "市人力资源社会保障局" && page.versions.count == 1)
        }
    }

    @Test(arguments: Engine.allCases) func mistakesStandByLineAndNothingIsKept(_ engine: Engine) async throws {
        try await withHouse(engine) { test in
            let wrong = await refused("invalid", .invalid) {
                try await WritePolicy(text: TestHouse.policyText(eligible: "{ degre: { at_least: bachelor } }", office: "nobody"))(test.house, by: try await test.staff("centre.handler"))
            }
            #expect(wrong?.fields.map(\.field) == ["text", "text"])
            #expect(wrong?.fields.first?.words.zh.hasPrefix("第 11 行：没有叫 degre 的事实") == true)
            #expect(wrong?.fields.last?.words.zh.hasPrefix("第 14 行：") == true)
            await refused("invalid", .invalid) { try await WritePolicy(text: String(repeating: "长", count: 40_001))(test.house, by: try await test.staff("centre.handler")) }
            let kept: Int? = try await test.database.read { tx in try tx.value("SELECT COUNT(*) FROM policies") }
            #expect(kept == 0)
            #expect(try test.house.readPolicyText("policy: [").mistakes.count == 1)
        }
    }

    @Test(arguments: Engine.allCases) func theLibraryIsSearchedByWords(_ engine: Engine) async throws {
        try await withHouse(engine) { test in
            for text in RealTexts.policies { try await test.publish(text) }
            let house = test.house
            func codes(_ search: String, kind: String = "", _ audience: PolicyTerms.Audience? = nil) async throws -> Set<String> {
                Set(try await house.policies(search, kind: kind, audience: audience, for: .visitor).policies.map(\.code))
            }
            #expect(try await codes("").count == RealTexts.policies.count)
            #expect(try await codes("创业 贴息") == ["start-up-loan"])
            #expect(try await codes("RENT") == ["rent-subsidy", "talent-home"])
            #expect(try await codes("", .employer) == ["hire-graduates", "internship-base", "stable-jobs", "research-fund"])
            #expect(try await codes("", kind: "housing") == ["rent-subsidy", "home-purchase", "talent-home"])
            #expect(try await codes("没有这样的政策") == [])
            // What is over stands apart.
            try await test.move(to: try moment("2023-01-01"))
            #expect(try await house.policies(for: .visitor).policies == [])
            #expect(try await house.policies(for: .visitor).past.count == RealTexts.policies.count)
        }
    }
}
