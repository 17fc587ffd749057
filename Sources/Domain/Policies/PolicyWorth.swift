extension PolicyTerms {
    /// All that has to hold: the conditions, and of a table at least one line.
    public var whole: Condition {
        guard case .table(let lines) = amount, !lines.isEmpty else { return eligible }
        let any: Condition = lines.count == 1 ? lines[0].when : .any(lines.map(\.when))
        guard case .all(let parts, let clause) = eligible else { return .all([eligible, any]) }
        return .all(parts + [any], clause: clause)
    }

    /// What it comes to, where the conditions hold.
    public func worth(_ facts: Facts, in context: RuleContext) -> PolicyWorth { amount.worth(facts, in: context) }
}

/// How much a policy comes to, for all months together, as far as that is known.
public enum PolicyWorth: Sendable, Hashable {
    /// No money is given.
    case noMoney
    /// It is one of these, the smallest first; one alone where it is known.
    case oneOf([Fen])

    /// The sum where it is known for certain.
    public var fen: Fen? {
        guard case .oneOf(let sums) = self, sums.count == 1 else { return nil }
        return sums.first
    }

    /// What it comes to at least.
    public var atLeast: Fen {
        guard case .oneOf(let sums) = self else { return Fen(0) }
        return sums.first ?? Fen(0)
    }
}

extension PolicyAmount {
    /// Sums stay within 100 million yuan.
    public static let most = Fen(10_000_000_000)

    public func worth(_ facts: Facts, in context: RuleContext) -> PolicyWorth {
        switch self {
        case .none: return .noMoney
        case .fixed(let fen): return .oneOf([fen])
        case .monthly(let fen, let months): return .oneOf([Self.sum(fen, months)])
        case .table(let lines):
            // Lines up to the first that holds for certain can still be the one that counts.
            var possible: Set<Fen> = []
            for line in lines {
                switch line.when.verdict(facts, in: context) {
                case .no: continue
                case .unknown: possible.insert(Self.sum(line.amount, line.months))
                case .yes:
                    possible.insert(Self.sum(line.amount, line.months))
                    return .oneOf(possible.sorted())
                }
            }
            return .oneOf(possible.union([Fen(0)]).sorted())
        }
    }

    /// All sums that it may come to.
    public var sums: [Fen] {
        switch self {
        case .none: []
        case .fixed(let fen): [fen]
        case .monthly(let fen, let months): [Self.sum(fen, months)]
        case .table(let lines): Set(lines.map { Self.sum($0.amount, $0.months) }).sorted()
        }
    }

    private static func sum(_ fen: Fen, _ months: Int) -> Fen {
        let (product, overflows) = fen.amount.multipliedReportingOverflow(by: Int64(clamping: months))
        return overflows ? Self.most : min(Fen(product), Self.most)
    }
}

/// How a policy stands for one person or organisation.
public enum PolicyStanding: String, Sendable, Hashable, Codable, CaseIterable {
    case entitled
    /// Everything that was stated fits; a proof is still wanted.
    case provable
    /// Not now, and what is missing can be changed, or comes with time.
    case nearly
    case not
    /// Something that could decide it is not known.
    case unknown

    public init(_ finding: Finding) {
        switch finding.verdict {
        case .yes: self = .entitled
        case .no: self = !finding.changes.isEmpty && finding.changes.allSatisfy(\.isInReach) ? .nearly : .not
        case .unknown:
            let isStated = !finding.questions.isEmpty && finding.questions.allSatisfy { $0.needs == .proof || $0.needs == .renewal }
            self = isStated && !finding.needsStation ? .provable : .unknown
        }
    }

    public var words: Words {
        switch self {
        case .entitled: Words("符合", "Entitled")
        case .provable: Words("符合，待核验", "Entitled once proven")
        case .nearly: Words("接近符合", "Nearly")
        case .not: Words("不符合", "Not entitled")
        case .unknown: Words("待确认", "Not known yet")
        }
    }
}

extension Finding {
    /// From which day on time alone will have brought about all that is missing; nil where something else is missing too.
    public var comes: Day? {
        guard verdict == .no, !changes.isEmpty else { return nil }
        let days = changes.compactMap(\.comes)
        return days.count == changes.count ? days.max() : nil
    }
}

/// Which questions to ask about many policies at once.
public enum PolicyQuestions {
    /// The questions that can still decide whether any of the policies is due, or how much it comes to; each once, the one that decides most first.
    ///
    /// A question counts for every policy that waits for it: whole where it stands first there, half where second, a third where third. Proofs are not asked.
    public static func open(_ policies: [PolicyTerms], _ facts: Facts, in context: RuleContext) -> [OpenQuestion] {
        var order: [String] = [], questions: [String: OpenQuestion] = [:], weights: [String: Double] = [:]
        for policy in policies {
            for (place, question) in asked(policy, facts, context).enumerated() {
                let fact = question.fact.id
                if questions[fact] == nil {
                    questions[fact] = question
                    order.append(fact)
                }
                weights[fact, default: 0] += 1 / Double(place + 1)
            }
        }
        let places = Dictionary(order.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
        return order.sorted { (-(weights[$0] ?? 0), places[$0] ?? 0) < (-(weights[$1] ?? 0), places[$1] ?? 0) }.compactMap { questions[$0] }
    }

    /// Those of one policy: first whether it is due, then which line of its table.
    private static func asked(_ policy: PolicyTerms, _ facts: Facts, _ context: RuleContext) -> [OpenQuestion] {
        let whole = policy.whole
        switch whole.verdict(facts, in: context) {
        case .no: return []
        case .unknown:
            let first = whole.questions(facts, in: context).filter(\.isAnswer)
            if !first.isEmpty { return first }
        case .yes: break
        }
        guard case .table(let lines) = policy.amount, policy.worth(facts, in: context).fen == nil else { return [] }
        var seen: Set<String> = [], result: [OpenQuestion] = []
        for line in lines {
            if line.when.verdict(facts, in: context) == .yes { break }
            result += line.when.questions(facts, in: context).filter { $0.isAnswer && seen.insert($0.fact.id).inserted }
        }
        return result
    }
}

extension OpenQuestion {
    /// Something to be answered, not to be proven.
    public var isAnswer: Bool { needs == .answer || needs == .detail }
}
