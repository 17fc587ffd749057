/// Something about a person that rules may ask: declared as data, by the catalogue or by a programme file.
public struct Fact: Sendable, Hashable, Codable {
    public let id: String
    /// `学位`, as it stands in reasons.
    public let name: Words
    /// `您的最高学位？`
    public let question: Words
    public let hint: Words?
    public let kind: Kind
    /// What has happened and cannot be changed by anybody: a birth date.
    public let isFixed: Bool

    public init(id: String, name: Words, question: Words, hint: Words? = nil, kind: Kind, isFixed: Bool = false) {
        self.id = id
        self.name = name
        self.question = question
        self.hint = hint
        self.kind = kind
        self.isFixed = isFixed
    }

    public enum Kind: Sendable, Hashable, Codable {
        case yesNo
        /// One of these, or several.
        case choice([Option], several: Bool)
        /// One of these, the lowest first: at least, at most.
        case scale([Option])
        /// A whole number.
        case number(atLeast: Int?, atMost: Int?, unit: Words?)
        case money
        /// A date. `age` is what its completed years until today are called, where they have a name of their own.
        case day(age: Words?)
        /// Divisions (GB/T 2260): one, or several or none.
        case divisions(several: Bool)
        /// A code in a tree, with the standard that lists it.
        case code(standard: Words)
    }

    public struct Option: Sendable, Hashable, Codable {
        public let id: String
        public let name: Words
        /// What a national standard calls it, where one does.
        public let code: String?

        public init(_ id: String, _ name: Words, code: String? = nil) {
            self.id = id
            self.name = name
            self.code = code
        }
    }

    /// The options of a choice or scale; empty for other kinds.
    public var options: [Option] {
        switch kind {
        case .choice(let options, _), .scale(let options): options
        case .yesNo, .number, .money, .day, .divisions, .code: []
        }
    }

    public func rank(_ option: String) -> Int? { options.firstIndex { $0.id == option } }

    /// Numbers and money stay within this, so that every fact has a place in a column. Money: ±20 million yuan, in fen.
    public static let widest = -2_000_000_000...2_000_000_000
    /// How many divisions or options one answer may hold.
    public static let mostValues = 8
    /// Days stay within the years 1…9999.
    static let days = -719_162...2_932_896

    /// Whether this is an answer to the question at all; rules take any other for no answer.
    public func accepts(_ value: FactValue) -> Bool {
        switch (kind, value) {
        case (.yesNo, .flag): true
        case (.choice(let options, let several), .choice(let ids)):
            (several ? ids.count <= Self.mostValues : ids.count == 1) && ids.allSatisfy { id in options.contains { $0.id == id } }
        case (.scale(let options), .choice(let ids)): ids.count == 1 && options.contains { $0.id == ids.first }
        case (.number(let least, let most, _), .number(let number)):
            Self.widest.contains(number) && number >= least ?? Self.widest.lowerBound && number <= most ?? Self.widest.upperBound
        case (.money, .money(let fen)): Self.widest.contains(Int(clamping: fen.amount))
        case (.day, .day(let day)): Self.days.contains(day.number)
        case (.divisions(let several), .divisions(let codes)): several ? codes.count <= Self.mostValues : codes.count == 1
        case (.code, .code): true
        case (.yesNo, _), (.choice, _), (.scale, _), (.number, _), (.money, _), (.day, _), (.divisions, _), (.code, _): false
        }
    }
}
