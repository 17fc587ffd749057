import Domain
import SQL

/// What somebody does for an organisation.
public enum MemberRole: String, Codable, Sendable, Hashable, CaseIterable, Bindable {
    /// Everything that handlers do, and keeps who acts for the organisation.
    case manager
    /// Applications, jobs, interviews, the desk.
    case handler

    public var words: Words {
        switch self {
        case .manager: Words("管理员", "Manager")
        case .handler: Words("经办人", "Handler")
        }
    }
}

/// A manager of an organisation lets a colleague act for it too.
///
/// Effects: the colleague's account, which signs in by the mobile number, and the membership; audit records on both.
public struct AddMember: Codable, Sendable {
    public let name: String
    /// A mobile number that nobody has registered.
    public let phone: String
    /// Temporary: told in person, to be changed at once.
    public let password: String
    /// The colleague has agreed to the processing of name and number for this purpose.
    public let consent: Bool?
    /// A handler, if left out.
    public let role: MemberRole?
    /// Wanted when the person acts for more than one organisation.
    public let organisation: ID<Organisation>?

    public init(name: String, phone: String, password: String, consent: Bool?, role: MemberRole? = nil, organisation: ID<Organisation>? = nil) {
        self.name = name
        self.phone = phone
        self.password = password
        self.consent = consent
        self.role = role
        self.organisation = organisation
    }

    public func callAsFunction(_ house: House, by actor: Actor, once: Once? = nil) async throws -> Receipt {
        let organisation = try MemberRules.organisation(self.organisation, actor), role = self.role ?? .handler
        var fields: [Refusal.Field] = []
        if !(1...50).contains(name.trimmed.count) { fields.append(.init("name", Words("请填写姓名（最多 50 字）", "Please give a name (at most 50 characters)"))) }
        if !Phone.isMobile(phone) { fields.append(.init("phone", Words("请填写 11 位手机号", "An 11-digit mobile number, please"))) }
        if let weak = Accounts.weakness(password, isStaff: false, house: house) { fields.append(weak) }
        if consent != true { fields.append(.init("consent", Words("请确认本人已同意", "Please confirm that your colleague agrees"))) }
        guard fields.isEmpty else { throw Refusal.invalid(fields) }
        let hash = try await house.passwords.hash(password)
        return try await house.perform(by: actor, once: once) { act in
            try MemberRules.mustManage(act, organisation)
            let account = try act.openPublic(name: name.trimmed, phone: Phone.normalised(phone), hash: hash)
            act.later("INSERT INTO members (organisation_id, account_id, since, role) VALUES (\(organisation), \(account), \(act.now), \(role))")
            act.audit("organisation", organisation.rawValue, "member_added", detail: ["account": account.rawValue, "role": role.rawValue])
            act.audit("account", account.rawValue, "account_opened", detail: ["organisation": organisation.rawValue, "consent": "contact-1"])
            return Receipt(.account, account.rawValue)
        }
    }
}

/// A manager gives a colleague another role; one manager stays.
///
/// Effects: the role; an audit record.
public struct ChangeMemberRole: Codable, Sendable {
    public let account: ID<Account>
    public let role: MemberRole
    /// Wanted when the person acts for more than one organisation.
    public let organisation: ID<Organisation>?

    public init(account: ID<Account>, role: MemberRole, organisation: ID<Organisation>? = nil) {
        self.account = account
        self.role = role
        self.organisation = organisation
    }

    public func callAsFunction(_ house: House, by actor: Actor, once: Once? = nil) async throws -> Receipt {
        let organisation = try MemberRules.organisation(self.organisation, actor)
        return try await house.perform(by: actor, once: once) { act in
            try MemberRules.mustManage(act, organisation)
            let before = try MemberRules.role(act, organisation, account)
            guard before != role else { return Receipt(.account, account.rawValue) }
            if before == .manager { try MemberRules.mustNotBeLastManager(act, organisation, account) }
            try act.tx.run("UPDATE members SET role = \(role) WHERE organisation_id = \(organisation) AND account_id = \(account)")
            act.audit("organisation", organisation.rawValue, "member_role_changed", from: before.rawValue, to: role.rawValue, detail: ["account": account.rawValue])
            return Receipt(.account, account.rawValue)
        }
    }
}

/// A membership ends: one's own, or a colleague's by a manager; never the last manager's.
///
/// Effects: the membership; the sessions of the account end, since its powers have changed; an audit record.
public struct EndMembership: Codable, Sendable {
    public let account: ID<Account>
    /// Wanted when the person acts for more than one organisation.
    public let organisation: ID<Organisation>?

    public init(account: ID<Account>, organisation: ID<Organisation>? = nil) {
        self.account = account
        self.organisation = organisation
    }

    public func callAsFunction(_ house: House, by actor: Actor, once: Once? = nil) async throws -> Receipt {
        let organisation = try MemberRules.organisation(self.organisation, actor)
        return try await house.perform(by: actor, once: once) { act in
            if account == actor.account { try MemberRules.mustStillBe(act, organisation) } else { try MemberRules.mustManage(act, organisation) }
            if try MemberRules.role(act, organisation, account) == .manager { try MemberRules.mustNotBeLastManager(act, organisation, account) }
            try act.tx.run("DELETE FROM members WHERE organisation_id = \(organisation) AND account_id = \(account)")
            act.later("DELETE FROM sessions WHERE account_id = \(account)")
            act.audit("organisation", organisation.rawValue, "member_ended", detail: ["account": account.rawValue])
            return Receipt(.account, account.rawValue)
        }
    }
}

enum MemberRules {
    static func organisation(_ named: ID<Organisation>?, _ actor: Actor) throws(Refusal) -> ID<Organisation> {
        guard let id = named ?? actor.organisations.min(), actor.organisations.contains(id) else {
            throw notAMember
        }
        return id
    }

    /// The same, and a manager.
    static func mustManage(_ act: Act, _ organisation: ID<Organisation>) throws {
        try mustStillBe(act, organisation)
        guard try role(act, organisation, act.actor.account) == .manager else {
            throw Refusal(.forbidden, "not_a_manager", Words("只有本单位的管理员可以办理", "Only a manager of the organisation does this"), next: Words("请联系本单位管理员", "Ask your organisation’s manager"))
        }
    }

    static func role(_ act: Act, _ organisation: ID<Organisation>, _ account: ID<Account>?) throws -> MemberRole {
        guard let row = try act.tx.row("SELECT role FROM members WHERE organisation_id = \(organisation) AND account_id = \(account)") else { throw Refusal.notFound }
        return try row("role")
    }

    static func mustNotBeLastManager(_ act: Act, _ organisation: ID<Organisation>, _ account: ID<Account>) throws {
        guard try act.tx.row("SELECT account_id FROM members WHERE organisation_id = \(organisation) AND role = 'manager' AND account_id <> \(account) LIMIT 1") != nil else {
            throw Refusal(.conflict, "last_member", Words("单位至少要有一位管理员", "An organisation keeps at least one manager"), next: Words("请先添加另一位管理员", "Make somebody else a manager first"))
        }
    }

    static let notAMember = Refusal(.forbidden, "not_a_member", Words("只有本单位的人可以办理", "Only an organisation's own people do this"))

    /// The organisation is locked, one change of its members after the other; who was just taken out changes nothing any more.
    static func mustStillBe(_ act: Act, _ organisation: ID<Organisation>) throws {
        _ = try act.tx.row("SELECT id FROM organisations WHERE id = \(organisation)\(act.dialect.lock)")
        guard try act.tx.row("SELECT account_id FROM members WHERE organisation_id = \(organisation) AND account_id = \(act.actor.account)") != nil else { throw Refusal.notFound }
    }
}

extension Act {
    /// The row of an account that signs in by a mobile number, which is kept encrypted and found by its blind index.
    /// - Throws: `invalid` when the number is registered already.
    func openPublic(name: String, phone: String, hash: String, story: String = "") throws -> ID<Account> {
        let id: ID<Account> = try newID(), secrets = house.secrets
        let indexes = try secrets.blindIndexes(phone, table: "accounts", column: "phone")
        let known = try tx.row("SELECT id FROM accounts WHERE phone_index IN (\(list: indexes))") != nil
        let made = known ? [] : try tx.rows("""
            INSERT INTO accounts (id, login, name, kind, administers, password, password_changed_at, phone, phone_index, totp_step, language, story, created_at)
            VALUES (\(id), \(id), \(name), 'public', \(false), \(hash), \(real),
                \(try secrets.seal(text: phone, table: "accounts", column: "phone", row: id.rawValue)), \(indexes.first), \(0), 'zh', \(story), \(now))
            ON CONFLICT DO NOTHING RETURNING id
            """)
        guard !made.isEmpty else {
            throw Refusal(.invalid, "phone_known", Words("这个手机号已经注册", "This number is registered already"), next: Words("请直接登录", "Please sign in"),
                fields: [.init("phone", Words("已注册", "Registered already"))])
        }
        return id
    }
}
