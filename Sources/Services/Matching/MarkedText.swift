/// A text with the words marked that were searched for.
public struct MarkedText: Codable, Sendable, Hashable {
    public struct Run: Codable, Sendable, Hashable {
        public let text: String
        public let isHit: Bool
    }

    public let runs: [Run]

    public var text: String { runs.map(\.text).joined() }
    public var hasHit: Bool { runs.contains(where: \.isHit) }

    /// - Parameter words: lower case; the longest that stands at a place is marked. A Latin word is marked only where it is whole.
    public init(_ text: String, marking words: [String]) {
        runs = Self.runs(Array(text), words)
    }

    private init(runs: [Run]) { self.runs = runs }

    /// A line of a long text: from a little before its first hit, or its beginning where there is none.
    /// - Parameter length: in characters.
    public static func snippet(_ text: String, marking words: [String], length: Int = 90) -> MarkedText {
        let characters = Array(text.split(whereSeparator: \.isWhitespace).joined(separator: " "))
        guard characters.count > length else { return MarkedText(runs: runs(characters, words)) }
        let hit = Self.hits(characters, words).first?.lowerBound ?? 0
        let start = min(max(hit - 20, 0), characters.count - length), end = start + length
        let marked = runs(Array(characters[start..<end]), words)
        return MarkedText(runs: (start > 0 ? [Run(text: "…", isHit: false)] : []) + marked + (end < characters.count ? [Run(text: "…", isHit: false)] : []))
    }

    private static func runs(_ characters: [Character], _ words: [String]) -> [Run] {
        var runs: [Run] = [], at = 0
        for hit in hits(characters, words) {
            if hit.lowerBound > at { runs.append(Run(text: String(characters[at..<hit.lowerBound]), isHit: false)) }
            runs.append(Run(text: String(characters[hit]), isHit: true))
            at = hit.upperBound
        }
        if at < characters.count { runs.append(Run(text: String(characters[at...]), isHit: false)) }
        return runs
    }

    /// Where words stand, in order, none inside another; neighbours are one.
    private static func hits(_ characters: [Character], _ words: [String]) -> [Range<Int>] {
        let wanted = words.map { $0.map { String($0) } }.filter { !$0.isEmpty }.sorted { $0.count > $1.count }
        guard !wanted.isEmpty else { return [] }
        let plain = characters.map { $0.lowercased() }
        var hits: [Range<Int>] = [], at = 0
        while at < plain.count {
            guard let word = wanted.first(where: { stands($0, in: plain, at: at) }) else {
                at += 1
                continue
            }
            let end = at + word.count
            if let last = hits.last, last.upperBound == at { hits[hits.count - 1] = last.lowerBound..<end } else { hits.append(at..<end) }
            at = end
        }
        return hits
    }

    private static func stands(_ word: [String], in text: [String], at start: Int) -> Bool {
        let end = start + word.count
        guard end <= text.count, text[start] == word[0], text[start..<end].elementsEqual(word) else { return false }
        let isBegun = isLatin(text[start]) && start > 0 && isLatin(text[start - 1])
        let isCut = isLatin(text[end - 1]) && end < text.count && isLatin(text[end])
        return !isBegun && !isCut
    }

    private static func isLatin(_ character: String) -> Bool {
        character.utf8.count == 1 && (character.utf8.first.map { (0x30...0x39).contains($0) || (0x61...0x7A).contains($0) } ?? false)
    }
}
