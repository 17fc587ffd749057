import SQL

extension Schema {
    /// Stations that end: the case, what its host says, the hearing, and each effect.
    static func withdrawal(_ d: Dialect) -> [SQL] {
        [
            // `begun_by`: who brought it by a verb of its own; nobody where an evaluation or a serious event began it. `reason_id`: the facts, as the host was told.
            // `state_by`: the last day on which the host may state its side; `appeal_by`: on which it may appeal.
            """
            CREATE TABLE withdrawals (
                case_id \(d.text) NOT NULL PRIMARY KEY REFERENCES cases (id),
                programme_id \(d.text) NOT NULL,
                station_id \(d.text) NOT NULL REFERENCES stations (id),
                cause \(d.text) NOT NULL CHECK (cause IN ('failing', 'fraud', 'accident', 'wish')),
                state \(d.text) NOT NULL CHECK (state IN ('notified', 'hearing', 'deciding', 'decided', 'appealed', 'ending', 'ended', 'dropped', 'fallen', 'taken_back')),
                reason_id \(d.text) NOT NULL REFERENCES reasons (id),
                begun_by \(d.text) REFERENCES accounts (id),
                begun_at \(d.instant) NOT NULL,
                changed_at \(d.instant) NOT NULL,
                state_by \(d.day),
                decided_on \(d.day),
                appeal_by \(d.day),
                appeal_case \(d.text) REFERENCES cases (id),
                effective_on \(d.day),
                ended_at \(d.instant),
                returned_on \(d.day),
                returned_by \(d.text) REFERENCES accounts (id),
                CHECK (appeal_by IS NULL OR decided_on IS NOT NULL),
                CHECK ((state IN ('ending', 'ended')) = (effective_on IS NOT NULL)),
                CHECK (returned_on IS NULL OR effective_on IS NOT NULL)
            )\(d.tableEnd)
            """,
            // A station ends once: nothing else begins while one is under way, or when one is in effect.
            "CREATE UNIQUE INDEX withdrawals_station ON withdrawals (station_id) WHERE state NOT IN ('dropped', 'fallen', 'taken_back')",
            "CREATE UNIQUE INDEX withdrawals_appeal ON withdrawals (appeal_case) WHERE appeal_case IS NOT NULL",
            "CREATE INDEX withdrawals_list ON withdrawals (programme_id, begun_at, case_id)",
            """
            CREATE TABLE withdrawal_statements (
                id \(d.text) NOT NULL PRIMARY KEY,
                case_id \(d.text) NOT NULL REFERENCES withdrawals (case_id),
                n \(d.int64) NOT NULL CHECK (n > 0),
                kind \(d.text) NOT NULL CHECK (kind IN ('statement', 'hearing', 'waiver', 'appeal', 'wish')),
                body \(d.bytes),
                by_account \(d.text) NOT NULL REFERENCES accounts (id),
                at \(d.instant) NOT NULL,
                UNIQUE (case_id, n)
            )\(d.tableEnd)
            """,
            // Called for a day and place, and recorded when it was held. Who was there and what was said is sealed.
            """
            CREATE TABLE withdrawal_hearings (
                case_id \(d.text) NOT NULL PRIMARY KEY REFERENCES withdrawals (case_id),
                planned_on \(d.day) NOT NULL,
                place \(d.text) NOT NULL,
                called_by \(d.text) NOT NULL REFERENCES accounts (id),
                called_at \(d.instant) NOT NULL,
                held_on \(d.day),
                present \(d.bytes),
                minutes \(d.bytes),
                recorded_by \(d.text) REFERENCES accounts (id),
                recorded_at \(d.instant),
                CHECK ((held_on IS NULL) = (minutes IS NULL)),
                CHECK ((held_on IS NULL) = (recorded_at IS NULL))
            )\(d.tableEnd)
            """,
            // One row for each thing that ended with the station; the same thing again is the same row. `target` is who has it now, or what was done.
            """
            CREATE TABLE withdrawal_effects (
                case_id \(d.text) NOT NULL REFERENCES withdrawals (case_id),
                kind \(d.text) NOT NULL,
                subject \(d.text) NOT NULL,
                target \(d.text) NOT NULL,
                at \(d.instant) NOT NULL,
                PRIMARY KEY (case_id, kind, subject)
            )\(d.tableEnd)
            """,
            "CREATE INDEX withdrawal_effects_list ON withdrawal_effects (case_id, at, kind, subject)",
        ]
    }
}
