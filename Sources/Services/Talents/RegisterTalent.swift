import Domain
import SQL

/// Somebody registers as a talent with a mobile number that a code has confirmed, and a password if they want one. Who has an account already, as
/// an organisation's contact for instance, keeps it and becomes a talent with it; their password stays as it is.
///
/// Effects: the account, unless the number has one; the talent; the consent with its version; an audit record. The code is used up.
public struct RegisterTalent: Codable, Sendable {
    public let phone: String
    public let code: String
    /// For signing in without a code; may be left out.
    public let password: String?
    /// To the current text for keeping the account.
    public let consent: Bool?

    public init(phone: String, code: String, password: String? = nil, consent: Bool?) {
        self.phone = phone
        self.code = code
        self.password = password
        self.consent = consent
    }

    /// - Parameter name: how the demonstration calls the account; everybody else's is called by the masked number.
    public func callAsFunction(_ house: House, by actor: Actor, once: Once? = nil, story: String = "", name: String? = nil) async throws -> Receipt {
        let wanted = password.flatMap { $0.isEmpty ? nil : $0 }
        var fields: [Refusal.Field] = []
        if !Phone.isMobile(phone) { fields.append(.init("phone", PhoneCodes.phoneWords)) }
        if let wanted, let weak = Accounts.weakness(wanted, isStaff: false, house: house) { fields.append(weak) }
        if consent != true { fields.append(.init("consent", ConsentRules.wanted)) }
        guard fields.isEmpty else { throw Refusal.invalid(fields) }
        try await PhoneCodes.countTry(house, phone)
        let hash = if let wanted { try await house.passwords.hash(wanted) } else { Accounts.nobodysPassword }
        let number = Phone.normalised(phone)
        return try await house.perform(by: actor, once: once) { act in
            try PhoneCodes.take(act, number, code)
            let indexes = try house.secrets.blindIndexes(number, table: "accounts", column: "phone")
            let account: ID<Account>
            if let known = try act.tx.row("SELECT id, password, disabled_at FROM accounts WHERE phone_index IN (\(list: indexes))\(act.dialect.lock)") {
                let disabled: Instant? = try known("disabled_at")
                guard disabled == nil else { throw PhoneCodes.wrong }
                account = try known("id")
                if wanted != nil, try known("password") == Accounts.nobodysPassword {
                    act.later("UPDATE accounts SET password = \(hash), password_changed_at = \(act.real) WHERE id = \(account)")
                }
            } else {
                account = try act.openPublic(name: name ?? Phone.masked(number).text, phone: number, hash: hash, story: story)
                act.audit("account", account.rawValue, "account_opened", detail: ["talent": "yes"])
            }
            try act.becomeTalent(account)
            return Receipt(.talent, account.rawValue)
        }
    }
}

/// Somebody who is signed in, an organisation's contact for instance, becomes a talent with the same account.
///
/// Effects: the talent; the consent with its version; an audit record.
public struct BecomeTalent: Codable, Sendable {
    public let consent: Bool?

    public init(consent: Bool?) { self.consent = consent }

    public func callAsFunction(_ house: House, by actor: Actor, once: Once? = nil) async throws -> Receipt {
        guard let account = actor.account else { throw Refusal.unauthenticated }
        guard consent == true else { throw Refusal.invalid([.init("consent", ConsentRules.wanted)]) }
        return try await house.perform(by: actor, once: once) { act in
            guard let kind: String = try act.tx.value("SELECT kind FROM accounts WHERE id = \(account) AND disabled_at IS NULL\(act.dialect.lock)") else { throw Refusal.notFound }
            guard kind == "public" else {
                throw Refusal(.forbidden, "staff_account", Words("工作账号不能登记个人资料", "A staff account is not for personal use"), next: Words("请用本人手机号另行注册", "Register with your own mobile number"))
            }
            try act.becomeTalent(account)
            return Receipt(.talent, account.rawValue)
        }
    }
}

/// Opens a session for a number that a code has confirmed, and for a one-time code of an authenticator where the account has one.
///
/// Effects: a session; an audit record. The code is used up.
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
            if let sealed: [UInt8] = try row("totp") {
                let secret = try secrets.open(sealed, table: "accounts", column: "totp", row: account.rawValue)
                let step: Int64 = try row("totp_step")
                guard let typed = oneTimeCode, !typed.isEmpty, let matched = secrets.totpStep(secret: secret, code: typed, at: act.real), matched > step else {
                    throw Refusal(.unauthenticated, "code_wanted", Words("请输入动态验证码", "Enter the code from your authenticator"), fields: [.init("oneTimeCode", Words("六位数字", "Six digits"))])
                }
                try act.tx.run("UPDATE accounts SET totp_step = \(matched) WHERE id = \(account)")
            }
            return Receipt(.account, account.rawValue)
        }
        guard let account = ID<Account>(rawValue: receipt.id) else { throw Unexpected("account") }
        return try await Sessions.open(house, account: account, isStaff: false, kind: kind, verb: "signed_in_by_code")
    }
}

extension Sessions {
    /// The session that follows a registration. - Parameter receipt: of `RegisterTalent`.
    public static func begin(_ house: House, after receipt: Receipt, kind: SignIn.Kind) async throws -> SignIn.Opened {
        guard receipt.thing == .talent, let account = ID<Account>(rawValue: receipt.id) else { throw Unexpected("a receipt of no registration") }
        return try await open(house, account: account, isStaff: false, kind: kind, verb: "signed_in_by_code")
    }
}

extension Act {
    /// Makes a talent of an account, which is locked; harmless when it is one.
    func becomeTalent(_ account: ID<Account>) throws {
        let made = try tx.rows("INSERT INTO talents (account_id, registered_at) VALUES (\(account), \(now)) ON CONFLICT (account_id) DO NOTHING RETURNING account_id")
        try agree(account, .account)
        if !made.isEmpty { audit("account", account.rawValue, "talent_registered", detail: ["consent": ConsentText.current(.account).version]) }
    }
}
