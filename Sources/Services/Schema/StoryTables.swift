import SQL

extension Schema {
    /// Stories: written by one person, published by another.
    static func stories(_ d: Dialect) -> [SQL] {
        [
            // `agreed_at`: when a writer last said that whoever is named in it agrees. `version` counts changes of text and pictures: what was looked at is what is published.
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
                agreed_at \(d.instant),
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
                CHECK (station_id IS NOT NULL OR office IS NOT NULL),
                CHECK (state <> 'published' OR (published_by IS NOT NULL AND published_at IS NOT NULL AND agreed_at IS NOT NULL))
            )\(d.tableEnd)
            """,
            "CREATE INDEX stories_shown ON stories (programme_id, published_at, id) WHERE state = 'published'",
            "CREATE INDEX stories_station ON stories (station_id, published_at, id) WHERE station_id IS NOT NULL",
            // Two sizes of each picture, both files without metadata; `words` say what is on it.
            """
            CREATE TABLE story_pictures (
                file \(d.text) NOT NULL PRIMARY KEY REFERENCES files (id),
                small \(d.text) NOT NULL REFERENCES files (id),
                story_id \(d.text) NOT NULL REFERENCES stories (id),
                words \(d.text) NOT NULL,
                width \(d.int64) NOT NULL CHECK (width > 0),
                height \(d.int64) NOT NULL CHECK (height > 0),
                created_at \(d.instant) NOT NULL
            )\(d.tableEnd)
            """,
            "CREATE INDEX story_pictures_story ON story_pictures (story_id, created_at, file)",
        ]
    }
}
