import Domain
import SQL

/// A person sets a new password. Effects: the hash; all other sessions end; an audit record.
public struct ChangePassword: Codable, Sendable {
    public let current: String
    public let password: String

    public init(current: String, password: String) {
        self.current = current
        self.password = password
    }

    public func callAsFunction(_ house: House, by actor: Actor, keeping tokenHash: String, once: Once? = nil) async throws -> Receipt {
        guard let account = actor.account else { throw Refusal.unauthenticated }
        let stored = try await house.database.read { tx in try tx.row("SELECT password, kind FROM accounts WHERE id = \(account)") }
        guard let stored, try await house.passwords.verify(current, against: try stored("password")) else {
            throw Refusal.invalid([.init("current", Words("现在的密码不正确", "The current password is wrong"))])
        }
        if let weak = Accounts.weakness(password, isStaff: try stored("kind") == "staff", house: house) { throw Refusal.invalid([weak]) }
        let hash = try await house.passwords.hash(password)
        return try await house.perform(by: actor, once: once) { act in
            try act.tx.run("UPDATE accounts SET password = \(hash), password_changed_at = \(act.real) WHERE id = \(account)")
            act.later("DELETE FROM sessions WHERE account_id = \(account) AND token_hash <> \(tokenHash)")
            act.audit("account", account.rawValue, "password_changed")
            return Receipt(.account, account.rawValue)
        }
    }
}

/// A person binds an authenticator: the secret is shown once, and kept when a code of it is given back. It wants the password again, and a code
/// of the authenticator that was bound before: who only sits at an open session cannot take the account over.
///
/// Effects: the secret, encrypted; all sessions end, this one too, since what they may do has changed; an audit record.
public struct BindAuthenticator: Codable, Sendable {
    /// Base 16 of the secret that was shown.
    public let secret: String
    public let code: String
    public let password: String
    /// From the authenticator that is bound now, if one is.
    public let oldCode: String?

    public init(secret: String, code: String, password: String, oldCode: String? = nil) {
        self.secret = secret
        self.code = code
        self.password = password
        self.oldCode = oldCode
    }

    public func callAsFunction(_ house: House, by actor: Actor, once: Once? = nil) async throws -> Receipt {
        guard let account = actor.account else { throw Refusal.unauthenticated }
        let stored = try await house.database.read { tx in try tx.row("SELECT password, totp FROM accounts WHERE id = \(account)") }
        guard let stored, try await house.passwords.verify(password, against: try stored("password")) else {
            throw Refusal.invalid([.init("password", Words("密码不正确", "The password is wrong"))])
        }
        if let sealed: [UInt8] = try stored("totp") {
            let bound = try house.secrets.open(sealed, table: "accounts", column: "totp", row: account.rawValue)
            guard house.secrets.totpStep(secret: bound, code: oldCode ?? "", at: house.realTime()) != nil else {
                throw Refusal.invalid([.init("oldCode", Words("请输入现在绑定的验证器上的六位数字；丢失请联系管理员", "Six digits from the authenticator that is bound now; if it is lost, ask an administrator"))])
            }
        }
        guard let bytes = Self.bytes(secret), bytes.count >= 16, let step = house.secrets.totpStep(secret: bytes, code: code, at: house.realTime()) else {
            throw Refusal.invalid([.init("code", Words("验证码不正确，请重新扫码后输入", "The code is wrong; scan again and enter the new one"))])
        }
        return try await house.perform(by: actor, once: once) { act in
            let sealed = try house.secrets.seal(bytes, table: "accounts", column: "totp", row: account.rawValue)
            try act.tx.run("UPDATE accounts SET totp = \(sealed), totp_step = \(step) WHERE id = \(account)")
            act.later("DELETE FROM sessions WHERE account_id = \(account)")
            act.audit("account", account.rawValue, "authenticator_bound")
            return Receipt(.account, account.rawValue)
        }
    }

    private static func bytes(_ hex: String) -> [UInt8]? {
        let digits = Array(hex.utf8)
        guard digits.count % 2 == 0, digits.count <= 128 else { return nil }
        var bytes: [UInt8] = []
        for at in stride(from: 0, to: digits.count, by: 2) {
            guard let byte = UInt8(String(decoding: digits[at...at + 1], as: UTF8.self), radix: 16) else { return nil }
            bytes.append(byte)
        }
        return bytes
    }
}

/// Where messages go by mail, where the house sends mail; empty for nowhere. Effects: the address, encrypted; an audit record.
public struct SetMail: Codable, Sendable {
    public let mail: String?

    public init(mail: String?) { self.mail = mail }

    public func callAsFunction(_ house: House, by actor: Actor, once: Once? = nil) async throws -> Receipt {
        guard let account = actor.account else { throw Refusal.unauthenticated }
        let address = (mail ?? "").trimmed
        if !address.isEmpty, !Self.isPlausible(address) { throw Refusal.invalid([.init("mail", Words("请填写邮箱地址，例如 name@example.cn", "An address such as name@example.cn"))]) }
        return try await house.perform(by: actor, once: once) { act in
            let sealed = address.isEmpty ? nil : try house.secrets.seal(text: address, table: "accounts", column: "mail", row: account.rawValue)
            try act.tx.run("UPDATE accounts SET mail = \(sealed) WHERE id = \(account)")
            act.audit("account", account.rawValue, address.isEmpty ? "mail_removed" : "mail_set")
            return Receipt(.account, account.rawValue)
        }
    }

    private static func isPlausible(_ text: String) -> Bool {
        let parts = text.split(separator: "@", omittingEmptySubsequences: false)
        return parts.count == 2 && !parts[0].isEmpty && parts[1].contains(".") && text.utf8.count <= 254
            && text.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F && $0 != 0x3C && $0 != 0x3E && $0 != 0x2C && $0 != 0x3B }
    }
}

/// A message was read. Effects: its mark; nothing else.
public struct ReadMessages: Codable, Sendable {
    public init() {}

    public func callAsFunction(_ house: House, by actor: Actor, once: Once? = nil) async throws -> Receipt {
        guard let account = actor.account else { throw Refusal.unauthenticated }
        return try await house.perform(by: actor, once: once) { act in
            try act.tx.run("UPDATE messages SET read_at = \(act.now) WHERE account_id = \(account) AND read_at IS NULL")
            return Receipt(.inbox)
        }
    }
}

/// The language that a person's pages and messages speak. Effects: the setting.
public struct SetLanguage: Codable, Sendable {
    public let language: Language

    public init(language: Language) { self.language = language }

    public func callAsFunction(_ house: House, by actor: Actor) async throws {
        guard let account = actor.account else { return }
        try await house.database.write { tx in _ = try tx.run("UPDATE accounts SET language = \(language) WHERE id = \(account)") }
    }
}
