import Domain

/// What a guest shows at the desk. Both are derived from the stay's id under the key for indexes, so that neither is stored.
enum StayCodes {
    /// Six digits, to be read out. Good at the stay's own station only.
    static func code(_ secrets: any Secrets, _ id: ID<Stay>) throws -> String { digits(try secrets.blindIndex(id.rawValue, table: "stays", column: "code")) }

    /// What the QR code holds: 80 bits.
    static func token(_ secrets: any Secrets, _ id: ID<Stay>) throws -> String { letters(try secrets.blindIndex(id.rawValue, table: "stays", column: "token")) }

    /// Whether a code or token is this stay's, under any key that is still kept.
    static func way(_ typed: String, _ secrets: any Secrets, _ id: ID<Stay>) throws -> Way? {
        let text = typed.filter { !$0.isWhitespace }.lowercased()
        if try secrets.blindIndexes(id.rawValue, table: "stays", column: "code").contains(where: { digits($0) == text }) { return .code }
        if try secrets.blindIndexes(id.rawValue, table: "stays", column: "token").contains(where: { letters($0) == text }) { return .token }
        return nil
    }

    enum Way: String { case code, token, document }

    private static func digits(_ bytes: [UInt8]) -> String {
        let number = bytes.suffix(8).reduce(UInt64(0)) { $0 << 8 | UInt64($1) } % 1_000_000
        let text = String(number)
        return String(repeating: "0", count: 6 - text.count) + text
    }

    private static func letters(_ bytes: [UInt8]) -> String {
        let alphabet = Array("0123456789abcdefghjkmnpqrstvwxyz".utf8)
        return String(decoding: bytes.suffix(16).map { alphabet[Int($0 & 31)] }, as: UTF8.self)
    }
}
