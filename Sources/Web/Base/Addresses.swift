/// An IP address: 4 or 16 bytes.
struct Address: Hashable, Sendable {
    let bytes: [UInt8]

    /// `192.0.2.1`, `2001:db8::1`, `[2001:db8::1]`, and IPv4 inside IPv6 as IPv4.
    init?(_ text: some StringProtocol) {
        var text = Substring(text)
        if text.hasPrefix("["), text.hasSuffix("]") { text = text.dropFirst().dropLast() }
        if text.contains(":") {
            guard let bytes = Address.six(text) else { return nil }
            let isMapped = bytes.prefix(10).allSatisfy { $0 == 0 } && bytes[10] == 0xFF && bytes[11] == 0xFF
            self.bytes = isMapped ? Array(bytes.suffix(4)) : bytes
        } else {
            guard let bytes = Address.four(text) else { return nil }
            self.bytes = bytes
        }
    }

    private static func four(_ text: Substring) -> [UInt8]? {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 4 else { return nil }
        var bytes: [UInt8] = []
        for part in parts {
            guard (1...3).contains(part.utf8.count), part.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let byte = UInt8(part) else { return nil }
            bytes.append(byte)
        }
        return bytes
    }

    private static func six(_ text: Substring) -> [UInt8]? {
        guard text.utf8.count <= 45 else { return nil }
        var text = text
        var tail: [UInt8] = []
        if text.contains(".") {
            guard let colon = text.lastIndex(of: ":"), let four = four(text[text.index(after: colon)...]) else { return nil }
            tail = four
            text = text[...colon]
            if text.hasSuffix("::") == false { text = text.dropLast() }
        }
        func groups(_ text: Substring) -> [UInt8]? {
            guard !text.isEmpty else { return [] }
            var bytes: [UInt8] = []
            for part in text.split(separator: ":", omittingEmptySubsequences: false) {
                guard (1...4).contains(part.utf8.count), let group = UInt16(part, radix: 16), !part.hasPrefix("+") else { return nil }
                bytes += [UInt8(group >> 8), UInt8(group & 0xFF)]
            }
            return bytes
        }
        guard let gap = text.firstRange(of: "::") else {
            guard let bytes = groups(text), bytes.count + tail.count == 16 else { return nil }
            return bytes + tail
        }
        guard let before = groups(text[..<gap.lowerBound]), let after = groups(text[gap.upperBound...]) else { return nil }
        let missing = 16 - before.count - after.count - tail.count
        guard missing >= 2 else { return nil }
        return before + Array(repeating: 0, count: missing) + after + tail
    }

    /// What limits count by: one IPv4 address, or one IPv6 network of 64 bits, which is what one household has.
    var party: String { bytes.prefix(8).map { String($0, radix: 16) }.joined(separator: ".") }

    var isLoopback: Bool { bytes.count == 4 ? bytes[0] == 127 : bytes.dropLast().allSatisfy { $0 == 0 } && bytes.last == 1 }
}

/// A range of addresses in CIDR notation: `10.0.0.0/8`, `::1/128`, or one address.
public struct AddressRange: Hashable, Sendable {
    private let network: [UInt8]
    private let bits: Int

    public init?(_ text: String) {
        let parts = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        guard let first = parts.first, let address = Address(first) else { return nil }
        let most = address.bytes.count * 8
        guard let bits = parts.count == 2 ? Int(parts[1]) : most, (0...most).contains(bits) else { return nil }
        network = address.bytes
        self.bits = bits
    }

    func contains(_ address: Address) -> Bool {
        guard address.bytes.count == network.count else { return false }
        for (index, (ours, theirs)) in zip(network, address.bytes).enumerated() {
            let counted = min(max(bits - index * 8, 0), 8)
            let mask = UInt8(truncatingIfNeeded: 0xFF00 >> counted)
            guard ours & mask == theirs & mask else { return false }
        }
        return true
    }
}

extension AddressRange {
    /// The client's address: the peer's own, unless the peer is a trusted proxy; then the last one named that is not.
    static func client(peer: String?, forwardedFor: [String], trusted: [AddressRange]) -> String {
        guard let peer, let address = Address(peer) else { return peer ?? "local" }
        func isTrusted(_ address: Address) -> Bool { trusted.contains { $0.contains(address) } }
        guard isTrusted(address) else { return peer }
        let named = forwardedFor.flatMap { $0.split(separator: ",") }.map { String($0.filter { $0 != " " }) }
        var last = peer
        for text in named.reversed() {
            guard let address = Address(text) else { return last }
            last = text
            if !isTrusted(address) { return last }
        }
        return last
    }
}
