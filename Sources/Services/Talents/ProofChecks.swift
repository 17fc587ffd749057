import Domain
import SQL

/// A proof that its owner lets the offices of a programme check, as they see it.
public struct ProofCheckSummary: Codable, Sendable, Hashable {
    public let proof: ID<Proof>
    public let kind: Proof.Kind
    public let name: String
    public let grantedAt: Instant
    public let expires: Day?
    /// When somebody accepted something by it last; nil while nobody did.
    public let acceptedAt: Instant?
}

public struct ProofChecksView: Codable, Sendable, Hashable {
    public let checks: [ProofCheckSummary]
    /// The `after` of the next page.
    public let next: String?
}

public struct ProofCheckView: Codable, Sendable, Hashable {
    public let summary: ProofCheckSummary
    public let phone: Masked
    public let note: String
    public let file: FileView
    /// Whether the actor has looked at the file.
    public let hasLooked: Bool
    public let facts: [CheckedFact]
}

/// What a proof may prove, as the talent states it.
public struct CheckedFact: Codable, Sendable, Hashable {
    public let id: String
    public let name: Words
    public let words: Words
    public let statedAt: Instant
    public let state: Facts.State
    public let until: Day?
}

extension House {
    /// The proofs that wait for the actor's offices, the newest first.
    public func proofChecks(for actor: Actor, after: ID<Proof>? = nil, pageSize: Int = 50) async throws -> ProofChecksView {
        let house = self, programmes = checkedProgrammes(actor)
        guard !programmes.isEmpty else { throw Refusal.notFound }
        return try await read { tx, _ in
            let mine: SQL = "u.purpose = 'check' AND u.subject IN (\(list: programmes)) AND u.revoked_at IS NULL"
            var page = mine
            if let after, let at: Instant = try tx.value("SELECT MAX(u.granted_at) FROM proof_uses u WHERE u.proof_id = \(after) AND \(mine)") {
                page += " AND (u.granted_at < \(at) OR (u.granted_at = \(at) AND u.proof_id < \(after)))"
            }
            let rows = try tx.rows("SELECT \(ProofCheckReader.columns) WHERE \(page) ORDER BY u.granted_at DESC, u.proof_id DESC LIMIT \(pageSize + 1)")
            let checks = try rows.prefix(pageSize).map { try ProofCheckReader.summary($0, house.secrets) }
            return ProofChecksView(checks: checks, next: rows.count > pageSize ? checks.last?.proof.rawValue : nil)
        }
    }

    public func proofCheck(_ id: ID<Proof>, for actor: Actor) async throws -> ProofCheckView {
        let house = self, programmes = checkedProgrammes(actor)
        return try await read { tx, now in
            guard let row = try tx.row("""
                SELECT \(ProofCheckReader.columns) WHERE u.proof_id = \(id) AND u.purpose = 'check' AND u.subject IN (\(list: programmes)) AND u.revoked_at IS NULL ORDER BY u.granted_at DESC LIMIT 1
                """) else { throw Refusal.notFound }
            let summary = try ProofCheckReader.summary(row, house.secrets), found = try ProofRules.file(tx, house, id, for: actor)
            let today = Zone.china.day(of: now), provable = Proof.provable(by: summary.kind)
            let phone: [UInt8]? = try tx.row("SELECT phone FROM accounts WHERE id = \(found.owner)")?("phone")
            let note: [UInt8] = try row("note")
            return ProofCheckView(
                summary: summary, phone: Phone.masked(try phone.map { try house.secrets.text($0, table: "accounts", column: "phone", row: found.owner.rawValue) } ?? ""),
                note: try house.secrets.text(note, table: "proofs", column: "note", row: id.rawValue), file: found.view,
                hasLooked: try tx.row("SELECT id FROM proof_looks WHERE proof_id = \(id) AND by_account = \(actor.account) LIMIT 1") != nil,
                facts: try ProfileReader.facts(tx, house, found.owner).filter { provable?.contains($0.item.id) ?? true }.map {
                    CheckedFact(id: $0.item.id, name: $0.name, words: $0.words, statedAt: $0.statedAt, state: $0.state(on: today), until: $0.until)
                })
        }
    }

    /// Whether the actor sits in an office that checks proofs.
    public func checksProofs(_ actor: Actor) -> Bool { !checkedProgrammes(actor).isEmpty }

    private func checkedProgrammes(_ actor: Actor) -> [String] { library.programmes.map(\.id).filter { ProofRules.checks(actor, $0, library) } }
}

private enum ProofCheckReader {
    static let columns: SQL = """
        u.proof_id AS proof, u.granted_at AS granted_at, p.kind AS kind, p.expires AS expires, p.note AS note, p.account_id AS account_id, t.name AS name,
        (SELECT MAX(f.accepted_at) FROM talent_facts f WHERE f.proof_id = p.id) AS accepted_at
        FROM proof_uses u JOIN proofs p ON p.id = u.proof_id AND p.removed_at IS NULL JOIN talents t ON t.account_id = p.account_id
        """

    static func summary(_ row: Row, _ secrets: any Secrets) throws -> ProofCheckSummary {
        guard let kind = Proof.Kind(rawValue: try row("kind")) else { throw Unexpected("kind of a proof") }
        let account: String = try row("account_id"), name: [UInt8]? = try row("name")
        return ProofCheckSummary(
            proof: try row("proof"), kind: kind, name: try name.map { try secrets.text($0, table: "talents", column: "name", row: account) } ?? "", grantedAt: try row("granted_at"),
            expires: try row("expires"), acceptedAt: try row("accepted_at"))
    }
}
