import SQL

extension Schema {
    /// Who vouches for employers, who is barred, and their jobs.
    static func jobs(_ d: Dialect) -> [SQL] {
        [
            // Who acted for an organisation before there were roles could do everything.
            "ALTER TABLE members ADD COLUMN role \(d.text) NOT NULL DEFAULT 'manager' CHECK (role IN ('manager', 'handler'))",
            // A station or an area vouches for an employer, an office verifies it, or bars it until a day: each is a row that says who and when.
            """
            CREATE TABLE employer_standings (
                id \(d.text) NOT NULL PRIMARY KEY,
                programme_id \(d.text) NOT NULL,
                organisation_id \(d.text) NOT NULL REFERENCES organisations (id),
                kind \(d.text) NOT NULL CHECK (kind IN ('vouched', 'verified', 'barred')),
                station_id \(d.text) REFERENCES stations (id),
                office \(d.text),
                by_account \(d.text) NOT NULL REFERENCES accounts (id),
                reason_id \(d.text) REFERENCES reasons (id),
                since \(d.instant) NOT NULL,
                until \(d.day),
                ended_at \(d.instant),
                CHECK ((station_id IS NULL) <> (office IS NULL)),
                CHECK (kind <> 'barred' OR (office IS NOT NULL AND reason_id IS NOT NULL AND until IS NOT NULL))
            )\(d.tableEnd)
            """,
            "CREATE INDEX employer_standings_open ON employer_standings (organisation_id, programme_id) WHERE ended_at IS NULL",
            // A file of postings, and how far it was read. `state` says why it ended.
            """
            CREATE TABLE job_imports (
                id \(d.text) NOT NULL PRIMARY KEY,
                programme_id \(d.text) NOT NULL,
                source \(d.text) NOT NULL,
                name \(d.text) NOT NULL,
                organisation_id \(d.text) REFERENCES organisations (id),
                station_id \(d.text) REFERENCES stations (id),
                by_account \(d.text) REFERENCES accounts (id),
                state \(d.text) NOT NULL CHECK (state IN ('running', 'done', 'failed')),
                rows_read \(d.int64) NOT NULL,
                rows_taken \(d.int64) NOT NULL,
                rows_changed \(d.int64) NOT NULL,
                rows_alike \(d.int64) NOT NULL,
                rows_refused \(d.int64) NOT NULL,
                batches \(d.int64) NOT NULL,
                report \(d.text) NOT NULL,
                begun_at \(d.instant) NOT NULL,
                ended_at \(d.instant)
            )\(d.tableEnd)
            """,
            """
            CREATE TABLE jobs (
                id \(d.text) NOT NULL PRIMARY KEY,
                programme_id \(d.text) NOT NULL,
                organisation_id \(d.text) REFERENCES organisations (id),
                station_id \(d.text) REFERENCES stations (id),
                import_id \(d.text) REFERENCES job_imports (id),
                batch \(d.int64),
                source \(d.text) NOT NULL,
                source_id \(d.text) NOT NULL,
                company \(d.text) NOT NULL,
                title \(d.text) NOT NULL,
                occupation \(d.text),
                industry \(d.text),
                kind \(d.text) NOT NULL CHECK (kind IN ('full_time', 'part_time', 'internship', 'flexible', 'project')),
                division \(d.text),
                address \(d.text) NOT NULL,
                latitude \(d.double),
                longitude \(d.double),
                pay_from \(d.fen) CHECK (pay_from > 0),
                pay_to \(d.fen) CHECK (pay_to >= pay_from),
                pay_per \(d.text) CHECK (pay_per IN ('month', 'day', 'hour')),
                pay_months \(d.int64) CHECK (pay_months BETWEEN 12 AND 36),
                degree \(d.text) CHECK (degree IN ('any', 'senior_secondary', 'college', 'bachelor', 'master', 'doctor')),
                years_from \(d.int64) CHECK (years_from BETWEEN 0 AND 60),
                years_to \(d.int64) CHECK (years_to BETWEEN years_from AND 60),
                skills \(d.text) NOT NULL,
                wanted \(d.int64) CHECK (wanted > 0),
                description \(d.text) NOT NULL,
                musts \(d.text) NOT NULL,
                valid_until \(d.day),
                state \(d.text) NOT NULL CHECK (state IN ('draft', 'open', 'closed', 'removed')),
                fingerprint \(d.text) NOT NULL,
                by_account \(d.text) REFERENCES accounts (id),
                created_at \(d.instant) NOT NULL,
                changed_at \(d.instant) NOT NULL,
                opened_at \(d.instant),
                ended_at \(d.instant),
                CHECK ((latitude IS NULL) = (longitude IS NULL)),
                CHECK ((pay_from IS NULL) = (pay_per IS NULL)),
                CHECK ((import_id IS NULL) = (batch IS NULL))
            )\(d.tableEnd)
            """,
            // A posting is known by its source's own id; the same posting under another id by its fingerprint (employer, title, place, pay, text).
            "CREATE UNIQUE INDEX jobs_source ON jobs (programme_id, source, source_id)",
            "CREATE UNIQUE INDEX jobs_alike ON jobs (programme_id, fingerprint) WHERE state = 'open'",
            "CREATE INDEX jobs_organisation ON jobs (organisation_id, created_at, id) WHERE organisation_id IS NOT NULL",
            "CREATE INDEX jobs_import ON jobs (import_id, batch) WHERE import_id IS NOT NULL",
            "CREATE INDEX jobs_open ON jobs (programme_id, id) WHERE state = 'open'",
        ]
    }

    /// What an office took away is known again by its text.
    static func removedJobs(_ d: Dialect) -> [SQL] { ["CREATE INDEX jobs_removed ON jobs (programme_id, fingerprint) WHERE state = 'removed'"] }

    /// Who stands behind the codes that were shown at a job.
    static func talentCards(_ d: Dialect) -> [SQL] {
        [
            """
            CREATE TABLE talent_cards (
                job_id \(d.text) NOT NULL REFERENCES jobs (id),
                code \(d.text) NOT NULL,
                account_id \(d.text) NOT NULL REFERENCES talents (account_id),
                PRIMARY KEY (job_id, code)
            )\(d.tableEnd)
            """,
            "CREATE INDEX talent_cards_account ON talent_cards (account_id)",
        ]
    }
}
