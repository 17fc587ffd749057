import Domain
import SQL

/// The office that pays says what became of orders at the bank: paid on a day, not taken, or given back after they had been paid.
///
/// Effects: the orders are paid, wait for a better account, or are due again; of what came back two lines of the budget: returned, and promised anew. What of it was to be paid back
/// is demanded no more and not paid again (`Act.dropDemands`). The claim behind each follows; the payee is told; once each order of the batch has come to something the batch is done; audit records. Nobody does so for what they approved or examined.
public struct RecordPaymentOutcome: Codable, Sendable {
    public let orders: [ID<PaymentOrder>]
    public let outcome: PaymentOutcome
    /// When it was paid, or came back; today where nothing is said of what the bank did not take.
    public let day: Day?
    /// Why the bank did not take it, or gave it back.
    public let reason: String?

    public init(orders: [ID<PaymentOrder>], outcome: PaymentOutcome, day: Day? = nil, reason: String? = nil) {
        self.orders = orders
        self.outcome = outcome
        self.day = day
        self.reason = reason
    }

    public func callAsFunction(_ house: House, _ id: ID<PaymentBatch>, by actor: Actor, once: Once? = nil) async throws -> Receipt {
        let chosen = Array(Set(orders)).sorted(), text = outcome == .paid ? nil : try PursuitRules.reason(reason)
        guard !chosen.isEmpty, chosen.count <= PaymentLimits.batch else { throw Refusal.invalid([.init("orders", Words("请选择款项", "Choose the payments"))]) }
        return try await house.perform(by: actor, once: once) { act in
            let tx = act.tx
            try act.lockClaims(behind: chosen)
            var budgets: [ID<Budget>: LockedBudget] = [:]
            if outcome == .returned {
                for row in try tx.rows("SELECT DISTINCT o.budget_id AS id FROM payment_orders o WHERE o.id IN (\(list: chosen)) ORDER BY o.budget_id") {
                    let budget: ID<Budget> = try row("id")
                    budgets[budget] = try act.lockBudget(budget)
                }
            }
            let batch = try act.loadBatch(id)
            guard batch.state != .drafted, batch.state != .dropped, let released = batch.releasedAt else { _ = try batch.state.after(.finish); throw Casework.changedMeanwhile }
            try act.mustBeClean(batch)
            let orders = try act.lockOrders(where: "o.id IN (\(list: chosen)) AND o.batch_id = \(id)")
            guard orders.count == chosen.count else { throw Casework.changedMeanwhile }
            let day = day ?? act.today
            guard outcome == .failed || self.day != nil, day >= Zone.china.day(of: released), day <= act.today else { throw Refusal.invalid([.init("day", Words("请填写放行之后、不晚于今天的日期", "A day since the release, until today"))]) }
            let kept = try text.map { try act.keepReason($0, audience: .applicant) }
            for order in orders { try record(act, order, batch, day, kept, budgets[order.budget]) }
            if batch.state == .released, try tx.row("SELECT n FROM payment_batch_orders WHERE batch_id = \(id) AND outcome IS NULL LIMIT 1") == nil { try act.move(batch, .finish) }
            return batch.receipt
        }
    }

    private func record(_ act: Act, _ order: StoredOrder, _ batch: StoredBatch, _ day: Day, _ reason: Act.KeptReason?, _ budget: LockedBudget?) throws {
        let detail = ["batch": batch.id.rawValue, "day": day.description], words: (Words, Words)
        var isOver = false
        switch outcome {
        case .paid:
            try act.move(order, .pay, also: ", paid_on = \(day)", detail: detail)
            words = (Words("款项已拨付", "You were paid"), Words("\(day) 拨付\(order.purpose.words.zh) \(order.amount.text)，请查收。", "\(order.amount.text) were paid on \(day)."))
        case .failed:
            try act.move(order, .fail, reason: reason, detail: detail)
            words = (Words("拨付未成功，请核对收款账户", "The payment failed; please look at your bank account"), Words("\(order.purpose.words.zh) \(order.amount.text)：理由见收款页面，更正账户后重新拨付。", "The reason is on the page of your payments; once the account is right it is paid."))
        case .returned:
            guard let budget else { throw Casework.changedMeanwhile }
            try act.move(order, .bounce, also: ", batch_id = NULL, paid_on = NULL", reason: reason, detail: detail)
            // It is owed as before: what came back is promised again at once, and nobody else can have it.
            try act.enter(.returned, order.amount, in: budget, order: order.id, reason: reason)
            try act.enter(.promised, Fen(-order.amount.amount), in: budget, order: order.id)
            isOver = try act.dropDemands(of: order, in: budget) == order.amount
            words = isOver
                ? (Words("款项已由银行退回，无需退缴", "The money came back by the bank; nothing is to be paid back"), Words("\(order.purpose.words.zh) \(order.amount.text) 不再拨付。", "It will not be paid again."))
                : (Words("款项被银行退回，请核对收款账户", "The money came back; please look at your bank account"), Words("\(order.purpose.words.zh) \(order.amount.text)：理由见收款页面。", "The reason is on the page of your payments."))
        }
        let condition: SQL = outcome == .returned ? "outcome = 'paid'" : "outcome IS NULL"
        let changed = try act.tx.run("UPDATE payment_batch_orders SET outcome = \(outcome), on_day = \(day), reason_id = \(reason?.id) WHERE batch_id = \(batch.id) AND order_id = \(order.id) AND \(condition)")
        guard changed == 1 else { throw Casework.changedMeanwhile }
        if let claim = order.claim {
            if isOver { try act.lapseClaimPart(claim) } else { try act.settleClaimPayment(claim, isPaid: outcome == .paid) }
        }
        try act.tell(payee: order.payee, words.0, words.1, link: Receipt(.payeeAccount, order.payee.rawValue))
    }
}

/// The office that pays tries an order once more that the bank did not take, though the account was right.
///
/// Effects: the order is due again; an audit record.
public struct RetryPayment: Codable, Sendable {
    public let reason: String

    public init(reason: String) { self.reason = reason }

    public func callAsFunction(_ house: House, _ id: ID<PaymentOrder>, by actor: Actor, once: Once? = nil) async throws -> Receipt {
        let text = try PursuitRules.reason(reason), library = house.library
        return try await house.perform(by: actor, once: once) { act in
            guard let order = try act.lockOrders(where: "o.id = \(id) AND \(PaymentAccess.payer(actor, library, "o.programme_id"))").first else { throw Refusal.notFound }
            _ = try order.state.after(.retry)
            guard try act.tx.row("SELECT o.id AS id FROM payment_orders o WHERE o.id = \(id) AND \(PaymentAccess.clean(actor))") != nil else { throw PaymentRefusal.ownApproval }
            try act.move(order, .retry, also: ", batch_id = NULL", reason: try act.keepReason(text, audience: .office))
            return Receipt(.batches)
        }
    }
}

/// The day has come by which an order was promised, and it is not paid. Harmless when repeated.
///
/// Effects: a message to the office that pays; an audit record.
struct RemindPayment {
    func callAsFunction(_ house: House, _ id: ID<PaymentOrder>, at: Instant?) async throws {
        _ = try await house.perform(by: .system, once: nil, at: at) { act in
            let receipt = Receipt(.batches)
            guard let order = try act.lockOrders(where: "o.id = \(id)").first, PaymentOrderState.open.contains(order.state), let rules = try house.library.programme(order.programme).payments,
                try act.tx.row("SELECT number FROM audit_records WHERE kind = 'payment' AND subject = \(id) AND verb = 'reminded' LIMIT 1") == nil else { return receipt }
            try act.tell(office: rules.pays, programme: order.programme, Words("今天到期：\(order.amount.text) 尚未拨付", "Due today: \(order.amount.text) is not paid"), Words("\(order.purpose.words.zh)承诺于 \(order.promisedBy) 前拨付，现为“\(order.state.words.zh)”。", "It was promised by \(order.promisedBy)."), link: receipt)
            act.audit("payment", id.rawValue, "reminded", from: order.state.rawValue, to: order.state.rawValue, clause: rules.clause)
            return receipt
        }
    }
}

/// The day has come by which money was to be paid back, and it is not; or weeks after it. Harmless when repeated.
///
/// Effects: messages to the payee and to the office that pays; the next reminder a month later, twelve in all; an audit record.
struct RemindDemand {
    private static let most = 12

    func callAsFunction(_ house: House, _ id: ID<PaymentDemand>, at: Instant?) async throws {
        _ = try await house.perform(by: .system, once: nil, at: at) { act in
            let receipt = Receipt(.repayments)
            guard let order = try act.lockOrders(where: "o.id IN (SELECT d.order_id FROM payment_demands d WHERE d.id = \(id))").first,
                let row = try act.tx.row("SELECT amount, due_by FROM payment_demands WHERE id = \(id) AND state = \(PaymentDemandState.demanded)\(act.dialect.lock)"), let rules = try house.library.programme(order.programme).payments else { return receipt }
            let amount = Fen(try row("amount")), day: Day = try row("due_by"), detail = ["demand": id.rawValue, "day": act.today.description]
            guard try act.tx.row("SELECT number FROM audit_records WHERE kind = 'payment' AND subject = \(order.id) AND verb = 'demand_reminded' AND detail = \(try Stored.json(detail))") == nil else { return receipt }
            let title = Words("到期未退缴：\(amount.text)", "\(amount.text) was to be paid back"), body = Words("应于 \(day) 前退缴，请尽快办理。", "It was to be paid back by \(day).")
            try act.tell(payee: order.payee, title, body, link: Receipt(.payeeAccount, order.payee.rawValue))
            try act.tell(office: rules.pays, programme: order.programme, title, body, link: receipt)
            act.audit("payment", order.id.rawValue, "demand_reminded", from: order.state.rawValue, to: order.state.rawValue, clause: rules.clause, detail: detail)
            let next = act.today.adding(30)
            if next <= day.adding(30 * Self.most) { act.due(.remindDemand, id.rawValue, at: Zone.china.instant(next, hour: 9)) }
            return receipt
        }
    }
}
