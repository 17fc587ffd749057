/// An institution of higher education that people may choose; whoever studied elsewhere types its name.
public struct University: Hashable, Sendable {
    public let name: String
    /// Of its seat, two digits.
    public let province: String
    /// Whether it has bachelor's programmes.
    public let isUndergraduate: Bool

    /// By province, those with bachelor's programmes first.
    public static let all: [University] = table.split(separator: "\n").flatMap { line -> [University] in
        let parts = line.split(separator: " ").map(String.init)
        guard let head = parts.first, head.count == 3 else { return [] }
        return parts.dropFirst().map { University(name: $0, province: String(head.prefix(2)), isUndergraduate: head.hasSuffix("1")) }
    }

    public static func isListed(_ name: String) -> Bool { names.contains(name) }

    /// Those whose names contain all parts of what was typed, the ones that begin with it first.
    public static func search(_ typed: String, atMost: Int = 20) -> [University] {
        let parts = typed.split(whereSeparator: \.isWhitespace).map(String.init)
        guard let first = parts.first else { return [] }
        let found = all.filter { university in parts.allSatisfy { university.name.contains($0) } }
        return Array((found.filter { $0.name.hasPrefix(first) } + found.filter { !$0.name.hasPrefix(first) }).prefix(atMost))
    }

    private static let names = Set(all.map(\.name))
}
