extension LodgingRules {
    /// What must hold at the desk: the rule itself, in which each fact that `proofs` names must be proven. A yes_no fact of `proofs` that the rule
    /// does not ask (an identity document) must be a proven yes. For a booking, `eligible` is asked, for which the person's word is enough.
    public var atCheckIn: Condition {
        let asked = Set(eligible.facts.map(\.id))
        let rest = proofs.filter { !asked.contains($0.fact.id) }.map { Condition.leaf(.init($0.fact, .flag(true), proven: true, clause: $0.clause)) }
        let proven = eligible.proving(Set(proofs.map(\.fact.id)))
        return rest.isEmpty ? proven : .all([proven] + rest, clause: clause)
    }

    /// How a fact is proven, if this programme says so.
    public func proof(of fact: String) -> ProofRule? { proofs.first { $0.fact.id == fact } }
}

extension Condition {
    /// The same rule, in which answers about these facts must be proven.
    public func proving(_ facts: Set<String>) -> Condition {
        switch self {
        case .all(let parts, let clause): .all(parts.map { $0.proving(facts) }, clause: clause)
        case .any(let parts, let clause): .any(parts.map { $0.proving(facts) }, clause: clause)
        case .not(let part, let clause): .not(part.proving(facts), clause: clause)
        case .leaf(let leaf): .leaf(Leaf(leaf.fact, leaf.test, proven: leaf.proven || facts.contains(leaf.fact.id), clause: leaf.clause))
        }
    }
}
