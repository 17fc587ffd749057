import Domain
import Testing

@Suite struct ExpertAssignmentTests {
    private struct Numbers: RandomNumberGenerator {
        var state: UInt64

        mutating func next() -> UInt64 {
            state &+= 0x9E37_79B9_7F4A_7C15
            var mixed = state
            mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
            mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
            return mixed ^ (mixed >> 31)
        }
    }

    typealias Pair = ExpertAssignment.Pair

    private struct World {
        let members: [ExpertAssignment.Member]
        let stations: [ExpertAssignment.Place]
        let each: Int
        let conflicts: Set<Pair>

        init(_ seed: Int) {
            var numbers = Numbers(state: UInt64(seed))
            let fields = ["ai", "chips", "data"]
            members = (0..<Int.random(in: 1...9, using: &numbers)).map { ExpertAssignment.Member(id: "e\($0)", fields: [fields[Int.random(in: 0..<3, using: &numbers)]]) }
            stations = (0..<Int.random(in: 1...9, using: &numbers)).map { ExpertAssignment.Place(id: "s\($0)", field: fields[Int.random(in: 0..<3, using: &numbers)]) }
            each = Int.random(in: 1...5, using: &numbers)
            let tenths = Int.random(in: 0...4, using: &numbers)
            var conflicts: Set<Pair> = []
            for member in members {
                for station in stations where Int.random(in: 0..<10, using: &numbers) < tenths { conflicts.insert(Pair(expert: member.id, station: station.id)) }
            }
            self.conflicts = conflicts
        }

        var answer: ExpertAssignment.Answer { ExpertAssignment.assign(members, to: stations, each: each, conflicts: conflicts) }
    }

    @Test func nobodyGetsAStationInConflictOrTwice() {
        for seed in 0..<300 {
            let world = World(seed), pairs = world.answer.pairs
            #expect(Set(pairs).count == pairs.count && world.conflicts.isDisjoint(with: pairs), "seed \(seed)")
        }
    }

    @Test func eachStationGetsAsManyAsThereAre() {
        for seed in 0..<300 {
            let world = World(seed), answer = world.answer
            for station in world.stations {
                let free = world.members.count { !world.conflicts.contains(Pair(expert: $0.id, station: station.id)) }, got = answer.pairs.count { $0.station == station.id }
                #expect(got == min(world.each, free) && answer.lacking[station.id] ?? 0 == world.each - got, "seed \(seed)")
            }
        }
    }

    @Test func loadsDifferByOneAtMostWhereConflictsAllow() {
        for seed in 0..<300 {
            let world = World(seed), pairs = world.answer.pairs, given = Set(pairs)
            let loads = Dictionary(uniqueKeysWithValues: world.members.map { member in (member.id, pairs.count { $0.expert == member.id }) })
            func load(_ id: String) -> Int { loads[id] ?? 0 }
            for pair in pairs {
                for other in world.members where load(other.id) + 1 < load(pair.expert) {
                    let instead = Pair(expert: other.id, station: pair.station)
                    #expect(world.conflicts.contains(instead) || given.contains(instead), "seed \(seed): \(other.id) could relieve \(pair.expert)")
                }
            }
            if world.conflicts.isEmpty { #expect((loads.values.max() ?? 0) - (loads.values.min() ?? 0) <= 1, "seed \(seed)") }
        }
    }

    @Test func theSameOrderGivesTheSameAnswer() {
        for seed in 0..<50 { #expect(World(seed).answer == World(seed).answer) }
    }

    @Test func expertsOfTheFieldComeFirstAmongEqualLoads() {
        let members = ["ai", "chips", "ai", "chips"].enumerated().map { ExpertAssignment.Member(id: "e\($0.offset)", fields: [$0.element]) }
        let answer = ExpertAssignment.assign(members, to: [.init(id: "s0", field: "chips"), .init(id: "s1", field: "ai")], each: 2, conflicts: [])
        #expect(Set(answer.pairs) == [Pair(expert: "e1", station: "s0"), Pair(expert: "e3", station: "s0"), Pair(expert: "e0", station: "s1"), Pair(expert: "e2", station: "s1")])
    }

    @Test func theNextIsTheLeastLoadedOfTheField() {
        let members = ["ai", "chips", "chips"].enumerated().map { ExpertAssignment.Member(id: "e\($0.offset)", fields: [$0.element]) }
        let station = ExpertAssignment.Place(id: "s", field: "chips")
        #expect(ExpertAssignment.next(members, for: station, barred: [], loads: [:]) == "e1")
        #expect(ExpertAssignment.next(members, for: station, barred: [], loads: ["e1": 2, "e2": 2, "e0": 1]) == "e0")
        #expect(ExpertAssignment.next(members, for: station, barred: ["e0", "e1", "e2"], loads: [:]) == nil)
    }
}

@Suite struct ExpertMergeTests {
    @Test func scoresMergeToTheThousandth() {
        #expect(ExpertMerge.merged([70, 80, 81], .mean)?.thousandths == 77_000)
        #expect(ExpertMerge.merged([80, 80, 81], .mean)?.thousandths == 80_333)
        #expect(ExpertMerge.merged([80, 81, 81], .mean)?.thousandths == 80_667)
        #expect(ExpertMerge.merged([100, 10, 80, 81, 82], .trimmedMean)?.thousandths == 81_000)
        #expect(ExpertMerge.merged([10, 80, 90], .trimmedMean)?.thousandths == 60_000)
        #expect(ExpertMerge.merged([81, 80], .median)?.thousandths == 80_500)
        #expect(ExpertMerge.merged([], .mean) == nil)
    }

    @Test func whatIsFarFromTheMedianIsFlagged() {
        let scores = [50, 70, 80, 85, 90]
        #expect(scores.map { ExpertMerge.distance(of: $0, in: scores, outlier: 20)?.thousandths } == [30_000, nil, nil, nil, nil])
        #expect(ExpertMerge.distance(of: 60, in: [60, 80, 90], outlier: 20)?.thousandths == 20_000)
        #expect(ExpertMerge.distance(of: 10, in: [10], outlier: 20) == nil)
    }

    @Test func theMergedScoreLiesBetweenTheScores() {
        for first in stride(from: 0, through: 100, by: 25) {
            for second in stride(from: 0, through: 100, by: 20) {
                for merge in EvaluationRules.Panel.Merge.allCases {
                    let points = ExpertMerge.merged([first, second, 50, 60], merge)?.thousandths ?? -1
                    #expect(points >= Int64(min(first, second, 50)) * 1000 && points <= Int64(max(first, second, 60)) * 1000)
                }
            }
        }
    }

    @Test func aTaskMovesAsDrawn() {
        #expect(ExpertTaskState.assigned.after(.declare) == .declared && ExpertTaskState.assigned.after(.save) == nil)
        #expect(ExpertTaskState.drafted.after(.handIn) == .handedIn && ExpertTaskState.handedIn.after(.save) == nil && ExpertTaskState.handedIn.after(.release) == nil)
        #expect(ExpertTaskState.handedIn.after(.recuse) == .recused && ExpertTaskState.revealed.after(.recuse) == nil)
        #expect(ExpertTaskState.diagram.contains("handed_in --> revealed"))
    }
}
