import SQL

extension Schema {
    /// The directories of platforms, projects and funds, which the responsible office keeps up to date.
    static func finds(_ d: Dialect) -> [SQL] {
        [
            """
            CREATE TABLE directory_entries (
                id \(d.text) NOT NULL PRIMARY KEY,
                programme_id \(d.text) NOT NULL,
                lane \(d.text) NOT NULL CHECK (lane IN ('platforms', 'projects', 'funds')),
                name \(d.text) NOT NULL,
                summary \(d.text) NOT NULL,
                field \(d.text),
                area \(d.text),
                address \(d.text) NOT NULL,
                latitude \(d.double),
                longitude \(d.double),
                url \(d.text) NOT NULL,
                contact \(d.text) NOT NULL,
                details \(d.text) NOT NULL,
                organisation_id \(d.text) REFERENCES organisations (id),
                office \(d.text) NOT NULL,
                checked_on \(d.day) NOT NULL,
                checked_by \(d.text) NOT NULL REFERENCES accounts (id),
                version \(d.int64) NOT NULL CHECK (version > 0),
                created_at \(d.instant) NOT NULL,
                changed_at \(d.instant) NOT NULL,
                withdrawn_at \(d.instant)
            )\(d.tableEnd)
            """,
            "CREATE INDEX directory_entries_lane ON directory_entries (programme_id, lane, name, id) WHERE withdrawn_at IS NULL",
            // A file of entries that an office brought; its rows go once they are taken or dropped, the report stays.
            """
            CREATE TABLE directory_imports (
                id \(d.text) NOT NULL PRIMARY KEY,
                programme_id \(d.text) NOT NULL,
                lane \(d.text) NOT NULL CHECK (lane IN ('platforms', 'projects', 'funds')),
                office \(d.text) NOT NULL,
                by_account \(d.text) NOT NULL REFERENCES accounts (id),
                name \(d.text) NOT NULL,
                state \(d.text) NOT NULL CHECK (state IN ('waiting', 'done', 'dropped')),
                body \(d.bytes),
                report \(d.text),
                created_at \(d.instant) NOT NULL,
                ended_at \(d.instant)
            )\(d.tableEnd)
            """,
            "CREATE INDEX directory_imports_office ON directory_imports (programme_id, office, id)",
        ]
    }
}
