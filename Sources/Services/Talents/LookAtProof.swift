import Domain
import SQL

/// Somebody in an office says why they look at a proof that its owner lets them use; then they may, for an hour (`House.proofFile`).
///
/// Effects: who looked, when and why, for the owner to read; an audit record on their account.
public struct LookAtProof: Codable, Sendable {
    public let why: String

    public init(why: String) { self.why = why }

    static let lastsSeconds = 3600

    public func callAsFunction(_ house: House, _ id: ID<Proof>, by actor: Actor, once: Once? = nil) async throws -> Receipt {
        let why = why.trimmed
        guard (2...200).contains(why.count) else { throw Refusal.invalid([.init("why", Words("请写明查看原因（2 至 200 字）", "Please say why (2 to 200 characters)"))]) }
        return try await house.perform(by: actor, once: once) { act in
            let found = try ProofRules.file(act.tx, house, id, for: actor)
            guard found.owner != actor.account else { return Receipt(.proofs, id.rawValue) }   // one's own look is not logged
            try act.lock(found.owner)
            let look = try act.newID(Proof.self).rawValue
            act.later("""
                INSERT INTO proof_looks (id, proof_id, by_account, why, at) VALUES (\(look), \(id), \(actor.account),
                    \(try house.secrets.seal(text: why, table: "proof_looks", column: "why", row: look)), \(act.now))
                """)
            act.audit("account", found.owner.rawValue, "proof_looked_at", detail: ["proof": id.rawValue])
            return Receipt(.proofs, id.rawValue)
        }
    }
}

extension House {
    /// The file of a proof: for its owner, and for somebody whom a use of it lets look, within an hour of their saying why.
    public func proofFile(_ id: ID<Proof>, for actor: Actor) async throws -> (view: FileView, bytes: [UInt8]) {
        let house = self
        let found = try await read { tx, now in
            let found = try ProofRules.file(tx, house, id, for: actor)
            guard found.owner != actor.account else { return found }
            let since = now.adding(seconds: -LookAtProof.lastsSeconds)
            guard try tx.row("SELECT id FROM proof_looks WHERE proof_id = \(id) AND by_account = \(actor.account) AND at >= \(since) LIMIT 1") != nil else {
                throw Refusal(.conflict, "say_why", Words("请先写明查看原因", "Please say first why you look"), next: Words("回到办理页面，填写原因后查看", "Go back, give the reason, and open the file from there"))
            }
            return found
        }
        let bytes = try secrets.openFile(try await files.read(found.view.id.rawValue), id: found.view.id.rawValue)
        guard secrets.sha256(bytes) == found.sha256 else { throw Unexpected("file \(found.view.id) does not have its hash") }
        return (found.view, bytes)
    }
}

/// Somebody in an office, who has looked at a proof, marks as proven what it proves. Nobody does so for themselves.
///
/// Effects: the fact's proof, who accepted it and until when: not longer than the proof itself holds; a message to the talent; an audit record.
public struct AcceptProof: Codable, Sendable {
    public let proof: ID<Proof>
    public let fact: String
    /// When the talent said it: what was changed since is not what was looked at.
    public let statedAt: Instant
    public let until: Day?

    public init(proof: ID<Proof>, fact: String, statedAt: Instant, until: Day? = nil) {
        self.proof = proof
        self.fact = fact
        self.statedAt = statedAt
        self.until = until
    }

    public func callAsFunction(_ house: House, by actor: Actor, once: Once? = nil) async throws -> Receipt {
        try await house.perform(by: actor, once: once) { act in
            guard let by = actor.account, let row = try act.tx.row("SELECT account_id, kind, expires FROM proofs WHERE id = \(proof) AND removed_at IS NULL") else { throw Refusal.notFound }
            let owner: ID<Account> = try row("account_id"), expires: Day? = try row("expires")
            try act.lock(owner)
            guard by != owner else { throw Refusal(.forbidden, "own_proof", Words("不能核验自己的材料", "Nobody accepts their own proof")) }
            _ = try ProofRules.file(act.tx, house, proof, for: actor)
            guard try act.tx.row("SELECT id FROM proof_looks WHERE proof_id = \(proof) AND by_account = \(by) LIMIT 1") != nil else {
                throw Refusal(.conflict, "not_looked_at", Words("请先查看材料再核验", "Please look at the proof first"))
            }
            if let end = expires, end < act.today { throw Refusal(.conflict, "proof_expired", Words("这份材料已过有效期", "This proof has run out")) }
            if let until, until < act.today { throw Refusal.invalid([.init("until", Words("这个日期已经过去", "This day has passed"))]) }
            guard let kind = Proof.Kind(rawValue: try row("kind")), Proof.provable(by: kind)?.contains(fact) ?? true else {
                throw Refusal.invalid([.init("fact", Words("这类材料不能证明这项内容", "A document of this kind does not prove this"))])
            }
            let end = [until, expires].compactMap(\.self).min()
            guard try act.prove(fact, of: owner, with: proof, by: by, until: end, where: "stated_at = \(statedAt)") else {
                throw Refusal(.conflict, "fact_changed", Words("本人已修改这项内容，请重新核对", "This has been changed meanwhile; please look again"))
            }
            try act.tell(owner, Words("资料已核验", "Something was checked"), Words("您资料中的一项已由工作人员核验通过。", "An office has accepted your proof of something in your profile."), link: Receipt(.talent))
            return Receipt(.proofs, proof.rawValue)
        }
    }
}

extension Act {
    /// Somebody has accepted a proof of a fact.
    ///
    /// Effects: the fact's proof; an audit record.
    /// - Returns: whether the fact was there as `condition` wants it.
    func prove(_ fact: String, of owner: ID<Account>, with proof: ID<Proof>, by account: ID<Account>, until: Day?, where condition: SQL) throws -> Bool {
        let changed = try tx.run("""
            UPDATE talent_facts SET proof_id = \(proof), interview_id = \(nil as String?), accepted_by = \(account), accepted_at = \(now), until = \(until)
            WHERE account_id = \(owner) AND fact = \(fact) AND \(condition)
            """)
        guard changed == 1 else { return false }
        audit("account", owner.rawValue, "fact_proven", detail: ["fact": fact, "proof": proof.rawValue])
        return true
    }
}

enum ProofRules {
    struct Found: Sendable {
        let view: FileView
        let sha256: String
        let owner: ID<Account>
    }

    /// The file of a proof for its owner, or for somebody whom a use of it lets look. - Throws: `notFound` for everybody else.
    static func file(_ tx: any Transaction, _ house: House, _ id: ID<Proof>, for actor: Actor) throws -> Found {
        guard let row = try tx.row("""
            SELECT p.account_id AS account_id, f.id AS id, f.name AS name, f.type AS type, f.size AS size, f.sha256 AS sha256 FROM proofs p JOIN files f ON f.id = p.file_id
            WHERE p.id = \(id) AND p.removed_at IS NULL
            """) else { throw Refusal.notFound }
        let owner: ID<Account> = try row("account_id")
        guard try owner == actor.account || mayUse(tx, house, id, actor) else { throw Refusal.notFound }
        return Found(view: try ApplicationStore.file(row, house), sha256: try row("sha256"), owner: owner)
    }

    private static func mayUse(_ tx: any Transaction, _ house: House, _ id: ID<Proof>, _ actor: Actor) throws -> Bool {
        if try isShown(id, to: actor, tx) || MandateAccess.mayLook(tx, house, id, actor) { return true }
        return try tx.rows("SELECT purpose, subject FROM proof_uses WHERE proof_id = \(id) AND revoked_at IS NULL").contains { row in
            let subject: String = try row("subject")
            switch Proof.Purpose(rawValue: try row("purpose")) {
            case .check: return checks(actor, subject, house.library)
            case .case: return try reads(actor, ID(rawValue: subject), tx, house)
            // As long as the office is looking at it.
            case .stay: return try reads(actor, try tx.value("SELECT c.id FROM stays t JOIN cases c ON c.id = t.proof_case WHERE t.id = \(subject) AND c.state IN ('open', 'correction')"), tx, house)
            case nil: return false
            }
        }
    }

    /// Whether the talent shows it to an employer for which the actor works: while a pursuit goes on, and after a hire.
    private static func isShown(_ id: ID<Proof>, to actor: Actor, _ tx: any Transaction) throws -> Bool {
        guard !actor.organisations.isEmpty else { return false }
        return try tx.row("""
            SELECT p.id FROM pursuit_proofs u JOIN pursuits p ON p.id = u.pursuit_id WHERE u.proof_id = \(id) AND p.named_at IS NOT NULL AND (p.ended_at IS NULL OR p.state = 'hired')
                AND \(PursuitRules.own(actor, as: .employer)) LIMIT 1
            """) != nil
    }

    /// Whether the person sits in an office that reads the case.
    private static func reads(_ actor: Actor, _ id: ID<Case>?, _ tx: any Transaction, _ house: House) throws -> Bool {
        guard let id, try tx.row("SELECT id FROM cases WHERE id = \(id)") != nil else { return false }
        let loaded = try CaseStore.load(tx, house.library, id, lock: false)
        return CaseRules.mayRead(actor, loaded.current, in: loaded.programme) && !CaseRules.isOwn(actor, loaded.current)
    }

    /// Whether the person sits in an office of the programme that takes in applications.
    static func checks(_ actor: Actor, _ programme: String, _ library: Library) -> Bool {
        guard let programme = try? library.programme(programme) else { return false }
        return actor.posts.contains { $0.programme == programme.id && (programme.office($0.office)?.powers.contains(.intake) ?? false) }
    }
}
