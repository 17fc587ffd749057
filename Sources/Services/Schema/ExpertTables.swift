import SQL

extension Schema {
    /// The pool of experts, declared conflicts, assignments, and scores that stay sealed until they are revealed together.
    static func experts(_ d: Dialect) -> [SQL] { pool(d) + scores(d) }

    private static func pool(_ d: Dialect) -> [SQL] {
        [
            // Name and employer are sealed; the mobile number is the account's. `organisation_id`: the employer, where it is registered.
            """
            CREATE TABLE experts (
                id \(d.text) NOT NULL PRIMARY KEY,
                programme_id \(d.text) NOT NULL,
                account_id \(d.text) NOT NULL REFERENCES accounts (id),
                name \(d.bytes) NOT NULL,
                employer \(d.bytes) NOT NULL,
                organisation_id \(d.text) REFERENCES organisations (id),
                fields \(d.text) NOT NULL,
                paused_at \(d.instant),
                by_account \(d.text) NOT NULL REFERENCES accounts (id),
                added_at \(d.instant) NOT NULL,
                UNIQUE (programme_id, account_id)
            )\(d.tableEnd)
            """,
            "CREATE INDEX experts_account ON experts (account_id)",
            // The expert group of a period. Order and choice follow from the seed (hex), which is public to the offices.
            """
            CREATE TABLE expert_panels (
                period_id \(d.text) NOT NULL PRIMARY KEY REFERENCES evaluation_periods (id),
                seed \(d.text) NOT NULL,
                state \(d.text) NOT NULL CHECK (state IN ('assigned', 'revealed', 'settled')),
                by_account \(d.text) NOT NULL REFERENCES accounts (id),
                assigned_at \(d.instant) NOT NULL,
                revealed_at \(d.instant),
                settled_at \(d.instant),
                reason_id \(d.text) REFERENCES reasons (id),
                CHECK ((state = 'assigned') = (revealed_at IS NULL)),
                CHECK ((state = 'settled') = (settled_at IS NOT NULL))
            )\(d.tableEnd)
            """,
            // One expert gets a station once in a period, whatever came of it. `left_out`: released, and nobody is drawn instead.
            """
            CREATE TABLE expert_tasks (
                id \(d.text) NOT NULL PRIMARY KEY,
                period_id \(d.text) NOT NULL REFERENCES expert_panels (period_id),
                station_id \(d.text) NOT NULL REFERENCES stations (id),
                expert_id \(d.text) NOT NULL REFERENCES experts (id),
                state \(d.text) NOT NULL CHECK (state IN ('assigned', 'declared', 'drafted', 'handed_in', 'revealed', 'recused', 'released')),
                n \(d.int64) NOT NULL CHECK (n > 0),
                left_out \(d.bool) NOT NULL,
                digest \(d.text),
                reason_id \(d.text) REFERENCES reasons (id),
                assigned_at \(d.instant) NOT NULL,
                handed_in_at \(d.instant),
                changed_at \(d.instant) NOT NULL,
                UNIQUE (period_id, station_id, expert_id),
                UNIQUE (period_id, station_id, n),
                CHECK ((state IN ('handed_in', 'revealed')) = (handed_in_at IS NOT NULL))
            )\(d.tableEnd)
            """,
            "CREATE INDEX expert_tasks_expert ON expert_tasks (expert_id, period_id, id)",
            // `fact`: the id of the record that says so; of a declared one the reason stands aside.
            """
            CREATE TABLE expert_conflicts (
                period_id \(d.text) NOT NULL REFERENCES expert_panels (period_id),
                expert_id \(d.text) NOT NULL REFERENCES experts (id),
                station_id \(d.text) NOT NULL REFERENCES stations (id),
                kind \(d.text) NOT NULL,
                source \(d.text) NOT NULL CHECK (source IN ('found', 'declared')),
                fact \(d.text) NOT NULL,
                reason_id \(d.text) REFERENCES reasons (id),
                at \(d.instant) NOT NULL,
                PRIMARY KEY (period_id, expert_id, station_id, kind)
            )\(d.tableEnd)
            """,
            "CREATE INDEX expert_conflicts_pair ON expert_conflicts (expert_id, station_id)",
        ]
    }

    private static func scores(_ d: Dialect) -> [SQL] {
        [
            // Score and grounds are sealed in one value. `round` 1 is the blind one, 2 what its expert made of it after the reveal; both are kept.
            """
            CREATE TABLE expert_scores (
                task_id \(d.text) NOT NULL REFERENCES expert_tasks (id),
                indicator \(d.text) NOT NULL,
                round \(d.int64) NOT NULL CHECK (round IN (1, 2)),
                body \(d.bytes) NOT NULL,
                salt \(d.bytes) NOT NULL,
                digest \(d.text) NOT NULL,
                at \(d.instant) NOT NULL,
                PRIMARY KEY (task_id, indicator, round)
            )\(d.tableEnd)
            """,
            // Scores that stood far from the median when they were revealed. Thousandths of a point.
            """
            CREATE TABLE expert_flags (
                task_id \(d.text) NOT NULL REFERENCES expert_tasks (id),
                indicator \(d.text) NOT NULL,
                median \(d.int64) NOT NULL,
                distance \(d.int64) NOT NULL,
                PRIMARY KEY (task_id, indicator)
            )\(d.tableEnd)
            """,
            """
            CREATE TABLE expert_results (
                period_id \(d.text) NOT NULL REFERENCES expert_panels (period_id),
                station_id \(d.text) NOT NULL REFERENCES stations (id),
                indicator \(d.text) NOT NULL,
                points \(d.int64) NOT NULL CHECK (points BETWEEN 0 AND 100000),
                PRIMARY KEY (period_id, station_id, indicator)
            )\(d.tableEnd)
            """,
            """
            CREATE TABLE expert_messages (
                id \(d.text) NOT NULL PRIMARY KEY,
                period_id \(d.text) NOT NULL REFERENCES expert_panels (period_id),
                station_id \(d.text) NOT NULL REFERENCES stations (id),
                task_id \(d.text) REFERENCES expert_tasks (id),
                by_account \(d.text) NOT NULL REFERENCES accounts (id),
                body \(d.bytes) NOT NULL,
                n \(d.int64) NOT NULL CHECK (n > 0),
                at \(d.instant) NOT NULL,
                UNIQUE (period_id, station_id, n)
            )\(d.tableEnd)
            """,
        ]
    }
}
