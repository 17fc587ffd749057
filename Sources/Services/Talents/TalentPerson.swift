import Domain
import SQL

/// Who a talent is, as other rooms need it. Not Encodable: pages show masks.
public struct TalentPerson: Sendable, Hashable {
    public let account: ID<Account>
    /// Names the person behind the account, the same for every account that they ever have: what entitlements and bans hang on.
    public let personKey: String
    public let name: String
    /// From the identity number, or stated.
    public let sex: Sex?
    /// Digits.
    public let phone: String
    public let isForeign: Bool
    public let document: IdentityDocument
}

public enum TalentReader {
    /// What `read` wants, from `tables`: other rooms join them, so that who somebody is costs no statement of its own.
    static let columns: SQL = """
        t.account_id AS talent, t.person_key AS person_key, t.name AS talent_name, t.document AS talent_document, a.phone AS talent_phone, a.mail AS talent_mail,
            a.language AS talent_language, f.value AS talent_sex
        """
    static func recipient(_ row: Row) throws -> Act.Recipient {
        try Act.Recipient(row, id: "talent", language: "talent_language", mail: "talent_mail", phone: "talent_phone")
    }

    static let tables: SQL = """
        talents t JOIN accounts a ON a.id = t.account_id LEFT JOIN talent_facts f ON f.account_id = t.account_id AND f.fact = 'sex'
        """
    static let isPerson: SQL = "t.person_key IS NOT NULL AND t.closed_at IS NULL"

    /// - Returns: nil when the account is no talent's, or has no identity document yet.
    public static func person(_ tx: any Transaction, _ secrets: any Secrets, _ account: ID<Account>) throws -> TalentPerson? {
        guard let row = try tx.row("SELECT \(columns) FROM \(tables) WHERE t.account_id = \(account) AND \(isPerson)") else { return nil }
        return try read(row, secrets)
    }

    static func read(_ row: Row, _ secrets: any Secrets) throws -> TalentPerson? {
        guard let account: ID<Account> = try row("talent"), let key: String = try row("person_key"), let sealedName: [UInt8] = try row("talent_name"),
              let sealed: [UInt8] = try row("talent_document"), let sealedPhone: [UInt8] = try row("talent_phone") else { return nil }
        let id = account.rawValue
        let document = try Stored.read(try secrets.text(sealed, table: "talents", column: "document", row: id), as: IdentityDocument.self)
        var sex = document.residentID?.sex
        if sex == nil, let stated: [UInt8] = try row("talent_sex") { sex = try Self.sex(secrets.text(stated, table: "talent_facts", column: "value", row: "\(id)/sex")) }
        return TalentPerson(
            account: account, personKey: key, name: try secrets.text(sealedName, table: "talents", column: "name", row: id), sex: sex,
            phone: try secrets.text(sealedPhone, table: "accounts", column: "phone", row: id), isForeign: document.isForeign, document: document)
    }

    private static func sex(_ json: String) throws -> Sex? {
        guard case .fact(.choice(let ids)) = try Stored.read(json, as: Profile.Value.self) else { return nil }
        return ids.first.flatMap(Sex.init(rawValue:))
    }
}

/// Persons by their documents, for walk-ins without an account too.
enum Persons {
    /// The key of the person behind a document: made now, or found under any key that is still kept. It never changes.
    static func key(_ act: Act, _ document: IdentityDocument) throws -> String {
        let known = try act.house.secrets.blindIndexes(document.identity, table: "persons", column: "key").map(act.house.secrets.hex)
        if let key: String = try act.tx.value("SELECT key FROM persons WHERE key IN (\(list: known)) ORDER BY since LIMIT 1") { return key }
        guard let fresh = known.first else { throw Unexpected("no key for persons") }
        try act.tx.run("INSERT INTO persons (key, since) VALUES (\(fresh), \(act.now)) ON CONFLICT (key) DO NOTHING")
        return fresh
    }
}
