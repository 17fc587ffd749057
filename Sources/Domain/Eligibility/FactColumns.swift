/// The facts of many people by columns: each answer one 32-bit number, eight people abreast.
public struct FactColumns: Sendable {
    typealias Lane = SIMD8<Int32>

    /// Not answered.
    public static let missing = Int32.min
    /// No further answer: of a fact that takes several, those after the last.
    static let none = Int32.min + 1
    /// The last day of a proof that does not expire.
    static let forever = Int32.max

    /// How many people.
    public let rows: Int
    private(set) var columns: [String: Column] = [:]

    struct Column: Sendable {
        /// One plane for each answer that anybody gives to the question; most questions take one.
        var planes: [[Lane]]
        /// The last day on which each proof holds; nil where nobody has any.
        var proofs: [Lane]?
        /// The first day on which each holds; nil where all hold from the beginning.
        var begins: [Lane]?
        /// Whether nothing in it is missing.
        var isWhole: Bool
    }

    /// Lanes in a block: 32 rows of 8, so that a block of a `Bitmap` is eight words of 32 bits.
    static let block = 32
    var lanes: Int { (rows + 255) / 256 * Self.block }

    public init(rows: Int) { self.rows = max(rows, 0) }

    /// The columns of these facts for these people.
    public init(_ people: [Facts], of facts: [Fact]) {
        self.init(rows: people.count)
        for fact in facts {
            let answers = people.map { fact.answer($0) }
            let width = max(answers.map { $0.numbers.count }.max() ?? 1, 1)
            let planes = (0..<width).map { plane in packed(answers.map { plane < $0.numbers.count ? $0.numbers[plane] : plane == 0 ? Self.missing : Self.none }) }
            let proofs = answers.contains { $0.proof != Self.missing } ? packed(answers.map(\.proof)) : nil
            let begins = answers.contains { $0.begins != Self.missing } ? packed(answers.map(\.begins)) : nil
            columns[fact.id] = Column(planes: planes, proofs: proofs, begins: begins, isWhole: !answers.contains { $0.numbers.first ?? Self.missing == Self.missing })
        }
    }

    /// Sets a fact for everybody, from numbers as `Fact.number` gives them. What is out of step with the rows is not known.
    public mutating func set(_ fact: Fact, _ numbers: [Int32]) {
        let whole = numbers.count >= rows && !numbers.contains(Self.missing)
        columns[fact.id] = Column(planes: [packed(numbers)], proofs: nil, begins: nil, isWhole: whole)
    }

    private func packed(_ numbers: [Int32]) -> [Lane] {
        var packed = [Lane](repeating: Lane(repeating: Self.missing), count: lanes)
        let count = min(numbers.count, rows)
        for lane in 0..<(count / 8) {
            let at = lane * 8
            packed[lane] = Lane(numbers[at], numbers[at + 1], numbers[at + 2], numbers[at + 3], numbers[at + 4], numbers[at + 5], numbers[at + 6], numbers[at + 7])
        }
        for row in (count / 8 * 8)..<max(count, count / 8 * 8) { packed[row / 8][row % 8] = numbers[row] }
        return packed
    }
}

extension Fact {
    /// An answer with its proof, as columns hold it.
    struct Numbers {
        var numbers: [Int32]
        var proof: Int32
        /// The first day of the proof; `FactColumns.missing`, which comes before all days, where it holds from the beginning.
        var begins: Int32
    }

    func answer(_ facts: Facts) -> Numbers {
        guard let known = facts.answer(self) else { return Numbers(numbers: [FactColumns.missing], proof: FactColumns.missing, begins: FactColumns.missing) }
        let proof = known.proof.map { proof in proof.until.map { Int32(clamping: $0.number) } ?? FactColumns.forever }
        let begins = known.proof?.from.map { Int32(clamping: $0.number) }
        return Numbers(numbers: numbers(known.value), proof: proof ?? FactColumns.missing, begins: begins ?? FactColumns.missing)
    }

    /// The numbers that stand for an answer in a column; several for what takes several, `none` for none of them.
    func numbers(_ value: FactValue) -> [Int32] {
        let numbers: [Int32] = switch value {
        case .flag(let flag): [flag ? 1 : 0]
        case .choice(let ids): ids.compactMap { rank($0).map { Int32(clamping: $0) } }
        case .number(let number): [Int32(clamping: number)]
        case .money(let fen): [Int32(clamping: fen.amount)]
        case .day(let day): [Int32(clamping: day.number)]
        case .divisions(let codes): codes.map(\.number)
        case .code(let code): [code.number]
        }
        return numbers.isEmpty ? [FactColumns.none] : numbers
    }

    /// The number that stands for one answer in a column; `FactColumns.missing` for what is no answer to this question.
    public func number(_ value: FactValue) -> Int32 { accepts(value) ? numbers(value).first ?? FactColumns.missing : FactColumns.missing }
}

/// A bit for each row. Row 256·b + 8·k + j is bit k of word 8·b + j: the order in which eight comparisons at a time give them.
struct Bitmap: Sendable, Hashable {
    typealias Word = SIMD8<UInt32>

    var words: [Word]

    subscript(row: Int) -> Bool { words[row >> 8][row & 7] >> UInt32((row & 255) >> 3) & 1 == 1 }
}

/// What one rule says of each person.
public struct VerdictColumn: Sendable {
    public let rows: Int
    /// Decided yes.
    let yes: Bitmap
    /// Not decided no.
    let maybe: Bitmap

    /// - Parameter row: from 0; of a row that there is not, nothing is known.
    public subscript(row: Int) -> Verdict {
        guard row >= 0, row < rows else { return .unknown }
        return yes[row] ? .yes : maybe[row] ? .unknown : .no
    }

    /// How many people have this answer.
    public func count(_ verdict: Verdict) -> Int { (0..<rows).count { self[$0] == verdict } }
}
