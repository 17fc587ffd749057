import CCrypto
import Foundation

/// Signs the head of the audit trail with Ed25519 (RFC 8032), so that cutting the trail off is found by whoever kept a head.
public struct Signer: Sendable {
    private let seed: [UInt8]

    /// The id of the audit key behind it.
    public let keyID: UInt32
    /// 64 lower-case hexadecimal digits. Not secret: publish it, so that others can check an exported trail.
    public let publicKey: String

    /// Signs with the current audit key.
    public init(keys: Keys) throws {
        try self.init(key: keys.current(.audit))
    }

    /// The public key of each generation, so that older heads can be checked too.
    public static func publicKeys(_ keys: Keys) throws -> [UInt32: String] {
        try Dictionary(keys.all(.audit).map { ($0.id, try Signer(key: $0).publicKey) }, uniquingKeysWith: { first, _ in first })
    }

    private init(key: Keys.Key) throws {
        try self.init(seed: key.derived("audit ed25519"), keyID: key.id)
    }

    init(seed: [UInt8], keyID: UInt32) throws {
        guard seed.count == 32 else { throw CryptoError.malformed }
        self.seed = seed
        self.keyID = keyID
        publicKey = try Signer.withKey(seed) { key in
            var bytes = [UInt8](repeating: 0, count: 32)
            var length = bytes.count
            guard EVP_PKEY_get_raw_public_key(key, &bytes, &length) == 1, length == 32 else { throw CryptoError.library("Ed25519") }
            return Digest.hex(bytes)
        }
    }

    /// The signature of a message: 64 bytes, the same each time.
    public func sign(_ message: [UInt8]) throws -> [UInt8] {
        try Signer.withKey(seed) { key in
            guard let context = EVP_MD_CTX_new() else { throw CryptoError.library("EVP_MD_CTX_new") }
            defer { EVP_MD_CTX_free(context) }
            var signature = [UInt8](repeating: 0, count: 64)
            var length = signature.count
            guard EVP_DigestSignInit(context, nil, nil, nil, key) == 1,
                EVP_DigestSign(context, &signature, &length, message, message.count) == 1, length == 64
            else { throw CryptoError.library("Ed25519") }
            return signature
        }
    }

    /// Whether the signature is this key's over this message. A malformed key or signature is simply not.
    public static func verify(publicKey: String, signature: [UInt8], message: [UInt8]) -> Bool {
        guard signature.count == 64, let bytes = Digest.bytes(hex: publicKey), bytes.count == 32,
            let key = EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, nil, bytes, bytes.count)
        else { return false }
        defer { EVP_PKEY_free(key) }
        guard let context = EVP_MD_CTX_new() else { return false }
        defer { EVP_MD_CTX_free(context) }
        return EVP_DigestVerifyInit(context, nil, nil, nil, key) == 1
            && EVP_DigestVerify(context, signature, signature.count, message, message.count) == 1
    }

    private static func withKey<Result>(_ seed: [UInt8], _ work: (OpaquePointer) throws -> Result) throws -> Result {
        guard let key = EVP_PKEY_new_raw_private_key(EVP_PKEY_ED25519, nil, seed, seed.count) else { throw CryptoError.library("Ed25519") }
        defer { EVP_PKEY_free(key) }
        return try work(key)
    }
}

extension Signer: CustomStringConvertible, CustomReflectable {
    public var description: String { "Signer \(publicKey)" }
    /// Keeps the seed out of dumps and logs.
    public var customMirror: Mirror { Mirror(self, children: ["publicKey": publicKey]) }
}
