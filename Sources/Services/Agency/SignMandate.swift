import Domain
import SQL

/// A talent wants a station to apply for a policy in their name: for how long, and with which kinds of documents of their wallet.
///
/// Effects: the mandate, unsigned, with the exact text sealed; it lapses by itself after its last day; an audit record. The station learns nothing yet.
public struct AskMandate: Codable, Sendable {
    public let policy: ID<Policy>
    /// The version that the talent read; the one in force if left out.
    public let version: Int?
    public let station: ID<Station>
    /// Kinds of the wallet that the agent may look at; others stay closed.
    public let kinds: [Proof.Kind]?
    public let until: Day

    public init(policy: ID<Policy>, version: Int? = nil, station: ID<Station>, kinds: [Proof.Kind]? = nil, until: Day) {
        self.policy = policy
        self.version = version
        self.station = station
        self.kinds = kinds
        self.until = until
    }

    /// - Throws: a conflict when they have a mandate for the policy, or what it excludes.
    public func callAsFunction(_ house: House, by actor: Actor, once: Once? = nil) async throws -> Receipt {
        let (programme, rules) = try house.agencyProgramme()
        return try await house.perform(by: actor, once: once) { act in
            let account = try act.talent()
            guard let stored = try PolicyReader.inForce(act.tx, house, on: act.today).first(where: { $0.id == policy && $0.programme == programme.id }) else { throw Refusal.notFound }
            guard version == nil || version == stored.version else { throw Refusal(.conflict, "policy_changed", Words("政策已有新版本，请重新阅读", "The policy has a newer version; please read it first")) }
            guard stored.terms.audience == .talent else { throw Refusal(.conflict, "not_for_talents", Words("这项政策由单位申请", "Organisations apply for this policy")) }
            var fields: [Refusal.Field] = []
            let last = act.today.adding(rules.longestDays)
            if until < act.today || until > last { fields.append(.init("until", Words("请填写今天至 \(last) 之间的日期", "A day from today until \(last)"))) }
            let found = try act.tx.row("""
                SELECT s.name AS name, s.organisation_id AS host FROM stations s JOIN plaques q ON q.station_id = s.id
                WHERE s.id = \(station) AND s.programme_id = \(programme.id) AND q.state = 'valid'
                """)
            if found == nil { fields.append(.init("station", Words("请选择驿站", "Choose a station"))) }
            guard fields.isEmpty, let found else { throw Refusal.invalid(fields) }
            try act.mustNotHold(stored, account)
            let kinds = Set(kinds ?? []), name: String = try found("name"), id = try act.newID(Mandate.self)
            let listed = Proof.Kind.allCases.filter(kinds.contains)
            let text = MandateText.text(policy: stored.terms.title, version: stored.version, number: stored.terms.source.number, station: name, kinds: listed.map(\.words), until: until)
            let contract = try Stored.json(text), sealed = try house.secrets.seal(text: contract, table: "mandates", column: "contract", row: id.rawValue)
            try act.tx.run("""
                INSERT INTO mandates (id, programme_id, way, state, account_id, person, policy_id, version, station_id, until, contract, contract_version, contract_sha256, created_at, changed_at)
                VALUES (\(id), \(programme.id), \(MandateWay.agency), \(MandateState.asked), \(account), \(try act.person(account)), \(stored.id), \(stored.version), \(station), \(until), \(sealed),
                    \(MandateText.version), \(house.secrets.sha256(Array(contract.utf8))), \(act.now), \(act.now))
                """)
            for kind in listed { try act.tx.run("INSERT INTO mandate_kinds (mandate_id, kind) VALUES (\(id), \(kind.rawValue))") }
            act.due(.lapseMandate, id.rawValue, at: Zone.china.instant(until.adding(1)))
            act.audit("mandate", id.rawValue, "mandate_asked", to: MandateState.asked.rawValue, clause: rules.clause,
                detail: ["side": "talent", "policy": stored.id.rawValue, "version": String(stored.version), "station": station.rawValue, "until": until.description,
                    "kinds": listed.map(\.rawValue).joined(separator: ",")], isFirst: true)
            return Receipt(.mandate, id.rawValue)
        }
    }
}

/// The talent agrees to the exact text that the page shows.
///
/// Effects: the mandate is signed, with the digest of what was signed in the trail; the station's people are told; an audit record.
public struct SignMandate: Codable, Sendable {
    public let consent: Bool?
    /// `MandateText.version` and digest of the text that was read.
    public let text: String

    public init(consent: Bool?, text: String) {
        self.consent = consent
        self.text = text
    }

    public func callAsFunction(_ house: House, _ id: ID<Mandate>, by actor: Actor, once: Once? = nil) async throws -> Receipt {
        guard consent == true else { throw Refusal.invalid([.init("consent", Words("请阅读全文并勾选同意", "Please read the text and agree to it"))]) }
        return try await house.perform(by: actor, once: once) { act in
            let account = try act.talent()
            let mandate = try act.loadMandate(id, where: "m.account_id = \(account)")
            let sha256: String? = try act.tx.value("SELECT contract_sha256 FROM mandates WHERE id = \(id)")
            guard let sha256, text == sha256 else { throw Casework.changedMeanwhile }
            if let until = mandate.until, until < act.today { throw MandateState.isOverdue }
            try act.move(mandate, .sign, by: .talent, also: ", signed_at = \(act.now)", detail: ["text": MandateText.version, "sha256": sha256])
            try act.tell(mandate, but: .talent, Words("新的代办委托", "A new mandate"), Words("有人委托贵驿站代办政策申请，请安排经办人。", "Somebody asks your station to apply for a policy; please assign an agent."))
            return Receipt(.mandate, id.rawValue)
        }
    }
}

extension MandateState {
    static let isOverdue = Refusal(.conflict, "mandate_overdue", Words("委托期限已过，请重新委托", "The mandate's last day is over; please make a new one"))
}

/// The talent ends a mandate; from this moment on the agent cannot look at anything any more.
///
/// Effects: the mandate is revoked; a case that is open is withdrawn; its agent is told; the reason kept, if one is given; an audit record.
public struct RevokeMandate: Codable, Sendable {
    public let reason: String?

    public init(reason: String? = nil) { self.reason = reason }

    public func callAsFunction(_ house: House, _ id: ID<Mandate>, by actor: Actor, once: Once? = nil) async throws -> Receipt {
        let text = try PursuitRules.note(reason, "reason")
        return try await house.perform(by: actor, once: once) { act in
            let mandate = try act.loadMandate(id, where: MandateAccess.asTalent(actor))
            try act.revoke(mandate, reason: try text.map { try act.keepReason($0, audience: .applicant) })
            return Receipt(.mandate, id.rawValue)
        }
    }
}

extension Act {
    /// Effects: the mandate is revoked; a case that is open is withdrawn; uses of proofs for it end; its agent is told; an audit record.
    func revoke(_ mandate: StoredMandate, reason: KeptReason? = nil) throws {
        try move(mandate, .revoke, by: .talent, reason: reason)
        try withdrawCase(of: mandate, verb: "mandate_revoked")
        if mandate.state != .asked { try tell(mandate, but: .talent, Words("委托已撤销", "The mandate was revoked"), Words("本人已撤销委托，请停止办理；材料已不能查看。", "The person has revoked it: please stop. Its papers are closed.")) }
    }

    /// The case of a mandate that ended before it was decided.
    func withdrawCase(of mandate: StoredMandate, verb: String) throws {
        guard let id = mandate.caseID else { return }
        later("UPDATE proof_uses SET revoked_at = \(now) WHERE purpose = 'case' AND subject = \(id.rawValue) AND revoked_at IS NULL")
        let loaded = try loadCase(id)
        guard !CaseState.ended.contains(loaded.current.state) else { return }
        try move(loaded, .withdraw, verb: verb, detail: ["mandate": mandate.id.rawValue])
    }

    /// By what a person is known through all their accounts: the key of their document, or else the account.
    func person(_ account: ID<Account>) throws -> String {
        let key: String? = try tx.value("SELECT person_key FROM talents WHERE account_id = \(account)")
        return key ?? account.rawValue
    }
}

/// The last day of a mandate, or of an offer, is over. What is with the office goes on.
///
/// Effects: it lapses; both sides are told; an audit record.
struct LapseMandate {
    func callAsFunction(_ house: House, _ id: ID<Mandate>, at: Instant?) async throws {
        _ = try await house.perform(by: .system, once: nil, at: at) { act in
            let mandate = try act.loadMandate(id, where: "1 = 1"), receipt = Receipt(.mandate, id.rawValue)
            guard let until = mandate.until, until < act.today else { return receipt }
            switch mandate.state {
            case .offered, .asked, .signed, .working:
                try act.move(mandate, .lapse, by: .system)
                try act.withdrawCase(of: mandate, verb: "mandate_lapsed")
                try act.tell(mandate, but: mandate.state == .asked ? .station : .system, Words("已到期", "Its time is over"),
                    mandate.way == .agency ? Words("委托期限已过，驿站不能再办理；需要时请重新委托。", "The mandate is over and the station cannot act any more; a new one can be signed.")
                        : Words("确认期限已过。仍符合条件的可以自行申请。", "The time to confirm is over. Whoever still meets the conditions can apply."))
            case .handedIn, .granted, .refused, .paid, .done, .declined, .revoked, .lapsed: break
            }
            return receipt
        }
    }
}
