/// The number of an interview code: twelve characters that nobody can guess, in groups of four, `7KQM-2P9D-XH4T`. It has no I, L, O and U;
/// what is typed for them is read as what they look like.
public struct InterviewNumber: Hashable, Sendable, CustomStringConvertible {
    /// With hyphens.
    public let text: String

    static let alphabet = Array("0123456789ABCDEFGHJKMNPQRSTVWXYZ")
    public static let randomBytes = 12

    /// - Parameter random: one byte for each character; 60 bits of them count.
    public init(random: [UInt8]) {
        self.init(characters: random.prefix(Self.randomBytes).map { Self.alphabet[Int($0 & 31)] })
    }

    /// Reads a number as people type it.
    /// - Returns: nil for anything else.
    public init?(_ typed: some StringProtocol) {
        let read = String(typed).narrowed.uppercased().filter { $0 != "-" }.map { character -> Character in
            switch character {
            case "O": "0"
            case "I", "L": "1"
            default: character
            }
        }
        guard read.count == 12, read.allSatisfy({ Self.alphabet.contains($0) }) else { return nil }
        self.init(characters: read)
    }

    private init(characters: [Character]) {
        text = stride(from: 0, to: characters.count, by: 4).map { String(characters[$0..<min($0 + 4, characters.count)]) }.joined(separator: "-")
    }

    public var description: String { text }
}
