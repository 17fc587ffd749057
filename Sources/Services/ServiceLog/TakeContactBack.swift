import Domain
import SQL

/// Whoever wrote a line down takes it back within minutes: a slip of the finger.
///
/// Effects: the line ends without name, number and words, and its link leads nowhere; a line that looked like this one written down again counts for itself;
/// an audit record.
public struct UndoContact: Codable, Sendable {
    public init() {}

    public func callAsFunction(_ house: House, _ id: ID<Contact>, by actor: Actor, once: Once? = nil) async throws -> Receipt {
        guard actor.isSignedIn else { throw Refusal.unauthenticated }
        return try await house.perform(by: actor, once: once) { act in
            let contact = try act.loadContact(id, where: "\(ContactAccess.asStation(actor)) AND c.by_account = \(actor.account)")
            guard contact.at.adding(seconds: RecordContact.undoMinutes * 60) > act.now else {
                throw Refusal(.conflict, "undo_over", Words("登记已超过 \(RecordContact.undoMinutes) 分钟，不能撤销", "It was written down more than \(RecordContact.undoMinutes) minutes ago"),
                    next: Words("请写明原因作废", "Take it back with a reason"))
            }
            guard contact.request == nil else {
                throw Refusal(.conflict, "handed_on", Words("已经转办，不能撤销", "A request was opened of it already"), next: Words("请写明原因作废，并办结转办的诉求", "Take it back with a reason, and close the request"))
            }
            try act.step(contact, .undo)
            try act.release(contact.id)
            act.blank(contact.id)
            return Receipt(.contact, id.rawValue)
        }
    }
}

/// The station takes a line back that should not be there, and says why.
///
/// Effects: the line is void and never counts, and its link leads nowhere; a line that looked like it counts for itself; the reason; a message to the person where the line stands in their account;
/// an audit record.
public struct VoidContact: Codable, Sendable {
    public let reason: String

    public init(reason: String) { self.reason = reason }

    public func callAsFunction(_ house: House, _ id: ID<Contact>, by actor: Actor, once: Once? = nil) async throws -> Receipt {
        let reason = reason.trimmed
        guard (4...300).contains(reason.count) else { throw Refusal.invalid([.init("reason", Words("请写明原因（4 至 300 字）", "Give a reason (4 to 300 characters)"))]) }
        return try await house.perform(by: actor, once: once) { act in
            let contact = try act.loadContact(id, where: ContactAccess.asStation(actor))
            let days = try house.library.programme(contact.programme).serviceLog?.voidWithin ?? 0
            guard contact.channel != .own else { throw Refusal(.conflict, "own_registration", Words("本人扫码登记的，驿站不能作废", "What people registered themselves is not the station's to take back")) }
            guard Zone.china.day(of: contact.at).adding(days) >= act.today else {
                throw Refusal(.conflict, "void_over", Words("登记已超过 \(days) 天，不能作废", "It was written down more than \(days) days ago"))
            }
            try act.step(contact, .void, reason: try act.keepReason(reason, audience: .applicant))
            try act.release(id)
            try act.tx.run("UPDATE contacts SET token_hash = NULL WHERE id = \(id)")
            if let account = contact.account {
                try act.tell(account, Words("一次服务记录已作废", "A contact was taken back"), Words("驿站已作废一条与您有关的服务记录。", "The station took back a line of its service log about you."), link: Receipt(.ownContacts))
            }
            return Receipt(.contact, id.rawValue)
        }
    }
}

extension Act {
    /// A line that looked like this one written down again stands for itself now.
    fileprivate func release(_ id: ID<Contact>) throws { try tx.run("UPDATE contacts SET doubles_id = \(nil as ID<Contact>?) WHERE doubles_id = \(id)") }

    /// Name, number, words and link leave a line; that it was there, its counts and its trail stay.
    func blank(_ id: ID<Contact>) {
        let nothing: [UInt8]? = nil
        later("UPDATE contacts SET name = \(nothing), phone = \(nothing), line = \(nothing), comment = \(nothing), token_hash = NULL WHERE id = \(id)")
    }
}
