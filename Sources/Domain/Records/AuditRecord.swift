/// One entry of the audit trail. It holds ids and digests, never personal values or free text.
///
/// Records chain per subject: each holds the hash of the one before it. A sealer later puts all records into one gapless order and chains
/// that order too (`AuditSeal`). Both chains can be checked by anyone who has an export.
public struct AuditRecord: Sendable, Hashable, Codable {
    /// What kind of thing changed: `case`, `account`, `round`, `plaque`…
    public let kind: String
    /// Its id.
    public let subject: String
    /// 1, 2, 3… within the subject.
    public let number: Int
    /// Hex SHA-256 of the subject's record before this one; 64 zeros for the first.
    public let previous: String
    /// The account that acted, `system`, or `visitor`.
    public let actor: String
    /// The office and place for which it acted, `hrss/signer`; empty if for none.
    public let post: String
    /// Programme time.
    public let at: Instant
    /// What was done, in snake_case: `application_handed_in`.
    public let verb: String
    public let from: String
    public let to: String
    /// The row that holds the reason's text.
    public let reason: String
    /// Salted SHA-256 of that text, so that a changed text is found and a deleted one tells nothing.
    public let reasonDigest: String
    public let clause: String
    /// Ids and codes that belong to the change, by name.
    public let detail: [String: String]

    public init(
        kind: String, subject: String, number: Int, previous: String, actor: String, post: String, at: Instant, verb: String, from: String, to: String,
        reason: String, reasonDigest: String, clause: String, detail: [String: String]
    ) {
        self.kind = kind
        self.subject = subject
        self.number = number
        self.previous = previous
        self.actor = actor
        self.post = post
        self.at = at
        self.verb = verb
        self.from = from
        self.to = to
        self.reason = reason
        self.reasonDigest = reasonDigest
        self.clause = clause
        self.detail = detail
    }

    public static let noPrevious = String(repeating: "0", count: 64)

    /// The bytes that are hashed: every field in a fixed order, each preceded by its length, so that no two records share an encoding.
    public var canonical: [UInt8] {
        var bytes = Array("yizhan-audit-1".utf8)
        func add(_ text: String) {
            bytes += Array("\n\(text.utf8.count):".utf8)
            bytes += Array(text.utf8)
        }
        for text in [kind, subject, String(number), previous, actor, post, String(at.milliseconds), verb, from, to, reason, reasonDigest, clause] { add(text) }
        add(String(detail.count))
        for (name, value) in detail.sorted(by: { $0.key < $1.key }) {
            add(name)
            add(value)
        }
        return bytes
    }
}

/// A place in the one order of all records.
public struct AuditSeal: Sendable, Hashable, Codable {
    /// 1, 2, 3… without gaps.
    public let number: Int
    public let kind: String
    public let subject: String
    public let recordNumber: Int
    /// Hex SHA-256 of the record.
    public let recordHash: String
    /// Hex SHA-256 of the seal before; 64 zeros for the first.
    public let previous: String

    public init(number: Int, kind: String, subject: String, recordNumber: Int, recordHash: String, previous: String) {
        self.number = number
        self.kind = kind
        self.subject = subject
        self.recordNumber = recordNumber
        self.recordHash = recordHash
        self.previous = previous
    }

    public var canonical: [UInt8] {
        var bytes = Array("yizhan-seal-1".utf8)
        for text in [String(number), kind, subject, String(recordNumber), recordHash, previous] {
            bytes += Array("\n\(text.utf8.count):".utf8)
            bytes += Array(text.utf8)
        }
        return bytes
    }
}
