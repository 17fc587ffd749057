import Domain
import SQL

/// Where a verb leads: the thing that it made or changed.
public struct Receipt: Sendable, Hashable, Codable {
    public enum Thing: String, Sendable, Hashable, Codable, CaseIterable {
        case home, account, application, `case`, round, notice, objection, lead, meeting, document, plaque, inbox, talent, proofs, consents, interviews
        case lodging, stay, group, waiting, draw
        case job, employer
        case pursuit, placement
        case fair
        case fairEmployer = "fair_employer"
        case jobImport = "job_import"
        case jobImports = "job_imports"
        case event, policy, mandate, entry, request, mentor, contact, story, seat
        case eventPlan = "event_plan"
        /// The contacts in the service log that are one's own.
        case ownContacts = "own_contacts"
        case entryImport = "entry_import"
        /// An event as its organiser and the offices see it.
        case eventDesk = "event_desk"
        case policyOffers = "policy_offers"
        /// A stay as the station's people see it.
        case deskStay = "desk_stay"
        case station
    }

    public let thing: Thing
    public let id: String
    /// The same request came before; nothing was done again.
    public let repeated: Bool

    public init(_ thing: Thing, _ id: String = "", repeated: Bool = false) {
        self.thing = thing
        self.id = id
        self.repeated = repeated
    }

    var stored: String { "\(thing.rawValue)/\(id)" }

    init?(stored: String, repeated: Bool = false) {
        let parts = stored.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2, let thing = Thing(rawValue: String(parts[0])) else { return nil }
        self.init(thing, String(parts[1]), repeated: repeated)
    }
}

/// A request's idempotency key with the fingerprint of its route and body.
public struct Once: Sendable, Hashable {
    public let key: String
    public let fingerprint: String
    /// Whose key it is when nobody is signed in: the anonymous session.
    public let visitor: String

    public init(key: String, fingerprint: String, visitor: String) {
        self.key = key
        self.fingerprint = fingerprint
        self.visitor = visitor
    }
}

extension House {
    /// The frame of every verb: one transaction that begins with the idempotency key and ends with audit, messages and due work in one batch.
    ///
    /// A repeated request gets the first one's receipt and changes nothing; the same key on another request is refused. Refusals roll back and
    /// store nothing. What was committed about jobs and people to be found is found by this process at once. A commit whose answer was lost
    /// is resolved by the key if there is one: it is asked for once more.
    /// - Parameter at: programme time, when it is not simply now: due work run at its own time.
    func perform(by actor: Actor, once: Once?, at: Instant? = nil, _ body: @Sendable @escaping (Act) throws -> Receipt) async throws -> Receipt {
        let attempt: @Sendable (any Transaction) throws -> (Receipt, JobChanges) = { tx in
            let act = Act(house: self, tx: tx, actor: actor, now: try at ?? self.programmeTime(tx))
            guard let once else {
                let receipt = try body(act)
                try act.finish()
                return (receipt, act.jobChanges)
            }
            let owner = actor.account?.rawValue ?? "visitor:\(once.visitor)"
            // Keyed, since a body may hold a password; the location is sealed, since it may hold an objector's receipt code.
            let fingerprint = secrets.hex(try secrets.blindIndex(once.fingerprint, table: "idempotency", column: "fingerprint"))
            let taken = try tx.rows("""
                INSERT INTO idempotency (actor, key, fingerprint, location, real_at)
                VALUES (\(owner), \(once.key), \(fingerprint), \([UInt8]()), \(act.real.milliseconds))
                ON CONFLICT (actor, key) DO NOTHING RETURNING key
                """)
            if taken.isEmpty { return (try repeated(tx, owner: owner, key: once.key, fingerprint: fingerprint), JobChanges()) }
            let receipt = try body(act)
            let location = try secrets.seal(text: receipt.stored, table: "idempotency", column: "location", row: "\(owner)/\(once.key)")
            act.later("UPDATE idempotency SET location = \(location) WHERE actor = \(owner) AND key = \(once.key)")
            try act.finish()
            return (receipt, act.jobChanges)
        }
        let (receipt, changes) = try await committed(attempt, isKeyed: once != nil)
        await FollowJobs(self).apply(changes)
        return receipt
    }

    private func committed<Answer: Sendable>(_ attempt: @Sendable @escaping (any Transaction) throws -> Answer, isKeyed: Bool) async throws -> Answer {
        do {
            return try await database.write(attempt)
        } catch SQLError.unknownCommit where isKeyed {
            return try await database.write(attempt)   // done before: the key answers; not done: it is done now
        }
    }

    private func repeated(_ tx: any Transaction, owner: String, key: String, fingerprint: String) throws -> Receipt {
        guard let row = try tx.row("SELECT fingerprint, location FROM idempotency WHERE actor = \(owner) AND key = \(key)") else {
            throw Unexpected("idempotency key vanished")
        }
        guard try row("fingerprint") == fingerprint else {
            throw Refusal(.invalid, "key_reused", Words("这个提交标识已用于另一次提交", "This idempotency key was used for another request"),
                next: Words("请刷新页面后重新提交", "Reload the page and send it again"))
        }
        let location = try secrets.text(try row("location"), table: "idempotency", column: "location", row: "\(owner)/\(key)")
        guard let receipt = Receipt(stored: location, repeated: true) else { throw Unexpected("location of an idempotency key") }
        return receipt
    }
}
