import Domain
import SQL

/// The register of guests 住宿登记: who slept where, by name, telephone and document, whatever becomes of their accounts.
enum GuestRegister {
    /// 旅馆业治安管理办法 wants every guest registered and names no time for keeping the register; local rules name one to three years. Assumed until a city says otherwise.
    static let years = 2

    /// Until when the entry of somebody who arrived then is kept.
    static func ends(_ arrived: Instant) -> Instant { Zone.china.instant(Zone.china.day(of: arrived).adding(months: 12 * years)) }

    /// A guest without an account is in the register as long as the others, and then no more.
    static func keep(_ act: Act, _ stay: ID<Stay>, _ nights: Nights) { act.due(.forgetGuest, stay.rawValue, at: ends(Zone.china.instant(nights.end))) }

    /// What a stay keeps of its guest from check-in on, sealed: with the document, which stood in the talent's own row until then.
    /// - Throws: a refusal when no document is known.
    static func entry(_ act: Act, _ stay: ID<Stay>) throws -> [UInt8] {
        guard let row = try act.tx.row("""
            SELECT t.guest AS guest, t.account_id AS account, ta.document AS document FROM stays t LEFT JOIN talents ta ON ta.account_id = t.account_id WHERE t.id = \(stay)
            """) else { throw Refusal.notFound }
        return try entry(act, stay, guest: try row("guest"), account: try row("account"), document: try row("document"))
    }

    private static func entry(_ act: Act, _ stay: ID<Stay>, guest: [UInt8], account: ID<Account>?, document: [UInt8]?) throws -> [UInt8] {
        let secrets = act.house.secrets, kept = try Guest.read(guest, secrets, stay: stay)
        if kept.document != nil { return guest }
        guard let account, let document else {
            throw Refusal(.conflict, "no_document", Words("客人没有登记身份证件，不能办理入住", "No identity document of this guest is known"), next: Words("请客人在“我的资料”填写证件", "The guest gives it in their profile"))
        }
        let own: IdentityDocument = try Stored.read(try secrets.text(document, table: "talents", column: "document", row: account.rawValue))
        return try seal(Guest.Kept(name: kept.name, phone: kept.phone, document: own), secrets, stay)
    }

    /// The owner of the stays closes their account: entries that must be kept are kept until their time is over, all others are blanked.
    static func leave(_ act: Act, _ account: ID<Account>) throws {
        for row in try act.tx.rows("""
            SELECT t.id AS id, t.arrived_at AS arrived_at, t.guest AS guest, ta.document AS document FROM stays t LEFT JOIN talents ta ON ta.account_id = t.account_id
            WHERE t.account_id = \(account) ORDER BY t.id
            """) {
            let id: ID<Stay> = try row("id"), arrived: Instant? = try row("arrived_at"), document: [UInt8]? = try row("document")
            if let arrived, ends(arrived) > act.now {
                // Who arrived before check-in sealed documents still has theirs in their own row, if anywhere.
                if document != nil {
                    let kept = try entry(act, id, guest: try row("guest"), account: account, document: document)
                    act.later("UPDATE stays SET guest = \(kept) WHERE id = \(id)")
                }
                act.due(.forgetGuest, id.rawValue, at: ends(arrived))
            } else {
                act.later("UPDATE stays SET guest = \(try blank(act.house.secrets, id)) WHERE id = \(id)")
            }
            act.later("UPDATE stay_misses SET appeal_text = \(nil as [UInt8]?) WHERE stay_id = \(id)")
        }
    }

    static func blank(_ secrets: any Secrets, _ stay: ID<Stay>) throws -> [UInt8] { try seal(Guest.Kept(name: "", phone: "", document: nil), secrets, stay) }

    private static func seal(_ kept: Guest.Kept, _ secrets: any Secrets, _ stay: ID<Stay>) throws -> [UInt8] {
        try secrets.seal(text: try Stored.json(kept), table: "stays", column: "guest", row: stay.rawValue)
    }
}

/// The time is over for which the register keeps a guest who has no account, or none any more. Harmless when repeated.
///
/// Effects: name, telephone and document of the stay are blanked; an audit record.
struct ForgetGuest {
    func callAsFunction(_ house: House, _ id: ID<Stay>, at: Instant?) async throws {
        _ = try await house.perform(by: .system, once: nil, at: at) { act in
            let stay = try act.loadStay(id, where: "1 = 1")
            act.later("UPDATE stays SET guest = \(try GuestRegister.blank(house.secrets, id)) WHERE id = \(id)")
            act.audit("stay", id.rawValue, "guest_forgotten", from: stay.state.rawValue, to: stay.state.rawValue)
            return Receipt(.stay, id.rawValue)
        }
    }
}
