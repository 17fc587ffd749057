import Domain
import SQL

/// Somebody closes their account, and gives the password or a code once more.
///
/// Effects: personal values are deleted or blanked in every room; what the law keeps stays, and is named on the page before and after; the account
/// is shut and all its sessions end; an audit record. The number can register anew.
public struct CloseAccount: Codable, Sendable {
    public let password: String?
    /// Sent to the account's number; instead of the password.
    public let code: String?
    /// That it cannot be undone.
    public let understood: Bool?

    public init(password: String? = nil, code: String? = nil, understood: Bool?) {
        self.password = password
        self.code = code
        self.understood = understood
    }

    public func callAsFunction(_ house: House, by actor: Actor, once: Once? = nil) async throws -> Receipt {
        guard let account = actor.account else { throw Refusal.unauthenticated }
        guard understood == true else { throw Refusal.invalid([.init("understood", Words("请确认注销后不能恢复", "Please confirm that this cannot be undone"))]) }
        let row = try await house.database.read { tx in try tx.row("SELECT kind, password, phone FROM accounts WHERE id = \(account) AND disabled_at IS NULL") }
        guard let row, try row("kind") == "public" else {
            throw Refusal(.forbidden, "staff_account", Words("工作账号由管理员停用", "An administrator closes staff accounts"))
        }
        let typed = (code ?? "").trimmed
        var number: String?
        if let password, !password.isEmpty {
            guard try await house.passwords.verify(password, against: try row("password")) else {
                throw Refusal.invalid([.init("password", Words("密码不正确", "The password is wrong"))])
            }
        } else if !typed.isEmpty, let sealed: [UInt8] = try row("phone") {
            let own = try house.secrets.text(sealed, table: "accounts", column: "phone", row: account.rawValue)
            try await PhoneCodes.countTry(house, own)
            number = own
        } else {
            throw Refusal.invalid([.init("password", Words("请输入密码或短信验证码", "Enter your password, or a code"))])
        }
        let proven = number
        return try await house.perform(by: actor, once: once) { act in
            guard try act.tx.row("SELECT id FROM accounts WHERE id = \(account) AND disabled_at IS NULL\(act.dialect.lock)") != nil else { throw Refusal.notFound }
            if let proven { try PhoneCodes.take(act, proven, typed) }
            for room in OwnDataRoom.all { if let obstacle = try room.obstacle(act, account) { throw obstacle } }
            for room in OwnDataRoom.all { try room.leave(act, account) }
            act.audit("account", account.rawValue, "account_closed")
            return Receipt(.home)
        }
    }
}
