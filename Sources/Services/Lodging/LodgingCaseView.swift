import Domain
import SQL

/// What a case of lodging is about: the stay, and the proofs to be examined or the appeal to be answered.
public struct LodgingCaseView: Codable, Sendable, Hashable {
    public struct ProofFile: Codable, Sendable, Hashable {
        public let id: ID<Proof>
        public let kind: Proof.Kind
        public let note: String
        public let file: FileView
        public let expires: Day?
        /// Whether the person who looks at the case has looked at the file.
        public let hasLooked: Bool
    }

    public struct Appeal: Codable, Sendable, Hashable {
        public let kind: MissView.Kind
        public let at: Instant
        public let bannedUntil: Day?
        public let text: String
        public let liftedAt: Instant?
    }

    public let stay: ID<Stay>
    public let state: StayState
    public let guest: String
    public let phone: Masked
    public let lodgingName: String
    public let stationName: String
    public let first: Day
    public let end: Day
    /// To be proven before check-in; empty for an appeal.
    public let facts: [Words]
    /// What the guest lets the office use for it.
    public let proofs: [ProofFile]
    public let appeal: Appeal?
}

enum LodgingCaseReader {
    /// - Returns: nil for a case that is not about a stay. Who may read the case has been asked before.
    static func view(_ tx: any Transaction, _ house: House, _ id: ID<Case>, for actor: Actor, today: Day) throws -> LodgingCaseView? {
        guard let row = try tx.row("""
            SELECT t.id AS id, t.state AS state, t.guest AS guest, t.account_id AS account, t.programme_id AS programme, t.first_night AS first_night, t.end_day AS end_day, t.finding AS finding,
                t.proof_case AS proof_case, l.name AS lodging, s.name AS station, m.kind AS kind, m.at AS at, m.ban_until AS ban_until, m.appeal_text AS appeal_text, m.lifted_at AS lifted_at
            FROM stays t JOIN lodgings l ON l.id = t.lodging_id JOIN stations s ON s.id = l.station_id LEFT JOIN stay_misses m ON m.stay_id = t.id AND m.appeal_case = \(id)
            WHERE t.proof_case = \(id) OR m.appeal_case = \(id)
            """) else { return nil }
        let stay: ID<Stay> = try row("id"), guest = try Guest.read(try row("guest"), house.secrets, stay: stay), programme = try house.library.programme(try row("programme"))
        let kept: StayEligibility.Kept = try Stored.read(try row("finding"))
        let proofCase: ID<Case>? = try row("proof_case"), isProof = proofCase == id
        var appeal: LodgingCaseView.Appeal?
        if let sealed: [UInt8] = try row("appeal_text"), let kind = MissView.Kind(rawValue: try row("kind")) {
            appeal = LodgingCaseView.Appeal(
                kind: kind, at: try row("at"), bannedUntil: try row("ban_until"), text: try house.secrets.text(sealed, table: "stay_misses", column: "appeal_text", row: stay.rawValue),
                liftedAt: try row("lifted_at"))
        }
        return LodgingCaseView(
            stay: stay, state: try row("state"), guest: guest.name, phone: Phone.masked(guest.phone), lodgingName: try row("lodging"), stationName: try row("station"), first: try row("first_night"),
            end: try row("end_day"), facts: isProof ? (kept.office ?? []).map { programme.facts.fact($0)?.name ?? Words($0, $0) } : [],
            proofs: try proofs(tx, house, id, stay, try row("account"), programme.id, actor), appeal: appeal)
    }

    private static func proofs(
        _ tx: any Transaction, _ house: House, _ id: ID<Case>, _ stay: ID<Stay>, _ account: ID<Account>?, _ programme: String, _ actor: Actor
    ) throws -> [LodgingCaseView.ProofFile] {
        guard let account, let by = actor.account else { return [] }
        var use: SQL = "(u.purpose = 'stay' AND u.subject = \(stay)) OR (u.purpose = 'case' AND u.subject = \(id))"
        if ProofRules.checks(actor, programme, house.library) { use += " OR (u.purpose = 'check' AND u.subject = \(programme))" }
        return try tx.rows("""
            SELECT p.id AS proof, p.kind AS kind, p.note AS note, p.expires AS expires, f.id AS id, f.name AS name, f.type AS type, f.size AS size,
                (SELECT COUNT(*) FROM proof_looks k WHERE k.proof_id = p.id AND k.by_account = \(by)) AS looks
            FROM proofs p JOIN files f ON f.id = p.file_id WHERE p.account_id = \(account) AND p.removed_at IS NULL
                AND EXISTS (SELECT 1 FROM proof_uses u WHERE u.proof_id = p.id AND u.revoked_at IS NULL AND (\(use)))
            ORDER BY p.created_at DESC, p.id DESC
            """).compactMap { row in
            guard let kind = Proof.Kind(rawValue: try row("kind")) else { return nil }
            let proof: ID<Proof> = try row("proof"), looks: Int = try row("looks")
            return LodgingCaseView.ProofFile(
                id: proof, kind: kind, note: try house.secrets.text(try row("note"), table: "proofs", column: "note", row: proof.rawValue), file: try ApplicationStore.file(row, house),
                expires: try row("expires"), hasLooked: looks > 0)
        }
    }
}
