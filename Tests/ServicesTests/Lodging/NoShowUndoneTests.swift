import Cluster
import Domain
import SQL
@testable import Services
import Testing

@Suite struct NoShowUndoneTests {
    /// The booking stands again with its bed and its lines, and what followed from the miss is lifted.
    @Test(arguments: Engine.allCases) func aNoShowIsUndone(_ engine: Engine) async throws {
        try await withLodging(engine) { test in
            let place = try await test.place(1, rooms: 2), house = test.house, desk = try await test.applicant(1), one = try await test.guest(1)
            let id = try await test.book(one, place, "2020-11-13", "2020-11-16")
            let before = try await test.lines(id)
            await refused("stay_booked", .conflict) { try await UndoNoShow()(house, id, by: desk) }
            test.clock.set(try moment("2020-11-13", 23))
            _ = try await MarkNoShow()(house, id, by: desk)
            #expect(try await test.stay(id) == "no_show 2020-11-13/2020-11-16")
            #expect(try await test.lines(id) == " |  | ")
            await refused("not_found", .notFound) { try await UndoNoShow()(house, id, by: try await test.applicant(2)) }
            await refused("not_found", .notFound) { try await UndoNoShow()(house, id, by: one) }
            _ = try await UndoNoShow()(house, id, by: desk)
            #expect(try await test.stay(id) == "booked 2020-11-13/2020-11-16")
            #expect(try await test.lines(id) == before)
            #expect(try await test.database.read { tx in try tx.value("SELECT lifted_at FROM stay_misses WHERE stay_id = \(id)") as Instant? } == test.clock.now)
            #expect(try await test.wrongInLedger() == [])
            _ = try await CheckIn(identitySeen: true)(house, id, by: desk)
            #expect(try await test.stay(id) == "checked_in 2020-11-13/2020-11-16")
        }
    }

    /// Where the bed went to somebody else, another one is given; where there is none, nothing changes.
    @Test(arguments: Engine.allCases) func anotherBedIsGivenIfThereIsOne(_ engine: Engine) async throws {
        try await withLodging(engine) { test in
            let place = try await test.place(1, rooms: 2), house = test.house, desk = try await test.applicant(1), people = try await test.guests(1...3)
            let id = try await test.book(people[0], place, "2020-11-13", "2020-11-15"), room = try await test.lines(id).prefix(3)
            test.clock.set(try moment("2020-11-13", 23))
            _ = try await MarkNoShow()(house, id, by: desk)
            func walkIn(_ number: Int) async throws -> ID<Stay> {
                let document = try TestHouse.residentID(number)
                let guest = DeskGuest(name: "住客", kind: .residentID, number: document.number)
                return try #require(ID<Stay>(rawValue: try await WalkIn(guest: guest, end: try day("2020-11-15"), vouched: true)(house, at: place, by: desk).id))
            }
            let other = try await walkIn(20)
            if try await test.lines(other).prefix(3) != room {
                let unit = try await house.keptPlace(place, from: nil, for: desk).lines.first { $0.unit.room == room }?.unit.id
                _ = try await MoveRoom(unit: try #require(unit))(house, other, by: desk)
            }
            _ = try await UndoNoShow()(house, id, by: desk)
            #expect(try await test.lines(id).prefix(3) == (room == "101" ? "102" : "101"))
            _ = try await MarkNoShow()(house, id, by: desk)
            _ = try await walkIn(21)
            await refused("no_bed", .conflict) { try await UndoNoShow()(house, id, by: desk) }
            #expect(try await test.stay(id) == "no_show 2020-11-13/2020-11-15")
            test.clock.set(try moment("2020-11-15", 9))
            await refused("stay_over", .conflict) { try await UndoNoShow()(house, id, by: desk) }
            #expect(try await test.wrongInLedger() == [])
        }
    }
}
