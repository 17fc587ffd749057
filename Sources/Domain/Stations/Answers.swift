/// The answers to a form as they were typed: a tree of texts, so that a draft loses nothing, whatever was typed.
/// `team` → `staff` → `2` → `phone`; the same path with dots names the field in forms, JSON and messages.
public indirect enum Answers: Sendable, Hashable, Codable {
    case text(String)
    case list([Answers])
    case group([String: Answers])

    public static let none = Answers.group([:])

    /// What stands at a path; nil where nothing does.
    public subscript(path: [String]) -> Answers? {
        guard let first = path.first else { return self }
        let rest = Array(path.dropFirst())
        switch self {
        case .text: return nil
        case .list(let items):
            guard let index = Int(first), items.indices.contains(index) else { return nil }
            return items[index][rest]
        case .group(let members): return members[first]?[rest]
        }
    }

    /// The text at a path, without the white space around it; empty where nothing stands.
    public func text(_ path: String...) -> String { self[path]?.plain ?? "" }

    /// All texts of a list (or the one text), for choices of which several may be taken.
    public func texts(_ path: String...) -> [String] {
        switch self[path] {
        case nil: []
        case .list(let items): items.map(\.plain).filter { !$0.isEmpty }
        case .text(let text): text.isEmpty ? [] : [text]
        case .group(let members): members.sorted { $0.key < $1.key }.map(\.value.plain).filter { !$0.isEmpty }
        }
    }

    /// The rows of a table; rows in which nothing was typed are left out, but keep their place in the numbering.
    public func rows(_ path: String...) -> [(index: Int, row: Answers)] {
        let all: [(Int, Answers)] = switch self[path] {
        case .list(let items): Array(items.enumerated()).map { ($0.offset, $0.element) }
        case .group(let members): members.compactMap { key, value in Int(key).map { ($0, value) } }.sorted { $0.0 < $1.0 }
        case .text, nil: []
        }
        return all.filter { !$0.1.isBlank }.map { (index: $0.0, row: $0.1) }
    }

    public var plain: String {
        guard case .text(let text) = self else { return "" }
        var view = text[...]
        while let first = view.first, first.isWhitespace { view = view.dropFirst() }
        while let last = view.last, last.isWhitespace { view = view.dropLast() }
        return String(view)
    }

    public var isBlank: Bool {
        switch self {
        case .text: plain.isEmpty
        case .list(let items): items.allSatisfy(\.isBlank)
        case .group(let members): members.values.allSatisfy(\.isBlank)
        }
    }

    /// How deep and how much: what comes from outside is bounded before it is kept.
    public var size: (depth: Int, texts: Int) {
        switch self {
        case .text: (0, 1)
        case .list(let items): items.reduce(into: (1, 0)) { $0 = (max($0.0, $1.size.depth + 1), $0.1 + $1.size.texts) }
        case .group(let members): members.values.reduce(into: (1, 0)) { $0 = (max($0.0, $1.size.depth + 1), $0.1 + $1.size.texts) }
        }
    }

    public init(from decoder: any Decoder) throws {
        let single = try decoder.singleValueContainer()
        if single.decodeNil() {
            self = .text("")
        } else if let text = try? single.decode(String.self) {
            self = .text(text)
        } else if let flag = try? single.decode(Bool.self) {
            self = .text(flag ? "yes" : "no")
        } else if let number = try? single.decode(Int64.self) {
            self = .text(String(number))
        } else if let number = try? single.decode(Double.self) {
            self = .text(String(number))
        } else if let items = try? single.decode([Answers].self) {
            self = .list(items)
        } else {
            self = .group(try single.decode([String: Answers].self))
        }
    }

    public func encode(to encoder: any Encoder) throws {
        var single = encoder.singleValueContainer()
        switch self {
        case .text(let text): try single.encode(text)
        case .list(let items): try single.encode(items)
        case .group(let members): try single.encode(members)
        }
    }
}
