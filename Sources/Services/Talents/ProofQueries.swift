import Domain
import SQL

public struct ProofView: Codable, Sendable, Hashable {
    public let id: ID<Proof>
    public let kind: Proof.Kind
    public let note: String
    public let file: FileView
    public let expires: Day?
    public let isExpired: Bool
    public let addedAt: Instant
    public let uses: [ProofUseView]
    public let looks: [ProofLookView]
}

/// For what the owner lets a proof be used.
public struct ProofUseView: Codable, Sendable, Hashable {
    public let id: String
    public let purpose: Proof.Purpose
    /// The programme's name, the number of the case, or place and first night of the stay.
    public let subject: Words
    public let grantedAt: Instant
    public let endedAt: Instant?
}

/// Who looked at a proof, and why.
public struct ProofLookView: Codable, Sendable, Hashable {
    public let name: String
    /// `市人才服务中心`; empty for somebody who holds no place any more.
    public let office: Words
    public let why: String
    public let at: Instant
}

public struct ProofsView: Codable, Sendable, Hashable {
    public let proofs: [ProofView]
    /// The programmes whose offices may be asked to check the profile.
    public let programmes: [ProgrammeChoice]

    public struct ProgrammeChoice: Codable, Sendable, Hashable {
        public let id: String
        public let name: Words
    }
}

extension House {
    /// The wallet of the person who asks.
    public func proofs(for actor: Actor) async throws -> ProofsView {
        guard let account = actor.account else { throw Refusal.unauthenticated }
        let house = self
        return try await read { tx, now in
            guard try TalentReader.isTalent(tx, account) else { throw TalentRules.notATalent }
            let choices = house.library.programmes.map { ProofsView.ProgrammeChoice(id: $0.id, name: $0.name) }
            return ProofsView(proofs: try ProofReader.proofs(tx, house, "p.account_id = \(account)", today: Zone.china.day(of: now)), programmes: choices)
        }
    }
}

enum ProofReader {
    /// Proofs that were not removed, newest first, with their uses and looks in two queries.
    static func proofs(_ tx: any Transaction, _ house: House, _ condition: SQL, today: Day) throws -> [ProofView] {
        let rows = try tx.rows("""
            SELECT p.id AS proof, p.kind AS kind, p.note AS note, p.expires AS expires, p.created_at AS created_at, f.id AS id, f.name AS name, f.type AS type, f.size AS size
            FROM proofs p JOIN files f ON f.id = p.file_id WHERE p.removed_at IS NULL AND \(condition) ORDER BY p.created_at DESC, p.id DESC
            """)
        let ids = try rows.map { try $0("proof") as ID<Proof> }, uses = try uses(tx, house, of: ids)
        var looks: [ID<Proof>: [ProofLookView]] = [:]
        let lookRows = try tx.rows("""
            SELECT l.id AS id, l.proof_id AS proof, l.why AS why, l.at AS at, l.by_account AS by_account, a.name AS name
            FROM proof_looks l JOIN accounts a ON a.id = l.by_account WHERE l.proof_id IN (\(list: ids)) ORDER BY l.at DESC, l.id DESC
            """)
        let offices = try house.offices(of: try lookRows.map { try $0("by_account") }, tx)
        for row in lookRows {
            let id: String = try row("id")
            looks[try row("proof"), default: []].append(ProofLookView(
                name: try row("name"), office: offices[try row("by_account")] ?? Words("", ""),
                why: try house.secrets.text(try row("why"), table: "proof_looks", column: "why", row: id), at: try row("at")))
        }
        return try zip(rows, ids).map { row, id in
            guard let kind = Proof.Kind(rawValue: try row("kind")) else { throw Unexpected("kind of a proof") }
            let expires: Day? = try row("expires")
            return ProofView(
                id: id, kind: kind, note: try house.secrets.text(try row("note"), table: "proofs", column: "note", row: id.rawValue), file: try ApplicationStore.file(row, house),
                expires: expires, isExpired: expires.map { $0 < today } ?? false, addedAt: try row("created_at"), uses: uses[id] ?? [], looks: looks[id] ?? [])
        }
    }

    /// For what proofs may be used, or might once, newest first.
    static func uses(_ tx: any Transaction, _ house: House, of ids: [ID<Proof>]) throws -> [ID<Proof>: [ProofUseView]] {
        var uses: [ID<Proof>: [ProofUseView]] = [:]
        for row in try tx.rows("""
            SELECT u.id AS id, u.proof_id AS proof, u.purpose AS purpose, u.subject AS subject, u.granted_at AS granted_at, u.revoked_at AS revoked_at, c.number AS number,
                l.name AS lodging, t.first_night AS first_night
            FROM proof_uses u LEFT JOIN cases c ON u.purpose = 'case' AND c.id = u.subject LEFT JOIN stays t ON u.purpose = 'stay' AND t.id = u.subject LEFT JOIN lodgings l ON l.id = t.lodging_id
            WHERE u.proof_id IN (\(list: ids)) ORDER BY u.granted_at DESC, u.id DESC
            """) {
            guard let purpose = Proof.Purpose(rawValue: try row("purpose")) else { continue }
            let subject: String = try row("subject"), number: String? = try row("number"), lodging: String? = try row("lodging"), first: Day? = try row("first_night")
            let words: Words = switch purpose {
            case .check: (try? house.library.programme(subject))?.name ?? Words(subject, subject)
            case .stay: Words("\(lodging ?? "")，\(first?.chinese ?? "")入住", "\(lodging ?? ""), from \(first?.description ?? "")")
            case .case: Words(number ?? subject, number ?? subject)
            }
            uses[try row("proof"), default: []].append(ProofUseView(id: try row("id"), purpose: purpose, subject: words, grantedAt: try row("granted_at"), endedAt: try row("revoked_at")))
        }
        return uses
    }
}

extension TalentReader {
    /// Whether an account is a talent's.
    public static func isTalent(_ tx: any Transaction, _ account: ID<Account>) throws -> Bool {
        try tx.row("SELECT account_id FROM talents WHERE account_id = \(account) AND closed_at IS NULL") != nil
    }
}
