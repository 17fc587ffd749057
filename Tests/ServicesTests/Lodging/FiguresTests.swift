import Cluster
import Domain
import SQL
@testable import Services
import Synchronization
import Testing

@Suite struct FiguresTests {
    @Test(arguments: Engine.allCases) func figuresAndSettlementsAreCountedFromTheLedger(_ engine: Engine) async throws {
        try await withLodging(engine) { test in
            let house = test.house, station = try await test.station(1), place = try await test.place(1, rooms: 1, at: station), desk = try await test.applicant(1), people = try await test.guests(1...3)
            let slept = try await test.book(people[0], place, "2020-11-13", "2020-11-16")
            await refused("no_bed") { try await test.book(people[1], place, "2020-11-15", "2020-11-17") }
            _ = try await CheckIn(identitySeen: true)(house, slept, by: desk)
            _ = try await test.book(people[1], place, "2020-11-18", "2020-11-19")
            _ = try await CloseLodging(first: try day("2020-11-20"), end: try day("2020-11-21"), reason: "检修")(house, place, by: desk)
            test.clock.set(try moment("2020-11-15"))
            _ = try await CheckOut()(house, slept, by: desk)
            let figures = try await house.lodgingFigures(from: try day("2020-11-13"), to: try day("2020-11-23"), for: desk)
            #expect(figures.places.map { [$0.capacity, $0.taken, $0.slept] } == [[9, 3, 2]])
            #expect(figures.unmet.map { "\($0.area) \($0.night) \($0.count)" } == ["laoshan 2020-11-15 1", "laoshan 2020-11-16 1"])
            #expect([figures.stays, figures.nights, figures.persons] == [1, 2, 1])
            let settlement = try await house.settlement(try day("2020-11-30"), station: station, for: desk)
            #expect(settlement.stations.map { "\($0.nights) \($0.stays) \($0.total.text)" } == ["2 1 ¥160.00"])
            #expect(settlement.records.map { "\($0.night) \($0.room) \($0.guest.text)" } == ["2020-11-13 101 人**", "2020-11-14 101 人**"])
            #expect(try await house.settlementWorkbook(try day("2020-11-01"), for: desk) == "住宿结算 2")
            // The area's offices and the city's see the figures, others do not; names are the station's alone.
            for login in ["laoshan.hrss.handler", "finance.handler"] {
                #expect(try await house.settlement(try day("2020-11-30"), for: try await test.staff(login)).stations.map(\.nights) == [2])
            }
            #expect(try await house.settlement(try day("2020-11-30"), for: try await test.staff("shinan.hrss.handler")).stations.isEmpty)
            #expect(try await house.settlement(try day("2020-11-30"), for: try await test.applicant(2)).stations.isEmpty)
            await refused("not_found", .notFound) { try await house.settlement(try day("2020-11-30"), for: people[0]) }
            await refused("not_found", .notFound) { try await house.stay(slept, for: people[1]) }
        }
    }

    /// Idempotency, place with person, facts, ledger, beds; then everything that is written in one batch.
    @Test(arguments: Engine.allCases) func aBookingTakesFewRoundTrips(_ engine: Engine) async throws {
        try await withLodging(engine, channels: [.sms]) { test in
            let place = try await test.place(1, rooms: 20), one = try await test.guest(1), counting = CountingDatabase(real: test.database)
            let house = House(
                database: counting, secrets: test.house.secrets, passwords: test.house.passwords, files: test.house.files, papers: test.house.papers, library: test.house.library,
                realTime: test.house.realTime, demo: false, channels: [.sms])
            _ = try await BookStay(StayWish(first: try day("2020-11-20"), end: try day("2020-11-23")))(house, at: place, by: one, once: Once(key: "k", fingerprint: "f", visitor: ""))
            #expect(counting.trips.withLock { $0 } == ["rows", "rows", "rows", "rows", "batch"])   // this programme asks no facts
            #expect(try await test.count("SELECT COUNT(*) FROM outbox") == 1)
        }
    }
}

/// Counts what a transaction asks of the engine: each is a round trip on PostgreSQL.
struct CountingDatabase: Database {
    let real: any Database
    let trips = Trips()

    final class Trips: Sendable {
        private let kept = Mutex<[String]>([])
        func withLock<Answer: Sendable>(_ body: (inout sending [String]) -> sending Answer) -> Answer { kept.withLock(body) }
    }

    struct Counting: Transaction {
        let real: any Transaction
        let trips: Trips

        var dialect: Dialect { real.dialect }
        func rows(_ statement: SQL) throws -> [Row] { trips.withLock { $0.append("rows") }; return try real.rows(statement) }
        func each(_ statement: SQL, _ use: (Row) throws -> Void) throws { trips.withLock { $0.append("each") }; try real.each(statement, use) }
        func run(_ statement: SQL) throws -> Int { trips.withLock { $0.append("run") }; return try real.run(statement) }
        func batch(_ statements: [SQL]) throws -> [Int] { trips.withLock { $0.append("batch") }; return try real.batch(statements) }
    }

    var dialect: Dialect { real.dialect }
    func read<Answer: Sendable>(_ body: @Sendable @escaping (any Transaction) throws -> Answer) async throws -> Answer { try await real.read { [trips] in try body(Counting(real: $0, trips: trips)) } }
    func write<Answer: Sendable>(_ body: @Sendable @escaping (any Transaction) throws -> Answer) async throws -> Answer { try await real.write { [trips] in try body(Counting(real: $0, trips: trips)) } }
    func close() async {}
}
