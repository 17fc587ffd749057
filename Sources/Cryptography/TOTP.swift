import Foundation

/// One-time codes of an authenticator app (RFC 6238): HMAC-SHA1, 30 seconds, 6 digits.
public enum TOTP {
    /// Seconds that one code lasts.
    public static let period: Int64 = 30

    /// A fresh secret of 160 bits, as RFC 4226 advises.
    public static func secret() throws -> [UInt8] { try randomBytes(20) }

    /// The code of one step (seconds since 1970, divided by 30).
    public static func code(secret: [UInt8], step: Int64) -> String {
        let digits = String(truncated(secret, step) % 1_000_000)
        return String(repeating: "0", count: 6 - digits.count) + digits
    }

    /// Checks a code at a moment, one step early or late allowed.
    ///
    /// Gives the step that it belongs to; store it, and pass it as `after` the next time: no code is taken twice.
    /// - Parameters:
    ///   - seconds: real time in seconds since 1970
    ///   - after: the last step taken, if any
    public static func verify(_ code: String, secret: [UInt8], at seconds: Int64, after: Int64? = nil) -> Int64? {
        guard !secret.isEmpty, seconds >= 0 else { return nil }
        let given = Array(code.utf8.filter { $0 != UInt8(ascii: " ") })
        let now = seconds / period
        var found: Int64?
        for step in max(0, now - 1)...(now + 1) where step > after ?? -1 {
            // all are compared, so that the time does not tell which step matched
            let match = Digest.constantTimeEqual(given, Array(self.code(secret: secret, step: step).utf8))
            if match, found == nil { found = step }
        }
        return found
    }

    /// What the QR code of an authenticator app holds.
    public static func uri(secret: [UInt8], account: String, issuer: String) -> String {
        let account = escaped(account)
        let issuer = escaped(issuer)
        return "otpauth://totp/\(issuer):\(account)?secret=\(base32(secret))&issuer=\(issuer)&algorithm=SHA1&digits=6&period=30"
    }

    /// Base32 (RFC 4648) without padding, as the apps write secrets.
    public static func base32(_ bytes: [UInt8]) -> String {
        let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".utf8)
        var letters: [UInt8] = []
        var buffer: UInt32 = 0
        var bits: UInt32 = 0
        for byte in bytes {
            buffer = (buffer & 0xFF) << 8 | UInt32(byte)
            bits += 8
            while bits >= 5 {
                bits -= 5
                letters.append(alphabet[Int(buffer >> bits & 31)])
            }
        }
        if bits > 0 { letters.append(alphabet[Int(buffer << (5 - bits) & 31)]) }
        return String(decoding: letters, as: UTF8.self)
    }

    /// The bytes of a base32 text; spaces, hyphens, padding and case do not matter. Nil for anything else.
    public static func bytes(base32 text: String) -> [UInt8]? {
        var bytes: [UInt8] = []
        var buffer: UInt32 = 0
        var bits: UInt32 = 0
        for character in text.utf8 {
            let value: UInt32
            switch character {
            case UInt8(ascii: "A")...UInt8(ascii: "Z"): value = UInt32(character - UInt8(ascii: "A"))
            case UInt8(ascii: "a")...UInt8(ascii: "z"): value = UInt32(character - UInt8(ascii: "a"))
            case UInt8(ascii: "2")...UInt8(ascii: "7"): value = UInt32(character - UInt8(ascii: "2")) + 26
            case UInt8(ascii: " "), UInt8(ascii: "-"), UInt8(ascii: "="): continue
            default: return nil
            }
            buffer = (buffer & 0xFF) << 5 | value
            bits += 5
            if bits >= 8 {
                bits -= 8
                bytes.append(UInt8(buffer >> bits & 0xFF))
            }
        }
        return bytes
    }

    /// RFC 4226, 5.3: four bytes of the HMAC, from where its last half byte points, without the sign bit.
    static func truncated(_ secret: [UInt8], _ step: Int64) -> UInt32 {
        let hash = Digest.hmacSHA1(key: secret, bigEndian(step))
        let offset = Int(hash[19] & 15)
        return hash[offset..<offset + 4].reduce(0) { $0 << 8 | UInt32($1) } & 0x7FFF_FFFF
    }

    private static func escaped(_ text: String) -> String {
        var unreserved = CharacterSet(charactersIn: "-._~")
        unreserved.insert(charactersIn: "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789")
        return text.addingPercentEncoding(withAllowedCharacters: unreserved) ?? ""
    }
}
