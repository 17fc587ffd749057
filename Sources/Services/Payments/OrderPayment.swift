import Domain
import SQL

extension Act {
    /// An amount is approved: it leaves the budget of its year and purpose, and is owed from now on. Asked for a second time, the order that is there is given and nothing changes.
    ///
    /// Effects: a line of the budget; the payment order with the day by which it is promised; a reminder on that day; the payee is told where no bank account is known;
    /// audit records.
    /// - Parameters:
    ///   - claim: what it is for; one order for each of its parts.
    ///   - part: from 1; a claim may be paid in several.
    ///   - examiners: whoever examined it, beside those in its own trail: they neither batch nor pay it. The approver never does.
    ///   - approvedBy: who approved it, where this transaction is not theirs: a part that falls due by itself.
    /// - Throws: a conflict where nobody approved it, the budget does not have it any more, there is none, or the part was ordered with another amount or cancelled.
    func orderPayment(
        _ amount: Fen, for claim: Receipt, part: Int = 1, purpose: PaymentPurpose, year: Int, to payee: ID<Organisation>, station: ID<Station>, _ programme: Programme, examiners: Set<ID<Account>> = [],
        approvedBy: ID<Account>? = nil
    ) throws -> ID<PaymentOrder> {
        let rules = try house.paymentRules(programme)
        guard (1...PaymentLimits.most).contains(amount.amount), (1...100).contains(part) else { throw PaymentRefusal.most }
        guard let approver = approvedBy ?? actor.account else { throw PaymentRefusal.noApprover }
        guard let budget = try lockBudget(programme.id, year, purpose) else { throw PaymentRefusal.noBudget(year, purpose) }
        if let known = try tx.row("SELECT id, amount, state FROM payment_orders WHERE thing = \(claim.thing.rawValue) AND subject = \(claim.id) AND part = \(part)") {
            let state: PaymentOrderState = try known("state"), before = Fen(try known("amount"))
            guard state != .cancelled else { _ = try state.after(.batch); return try known("id") }
            guard before == amount else {
                throw Refusal(.conflict, "order_differs", Words("已按 \(before.text) 批准拨付", "It was ordered with \(before.text)"), next: Words("如需更正，先撤销原付款", "Take that back first"))
            }
            return try known("id")
        }
        let id: ID<PaymentOrder> = try newID()
        try enter(.promised, Fen(-amount.amount), in: budget, order: id, clause: rules.clause)
        let promised = try house.library.calendar(programme.calendar).adding(rules.payWithin, to: today).day
        let made = try tx.rows("""
            INSERT INTO payment_orders (id, programme_id, budget_id, purpose, thing, subject, part, station_id, payee_id, amount, state, approved_by, approved_on, promised_by, changed_at)
            VALUES (\(id), \(programme.id), \(budget.id), \(purpose), \(claim.thing.rawValue), \(claim.id), \(part), \(station), \(payee), \(amount.amount), \(PaymentOrderState.due), \(approver), \(today), \(promised), \(now))
            ON CONFLICT (thing, subject, part) DO NOTHING RETURNING id
            """)
        guard !made.isEmpty else { throw Casework.changedMeanwhile }
        let trail = try tx.rows("SELECT DISTINCT a.id AS id FROM audit_records r JOIN accounts a ON a.id = r.actor WHERE r.kind = \(claim.thing.rawValue) AND r.subject = \(claim.id) ORDER BY a.id")
        for account in try examiners.union(trail.map { try $0("id") }).union([approver]).sorted() {
            later("INSERT INTO payment_hands (order_id, account_id) VALUES (\(id), \(account))")
        }
        due(.remindPayment, id.rawValue, at: Zone.china.instant(promised, hour: 9))
        audit("payment", id.rawValue, "payment_ordered", to: PaymentOrderState.due.rawValue, clause: rules.clause, detail: [
            "amount": String(amount.amount), "budget": budget.id.rawValue, "thing": claim.thing.rawValue, "subject": claim.id, "part": String(part), "payee": payee.rawValue, "approver": approver.rawValue,
        ], isFirst: true)
        if try tx.row("SELECT id FROM payee_accounts WHERE organisation_id = \(payee) AND ended_at IS NULL") == nil {
            try tell(payee: payee, Words("请填写收款账户", "Please give your bank account"), Words("有一笔\(purpose.words.zh)已批准，填写收款账户后才能拨付。", "Money was approved for you; it can be paid once your bank account is known."), link: Receipt(.payeeAccount, payee.rawValue))
        }
        return id
    }

    /// What was paid too much has to come back, or what was promised is promised no more: what is not paid yet first, the last part before the first. At most what was
    /// ordered and is not claimed back already.
    ///
    /// Effects: an order that is not paid yet is cancelled, or lowered, and its money free again; of a paid one the amount is demanded back, with a day and a reminder; audit
    /// records; the payee is told.
    /// - Throws: a conflict where only money is left that is on its way to the bank.
    func takeBack(_ amount: Fen, of claim: Receipt, reason: KeptReason) throws {
        guard amount > Fen(0) else { return }
        let mine: SQL = "o.thing = \(claim.thing.rawValue) AND o.subject = \(claim.id)"
        // Budgets before orders, as everybody locks them.
        var budgets: [ID<Budget>: LockedBudget] = [:]
        for row in try tx.rows("SELECT DISTINCT o.budget_id AS id FROM payment_orders o WHERE \(mine) ORDER BY o.budget_id") {
            let id: ID<Budget> = try row("id")
            budgets[id] = try lockBudget(id)
        }
        let orders = try lockOrders(where: mine).sorted { $0.part > $1.part }
        var left = amount
        for order in orders where left > Fen(0) && (order.state == .due || order.state == .failed) {
            guard let budget = budgets[order.budget] else { throw Casework.changedMeanwhile }
            let taken = min(left, order.amount)
            try cancel(taken, of: order, in: budget, reason: reason)
            left = Fen(left.amount - taken.amount)
        }
        for order in orders where left > Fen(0) && order.state == .paid {
            let before: Int64 = try tx.value("SELECT CAST(COALESCE(SUM(amount), 0) AS BIGINT) FROM payment_demands WHERE order_id = \(order.id)") ?? 0
            let taken = min(left, Fen(order.amount.amount - before))
            guard taken > Fen(0) else { continue }
            try demand(taken, of: order, reason: reason)
            left = Fen(left.amount - taken.amount)
        }
        if left > Fen(0), let sent = orders.first(where: { $0.state == .batched }) { _ = try sent.state.after(.cancel) }
    }

    /// A paid order came back by the bank of which money was to be paid back: that is asked for no more, and not paid a second time.
    ///
    /// Effects: the open demands of the order and their reminders are gone; the order, which is due again, is cancelled or lowered by them; a line of the budget; audit records; the payee is
    /// told.
    /// - Returns: by how much less is owed.
    func dropDemands(of order: StoredOrder, in budget: LockedBudget) throws -> Fen {
        let open = try tx.rows("""
            SELECT id, amount, reason_id FROM payment_demands WHERE order_id = \(order.id) AND state = \(PaymentDemandState.demanded) ORDER BY demanded_at, id\(dialect.lock)
            """)
        guard let last = open.last, let due = try lockOrders(where: "o.id = \(order.id)").first else { return Fen(0) }
        var owed: Int64 = 0
        for row in open {
            let id: ID<PaymentDemand> = try row("id"), amount: Int64 = try row("amount")
            let gone = try tx.run("DELETE FROM payment_demands WHERE id = \(id) AND state = \(PaymentDemandState.demanded)")
            guard gone == 1 else { throw Casework.changedMeanwhile }
            try nothingDue([.remindDemand], id.rawValue)
            audit("payment", order.id.rawValue, "payment_demand_dropped", from: due.state.rawValue, to: due.state.rawValue, detail: ["demand": id.rawValue, "amount": String(amount)])
            owed += amount
        }
        try cancel(Fen(owed), of: due, in: budget, reason: try keptReason(try last("reason_id")))
        return Fen(owed)
    }

    /// Effects: the order is cancelled, or lowered by part of it; a line of the budget; an audit record; the payee is told.
    private func cancel(_ amount: Fen, of order: StoredOrder, in budget: LockedBudget, reason: KeptReason) throws {
        try enter(.released, amount, in: budget, order: order.id, reason: reason)
        if amount == order.amount {
            try move(order, .cancel, also: ", batch_id = NULL", reason: reason)
        } else {
            let changed = try tx.run("UPDATE payment_orders SET amount = amount - \(amount.amount), changed_at = \(now) WHERE id = \(order.id) AND state = \(order.state) AND amount > \(amount.amount)")
            guard changed == 1 else { throw Casework.changedMeanwhile }
            audit("payment", order.id.rawValue, "payment_lowered", from: order.state.rawValue, to: order.state.rawValue, reason: reason, detail: ["by": String(amount.amount)])
        }
        try tell(payee: order.payee, Words("待拨付的款项已撤销", "Money that was to be paid is not"), Words("\(order.purpose.words.zh) \(amount.text) 不再拨付，理由见收款页面。", "\(amount.text) will not be paid; the reason is on the page of your payments."), link: Receipt(.payeeAccount, order.payee.rawValue))
    }

    /// Effects: the demand with its day; reminders; audit records; the payee and the office that pays are told.
    private func demand(_ amount: Fen, of order: StoredOrder, reason: KeptReason) throws {
        let programme = try house.library.programme(order.programme), rules = try house.paymentRules(programme), id: ID<PaymentDemand> = try newID()
        let day = try house.library.calendar(programme.calendar).adding(rules.repayWithin, to: today).day
        try tx.run("""
            INSERT INTO payment_demands (id, order_id, amount, state, reason_id, demanded_at, due_by) VALUES (\(id), \(order.id), \(amount.amount), \(PaymentDemandState.demanded), \(reason.id), \(now), \(day))
            """)
        due(.remindDemand, id.rawValue, at: Zone.china.instant(day, hour: 9))
        audit("payment", order.id.rawValue, "payment_demanded", from: order.state.rawValue, to: order.state.rawValue, reason: reason, clause: rules.clause, detail: ["demand": id.rawValue, "amount": String(amount.amount), "by": day.description])
        let title = Words("款项需要退缴", "Money has to be paid back")
        try tell(payee: order.payee, title, Words("\(order.purpose.words.zh) \(amount.text) 应在 \(day) 前退缴，理由见收款页面。", "\(amount.text) has to be paid back by \(day); the reason is on the page of your payments."), link: Receipt(.payeeAccount, order.payee.rawValue))
        try tell(office: rules.pays, programme: programme.id, title, Words("请跟进 \(amount.text) 的退缴。", "\(amount.text) is to be paid back; please follow it up."), link: Receipt(.repayments))
    }
}

/// The office that pays says that money has come back from a payee.
///
/// Effects: the demand is met on a day; a line of the budget; nothing is reminded of any more; audit records; the payee is told. Nobody does so for their own organisation.
public struct RecordRepayment: Codable, Sendable {
    /// When the money arrived.
    public let repaidOn: Day

    public init(repaidOn: Day) { self.repaidOn = repaidOn }

    public func callAsFunction(_ house: House, _ id: ID<PaymentDemand>, by actor: Actor, once: Once? = nil) async throws -> Receipt {
        let library = house.library
        return try await house.perform(by: actor, once: once) { act in
            let may: SQL = "\(PaymentAccess.payer(actor, library, "o.programme_id")) AND \(PaymentAccess.clean(actor))"
            guard let found = try act.tx.row("SELECT o.id AS id, o.budget_id AS budget_id FROM payment_demands d JOIN payment_orders o ON o.id = d.order_id WHERE d.id = \(id) AND \(may)"),
                let budget = try act.lockBudget(try found("budget_id")) else { throw Refusal.notFound }
            let orderID: ID<PaymentOrder> = try found("id")
            guard let order = try act.lockOrders(where: "o.id = \(orderID)").first,
                let demand = try act.tx.row("SELECT state, amount, demanded_at FROM payment_demands WHERE id = \(id)\(act.dialect.lock)") else { throw Refusal.notFound }
            let state: PaymentDemandState = try demand("state"), amount = Fen(try demand("amount")), asked: Instant = try demand("demanded_at")
            guard state == .demanded else { throw Refusal(.conflict, "demand_met", Words("这笔款项已经退缴", "It was paid back already")) }
            guard repaidOn >= Zone.china.day(of: asked), repaidOn <= act.today else { throw Refusal.invalid([.init("repaidOn", Words("请填写通知退缴之后、不晚于今天的日期", "A day since it was demanded, until today"))]) }
            let changed = try act.tx.run("UPDATE payment_demands SET state = \(PaymentDemandState.repaid), repaid_on = \(repaidOn) WHERE id = \(id) AND state = \(PaymentDemandState.demanded)")
            guard changed == 1 else { throw Casework.changedMeanwhile }
            try act.enter(.clawedBack, amount, in: budget, order: orderID)
            try act.nothingDue([.remindDemand], id.rawValue)
            act.audit("payment", orderID.rawValue, "payment_repaid", from: order.state.rawValue, to: order.state.rawValue, detail: ["demand": id.rawValue, "amount": String(amount.amount), "day": repaidOn.description])
            try act.tell(payee: order.payee, Words("已收到退缴款", "Your repayment has arrived"), Words("\(repaidOn) 收到 \(amount.text)。", "\(amount.text) arrived on \(repaidOn)."), link: Receipt(.payeeAccount, order.payee.rawValue))
            return Receipt(.repayments)
        }
    }
}
