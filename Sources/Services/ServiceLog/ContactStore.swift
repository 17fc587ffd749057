import Domain
import SQL

extension ContactChannel: Bindable {}
extension ContactResult: Bindable {}
extension ContactState: Bindable {}

/// A line of the service log as verbs decide on it.
struct StoredContact {
    let id: ID<Contact>
    let programme: String
    let station: ID<Station>
    let channel: ContactChannel
    let subject: ContactSubject
    let also: [Find]
    let result: ContactResult
    let state: ContactState
    /// Nil for somebody of whom only a name is known.
    let person: String?
    let account: ID<Account>?
    let rating: Int?
    let doubles: ID<Contact>?
    let request: ID<Request>?
    let askUntil: Instant?
    let by: ID<Account>?
    let at: Instant
    let answeredAt: Instant?

    static let columns: SQL = """
        c.id AS id, c.programme_id AS programme_id, c.station_id AS station_id, c.channel AS channel, c.subject AS subject, c.also AS also, c.result AS result, c.state AS state, c.person_id AS person_id,
        c.account_id AS account_id, c.rating AS rating, c.doubles_id AS doubles_id, c.request_id AS request_id, c.ask_until AS ask_until, c.by_account AS by_account, c.recorded_at AS recorded_at,
        c.answered_at AS answered_at
        """

    init(_ row: Row) throws {
        id = try row("id")
        programme = try row("programme_id")
        station = try row("station_id")
        channel = try row("channel")
        guard let subject = ContactSubject(rawValue: try row("subject")) else { throw Unexpected("what a contact is about") }
        self.subject = subject
        let more: String = try row("also")
        also = more.split(separator: ",").compactMap { Find(rawValue: String($0)) }
        result = try row("result")
        state = try row("state")
        person = try row("person_id")
        account = try row("account_id")
        rating = try row("rating")
        doubles = try row("doubles_id")
        request = try row("request_id")
        askUntil = try row("ask_until")
        by = try row("by_account")
        at = try row("recorded_at")
        answeredAt = try row("answered_at")
    }
}

enum ContactAccess {
    static func asPerson(_ actor: Actor) -> SQL { "c.account_id = \(actor.account)" }
    static func asStation(_ actor: Actor) -> SQL { "c.station_id IN (SELECT s.id FROM stations s WHERE s.organisation_id IN (\(list: actor.organisations.sorted())))" }

    /// Which stations' figures somebody reads: offices of the city all, of an area their own area's. Over `s`.
    static func supervised(_ actor: Actor, _ library: Library) -> SQL {
        var parts: [SQL] = []
        for programme in library.programmes {
            let offices = actor.posts.filter { $0.programme == programme.id }.compactMap { programme.office($0.office) }
            if offices.contains(where: { $0.area == nil }) {
                parts.append("s.programme_id = \(programme.id)")
            } else if !offices.isEmpty {
                parts.append("(s.programme_id = \(programme.id) AND s.area IN (\(list: offices.compactMap(\.area))))")
            }
        }
        return parts.isEmpty ? "1 = 0" : "(\(SQL.joined(parts, by: " OR ")))"
    }
}

/// The short link in the person's message. Whoever holds the token may answer for the number that it was sent to.
enum ContactLink {
    static let bytes = 12
    static let unknown = Refusal(.notFound, "contact_link", Words("链接无效或已过期", "This link is not valid, or has run out"),
        next: Words("请核对短信中的地址；登录后可在“我的服务记录”查看", "Compare it with the message; signed in, you find your contacts under “My services”"))

    static func hash(_ token: String, _ secrets: any Secrets) -> String { secrets.sha256(Array("contact:\(token)".utf8)) }
    static func token(_ secrets: any Secrets) throws -> String { secrets.hex(try secrets.random(bytes)) }

    /// What the person reads.
    static func words(_ station: String, _ what: Words, _ rules: ServiceLogRules, _ address: String) -> Words {
        Words(
            "\(station)记录了为您提供的“\(what.zh)”服务。是否属实、是否满意，请在 \(rules.confirmWithin) 天内告诉我们：\(address) 。不是您本人的，也请点开说明。",
            "\(station) noted that it helped you: \(what.en). Tell us within \(rules.confirmWithin) days whether that is right: \(address)")
    }
}

/// The link of one message, made before the transaction so that a repeated one sends the same.
struct ContactToken: Sendable {
    let token: String
    /// The whole address.
    let address: String

    init(_ secrets: any Secrets, link: (String) -> String) throws {
        token = try ContactLink.token(secrets)
        address = link(token)
    }
}

/// How a number is known to the log.
struct ContactPerson {
    let id: String
    /// Once they have agreed and have an account.
    let account: ID<Account>?
}

/// Something is to be written down; its fields are checked.
struct NewContact {
    let programme: Programme
    let station: ID<Station>
    let channel: ContactChannel
    let subject: ContactSubject
    var also: [Find] = []
    let result: ContactResult
    var state = ContactState.recorded
    let name: String
    /// Digits, or empty.
    let phone: String
    var line = ""
    var person: ContactPerson?
    var doubles: ID<Contact>?
    var request: ID<Request>?
    /// Version of the text that the person agreed to, where they registered themselves.
    var consent = ""
}

extension Act {
    /// The person behind a number, locked until the end of the transaction; a new number makes a new person.
    func contactPerson(_ phone: String) throws -> ContactPerson {
        let indexes = try house.secrets.blindIndexes(phone, table: "contact_phones", column: "phone")
        let known: [UInt8]? = try tx.value("SELECT phone_index FROM contact_phones WHERE phone_index IN (\(list: indexes)) ORDER BY phone_index LIMIT 1")
        let index = try known ?? house.secrets.blindIndex(phone, table: "contact_phones", column: "phone")
        if known == nil {
            let fresh = try newID(Contact.self).rawValue
            try tx.run("INSERT INTO contact_phones (phone_index, person_id) VALUES (\(index), \(fresh)) ON CONFLICT (phone_index) DO NOTHING")
        }
        guard let row = try tx.row("SELECT person_id, account_id FROM contact_phones WHERE phone_index = \(index)\(dialect.lock)") else { throw Unexpected("the person behind a number is gone") }
        return ContactPerson(id: try row("person_id"), account: try row("account_id"))
    }

    /// Writes a line down.
    ///
    /// Effects: the line, name, number and words sealed; an audit record.
    func write(_ new: NewContact) throws -> ID<Contact> {
        let id: ID<Contact> = try newID(), secrets = house.secrets
        func sealed(_ text: String, _ column: String) throws -> [UInt8]? { text.isEmpty ? nil : try secrets.seal(text: text, table: "contacts", column: column, row: id.rawValue) }
        let isOwn = new.channel == .own
        let by = isOwn ? nil : actor.account, answered = isOwn ? now : nil
        try tx.run("""
            INSERT INTO contacts (id, programme_id, station_id, channel, subject, also, result, state, person_id, account_id, name, phone, line, doubles_id, request_id, consent, answered_at, by_account,
                month, recorded_at)
            VALUES (\(id), \(new.programme.id), \(new.station), \(new.channel), \(new.subject.rawValue), \(new.also.map(\.rawValue).joined(separator: ",")), \(new.result), \(new.state), \(new.person?.id),
                \(new.person?.account), \(try sealed(new.name, "name")), \(try sealed(new.phone, "phone")), \(try sealed(new.line, "line")), \(new.doubles), \(new.request), \(new.consent),
                \(answered), \(by), \(String(today.description.prefix(7))), \(now))
            """)
        var detail = ["station": new.station.rawValue, "subject": new.subject.rawValue, "channel": new.channel.rawValue, "result": new.result.rawValue]
        if let doubles = new.doubles { detail["doubles"] = doubles.rawValue }
        if let request = new.request { detail["request"] = request.rawValue }
        audit("contact", id.rawValue, "contact_recorded", to: new.state.rawValue, detail: detail, isFirst: true)
        return id
    }

    /// Loads a line, locked until the end of the transaction.
    /// - Throws: `Refusal.notFound`.
    func loadContact(_ id: ID<Contact>, where condition: SQL) throws -> StoredContact {
        guard try tx.row("SELECT c.id FROM contacts c WHERE c.id = \(id) AND \(condition)\(dialect.lock)") != nil,
              let row = try tx.row("SELECT \(StoredContact.columns) FROM contacts c WHERE c.id = \(id) AND \(condition)") else { throw Refusal.notFound }
        return try StoredContact(row)
    }

    /// One step of a line. - Returns: the state after it.
    @discardableResult
    func step(_ contact: StoredContact, _ event: ContactEvent, reason: KeptReason? = nil, detail: [String: String] = [:]) throws -> ContactState {
        let next = try contact.state.after(event), ended = ContactState.ended.contains(next) ? now : nil
        let changed = try tx.run("UPDATE contacts SET state = \(next), ended_at = \(ended), reason_id = \(reason?.id) WHERE id = \(contact.id) AND state = \(contact.state)")
        guard changed == 1 else { throw Refusal(.conflict, "contact_changed", Words("这条记录刚刚有变化，请刷新后再试", "This line has just changed; please reload")) }
        audit("contact", contact.id.rawValue, "contact_\(event.rawValue)", from: contact.state.rawValue, to: next.rawValue, reason: reason, detail: detail)
        return next
    }

    /// Asks the person to confirm: by a message with a short link, and in the inbox of whoever has claimed their contacts. At most three a day go to one
    /// number, so that nobody is pestered.
    ///
    /// Effects: the token's digest with its end; the message; an audit record.
    /// - Returns: whether anything was sent.
    @discardableResult
    func askToConfirm(_ id: ID<Contact>, _ new: NewContact, rules: ServiceLogRules, by token: ContactToken) throws -> Bool {
        guard let person = new.person, Phone.isMobile(new.phone), house.demo || house.channels.contains(.sms) || person.account != nil else { return false }
        let sent: Int = try tx.value("SELECT COUNT(*) FROM contacts c WHERE c.person_id = \(person.id) AND c.asked_at > \(now.adding(seconds: -86_400))") ?? 0
        guard sent < RecordContact.messagesADay, let station: String = try tx.value("SELECT name FROM stations WHERE id = \(new.station)") else { return false }
        let until = Zone.china.instant(today.adding(rules.confirmWithin + 1))
        try tx.run("""
            UPDATE contacts SET token_hash = \(ContactLink.hash(token.token, house.secrets)), asked_at = \(now), ask_until = \(until) WHERE id = \(id) AND state = 'recorded'
            """)
        let words = ContactLink.words(station, new.subject.words(in: new.programme), rules, token.address)
        if let account = person.account {
            try tell(account, Words("请确认一次服务", "Please confirm a contact"), words, link: Receipt(.ownContacts))
        } else if house.demo || house.channels.contains(.sms) {
            // A demonstration sends nothing: there the message waits to be read on the page of all messages.
            try post(.sms, to: new.phone, title: "服务确认", body: words.zh, account: nil)
        }
        audit("contact", id.rawValue, "contact_asked", from: new.state.rawValue, to: new.state.rawValue)
        return true
    }

    /// All contacts of a person stand in their account from now on.
    ///
    /// Effects: the person's number and lines; an audit record on the account if any line was new there.
    func link(_ person: String, to account: ID<Account>) throws {
        try tx.run("UPDATE contact_phones SET account_id = \(account), agreed_at = COALESCE(agreed_at, \(now)) WHERE person_id = \(person) AND (account_id IS NULL OR account_id <> \(account))")
        let moved = try tx.run("UPDATE contacts SET account_id = \(account) WHERE person_id = \(person) AND account_id IS NULL")
        if moved > 0 { audit("account", account.rawValue, "contacts_claimed", detail: ["contacts": String(moved)]) }
    }

    /// A code has proven that the number is this account's: contacts whose person has agreed to it are theirs from now on. Harmless when repeated.
    ///
    /// Effects: those of `link`.
    /// - Parameter phone: digits.
    func claimContacts(_ account: ID<Account>, phone: String) throws {
        let indexes = try house.secrets.blindIndexes(phone, table: "contact_phones", column: "phone")
        guard let person: String = try tx.value("""
            SELECT person_id FROM contact_phones WHERE phone_index IN (\(list: indexes)) AND agreed_at IS NOT NULL AND account_id IS NULL ORDER BY phone_index LIMIT 1
            """) else { return }
        _ = try tx.row("SELECT person_id FROM contact_phones WHERE person_id = \(person)\(dialect.lock)")
        try link(person, to: account)
    }
}

extension House {
    /// In demo mode, where no message leaves: the words that would be sent with a line's link; nil where none would be.
    func contactMessage(_ receipt: Receipt, _ token: ContactToken) async throws -> String? {
        guard demo, !receipt.repeated, let id = ID<Contact>(rawValue: receipt.id) else { return nil }
        let house = self
        return try await read { tx, _ in
            guard let row = try tx.row("""
                SELECT c.programme_id AS programme_id, c.subject AS subject, s.name AS station FROM contacts c JOIN stations s ON s.id = c.station_id
                WHERE c.id = \(id) AND c.token_hash = \(ContactLink.hash(token.token, house.secrets))
                """), let subject = ContactSubject(rawValue: try row("subject")) else { return nil }
            let programme = try house.library.programme(try row("programme_id"))
            guard let rules = programme.serviceLog else { return nil }
            return ContactLink.words(try row("station"), subject.words(in: programme), rules, token.address).zh
        }
    }
}
