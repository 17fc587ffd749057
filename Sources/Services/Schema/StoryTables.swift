import SQL

extension Schema {
    /// Stories: written by one person, published by another.
    static func stories(_ d: Dialect) -> [SQL] {
        [
            """
            CREATE TABLE stories (
                id \(d.text) NOT NULL PRIMARY KEY,
                programme_id \(d.text) NOT NULL,
                kind \(d.text) NOT NULL CHECK (kind IN ('case', 'policy', 'visit', 'advanced')),
                station_id \(d.text) REFERENCES stations (id),
                office \(d.text),
                policy_id \(d.text) REFERENCES policies (id),
                title \(d.text) NOT NULL,
                summary \(d.text) NOT NULL,
                body \(d.text) NOT NULL,
                picture \(d.text),
                state \(d.text) NOT NULL CHECK (state IN ('draft', 'review', 'published', 'withdrawn')),
                version \(d.int64) NOT NULL CHECK (version > 0),
                written_by \(d.text) NOT NULL REFERENCES accounts (id),
                created_at \(d.instant) NOT NULL,
                changed_at \(d.instant) NOT NULL,
                published_by \(d.text) REFERENCES accounts (id),
                published_at \(d.instant),
                withdrawn_at \(d.instant),
                reason_id \(d.text) REFERENCES reasons (id),
                CHECK (published_by IS NULL OR published_by <> written_by),
                CHECK (station_id IS NOT NULL OR office IS NOT NULL)
            )\(d.tableEnd)
            """,
            "CREATE INDEX stories_shown ON stories (programme_id, published_at, id) WHERE state = 'published'",
            "CREATE INDEX stories_station ON stories (station_id, published_at, id) WHERE station_id IS NOT NULL",
        ]
    }
}
