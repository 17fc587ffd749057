import SQL

extension Schema {
    /// What people say against jobs, and the cases that look at it.
    static func jobReports(_ d: Dialect) -> [SQL] {
        [
            // Several people may report one job while one case looks at it. The text is the reporter's own, and sealed.
            """
            CREATE TABLE job_reports (
                id \(d.text) NOT NULL PRIMARY KEY,
                job_id \(d.text) NOT NULL REFERENCES jobs (id),
                case_id \(d.text) NOT NULL REFERENCES cases (id),
                account_id \(d.text) NOT NULL REFERENCES accounts (id),
                kind \(d.text) NOT NULL CHECK (kind IN ('money', 'false', 'discriminating', 'other')),
                body \(d.bytes) NOT NULL,
                at \(d.instant) NOT NULL,
                ended_at \(d.instant)
            )\(d.tableEnd)
            """,
            "CREATE UNIQUE INDEX job_reports_once ON job_reports (job_id, account_id) WHERE ended_at IS NULL",
            "CREATE INDEX job_reports_case ON job_reports (case_id)",
        ]
    }
}
