import Domain
import SQL

/// The secretariat takes somebody into the pool of experts; they have agreed to it.
///
/// Effects: an account that signs in by codes sent to the mobile number, unless the number has one; the expert, with name and employer sealed; the expert is
/// told; audit records.
public struct AddExpert: Codable, Sendable {
    public let name: String
    public let phone: String
    /// Where they work, in words.
    public let employer: String
    /// The credit code of the employer, where it is registered here: by it a host's own people are found.
    public let creditCode: String?
    /// Fields of the programme, by id.
    public let fields: [String]?
    /// The person agreed that name, number and employer are kept for this.
    public let consent: Bool?

    public init(name: String, phone: String, employer: String, creditCode: String? = nil, fields: [String]?, consent: Bool?) {
        self.name = name
        self.phone = phone
        self.employer = employer
        self.creditCode = creditCode
        self.fields = fields
        self.consent = consent
    }

    public func callAsFunction(_ house: House, by actor: Actor, once: Once? = nil, story: String = "") async throws -> Receipt {
        guard let account = actor.account else { throw Refusal.unauthenticated }
        guard let programme = house.library.programmes.first(where: { ExpertAccess.office(actor, $0) != nil }) else { throw ExpertRules.notKept }
        return try await house.perform(by: actor, once: once) { act in
            var wrong: [Refusal.Field] = []
            if !(1...40).contains(name.trimmed.count) { wrong.append(.init("name", Words("请填写姓名（最多 40 字）", "Please give the name (at most 40 characters)"))) }
            if !Phone.isMobile(phone) { wrong.append(.init("phone", PhoneCodes.phoneWords)) }
            if consent != true { wrong.append(.init("consent", Words("请确认本人已同意", "Please confirm that the person agrees"))) }
            let organisation = try ExpertRules.check(act, programme, employer, creditCode, fields, &wrong)
            guard wrong.isEmpty else { throw Refusal.invalid(wrong) }
            let number = Phone.normalised(phone), indexes = try house.secrets.blindIndexes(number, table: "accounts", column: "phone")
            let person: ID<Account>
            if let known = try act.tx.row("SELECT id, kind, disabled_at FROM accounts WHERE phone_index IN (\(list: indexes))\(act.dialect.lock)") {
                let disabled: Instant? = try known("disabled_at")
                guard disabled == nil, try known("kind") == "public" else { throw Refusal.invalid([.init("phone", Words("这个账号不能担任专家", "This account cannot be an expert's"))]) }
                person = try known("id")
            } else {
                person = try act.openPublic(name: name.trimmed, phone: number, hash: Accounts.nobodysPassword, story: story)
                act.audit("account", person.rawValue, "account_opened", detail: ["expert": "yes", "consent": "expert-1"])
            }
            guard person != account else { throw Refusal(.forbidden, "own_account", Words("不能把自己加入专家库", "Nobody takes themselves into the pool")) }
            let id = try act.newID(Expert.self), secrets = house.secrets
            let made = try act.tx.rows("""
                INSERT INTO experts (id, programme_id, account_id, name, employer, organisation_id, fields, by_account, added_at)
                VALUES (\(id), \(programme.id), \(person), \(try secrets.seal(text: name.trimmed, table: "experts", column: "name", row: id.rawValue)),
                    \(try secrets.seal(text: employer.trimmed, table: "experts", column: "employer", row: id.rawValue)), \(organisation),
                    \(try Stored.json(Set(fields ?? []).sorted())), \(account), \(act.now)) ON CONFLICT (programme_id, account_id) DO NOTHING RETURNING id
                """)
            guard !made.isEmpty else {
                let words = Words("这位专家已在专家库中", "This expert is in the pool already")
                throw Refusal(.invalid, "expert_known", words, fields: [.init("phone", words)])
            }
            act.audit("expert", id.rawValue, "expert_added", clause: programme.evaluation?.clause, detail: ["account": person.rawValue], isFirst: true)
            try act.tell(person, Words("您已加入评估专家库", "You are in the pool of experts"),
                Words("有评审任务时会通知您。请用本手机号接收验证码登录，在“专家评审”中办理。", "You are told when there is something to score. Sign in with a code sent to this number."), link: Receipt(.expertWork))
            return Receipt(.expert, id.rawValue)
        }
    }
}

/// Employer and fields of an expert change.
///
/// Effects: the expert; an audit record.
public struct ChangeExpert: Codable, Sendable {
    public let employer: String
    public let creditCode: String?
    public let fields: [String]?

    public init(employer: String, creditCode: String? = nil, fields: [String]?) {
        self.employer = employer
        self.creditCode = creditCode
        self.fields = fields
    }

    public func callAsFunction(_ house: House, _ id: ID<Expert>, by actor: Actor, once: Once? = nil) async throws -> Receipt {
        try await house.perform(by: actor, once: once) { act in
            let expert = try act.loadExpert(id), programme = try house.library.programme(expert.programme)
            var wrong: [Refusal.Field] = []
            let organisation = try ExpertRules.check(act, programme, employer, creditCode, fields, &wrong)
            guard wrong.isEmpty else { throw Refusal.invalid(wrong) }
            try act.tx.run("""
                UPDATE experts SET employer = \(try house.secrets.seal(text: employer.trimmed, table: "experts", column: "employer", row: id.rawValue)), organisation_id = \(organisation),
                    fields = \(try Stored.json(Set(fields ?? []).sorted())) WHERE id = \(id)
                """)
            act.audit("expert", id.rawValue, "expert_changed")
            return expert.receipt
        }
    }
}

/// An expert is not drawn for the time being, or is drawn again.
///
/// Effects: the pause; an audit record. Tasks that they have already stay theirs.
public struct PauseExpert: Codable, Sendable {
    /// False ends the pause.
    public let paused: Bool

    public init(paused: Bool) { self.paused = paused }

    public func callAsFunction(_ house: House, _ id: ID<Expert>, by actor: Actor, once: Once? = nil) async throws -> Receipt {
        try await house.perform(by: actor, once: once) { act in
            let expert = try act.loadExpert(id)
            guard paused != (expert.pausedAt != nil) else { return expert.receipt }
            try act.tx.run("UPDATE experts SET paused_at = \(paused ? act.now : nil) WHERE id = \(id)")
            act.audit("expert", id.rawValue, paused ? "expert_paused" : "expert_resumed")
            return expert.receipt
        }
    }
}

extension Act {
    /// An expert, locked, for the office that keeps the pool. - Throws: `Refusal.notFound`.
    func loadExpert(_ id: ID<Expert>) throws -> StoredExpert {
        _ = try tx.row("SELECT id FROM experts WHERE id = \(id)\(dialect.lock)")
        guard let expert = try StoredExpert.all(tx, house.secrets, "e.id = \(id) AND e.programme_id IN (\(list: ExpertAccess.kept(actor, house.library)))").first else { throw Refusal.notFound }
        return expert
    }
}

enum ExpertRules {
    static let notKept = Refusal(.forbidden, "keeps_no_experts", Words("专家库由评估秘书单位维护", "The secretariat keeps the experts"))

    /// The registered employer, if one is named. What is wrong is added to `wrong`.
    static func check(_ act: Act, _ programme: Programme, _ employer: String, _ code: String?, _ fields: [String]?, _ wrong: inout [Refusal.Field]) throws -> ID<Organisation>? {
        if !(1...60).contains(employer.trimmed.count) { wrong.append(.init("employer", Words("请填写工作单位（最多 60 字）", "Please give the employer (at most 60 characters)"))) }
        let chosen = fields ?? []
        if chosen.isEmpty || chosen.contains(where: { id in !programme.fields.contains { $0.id == id } }) { wrong.append(.init("fields", Words("请从列表中选择", "Choose of the list"))) }
        guard let code = code?.trimmed.uppercased(), !code.isEmpty else { return nil }
        let known: ID<Organisation>? = try act.tx.value("SELECT id FROM organisations WHERE credit_code = \(code)")
        if known == nil { wrong.append(.init("creditCode", Words("没有这个单位注册；未注册的单位不必填写", "No such organisation is registered; leave it out then"))) }
        return known
    }
}
