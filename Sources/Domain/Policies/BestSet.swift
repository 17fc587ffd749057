/// The set of policies that is worth most, where some exclude each other: a maximum-weight independent set, found exactly.
///
/// Branch and bound, for each connected part of the graph by itself. The bound: what is left is covered by cliques, and of each clique one at most can
/// be had; so no set is worth more than the sum of the heaviest of each. Whatever is cut off can therefore not be better. Small graphs only (tens).
public struct BestSet: Sendable, Hashable {
    /// Places of what is chosen, ascending.
    public let chosen: [Int]
    /// What it is worth together.
    public let worth: Fen

    /// - Parameters:
    ///   - worths: each 0 or more, up to `PolicyAmount.most`.
    ///   - excludes: pairs of places that do not go together; a pair may stand either way round, and places that do not exist are left aside.
    ///
    /// Of sets worth the same the one with more members is taken, and of those the one that begins earliest.
    public init(_ worths: [Fen], excludes: [(Int, Int)]) {
        let count = worths.count
        var neighbours = Array(repeating: Set<Int>(), count: count)
        for (one, other) in excludes where one != other && worths.indices.contains(one) && worths.indices.contains(other) {
            neighbours[one].insert(other)
            neighbours[other].insert(one)
        }
        // Money first, then how many: one more member weighs less than one fen.
        let weights = worths.map { min(max($0.amount, 0), PolicyAmount.most.amount) * Int64(count + 1) + 1 }
        var chosen: [Int] = []
        var seen: Set<Int> = []
        for start in worths.indices where !seen.contains(start) {
            var part: [Int] = [], open = [start]
            seen.insert(start)
            while let next = open.popLast() {
                part.append(next)
                for other in neighbours[next].sorted() where seen.insert(other).inserted { open.append(other) }
            }
            var search = Search(weights: weights, neighbours: neighbours)
            search.run(part.sorted())
            chosen += search.best
        }
        self.chosen = chosen.sorted()
        worth = Fen(chosen.reduce(0) { $0 + min(max(worths[$1].amount, 0), PolicyAmount.most.amount) })
    }

    private struct Search {
        let weights: [Int64]
        let neighbours: [Set<Int>]
        var best: [Int] = []
        private var bestWeight: Int64 = -1

        init(weights: [Int64], neighbours: [Set<Int>]) {
            self.weights = weights
            self.neighbours = neighbours
        }

        mutating func run(_ free: [Int]) { go(free, [], 0) }

        /// - Parameter free: what can still be had, ascending. Taking the earliest is tried first, so that of equals the one that begins earliest stays.
        private mutating func go(_ free: [Int], _ taken: [Int], _ weight: Int64) {
            guard let first = free.first else {
                if weight > bestWeight { (best, bestWeight) = (taken, weight) }
                return
            }
            if weight + bound(free) <= bestWeight { return }
            go(free.filter { $0 != first && !neighbours[first].contains($0) }, taken + [first], weight + weights[first])
            // What excludes nothing that is left is never worse for being taken.
            if free.contains(where: { neighbours[first].contains($0) }) { go(Array(free.dropFirst()), taken, weight) }
        }

        /// The sum of the heaviest of each clique of a greedy cover.
        private func bound(_ free: [Int]) -> Int64 {
            var cliques: [(members: [Int], heaviest: Int64)] = []
            for vertex in free {
                if let place = cliques.firstIndex(where: { $0.members.allSatisfy { neighbours[vertex].contains($0) } }) {
                    cliques[place].members.append(vertex)
                    cliques[place].heaviest = max(cliques[place].heaviest, weights[vertex])
                } else {
                    cliques.append(([vertex], weights[vertex]))
                }
            }
            return cliques.reduce(0) { $0 + $1.heaviest }
        }
    }
}
