import Cluster
import Domain
import SQL
@testable import Services
import Testing

/// Nobody gets nights, or rid of a ban, by showing another document.
@Suite struct IdentityTieTests {
    /// The document of the numbered guest, given by somebody.
    private func show(_ test: TestHouse, _ number: Int, by actor: Actor) async throws {
        _ = try await SetIdentity(name: "人才1", kind: .residentID, number: try TestHouse.residentID(number).number, consent: true)(test.house, by: actor)
    }

    private func refusedAnother(_ test: TestHouse, _ actor: Actor, saying words: String, location: SourceLocation = #_sourceLocation) async throws {
        let refusal = await refused("identity_in_use", .conflict, location: location) { try await show(test, 51, by: actor) }
        #expect(refusal?.words.zh.contains(words) == true, sourceLocation: location)
        #expect(refusal?.next?.zh.contains("人才服务中心") == true, sourceLocation: location)
        try await show(test, 1, by: actor)   // the same one is no other
    }

    @Test(arguments: Engine.allCases) func aDocumentStaysWhileAnythingWasBookedWithIt(_ engine: Engine) async throws {
        try await withLodging(engine) { test in
            let house = test.house, place = try await test.place(1, rooms: 1), one = try await test.guest(1), desk = try await test.applicant(1)
            // Nothing hangs on it yet: what was mistyped is put right.
            try await show(test, 51, by: one)
            try await show(test, 1, by: one)
            let booked = try await test.book(one, place, "2020-11-20", "2020-11-22")
            try await refusedAnother(test, one, saying: "驿站公寓，2020-11-20 至 2020-11-22")
            _ = try await CancelStay()(house, booked, by: one)
            try await show(test, 51, by: one)
            try await show(test, 1, by: one)
            // What has been slept counts, also when the document is taken back in between.
            let slept = try await test.book(one, place, "2020-11-13", "2020-11-14")
            _ = try await CheckIn(identitySeen: true)(house, slept, by: desk)
            test.clock.set(try moment("2020-11-14"))
            _ = try await CheckOut()(house, slept, by: desk)
            try await refusedAnother(test, one, saying: "额度")
            _ = try await WithdrawConsent(purpose: .sensitiveIdentity)(house, by: one)
            try await refusedAnother(test, one, saying: "额度")
            // A year later nothing of it counts any more.
            test.clock.set(try moment("2021-11-16"))
            try await show(test, 51, by: one)
            #expect(try await test.person(of: one)?.document == (try TestHouse.residentID(51)))
        }
    }

    @Test(arguments: Engine.allCases) func waitingADrawAndABanHoldItToo(_ engine: Engine) async throws {
        try await withLodging(engine) { test in
            let house = test.house, place = try await test.place(1, rooms: 2), one = try await test.guest(1), others = try await test.guests(2...3), now = test.clock.now
            let full = [try await test.book(others[0], place, "2020-11-20", "2020-11-21"), try await test.book(others[1], place, "2020-11-20", "2020-11-21")]
            let waiting = try #require(ID<Waiting>(rawValue: try await JoinWaitlist(StayWish(first: try day("2020-11-20"), end: try day("2020-11-21")))(house, at: place, by: one).id))
            try await refusedAnother(test, one, saying: "候补")
            _ = try await LeaveWaitlist()(house, waiting, by: one)
            let draw = try #require(ID<BedDraw>(rawValue: try await OpenDraw(
                title: "元旦", first: try day("2020-12-31"), end: try day("2021-01-01"), places: 2, closes: try moment("2020-12-29"))(house, at: place, by: try await test.applicant(1)).id))
            _ = try await RequestInDraw()(house, draw, by: one)
            try await refusedAnother(test, one, saying: "抽签")
            try await test.database.write { tx in
                try tx.run("UPDATE draws SET state = 'drawn', revealed = 'x' WHERE id = \(draw)")
                let key: String = try #require(try tx.value("SELECT person_key FROM talents WHERE account_id = \(one.account)"))
                try tx.run("""
                    INSERT INTO stay_misses (stay_id, programme_id, person_key, account_id, kind, at, consequence, ban_until)
                    VALUES (\(full[0]), \(test.programme.id), \(key), \(one.account), 'no_show', \(now), 'ban', '2020-12-13')
                    """)
            }
            try await refusedAnother(test, one, saying: "2020-12-12")
            // A miss counts towards the next one for a year.
            test.clock.set(try moment("2020-12-13"))
            try await refusedAnother(test, one, saying: "爽约")
            test.clock.set(try moment("2021-11-13"))
            try await show(test, 51, by: one)
        }
    }
}
