import SQL

extension Schema {
    /// Budgets as ledgers that cannot be overspent, payment orders, payees' bank accounts, batches, and what has to come back.
    static func payments(_ d: Dialect) -> [SQL] { budgets(d) + orders(d) + batches(d) }

    private static func budgets(_ d: Dialect) -> [SQL] {
        [
            // The money of one year for one purpose. What is free stands in the ledger's last line; the lines say how it came about.
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
            // Append only; the next line is computed under the budget's lock. Money that leaves what is free is negative. A second line under one number is refused here.
            """
            CREATE TABLE budget_lines (
                budget_id \(d.text) NOT NULL REFERENCES budgets (id),
                seq \(d.int64) NOT NULL CHECK (seq > 0),
                kind \(d.text) NOT NULL CHECK (kind IN ('allocated', 'promised', 'released', 'returned', 'clawed_back')),
                amount \(d.fen) NOT NULL CHECK (amount <> 0),
                balance_after \(d.fen) NOT NULL CHECK (balance_after >= 0),
                order_id \(d.text),
                document \(d.text),
                reason_id \(d.text) REFERENCES reasons (id),
                by_account \(d.text) NOT NULL,
                at \(d.instant) NOT NULL,
                PRIMARY KEY (budget_id, seq),
                CHECK (seq > 1 OR balance_after = amount),
                CHECK (kind = 'allocated' OR (kind = 'promised') = (amount < 0)),
                CHECK ((kind = 'allocated') = (document IS NOT NULL)),
                CHECK ((kind = 'allocated') = (order_id IS NULL))
            )\(d.tableEnd)
            """,
        ]
    }

    private static func orders(_ d: Dialect) -> [SQL] {
        [
            // Where an organisation's money goes; one version is current, older ones stay. `number_index`: whether two payees share an account.
            """
            CREATE TABLE payee_accounts (
                id \(d.text) NOT NULL PRIMARY KEY,
                organisation_id \(d.text) NOT NULL REFERENCES organisations (id),
                bank \(d.bytes) NOT NULL,
                number \(d.bytes) NOT NULL,
                number_index \(d.bytes) NOT NULL,
                set_by \(d.text) NOT NULL REFERENCES accounts (id),
                set_at \(d.instant) NOT NULL,
                ended_at \(d.instant)
            )\(d.tableEnd)
            """,
            "CREATE UNIQUE INDEX payee_accounts_current ON payee_accounts (organisation_id) WHERE ended_at IS NULL",
            "CREATE INDEX payee_accounts_number ON payee_accounts (number_index)",
            """
            CREATE TABLE payment_batches (
                id \(d.text) NOT NULL PRIMARY KEY,
                programme_id \(d.text) NOT NULL,
                number \(d.int64) NOT NULL CHECK (number > 0),
                state \(d.text) NOT NULL CHECK (state IN ('drafted', 'released', 'done', 'dropped')),
                made_by \(d.text) NOT NULL REFERENCES accounts (id),
                made_at \(d.instant) NOT NULL,
                released_by \(d.text) REFERENCES accounts (id),
                released_at \(d.instant),
                dropped_by \(d.text) REFERENCES accounts (id),
                reason_id \(d.text) REFERENCES reasons (id),
                changed_at \(d.instant) NOT NULL,
                UNIQUE (programme_id, number),
                CHECK (released_by IS NULL OR released_by <> made_by),
                CHECK ((state IN ('released', 'done')) = (released_by IS NOT NULL))
            )\(d.tableEnd)
            """,
            "CREATE INDEX payment_batches_list ON payment_batches (programme_id, made_at, id)",
            // One amount owed to one payee. `thing` and `subject` name what it is for: a `Receipt` of a claim, and `part` which of its payments.
            """
            CREATE TABLE payment_orders (
                id \(d.text) NOT NULL PRIMARY KEY,
                programme_id \(d.text) NOT NULL,
                budget_id \(d.text) NOT NULL REFERENCES budgets (id),
                purpose \(d.text) NOT NULL CHECK (purpose IN ('agency_reward', 'event_grant')),
                thing \(d.text) NOT NULL,
                subject \(d.text) NOT NULL,
                part \(d.int64) NOT NULL CHECK (part > 0),
                station_id \(d.text) NOT NULL REFERENCES stations (id),
                payee_id \(d.text) NOT NULL REFERENCES organisations (id),
                amount \(d.fen) NOT NULL CHECK (amount > 0),
                state \(d.text) NOT NULL CHECK (state IN ('due', 'batched', 'paid', 'failed', 'cancelled')),
                batch_id \(d.text) REFERENCES payment_batches (id),
                approved_by \(d.text) NOT NULL REFERENCES accounts (id),
                approved_on \(d.day) NOT NULL,
                promised_by \(d.day) NOT NULL,
                paid_on \(d.day),
                changed_at \(d.instant) NOT NULL,
                UNIQUE (thing, subject, part),
                CHECK ((state = 'paid') = (paid_on IS NOT NULL)),
                CHECK ((state IN ('batched', 'paid', 'failed')) = (batch_id IS NOT NULL))
            )\(d.tableEnd)
            """,
            "CREATE INDEX payment_orders_state ON payment_orders (programme_id, state, promised_by, id)",
            "CREATE INDEX payment_orders_payee ON payment_orders (payee_id, approved_on, id)",
            "CREATE INDEX payment_orders_budget ON payment_orders (budget_id, state)",
            "CREATE INDEX payment_orders_newest ON payment_orders (approved_on, id)",
            // Whoever had a hand in the approval: they neither batch nor pay it.
            """
            CREATE TABLE payment_hands (
                order_id \(d.text) NOT NULL REFERENCES payment_orders (id),
                account_id \(d.text) NOT NULL REFERENCES accounts (id),
                PRIMARY KEY (order_id, account_id)
            )\(d.tableEnd)
            """,
        ]
    }

    private static func batches(_ d: Dialect) -> [SQL] {
        [
            // An order on a batch, with the amount and the account that go into the bank's file; then what became of it there.
            """
            CREATE TABLE payment_batch_orders (
                batch_id \(d.text) NOT NULL REFERENCES payment_batches (id),
                n \(d.int64) NOT NULL CHECK (n > 0),
                order_id \(d.text) NOT NULL REFERENCES payment_orders (id),
                amount \(d.fen) NOT NULL CHECK (amount > 0),
                account_id \(d.text) NOT NULL REFERENCES payee_accounts (id),
                outcome \(d.text) CHECK (outcome IN ('paid', 'failed', 'returned', 'dropped')),
                on_day \(d.day),
                reason_id \(d.text) REFERENCES reasons (id),
                PRIMARY KEY (batch_id, n),
                UNIQUE (batch_id, order_id)
            )\(d.tableEnd)
            """,
            "CREATE UNIQUE INDEX payment_batch_orders_live ON payment_batch_orders (order_id) WHERE outcome IS NULL",
            """
            CREATE TABLE payment_demands (
                id \(d.text) NOT NULL PRIMARY KEY,
                order_id \(d.text) NOT NULL REFERENCES payment_orders (id),
                amount \(d.fen) NOT NULL CHECK (amount > 0),
                state \(d.text) NOT NULL CHECK (state IN ('demanded', 'repaid')),
                reason_id \(d.text) NOT NULL REFERENCES reasons (id),
                demanded_at \(d.instant) NOT NULL,
                due_by \(d.day) NOT NULL,
                repaid_on \(d.day),
                CHECK ((state = 'repaid') = (repaid_on IS NOT NULL))
            )\(d.tableEnd)
            """,
            "CREATE INDEX payment_demands_order ON payment_demands (order_id)",
            "CREATE INDEX payment_demands_open ON payment_demands (state, due_by, id)",
        ]
    }
}
