/// A whole trail as exported: records, the order that seals them, and the signed head.
public struct AuditTrail: Sendable, Codable {
    public struct Entry: Sendable, Codable {
        public let record: AuditRecord
        public let hash: String

        public init(record: AuditRecord, hash: String) {
            self.record = record
            self.hash = hash
        }
    }

    public struct SealEntry: Sendable, Codable {
        public let seal: AuditSeal
        public let hash: String

        public init(seal: AuditSeal, hash: String) {
            self.seal = seal
            self.hash = hash
        }
    }

    /// The sealer's signed word on how far the order goes.
    public struct Head: Sendable, Codable, Hashable {
        public let number: Int
        public let hash: String
        /// Hex Ed25519 over `message`.
        public let signature: String
        public let publicKey: String

        public init(number: Int, hash: String, signature: String, publicKey: String) {
            self.number = number
            self.hash = hash
            self.signature = signature
            self.publicKey = publicKey
        }

        public static func message(number: Int, hash: String) -> [UInt8] { Array("yizhan-head-1\n\(number)\n\(hash)".utf8) }
    }

    public let entries: [Entry]
    public let seals: [SealEntry]
    public let head: Head?

    public init(entries: [Entry], seals: [SealEntry], head: Head?) {
        self.entries = entries
        self.seals = seals
        self.head = head
    }
}

/// Checks both chains. Give it the records ordered by (kind, subject, number) and the seals by number; it keeps one hash per subject.
public struct AuditVerifier {
    public enum Finding: Sendable, Hashable {
        /// A record's content does not have the hash that stands beside it.
        case changed(kind: String, subject: String, number: Int)
        /// A record does not continue the one before it: something was removed or reordered.
        case broken(kind: String, subject: String, number: Int)
        /// A seal's content does not have the hash beside it, or does not continue the one before.
        case seal(number: Int)
        /// A sealed record is not there any more, or has another hash.
        case missing(kind: String, subject: String, number: Int)
        /// The order is shorter than, or different from, what the signed head says.
        case cut(head: Int, found: Int)
        /// The head's signature does not belong to the key.
        case signature
        /// A row does not say what the newest record of its subject says: it was changed beside the program.
        case differs(kind: String, subject: String)
    }

    public struct Report: Sendable {
        public let records: Int
        public let sealed: Int
        public let findings: [Finding]

        public var unsealed: Int { max(records - sealed, 0) }

        public func adding(_ more: [Finding]) -> Report { Report(records: records, sealed: sealed, findings: findings + more) }
    }

    private let hash: ([UInt8]) -> String
    private var hashes: [String: String] = [:]
    private var last: (subject: String, number: Int, hash: String)?
    private var lastSeal: (number: Int, hash: String) = (0, AuditRecord.noPrevious)
    private var sealHashes: [Int: String] = [:]
    private var records = 0
    private var findings: [Finding] = []

    /// - Parameter hash: hex SHA-256.
    public init(hash: @escaping ([UInt8]) -> String) { self.hash = hash }

    public mutating func take(_ record: AuditRecord, hash stored: String) {
        records += 1
        let subject = "\(record.kind)/\(record.subject)"
        let before = last?.subject == subject ? last : nil
        if hash(record.canonical) != stored {
            findings.append(.changed(kind: record.kind, subject: record.subject, number: record.number))
        }
        if record.number != (before?.number ?? 0) + 1 || record.previous != (before?.hash ?? AuditRecord.noPrevious) {
            findings.append(.broken(kind: record.kind, subject: record.subject, number: record.number))
        }
        last = (subject, record.number, stored)
        hashes["\(subject)/\(record.number)"] = stored
    }

    public mutating func take(_ seal: AuditSeal, hash stored: String) {
        if hash(seal.canonical) != stored || seal.number != lastSeal.number + 1 || seal.previous != lastSeal.hash {
            findings.append(.seal(number: seal.number))
        }
        if hashes["\(seal.kind)/\(seal.subject)/\(seal.recordNumber)"] != seal.recordHash {
            findings.append(.missing(kind: seal.kind, subject: seal.subject, number: seal.recordNumber))
        }
        lastSeal = (seal.number, stored)
        sealHashes[seal.number] = stored
    }

    /// - Parameters:
    ///   - heads: the stored head, and one exported earlier if there is one: without an earlier one, cutting off the end cannot be seen.
    ///   - verify: whether a head's signature is good.
    public mutating func finish(heads: [AuditTrail.Head], verify: (AuditTrail.Head) -> Bool) -> Report {
        for head in heads {
            if !verify(head) { findings.append(.signature) }
            if head.number > 0, sealHashes[head.number] != head.hash { findings.append(.cut(head: head.number, found: lastSeal.number)) }
        }
        // Seals and their head are written together: what lies behind the newest head was not put there by the sealer.
        let newest = heads.map(\.number).max() ?? 0
        if newest < lastSeal.number { findings.append(.cut(head: newest, found: lastSeal.number)) }
        return Report(records: records, sealed: sealHashes.count, findings: findings)
    }
}
