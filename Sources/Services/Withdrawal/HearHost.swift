import Domain
import SQL

/// The host of a station that is to end states its side, and says whether it asks to be heard 陈述申辩、要求听证.
///
/// Effects: the statement (sealed); asked for, a hearing is to be held; waived, the case goes to the offices that decide; the offices are told; audit records.
public struct StateOnWithdrawal: Codable, Sendable {
    public enum Hearing: String, Codable, Sendable, CaseIterable {
        case ask, waive
        /// Not said yet: it may be asked for until the time is over.
        case later
    }

    /// Wanted unless a hearing is asked for.
    public let text: String?
    public let hearing: Hearing?

    public init(text: String? = nil, hearing: Hearing?) {
        self.text = text
        self.hearing = hearing
    }

    public func callAsFunction(_ house: House, _ id: ID<Case>, by actor: Actor, once: Once? = nil) async throws -> Receipt {
        let text = (text ?? "").trimmed
        var fields: [Refusal.Field] = []
        if hearing == nil { fields.append(.init("hearing", Words("请选择是否要求听证", "Please say whether you ask for a hearing"))) }
        if text.count > 4000 { fields.append(.init("text", Words("最多 4000 字", "At most 4000 characters"))) }
        if hearing == .later, text.count < 4 { fields.append(.init("text", Words("请写明陈述申辩的内容（至少 4 字）", "Please write your statement (4 characters at least)"))) }
        guard fields.isEmpty, let hearing else { throw Refusal.invalid(fields) }
        return try await house.perform(by: actor, once: once) { act in
            let withdrawal = try act.loadWithdrawal(id, where: WithdrawalAccess.asHost(actor))
            _ = try withdrawal.state.after(.goOn)
            if let last = withdrawal.stateBy, last < act.today { throw WithdrawalRefusals.late(last) }
            if !text.isEmpty { try act.keepStatement(text, .statement, of: id) }
            let loaded = try act.loadCase(id)
            switch hearing {
            case .later: act.audit("withdrawal", id.rawValue, "withdrawal_stated", from: withdrawal.state.rawValue, to: withdrawal.state.rawValue)
            case .ask:
                guard loaded.casework.procedure.steps.contains(where: { $0.kind == .hearing }) else {
                    throw Refusal.invalid([.init("hearing", Words("本程序没有听证，请书面陈述", "This procedure has no hearing; please write your statement"))])
                }
                try act.keepStatement(nil, .hearing, of: id)
                try act.step(withdrawal, .askHearing)
                try act.nothingDue([.withdrawalTime], id.rawValue)
                try act.passOver([.notify], of: id, verb: "withdrawal_hearing_asked")
            case .waive:
                try act.keepStatement(nil, .waiver, of: id)
                try act.goOn(withdrawal, verb: "withdrawal_hearing_waived")
            }
            let words = hearing == .ask ? Words("要求听证：\(withdrawal.stationName)", "A hearing is asked for: \(withdrawal.stationName)")
                : Words("建站单位已陈述：\(withdrawal.stationName)", "The host has stated its side: \(withdrawal.stationName)")
            try act.tellOffices(of: loaded, words, Words("内容见撤站页面。", "It stands on the page."), link: withdrawal.receipt)
            return withdrawal.receipt
        }
    }
}

/// The office that holds hearings says when and where this one is 听证通知.
///
/// Effects: day and place, which may be changed until it is held; the host is told; audit records. Not earlier than the rules' days ahead.
public struct CallHearing: Codable, Sendable {
    public let on: Day
    public let place: String

    public init(on: Day, place: String) {
        self.on = on
        self.place = place
    }

    public func callAsFunction(_ house: House, _ id: ID<Case>, by actor: Actor, once: Once? = nil) async throws -> Receipt {
        let place = place.trimmed, library = house.library
        return try await house.perform(by: actor, once: once) { act in
            let withdrawal = try act.loadWithdrawal(id, where: WithdrawalAccess.asOffice(actor, library))
            let (office, rules) = try act.mayHear(withdrawal, actor)
            var fields: [Refusal.Field] = []
            let first = act.today.adding(rules.hearingNotice)
            if on < first || on > act.today.adding(366) { fields.append(.init("on", Words("须至少提前 \(rules.hearingNotice) 天通知，最早 \(first)", "At least \(rules.hearingNotice) days ahead: from \(first)"))) }
            if !(2...200).contains(place.count) { fields.append(.init("place", Words("请填写地点（2 至 200 字）", "Please say where (2 to 200 characters)"))) }
            guard fields.isEmpty else { throw Refusal.invalid(fields) }
            try act.tx.run("""
                INSERT INTO withdrawal_hearings (case_id, planned_on, place, called_by, called_at) VALUES (\(id), \(on), \(place), \(actor.account), \(act.now))
                ON CONFLICT (case_id) DO UPDATE SET planned_on = excluded.planned_on, place = excluded.place, called_by = excluded.called_by, called_at = excluded.called_at
                """)
            act.audit("withdrawal", id.rawValue, "hearing_called", from: withdrawal.state.rawValue, to: withdrawal.state.rawValue, post: office, detail: ["on": on.description])
            try act.tell(organisation: withdrawal.host, Words("听证通知：\(withdrawal.stationName)", "A hearing is called: \(withdrawal.stationName)"),
                Words("时间：\(on.chinese)；地点：\(place)。", "On \(on), at \(place)."), link: withdrawal.receipt)
            return withdrawal.receipt
        }
    }
}

/// The office that held a hearing records it 听证笔录.
///
/// Effects: who was there and what was said (sealed); the case goes to the offices that decide; the host is told; audit records.
public struct RecordHearing: Codable, Sendable {
    public let heldOn: Day
    /// Names, one per line.
    public let present: String
    public let minutes: String

    public init(heldOn: Day, present: String, minutes: String) {
        self.heldOn = heldOn
        self.present = present
        self.minutes = minutes
    }

    public func callAsFunction(_ house: House, _ id: ID<Case>, by actor: Actor, once: Once? = nil) async throws -> Receipt {
        let present = present.trimmed, minutes = minutes.trimmed, library = house.library
        return try await house.perform(by: actor, once: once) { act in
            let withdrawal = try act.loadWithdrawal(id, where: WithdrawalAccess.asOffice(actor, library))
            let (office, _) = try act.mayHear(withdrawal, actor)
            guard let called = try act.tx.row("SELECT planned_on FROM withdrawal_hearings WHERE case_id = \(id)") else {
                throw Refusal(.conflict, "hearing_not_called", Words("请先通知听证时间和地点", "Say when and where it is first"))
            }
            let planned: Day = try called("planned_on")
            var fields: [Refusal.Field] = []
            if heldOn < planned || heldOn > act.today { fields.append(.init("heldOn", Words("须在通知的 \(planned) 至今天之间", "From \(planned), as called, until today"))) }
            if !(2...2000).contains(present.count) { fields.append(.init("present", Words("请填写到场人员（2 至 2000 字）", "Please say who was there (2 to 2000 characters)"))) }
            if !(10...20_000).contains(minutes.count) { fields.append(.init("minutes", Words("请填写笔录（10 至 20000 字）", "Please write what was said (10 to 20000 characters)"))) }
            guard fields.isEmpty else { throw Refusal.invalid(fields) }
            let changed = try act.tx.run("""
                UPDATE withdrawal_hearings SET held_on = \(heldOn), present = \(try house.secrets.seal(text: present, table: "withdrawal_hearings", column: "present", row: id.rawValue)),
                    minutes = \(try house.secrets.seal(text: minutes, table: "withdrawal_hearings", column: "minutes", row: id.rawValue)), recorded_by = \(actor.account), recorded_at = \(act.now)
                WHERE case_id = \(id) AND held_on IS NULL
                """)
            guard changed == 1 else { throw Casework.changedMeanwhile }
            try act.step(withdrawal, .hear, post: office, detail: ["on": heldOn.description])
            try act.passOver([.hearing], of: id, verb: "withdrawal_heard", detail: ["on": heldOn.description])
            try act.tell(organisation: withdrawal.host, Words("听证笔录已记录：\(withdrawal.stationName)", "The hearing is recorded: \(withdrawal.stationName)"),
                Words("笔录见撤站页面。", "It stands on the page."), link: withdrawal.receipt)
            return withdrawal.receipt
        }
    }
}

/// The time to answer, or to appeal, is over. By the worker; harmless when repeated.
///
/// Effects: the case goes to the offices that decide; or the decision takes effect (`Act.takeEffect`); audit records.
struct EndWithdrawalTime {
    func callAsFunction(_ house: House, _ id: ID<Case>, at: Instant?) async throws {
        _ = try await house.perform(by: .system, once: nil, at: at) { act in
            let withdrawal = try act.loadWithdrawal(id, where: "1 = 1")
            switch withdrawal.state {
            case .notified:
                guard let last = withdrawal.stateBy, last < act.today else { break }
                try act.goOn(withdrawal, verb: "withdrawal_time_over")
            case .decided:
                guard let last = withdrawal.appealBy, last < act.today else { break }
                try act.takeEffect(withdrawal.id, from: withdrawal.state, .takeEffect)
            case .hearing, .deciding, .appealed, .ending, .ended, .dropped, .fallen, .takenBack: break
            }
            return withdrawal.receipt
        }
    }
}

extension Act {
    /// Nobody asks to be heard: the offices decide.
    func goOn(_ withdrawal: StoredWithdrawal, verb: String) throws {
        try step(withdrawal, .goOn)
        try nothingDue([.withdrawalTime], withdrawal.id.rawValue)
        try passOver([.notify, .hearing], of: withdrawal.id, verb: verb)
    }

    /// The office and place of the actor's that holds this hearing. Whoever brought the end of the station does not hear its host.
    fileprivate func mayHear(_ withdrawal: StoredWithdrawal, _ actor: Actor) throws -> (String, WithdrawalRules) {
        _ = try withdrawal.state.after(.hear)
        let loaded = try loadCase(withdrawal.id)
        guard loaded.step?.kind == .hearing, let rules = loaded.programme.withdrawal else { throw Casework.changedMeanwhile }
        let offices = Set(loaded.programme.offices(loaded.step?.by ?? [], area: loaded.current.area).map(\.id))
        guard let post = actor.posts.sorted(by: { ($0.office, $0.place.rawValue) < ($1.office, $1.place.rawValue) }).first(where: { $0.programme == loaded.programme.id && offices.contains($0.office) }) else {
            throw WithdrawalRefusals.notYours
        }
        guard withdrawal.begunBy == nil || withdrawal.begunBy != actor.account else { throw WithdrawalRefusals.apart }
        return ("\(post.office)/\(post.place.rawValue)", rules)
    }
}
