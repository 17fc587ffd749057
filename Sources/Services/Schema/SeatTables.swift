import SQL

extension Schema {
    /// Seats at events: who has one, who waits, who came.
    static func seats(_ d: Dialect) -> [SQL] {
        [
            // A registration. `entry` holds names, telephone and answers, sealed. Who came to the door without one has no account; `beyond` says that there was no seat left.
            """
            CREATE TABLE event_registrations (
                id \(d.text) NOT NULL PRIMARY KEY,
                event_id \(d.text) NOT NULL REFERENCES events (id),
                account_id \(d.text) REFERENCES accounts (id),
                people \(d.int64) NOT NULL CHECK (people BETWEEN 1 AND 100),
                number \(d.int64) NOT NULL CHECK (number BETWEEN 0 AND 99999999),
                entry \(d.bytes) NOT NULL,
                state \(d.text) NOT NULL CHECK (state IN ('waiting', 'requested', 'registered', 'came', 'missed', 'refused', 'cancelled', 'over')),
                beyond \(d.bool) NOT NULL,
                created_at \(d.instant) NOT NULL,
                seated_at \(d.instant),
                answered_by \(d.text) REFERENCES accounts (id),
                reason_id \(d.text) REFERENCES reasons (id),
                came \(d.int64) CHECK (came BETWEEN 1 AND people),
                came_at \(d.instant),
                checked_by \(d.text) REFERENCES accounts (id),
                ended_at \(d.instant),
                CHECK ((state = 'came') = (came IS NOT NULL)),
                CHECK (NOT beyond OR account_id IS NULL)
            )\(d.tableEnd)
            """,
            // One live registration of a person to an event, and one number at a door.
            "CREATE UNIQUE INDEX event_registrations_person ON event_registrations (event_id, account_id) WHERE account_id IS NOT NULL AND state IN ('waiting', 'requested', 'registered', 'came')",
            "CREATE UNIQUE INDEX event_registrations_number ON event_registrations (event_id, number)",
            "CREATE INDEX event_registrations_state ON event_registrations (event_id, state, created_at, id)",
            "CREATE INDEX event_registrations_own ON event_registrations (account_id, created_at, id) WHERE account_id IS NOT NULL",
            // The ledger: a seat is a number from 1 to the event's count, which the database gives once.
            """
            CREATE TABLE event_seats (
                event_id \(d.text) NOT NULL REFERENCES events (id),
                n \(d.int64) NOT NULL CHECK (n BETWEEN 1 AND 20000),
                registration_id \(d.text) NOT NULL REFERENCES event_registrations (id),
                taken_at \(d.instant) NOT NULL,
                released_at \(d.instant)
            )\(d.tableEnd)
            """,
            "CREATE UNIQUE INDEX event_seats_taken ON event_seats (event_id, n) WHERE released_at IS NULL",
            "CREATE INDEX event_seats_registration ON event_seats (registration_id, n)",
            // One answer of each who came.
            """
            CREATE TABLE event_surveys (
                registration_id \(d.text) NOT NULL PRIMARY KEY REFERENCES event_registrations (id),
                event_id \(d.text) NOT NULL REFERENCES events (id),
                stars \(d.int64) NOT NULL CHECK (stars BETWEEN 1 AND 5),
                comment \(d.bytes) NOT NULL,
                at \(d.instant) NOT NULL
            )\(d.tableEnd)
            """,
            "CREATE INDEX event_surveys_event ON event_surveys (event_id, at, registration_id)",
        ]
    }
}
