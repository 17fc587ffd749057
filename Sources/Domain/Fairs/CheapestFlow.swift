/// Flow of least cost through a network whose arcs cost nothing or more: successive shortest paths with potentials (Edmonds and Karp 1972),
/// each found by Dijkstra's method. Exact; equal paths are decided by the lower number of a node, so that the same network gives the same flow.
struct CheapestFlow {
    private var heads: [[Int32]]
    private var to: [Int32] = []
    private var room: [Int32] = []
    private var cost: [Int] = []
    private var potential: [Int]
    /// Arcs that were looked at: what the work has cost so far.
    private(set) var work = 0

    init(nodes: Int) {
        heads = Array(repeating: [], count: nodes)
        potential = Array(repeating: 0, count: nodes)
    }

    /// - Returns: the arc's number, for `flow(_:)`.
    @discardableResult
    mutating func arc(_ from: Int, _ end: Int, room capacity: Int, cost price: Int = 0) -> Int {
        let number = to.count
        heads[from].append(Int32(number))
        heads[end].append(Int32(number + 1))
        to += [Int32(end), Int32(from)]
        room += [Int32(capacity), 0]
        cost += [price, -price]
        return number
    }

    /// How much goes through an arc.
    func flow(_ arc: Int) -> Int { Int(room[arc ^ 1]) }

    /// Sends one unit along the cheapest path if it costs less than `limit`.
    /// - Returns: whether it did.
    mutating func sendOne(from source: Int, to sink: Int, below limit: Int) -> Bool {
        guard let found = search(source, sink), found.price < limit else { return false }
        var node = sink
        while node != source {
            let arc = Int(found.by[node])
            room[arc] -= 1
            room[arc ^ 1] += 1
            node = Int(to[arc ^ 1])
        }
        return true
    }

    private mutating func search(_ source: Int, _ sink: Int) -> (price: Int, by: [Int32])? {
        var distance = Array(repeating: Int.max, count: heads.count), by = Array(repeating: Int32(-1), count: heads.count)
        var heap = NearestFirst()
        distance[source] = 0
        heap.push(0, source)
        while let (near, node) = heap.pop() {
            guard near == distance[node] else { continue }
            if node == sink { break }
            work += heads[node].count
            let own = near + potential[node]
            for arc in heads[node] {
                let arc = Int(arc)
                guard room[arc] > 0 else { continue }
                let end = Int(to[arc]), next = own + cost[arc] - potential[end]
                if next < distance[end] {
                    distance[end] = next
                    by[end] = Int32(arc)
                    heap.push(next, end)
                }
            }
        }
        let far = distance[sink]
        guard far < Int.max else { return nil }
        // What lies farther than the sink moves as far as the sink does: no arc's reduced cost falls below nothing.
        for node in potential.indices { potential[node] += min(distance[node], far) }
        return (potential[sink] - potential[source], by)
    }
}

/// A heap of nodes, the nearest on top; of equally near ones the one with the lower number.
private struct NearestFirst {
    private var items: [(Int, Int)] = []

    mutating func push(_ distance: Int, _ node: Int) {
        items.append((distance, node))
        var at = items.count - 1
        while at > 0, items[at] < items[(at - 1) / 2] {
            items.swapAt(at, (at - 1) / 2)
            at = (at - 1) / 2
        }
    }

    mutating func pop() -> (Int, Int)? {
        guard let top = items.first, let last = items.popLast() else { return nil }
        guard !items.isEmpty else { return top }
        items[0] = last
        var at = 0
        while true {
            var least = at
            let left = 2 * at + 1
            if left < items.count, items[left] < items[least] { least = left }
            if left + 1 < items.count, items[left + 1] < items[least] { least = left + 1 }
            if least == at { return top }
            items.swapAt(at, least)
            at = least
        }
    }
}
