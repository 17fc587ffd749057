/// Plans a fair: the meetings whose weights sum up highest, under everybody's limits. A pair meets once at most; a talent has one meeting a slot and as many
/// in all as they want; an employer has as many a slot as it has tables there.
///
/// Two relaxations give bounds, both computed exactly as flows of least cost (`CheapestFlow`):
/// * *pairs* — who meets whom, slots forgotten but for how many each has. Where nobody is away its answer can always be seated (König's theorem,
///   `SlotBoard`), so that the plan is the best one at the price of one flow.
/// * *seats* — who sits where in which slot, forgetting that a pair meets once. Where it repeats no pair, its answer is a plan, and the best one: so places
///   that somebody has freed are filled.
///
/// With absences the problem is NP-hard in general (timetables with unavailable hours: Even, Itai, Shamir 1976). Then a search branches on a pair that the
/// relaxations cannot seat, with both bounds; it proves the best plan where it comes to its end within `effort`, else the plan says how far its bound is.
public enum MeetingPlanner {
    /// Arcs looked at in all flows together, beyond which the search takes what it has: a second or two.
    public static let effort = 60_000_000

    /// The same problem gives the same plan.
    /// - Parameter kept: meetings that stay as they are. They are not in the answer, and count neither in its total nor in its bound.
    public static func plan(_ problem: MeetingProblem, keeping kept: [MeetingProblem.Meeting] = [], effort: Int = effort) -> MeetingPlan {
        var search = Search(effort: effort)
        let bound = search.solve(problem.keeping(kept), taken: [], worth: 0)
        return MeetingPlan(meetings: search.best.sorted(), total: search.worth, bound: max(bound, search.worth))
    }

    private struct Search {
        /// Of one network, about a hundred bytes each.
        static let mostArcs = 1_000_000
        let effort: Int
        var spent = 0
        var best: [MeetingProblem.Meeting] = []
        var worth = 0

        /// Looks for better plans of what is left of the problem beside the meetings taken so far.
        /// - Returns: no plan with these meetings is worth more.
        mutating func solve(_ problem: MeetingProblem, taken: [MeetingProblem.Meeting], worth base: Int) -> Int {
            let pairs = bestPairs(problem)
            var bound = base + pairs.worth
            guard bound > worth || best.isEmpty else { return bound }
            let unseated = seat(pairs.chosen, of: problem, taken, base)
            guard let unseated, bound > worth else { return bound }
            var branch = unseated
            if let seats = bestSeats(problem, effort: effort - spent) {
                guard let twice = seats.twice else {
                    take(taken + seats.meetings, base + seats.worth)
                    return base + seats.worth
                }
                if base + seats.worth < bound { (bound, branch) = (base + seats.worth, twice) }
                guard bound > worth else { return bound }
            }
            guard spent < effort else { return bound }
            return self.branch(on: branch, problem, taken, base, bound)
        }

        /// The pair meets in one of its slots, or never.
        private mutating func branch(on pair: Pair, _ problem: MeetingProblem, _ taken: [MeetingProblem.Meeting], _ base: Int, _ bound: Int) -> Int {
            var highest = 0
            for slot in problem.common(pair.employer, pair.talent) {
                let meeting = MeetingProblem.Meeting(employer: pair.employer, talent: pair.talent, slot: slot)
                var rest = problem
                rest.take(meeting)
                highest = max(highest, spent < effort ? solve(rest, taken: taken + [meeting], worth: base + problem.weight(meeting)) : bound)
                if worth >= bound { return bound }
            }
            var rest = problem
            rest.part(pair.employer, pair.talent)
            return min(bound, max(highest, spent < effort ? solve(rest, taken: taken, worth: base) : bound))
        }

        private mutating func take(_ meetings: [MeetingProblem.Meeting], _ total: Int) {
            guard total > worth || (best.isEmpty && total >= worth) else { return }
            best = meetings
            worth = total
        }

        /// Seats the pairs, the hardest first, and whoever else still fits.
        /// - Returns: nil where all were seated, else the heaviest that was not.
        private mutating func seat(_ pairs: [Pair], of problem: MeetingProblem, _ taken: [MeetingProblem.Meeting], _ base: Int) -> Pair? {
            var board = SlotBoard(problem)
            let ordered = pairs.map { (pair: $0, slots: problem.common($0.employer, $0.talent).count) }
                .sorted { ($0.slots, -$0.pair.weight, $0.pair.employer, $0.pair.talent) < ($1.slots, -$1.pair.weight, $1.pair.employer, $1.pair.talent) }.map(\.pair)
            let unseated = ordered.filter { !board.place($0.employer, $0.talent) }
            guard let first = unseated.min(by: { $0.isBefore($1) }) else {
                take(taken + board.meetings, base + board.total)
                return nil
            }
            var others: [Pair] = []
            for employer in problem.tables.indices {
                for (talent, weight) in problem.weights[employer].enumerated() where weight > 0 { others.append(Pair(employer: employer, talent: talent, weight: weight)) }
            }
            spent += others.count
            for pair in others.sorted(by: { $0.isBefore($1) }) { _ = board.place(pair.employer, pair.talent) }
            take(taken + board.meetings, base + board.total)
            return first
        }

        /// Who meets whom, if only numbers counted. Where that costs more than is left, some of them, with a worth that nobody can reach more than.
        private mutating func bestPairs(_ problem: MeetingProblem) -> (chosen: [Pair], worth: Int) {
            let talents = problem.talents.count, employers = problem.tables.count, limits = problem.limits
            let source = talents + employers, sink = source + 1, top = problem.weights.map { $0.max() ?? 0 }.max() ?? 0
            var flow = CheapestFlow(nodes: sink + 1), arcs: [(Pair, Int)] = []
            for talent in 0..<talents where limits[talent] > 0 {
                flow.arc(source, talent, room: limits[talent])
                for employer in 0..<employers {
                    let weight = problem.weights[employer][talent]
                    guard weight > 0, !problem.common(employer, talent).isEmpty else { continue }
                    arcs.append((Pair(employer: employer, talent: talent, weight: weight), flow.arc(talent, talents + employer, room: 1, cost: top - weight)))
                }
            }
            for employer in 0..<employers { flow.arc(talents + employer, sink, room: problem.tables[employer].reduce(0, +)) }
            // A path takes one more pair than it gives back: it is worth `top` less what it costs.
            var isWhole = false
            while !isWhole, flow.work < max(effort - spent, 0) { isWhole = !flow.sendOne(from: source, to: sink, below: top) }
            spent += flow.work + arcs.count
            let chosen = arcs.filter { flow.flow($0.1) > 0 }.map(\.0)
            if isWhole { return (chosen, chosen.reduce(0) { $0 + $1.weight }) }
            let each = Dictionary(grouping: arcs.map(\.0), by: \.talent)
            return (chosen, each.reduce(0) { sum, own in sum + own.value.map(\.weight).sorted(by: >).prefix(limits[own.key]).reduce(0, +) })
        }

        /// Who sits where, if pairs could meet again; nil where that would cost more than is left.
        private mutating func bestSeats(_ problem: MeetingProblem, effort: Int) -> (meetings: [MeetingProblem.Meeting], worth: Int, twice: Pair?)? {
            let slots = problem.slots, talents = problem.talents.count, employers = problem.tables.count, limits = problem.limits
            let firstSeat = talents + talents * slots, source = firstSeat + employers * slots, sink = source + 1
            let top = problem.weights.map { $0.max() ?? 0 }.max() ?? 0
            let fitting = problem.weights.reduce(0) { $0 + $1.count { $0 > 0 } }
            guard fitting.multipliedReportingOverflow(by: slots).partialValue <= Self.mostArcs else { return nil }
            var flow = CheapestFlow(nodes: sink + 1), arcs: [(MeetingProblem.Meeting, Int)] = []
            for talent in 0..<talents where limits[talent] > 0 {
                flow.arc(source, talent, room: limits[talent])
                for slot in 0..<slots where problem.talents[talent].free[slot] {
                    let own = talents + talent * slots + slot
                    flow.arc(talent, own, room: 1)
                    for employer in 0..<employers where problem.tables[employer][slot] > 0 && problem.weights[employer][talent] > 0 {
                        let meeting = MeetingProblem.Meeting(employer: employer, talent: talent, slot: slot)
                        arcs.append((meeting, flow.arc(own, firstSeat + employer * slots + slot, room: 1, cost: top - problem.weight(meeting))))
                    }
                }
            }
            for employer in 0..<employers {
                for slot in 0..<slots where problem.tables[employer][slot] > 0 { flow.arc(firstSeat + employer * slots + slot, sink, room: problem.tables[employer][slot]) }
            }
            var isCheap = true
            while isCheap, flow.sendOne(from: source, to: sink, below: top) { isCheap = flow.work < max(effort, 0) }
            spent += flow.work + arcs.count
            guard isCheap else { return nil }
            let meetings = arcs.filter { flow.flow($0.1) > 0 }.map(\.0)
            var met: Set<Pair> = [], twice: Pair?
            for meeting in meetings {
                let pair = Pair(employer: meeting.employer, talent: meeting.talent, weight: problem.weight(meeting))
                if !met.insert(pair).inserted, twice.map({ pair.isBefore($0) }) ?? true { twice = pair }
            }
            return (meetings, meetings.reduce(0) { $0 + problem.weight($1) }, twice)
        }
    }

    private struct Pair: Hashable {
        let employer: Int
        let talent: Int
        let weight: Int

        /// Heavier ones first, then by number.
        func isBefore(_ other: Pair) -> Bool { (-weight, employer, talent) < (-other.weight, other.employer, other.talent) }
    }
}
