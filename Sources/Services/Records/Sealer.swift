import Domain
import SQL

/// Puts committed audit records into one gapless order and chains it. One holder at a time: whoever locks the settings row `sealer` until the
/// commit; others find it held and seal nothing. Records come in order of their times, and those of one subject always in order of their
/// numbers, even where a later one bears an earlier time (what fell due is run at its own time).
public struct Sealer: Sendable {
    let house: House

    public init(_ house: House) { self.house = house }

    /// Seals what is there. - Returns: the number of records sealed.
    public func callAsFunction(atMost limit: Int = 5000) async throws -> Int {
        let sealed = try await house.database.write { tx in try Self.seal(tx, house, atMost: limit) }
        return sealed
    }

    private static func seal(_ tx: any Transaction, _ house: House, atMost limit: Int) throws -> Int {
        // The one holder: whoever has this row. Others find it taken and seal nothing.
        try tx.run("INSERT INTO settings (name, value) VALUES ('sealer', '') ON CONFLICT (name) DO NOTHING")
        guard try tx.row("SELECT value FROM settings WHERE name = 'sealer'\(tx.dialect.lockSkippingHeld)") != nil else { return 0 }
        let records = try tx.rows("""
            SELECT kind, subject, number, hash FROM (
                SELECT kind, subject, number, hash, MAX(at) OVER (PARTITION BY kind, subject ORDER BY number) AS turn FROM audit_records WHERE NOT sealed
            ) open ORDER BY turn, kind, subject, number LIMIT \(limit)
            """)
        guard !records.isEmpty else { return 0 }
        var last: (number: Int, hash: String) = (0, AuditRecord.noPrevious)
        if let newest = try tx.row("SELECT number, hash FROM audit_seals ORDER BY number DESC LIMIT 1") { last = (try newest("number"), try newest("hash")) }
        var statements: [SQL] = []
        for record in records {
            let seal = AuditSeal(number: last.number + 1, kind: try record("kind"), subject: try record("subject"), recordNumber: try record("number"),
                recordHash: try record("hash"), previous: last.hash)
            let hash = house.secrets.sha256(seal.canonical)
            statements.append("""
                INSERT INTO audit_seals (number, kind, subject, record_number, record_hash, previous, hash)
                VALUES (\(seal.number), \(seal.kind), \(seal.subject), \(seal.recordNumber), \(seal.recordHash), \(seal.previous), \(hash))
                """)
            statements.append("UPDATE audit_records SET sealed = \(true) WHERE kind = \(seal.kind) AND subject = \(seal.subject) AND number = \(seal.recordNumber)")
            last = (seal.number, hash)
        }
        let signed = try house.secrets.sign(AuditTrail.Head.message(number: last.number, hash: last.hash))
        statements.append("""
            INSERT INTO audit_heads (number, hash, signature, public_key, real_at) VALUES (\(last.number), \(last.hash), \(signed.signature), \(signed.publicKey), \(house.realTime()))
            """)
        statements.append("DELETE FROM audit_heads WHERE number < \(last.number)")
        try tx.batch(statements)
        return records.count
    }
}

/// Reads the trail for checking and for export.
public enum AuditStore {
    static func record(_ row: Row) throws -> AuditRecord {
        AuditRecord(
            kind: try row("kind"), subject: try row("subject"), number: try row("number"), previous: try row("previous"), actor: try row("actor"),
            post: try row("post"), at: try row("at"), verb: try row("verb"), from: try row("state_from"), to: try row("state_to"), reason: try row("reason"),
            reasonDigest: try row("reason_digest"), clause: try row("clause"), detail: try Stored.read(try row("detail")))
    }

    static let columns: SQL = "kind, subject, number, previous, hash, actor, post, at, verb, state_from, state_to, reason, reason_digest, clause, detail"

    /// Checks the whole trail in one consistent picture, without keeping it in memory, and holds states, snapshots and reasons against it.
    /// - Parameter exported: a signed head that was exported earlier; without one, cutting off the end cannot be seen.
    public static func verify(_ database: any Database, secrets: any Secrets, exported: AuditTrail.Head?) async throws -> AuditVerifier.Report {
        try await database.read { tx in
            var verifier = AuditVerifier(hash: secrets.sha256)
            try tx.each("SELECT \(columns) FROM audit_records ORDER BY kind, subject, number") { row in verifier.take(try record(row), hash: try row("hash")) }
            try tx.each("SELECT number, kind, subject, record_number, record_hash, previous, hash FROM audit_seals ORDER BY number") { row in
                let seal = AuditSeal(number: try row("number"), kind: try row("kind"), subject: try row("subject"), recordNumber: try row("record_number"),
                    recordHash: try row("record_hash"), previous: try row("previous"))
                verifier.take(seal, hash: try row("hash"))
            }
            let head = try head(tx)
            let report = verifier.finish(heads: [head, exported].compactMap { $0 }, verify: { secrets.isGood($0) })
            return report.adding(try AuditAnchors.findings(tx, secrets))
        }
    }

    /// The newest signed head, to be kept apart: with it a cut-off end can be seen later.
    public static func head(_ database: any Database) async throws -> AuditTrail.Head? { try await database.read { tx in try head(tx) } }

    static func head(_ tx: any Transaction) throws -> AuditTrail.Head? {
        try tx.row("SELECT number, hash, signature, public_key FROM audit_heads ORDER BY number DESC LIMIT 1").map {
            AuditTrail.Head(number: try $0("number"), hash: try $0("hash"), signature: try $0("signature"), publicKey: try $0("public_key"))
        }
    }

    /// The whole trail, for an export that anyone can check.
    public static func export(_ database: any Database) async throws -> AuditTrail {
        try await database.read { tx in
            let entries = try tx.rows("SELECT \(columns) FROM audit_records ORDER BY kind, subject, number").map { AuditTrail.Entry(record: try record($0), hash: try $0("hash")) }
            let seals = try tx.rows("SELECT number, kind, subject, record_number, record_hash, previous, hash FROM audit_seals ORDER BY number").map {
                AuditTrail.SealEntry(seal: AuditSeal(number: try $0("number"), kind: try $0("kind"), subject: try $0("subject"), recordNumber: try $0("record_number"),
                    recordHash: try $0("record_hash"), previous: try $0("previous")), hash: try $0("hash"))
            }
            return AuditTrail(entries: entries, seals: seals, head: try head(tx))
        }
    }
}

extension AuditTrail {
    /// Checks an exported trail; needs no key of the house.
    /// - Parameters:
    ///   - hash: hex SHA-256.
    ///   - signature: whether a head's signature belongs to its public key.
    public func verify(hash: @escaping ([UInt8]) -> String, signature: (Head) -> Bool, exported: Head? = nil) -> AuditVerifier.Report {
        var verifier = AuditVerifier(hash: hash)
        for entry in entries { verifier.take(entry.record, hash: entry.hash) }
        for entry in seals { verifier.take(entry.seal, hash: entry.hash) }
        return verifier.finish(heads: [head, exported].compactMap { $0 }, verify: signature)
    }
}

extension Secrets {
    func isGood(_ head: AuditTrail.Head) -> Bool {
        verify(signature: head.signature, publicKey: head.publicKey, message: AuditTrail.Head.message(number: head.number, hash: head.hash))
    }
}
