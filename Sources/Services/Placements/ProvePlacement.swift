import Domain
import SQL

/// A file that proves a placement: from the station, the employer or the person.
///
/// Effects: the file, encrypted and synced before its row is committed; the evidence; a record whose evidence is complete counts; audit records.
public struct AddPlacementEvidence: Sendable {
    public let kind: PlacementEvidence
    public let name: String
    public let bytes: [UInt8]

    public static let most = 20

    public init(kind: PlacementEvidence, name: String, bytes: [UInt8]) {
        self.kind = kind
        self.name = name
        self.bytes = bytes
    }

    public func callAsFunction(_ house: House, to id: ID<Placement>, by actor: Actor, once: Once? = nil) async throws -> Receipt {
        let type = try Uploads.type(of: bytes, name: name)
        guard kind.isFile else { throw Refusal.invalid([.init("kind", Words("本人确认须由本人在页面上作出", "The person confirms on the page themselves"))]) }
        try await house.database.read { tx in   // nothing is stored for what would be refused anyway
            guard try tx.row("SELECT p.id FROM placements p WHERE p.id = \(id) AND \(Self.parties(actor))") != nil else { throw Refusal.notFound }
        }
        let file = try Uploads.newName(house)
        try await house.files.write(try house.secrets.sealFile(bytes, id: file), name: file)
        return try await house.perform(by: actor, once: once) { act in
            let placement = try act.loadPlacement(id, where: Self.parties(actor))
            guard let by = actor.account else { throw Refusal.unauthenticated }
            if kind == .employerConfirmation, placement.account == by { throw Refusal.invalid([.init("kind", Words("单位确认不能由本人提交", "The employer's confirmation does not come from the person"))]) }
            if placement.state == .void { _ = try placement.state.after(.prove) }
            let there: Int = try act.tx.value("SELECT COUNT(*) FROM placement_evidence WHERE placement_id = \(id)") ?? 0
            guard there < Self.most else { throw Refusal.invalid([.init("file", Words("最多 \(Self.most) 份", "At most \(Self.most)"))]) }
            try Uploads.keep(act, file: file, programme: placement.programme, caseID: nil, question: "placement", name: name, type: type, bytes: bytes, by: actor)
            try act.add(kind, to: id, placement.state, file: file, by: by)
            try act.settle(placement)
            return Receipt(.placement, id.rawValue)
        }
    }

    static func parties(_ actor: Actor) -> SQL { "(\(PlacementAccess.asPerson(actor)) OR \(PlacementAccess.asEmployer(actor)) OR \(PlacementAccess.asStation(actor)))" }
}

/// The employer, or the person, confirms that a placement is as recorded.
///
/// Effects: the confirmation, once for each side; a record whose evidence is complete counts; audit records.
public struct ConfirmPlacement: Codable, Sendable {
    public init() {}

    public func callAsFunction(_ house: House, _ id: ID<Placement>, by actor: Actor, once: Once? = nil) async throws -> Receipt {
        try await house.perform(by: actor, once: once) { act in
            let placement = try act.loadPlacement(id, where: "(\(PlacementAccess.asPerson(actor)) OR \(PlacementAccess.asEmployer(actor)))")
            guard let by = actor.account else { throw Refusal.unauthenticated }
            if placement.state == .void { _ = try placement.state.after(.prove) }
            let kind: PlacementEvidence = placement.account == by ? .personConfirmation : .employerConfirmation
            guard try act.tx.row("SELECT id FROM placement_evidence WHERE placement_id = \(id) AND kind = \(kind) AND file_id IS NULL") == nil else {
                throw Refusal(.conflict, "confirmed_already", Words("已经确认过", "It is confirmed already"))
            }
            try act.add(kind, to: id, placement.state, by: by)
            try act.settle(placement)
            return Receipt(.placement, id.rawValue)
        }
    }
}

/// The employer, or the person, says that a placement is not as recorded.
///
/// Effects: the record is disputed and does not count; a case asks the office whether it stands; the reason kept; messages; audit records.
public struct ContestPlacement: Codable, Sendable {
    public let reason: String

    public init(reason: String) { self.reason = reason }

    public func callAsFunction(_ house: House, _ id: ID<Placement>, by actor: Actor, once: Once? = nil) async throws -> Receipt {
        let text = try PursuitRules.reason(reason)
        return try await house.perform(by: actor, once: once) { act in
            let placement = try act.loadPlacement(id, where: "(\(PlacementAccess.asPerson(actor)) OR \(PlacementAccess.asEmployer(actor)))")
            guard let rules = try house.library.programme(hash: placement.hash).placements else { throw Refusal.notFound }
            let kept = try act.keepReason(text, audience: .applicant)
            let disputed = try act.move(placement, .dispute, also: ", reason_id = \(kept.id)", reason: kept)
            try act.askOffice(about: disputed, beside: nil, verb: "placement_contested", rules)
            try act.tell(disputed, Words("一条配置记录被提出异议", "A placement record is contested"), Words("已提请部门裁定，裁定前不计入。", "An office decides; it does not count meanwhile."))
            return Receipt(.placement, id.rawValue)
        }
    }
}

/// A record was entered by mistake: the station takes it back, or an office that supervises makes it void.
///
/// Effects: the record is void and counts no more; a case about it is withdrawn; the reason kept; messages; audit records. Without a station, the
/// employer that recorded it takes it back.
public struct VoidPlacement: Codable, Sendable {
    public let reason: String

    public init(reason: String) { self.reason = reason }

    public func callAsFunction(_ house: House, _ id: ID<Placement>, by actor: Actor, once: Once? = nil) async throws -> Receipt {
        let text = try PursuitRules.reason(reason)
        return try await house.perform(by: actor, once: once) { act in
            let own: SQL = "(\(PlacementAccess.asStation(actor)) OR (p.station_id IS NULL AND \(PlacementAccess.asEmployer(actor))))"
            let placement = try act.loadPlacement(id, where: "(\(own) OR \(PlacementAccess.asOffice(actor, house.library)))")
            let isOwn = try act.tx.row("SELECT p.id FROM placements p WHERE p.id = \(id) AND \(own)") != nil
            guard isOwn || PlacementAccess.supervises(actor, placement, house.library) else {
                throw Refusal(.forbidden, "not_yours_to_void", Words("只有登记的驿站或监督部门可以作废", "Only the station that recorded it, or an office that supervises, makes it void"))
            }
            if placement.state == .disputed, !isOwn { throw Refusal(.conflict, "placement_disputed", Words("这条记录有争议，请在案件中裁定", "It is disputed: decide it in its case")) }
            let kept = try act.keepReason(text, audience: .applicant)
            let voided = try act.move(placement, .void, also: ", reason_id = \(kept.id)", reason: kept)
            if placement.state == .disputed, let dispute = placement.dispute {
                let loaded = try act.loadCase(dispute)
                if loaded.current.state == .open || loaded.current.state == .correction { try act.move(loaded, .withdraw, verb: "claim_withdrawn", detail: ["placement": id.rawValue]) }
            }
            try act.tell(voided, Words("一条配置记录已作废", "A placement record is void"), Words("理由见记录页面。", "The reason is on its page."))
            return Receipt(.placement, id.rawValue)
        }
    }
}

/// The first day of a placement has come: what is proven counts.
///
/// Effects: the record counts; an audit record.
struct CountPlacement {
    func callAsFunction(_ house: House, _ id: ID<Placement>, at: Instant?) async throws {
        _ = try await house.perform(by: .system, once: nil, at: at) { act in
            try act.settle(try act.loadPlacement(id, where: "1 = 1"))
            return Receipt(.placement, id.rawValue)
        }
    }
}

/// So many days after the first one, both sides are asked whether the person is still there.
///
/// Effects: the questions; messages to those who have an account, and to the station, which asks the others; an audit record.
struct AskWhetherThere {
    func callAsFunction(_ house: House, _ subject: String, at: Instant?) async throws {
        let parts = subject.split(separator: "/").map(String.init)
        guard parts.count == 2, let id = ID<Placement>(rawValue: parts[0]), let days = Int(parts[1]), days > 0 else { return }
        _ = try await house.perform(by: .system, once: nil, at: at) { act in
            let placement = try act.loadPlacement(id, where: "1 = 1"), receipt = Receipt(.placement, id.rawValue)
            guard placement.state != .void else { return receipt }
            var asked = 0
            for side in [PursuitSide.employer, .talent] {
                asked += try act.tx.rows("""
                    INSERT INTO placement_checks (placement_id, after_days, side, asked_at) VALUES (\(id), \(days), \(side), \(act.now)) ON CONFLICT DO NOTHING RETURNING side
                    """).count
            }
            guard asked > 0 else { return receipt }
            try act.tell(placement, Words("请确认是否仍在岗", "Still there?"),
                Words("\(placement.employer)，入职满 \(days) 天。请在页面上回答是否仍在岗；没有账号的一方由驿站电话询问。",
                    "\(placement.employer), \(days) days after the start. Please say on the page whether the person is still there; the station asks a side that has no account."))
            act.audit("placement", id.rawValue, "check_asked", from: placement.state.rawValue, to: placement.state.rawValue, detail: ["days": String(days)])
            return receipt
        }
    }
}

/// Somebody answers whether the person of a placement is still there: each side for itself, the station for a side that has no account.
///
/// Effects: the answer, once; an audit record.
public struct AnswerCheck: Codable, Sendable {
    public let days: Int
    public let isThere: Bool?
    /// The last day, where the person has left.
    public let leftOn: Day?
    public let note: String?
    /// For whom a station answers.
    public let side: PursuitSide?

    public init(days: Int, isThere: Bool?, leftOn: Day? = nil, note: String? = nil, side: PursuitSide? = nil) {
        self.days = days
        self.isThere = isThere
        self.leftOn = leftOn
        self.note = note
        self.side = side
    }

    public func callAsFunction(_ house: House, _ id: ID<Placement>, by actor: Actor, once: Once? = nil) async throws -> Receipt {
        guard let isThere else { throw Refusal.invalid([.init("isThere", Words("请选择是否仍在岗", "Please say whether the person is still there"))]) }
        let note = try PursuitRules.note(note, "note", most: 200)
        return try await house.perform(by: actor, once: once) { act in
            let placement = try act.loadPlacement(id, where: AddPlacementEvidence.parties(actor))
            let side = try side(placement, actor)
            if !isThere, leftOn.map({ $0 < placement.startsOn || $0 > act.today }) ?? true {
                throw Refusal.invalid([.init("leftOn", Words("请填写离岗日期，在入职日与今天之间", "Please give the last day, between the first day and today"))])
            }
            let sealed = try note.map { try house.secrets.seal(text: $0, table: "placement_checks", column: "note", row: "\(id)/\(days)/\(side.rawValue)") }
            let left: Day? = isThere ? nil : leftOn
            let changed = try act.tx.run("""
                UPDATE placement_checks SET is_there = \(isThere), left_on = \(left), note = \(sealed), by_account = \(actor.account), answered_at = \(act.now)
                WHERE placement_id = \(id) AND after_days = \(days) AND side = \(side) AND answered_at IS NULL
                """)
            guard changed == 1 else { throw Refusal(.conflict, "nothing_asked", Words("没有待回答的回访，或已经回答", "Nothing is asked, or it is answered already")) }
            act.audit("placement", id.rawValue, "check_answered", from: placement.state.rawValue, to: placement.state.rawValue,
                detail: ["days": String(days), "side": side.rawValue, "there": isThere ? "yes" : "no"])
            return Receipt(.placement, id.rawValue)
        }
    }

    private func side(_ placement: StoredPlacement, _ actor: Actor) throws -> PursuitSide {
        if placement.account != nil, placement.account == actor.account { return .talent }
        if let organisation = placement.organisation, actor.organisations.contains(organisation) { return .employer }
        switch side {
        case .talent? where placement.account == nil, .employer? where placement.organisation == nil: return side ?? .talent
        case .talent?, .employer?: throw Refusal(.forbidden, "answers_itself", Words("对方有账号，请由对方自己回答", "That side has an account and answers for itself"))
        case .station?, .system?, nil: throw Refusal.invalid([.init("side", Words("请选择代哪一方回答", "Say for which side you answer"))])
        }
    }
}
