import SQL

extension Schema {
    /// Job fairs: who is invited, who signed up, and who meets whom.
    static func fairs(_ d: Dialect) -> [SQL] {
        [
            // `revision` counts whatever a schedule depends on: one that was computed of an older revision is not kept.
            """
            CREATE TABLE fairs (
                id \(d.text) NOT NULL PRIMARY KEY,
                programme_id \(d.text) NOT NULL,
                station_id \(d.text) REFERENCES stations (id),
                office \(d.text),
                title \(d.text) NOT NULL,
                place \(d.text) NOT NULL,
                begins_at \(d.instant) NOT NULL,
                slot_minutes \(d.int64) NOT NULL CHECK (slot_minutes BETWEEN 5 AND 120),
                slots \(d.int64) NOT NULL CHECK (slots BETWEEN 1 AND 48),
                tables_most \(d.int64) NOT NULL CHECK (tables_most BETWEEN 1 AND 20),
                places \(d.int64) NOT NULL CHECK (places BETWEEN 1 AND 2000),
                closes_at \(d.instant) NOT NULL CHECK (closes_at <= begins_at),
                state \(d.text) NOT NULL CHECK (state IN ('draft', 'open', 'closed', 'scheduled', 'over', 'cancelled')),
                revision \(d.int64) NOT NULL,
                scheduled_revision \(d.int64),
                fit_total \(d.int64) CHECK (fit_total >= 0),
                fit_bound \(d.int64) CHECK (fit_bound >= fit_total),
                by_account \(d.text) NOT NULL REFERENCES accounts (id),
                created_at \(d.instant) NOT NULL,
                scheduled_at \(d.instant),
                cancelled_at \(d.instant),
                reason_id \(d.text) REFERENCES reasons (id),
                CHECK ((station_id IS NULL) <> (office IS NULL)),
                CHECK ((state = 'cancelled') = (cancelled_at IS NOT NULL))
            )\(d.tableEnd)
            """,
            "CREATE INDEX fairs_programme ON fairs (programme_id, begins_at, id)",
            """
            CREATE TABLE fair_employers (
                id \(d.text) NOT NULL PRIMARY KEY,
                fair_id \(d.text) NOT NULL REFERENCES fairs (id),
                organisation_id \(d.text) NOT NULL REFERENCES organisations (id),
                answer \(d.text) NOT NULL CHECK (answer IN ('invited', 'accepted', 'declined', 'left')),
                tables \(d.int64) NOT NULL CHECK (tables BETWEEN 0 AND 20),
                absent \(d.text) NOT NULL,
                invited_by \(d.text) NOT NULL REFERENCES accounts (id),
                invited_at \(d.instant) NOT NULL,
                answered_by \(d.text) REFERENCES accounts (id),
                answered_at \(d.instant),
                UNIQUE (fair_id, organisation_id),
                CHECK ((answer = 'accepted') = (tables > 0))
            )\(d.tableEnd)
            """,
            "CREATE INDEX fair_employers_organisation ON fair_employers (organisation_id, fair_id)",
            """
            CREATE TABLE fair_jobs (
                employer_id \(d.text) NOT NULL REFERENCES fair_employers (id),
                job_id \(d.text) NOT NULL REFERENCES jobs (id),
                PRIMARY KEY (employer_id, job_id)
            )\(d.tableEnd)
            """,
            // A place is a number up to the fair's count: the database refuses it twice.
            """
            CREATE TABLE fair_talents (
                id \(d.text) NOT NULL PRIMARY KEY,
                fair_id \(d.text) NOT NULL REFERENCES fairs (id),
                account_id \(d.text) NOT NULL REFERENCES talents (account_id),
                place \(d.int64) NOT NULL CHECK (place BETWEEN 1 AND 2000),
                most \(d.int64) NOT NULL CHECK (most BETWEEN 1 AND 48),
                absent \(d.text) NOT NULL,
                wishes \(d.bytes) NOT NULL,
                joined_at \(d.instant) NOT NULL,
                left_at \(d.instant)
            )\(d.tableEnd)
            """,
            "CREATE UNIQUE INDEX fair_talents_place ON fair_talents (fair_id, place) WHERE left_at IS NULL",
            "CREATE UNIQUE INDEX fair_talents_account ON fair_talents (fair_id, account_id) WHERE left_at IS NULL",
            "CREATE INDEX fair_talents_own ON fair_talents (account_id, fair_id)",
            """
            CREATE TABLE fair_meetings (
                id \(d.text) NOT NULL PRIMARY KEY,
                fair_id \(d.text) NOT NULL REFERENCES fairs (id),
                employer_id \(d.text) NOT NULL REFERENCES fair_employers (id),
                talent_id \(d.text) NOT NULL REFERENCES fair_talents (id),
                slot \(d.int64) NOT NULL CHECK (slot BETWEEN 0 AND 47),
                desk \(d.int64) NOT NULL CHECK (desk BETWEEN 1 AND 20),
                job_id \(d.text) REFERENCES jobs (id),
                weight \(d.int64) NOT NULL CHECK (weight > 0),
                reasons \(d.bytes) NOT NULL,
                state \(d.text) NOT NULL CHECK (state IN ('planned', 'cancelled', 'held', 'absent')),
                made_at \(d.instant) NOT NULL,
                changed_by \(d.text) REFERENCES accounts (id),
                changed_at \(d.instant)
            )\(d.tableEnd)
            """,
            "CREATE UNIQUE INDEX fair_meetings_desk ON fair_meetings (employer_id, slot, desk) WHERE state <> 'cancelled'",
            "CREATE UNIQUE INDEX fair_meetings_talent ON fair_meetings (talent_id, slot) WHERE state <> 'cancelled'",
            "CREATE UNIQUE INDEX fair_meetings_pair ON fair_meetings (employer_id, talent_id) WHERE state <> 'cancelled'",
            "CREATE INDEX fair_meetings_fair ON fair_meetings (fair_id, slot, employer_id, desk)",
        ]
    }
}
