import SQL

extension Schema {
    /// The annual work plan; figures themselves are counted, never kept.
    static func figures(_ d: Dialect) -> [SQL] {
        [
            // One item of the plan that an office writes for a year. `area` is that of the plan, none for the city's. `measure` is what is counted towards `goal`; an item
            // that nothing counts says in `words` what is to come of it. `version` counts changes of its text.
            """
            CREATE TABLE work_items (
                id \(d.text) NOT NULL PRIMARY KEY,
                programme_id \(d.text) NOT NULL,
                office \(d.text) NOT NULL,
                area \(d.text),
                year \(d.int64) NOT NULL CHECK (year BETWEEN 2000 AND 2100),
                title \(d.text) NOT NULL,
                owner \(d.text) NOT NULL,
                due \(d.day) NOT NULL,
                clause \(d.text) NOT NULL,
                measure \(d.text) CHECK (measure IN ('stations', 'placements', 'events', 'stays', 'nights', 'contacts', 'requests', 'mandates')),
                goal \(d.int64) CHECK (goal > 0),
                words \(d.text) NOT NULL,
                state \(d.text) NOT NULL CHECK (state IN ('open', 'done', 'dropped')),
                version \(d.int64) NOT NULL CHECK (version > 0),
                by_account \(d.text) NOT NULL REFERENCES accounts (id),
                created_at \(d.instant) NOT NULL,
                changed_at \(d.instant) NOT NULL,
                reason_id \(d.text) REFERENCES reasons (id),
                CHECK ((measure IS NULL) = (goal IS NULL)),
                CHECK (measure IS NOT NULL OR words <> ''),
                CHECK (state <> 'dropped' OR reason_id IS NOT NULL)
            )\(d.tableEnd)
            """,
            "CREATE INDEX work_items_plan ON work_items (programme_id, year, due, id)",
            "CREATE INDEX work_items_owner ON work_items (programme_id, owner, due, id) WHERE state = 'open'",
            // What an item's office says of how it goes.
            """
            CREATE TABLE work_notes (
                id \(d.text) NOT NULL PRIMARY KEY,
                item_id \(d.text) NOT NULL REFERENCES work_items (id),
                office \(d.text) NOT NULL,
                body \(d.bytes) NOT NULL,
                by_account \(d.text) NOT NULL REFERENCES accounts (id),
                at \(d.instant) NOT NULL
            )\(d.tableEnd)
            """,
            "CREATE INDEX work_notes_item ON work_notes (item_id, at, id)",
            // What counts towards the target, which everybody may ask for at any time.
            "CREATE INDEX placements_counted ON placements (programme_id, starts_on) WHERE state = 'counted'",
        ]
    }
}
