import SQL

extension Schema {
    /// Around an event: the yearly plan that it comes from, in whose name it runs, to whom it was offered, its papers, and its record.
    static func eventPlans(_ d: Dialect) -> [SQL] { plans(d) + names(d) + heldRecords(d) }

    private static func plans(_ d: Dialect) -> [SQL] {
        [
            // Each version of a station's plan for a year is a case of its own. The one that was consented to last is in force.
            """
            CREATE TABLE event_plans (
                case_id \(d.text) NOT NULL PRIMARY KEY REFERENCES cases (id),
                programme_id \(d.text) NOT NULL,
                station_id \(d.text) NOT NULL REFERENCES stations (id),
                year \(d.int64) NOT NULL CHECK (year BETWEEN 2000 AND 2200),
                version \(d.int64) NOT NULL CHECK (version > 0),
                by_account \(d.text) NOT NULL REFERENCES accounts (id),
                saved_at \(d.instant) NOT NULL,
                decided_at \(d.instant),
                reason_id \(d.text) REFERENCES reasons (id),
                in_force \(d.bool) NOT NULL,
                UNIQUE (station_id, year, version)
            )\(d.tableEnd)
            """,
            "CREATE UNIQUE INDEX event_plans_in_force ON event_plans (station_id, year) WHERE in_force",
            "CREATE INDEX event_plans_year ON event_plans (programme_id, year, station_id, version)",
            // `root` is the line of the first version: an event stays planned when its plan is written anew.
            """
            CREATE TABLE event_plan_lines (
                id \(d.text) NOT NULL PRIMARY KEY,
                case_id \(d.text) NOT NULL REFERENCES event_plans (case_id),
                root \(d.text) NOT NULL,
                number \(d.int64) NOT NULL CHECK (number > 0),
                title \(d.text) NOT NULL,
                type \(d.text) NOT NULL,
                month \(d.int64) NOT NULL CHECK (month BETWEEN 1 AND 12),
                people \(d.int64) NOT NULL CHECK (people BETWEEN 1 AND 20000),
                budget \(d.fen) NOT NULL CHECK (budget >= 0),
                in_name \(d.bool) NOT NULL,
                UNIQUE (case_id, number)
            )\(d.tableEnd)
            """,
            "CREATE INDEX event_plan_lines_root ON event_plan_lines (root)",
            // Events that come from a plan; any other event of a station is outside it 计划外.
            """
            CREATE TABLE planned_events (
                event_id \(d.text) NOT NULL PRIMARY KEY REFERENCES events (id),
                root \(d.text) NOT NULL,
                line_id \(d.text) NOT NULL REFERENCES event_plan_lines (id),
                at \(d.instant) NOT NULL
            )\(d.tableEnd)
            """,
            "CREATE INDEX planned_events_root ON planned_events (root)",
        ]
    }

    private static func names(_ d: Dialect) -> [SQL] {
        [
            // `words` are the exact words that were consented to. `line_id`: given with the plan.
            """
            CREATE TABLE event_consents (
                id \(d.text) NOT NULL PRIMARY KEY,
                event_id \(d.text) NOT NULL REFERENCES events (id),
                station_id \(d.text) NOT NULL REFERENCES stations (id),
                office \(d.text) NOT NULL,
                line_id \(d.text) REFERENCES event_plan_lines (id),
                wording \(d.text) NOT NULL,
                words \(d.text) NOT NULL,
                from_day \(d.day) NOT NULL,
                to_day \(d.day) NOT NULL CHECK (to_day >= from_day),
                state \(d.text) NOT NULL CHECK (state IN ('asked', 'granted', 'refused', 'revoked')),
                asked_by \(d.text) NOT NULL REFERENCES accounts (id),
                asked_at \(d.instant) NOT NULL,
                answered_by \(d.text) REFERENCES accounts (id),
                answered_at \(d.instant),
                revoked_by \(d.text) REFERENCES accounts (id),
                revoked_at \(d.instant),
                reason_id \(d.text) REFERENCES reasons (id),
                CHECK ((state = 'asked') = (answered_at IS NULL)),
                CHECK ((state = 'revoked') = (revoked_at IS NOT NULL))
            )\(d.tableEnd)
            """,
            "CREATE UNIQUE INDEX event_consents_live ON event_consents (event_id) WHERE state IN ('asked', 'granted')",
            "CREATE INDEX event_consents_event ON event_consents (event_id, asked_at, id)",
            "CREATE INDEX event_consents_office ON event_consents (office, state, asked_at, id)",
            // An office's event is offered to stations in an order, and why in that order.
            """
            CREATE TABLE event_offers (
                id \(d.text) NOT NULL PRIMARY KEY,
                event_id \(d.text) NOT NULL REFERENCES events (id),
                station_id \(d.text) NOT NULL REFERENCES stations (id),
                place \(d.int64) NOT NULL CHECK (place > 0),
                reasons \(d.text) NOT NULL,
                state \(d.text) NOT NULL CHECK (state IN ('waiting', 'asked', 'accepted', 'declined', 'lapsed', 'ended')),
                asked_at \(d.instant),
                answer_by \(d.instant),
                answered_by \(d.text) REFERENCES accounts (id),
                answered_at \(d.instant),
                reason_id \(d.text) REFERENCES reasons (id),
                UNIQUE (event_id, station_id),
                UNIQUE (event_id, place)
            )\(d.tableEnd)
            """,
            "CREATE UNIQUE INDEX event_offers_taken ON event_offers (event_id) WHERE state = 'accepted'",
            "CREATE INDEX event_offers_station ON event_offers (station_id, state, answer_by, id)",
        ]
    }

    private static func heldRecords(_ d: Dialect) -> [SQL] {
        [
            """
            CREATE TABLE event_papers (
                id \(d.text) NOT NULL PRIMARY KEY,
                event_id \(d.text) NOT NULL REFERENCES events (id),
                kind \(d.text) NOT NULL CHECK (kind IN ('emergency_plan', 'safety_plan', 'photo', 'sign_in_sheet')),
                file_id \(d.text) NOT NULL,
                by_account \(d.text) NOT NULL REFERENCES accounts (id),
                at \(d.instant) NOT NULL,
                removed_at \(d.instant)
            )\(d.tableEnd)
            """,
            "CREATE INDEX event_papers_event ON event_papers (event_id, kind, at, id)",
            // Employers that take part in an event on site; those of a job fair within it come from the fair.
            """
            CREATE TABLE event_employers (
                event_id \(d.text) NOT NULL REFERENCES events (id),
                organisation_id \(d.text) NOT NULL REFERENCES organisations (id),
                by_account \(d.text) NOT NULL REFERENCES accounts (id),
                at \(d.instant) NOT NULL,
                PRIMARY KEY (event_id, organisation_id)
            )\(d.tableEnd)
            """,
            // What became of an event, once for each. `outcome` is sealed. `duplicate_of`: the event that it tells of again.
            """
            CREATE TABLE event_records (
                id \(d.text) NOT NULL PRIMARY KEY,
                event_id \(d.text) NOT NULL UNIQUE REFERENCES events (id),
                state \(d.text) NOT NULL CHECK (state IN ('handed_in', 'returned', 'confirmed', 'duplicate')),
                people \(d.int64) NOT NULL CHECK (people BETWEEN 0 AND 1000000),
                staff \(d.int64) NOT NULL CHECK (staff BETWEEN 0 AND 10000),
                money \(d.fen) NOT NULL CHECK (money >= 0),
                outcome \(d.bytes) NOT NULL,
                links \(d.text) NOT NULL,
                by_account \(d.text) NOT NULL REFERENCES accounts (id),
                handed_in_at \(d.instant) NOT NULL,
                office \(d.text),
                ruled_by \(d.text) REFERENCES accounts (id),
                ruled_at \(d.instant),
                reason_id \(d.text) REFERENCES reasons (id),
                duplicate_of \(d.text) REFERENCES events (id),
                CHECK (by_account <> ruled_by),
                CHECK ((state = 'duplicate') = (duplicate_of IS NOT NULL)),
                CHECK (duplicate_of <> event_id)
            )\(d.tableEnd)
            """,
            "CREATE INDEX event_records_state ON event_records (state, handed_in_at, id)",
        ]
    }
}
