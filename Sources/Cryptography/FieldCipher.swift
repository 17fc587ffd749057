import Foundation

/// Personal values in their columns: sealed under the fields' key and bound to table, column and row, so that a value
/// copied into another place is refused there.
public struct FieldCipher: Sendable {
    private let sealer: Sealer
    private let index: [(id: UInt32, key: [UInt8])]
    private let currentIndex: (id: UInt32, key: [UInt8])

    /// The id of the key that new values take.
    public let currentKeyID: UInt32

    /// - Parameter algorithm: what seals new values. Values of both kinds are opened.
    public init(keys: Keys, algorithm: SealAlgorithm = .aes256GCM) {
        sealer = Sealer(keys, .fields, algorithm)
        currentKeyID = keys.current(.fields).id
        index = keys.all(.blindIndex).map { ($0.id, $0.derived("blind index")) }
        let newest = keys.current(.blindIndex)
        currentIndex = (newest.id, newest.derived("blind index"))
    }

    /// Seals a value for one place. Sealing the same value twice gives different bytes.
    public func seal(_ plain: [UInt8], table: String, column: String, row: String) throws -> [UInt8] {
        try sealer.seal(plain, place: [table, column, row])
    }

    /// Opens a value of this place.
    ///
    /// Throws `CryptoError`: tampered (changed, or of another place), unknownKey, malformed.
    public func open(_ sealed: [UInt8], table: String, column: String, row: String) throws -> [UInt8] {
        try sealer.open(sealed, place: [table, column, row])
    }

    /// `seal` for a text's UTF-8.
    public func seal(_ text: String, table: String, column: String, row: String) throws -> [UInt8] {
        try seal(Array(text.utf8), table: table, column: column, row: row)
    }

    /// `open` for a text. Throws `CryptoError.malformed` when the bytes are no UTF-8.
    public func openText(_ sealed: [UInt8], table: String, column: String, row: String) throws -> String {
        guard let text = String(validating: try open(sealed, table: table, column: column, row: row), as: UTF8.self) else {
            throw CryptoError.malformed
        }
        return text
    }

    /// The key that sealed a value, so that rotation finds what the current one has not. Proves nothing about the rest.
    public func keyID(of sealed: [UInt8]) throws -> UInt32 { try Sealer.keyID(of: sealed) }

    /// What equal texts of one column share, and nobody without the key can compute: key id (4 bytes), HMAC-SHA256 (32 bytes).
    /// The caller brings the text into one form first (digits only, upper case…).
    public func blindIndex(_ text: String, table: String, column: String) -> [UInt8] {
        blind(text, table, column, currentIndex)
    }

    /// The blind index under every generation, for look-ups while a rotation is under way (`IN`, newest first).
    public func blindIndexes(_ text: String, table: String, column: String) -> [[UInt8]] {
        index.reversed().map { blind(text, table, column, $0) }
    }

    /// The key of a blind index, so that rotation finds old ones; nil when it is none.
    public func keyID(ofBlindIndex bytes: [UInt8]) -> UInt32? {
        bytes.count == 36 ? bytes.prefix(4).reduce(0) { $0 << 8 | UInt32($1) } : nil
    }

    private func blind(_ text: String, _ table: String, _ column: String, _ key: (id: UInt32, key: [UInt8])) -> [UInt8] {
        bigEndian(key.id)
            + Digest.hmacSHA256(
                key: key.key, lengthFirst(Array(table.utf8)) + lengthFirst(Array(column.utf8)) + lengthFirst(Array(text.utf8)))
    }
}

/// Uploaded files at rest: sealed whole under the files' key and bound to the file's id.
public struct FileCipher: Sendable {
    /// The longest file, in bytes: 10 MB.
    public static let longest = 10 << 20

    private let sealer: Sealer

    /// The id of the key that new files take.
    public let currentKeyID: UInt32

    /// - Parameter algorithm: what seals new files. Files of both kinds are opened.
    public init(keys: Keys, algorithm: SealAlgorithm = .aes256GCM) {
        sealer = Sealer(keys, .files, algorithm)
        currentKeyID = keys.current(.files).id
    }

    /// Throws `CryptoError.tooLong` above `longest`.
    public func seal(_ plain: [UInt8], file id: String) throws -> [UInt8] {
        guard plain.count <= FileCipher.longest else { throw CryptoError.tooLong }
        return try sealer.seal(plain, place: [id])
    }

    /// Throws `CryptoError`: tampered (changed, or another file's bytes), unknownKey, malformed.
    public func open(_ sealed: [UInt8], file id: String) throws -> [UInt8] {
        try sealer.open(sealed, place: [id])
    }

    /// The key that sealed a file.
    public func keyID(of sealed: [UInt8]) throws -> UInt32 { try Sealer.keyID(of: sealed) }
}

// Keeps the keys out of dumps and logs.
extension FieldCipher: CustomReflectable {
    public var customMirror: Mirror { Mirror(self, children: ["currentKeyID": currentKeyID]) }
}

extension FileCipher: CustomReflectable {
    public var customMirror: Mirror { Mirror(self, children: ["currentKeyID": currentKeyID]) }
}
