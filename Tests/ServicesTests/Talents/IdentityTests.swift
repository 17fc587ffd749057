import Cluster
import Domain
import SQL
@testable import Services
import Testing

@Suite struct IdentityTests {
    @Test(arguments: Engine.allCases) func aNumberSaysBirthDayAndSexAndNamesThePerson(_ engine: Engine) async throws {
        try await withHouse(engine) { test in
            let house = test.house, actor = try await test.talent(1)
            #expect(try await test.person(of: actor) == nil)
            let number = try TestHouse.residentID("021")
            await refused("invalid", .invalid) { try await SetIdentity(name: "李雪", kind: .residentID, number: number)(house, by: actor) }
            _ = try await SetIdentity(name: " 李雪 ", kind: .residentID, number: number.lowercased(), consent: true)(house, by: actor)
            let person = try #require(try await test.person(of: actor))
            #expect(person.name == "李雪" && person.sex == .male && person.phone == TestHouse.talentPhone(1) && !person.isForeign && person.document.number == number)
            #expect(person.personKey.count >= 64 && person.personKey.allSatisfy(\.isHexDigit))
            let view = try #require(try await house.profile(for: actor))
            #expect(view.document?.number.text == "370***********" + number.suffix(4))
            #expect(try await test.facts(of: actor)["birth_date"] == .day(try day("1998-03-12")))
            #expect(try await test.facts(of: actor)["sex"] == nil)   // rules never see it
            // The name alone may change; the document stays.
            _ = try await SetIdentity(name: "李小雪")(house, by: actor)
            let renamed = try await test.person(of: actor)
            #expect(renamed?.name == "李小雪" && renamed?.personKey == person.personKey)
        }
    }

    @Test(arguments: Engine.allCases) func oneDocumentBelongsToOneOpenAccount(_ engine: Engine) async throws {
        try await withHouse(engine) { test in
            let house = test.house, first = try await test.person(1), second = try await test.talent(2)
            let number = try TestHouse.residentID("001")
            await refused("document_known", .conflict) { try await SetIdentity(name: "别人", kind: .residentID, number: number, consent: true)(house, by: second) }
            #expect(try await test.person(of: second) == nil)
            #expect(try await house.profile(for: second)?.name == "")   // nothing of it was kept
            // When the first account is closed, the document is free, and the person is the same.
            let key = try #require(try await test.person(of: first)?.personKey)
            test.clock.advance(seconds: 61)
            _ = try await CloseAccount(code: try await test.code(TestHouse.talentPhone(1)), understood: true)(house, by: first)
            _ = try await SetIdentity(name: "同一人", kind: .residentID, number: number, consent: true)(house, by: second)
            #expect(try await test.person(of: second)?.personKey == key)
            #expect(try await test.count("SELECT COUNT(*) FROM persons") == 1)
        }
    }

    @Test(arguments: Engine.allCases) func atOnceOneOfManyAccountsGetsTheDocument(_ engine: Engine) async throws {
        try await withHouse(engine) { test in
            let house = test.house, number = try TestHouse.residentID("777")
            var actors: [Domain.Actor] = []
            for index in 1...6 { actors.append(try await test.talent(index)) }
            let results = await together(actors.map { actor in { @Sendable in try await SetIdentity(name: "某人", kind: .residentID, number: number, consent: true)(house, by: actor) } })
            #expect(results.map(outcome).sorted() == Array(repeating: "document_known", count: 5) + ["ok"])
            #expect(try await test.count("SELECT COUNT(*) FROM talents WHERE person_key IS NOT NULL") == 1)
        }
    }

    @Test(arguments: Engine.allCases) func aPassportNeedsSexAndBirthDate(_ engine: Engine) async throws {
        try await withHouse(engine) { test in
            let house = test.house, actor = try await test.talent(1)
            let missing = await refused("invalid", .invalid) { try await SetIdentity(name: "Emma", kind: .passport, number: "C01X00T47", country: "DEU", consent: true)(house, by: actor) }
            #expect(missing?.fields.map(\.field) == ["sex", "birthDate"])
            let late = await refused("invalid", .invalid) {
                try await SetIdentity(name: "Emma", kind: .passport, number: "C01X00T47", country: "DEU", sex: .female, birthDate: try day("2021-01-01"), consent: true)(house, by: actor)
            }
            #expect(late?.fields.map(\.field) == ["birthDate"])
            _ = try await SetIdentity(name: "Emma", kind: .passport, number: "C01X00T47", country: "DEU", sex: .female, birthDate: try day("1991-04-03"), consent: true)(house, by: actor)
            let person = try #require(try await test.person(of: actor))
            #expect(person.isForeign && person.sex == .female && person.document.country == "DEU")
            let none = await refused("invalid", .invalid) { try await SetIdentity(name: "", number: "370199")(house, by: actor) }
            #expect(none?.fields.map(\.field) == ["name", "kind"])
            await refused("not_a_talent", .forbidden) { try await SetIdentity(name: "联系人")(house, by: try await test.applicant(1)) }
        }
    }

    @Test(arguments: Engine.allCases) func withdrawingTheConsentDeletesTheDocument(_ engine: Engine) async throws {
        try await withHouse(engine) { test in
            let house = test.house, actor = try await test.person(1)
            _ = try await WithdrawConsent(purpose: .sensitiveIdentity)(house, by: actor)
            #expect(try await test.person(of: actor) == nil)
            #expect(try await test.facts(of: actor).known.isEmpty)
            #expect(try await test.count("SELECT COUNT(*) FROM talents WHERE document IS NOT NULL") == 0)
            let view = try await house.consents(for: actor)
            #expect(view.consents.first { $0.purpose == .sensitiveIdentity }?.grantedAt == nil && view.past.map(\.version) == ["identity-1"])
            _ = try await WithdrawConsent(purpose: .sensitiveIdentity)(house, by: actor)   // again, and nothing happens
            #expect(try await house.consents(for: actor).past.count == 1)
            await refused("account_consent", .conflict) { try await WithdrawConsent(purpose: .account)(house, by: actor) }
            _ = try await GrantConsent(purpose: .matching)(house, by: actor)
            _ = try await GrantConsent(purpose: .matching)(house, by: actor)
            #expect(try await house.consents(for: actor).consents.filter { $0.grantedAt != nil }.map(\.purpose) == [.account, .matching])
        }
    }

    @Test(arguments: Engine.allCases) func answersAreKeptAndForgotten(_ engine: Engine) async throws {
        try await withHouse(engine) { test in
            let house = test.house, actor = try await test.talent(1)
            _ = try await SaveProfile(answers: ["degree": ["master"], "university": ["某国外大学"], "enrolled": ["no"]])(house, "education", by: actor)
            _ = try await SaveProfile(answers: ["homes": ["none"], "household": ["山东省青岛市市北区"]])(house, "places", by: actor)
            var facts = try await test.facts(of: actor)
            #expect(facts.known.keys.sorted() == ["degree", "enrolled", "homes", "household"])
            #expect(facts["degree"] == .choice(["master"]) && facts["homes"] == .divisions([]) && facts["enrolled"] == .flag(false))
            let profile = try #require(try await house.profile(for: actor))
            let university = profile.sections.flatMap(\.facts).first { $0.id == "university" }
            #expect(university?.words?.zh == "某国外大学" && university?.isListed == false && university?.state == .stated)
            // Sent empty is forgotten, not sent stays; what is wrong changes nothing.
            _ = try await SaveProfile(answers: ["degree": [""]])(house, "education", by: actor)
            let wrong = await refused("invalid", .invalid) { try await SaveProfile(answers: ["enrolled": ["yes"], "education": ["x"], "homes": ["none"]])(house, "education", by: actor) }
            #expect(wrong?.fields.map(\.field) == ["answers.education", "answers.homes"])
            facts = try await test.facts(of: actor)
            #expect(facts.known.keys.sorted() == ["enrolled", "homes", "household"] && facts["enrolled"] == .flag(false))
            await refused("not_found", .notFound) { try await SaveProfile(answers: [:])(house, "nothing", by: actor) }
        }
    }
}
