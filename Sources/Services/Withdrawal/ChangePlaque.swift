import Domain
import SQL

/// A signer of the issuing office suspends a plaque, or lifts a suspension; the public page says so at once. For good it is withdrawn by a case alone 撤站摘牌.
///
/// Effects: the plaque's state with reason and date; while it is not valid no new bookings, and nobody is vouched for; future stays are kept; an audit record; the station's people are told.
public struct ChangePlaque: Codable, Sendable {
    /// `valid` or `suspended`.
    public let state: PlaqueState
    /// Public: it stands on the plaque's page.
    public let reason: String
    public let clause: String?

    public init(state: PlaqueState, reason: String, clause: String? = nil) {
        self.state = state
        self.reason = reason
        self.clause = clause
    }

    public func callAsFunction(_ house: House, number: String, by actor: Actor, once: Once? = nil) async throws -> Receipt {
        try await house.perform(by: actor, once: once) { act in
            guard let row = try act.tx.row("""
                SELECT p.programme_id AS programme_id, s.organisation_id AS organisation_id, d.office AS office
                FROM plaques p JOIN stations s ON s.id = p.station_id JOIN documents d ON d.id = s.document_id WHERE p.number = \(number)
                """) else { throw Refusal.notFound }
            let programme = try house.library.programme(try row("programme_id"))
            guard let office = programme.office(try row("office")), let place = office.signOff.last, actor.holds(office.id, place, in: programme.id) else {
                throw Refusal(.forbidden, "not_yours_to_change", Words("牌匾状态由颁发部门的签发人变更", "A signer of the issuing office changes a plaque's state"))
            }
            let organisation: ID<Organisation> = try row("organisation_id")
            if actor.organisations.contains(organisation) { throw Refusal(.forbidden, "own_case", Words("不能办理本人所在单位的事项，请回避", "No one acts on their own organisation's case")) }
            guard state != .withdrawn else {
                throw Refusal(.conflict, "withdrawn_by_case", Words("撤站摘牌须经告知、听证、决定等程序办理", "A plaque is withdrawn for good by a case: the host is told, may be heard, and the offices decide"),
                    clause: programme.withdrawal?.clause, next: Words("请在驿站页面“撤站摘牌”中提出", "Bring it on the station's page"))
            }
            let text = reason.trimmed
            guard (4...500).contains(text.count) else { throw Refusal.invalid([.init("reason", Words("请写明理由（4 至 500 字），将向社会公开", "Give a reason (4 to 500 characters); it is public"))]) }
            let clause = self.clause?.trimmed ?? ""
            guard clause.isEmpty || programme.notice.clauses.contains(where: { $0.clause.text == clause }) else {
                throw Refusal.invalid([.init("clause", Words("通知中没有“\(clause.prefix(20))”这一条", "The notice has no clause “\(clause.prefix(20))”"))])
            }
            if Redaction.findsContacts(in: text) {
                throw Refusal.invalid([.init("reason", Words("理由向社会公开，请勿写电话、身份证号或邮箱", "The reason is public: no telephone numbers, ids or mail addresses, please"))])
            }
            let before = try act.lockPlaque(number)
            guard before != state else { throw Casework.changedMeanwhile }
            guard before != .withdrawn else { throw Refusal(.conflict, "withdrawn", Words("已摘牌的牌匾不能恢复", "A withdrawn plaque cannot be restored")) }
            try act.setPlaque(number, from: before, to: state, reason: try act.keepReason(text, audience: .public), clause: clause.isEmpty ? nil : Clause(clause), post: "\(office.id)/\(place.rawValue)")
            return Receipt(.plaque, number)
        }
    }
}

extension Act {
    /// A station may not go on for now: a serious event, a grave suspicion. Its plaque says so at once. Nothing happens where it was withdrawn.
    ///
    /// Effects: the plaque is suspended with reason and date (public); no new bookings, and nobody is vouched for; future stays are kept; audit records; the station's people are told. One that is
    /// suspended already has the new reason for the public, since the day on which it was suspended; an audit record; they are told.
    /// - Parameter reason: a reason kept for the public.
    func suspendStation(_ station: ID<Station>, reason: KeptReason, clause: Clause?, post: String) throws {
        guard let number: String = try tx.value("SELECT number FROM plaques WHERE station_id = \(station)") else { throw Refusal.notFound }
        switch try lockPlaque(number) {
        case .withdrawn: return
        case .valid: try setPlaque(number, from: .valid, to: .suspended, reason: reason, clause: clause, post: post)
        case .suspended:
            let changed = try tx.run("UPDATE plaques SET reason_id = \(reason.id), clause = \(clause?.text ?? "") WHERE number = \(number) AND state = 'suspended'")
            guard changed == 1, let host: ID<Organisation> = try tx.value("SELECT organisation_id FROM stations WHERE id = \(station)") else { throw Casework.changedMeanwhile }
            audit("plaque", number, "plaque_suspended_again", from: PlaqueState.suspended.rawValue, to: PlaqueState.suspended.rawValue, post: post, reason: reason, clause: clause)
            try tell(organisation: host, Words("牌匾暂停使用的理由有更新：\(number)", "Plaque \(number) stays suspended for a further reason"),
                Words("理由已在牌匾页面公开。", "The reason stands on the plaque's page."), link: Receipt(.plaque, number))
        }
    }

    /// The state of a plaque, which nobody else changes until the transaction ends.
    func lockPlaque(_ number: String) throws -> PlaqueState {
        guard let row = try tx.row("SELECT state FROM plaques WHERE number = \(number)\(dialect.lock)") else { throw Refusal.notFound }
        let text: String = try row("state")
        guard let state = PlaqueState(rawValue: text) else { throw Unexpected("plaque state") }
        return state
    }

    /// The one door through which a plaque that hangs changes its state.
    ///
    /// Effects: its state with reason, clause and date (a compare-and-swap); whom the station vouches for is vouched for no more when it is not valid any longer; an audit record; the
    /// station's people are told.
    func setPlaque(_ number: String, from before: PlaqueState, to state: PlaqueState, reason: KeptReason, clause: Clause?, post: String, detail: [String: String] = [:]) throws {
        let changed = try tx.run("""
            UPDATE plaques SET state = \(state.rawValue), state_since = \(today), reason_id = \(reason.id), clause = \(clause?.text ?? "")
            WHERE number = \(number) AND state = \(before.rawValue)
            """)
        guard changed == 1, let row = try tx.row("""
            SELECT s.id AS station, s.organisation_id AS host, s.programme_id AS programme FROM plaques p JOIN stations s ON s.id = p.station_id WHERE p.number = \(number)
            """) else { throw Casework.changedMeanwhile }
        audit("plaque", number, "plaque_\(state.rawValue)", from: before.rawValue, to: state.rawValue, post: post, reason: reason, clause: clause, detail: detail)
        if before == .valid { try endVouching(by: try row("station"), try house.library.programme(try row("programme") as String)) }
        let words = switch state {
        case .valid: Words("牌匾恢复有效：\(number)", "Plaque \(number) is valid again")
        case .suspended: Words("牌匾暂停使用：\(number)", "Plaque \(number) is suspended")
        case .withdrawn: Words("牌匾已撤销：\(number)", "Plaque \(number) is withdrawn")
        }
        try tell(organisation: try row("host"), words, Words("理由和日期已在牌匾页面公开。", "Reason and date stand on the plaque's page."), link: Receipt(.plaque, number))
    }
}
