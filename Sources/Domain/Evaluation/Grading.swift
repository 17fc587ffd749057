/// How points become ranks and grades.
public enum Grading {
    public struct Entry: Sendable, Hashable {
        /// The id.
        public let station: String
        public let points: Points
        /// Ids of the vetoes that fell on it.
        public let vetoes: [String]

        public init(_ station: String, _ points: Points, vetoes: [String]) {
            self.station = station
            self.points = points
            self.vetoes = vetoes
        }
    }

    public struct Placed: Sendable, Hashable {
        /// The id.
        public let station: String
        public let points: Points
        public let vetoes: [String]
        /// 1 is the best; equal points share a rank. Those with a veto stand behind all others.
        public let rank: Int
        public let grade: EvaluationRules.Grade
    }

    /// Ranks and grades. A veto gives the last grade whatever the points. A share (`top: 30`) is of all stations that were evaluated and is never exceeded: rounded down,
    /// and where equal points stand across its edge all of them miss it. The order is by rank, then by the station's id, so that it is always the same.
    public static func place(_ entries: [Entry], _ rules: EvaluationRules) -> [Placed] {
        guard let last = rules.grades.last else { return [] }
        func isBefore(_ left: Entry, _ right: Entry) -> Bool {
            if left.vetoes.isEmpty != right.vetoes.isEmpty { return left.vetoes.isEmpty }
            return left.points > right.points
        }
        let ordered = entries.sorted { isBefore($0, $1) || (!isBefore($1, $0) && $0.station < $1.station) }
        return ordered.map { entry in
            let ahead = ordered.prefix { isBefore($0, entry) }.count
            let withTies = ordered.prefix { !isBefore(entry, $0) }.count
            let grade = entry.vetoes.isEmpty ? rules.grades.first { grade in
                if let least = grade.least, entry.points < least { return false }
                if let top = grade.topPercent, withTies > entries.count * top / 100 { return false }
                return true
            } : nil
            return Placed(station: entry.station, points: entry.points, vetoes: entry.vetoes, rank: ahead + 1, grade: grade ?? last)
        }
    }
}
