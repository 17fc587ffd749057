import CCrypto
import Foundation

/// What can go wrong with a value under a key. None of the cases says anything about the secret.
public enum CryptoError: Error, Equatable, Sendable {
    /// The library refused a call that always works: out of memory, or an algorithm that this build of it lacks.
    case library(String)
    /// The value does not have the shape of a sealed value.
    case malformed
    /// The value was changed, or belongs to another place (table, column, row, file).
    case tampered
    /// No key of this id is in the key file.
    case unknownKey(UInt32)
    /// The value is longer than its kind may be.
    case tooLong
}

/// Hashes and keyed hashes: SHA-256 (FIPS 180-4), SM3 (GB/T 32905-2016), HMAC (RFC 2104) over both and over SHA-1.
public enum Digest {
    /// SHA-256: 32 bytes.
    public static func sha256(_ bytes: [UInt8]) -> [UInt8] {
        hash(bytes, Algorithms.sha256)
    }

    /// SHA-256 as 64 lower-case hexadecimal digits.
    public static func sha256Hex(_ bytes: [UInt8]) -> String {
        hex(sha256(bytes))
    }

    /// SHA-256 of a text's UTF-8 as 64 lower-case hexadecimal digits.
    public static func sha256Hex(_ text: String) -> String {
        hex(sha256(Array(text.utf8)))
    }

    /// SM3: 32 bytes.
    public static func sm3(_ bytes: [UInt8]) -> [UInt8] {
        hash(bytes, Algorithms.sm3)
    }

    /// HMAC-SHA256: 32 bytes.
    public static func hmacSHA256(key: [UInt8], _ bytes: [UInt8]) -> [UInt8] {
        hmac(key, bytes, Algorithms.sha256)
    }

    /// HMAC-SM3: 32 bytes.
    public static func hmacSM3(key: [UInt8], _ bytes: [UInt8]) -> [UInt8] {
        hmac(key, bytes, Algorithms.sm3)
    }

    /// HMAC-SHA1: 20 bytes. For one-time codes only (RFC 6238), whose apps know nothing else.
    public static func hmacSHA1(key: [UInt8], _ bytes: [UInt8]) -> [UInt8] {
        hmac(key, bytes, Algorithms.sha1)
    }

    /// Compares without telling by its time where two values differ. The length is no secret.
    public static func constantTimeEqual(_ one: [UInt8], _ other: [UInt8]) -> Bool {
        one.count == other.count && CRYPTO_memcmp(one, other, one.count) == 0
    }

    /// Lower-case hexadecimal digits, two for each byte.
    public static func hex(_ bytes: [UInt8]) -> String {
        let digits = Array("0123456789abcdef".utf8)
        return String(decoding: bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
    }

    /// The bytes of hexadecimal digits in either case; nil for anything else.
    public static func bytes(hex: String) -> [UInt8]? {
        var bytes: [UInt8] = []
        var high: UInt8?
        for character in hex.utf8 {
            let digit: UInt8
            switch character {
            case UInt8(ascii: "0")...UInt8(ascii: "9"): digit = character - UInt8(ascii: "0")
            case UInt8(ascii: "a")...UInt8(ascii: "f"): digit = character - UInt8(ascii: "a") + 10
            case UInt8(ascii: "A")...UInt8(ascii: "F"): digit = character - UInt8(ascii: "A") + 10
            default: return nil
            }
            if let first = high {
                bytes.append(first << 4 | digit)
                high = nil
            } else {
                high = digit
            }
        }
        return high == nil ? bytes : nil
    }

    // A hash that cannot be computed must never pass for one that can. It happens only when the process
    // is out of memory or the library lacks the algorithm, never through a value from outside.
    private static func hash(_ bytes: [UInt8], _ algorithm: OpaquePointer?) -> [UInt8] {
        var digest = [UInt8](repeating: 0, count: Int(EVP_MAX_MD_SIZE))
        var length: UInt32 = 0
        let done = EVP_Digest(bytes, bytes.count, &digest, &length, algorithm, nil)
        precondition(done == 1 && length > 0, "libcrypto cannot hash")
        return Array(digest.prefix(Int(length)))
    }

    private static func hmac(_ key: [UInt8], _ bytes: [UInt8], _ algorithm: OpaquePointer?) -> [UInt8] {
        precondition(key.count <= Int(Int32.max), "a key longer than libcrypto takes")
        var digest = [UInt8](repeating: 0, count: Int(EVP_MAX_MD_SIZE))
        var length: UInt32 = 0
        // an empty key is a key too, but an empty array may have no address
        let address = key.isEmpty ? [0] : key
        let done = HMAC(algorithm, address, Int32(key.count), bytes, bytes.count, &digest, &length)
        precondition(done != nil && length > 0, "libcrypto cannot hash")
        return Array(digest.prefix(Int(length)))
    }
}

/// Algorithms are fetched once: looking one up by name costs more than hashing a short value.
enum Algorithms {
    // never freed and never changed, so that every thread may read them
    nonisolated(unsafe) static let sha1 = EVP_MD_fetch(nil, "SHA1", nil)
    nonisolated(unsafe) static let sha256 = EVP_MD_fetch(nil, "SHA256", nil)
    nonisolated(unsafe) static let sm3 = EVP_MD_fetch(nil, "SM3", nil)
    nonisolated(unsafe) static let aes256GCM = EVP_CIPHER_fetch(nil, "AES-256-GCM", nil)
    nonisolated(unsafe) static let sm4CTR = EVP_CIPHER_fetch(nil, "SM4-CTR", nil)
}

/// Random bytes fit for keys and tokens, from libcrypto's generator, which the kernel seeds.
public func randomBytes(_ count: Int) throws -> [UInt8] {
    guard count > 0, count <= 1 << 20 else {
        if count == 0 { return [] }
        throw CryptoError.tooLong
    }
    var bytes = [UInt8](repeating: 0, count: count)
    guard RAND_bytes(&bytes, Int32(count)) == 1 else { throw CryptoError.library("RAND_bytes") }
    return bytes
}

/// A random token of 256 bits for sessions and links: 43 characters of base64url without padding.
/// Store its `Digest.sha256Hex` alone.
public func randomToken() throws -> String {
    Data(try randomBytes(32)).base64EncodedString()
        .replacingOccurrences(of: "+", with: "-").replacingOccurrences(of: "/", with: "_").replacingOccurrences(of: "=", with: "")
}
