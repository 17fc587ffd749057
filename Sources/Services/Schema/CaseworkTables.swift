import SQL

extension Schema {
    static func casework(_ d: Dialect) -> [SQL] {
        [
            // A round 批次 is called by a published notice.
            """
            CREATE TABLE rounds (
                id \(d.text) NOT NULL PRIMARY KEY,
                programme_id \(d.text) NOT NULL,
                level \(d.text) NOT NULL,
                name_zh \(d.text) NOT NULL,
                name_en \(d.text) NOT NULL,
                opens \(d.day) NOT NULL,
                closes \(d.day) NOT NULL CHECK (closes >= opens),
                places \(d.int64) NOT NULL CHECK (places > 0),
                notice_id \(d.text),
                called_at \(d.instant)
            )\(d.tableEnd)
            """,
            """
            CREATE TABLE cases (
                id \(d.text) NOT NULL PRIMARY KEY,
                programme_id \(d.text) NOT NULL,
                programme_hash \(d.text) NOT NULL REFERENCES texts (hash),
                calendar \(d.text) NOT NULL,
                procedure \(d.text) NOT NULL,
                number \(d.text) NOT NULL,
                title \(d.text) NOT NULL,
                organisation_id \(d.text) REFERENCES organisations (id),
                area \(d.text),
                round_id \(d.text) REFERENCES rounds (id),
                about_case \(d.text) REFERENCES cases (id),
                state \(d.text) NOT NULL CHECK (state IN ('draft', 'open', 'correction', 'done', 'refused', 'withdrawn')),
                step \(d.text) NOT NULL,
                visit \(d.int64) NOT NULL,
                returns \(d.text) NOT NULL,
                clock_allowance \(d.int64),
                clock_used \(d.int64),
                clock_since \(d.day),
                due_on \(d.day),
                due_provisional \(d.bool) NOT NULL,
                version \(d.int64) NOT NULL,
                created_at \(d.instant) NOT NULL,
                handed_in_at \(d.instant),
                ended_at \(d.instant),
                UNIQUE (programme_id, number)
            )\(d.tableEnd)
            """,
            // One application of an organisation in a round, besides those that it took back.
            """
            CREATE UNIQUE INDEX cases_one_per_round ON cases (round_id, organisation_id)
                WHERE organisation_id IS NOT NULL AND about_case IS NULL AND state <> 'withdrawn'
            """,
            "CREATE INDEX cases_newest ON cases (created_at, id)",
            "CREATE INDEX cases_area ON cases (area, created_at)",
            "CREATE INDEX cases_text ON cases (programme_hash)",
            "CREATE INDEX cases_list ON cases (programme_id, procedure, created_at, id)",
            "CREATE INDEX cases_organisation ON cases (organisation_id)",
            "CREATE INDEX cases_round ON cases (round_id, step)",
            "CREATE INDEX cases_about ON cases (about_case)",
            "CREATE INDEX cases_running ON cases (calendar, due_on) WHERE due_on IS NOT NULL",
            """
            CREATE TABLE case_tasks (
                case_id \(d.text) NOT NULL REFERENCES cases (id),
                visit \(d.int64) NOT NULL,
                office \(d.text) NOT NULL,
                programme_id \(d.text) NOT NULL,
                step \(d.text) NOT NULL,
                line \(d.text) NOT NULL,
                position \(d.int64) NOT NULL,
                place \(d.text),
                assignee \(d.text) REFERENCES accounts (id),
                ruling \(d.text) CHECK (ruling IN ('pass', 'return', 'refuse')),
                reason_id \(d.text) REFERENCES reasons (id),
                clause \(d.text),
                conditions \(d.text) NOT NULL,
                hands \(d.text) NOT NULL,
                carried \(d.bool) NOT NULL,
                open \(d.bool) NOT NULL,
                PRIMARY KEY (case_id, visit, office)
            )\(d.tableEnd)
            """,
            // The work queue of an office: tasks that wait for a place.
            "CREATE INDEX case_tasks_queue ON case_tasks (programme_id, office, place) WHERE open",
            """
            CREATE TABLE applications (
                case_id \(d.text) NOT NULL PRIMARY KEY REFERENCES cases (id),
                programme_id \(d.text) NOT NULL,
                level \(d.text) NOT NULL,
                name \(d.bytes) NOT NULL,
                kind \(d.text) NOT NULL,
                field \(d.text) NOT NULL,
                ground \(d.text) NOT NULL,
                ground_detail \(d.bytes) NOT NULL,
                ground_until \(d.day),
                answers \(d.bytes) NOT NULL,
                saved_at \(d.instant) NOT NULL,
                version \(d.int64) NOT NULL
            )\(d.tableEnd)
            """,
            // What the offices saw at each handing in; never changed.
            """
            CREATE TABLE application_versions (
                case_id \(d.text) NOT NULL REFERENCES cases (id),
                version \(d.int64) NOT NULL,
                answers \(d.bytes) NOT NULL,
                digests \(d.text) NOT NULL,
                handed_in_at \(d.instant) NOT NULL,
                by_account \(d.text) NOT NULL,
                PRIMARY KEY (case_id, version)
            )\(d.tableEnd)
            """,
            // Private notes of offices; the applicant never sees them.
            """
            CREATE TABLE notes (
                id \(d.text) NOT NULL PRIMARY KEY,
                case_id \(d.text) NOT NULL REFERENCES cases (id),
                office \(d.text) NOT NULL,
                account_id \(d.text) NOT NULL REFERENCES accounts (id),
                at \(d.instant) NOT NULL,
                body \(d.bytes) NOT NULL
            )\(d.tableEnd)
            """,
            "CREATE INDEX notes_case ON notes (case_id, at)",
            // Numbers that are given once: documents, plaques, cases.
            """
            CREATE TABLE numbers (
                series \(d.text) NOT NULL,
                n \(d.int64) NOT NULL CHECK (n > 0),
                used_for \(d.text) NOT NULL,
                PRIMARY KEY (series, n)
            )\(d.tableEnd)
            """,
        ]
    }

    static func publicity(_ d: Dialect) -> [SQL] {
        [
            """
            CREATE TABLE notices (
                id \(d.text) NOT NULL PRIMARY KEY,
                programme_id \(d.text) NOT NULL,
                kind \(d.text) NOT NULL CHECK (kind IN ('round', 'public_notice', 'recognition')),
                office \(d.text) NOT NULL,
                round_id \(d.text) NOT NULL REFERENCES rounds (id),
                step \(d.text) NOT NULL,
                number \(d.text) NOT NULL,
                title \(d.text) NOT NULL,
                state \(d.text) NOT NULL CHECK (state IN ('prepared', 'published', 'ended', 'dropped')),
                phone \(d.text) NOT NULL,
                address \(d.text) NOT NULL,
                body \(d.text) NOT NULL,
                snapshot \(d.text) NOT NULL,
                snapshot_hash \(d.text) NOT NULL,
                lasts \(d.int64),
                published_on \(d.day),
                ends_on \(d.day),
                ends_provisional \(d.bool) NOT NULL,
                prepared_by \(d.text) NOT NULL,
                published_by \(d.text),
                created_at \(d.instant) NOT NULL,
                published_at \(d.instant),
                ended_at \(d.instant)
            )\(d.tableEnd)
            """,
            "CREATE INDEX notices_list ON notices (programme_id, state, published_at, id)",
            "CREATE INDEX notices_round ON notices (round_id)",
            """
            CREATE TABLE notice_cases (
                notice_id \(d.text) NOT NULL REFERENCES notices (id),
                case_id \(d.text) NOT NULL REFERENCES cases (id),
                PRIMARY KEY (notice_id, case_id)
            )\(d.tableEnd)
            """,
            "CREATE INDEX notice_cases_case ON notice_cases (case_id)",
            """
            CREATE TABLE objections (
                case_id \(d.text) NOT NULL PRIMARY KEY REFERENCES cases (id),
                about_case \(d.text) NOT NULL REFERENCES cases (id),
                notice_id \(d.text) NOT NULL REFERENCES notices (id),
                channel \(d.text) NOT NULL CHECK (channel IN ('web', 'phone', 'letter', 'visit')),
                name \(d.bytes) NOT NULL,
                contact \(d.bytes) NOT NULL,
                body \(d.bytes) NOT NULL,
                receipt_hash \(d.text) NOT NULL UNIQUE,
                account_id \(d.text),
                entered_by \(d.text),
                at \(d.instant) NOT NULL
            )\(d.tableEnd)
            """,
            "CREATE INDEX objections_about ON objections (about_case)",
            "CREATE INDEX objections_notice ON objections (notice_id)",
            // Anonymous leads 线索: kept for the centre, they stop no clock.
            """
            CREATE TABLE leads (
                id \(d.text) NOT NULL PRIMARY KEY,
                notice_id \(d.text) NOT NULL REFERENCES notices (id),
                about_case \(d.text) NOT NULL REFERENCES cases (id),
                channel \(d.text) NOT NULL CHECK (channel IN ('web', 'phone', 'letter', 'visit')),
                body \(d.bytes) NOT NULL,
                entered_by \(d.text),
                at \(d.instant) NOT NULL
            )\(d.tableEnd)
            """,
            "CREATE INDEX leads_notice ON leads (notice_id)",
        ]
    }

    static func stations(_ d: Dialect) -> [SQL] {
        [
            """
            CREATE TABLE meetings (
                id \(d.text) NOT NULL PRIMARY KEY,
                programme_id \(d.text) NOT NULL,
                round_id \(d.text) NOT NULL REFERENCES rounds (id),
                office \(d.text) NOT NULL,
                step \(d.text) NOT NULL,
                held_on \(d.day) NOT NULL,
                present \(d.text) NOT NULL,
                recused \(d.text) NOT NULL,
                minutes \(d.bytes) NOT NULL,
                state \(d.text) NOT NULL CHECK (state IN ('recorded', 'signed', 'dropped')),
                recorded_by \(d.text) NOT NULL,
                signed_by \(d.text),
                recorded_at \(d.instant) NOT NULL,
                signed_at \(d.instant)
            )\(d.tableEnd)
            """,
            "CREATE INDEX meetings_round ON meetings (round_id)",
            """
            CREATE TABLE meeting_rulings (
                meeting_id \(d.text) NOT NULL REFERENCES meetings (id),
                case_id \(d.text) NOT NULL REFERENCES cases (id),
                ruling \(d.text) NOT NULL CHECK (ruling IN ('pass', 'refuse')),
                reason_id \(d.text) NOT NULL REFERENCES reasons (id),
                PRIMARY KEY (meeting_id, case_id)
            )\(d.tableEnd)
            """,
            """
            CREATE TABLE documents (
                id \(d.text) NOT NULL PRIMARY KEY,
                programme_id \(d.text) NOT NULL,
                meeting_id \(d.text) NOT NULL UNIQUE REFERENCES meetings (id),
                office \(d.text) NOT NULL,
                name \(d.text) NOT NULL,
                number \(d.text) NOT NULL UNIQUE,
                issued_on \(d.day) NOT NULL,
                body \(d.text) NOT NULL,
                body_hash \(d.text) NOT NULL,
                issued_by \(d.text) NOT NULL,
                issued_at \(d.instant) NOT NULL
            )\(d.tableEnd)
            """,
            """
            CREATE TABLE stations (
                id \(d.text) NOT NULL PRIMARY KEY,
                programme_id \(d.text) NOT NULL,
                level \(d.text) NOT NULL,
                organisation_id \(d.text) NOT NULL REFERENCES organisations (id),
                case_id \(d.text) NOT NULL UNIQUE REFERENCES cases (id),
                document_id \(d.text) NOT NULL REFERENCES documents (id),
                name \(d.text) NOT NULL,
                kind \(d.text) NOT NULL,
                field \(d.text) NOT NULL,
                area \(d.text) NOT NULL,
                address \(d.text) NOT NULL,
                introduction \(d.text) NOT NULL,
                recognised_on \(d.day) NOT NULL
            )\(d.tableEnd)
            """,
            "CREATE INDEX stations_list ON stations (programme_id, level, recognised_on, id)",
            "CREATE INDEX stations_newest ON stations (recognised_on, id)",
            """
            CREATE TABLE plaques (
                number \(d.text) NOT NULL PRIMARY KEY,
                programme_id \(d.text) NOT NULL,
                station_id \(d.text) NOT NULL UNIQUE REFERENCES stations (id),
                words \(d.text) NOT NULL,
                state \(d.text) NOT NULL CHECK (state IN ('valid', 'suspended', 'withdrawn')),
                state_since \(d.day) NOT NULL,
                reason_id \(d.text) REFERENCES reasons (id),
                clause \(d.text) NOT NULL,
                issued_on \(d.day) NOT NULL
            )\(d.tableEnd)
            """,
        ]
    }
}
