import SQL

extension Schema {
    /// Evaluation periods, what came of them, objections to scorecards, best practices. `rehearsed_at` stands where a trial is played to its end as a rehearsal 演练.
    static func evaluation(_ d: Dialect) -> [SQL] {
        [
            // One evaluation of all stations of a level over some days, under the programme that was in force when it was opened.
            """
            CREATE TABLE evaluation_periods (
                id \(d.text) NOT NULL PRIMARY KEY,
                programme_id \(d.text) NOT NULL,
                programme_hash \(d.text) NOT NULL,
                level \(d.text) NOT NULL,
                name \(d.text) NOT NULL,
                first_day \(d.day) NOT NULL,
                last_day \(d.day) NOT NULL CHECK (last_day >= first_day),
                is_trial \(d.bool) NOT NULL,
                rehearsed_at \(d.instant),
                state \(d.text) NOT NULL CHECK (state IN ('open', 'scoring', 'revealed', 'published', 'closed', 'cancelled')),
                by_account \(d.text) NOT NULL REFERENCES accounts (id),
                opened_at \(d.instant) NOT NULL,
                changed_at \(d.instant) NOT NULL
            )\(d.tableEnd)
            """,
            "CREATE INDEX evaluation_periods_list ON evaluation_periods (programme_id, first_day, id)",
            // What a station came to in a period, once it stands: from the publication on.
            """
            CREATE TABLE evaluation_results (
                period_id \(d.text) NOT NULL REFERENCES evaluation_periods (id),
                station_id \(d.text) NOT NULL REFERENCES stations (id),
                points \(d.int64) NOT NULL,
                grade \(d.text) NOT NULL,
                consequence \(d.text) NOT NULL CHECK (consequence IN ('reward', 'improve', 'withdraw', 'none')),
                at \(d.instant) NOT NULL,
                PRIMARY KEY (period_id, station_id)
            )\(d.tableEnd)
            """,
            "CREATE INDEX evaluation_results_station ON evaluation_results (station_id, at, period_id)",
            // The scorecard of a station as it was frozen: lines with inputs, points and rules. A correction raises the revision.
            """
            CREATE TABLE evaluation_scorecards (
                period_id \(d.text) NOT NULL REFERENCES evaluation_periods (id),
                station_id \(d.text) NOT NULL REFERENCES stations (id),
                lines \(d.text) NOT NULL,
                vetoes \(d.text) NOT NULL,
                points \(d.int64) NOT NULL,
                place \(d.int64) NOT NULL,
                grade \(d.text) NOT NULL,
                is_advanced \(d.bool) NOT NULL,
                revision \(d.int64) NOT NULL,
                frozen_at \(d.instant) NOT NULL,
                PRIMARY KEY (period_id, station_id)
            )\(d.tableEnd)
            """,
            // The public notice of a period's grades: prepared by one person, published by another.
            """
            CREATE TABLE evaluation_notices (
                period_id \(d.text) NOT NULL PRIMARY KEY REFERENCES evaluation_periods (id),
                office \(d.text) NOT NULL,
                number \(d.text) NOT NULL,
                title \(d.text) NOT NULL,
                body \(d.text) NOT NULL,
                snapshot \(d.text) NOT NULL,
                snapshot_hash \(d.text) NOT NULL,
                phone \(d.text) NOT NULL,
                address \(d.text) NOT NULL,
                lasts \(d.int64) NOT NULL,
                state \(d.text) NOT NULL CHECK (state IN ('prepared', 'published')),
                prepared_by \(d.text) NOT NULL REFERENCES accounts (id),
                prepared_at \(d.instant) NOT NULL,
                published_by \(d.text) REFERENCES accounts (id),
                published_on \(d.day),
                ends_on \(d.day),
                published_at \(d.instant),
                CHECK ((state = 'published') = (published_on IS NOT NULL))
            )\(d.tableEnd)
            """,
            // An objection of a station to one line of its scorecard; the corrected input stands here before the case is decided.
            """
            CREATE TABLE score_objections (
                id \(d.text) NOT NULL PRIMARY KEY,
                period_id \(d.text) NOT NULL REFERENCES evaluation_periods (id),
                station_id \(d.text) NOT NULL REFERENCES stations (id),
                indicator \(d.text) NOT NULL,
                case_id \(d.text) NOT NULL UNIQUE REFERENCES cases (id),
                account_id \(d.text) NOT NULL REFERENCES accounts (id),
                body \(d.bytes) NOT NULL,
                amount \(d.int64),
                of_amount \(d.int64),
                reason_id \(d.text) REFERENCES reasons (id),
                at \(d.instant) NOT NULL,
                settled_at \(d.instant),
                upheld \(d.bool)
            )\(d.tableEnd)
            """,
            "CREATE UNIQUE INDEX score_objections_open ON score_objections (period_id, station_id, indicator) WHERE settled_at IS NULL",
            "CREATE INDEX score_objections_period ON score_objections (period_id, at, id)",
            // What a station must improve after an evaluation.
            """
            CREATE TABLE improvement_duties (
                period_id \(d.text) NOT NULL REFERENCES evaluation_periods (id),
                station_id \(d.text) NOT NULL REFERENCES stations (id),
                due_on \(d.day) NOT NULL,
                state \(d.text) NOT NULL CHECK (state IN ('open', 'answered', 'accepted')),
                answer \(d.bytes),
                answered_at \(d.instant),
                accepted_by \(d.text) REFERENCES accounts (id),
                accepted_at \(d.instant),
                reason_id \(d.text) REFERENCES reasons (id),
                PRIMARY KEY (period_id, station_id)
            )\(d.tableEnd)
            """,
            "CREATE INDEX improvement_duties_open ON improvement_duties (state, due_on, period_id, station_id)",
            // Runs of the what-if page: what was changed, and how stations moved. They bear letters, so that nobody drafts rules for a name.
            """
            CREATE TABLE what_if_runs (
                id \(d.text) NOT NULL PRIMARY KEY,
                programme_id \(d.text) NOT NULL,
                level \(d.text) NOT NULL,
                first_day \(d.day) NOT NULL,
                last_day \(d.day) NOT NULL,
                changes \(d.text) NOT NULL,
                result \(d.text) NOT NULL,
                by_account \(d.text) NOT NULL REFERENCES accounts (id),
                at \(d.instant) NOT NULL
            )\(d.tableEnd)
            """,
            "CREATE INDEX what_if_runs_list ON what_if_runs (programme_id, at, id)",
            // Best practices 经验做法 (二(二)3), written by an office and published by a second person.
            """
            CREATE TABLE practices (
                id \(d.text) NOT NULL PRIMARY KEY,
                programme_id \(d.text) NOT NULL,
                period_id \(d.text) REFERENCES evaluation_periods (id),
                station_id \(d.text) NOT NULL REFERENCES stations (id),
                title \(d.text) NOT NULL,
                body \(d.text) NOT NULL,
                evidence \(d.text) NOT NULL,
                state \(d.text) NOT NULL CHECK (state IN ('draft', 'published', 'withdrawn')),
                written_by \(d.text) NOT NULL REFERENCES accounts (id),
                office \(d.text) NOT NULL,
                written_at \(d.instant) NOT NULL,
                published_by \(d.text) REFERENCES accounts (id),
                published_at \(d.instant),
                reason_id \(d.text) REFERENCES reasons (id)
            )\(d.tableEnd)
            """,
            "CREATE INDEX practices_list ON practices (state, published_at, id)",
        ]
    }
}
