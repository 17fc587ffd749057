import SQL

extension Schema {
    /// Visits with their findings, problem tickets, serious events.
    static func supervision(_ d: Dialect) -> [SQL] { visits(d) + findings(d) + tickets(d) + seriousEvents(d) }

    private static func visits(_ d: Dialect) -> [SQL] {
        [
            // `goes`: who goes, sealed. A visit that is not `announced` is nothing to the station until it was made. `note`: what the office says of the whole, sealed.
            """
            CREATE TABLE visits (
                id \(d.text) NOT NULL PRIMARY KEY,
                programme_id \(d.text) NOT NULL,
                station_id \(d.text) NOT NULL REFERENCES stations (id),
                office \(d.text) NOT NULL,
                day \(d.day) NOT NULL,
                goes \(d.bytes) NOT NULL,
                announced \(d.bool) NOT NULL,
                state \(d.text) NOT NULL CHECK (state IN ('planned', 'made', 'closed', 'cancelled')),
                made_on \(d.day),
                note \(d.bytes),
                closed_on \(d.day),
                reason_id \(d.text) REFERENCES reasons (id),
                version \(d.int64) NOT NULL CHECK (version > 0),
                by_account \(d.text) NOT NULL REFERENCES accounts (id),
                created_at \(d.instant) NOT NULL,
                changed_at \(d.instant) NOT NULL,
                CHECK ((state IN ('made', 'closed')) = (made_on IS NOT NULL)),
                CHECK ((state = 'closed') = (closed_on IS NOT NULL)),
                CHECK ((state = 'cancelled') = (reason_id IS NOT NULL))
            )\(d.tableEnd)
            """,
            "CREATE INDEX visits_programme ON visits (programme_id, day, id)",
            "CREATE INDEX visits_station ON visits (station_id, day, id)",
            // What a visit says of each thing of its checklist, as the programme had it then; `note` is sealed.
            """
            CREATE TABLE visit_checks (
                visit_id \(d.text) NOT NULL REFERENCES visits (id),
                n \(d.int64) NOT NULL CHECK (n > 0),
                item \(d.text) NOT NULL,
                name_zh \(d.text) NOT NULL,
                name_en \(d.text) NOT NULL,
                clause \(d.text),
                result \(d.text) NOT NULL CHECK (result IN ('met', 'not_met', 'not_looked')),
                note \(d.bytes),
                PRIMARY KEY (visit_id, n),
                UNIQUE (visit_id, item)
            )\(d.tableEnd)
            """,
        ]
    }

    private static func findings(_ d: Dialect) -> [SQL] {
        [
            // `turn` counts how often the office looked again and it was not mended; `due` is the last day now.
            """
            CREATE TABLE visit_findings (
                id \(d.text) NOT NULL PRIMARY KEY,
                visit_id \(d.text) NOT NULL REFERENCES visits (id),
                n \(d.int64) NOT NULL CHECK (n > 0),
                item \(d.text),
                text \(d.bytes) NOT NULL,
                due \(d.day) NOT NULL,
                state \(d.text) NOT NULL CHECK (state IN ('open', 'answered', 'mended')),
                turn \(d.int64) NOT NULL CHECK (turn >= 0),
                version \(d.int64) NOT NULL CHECK (version > 0),
                answered_at \(d.instant),
                mended_on \(d.day),
                created_at \(d.instant) NOT NULL,
                changed_at \(d.instant) NOT NULL,
                UNIQUE (visit_id, n),
                CHECK ((state = 'mended') = (mended_on IS NOT NULL))
            )\(d.tableEnd)
            """,
            "CREATE INDEX visit_findings_due ON visit_findings (state, due, id)",
            // What the station answered and what the office said when it looked again, in order; `body` is sealed.
            """
            CREATE TABLE finding_entries (
                id \(d.text) NOT NULL PRIMARY KEY,
                finding_id \(d.text) NOT NULL REFERENCES visit_findings (id),
                n \(d.int64) NOT NULL CHECK (n > 0),
                step \(d.text) NOT NULL CHECK (step IN ('answer', 'accept', 'send_back')),
                body \(d.bytes) NOT NULL,
                due \(d.day),
                by_account \(d.text) NOT NULL REFERENCES accounts (id),
                at \(d.instant) NOT NULL,
                UNIQUE (finding_id, n)
            )\(d.tableEnd)
            """,
            // Pictures are drawn anew without metadata and have a width; papers of a station are kept as they came.
            """
            CREATE TABLE finding_files (
                file_id \(d.text) NOT NULL PRIMARY KEY REFERENCES files (id),
                finding_id \(d.text) NOT NULL REFERENCES visit_findings (id),
                side \(d.text) NOT NULL CHECK (side IN ('office', 'station')),
                words \(d.bytes) NOT NULL,
                width \(d.int64) CHECK (width > 0),
                height \(d.int64) CHECK (height > 0),
                at \(d.instant) NOT NULL,
                CHECK ((width IS NULL) = (height IS NULL))
            )\(d.tableEnd)
            """,
            "CREATE INDEX finding_files_finding ON finding_files (finding_id, at, file_id)",
        ]
    }

    private static func tickets(_ d: Dialect) -> [SQL] {
        [
            // A problem ticket is a request of the topic `problem`; here is what it has besides: whose problem, and in a few words (sealed) what.
            """
            CREATE TABLE problem_tickets (
                request_id \(d.text) NOT NULL PRIMARY KEY REFERENCES requests (id),
                station_id \(d.text) NOT NULL REFERENCES stations (id),
                title \(d.bytes) NOT NULL
            )\(d.tableEnd)
            """,
            "CREATE INDEX problem_tickets_station ON problem_tickets (station_id, request_id)",
        ]
    }

    private static func seriousEvents(_ d: Dialect) -> [SQL] {
        [
            // `veto`: the kind, by the id that the programme's `supervision.serious` gives it; a scorecard asks for it by that name.
            """
            CREATE TABLE serious_events (
                id \(d.text) NOT NULL PRIMARY KEY,
                programme_id \(d.text) NOT NULL,
                station_id \(d.text) NOT NULL REFERENCES stations (id),
                veto \(d.text) NOT NULL,
                happened_on \(d.day) NOT NULL,
                hurt \(d.int64) NOT NULL CHECK (hurt >= 0),
                body \(d.bytes) NOT NULL,
                state \(d.text) NOT NULL CHECK (state IN ('reported', 'confirmed', 'dismissed')),
                side \(d.text) NOT NULL CHECK (side IN ('office', 'station')),
                office \(d.text),
                reported_by \(d.text) NOT NULL REFERENCES accounts (id),
                ruled_by \(d.text) REFERENCES accounts (id),
                ruled_at \(d.instant),
                reason_id \(d.text) REFERENCES reasons (id),
                created_at \(d.instant) NOT NULL,
                changed_at \(d.instant) NOT NULL,
                CHECK ((side = 'office') = (office IS NOT NULL)),
                CHECK (ruled_by IS NULL OR ruled_by <> reported_by),
                CHECK ((state = 'reported') = (ruled_by IS NULL)),
                CHECK ((state = 'reported') = (ruled_at IS NULL)),
                CHECK ((state = 'reported') = (reason_id IS NULL))
            )\(d.tableEnd)
            """,
            "CREATE INDEX serious_events_station ON serious_events (station_id, state, happened_on, id)",
            "CREATE INDEX serious_events_programme ON serious_events (programme_id, created_at, id)",
            """
            CREATE TABLE serious_event_files (
                event_id \(d.text) NOT NULL REFERENCES serious_events (id),
                file_id \(d.text) NOT NULL REFERENCES files (id),
                at \(d.instant) NOT NULL,
                PRIMARY KEY (event_id, file_id)
            )\(d.tableEnd)
            """,
        ]
    }
}
