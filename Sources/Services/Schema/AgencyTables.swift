import SQL

extension Schema {
    /// Mandates to do somebody's papers, and what became of each step.
    static func agency(_ d: Dialect) -> [SQL] { mandates(d) + papers(d) }

    private static func mandates(_ d: Dialect) -> [SQL] {
        [
            // One search for people who are entitled without having applied. `after_account` is how far it has come.
            """
            CREATE TABLE offer_runs (
                id \(d.text) NOT NULL PRIMARY KEY,
                programme_id \(d.text) NOT NULL,
                state \(d.text) NOT NULL CHECK (state IN ('running', 'done')),
                by_account \(d.text) REFERENCES accounts (id),
                on_day \(d.day) NOT NULL,
                after_account \(d.text) NOT NULL,
                people \(d.int64) NOT NULL,
                of_people \(d.int64) NOT NULL,
                policies \(d.int64) NOT NULL,
                entitled \(d.int64) NOT NULL,
                offered \(d.int64) NOT NULL,
                begun_at \(d.instant) NOT NULL,
                ended_at \(d.instant),
                CHECK ((state = 'done') = (ended_at IS NOT NULL))
            )\(d.tableEnd)
            """,
            "CREATE UNIQUE INDEX offer_runs_open ON offer_runs (programme_id) WHERE state = 'running'",
            "CREATE INDEX offer_runs_newest ON offer_runs (programme_id, begun_at, id)",
            // `person` is the key of the document where it is known, or else the account: what is offered once to a person stays so under a new account.
            // `contract` is the text that was signed, in both languages. `amount` is what the office decided, in fen; `computed` what the policy comes to.
            """
            CREATE TABLE mandates (
                id \(d.text) NOT NULL PRIMARY KEY,
                programme_id \(d.text) NOT NULL,
                way \(d.text) NOT NULL CHECK (way IN ('agency', 'offer')),
                state \(d.text) NOT NULL CHECK (state IN ('offered', 'asked', 'signed', 'working', 'handed_in', 'granted', 'refused', 'paid', 'done', 'declined', 'revoked', 'lapsed')),
                account_id \(d.text) NOT NULL REFERENCES talents (account_id),
                person \(d.text) NOT NULL,
                policy_id \(d.text) NOT NULL REFERENCES policies (id),
                version \(d.int64) NOT NULL,
                station_id \(d.text) REFERENCES stations (id),
                agent_id \(d.text) REFERENCES accounts (id),
                run_id \(d.text) REFERENCES offer_runs (id),
                until \(d.day),
                contract \(d.bytes),
                contract_version \(d.text),
                contract_sha256 \(d.text),
                signed_at \(d.instant),
                bank \(d.bytes),
                case_id \(d.text) REFERENCES cases (id),
                computed \(d.fen),
                amount \(d.fen) CHECK (amount > 0),
                reason_id \(d.text) REFERENCES reasons (id),
                handed_in_at \(d.instant),
                decided_at \(d.instant),
                created_at \(d.instant) NOT NULL,
                changed_at \(d.instant) NOT NULL,
                ended_at \(d.instant),
                CHECK (way = 'offer' OR station_id IS NOT NULL),
                CHECK ((state IN ('refused', 'paid', 'done', 'declined', 'revoked', 'lapsed')) = (ended_at IS NOT NULL))
            )\(d.tableEnd)
            """,
            "CREATE UNIQUE INDEX mandates_offered ON mandates (person, policy_id, version) WHERE way = 'offer'",
            "CREATE UNIQUE INDEX mandates_open ON mandates (account_id, policy_id) WHERE ended_at IS NULL AND state <> 'offered'",
            "CREATE UNIQUE INDEX mandates_case ON mandates (case_id) WHERE case_id IS NOT NULL",
            "CREATE INDEX mandates_talent ON mandates (account_id, changed_at, id)",
            "CREATE INDEX mandates_station ON mandates (station_id, changed_at, id) WHERE station_id IS NOT NULL",
            "CREATE INDEX mandates_run ON mandates (run_id) WHERE run_id IS NOT NULL",
            // The kinds of documents of the wallet that the agent may look at; those of other kinds stay closed.
            """
            CREATE TABLE mandate_kinds (
                mandate_id \(d.text) NOT NULL REFERENCES mandates (id),
                kind \(d.text) NOT NULL,
                PRIMARY KEY (mandate_id, kind)
            )\(d.tableEnd)
            """,
        ]
    }

    private static func papers(_ d: Dialect) -> [SQL] {
        [
            // What became of each paper that the policy asks for; none is written while nothing has.
            """
            CREATE TABLE mandate_materials (
                mandate_id \(d.text) NOT NULL REFERENCES mandates (id),
                material \(d.text) NOT NULL,
                state \(d.text) NOT NULL CHECK (state IN ('asked', 'proof', 'file', 'unneeded')),
                proof_id \(d.text),
                file_id \(d.text),
                reason_id \(d.text) REFERENCES reasons (id),
                by_account \(d.text) NOT NULL REFERENCES accounts (id),
                at \(d.instant) NOT NULL,
                PRIMARY KEY (mandate_id, material),
                CHECK ((state = 'proof') = (proof_id IS NOT NULL)),
                CHECK ((state = 'file') = (file_id IS NOT NULL)),
                CHECK ((state = 'unneeded') = (reason_id IS NOT NULL))
            )\(d.tableEnd)
            """,
            "CREATE INDEX mandate_materials_proof ON mandate_materials (proof_id) WHERE proof_id IS NOT NULL",
            "CREATE INDEX mandate_materials_file ON mandate_materials (file_id) WHERE file_id IS NOT NULL",
            """
            CREATE TABLE mandate_steps (
                mandate_id \(d.text) NOT NULL REFERENCES mandates (id),
                step \(d.int64) NOT NULL CHECK (step > 0),
                note \(d.bytes),
                by_account \(d.text) NOT NULL REFERENCES accounts (id),
                at \(d.instant) NOT NULL,
                PRIMARY KEY (mandate_id, step)
            )\(d.tableEnd)
            """,
            """
            CREATE TABLE mandate_messages (
                id \(d.text) NOT NULL PRIMARY KEY,
                mandate_id \(d.text) NOT NULL REFERENCES mandates (id),
                by_account \(d.text) NOT NULL REFERENCES accounts (id),
                side \(d.text) NOT NULL CHECK (side IN ('talent', 'station')),
                material \(d.text),
                body \(d.bytes) NOT NULL,
                at \(d.instant) NOT NULL
            )\(d.tableEnd)
            """,
            "CREATE INDEX mandate_messages_mandate ON mandate_messages (mandate_id, at, id)",
            // What became of the money, newest last. `paid_on` is the day on the bank's paper.
            """
            CREATE TABLE mandate_payments (
                mandate_id \(d.text) NOT NULL REFERENCES mandates (id),
                n \(d.int64) NOT NULL CHECK (n > 0),
                state \(d.text) NOT NULL CHECK (state IN ('payable', 'paid', 'failed', 'returned')),
                amount \(d.fen) NOT NULL CHECK (amount > 0),
                paid_on \(d.day),
                office \(d.text) NOT NULL,
                by_account \(d.text) REFERENCES accounts (id),
                reason_id \(d.text) REFERENCES reasons (id),
                at \(d.instant) NOT NULL,
                PRIMARY KEY (mandate_id, n),
                CHECK ((state = 'paid') = (paid_on IS NOT NULL))
            )\(d.tableEnd)
            """,
        ]
    }
}
