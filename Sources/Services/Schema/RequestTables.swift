import SQL

extension Schema {
    /// Requests: one owner at a time, one clock, and what came of it; and hours of mentors.
    static func requests(_ d: Dialect) -> [SQL] { records(d) + mentors(d) }

    private static func records(_ d: Dialect) -> [SQL] {
        [
            // `account_id` is who asks, for themselves or for `organisation_id`; neither for somebody without an account, whose `name` and `phone` a station
            // wrote down. `turn` counts reopenings. The clock runs from `since`; `answer_due` and `close_due` are its last days.
            """
            CREATE TABLE requests (
                id \(d.text) NOT NULL PRIMARY KEY,
                programme_id \(d.text) NOT NULL,
                topic \(d.text) NOT NULL,
                account_id \(d.text) REFERENCES accounts (id),
                organisation_id \(d.text) REFERENCES organisations (id),
                by_account \(d.text) REFERENCES accounts (id),
                name \(d.bytes),
                phone \(d.bytes),
                station_id \(d.text) REFERENCES stations (id),
                office \(d.text),
                area \(d.text),
                state \(d.text) NOT NULL CHECK (state IN ('open', 'answered', 'closed', 'withdrawn')),
                turn \(d.int64) NOT NULL CHECK (turn >= 0),
                version \(d.int64) NOT NULL CHECK (version > 0),
                since \(d.day) NOT NULL,
                answer_due \(d.day) NOT NULL,
                close_due \(d.day) NOT NULL,
                answered_at \(d.instant),
                ended_at \(d.instant),
                outcome \(d.text) CHECK (outcome IN ('solved', 'partly', 'not_solved')),
                outcome_note \(d.bytes),
                project \(d.text),
                created_at \(d.instant) NOT NULL,
                changed_at \(d.instant) NOT NULL,
                CHECK ((station_id IS NULL) <> (office IS NULL)),
                CHECK ((state IN ('closed', 'withdrawn')) = (ended_at IS NOT NULL)),
                CHECK (state <> 'closed' OR outcome IS NOT NULL)
            )\(d.tableEnd)
            """,
            "CREATE INDEX requests_asker ON requests (account_id, changed_at, id) WHERE account_id IS NOT NULL",
            "CREATE INDEX requests_organisation ON requests (organisation_id, changed_at, id) WHERE organisation_id IS NOT NULL",
            "CREATE INDEX requests_station ON requests (station_id, state, close_due, id) WHERE station_id IS NOT NULL",
            "CREATE INDEX requests_office ON requests (programme_id, office, state, close_due, id) WHERE office IS NOT NULL",
            // Who has had it, one after the other; `until` is empty for who has it now. `messages`: how many there were when it was handed on.
            """
            CREATE TABLE request_owners (
                request_id \(d.text) NOT NULL REFERENCES requests (id),
                n \(d.int64) NOT NULL CHECK (n > 0),
                station_id \(d.text) REFERENCES stations (id),
                office \(d.text),
                since \(d.instant) NOT NULL,
                until \(d.instant),
                messages \(d.int64),
                reason_id \(d.text) REFERENCES reasons (id),
                PRIMARY KEY (request_id, n),
                CHECK ((station_id IS NULL) <> (office IS NULL)),
                CHECK ((until IS NULL) = (messages IS NULL))
            )\(d.tableEnd)
            """,
            "CREATE UNIQUE INDEX request_owners_now ON request_owners (request_id) WHERE until IS NULL",
            "CREATE INDEX request_owners_station ON request_owners (station_id, request_id) WHERE station_id IS NOT NULL",
            """
            CREATE TABLE request_messages (
                id \(d.text) NOT NULL PRIMARY KEY,
                request_id \(d.text) NOT NULL REFERENCES requests (id),
                n \(d.int64) NOT NULL CHECK (n > 0),
                side \(d.text) NOT NULL CHECK (side IN ('asker', 'owner')),
                by_account \(d.text) REFERENCES accounts (id),
                body \(d.bytes) NOT NULL,
                at \(d.instant) NOT NULL,
                UNIQUE (request_id, n)
            )\(d.tableEnd)
            """,
            """
            CREATE TABLE request_files (
                request_id \(d.text) NOT NULL REFERENCES requests (id),
                file_id \(d.text) NOT NULL REFERENCES files (id),
                side \(d.text) NOT NULL CHECK (side IN ('asker', 'owner')),
                at \(d.instant) NOT NULL,
                PRIMARY KEY (request_id, file_id)
            )\(d.tableEnd)
            """,
            // What an outcome points to.
            """
            CREATE TABLE request_links (
                request_id \(d.text) NOT NULL REFERENCES requests (id),
                turn \(d.int64) NOT NULL,
                thing \(d.text) NOT NULL CHECK (thing IN ('policy', 'job', 'entry', 'event')),
                target \(d.text) NOT NULL,
                PRIMARY KEY (request_id, turn, thing, target)
            )\(d.tableEnd)
            """,
            // One for each time that it was closed.
            """
            CREATE TABLE request_ratings (
                request_id \(d.text) NOT NULL REFERENCES requests (id),
                turn \(d.int64) NOT NULL,
                stars \(d.int64) NOT NULL CHECK (stars BETWEEN 1 AND 5),
                note \(d.bytes),
                at \(d.instant) NOT NULL,
                PRIMARY KEY (request_id, turn)
            )\(d.tableEnd)
            """,
        ]
    }

    private static func mentors(_ d: Dialect) -> [SQL] {
        [
            // Kept by a station or an office. What stands here is published, with the mentor's consent of `consent_on`.
            """
            CREATE TABLE mentors (
                id \(d.text) NOT NULL PRIMARY KEY,
                programme_id \(d.text) NOT NULL,
                name \(d.text) NOT NULL,
                organisation \(d.text) NOT NULL,
                fields \(d.text) NOT NULL,
                helps \(d.text) NOT NULL,
                station_id \(d.text) REFERENCES stations (id),
                office \(d.text),
                consent_on \(d.day) NOT NULL,
                by_account \(d.text) NOT NULL REFERENCES accounts (id),
                created_at \(d.instant) NOT NULL,
                ended_at \(d.instant),
                CHECK ((station_id IS NULL) <> (office IS NULL))
            )\(d.tableEnd)
            """,
            "CREATE INDEX mentors_list ON mentors (programme_id, name, id) WHERE ended_at IS NULL",
            """
            CREATE TABLE mentor_hours (
                id \(d.text) NOT NULL PRIMARY KEY,
                mentor_id \(d.text) NOT NULL REFERENCES mentors (id),
                starts_at \(d.instant) NOT NULL,
                minutes \(d.int64) NOT NULL CHECK (minutes BETWEEN 30 AND 60),
                place \(d.text) NOT NULL,
                by_account \(d.text) NOT NULL REFERENCES accounts (id),
                created_at \(d.instant) NOT NULL,
                withdrawn_at \(d.instant)
            )\(d.tableEnd)
            """,
            "CREATE UNIQUE INDEX mentor_hours_time ON mentor_hours (mentor_id, starts_at) WHERE withdrawn_at IS NULL",
            // The place is taken by the insert: an hour has one booking that is not cancelled.
            """
            CREATE TABLE mentor_bookings (
                id \(d.text) NOT NULL PRIMARY KEY,
                hour_id \(d.text) NOT NULL REFERENCES mentor_hours (id),
                account_id \(d.text) NOT NULL REFERENCES accounts (id),
                request_id \(d.text) NOT NULL REFERENCES requests (id),
                state \(d.text) NOT NULL CHECK (state IN ('booked', 'cancelled', 'held', 'no_show')),
                note \(d.bytes),
                booked_at \(d.instant) NOT NULL,
                ended_at \(d.instant),
                CHECK ((state = 'booked') = (ended_at IS NULL))
            )\(d.tableEnd)
            """,
            "CREATE UNIQUE INDEX mentor_bookings_taken ON mentor_bookings (hour_id) WHERE state <> 'cancelled'",
            "CREATE INDEX mentor_bookings_person ON mentor_bookings (account_id, booked_at, id)",
            "CREATE INDEX mentor_bookings_request ON mentor_bookings (request_id, booked_at, id)",
        ]
    }
}
