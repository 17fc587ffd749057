import Domain
import Testing

private func day(_ text: String) throws -> Day { try #require(Day(text)) }
private func nights(_ first: String, _ end: String) throws -> Nights { try #require(Nights(try day(first), try day(end))) }

@Suite struct BedChoiceTests {
    func bed(_ unit: String, gender: BedGender = .any, accessible: Bool = false, free: [String]? = nil, before: Int = 7, after: Int = 7) throws -> BedChoice.Candidate {
        let days = try (free ?? ["2020-11-20", "2020-11-21", "2020-11-22"]).map { try day($0) }
        return BedChoice.Candidate(unit: unit, gender: gender, accessible: accessible, free: Set(days), before: before, after: after)
    }

    func chosen(_ candidates: [BedChoice.Candidate], sex: Sex? = .female, accessible: Bool = false, mayMove: Bool = false, spread: Int = 0) throws -> String? {
        let wanted = try nights("2020-11-20", "2020-11-23")
        guard let beds = BedChoice.choose(wanted, among: candidates, wish: .init(sex: sex, accessible: accessible, mayMove: mayMove), spread: spread) else { return nil }
        return wanted.days.compactMap { beds[$0] }.joined(separator: " ")
    }

    @Test func theBedWhoseFreeStretchIsTornUpLeastIsTaken() throws {
        #expect(try chosen([try bed("a"), try bed("b", before: 0, after: 4), try bed("c", before: 1, after: 1)]) == "b b b")
        #expect(try chosen([try bed("a", before: 0, after: 4), try bed("b", before: 0, after: 0)]) == "b b b")
        #expect(try chosen([]) == nil)
    }

    /// A room for anybody is kept for who finds no other.
    @Test func aBedForOnesOwnSexComesFirst() throws {
        #expect(try chosen([try bed("a"), try bed("b", gender: .female)]) == "b b b")
        #expect(try chosen([try bed("a", before: 0, after: 0), try bed("b", gender: .female)]) == "b b b")
        #expect(try chosen([try bed("a"), try bed("b", gender: .female)], sex: .male) == "a a a")
        #expect(try chosen([try bed("a"), try bed("b", gender: .female, accessible: true)]) == "a a a")
    }

    @Test func amongEqualsTheChoiceIsSpread() throws {
        let equal = [try bed("a"), try bed("b"), try bed("c")]
        #expect(try (0..<4).map { try chosen(equal, spread: $0) } == ["a a a", "b b b", "c c c", "a a a"])
        #expect(try chosen(equal, spread: .min) != nil)
    }

    @Test func genderAndWishesHold() throws {
        #expect(try chosen([try bed("m", gender: .male), try bed("f", gender: .female)]) == "f f f")
        #expect(try chosen([try bed("f", gender: .female)], sex: .male) == nil)
        #expect(try chosen([try bed("f", gender: .female), try bed("x")], sex: nil) == "x x x")
        #expect(try chosen([try bed("a"), try bed("w", accessible: true)], accessible: true) == "w w w")
        #expect(try chosen([try bed("w", accessible: true, before: 0, after: 0), try bed("z")]) == "z z z")   // the accessible one is left to who needs it
        #expect(try chosen([try bed("w", accessible: true)]) == "w w w")
    }

    @Test func movingTakesTheFewestMovesAndOnlyIfAgreed() throws {
        let parts = [
            try bed("a", free: ["2020-11-20"]), try bed("b", free: ["2020-11-20", "2020-11-21"]), try bed("c", free: ["2020-11-22"]), try bed("d", free: ["2020-11-21"]),
        ]
        #expect(try chosen(parts) == nil)
        #expect(try chosen(parts, mayMove: true) == "b b c")
        #expect(try chosen(Array(parts.dropLast(2)), mayMove: true) == nil)
    }
}

@Suite struct EntitlementTests {
    func entitlement(_ year: LodgingRules.Stay.Year = .calendar, stays: Int? = 3, nights: Int? = 7, staysInAll: Int? = nil, nightsInAll: Int? = nil, mayPay: Bool = false) throws -> Entitlement {
        let time = try #require(TimeOfDay("18:00"))
        return Entitlement(LodgingRules.Stay(
            nightsPerStay: 3, staysPerYear: stays, nightsPerYear: nights, staysInAll: staysInAll, nightsInAll: nightsInAll, year: year, leadDays: 0, bookAheadDays: 30, checkInFrom: time,
            lateArrival: time, checkOutBy: time, holdMinutes: 15, offerMinutes: 30), mayPay: mayPay)
    }

    func lines(_ entitlement: Entitlement, _ first: String, _ end: String, _ taken: Entitlement.Taken = .init(), own: Int = 0, ownFree: Int = 0) throws -> String {
        let wanted = try nights(first, end)
        do throws(Refusal) {
            let lines = try entitlement.lines(for: wanted, taken: taken, own: own, ownFree: ownFree)
            return (lines.nights.map { "\($0.year)/\($0.n.map(String.init) ?? "paid")" } + ["stay \(lines.stay.n)"]).joined(separator: " ")
        } catch {
            return error.code
        }
    }

    @Test func theLowestFreeNumbersAreTakenOfEachYear() throws {
        let plain = try entitlement()
        #expect(try lines(plain, "2020-12-30", "2021-01-02") == "2020/1 2020/2 2021/1 stay 1")
        #expect(try lines(plain, "2020-12-30", "2021-01-02", .init(nights: [2020: [1, 3]], stays: [2020: [2]])) == "2020/2 2020/4 2021/1 stay 1")
        #expect(try lines(plain, "2020-11-20", "2020-11-22", .init(nights: [2020: [1, 2, 3, 4, 5, 6]])) == "nights_used")
        #expect(try lines(plain, "2020-11-20", "2020-11-21", .init(stays: [2020: [1, 2, 3]])) == "stays_used")
        #expect(try lines(plain, "2020-11-20", "2020-11-24") == "stay_too_long")
        #expect(try lines(plain, "2020-11-20", "2020-11-22", .init(days: [try day("2020-11-21")])) == "bed_elsewhere")
        #expect(try lines(plain, "2020-11-22", "2020-11-23", own: 2, ownFree: 2) == "2020/1 stay 0")
        #expect(try lines(plain, "2020-11-22", "2020-11-24", own: 2, ownFree: 2) == "stay_too_long")
        #expect(try lines(try entitlement(stays: nil, nights: nil), "2020-11-20", "2020-11-21", .init(nights: [2020: Set(1...400)], stays: [2020: Set(1...90)])) == "2020/401 stay 91")
    }

    @Test func nightsBeyondCanBePaidWhereTheRulesSaySo() throws {
        let paying = try entitlement(mayPay: true)
        #expect(try lines(paying, "2020-11-20", "2020-11-25") == "2020/1 2020/2 2020/3 2020/paid 2020/paid stay 1")
        #expect(try lines(paying, "2020-11-20", "2020-11-22", .init(nights: [2020: [1, 2, 3, 4, 5, 6]])) == "2020/7 2020/paid stay 1")
        #expect(try lines(paying, "2020-11-22", "2020-11-23", own: 3, ownFree: 3) == "2020/paid stay 0")
    }

    @Test func aRollingYearIsTheThreeHundredAndSixtyFiveNightsUpToEach() throws {
        let rolling = try entitlement(.rolling, stays: 2, nights: 3)
        #expect(rolling.needsLock)
        let three = try Set(["2020-01-10", "2020-01-11", "2020-01-12"].map { try day($0) })
        #expect(try lines(rolling, "2021-01-08", "2021-01-10", .init(days: three, free: three)) == "nights_used")
        #expect(try lines(rolling, "2021-01-09", "2021-01-11", .init(days: three, free: three)) == "2021/1 2021/2 stay 1")   // each day one falls out
        #expect(try lines(rolling, "2020-01-08", "2020-01-09", .init(days: three, free: three)) == "nights_used")   // what was booked ahead counts
        #expect(try lines(rolling, "2020-12-01", "2020-12-02", .init(starts: [try day("2020-01-10"), try day("2020-03-01")])) == "stays_used")
        #expect(try lines(rolling, "2021-01-10", "2021-01-11", .init(starts: [try day("2020-01-10"), try day("2020-03-01")])) == "2021/1 stay 1")
    }

    @Test func limitsOverAllYearsHold() throws {
        let once = try entitlement(stays: nil, nights: nil, staysInAll: 1, nightsInAll: 4)
        #expect(once.needsLock)
        #expect(once.counted(from: try day("2020-11-20")) == nil)
        #expect(try lines(once, "2020-11-20", "2020-11-21", .init(starts: [try day("2011-01-01")])) == "stays_used")
        #expect(try lines(once, "2020-11-20", "2020-11-23", .init(free: [try day("2011-01-01"), try day("2011-01-02")])) == "nights_used")
        #expect(try lines(once, "2020-11-20", "2020-11-22", .init(free: [try day("2011-01-01"), try day("2011-01-02")])) == "2020/1 2020/2 stay 1")
    }
}

@Suite struct LadderTests {
    @Test func theLadderBeginsAnewAfterItsTime() throws {
        let time = try #require(TimeOfDay("18:00"))
        let rules = LodgingRules.NoShow(freeUntil: time, daysBefore: 1, ladder: [.warning, .ban(days: 7), .ban(days: 30)], forgottenAfterDays: 100, appeal: nil)
        let today = try day("2020-11-20")
        func after(_ days: [Int]) -> LodgingRules.NoShow.Consequence? { rules.consequence(after: days.map { today.adding(-$0) }, on: today) }
        #expect(after([]) == .warning)
        #expect(after([99]) == .ban(days: 7))
        #expect(after([100]) == .warning)
        #expect(after([50, 140]) == .ban(days: 30))   // neither pause was long enough to be forgotten
        #expect(after([50, 150]) == .ban(days: 7))
        #expect(after([1, 2, 3, 4]) == .ban(days: 30))
        #expect(rules.freeUntil(today, .china) == Zone.china.instant(today.adding(-1), hour: 18))
        #expect(LodgingRules.NoShow(freeUntil: time, daysBefore: 1, ladder: [], forgottenAfterDays: nil, appeal: nil).consequence(after: [], on: today) == nil)
    }
}

@Suite struct DrawTests {
    /// Not a hash that anybody should use: enough to see the order.
    static func hash(_ bytes: [UInt8]) -> String { String(bytes.reduce(UInt64(14_695_981_039_346_656_037)) { ($0 ^ UInt64($1)) &* 1_099_511_628_211 }, radix: 16) }

    func transcript(_ change: (inout [DrawTranscript.Entry]) -> Void = { _ in }, seed: [UInt8] = Array(repeating: 7, count: 32), hash: String? = nil) -> DrawTranscript {
        let hex = seed.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
        var entries = Draw.order((1...6).map { "r\($0)" }, seed: seed, hash: Self.hash).enumerated().map { DrawTranscript.Entry(request: $1, outcome: $0 < 2 ? .won : .lost) }
        change(&entries)
        return DrawTranscript(draw: "d", places: 2, seedHash: hash ?? Self.hash(seed), seed: hex, entries: entries)
    }

    @Test func aRightTranscriptIsFoundRightAndEveryChangeIsFound() {
        #expect(transcript().verify(hash: Self.hash) == [])
        #expect(transcript(hash: "0").verify(hash: Self.hash) == [.seedHash])
        #expect(transcript(seed: [1, 2]).verify(hash: Self.hash) == [.seed])
        #expect(transcript { $0.swapAt(3, 4) }.verify(hash: Self.hash) == [.order(place: 4)])
        #expect(transcript { $0[1] = .init(request: $0[1].request, outcome: .lost) }.verify(hash: Self.hash).count == 1)
        #expect(transcript { $0[5] = .init(request: $0[5].request, outcome: .won) }.verify(hash: Self.hash).count == 1)
        #expect(transcript { $0.append($0[5]) }.verify(hash: Self.hash).contains { if case .twice = $0 { true } else { false } })
        // Somebody who was void passes the place on.
        #expect(transcript { entries in
            entries[0] = .init(request: entries[0].request, outcome: .void)
            entries[2] = .init(request: entries[2].request, outcome: .won)
        }.verify(hash: Self.hash) == [])
    }
}

@Suite struct StayStateTests {
    @Test func theMachineHasTheseArrowsAndNoOther() {
        #expect(StayState.transitions.map { "\($0.from.rawValue) \($0.event.rawValue) \($0.to.rawValue)" } == [
            "held confirm booked", "held expire expired", "held cancel cancelled", "booked cancel cancelled", "booked change booked", "booked extend booked", "booked check_in checked_in",
            "booked move_room booked", "booked mark_no_show no_show", "booked phone_in booked", "checked_in extend checked_in", "checked_in move_room checked_in",
            "checked_in leave_early checked_in", "checked_in check_out checked_out", "no_show undo_no_show booked",
        ])
        for state in StayState.ended {
            #expect(StayEvent.allCases.filter { event in (try? state.after(event)) != nil } == (state == .noShow ? [.undoNoShow] : []))
        }
        #expect(StayState.live.union(StayState.ended) == Set(StayState.allCases))
    }

    @Test func nightsAreCountedToTheDayOfLeaving() throws {
        let stay = try nights("2020-12-30", "2021-01-02")
        #expect(stay.days.map(\.description) == ["2020-12-30", "2020-12-31", "2021-01-01"])
        #expect(Nights(try day("2020-12-30"), try day("2020-12-30")) == nil)
        #expect(Nights(try day("2020-12-30"), try day("2022-12-30")) == nil)
    }
}
