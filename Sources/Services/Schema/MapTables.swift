import SQL

extension Schema {
    /// Where stations are, and when somebody is there.
    static func map(_ d: Dialect) -> [SQL] {
        [
            // WGS 84, as the station's own people gave it.
            """
            CREATE TABLE station_points (
                station_id \(d.text) NOT NULL PRIMARY KEY REFERENCES stations (id),
                latitude \(d.double) NOT NULL CHECK (latitude BETWEEN -90 AND 90),
                longitude \(d.double) NOT NULL CHECK (longitude BETWEEN -180 AND 180),
                by_account \(d.text) NOT NULL REFERENCES accounts (id),
                set_at \(d.instant) NOT NULL
            )\(d.tableEnd)
            """,
            // Who agreed to stand on the station's page. Names and telephone numbers are sealed.
            """
            CREATE TABLE station_staff (
                id \(d.text) NOT NULL PRIMARY KEY,
                station_id \(d.text) NOT NULL REFERENCES stations (id),
                place \(d.int64) NOT NULL CHECK (place BETWEEN 0 AND 99),
                name \(d.bytes) NOT NULL,
                role \(d.text) NOT NULL,
                hours \(d.text) NOT NULL,
                phone \(d.bytes),
                phone_shown \(d.bool) NOT NULL,
                by_account \(d.text) NOT NULL REFERENCES accounts (id),
                set_at \(d.instant) NOT NULL,
                UNIQUE (station_id, place)
            )\(d.tableEnd)
            """,
            // Employers by where their open jobs are, and what was opened this week.
            "CREATE INDEX jobs_placed ON jobs (company, latitude, longitude) WHERE state = 'open' AND latitude IS NOT NULL",
            "CREATE INDEX jobs_station ON jobs (station_id) WHERE state = 'open' AND station_id IS NOT NULL",
            "CREATE INDEX jobs_opened ON jobs (opened_at, id) WHERE state = 'open'",
        ]
    }
}
