/// The two languages that pages speak.
public enum Language: String, Sendable, Codable, CaseIterable { case zh, en }

/// The same words in both languages. Chinese is the official text; English follows it in meaning.
public struct Words: Hashable, Sendable, Codable {
    public let zh: String
    public let en: String

    public init(_ zh: String, _ en: String) {
        self.zh = zh
        self.en = en
    }

    public func callAsFunction(_ language: Language) -> String { language == .zh ? zh : en }
}

/// A place in the notice, written as officials cite it: `二(二)1`.
public struct Clause: Hashable, Sendable, Codable, CustomStringConvertible {
    public let text: String

    public init(_ text: String) { self.text = text }

    public var description: String { text }

    public init(from decoder: any Decoder) throws { text = try decoder.singleValueContainer().decode(String.self) }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(text)
    }
}
