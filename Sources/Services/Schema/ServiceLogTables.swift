import SQL

extension Schema {
    /// Contacts that stations write down, and what the people themselves say of them.
    static func serviceLog(_ d: Dialect) -> [SQL] {
        [
            // Whoever has one number is one person of the log, with an account or without. `agreed_at`: they want to find their contacts in their account.
            """
            CREATE TABLE contact_phones (
                phone_index \(d.bytes) NOT NULL PRIMARY KEY,
                person_id \(d.text) NOT NULL UNIQUE,
                agreed_at \(d.instant),
                account_id \(d.text) REFERENCES accounts (id),
                CHECK (account_id IS NULL OR agreed_at IS NOT NULL)
            )\(d.tableEnd)
            """,
            "CREATE INDEX contact_phones_account ON contact_phones (account_id) WHERE account_id IS NOT NULL",
            // `also` are further finds of a self-registration. `doubles_id`: looks like the same contact written down twice; it waits for the station's word.
            // Of the token in the person's message only a digest is kept.
            """
            CREATE TABLE contacts (
                id \(d.text) NOT NULL PRIMARY KEY,
                programme_id \(d.text) NOT NULL,
                station_id \(d.text) NOT NULL REFERENCES stations (id),
                channel \(d.text) NOT NULL CHECK (channel IN ('came_in', 'telephone', 'wechat', 'event', 'mail', 'self')),
                subject \(d.text) NOT NULL,
                also \(d.text) NOT NULL,
                result \(d.text) NOT NULL CHECK (result IN ('helped', 'handed_on', 'noted')),
                state \(d.text) NOT NULL CHECK (state IN ('recorded', 'confirmed', 'disputed', 'void', 'undone')),
                person_id \(d.text),
                account_id \(d.text) REFERENCES accounts (id),
                name \(d.bytes),
                phone \(d.bytes),
                line \(d.bytes),
                comment \(d.bytes),
                rating \(d.int64) CHECK (rating BETWEEN 1 AND 5),
                doubles_id \(d.text) REFERENCES contacts (id),
                request_id \(d.text),
                consent \(d.text) NOT NULL,
                token_hash \(d.text) UNIQUE,
                asked_at \(d.instant),
                ask_until \(d.instant),
                answered_at \(d.instant),
                by_account \(d.text) REFERENCES accounts (id),
                month \(d.text) NOT NULL,
                recorded_at \(d.instant) NOT NULL,
                ended_at \(d.instant),
                reason_id \(d.text) REFERENCES reasons (id),
                CHECK ((by_account IS NULL) = (channel = 'self')),
                CHECK ((state IN ('void', 'undone')) = (ended_at IS NOT NULL)),
                CHECK ((state = 'void') = (reason_id IS NOT NULL)),
                CHECK ((asked_at IS NULL) = (ask_until IS NULL))
            )\(d.tableEnd)
            """,
            "CREATE INDEX contacts_station ON contacts (station_id, recorded_at, id)",
            "CREATE INDEX contacts_month ON contacts (programme_id, month, station_id)",
            "CREATE INDEX contacts_person ON contacts (person_id, recorded_at, id) WHERE person_id IS NOT NULL",
            "CREATE INDEX contacts_account ON contacts (account_id, recorded_at, id) WHERE account_id IS NOT NULL",
            "CREATE INDEX contacts_by ON contacts (by_account, recorded_at, id) WHERE by_account IS NOT NULL",
        ]
    }
}
