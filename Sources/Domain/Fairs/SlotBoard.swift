/// Who sits where in which slot, while a plan is made. A new pair finds its slot even where the two have none in common any more, by moving other
/// meetings between two slots along an alternating path: the step by which König coloured the edges of bipartite graphs (1916). As long as nobody
/// is away, every set of pairs that keeps everybody's limits can be placed so; with absences a path may be blocked.
struct SlotBoard {
    private let problem: MeetingProblem
    /// By talent and slot: the employer, or -1.
    private var employer: [[Int]]
    /// By employer and slot: the talents, in the order in which they came.
    private var sitting: [[[Int]]]
    private var left: [Int]
    private(set) var total = 0

    init(_ problem: MeetingProblem) {
        self.problem = problem
        employer = Array(repeating: Array(repeating: -1, count: problem.slots), count: problem.talents.count)
        sitting = Array(repeating: Array(repeating: [], count: problem.slots), count: problem.tables.count)
        left = problem.talents.map(\.most)
    }

    var meetings: [MeetingProblem.Meeting] {
        employer.enumerated().flatMap { talent, row in
            row.enumerated().compactMap { slot, employer in employer < 0 ? nil : MeetingProblem.Meeting(employer: employer, talent: talent, slot: slot) }
        }.sorted()
    }

    private func has(_ who: Int, _ slot: Int) -> Bool { sitting[who][slot].count < problem.tables[who][slot] }
    private func isFree(_ talent: Int, _ slot: Int) -> Bool { problem.talents[talent].free[slot] && employer[talent][slot] < 0 }

    /// - Returns: false where no slot was found; nothing has changed then.
    mutating func place(_ who: Int, _ talent: Int) -> Bool {
        guard left[talent] > 0, problem.weights[who][talent] > 0, !employer[talent].contains(who) else { return false }
        let open = (0..<problem.slots).filter { has(who, $0) }, free = (0..<problem.slots).filter { isFree(talent, $0) }
        if let both = open.first(where: free.contains) {
            sit(who, talent, both)
        } else {
            guard moveOne(who, talent, open, free) else { return false }
        }
        left[talent] -= 1
        total += problem.weights[who][talent]
        return true
    }

    private mutating func sit(_ who: Int, _ talent: Int, _ slot: Int) {
        employer[talent][slot] = who
        sitting[who][slot].append(talent)
    }

    private mutating func rise(_ who: Int, _ talent: Int, _ slot: Int) {
        employer[talent][slot] = -1
        sitting[who][slot].removeAll { $0 == talent }
    }

    /// The employer has a table in one slot, the talent is free in another: meetings of these two slots change places until there is room.
    private mutating func moveOne(_ who: Int, _ talent: Int, _ open: [Int], _ free: [Int]) -> Bool {
        for there in free where problem.tables[who][there] > 0 {
            for here in open {
                guard let chain = chain(who, here: here, there: there) else { continue }
                for meeting in chain { rise(meeting.employer, meeting.talent, meeting.slot) }
                for meeting in chain { sit(meeting.employer, meeting.talent, meeting.slot == here ? there : here) }
                sit(who, talent, there)
                return true
            }
        }
        return false
    }

    /// The meetings that have to change between two slots so that the employer gets a table in `there` for one in `here`; nil where somebody on the
    /// way is not there in the other slot.
    private func chain(_ who: Int, here: Int, there: Int) -> [MeetingProblem.Meeting]? {
        var chain: [MeetingProblem.Meeting] = []
        var at = who, gone: Int?, used: Set<MeetingProblem.Meeting> = []
        while true {
            // Meetings of the two slots stand opposite each other by their place. Who has nobody opposite moves; where somebody of `here` has just left, the
            // one opposite does: so no meeting is asked to move twice, as long as an employer has as many tables in both slots.
            let sits = sitting[at][there], place = min(gone ?? sitting[at][here].count, sits.count - 1)
            guard sits.indices.contains(place) else { return nil }
            let mover = sits[place], move = MeetingProblem.Meeting(employer: at, talent: mover, slot: there)
            guard problem.talents[mover].free[here], used.insert(move).inserted else { return nil }
            chain.append(move)
            let next = employer[mover][here]
            guard next >= 0 else { return chain }
            // Who met the mover in `here` meets them in `there` now.
            guard problem.talents[mover].free[there], problem.tables[next][there] > 0 else { return nil }
            let back = MeetingProblem.Meeting(employer: next, talent: mover, slot: here)
            guard used.insert(back).inserted, let place = sitting[next][here].firstIndex(of: mover) else { return nil }
            chain.append(back)
            // Room for one more in `there`, or nobody opposite: the chain ends.
            if sitting[next][there].count < problem.tables[next][there] { return chain }
            at = next
            gone = place
        }
    }
}
