import Domain
import SQL

/// An administrator opens the account of another administrator, who holds no place in any office.
///
/// Effects: the account; an audit record.
public struct OpenAdministrator: Codable, Sendable {
    public let login: String
    public let name: String
    public let password: String

    public init(login: String, name: String, password: String) {
        self.login = login
        self.name = name
        self.password = password
    }

    public func callAsFunction(_ house: House, by actor: Actor, once: Once? = nil) async throws -> Receipt {
        try AccountRules.needsAdministrator(actor)
        let login = Accounts.login(self.login)
        let fields = AccountRules.mistakes(login: login, name: name, password: password, house)
        guard fields.isEmpty else { throw Refusal.invalid(fields) }
        let hash = try await house.passwords.hash(password)
        return try await house.perform(by: actor, once: once) { act in
            let id = try act.openStaff(login: login, name: name.trimmed, hash: hash, administers: true)
            act.audit("account", id.rawValue, "account_opened", detail: ["administers": "yes"])
            return Receipt(.account, id.rawValue)
        }
    }
}

/// An administrator gives somebody in an office a new temporary password, when they have lost theirs or their authenticator.
///
/// Effects: the password, which is to be changed before the places count again; the authenticator is taken off; all sessions of the account
/// end; an audit record.
public struct ResetAccess: Codable, Sendable {
    public let password: String

    public init(password: String) { self.password = password }

    public func callAsFunction(_ house: House, of account: ID<Account>, by actor: Actor, once: Once? = nil) async throws -> Receipt {
        try AccountRules.mayKeep(account, actor)
        if let weak = Accounts.weakness(password, isStaff: true, house: house) { throw Refusal.invalid([weak]) }
        let hash = try await house.passwords.hash(password)
        return try await house.perform(by: actor, once: once) { act in
            // As old as can be: its owner has to set another.
            let changed = try act.tx.run("""
                UPDATE accounts SET password = \(hash), password_changed_at = \(Instant(milliseconds: 0)), totp = \(nil as [UInt8]?) WHERE id = \(account) AND kind = 'staff'
                """)
            guard changed == 1 else { throw Refusal.notFound }
            act.later("DELETE FROM sessions WHERE account_id = \(account)")
            act.audit("account", account.rawValue, "access_reset")
            return Receipt(.account, account.rawValue)
        }
    }
}

/// An administrator closes the account of somebody in an office, or opens it again.
///
/// Effects: the account; its sessions end; an audit record, if anything changed.
public struct DisableAccount: Codable, Sendable {
    /// False opens it again.
    public let disabled: Bool

    public init(disabled: Bool) { self.disabled = disabled }

    public func callAsFunction(_ house: House, of account: ID<Account>, by actor: Actor, once: Once? = nil) async throws -> Receipt {
        try AccountRules.mayKeep(account, actor)
        return try await house.perform(by: actor, once: once) { act in
            guard let row = try act.tx.row("SELECT disabled_at FROM accounts WHERE id = \(account) AND kind = 'staff'\(act.dialect.lock)") else { throw Refusal.notFound }
            let since: Instant? = try row("disabled_at")
            guard (since != nil) != disabled else { return Receipt(.account, account.rawValue) }
            try act.tx.run("UPDATE accounts SET disabled_at = \(disabled ? act.now : nil) WHERE id = \(account)")
            act.later("DELETE FROM sessions WHERE account_id = \(account)")
            act.audit("account", account.rawValue, disabled ? "account_disabled" : "account_enabled")
            return Receipt(.account, account.rawValue)
        }
    }
}

extension AccountRules {
    /// An administrator keeps the accounts of others, never their own: there is always one left who can.
    static func mayKeep(_ account: ID<Account>, _ actor: Actor) throws(Refusal) {
        try needsAdministrator(actor)
        if account == actor.account {
            throw Refusal(.forbidden, "own_account", Words("不能管理自己的账号，请由另一位管理员办理", "Nobody does this to their own account; another administrator does"))
        }
    }

    /// What is wrong with a new account of somebody in an office.
    static func mistakes(login: String, name: String, password: String, _ house: House) -> [Refusal.Field] {
        var fields: [Refusal.Field] = []
        if !(3...60).contains(login.count) || !login.utf8.allSatisfy({ (0x30...0x39).contains($0) || (0x61...0x7A).contains($0) || $0 == 0x2E || $0 == 0x2D }) || Phone.isMobile(login) {
            fields.append(.init("login", Words("账号为 3 至 60 位小写字母、数字、点或横线", "3 to 60 small letters, digits, dots or hyphens")))
        }
        if !(1...50).contains(name.trimmed.count) { fields.append(.init("name", Words("请填写姓名", "Please give a name"))) }
        if let weak = Accounts.weakness(password, isStaff: true, house: house) { fields.append(weak) }
        return fields
    }
}

extension Act {
    /// The row of an account of somebody in an office.
    /// - Throws: `invalid` when the login is taken.
    func openStaff(login: String, name: String, hash: String, administers: Bool, story: String = "") throws -> ID<Account> {
        let id: ID<Account> = try newID()
        let made = try tx.rows("""
            INSERT INTO accounts (id, login, name, kind, administers, password, password_changed_at, totp_step, language, story, created_at)
            VALUES (\(id), \(login), \(name), 'staff', \(administers), \(hash), \(real), \(0), 'zh', \(story), \(now))
            ON CONFLICT (login) DO NOTHING RETURNING id
            """)
        guard !made.isEmpty else { throw Refusal.invalid([.init("login", Words("这个账号已经有人使用", "This login is taken"))]) }
        return id
    }
}
