import SQL

extension Schema {
    /// The library of policies: each version is a text of its own, and stays.
    static func policies(_ d: Dialect) -> [SQL] {
        [
            """
            CREATE TABLE policies (
                id \(d.text) NOT NULL PRIMARY KEY,
                programme_id \(d.text) NOT NULL,
                code \(d.text) NOT NULL,
                office \(d.text) NOT NULL,
                checked_on \(d.day),
                checked_by \(d.text) REFERENCES accounts (id),
                created_at \(d.instant) NOT NULL,
                UNIQUE (programme_id, code)
            )\(d.tableEnd)
            """,
            // `body` is the text of the version as it was written (YAML); a published one is never changed.
            """
            CREATE TABLE policy_versions (
                policy_id \(d.text) NOT NULL REFERENCES policies (id),
                n \(d.int64) NOT NULL CHECK (n > 0),
                programme_id \(d.text) NOT NULL,
                state \(d.text) NOT NULL CHECK (state IN ('draft', 'published', 'withdrawn')),
                body \(d.text) NOT NULL,
                from_day \(d.day) NOT NULL,
                to_day \(d.day),
                written_by \(d.text) NOT NULL REFERENCES accounts (id),
                written_at \(d.instant) NOT NULL,
                published_by \(d.text) REFERENCES accounts (id),
                published_at \(d.instant),
                withdrawn_at \(d.instant),
                reason_id \(d.text) REFERENCES reasons (id),
                PRIMARY KEY (policy_id, n)
            )\(d.tableEnd)
            """,
            // Everybody who wrote at a version: none of them publishes it.
            """
            CREATE TABLE policy_writers (
                policy_id \(d.text) NOT NULL,
                n \(d.int64) NOT NULL,
                account_id \(d.text) NOT NULL REFERENCES accounts (id),
                written_at \(d.instant) NOT NULL,
                PRIMARY KEY (policy_id, n, account_id),
                FOREIGN KEY (policy_id, n) REFERENCES policy_versions (policy_id, n)
            )\(d.tableEnd)
            """,
            // What an organisation says of itself where policies ask it. Not personal: kept as it is, in JSON.
            """
            CREATE TABLE organisation_facts (
                organisation_id \(d.text) NOT NULL REFERENCES organisations (id),
                fact \(d.text) NOT NULL,
                value \(d.text) NOT NULL,
                stated_by \(d.text) NOT NULL REFERENCES accounts (id),
                stated_at \(d.instant) NOT NULL,
                PRIMARY KEY (organisation_id, fact)
            )\(d.tableEnd)
            """,
            "CREATE INDEX policy_versions_shown ON policy_versions (programme_id, from_day, policy_id, n) WHERE state = 'published'",
        ]
    }
}
