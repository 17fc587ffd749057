import Domain
import SQL

extension Act {
    /// Whoever brought the end of a station does not decide on it, and whoever decided does not answer the appeal. Nobody on their own organisation's.
    func mustBeApart(from loaded: LoadedCase) throws {
        guard loaded.programme.isOfWithdrawal(loaded.current.procedure), let account = actor.account else { return }
        guard let row = try tx.row("SELECT case_id, begun_by FROM withdrawals WHERE case_id = \(loaded.id) OR appeal_case = \(loaded.id)") else { return }
        let decision: ID<Case> = try row("case_id"), begunBy: ID<Account>? = try row("begun_by")
        let decided = try decision != loaded.id && tx.row("""
            SELECT number FROM audit_records WHERE kind = 'case' AND subject = \(decision) AND verb IN ('case_propose', 'case_agree') AND actor = \(account.rawValue) LIMIT 1
            """) != nil
        if begunBy == account || decided { throw WithdrawalRefusals.apart }
    }

    /// What the offices said goes on to the withdrawal behind the case: it is decided, or the station stays; the appeal is upheld, or not.
    func settleWithdrawal(_ loaded: LoadedCase, _ after: Case) throws {
        guard CaseState.ended.contains(after.state), loaded.programme.isOfWithdrawal(loaded.current.procedure),
              let id: ID<Case> = try tx.value("SELECT case_id FROM withdrawals WHERE case_id = \(loaded.id) OR appeal_case = \(loaded.id)") else { return }
        // The decision's case is not locked for an appeal: it has ended, and whoever changes the withdrawal meanwhile waits at its row.
        _ = try tx.row("SELECT case_id FROM withdrawals WHERE case_id = \(id)\(dialect.lock)")
        guard let row = try tx.row("SELECT \(StoredWithdrawal.columns) FROM \(StoredWithdrawal.tables) WHERE w.case_id = \(id)") else { return }
        let withdrawal = try StoredWithdrawal(row)
        if id == loaded.id { try decided(withdrawal, loaded, after) } else { try answered(withdrawal, loaded, after) }
    }

    private func decided(_ withdrawal: StoredWithdrawal, _ loaded: LoadedCase, _ after: Case) throws {
        let name = withdrawal.stationName, receipt = withdrawal.receipt
        switch after.state {
        case .done:
            guard let rules = loaded.programme.withdrawal else { return }
            guard withdrawal.cause.isAgainstTheHost, rules.appeal != nil else {
                try step(withdrawal, .decide, also: ", decided_on = \(today)", clause: rules.clause)
                return try takeEffect(withdrawal.id, from: .decided, .takeEffect)
            }
            let last = loaded.calendar.adding(rules.appealWithin, to: today).day
            try step(withdrawal, .decide, also: ", decided_on = \(today), appeal_by = \(last)", clause: rules.clause)
            due(.withdrawalTime, withdrawal.id.rawValue, at: loaded.programme.zone.instant(last.adding(1)))
            try tell(organisation: withdrawal.host, Words("撤站摘牌决定：\(name)", "It was decided that your station ends: \(name)"),
                Words("不服的，可在\(last.chinese)前申诉；申诉期间不执行。", "You may appeal until \(last); an appeal holds it back."), link: receipt)
        case .refused:
            try step(withdrawal, .spare, also: ", decided_on = \(today)")
            try tell(organisation: withdrawal.host, Words("不予撤站：\(name)", "Your station stays: \(name)"), Words("理由见页面。", "The reasons stand on the page."), link: receipt)
        case .draft, .open, .correction, .withdrawn: break
        }
    }

    private func answered(_ withdrawal: StoredWithdrawal, _ loaded: LoadedCase, _ after: Case) throws {
        let name = withdrawal.stationName, receipt = withdrawal.receipt, detail = ["case": loaded.id.rawValue]
        switch after.state {
        case .done:
            try step(withdrawal, .uphold, detail: detail)
            try tell(organisation: withdrawal.host, Words("申诉成立：\(name)", "Your appeal is upheld: \(name)"),
                Words("撤站摘牌决定已撤销。牌匾如在暂停状态，由颁发部门恢复。", "The decision has fallen. A plaque that is suspended is restored by its office."), link: receipt)
            for office in Set(try decidingOffices(withdrawal)).sorted() {
                try tell(office: office, programme: withdrawal.programme, Words("申诉成立，决定撤销：\(name)", "A decision fell on appeal: \(name)"), Words("理由见页面。", "The reasons stand on the page."), link: receipt)
            }
        case .refused:
            try takeEffect(withdrawal.id, from: withdrawal.state, .reject, detail: detail)
            try tell(organisation: withdrawal.host, Words("申诉不成立：\(name)", "Your appeal is not upheld: \(name)"), Words("决定生效，理由见页面。", "The decision takes effect; the reasons stand on the page."), link: receipt)
        case .draft, .open, .correction, .withdrawn: break
        }
    }

    private func decidingOffices(_ withdrawal: StoredWithdrawal) throws -> [String] {
        try tx.rows("SELECT DISTINCT office FROM case_tasks WHERE case_id = \(withdrawal.id) ORDER BY office").map { try $0("office") }
    }
}

/// The host appeals against the decision, in time 申诉. The decision is held back until it is answered.
///
/// Effects: a case of its own, for an office that did not decide; what the host says (sealed); audit records.
public struct AppealWithdrawal: Codable, Sendable {
    public let text: String

    public init(text: String) { self.text = text }

    public func callAsFunction(_ house: House, _ id: ID<Case>, by actor: Actor, once: Once? = nil) async throws -> Receipt {
        let text = text.trimmed
        guard (10...4000).contains(text.count) else { throw Refusal.invalid([.init("text", Words("请写明申诉的事实和理由（10 至 4000 字）", "Please say why (10 to 4000 characters)"))]) }
        return try await house.perform(by: actor, once: once) { act in
            let withdrawal = try act.loadWithdrawal(id, where: WithdrawalAccess.asHost(actor))
            _ = try withdrawal.state.after(.appeal)
            guard let last = withdrawal.appealBy, last >= act.today else { throw WithdrawalRefusals.late(withdrawal.appealBy ?? act.today) }
            let (programme, rules) = try act.rules(of: withdrawal)
            guard let procedure = rules.appeal else { throw WithdrawalRefusals.none }
            let area: String? = withdrawal.area.isEmpty ? nil : withdrawal.area
            let appeal = try act.draftCase(procedure, title: "撤站申诉：\(withdrawal.stationName)", in: programme, area: area, handedInAt: act.now)
            try act.step(withdrawal, .appeal, also: ", appeal_case = \(appeal)", clause: rules.clause, detail: ["case": appeal.rawValue])
            try act.nothingDue([.withdrawalTime], id.rawValue)
            try act.keepStatement(text, .appeal, of: id)
            try act.move(try act.loadCase(appeal), .handIn(changed: []), verb: "withdrawal_appealed", detail: ["withdrawal": id.rawValue])
            return withdrawal.receipt
        }
    }
}

/// The plaque itself came back to the office 收回牌匾.
///
/// Effects: the day, which the plaque's page shows; an audit record.
public struct RecordPlaqueReturn: Codable, Sendable {
    public let on: Day

    public init(on: Day) { self.on = on }

    public func callAsFunction(_ house: House, _ id: ID<Case>, by actor: Actor, once: Once? = nil) async throws -> Receipt {
        let library = house.library
        return try await house.perform(by: actor, once: once) { act in
            let withdrawal = try act.loadWithdrawal(id, where: WithdrawalAccess.asOffice(actor, library))
            let programme = try library.programme(withdrawal.programme)
            guard let post = WithdrawalRules.bringer(actor, programme, area: withdrawal.area) else { throw WithdrawalRefusals.notYours }
            guard let effective = withdrawal.effectiveOn else { throw Refusal(.conflict, "not_in_effect", Words("撤站决定尚未生效", "The decision is not in effect yet")) }
            guard withdrawal.returnedOn == nil else { throw Refusal(.conflict, "returned_already", Words("牌匾收回已登记", "The plaque's return is recorded already")) }
            guard on >= effective, on <= act.today else { throw Refusal.invalid([.init("on", Words("须在\(effective)至今天之间", "From \(effective) until today"))]) }
            try act.tx.run("UPDATE withdrawals SET returned_on = \(on), returned_by = \(actor.account), changed_at = \(act.now) WHERE case_id = \(id) AND returned_on IS NULL")
            act.audit("withdrawal", id.rawValue, "plaque_returned", from: withdrawal.state.rawValue, to: withdrawal.state.rawValue, post: "\(post.office)/\(post.place.rawValue)", detail: ["on": on.description])
            return withdrawal.receipt
        }
    }
}
