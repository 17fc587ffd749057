/// An occupation of 职业分类大典 (2022), or a group of them.
public struct Occupation: Hashable, Sendable {
    /// One digit for a class 大类, three for a middle group 中类, five for a small group 小类, seven for an occupation 细类.
    public let code: String
    public let name: String

    /// In the order of their codes.
    public static let all: [Occupation] = {
        var all: [Occupation] = []
        var group = ""
        for token in table.split(whereSeparator: \.isWhitespace) {
            let digits = String(token.prefix { $0.isASCII && $0.isNumber }), name = String(token.dropFirst(digits.count))
            if digits.count != 2 { group = digits }
            if !name.isEmpty { all.append(Occupation(code: digits.count == 2 ? group + digits : digits, name: name)) }
        }
        return all
    }()

    /// - Parameter code: with hyphens or without, its trailing zeros too.
    public static func of(_ code: some StringProtocol) -> Occupation? {
        let digits = Array(code.filter { $0 != "-" && !$0.isWhitespace })
        guard [1, 3, 5, 7].contains(digits.count) else { return nil }
        var text = String(digits)
        while text.count > 1, text.hasSuffix("00") { text.removeLast(2) }
        return byCode[text]
    }

    /// What was typed: a code, a code with the name behind it, or a name; of equal names the most exact.
    public static func read(_ typed: String) -> Occupation? {
        let text = typed.filter { !$0.isWhitespace }
        let code = text.prefix { ($0.isASCII && $0.isNumber) || $0 == "-" }
        if !code.isEmpty { return of(code) }
        return byName[text]?.max { $0.code.count < $1.code.count }
    }

    /// Those whose names contain what was typed, the ones that begin with it first; or whose codes begin with it. Occupations before groups.
    public static func search(_ typed: String, atMost: Int = 20) -> [Occupation] {
        let text = typed.filter { !$0.isWhitespace && $0 != "-" }
        guard !text.isEmpty else { return [] }
        let found = all.filter { $0.name.contains(text) || $0.code.hasPrefix(text) }
        func rank(_ occupation: Occupation) -> Int { (occupation.name.hasPrefix(text) ? 0 : 10) + 7 - occupation.code.count }
        return Array(found.sorted { (rank($0), $0.code) < (rank($1), $1.code) }.prefix(atMost))
    }

    /// The groups that it stands in, the largest first.
    public var parents: [Occupation] { [1, 3, 5].filter { $0 < code.count }.compactMap { Occupation.byCode[String(code.prefix($0))] } }

    /// As the dictionary writes it: `2-02-10-03`, `2-02-10`.
    public var written: String {
        var text = String(code.prefix(1)), rest = code.dropFirst()
        while !rest.isEmpty {
            text += "-" + rest.prefix(2)
            rest = rest.dropFirst(2)
        }
        return text
    }

    private static let byCode = Dictionary(all.map { ($0.code, $0) }, uniquingKeysWith: { first, _ in first })
    private static let byName = Dictionary(grouping: all, by: \.name)
}
