import CCrypto
import Foundation

/// How a value is sealed. The tag is the first byte of every sealed value, so both can be read whatever the setting says.
public enum SealAlgorithm: String, CaseIterable, Sendable {
    /// AES-256 in GCM (NIST SP 800-38D).
    case aes256GCM = "aes-256-gcm"
    /// SM4 in CTR (GB/T 32907-2016), then HMAC-SM3 over all of it: encrypt-then-MAC.
    case sm4 = "sm4-ctr-hmac-sm3"

    var tag: UInt8 {
        switch self {
        case .aes256GCM: 1
        case .sm4: 2
        }
    }

    init?(tag: UInt8) {
        guard let found = SealAlgorithm.allCases.first(where: { $0.tag == tag }) else { return nil }
        self = found
    }

    var nonceLength: Int {
        switch self {
        case .aes256GCM: 12
        case .sm4: 16
        }
    }

    var proofLength: Int {
        switch self {
        case .aes256GCM: 16
        case .sm4: 32
        }
    }
}

/// Sealed bytes: algorithm tag (1), key id (4, big endian), nonce (12 or 16), ciphertext, proof (16 or 32).
/// Tag and key id are under the proof too.
struct Sealer: Sendable {
    private struct Subkeys: Sendable {
        let aes: [UInt8]
        let sm4: [UInt8]
        let sm3: [UInt8]

        init(_ key: Keys.Key, _ purpose: Keys.Purpose) {
            aes = key.derived("\(purpose.rawValue) aes-256-gcm")
            sm4 = Array(key.derived("\(purpose.rawValue) sm4-ctr").prefix(16))
            sm3 = key.derived("\(purpose.rawValue) hmac-sm3")
        }
    }

    static let headLength = 5

    private let algorithm: SealAlgorithm
    private let current: UInt32
    private let subkeys: [UInt32: Subkeys]
    private let purpose: Keys.Purpose

    init(_ keys: Keys, _ purpose: Keys.Purpose, _ algorithm: SealAlgorithm) {
        self.algorithm = algorithm
        self.purpose = purpose
        current = keys.current(purpose).id
        subkeys = Dictionary(keys.all(purpose).map { ($0.id, Subkeys($0, purpose)) }, uniquingKeysWith: { first, _ in first })
    }

    func seal(_ plain: [UInt8], place: [String]) throws -> [UInt8] {
        guard let keys = subkeys[current] else { throw CryptoError.unknownKey(current) }
        let head = [algorithm.tag] + bigEndian(current)
        let nonce = try randomBytes(algorithm.nonceLength)
        let bound = context(head, place)
        switch algorithm {
        case .aes256GCM:
            let (text, proof) = try Cipher.gcmSeal(key: keys.aes, nonce: nonce, bound: bound, plain)
            return head + nonce + text + proof
        case .sm4:
            let text = try Cipher.sm4CTR(key: keys.sm4, counter: nonce, plain)
            return head + nonce + text + proof(keys, bound, nonce, text)
        }
    }

    func open(_ sealed: [UInt8], place: [String]) throws -> [UInt8] {
        guard let tag = sealed.first, let algorithm = SealAlgorithm(tag: tag),
            sealed.count >= Sealer.headLength + algorithm.nonceLength + algorithm.proofLength
        else { throw CryptoError.malformed }
        let id = try Sealer.keyID(of: sealed)
        guard let keys = subkeys[id] else { throw CryptoError.unknownKey(id) }
        let nonce = Array(sealed.dropFirst(Sealer.headLength).prefix(algorithm.nonceLength))
        let text = Array(sealed.dropFirst(Sealer.headLength + algorithm.nonceLength).dropLast(algorithm.proofLength))
        let given = Array(sealed.suffix(algorithm.proofLength))
        let bound = context(Array(sealed.prefix(Sealer.headLength)), place)
        switch algorithm {
        case .aes256GCM:
            return try Cipher.gcmOpen(key: keys.aes, nonce: nonce, bound: bound, text, proof: given)
        case .sm4:
            guard Digest.constantTimeEqual(given, proof(keys, bound, nonce, text)) else { throw CryptoError.tampered }
            return try Cipher.sm4CTR(key: keys.sm4, counter: nonce, text)
        }
    }

    static func keyID(of sealed: [UInt8]) throws -> UInt32 {
        guard sealed.count >= headLength, let tag = sealed.first, SealAlgorithm(tag: tag) != nil else { throw CryptoError.malformed }
        return sealed.dropFirst().prefix(4).reduce(0) { $0 << 8 | UInt32($1) }
    }

    /// What the value is bound to. Each part stands behind its length: ("ab", "c") is another place than ("a", "bc").
    private func context(_ head: [UInt8], _ place: [String]) -> [UInt8] {
        place.reduce(into: head + lengthFirst(Array(purpose.rawValue.utf8))) { $0 += lengthFirst(Array($1.utf8)) }
    }

    private func proof(_ keys: Subkeys, _ bound: [UInt8], _ nonce: [UInt8], _ text: [UInt8]) -> [UInt8] {
        Digest.hmacSM3(key: keys.sm3, lengthFirst(bound) + lengthFirst(nonce) + lengthFirst(text))
    }
}

func lengthFirst(_ bytes: [UInt8]) -> [UInt8] { bigEndian(UInt64(bytes.count)) + bytes }

func bigEndian<Number: FixedWidthInteger>(_ number: Number) -> [UInt8] {
    withUnsafeBytes(of: number.bigEndian) { Array($0) }
}

/// The bare ciphers, as the standards' test vectors give them.
enum Cipher {
    /// The longest text in one call. libcrypto counts in 32 bits; files and fields stay far below.
    static let longest = 64 << 20

    static func gcmSeal(key: [UInt8], nonce: [UInt8], bound: [UInt8], _ plain: [UInt8]) throws -> (text: [UInt8], proof: [UInt8]) {
        try context(plain.count + bound.count) { context in
            guard key.count == 32, nonce.count == 12 else { throw CryptoError.malformed }
            var length: Int32 = 0
            var text = [UInt8](repeating: 0, count: plain.count)
            var proof = [UInt8](repeating: 0, count: 16)
            guard EVP_EncryptInit_ex2(context, Algorithms.aes256GCM, key, nonce, nil) == 1,
                EVP_EncryptUpdate(context, nil, &length, bound, Int32(bound.count)) == 1
            else { throw CryptoError.library("AES-256-GCM") }
            if !plain.isEmpty {
                guard EVP_EncryptUpdate(context, &text, &length, plain, Int32(plain.count)) == 1, Int(length) == plain.count
                else { throw CryptoError.library("AES-256-GCM") }
            }
            var rest = [UInt8](repeating: 0, count: 16)
            guard EVP_EncryptFinal_ex(context, &rest, &length) == 1, length == 0,
                EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_GET_TAG, 16, &proof) == 1
            else { throw CryptoError.library("AES-256-GCM") }
            return (text, proof)
        }
    }

    static func gcmOpen(key: [UInt8], nonce: [UInt8], bound: [UInt8], _ text: [UInt8], proof: [UInt8]) throws -> [UInt8] {
        try context(text.count + bound.count) { context in
            guard key.count == 32, nonce.count == 12, proof.count == 16 else { throw CryptoError.malformed }
            var length: Int32 = 0
            var plain = [UInt8](repeating: 0, count: text.count)
            guard EVP_DecryptInit_ex2(context, Algorithms.aes256GCM, key, nonce, nil) == 1,
                EVP_DecryptUpdate(context, nil, &length, bound, Int32(bound.count)) == 1
            else { throw CryptoError.library("AES-256-GCM") }
            if !text.isEmpty {
                guard EVP_DecryptUpdate(context, &plain, &length, text, Int32(text.count)) == 1, Int(length) == text.count
                else { throw CryptoError.library("AES-256-GCM") }
            }
            var expected = proof
            guard EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_SET_TAG, 16, &expected) == 1 else { throw CryptoError.library("AES-256-GCM") }
            // nothing of the text leaves before its proof holds
            var rest = [UInt8](repeating: 0, count: 16)
            guard EVP_DecryptFinal_ex(context, &rest, &length) == 1 else { throw CryptoError.tampered }
            return plain
        }
    }

    /// Counter mode is its own inverse.
    static func sm4CTR(key: [UInt8], counter: [UInt8], _ input: [UInt8]) throws -> [UInt8] {
        try context(input.count) { context in
            guard key.count == 16, counter.count == 16 else { throw CryptoError.malformed }
            var length: Int32 = 0
            var output = [UInt8](repeating: 0, count: input.count)
            guard EVP_EncryptInit_ex2(context, Algorithms.sm4CTR, key, counter, nil) == 1 else { throw CryptoError.library("SM4-CTR") }
            if !input.isEmpty {
                guard EVP_EncryptUpdate(context, &output, &length, input, Int32(input.count)) == 1, Int(length) == input.count
                else { throw CryptoError.library("SM4-CTR") }
            }
            return output
        }
    }

    private static func context<Result>(_ length: Int, _ work: (OpaquePointer) throws -> Result) throws -> Result {
        guard length <= longest else { throw CryptoError.tooLong }
        guard let context = EVP_CIPHER_CTX_new() else { throw CryptoError.library("EVP_CIPHER_CTX_new") }
        defer { EVP_CIPHER_CTX_free(context) }
        return try work(context)
    }
}
