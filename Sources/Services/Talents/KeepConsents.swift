import Domain
import SQL

/// Somebody agrees to the current text of a purpose.
///
/// Effects: the consent with its version and time; an audit record, if it is new.
public struct GrantConsent: Codable, Sendable {
    public let purpose: ConsentText.Purpose

    public init(purpose: ConsentText.Purpose) { self.purpose = purpose }

    public func callAsFunction(_ house: House, by actor: Actor, once: Once? = nil) async throws -> Receipt {
        try await house.perform(by: actor, once: once) { act in
            let account = try act.talent()
            try act.agree(account, purpose)
            return Receipt(.consents)
        }
    }
}

/// Somebody takes a consent back.
///
/// Effects: the consent's end. Of identity documents: the document is deleted from the profile, with what was proven by it; guest registers of
/// past stays are kept by law. Refused while a stay is open, whose guest the desk has to know. Of lodging: the person waits for no bed any more.
/// Of matching: sign-ups to job fairs end. Audit records.
public struct WithdrawConsent: Codable, Sendable {
    public let purpose: ConsentText.Purpose

    public init(purpose: ConsentText.Purpose) { self.purpose = purpose }

    public func callAsFunction(_ house: House, by actor: Actor, once: Once? = nil) async throws -> Receipt {
        guard purpose != .account else {
            throw Refusal(.conflict, "account_consent", Words("撤回此项同意须注销账号", "To withdraw this, close the account"), next: Words("请到“我的数据”注销账号", "Close the account under “My data”"))
        }
        return try await house.perform(by: actor, once: once) { act in
            let account = try act.talent()
            if purpose == .sensitiveIdentity, let open = try IdentityTies.openStay(act.tx, account) { throw open }
            let changed = try act.tx.run("UPDATE consents SET withdrawn_at = \(act.now) WHERE account_id = \(account) AND purpose = \(purpose.rawValue) AND withdrawn_at IS NULL")
            guard changed > 0 else { return Receipt(.consents) }
            if purpose == .sensitiveIdentity {
                try act.tx.run("UPDATE talents SET document = \(nil as [UInt8]?), person_key = \(nil as String?) WHERE account_id = \(account)")
                act.later("DELETE FROM talent_facts WHERE account_id = \(account) AND fact IN (\(list: ProfileRules.fromDocument))")
            }
            if purpose == .lodging { try act.endWaiting(account) }
            if purpose == .matching { try act.leaveFairs(account) }
            act.audit("account", account.rawValue, "consent_withdrawn", detail: ["purpose": purpose.rawValue])
            return Receipt(.consents)
        }
    }
}

enum ConsentRules {
    static let wanted = Words("请阅读并同意个人信息的使用说明", "Please read and agree to how your data is used")

    static let noLodging = Refusal(.conflict, "no_consent", Words("预订前请先同意“申请特价住宿”的个人信息使用说明", "Before you book, please agree to how your data is used for lodging"),
        next: Words("请在预订页勾选同意，或到“授权管理”中同意", "Agree on the booking page, or under “What I agreed to”"), fields: [.init("lodgingConsent", wanted)])

    /// The id of an account's consent to a purpose, in parentheses, for other statements too; NULL where there is none at present. Its version does not matter.
    static func open(_ purpose: ConsentText.Purpose, of account: ID<Account>) -> SQL {
        "(SELECT k.id FROM consents k WHERE k.account_id = \(account) AND k.purpose = \(purpose.rawValue) AND k.withdrawn_at IS NULL)"
    }
}

extension Act {
    /// Keeps a consent to the current text; an older version of the same purpose ends.
    func agree(_ account: ID<Account>, _ purpose: ConsentText.Purpose) throws {
        let version = ConsentText.current(purpose).version
        try tx.run("UPDATE consents SET withdrawn_at = \(now) WHERE account_id = \(account) AND purpose = \(purpose.rawValue) AND version <> \(version) AND withdrawn_at IS NULL")
        let id = try newID(ConsentText.self).rawValue
        let made = try tx.rows("""
            INSERT INTO consents (id, account_id, purpose, version, granted_at) VALUES (\(id), \(account), \(purpose.rawValue), \(version), \(now))
            ON CONFLICT DO NOTHING RETURNING id
            """)
        if !made.isEmpty { audit("account", account.rawValue, "consent_granted", detail: ["purpose": purpose.rawValue, "version": version]) }
    }

    /// Whether somebody agrees to a purpose at present, whatever the version of its text.
    func agrees(_ account: ID<Account>, _ purpose: ConsentText.Purpose) throws -> Bool {
        let open: String? = try tx.value("SELECT \(ConsentRules.open(purpose, of: account))")
        return open != nil
    }

    /// - Throws: `no_consent` for an account that does not agree to it, or has taken it back.
    func mustAgreeToLodging(_ account: ID<Account>?) throws {
        guard let account, try agrees(account, .lodging) else { throw ConsentRules.noLodging }
    }

    /// Entries in waitlists end; what is offered already is taken or given back by its own time.
    func endWaiting(_ account: ID<Account>) throws {
        for row in try tx.rows("SELECT id FROM waitlist WHERE account_id = \(account) AND state = 'waiting' ORDER BY id\(dialect.lock)") {
            let id: String = try row("id")
            try tx.run("UPDATE waitlist SET state = 'left', ended_at = \(now) WHERE id = \(id) AND state = 'waiting'")
            audit("waiting", id, "waitlist_left", from: "waiting", to: "left")
        }
    }

    /// Locks an account, on which the records of everything about its talent are chained.
    func lock(_ account: ID<Account>) throws { _ = try tx.row("SELECT id FROM accounts WHERE id = \(account)\(dialect.lock)") }

    /// The actor's account as a talent, locked. - Throws: `forbidden` when it is none.
    func talent() throws -> ID<Account> {
        guard let account = actor.account else { throw Refusal.unauthenticated }
        try lock(account)
        guard try tx.row("SELECT account_id FROM talents WHERE account_id = \(account) AND closed_at IS NULL") != nil else { throw TalentRules.notATalent }
        return account
    }
}

enum TalentRules {
    static let staffAccount = Refusal(.forbidden, "staff_account", Words("工作账号不能登记个人资料", "A staff account is not for personal use"), next: Words("请用本人手机号另行注册", "Register with your own mobile number"))
    static let notATalent = Refusal(.forbidden, "not_a_talent", Words("请先登记为人才用户", "Please register for personal use first"), next: Words("在“我的”页面登记，不需要新的账号", "Do so under “My page”; the same account serves"))
}
