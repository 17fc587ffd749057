import Domain
import SQL

/// Opens a session for a login and password, and a one-time code for accounts that have one.
///
/// Effects: a session row (only the token's hash is kept); an audit record on the account. Sessions live in real time.
public struct SignIn: Codable, Sendable {
    /// A staff login or a mobile number.
    public let login: String
    public let password: String
    /// Six digits from an authenticator, where the account has one.
    public let code: String?

    public init(login: String, password: String, code: String? = nil) {
        self.login = login
        self.password = password
        self.code = code
    }

    public enum Kind: String, Sendable { case cookie, bearer }

    /// A new session: its token goes to the person and nowhere else.
    public struct Opened: Sendable {
        public let token: String
        public let account: ID<Account>
        public let endsAt: Instant
    }

    /// - Throws: `unauthenticated` with the same words whatever was wrong, so that nobody learns which logins exist.
    public func callAsFunction(_ house: House, kind: Kind) async throws -> Opened {
        let name = Accounts.login(login)
        // A mobile number stands in the table only encrypted: it is found by its blind index.
        let whose: SQL = Phone.isMobile(name) ? "phone_index IN (\(list: try house.secrets.blindIndexes(name, table: "accounts", column: "phone")))" : "login = \(name) AND kind = 'staff'"
        let found = try await house.database.read { tx in
            try tx.row("SELECT id, kind, password, totp, totp_step FROM accounts WHERE \(whose) AND disabled_at IS NULL")
        }
        let stored: String? = try found?("password")
        // A login that does not exist costs the same time as one that does.
        let good = try await house.passwords.verify(password, against: stored ?? Accounts.nobodysPassword)
        guard let found, good else { throw Self.wrong }
        let account: ID<Account> = try found("id")
        var step: Int64 = try found("totp_step")
        if let sealed: [UInt8] = try found("totp") {
            let secret = try house.secrets.open(sealed, table: "accounts", column: "totp", row: account.rawValue)
            guard let code, !code.isEmpty else {
                throw Refusal(.unauthenticated, "code_wanted", Words("请输入动态验证码", "Enter the code from your authenticator"), fields: [.init("code", Words("六位数字", "Six digits"))])
            }
            guard let matched = house.secrets.totpStep(secret: secret, code: code, at: house.realTime()), matched > step else { throw Self.wrong }
            step = matched
        }
        let matched = step
        return try await Sessions.open(house, account: account, isStaff: try found("kind") == "staff", kind: kind, verb: "signed_in", totpStep: matched)
    }

    static let wrong = Refusal(.unauthenticated, "wrong_login", Words("账号、密码或验证码不正确", "The login, password or code is wrong"),
        next: Words("请检查后重试；忘记密码请联系管理员", "Check and try again; an administrator can set a new password"))
}

/// Sessions of browsers and programs. Real time; only hashes of tokens are stored.
public enum Sessions {
    /// Staff: 30 minutes idle, 12 hours in all. The public: a day idle, 30 days in all. Seconds.
    static func limits(isStaff: Bool) -> (idle: Int, whole: Int) {
        let day = 86_400
        return isStaff ? (idle: 1800, whole: day / 2) : (idle: day, whole: 30 * day)
    }

    static func open(_ house: House, account: ID<Account>, isStaff: Bool, kind: SignIn.Kind, verb: String, totpStep: Int64? = nil) async throws -> SignIn.Opened {
        let token = house.secrets.hex(try house.secrets.random(32))
        let secret = house.secrets.hex(try house.secrets.random(32))
        let real = house.realTime()
        let ends = real.adding(seconds: limits(isStaff: isStaff).whole)
        _ = try await house.perform(by: Actor(kind: .person(account), name: ""), once: nil) { act in
            guard try act.tx.row("SELECT id FROM accounts WHERE id = \(account) AND disabled_at IS NULL\(act.dialect.lock)") != nil else { throw SignIn.wrong }
            if let totpStep {
                let used = try act.tx.run("UPDATE accounts SET totp_step = \(totpStep) WHERE id = \(account) AND (totp IS NULL OR totp_step < \(totpStep))")
                guard used == 1 else { throw SignIn.wrong }
            }
            act.later("""
                INSERT INTO sessions (token_hash, account_id, kind, secret, created_at, seen_at, ends_at)
                VALUES (\(house.secrets.sha256(Array(token.utf8))), \(account), \(kind.rawValue), \(secret), \(real), \(real), \(ends))
                """)
            act.later("DELETE FROM sessions WHERE ends_at < \(real)")
            act.audit("account", account.rawValue, verb, detail: ["session": kind.rawValue])
            return Receipt(.account, account.rawValue)
        }
        return SignIn.Opened(token: token, account: account, endsAt: ends)
    }

    /// A session as found by its token's hash.
    public struct Found: Sendable {
        public let actor: Actor
        public let language: Language
        /// Hex; what the tokens against forgery are made from.
        public let secret: String
        public let kind: SignIn.Kind
        public let unread: Int
    }

    /// - Returns: nil when there is no such session, or it has ended or idled out.
    public static func find(_ house: House, tokenHash: String) async throws -> Found? {
        let real = house.realTime()
        let found: (Found, Instant)? = try await house.database.read { tx in
            guard let row = try tx.row("""
                SELECT s.kind AS session_kind, s.secret, s.seen_at, s.ends_at, a.id, a.name, a.kind, a.administers, a.language, a.totp, a.password_changed_at
                FROM sessions s JOIN accounts a ON a.id = s.account_id WHERE s.token_hash = \(tokenHash) AND a.disabled_at IS NULL
                """) else { return nil }
            let seen: Instant = try row("seen_at"), ends: Instant = try row("ends_at")
            let isStaff = try row("kind") == "staff"
            guard real < ends, real < seen.adding(seconds: limits(isStaff: isStaff).idle), let kind = SignIn.Kind(rawValue: try row("session_kind")) else { return nil }
            var actor = try Accounts.actor(tx, row)
            if isStaff, !house.demo, try !Accounts.wants(row, real: real).isEmpty { actor = Actor(kind: actor.kind, name: actor.name) }
            let unread: Int = (try tx.value("SELECT COUNT(*) FROM messages WHERE account_id = \(actor.account) AND read_at IS NULL")) ?? 0
            return (Found(actor: actor, language: try row("language"), secret: try row("secret"), kind: kind, unread: unread), seen)
        }
        guard let (session, seen) = found else { return nil }
        // The idle limit needs no write at each request: once a minute is close enough.
        if real.milliseconds - seen.milliseconds > 60_000 {
            try await house.database.write { tx in _ = try tx.run("UPDATE sessions SET seen_at = \(real) WHERE token_hash = \(tokenHash)") }
        }
        return session
    }

    /// Ends a session. Effects: its row is deleted.
    public static func end(_ house: House, tokenHash: String) async throws {
        try await house.database.write { tx in _ = try tx.run("DELETE FROM sessions WHERE token_hash = \(tokenHash)") }
    }
}

enum Accounts {
    /// A well-formed argon2id hash that no password has.
    static let nobodysPassword = "$argon2id$v=19$m=19456,t=2,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"

    /// A login as it is kept: a mobile number as digits, else lower case.
    static func login(_ typed: String) -> String {
        Phone.isMobile(typed) ? Phone.normalised(typed) : typed.trimmed.lowercased()
    }

    /// The actor that an account's row (id, name, administers) makes.
    static func actor(_ tx: any Transaction, _ row: Row) throws -> Actor {
        guard let actor = try actors(tx, [row]).first else { throw Unexpected("no actor") }
        return actor
    }

    /// The same of many rows, in their order, with two queries.
    static func actors(_ tx: any Transaction, _ rows: [Row]) throws -> [Actor] {
        let ids = try rows.map { try $0("id") as ID<Account> }
        guard !ids.isEmpty else { return [] }
        var posts: [ID<Account>: [Post]] = [:], organisations: [ID<Account>: Set<ID<Organisation>>] = [:]
        for post in try tx.rows("""
            SELECT account_id, programme_id, office, place FROM posts WHERE account_id IN (\(list: ids)) AND ended_at IS NULL ORDER BY account_id, programme_id, office, place
            """) {
            posts[try post("account_id"), default: []].append(Post(programme: try post("programme_id"), office: try post("office"), place: try post("place")))
        }
        var hosts: Set<ID<Account>> = []
        for member in try tx.rows("""
            SELECT m.account_id AS account_id, m.organisation_id AS organisation_id, (SELECT COUNT(*) FROM stations s WHERE s.organisation_id = m.organisation_id) AS stations
            FROM members m WHERE m.account_id IN (\(list: ids))
            """) {
            let account: ID<Account> = try member("account_id"), stations: Int = try member("stations")
            organisations[account, default: []].insert(try member("organisation_id"))
            if stations > 0 { hosts.insert(account) }
        }
        return try zip(rows, ids).map { row, id in
            Actor(kind: .person(id), name: try row("name"), posts: posts[id] ?? [], organisations: organisations[id] ?? [], hosts: hosts.contains(id), administers: try row("administers"))
        }
    }

    /// What somebody in an office has to do before their places count (等保): bind an authenticator, and set a new password every 90 days.
    /// Demo mode asks for neither.
    static func wants(_ row: Row, real: Instant) throws -> [AccountNeed] {
        let totp: [UInt8]? = try row("totp"), changed: Instant = try row("password_changed_at")
        return (totp == nil ? [.authenticator] : []) + (real > changed.adding(seconds: 90 * 86_400) ? [.newPassword] : [])
    }

    /// What is wrong with a new password: the public follows NIST, staff 等保 on top of it.
    static func weakness(_ password: String, isStaff: Bool, house: House) -> Refusal.Field? {
        if password.count < (isStaff ? 10 : 8) {
            return .init("password", isStaff ? Words("密码至少 10 位", "At least 10 characters") : Words("密码至少 8 位", "At least 8 characters"))
        }
        if password.count > 128 { return .init("password", Words("密码最多 128 位", "At most 128 characters")) }
        if house.passwords.isCommon(password) { return .init("password", Words("这个密码太常见，容易被猜到", "This password is too common")) }
        guard isStaff else { return nil }
        let kinds = [password.contains { $0.isLowercase }, password.contains { $0.isUppercase }, password.contains { $0.isNumber },
            password.contains { !$0.isLetter && !$0.isNumber }].count { $0 }
        return kinds < 3 ? .init("password", Words("密码须含大写、小写、数字、符号中的三种", "Three of: capitals, small letters, digits, signs")) : nil
    }
}

extension Secrets {
    func hex(_ bytes: [UInt8]) -> String {
        let digits = Array("0123456789abcdef".utf8)
        return String(decoding: bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
    }
}
