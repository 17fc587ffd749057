import Cluster
import Domain
import SQL
@testable import Services
import Testing

@Suite struct WaitlistTests {
    func join(_ test: TestHouse, _ person: Actor, _ place: ID<Lodging>, _ first: String = "2020-11-20", _ end: String = "2020-11-22") async throws -> ID<Waiting> {
        test.clock.advance(seconds: 1)   // who waits longer comes first
        return try #require(ID<Waiting>(rawValue: try await JoinWaitlist(StayWish(first: try day(first), end: try day(end)))(test.house, at: place, by: person).id))
    }

    @Test(arguments: Engine.allCases) func aFreedNightIsOfferedToTheFirstWhoFitsAndThenToTheNext(_ engine: Engine) async throws {
        try await withLodging(engine) { test in
            let house = test.house
            let place = try await test.place(1, rooms: 0, units: [.init(room: "101", gender: .male)])
            let people = try await test.guests(1...8), own = people[0]   // odd numbers are men
            // Nobody waits for what can be had.
            await refused("bed_free", .conflict) { try await join(test, own, place) }
            let booked = try await test.book(own, place, "2020-11-20", "2020-11-22")
            let woman = try await join(test, people[1], place), longer = try await join(test, people[2], place, "2020-11-19", "2020-11-22")
            let first = try await join(test, people[4], place), second = try await join(test, people[6], place)
            await refused("waiting_already", .conflict) { try await join(test, people[4], place) }
            #expect(try await house.myStays(for: people[6]).waiting.map(\.ahead) == [3])
            // What somebody else has on the night before makes the longer wish not fit.
            _ = try await CloseLodging(first: try day("2020-11-19"), end: try day("2020-11-20"), reason: "检修")(house, place, by: try await test.applicant(1))
            _ = try await CancelStay()(house, booked, by: own)
            func states() async throws -> [String] {
                try await test.database.read { tx in try [woman, longer, first, second].map { try #require(try tx.value("SELECT state FROM waitlist WHERE id = \($0)")) } }
            }
            #expect(try await states() == ["waiting", "waiting", "offered", "waiting"])
            let offer = try #require(try await house.myStays(for: people[4]).waiting.first)
            #expect(offer.offeredUntil == test.clock.now.adding(seconds: 30 * 60))
            #expect(try await test.messages(people[4]).first == "候补到床位：驿站公寓")
            await refused("no_bed") { try await test.book(people[6], place, "2020-11-20", "2020-11-21") }
            await refused("no_offer", .conflict) { try await TakeOffer()(house, second, by: people[6]) }
            // Nobody takes it in time: the next is asked.
            try await test.move(to: test.clock.now.adding(seconds: 30 * 60))
            #expect(try await states() == ["waiting", "waiting", "missed", "offered"])
            _ = try await TakeOffer()(house, second, by: people[6])
            #expect(try await states() == ["waiting", "waiting", "missed", "taken"])
            let taken = try #require(try await house.myStays(for: people[6]).stays.first)
            #expect(try await test.stay(taken.id) == "booked 2020-11-20/2020-11-22")
            #expect(try await test.verbs("stay", taken.id.rawValue) == ["stay_held", "offer_taken"])
            #expect(try await test.wrongInLedger() == [])
        }
    }

    @Test(arguments: Engine.allCases) func whoLeavesGivesTheOfferOn(_ engine: Engine) async throws {
        try await withLodging(engine) { test in
            let house = test.house, place = try await test.place(1, rooms: 1), people = try await test.guests(1...3)
            let booked = try await test.book(people[0], place, "2020-11-20", "2020-11-22")
            let one = try await join(test, people[1], place), two = try await join(test, people[2], place)
            _ = try await CancelStay()(house, booked, by: people[0])
            await refused("not_found", .notFound) { try await LeaveWaitlist()(house, one, by: people[2]) }
            _ = try await LeaveWaitlist()(house, one, by: people[1])
            #expect(try await house.myStays(for: people[2]).waiting.map(\.isOffered) == [true])
            await refused("not_waiting", .conflict) { try await LeaveWaitlist()(house, one, by: people[1]) }
            _ = try await LeaveWaitlist()(house, two, by: people[2])
            let next = try await test.book(people[0], place, "2020-11-20", "2020-11-22")
            #expect(try await test.lines(next).hasSuffix("| 2020 night 1, 2020 night 2 | 2020 stay 1"))
            #expect(try await test.wrongInLedger() == [])
        }
    }

    /// A hold that ran out was cleared away by who wanted its first night: the rest goes to who waits, and the holder is told.
    @Test(arguments: Engine.allCases) func whatIsLeftOfAHoldIsOffered(_ engine: Engine) async throws {
        try await withLodging(engine) { test in
            let house = test.house, place = try await test.place(1, rooms: 1), people = try await test.guests(1...3)
            let held = try await BookStay(StayWish(first: try day("2020-11-20"), end: try day("2020-11-23")), hold: true)(house, at: place, by: people[0]).id
            let waits = try await join(test, people[1], place, "2020-11-21", "2020-11-23")
            test.clock.advance(seconds: 16 * 60)
            _ = try await test.book(people[2], place, "2020-11-20", "2020-11-21")
            #expect(try await test.database.read { tx in try tx.value("SELECT state FROM stays WHERE id = \(held)") } == "expired")
            try await test.move(to: test.clock.now)
            let waiting = try await house.myStays(for: people[1]).waiting
            #expect(waiting.map(\.id) == [waits] && waiting.map(\.isOffered) == [true])
            #expect(try await test.messages(people[0]).contains("保留已到期：驿站公寓"))
            #expect(try await test.wrongInLedger() == [])
        }
    }

    @Test(arguments: Engine.allCases) func newBedsAreOfferedToWhoWaits(_ engine: Engine) async throws {
        try await withLodging(engine) { test in
            let house = test.house, place = try await test.place(1, rooms: 1), people = try await test.guests(1...2), desk = try await test.applicant(1)
            _ = try await test.book(people[0], place, "2020-11-20", "2020-11-22")
            _ = try await join(test, people[1], place)
            _ = try await TestHouse.keep(units: [.init(room: "102", label: "")])(house, place, by: desk)
            #expect(try await house.myStays(for: people[1]).waiting.map(\.isOffered) == [true])
        }
    }

    /// Beds that have ended are no beds, and none that stand in the way.
    @Test(arguments: Engine.allCases) func endedBedsDoNotHideAFreedOne(_ engine: Engine) async throws {
        try await withLodging(engine) { test in
            let house = test.house, place = try await test.place(1, rooms: 3), people = try await test.guests(1...2), desk = try await test.applicant(1)
            let units = try #require(try await house.lodging(place, for: desk).units)
            _ = try await TestHouse.keep(units: units.prefix(2).map { .init(id: $0.id, to: try day("2020-11-15")) })(house, place, by: desk)
            let booked = try await test.book(people[0], place, "2020-11-20", "2020-11-22")
            _ = try await join(test, people[1], place)
            _ = try await CancelStay()(house, booked, by: people[0])
            #expect(try await house.myStays(for: people[1]).waiting.map(\.isOffered) == [true])
        }
    }

    /// More of them do not fit than are looked at in one go.
    @Test(arguments: Engine.allCases) func whoStandsBehindManyIsFound(_ engine: Engine) async throws {
        try await withLodging(engine) { test in
            let house = test.house, place = try await test.place(1, rooms: 0, units: [.init(room: "101", gender: .male), .init(room: "102", gender: .female)])
            let women = try await test.guests(1...104).enumerated().filter { $0.offset % 2 == 1 }.map(\.element), men = try await test.guests(105...107)
            let booked = try await test.book(men[0], place, "2020-11-20", "2020-11-22")
            _ = try await test.book(women[0], place, "2020-11-20", "2020-11-22")
            for woman in women.dropFirst() { _ = try await join(test, woman, place) }
            _ = try await join(test, men[2], place)
            _ = try await CancelStay()(house, booked, by: men[0])
            #expect(try await house.myStays(for: men[2]).waiting.map(\.isOffered) == [true])
        }
    }

    /// Who only waits is demand that was not met, once a day.
    @Test(arguments: Engine.allCases) func whoWaitsIsUnmetDemand(_ engine: Engine) async throws {
        try await withLodging(engine) { test in
            let place = try await test.place(1, rooms: 1), people = try await test.guests(1...2)
            _ = try await test.book(people[0], place, "2020-11-20", "2020-11-22")
            for _ in 1...3 { await refused("no_bed") { try await test.book(people[1], place, "2020-11-20", "2020-11-22") } }
            _ = try await join(test, people[1], place)
            #expect(try await test.count("SELECT COUNT(*) FROM refused_nights") == 2)
            test.clock.set(try moment("2020-11-14", 9))
            await refused("no_bed") { try await test.book(people[1], place, "2020-11-20", "2020-11-22") }
            #expect(try await test.count("SELECT COUNT(*) FROM refused_nights") == 4)
        }
    }
}
