import Domain
import SQL

/// A payment order as it is kept.
struct StoredOrder: Sendable {
    let id: ID<PaymentOrder>
    let programme: String
    let budget: ID<Budget>
    let purpose: PaymentPurpose
    let thing: String
    let subject: String
    let part: Int
    let station: ID<Station>
    let payee: ID<Organisation>
    let amount: Fen
    let state: PaymentOrderState
    let batch: ID<PaymentBatch>?
    let approvedOn: Day
    let promisedBy: Day

    /// Over `o`.
    static let columns: SQL = """
        o.id AS id, o.programme_id AS programme_id, o.budget_id AS budget_id, o.purpose AS purpose, o.thing AS thing, o.subject AS subject, o.part AS part, o.station_id AS station_id,
        o.payee_id AS payee_id, o.amount AS amount, o.state AS state, o.batch_id AS batch_id, o.approved_on AS approved_on, o.promised_by AS promised_by
        """

    init(_ row: Row) throws {
        id = try row("id")
        programme = try row("programme_id")
        budget = try row("budget_id")
        purpose = try row("purpose")
        thing = try row("thing")
        subject = try row("subject")
        part = try row("part")
        station = try row("station_id")
        payee = try row("payee_id")
        amount = Fen(try row("amount"))
        state = try row("state")
        batch = try row("batch_id")
        approvedOn = try row("approved_on")
        promisedBy = try row("promised_by")
    }

    /// The claim that it pays, where it is one.
    var claim: ID<RewardClaim>? { thing == Receipt.Thing.claim.rawValue ? ID(rawValue: subject) : nil }
}

extension Act {
    /// Orders that `condition` over `o` names, locked, in the order of their ids.
    func lockOrders(where condition: SQL) throws -> [StoredOrder] {
        _ = try tx.rows("SELECT o.id AS id FROM payment_orders o WHERE \(condition) ORDER BY o.id\(dialect.lock)")
        return try tx.rows("SELECT \(StoredOrder.columns) FROM payment_orders o WHERE \(condition) ORDER BY o.id").map(StoredOrder.init)
    }

    /// The cases and claims behind orders, locked before any money is, as whoever decides on claims locks them.
    func lockClaims(behind orders: [ID<PaymentOrder>]) throws {
        let claims: SQL = "SELECT p.claim_id FROM reward_parts p JOIN payment_orders o ON o.subject = p.id WHERE o.thing = \(Receipt.Thing.claim.rawValue) AND o.id IN (\(list: orders))"
        _ = try tx.rows("SELECT x.id AS id FROM cases x WHERE x.id IN (SELECT c.case_id FROM reward_claims c WHERE c.id IN (\(claims))) ORDER BY x.id\(dialect.lock)")
        _ = try tx.rows("SELECT c.id AS id FROM reward_claims c WHERE c.id IN (\(claims)) ORDER BY c.id\(dialect.lock)")
    }

    /// One step of an order.
    ///
    /// Effects: the state (compare-and-swap); what was to be reminded of is not, once it is paid or cancelled; an audit record.
    /// - Parameter also: further columns, beginning with a comma.
    @discardableResult
    func move(_ order: StoredOrder, _ event: PaymentOrderEvent, also: SQL = .empty, reason: KeptReason? = nil, detail: [String: String] = [:]) throws -> PaymentOrderState {
        let after = try order.state.after(event)
        let changed = try tx.run("UPDATE payment_orders SET state = \(after), changed_at = \(now)\(also) WHERE id = \(order.id) AND state = \(order.state)")
        guard changed == 1 else { throw Casework.changedMeanwhile }
        if after == .paid || after == .cancelled { try nothingDue([.remindPayment], order.id.rawValue) }
        audit("payment", order.id.rawValue, "payment_\(event.rawValue)", from: order.state.rawValue, to: after.rawValue, reason: reason, detail: detail)
        return after
    }

    /// Everybody who acts for an organisation.
    func tell(payee: ID<Organisation>, _ title: Words, _ body: Words, link: Receipt) throws {
        let people = try tx.rows("SELECT account_id FROM members WHERE organisation_id = \(payee) ORDER BY account_id").map { try $0("account_id") as ID<Account> }
        try tell(people, title, body, link: link)
    }
}

/// Shown words of a reason that was kept; nil where there is none.
enum PaymentReason {
    static func text(_ tx: any Transaction, _ house: House, _ id: ID<Reason>?) throws -> String? {
        guard let id, let row = try tx.row("SELECT body FROM reasons WHERE id = \(id)") else { return nil }
        return try house.secrets.text(try row("body"), table: "reasons", column: "body", row: id.rawValue)
    }
}
