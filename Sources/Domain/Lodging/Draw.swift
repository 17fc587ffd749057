/// A draw for beds that more people want than there are. The seed's hash is published before anybody asks; the seed afterwards. The order of
/// the requests is that of SHA-256(seed ‖ request), so that anyone can recompute it.
public enum Draw {
    /// Who wins: the first `places` of the order that were not void.
    public enum Outcome: String, Sendable, Hashable, Codable, CaseIterable {
        case entered, won, lost
        /// Not entitled any more when the draw was run.
        case void
    }

    /// Requests in the order of the draw.
    /// - Parameter hash: hex SHA-256.
    public static func order(_ requests: [String], seed: [UInt8], hash: ([UInt8]) -> String) -> [String] {
        requests.map { (key: hash(seed + Array($0.utf8)), id: $0) }.sorted { ($0.key, $0.id) < ($1.key, $1.id) }.map(\.id)
    }
}

/// Everything that one needs to check a draw. Ids of requests are random and tell nobody's name; each person knows their own.
public struct DrawTranscript: Sendable, Hashable, Codable {
    public struct Entry: Sendable, Hashable, Codable {
        public let request: String
        public let outcome: Draw.Outcome

        public init(request: String, outcome: Draw.Outcome) {
            self.request = request
            self.outcome = outcome
        }
    }

    public let draw: String
    public let places: Int
    /// Hex SHA-256 of the seed, as published beforehand.
    public let seedHash: String
    /// Hex.
    public let seed: String
    /// In the order of the draw.
    public let entries: [Entry]

    public init(draw: String, places: Int, seedHash: String, seed: String, entries: [Entry]) {
        self.draw = draw
        self.places = places
        self.seedHash = seedHash
        self.seed = seed
        self.entries = entries
    }

    public enum Finding: Sendable, Hashable {
        /// The seed is not 32 bytes in hex.
        case seed
        /// The seed is not the one whose hash was published.
        case seedHash
        /// A request stands twice.
        case twice(String)
        /// The order is another from this place on, 1 is the first.
        case order(place: Int)
        /// Somebody won or lost against the order.
        case outcome(String)
    }

    /// What is wrong with it; empty when it is right.
    /// - Parameter hash: hex SHA-256.
    public func verify(hash: ([UInt8]) -> String) -> [Finding] {
        guard let bytes = Self.bytes(hex: seed), bytes.count == 32 else { return [.seed] }
        var found: [Finding] = []
        if hash(bytes) != seedHash { found.append(.seedHash) }
        var seen: Set<String> = []
        for entry in entries where !seen.insert(entry.request).inserted { found.append(.twice(entry.request)) }
        let right = Draw.order(entries.map(\.request), seed: bytes, hash: hash)
        if let place = zip(right, entries).enumerated().first(where: { $1.0 != $1.1.request })?.offset { found.append(.order(place: place + 1)) }
        var left = places
        for entry in entries where entry.outcome != .void {
            if entry.outcome != (left > 0 ? .won : .lost) { found.append(.outcome(entry.request)) }
            left -= 1
        }
        return found
    }

    static func bytes(hex: String) -> [UInt8]? {
        let digits = Array(hex.utf8)
        guard digits.count.isMultiple(of: 2) else { return nil }
        var bytes: [UInt8] = []
        for index in stride(from: 0, to: digits.count, by: 2) {
            guard let high = value(digits[index]), let low = value(digits[index + 1]) else { return nil }
            bytes.append(high << 4 | low)
        }
        return bytes
    }

    private static func value(_ digit: UInt8) -> UInt8? {
        switch digit {
        case 0x30...0x39: digit - 0x30
        case 0x61...0x66: digit - 0x57
        default: nil
        }
    }
}
