import Cluster
import Cryptography
import Domain
import SQL
@testable import Services
import Testing

@Suite struct DrawTests {
    @Test(arguments: Engine.allCases) func aDrawIsRunFromTheSeedThatWasPromised(_ engine: Engine) async throws {
        try await withLodging(engine) { test in
            let house = test.house, place = try await test.place(1, rooms: 3), people = try await test.guests(1...8), desk = try await test.applicant(1)
            let open = OpenDraw(title: "招聘会当晚", first: try day("2020-11-28"), end: try day("2020-11-29"), places: 2, closes: try moment("2020-11-26", 18))
            await refused("not_found", .notFound) { try await open(house, at: place, by: try await test.applicant(2)) }
            let id = try #require(ID<BedDraw>(rawValue: try await open(house, at: place, by: desk).id))
            let promised = try await house.draw(id, for: .visitor)
            #expect(promised.seedHash.count == 64)
            #expect(promised.transcript == nil)
            // Its beds are nobody's meanwhile: of three one is left, and the station sees why.
            let kept = try await house.keptPlace(place, from: try day("2020-11-28"), for: desk)
            #expect(kept.lines.compactMap(\.cells.first?.kind.rawValue).sorted() == ["drawn", "drawn", "free"])
            _ = try await test.book(people[7], place, "2020-11-28", "2020-11-29")
            await refused("no_bed") { try await test.book(people[6], place, "2020-11-28", "2020-11-29") }
            for person in people[0..<6] { _ = try await RequestInDraw()(house, id, by: person) }
            await refused("entered_already", .conflict) { try await RequestInDraw()(house, id, by: people[0]) }
            // One has a bed elsewhere by the time of the draw.
            let other = try await test.place(2, rooms: 1)
            _ = try await test.book(people[0], other, "2020-11-28", "2020-11-29")
            try await test.move(to: try moment("2020-11-26", 18))
            await refused("draw_closed", .conflict) { try await RequestInDraw()(house, id, by: people[6]) }
            let drawn = try await house.draw(id, for: people[1])
            let transcript = try #require(drawn.transcript)
            #expect(transcript.seedHash == promised.seedHash)
            #expect(transcript.verify(hash: Digest.sha256Hex) == [])
            #expect(transcript.entries.map(\.outcome.rawValue).sorted() == ["lost", "lost", "lost", "void", "won", "won"])
            // Recomputed here from nothing but the seed and the requests.
            let seed = try #require(Digest.bytes(hex: transcript.seed))
            #expect(transcript.entries.map(\.request) == transcript.entries.map(\.request).sorted { Digest.sha256Hex(seed + Array($0.utf8)) < Digest.sha256Hex(seed + Array($1.utf8)) })
            let won = try await test.database.read { tx in try tx.rows("SELECT stay_id FROM draw_requests WHERE outcome = 'won' ORDER BY place").map { try $0("stay_id") as ID<Stay> } }
            for stay in won { #expect(try await test.stay(stay) == "booked 2020-11-28/2020-11-29") }
            #expect(try await DueWork(house)() == 0)   // once
            #expect(try await test.verbs("draw", id.rawValue) == ["draw_opened", "draw_run"])
            #expect(try await test.wrongInLedger() == [])
        }
    }

    @Test(arguments: Engine.allCases) func bedsThatNobodyDrewAreGivenBack(_ engine: Engine) async throws {
        try await withLodging(engine) { test in
            let house = test.house, place = try await test.place(1, rooms: 2), people = try await test.guests(1...3), desk = try await test.applicant(1)
            let id = try #require(ID<BedDraw>(rawValue: try await OpenDraw(
                title: "元旦", first: try day("2020-12-31"), end: try day("2021-01-01"), places: 2, closes: try moment("2020-12-29"))(house, at: place, by: desk).id))
            _ = try await RequestInDraw()(house, id, by: people[0])
            try await test.move(to: try moment("2020-12-29"))
            #expect(try await house.draw(id, for: people[0]).mine?.outcome == .won)
            _ = try await test.book(people[1], place, "2020-12-31", "2021-01-01")
            await refused("no_bed") { try await test.book(people[2], place, "2020-12-31", "2021-01-01") }
        }
    }

    /// Nights that the rules give by draw are for those who ask in it, whoever books. Who stands at the desk tonight has what is free.
    @Test(arguments: Engine.allCases) func nightsOfADrawAreAskedForAndNotTaken(_ engine: Engine) async throws {
        let tonight = try day("2020-11-13"), first = try day("2020-11-28"), last = try day("2020-11-29"), end = try day("2020-11-30")
        let release = LodgingRules.Release(draw: .init(dates: [tonight...tonight, first...last], requestsUntil: try #require(TimeOfDay("18:00")), daysBefore: 0))
        try await withLodging(engine, rules: LodgingProgramme.rules(release: release)) { test in
            let house = test.house, place = try await test.place(1, rooms: 3), people = try await test.guests(1...3), desk = try await test.applicant(1)
            let guest = DeskGuest(name: "Ada Lovelace", kind: .passport, number: "L1234567", country: "GBR", sex: .female)
            await refused("drawn", .conflict) { try await test.book(people[0], place, "2020-11-28", "2020-11-29") }
            await refused("drawn", .conflict) { try await test.book(people[0], place, "2020-11-13", "2020-11-14") }
            await refused("drawn", .conflict) { try await WalkIn(guest: guest, first: last, end: end, vouched: true)(house, at: place, by: desk) }
            await refused("drawn", .conflict) { try await BookGroup(name: "训练营", first: first, end: end, guests: [guest], vouched: true)(house, at: place, by: desk) }
            await refused("drawn", .conflict) { try await WalkIn(guest: guest, first: last.adding(-2), end: last, vouched: true)(house, at: place, by: desk) }
            _ = try await WalkIn(guest: guest, end: tonight.adding(1), vouched: true)(house, at: place, by: desk)
            let id = try #require(ID<BedDraw>(rawValue: try await OpenDraw(title: "招聘会", first: first, end: end, places: 2, closes: try moment("2020-11-26", 18))(house, at: place, by: desk).id))
            for person in people[0..<2] { _ = try await RequestInDraw()(house, id, by: person) }
            try await test.move(to: try moment("2020-11-26", 18))
            #expect(try await house.draw(id, for: people[0]).transcript?.entries.map(\.outcome) == [.won, .won])
            // What is left goes to whoever comes first, once the time for requests is over.
            await refused("drawn", .conflict) { try await test.book(people[2], place, "2020-11-28", "2020-11-29") }
            try await test.move(to: try moment("2020-11-28", 18))
            _ = try await test.book(people[2], place, "2020-11-28", "2020-11-29")
            #expect(try await test.wrongInLedger() == [])
        }
    }
}
