import SQL

extension Schema {
    /// One talent and one job with each other, and what comes of it: records of placements with their evidence.
    static func placements(_ d: Dialect) -> [SQL] { pursuits(d) + records(d) }

    private static func pursuits(_ d: Dialect) -> [SQL] {
        [
            // `note` is what the beginning side wrote. `named_at`: when the talent let the employer see who they are.
            """
            CREATE TABLE pursuits (
                id \(d.text) NOT NULL PRIMARY KEY,
                programme_id \(d.text) NOT NULL,
                job_id \(d.text) NOT NULL REFERENCES jobs (id),
                account_id \(d.text) NOT NULL REFERENCES talents (account_id),
                organisation_id \(d.text) NOT NULL REFERENCES organisations (id),
                station_id \(d.text) REFERENCES stations (id),
                begun_by \(d.text) NOT NULL CHECK (begun_by IN ('talent', 'employer', 'station')),
                state \(d.text) NOT NULL CHECK (state IN ('invited', 'recommended', 'in_touch', 'slots_proposed', 'interview_set', 'offered', 'accepted', 'hired', 'not_taken', 'declined', 'withdrawn', 'lapsed')),
                note \(d.bytes),
                reply \(d.bytes),
                slot_id \(d.text),
                interview_id \(d.text) REFERENCES interviews (id),
                reason_id \(d.text) REFERENCES reasons (id),
                started_on \(d.day),
                hired_by \(d.text) REFERENCES accounts (id),
                named_at \(d.instant),
                created_at \(d.instant) NOT NULL,
                changed_at \(d.instant) NOT NULL,
                ended_at \(d.instant),
                CHECK ((state = 'hired') = (started_on IS NOT NULL)),
                CHECK ((state IN ('hired', 'not_taken', 'declined', 'withdrawn', 'lapsed')) = (ended_at IS NOT NULL))
            )\(d.tableEnd)
            """,
            "CREATE UNIQUE INDEX pursuits_open ON pursuits (job_id, account_id) WHERE ended_at IS NULL",
            "CREATE INDEX pursuits_talent ON pursuits (account_id, changed_at, id)",
            "CREATE INDEX pursuits_employer ON pursuits (organisation_id, changed_at, id)",
            "CREATE INDEX pursuits_station ON pursuits (station_id, changed_at, id) WHERE station_id IS NOT NULL",
            // Documents that the talent lets this employer see, while the pursuit goes on.
            """
            CREATE TABLE pursuit_proofs (
                pursuit_id \(d.text) NOT NULL REFERENCES pursuits (id),
                proof_id \(d.text) NOT NULL,
                granted_at \(d.instant) NOT NULL,
                PRIMARY KEY (pursuit_id, proof_id)
            )\(d.tableEnd)
            """,
            "CREATE INDEX pursuit_proofs_proof ON pursuit_proofs (proof_id)",
            // Times proposed for an interview; those of an earlier proposal stay, out of use.
            """
            CREATE TABLE pursuit_slots (
                id \(d.text) NOT NULL PRIMARY KEY,
                pursuit_id \(d.text) NOT NULL REFERENCES pursuits (id),
                starts_at \(d.instant) NOT NULL,
                minutes \(d.int64) NOT NULL CHECK (minutes BETWEEN 5 AND 720),
                place \(d.text) NOT NULL,
                by_account \(d.text) NOT NULL REFERENCES accounts (id),
                ended_at \(d.instant)
            )\(d.tableEnd)
            """,
            "CREATE INDEX pursuit_slots_pursuit ON pursuit_slots (pursuit_id, starts_at, id)",
            """
            CREATE TABLE pursuit_offers (
                id \(d.text) NOT NULL PRIMARY KEY,
                pursuit_id \(d.text) NOT NULL REFERENCES pursuits (id),
                position \(d.text) NOT NULL,
                pay_from \(d.fen) NOT NULL CHECK (pay_from > 0),
                pay_to \(d.fen) CHECK (pay_to >= pay_from),
                pay_per \(d.text) NOT NULL CHECK (pay_per IN ('month', 'day', 'hour')),
                starts_on \(d.day) NOT NULL,
                reply_until \(d.instant) NOT NULL,
                by_account \(d.text) NOT NULL REFERENCES accounts (id),
                made_at \(d.instant) NOT NULL,
                answer \(d.text) CHECK (answer IN ('accepted', 'declined', 'lapsed', 'ended')),
                answered_at \(d.instant),
                CHECK ((answer IS NULL) = (answered_at IS NULL))
            )\(d.tableEnd)
            """,
            "CREATE UNIQUE INDEX pursuit_offers_open ON pursuit_offers (pursuit_id) WHERE answer IS NULL",
            "CREATE INDEX pursuit_offers_pursuit ON pursuit_offers (pursuit_id, made_at, id)",
        ]
    }

    private static func records(_ d: Dialect) -> [SQL] {
        [
            // Somebody placed, once whoever records them: by the key of their document, or else by their number alone.
            """
            CREATE TABLE placed_people (
                id \(d.text) NOT NULL PRIMARY KEY,
                person_key \(d.text) UNIQUE,
                since \(d.instant) NOT NULL
            )\(d.tableEnd)
            """,
            """
            CREATE TABLE placed_phones (
                phone_index \(d.bytes) NOT NULL PRIMARY KEY,
                person_id \(d.text) REFERENCES placed_people (id)
            )\(d.tableEnd)
            """,
            // One record of 人才资源配置. `name` and `phone` are kept for somebody without an account. `occurrence` names what counts once.
            """
            CREATE TABLE placements (
                id \(d.text) NOT NULL PRIMARY KEY,
                programme_id \(d.text) NOT NULL,
                programme_hash \(d.text) NOT NULL,
                type \(d.text) NOT NULL CHECK (type IN ('employment', 'flexible', 'internship', 'project', 'start_up')),
                person_id \(d.text) NOT NULL REFERENCES placed_people (id),
                account_id \(d.text) REFERENCES talents (account_id),
                name \(d.bytes),
                phone \(d.bytes),
                organisation_id \(d.text) REFERENCES organisations (id),
                employer \(d.text) NOT NULL,
                credit_code \(d.text) NOT NULL,
                project \(d.text) NOT NULL,
                position \(d.text) NOT NULL,
                pursuit_id \(d.text) REFERENCES pursuits (id),
                station_id \(d.text) REFERENCES stations (id),
                area \(d.text),
                starts_on \(d.day) NOT NULL,
                occurrence \(d.text) NOT NULL,
                state \(d.text) NOT NULL CHECK (state IN ('recorded', 'evidenced', 'counted', 'disputed', 'void')),
                dispute_case \(d.text) REFERENCES cases (id),
                reason_id \(d.text) REFERENCES reasons (id),
                by_account \(d.text) NOT NULL REFERENCES accounts (id),
                recorded_at \(d.instant) NOT NULL,
                counted_at \(d.instant),
                changed_at \(d.instant) NOT NULL,
                CHECK ((state = 'counted') = (counted_at IS NOT NULL)),
                CHECK (account_id IS NOT NULL OR (name IS NOT NULL AND phone IS NOT NULL))
            )\(d.tableEnd)
            """,
            // An occurrence is held by one record; what else claims it is disputed or void.
            "CREATE UNIQUE INDEX placements_occurrence ON placements (programme_id, occurrence) WHERE state IN ('recorded', 'evidenced', 'counted')",
            "CREATE UNIQUE INDEX placements_pursuit ON placements (pursuit_id) WHERE pursuit_id IS NOT NULL AND state <> 'void'",
            "CREATE INDEX placements_person ON placements (person_id, starts_on, id)",
            "CREATE INDEX placements_account ON placements (account_id, recorded_at, id) WHERE account_id IS NOT NULL",
            "CREATE INDEX placements_list ON placements (programme_id, recorded_at, id)",
            "CREATE INDEX placements_station ON placements (station_id, recorded_at, id) WHERE station_id IS NOT NULL",
            "CREATE INDEX placements_organisation ON placements (organisation_id, recorded_at, id) WHERE organisation_id IS NOT NULL",
            "CREATE INDEX placements_dispute ON placements (dispute_case) WHERE dispute_case IS NOT NULL",
            """
            CREATE TABLE placement_evidence (
                id \(d.text) NOT NULL PRIMARY KEY,
                placement_id \(d.text) NOT NULL REFERENCES placements (id),
                kind \(d.text) NOT NULL CHECK (kind IN ('contract', 'insurance', 'agreement', 'business_licence', 'employer_confirmation', 'person_confirmation')),
                file_id \(d.text) REFERENCES files (id),
                by_account \(d.text) NOT NULL REFERENCES accounts (id),
                at \(d.instant) NOT NULL
            )\(d.tableEnd)
            """,
            "CREATE INDEX placement_evidence_placement ON placement_evidence (placement_id, at, id)",
            // Whether the person is still there, asked of both sides after so many days. `note` is sealed.
            """
            CREATE TABLE placement_checks (
                placement_id \(d.text) NOT NULL REFERENCES placements (id),
                after_days \(d.int64) NOT NULL CHECK (after_days > 0),
                side \(d.text) NOT NULL CHECK (side IN ('talent', 'employer')),
                asked_at \(d.instant) NOT NULL,
                is_there \(d.bool),
                left_on \(d.day),
                note \(d.bytes),
                by_account \(d.text) REFERENCES accounts (id),
                answered_at \(d.instant),
                PRIMARY KEY (placement_id, after_days, side),
                CHECK ((answered_at IS NULL) = (is_there IS NULL)),
                CHECK ((answered_at IS NULL) = (by_account IS NULL))
            )\(d.tableEnd)
            """,
        ]
    }
}
