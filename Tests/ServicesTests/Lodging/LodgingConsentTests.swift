import Cluster
import Domain
import SQL
@testable import Services
import Testing

/// Who does not agree to what a station learns for a stay books none, and is offered none.
@Suite struct LodgingConsentTests {
    @Test(arguments: Engine.allCases) func nobodyBooksWithoutIt(_ engine: Engine) async throws {
        try await withLodging(engine) { test in
            let house = test.house, place = try await test.place(1, rooms: 2), people = try await test.guests(1...3), one = people[0]
            let (first, end) = (try day("2020-11-20"), try day("2020-11-21")), wish = StayWish(first: first, end: end)
            #expect(try await house.booking(at: place, first, end, for: one).wantsConsent == false)
            let held = try #require(ID<Stay>(rawValue: try await BookStay(StayWish(first: try day("2020-11-25"), end: try day("2020-11-26")), hold: true)(house, at: place, by: one).id))
            _ = try await WithdrawConsent(purpose: .lodging)(house, by: one)
            #expect(try await house.booking(at: place, first, end, for: one).wantsConsent)
            let refusal = await refused("no_consent", .conflict) { try await BookStay(wish)(house, at: place, by: one) }
            #expect(refusal?.fields.map(\.field) == ["lodgingConsent"])
            await refused("no_consent", .conflict) { try await BookStay(wish, hold: true)(house, at: place, by: one) }
            await refused("no_consent", .conflict) { try await ConfirmStay()(house, held, by: one) }
            _ = try await test.book(people[1], place, "2020-11-20", "2020-11-21")
            _ = try await test.book(people[2], place, "2020-11-20", "2020-11-21")
            await refused("no_consent", .conflict) { try await JoinWaitlist(wish)(house, at: place, by: one) }
            let draw = try #require(ID<BedDraw>(rawValue: try await OpenDraw(
                title: "元旦", first: try day("2020-12-31"), end: try day("2021-01-01"), places: 1, closes: try moment("2020-12-29"))(house, at: place, by: try await test.applicant(1)).id))
            await refused("no_consent", .conflict) { try await RequestInDraw()(house, draw, by: one) }
            #expect(try await test.count("SELECT COUNT(*) FROM stays WHERE account_id = \(one.account)") == 1)
            _ = try await GrantConsent(purpose: .lodging)(house, by: one)
            _ = try await ConfirmStay()(house, held, by: one)
            #expect(try await test.stay(held) == "booked 2020-11-25/2020-11-26")
        }
    }

    @Test(arguments: Engine.allCases) func whoTakesItBackWaitsNoMoreAndIsNotDrawn(_ engine: Engine) async throws {
        try await withLodging(engine) { test in
            let house = test.house, place = try await test.place(1, rooms: 1), other = try await test.place(2, rooms: 1), people = try await test.guests(1...3)
            let wish = StayWish(first: try day("2020-11-20"), end: try day("2020-11-21"))
            let booked = try await test.book(people[0], place, "2020-11-20", "2020-11-21")
            let left = try #require(ID<Waiting>(rawValue: try await JoinWaitlist(wish)(house, at: place, by: people[1]).id))
            test.clock.advance(seconds: 1)
            let offered = try #require(ID<Waiting>(rawValue: try await JoinWaitlist(wish)(house, at: place, by: people[2]).id))
            let draw = try #require(ID<BedDraw>(rawValue: try await OpenDraw(
                title: "元旦", first: try day("2020-12-31"), end: try day("2021-01-01"), places: 1, closes: try moment("2020-12-29"))(house, at: other, by: try await test.applicant(2)).id))
            _ = try await RequestInDraw()(house, draw, by: people[1])
            _ = try await WithdrawConsent(purpose: .lodging)(house, by: people[1])
            #expect(try await test.verbs("waiting", left.rawValue) == ["waitlist_joined", "waitlist_left"])
            // The bed goes to the next, who takes it only while agreeing.
            _ = try await CancelStay()(house, booked, by: people[0])
            _ = try await WithdrawConsent(purpose: .lodging)(house, by: people[2])
            await refused("no_consent", .conflict) { try await TakeOffer()(house, offered, by: people[2]) }
            _ = try await GrantConsent(purpose: .lodging)(house, by: people[2])
            _ = try await TakeOffer()(house, offered, by: people[2])
            #expect(try await house.myStays(for: people[2]).stays.map(\.state) == [.booked])
            try await test.move(to: try moment("2020-12-29"))
            #expect(try await house.draw(draw, for: people[1]).mine?.outcome == .void)
        }
    }
}
