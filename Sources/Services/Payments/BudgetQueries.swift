import Domain
import SQL

extension House {
    /// Budgets, the newest year first, for who allocates, pays, rewards, evaluates or oversees.
    public func budgets(for actor: Actor) async throws -> BudgetList {
        let library = library, programmes = PaymentAccess.read(by: actor, library)
        guard !programmes.isEmpty else { throw Refusal.notFound }
        return try await read { tx, now in
            BudgetList(
                budgets: try BudgetReader.list(tx, PaymentAccess.reader(actor, library, "b.programme_id")), mayAllocate: !PaymentAccess.allocated(by: actor, library).isEmpty, mayPay: !PaymentAccess.paid(by: actor, library).isEmpty,
                year: Zone.china.day(of: now).year, clause: programmes.first?.payments?.clause)
        }
    }

    /// One ledger, fifty lines of it.
    /// - Parameter below: the last line of the page before.
    public func budget(_ id: ID<Budget>, below: Int? = nil, for actor: Actor, pageSize: Int = 50) async throws -> BudgetView {
        let house = self
        return try await read { tx, _ in
            let may = PaymentAccess.reader(actor, house.library, "b.programme_id")
            guard let summary = try BudgetReader.list(tx, "b.id = \(id) AND \(may)").first, let programme: String = try tx.value("SELECT programme_id FROM budgets WHERE id = \(id)") else { throw Refusal.notFound }
            let limit = below ?? Int.max
            let found = try tx.rows("\(BudgetReader.lines) WHERE l.budget_id = \(id) AND l.seq < \(limit) ORDER BY l.seq DESC LIMIT \(pageSize + 1)").map { try BudgetReader.line($0, tx, house) }
            return BudgetView(
                summary: summary, lines: Array(found.prefix(pageSize)), total: try tx.value("SELECT COUNT(*) FROM budget_lines WHERE budget_id = \(id)") ?? 0, next: found.count > pageSize ? found.prefix(pageSize).last?.seq : nil,
                mayAllocate: PaymentAccess.allocated(by: actor, house.library).contains { $0.id == programme }, clause: try house.library.programme(programme).payments?.clause)
        }
    }

    /// The whole ledger as a spreadsheet, the oldest line first. - Returns: the path of a temporary file.
    public func budgetWorkbook(_ id: ID<Budget>, for actor: Actor) async throws -> String {
        let house = self
        let columns: [(title: String, width: Double)] = [("序号", 8), ("日期", 12), ("事项", 12), ("金额", 18), ("余额", 18), ("驿站", 26), ("文号", 26), ("理由", 40), ("经办人", 12), ("付款编号", 30)]
        return try await read { tx, _ in
            guard try BudgetReader.list(tx, "b.id = \(id) AND \(PaymentAccess.reader(actor, house.library, "b.programme_id"))").first != nil else { throw Refusal.notFound }
            return try house.papers.workbook(sheet: "预算台账", columns: columns) { add in
                try tx.each("\(BudgetReader.lines) WHERE l.budget_id = \(id) ORDER BY l.seq") { row in
                    let line = try BudgetReader.line(row, body: try row("reason_body"), house)
                    try add([
                        .number(Int64(line.seq)), .day(Zone.china.day(of: line.at)), .text(line.kind.words.zh), .money(line.amount), .money(line.balanceAfter), .text(line.stationName ?? ""), .text(line.document ?? ""),
                        .text(line.reason ?? ""), .text(line.by ?? ""), .text(line.order?.rawValue ?? ""),
                    ])
                }
            }
        }
    }
}

enum BudgetReader {
    /// Over `l`.
    static let lines: SQL = """
        SELECT l.seq AS seq, l.kind AS kind, l.amount AS amount, l.balance_after AS balance_after, l.order_id AS order_id, l.document AS document, l.reason_id AS reason_id, l.at AS at,
            a.name AS by_name, s.name AS station_name, r.body AS reason_body
        FROM budget_lines l LEFT JOIN accounts a ON a.id = l.by_account LEFT JOIN payment_orders o ON o.id = l.order_id LEFT JOIN stations s ON s.id = o.station_id LEFT JOIN reasons r ON r.id = l.reason_id
        """

    static func line(_ row: Row, _ tx: any Transaction, _ house: House) throws -> BudgetLineView { try line(row, body: try row("reason_body"), house) }

    static func line(_ row: Row, body: [UInt8]?, _ house: House) throws -> BudgetLineView {
        let reason: ID<Reason>? = try row("reason_id")
        var text: String?
        if let body, let reason { text = try house.secrets.text(body, table: "reasons", column: "body", row: reason.rawValue) }
        return BudgetLineView(
            seq: try row("seq"), kind: try row("kind"), amount: Fen(try row("amount")), balanceAfter: Fen(try row("balance_after")), order: try row("order_id"), stationName: try row("station_name"), document: try row("document"),
            reason: text, by: try row("by_name"), at: try row("at"))
    }

    /// Budgets `b` with what they come to, the newest year first. Each sum is counted where it stands: what was allocated and what is free in the ledger, the rest in the orders.
    static func list(_ tx: any Transaction, _ condition: SQL) throws -> [BudgetSummary] {
        try tx.rows("""
            SELECT b.id AS id, b.year AS year, b.purpose AS purpose,
                (SELECT CAST(COALESCE(SUM(l.amount), 0) AS BIGINT) FROM budget_lines l WHERE l.budget_id = b.id AND l.kind = 'allocated') AS allocated,
                (SELECT l.balance_after FROM budget_lines l WHERE l.budget_id = b.id ORDER BY l.seq DESC LIMIT 1) AS free,
                (SELECT CAST(COALESCE(SUM(o.amount), 0) AS BIGINT) FROM payment_orders o WHERE o.budget_id = b.id AND o.state IN ('due', 'batched', 'failed')) AS promised,
                (SELECT CAST(COALESCE(SUM(o.amount), 0) AS BIGINT) FROM payment_orders o WHERE o.budget_id = b.id AND o.state = 'paid') AS paid,
                (SELECT CAST(COALESCE(SUM(d.amount), 0) AS BIGINT) FROM payment_demands d JOIN payment_orders o ON o.id = d.order_id WHERE o.budget_id = b.id AND d.state = 'repaid') AS repaid,
                (SELECT COUNT(*) FROM payment_orders o WHERE o.budget_id = b.id AND o.state <> 'cancelled') AS orders
            FROM budgets b WHERE \(condition) ORDER BY b.year DESC, b.purpose, b.id
            """).map { row in
            let paid: Int64 = try row("paid"), repaid: Int64 = try row("repaid"), free: Int64? = try row("free")
            return BudgetSummary(
                id: try row("id"), year: try row("year"), purpose: try row("purpose"),
                sums: BudgetSums(allocated: Fen(try row("allocated")), promised: Fen(try row("promised")), paid: Fen(paid - repaid), free: Fen(free ?? 0)), orders: try row("orders"))
        }
    }
}
