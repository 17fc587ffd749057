import Domain
import SQL

enum AccountReader {
    /// Accounts of rows that were selected with `columns`; their places come in one query, their organisations in two.
    static func views(_ tx: any Transaction, _ house: House, _ rows: [Row]) throws -> [AccountView] {
        let actors = try Accounts.actors(tx, rows)
        let organisations = try CaseReader.organisations(tx, house, actors.reduce(into: []) { $0.formUnion($1.organisations) })
        return try zip(rows, actors).map { try view($0, $1, organisations, house) }
    }

    private static func view(_ row: Row, _ actor: Actor, _ organisations: [ID<Organisation>: OrganisationView], _ house: House) throws -> AccountView {
        let id: ID<Account> = try row("id")
        let mail: [UInt8]? = try row("mail")
        let phone: [UInt8]? = try row("phone"), totp: [UInt8]? = try row("totp"), disabled: Instant? = try row("disabled_at")
        return AccountView(
            id: id, login: phone == nil ? try row("login") : "", name: try row("name"),
            phone: try phone.map { Phone.masked(try house.secrets.text($0, table: "accounts", column: "phone", row: id.rawValue)) },
            posts: actor.posts.map { post in
                PostView(programme: post.programme, office: post.office, officeName: (try? house.library.programme(post.programme))?.office(post.office)?.name ?? Words(post.office, post.office), place: post.place)
            },
            organisations: actor.organisations.sorted().compactMap { organisations[$0] },
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
            guard let view = try AccountReader.views(tx, house, [row]).first else { throw Refusal.notFound }
            return view
        }
    }

    /// Who acts for the actor's organisations.
    public func members(for actor: Actor) async throws -> [MemberView] {
        let secrets = secrets, organisations = actor.organisations.sorted()
        guard !organisations.isEmpty else { return [] }
        return try await read { tx, _ in
            try tx.rows("""
                SELECT m.organisation_id AS organisation_id, o.name AS organisation, a.id AS id, a.name AS name, a.phone AS phone, m.role AS role FROM members m
                    JOIN organisations o ON o.id = m.organisation_id JOIN accounts a ON a.id = m.account_id
                WHERE m.organisation_id IN (\(list: organisations)) ORDER BY o.name, m.organisation_id, m.since, a.id
                """).map { row in
                let id: ID<Account> = try row("id"), phone: [UInt8]? = try row("phone")
                return MemberView(
                    organisation: try row("organisation_id"), organisationName: try row("organisation"), account: id, name: try row("name"),
                    phone: try phone.map { Phone.masked(try secrets.text($0, table: "accounts", column: "phone", row: id.rawValue)) }, role: try row("role"), isSelf: id == actor.account)
            }
        }
    }

    /// All accounts of people in offices, for administrators.
    public func accounts(for actor: Actor) async throws -> [AccountView] {
        try AccountRules.needsAdministrator(actor)
        let house = self
        return try await read { tx, _ in
            try AccountReader.views(tx, house, try tx.rows("SELECT \(AccountReader.columns) FROM accounts WHERE kind = 'staff' ORDER BY login"))
        }
    }

    /// One's messages, newest first.
    /// - Parameter after: the last message of the page before.
    public func inbox(for actor: Actor, after: String? = nil, pageSize: Int = 100) async throws -> InboxView {
        guard let id = actor.account else { throw Refusal.unauthenticated }
        return try await messages("m.account_id = \(id)", after: after, pageSize: pageSize)
    }

    /// Every message to anybody. Demo mode only.
    public func allMessages(after: String? = nil, pageSize: Int = 100) async throws -> InboxView {
        guard demo else { throw Refusal.notFound }
        return try await messages("1 = 1", after: after, pageSize: pageSize)
    }

    /// The newest messages to numbers without an account. Demo mode only, where they wait and are never sent.
    public func textMessages(most: Int = 20) async throws -> [TextMessage] {
        guard demo else { throw Refusal.notFound }
        let secrets = secrets
        return try await read { tx, _ in
            try tx.rows("SELECT id, address, body FROM outbox WHERE channel = 'sms' AND account_id IS NULL AND sent_at IS NULL ORDER BY created_at DESC, id DESC LIMIT \(most)").map { row in
                let id: String = try row("id"), text: [String: String] = try Stored.read(try secrets.text(try row("body"), table: "outbox", column: "body", row: id))
                return TextMessage(id: id, to: Phone.masked(try secrets.text(try row("address"), table: "outbox", column: "address", row: id)), title: text["title"] ?? "", body: text["body"] ?? "")
            }
        }
    }

    private func messages(_ condition: SQL, after: String?, pageSize: Int) async throws -> InboxView {
        let secrets = secrets, demo = demo
        return try await read { tx, _ in
            guard let counts = try tx.row("SELECT COUNT(*) AS n, COUNT(CASE WHEN m.read_at IS NULL THEN 1 END) AS unread FROM messages m WHERE \(condition)") else { throw Unexpected("count") }
            var page = condition
            // Only of one's own messages: another's id says nothing.
            if let after, let last = try tx.row("SELECT m.at AS at FROM messages m WHERE m.id = \(after) AND \(condition)") {
                let at: Instant = try last("at")
                page += " AND (m.at < \(at) OR (m.at = \(at) AND m.id < \(after)))"
            }
            let rows = try tx.rows("""
                SELECT m.id AS id, m.at AS at, m.title AS title, m.body AS body, m.link AS link, m.read_at AS read_at, a.name AS name FROM messages m JOIN accounts a ON a.id = m.account_id
                WHERE \(page) ORDER BY m.at DESC, m.id DESC LIMIT \(pageSize + 1)
                """)
            let messages = try rows.prefix(pageSize).map { row in
                let id: String = try row("id"), read: Instant? = try row("read_at")
                return InboxMessage(
                    id: id, at: try row("at"), title: try secrets.text(try row("title"), table: "messages", column: "title", row: id),
                    body: try secrets.text(try row("body"), table: "messages", column: "body", row: id), link: Receipt(stored: try row("link")) ?? Receipt(.home), isRead: read != nil,
                    recipient: demo ? try row("name") : nil)
            }
            return InboxView(messages: messages, total: try counts("n"), unread: try counts("unread"), next: rows.count > pageSize ? messages.last?.id : nil)
        }
    }

    /// The people of the demonstration world that the bar offers, in the order of their stories.
    public func demoRoles() async throws -> [AccountView] {
        guard demo else { throw Refusal.notFound }
        let house = self
        return try await read { tx, _ in
            try AccountReader.views(tx, house, try tx.rows("SELECT \(AccountReader.columns) FROM accounts WHERE story <> '' AND disabled_at IS NULL ORDER BY story, id"))
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
