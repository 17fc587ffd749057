/// The text of a story, read from a small plain markup: paragraphs apart by empty lines, `## ` before a heading, `- ` before each point of a list,
/// `[words](https://…)` for a link. Everything else is text as it stands; nothing that is written is ever HTML.
///
/// Any text can be read, and reading takes time in proportion to its length.
public struct StoryText: Sendable, Hashable {
    public enum Block: Sendable, Hashable {
        case heading(String)
        /// Lines of one paragraph, which stay lines.
        case paragraph([[Piece]])
        case list([[Piece]])
    }

    public enum Piece: Sendable, Hashable {
        case text(String)
        case link(String, to: OutsideAddress)
    }

    public let blocks: [Block]

    public init(_ text: String) {
        var blocks: [Block] = []
        var lines: [[Piece]] = [], points: [[Piece]] = []
        func close() {
            if !lines.isEmpty { blocks.append(.paragraph(lines)) }
            if !points.isEmpty { blocks.append(.list(points)) }
            (lines, points) = ([], [])
        }
        for line in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline) {
            let line = Self.trimmed(line)
            if line.isEmpty {
                close()
            } else if line == "##" || line.hasPrefix("## ") {
                close()
                let heading = Self.trimmed(line.dropFirst(3))
                if !heading.isEmpty { blocks.append(.heading(String(heading))) }
            } else if line == "-" || line.hasPrefix("- ") {
                if !lines.isEmpty { close() }
                let point = Self.trimmed(line.dropFirst(2))
                if !point.isEmpty { points.append(Self.pieces(point)) }
            } else {
                if !points.isEmpty { close() }
                lines.append(Self.pieces(line))
            }
        }
        close()
        self.blocks = blocks
    }

    /// The words alone, for feeds and previews.
    public var plain: String {
        func words(_ pieces: [Piece]) -> String {
            pieces.map { piece in
                switch piece {
                case .text(let text): text
                case .link(let words, _): words
                }
            }.joined()
        }
        return blocks.flatMap { block in
            switch block {
            case .heading(let text): [text]
            case .paragraph(let lines), .list(let lines): lines.map(words)
            }
        }.joined(separator: "\n")
    }

    private static func trimmed(_ text: Substring) -> Substring {
        var text = text
        while text.first?.isWhitespace == true { text = text.dropFirst() }
        while text.last?.isWhitespace == true { text = text.dropLast() }
        return text
    }

    /// How far a link's words and its address are looked for: a bracket that is never closed costs no more than this.
    private static let longestWords = 200

    private static func pieces(_ line: Substring) -> [Piece] {
        var pieces: [Piece] = []
        var plain = ""
        var rest = line
        while let character = rest.first {
            if character == "[", let (words, address, after) = link(rest) {
                if !plain.isEmpty { pieces.append(.text(plain)) }
                plain = ""
                pieces.append(.link(words, to: address))
                rest = after
            } else {
                plain.append(character)
                rest = rest.dropFirst()
            }
        }
        if !plain.isEmpty { pieces.append(.text(plain)) }
        return pieces
    }

    /// The link with which the text begins.
    private static func link(_ text: Substring) -> (words: String, address: OutsideAddress, after: Substring)? {
        guard let bracket = text.dropFirst().prefix(longestWords + 1).firstIndex(where: { $0 == "]" || $0 == "[" }), text[bracket] == "]" else { return nil }
        let words = trimmed(text[text.index(after: text.startIndex)..<bracket]), tail = text[bracket...].dropFirst()
        guard !words.isEmpty, tail.first == "(" else { return nil }
        let inside = tail.dropFirst()
        guard let end = inside.prefix(OutsideAddress.longest + 1).firstIndex(of: ")"), let address = OutsideAddress(String(inside[..<end])) else { return nil }
        return (String(words), address, inside[end...].dropFirst())
    }
}

/// An address on another site that a story may lead to: `https`, a host that is a name, and nothing that is not plain ASCII.
public struct OutsideAddress: Sendable, Hashable {
    public let text: String

    /// In bytes.
    public static let longest = 500

    public init?(_ text: String) {
        let bytes = Array(text.utf8), scheme = Array("https://".utf8)
        guard bytes.count <= Self.longest, bytes.starts(with: scheme), bytes.allSatisfy({ $0 > 0x20 && $0 < 0x7F && !Self.refused.contains($0) }) else { return nil }
        let host = bytes.dropFirst(scheme.count).prefix { !Self.endsHost.contains($0) }
        // No user before the host and no port: `https://qingdao.gov.cn@elsewhere.example` misleads.
        guard (3...253).contains(host.count), host.contains(UInt8(ascii: ".")), host.first != UInt8(ascii: "."), host.first != UInt8(ascii: "-"),
              host.last.map({ Self.isLetter($0) }) == true, host.allSatisfy({ Self.isLetter($0) || (0x30...0x39).contains($0) || $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: "-") })
        else { return nil }
        self.text = text
    }

    private static let refused = Set("\"'<>\\^`{|}".utf8)
    private static let endsHost = Set("/?#".utf8)

    private static func isLetter(_ byte: UInt8) -> Bool { (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte) }
}
