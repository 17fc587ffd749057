import Domain
import Testing

/// Random fairs that are the same every time.
private struct Dice: RandomNumberGenerator {
    private var state: UInt64

    init(_ seed: Int) { state = UInt64(truncatingIfNeeded: seed) }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var word = state
        word = (word ^ (word >> 30)) &* 0xBF58_476D_1CE4_E5B9
        word = (word ^ (word >> 27)) &* 0x94D0_49BB_1331_11EB
        return word ^ (word >> 31)
    }

    mutating func of(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &self) }
}

private typealias Meeting = MeetingProblem.Meeting

/// - Parameter away: of a hundred places in slots, how many nobody is at.
private func fair(_ dice: inout Dice, employers: Int, talents: Int, slots: Int, tables: ClosedRange<Int>, most: ClosedRange<Int>, away: Int, weights: ClosedRange<Int>) -> MeetingProblem {
    let seats = (0..<employers).map { _ in
        let own = dice.of(tables)
        return (0..<slots).map { _ in dice.of(0...99) < away ? 0 : own }
    }
    let people = (0..<talents).map { _ in MeetingProblem.Talent(most: dice.of(most), free: (0..<slots).map { _ in dice.of(0...99) >= away }) }
    return MeetingProblem(slots: slots, tables: seats, talents: people, weights: (0..<employers).map { _ in (0..<talents).map { _ in dice.of(weights) } })
}

/// Tries everything: an oracle that shares nothing with the planner.
private func best(_ problem: MeetingProblem) -> Int {
    var seats = problem.tables, free = problem.talents.map(\.free), left = problem.talents.map(\.most)
    let talents = problem.talents.count, pairs = problem.tables.count * talents
    func from(_ pair: Int) -> Int {
        guard pair < pairs else { return 0 }
        let employer = pair / talents, talent = pair % talents, weight = problem.weights[employer][talent]
        var most = from(pair + 1)
        guard weight > 0, left[talent] > 0 else { return most }
        for slot in 0..<problem.slots where seats[employer][slot] > 0 && free[talent][slot] {
            seats[employer][slot] -= 1
            free[talent][slot] = false
            left[talent] -= 1
            most = max(most, weight + from(pair + 1))
            seats[employer][slot] += 1
            free[talent][slot] = true
            left[talent] += 1
        }
        return most
    }
    return from(0)
}

/// The sum of the weights, or what is wrong with the plan.
private func worth(_ meetings: [Meeting], in problem: MeetingProblem) -> String {
    var seats = problem.tables, busy: Set<[Int]> = [], met: Set<[Int]> = [], count = Array(repeating: 0, count: problem.talents.count), total = 0
    for meeting in meetings {
        seats[meeting.employer][meeting.slot] -= 1
        count[meeting.talent] += 1
        if seats[meeting.employer][meeting.slot] < 0 { return "no table: \(meeting)" }
        if !problem.talents[meeting.talent].free[meeting.slot] { return "away: \(meeting)" }
        if count[meeting.talent] > problem.talents[meeting.talent].most { return "more than wanted: \(meeting)" }
        if !busy.insert([meeting.talent, meeting.slot]).inserted { return "two at once: \(meeting)" }
        if !met.insert([meeting.employer, meeting.talent]).inserted { return "twice: \(meeting)" }
        if problem.weights[meeting.employer][meeting.talent] == 0 { return "not to meet: \(meeting)" }
        total += problem.weights[meeting.employer][meeting.talent]
    }
    return String(total)
}

@Suite struct MeetingPlannerTests {
    @Test(arguments: [0, 35, 60]) func noPlanIsBetter(_ away: Int) {
        for seed in 0..<300 {
            var dice = Dice(seed * 100 + away)
            let problem = fair(&dice, employers: dice.of(1...3), talents: dice.of(1...4), slots: dice.of(1...3), tables: 1...2, most: 1...3, away: away, weights: 0...9)
            let plan = MeetingPlanner.plan(problem)
            #expect(worth(plan.meetings, in: problem) == String(plan.total), "seed \(seed)")
            #expect(plan.total == best(problem), "seed \(seed)")
            #expect(plan.isBest, "seed \(seed)")
        }
    }

    /// What is fixed stays; what is left is filled as well as it can be.
    @Test func aKeptMeetingStaysAndTheRestIsBest() {
        for seed in 0..<200 {
            var dice = Dice(seed + 70_000)
            let problem = fair(&dice, employers: 3, talents: 4, slots: 3, tables: 1...2, most: 1...3, away: seed % 2 * 25, weights: 0...9)
            let gone = dice.of(0...3), kept = MeetingPlanner.plan(problem).meetings.filter { $0.talent != gone }
            var people = problem.talents
            people[gone].most = 0
            let without = MeetingProblem(slots: 3, tables: problem.tables, talents: people, weights: problem.weights)
            let plan = MeetingPlanner.plan(without, keeping: kept)
            let whole = worth(kept + plan.meetings, in: without)
            #expect(Int(whole) != nil, "seed \(seed): \(whole)")
            #expect(plan.total == best(without.keeping(kept)), "seed \(seed)")
            #expect(plan.meetings.filter { $0.talent == gone } == [], "seed \(seed)")
        }
    }

    /// Where nobody is away the best plan is proven at any size, and the same problem gives the same plan.
    @Test func aLargeFairIsPlannedWhole() {
        var dice = Dice(5)
        let problem = fair(&dice, employers: 20, talents: 120, slots: 8, tables: 1...3, most: 2...5, away: 0, weights: 1...100)
        let plan = MeetingPlanner.plan(problem)
        #expect(worth(plan.meetings, in: problem) == String(plan.total))
        #expect(plan.isBest)
        #expect(MeetingPlanner.plan(problem) == plan)
    }

    /// With absences a plan always keeps the limits, and its bound is never below it.
    @Test func aLargeFairWithAbsencesSaysHowFarItMayBeOff() {
        for away in [10, 50] {
            var dice = Dice(away)
            let problem = fair(&dice, employers: 20, talents: 120, slots: 8, tables: 1...2, most: 2...5, away: away, weights: 0...100)
            let plan = MeetingPlanner.plan(problem, effort: 3_000_000)
            #expect(worth(plan.meetings, in: problem) == String(plan.total))
            #expect(plan.total <= plan.bound)
            #expect((plan.bound - plan.total) * 50 <= plan.bound, "more than 2 % off: \(plan.total) of \(plan.bound)")
        }
    }

    /// Three employers in one slot and one talent: a talent is at one table at a time; the heaviest wins.
    @Test func whatCannotBeIsNotPlanned() {
        let one = MeetingProblem(slots: 1, tables: [[1], [1], [1]], talents: [.init(most: 3, free: [true])], weights: [[3], [9], [5]])
        #expect(MeetingPlanner.plan(one).meetings == [Meeting(employer: 1, talent: 0, slot: 0)])
        // Away all day, nobody there, nothing that fits, no slots at all.
        #expect(MeetingPlanner.plan(MeetingProblem(slots: 2, tables: [[0, 0]], talents: [.init(most: 2, free: [true, true])], weights: [[9]])).meetings == [])
        #expect(MeetingPlanner.plan(MeetingProblem(slots: 2, tables: [[1, 1]], talents: [], weights: [[]])).meetings == [])
        #expect(MeetingPlanner.plan(MeetingProblem(slots: 2, tables: [[1, 1]], talents: [.init(most: 2, free: [true, true])], weights: [[0]])).meetings == [])
        #expect(MeetingPlanner.plan(MeetingProblem(slots: 0, tables: [[]], talents: [.init(most: 2, free: [])], weights: [[1]])).meetings == [])
    }

    /// Numbers from outside never trap: rows that are too short or too long, below nothing, or very large.
    @Test func oddNumbersAreCut() {
        let odd = MeetingProblem(slots: 2, tables: [[-3], [.max, 1, 7]], talents: [.init(most: .max, free: [true, true, true]), .init(most: -1, free: [])], weights: [[.max, .min], [.max]])
        #expect(odd.tables == [[0, 0], [1000, 1]])
        #expect(odd.talents == [.init(most: 2, free: [true, true]), .init(most: 0, free: [false, false])])
        #expect(MeetingPlanner.plan(odd, keeping: [Meeting(employer: 9, talent: 0, slot: 0), Meeting(employer: 0, talent: 0, slot: -1)]).total == MeetingProblem.heaviest)
    }
}

@Suite struct FairStateTests {
    @Test func aFairGoesOneWay() {
        let ways = FairState.allCases.flatMap { state in FairState.Event.allCases.compactMap { event in state.after(event).map { "\(state.rawValue) \(event.rawValue) \($0.rawValue)" } } }
        #expect(ways == [
            "draft open open", "draft cancel cancelled", "open close closed", "open cancel cancelled", "closed schedule scheduled", "closed cancel cancelled", "scheduled end over",
            "scheduled cancel cancelled",
        ])
    }

    @Test func slotsEndOnTheirDay() throws {
        let evening = Zone.china.instant(try #require(Day("2020-12-20")), hour: 22)
        let slots = try #require(FairSlots(begins: evening, minutes: 20, count: 6))
        #expect(slots.begin(2) == evening.adding(seconds: 2400))
        #expect(slots.end == evening.adding(seconds: 7200))
        #expect(FairSlots(begins: evening, minutes: 20, count: 7) == nil)
        #expect(FairSlots(begins: evening, minutes: 4, count: 1) == nil)
        #expect(FairSlots(begins: evening, minutes: 20, count: 0) == nil)
        #expect(FairSlots(begins: evening, minutes: .max, count: .max) == nil)
    }
}
