import Domain
import SQL

/// The leading office records a determination meeting 审定: who was present, who recused themselves, the minutes, a ruling for each case.
///
/// Effects: the meeting and its rulings, not in force yet; an audit record. The last place in the office's line then signs it (or the one
/// person of a line with one place does both).
public struct RecordMeeting: Codable, Sendable {
    public struct CaseRuling: Codable, Sendable {
        public let id: ID<Case>
        /// Empty when the meeting put the case off.
        public let ruling: Ruling?
        public let reason: String?

        public init(id: ID<Case>, ruling: Ruling?, reason: String?) {
            self.id = id
            self.ruling = ruling
            self.reason = reason
        }
    }

    public struct Attendee: Codable, Sendable {
        public let office: String?
        public let name: String?
        public let reason: String?

        public init(office: String?, name: String?, reason: String? = nil) {
            self.office = office
            self.name = name
            self.reason = reason
        }
    }

    public let step: String
    public let office: String
    public let heldOn: Day
    public let present: [Attendee]
    public let recused: [Attendee]?
    public let minutes: String
    public let rulings: [CaseRuling]

    public init(step: String, office: String, heldOn: Day, present: [Attendee], recused: [Attendee]? = nil, minutes: String, rulings: [CaseRuling]) {
        self.step = step
        self.office = office
        self.heldOn = heldOn
        self.present = present
        self.recused = recused
        self.minutes = minutes
        self.rulings = rulings
    }

    public func callAsFunction(_ house: House, for round: ID<Round>, by actor: Actor, once: Once? = nil) async throws -> Receipt {
        try await house.perform(by: actor, once: once) { act in
            let numbered = rulings.enumerated().filter { $0.element.ruling != nil }.sorted { $0.element.id < $1.element.id }
            let chosen = numbered.map(\.element)
            guard Set(chosen.map(\.id)).count == chosen.count, !chosen.isEmpty else { throw Refusal.invalid([.init("rulings", Words("请对至少一个申报作出审定意见", "Rule on at least one application"))]) }
            let loaded = try chosen.map { try act.loadCase($0.id) }
            guard let first = loaded.first, let step = first.step, step.kind == .determine, step.id == self.step, let leader = try MeetingRules.leader(first, step),
                  leader.id == office else { throw Refusal.invalid([.init("rulings", Words("所选申报现在不能审定", "These applications cannot be determined now"))]) }
            guard let place = leader.signOff.first, actor.holds(leader.id, place, in: first.programme.id) else {
                throw Refusal(.forbidden, "not_yours_to_record", Words("审定会议由\(leader.name.zh)的经办人记录", "The meeting is recorded by \(leader.name.en)"), clause: step.clause)
            }
            for item in loaded { try MeetingRules.mustBeReady(act, item, round: round, step: step, leader: leader, actor: actor) }
            let (present, recused) = try attendance(first, step, leader)
            try check(act, Array(zip(loaded, numbered.map { (index: $0.offset, ruling: $0.element) })))
            for old in try act.tx.rows("SELECT id FROM meetings WHERE round_id = \(round) AND office = \(leader.id) AND state = 'recorded'\(act.dialect.lock)") {
                let id: ID<Meeting> = try old("id")
                try act.tx.run("UPDATE meetings SET state = 'dropped' WHERE id = \(id)")
                act.audit("meeting", id.rawValue, "meeting_dropped", from: "recorded", to: "dropped")
            }
            let id: ID<Meeting> = try act.newID()
            try act.tx.run("""
                INSERT INTO meetings (id, programme_id, round_id, office, step, held_on, present, recused, minutes, state, recorded_by, recorded_at)
                VALUES (\(id), \(first.programme.id), \(round), \(leader.id), \(step.id), \(heldOn), \(try Stored.json(present)), \(try Stored.json(recused)),
                    \(try house.secrets.seal(text: minutes.trimmed, table: "meetings", column: "minutes", row: id.rawValue)), 'recorded', \(act.actorName), \(act.now))
                """)
            for item in chosen {
                guard let ruling = item.ruling else { continue }
                let text = (item.reason ?? "").trimmed
                let reason = try act.keepReason(text.isEmpty ? "经会议审定，符合条件，予以认定。" : text, audience: .applicant)
                act.later("INSERT INTO meeting_rulings (meeting_id, case_id, ruling, reason_id) VALUES (\(id), \(item.id), \(ruling), \(reason.id))")
            }
            act.audit("meeting", id.rawValue, "meeting_recorded", to: "recorded", post: "\(leader.id)/\(place.rawValue)", clause: step.clause,
                detail: ["round": round.rawValue, "cases": String(chosen.count)])
            try act.tell(office: leader.id, leader.signOff.last.map { [$0] }, programme: first.programme.id, Words("待签发：审定会议记录", "To sign: a determination meeting"),
                Words("\(heldOn.chinese)审定会议已记录，请核对后签发。", "The meeting of \(heldOn) has been recorded; check and sign it."), link: Receipt(.meeting, id.rawValue))
            return Receipt(.meeting, id.rawValue)
        }
    }

    private func attendance(_ first: LoadedCase, _ step: Step, _ leader: Programme.Office) throws(Refusal) -> ([Attendance], [Attendance]) {
        let offices = try MeetingRules.offices(first, step, leader)
        func clean(_ list: [Attendee]) -> [Attendance] {
            list.compactMap { item in
                guard let name = item.name?.trimmed, !name.isEmpty else { return nil }
                return Attendance(office: item.office ?? "", name: String(name.prefix(50)), reason: String((item.reason ?? "").trimmed.prefix(200)))
            }
        }
        let here = clean(present), away = clean(recused ?? [])
        var fields: [Refusal.Field] = []
        for office in offices where !here.contains(where: { $0.office == office.id }) {
            fields.append(.init("present", Words("\(office.name.zh)须有人参加审定", "Somebody from \(office.name.en) must be present")))
        }
        let known = Set(offices.map(\.id))
        if let unknown = (here + away).first(where: { !known.contains($0.office) }) {
            fields.append(.init("present", Words("\(unknown.name)的部门不参加本次审定", "The office of \(unknown.name) takes no part in this determination")))
        }
        if away.contains(where: \.reason.isEmpty) { fields.append(.init("recused", Words("请写明回避理由", "Say why somebody is recused"))) }
        if here.contains(where: { person in away.contains { $0.name == person.name && $0.office == person.office } }) {
            fields.append(.init("recused", Words("同一人不能既出席又回避", "Nobody is both present and recused")))
        }
        if !(10...20_000).contains(minutes.trimmed.count) { fields.append(.init("minutes", Words("请填写会议纪要（至少 10 字）", "Give the minutes (at least 10 characters)"))) }
        guard fields.isEmpty else { throw .invalid(fields) }
        return (here, away)
    }

    private func check(_ act: Act, _ chosen: [(LoadedCase, (index: Int, ruling: CaseRuling))]) throws {
        var fields: [Refusal.Field] = []
        if heldOn > act.today { fields.append(.init("heldOn", Words("会议日期不能晚于今天", "The meeting cannot lie in the future"))) }
        let notices = chosen.map(\.0.id)
        let over: Day? = try act.tx.value("""
            SELECT MAX(n.ends_on) FROM notices n JOIN notice_cases c ON c.notice_id = n.id WHERE n.kind = 'public_notice' AND n.state = 'ended' AND c.case_id IN (\(list: notices))
            """)
        if let over, heldOn <= over {
            fields.append(.init("heldOn", Words("会议须在公示期满（\(over.chinese)）之后召开", "The meeting is held after the public notice has ended (\(over))")))
        }
        for (item, (index, ruling)) in chosen where (ruling.reason ?? "").trimmed.isEmpty {
            if ruling.ruling == .refuse { fields.append(.init("rulings.\(index).reason", Words("“\(item.title)”不予认定须写明理由", "Refusing “\(item.title)” needs a reason"))) }
            if ruling.ruling == .pass, try MeetingRules.upheld(act.tx, item.id) > 0 {
                fields.append(.init("rulings.\(index).reason", Words("“\(item.title)”有成立的异议，认定须写明理由", "An objection against “\(item.title)” was upheld; passing it needs a reason")))
            }
        }
        if chosen.contains(where: { $0.1.ruling.ruling == .return }) { fields.append(.init("rulings", Words("审定只有认定或不予认定", "A meeting recognises or refuses"))) }
        guard fields.isEmpty else { throw Refusal.invalid(fields) }
    }
}

/// The signer puts a recorded meeting into force.
///
/// Effects: the meeting is signed; each case that it ruled on moves (`Act.move`); audit records. Whoever recorded it, or examined one of the
/// cases, does not sign.
public struct SignMeeting: Codable, Sendable {
    public init() {}

    public func callAsFunction(_ house: House, _ id: ID<Meeting>, by actor: Actor, once: Once? = nil) async throws -> Receipt {
        try await house.perform(by: actor, once: once) { act in
            let rulings = try act.tx.rows("SELECT case_id, ruling, reason_id FROM meeting_rulings WHERE meeting_id = \(id) ORDER BY case_id")
            let loaded = try rulings.map { try act.loadCase(try $0("case_id")) }
            guard let row = try act.tx.row("SELECT programme_id, round_id, office, step, state, recorded_by FROM meetings WHERE id = \(id)\(act.dialect.lock)"), let first = loaded.first,
                  let step = first.casework.procedure.index(of: try row("step")).map({ first.casework.procedure.steps[$0] }), let leader = first.programme.office(try row("office")) else { throw Refusal.notFound }
            guard let place = leader.signOff.last, actor.holds(leader.id, place, in: first.programme.id) else {
                throw Refusal(.forbidden, "not_yours_to_sign", Words("由\(leader.name.zh)的签发人签发", "A signer of \(leader.name.en) signs it"), clause: step.clause)
            }
            guard try row("state") == "recorded" else { throw Casework.changedMeanwhile }
            if leader.signOff.count > 1, try row("recorded_by") == act.actorName { throw Refusal(.forbidden, "same_person", Words("记录会议的人不能自己签发", "Whoever recorded it does not sign it")) }
            let round: ID<Round> = try row("round_id")
            for item in loaded {
                try MeetingRules.mustBeReady(act, item, round: round, step: step, leader: leader, actor: actor)
                if try MeetingRules.examined(act.tx, item.id, by: act.actorName) {
                    throw Refusal(.forbidden, "examined", Words("您经办过“\(item.title)”的审查，不能签发审定", "You examined “\(item.title)” and cannot sign its determination"))
                }
            }
            try act.tx.run("UPDATE meetings SET state = 'signed', signed_by = \(act.actorName), signed_at = \(act.now) WHERE id = \(id)")
            act.audit("meeting", id.rawValue, "meeting_signed", from: "recorded", to: "signed", post: "\(leader.id)/\(place.rawValue)", clause: step.clause)
            for (item, ruled) in zip(loaded, rulings) {
                let ruling: Ruling = try ruled("ruling")
                try act.move(item, .settle(ruling), verb: "case_determined", post: "\(leader.id)/\(place.rawValue)", reason: try act.keptReason(try ruled("reason_id")),
                    clause: step.clause, detail: ["meeting": id.rawValue, "ruling": ruling.rawValue])
            }
            return Receipt(.meeting, id.rawValue)
        }
    }
}

extension Act {
    /// A reason that was kept before, for another record that rests on it.
    func keptReason(_ id: ID<Reason>) throws -> KeptReason {
        guard let row = try tx.row("SELECT body, salt FROM reasons WHERE id = \(id)") else { throw Unexpected("reason \(id)") }
        let text = try house.secrets.open(try row("body"), table: "reasons", column: "body", row: id.rawValue)
        let salt: [UInt8] = try row("salt")
        return KeptReason(id: id, digest: house.secrets.sha256(salt + text))
    }
}

enum MeetingRules {
    static func leader(_ loaded: LoadedCase, _ step: Step) throws(Refusal) -> Programme.Office? {
        step.by.first.flatMap { loaded.programme.office($0, area: loaded.current.area) }
    }

    /// All offices that take part.
    static func offices(_ loaded: LoadedCase, _ step: Step, _ leader: Programme.Office) throws(Refusal) -> [Programme.Office] {
        [leader] + step.with.compactMap { loaded.programme.office($0, area: loaded.current.area) }
    }

    static func mustBeReady(_ act: Act, _ item: LoadedCase, round: ID<Round>, step: Step, leader: Programme.Office, actor: Actor) throws {
        guard item.round == round, item.current.state == .open, item.current.step == step.id, try self.leader(item, step)?.id == leader.id else {
            throw Refusal(.conflict, "not_ready", Words("“\(item.title)”现在不能审定", "“\(item.title)” cannot be determined now"), clause: step.clause)
        }
        if CaseRules.isOwn(actor, item.current) { throw Refusal(.forbidden, "own_case", Words("不能办理本人所在单位的申报，请回避", "No one acts on their own organisation's case")) }
        let open: Int = (try act.tx.value("SELECT COUNT(*) FROM cases WHERE about_case = \(item.id) AND state = 'open'")) ?? 0
        if open > 0 { throw Refusal(.conflict, "objection_open", Words("“\(item.title)”有异议尚未答复，不能审定", "An objection against “\(item.title)” is still open"), clause: step.clause) }
    }

    static func upheld(_ tx: any Transaction, _ id: ID<Case>) throws -> Int {
        (try tx.value("SELECT COUNT(*) FROM cases WHERE about_case = \(id) AND state = 'done'")) ?? 0
    }

    /// Whether the account proposed an opinion when the case was examined: 经办 examines. Whoever agreed along the line (复核, 签发) answered for
    /// the office's opinion and has not examined the case; the office's signer may sign the determination too, as an office with one signer must.
    static func examined(_ tx: any Transaction, _ id: ID<Case>, by account: String) throws -> Bool {
        try tx.row("SELECT number FROM audit_records WHERE kind = 'case' AND subject = \(id) AND verb = 'case_propose' AND actor = \(account) LIMIT 1") != nil
    }
}
