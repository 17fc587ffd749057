import Domain
import SQL

/// One verb's transaction: who acts, when, and everything that leaves with the change — audit records, messages, due work — written in one
/// batch at its end. Made by `House.perform`; not kept.
final class Act {
    let house: House
    let tx: any Transaction
    let actor: Actor
    /// Programme time.
    let now: Instant
    /// Real time.
    let real: Instant
    private var pending: [SQL] = []
    /// What statements of `pending` must change, by their place in it.
    private var expected: [Int: (count: Int, otherwise: any Error)] = [:]
    private var records: [AuditDraft] = []

    init(house: House, tx: any Transaction, actor: Actor, now: Instant) {
        self.house = house
        self.tx = tx
        self.actor = actor
        self.now = now
        real = house.realTime()
    }

    var dialect: Dialect { tx.dialect }
    var today: Day { Zone.china.day(of: now) }
    /// How the trail names who acts.
    var actorName: String {
        switch actor.kind {
        case .visitor: "visitor"
        case .person(let id): id.rawValue
        case .system: "system"
        }
    }

    /// A new id: 48 bits of programme time and 80 random bits in Crockford's base 32, so that ids sort by age.
    func newID<Thing>(_: Thing.Type = Thing.self) throws -> ID<Thing> {
        guard let id = ID<Thing>(rawValue: Self.sortable(now, random: try house.secrets.random(10))) else { throw Unexpected("id") }
        return id
    }

    static func sortable(_ time: Instant, random: [UInt8]) -> String {
        var bits: [UInt8] = (0..<6).map { UInt8(truncatingIfNeeded: time.milliseconds >> (40 - $0 * 8)) }
        bits += random
        let alphabet = Array("0123456789abcdefghjkmnpqrstvwxyz".utf8)
        var text: [UInt8] = []
        var buffer: UInt32 = 0
        var held = 0
        for byte in bits {
            buffer = (buffer << 8 | UInt32(byte)) & 0xFFFF
            held += 8
            while held >= 5 {
                held -= 5
                text.append(alphabet[Int(buffer >> UInt32(held) & 31)])
            }
        }
        if held > 0 { text.append(alphabet[Int(buffer << UInt32(5 - held) & 31)]) }
        return String(decoding: text, as: UTF8.self)
    }

    /// Written at the end of the transaction, in one batch with the rest.
    func later(_ statement: SQL) { pending.append(statement) }

    /// The same, and it must change so many rows; if it does not, everything is rolled back and `otherwise` thrown.
    func later(_ statement: SQL, changing count: Int, otherwise: any Error) {
        expected[pending.count] = (count, otherwise)
        pending.append(statement)
    }

    // MARK: reasons

    /// Keeps a text in a row of its own and gives its id and salted digest.
    func keepReason(_ text: String, audience: Audience) throws -> KeptReason {
        let id: ID<Reason> = try newID()
        let salt = try house.secrets.random(16)
        let sealed = try house.secrets.seal(text: text, table: "reasons", column: "body", row: id.rawValue)
        try tx.run("""
            INSERT INTO reasons (id, audience, body, salt, created_at)
            VALUES (\(id.rawValue), \(audience.rawValue), \(sealed), \(salt), \(now.milliseconds))
            """)
        return KeptReason(id: id, digest: house.secrets.sha256(salt + Array(text.utf8)))
    }

    /// Who may read a reason.
    enum Audience: String { case `public`, applicant, office }

    struct KeptReason: Sendable {
        let id: ID<Reason>
        let digest: String
    }

    // MARK: audit

    struct AuditDraft {
        let kind: String
        let subject: String
        let verb: String
        let from: String
        let to: String
        let post: String
        let reason: KeptReason?
        let clause: Clause?
        let detail: [String: String]
        let isFirst: Bool
    }

    /// One record on the chain of its subject, which the transaction holds locked.
    /// - Parameter isFirst: the subject was made by this transaction, so that there is no record before.
    func audit(
        _ kind: String, _ subject: String, _ verb: String, from: String = "", to: String = "", post: String = "", reason: KeptReason? = nil,
        clause: Clause? = nil, detail: [String: String] = [:], isFirst: Bool = false
    ) {
        records.append(AuditDraft(
            kind: kind, subject: subject, verb: verb, from: from, to: to, post: post, reason: reason, clause: clause, detail: detail, isFirst: isFirst))
    }

    /// What the records of this transaction say about jobs and the people who look for one.
    var jobChanges: JobChanges {
        records.reduce(into: JobChanges()) { $0.take(kind: $1.kind, subject: $1.subject, verb: $1.verb, detail: $1.detail) }
    }

    private func auditStatements() throws -> [SQL] {
        var heads: [String: (number: Int, hash: String)] = [:]
        return try records.map { draft in
            let key = "\(draft.kind)/\(draft.subject)"
            let last = try heads[key] ?? (draft.isFirst ? (0, AuditRecord.noPrevious) : newest(draft))
            let record = AuditRecord(
                kind: draft.kind, subject: draft.subject, number: last.number + 1, previous: last.hash, actor: actorName, post: draft.post, at: now,
                verb: draft.verb, from: draft.from, to: draft.to, reason: draft.reason?.id.rawValue ?? "", reasonDigest: draft.reason?.digest ?? "",
                clause: draft.clause?.text ?? "", detail: draft.detail)
            let hash = house.secrets.sha256(record.canonical)
            heads[key] = (record.number, hash)
            return """
                INSERT INTO audit_records (kind, subject, number, previous, hash, actor, post, at, verb, state_from, state_to, reason, reason_digest,
                    clause, detail, sealed)
                VALUES (\(record.kind), \(record.subject), \(record.number), \(record.previous), \(hash), \(record.actor), \(record.post),
                    \(record.at.milliseconds), \(record.verb), \(record.from), \(record.to), \(record.reason), \(record.reasonDigest),
                    \(record.clause), \(try Stored.json(record.detail)), \(false))
                """
        }
    }

    /// Number and hash of the newest record of the draft's subject.
    private func newest(_ draft: AuditDraft) throws -> (number: Int, hash: String) {
        let row = try tx.row("""
            SELECT number, hash FROM audit_records WHERE kind = \(draft.kind) AND subject = \(draft.subject) ORDER BY number DESC LIMIT 1
            """)
        guard let row else { return (0, AuditRecord.noPrevious) }
        return (try row("number"), try row("hash"))
    }

    // MARK: due work

    /// Something falls due. Written with its cause; the same thing twice is one thing.
    func due(_ verb: DueVerb, _ subject: String, at: Instant) {
        later("""
            INSERT INTO due (at, verb, subject, attempts) VALUES (\(at.milliseconds), \(verb.rawValue), \(subject), \(0))
            ON CONFLICT (at, verb, subject) DO NOTHING
            """)
    }

    /// What was to fall due for a subject does not any more.
    func nothingDue(_ verbs: [DueVerb], _ subject: String) throws {
        try tx.run("DELETE FROM due WHERE subject = \(subject) AND verb IN (\(list: verbs.map(\.rawValue))) AND done_at IS NULL")
    }

    // MARK: messages

    /// To an account's inbox, and by every configured delivery for which the account has an address.
    func tell(_ account: ID<Account>, _ title: Words, _ body: Words, link: Receipt) throws {
        try tell([account], title, body, link: link)
    }

    func tell(_ accounts: [ID<Account>], _ title: Words, _ body: Words, link: Receipt) throws {
        guard !accounts.isEmpty else { return }
        let rows = try tx.rows("SELECT id, language, mail, phone FROM accounts WHERE disabled_at IS NULL AND id IN (\(list: accounts.map(\.rawValue))) ORDER BY id")
        for row in rows { try tell(try Recipient(row), title, body, link: link) }
    }

    /// An account with what a message to it wants.
    struct Recipient {
        let account: String
        let language: Language
        let mail: [UInt8]?
        let phone: [UInt8]?

        /// - Parameter row: with columns `id`, `language`, `mail`, `phone` of `accounts`, or other names for them.
        init(_ row: Row, id: String = "id", language: String = "language", mail: String = "mail", phone: String = "phone") throws {
            account = try row(id)
            self.language = Language(rawValue: try row(language)) ?? .zh
            self.mail = try row(mail)
            self.phone = try row(phone)
        }
    }

    /// To somebody whose row has been read already; that asks the database nothing.
    func tell(_ recipient: Recipient, _ title: Words, _ body: Words, link: Receipt) throws {
        let id = try newID(Receipt.self).rawValue, language = recipient.language, secrets = house.secrets
        later("""
            INSERT INTO messages (id, account_id, at, title, body, link) VALUES (\(id), \(recipient.account), \(now.milliseconds),
                \(try secrets.seal(text: title(language), table: "messages", column: "title", row: id)),
                \(try secrets.seal(text: body(language), table: "messages", column: "body", row: id)), \(link.stored))
            """)
        for (channel, column, sealed) in [(House.Channel.mail, "mail", recipient.mail), (.sms, "phone", recipient.phone)] where house.channels.contains(channel) {
            guard let sealed else { continue }
            let address = try secrets.text(sealed, table: "accounts", column: column, row: recipient.account)
            try post(channel, to: address, title: title(language), body: body(language), account: recipient.account)
        }
    }

    /// To everybody who holds a place in the office, and to the office's group if a webhook is configured.
    func tell(office: String, _ places: [Programme.Place]? = nil, programme: String, _ title: Words, _ body: Words, link: Receipt) throws {
        let holders = try tx.rows("""
            SELECT DISTINCT account_id FROM posts WHERE programme_id = \(programme) AND office = \(office) AND ended_at IS NULL
                AND place IN (\(list: (places ?? Programme.Place.allCases).map(\.rawValue))) ORDER BY account_id
            """).compactMap { ID<Account>(rawValue: try $0("account_id")) }
        try tell(holders, title, body, link: link)
        if house.channels.contains(.webhook) { try post(.webhook, to: office, title: title.zh, body: body.zh, account: nil) }
    }

    func post(_ channel: House.Channel, to address: String, title: String, body: String, account: String?) throws {
        let id = try newID(Receipt.self).rawValue
        let text = try Stored.json(["title": title, "body": body])
        later("""
            INSERT INTO outbox (id, channel, address, body, account_id, created_at, attempts, try_after) VALUES (\(id), \(channel.rawValue),
                \(try house.secrets.seal(text: address, table: "outbox", column: "address", row: id)),
                \(try house.secrets.seal(text: text, table: "outbox", column: "body", row: id)),
                \(account), \(real.milliseconds), \(0), \(real.milliseconds))
            """)
    }

    // MARK: the end

    /// Sends all that was held back, in one round trip.
    func finish() throws {
        let statements = pending + (try auditStatements())
        guard !statements.isEmpty else { return }
        let changed = try tx.batch(statements)
        for (place, wanted) in expected.sorted(by: { $0.key < $1.key }) where changed[place] != wanted.count { throw wanted.otherwise }
    }
}

/// A bug or a broken store: logged under the request's id, shown to nobody.
struct Unexpected: Error, CustomStringConvertible {
    let description: String
    init(_ description: String) { self.description = description }
}
