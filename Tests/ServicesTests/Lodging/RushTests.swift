import Cluster
import Domain
import Foundation
import SQL
@testable import Services
import Testing

@Suite struct RushTests {
    /// `YIZHAN_RUSHES=50` for the full count.
    static let rounds = ProcessInfo.processInfo.environment["YIZHAN_RUSHES"].flatMap(Int.init) ?? 2
    static let clients = 200

    @Test(arguments: Engine.allCases) func twoHundredForTenBedsAreExactlyTen(_ engine: Engine) async throws {
        try await withLodging(engine, connections: 16) { test in
            let house = test.house, place = try await test.place(1, rooms: 10)
            let people = try await test.guests(1...Self.clients)
            for round in 0..<Self.rounds {
                // Every round on nights of its own; one night each, so that a person's nights last.
                let first = try day("2020-11-20").adding(round % 60), book = BookStay(StayWish(first: first, end: first.adding(1)))
                let results = await together(people.map { person in
                    { @Sendable in try await book(house, at: place, by: person, once: Once(key: "\(round)", fingerprint: "f", visitor: "")) }
                })
                let outcomes = Dictionary(grouping: results.map(outcome), by: { $0 }).mapValues(\.count)
                #expect(outcomes["ok"] == 10, "round \(round): \(outcomes)")
                #expect(Set(outcomes.keys).isSubset(of: ["ok", "no_bed", "stays_used", "rush"]), "round \(round): \(outcomes)")
                #expect(try await test.count("SELECT COUNT(*) FROM bed_nights WHERE released_at IS NULL AND night = \(first)") == 10)
            }
            #expect(try await test.wrongInLedger() == [])
        }
    }

    /// Fewer people than requests, at two stations, on overlapping nights, with repeated keys, cancelling in between.
    @Test(arguments: Engine.allCases) func nothingIsGivenTwiceUnderARush(_ engine: Engine) async throws {
        try await withLodging(engine, connections: 16) { test in
            let house = test.house, places = [try await test.place(1, rooms: 5), try await test.place(2, rooms: 5)]
            let people = try await test.guests(1...40)
            var effects = 0
            for round in 0..<Self.rounds {
                var random = Seeded(UInt64(round))
                let start = try day("2020-11-20").adding(round % 50)
                var requests: [(Actor, ID<Lodging>, BookStay, Once)] = []
                for index in 0..<Self.clients {
                    if index % 5 == 4, let last = requests.last { requests.append(last); continue }   // sent twice
                    let first = start.adding(Int.random(in: 0..<4, using: &random)), person = people[Int.random(in: 0..<people.count, using: &random)]
                    let book = BookStay(StayWish(first: first, end: first.adding(Int.random(in: 1...3, using: &random)), mayMove: Bool.random(using: &random)))
                    requests.append((person, places[index % 2], book, Once(key: "\(round)/\(index)", fingerprint: "f", visitor: "")))
                }
                let wanted = requests
                let results = await together(wanted.map { person, place, book, once in
                    { @Sendable in
                        let receipt = try await book(house, at: place, by: person, once: once)
                        // Every third one is given back at once, so that beds come and go meanwhile.
                        if once.key.hasSuffix("3"), !receipt.repeated, let id = ID<Stay>(rawValue: receipt.id) { _ = try await CancelStay()(house, id, by: person) }
                        return receipt
                    }
                })
                let known: Set = ["ok", "no_bed", "bed_elsewhere", "stays_used", "nights_used", "rush"]
                #expect(Set(results.map(outcome)).isSubset(of: known), "round \(round): \(Set(results.map(outcome)))")
                // One effect for each key, however often it was sent.
                var made: [String: Set<String>] = [:]
                for (result, request) in zip(results, wanted) { if let receipt = try? result.get() { made[request.3.key + request.0.name, default: []].insert(receipt.id) } }
                #expect(made.values.allSatisfy { $0.count == 1 })
                effects += made.count
                #expect(try await test.count("SELECT COUNT(*) FROM stays") == effects)
                #expect(try await test.wrongInLedger() == [])
            }
            print("lodging: \(Self.rounds) rushes of \(Self.clients) on \(engine), \(effects) stays, nothing given twice")
        }
    }

    @Test(arguments: Engine.allCases) func bookingAtTwoStationsAtOnceKeepsTheEntitlement(_ engine: Engine) async throws {
        try await withLodging(engine, connections: 8) { test in
            let house = test.house, places = [try await test.place(1, rooms: 9), try await test.place(2, rooms: 9)]
            for (index, person) in try await test.guests(1...5).enumerated() {
                // Nine different stays of one night, all at once: three are given.
                let results = await together((0..<9).map { offset in
                    let first = (try? day("2020-11-20").adding(offset)) ?? Day(number: 0)
                    return { @Sendable in try await BookStay(StayWish(first: first, end: first.adding(1)))(house, at: places[offset % 2], by: person) }
                })
                let outcomes = Dictionary(grouping: results.map(outcome), by: { $0 }).mapValues(\.count)
                #expect(outcomes == ["ok": 3, "stays_used": 6], "person \(index)")
            }
            #expect(try await test.wrongInLedger() == [])
        }
    }

    @Test(arguments: Engine.allCases) func aBedIsNotBookedAndClosedAtOnce(_ engine: Engine) async throws {
        try await withLodging(engine, connections: 8) { test in
            let house = test.house, place = try await test.place(1, rooms: 2), own = try await test.applicant(1)
            let units = try #require(try await house.lodging(place, for: own).units)
            let unit = try #require(units.first)
            for (round, people) in [Array(try await test.guests(1...4)), Array(try await test.guests(5...8)), Array(try await test.guests(9...12))].enumerated() {
                let first = try day("2020-12-01").adding(round)
                let close = CloseLodging(first: first, end: first.adding(1), unit: unit.id, reason: "检修")
                let results = await together(people.map { person in { @Sendable in try await BookStay(StayWish(first: first, end: first.adding(1)))(house, at: place, by: person) } }
                    + [{ @Sendable in try await close(house, place, by: own) }])
                let closed = outcome(results[4]) == "ok"
                #expect(results[0..<4].map(outcome).count { $0 == "ok" } == (closed ? 1 : 2), "\(results.map(outcome))")
                #expect(closed || outcome(results[4]) == "nights_booked")
            }
            #expect(try await test.wrongInLedger() == [])
        }
    }
}

/// A generator whose numbers follow from its seed.
struct Seeded: RandomNumberGenerator {
    private var state: UInt64

    init(_ seed: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 &+ 0xD1B5_4A32_D192_ED03 }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
