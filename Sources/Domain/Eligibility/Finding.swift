/// What a rule says of one person, why, and how it could come out otherwise.
public struct Finding: Sendable, Hashable, Codable {
    public let verdict: Verdict
    /// The rule as a tree of reasons, in the order of the file.
    public let tree: Part
    /// For a no: the fewest things that would have to be otherwise. Empty for yes and while it is not known.
    public let changes: [Change]
    /// While it is not known: the questions that can still decide, the one that decides soonest first.
    public let questions: [OpenQuestion]
    /// Whether the answer also waits for a station to be chosen.
    public let needsStation: Bool

    /// One line: `4 项条件中还差 1 项`.
    public var summary: Words {
        switch verdict {
        case .yes: return Words("符合条件", "The conditions are met")
        case .no:
            let (missing, all) = (tree.missing, tree.parts.count)
            guard tree.kind == .all, all > 1 else { return Words("不符合条件", "The condition is not met") }
            return Words("\(all) 项条件中还差 \(missing) 项", "\(missing) of \(all) conditions missing")
        case .unknown:
            if questions.isEmpty { return Words("选定驿站后才能确定", "Depends on the station") }
            let proofs = questions.count { $0.needs == .proof || $0.needs == .renewal }
            let open = questions.count - proofs
            if open == 0 { return Words("待核验 \(proofs) 项证明", proofs == 1 ? "1 proof to be shown" : "\(proofs) proofs to be shown") }
            return Words("还需回答至多 \(open) 个问题", open == 1 ? "1 question at most to answer" : "\(open) questions at most to answer")
        }
    }
}

extension Finding {
    /// One part of a rule with what it came to.
    public struct Part: Sendable, Hashable, Codable {
        public enum Kind: String, Sendable, Hashable, Codable, CaseIterable { case all, any, not, leaf }

        public let kind: Kind
        public let verdict: Verdict
        /// What is wanted: `学位不低于学士`.
        public let requirement: Words
        /// What is known: `硕士（已核验）`; nil for parts that are no leaves, and while nothing is known.
        public let found: Words?
        /// Why it is not known yet: `尚未核验`.
        public let waits: Words?
        /// The fact that a leaf asks, by id.
        public let fact: String?
        public let state: Facts.State?
        public let clause: Clause?
        public let parts: [Part]

        /// How many of its parts say no.
        public var missing: Int { parts.count { $0.verdict == .no } }
    }

    /// Something that would have to be otherwise for a no to fall away.
    public struct Change: Sendable, Hashable, Codable {
        public let fact: String
        public let name: Words
        /// The nearest answer that would do; nil where there is none.
        public let to: FactValue?
        /// Whether that answer must be proven as well.
        public let proven: Bool
        /// `学位不低于学士（现为无学位）`
        public let words: Words
        public let clause: Clause?
        /// The day from which time alone will have brought it about.
        public let comes: Day?
        /// False for what has happened and does not change, unless time brings it about.
        public let isInReach: Bool
    }
}

/// A question that can still decide.
public struct OpenQuestion: Sendable, Hashable, Codable {
    public enum Need: String, Sendable, Hashable, Codable, CaseIterable {
        /// The question itself.
        case answer
        /// The answer more exactly: the district, not the province alone.
        case detail
        /// A proof of what was answered.
        case proof
        /// A new proof; the old one has expired.
        case renewal
    }

    public let fact: Fact
    public let needs: Need

    public init(_ fact: Fact, _ needs: Need) {
        self.fact = fact
        self.needs = needs
    }
}

extension Condition {
    /// The rule over one person's facts, with reasons.
    public func check(_ facts: Facts, in context: RuleContext) -> Finding {
        let tree = part(facts, context, wanted: true)
        let verdict = tree.verdict
        return Finding(
            verdict: verdict, tree: tree,
            changes: verdict == .no ? changes(to: true, facts, context) : [],
            questions: verdict == .unknown ? questions(facts, in: context) : [],
            needsStation: verdict == .unknown && waitsForStation(facts, context, wanted: true))
    }

    private func part(_ facts: Facts, _ context: RuleContext, wanted: Bool) -> Finding.Part {
        func node(_ kind: Finding.Part.Kind, _ parts: [Condition], _ clause: Clause?, wanted: Bool) -> Finding.Part {
            let parts = parts.map { $0.part(facts, context, wanted: wanted) }
            let verdicts = parts.map(\.verdict)
            let verdict = kind == .all ? Verdict.all(verdicts) : kind == .any ? Verdict.any(verdicts) : verdicts.first?.inverse ?? .unknown
            return Finding.Part(kind: kind, verdict: verdict, requirement: words(in: context), found: nil, waits: nil, fact: nil, state: nil, clause: clause, parts: parts)
        }
        switch self {
        case .all(let parts, let clause): return node(.all, parts, clause, wanted: wanted)
        case .any(let parts, let clause): return node(.any, parts, clause, wanted: wanted)
        case .not(let part, let clause): return node(.not, [part], clause, wanted: !wanted)
        case .leaf(let leaf):
            let known = facts.answer(leaf.fact)
            let verdict = leaf.verdict(facts, context, wanted: wanted)
            return Finding.Part(
                kind: .leaf, verdict: verdict, requirement: words(in: context), found: known.map { leaf.found($0, context) },
                waits: verdict == .unknown ? leaf.waits(facts, context, wanted: wanted) : nil, fact: leaf.fact.id,
                state: known?.state(on: context.today), clause: leaf.clause, parts: [])
        }
    }

    private func waitsForStation(_ facts: Facts, _ context: RuleContext, wanted: Bool) -> Bool {
        guard verdict(facts, context, wanted: wanted) == .unknown else { return false }
        switch self {
        case .all(let parts, _), .any(let parts, _): return parts.contains { $0.waitsForStation(facts, context, wanted: wanted) }
        case .not(let part, _): return part.waitsForStation(facts, context, wanted: !wanted)
        case .leaf(let leaf): return leaf.needsStation(facts, context)
        }
    }
}
