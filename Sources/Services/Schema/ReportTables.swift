import SQL

extension Schema {
    /// Stations' regular reports, their own rules with versions, attendance, and safety checks.
    static func reports(_ d: Dialect) -> [SQL] {
        [
            // One of each station and month. `handed_in_on`: the day of the first handing in, by which it was in time; `again_by`: until when one that was given back comes again.
            """
            CREATE TABLE reports (
                id \(d.text) NOT NULL PRIMARY KEY,
                programme_id \(d.text) NOT NULL,
                station_id \(d.text) NOT NULL REFERENCES stations (id),
                month \(d.text) NOT NULL,
                state \(d.text) NOT NULL CHECK (state IN ('draft', 'handed_in', 'returned', 'accepted')),
                version \(d.int64) NOT NULL,
                due_on \(d.day) NOT NULL,
                opened_at \(d.instant) NOT NULL,
                changed_at \(d.instant) NOT NULL,
                handed_in_on \(d.day),
                handed_in_at \(d.instant),
                again_by \(d.day),
                decided_at \(d.instant),
                differences \(d.int64) NOT NULL,
                reason_id \(d.text) REFERENCES reasons (id),
                UNIQUE (station_id, month),
                CHECK (state = 'draft' OR handed_in_on IS NOT NULL),
                CHECK ((handed_in_on IS NULL) = (handed_in_at IS NULL)),
                CHECK ((state = 'returned') = (again_by IS NOT NULL))
            )\(d.tableEnd)
            """,
            "CREATE INDEX reports_month ON reports (programme_id, month, station_id)",
            // `recorded` as it was when the report was handed in; `stated` only where the station says another figure.
            """
            CREATE TABLE report_figures (
                report_id \(d.text) NOT NULL REFERENCES reports (id),
                counted \(d.text) NOT NULL,
                recorded \(d.int64) CHECK (recorded >= 0),
                stated \(d.int64) CHECK (stated >= 0),
                explanation \(d.bytes),
                PRIMARY KEY (report_id, counted)
            )\(d.tableEnd)
            """,
            """
            CREATE TABLE report_answers (
                report_id \(d.text) NOT NULL REFERENCES reports (id),
                question \(d.text) NOT NULL,
                body \(d.bytes) NOT NULL,
                PRIMARY KEY (report_id, question)
            )\(d.tableEnd)
            """,
            """
            CREATE TABLE report_files (
                report_id \(d.text) NOT NULL REFERENCES reports (id),
                file_id \(d.text) NOT NULL REFERENCES files (id),
                at \(d.instant) NOT NULL,
                PRIMARY KEY (report_id, file_id)
            )\(d.tableEnd)
            """,
            // Versions of a station's own rules; never changed. The first may be a file of the application.
            """
            CREATE TABLE station_rules (
                id \(d.text) NOT NULL PRIMARY KEY,
                station_id \(d.text) NOT NULL REFERENCES stations (id),
                topic \(d.text) NOT NULL CHECK (topic IN ('attendance', 'expenses', 'events', 'safety')),
                version \(d.int64) NOT NULL CHECK (version > 0),
                from_day \(d.day) NOT NULL,
                by_account \(d.text) NOT NULL REFERENCES accounts (id),
                at \(d.instant) NOT NULL,
                UNIQUE (station_id, topic, version)
            )\(d.tableEnd)
            """,
            """
            CREATE TABLE station_rule_files (
                rule_id \(d.text) NOT NULL REFERENCES station_rules (id),
                file_id \(d.text) NOT NULL REFERENCES files (id),
                PRIMARY KEY (rule_id, file_id)
            )\(d.tableEnd)
            """,
            // A month's attendance; a new sheet takes the place of the one before, which keeps its totals alone.
            """
            CREATE TABLE attendance_sheets (
                id \(d.text) NOT NULL PRIMARY KEY,
                station_id \(d.text) NOT NULL REFERENCES stations (id),
                month \(d.text) NOT NULL,
                people \(d.int64) NOT NULL CHECK (people > 0),
                present \(d.int64) NOT NULL,
                on_leave \(d.int64) NOT NULL,
                absent \(d.int64) NOT NULL,
                by_account \(d.text) NOT NULL REFERENCES accounts (id),
                at \(d.instant) NOT NULL,
                replaced_at \(d.instant)
            )\(d.tableEnd)
            """,
            "CREATE UNIQUE INDEX attendance_sheets_current ON attendance_sheets (station_id, month) WHERE replaced_at IS NULL",
            // Days in tenths.
            """
            CREATE TABLE attendance_rows (
                sheet_id \(d.text) NOT NULL REFERENCES attendance_sheets (id),
                n \(d.int64) NOT NULL,
                name \(d.bytes) NOT NULL,
                present \(d.int64) NOT NULL,
                on_leave \(d.int64) NOT NULL,
                absent \(d.int64) NOT NULL,
                PRIMARY KEY (sheet_id, n)
            )\(d.tableEnd)
            """,
            // The register of safety checks. What was found is mended by `mend_by`.
            """
            CREATE TABLE safety_checks (
                id \(d.text) NOT NULL PRIMARY KEY,
                station_id \(d.text) NOT NULL REFERENCES stations (id),
                checked_on \(d.day) NOT NULL,
                what \(d.bytes) NOT NULL,
                found \(d.bytes),
                mend_by \(d.day),
                mended_on \(d.day),
                mended \(d.bytes),
                file_id \(d.text) REFERENCES files (id),
                by_account \(d.text) NOT NULL REFERENCES accounts (id),
                at \(d.instant) NOT NULL,
                CHECK ((found IS NULL) = (mend_by IS NULL)),
                CHECK ((mended_on IS NULL) = (mended IS NULL)),
                CHECK (mended_on IS NULL OR found IS NOT NULL)
            )\(d.tableEnd)
            """,
            "CREATE INDEX safety_checks_station ON safety_checks (station_id, checked_on, id)",
            // Stations that there are already: from now on their reports are awaited.
            "INSERT INTO due (at, verb, subject, attempts) SELECT DISTINCT 0, 'open_reports', programme_id || '/', 0 FROM stations",
        ]
    }
}
