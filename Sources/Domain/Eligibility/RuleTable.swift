/// Rules compiled for one context (one day, one station or none), to be asked of many people at once, or often.
///
/// A leaf becomes ranges of numbers in a column; parts that several rules share are computed once. Every part is held as two bitmaps, *yes* and
/// *maybe* (yes or unknown), over which `all`, `any` and `not` are a few instructions for 256 people. It says the same as `Condition.verdict`.
public struct RuleTable: Sendable {
    /// The facts that the rules read, each once.
    public let facts: [Fact]
    private let nodes: [Node]
    private let roots: [Int]

    enum Node: Sendable {
        case leaf(LeafPlan)
        case all([Int])
        case any([Int])
        case not(Int)
    }

    /// What makes two parts the same part.
    private struct Key: Hashable {
        let condition: Condition
        let wanted: Bool
    }

    public init(_ rules: [Condition], in context: RuleContext) {
        var facts: [Fact] = []
        var places: [String: Int] = [:]
        for fact in rules.flatMap(\.facts) where places[fact.id] == nil {
            places[fact.id] = facts.count
            facts.append(fact)
        }
        var nodes: [Node] = []
        var known: [Key: Int] = [:]
        func add(_ condition: Condition, _ wanted: Bool) -> Int {
            let key = Key(condition: condition, wanted: wanted)
            if let place = known[key] { return place }
            let node: Node = switch condition {
            case .all(let parts, _): .all(parts.map { add($0, wanted) })
            case .any(let parts, _): .any(parts.map { add($0, wanted) })
            case .not(let part, _): .not(add(part, !wanted))
            case .leaf(let leaf): .leaf(LeafPlan(leaf, wanted: wanted, context, places))
            }
            nodes.append(node)
            known[key] = nodes.count - 1
            return nodes.count - 1
        }
        roots = rules.map { add($0, true) }
        self.nodes = nodes
        self.facts = facts
    }

    /// One column of answers for each rule.
    public func verdicts(_ columns: FactColumns) -> [VerdictColumn] {
        let found = facts.map { columns.columns[$0.id] }
        let blocks = columns.lanes / FactColumns.block
        var yes: [Bitmap] = []
        var maybe: [Bitmap] = []
        yes.reserveCapacity(nodes.count)
        maybe.reserveCapacity(nodes.count)
        for node in nodes {
            switch node {
            case .leaf(let leaf):
                let (one, other) = leaf.bitmaps(found, blocks: blocks)
                yes.append(one)
                maybe.append(other)
            case .all(let parts):
                yes.append(Bitmap.joined(parts.map { yes[$0] }, blocks, isAll: true))
                maybe.append(Bitmap.joined(parts.map { maybe[$0] }, blocks, isAll: true))
            case .any(let parts):
                yes.append(Bitmap.joined(parts.map { yes[$0] }, blocks, isAll: false))
                maybe.append(Bitmap.joined(parts.map { maybe[$0] }, blocks, isAll: false))
            case .not(let part):
                let (one, other) = (maybe[part].turned, yes[part].turned)
                yes.append(one)
                maybe.append(other)
            }
        }
        return roots.map { VerdictColumn(rows: columns.rows, yes: yes[$0], maybe: maybe[$0]) }
    }

    /// One person's answers, one for each rule.
    public func verdicts(_ person: Facts) -> [Verdict] {
        let answers = facts.map { $0.answer(person) }
        var found: [Verdict] = []
        found.reserveCapacity(nodes.count)
        for node in nodes {
            switch node {
            case .leaf(let leaf): found.append(leaf.verdict(answers))
            case .all(let parts): found.append(Verdict.all(parts.lazy.map { found[$0] }))
            case .any(let parts): found.append(Verdict.any(parts.lazy.map { found[$0] }))
            case .not(let part): found.append(found[part].inverse)
            }
        }
        return roots.map { found[$0] }
    }
}

extension Bitmap {
    init(blocks: Int, full: Bool) { words = [Word](repeating: Word(repeating: full ? .max : 0), count: blocks) }

    var turned: Bitmap {
        var turned = self
        for block in turned.words.indices { turned.words[block] = ~turned.words[block] }
        return turned
    }

    static func joined(_ parts: [Bitmap], _ blocks: Int, isAll: Bool) -> Bitmap {
        guard var sum = parts.first else { return Bitmap(blocks: blocks, full: isAll) }
        for part in parts.dropFirst() {
            for block in 0..<min(sum.words.count, part.words.count) {
                if isAll { sum.words[block] &= part.words[block] } else { sum.words[block] |= part.words[block] }
            }
        }
        return sum
    }
}
