/// A code that stands in a tree, a longer one inside a shorter: divisions (GB/T 2260), industries (GB/T 4754), occupations. Up to seven digits.
public struct TreeCode: Hashable, Comparable, Sendable, Codable, CustomStringConvertible {
    public let text: String

    static let mostDigits = 7

    /// Reads digits, with or without hyphens between them (`2-02-10-05`), and an industry with its section's letter before (`I65`).
    public init?(_ given: some StringProtocol) {
        var digits = String(given.filter { $0 != "-" && !$0.isWhitespace })
        if let first = digits.first, first.isASCII, first.isLetter { digits.removeFirst() }
        guard (1...Self.mostDigits).contains(digits.utf8.count), digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
        text = String(digits)
    }

    /// Reads a division code of two, four or six digits. The zeros of a whole province or city fall away: 370200 is 3702.
    public init?(division given: some StringProtocol) {
        var digits = String(given)
        guard [2, 4, 6].contains(digits.utf8.count), digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
        while digits.utf8.count > 2, digits.hasSuffix("00") { digits.removeLast(2) }
        guard !digits.hasPrefix("0") else { return nil }
        text = digits
    }

    /// Whether what this code names lies inside the other; not known where it names something larger that the other is a part of.
    public func lies(in other: TreeCode) -> Verdict {
        if text.hasPrefix(other.text) { return .yes }
        return other.text.hasPrefix(text) ? .unknown : .no
    }

    public static func < (left: TreeCode, right: TreeCode) -> Bool { left.text < right.text }

    public var description: String { text }

    /// The divisions (two digits) of a section of GB/T 4754-2017, by its letter.
    public static func section(_ letter: String) -> [TreeCode]? {
        let sections: [String: ClosedRange<Int>] = [
            "A": 1...5, "B": 6...12, "C": 13...43, "D": 44...46, "E": 47...50, "F": 51...52, "G": 53...60, "H": 61...62, "I": 63...65, "J": 66...69,
            "K": 70...70, "L": 71...72, "M": 73...75, "N": 76...79, "O": 80...82, "P": 83...83, "Q": 84...85, "R": 86...90, "S": 91...96, "T": 97...97,
        ]
        return sections[letter]?.compactMap { TreeCode(padded($0, 2)) }
    }

    public init(from decoder: any Decoder) throws {
        let text = try decoder.singleValueContainer().decode(String.self)
        guard let code = TreeCode(text) else {
            throw DecodingError.dataCorrupted(.init(codingPath: decoder.codingPath, debugDescription: "not a code: \(text)"))
        }
        self = code
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(text)
    }

    // MARK: as numbers, for columns

    /// To base 11, each digit one more than itself and 0 where none stands: whatever lies inside a code is then one range of numbers.
    var number: Int32 {
        var value: Int32 = 0
        var digits = text.utf8.makeIterator()
        for _ in 0..<Self.mostDigits { value = value * 11 + (digits.next().map { Int32($0) - 0x2F } ?? 0) }
        return value
    }

    /// The numbers of all codes inside this one.
    var numbers: ClosedRange<Int32> {
        var width: Int32 = 1
        for _ in text.utf8.count..<Self.mostDigits { width *= 11 }
        return number...(number + width - 1)
    }

    /// The codes that this one is a part of.
    var outer: [TreeCode] { (1..<max(text.utf8.count, 1)).compactMap { TreeCode(text.prefix($0)) } }
}
