import Domain
import SQL

/// A talent gives their name and identity document, with the separate consent that sensitive data wants. A document belongs to one open account, and
/// an account keeps its document while anything hangs on it: nobody gets nights or rid of a ban by showing another one.
///
/// Effects: name and document, sealed; the person behind them, found by a blind index; birth date and sex as the number says them; the consent;
/// an audit record. Another document takes the proof off what was proven by the one before.
public struct SetIdentity: Codable, Sendable {
    public let name: String
    /// Left out to change the name alone.
    public let kind: IdentityDocument.Kind?
    public let number: String?
    /// ISO 3166-1 alpha-3, of passports and other documents.
    public let country: String?
    /// Wanted of documents that do not say it.
    public let sex: Sex?
    public let birthDate: Day?
    public let consent: Bool?

    public init(name: String, kind: IdentityDocument.Kind? = nil, number: String? = nil, country: String? = nil, sex: Sex? = nil, birthDate: Day? = nil, consent: Bool? = nil) {
        self.name = name
        self.kind = kind
        self.number = number
        self.country = country
        self.sex = sex
        self.birthDate = birthDate
        self.consent = consent
    }

    public func callAsFunction(_ house: House, by actor: Actor, once: Once? = nil) async throws -> Receipt {
        var fields: [Refusal.Field] = []
        if !(1...50).contains(name.trimmed.count) { fields.append(.init("name", Words("请填写姓名，与证件一致（最多 50 字）", "Your name as on the document (at most 50 characters)"))) }
        var document: IdentityDocument?
        let typed = (number ?? "").trimmed
        if let kind, !typed.isEmpty {
            do { document = try IdentityDocument(kind, number: typed, country: country ?? "") } catch { fields.append(.init(error.field, error.words)) }
            if consent != true { fields.append(.init("consent", Words("请单独同意处理证件号码", "Please agree separately to the use of your document’s number"))) }
            if document != nil, document?.residentID == nil {
                if sex == nil { fields.append(.init("sex", Words("请选择性别", "Please choose"))) }
                if birthDate == nil { fields.append(.init("birthDate", Words("请填写出生日期", "Please give your birth date"))) }
            }
        } else if !typed.isEmpty {
            fields.append(.init("kind", Words("请选择证件类型", "Please choose the kind of document")))
        }
        guard fields.isEmpty else { throw Refusal.invalid(fields) }
        let given = document
        return try await house.perform(by: actor, once: once) { act in
            let account = try act.talent()
            try act.tx.run("UPDATE talents SET name = \(try house.secrets.seal(text: name.trimmed, table: "talents", column: "name", row: account.rawValue)) WHERE account_id = \(account)")
            if let given {
                let born = given.residentID?.birthDay ?? birthDate
                if let born, born > act.today { throw Refusal.invalid([.init(given.residentID == nil ? "birthDate" : "number", Words("出生日期不能晚于今天", "A birth date cannot be in the future"))]) }
                try act.agree(account, .sensitiveIdentity)
                try keep(act, account, given, born: born, sex: given.residentID?.sex ?? sex)
            }
            act.audit("account", account.rawValue, "identity_set", detail: given.map { ["document": $0.kind.rawValue] } ?? [:])
            return Receipt(.talent)
        }
    }

    private func keep(_ act: Act, _ account: ID<Account>, _ document: IdentityDocument, born: Day?, sex: Sex?) throws {
        let key = try Persons.key(act, document)
        // Locked, so that of two accounts with one document the second sees the first.
        _ = try act.tx.row("SELECT key FROM persons WHERE key = \(key)\(act.dialect.lock)")
        guard try act.tx.row("SELECT account_id FROM talents WHERE person_key = \(key) AND account_id <> \(account)") == nil else { throw Self.taken }
        if let tie = try IdentityTies.find(act, account, besides: key) { throw Self.inUse(tie) }
        let sealed = try act.house.secrets.seal(text: try Stored.json(document), table: "talents", column: "document", row: account.rawValue)
        try act.tx.run("UPDATE talents SET person_key = \(key), document = \(sealed) WHERE account_id = \(account)")
        if let born { try act.state(account, "birth_date", .fact(.day(born))) }
        if let sex { try act.state(account, Profile.sex.id, .fact(.choice([sex.rawValue]))) }
    }

    static func inUse(_ tie: Words) -> Refusal {
        Refusal(.conflict, "identity_in_use", Words("这个账号不能换成另一个证件：\(tie.zh)", "This account cannot change to another document: \(tie.en)"),
            next: Words("证件已换发或原来填错的，请联系人才服务中心", "If your document was renewed, or mistyped before, ask the talent service centre"))
    }

    static let taken = Refusal(.conflict, "document_known", Words("这个证件号码已用于另一个账号", "This document belongs to another account"),
        next: Words("请用原来的手机号登录；号码已换请联系人才服务中心", "Sign in with the number that you registered; if you lost it, ask the talent service centre"))
}

/// A talent answers questions of their profile: of one section, or those that rules ask them, wherever they stand. What is sent empty is forgotten;
/// what is not sent stays.
///
/// Effects: the facts, sealed; one that changes loses its proof; an audit record with the ids of what changed.
public struct SaveProfile: Codable, Sendable {
    /// By fact; of what may have several values each is a text of its own.
    public let answers: [String: [String]]

    public init(answers: [String: [String]]) { self.answers = answers }

    /// - Parameter section: the one whose questions these are; nil for those of any.
    public func callAsFunction(_ house: House, _ section: String? = nil, by actor: Actor, once: Once? = nil) async throws -> Receipt {
        let items = try Self.items(section, of: house.library.profile)
        let today = Zone.china.day(of: try await house.now())
        var fields: [Refusal.Field] = [], values: [String: Profile.Value] = [:]
        for (id, typed) in answers.sorted(by: { $0.key < $1.key }) {
            guard let item = items.first(where: { $0.id == id }) else {
                fields.append(.init("answers.\(id.prefix(60))", Words("没有这个问题", "There is no such question")))
                continue
            }
            do { values[id] = try Profile.read(typed, for: item, today: today) } catch { fields.append(.init("answers.\(id)", error.words)) }
        }
        guard fields.isEmpty else { throw Refusal.invalid(fields) }
        let read = values
        return try await house.perform(by: actor, once: once) { act in
            let account = try act.talent()
            var changed: [String] = []
            for item in items where answers[item.id] != nil {
                if item.id == Profile.birthDate?.id, try hasDocument(act, account) { continue }
                if let value = read[item.id] {
                    if try act.state(account, item.id, value) { changed.append(item.id) }
                } else if try act.tx.run("DELETE FROM talent_facts WHERE account_id = \(account) AND fact = \(item.id)") > 0 {
                    changed.append(item.id)
                }
            }
            if !changed.isEmpty { act.audit("account", account.rawValue, "profile_saved", detail: ["section": section ?? "rules", "facts": String(changed.count)]) }
            return Receipt(.talent, section ?? "")
        }
    }

    private static func items(_ section: String?, of profile: ProfileCatalogue) throws -> [Profile.Item] {
        guard let section else { return profile.asked }
        guard let found = profile.section(section) else { throw Refusal.notFound }
        return found.items
    }

    /// The birth date is then the document's.
    private func hasDocument(_ act: Act, _ account: ID<Account>) throws -> Bool {
        try act.tx.row("SELECT account_id FROM talents WHERE account_id = \(account) AND document IS NOT NULL") != nil
    }
}

extension Act {
    /// What somebody says of themselves; the same again changes nothing and keeps its proof. - Returns: whether it changed.
    @discardableResult
    func state(_ account: ID<Account>, _ fact: String, _ value: Profile.Value) throws -> Bool {
        let row = "\(account)/\(fact)", json = try Stored.json(value)
        if let sealed: [UInt8] = try tx.value("SELECT value FROM talent_facts WHERE account_id = \(account) AND fact = \(fact)"),
           try house.secrets.text(sealed, table: "talent_facts", column: "value", row: row) == json { return false }
        try tx.run("""
            INSERT INTO talent_facts (account_id, fact, value, stated_at) VALUES (\(account), \(fact), \(try house.secrets.seal(text: json, table: "talent_facts", column: "value", row: row)), \(now))
            ON CONFLICT (account_id, fact) DO UPDATE SET value = excluded.value, stated_at = excluded.stated_at, proof_id = NULL, interview_id = NULL, accepted_by = NULL, accepted_at = NULL, until = NULL
            """)
        return true
    }
}

enum ProfileRules {
    /// What is known from the identity document alone, and goes with it.
    static let fromDocument = ["birth_date", "sex"]
}
