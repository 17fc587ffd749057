import Domain
import SQL

/// Somebody registers as a talent with a mobile number that a code has confirmed, and a password if they want one. Who has an account already, as
/// an organisation's contact for instance, keeps it and becomes a talent with it; their password stays as it is, and where they have an
/// authenticator its code is wanted too, as for signing in.
///
/// Effects: the account, unless the number has one; the talent; the consent with its version; contacts in the service log that the person wants to find
/// there (`claimContacts`); an audit record. The code is used up.
public struct RegisterTalent: Codable, Sendable {
    public let phone: String
    public let code: String
    /// Six digits from the authenticator, where the number has an account with one.
    public let oneTimeCode: String?
    /// For signing in without a code; may be left out.
    public let password: String?
    /// To the current text for keeping the account.
    public let consent: Bool?

    public init(phone: String, code: String, oneTimeCode: String? = nil, password: String? = nil, consent: Bool?) {
        self.phone = phone
        self.code = code
        self.oneTimeCode = oneTimeCode
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
            if let known = try act.tx.row("SELECT id, kind, password, totp, totp_step, disabled_at FROM accounts WHERE phone_index IN (\(list: indexes))\(act.dialect.lock)") {
                let disabled: Instant? = try known("disabled_at")
                guard disabled == nil else { throw PhoneCodes.wrong }
                guard try known("kind") == "public" else { throw TalentRules.staffAccount }
                account = try known("id")
                try act.needAuthenticator(known, oneTimeCode)
                if wanted != nil, try known("password") == Accounts.nobodysPassword {
                    act.later("UPDATE accounts SET password = \(hash), password_changed_at = \(act.real) WHERE id = \(account)")
                }
            } else {
                account = try act.openPublic(name: name ?? Phone.masked(number).text, phone: number, hash: hash, story: story)
                act.audit("account", account.rawValue, "account_opened", detail: ["talent": "yes"])
            }
            try act.becomeTalent(account)
            try act.claimContacts(account, phone: number)
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
            guard kind == "public" else { throw TalentRules.staffAccount }
            try act.becomeTalent(account)
            return Receipt(.talent, account.rawValue)
        }
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
