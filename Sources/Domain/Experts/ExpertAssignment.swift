/// Which experts score which stations: each station gets so many, nobody a station in conflict, loads as even as conflicts allow (they differ by one at most
/// where there are none), and, among all such ways, as many experts of a station's own field as possible. The same order of the same people always gives the
/// same answer; the order is drawn from a seed that is kept.
public enum ExpertAssignment {
    public struct Member: Sendable, Hashable {
        public let id: String
        /// Fields of the programme, by id.
        public let fields: Set<String>

        public init(id: String, fields: Set<String>) {
            self.id = id
            self.fields = fields
        }
    }

    public struct Place: Sendable, Hashable {
        public let id: String
        public let field: String

        public init(id: String, field: String) {
            self.id = id
            self.field = field
        }
    }

    /// An expert and a station.
    public struct Pair: Sendable, Hashable {
        public let expert: String
        public let station: String

        public init(expert: String, station: String) {
            self.expert = expert
            self.station = station
        }
    }

    public struct Answer: Sendable, Hashable {
        /// In the order of the stations that were given, and of the experts.
        public let pairs: [Pair]
        /// How many experts a station lacks, where it lacks any.
        public let lacking: [String: Int]
    }

    /// - Parameters:
    ///   - members: in the order of the draw; none twice.
    ///   - stations: in the order of the draw; none twice.
    ///   - each: experts for each station.
    public static func assign(_ members: [Member], to stations: [Place], each: Int, conflicts: Set<Pair>) -> Answer {
        var net = Network(members: members, stations: stations, each: each, conflicts: conflicts)
        net.run()
        var pairs: [Pair] = [], lacking: [String: Int] = [:]
        for (index, station) in stations.enumerated() {
            let chosen = net.experts(of: index)
            pairs += chosen.map { Pair(expert: members[$0].id, station: station.id) }
            if chosen.count < each { lacking[station.id] = each - chosen.count }
        }
        return Answer(pairs: pairs, lacking: lacking)
    }

    /// Who is drawn next for a station: the least loaded, of the station's field first, in the order of the draw.
    /// - Parameters:
    ///   - barred: experts with a conflict, and those who had the station already.
    ///   - loads: stations that each has in this period; none is 0.
    public static func next(_ members: [Member], for station: Place, barred: Set<String>, loads: [String: Int]) -> String? {
        members.enumerated().filter { !barred.contains($0.element.id) }.min { left, right in
            let first = (loads[left.element.id] ?? 0, left.element.fields.contains(station.field) ? 0 : 1, left.offset)
            let second = (loads[right.element.id] ?? 0, right.element.fields.contains(station.field) ? 0 : 1, right.offset)
            return first < second
        }?.element.id
    }
}

/// Flow of least cost: from the source over stations and experts to the sink, one unit for each assignment. An expert's next station costs more than the one
/// before, so that loads even out; an expert of another field costs a little, less than any difference of loads.
private struct Network {
    private struct Edge {
        let to: Int
        var room: Int
        let cost: Int
    }

    private let stations: Int
    private let source: Int
    private let sink: Int
    private var edges: [Edge] = []
    /// Numbers of edges by the node that they leave. The edge back has the number with the last bit turned.
    private var leaving: [[Int]]

    init(members: [ExpertAssignment.Member], stations: [ExpertAssignment.Place], each: Int, conflicts: Set<ExpertAssignment.Pair>) {
        let places = stations.count, people = members.count
        self.stations = places
        source = places + people
        sink = source + 1
        leaving = Array(repeating: [], count: sink + 1)
        let step = places * max(each, 0) + 1
        for station in stations.indices { add(source, station, room: max(each, 0), cost: 0) }
        for (station, place) in stations.enumerated() {
            for (member, person) in members.enumerated() where !conflicts.contains(ExpertAssignment.Pair(expert: person.id, station: place.id)) {
                add(station, places + member, room: 1, cost: person.fields.contains(place.field) ? 0 : 1)
            }
        }
        for member in members.indices {
            for load in stations.indices { add(places + member, sink, room: 1, cost: step * (2 * load + 1)) }
        }
    }

    private mutating func add(_ from: Int, _ to: Int, room: Int, cost: Int) {
        leaving[from].append(edges.count)
        edges.append(Edge(to: to, room: room, cost: cost))
        leaving[to].append(edges.count)
        edges.append(Edge(to: from, room: 0, cost: -cost))
    }

    /// One unit after the other on the cheapest way that is left: what flows is always the cheapest for its amount.
    mutating func run() {
        while let way = cheapest() {
            var node = sink
            while node != source, let edge = way[node] {
                edges[edge].room -= 1
                edges[edge ^ 1].room += 1
                node = edges[edge ^ 1].to
            }
        }
    }

    /// By which edge each node is reached; nil when the sink is not. (Bellman and Ford with a queue; no way round costs less than nothing.)
    private func cheapest() -> [Int?]? {
        var cost = [Int?](repeating: nil, count: leaving.count), by = [Int?](repeating: nil, count: leaving.count)
        var waits = [Bool](repeating: false, count: leaving.count), queue = [source], head = 0
        cost[source] = 0
        while head < queue.count {
            let node = queue[head]
            head += 1
            waits[node] = false
            guard let here = cost[node] else { continue }
            for number in leaving[node] where edges[number].room > 0 {
                let edge = edges[number], there = here + edge.cost
                if let known = cost[edge.to], known <= there { continue }
                cost[edge.to] = there
                by[edge.to] = number
                if !waits[edge.to] {
                    waits[edge.to] = true
                    queue.append(edge.to)
                }
            }
        }
        return cost[sink] == nil ? nil : by
    }

    /// The places of a station's experts, in order.
    func experts(of station: Int) -> [Int] {
        leaving[station].compactMap { number in
            let edge = edges[number]
            return number.isMultiple(of: 2) && edge.room == 0 && edge.to < source && edge.to >= stations ? edge.to - stations : nil
        }.sorted()
    }
}
