import Domain
import SQL

/// What one room holds about a person: what it shows them, and what becomes of it when they close their account. Each room that keeps something
/// about people has one in `OwnDataRoom.all`.
struct OwnDataRoom: Sendable {
    /// Sections of the export, in full: the person reads what is their own.
    let sections: @Sendable (_ tx: any Transaction, _ house: House, _ account: ID<Account>) throws -> [OwnSection]
    /// Why the account cannot be closed now, if it cannot.
    let obstacle: @Sendable (_ act: Act, _ account: ID<Account>) throws -> Refusal?
    /// Deletes or blanks personal values. The talent's row is locked.
    let leave: @Sendable (_ act: Act, _ account: ID<Account>) throws -> Void
    /// What stays when the account is closed, and why.
    let keeps: [KeptData]

    init(
        sections: @escaping @Sendable (any Transaction, House, ID<Account>) throws -> [OwnSection] = { _, _, _ in [] },
        obstacle: @escaping @Sendable (Act, ID<Account>) throws -> Refusal? = { _, _ in nil },
        leave: @escaping @Sendable (Act, ID<Account>) throws -> Void = { _, _ in }, keeps: [KeptData] = []
    ) {
        self.sections = sections
        self.obstacle = obstacle
        self.leave = leave
        self.keeps = keeps
    }

    /// All rooms, in the order of the page. The account itself leaves last.
    static let all: [OwnDataRoom] = [.talents, .placements, .requests, .agency, .proofs, .interviews, .lodging, .fairs, .jobReports, .serviceLog, .events, .consents, .organisations, .records, .accounts]
}

/// A part of what the house holds about a person.
public struct OwnSection: Codable, Sendable, Hashable {
    public let id: String
    public let name: Words
    public let rows: [OwnRow]

    public init(_ id: String, _ name: Words, _ rows: [OwnRow]) {
        self.id = id
        self.name = name
        self.rows = rows
    }
}

/// One thing, with its values by name.
public struct OwnRow: Codable, Sendable, Hashable {
    public let values: [OwnValue]

    /// Leaves out what is empty.
    init(_ values: [OwnValue]) { self.values = values.filter { !$0.value.isEmpty } }
}

public struct OwnValue: Codable, Sendable, Hashable {
    public let id: String
    public let name: Words
    /// As programs read it: a code, a number, a time.
    public let value: String
    /// What it says to people, where the value itself does not.
    public let words: Words?

    init(_ id: String, _ name: Words, _ value: String?, _ words: Words? = nil) {
        self.id = id
        self.name = name
        self.value = value ?? ""
        self.words = words
    }
}

/// What is kept after an account is closed, and the reason.
public struct KeptData: Codable, Sendable, Hashable {
    public let what: Words
    public let why: Words

    public init(_ what: Words, _ why: Words) {
        self.what = what
        self.why = why
    }
}

public struct OwnDataView: Codable, Sendable, Hashable {
    public let sections: [OwnSection]
    /// What stays when the account is closed.
    public let keeps: [KeptData]
    /// Whether a password closes the account; else a code does.
    public let hasPassword: Bool
}

extension House {
    /// What stays of a person when they close their account.
    public var keptAfterClosing: [KeptData] { OwnDataRoom.all.flatMap(\.keeps) }

    /// Everything that the house holds about the person, from all rooms, in full. That it was read is a record on the account.
    public func ownData(for actor: Actor) async throws -> OwnDataView {
        guard let account = actor.account else { throw Refusal.unauthenticated }
        let house = self
        let view = try await read { tx, _ in
            guard let row = try tx.row("SELECT password FROM accounts WHERE id = \(account) AND kind = 'public' AND disabled_at IS NULL") else { throw Refusal.notFound }
            return OwnDataView(
                sections: try OwnDataRoom.all.flatMap { try $0.sections(tx, house, account) }.filter { !$0.rows.isEmpty }, keeps: house.keptAfterClosing,
                hasPassword: try row("password") != Accounts.nobodysPassword)
        }
        _ = try await perform(by: actor, once: nil) { act in
            try act.lock(account)
            act.audit("account", account.rawValue, "own_data_read")
            return Receipt(.talent)
        }
        return view
    }
}

// MARK: rooms

extension OwnDataRoom {
    static let accounts = OwnDataRoom(
        sections: { tx, house, account in
            guard let row = try tx.row("SELECT name, phone, mail, language, created_at FROM accounts WHERE id = \(account)") else { return [] }
            func open(_ column: String) throws -> String {
                guard let sealed: [UInt8] = try row(column) else { return "" }
                return try house.secrets.text(sealed, table: "accounts", column: column, row: account.rawValue)
            }
            let created: Instant = try row("created_at")
            let language: String = try row("language")
            let base = OwnRow([
                OwnValue("name", Words("账号显示名称", "Name of the account"), try row("name")), OwnValue("phone", Words("手机号", "Mobile number"), try open("phone")),
                OwnValue("mail", Words("邮箱", "Mail"), try open("mail")), OwnValue("language", Words("语言", "Language"), language, language == "en" ? Words("英文", "English") : Words("中文", "Chinese")),
                OwnValue("created_at", Words("注册时间", "Opened"), created.description),
            ])
            let sessions = try tx.rows("SELECT kind, created_at, seen_at, ends_at FROM sessions WHERE account_id = \(account) ORDER BY created_at").map { row in
                let (created, seen, ends): (Instant, Instant, Instant) = (try row("created_at"), try row("seen_at"), try row("ends_at"))
                let kind: String = try row("kind")
                return OwnRow([
                    OwnValue("kind", Words("方式", "Kind"), kind, kind == "cookie" ? Words("浏览器", "Browser") : Words("程序", "Program")), OwnValue("created_at", Words("登录时间", "Since"), created.description),
                    OwnValue("seen_at", Words("最近使用", "Last used"), seen.description), OwnValue("ends_at", Words("失效时间", "Ends"), ends.description),
                ])
            }
            let messages = try tx.rows("SELECT id, at, title, body FROM messages WHERE account_id = \(account) ORDER BY at, id").map { row in
                let id: String = try row("id"), at: Instant = try row("at")
                return OwnRow([
                    OwnValue("at", Words("时间", "Time"), at.description),
                    OwnValue("title", Words("标题", "Title"), try house.secrets.text(try row("title"), table: "messages", column: "title", row: id)),
                    OwnValue("body", Words("内容", "Text"), try house.secrets.text(try row("body"), table: "messages", column: "body", row: id)),
                ])
            }
            return [OwnSection("account", Words("账号", "Account"), [base]), OwnSection("sessions", Words("登录状态", "Sessions"), sessions), OwnSection("messages", Words("消息", "Messages"), messages)]
        },
        leave: { act, account in
            if let sealed: [UInt8] = try act.tx.value("SELECT phone FROM accounts WHERE id = \(account) AND phone IS NOT NULL") {
                let number = try act.house.secrets.text(sealed, table: "accounts", column: "phone", row: account.rawValue)
                act.later("DELETE FROM phone_codes WHERE phone_index IN (\(list: try act.house.secrets.blindIndexes(number, table: "phone_codes", column: "phone")))")
            }
            act.later("""
                UPDATE accounts SET name = '', story = '', password = \(Accounts.nobodysPassword), phone = \(nil as [UInt8]?), phone_index = \(nil as [UInt8]?), mail = \(nil as [UInt8]?),
                    totp = \(nil as [UInt8]?), disabled_at = \(act.now) WHERE id = \(account)
                """)
            act.later("DELETE FROM messages WHERE account_id = \(account)")
            act.later("DELETE FROM outbox WHERE account_id = \(account)")
            act.later("DELETE FROM sessions WHERE account_id = \(account)")
        })

    static let organisations = OwnDataRoom(
        sections: { tx, house, account in
            let members = try tx.rows("""
                SELECT o.name AS name, o.credit_code AS credit_code, m.since AS since FROM members m JOIN organisations o ON o.id = m.organisation_id WHERE m.account_id = \(account) ORDER BY m.since
                """).map { row in
                let since: Instant = try row("since")
                return OwnRow([
                    OwnValue("organisation", Words("单位", "Organisation"), try row("name")), OwnValue("credit_code", Words("统一社会信用代码", "Unified social credit code"), try row("credit_code")),
                    OwnValue("since", Words("经办时间", "Since"), since.description),
                ])
            }
            let cases = try tx.rows("""
                SELECT c.number AS number, c.title AS title, c.state AS state, c.created_at AS created_at FROM cases c JOIN members m ON m.organisation_id = c.organisation_id
                WHERE m.account_id = \(account) ORDER BY c.created_at, c.id
                """).map { row in
                let created: Instant = try row("created_at"), state: CaseState = try row("state")
                return OwnRow([
                    OwnValue("number", Words("编号", "Number"), try row("number")), OwnValue("title", Words("事项", "Subject"), try row("title")),
                    OwnValue("state", Words("状态", "State"), state.rawValue, OwnDataRoom.ownWords(state)), OwnValue("created_at", Words("时间", "Time"), created.description),
                ])
            }
            return [OwnSection("organisations", Words("经办单位", "Organisations"), members), OwnSection("cases", Words("单位的申报和案件", "Applications and cases of the organisation"), cases)]
        },
        obstacle: { act, account in
            _ = try act.tx.rows("SELECT id FROM organisations WHERE id IN (SELECT organisation_id FROM members WHERE account_id = \(account)) ORDER BY id\(act.dialect.lock)")
            let alone = try act.tx.row("""
                SELECT m.organisation_id AS id FROM members m WHERE m.account_id = \(account)
                    AND NOT EXISTS (SELECT 1 FROM members o WHERE o.organisation_id = m.organisation_id AND o.account_id <> \(account)) LIMIT 1
                """)
            guard alone != nil else { return nil }
            return Refusal(.conflict, "last_member", Words("您是单位唯一的经办人，不能注销", "You are the only one who acts for your organisation"),
                next: Words("请先在“我的账号”添加另一位经办人", "Add somebody else under “My account” first"))
        },
        leave: { act, account in act.later("DELETE FROM members WHERE account_id = \(account)") },
        keeps: [KeptData(Words("单位的申报材料和案件", "Your organisation’s applications and cases"), Words("属于单位，不因个人注销而删除", "They belong to the organisation"))])

    private static func ownWords(_ state: CaseState) -> Words {
        switch state {
        case .draft: Words("草稿", "Draft")
        case .open: Words("办理中", "Open")
        case .correction: Words("待补正", "Returned for correction")
        case .done: Words("已办结", "Done")
        case .refused: Words("不予通过", "Refused")
        case .withdrawn: Words("已撤回", "Withdrawn")
        }
    }

    static let records = OwnDataRoom(keeps: [
        KeptData(Words("办理痕迹：编号、时间和摘要，不含姓名、号码和内容", "The audit trail: ids, times and digests, without names, numbers or texts"),
            Words("《网络安全法》要求留存网络日志不少于六个月；留痕用于证明办理过程", "The Cybersecurity Law wants logs for six months at least; the trail proves what was done")),
    ])
}
