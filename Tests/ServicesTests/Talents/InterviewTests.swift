import Cluster
import Domain
import SQL
@testable import Services
import Testing

@Suite struct InterviewTests {
    /// For talent 1, on the 20th of November, unless said otherwise.
    private func issue(_ test: TestHouse, name: String = "人才1", phone: String = TestHouse.talentPhone(1), by organisation: Int = 1, first: String = "2020-11-20", last: String? = nil) async throws -> InterviewView {
        let actor = try await test.applicant(organisation)
        let receipt = try await IssueInterview(
            name: name, phone: phone, position: "工程师", place: "崂山区松岭路 1 号", firstDay: try day(first), lastDay: try last.map { try day($0) })(test.house, by: actor)
        return try #require(try await test.house.interviews(for: actor).interviews.first { $0.id.rawValue == receipt.id })
    }

    @Test(arguments: Engine.allCases) func aClaimedCodeProvesWhySomebodyComesAroundTheInterview(_ engine: Engine) async throws {
        try await withHouse(engine) { test in
            let house = test.house, actor = try await test.person(1)
            _ = try await test.station(1)
            _ = try await SaveProfile(answers: ["purpose": ["start_up"]])(house, "purpose", by: actor)
            let issued = try await issue(test, last: "2020-11-21")
            #expect(issued.state == .issued && issued.phone.text == "138****0001" && issued.number.count == 14 && issued.proves)
            _ = try await ClaimInterview(number: issued.number.lowercased())(house, by: actor)
            _ = try await ClaimInterview(number: issued.number)(house, by: actor)   // again, and nothing happens
            // Beside what else somebody comes for.
            let facts = try await test.facts(of: actor)
            let proof = Facts.Proof(from: try day("2020-11-17"), until: try day("2020-11-22"))
            #expect(facts.known["purpose"] == .init(.choice(["start_up", "job_seeking"]), proof: proof) && facts.known["interview_proof"] == .init(.flag(true), proof: proof))
            let states = try ["2020-11-16", "2020-11-17", "2020-11-22", "2020-11-23"].map { facts.known["purpose"]?.state(on: try day($0)) }
            #expect(states == [.stated, .proven, .proven, .expired])
            let profile = try #require(try await house.profile(for: actor))
            #expect(profile.interviews.map(\.organisation) == [TestHouse.organisationName(1)])
            let shown = try #require(profile.sections.flatMap(\.facts).first { $0.id == "purpose" })
            #expect(shown.provenBy == Words("面试码", "interview code") && shown.state == .stated && shown.from == proof.from && shown.until == proof.until)
            #expect(try await test.verbs("interview", issued.id.rawValue) == ["interview_issued", "interview_claimed"])
            #expect(try await test.messages(try await test.applicant(1)) == ["面试码已被使用"])
            await refused("interview_claimed", .conflict) { try await RevokeInterview()(house, issued.id, by: try await test.applicant(1)) }
        }
    }

    @Test(arguments: Engine.allCases) func itIsForTheNumberAndForNobodyOfTheOrganisation(_ engine: Engine) async throws {
        try await withHouse(engine) { test in
            let house = test.house, first = try await test.person(1), second = try await test.person(2), contact = try await test.applicant(1)
            let byNumber = try await issue(test, name: "写错的名字"), byName = try await issue(test, phone: "13700000000"), own = try await issue(test, phone: TestHouse.phone(1))
            await refused("interview_unknown", .invalid) { try await ClaimInterview(number: byNumber.number)(house, by: second) }
            await refused("interview_unknown", .invalid) { try await ClaimInterview(number: byName.number)(house, by: first) }
            await refused("interview_unknown", .invalid) { try await ClaimInterview(number: "0000-0000-0000")(house, by: first) }
            await refused("interview_unknown", .invalid) { try await ClaimInterview(number: "x")(house, by: first) }
            await refused("not_a_talent", .forbidden) { try await ClaimInterview(number: byNumber.number)(house, by: try await test.applicant(2)) }
            _ = try await BecomeTalent(consent: true)(house, by: contact)
            await refused("own_interview", .forbidden) { try await ClaimInterview(number: own.number)(house, by: contact) }
            _ = try await ClaimInterview(number: byNumber.number)(house, by: first)
            #expect(try await test.count("SELECT COUNT(*) FROM interviews WHERE state = 'claimed'") == 1)
        }
    }

    /// Anybody may register an organisation: what it says of its own applicants proves nothing before an office has dealt with it.
    @Test(arguments: Engine.allCases) func aCodeOfAnUnknownOrganisationIsOnlySaid(_ engine: Engine) async throws {
        try await withHouse(engine) { test in
            let house = test.house, actor = try await test.person(1), contact = try await test.applicant(2)
            let issued = try await issue(test, by: 2)
            #expect(!issued.proves)
            #expect(try await house.interviews(for: contact).unknown.map(\.name) == [TestHouse.organisationName(2)])
            _ = try await ClaimInterview(number: issued.number)(house, by: actor)
            #expect(try await test.facts(of: actor).known["purpose"] == .init(.choice(["job_seeking"])))
            #expect(try await test.facts(of: actor).known["interview_proof"] == .init(.flag(true)))
            // The station is recognised meanwhile: claimed once more, the code proves.
            _ = try await test.station(2)
            #expect(try await house.interviews(for: contact).unknown.isEmpty)
            _ = try await ClaimInterview(number: issued.number)(house, by: actor)
            #expect(try await test.facts(of: actor).known["purpose"]?.proof == .init(from: try day("2020-11-17"), until: try day("2020-11-21")))
        }
    }

    /// An application that an office has passed makes an organisation known; one that was only handed in does not.
    @Test(arguments: Engine.allCases) func anApplicationThatAnOfficePassedMakesKnown(_ engine: Engine) async throws {
        try await withHouse(engine) { test in
            try await test.callRound()
            let contact = try await test.applicant(3), application = try await test.handedIn(3)
            #expect(try await test.house.interviews(for: contact).unknown.count == 1)
            try await test.rule(application, "laoshan.hrss")
            #expect(try await test.house.interviews(for: contact).unknown.isEmpty)
        }
    }

    @Test(arguments: Engine.allCases) func whatIsProvenForLongerStaysAndInterviewsJoin(_ engine: Engine) async throws {
        try await withHouse(engine) { test in
            let house = test.house, founder = try await test.person(1), seeker = try await test.person(2), now = test.clock.now
            _ = try await test.station(1)
            _ = try await SaveProfile(answers: ["purpose": ["start_up"]])(house, "purpose", by: founder)
            try await test.database.write { tx in
                _ = try tx.run("UPDATE talent_facts SET accepted_at = \(now), accepted_by = 'office' WHERE account_id = \(founder.account) AND fact = 'purpose'")
            }
            _ = try await ClaimInterview(number: try await issue(test).number)(house, by: founder)
            let facts = try await test.facts(of: founder)
            #expect(facts.known["purpose"] == .init(.choice(["start_up"]), proof: .init()))
            #expect(facts.known["interview_proof"]?.proof?.until == (try day("2020-11-21")))
            // Two interviews, whichever is claimed first: from the earlier to the later.
            let early = try await issue(test, phone: TestHouse.talentPhone(2)), late = try await issue(test, phone: TestHouse.talentPhone(2), first: "2020-11-25")
            _ = try await ClaimInterview(number: late.number)(house, by: seeker)
            _ = try await ClaimInterview(number: early.number)(house, by: seeker)
            #expect(try await test.facts(of: seeker).known["purpose"] == .init(.choice(["job_seeking"]), proof: .init(from: try day("2020-11-17"), until: try day("2020-11-26"))))
        }
    }

    @Test(arguments: Engine.allCases) func atOnceOnePersonClaimsItOnce(_ engine: Engine) async throws {
        try await withHouse(engine) { test in
            let house = test.house, issued = try await issue(test), own = try await test.person(1), other = try await test.person(2), number = issued.number
            let results = await together([own, other, own, own].map { actor in { @Sendable in try await ClaimInterview(number: number)(house, by: actor) } })
            #expect(results.map(outcome).sorted() == ["interview_unknown", "ok", "ok", "ok"])
            #expect(try await test.verbs("interview", issued.id.rawValue) == ["interview_issued", "interview_claimed"])
            #expect(try await test.count("SELECT COUNT(*) FROM talent_facts WHERE fact = 'interview_proof'") == 1)
        }
    }

    @Test(arguments: Engine.allCases) func aCodeIsTakenBackUntilItIsClaimedAndEndsWithItsDay(_ engine: Engine) async throws {
        try await withHouse(engine) { test in
            let house = test.house, actor = try await test.person(1), mine = try await test.applicant(1)
            let first = try await issue(test), second = try await issue(test)
            await refused("not_found", .notFound) { try await RevokeInterview()(house, first.id, by: try await test.applicant(2)) }
            await refused("not_found", .notFound) { try await RevokeInterview()(house, first.id, by: actor) }
            _ = try await RevokeInterview()(house, first.id, by: mine)
            await refused("interview_revoked", .conflict) { try await RevokeInterview()(house, first.id, by: mine) }
            await refused("interview_unknown", .invalid) { try await ClaimInterview(number: first.number)(house, by: actor) }
            try await test.move(to: try moment("2020-11-21"))
            await refused("interview_over", .conflict) { try await ClaimInterview(number: second.number)(house, by: actor) }
            let states = Dictionary(uniqueKeysWithValues: try await house.interviews(for: mine).interviews.map { ($0.id, $0.state) })
            #expect(states == [first.id: .revoked, second.id: .issued])
            #expect(try await house.interviews(for: try await test.applicant(2)).interviews.isEmpty)
        }
    }

    @Test(arguments: Engine.allCases) func onlyOrganisationsIssueAndWithinReason(_ engine: Engine) async throws {
        try await withHouse(engine) { test in
            let house = test.house
            func at(_ first: String, _ last: String? = nil) throws -> IssueInterview {
                IssueInterview(name: "甲", phone: "13700000000", position: "工程师", place: "崂山区", firstDay: try day(first), lastDay: try last.map { try day($0) })
            }
            for actor in [try await test.person(1), try await test.staff("hrss.handler"), .visitor] { await refused("not_a_member", .forbidden) { try await at("2020-11-20")(house, by: actor) } }
            let mine = try await test.applicant(1)
            for (first, last, field) in [("2020-11-12", nil, "firstDay"), ("2021-03-01", nil, "firstDay"), ("2020-11-20", "2020-11-19", "lastDay"), ("2020-11-20", "2020-12-04", "lastDay")] {
                let refusal = await refused("invalid", .invalid) { try await at(first, last)(house, by: mine) }
                #expect(refusal?.fields.map(\.field) == [field])
            }
            let empty = await refused("invalid", .invalid) { try await IssueInterview(name: "", phone: "1", position: " ", place: "", firstDay: try day("2020-11-20"))(house, by: mine) }
            #expect(empty?.fields.map(\.field) == ["name", "position", "place", "phone"])
            #expect(try await test.count("SELECT COUNT(*) FROM interviews") == 0)
        }
    }
}
