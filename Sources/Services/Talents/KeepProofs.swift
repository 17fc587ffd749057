import Domain
import SQL

/// A talent puts a document into their wallet: PDF, JPEG or PNG by its first bytes, at most 10 MB.
///
/// Effects: the file, encrypted and synced in the folder of files before its row is committed; the proof; an audit record.
public struct AddProof: Sendable {
    public let kind: Proof.Kind
    public let note: String
    public let expires: Day?
    public let name: String
    public let bytes: [UInt8]

    public static let most = 30

    public init(kind: Proof.Kind, note: String = "", expires: Day? = nil, name: String, bytes: [UInt8]) {
        self.kind = kind
        self.note = note
        self.expires = expires
        self.name = name
        self.bytes = bytes
    }

    public func callAsFunction(_ house: House, by actor: Actor, once: Once? = nil) async throws -> Receipt {
        let type = try Uploads.type(of: bytes, name: name)
        if note.trimmed.count > 200 { throw Refusal.invalid([.init("note", Words("说明最多 200 字", "At most 200 characters"))]) }
        guard let account = actor.account else { throw Refusal.unauthenticated }
        try await house.database.read { tx in try mustFit(tx, account) }   // nothing is stored for what would be refused anyway
        let file = try Uploads.newName(house)
        try await house.files.write(try house.secrets.sealFile(bytes, id: file), name: file)
        return try await house.perform(by: actor, once: once) { act in
            let account = try act.talent()
            try mustFit(act.tx, account)
            if let expires, expires < act.today { throw Refusal.invalid([.init("expires", Words("这个日期已经过去", "This day has passed"))]) }
            let id = try act.newID(Proof.self)
            try Uploads.keep(act, file: file, programme: "", caseID: nil, question: "proof", name: name, type: type, bytes: bytes, by: actor)
            act.later("""
                INSERT INTO proofs (id, account_id, kind, file_id, note, expires, created_at) VALUES (\(id), \(account), \(kind.rawValue), \(file),
                    \(try house.secrets.seal(text: note.trimmed, table: "proofs", column: "note", row: id.rawValue)), \(expires), \(act.now))
                """)
            act.audit("account", account.rawValue, "proof_added", detail: ["proof": id.rawValue, "kind": kind.rawValue, "sha256": house.secrets.sha256(bytes)])
            return Receipt(.proofs, id.rawValue)
        }
    }

    private func mustFit(_ tx: any Transaction, _ account: ID<Account>) throws {
        guard try tx.row("SELECT account_id FROM talents WHERE account_id = \(account) AND closed_at IS NULL") != nil else { throw TalentRules.notATalent }
        let there: Int = (try tx.value("SELECT COUNT(*) FROM proofs WHERE account_id = \(account) AND removed_at IS NULL")) ?? 0
        guard there < Self.most else { throw Refusal.invalid([.init("file", Words("最多保存 \(Self.most) 份材料，请先删除不用的", "At most \(Self.most) documents; remove one first"))]) }
    }
}

/// A talent takes a document out of their wallet.
///
/// Effects: the file's row goes, and the file with the next sweep; uses of the proof end; what was proven by it stays proven, since somebody has
/// seen it; an audit record.
public struct RemoveProof: Codable, Sendable {
    public init() {}

    public func callAsFunction(_ house: House, _ id: ID<Proof>, by actor: Actor, once: Once? = nil) async throws -> Receipt {
        try await house.perform(by: actor, once: once) { act in
            let account = try act.talent()
            guard let file: String = try act.tx.value("SELECT file_id FROM proofs WHERE id = \(id) AND account_id = \(account) AND removed_at IS NULL") else { throw Refusal.notFound }
            try act.tx.run("UPDATE proofs SET removed_at = \(act.now), file_id = \(nil as String?) WHERE id = \(id)")
            try act.tx.run("DELETE FROM files WHERE id = \(file)")
            act.later("DELETE FROM pursuit_proofs WHERE proof_id = \(id)")
            act.later("DELETE FROM mandate_materials WHERE proof_id = \(id) AND mandate_id IN (SELECT m.id FROM mandates m WHERE m.state IN ('signed', 'working'))")
            act.later("UPDATE proof_uses SET revoked_at = \(act.now) WHERE proof_id = \(id) AND revoked_at IS NULL")
            act.audit("account", account.rawValue, "proof_removed", detail: ["proof": id.rawValue])
            return Receipt(.proofs)
        }
    }
}

/// A talent lets a proof be used for one thing: by the offices that check profiles, for a stay, for a case.
///
/// Effects: the use; an audit record, if it is new.
public struct AllowProof: Codable, Sendable {
    public let purpose: Proof.Purpose
    /// The id of the programme, the stay or the case.
    public let subject: String
    public let consent: Bool?

    public init(purpose: Proof.Purpose, subject: String, consent: Bool?) {
        self.purpose = purpose
        self.subject = subject
        self.consent = consent
    }

    public func callAsFunction(_ house: House, _ id: ID<Proof>, by actor: Actor, once: Once? = nil) async throws -> Receipt {
        guard consent == true else { throw Refusal.invalid([.init("consent", Words("请确认同意这一次使用", "Please agree to this use"))]) }
        if purpose == .check { _ = try house.library.programme(subject) }
        guard let subject = ID<Case>(rawValue: subject)?.rawValue else { throw Refusal.notFound }
        return try await house.perform(by: actor, once: once) { act in
            let account = try act.talent()
            guard try act.tx.row("SELECT id FROM proofs WHERE id = \(id) AND account_id = \(account) AND removed_at IS NULL") != nil else { throw Refusal.notFound }
            switch purpose {
            case .check: break
            // One's own stay that is still to come, or the case about it.
            case .stay, .case:
                let about: SQL = purpose == .stay ? "t.id = \(subject) AND t.state IN (\(list: StayState.awaited.map(\.rawValue).sorted()))" : "(t.proof_case = \(subject) OR m.appeal_case = \(subject))"
                guard try act.tx.row("SELECT t.id FROM stays t LEFT JOIN stay_misses m ON m.stay_id = t.id WHERE t.account_id = \(account) AND \(about)") != nil else { throw Refusal.notFound }
            }
            let made = try act.tx.rows("""
                INSERT INTO proof_uses (id, proof_id, purpose, subject, granted_at) VALUES (\(try act.newID(Proof.self)), \(id), \(purpose.rawValue), \(subject), \(act.now))
                ON CONFLICT DO NOTHING RETURNING id
                """)
            if !made.isEmpty { act.audit("account", account.rawValue, "proof_allowed", detail: ["proof": id.rawValue, "purpose": purpose.rawValue, "subject": subject]) }
            return purpose == .stay ? Receipt(.stay, subject) : Receipt(.proofs, id.rawValue)
        }
    }
}

/// A talent ends a use of a proof.
///
/// Effects: the use's end; an audit record, if anything changed.
public struct EndProofUse: Codable, Sendable {
    public let use: String

    public init(use: String) { self.use = use }

    public func callAsFunction(_ house: House, _ id: ID<Proof>, by actor: Actor, once: Once? = nil) async throws -> Receipt {
        try await house.perform(by: actor, once: once) { act in
            let account = try act.talent()
            guard try act.tx.row("SELECT id FROM proofs WHERE id = \(id) AND account_id = \(account)") != nil else { throw Refusal.notFound }
            let changed = try act.tx.run("UPDATE proof_uses SET revoked_at = \(act.now) WHERE id = \(use) AND proof_id = \(id) AND revoked_at IS NULL")
            if changed == 1 { act.audit("account", account.rawValue, "proof_use_ended", detail: ["proof": id.rawValue]) }
            return Receipt(.proofs)
        }
    }
}
