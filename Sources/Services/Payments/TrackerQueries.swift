import Domain
import SQL

extension House {
    /// Payments as everybody sees them: against the promise, without names of people.
    public func paymentTracker(_ filter: TrackerFilter = TrackerFilter(), pageSize: Int = 50) async throws -> TrackerView {
        let house = self
        return try await read { tx, now in
            let today = Zone.china.day(of: now), rules = house.library.programmes.lazy.compactMap(\.payments).first
            let (scope, wanted) = Self.tracked(filter, today), late = Self.late(today)
            var budgets: SQL = "1 = 1"
            if let year = filter.year { budgets += " AND b.year = \(year)" }
            if let purpose = filter.purpose { budgets += " AND b.purpose = \(purpose)" }
            var page = wanted
            if let after = filter.after, let day: Day = try tx.value("SELECT approved_on FROM payment_orders WHERE id = \(after)") { page += " AND (o.approved_on < \(day) OR (o.approved_on = \(day) AND o.id < \(after)))" }
            let found = try tx.rows("""
                SELECT \(StoredOrder.columns), o.paid_on AS paid_on, s.name AS station_name FROM payment_orders o JOIN stations s ON s.id = o.station_id
                WHERE \(page) ORDER BY o.approved_on DESC, o.id DESC LIMIT \(pageSize + 1)
                """).map { row in try tracked(row, house, today) }
            return TrackerView(
                filter: filter, payments: Array(found.prefix(pageSize)), total: try tx.value("SELECT COUNT(*) FROM payment_orders o WHERE \(wanted)") ?? 0, next: found.count > pageSize ? found.prefix(pageSize).last?.id : nil,
                budgets: try BudgetReader.list(tx, budgets), years: try tx.rows("SELECT DISTINCT year FROM budgets ORDER BY year DESC").map { try $0("year") },
                counts: .init(
                    paid: try tx.value("SELECT COUNT(*) FROM payment_orders o WHERE \(scope) AND o.state = 'paid'") ?? 0,
                    paidInTime: try tx.value("SELECT COUNT(*) FROM payment_orders o WHERE \(scope) AND o.state = 'paid' AND o.paid_on <= o.promised_by") ?? 0,
                    waiting: try tx.value("SELECT COUNT(*) FROM payment_orders o WHERE \(scope) AND o.state IN ('due', 'batched', 'failed')") ?? 0,
                    late: try tx.value("SELECT COUNT(*) FROM payment_orders o WHERE \(scope) AND \(late)") ?? 0),
                payWithin: rules?.payWithin, clause: rules?.clause)
        }
    }

    /// The same payments as a spreadsheet, row by row. - Returns: the path of a temporary file.
    public func paymentTrackerWorkbook(_ filter: TrackerFilter) async throws -> String {
        let house = self
        let columns: [(title: String, width: Double)] = [
            ("付款编号", 30), ("驿站", 30), ("用途", 16), ("金额", 16), ("批准日期", 12), ("承诺拨付", 12), ("状态", 12), ("拨付日期", 12), ("工作日", 10), ("是否超期", 10),
        ]
        return try await read { tx, now in
            let today = Zone.china.day(of: now), (_, wanted) = Self.tracked(filter, today)
            return try house.papers.workbook(sheet: "拨付进度", columns: columns) { add in
                try tx.each("""
                    SELECT \(StoredOrder.columns), o.paid_on AS paid_on, s.name AS station_name FROM payment_orders o JOIN stations s ON s.id = o.station_id WHERE \(wanted) ORDER BY o.approved_on, o.id
                    """) { row in
                    let payment = try tracked(row, house, today)
                    try add([
                        .text(payment.id.rawValue), .text(payment.stationName), .text(payment.purpose.words.zh), .money(payment.amount), .day(payment.approvedOn), .day(payment.promisedBy), .text(payment.state.words.zh),
                        payment.paidOn.map { .day($0) } ?? .empty, .number(Int64(payment.waiting)), .text(payment.isLate ? "是" : "否"),
                    ])
                }
            }
        }
    }

    /// Paid later than promised, or not paid though the day is over.
    private static func late(_ today: Day) -> SQL { "o.state <> 'cancelled' AND COALESCE(o.paid_on, \(today)) > o.promised_by" }

    /// Orders `o` of the filter's year and purpose, and those of them that are wanted.
    private static func tracked(_ filter: TrackerFilter, _ today: Day) -> (scope: SQL, wanted: SQL) {
        var scope: SQL = "1 = 1"
        if let year = filter.year { scope += " AND o.budget_id IN (SELECT y.id FROM budgets y WHERE y.year = \(year))" }
        if let purpose = filter.purpose { scope += " AND o.purpose = \(purpose)" }
        switch filter.which {
        case .waiting: return (scope, "\(scope) AND o.state IN ('due', 'batched', 'failed')")
        case .late: return (scope, "\(scope) AND \(late(today))")
        case .paid: return (scope, "\(scope) AND o.state = 'paid'")
        case .cancelled: return (scope, "\(scope) AND o.state = 'cancelled'")
        case nil: return (scope, scope)
        }
    }

    private func tracked(_ row: Row, _ house: House, _ today: Day) throws -> TrackedPayment {
        let order = try StoredOrder(row), paid: Day? = try row("paid_on"), until = paid ?? today
        let calendar = try house.library.calendar(try house.library.programme(order.programme).calendar)
        return TrackedPayment(
            id: order.id, purpose: order.purpose, station: order.station, stationName: try row("station_name"), amount: order.amount, state: order.state, approvedOn: order.approvedOn, promisedBy: order.promisedBy, paidOn: paid,
            waiting: order.state == .cancelled ? 0 : calendar.count(after: order.approvedOn, through: until), isLate: order.state != .cancelled && until > order.promisedBy)
    }

    /// Where the money of one's own organisations goes, and what became of each payment.
    public func payeeAccounts(for actor: Actor) async throws -> PayeeView {
        guard !actor.organisations.isEmpty else { throw Refusal.notFound }
        let house = self
        return try await read { tx, now in
            let today = Zone.china.day(of: now)
            return PayeeView(organisations: try tx.rows("""
                SELECT g.id AS id, g.name AS name, a.id AS account_id, a.bank AS bank, a.number AS number, a.set_at AS set_at, m.role AS role,
                    EXISTS (SELECT 1 FROM payment_orders o WHERE o.payee_id = g.id AND o.state = 'batched') AS is_frozen
                FROM organisations g JOIN members m ON m.organisation_id = g.id AND m.account_id = \(actor.account) LEFT JOIN payee_accounts a ON a.organisation_id = g.id AND a.ended_at IS NULL
                WHERE g.id IN (\(list: actor.organisations.sorted())) ORDER BY g.name, g.id
                """).map { row in
                let id: ID<Organisation> = try row("id"), known: ID<PayeeAccount>? = try row("account_id"), role: MemberRole = try row("role"), isFrozen: Bool = try row("is_frozen")
                let account = known == nil ? nil : try PayeeAccounts.read(row, house.secrets)
                return PayeeView.Own(
                    id: id, name: try row("name"), account: account.map { PayeeAccounts.masked($0.number) }, bank: account?.bank, since: try row("set_at"), isFrozen: isFrozen, mayKeep: role == .manager && !isFrozen,
                    payments: try payments(tx, house, id), demands: try PaymentReader.demands(tx, house, "o.payee_id = \(id)", for: actor, today: today, limit: 50))
            })
        }
    }

    private func payments(_ tx: any Transaction, _ house: House, _ payee: ID<Organisation>) throws -> [PayeeView.OwnPayment] {
        try tx.rows("""
            SELECT \(StoredOrder.columns), o.paid_on AS paid_on, s.name AS station_name,
                (SELECT i.reason_id FROM payment_batch_orders i WHERE i.order_id = o.id AND i.reason_id IS NOT NULL ORDER BY i.batch_id DESC, i.n DESC LIMIT 1) AS bank_reason,
                (SELECT l.reason_id FROM budget_lines l WHERE l.order_id = o.id AND l.budget_id = o.budget_id AND l.kind = 'released' ORDER BY l.seq DESC LIMIT 1) AS cancel_reason
            FROM payment_orders o JOIN stations s ON s.id = o.station_id WHERE o.payee_id = \(payee) ORDER BY o.approved_on DESC, o.id DESC LIMIT 100
            """).map { row in
            let order = try StoredOrder(row), bank: ID<Reason>? = try row("bank_reason"), cancel: ID<Reason>? = try row("cancel_reason")
            let reason: ID<Reason>? = switch order.state {
            case .due, .failed: bank ?? cancel
            case .cancelled: cancel
            case .batched, .paid: nil
            }
            return PayeeView.OwnPayment(
                id: order.id, purpose: order.purpose, stationName: try row("station_name"), amount: order.amount, state: order.state, approvedOn: order.approvedOn, promisedBy: order.promisedBy, paidOn: try row("paid_on"),
                reason: try PaymentReason.text(tx, house, reason))
        }
    }
}
