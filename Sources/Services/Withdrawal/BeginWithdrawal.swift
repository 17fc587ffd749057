import Domain
import SQL

extension Act {
    /// A station is to end: a case begins. Where one is under way for this station, or in effect, that one is meant and nothing happens; a mere wish of the host's does not stand in the
    /// way of a cause against it.
    ///
    /// Effects: a wish that was not decided is at an end (`endWish`); the case at the first step of the programme's procedure; the station is notified of the facts, and the time to answer begins (a wish of the host's own goes to the
    /// deciding offices at once); its end falls due; the offices are told; audit records.
    /// - Parameters:
    ///   - reason: the facts, as the host is told.
    ///   - post: the office and place for the trail.
    /// - Returns: the case.
    /// - Throws: `no_withdrawal` where the programme does not say how a station ends.
    func beginWithdrawal(of station: ID<Station>, _ cause: WithdrawalCause, reason: String, post: String) throws -> ID<Case> {
        try beginWithdrawal(of: station, cause, reason: reason, post: post, by: nil)
    }

    /// The same, with whoever brought it by a verb of its own.
    func beginWithdrawal(of station: ID<Station>, _ cause: WithdrawalCause, reason: String, post: String, by brought: ID<Account>?) throws -> ID<Case> {
        guard let row = try tx.row("""
            SELECT s.programme_id AS programme_id, s.level AS level, s.area AS area, s.name AS name, s.organisation_id AS host_id, p.number AS number
            FROM stations s JOIN plaques p ON p.station_id = s.id WHERE s.id = \(station)
            """) else { throw Refusal.notFound }
        // Its case before the plaque, as whoever decides on it locks them; and once more for one that began until the plaque was held.
        if cause.isAgainstTheHost { try endWish(of: station, for: cause, post: post) }
        let plaque = try lockPlaque(try row("number"))
        if cause.isAgainstTheHost { try endWish(of: station, for: cause, post: post) }
        if let known: ID<Case> = try tx.value("SELECT case_id FROM withdrawals WHERE station_id = \(station) AND state NOT IN (\(list: WithdrawalState.spared.map(\.rawValue).sorted()))") { return known }
        guard plaque != .withdrawn else { throw WithdrawalRefusals.runs }
        let programme = try house.library.programme(try row("programme_id") as String)
        guard let rules = programme.withdrawal else { throw WithdrawalRefusals.none }
        let name: String = try row("name"), host: ID<Organisation> = try row("host_id")
        let id = try draftCase(rules.procedure(level: try row("level")), title: "撤站摘牌：\(name)", in: programme, area: try row("area"), handedInAt: now)
        let kept = try keepReason(reason, audience: .applicant)
        try tx.run("""
            INSERT INTO withdrawals (case_id, programme_id, station_id, cause, state, reason_id, begun_by, begun_at, changed_at)
            VALUES (\(id), \(programme.id), \(station), \(cause), \(WithdrawalState.notified), \(kept.id), \(brought), \(now), \(now))
            """)
        audit("withdrawal", id.rawValue, "withdrawal_begun", to: WithdrawalState.notified.rawValue, post: post, reason: kept, clause: rules.clause,
            detail: ["station": station.rawValue, "cause": cause.rawValue], isFirst: true)
        let after = try move(try loadCase(id), .handIn(changed: []), verb: "withdrawal_begun", post: post, reason: kept, clause: rules.clause, detail: ["station": station.rawValue, "cause": cause.rawValue])
        let receipt = Receipt(.withdrawal, id.rawValue)
        guard cause.isAgainstTheHost else {
            try passOver([.notify, .hearing], of: id, verb: "withdrawal_not_needed")
            try step(id, from: .notified, .goOn)
            try tell(organisation: host, Words("退出申请已提交：\(name)", "Your wish to leave was handed in: \(name)"), Words("决定作出前可以撤回。", "You may take it back until it is decided."), link: receipt)
            return id
        }
        let loaded = try loadCase(id)
        if let by = after.clock?.due(loaded.calendar) {
            try tx.run("UPDATE withdrawals SET state_by = \(by.day) WHERE case_id = \(id)")
            due(.withdrawalTime, id.rawValue, at: programme.zone.instant(by.day.adding(1)))
            try tell(organisation: host, Words("撤站事先告知：\(name)", "Your station may end: \(name)"),
                Words("\(cause.words.zh)，拟撤站摘牌。事实和理由见页面；\(by.day.chinese)前可以陈述申辩或要求听证。",
                    "\(cause.words.en). The facts stand on the page; until \(by.day) you may state your side or ask for a hearing."), link: receipt)
        } else {
            // A procedure without a step that tells the host: nothing is waited for.
            try step(id, from: .notified, .goOn)
        }
        try tellOffices(of: loaded, Words("撤站事项：\(name)", "The end of a station: \(name)"), Words("已告知建站单位，等待其陈述。", "The host was told and may answer."), link: receipt)
        return id
    }
}

extension Act {
    /// A host that wishes to leave does not go before a cause against it is heard: its wish is at an end. Nothing happens where there is none that waits for a decision.
    ///
    /// Effects: the wish is taken back and its case withdrawn, with the cause as the reason; the host is told; audit records.
    private func endWish(of station: ID<Station>, for cause: WithdrawalCause, post: String) throws {
        guard let known: ID<Case> = try tx.value("SELECT case_id FROM withdrawals WHERE station_id = \(station) AND \(WithdrawalAccess.isWish)") else { return }
        let wish = try loadWithdrawal(known, where: "1 = 1")
        guard wish.cause == .wish, wish.state == .deciding else { return }
        let kept = try keepReason("因“\(cause.words.zh)”另行启动撤站程序，主动退出的申请不再办理。", audience: .applicant)
        let detail = ["cause": cause.rawValue]
        try step(wish, .takeBack, reason: kept, post: post, detail: detail)
        try move(try loadCase(known), .withdraw, verb: "withdrawal_overtaken", post: post, reason: kept, detail: detail)
        try tell(organisation: wish.host, Words("退出申请不再办理：\(wish.stationName)", "Your wish to leave is not decided on: \(wish.stationName)"),
            Words("因“\(cause.words.zh)”另行启动撤站程序。", "The end of the station is brought for another cause: \(cause.words.en)."), link: wish.receipt)
    }
}

/// An office that supervises or evaluates brings the end of a station: its evaluation failed, records were falsified, or a serious accident. A host's own wish to leave does not stand in
/// the way.
///
/// Effects: those of `Act.beginWithdrawal`. Whoever brings it decides nothing about it.
public struct BringWithdrawal: Codable, Sendable {
    /// `failing`, `fraud` or `accident`.
    public let cause: WithdrawalCause?
    /// The facts and reasons, as the host is told.
    public let reason: String

    public init(cause: WithdrawalCause?, reason: String) {
        self.cause = cause
        self.reason = reason
    }

    public func callAsFunction(_ house: House, _ station: ID<Station>, by actor: Actor, once: Once? = nil) async throws -> Receipt {
        let text = reason.trimmed
        var fields: [Refusal.Field] = []
        if cause == nil || cause == .wish { fields.append(.init("cause", Words("请选择撤站事由", "Please choose why"))) }
        if !(10...4000).contains(text.count) { fields.append(.init("reason", Words("请写明事实和理由（10 至 4000 字），建站单位会看到", "Give facts and reasons (10 to 4000 characters); the host reads them"))) }
        guard fields.isEmpty, let cause else { throw Refusal.invalid(fields) }
        return try await house.perform(by: actor, once: once) { act in
            guard let row = try act.tx.row("SELECT programme_id, area, organisation_id FROM stations WHERE id = \(station)") else { throw Refusal.notFound }
            let programme = try house.library.programme(try row("programme_id") as String)
            guard let post = WithdrawalRules.bringer(actor, programme, area: try row("area")) else { throw WithdrawalRefusals.notYours }
            if actor.organisations.contains(try row("organisation_id") as ID<Organisation>) { throw Refusal(.forbidden, "own_case", Words("不能办理本人所在单位的事项，请回避", "No one acts on their own organisation's case")) }
            try act.mustNotRun(station, besideWish: true)
            let id = try act.beginWithdrawal(of: station, cause, reason: text, post: "\(post.office)/\(post.place.rawValue)", by: actor.account)
            return Receipt(.withdrawal, id.rawValue)
        }
    }
}

/// The host wishes that its station ends 主动退出.
///
/// Effects: those of `Act.beginWithdrawal`; what it wrote, sealed.
public struct AskToLeave: Codable, Sendable {
    public let reason: String

    public init(reason: String) { self.reason = reason }

    public func callAsFunction(_ house: House, _ station: ID<Station>, by actor: Actor, once: Once? = nil) async throws -> Receipt {
        let text = reason.trimmed
        guard (4...4000).contains(text.count) else { throw Refusal.invalid([.init("reason", Words("请写明退出的理由（4 至 4000 字）", "Say why (4 to 4000 characters)"))]) }
        return try await house.perform(by: actor, once: once) { act in
            guard try act.tx.row("SELECT id FROM stations WHERE id = \(station) AND organisation_id IN (\(list: actor.organisations.sorted()))") != nil else { throw Refusal.notFound }
            try act.mustNotRun(station)
            let id = try act.beginWithdrawal(of: station, .wish, reason: text, post: "")
            try act.keepStatement(text, .wish, of: id)
            return Receipt(.withdrawal, id.rawValue)
        }
    }
}

/// The host does not wish to leave any more, before anything is decided.
///
/// Effects: the case is withdrawn; the offices are told; audit records.
public struct TakeLeavingBack: Codable, Sendable {
    public init() {}

    public func callAsFunction(_ house: House, _ id: ID<Case>, by actor: Actor, once: Once? = nil) async throws -> Receipt {
        try await house.perform(by: actor, once: once) { act in
            let withdrawal = try act.loadWithdrawal(id, where: WithdrawalAccess.asHost(actor))
            guard withdrawal.cause == .wish else { throw Refusal(.conflict, "not_a_wish", Words("只有主动退出的申请可以撤回", "Only a host's own wish can be taken back")) }
            let loaded = try act.loadCase(id)
            try act.step(withdrawal, .takeBack)
            try act.move(loaded, .withdraw, verb: "withdrawal_taken_back")
            try act.tellOffices(of: loaded, Words("已撤回退出申请：\(withdrawal.stationName)", "A wish to leave was taken back: \(withdrawal.stationName)"), Words("不再办理。", "Nothing is left to decide."), link: withdrawal.receipt)
            return withdrawal.receipt
        }
    }
}

extension Act {
    /// - Parameter besideWish: a wish of the host's that is not decided is let pass.
    /// - Throws: a conflict where the end of this station is under way or in effect.
    func mustNotRun(_ station: ID<Station>, besideWish: Bool = false) throws {
        let passed: SQL = besideWish ? " AND NOT (\(WithdrawalAccess.isWish))" : .empty
        guard try tx.row("SELECT case_id FROM withdrawals WHERE station_id = \(station) AND state NOT IN (\(list: WithdrawalState.spared.map(\.rawValue).sorted()))\(passed)") == nil else { throw WithdrawalRefusals.runs }
    }
}

extension WithdrawalRules {
    /// The place of the actor's in an office that may bring the end of a station in this area.
    static func bringer(_ actor: Actor, _ programme: Programme, area: String) -> Post? {
        actor.posts.sorted { ($0.office, $0.place.rawValue) < ($1.office, $1.place.rawValue) }.first { post in
            guard post.programme == programme.id, let office = programme.office(post.office), office.area == nil || office.area == area else { return false }
            return office.powers.contains(.supervise) || office.powers.contains(.evaluate)
        }
    }
}
