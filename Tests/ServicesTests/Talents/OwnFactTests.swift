import Cluster
import Domain
import SQL
@testable import Services
import Testing

/// Facts that a programme adds (`facts:` in its file): asked, typed and kept like those that everybody's profile has.
@Suite struct OwnFactTests {
    static let served = Fact(id: "served", name: Words("退役军人", "Veteran"), question: Words("您是退役军人吗？", "Have you served in the army?"), kind: .yesNo)
    static let months = Fact(
        id: "insured_months", name: Words("参保月数", "Months insured"), question: Words("在外地参保几个月？", "For how many months were you insured elsewhere?"), kind: .number(atLeast: 0, atMost: 600, unit: nil))

    private static let rules = LodgingProgramme.rules(eligible: .all([.leaf(.init(served, .flag(true))), .leaf(.init(months, .amount(atLeast: 6, atMost: nil)))]))

    @Test(arguments: Engine.allCases) func theyAreAskedKeptAndDecide(_ engine: Engine) async throws {
        try await withLodging(engine, rules: Self.rules, facts: [Self.served, Self.months]) { test in
            let house = test.house, place = try await test.place(1, rooms: 2), one = try await test.guest(1)
            await refused("questions_open", .conflict) { try await test.book(one, place, "2020-11-20", "2020-11-21") }
            #expect(try await house.eligibility(area: "laoshan", for: one).questions.map(\.fact) == ["served", "insured_months"])
            // Typed as the file says.
            let wrong = await refused("invalid", .invalid) { try await SaveProfile(answers: ["served": ["perhaps"], "insured_months": ["601"]])(house, by: one) }
            #expect(wrong?.fields.map(\.field) == ["answers.insured_months", "answers.served"])
            let unknown = await refused("invalid", .invalid) { try await SaveProfile(answers: ["height": ["180"]])(house, by: one) }
            #expect(unknown?.fields.map(\.field) == ["answers.height"])
            _ = try await SaveProfile(answers: ["served": ["yes"], "insured_months": ["12"], "degree": ["master"]])(house, by: one)
            #expect(try await house.eligibility(area: "laoshan", for: one).verdict == .yes)
            let stay = try await test.book(one, place, "2020-11-20", "2020-11-21")
            #expect(try await test.stay(stay) == "booked 2020-11-20/2020-11-21")
            // In the profile under the programme's name, and in the export.
            let section = try #require(try await house.profile(for: one)?.sections.last)
            #expect(section.id == "programme-\(test.programme.id)" && section.name == test.programme.name)
            let facts = section.facts.suffix(2)   // after those of the file itself
            #expect(facts.map(\.name.zh) == ["退役军人", "参保月数"])
            #expect(facts.map(\.typed) == [["yes"], ["12"]])
            let rows = try #require(try await house.ownData(for: one).sections.first { $0.id == "facts" }).rows
            #expect(rows.map { $0.values[0].value } == ["degree", "served", "insured_months"])
            // It can be changed there.
            _ = try await SaveProfile(answers: ["insured_months": ["5"]])(house, section.id, by: one)
            await refused("not_eligible", .conflict) { try await test.book(one, place, "2020-11-25", "2020-11-26") }
        }
    }

    /// A programme without them leaves what was said alone, and exports it.
    @Test(arguments: Engine.allCases) func whatNobodyAsksAnyMoreIsStillOnesOwn(_ engine: Engine) async throws {
        try await withLodging(engine, rules: Self.rules, facts: [Self.served, Self.months]) { test in
            let one = try await test.guest(1)
            _ = try await SaveProfile(answers: ["served": ["yes"]])(test.house, by: one)
            let plain = try TestHouse.make(test.database, clock: test.clock, files: test.files, programme: try RealTexts.programme.get().0, calendar: try RealTexts.calendar.get().0)
            #expect(try await plain.profile(for: one)?.sections.last?.facts.contains { $0.id == "served" } == false)
            let row = try #require(try await plain.ownData(for: one).sections.first { $0.id == "facts" }?.rows.first)
            #expect(row.values.first?.value == "served" && row.values[1].value == #"{"yes_no":true}"#)
        }
    }

    @Test func whatOnlyTheDeskLooksAtIsNotAsked() throws {
        let programme = try RealTexts.programme.get().0
        #expect(programme.facts.fact("identity") != nil && !programme.ownFacts.contains { $0.id == "identity" })
        let own = LodgingProgramme.programme(programme, Self.rules, facts: [Self.served, Self.months])
        // Declared alike by two programmes it is one question.
        let catalogue = ProfileCatalogue([own, own])
        #expect(catalogue.sections.count == Profile.sections.count + 1 && catalogue.item("served") == .fact(Self.served))
    }

    /// What a document says is not overwritten by an answer; without one the birth date may be stated.
    @Test(arguments: Engine.allCases) func theBirthDateIsTheDocuments(_ engine: Engine) async throws {
        try await withHouse(engine) { test in
            let house = test.house, actor = try await test.talent(1)
            _ = try await SaveProfile(answers: ["birth_date": ["1990-01-01"]])(house, by: actor)
            #expect(try await test.facts(of: actor)["birth_date"] == .day(try day("1990-01-01")))
            _ = try await SetIdentity(name: "人才1", kind: .residentID, number: try TestHouse.residentID("001"), consent: true)(house, by: actor)
            _ = try await SaveProfile(answers: ["birth_date": ["1990-01-01"]])(house, by: actor)
            #expect(try await test.facts(of: actor)["birth_date"] == .day(try day("1998-03-12")))
        }
    }
}
