/// What ids of policies name; its versions are numbered from 1.
public enum Policy {}

/// What one version of a policy says, dated and with its source, so that an officer can check it against the original.
public struct PolicyTerms: Sendable, Hashable {
    public enum Audience: String, Sendable, Hashable, Codable, CaseIterable {
        case talent, employer
    }

    /// Named once, and kept through all versions: `rent-subsidy`.
    public let code: String
    public let title: Words
    public let audience: Audience
    /// `rent`, `start_up`, … for the page alone.
    public let kind: Programme.Choice
    /// One that a demonstration made up, and says so.
    public let isExample: Bool
    /// In force from this day, and to the last; nil while no end is set.
    public let from: Day
    public let to: Day?
    public let source: Source
    /// What it gives, in a sentence.
    public let gives: Words
    public let amount: PolicyAmount
    public let eligible: Condition
    /// Codes of policies of which one has only one.
    public let excludes: [String]
    public let materials: [Material]
    /// What an agent goes through, one after the other, in words.
    public let steps: [Words]
    /// When to apply: days after the fact named, or a last day; nil for at any time.
    public let deadline: Words?
    public let lastDay: Day?
    /// The office that decides, by id of the programme's.
    public let office: String
    /// Whether it may be offered without applying 免申即享.
    public let offered: Bool

    /// Where it can be read.
    public struct Source: Sendable, Hashable, Codable {
        /// `青人社规〔2020〕3号`
        public let number: String
        public let title: String
        public let clause: String
        public let url: String

        public init(number: String, title: String, clause: String, url: String) {
            self.number = number
            self.title = title
            self.clause = clause
            self.url = url
        }
    }

    /// A paper that it asks for; one that is a proof of the wallet names its kind.
    public struct Material: Sendable, Hashable, Codable {
        public let id: String
        public let name: Words
        public let proof: String?

        public init(id: String, name: Words, proof: String?) {
            self.id = id
            self.name = name
            self.proof = proof
        }
    }

    public init(
        code: String, title: Words, audience: Audience, kind: Programme.Choice, isExample: Bool, from: Day, to: Day?, source: Source, gives: Words, amount: PolicyAmount,
        eligible: Condition, excludes: [String], materials: [Material], steps: [Words], deadline: Words?, lastDay: Day?, office: String, offered: Bool
    ) {
        self.code = code
        self.title = title
        self.audience = audience
        self.kind = kind
        self.isExample = isExample
        self.from = from
        self.to = to
        self.source = source
        self.gives = gives
        self.amount = amount
        self.eligible = eligible
        self.excludes = excludes
        self.materials = materials
        self.steps = steps
        self.deadline = deadline
        self.lastDay = lastDay
        self.office = office
        self.offered = offered
    }
}

/// How much a policy gives.
public enum PolicyAmount: Sendable, Hashable {
    /// No money: a service, a permit.
    case none
    case fixed(Fen)
    /// So much each month, for at most so many months.
    case monthly(Fen, months: Int)
    /// The first line whose condition holds; a person for whom none does gets nothing.
    case table([Line])

    public struct Line: Sendable, Hashable {
        public let when: Condition
        public let amount: Fen
        /// 1 for a single sum.
        public let months: Int

        public init(when: Condition, amount: Fen, months: Int) {
            self.when = when
            self.amount = amount
            self.months = months
        }
    }
}
