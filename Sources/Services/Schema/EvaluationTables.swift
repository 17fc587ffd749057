import SQL

extension Schema {
    /// Evaluation periods, what came of them, objections to scorecards, best practices.
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
                state \(d.text) NOT NULL CHECK (state IN ('open', 'scoring', 'revealed', 'published', 'closed')),
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
        ]
    }
}
