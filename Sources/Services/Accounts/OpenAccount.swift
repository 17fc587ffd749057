import Domain
import SQL

/// An administrator opens an account for somebody in an office.
///
/// Effects: the account with its places; an audit record.
public struct OpenAccount: Codable, Sendable {
    public let login: String
    public let name: String
    public let password: String
    public let programme: String
    public let office: String
    public let place: Programme.Place

    public init(login: String, name: String, password: String, programme: String, office: String, place: Programme.Place) {
        self.login = login
        self.name = name
        self.password = password
        self.programme = programme
        self.office = office
        self.place = place
    }

    public func callAsFunction(_ house: House, by actor: Actor, once: Once? = nil, story: String = "") async throws -> Receipt {
        try AccountRules.needsAdministrator(actor)
        let known = try house.library.programme(programme)
        let login = Accounts.login(self.login)
        var fields = AccountRules.mistakes(login: login, name: name, password: password, house)
        if known.office(office) == nil { fields.append(.init("office", Words("没有这个部门", "There is no such office"))) }
        guard fields.isEmpty else { throw Refusal.invalid(fields) }
        let hash = try await house.passwords.hash(password)
        return try await house.perform(by: actor, once: once) { act in
            let id = try act.openStaff(login: login, name: name.trimmed, hash: hash, administers: false, story: story)
            act.later("INSERT INTO posts (account_id, programme_id, office, place, since) VALUES (\(id), \(programme), \(office), \(place), \(act.now))")
            act.audit("account", id.rawValue, "account_opened", detail: ["programme": programme, "office": office, "place": place.rawValue])
            return Receipt(.account, id.rawValue)
        }
    }
}

/// Gives a place in an office to an account, or ends it.
///
/// Effects: the place; all sessions of the account end, since its powers have changed; an audit record.
public struct SetPost: Codable, Sendable {
    public let programme: String
    public let office: String
    public let place: Programme.Place
    public let held: Bool

    public init(programme: String, office: String, place: Programme.Place, held: Bool) {
        self.programme = programme
        self.office = office
        self.place = place
        self.held = held
    }

    public func callAsFunction(_ house: House, of account: ID<Account>, by actor: Actor, once: Once? = nil) async throws -> Receipt {
        try AccountRules.needsAdministrator(actor)
        guard try house.library.programme(programme).office(office) != nil else { throw Refusal.invalid([.init("office", Words("没有这个部门", "There is no such office"))]) }
        if account == actor.account { throw Refusal(.forbidden, "own_account", Words("不能给自己授权", "Nobody gives places to themselves")) }
        return try await house.perform(by: actor, once: once) { act in
            guard try act.tx.row("SELECT id FROM accounts WHERE id = \(account) AND kind = 'staff'\(act.dialect.lock)") != nil else { throw Refusal.notFound }
            let changed = held
                ? try act.tx.run("""
                    INSERT INTO posts (account_id, programme_id, office, place, since) VALUES (\(account), \(programme), \(office), \(place), \(act.now))
                    ON CONFLICT DO NOTHING
                    """)
                : try act.tx.run("""
                    UPDATE posts SET ended_at = \(act.now) WHERE account_id = \(account) AND programme_id = \(programme) AND office = \(office)
                        AND place = \(place) AND ended_at IS NULL
                    """)
            if changed > 0 {
                act.later("DELETE FROM sessions WHERE account_id = \(account)")
                act.audit("account", account.rawValue, held ? "post_given" : "post_ended", detail: ["programme": programme, "office": office, "place": place.rawValue])
            }
            return Receipt(.account, account.rawValue)
        }
    }
}

public enum AccountRules {
    static func needsAdministrator(_ actor: Actor) throws(Refusal) {
        guard actor.administers else { throw Refusal(.forbidden, "not_administrator", Words("只有管理员可以管理账号", "Only administrators keep accounts")) }
    }
}

/// The first administrator of an empty house; made by the command, never over the web.
///
/// Effects: the account; an audit record. Refused when there is an administrator already.
public struct OpenFirstAdministrator: Sendable {
    public let login: String
    public let name: String
    public let password: String

    public init(login: String, name: String, password: String) {
        self.login = login
        self.name = name
        self.password = password
    }

    public func callAsFunction(_ house: House, story: String = "") async throws -> Receipt {
        let login = Accounts.login(self.login)
        if let weak = Accounts.weakness(password, isStaff: true, house: house) { throw Refusal.invalid([weak]) }
        let hash = try await house.passwords.hash(password)
        return try await house.perform(by: .system, once: nil) { act in
            if try act.tx.row("SELECT id FROM accounts WHERE administers") != nil {
                throw Refusal(.conflict, "administrator_known", Words("已经有管理员", "There is an administrator already"))
            }
            let id = try act.openStaff(login: login, name: name, hash: hash, administers: true, story: story)
            act.audit("account", id.rawValue, "account_opened", detail: ["administers": "yes"])
            return Receipt(.account, id.rawValue)
        }
    }
}
