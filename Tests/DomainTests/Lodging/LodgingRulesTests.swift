import Domain
import Testing

@Suite struct LodgingRulesTests {
    static let rules = LodgingRules(
        clause: nil,
        stay: .init(nightsPerStay: 3, staysPerYear: 3, nightsPerYear: 7, year: .calendar, leadDays: 0, bookAheadDays: 30, checkInFrom: TimeOfDay("14:00")!,
                    lateArrival: TimeOfDay("22:00")!, checkOutBy: TimeOfDay("12:00")!, holdMinutes: 15, offerMinutes: 30),
        afterFree: [.init(nights: 4, price: .percent(50)), .init(nights: 30, price: .perMonth(Fen(50_000)))], eligible: .all([]), proofs: [],
        noShow: .init(freeUntil: TimeOfDay("18:00")!, daysBefore: 1, ladder: [.warning, .ban(days: 30)], forgottenAfterDays: 365, appeal: nil),
        release: .init(draw: .init(dates: [Day("2026-10-01")!...Day("2026-10-07")!], requestsUntil: TimeOfDay("18:00")!, daysBefore: 3)),
        subsidy: nil, blackouts: [Day("2026-02-16")!...Day("2026-02-18")!], neverBy: [])

    @Test func nightsCostWhatTheLadderSays() {
        func cost(_ nights: ClosedRange<Int>, free: Int = 3) -> Int64 { Self.rules.charge(nights: nights, free: free, list: Fen(10_001)).amount }
        #expect(cost(1...3) == 0)
        #expect(cost(4...4) == 5_001)
        #expect(cost(1...7) == 20_002)
        #expect(cost(8...37) == 50_000)
        #expect(cost(38...39) == 20_002)
        #expect(cost(1...39) == 20_002 + 50_000 + 20_002)
        // Nobody has more free nights than a stay has; fewer where the year's are used up.
        #expect(cost(1...4, free: 9) == 5_001)
        #expect(cost(1...1, free: 0) == 5_001)
        #expect(Self.rules.charge(nights: 1...Int.max, free: 3, list: Fen(.max)).amount > 0)
    }

    @Test func theLadderOfNoShows() {
        #expect([1, 2, 3, 9].map { Self.rules.noShow.consequence($0) } == [.warning, .ban(days: 30), .ban(days: 30), .ban(days: 30)])
        #expect(Self.rules.noShow.freeUntil(Day("2026-11-22")!, .china) == Instant("2026-11-21T18:00:00+08:00"))
    }

    @Test func nightsThatAreDrawnAndThoseThatAreClosed() {
        func isForDraw(_ night: String, _ at: String) -> Bool { Self.rules.isForDraw(Day(night)!, at: Instant(at)!, .china) }
        #expect(["2026-09-30", "2026-10-01", "2026-10-07", "2026-10-08"].map { isForDraw($0, "2026-09-01T09:00:00+08:00") } == [false, true, true, false])
        #expect(isForDraw("2026-10-07", "2026-10-04T17:59:59+08:00") && !isForDraw("2026-10-07", "2026-10-04T18:00:00+08:00"))
        #expect(["2026-02-15", "2026-02-16", "2026-02-18", "2026-02-19"].map { Self.rules.isBlackout(Day($0)!) } == [false, true, true, false])
    }

    @Test func timesOfDay() {
        #expect(["00:00", "18:05", "24:00"].map { TimeOfDay($0)?.minutes } == [0, 1085, 1440])
        #expect(["24:01", "9:00", "12:60", "12", "12:00:00", "１２:00", ""].map { TimeOfDay($0) } == Array(repeating: nil, count: 7))
        #expect(TimeOfDay("18:05")?.description == "18:05")
    }

    @Test func monthsAreClampedToTheirLastDay() {
        #expect(Day("2024-02-29")!.adding(months: 12) == Day("2025-02-28"))
        #expect(Day("2024-03-31")!.adding(months: -1) == Day("2024-02-29"))
        #expect(Day("2024-12-15")!.adding(months: 1) == Day("2025-01-15"))
        #expect(Day("2024-12-15")!.adding(months: .max).year == 9999)
        #expect(Day("2024-12-15")!.adding(months: .min).year == 1)
    }
}
