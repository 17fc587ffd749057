/// What a programme file says of placements 人才资源配置: what proves each type, what one occurrence 次 is, and when both sides are asked again.
/// Which types count towards a target stands with the target.
public struct PlacementRules: Sendable, Hashable {
    public let clause: Clause?
    public let types: [TypeRule]
    /// Days after the first day on which both sides are asked whether the person is still there.
    public let checks: [Int]
    /// The procedure of a disputed record; nil where the file has none.
    public let dispute: String?

    public struct TypeRule: Sendable, Hashable {
        public let type: PlacementType
        public let name: Words
        /// All of these are wanted, of each any one.
        public let needs: [[PlacementEvidence]]
        /// Months in which the same person with the same employer or project counts once.
        public let period: Int
        public let clause: Clause?

        public init(type: PlacementType, name: Words, needs: [[PlacementEvidence]], period: Int, clause: Clause?) {
            self.type = type
            self.name = name
            self.needs = needs
            self.period = period
            self.clause = clause
        }

        /// What is still missing: of each entry any one.
        public func missing(_ there: Set<PlacementEvidence>) -> [[PlacementEvidence]] { needs.filter { there.isDisjoint(with: $0) } }

        /// Which period of the calendar a first day lies in, counted from the year 0.
        public func number(of day: Day) -> Int { (day.parts.year * 12 + day.parts.month - 1) / max(period, 1) }
    }

    public init(clause: Clause?, types: [TypeRule], checks: [Int], dispute: String?) {
        self.clause = clause
        self.types = types
        self.checks = checks
        self.dispute = dispute
    }

    public func rule(_ type: PlacementType) -> TypeRule? { types.first { $0.type == type } }
}

extension Programme {
    /// The targets towards which placements of the type count.
    public func targets(counting type: PlacementType) -> [Target] {
        targets.filter { $0.count == .placements && ($0.types.isEmpty || $0.types.contains(type.rawValue)) }
    }
}
