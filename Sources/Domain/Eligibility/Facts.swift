/// What one fact is for one person.
public enum FactValue: Sendable, Hashable {
    case flag(Bool)
    /// Ids of options, of a choice or a scale.
    case choice([String])
    case number(Int)
    case money(Fen)
    case day(Day)
    case divisions([TreeCode])
    case code(TreeCode)
}

/// What is known of one person, by fact id. What is not in it is not known yet.
public struct Facts: Sendable, Hashable, Codable {
    public var known: [String: Known]

    public init(_ known: [String: Known] = [:]) { self.known = known }

    public struct Known: Sendable, Hashable, Codable {
        public let value: FactValue
        /// Who vouches for it; nil while it is the person's word alone.
        public let proof: Proof?

        public init(_ value: FactValue, proof: Proof? = nil) {
            self.value = value
            self.proof = proof
        }

        public func state(on today: Day) -> State {
            guard let proof, proof.from.map({ $0 <= today }) ?? true else { return .stated }
            return proof.until.map { $0 < today } ?? false ? .expired : .proven
        }
    }

    /// A proof 核验: a document, an employer's interview code, a register.
    public struct Proof: Sendable, Hashable, Codable {
        /// The first day on which it holds; nil if it does from the beginning.
        public let from: Day?
        /// The last day on which it holds; nil if it does not expire.
        public let until: Day?

        public init(from: Day? = nil, until: Day? = nil) {
            self.from = from
            self.until = until
        }
    }

    public enum State: String, Sendable, Hashable, Codable, CaseIterable {
        /// The person says so; a proof may be still to begin.
        case stated
        /// 已核验
        case proven
        /// It was proven once; the proof no longer holds.
        case expired
    }

    public subscript(_ fact: String) -> FactValue? {
        get { known[fact]?.value }
        set { known[fact] = newValue.map { Known($0) } }
    }

    /// The answer to this question, if it is one.
    func answer(_ fact: Fact) -> Known? {
        guard let known = known[fact.id], fact.accepts(known.value) else { return nil }
        return known
    }
}

extension FactValue: Codable {
    private enum Keys: String, CodingKey {
        case flag = "yes_no"
        case choice, number, money, day, divisions, code
    }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: Keys.self)
        if let flag = try container.decodeIfPresent(Bool.self, forKey: .flag) {
            self = .flag(flag)
        } else if let ids = try container.decodeIfPresent([String].self, forKey: .choice) {
            self = .choice(ids)
        } else if let number = try container.decodeIfPresent(Int.self, forKey: .number) {
            self = .number(number)
        } else if let fen = try container.decodeIfPresent(Fen.self, forKey: .money) {
            self = .money(fen)
        } else if let day = try container.decodeIfPresent(Day.self, forKey: .day) {
            self = .day(day)
        } else if let codes = try container.decodeIfPresent([TreeCode].self, forKey: .divisions) {
            self = .divisions(codes)
        } else {
            self = .code(try container.decode(TreeCode.self, forKey: .code))
        }
    }

    /// One key that names the kind: `{ "choice": ["bachelor"] }`.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Keys.self)
        switch self {
        case .flag(let flag): try container.encode(flag, forKey: .flag)
        case .choice(let ids): try container.encode(ids, forKey: .choice)
        case .number(let number): try container.encode(number, forKey: .number)
        case .money(let fen): try container.encode(fen, forKey: .money)
        case .day(let day): try container.encode(day, forKey: .day)
        case .divisions(let codes): try container.encode(codes, forKey: .divisions)
        case .code(let code): try container.encode(code, forKey: .code)
        }
    }
}
