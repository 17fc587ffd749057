import Domain
import SQL

/// Somebody at the desk as the document says it; also one of a group.
public struct DeskGuest: Codable, Sendable {
    public let name: String?
    public let kind: IdentityDocument.Kind?
    public let number: String?
    /// ISO 3166-1 alpha-3; for passports and other documents.
    public let country: String?
    public let phone: String?
    /// Only where the document's number does not say it.
    public let sex: Sex?

    public init(name: String?, kind: IdentityDocument.Kind?, number: String?, country: String? = nil, phone: String? = nil, sex: Sex? = nil) {
        self.name = name
        self.kind = kind
        self.number = number
        self.country = country
        self.phone = phone
        self.sex = sex
    }

    var isBlank: Bool { [name, number, phone].allSatisfy { ($0 ?? "").trimmed.isEmpty } }

    func document(_ prefix: String, _ fields: inout [Refusal.Field]) -> IdentityDocument? {
        if !(1...50).contains((name ?? "").trimmed.count) { fields.append(.init(prefix + "name", Words("请填写姓名（最多 50 字）", "Please give a name (at most 50 characters)"))) }
        let phone = (phone ?? "").trimmed
        if !phone.isEmpty, !Phone.isPlausible(phone) { fields.append(.init(prefix + "phone", Words("请填写电话号码", "A telephone number, please"))) }
        do {
            return try IdentityDocument(kind ?? .residentID, number: number ?? "", country: country ?? "")
        } catch {
            fields.append(.init(prefix + error.field, error.words))
            return nil
        }
    }

    func guest(_ act: Act, _ document: IdentityDocument) throws -> Guest {
        let key = try Persons.key(act, document)
        // Nobody vouches for themselves.
        guard try act.tx.row("SELECT account_id FROM talents WHERE person_key = \(key) AND account_id = \(act.actor.account) AND closed_at IS NULL") == nil else { throw Act.ownStay }
        return Guest(walkIn: document, key: key, name: (name ?? "").trimmed, phone: Phone.normalised(phone ?? ""), sex: sex)
    }
}

/// The desk books for somebody without an account, by the document that they show. The person's entitlement is the same as with one.
///
/// Effects: as `BookStay`; name, telephone number and document are kept sealed with the stay; the staff member vouches for the conditions.
public struct WalkIn: Codable, Sendable {
    public let guest: DeskGuest
    /// Tonight where nothing is said.
    public let first: Day?
    public let end: Day
    public let accessible: Bool?
    public let mayMove: Bool?
    /// The conditions of the programme were looked at.
    public let vouched: Bool?

    public init(guest: DeskGuest, first: Day? = nil, end: Day, accessible: Bool? = nil, mayMove: Bool? = nil, vouched: Bool?) {
        self.guest = guest
        self.first = first
        self.end = end
        self.accessible = accessible
        self.mayMove = mayMove
        self.vouched = vouched
    }

    public func callAsFunction(_ house: House, at lodging: ID<Lodging>, by actor: Actor, once: Once? = nil) async throws -> Receipt {
        guard let account = actor.account else { throw Refusal.unauthenticated }
        var fields: [Refusal.Field] = []
        let document = guest.document("guest.", &fields)
        if vouched != true { fields.append(.init("vouched", Words("请核对资格条件", "Please look at the conditions"))) }
        guard fields.isEmpty, let document else { throw Refusal.invalid(fields) }
        return try await house.performOnLedger(by: actor, once: once) { act, attempt in
            let place = try LodgingPlace.atDesk(act.tx, house.library, lodging, actor)
            let nights = try LodgingPlace.nights(first ?? act.today, end)
            try place.mustTake(nights, now: act.now, byStaff: true)
            let start = StayStart(why: .walkIn, accessible: accessible ?? false, mayMove: mayMove ?? false, finding: try StayEligibility.vouched(by: account))
            let stay = try act.book(try guest.guest(act, document), nights, at: place, start, spread: attempt)
            GuestRegister.keep(act, stay, nights)
            return Receipt(.stay, stay.rawValue)
        }
    }
}

/// The desk books for several people, together or not at all.
///
/// Effects: the group; a stay for each as by `WalkIn`; audit records.
public struct BookGroup: Codable, Sendable {
    public let name: String
    public let first: Day
    public let end: Day
    public let guests: [DeskGuest]
    public let mayMove: Bool?
    public let vouched: Bool?

    public init(name: String, first: Day, end: Day, guests: [DeskGuest], mayMove: Bool? = nil, vouched: Bool?) {
        self.name = name
        self.first = first
        self.end = end
        self.guests = guests
        self.mayMove = mayMove
        self.vouched = vouched
    }

    public static let most = 100

    public func callAsFunction(_ house: House, at lodging: ID<Lodging>, by actor: Actor, once: Once? = nil) async throws -> Receipt {
        guard let account = actor.account else { throw Refusal.unauthenticated }
        let nights = try LodgingPlace.nights(first, end)
        var fields: [Refusal.Field] = []
        if !(1...60).contains(name.trimmed.count) { fields.append(.init("name", Words("请填写团组名称（最多 60 字）", "A name for the group, at most 60 characters"))) }
        if vouched != true { fields.append(.init("vouched", Words("请核对资格条件", "Please look at the conditions"))) }
        var people: [(index: Int, guest: DeskGuest, document: IdentityDocument)] = []
        for (index, guest) in guests.enumerated() where !guest.isBlank {
            if let document = guest.document("guests.\(index).", &fields) { people.append((index, guest, document)) }
        }
        if !(1...Self.most).contains(people.count), fields.isEmpty { fields.append(.init("guests", Words("1 至 \(Self.most) 人", "1 to \(Self.most) people"))) }
        guard fields.isEmpty else { throw Refusal.invalid(fields) }
        let wanted = people
        return try await house.performOnLedger(by: actor, once: once) { act, attempt in
            let place = try LodgingPlace.atDesk(act.tx, house.library, lodging, actor)
            try place.mustTake(nights, now: act.now, byStaff: true)
            let group: ID<StayGroup> = try act.newID()
            try act.tx.run("""
                INSERT INTO stay_groups (id, programme_id, lodging_id, name, by_actor, created_at)
                VALUES (\(group), \(place.programme.id), \(lodging), \(name.trimmed), \(act.actorName), \(act.now))
                """)
            let start = StayStart(why: .group, mayMove: mayMove ?? false, group: group, finding: try StayEligibility.vouched(by: account), atOnce: true)
            for person in wanted {
                do {
                    GuestRegister.keep(act, try act.book(try person.guest.guest(act, person.document), nights, at: place, start, spread: attempt), nights)
                } catch let refusal as Refusal {
                    // All or nothing, and it says for whom not.
                    throw Refusal(refusal.kind, refusal.code, refusal.words, clause: refusal.clause, next: refusal.next, fields: [.init("guests.\(person.index).name", refusal.words)])
                }
            }
            act.audit("group", group.rawValue, "group_booked", detail: ["lodging": lodging.rawValue, "stays": String(wanted.count), "nights": "\(nights.first)/\(nights.end)"], isFirst: true)
            return Receipt(.group, group.rawValue)
        }
    }
}
