import Domain
import SQL

/// An organisation registers, and with it the account of the person who acts for it.
///
/// Effects: an organisation, an account that signs in by the mobile number (which is kept encrypted, and found by its blind index), their
/// membership; audit records on both.
public struct RegisterOrganisation: Codable, Sendable {
    /// Unified social credit code (GB 32100-2015).
    public let creditCode: String
    public let organisation: String
    public let address: String
    /// The person's name.
    public let name: String
    /// A mobile number, by which the person signs in.
    public let phone: String
    public let password: String
    /// Consent to the processing of the contact's name and number for this purpose.
    public let consent: Bool?

    public init(creditCode: String, organisation: String, address: String, name: String, phone: String, password: String, consent: Bool?) {
        self.creditCode = creditCode
        self.organisation = organisation
        self.address = address
        self.name = name
        self.phone = phone
        self.password = password
        self.consent = consent
    }

    public func callAsFunction(_ house: House, by actor: Actor, once: Once? = nil, story: String = "") async throws -> Receipt {
        let code = try checked(house)
        let login = Phone.normalised(phone)
        let hash = try await house.passwords.hash(password)
        return try await house.perform(by: actor, once: once) { act in
            let organisation: ID<Organisation> = try act.newID()
            let sealedForOrganisation = try house.secrets.seal(text: login, table: "organisations", column: "phone", row: organisation.rawValue)
            let taken = try act.tx.rows("""
                INSERT INTO organisations (id, credit_code, name, address, contact, phone, created_at)
                VALUES (\(organisation), \(code), \(self.organisation.trimmed), \(address.trimmed), \(name.trimmed), \(sealedForOrganisation), \(act.now))
                ON CONFLICT (credit_code) DO NOTHING RETURNING id
                """)
            guard !taken.isEmpty else {
                throw Refusal(.invalid, "organisation_known", Words("这个统一社会信用代码已经注册", "This credit code is registered already"),
                    next: Words("请用已注册的账号登录，或联系本单位的经办人", "Sign in with the account that registered it, or ask your colleague who did"),
                    fields: [.init("creditCode", Words("已注册", "Registered already"))])
            }
            let account = try act.openPublic(name: name.trimmed, phone: login, hash: hash, story: story)
            act.later("INSERT INTO members (organisation_id, account_id, since, role) VALUES (\(organisation), \(account), \(act.now), \(MemberRole.manager))")
            act.audit("organisation", organisation.rawValue, "organisation_registered", detail: ["account": account.rawValue])
            act.audit("account", account.rawValue, "account_opened", detail: ["organisation": organisation.rawValue, "consent": "contact-1"])
            return Receipt(.account, account.rawValue)
        }
    }

    private func checked(_ house: House) throws(Refusal) -> String {
        var fields: [Refusal.Field] = []
        var normalised = ""
        do {
            normalised = try CreditCode(creditCode.trimmed).text
        } catch {
            fields.append(.init("creditCode", error.words))
        }
        func need(_ field: String, _ text: String, _ most: Int, _ zh: String, _ en: String) {
            let count = text.trimmed.count
            if count == 0 { fields.append(.init(field, Words("请填写\(zh)", "Please give the \(en)"))) }
            if count > most { fields.append(.init(field, Words("\(zh)最多 \(most) 字", "At most \(most) characters"))) }
        }
        need("organisation", organisation, 100, "单位名称", "name of the organisation")
        need("address", address, 200, "地址", "address")
        need("name", name, 50, "联系人姓名", "contact's name")
        if !Phone.isMobile(phone) { fields.append(.init("phone", Words("请填写 11 位手机号", "An 11-digit mobile number, please"))) }
        if let weak = Accounts.weakness(password, isStaff: false, house: house) { fields.append(weak) }
        if consent != true { fields.append(.init("consent", Words("请阅读并同意联系信息的使用说明", "Please agree to how the contact is used"))) }
        guard fields.isEmpty else { throw .invalid(fields) }
        return normalised
    }
}
