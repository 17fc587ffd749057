import Domain
import SQL

/// Where organisations' money goes.
enum PayeeAccounts {
    static let table = "payee_accounts"

    /// Digits alone: spaces and hyphens are how people write a number.
    static func digits(_ number: String) -> String { number.filter { $0 != " " && $0 != "-" && $0 != "\u{3000}" } }

    /// By which a number is found without being read.
    static func index(_ number: String, _ secrets: any Secrets) throws -> [UInt8] { try secrets.blindIndex(digits(number), table: table, column: "number") }

    /// Other organisations that have, or had, the account that this one has now.
    static func sharing(_ tx: any Transaction, _ organisation: ID<Organisation>) throws -> [ID<Organisation>] {
        try tx.rows("""
            SELECT DISTINCT b.organisation_id AS id FROM payee_accounts a JOIN payee_accounts b ON b.number_index = a.number_index AND b.organisation_id <> a.organisation_id
            WHERE a.organisation_id = \(organisation) AND a.ended_at IS NULL ORDER BY b.organisation_id
            """).map { try $0("id") }
    }

    /// Organisations that have, or had, an account of this number, under whichever key it was indexed.
    static func holders(of number: String, _ tx: any Transaction, _ secrets: any Secrets) throws -> [ID<Organisation>] {
        let indexes = try secrets.blindIndexes(digits(number), table: table, column: "number")
        let same = SQL.joined(indexes.map { "number_index = \($0)" }, by: " OR ")
        return try tx.rows("SELECT DISTINCT organisation_id FROM payee_accounts WHERE \(same) ORDER BY organisation_id").map { try $0("organisation_id") }
    }

    /// Bank and number of one version.
    static func read(_ row: Row, _ secrets: any Secrets, id: String = "account_id") throws -> (bank: String, number: String) {
        let key: ID<PayeeAccount> = try row(id)
        return (try secrets.text(try row("bank"), table: table, column: "bank", row: key.rawValue), try secrets.text(try row("number"), table: table, column: "number", row: key.rawValue))
    }

    /// `6222 •••• 3445`
    static func masked(_ number: String) -> String { number.count < 12 ? "•••• \(number.suffix(4))" : "\(number.prefix(4)) •••• \(number.suffix(4))" }
}

/// A manager of an organisation says where its money goes. Nobody else can.
///
/// Effects: a new version of the account, sealed; what the bank had refused is due once more; the office that pays is told of each change, and where another organisation has the
/// same account; audit records. Refused while an order of the organisation is on a batch.
public struct KeepPayeeAccount: Codable, Sendable {
    /// The bank and its branch 开户行.
    public let bank: String
    /// The account's number, 8 to 30 digits; its holder is the organisation.
    public let number: String

    public init(bank: String, number: String) {
        self.bank = bank
        self.number = number
    }

    public func callAsFunction(_ house: House, _ organisation: ID<Organisation>, by actor: Actor, once: Once? = nil) async throws -> Receipt {
        let bank = bank.trimmed, number = PayeeAccounts.digits(number), secrets = house.secrets, library = house.library
        guard actor.organisations.contains(organisation) else { throw Refusal.notFound }
        return try await house.perform(by: actor, once: once) { act in
            try MemberRules.mustManage(act, organisation)
            var fields: [Refusal.Field] = []
            if !(4...100).contains(bank.count) { fields.append(.init("bank", Words("请填写开户行全称（4 至 100 字）", "The bank and its branch (4 to 100 characters)"))) }
            if !(8...30).contains(number.utf8.count) || !number.utf8.allSatisfy({ (0x30...0x39).contains($0) }) { fields.append(.init("number", Words("请填写 8 至 30 位数字账号", "An account number of 8 to 30 digits"))) }
            guard fields.isEmpty else { throw Refusal.invalid(fields) }
            let before = try act.tx.row("SELECT id AS account_id, bank, number FROM payee_accounts WHERE organisation_id = \(organisation) AND ended_at IS NULL\(act.dialect.lock)")
            guard try act.tx.row("SELECT id FROM payment_orders WHERE payee_id = \(organisation) AND state = 'batched' LIMIT 1") == nil else {
                throw Refusal(.conflict, "account_frozen", Words("有款项正在拨付，账户暂不能更改", "Money is on its way; the account cannot be changed now"), next: Words("拨付有结果后再更改", "Change it once the payment has come to something"))
            }
            if let before, try PayeeAccounts.read(before, secrets) == (bank, number) { return Receipt(.payeeAccount, organisation.rawValue) }
            let id: ID<PayeeAccount> = try act.newID()
            try act.tx.run("UPDATE payee_accounts SET ended_at = \(act.now) WHERE organisation_id = \(organisation) AND ended_at IS NULL")
            try act.tx.run("""
                INSERT INTO payee_accounts (id, organisation_id, bank, number, number_index, set_by, set_at)
                VALUES (\(id), \(organisation), \(try secrets.seal(text: bank, table: PayeeAccounts.table, column: "bank", row: id.rawValue)),
                    \(try secrets.seal(text: number, table: PayeeAccounts.table, column: "number", row: id.rawValue)), \(try PayeeAccounts.index(number, secrets)), \(actor.account), \(act.now))
                """)
            act.audit("organisation", organisation.rawValue, before == nil ? "account_given" : "account_changed", detail: ["account": id.rawValue])
            for order in try act.lockOrders(where: "o.payee_id = \(organisation) AND o.state = 'failed'") { try act.move(order, .retry, also: ", batch_id = NULL", detail: ["account": id.rawValue]) }
            let name: String = try act.tx.value("SELECT name FROM organisations WHERE id = \(organisation)") ?? ""
            let shared = try PayeeAccounts.holders(of: number, act.tx, secrets).contains { $0 != organisation }
            let title = before == nil ? Words("收款账户已填写：\(name)", "A bank account was given: \(name)") : Words("收款账户已更改：\(name)", "A bank account was changed: \(name)")
            let body = shared ? Words("该账号与其他单位的收款账号相同，拨付前请核实。", "Another organisation has the same account; please look into it before anything is paid.") : Words("拨付前请核对。", "Please check it before anything is paid.")
            for programme in library.programmes {
                guard let rules = programme.payments else { continue }
                try act.tell(office: rules.pays, programme: programme.id, title, body, link: Receipt(.batches))
            }
            return Receipt(.payeeAccount, organisation.rawValue)
        }
    }
}
