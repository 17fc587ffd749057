import CArgon2
import Foundation

/// Passwords as argon2id hashes in the PHC string format: m = 19 456 KiB, t = 2, p = 1 (OWASP).
///
/// Both functions take tens of milliseconds and 19 MiB: call them through `PasswordWorker`.
public enum Passwords {
    static let memory: UInt32 = 19_456
    static let passes: UInt32 = 2
    static let lanes: UInt32 = 1

    /// Bytes of a password's UTF-8 that are taken at most; longer ones are refused, never cut.
    public static let longest = 1024

    /// Throws `CryptoError.tooLong` above `longest`.
    public static func hash(_ password: String) throws -> String {
        guard let bytes = normal(password) else { throw CryptoError.tooLong }
        let salt = try randomBytes(16)
        var text = [CChar](repeating: 0, count: 160)
        let status = argon2id_hash_encoded(passes, memory, lanes, bytes, bytes.count, salt, salt.count, 32, &text, text.count)
        guard status == ARGON2_OK.rawValue else { throw CryptoError.library("argon2id") }
        return String(decoding: text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    /// Whether the password is the one that was hashed. A text that is no argon2id hash matches nothing.
    public static func verify(_ password: String, against hash: String) -> Bool {
        // the bounds keep a hash that somebody planted from taking all the memory
        guard let bytes = normal(password), let cost = cost(of: hash), cost.memory <= 262_144, cost.passes <= 16, cost.lanes <= 4
        else { return false }
        return argon2id_verify(hash, bytes, bytes.count) == ARGON2_OK.rawValue
    }

    /// Whether a hash was made with less effort than today's, and is to be made anew at the next log-in.
    public static func isOutdated(_ hash: String) -> Bool {
        guard let cost = cost(of: hash) else { return true }
        return cost.memory < memory || cost.passes < passes
    }

    /// A hash that no password matches: verified when an account does not exist, so that the time does not tell.
    public static let decoy = "$argon2id$v=19$m=19456,t=2,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"

    /// Whether a password is one of those that everybody tries first: a listed one, one with a year or a few digits
    /// and signs around a listed one, one character again and again, or a run along the keyboard or the digits.
    public static func isCommon(_ password: String) -> Bool {
        guard let bytes = normal(password) else { return false }
        let text = String(decoding: bytes, as: UTF8.self).lowercased()
        if text.isEmpty || CommonPasswords.list.contains(text) || Set(text).count <= 2 { return true }
        if CommonPasswords.runs.contains(where: { $0.contains(text) || String($0.reversed()).contains(text) }) { return true }
        let core = text.drop { $0.isNumber || !$0.isLetter }.reversed().drop { $0.isNumber || !$0.isLetter }.reversed()
        return core.count >= 4 && text.count - core.count <= 5 && CommonPasswords.list.contains(String(core))
    }

    /// NFKC, as NIST SP 800-63B advises: the same keys pressed give the same bytes on every device.
    private static func normal(_ password: String) -> [UInt8]? {
        // looked at before and after: the mapping itself costs time, and may lengthen the text
        guard password.utf8.count <= longest else { return nil }
        let bytes = Array(password.precomposedStringWithCompatibilityMapping.utf8)
        return bytes.count <= longest ? bytes : nil
    }

    private static func cost(of hash: String) -> (memory: UInt32, passes: UInt32, lanes: UInt32)? {
        let parts = hash.split(separator: "$", omittingEmptySubsequences: false)
        guard hash.utf8.count <= 512, parts.count == 6, parts[1] == "argon2id", parts[2] == "v=19" else { return nil }
        let values = parts[3].split(separator: ",").map { $0.split(separator: "=", maxSplits: 1) }
        guard values.count == 3, values.allSatisfy({ $0.count == 2 }), values.map({ $0[0] }) == ["m", "t", "p"],
            let memory = UInt32(values[0][1]), let passes = UInt32(values[1][1]), let lanes = UInt32(values[2][1])
        else { return nil }
        return (memory, passes, lanes)
    }
}
