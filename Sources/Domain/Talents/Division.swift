/// A province, city or county of China by its code (GB/T 2260): `37`, `3702`, `370212`, without the zeros of a whole province or city.
public struct Division: Hashable, Sendable {
    /// Two, four or six digits.
    public let code: String
    /// `崂山区`
    public let name: String
    /// `山东省青岛市崂山区`
    public let fullName: String

    /// In the order of their codes.
    public static let all: [Division] = {
        var all: [Division] = []
        var province = "", city = ""
        for line in table.split(separator: "\n") {
            let parts = line.split(separator: " ").map(String.init)
            guard let head = parts.first else { continue }
            let code = String(head.prefix { $0.isASCII }), name = String(head.dropFirst(code.count))
            if code.count == 2 {
                (province, city) = (name, "")
                all.append(Division(code: code, name: name, fullName: name))
                continue
            }
            city = name
            if !name.isEmpty { all.append(Division(code: code, name: name, fullName: province + name)) }
            for county in parts.dropFirst() {
                all.append(Division(code: code + county.prefix(2), name: String(county.dropFirst(2)), fullName: province + city + county.dropFirst(2)))
            }
        }
        return all
    }()

    /// - Parameter code: of two, four or six digits, the zeros of a whole province or city left out or not.
    /// - Returns: nil for a code that none has.
    public static func of(_ code: some StringProtocol) -> Division? {
        var digits = String(code)
        while digits.count > 2, digits.hasSuffix("00") { digits.removeLast(2) }
        return byCode[digits]
    }

    /// What was typed: a code, a full name, or a name that only one division has.
    public static func read(_ typed: String) -> Division? {
        let text = typed.filter { !$0.isWhitespace }
        if let code = text.split(whereSeparator: { !($0.isASCII && $0.isNumber) }).first, code.count >= 2, let found = of(code) { return found }
        return byFullName[text] ?? byName[text].flatMap { $0.count == 1 ? $0.first : nil }
    }

    /// Divisions whose full names contain what was typed, those that begin with it first; cities before their counties.
    public static func search(_ typed: String, atMost: Int = 20) -> [Division] {
        let text = typed.filter { !$0.isWhitespace }
        guard !text.isEmpty else { return [] }
        let found = all.filter { $0.fullName.contains(text) || $0.code.hasPrefix(text) }
        let (first, rest) = (found.filter { $0.name.hasPrefix(text) }, found.filter { !$0.name.hasPrefix(text) })
        return Array((first + rest).prefix(atMost))
    }

    private static let byCode = Dictionary(all.map { ($0.code, $0) }, uniquingKeysWith: { first, _ in first })
    private static let byFullName = Dictionary(all.map { ($0.fullName, $0) }, uniquingKeysWith: { first, _ in first })
    private static let byName = Dictionary(grouping: all, by: \.name)
}
