import Cluster
import Domain
import SQL
@testable import Services
import Testing

@Suite struct OfferTests {
    @Test(arguments: Engine.allCases) func offersComeFromProvenFactsAloneAndOnce(_ engine: Engine) async throws {
        try await withHouse(engine) { test in
            let house = test.house, policy = try await test.policy(), silent = try await test.policy("quiet", offered: false)
            let proven = try await test.graduate(1, agrees: true, proven: true), stated = try await test.graduate(2, agrees: true), unasked = try await test.graduate(3, proven: true)
            let expired = try await test.graduate(4, agrees: true)
            try await test.prove("degree", of: expired, until: try day("2020-11-12"))
            try await test.searchOffers()
            let offer = try #require(try await test.offers(proven).first)
            let view = try await house.mandate(offer, for: proven)
            #expect(view.summary.policy == policy && view.summary.policy != silent && view.computed == Fen(1_200_000) && view.mayConfirm)
            for other in [stated, unasked, expired] { #expect(try await test.offers(other).isEmpty) }
            #expect(try await test.messages(proven, of: offer) == 1)
            let runs = try await house.offerRuns(for: try await test.staff("centre.handler")).runs
            #expect(runs.map { [$0.people, $0.entitled, $0.offered, $0.waiting] } == [[3, 1, 1, 1]] && runs.first?.isRunning == false)
            // Whoever is proven later is found by the next search; nobody is asked twice.
            try await test.prove("degree", of: stated)
            try await test.searchOffers()
            #expect([try await test.offers(proven).count, try await test.offers(stated).count] == [1, 1])
            // Whoever did not want the one is asked again under another version, and not while the first still waits.
            _ = try await test.policy(version: 2)
            try await test.searchOffers()
            #expect(try await test.offers(proven).count == 1)
            _ = try await DeclineOffer()(house, offer, by: proven)
            try await test.searchOffers()
            #expect(try await test.offers(proven).count == 2)
        }
    }

    @Test(arguments: Engine.allCases) func oneConfirmationAndItIsAtTheOffice(_ engine: Engine) async throws {
        try await withHouse(engine) { test in
            let house = test.house
            _ = try await test.policy()
            let talent = try await test.graduate(1, agrees: true, proven: true), other = try await test.graduate(2)
            try await test.searchOffers()
            let offer = try #require(try await test.offers(talent).first), once = Once(key: "confirm-1", fingerprint: "a", visitor: "")
            await refused("not_found", .notFound) { try await house.mandate(offer, for: other) }
            await refused("not_found", .notFound) { try await ConfirmOffer()(house, offer, by: other) }
            let first = try await ConfirmOffer(bank: "青岛银行 6222020200112233445")(house, offer, by: talent, once: once)
            let again = try await ConfirmOffer(bank: "青岛银行 6222020200112233445")(house, offer, by: talent, once: once)
            #expect(!first.repeated && again.repeated && again.id == first.id)
            await refused("mandate_handed_in", .conflict) { try await ConfirmOffer()(house, offer, by: talent) }
            #expect(try await test.database.read { tx in try tx.value("SELECT COUNT(*) FROM cases WHERE procedure = 'policy_agency'") as Int? } == 1)
            let about = try await test.caseOf(offer), shown = try #require(try await house.caseView(about, for: try await test.staff("centre.handler")).mandate)
            #expect(shown.mandate.summary.way == .offer && shown.mandate.conditions.map(\.isProven) == [true])
            try await test.grant(offer)
            #expect(try await test.state(offer) == "granted")
        }
    }

    @Test(arguments: Engine.allCases) func whatWasDeclinedIsNotOfferedAgain(_ engine: Engine) async throws {
        try await withHouse(engine) { test in
            let house = test.house
            _ = try await test.policy()
            let talent = try await test.graduate(1, agrees: true, proven: true)
            try await test.searchOffers()
            let offer = try #require(try await test.offers(talent).first)
            _ = try await DeclineOffer()(house, offer, by: talent)
            await refused("mandate_over", .conflict) { try await ConfirmOffer()(house, offer, by: talent) }
            try await test.searchOffers()
            #expect(try await test.offers(talent) == [offer])
            #expect(try await test.state(offer) == "declined")
        }
    }

    @Test(arguments: Engine.allCases) func whoIsNotEntitledAnyMoreCannotConfirm(_ engine: Engine) async throws {
        try await withHouse(engine) { test in
            let house = test.house
            _ = try await test.policy()
            let talent = try await test.graduate(1, agrees: true, proven: true)
            try await test.searchOffers()
            let offer = try #require(try await test.offers(talent).first)
            try await test.prove("degree", of: talent, until: try day("2020-11-12"))
            await refused("not_entitled", .conflict) { try await ConfirmOffer()(house, offer, by: talent) }
            #expect(try await test.state(offer) == "offered")
        }
    }

    @Test(arguments: Engine.allCases) func whatExcludesEachOtherIsNotHadTwice(_ engine: Engine) async throws {
        try await withHouse(engine) { test in
            let house = test.house, station = try await test.station(1)
            _ = try await test.policy("one", excludes: "[two]")
            let second = try await test.policy("two", offered: false)
            let talent = try await test.graduate(1, agrees: true, proven: true)
            try await test.searchOffers()
            let offer = try #require(try await test.offers(talent).first)
            _ = try await ConfirmOffer()(house, offer, by: talent)
            await refused("policy_excluded", .conflict) { try await test.ask(talent, second, station) }
        }
    }

    @Test(arguments: Engine.allCases) func theSearchBeginsByItselfEachMonth(_ engine: Engine) async throws {
        try await withHouse(engine) { test in
            let house = test.house, centre = try await test.staff("centre.handler")
            _ = try await test.policy()
            await refused("not_your_office", .forbidden) { try await RunOffers()(house, by: try await test.staff("laoshan.hrss.handler")) }
            await refused("not_your_office", .forbidden) { try await RunOffers()(house, by: try await test.applicant(1)) }
            _ = try await RunOffers()(house, by: centre)
            await refused("run_open", .conflict) { try await RunOffers()(house, by: centre) }
            _ = try await DueWork(house)()
            #expect(try await house.offerRuns(for: centre).runs.count == 1)
            try await test.move(to: try moment("2020-12-01", 8))
            let runs = try await house.offerRuns(for: centre).runs
            #expect(runs.map { $0.by == nil } == [true, false] && runs.allSatisfy { !$0.isRunning })
        }
    }
}
