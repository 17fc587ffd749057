import Domain
import SQL

extension House {
    /// What is due, what failed, and the batches, for the office that pays.
    public func batches(after: ID<PaymentBatch>? = nil, for actor: Actor, pageSize: Int = 50) async throws -> BatchList {
        let house = self, programmes = PaymentAccess.paid(by: actor, library)
        guard let rules = programmes.first?.payments else { throw Refusal.notFound }
        return try await read { tx, now in
            let today = Zone.china.day(of: now), own = PaymentAccess.payer(actor, house.library, "o.programme_id"), mine = PaymentAccess.payer(actor, house.library, "b.programme_id")
            let due = try PaymentReader.orders(tx, house, "\(own) AND o.state = 'due'", for: actor, today: today, limit: 100)
            let sum = try tx.row("SELECT COUNT(*) AS n, CAST(COALESCE(SUM(o.amount), 0) AS BIGINT) AS total FROM payment_orders o WHERE \(own) AND o.state = 'due'")
            var page: SQL = mine
            if let after, let last: Int = try tx.value("SELECT b.number FROM payment_batches b WHERE b.id = \(after) AND \(mine)") { page += " AND (b.number < \(last) OR (b.number = \(last) AND b.id < \(after)))" }
            let found = try tx.rows("\(PaymentReader.batches) WHERE \(page) ORDER BY b.number DESC, b.id DESC LIMIT \(pageSize + 1)").map(PaymentReader.batch)
            return BatchList(
                due: due, dueCount: try sum?("n") ?? 0, dueTotal: Fen(try sum?("total") ?? 0), failed: try PaymentReader.orders(tx, house, "\(own) AND o.state = 'failed'", for: actor, today: today, limit: 50),
                batches: Array(found.prefix(pageSize)), total: try tx.value("SELECT COUNT(*) FROM payment_batches b WHERE \(mine)") ?? 0, next: found.count > pageSize ? found.prefix(pageSize).last?.id : nil,
                mayMake: programmes.contains { programme in programme.payments.map { actor.holds($0.pays, .handler, in: programme.id) } ?? false },
                demands: try tx.value("SELECT COUNT(*) FROM payment_demands d JOIN payment_orders o ON o.id = d.order_id WHERE \(own) AND d.state = 'demanded'") ?? 0, clause: rules.clause)
        }
    }

    public func batch(_ id: ID<PaymentBatch>, for actor: Actor) async throws -> BatchView {
        let house = self
        return try await read { tx, now in
            guard let row = try tx.row("\(PaymentReader.batches) WHERE b.id = \(id) AND \(PaymentAccess.payer(actor, house.library, "b.programme_id"))") else { throw Refusal.notFound }
            let summary = try PaymentReader.batch(row), programme = try house.library.programme(try row("programme_id")), rules = try house.paymentRules(programme)
            let isClean = try tx.row("SELECT o.id AS id FROM payment_batch_orders i JOIN payment_orders o ON o.id = i.order_id WHERE i.batch_id = \(id) AND NOT \(PaymentAccess.clean(actor)) LIMIT 1") == nil
            let maker: ID<Account> = try row("made_by"), isMaker = maker == actor.account
            let signs = actor.holds(rules.pays, .checker, in: programme.id) || actor.holds(rules.pays, .signer, in: programme.id)
            return BatchView(
                summary: summary, lines: try PaymentReader.lines(tx, house, id), reason: try PaymentReason.text(tx, house, try row("reason_id")), mayRelease: summary.state == .drafted && signs && !isMaker && isClean,
                mayDrop: summary.state == .drafted && (isMaker || (signs && isClean)), mayRecord: isClean && (summary.state == .released || summary.state == .done),
                isOwn: isMaker || !isClean, today: Zone.china.day(of: now), clause: rules.clause)
        }
    }

    /// The bank's file of a released batch, with whole account numbers; each time it is taken stands in the trail.
    ///
    /// Effects: an audit record.
    /// - Returns: the path of a temporary file, and the batch's number.
    public func bankFile(_ id: ID<PaymentBatch>, for actor: Actor) async throws -> (path: String, number: Int) {
        let house = self
        _ = try await perform(by: actor, once: nil) { act in
            let batch = try act.loadBatch(id)
            guard batch.state != .drafted, batch.state != .dropped else { _ = try batch.state.after(.finish); throw Casework.changedMeanwhile }
            try act.mustBeClean(batch)
            act.audit("batch", id.rawValue, "bank_file_taken", from: batch.state.rawValue, to: batch.state.rawValue)
            return batch.receipt
        }
        let columns: [(title: String, width: Double)] = [("序号", 8), ("收款单位", 32), ("开户行", 32), ("账号", 28), ("金额", 18), ("用途", 30)]
        return try await read { tx, _ in
            guard let number: Int = try tx.value("SELECT b.number FROM payment_batches b WHERE b.id = \(id) AND \(PaymentAccess.payer(actor, house.library, "b.programme_id"))") else { throw Refusal.notFound }
            let path = try house.papers.workbook(sheet: "拨付批次", columns: columns) { add in
                try tx.each("\(PaymentReader.batchLines) WHERE i.batch_id = \(id) ORDER BY i.n") { row in
                    let account = try PayeeAccounts.read(row, house.secrets), purpose: PaymentPurpose = try row("purpose")
                    try add([.number(try row("n")), .text(try row("payee_name")), .text(account.bank), .text(account.number), .money(Fen(try row("amount"))), .text("\(purpose.words.zh)（\(try row("station_name") as String)）")])
                }
            }
            return (path, number)
        }
    }

    /// Money that has to come back, what is open first, for the office that pays.
    public func demands(after: ID<PaymentDemand>? = nil, for actor: Actor, pageSize: Int = 50) async throws -> DemandList {
        let house = self
        guard !PaymentAccess.paid(by: actor, library).isEmpty else { throw Refusal.notFound }
        return try await read { tx, now in
            let today = Zone.china.day(of: now), own = PaymentAccess.payer(actor, house.library, "o.programme_id")
            var page: SQL = own
            if let after, let last = try tx.row("SELECT d.state AS state, d.due_by AS due_by FROM payment_demands d JOIN payment_orders o ON o.id = d.order_id WHERE d.id = \(after) AND \(own)") {
                let state: PaymentDemandState = try last("state"), day: Day = try last("due_by")
                page += " AND (d.state > \(state) OR (d.state = \(state) AND (d.due_by > \(day) OR (d.due_by = \(day) AND d.id > \(after)))))"
            }
            let found = try PaymentReader.demands(tx, house, page, for: actor, today: today, limit: pageSize + 1)
            return DemandList(
                demands: Array(found.prefix(pageSize)), total: try tx.value("SELECT COUNT(*) FROM payment_demands d JOIN payment_orders o ON o.id = d.order_id WHERE \(own)") ?? 0,
                next: found.count > pageSize ? found.prefix(pageSize).last?.id : nil, today: today)
        }
    }
}

enum PaymentReader {
    static let batches: SQL = """
        SELECT b.id AS id, b.number AS number, b.programme_id AS programme_id, b.state AS state, b.made_by AS made_by, b.made_at AS made_at, b.released_at AS released_at, b.reason_id AS reason_id,
            m.name AS maker_name, r.name AS releaser_name, (SELECT COUNT(*) FROM payment_batch_orders i WHERE i.batch_id = b.id) AS orders,
            (SELECT CAST(COALESCE(SUM(i.amount), 0) AS BIGINT) FROM payment_batch_orders i WHERE i.batch_id = b.id) AS total
        FROM payment_batches b JOIN accounts m ON m.id = b.made_by LEFT JOIN accounts r ON r.id = b.released_by
        """

    static func batch(_ row: Row) throws -> BatchSummary {
        BatchSummary(
            id: try row("id"), number: try row("number"), state: try row("state"), orders: try row("orders"), total: Fen(try row("total")), maker: try row("maker_name"), madeAt: try row("made_at"), releaser: try row("releaser_name"),
            releasedAt: try row("released_at"))
    }

    /// That another organisation has, or had, the account `a`.
    private static let shared: SQL = "EXISTS (SELECT 1 FROM payee_accounts z WHERE z.number_index = a.number_index AND z.organisation_id <> a.organisation_id)"

    static let batchLines: SQL = """
        SELECT i.n AS n, i.order_id AS order_id, i.amount AS amount, i.outcome AS outcome, i.on_day AS on_day, i.reason_id AS reason_id, o.purpose AS purpose, o.state AS state, o.batch_id AS batch_id, i.batch_id AS own_batch,
            s.name AS station_name, g.name AS payee_name, a.id AS account_id, a.bank AS bank, a.number AS number, \(shared) AS is_shared
        FROM payment_batch_orders i JOIN payment_orders o ON o.id = i.order_id JOIN stations s ON s.id = o.station_id JOIN organisations g ON g.id = o.payee_id JOIN payee_accounts a ON a.id = i.account_id
        """

    static func lines(_ tx: any Transaction, _ house: House, _ batch: ID<PaymentBatch>) throws -> [BatchLine] {
        try tx.rows("\(batchLines) WHERE i.batch_id = \(batch) ORDER BY i.n").map { row in
            let outcome: String? = try row("outcome"), state: PaymentOrderState = try row("state"), now: ID<PaymentBatch>? = try row("batch_id")
            return BatchLine(
                n: try row("n"), order: try row("order_id"), purpose: try row("purpose"), stationName: try row("station_name"), payeeName: try row("payee_name"), amount: Fen(try row("amount")),
                account: PayeeAccounts.masked(try PayeeAccounts.read(row, house.secrets).number), isShared: try row("is_shared"), outcome: outcome.flatMap(PaymentOutcome.init(rawValue:)), day: try row("on_day"),
                reason: try PaymentReason.text(tx, house, try row("reason_id")), mayReturn: outcome == PaymentOutcome.paid.rawValue && state == .paid && now == batch)
        }
    }

    /// Orders `o`, the oldest promise first.
    static func orders(_ tx: any Transaction, _ house: House, _ condition: SQL, for actor: Actor, today: Day, limit: Int) throws -> [OrderView] {
        try tx.rows("""
            SELECT \(StoredOrder.columns), s.name AS station_name, g.name AS payee_name, p.name AS approver_name, a.id AS account_id, a.bank AS bank, a.number AS number, \(shared) AS is_shared,
                \(PaymentAccess.clean(actor)) AS is_clean,
                (SELECT i.reason_id FROM payment_batch_orders i WHERE i.order_id = o.id AND i.batch_id = o.batch_id) AS reason_id
            FROM payment_orders o JOIN stations s ON s.id = o.station_id JOIN organisations g ON g.id = o.payee_id JOIN accounts p ON p.id = o.approved_by
                LEFT JOIN payee_accounts a ON a.organisation_id = o.payee_id AND a.ended_at IS NULL
            WHERE \(condition) ORDER BY o.promised_by, o.id LIMIT \(limit)
            """).map { row in
            let order = try StoredOrder(row), programme = try house.library.programme(order.programme), known: ID<PayeeAccount>? = try row("account_id"), isClean: Bool = try row("is_clean")
            let account = known == nil ? nil : PayeeAccounts.masked(try PayeeAccounts.read(row, house.secrets).number)
            return OrderView(
                id: order.id, purpose: order.purpose, part: order.part, thing: Receipt(Receipt.Thing(rawValue: order.thing) ?? .home, order.subject), stationName: try row("station_name"), payeeName: try row("payee_name"),
                amount: order.amount, state: order.state, approvedOn: order.approvedOn, approvedBy: try row("approver_name"), promisedBy: order.promisedBy,
                waiting: try house.library.calendar(programme.calendar).count(after: order.approvedOn, through: today), isLate: today > order.promisedBy, account: account, isShared: try row("is_shared"),
                mayTake: account != nil && isClean, reason: try PaymentReason.text(tx, house, try row("reason_id")))
        }
    }

    static func demands(_ tx: any Transaction, _ house: House, _ condition: SQL, for actor: Actor, today: Day, limit: Int) throws -> [DemandView] {
        try tx.rows("""
            SELECT d.id AS id, d.amount AS amount, d.state AS state, d.demanded_at AS demanded_at, d.due_by AS due_by, d.repaid_on AS repaid_on, d.reason_id AS reason_id, o.purpose AS purpose, o.programme_id AS programme_id,
                s.name AS station_name, g.name AS payee_name, \(PaymentAccess.clean(actor)) AS is_clean
            FROM payment_demands d JOIN payment_orders o ON o.id = d.order_id JOIN stations s ON s.id = o.station_id JOIN organisations g ON g.id = o.payee_id
            WHERE \(condition) ORDER BY d.state, d.due_by, d.id LIMIT \(limit)
            """).map { row in
            let state: PaymentDemandState = try row("state"), due: Day = try row("due_by"), programme: String = try row("programme_id"), isClean: Bool = try row("is_clean"), repaid: Day? = try row("repaid_on")
            return DemandView(
                id: try row("id"), payeeName: try row("payee_name"), stationName: try row("station_name"), purpose: try row("purpose"), amount: Fen(try row("amount")), state: state, demandedAt: try row("demanded_at"), dueBy: due,
                repaidOn: repaid, isLate: (repaid ?? today) > due, reason: try PaymentReason.text(tx, house, try row("reason_id")),
                mayRecord: state == .demanded && isClean && PaymentAccess.paid(by: actor, house.library).contains { $0.id == programme })
        }
    }
}
