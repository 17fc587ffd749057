import Domain
import SQL

/// A guest arrives: the desk takes the code, looks at the identity document, and hands out the key.
///
/// Effects: the stay is checked in, and keeps the guest's document beside name and telephone (`GuestRegister`); a row of who did it, how, the deposit, and the police registration; for a foreign guest who is not registered
/// yet, due work within the 24 hours; an audit record.
public struct CheckIn: Codable, Sendable {
    /// Six digits, or what the QR code holds; empty when the guest is known by the document alone.
    public let code: String?
    /// The document was seen, and it is this guest's.
    public let identitySeen: Bool?
    /// Registered with the police already.
    public let policeRegistered: Bool?
    /// The papers that the station's own staff look at were seen, where the rules want any.
    public let proofsSeen: Bool?
    /// For the key, in yuan, as typed.
    public let deposit: String?

    public init(code: String? = nil, identitySeen: Bool?, policeRegistered: Bool? = nil, proofsSeen: Bool? = nil, deposit: String? = nil) {
        self.code = code
        self.identitySeen = identitySeen
        self.proofsSeen = proofsSeen
        self.policeRegistered = policeRegistered
        self.deposit = deposit
    }

    public func callAsFunction(_ house: House, _ id: ID<Stay>, by actor: Actor, once: Once? = nil) async throws -> Receipt {
        guard let account = actor.account else { throw Refusal.unauthenticated }
        var fields: [Refusal.Field] = []
        if identitySeen != true { fields.append(.init("identitySeen", Words("请核对证件", "Please look at the identity document"))) }
        let typed = (deposit ?? "").trimmed, amount = typed.isEmpty ? Fen(0) : Fen(typed: typed)
        if amount == nil { fields.append(.init("deposit", Words("请填写金额，如 100", "An amount, please: 100"))) }
        guard fields.isEmpty, let amount else { throw Refusal.invalid(fields) }
        return try await house.perform(by: actor, once: once) { act in
            let stay = try act.loadDeskStay(id)
            _ = try stay.state.after(.checkIn)
            guard act.today >= stay.nights.first else {
                throw Refusal(.conflict, "too_early", Words("预订从 \(stay.nights.first) 起", "The booking begins on \(stay.nights.first)"), next: Words("可先为客人修改日期", "Change its dates first"))
            }
            guard act.now < stay.place.admitsUntil(stay.nights) else { throw Refusal(.conflict, "stay_over", Words("预订已于 \(stay.nights.end) 结束", "The booking ended on \(stay.nights.end)")) }
            try mustBeProven(act, stay)
            var way = StayCodes.Way.document
            if let code = code?.trimmed, !code.isEmpty {
                guard let known = try StayCodes.way(code, house.secrets, id) else { throw Refusal.invalid([.init("code", Words("入住码不符", "This is not the stay's code"))]) }
                way = known
            }
            try act.move(stay, .checkIn, verb: "checked_in", setting: ", arrived_at = \(act.now), guest = \(try GuestRegister.entry(act, id))", detail: ["way": way.rawValue, "deposit": String(amount.amount)])
            let due: Instant? = stay.isForeign ? act.now.adding(seconds: 24 * 3600) : nil
            let done = policeRegistered == true ? act.now : nil
            act.later("""
                INSERT INTO check_ins (stay_id, programme_id, at, way, by_account, police_due, police_at, police_by, deposit)
                VALUES (\(id), \(stay.place.programme.id), \(act.now), \(way.rawValue), \(account), \(due), \(done), \(done == nil ? nil : account), \(amount.amount))
                """)
            try act.withdrawProof(stay)   // of who was found proven otherwise
            try act.nothingDue([.noShow, .remindStay], id.rawValue)
            // In time to be done: the duty itself ends after 24 hours.
            if stay.isForeign, done == nil { act.due(.policeDuty, id.rawValue, at: act.now.adding(seconds: 18 * 3600)) }
            return Receipt(.stay, id.rawValue)
        }
    }
}

extension CheckIn {
    /// What the rules want proven before check-in: accepted by the office in the stay's case or in the profile since, or seen at the desk.
    private func mustBeProven(_ act: Act, _ stay: LoadedStay) throws {
        if stay.finding.desk?.isEmpty == false, proofsSeen != true { throw Refusal.invalid([.init("proofsSeen", Words("请查验证明材料", "Please look at the guest's proofs"))]) }
        guard let wanted = stay.finding.office, !wanted.isEmpty, let account = stay.account else { return }
        if let id = stay.proofCase, try act.tx.value("SELECT state FROM cases WHERE id = \(id)") == CaseState.done.rawValue { return }
        let facts = try TalentReader.facts(act.tx, act.house.secrets, account, only: wanted)
        guard wanted.allSatisfy({ facts.known[$0]?.state(on: act.today) == .proven }) else {
            throw Refusal(.conflict, "proof_open", Words("证明材料尚未审核通过", "The guest's proof has not been accepted yet"), clause: stay.place.rules.clause, next: Words("请客人上传材料，由审核部门办理", "The guest adds the proof; the office looks at it"))
        }
    }
}

/// The police registration of a guest was made, by whom and when.
///
/// Effects: the check-in's row; its due work is gone; an audit record.
public struct RegisterWithPolice: Codable, Sendable {
    public init() {}

    public func callAsFunction(_ house: House, _ id: ID<Stay>, by actor: Actor, once: Once? = nil) async throws -> Receipt {
        guard let account = actor.account else { throw Refusal.unauthenticated }
        return try await house.perform(by: actor, once: once) { act in
            let stay = try act.loadDeskStay(id)
            let changed = try act.tx.run("UPDATE check_ins SET police_at = \(act.now), police_by = \(account) WHERE stay_id = \(id) AND police_at IS NULL")
            guard changed == 1 else { throw Refusal(.conflict, "registered_already", Words("尚未入住，或已登记", "Not checked in yet, or registered already")) }
            try act.nothingDue([.policeDuty], id.rawValue)
            act.audit("stay", id.rawValue, "police_registered", from: stay.state.rawValue, to: stay.state.rawValue)
            return Receipt(.stay, id.rawValue)
        }
    }
}

/// A guest leaves. Before the booked end, the nights that are left are given back.
///
/// Effects: the stay ends; the deposit's return; unused nights given back and offered to the waitlist; an audit record.
public struct CheckOut: Codable, Sendable {
    /// What is given back of the deposit, in yuan; all of it where nothing is said.
    public let deposit: String?

    public init(deposit: String? = nil) { self.deposit = deposit }

    public func callAsFunction(_ house: House, _ id: ID<Stay>, by actor: Actor, once: Once? = nil) async throws -> Receipt {
        try await house.performOnLedger(by: actor, once: once) { act, _ in
            let stay = try act.loadDeskStay(id)
            _ = try stay.state.after(.checkOut)
            let paid = Fen((try act.tx.value("SELECT deposit FROM check_ins WHERE stay_id = \(id)") as Int64?) ?? 0)
            let typed = (deposit ?? "").trimmed
            guard let back = typed.isEmpty ? paid : Fen(typed: typed), back <= paid else {
                throw Refusal.invalid([.init("deposit", Words("最多退还 \(paid.text)", "At most \(paid.text)"))])
            }
            try act.tx.run("UPDATE check_ins SET deposit_back = \(back.amount) WHERE stay_id = \(id)")
            let end = max(act.today, stay.nights.first.adding(1)), detail = ["deposit_back": String(back.amount)]
            if end < stay.nights.end {
                try act.shorten(stay, to: end, .checkOut, verb: "checked_out", setting: ", left_at = \(act.now)", detail: detail)
            } else {
                try act.move(stay, .checkOut, verb: "checked_out", setting: ", left_at = \(act.now)", detail: detail)
            }
            return Receipt(.stay, id.rawValue)
        }
    }
}

/// Somebody telephones, or says on the page, that they come late: the bed is kept longer.
///
/// Effects: the moment until which it is kept; due work for nobody coming is dated anew; an audit record.
public struct ExpectLate: Codable, Sendable {
    /// Noon of the day after the first night where nothing is said; never later than that.
    public let until: Instant?

    public init(until: Instant? = nil) { self.until = until }

    static func latest(_ first: Day) -> Instant { Zone.china.instant(first.adding(1), hour: 12) }

    public func callAsFunction(_ house: House, _ id: ID<Stay>, by actor: Actor, once: Once? = nil) async throws -> Receipt {
        try await house.perform(by: actor, once: once) { act in
            let stay = try act.loadOwnOrDeskStay(id)
            let latest = Self.latest(stay.nights.first)
            let until = min(self.until ?? latest, latest)
            guard until > act.now else { throw LodgingPlace.dates("until", Words("应在现在之后", "After now, please")) }
            try act.move(stay, .phoneIn, verb: "late_announced", setting: ", late_until = \(until)", detail: ["until": until.description])
            try act.nothingDue([.noShow], id.rawValue)
            act.due(.noShow, id.rawValue, at: max(until, stay.place.givenUp(stay.nights.first)))
            return Receipt(.stay, id.rawValue)
        }
    }
}
