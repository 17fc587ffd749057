import Domain
import SQL

/// What the person says of a contact.
public struct ContactAnswer: Codable, Sendable {
    /// Whether it was they, and it is right. Wanted: a form without an answer is no dispute.
    public let right: Bool?
    /// 1…5, where it is right.
    public let rating: Int?
    public let comment: String?
    /// They want to find their contacts in an account with this number.
    public let keep: Bool?

    public init(right: Bool?, rating: Int? = nil, comment: String? = nil, keep: Bool? = nil) {
        self.right = right
        self.rating = rating
        self.comment = comment
        self.keep = keep
    }

    func settled() throws -> (right: Bool, rating: Int?, comment: String) {
        let comment = (comment ?? "").trimmed
        var fields: [Refusal.Field] = []
        if right == nil { fields.append(.init("right", Words("请选择是否属实", "Please say whether it is right"))) }
        if let rating, !(1...5).contains(rating) { fields.append(.init("rating", Words("请选择 1 至 5 分", "1 to 5, please"))) }
        if comment.count > 300 { fields.append(.init("comment", Words("最多 300 字", "At most 300 characters"))) }
        guard fields.isEmpty, let right else { throw Refusal.invalid(fields) }
        return (right, right ? rating : nil, comment)
    }
}

/// Whoever got the message answers: that was me and it is right, or it was not so. The number is proven by the link that was sent to it.
///
/// Effects: the line's state, rating and comment (sealed); where they want it, their contacts are found in their account once they have one
/// (`Act.claimContacts`); a message to who wrote the line down where it is disputed; audit records.
public struct AnswerByLink: Sendable {
    public let answer: ContactAnswer

    public init(_ answer: ContactAnswer) { self.answer = answer }

    public func callAsFunction(_ house: House, _ token: String, by actor: Actor, once: Once? = nil) async throws -> Receipt {
        let (right, rating, comment) = try answer.settled(), hash = ContactLink.hash(token, house.secrets)
        return try await house.perform(by: actor, once: once) { act in
            let contact = try act.loadContact(link: hash)
            try act.keep(right, rating, comment, of: contact)
            if answer.keep == true, let person = contact.person {
                try act.tx.run("UPDATE contact_phones SET agreed_at = \(act.now) WHERE person_id = \(person) AND agreed_at IS NULL")
            }
            return Receipt(.home)
        }
    }
}

/// The person answers from their own account; also later, and also otherwise than before.
///
/// Effects: the line's state, rating and comment (sealed); a message to who wrote the line down where it is disputed; audit records.
public struct AnswerOwnContact: Sendable {
    public let answer: ContactAnswer

    public init(_ answer: ContactAnswer) { self.answer = answer }

    public func callAsFunction(_ house: House, _ id: ID<Contact>, by actor: Actor, once: Once? = nil) async throws -> Receipt {
        let (right, rating, comment) = try answer.settled()
        guard actor.isSignedIn else { throw Refusal.unauthenticated }
        return try await house.perform(by: actor, once: once) { act in
            try act.keep(right, rating, comment, of: try act.loadContact(id, where: ContactAccess.asPerson(actor)))
            return Receipt(.ownContacts)
        }
    }
}

/// Somebody who is signed in takes the contacts of a message into their account: its number must be the one that the message went to.
///
/// Effects: all contacts of the number stand in the account; an audit record.
public struct ClaimContacts: Codable, Sendable {
    public init() {}

    static let otherNumber = Refusal(.forbidden, "other_number", Words("这条短信不是发给您账号的手机号的", "This message went to another number than your account's"),
        next: Words("请用收到短信的手机号登录或注册", "Sign in or register with the number that got the message"))

    public func callAsFunction(_ house: House, _ token: String, by actor: Actor, once: Once? = nil) async throws -> Receipt {
        guard let account = actor.account else { throw Refusal.unauthenticated }
        let hash = ContactLink.hash(token, house.secrets)
        return try await house.perform(by: actor, once: once) { act in
            let contact = try act.loadContact(link: hash)
            guard let sealed: [UInt8] = try act.tx.value("SELECT phone FROM accounts WHERE id = \(account) AND phone IS NOT NULL AND kind = 'public' AND disabled_at IS NULL"),
                  let person = contact.person, let number = try ContactReader.open(act.tx, house, contact.id, "phone"),
                  try house.secrets.text(sealed, table: "accounts", column: "phone", row: account.rawValue) == number else { throw Self.otherNumber }
            _ = try act.tx.row("SELECT person_id FROM contact_phones WHERE person_id = \(person)\(act.dialect.lock)")
            guard contact.account == nil || contact.account == account else { throw Self.otherNumber }
            try act.link(person, to: account)
            return Receipt(.ownContacts)
        }
    }
}

extension Act {
    /// The line behind a message's link, locked until the end of the transaction.
    /// - Throws: `ContactLink.unknown` for a wrong token, and for one whose time is over.
    func loadContact(link hash: String) throws -> StoredContact {
        guard let id: ID<Contact> = try tx.value("SELECT c.id FROM contacts c WHERE c.token_hash = \(hash) AND c.ask_until > \(now)") else { throw ContactLink.unknown }
        return try loadContact(id, where: "c.token_hash = \(hash)")
    }

    fileprivate func keep(_ right: Bool, _ rating: Int?, _ comment: String, of contact: StoredContact) throws {
        let next = try step(contact, right ? .confirm : .dispute, detail: rating.map { ["rating": String($0)] } ?? [:])
        let sealed = comment.isEmpty ? nil : try house.secrets.seal(text: comment, table: "contacts", column: "comment", row: contact.id.rawValue)
        try tx.run("UPDATE contacts SET rating = \(rating), comment = \(sealed), answered_at = \(now) WHERE id = \(contact.id) AND state = \(next)")
        if next == .disputed, let by = contact.by {
            try tell(by, Words("一条服务记录有异议", "A contact is disputed"),
                Words("对方反映情况不符，这条记录不再计入。请核对，登记有误的请作废。", "The person says that it was not so; the line does not count any more. Please check it, and take it back if it was a mistake."),
                link: Receipt(.contact, contact.id.rawValue))
        }
    }
}
