import SQL

extension Schema {
    /// Budgets as ledgers that cannot be overspent, payment orders, and batches.
    static func payments(_ d: Dialect) -> [SQL] {
        [
            // The money of one year for one purpose. `balance` is what is neither promised nor paid; the ledger's lines say how it came about.
            """
            CREATE TABLE budgets (
                id \(d.text) NOT NULL PRIMARY KEY,
                programme_id \(d.text) NOT NULL,
                year \(d.int64) NOT NULL CHECK (year BETWEEN 2000 AND 2200),
                purpose \(d.text) NOT NULL CHECK (purpose IN ('agency_reward', 'event_grant')),
                opened_at \(d.instant) NOT NULL,
                UNIQUE (programme_id, year, purpose)
            )\(d.tableEnd)
            """,
            // Append only; the next line is computed under the ledger's lock.
            """
            CREATE TABLE budget_lines (
                budget_id \(d.text) NOT NULL REFERENCES budgets (id),
                seq \(d.int64) NOT NULL CHECK (seq > 0),
                kind \(d.text) NOT NULL CHECK (kind IN ('allocated', 'promised', 'released', 'returned', 'clawed_back')),
                amount \(d.fen) NOT NULL,
                balance_after \(d.fen) NOT NULL CHECK (balance_after >= 0),
                order_id \(d.text),
                by_account \(d.text) NOT NULL,
                at \(d.instant) NOT NULL,
                PRIMARY KEY (budget_id, seq)
            )\(d.tableEnd)
            """,
            // One amount owed to one payee. `thing` and `subject` name what it is for: a `Receipt` of a claim.
            """
            CREATE TABLE payment_orders (
                id \(d.text) NOT NULL PRIMARY KEY,
                programme_id \(d.text) NOT NULL,
                budget_id \(d.text) NOT NULL REFERENCES budgets (id),
                purpose \(d.text) NOT NULL CHECK (purpose IN ('agency_reward', 'event_grant')),
                thing \(d.text) NOT NULL,
                subject \(d.text) NOT NULL,
                station_id \(d.text) NOT NULL REFERENCES stations (id),
                payee_id \(d.text) NOT NULL REFERENCES organisations (id),
                amount \(d.fen) NOT NULL CHECK (amount > 0),
                state \(d.text) NOT NULL CHECK (state IN ('due', 'batched', 'paid', 'failed', 'cancelled')),
                batch_id \(d.text),
                approved_by \(d.text) NOT NULL REFERENCES accounts (id),
                approved_on \(d.day) NOT NULL,
                promised_by \(d.day) NOT NULL,
                paid_on \(d.day),
                changed_at \(d.instant) NOT NULL,
                UNIQUE (thing, subject),
                CHECK ((state = 'paid') = (paid_on IS NOT NULL))
            )\(d.tableEnd)
            """,
            "CREATE INDEX payment_orders_state ON payment_orders (programme_id, state, promised_by, id)",
            "CREATE INDEX payment_orders_payee ON payment_orders (payee_id, approved_on, id)",
        ]
    }
}
