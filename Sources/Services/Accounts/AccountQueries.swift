import Domain
import SQL

enum AccountReader {
    static func view(_ tx: any Transaction, _ house: House, _ row: Row) throws -> AccountView {
        let id: ID<Account> = try row("id")
        let actor = try Accounts.actor(tx, row)
        let mail: [UInt8]? = try row("mail")
        let phone: [UInt8]? = try row("phone"), totp: [UInt8]? = try row("totp"), disabled: Instant? = try row("disabled_at")
        return AccountView(
            id: id, login: phone == nil ? try row("login") : "", name: try row("name"),
            phone: try phone.map { Phone.masked(try house.secrets.text($0, table: "accounts", column: "phone", row: id.rawValue)) },
            posts: actor.posts.map { post in
                PostView(programme: post.programme, office: post.office, officeName: (try? house.library.programme(post.programme))?.office(post.office)?.name ?? Words(post.office, post.office), place: post.place)
            },
            organisations: try actor.organisations.sorted().compactMap { try CaseReader.organisation(tx, house, $0) },
            administers: actor.administers, hasTOTP: totp != nil,
            needs: try row("kind") == "staff" && !house.demo ? try Accounts.wants(row, real: house.realTime()) : [],
            mail: try mail.map { Self.masked(try house.secrets.text($0, table: "accounts", column: "mail", row: id.rawValue)) }, isDisabled: disabled != nil, story: try row("story"))
    }

    static let columns: SQL = "id, login, name, kind, administers, phone, mail, totp, password_changed_at, disabled_at, story"

    /// `w***@example.cn`
    private static func masked(_ mail: String) -> Masked {
        let parts = mail.split(separator: "@", maxSplits: 1)
        return Masked(parts.count == 2 ? "\(parts[0].prefix(1))***@\(parts[1])" : "***")
    }
}

extension House {
    public func account(for actor: Actor) async throws -> AccountView {
        guard let id = actor.account else { throw Refusal.unauthenticated }
        let house = self
        return try await read { tx, _ in
            guard let row = try tx.row("SELECT \(AccountReader.columns) FROM accounts WHERE id = \(id)") else { throw Refusal.notFound }
            return try AccountReader.view(tx, house, row)
        }
    }

    /// Who acts for the actor's organisations.
    public func members(for actor: Actor) async throws -> [MemberView] {
        let secrets = secrets, organisations = actor.organisations.sorted()
        guard !organisations.isEmpty else { return [] }
        return try await read { tx, _ in
            try tx.rows("""
                SELECT m.organisation_id AS organisation_id, o.name AS organisation, a.id AS id, a.name AS name, a.phone AS phone FROM members m
                    JOIN organisations o ON o.id = m.organisation_id JOIN accounts a ON a.id = m.account_id
                WHERE m.organisation_id IN (\(list: organisations)) ORDER BY o.name, m.organisation_id, m.since, a.id
                """).map { row in
                let id: ID<Account> = try row("id"), phone: [UInt8]? = try row("phone")
                return MemberView(
                    organisation: try row("organisation_id"), organisationName: try row("organisation"), account: id, name: try row("name"),
                    phone: try phone.map { Phone.masked(try secrets.text($0, table: "accounts", column: "phone", row: id.rawValue)) }, isSelf: id == actor.account)
            }
        }
    }

    /// All accounts of people in offices, for administrators.
    public func accounts(for actor: Actor) async throws -> [AccountView] {
        try AccountRules.needsAdministrator(actor)
        let house = self
        return try await read { tx, _ in
            try tx.rows("SELECT \(AccountReader.columns) FROM accounts WHERE kind = 'staff' ORDER BY login").map { try AccountReader.view(tx, house, $0) }
        }
    }

    public func inbox(for actor: Actor) async throws -> InboxView {
        guard let id = actor.account else { throw Refusal.unauthenticated }
        return try await messages("m.account_id = \(id)")
    }

    /// Every message to anybody. Demo mode only.
    public func allMessages() async throws -> InboxView {
        guard demo else { throw Refusal.notFound }
        return try await messages("1 = 1")
    }

    private func messages(_ condition: SQL) async throws -> InboxView {
        let secrets = secrets, demo = demo
        return try await read { tx, _ in
            let messages = try tx.rows("""
                SELECT m.id AS id, m.at AS at, m.title AS title, m.body AS body, m.link AS link, m.read_at AS read_at, a.name AS name FROM messages m JOIN accounts a ON a.id = m.account_id
                WHERE \(condition) ORDER BY m.at DESC, m.id DESC LIMIT 200
                """).map { row in
                let id: String = try row("id"), read: Instant? = try row("read_at")
                return InboxMessage(
                    id: id, at: try row("at"), title: try secrets.text(try row("title"), table: "messages", column: "title", row: id),
                    body: try secrets.text(try row("body"), table: "messages", column: "body", row: id), link: Receipt(stored: try row("link")) ?? Receipt(.home), isRead: read != nil,
                    recipient: demo ? try row("name") : nil)
            }
            return InboxView(messages: messages, unread: messages.count { !$0.isRead })
        }
    }

    /// The people of the demonstration world that the bar offers, in the order of their stories.
    public func demoRoles() async throws -> [AccountView] {
        guard demo else { throw Refusal.notFound }
        let house = self
        return try await read { tx, _ in
            try tx.rows("SELECT \(AccountReader.columns) FROM accounts WHERE story <> '' AND disabled_at IS NULL ORDER BY story, id").map { try AccountReader.view(tx, house, $0) }
        }
    }

    /// What falls due next, in words. Demo mode's bar shows it.
    public func nextDue() async throws -> (at: Instant, verb: String)? {
        try await read { tx, now in
            try tx.row("SELECT at, verb FROM due WHERE done_at IS NULL AND at > \(now) ORDER BY at LIMIT 1").map { (at: try $0("at"), verb: try $0("verb")) }
        }
    }
}

/// Demo mode: become somebody else with one click. Effects: a session.
public struct BecomeDemoRole: Codable, Sendable {
    public let account: ID<Account>

    public init(account: ID<Account>) { self.account = account }

    public func callAsFunction(_ house: House) async throws -> SignIn.Opened {
        guard house.demo else { throw Refusal.notFound }
        let kind: String? = try await house.database.read { tx in try tx.value("SELECT kind FROM accounts WHERE id = \(account) AND story <> '' AND disabled_at IS NULL") }
        guard let kind else { throw Refusal.notFound }
        return try await Sessions.open(house, account: account, isStaff: kind == "staff", kind: .cookie, verb: "signed_in_for_demonstration")
    }
}
