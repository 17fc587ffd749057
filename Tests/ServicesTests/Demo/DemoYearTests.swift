import Cluster
import Domain
import SQL
@testable import Services
import Testing

/// A small year in which little gives full points, so that each grade has its stations.
@Suite struct DemoYearTests {
    private static let changes = [
        ("records.placements, per: 800", "records.placements, per: 10"), ("records.events,     per: 8,", "records.events,     per: 1,"), ("records.nights,     per: 600", "records.nights,     per: 6"),
    ]

    private static let played: (@Sendable (Engine) async throws -> YearOutcome) = { engine in
        try await withDatabase(engine) { database in
            var text = try RealTexts.read("programmes/qingdao-2020.yaml")
            for (from, to) in changes {
                try #require(text.contains(from))
                text = text.replacing(from, with: to)
            }
            let (programme, source) = try RealTexts.programme(text), (calendar, calendarText) = try RealTexts.calendar.get()
            let clock = TestClock(TestHouse.start)
            try await Migrator(Schema.migrations).migrate(database)
            _ = try await KeepTexts(texts: [source, calendarText])(database, now: clock.now)
            let house = try TestHouse.make(database, clock: clock, files: MemoryFiles(clock), programme: programme, calendar: calendar)
            let outcome = try #require(try await DemoYear(house, scale: .init(events: 12, placements: 120))())
            // Somebody lives there now.
            #expect(try await DemoYear(house)() == nil)
            return outcome
        }
    }

    @Test func aSmallYearComesOutAlikeOnBothEngines() async throws {
        let year = try await Self.played(.sqlite)
        #expect(try await Self.played(.postgres) == year)
        targets(year)
        scores(year)
        try money(year)
        endings(year)
    }

    /// Ten introductions beside the placements; one of the twelve stations has ended.
    private func targets(_ year: YearOutcome) {
        #expect(Dictionary(year.targets.map { ($0.id, $0.count) }, uniquingKeysWith: { first, _ in first }).values.sorted() == [11, 12, 130])
        #expect(year.stations.map(\.events) == [1, 2, 1, 1, 1, 1, 1, 1, 1, 1, 0, 1])
        #expect(year.stations.map(\.placements) == [17, 17, 15, 15, 14, 11, 9, 10, 7, 7, 6, 2])
        #expect(year.stations.map(\.nights) == [6, 9, 6, 6, 6, 6, 3, 6, 3, 3, 3, 3])
        #expect(year.stations.allSatisfy { $0.contacts == 33 })
    }

    private func scores(_ year: YearOutcome) {
        // 30 + 20 + 10 + 0 + 10 + 5 + 96 × 0.15, and so on: nobody helps with applications, satisfaction is 5, 14/3, 13/3 and 8/3 stars of 4.8.
        #expect(year.stations.map(\.points) == [89_400, 89_100, 88_800, 88_500, 87_922, 87_322, 79_322, 87_022, 72_028, 71_728, 48_428, 42_556])
        // At most 30 in a hundred of twelve are excellent: three.
        #expect(year.stations.map(\.grade) == ["excellent", "excellent", "excellent", "good", "good", "good", "good", "good", "pass", "pass", "fail", "fail"])
        #expect(year.stations.map(\.place) == [1, 2, 3, 4, 5, 6, 8, 7, 9, 10, 11, 12])
        #expect(year.stations.map(\.advanced) == [true, true, true] + Array(repeating: false, count: 9))
        #expect(year.stations.last?.scores == ["placements": 6000, "events": 20_000, "lodging": 5000, "applications": 0, "satisfaction": 5556, "reports": 0, "quality": 6000])
        #expect(year.flags == 1)
    }

    private func money(_ year: YearOutcome) throws {
        let agency = year.rewards.filter { $0.purpose == "agency_reward" }, grants = year.rewards.filter { $0.purpose == "event_grant" }
        // Classes a and d, b and d, b and e, c and e; c stays and f leaves after 120 days: of her first half the rest of 36 months comes back.
        #expect(agency.map(\.claims) == [2, 2, 2, 2, 1, 1] && agency.map(\.granted) == [12_000_000, 7_000_000, 6_000_000, 3_000_000, 1_000_000, 2_000_000])
        let left = try #require(agency.first { $0.state == "clawed_back" }), back = RewardCalculation.back(.proportional(months: 36), paid: Fen(500_000), left: 1, of: 1, days: 120)
        #expect(left.paid == 500_000 && left.back == back.amount.amount && left.back > 0)
        #expect(agency.filter { $0.state == "paid" }.allSatisfy { $0.paid == $0.granted && $0.back == 0 })
        // Half of what the events cost, × 1.2, 1.1 and 1; down to the yuan.
        #expect(grants.map(\.granted) == [180_000, 390_000, 210_000, 206_200, 220_000, 233_700, 247_500, 261_200, 250_000, 262_500])
        #expect(grants.allSatisfy { $0.state == "paid" && $0.paid == $0.granted })
        #expect(year.budgets.map(\.balance) == [69_500_000, 27_538_900] && year.budgets.map(\.used) == [30_500_000, 2_461_100])
        #expect(year.payments.map(\.state) == ["paid", "paid"] && year.payments.map(\.orders) == [19, 10] && year.payments.map(\.amount) == [30_500_000, 2_461_100])
        #expect(year.batches == 3)
    }

    /// Two fail: who answered stays, who was silent ends.
    private func endings(_ year: YearOutcome) {
        #expect(year.withdrawals.map(\.state) == ["dropped", "ended"] && year.withdrawals.map(\.cause) == ["failing", "failing"])
        #expect(year.withdrawals.first?.effects == [:])
        #expect(year.withdrawals.last?.effects == [
            "plaque": 1, "lodging": 1, "stay_honoured": 1, "stay_cancelled": 1, "event": 1, "contacts": 1, "reports": 1, "claims": 1, "jobs": 1, "history": 1,
        ])
        #expect(year.stations.map(\.plaque) == Array(repeating: "valid", count: 11) + ["withdrawn"])
    }

    @Test func portionsAddUpToTheWhole() {
        for whole in [1, 7, 12, 100, 120, 10_000] {
            let stations = DemoYear.shares.indices
            #expect(stations.reduce(0) { $0 + DemoYear.portion(of: whole, host: $1) } == whole)
            for host in stations {
                #expect(DemoYear.months.indices.reduce(0) { $0 + DemoYear.portion(of: whole, host: host, month: $1) } == DemoYear.portion(of: whole, host: host))
            }
        }
        #expect(DemoYear.shares.reduce(0, +) == 100)
    }
}
