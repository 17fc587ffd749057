import Domain
import SQL

/// Holds rows against the trail: what a record says of a state, a text or a snapshot has to stand in the row too.
enum AuditAnchors {
    static func findings(_ tx: any Transaction, _ secrets: any Secrets) throws -> [AuditVerifier.Finding] {
        try cases(tx) + plaques(tx) + notices(tx, secrets) + stays(tx) + pursuits(tx) + placements(tx) + jobs(tx) + fairs(tx) + seats(tx) + stories(tx) + reasons(tx, secrets)
    }

    /// The newest record of each subject that names a state.
    private static let newest: SQL = """
        r.number = (SELECT MAX(x.number) FROM audit_records x WHERE x.kind = r.kind AND x.subject = r.subject AND x.state_to <> '')
        """

    private static func cases(_ tx: any Transaction) throws -> [AuditVerifier.Finding] {
        var found: [AuditVerifier.Finding] = []
        try tx.each("""
            SELECT c.id AS id, c.state AS state, c.step AS step, r.state_to AS state_to FROM cases c
            LEFT JOIN audit_records r ON r.kind = 'case' AND r.subject = c.id AND \(newest) ORDER BY c.id
            """) { row in
            let state: CaseState = try row("state"), step: String = try row("step"), said: String? = try row("state_to")
            let isRunning = state == .open || state == .correction
            if said != (isRunning ? "\(state.rawValue)/\(step)" : state.rawValue) { found.append(.differs(kind: "case", subject: try row("id"))) }
        }
        return found
    }

    private static func plaques(_ tx: any Transaction) throws -> [AuditVerifier.Finding] {
        var found: [AuditVerifier.Finding] = []
        try tx.each("""
            SELECT p.number AS id, p.state AS state, r.state_to AS state_to FROM plaques p
            LEFT JOIN audit_records r ON r.kind = 'plaque' AND r.subject = p.number AND \(newest) ORDER BY p.number
            """) { row in
            let state: String = try row("state"), said: String? = try row("state_to")
            if said != state { found.append(.differs(kind: "plaque", subject: try row("id"))) }
        }
        return found
    }

    /// Public notices: their state, and the snapshot that was frozen when they were prepared.
    private static func notices(_ tx: any Transaction, _ secrets: any Secrets) throws -> [AuditVerifier.Finding] {
        var found: [AuditVerifier.Finding] = []
        try tx.each("""
            SELECT n.id AS id, n.state AS state, n.snapshot AS snapshot, r.state_to AS state_to, p.detail AS detail FROM notices n
            LEFT JOIN audit_records r ON r.kind = 'notice' AND r.subject = n.id AND \(newest)
            LEFT JOIN audit_records p ON p.kind = 'notice' AND p.subject = n.id AND p.verb = 'notice_prepared'
            WHERE n.kind = 'public_notice' ORDER BY n.id
            """) { row in
            let state: String = try row("state"), said: String? = try row("state_to"), snapshot: String = try row("snapshot"), detail: String? = try row("detail")
            let frozen = try detail.map { try Stored.read($0, as: [String: String].self) }?["snapshot"]
            if said != state || frozen != secrets.sha256(Array(snapshot.utf8)) { found.append(.differs(kind: "notice", subject: try row("id"))) }
        }
        return found
    }

    private static func stays(_ tx: any Transaction) throws -> [AuditVerifier.Finding] {
        var found: [AuditVerifier.Finding] = []
        try tx.each("""
            SELECT t.id AS id, t.state AS state, r.state_to AS state_to FROM stays t
            LEFT JOIN audit_records r ON r.kind = 'stay' AND r.subject = t.id AND \(newest) ORDER BY t.id
            """) { row in
            let state: String = try row("state"), said: String? = try row("state_to")
            if said != state { found.append(.differs(kind: "stay", subject: try row("id"))) }
        }
        return found
    }

    private static func pursuits(_ tx: any Transaction) throws -> [AuditVerifier.Finding] {
        var found: [AuditVerifier.Finding] = []
        try tx.each("SELECT p.id AS id, p.state AS state, r.state_to AS state_to FROM pursuits p LEFT JOIN audit_records r ON r.kind = 'pursuit' AND r.subject = p.id AND \(newest) ORDER BY p.id") { row in
            let state: String = try row("state"), said: String? = try row("state_to")
            if said != state { found.append(.differs(kind: "pursuit", subject: try row("id"))) }
        }
        return found
    }

    private static func placements(_ tx: any Transaction) throws -> [AuditVerifier.Finding] {
        var found: [AuditVerifier.Finding] = []
        try tx.each("SELECT p.id AS id, p.state AS state, r.state_to AS state_to FROM placements p LEFT JOIN audit_records r ON r.kind = 'placement' AND r.subject = p.id AND \(newest) ORDER BY p.id") { row in
            let state: String = try row("state"), said: String? = try row("state_to")
            if said != state { found.append(.differs(kind: "placement", subject: try row("id"))) }
        }
        return found
    }

    /// Jobs that were written here. Imported ones have records of their batches, and none of their own.
    private static func jobs(_ tx: any Transaction) throws -> [AuditVerifier.Finding] {
        var found: [AuditVerifier.Finding] = []
        try tx.each("""
            SELECT j.id AS id, j.state AS state, r.state_to AS state_to FROM jobs j LEFT JOIN audit_records r ON r.kind = 'job' AND r.subject = j.id AND \(newest)
            WHERE j.import_id IS NULL ORDER BY j.id
            """) { row in
            let state: String = try row("state"), said: String? = try row("state_to")
            if said != state { found.append(.differs(kind: "job", subject: try row("id"))) }
        }
        return found
    }

    /// Registrations to events.
    private static func seats(_ tx: any Transaction) throws -> [AuditVerifier.Finding] {
        var found: [AuditVerifier.Finding] = []
        try tx.each("SELECT s.id AS id, s.state AS state, r.state_to AS state_to FROM event_registrations s LEFT JOIN audit_records r ON r.kind = 'seat' AND r.subject = s.id AND \(newest) ORDER BY s.id") { row in
            let state: String = try row("state"), said: String? = try row("state_to")
            if said != state { found.append(.differs(kind: "seat", subject: try row("id"))) }
        }
        return found
    }

    private static func fairs(_ tx: any Transaction) throws -> [AuditVerifier.Finding] {
        var found: [AuditVerifier.Finding] = []
        try tx.each("SELECT f.id AS id, f.state AS state, r.state_to AS state_to FROM fairs f LEFT JOIN audit_records r ON r.kind = 'fair' AND r.subject = f.id AND \(newest) ORDER BY f.id") { row in
            let state: String = try row("state"), said: String? = try row("state_to")
            if said != state { found.append(.differs(kind: "fair", subject: try row("id"))) }
        }
        return found
    }

    private static func stories(_ tx: any Transaction) throws -> [AuditVerifier.Finding] {
        var found: [AuditVerifier.Finding] = []
        try tx.each("SELECT t.id AS id, t.state AS state, r.state_to AS state_to FROM stories t LEFT JOIN audit_records r ON r.kind = 'story' AND r.subject = t.id AND \(newest) ORDER BY t.id") { row in
            let state: String = try row("state"), said: String? = try row("state_to")
            if said != state { found.append(.differs(kind: "story", subject: try row("id"))) }
        }
        return found
    }

    /// Texts of reasons against the salted digests in the trail. A text that was deleted with its salt tells nothing, and is no finding.
    private static func reasons(_ tx: any Transaction, _ secrets: any Secrets) throws -> [AuditVerifier.Finding] {
        var found: [AuditVerifier.Finding] = []
        try tx.each("""
            SELECT x.id AS id, x.body AS body, x.salt AS salt, r.reason_digest AS digest FROM reasons x JOIN audit_records r ON r.reason = x.id ORDER BY x.id
            """) { row in
            let id: String = try row("id"), salt: [UInt8] = try row("salt"), digest: String = try row("digest")
            let text = try? secrets.open(try row("body"), table: "reasons", column: "body", row: id)
            if text.map({ secrets.sha256(salt + $0) }) != digest { found.append(.differs(kind: "reason", subject: id)) }
        }
        return found
    }
}
