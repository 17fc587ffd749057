/// Which beds a stay gets.
public struct BedChoice: Sendable {
    /// A bed or room with its free stretch around and inside the nights that are wanted.
    public struct Candidate: Sendable, Hashable {
        public let unit: String
        public let gender: BedGender
        public let accessible: Bool
        /// The wanted nights on which it is free: not taken, not closed, within its own time.
        public let free: Set<Day>
        /// How many nights it is free before the first wanted night, and after the last; as far as was looked.
        public let before: Int
        public let after: Int

        public init(unit: String, gender: BedGender, accessible: Bool, free: Set<Day>, before: Int, after: Int) {
            self.unit = unit
            self.gender = gender
            self.accessible = accessible
            self.free = free
            self.before = before
            self.after = after
        }
    }

    public struct Wish: Sendable, Hashable {
        public let sex: Sex?
        public let accessible: Bool
        /// Whether the person would change beds during the stay.
        public let mayMove: Bool

        public init(sex: Sex?, accessible: Bool = false, mayMove: Bool = false) {
            self.sex = sex
            self.accessible = accessible
            self.mayMove = mayMove
        }
    }

    /// The unit of each night; nil when the nights cannot all be had.
    ///
    /// One bed for the whole stay if there is any, and then the one whose free stretch is torn up least: shortest rest on the shorter side,
    /// then shortest rest in all. An accessible bed only for who asks for one, as long as there are others. Without such a bed, and if the
    /// person agrees, the fewest moves.
    /// - Parameter spread: among equals the choice falls by this number, so that many who ask at once do not all ask for one bed.
    public static func choose(_ nights: Nights, among candidates: [Candidate], wish: Wish, spread: Int = 0) -> [Day: String]? {
        let fitting = candidates.filter { $0.gender.admits(wish.sex) && (!wish.accessible || $0.accessible) }
        let days = nights.days
        let whole = fitting.filter { candidate in days.allSatisfy(candidate.free.contains) }
        if let best = whole.map({ rank($0, wish) }).min(by: <) {
            let equal = whole.filter { rank($0, wish) == best }.sorted { $0.unit < $1.unit }
            let chosen = equal[Int(UInt(bitPattern: spread) % UInt(equal.count))]
            return Dictionary(uniqueKeysWithValues: days.map { ($0, chosen.unit) })
        }
        return wish.mayMove ? withMoves(days, fitting, wish) : nil
    }

    /// A room for anybody only where there is none for one's own sex: the next may find no other.
    private static func rank(_ candidate: Candidate, _ wish: Wish) -> (Int, Int, Int) {
        let given = (candidate.accessible && !wish.accessible ? 2 : 0) + (candidate.gender == .any ? 1 : 0)
        return (given, min(candidate.before, candidate.after), candidate.before + candidate.after)
    }

    /// From each night on the bed that is free longest: that is the fewest moves.
    private static func withMoves(_ days: [Day], _ fitting: [Candidate], _ wish: Wish) -> [Day: String]? {
        var chosen: [Day: String] = [:]
        var rest = days[...]
        while let night = rest.first {
            func length(_ candidate: Candidate) -> Int { rest.prefix { candidate.free.contains($0) }.count }
            let best = fitting.sorted { $0.unit < $1.unit }.max { (length($0), $0.accessible ? 0 : 1) < (length($1), $1.accessible ? 0 : 1) }
            guard let best, best.free.contains(night) else { return nil }
            for taken in rest.prefix(length(best)) { chosen[taken] = best.unit }
            rest = rest.dropFirst(length(best))
        }
        return chosen
    }
}
