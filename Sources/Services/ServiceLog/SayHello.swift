import Domain
import SQL

/// Somebody registers at a station by the code on its poster 入站登记: who they are, what they look for. The number is proven by a code, so the contact is
/// confirmed at once. They may open an account with it in the same breath, or find the contact in the one that they have.
///
/// Effects: the contact, confirmed, name and number sealed; where they want it, an account and a talent with the consent to keeping it; who has
/// an account with this number finds the contact there when they sign in with a code; audit records. The code is used up. The same number at the same station on one day is one contact.
public struct SayHello: Codable, Sendable {
    public let name: String
    public let phone: String
    public let code: String
    /// What they look for; at least one.
    public let finds: [Find]
    /// To the text of the registration (`HelloText`).
    public let consent: Bool?
    /// They want to find it in an account; one is opened where the number has none.
    public let account: Bool?

    public init(name: String, phone: String, code: String, finds: [Find], consent: Bool?, account: Bool? = nil) {
        self.name = name
        self.phone = phone
        self.code = code
        self.finds = finds
        self.consent = consent
        self.account = account
    }

    public func callAsFunction(_ house: House, at station: ID<Station>, by actor: Actor, once: Once? = nil) async throws -> Receipt {
        let found = try Self.check(name: name, phone: phone, finds: finds, consent: consent)
        try await PhoneCodes.countTry(house, phone)
        let number = Phone.normalised(phone)
        return try await house.perform(by: actor, once: once) { act in
            try PhoneCodes.take(act, number, code)
            let programme = try Self.programme(act.tx, house, station)
            let person = try act.contactPerson(number)
            let known: ID<Contact>? = try act.tx.value("""
                SELECT c.id FROM contacts c WHERE c.person_id = \(person.id) AND c.station_id = \(station) AND c.channel = 'self' AND c.state = 'confirmed'
                    AND c.recorded_at >= \(Zone.china.instant(act.today)) ORDER BY c.recorded_at, c.id LIMIT 1
                """)
            if known == nil, let first = found.first {
                _ = try act.write(NewContact(
                    programme: programme, station: station, channel: .own, subject: .find(first), also: Array(found.dropFirst()), result: .noted, state: .confirmed, name: name.trimmed, phone: number,
                    person: person, consent: HelloText.version))
            }
            guard account == true else { return Receipt(.home) }
            return try keep(act, number, person)
        }
    }

    /// - Returns: the talent's receipt where an account was opened.
    private func keep(_ act: Act, _ number: String, _ person: ContactPerson) throws -> Receipt {
        let indexes = try act.house.secrets.blindIndexes(number, table: "accounts", column: "phone")
        if let row = try act.tx.row("SELECT id, kind FROM accounts WHERE phone_index IN (\(list: indexes)) AND disabled_at IS NULL\(act.dialect.lock)") {
            // Who has an account signs in to it as always, and finds the contact there (`claimContacts`): the number of an account need not have been proven so far.
            let account: ID<Account> = try row("id")
            if account == act.actor.account, try row("kind") == "public" { try act.link(person.id, to: account) }
            try act.tx.run("UPDATE contact_phones SET agreed_at = \(act.now) WHERE person_id = \(person.id) AND agreed_at IS NULL")
            return Receipt(.home)
        }
        let account = try act.openPublic(name: Phone.masked(number).text, phone: number, hash: Accounts.nobodysPassword)
        act.audit("account", account.rawValue, "account_opened", detail: ["talent": "yes"])
        try act.becomeTalent(account)
        try act.link(person.id, to: account)
        return Receipt(.talent, account.rawValue)
    }

    /// Checks what was typed before a code is sent for it.
    /// - Returns: the finds, each once.
    /// - Throws: `Refusal.invalid`.
    @discardableResult
    public static func check(name: String, phone: String, finds: [Find], consent: Bool?) throws -> [Find] {
        var fields: [Refusal.Field] = []
        if !(1...50).contains(name.trimmed.count) { fields.append(.init("name", Words("请填写姓名（最多 50 字）", "Your name, please (at most 50 characters)"))) }
        if !Phone.isMobile(phone) { fields.append(.init("phone", PhoneCodes.phoneWords)) }
        let found = Find.allCases.filter(finds.contains)
        if found.isEmpty { fields.append(.init("finds", Words("请至少选择一项", "Please choose at least one"))) }
        if consent != true { fields.append(.init("consent", ConsentRules.wanted)) }
        guard fields.isEmpty else { throw Refusal.invalid(fields) }
        return found
    }

    /// - Throws: `notFound` where there is no such station with a valid plaque, or no service log.
    static func programme(_ tx: any Transaction, _ house: House, _ station: ID<Station>) throws -> Programme {
        guard let id: String = try tx.value("SELECT s.programme_id FROM stations s JOIN plaques p ON p.station_id = s.id WHERE s.id = \(station) AND p.state = 'valid'") else { throw Refusal.notFound }
        let programme = try house.library.programme(id)
        guard programme.serviceLog != nil else { throw Refusal.notFound }
        return programme
    }
}

/// What somebody agrees to who registers at a station. No account stands behind it, so the version is kept with the contact.
public enum HelloText {
    public static let version = "hello-1"
    public static let title = Words("入站登记", "Registering at a station")
    public static let text = Words(
        "为向您提供所选的服务并统计驿站服务情况，驿站使用您的姓名和手机号与您联系。姓名和手机号加密保存，统计数字不含个人信息；您注册账号后可以随时查看、更正，注销账号即删除。",
        """
        The station uses your name and number to get in touch about what you chose, and its contacts are counted. Name and number are kept encrypted, figures hold none of them; \
        with an account you see the contact at any time, and closing the account deletes both.
        """)
}
