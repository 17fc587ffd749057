import Domain
import SQL

extension PaymentPurpose: Bindable {}
extension PaymentOrderState: Bindable {}
extension PaymentBatchState: Bindable {}
extension PaymentOutcome: Bindable {}
extension PaymentDemandState: Bindable {}
extension BudgetLineKind: Bindable {}

/// A budget whose row this transaction holds: nobody else writes a line of it meanwhile.
struct LockedBudget: Sendable {
    let id: ID<Budget>
    let programme: String
    let year: Int
    let purpose: PaymentPurpose
}

extension Act {
    /// - Returns: nil where there is none.
    func lockBudget(_ id: ID<Budget>) throws -> LockedBudget? { try lockBudget(where: "id = \(id)") }

    func lockBudget(_ programme: String, _ year: Int, _ purpose: PaymentPurpose) throws -> LockedBudget? {
        try lockBudget(where: "programme_id = \(programme) AND year = \(year) AND purpose = \(purpose)")
    }

    private func lockBudget(where condition: SQL) throws -> LockedBudget? {
        guard let row = try tx.row("SELECT id, programme_id, year, purpose FROM budgets WHERE \(condition)\(dialect.lock)") else { return nil }
        return LockedBudget(id: try row("id"), programme: try row("programme_id"), year: try row("year"), purpose: try row("purpose"))
    }

    /// What is neither promised nor paid, as the last line says.
    func free(_ budget: LockedBudget) throws -> Fen { try lastLine(budget).balance }

    private func lastLine(_ budget: LockedBudget) throws -> (seq: Int64, balance: Fen) {
        guard let row = try tx.row("SELECT seq, balance_after FROM budget_lines WHERE budget_id = \(budget.id) ORDER BY seq DESC LIMIT 1") else { return (0, Fen(0)) }
        return (try row("seq"), Fen(try row("balance_after")))
    }

    /// The next line of a ledger. The budget's row is locked, so that the last line is the last line.
    ///
    /// Effects: the line; an audit record.
    /// - Parameter amount: in fen; money that leaves what is free is negative.
    /// - Throws: `budget_short` where the budget does not have it, `budget_most` beyond what a ledger can hold.
    @discardableResult
    func enter(_ kind: BudgetLineKind, _ amount: Fen, in budget: LockedBudget, order: ID<PaymentOrder>? = nil, document: String? = nil, reason: KeptReason? = nil, clause: Clause? = nil, isFirst: Bool = false)
        throws -> Fen
    {
        let last = try lastLine(budget)
        let (balance, overflow) = last.balance.amount.addingReportingOverflow(amount.amount)
        guard !overflow, balance <= PaymentLimits.most else { throw PaymentRefusal.most }
        guard balance >= 0 else { throw PaymentRefusal.short(free: last.balance, wanted: Fen(amount.amount.magnitude > UInt64(Int64.max) ? Int64.max : Int64(amount.amount.magnitude))) }
        try tx.run("""
            INSERT INTO budget_lines (budget_id, seq, kind, amount, balance_after, order_id, document, reason_id, by_account, at)
            VALUES (\(budget.id), \(last.seq + 1), \(kind), \(amount.amount), \(balance), \(order), \(document), \(reason?.id), \(actorName), \(now))
            """)
        var detail = ["seq": String(last.seq + 1), "amount": String(amount.amount), "balance": String(balance)]
        if let order { detail["order"] = order.rawValue }
        if let document { detail["document"] = document }
        audit("budget", budget.id.rawValue, "budget_\(kind.rawValue)", reason: reason, clause: clause, detail: detail, isFirst: isFirst)
        return Fen(balance)
    }
}

enum PaymentRefusal {
    static let noPayments = Refusal(.conflict, "no_payments", Words("本方案未规定资金拨付", "The programme says nothing of payments"))
    static let most = Refusal(.invalid, "budget_most", Words("金额超出上限（10 亿元）", "More than a budget can hold (a thousand million yuan)"))
    static let ownApproval = Refusal(.forbidden, "own_approval", Words("其中有您审核或批准过的款项，应由他人拨付", "You had a hand in approving one of these; somebody else pays it"), next: Words("请由本部门未经手的同事办理", "Ask a colleague who had no part in it"))

    static let noApprover = Refusal(.conflict, "no_approver", Words("没有批准人，不能拨付", "Nobody approved it; it cannot be paid"), next: Words("请由有权的人员批准", "Somebody who may approves it"))

    static func short(free: Fen, wanted: Fen) -> Refusal {
        Refusal(.conflict, "budget_short", Words("预算不足：可用 \(free.text)，需要 \(wanted.text)", "The budget does not have it: \(free.text) is free, \(wanted.text) is wanted"), clause: Clause("三(二)"),
            next: Words("请财政部门追加预算后再办理", "Finance may allocate more"))
    }

    static func noBudget(_ year: Int, _ purpose: PaymentPurpose) -> Refusal {
        Refusal(.conflict, "no_budget", Words("\(year) 年没有“\(purpose.words.zh)”预算", "There is no budget of \(year) for \(purpose.words.en.lowercased())"), clause: Clause("三(二)"), next: Words("请财政部门先设立预算", "Finance opens one first"))
    }
}

/// Who may do what with money.
enum PaymentAccess {
    /// Programmes whose money the actor allocates.
    static func allocated(by actor: Actor, _ library: Library) -> [Programme] {
        library.programmes.filter { programme in programme.payments.map { actor.holds($0.allocates, in: programme.id) } ?? false }
    }

    /// Programmes whose money the actor's office pays.
    static func paid(by actor: Actor, _ library: Library) -> [Programme] {
        library.programmes.filter { programme in programme.payments.map { actor.holds($0.pays, in: programme.id) } ?? false }
    }

    /// Programmes whose ledgers somebody of a city office reads: who allocates, pays, rewards, evaluates or oversees.
    static func read(by actor: Actor, _ library: Library) -> [Programme] {
        let powers: Set<Programme.Power> = [.allocate, .pay, .reward, .evaluate, .oversee]
        return library.programmes.filter { programme in
            programme.payments != nil && actor.posts.contains { post in
                guard post.programme == programme.id, let office = programme.office(post.office) else { return false }
                return office.area == nil && !office.powers.isDisjoint(with: powers)
            }
        }
    }

    /// That the actor's office pays orders of `o`, over `table`: a batch, an order.
    static func payer(_ actor: Actor, _ library: Library, _ column: SQL) -> SQL { "\(column) IN (\(list: paid(by: actor, library).map(\.id)))" }

    static func reader(_ actor: Actor, _ library: Library, _ column: SQL) -> SQL { "\(column) IN (\(list: read(by: actor, library).map(\.id)))" }

    /// That the actor had no hand in the approval of the order `o`, and has no part in its payee.
    static func clean(_ actor: Actor) -> SQL {
        """
        (o.approved_by <> \(actor.account) AND NOT EXISTS (SELECT 1 FROM payment_hands h WHERE h.order_id = o.id AND h.account_id = \(actor.account))
            AND o.payee_id NOT IN (SELECT x.organisation_id FROM members x WHERE x.account_id = \(actor.account)))
        """
    }
}

extension House {
    /// The rules of a programme that pays.
    func paymentRules(_ programme: Programme) throws -> PaymentRules {
        guard let rules = programme.payments else { throw PaymentRefusal.noPayments }
        return rules
    }
}
