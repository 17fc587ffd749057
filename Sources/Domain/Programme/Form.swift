/// What an application asks, from the programme file: the conditions of the notice, each with its questions.
public struct Form: Sendable, Hashable {
    public let id: String
    public let conditions: [Condition]

    public init(id: String, conditions: [Condition]) {
        self.id = id
        self.conditions = conditions
    }

    /// One condition 条件 and what proves it.
    public struct Condition: Sendable, Hashable {
        public let id: String
        public let clause: Clause?
        /// A short name: `管理团队`.
        public let name: Words
        /// The notice's own words.
        public let says: String
        public let questions: [Question]
        /// The city offices that rule on this condition in review (by id).
        public let judgedBy: [String]

        public init(id: String, clause: Clause?, name: Words, says: String, questions: [Question], judgedBy: [String]) {
            self.id = id
            self.clause = clause
            self.name = name
            self.says = says
            self.questions = questions
            self.judgedBy = judgedBy
        }
    }

    public struct Question: Sendable, Hashable {
        public let id: String
        public let name: Words
        /// An example or explanation under the question.
        public let hint: Words?
        public let kind: Kind
        public let required: Bool
        /// The id of the question beside it (of the same condition, or column of the same table) whose amount or number it may not exceed.
        public let notAbove: String?

        public indirect enum Kind: Sendable, Hashable {
            /// One line of text, at most so many characters.
            case text(atMost: Int)
            /// Several lines, between so many characters.
            case longText(atLeast: Int, atMost: Int)
            /// A whole number in a range, with its unit: 平方米.
            case number(atLeast: Int?, atMost: Int?, unit: Words?)
            /// Yuan, entered with up to two decimals, kept in fen.
            case money(atLeast: Int64?, atMost: Int64?)
            case day
            case phone
            case yesNo(must: Bool?)
            case choice([Programme.Choice], several: Bool, atLeast: Int)
            /// Rows of these questions.
            case table([Question], atLeast: Int, atMost: Int)
            /// Files, by number.
            case files(atLeast: Int, atMost: Int)
        }

        public init(id: String, name: Words, hint: Words?, kind: Kind, required: Bool, notAbove: String? = nil) {
            self.id = id
            self.name = name
            self.hint = hint
            self.kind = kind
            self.required = required
            self.notAbove = notAbove
        }
    }
}
