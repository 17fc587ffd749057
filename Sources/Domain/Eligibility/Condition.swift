/// A rule on people, as data. It runs no code: it can be shown, explained, asked what is missing, and compiled over columns.
public indirect enum Condition: Sendable, Hashable, Codable {
    case all([Condition], clause: Clause? = nil)
    case any([Condition], clause: Clause? = nil)
    case not(Condition, clause: Clause? = nil)
    case leaf(Leaf)

    /// One question with what its answer must be.
    public struct Leaf: Sendable, Hashable, Codable {
        public let fact: Fact
        public let test: Test
        /// Whether the person's word is not enough: the answer that would help them must be proven, and the proof not expired.
        public let proven: Bool
        public let clause: Clause?

        public init(_ fact: Fact, _ test: Test, proven: Bool = false, clause: Clause? = nil) {
            self.fact = fact
            self.test = test
            self.proven = proven
            self.clause = clause
        }
    }

    /// What an answer must be. Each fits some kinds of fact; `ProgrammeText` refuses the rest, and an answer of another kind is no answer.
    public enum Test: Sendable, Hashable, Codable {
        /// yes_no
        case flag(Bool)
        /// choice, scale: one of these, by id.
        case oneOf([String])
        /// scale: not below, not above, by id.
        case rank(atLeast: String?, atMost: String?)
        /// number; money in fen.
        case amount(atLeast: Int?, atMost: Int?)
        /// date: so many completed years ago; of a birth date, the age.
        case years(atLeast: Int?, atMost: Int?)
        /// date: not before, not after.
        case between(from: Moment?, to: Moment?)
        /// divisions: one of them lies in one of these places.
        case lies(in: [Place])
        /// code: lies inside one of these.
        case under([TreeCode])
    }

    /// A day, by its distance from today, from another fact's day, or as itself.
    public struct Moment: Sendable, Hashable, Codable {
        public enum Base: Sendable, Hashable, Codable {
            case today
            case day(Day)
            case fact(Fact)
        }

        public let base: Base
        /// Added first; negative for before.
        public let months: Int
        public let days: Int

        public init(_ base: Base, months: Int = 0, days: Int = 0) {
            self.base = base
            self.months = months
            self.days = days
        }
    }

    public enum Place: Sendable, Hashable, Codable {
        /// The area of the station that is asked.
        case stationArea
        /// The programme's city.
        case city
        case division(TreeCode)
    }

    public var clause: Clause? {
        switch self {
        case .all(_, let clause), .any(_, let clause), .not(_, let clause): clause
        case .leaf(let leaf): leaf.clause
        }
    }

    /// All leaves, in the order of the file.
    public var leaves: [Leaf] {
        switch self {
        case .all(let parts, _), .any(let parts, _): parts.flatMap(\.leaves)
        case .not(let part, _): part.leaves
        case .leaf(let leaf): [leaf]
        }
    }

    /// The facts that can be asked for, each once, those that others are measured from included.
    public var facts: [Fact] {
        var seen: Set<String> = []
        return leaves.flatMap(\.facts).filter { seen.insert($0.id).inserted }
    }
}

extension Condition.Leaf {
    var facts: [Fact] { [fact] + moments.compactMap(\.fact) }

    var moments: [Condition.Moment] {
        guard case .between(let from, let to) = test else { return [] }
        return [from, to].compactMap(\.self)
    }
}

extension Condition.Moment {
    var fact: Fact? {
        guard case .fact(let fact) = base else { return nil }
        return fact
    }
}

/// What rules need beside the facts: given, never looked up.
public struct RuleContext: Sendable, Hashable {
    public let today: Day
    /// The programme's city, as a division code: 3702.
    public let city: TreeCode?
    /// The divisions of the station that is asked; nil while no station has been chosen (an empty list is taken for nil).
    public let stationArea: [TreeCode]?

    public init(today: Day, city: TreeCode? = nil, stationArea: [TreeCode]? = nil) {
        self.today = today
        self.city = city
        self.stationArea = stationArea.flatMap { $0.isEmpty ? nil : $0 }
    }
}
