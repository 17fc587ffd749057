import SQL

extension Schema {
    /// Files of jobs that came over the web, from the upload until their import has ended. The id is that of the import which it becomes.
    static func jobUploads(_ d: Dialect) -> [SQL] {
        [
            """
            CREATE TABLE job_uploads (
                id \(d.text) NOT NULL PRIMARY KEY,
                programme_id \(d.text) NOT NULL,
                organisation_id \(d.text) REFERENCES organisations (id),
                by_account \(d.text) NOT NULL REFERENCES accounts (id),
                name \(d.text) NOT NULL,
                file \(d.text) NOT NULL UNIQUE,
                size \(d.int64) NOT NULL CHECK (size > 0),
                sha256 \(d.text) NOT NULL,
                rows \(d.int64) NOT NULL CHECK (rows >= 0),
                mapping \(d.text) NOT NULL,
                begun \(d.bool) NOT NULL,
                created_at \(d.instant) NOT NULL
            )\(d.tableEnd)
            """,
            "CREATE INDEX job_imports_programme ON job_imports (programme_id, begun_at, id)",
            "CREATE INDEX job_imports_running ON job_imports (id) WHERE state = 'running'",
        ]
    }
}
