import Domain
import SQL

/// Opens a session for a number that a code has confirmed, and for a one-time code of an authenticator where the account has one.
///
/// Effects: a session; contacts in the service log that the person wants to find in their account (`claimContacts`); an audit record. The code is used up.
public struct SignInByCode: Codable, Sendable {
    public let phone: String
    public let code: String
    /// Six digits from the authenticator, where the account has one.
    public let oneTimeCode: String?

    public init(phone: String, code: String, oneTimeCode: String? = nil) {
        self.phone = phone
        self.code = code
        self.oneTimeCode = oneTimeCode
    }

    public func callAsFunction(_ house: House, kind: SignIn.Kind) async throws -> SignIn.Opened {
        guard Phone.isMobile(phone) else { throw Refusal.invalid([.init("phone", PhoneCodes.phoneWords)]) }
        try await PhoneCodes.countTry(house, phone)
        let number = Phone.normalised(phone), secrets = house.secrets
        let indexes = try secrets.blindIndexes(number, table: "accounts", column: "phone")
        // The code is used up only with the session: who mistypes the other one tries again.
        let receipt = try await house.perform(by: .visitor, once: nil) { act in
            try PhoneCodes.take(act, number, code)
            guard let row = try act.tx.row("SELECT id, totp, totp_step FROM accounts WHERE phone_index IN (\(list: indexes)) AND kind = 'public' AND disabled_at IS NULL\(act.dialect.lock)") else {
                throw Refusal(.unauthenticated, "not_registered", Words("这个手机号还没有注册", "This number is not registered yet"), next: Words("请先注册", "Please register first"),
                    fields: [.init("phone", Words("还没有注册", "Not registered yet"))])
            }
            let account: ID<Account> = try row("id")
            try act.needAuthenticator(row, oneTimeCode)
            try act.claimContacts(account, phone: number)
            return Receipt(.account, account.rawValue)
        }
        guard let account = ID<Account>(rawValue: receipt.id) else { throw Unexpected("account") }
        return try await Sessions.open(house, account: account, isStaff: false, kind: kind, verb: "signed_in_by_code")
    }
}

extension Act {
    /// A text message alone does not open an account that has an authenticator: its code is wanted too, and used up.
    /// - Parameter row: `id`, `totp` and `totp_step` of the account, which is locked.
    func needAuthenticator(_ row: Row, _ typed: String?) throws {
        guard let sealed: [UInt8] = try row("totp") else { return }
        let account: ID<Account> = try row("id"), step: Int64 = try row("totp_step")
        let secret = try house.secrets.open(sealed, table: "accounts", column: "totp", row: account.rawValue)
        guard let typed, !typed.isEmpty, let matched = house.secrets.totpStep(secret: secret, code: typed, at: real), matched > step else {
            throw Refusal(.unauthenticated, "code_wanted", Words("请输入动态验证码", "Enter the code from your authenticator"), fields: [.init("oneTimeCode", Words("六位数字", "Six digits"))])
        }
        try tx.run("UPDATE accounts SET totp_step = \(matched) WHERE id = \(account)")
    }
}

extension Sessions {
    /// The session that follows a registration. - Parameter receipt: of `RegisterTalent`.
    public static func begin(_ house: House, after receipt: Receipt, kind: SignIn.Kind) async throws -> SignIn.Opened {
        guard receipt.thing == .talent, let account = ID<Account>(rawValue: receipt.id) else { throw Unexpected("a receipt of no registration") }
        return try await open(house, account: account, isStaff: false, kind: kind, verb: "signed_in_by_code")
    }
}
