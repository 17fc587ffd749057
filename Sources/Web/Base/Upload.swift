import Domain

/// A file that was sent with a form: `let plan: Upload?` in an input struct. Whatever it says about itself is not to be believed.
/// In JSON: `{"name": …, "type": …, "content": base64}`.
public struct Upload: Sendable, Hashable, Codable {
    /// As the browser gave it, without folders.
    public let name: String
    /// As the browser gave it; the magic bytes decide.
    public let type: String
    public let bytes: [UInt8]

    public init(name: String, type: String, bytes: [UInt8]) {
        self.name = name
        self.type = type
        self.bytes = bytes
    }

    private enum Key: String, CodingKey { case name, type, content }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: Key.self)
        name = try container.decode(String.self, forKey: .name)
        type = try container.decode(String.self, forKey: .type)
        guard let bytes = Base64.decode(try container.decode(String.self, forKey: .content)) else {
            throw DecodingError.dataCorruptedError(forKey: .content, in: container, debugDescription: "not base64")
        }
        self.bytes = bytes
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Key.self)
        try container.encode(name, forKey: .name)
        try container.encode(type, forKey: .type)
        try container.encode(Base64.encode(bytes), forKey: .content)
    }
}

/// Base64 of RFC 4648, standard alphabet with padding or URL-safe without.
enum Base64 {
    private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789".utf8)

    static func encode(_ bytes: [UInt8]) -> String { encode(bytes, last: Array("+/".utf8), pad: true) }
    static func encodeForURL(_ bytes: [UInt8]) -> String { encode(bytes, last: Array("-_".utf8), pad: false) }

    private static func encode(_ bytes: [UInt8], last: [UInt8], pad: Bool) -> String {
        let alphabet = alphabet + last
        var text: [UInt8] = []
        text.reserveCapacity((bytes.count + 2) / 3 * 4)
        var held: UInt32 = 0
        var bits = 0
        for byte in bytes {
            held = (held << 8 | UInt32(byte)) & 0xFFFF
            bits += 8
            while bits >= 6 {
                bits -= 6
                text.append(alphabet[Int(held >> UInt32(bits) & 63)])
            }
        }
        if bits > 0 { text.append(alphabet[Int(held << UInt32(6 - bits) & 63)]) }
        if pad { while text.count % 4 != 0 { text.append(UInt8(ascii: "=")) } }
        return String(decoding: text, as: UTF8.self)
    }

    /// Either alphabet, padding optional. - Returns: nil for any other character and for an impossible length.
    static func decode(_ text: String) -> [UInt8]? {
        var source = Array(text.utf8)
        while source.last == UInt8(ascii: "=") { source.removeLast() }
        guard source.count % 4 != 1 else { return nil }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(source.count * 3 / 4)
        var held: UInt32 = 0
        var bits = 0
        for character in source {
            let value: UInt32
            switch character {
            case 0x41...0x5A: value = UInt32(character) - 0x41
            case 0x61...0x7A: value = UInt32(character) - 0x61 + 26
            case 0x30...0x39: value = UInt32(character) - 0x30 + 52
            case 0x2B, 0x2D: value = 62
            case 0x2F, 0x5F: value = 63
            default: return nil
            }
            held = (held << 6 | value) & 0xFFFF
            bits += 6
            if bits >= 8 {
                bits -= 8
                bytes.append(UInt8(truncatingIfNeeded: held >> UInt32(bits)))
            }
        }
        return bytes
    }
}
