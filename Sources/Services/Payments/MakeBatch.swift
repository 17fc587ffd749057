import Domain
import SQL

/// A handler of the office that pays puts due orders on a batch.
///
/// Effects: the batch, under the next number; its orders are on it, each with its amount and the payee's account as it is now; no payee can change their account meanwhile;
/// whoever checks or signs there is told; audit records. Nobody batches what they approved or examined, nor their own organisation's.
public struct MakeBatch: Codable, Sendable {
    public let orders: [ID<PaymentOrder>]

    public init(orders: [ID<PaymentOrder>]) { self.orders = orders }

    public func callAsFunction(_ house: House, by actor: Actor, once: Once? = nil) async throws -> Receipt {
        let library = house.library, chosen = Array(Set(orders)).sorted()
        guard !chosen.isEmpty else { throw Refusal.invalid([.init("orders", Words("请选择要拨付的款项", "Choose what is to be paid"))]) }
        guard chosen.count <= PaymentLimits.batch else { throw Refusal.invalid([.init("orders", Words("一个批次最多 \(PaymentLimits.batch) 笔", "At most \(PaymentLimits.batch) on one batch"))]) }
        return try await house.perform(by: actor, once: once) { act in
            let tx = act.tx
            guard let first = try tx.row("SELECT o.programme_id AS programme_id FROM payment_orders o WHERE o.id IN (\(list: chosen)) AND \(PaymentAccess.payer(actor, library, "o.programme_id")) ORDER BY o.id LIMIT 1") else { throw Refusal.notFound }
            let programme = try library.programme(try first("programme_id")), rules = try house.paymentRules(programme)
            guard actor.holds(rules.pays, .handler, in: programme.id) else { throw Refusal(.forbidden, "not_handler", Words("拨付批次由经办人员制单", "A handler makes batches")) }
            // One batch at a time gets a number: the first budget of the programme is held.
            _ = try tx.row("SELECT id FROM budgets WHERE programme_id = \(programme.id) ORDER BY id LIMIT 1\(act.dialect.lock)")
            // Payees cannot change their accounts meanwhile.
            _ = try tx.rows("""
                SELECT a.id AS id FROM payee_accounts a WHERE a.ended_at IS NULL AND a.organisation_id IN (SELECT o.payee_id FROM payment_orders o WHERE o.id IN (\(list: chosen))) ORDER BY a.organisation_id\(act.dialect.lock)
                """)
            let orders = try act.lockOrders(where: "o.id IN (\(list: chosen)) AND o.programme_id = \(programme.id)")
            guard orders.count == chosen.count else { throw Refusal.notFound }
            let clean: Int = try tx.value("SELECT COUNT(*) FROM payment_orders o WHERE o.id IN (\(list: chosen)) AND \(PaymentAccess.clean(actor))") ?? 0
            guard clean == orders.count else { throw PaymentRefusal.ownApproval }
            var accounts: [ID<Organisation>: ID<PayeeAccount>] = [:]
            for row in try tx.rows("SELECT organisation_id, id FROM payee_accounts WHERE ended_at IS NULL AND organisation_id IN (\(list: Set(orders.map(\.payee)).sorted()))") { accounts[try row("organisation_id")] = try row("id") }
            let last: Int64 = try tx.value("SELECT MAX(number) FROM payment_batches WHERE programme_id = \(programme.id)") ?? 0
            let id: ID<PaymentBatch> = try act.newID()
            try tx.run("""
                INSERT INTO payment_batches (id, programme_id, number, state, made_by, made_at, changed_at) VALUES (\(id), \(programme.id), \(last + 1), \(PaymentBatchState.drafted), \(actor.account), \(act.now), \(act.now))
                """)
            var total: Int64 = 0
            for (index, order) in orders.sorted(by: { ($0.promisedBy, $0.id) < ($1.promisedBy, $1.id) }).enumerated() {
                guard let account = accounts[order.payee] else {
                    throw Refusal(.conflict, "no_account", Words("有收款单位尚未填写收款账户", "A payee has not given a bank account"), next: Words("请取消选择该笔款项，或请收款单位填写账户", "Leave it out, or ask the payee for it"))
                }
                try act.move(order, .batch, also: ", batch_id = \(id)", detail: ["batch": id.rawValue])
                act.later("INSERT INTO payment_batch_orders (batch_id, n, order_id, amount, account_id) VALUES (\(id), \(index + 1), \(order.id), \(order.amount.amount), \(account))")
                total += order.amount.amount
            }
            act.audit("batch", id.rawValue, "batch_made", to: PaymentBatchState.drafted.rawValue, clause: rules.clause, detail: ["orders": String(orders.count), "total": String(total)], isFirst: true)
            try act.tell(office: rules.pays, [.checker, .signer], programme: programme.id, Words("拨付批次待复核", "A batch waits to be released"), Words("第 \(last + 1) 批，\(orders.count) 笔，共 \(Fen(total).text)。", "Batch \(last + 1): \(orders.count) orders, \(Fen(total).text) in all."),
                link: Receipt(.batch, id.rawValue))
            return Receipt(.batch, id.rawValue)
        }
    }
}

/// A batch as it is kept.
struct StoredBatch: Sendable {
    let id: ID<PaymentBatch>
    let programme: String
    let number: Int
    let state: PaymentBatchState
    let maker: ID<Account>
    let releasedAt: Instant?

    static let columns: SQL = "b.id AS id, b.programme_id AS programme_id, b.number AS number, b.state AS state, b.made_by AS made_by, b.released_at AS released_at"

    init(_ row: Row) throws {
        id = try row("id")
        programme = try row("programme_id")
        number = try row("number")
        state = try row("state")
        maker = try row("made_by")
        releasedAt = try row("released_at")
    }

    var receipt: Receipt { Receipt(.batch, id.rawValue) }
}

extension Act {
    /// Loads a batch of the actor's own office, locked until the end of the transaction.
    /// - Throws: `Refusal.notFound` for everybody else.
    func loadBatch(_ id: ID<PaymentBatch>) throws -> StoredBatch {
        _ = try tx.row("SELECT id FROM payment_batches WHERE id = \(id)\(dialect.lock)")
        guard let row = try tx.row("SELECT \(StoredBatch.columns) FROM payment_batches b WHERE b.id = \(id) AND \(PaymentAccess.payer(actor, house.library, "b.programme_id"))") else { throw Refusal.notFound }
        return try StoredBatch(row)
    }

    /// Effects: the batch's state (compare-and-swap); an audit record.
    func move(_ batch: StoredBatch, _ event: PaymentBatchEvent, also: SQL = .empty, reason: KeptReason? = nil, detail: [String: String] = [:]) throws {
        let after = try batch.state.after(event)
        let changed = try tx.run("UPDATE payment_batches SET state = \(after), changed_at = \(now)\(also) WHERE id = \(batch.id) AND state = \(batch.state)")
        guard changed == 1 else { throw Casework.changedMeanwhile }
        audit("batch", batch.id.rawValue, "batch_\(event.rawValue)", from: batch.state.rawValue, to: after.rawValue, reason: reason, detail: detail)
    }

    /// That the actor had no hand in any order of a batch.
    func mustBeClean(_ batch: StoredBatch) throws {
        let dirty = try tx.row("SELECT o.id AS id FROM payment_batch_orders i JOIN payment_orders o ON o.id = i.order_id WHERE i.batch_id = \(batch.id) AND NOT \(PaymentAccess.clean(actor)) LIMIT 1")
        guard dirty == nil else { throw PaymentRefusal.ownApproval }
    }
}

/// Somebody of the office that pays who checks or signs, and is not the maker, lets a batch go to the bank.
///
/// Effects: the batch is released, and its file for the bank may be taken; its maker is told; an audit record.
public struct ReleaseBatch: Codable, Sendable {
    public init() {}

    public func callAsFunction(_ house: House, _ id: ID<PaymentBatch>, by actor: Actor, once: Once? = nil) async throws -> Receipt {
        try await house.perform(by: actor, once: once) { act in
            let batch = try act.loadBatch(id), rules = try house.paymentRules(try house.library.programme(batch.programme))
            guard actor.holds(rules.pays, .checker, in: batch.programme) || actor.holds(rules.pays, .signer, in: batch.programme) else {
                throw Refusal(.forbidden, "not_checker", Words("批次由复核或签发人员放行", "Whoever checks or signs releases a batch"))
            }
            guard actor.account != batch.maker else { throw Refusal(.forbidden, "own_batch", Words("不能放行自己制单的批次", "Nobody releases a batch of their own"), next: Words("请由另一位复核或签发人员放行", "Another person who checks or signs releases it")) }
            try act.mustBeClean(batch)
            try act.move(batch, .release, also: ", released_by = \(actor.account), released_at = \(act.now)")
            try act.tell(batch.maker, Words("第 \(batch.number) 批已放行", "Batch \(batch.number) was released"), Words("可以下载银行文件；银行有结果后请登记。", "The bank's file is ready; please record what comes of it."), link: batch.receipt)
            return batch.receipt
        }
    }
}

/// A batch that was not released is given up, by its maker or by whoever was to release it.
///
/// Effects: the batch is dropped with its reason; its orders are due again; its maker is told; audit records.
public struct DropBatch: Codable, Sendable {
    public let reason: String

    public init(reason: String) { self.reason = reason }

    public func callAsFunction(_ house: House, _ id: ID<PaymentBatch>, by actor: Actor, once: Once? = nil) async throws -> Receipt {
        let text = try PursuitRules.reason(reason)
        return try await house.perform(by: actor, once: once) { act in
            let batch = try act.loadBatch(id), rules = try house.paymentRules(try house.library.programme(batch.programme))
            if actor.account != batch.maker {
                guard actor.holds(rules.pays, .checker, in: batch.programme) || actor.holds(rules.pays, .signer, in: batch.programme) else {
                    throw Refusal(.forbidden, "not_checker", Words("批次由制单人或者复核、签发人员退回", "Its maker, or somebody who checks or signs, drops a batch"))
                }
                try act.mustBeClean(batch)
            }
            _ = try batch.state.after(.drop)
            let kept = try act.keepReason(text, audience: .office)
            for order in try act.lockOrders(where: "o.batch_id = \(id)") { try act.move(order, .unbatch, also: ", batch_id = NULL", detail: ["batch": id.rawValue]) }
            try act.tx.run("UPDATE payment_batch_orders SET outcome = 'dropped' WHERE batch_id = \(id) AND outcome IS NULL")
            try act.move(batch, .drop, also: ", dropped_by = \(actor.account), reason_id = \(kept.id)", reason: kept)
            if actor.account != batch.maker { try act.tell(batch.maker, Words("第 \(batch.number) 批被退回", "Batch \(batch.number) was dropped"), Words("理由见批次页面；款项已恢复待拨付。", "The reason is on its page; its orders are due again."), link: batch.receipt) }
            return batch.receipt
        }
    }
}
