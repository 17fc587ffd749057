import Domain
import SQL

extension Act {
    /// What the offices said of a case goes on to the claim behind it. Granted: the amount is computed anew from what stands that day and kept with its sheet, and the first part is ordered in the
    /// same transaction; where the budget does not have it, nothing is granted.
    ///
    /// - Throws: `forbidden` for somebody who acted at another step of the case, or has a part in the claim; a conflict where nothing is to be granted.
    func settleRewardCase(_ loaded: LoadedCase, _ after: Case) throws {
        guard let id: ID<RewardClaim> = try tx.value("SELECT id FROM reward_claims WHERE case_id = \(loaded.id)") else { return }
        let claim = try loadClaim(id, where: "1 = 1")
        try mustNotHaveExamined(loaded)
        guard after.state != loaded.current.state, after.state != .open else { return }
        let link = claim.receipt, people = try people(of: claim.station), detail = ["case": loaded.id.rawValue]
        func reason(_ plain: String) throws -> KeptReason { try keepReason(try opinion(of: loaded, after) ?? plain, audience: .applicant) }
        switch after.state {
        case .correction:
            try move(claim, .return, reason: try reason("请补正。"), detail: detail)
            try tell(people, Words("申领需要补正", "A claim is to be corrected"), Words("意见见申领页面。", "The remarks are on its page."), link: link)
        case .refused:
            try move(claim, .refuse, reason: try reason("不予通过。"), detail: detail)
            try tell(people, Words("申领未通过", "A claim was refused"), Words("理由见申领页面。", "The reasons are on its page."), link: link)
        case .done: try approve(claim, detail)
        case .draft, .open, .withdrawn: return
        }
    }

    /// Nobody acts at two steps: who examined does not approve.
    private func mustNotHaveExamined(_ loaded: LoadedCase) throws {
        guard let account = actor.account else { return }
        for row in try tx.rows("""
            SELECT detail FROM audit_records WHERE kind = 'case' AND subject = \(loaded.id) AND actor = \(account) AND verb IN ('case_propose', 'case_agree', 'case_send_back') ORDER BY number
            """) {
            let detail: [String: String] = try Stored.read(try row("detail"))
            if let step = detail["step"], step != loaded.current.step {
                throw Refusal(.forbidden, "examined_already", Words("您已办理过本件的另一环节，审查人不得核定", "You acted at another step of this case: who examined does not approve"), next: Words("请由其他人员办理", "Let somebody else act"))
            }
        }
    }

    /// The words of the office whose opinion decided, where one was given.
    private func opinion(of loaded: LoadedCase, _ after: Case) throws -> String? {
        guard let opinion = (after.tasks + loaded.current.tasks).compactMap(\.opinion).first(where: { $0.ruling != .pass }),
            let sealed: [UInt8] = try tx.value("SELECT body FROM reasons WHERE id = \(opinion.reason)") else { return nil }
        return try house.secrets.text(sealed, table: "reasons", column: "body", row: opinion.reason.rawValue)
    }

    private func approve(_ claim: StoredClaim, _ detail: [String: String]) throws {
        guard let account = actor.account else { throw Refusal.unauthenticated }
        let programme = try house.library.programme(hash: claim.hash), reward = try reward(of: claim)
        // Sums of the year are taken one claim after the other.
        _ = try tx.row("SELECT id FROM budgets WHERE programme_id = \(claim.programme) AND year = \(today.year) AND purpose = \(claim.purpose.rawValue)\(dialect.lock)")
        var (formula, inputs) = try figures(of: claim.id)
        var from = today
        if let id = claim.placement {
            guard let row = try tx.row("SELECT \(StoredPlacement.columns) FROM placements p WHERE p.id = \(id)") else { throw Unexpected("the placement of a claim is gone") }
            let placement = try StoredPlacement(row)
            guard placement.state == .counted else { throw ClaimRules.notCounted(placement.state) }
            from = placement.startsOn
            inputs.servedMonths = try servedMonths(of: placement)
        }
        if let period = claim.period {
            let ground = try eventGround(claim.station, period, reward, programme, isNew: false)
            inputs.heads = ground.inputs.heads
            inputs.expenses = ground.inputs.expenses
            inputs.grade = ground.inputs.grade
        }
        inputs = try withYear(inputs, reward, programme, payee: claim.payee, but: claim.id)
        let sheet = RewardCalculation.compute(formula, inputs)
        guard sheet.total.amount > 0 else {
            let why = sheet.lines.last { $0.after.amount == 0 }?.formula ?? Words("", "")
            throw Refusal(.conflict, "nothing_to_grant", Words("按规则核算为零：\(why.zh)", "It comes to nothing: \(why.en)"), clause: reward.clause, next: Words("请退回或不予通过", "Return the claim, or refuse it"))
        }
        try move(claim, .approve, also: """
            , amount = \(sheet.total.amount), inputs = \(try ClaimSheets.seal(inputs, claim.id, house)), sheet = \(try ClaimSheets.seal(sheet, claim.id, house)), approved_by = \(account), approved_on = \(today)
            """, clause: reward.clause, detail: detail.merging(["amount": String(sheet.total.amount), "sheet": house.secrets.sha256(Array(try Stored.json(sheet).utf8))]) { $1 })
        for (index, part) in sheet.parts.enumerated() {
            let isNow = part.afterDays == 0, id = index == 0 ? claim.id : try newID(RewardClaim.self), due = isNow ? today : from.adding(part.afterDays)
            let state: ClaimPartState = part.amount.amount == 0 ? .lapsed : .waiting
            try tx.run("""
                INSERT INTO reward_parts (id, claim_id, n, percent, after_days, amount, due_on, state, back, changed_at)
                VALUES (\(id), \(claim.id), \(index + 1), \(part.percent), \(part.afterDays), \(part.amount.amount), \(due), \(state), \(0), \(now))
                """)
            guard part.amount.amount > 0 else { continue }
            if isNow { try order(part: id, part.amount, of: claim, programme) } else { self.due(.checkRetention, id.rawValue, at: max(programme.zone.instant(due, hour: 10), now)) }
        }
        try tell(try people(of: claim.station), Words("申领已核定：\(sheet.total.text)", "A claim was granted: \(sheet.total.text)"), Words("计算过程和拨付进度见申领页面。",
            "How it was computed, and how the payment goes, is on its page."), link: claim.receipt)
    }

    /// Effects: an order for one part; the part's state; an audit record.
    func order(part: ID<RewardClaim>, _ amount: Fen, of claim: StoredClaim, _ programme: Programme) throws {
        // A later part falls due by itself: whoever approved the claim, and whoever had a hand in it, pays none of it. Whoever paid an earlier part has decided nothing.
        let approver: ID<Account>? = try tx.value("SELECT approved_by FROM reward_claims WHERE id = \(claim.id)")
        let hands = try tx.rows("""
            SELECT DISTINCT a.id AS id FROM audit_records r JOIN accounts a ON a.id = r.actor
            WHERE (r.kind = 'case' AND r.subject = \(claim.caseID)) OR (r.kind = 'claim' AND r.subject = \(claim.id) AND r.verb NOT IN ('claim_part_paid', 'claim_part_failed', 'claim_pay')) ORDER BY a.id
            """).map { try $0("id") as ID<Account> }
        let order = try orderPayment(
            amount, for: Receipt(.claim, part.rawValue), purpose: claim.purpose, year: today.year, to: claim.payee, station: claim.station, programme,
            // Whose verb this is has no record of it yet.
            examiners: Set(hands).union([actor.account].compactMap(\.self)), approvedBy: approver)
        let changed = try tx.run("UPDATE reward_parts SET state = 'ordered', order_id = \(order), changed_at = \(now) WHERE id = \(part) AND state = 'waiting'")
        guard changed == 1 else { throw Casework.changedMeanwhile }
        audit("claim", claim.id.rawValue, "claim_part_ordered", detail: ["part": part.rawValue, "amount": String(amount.amount), "order": order.rawValue])
    }
}
