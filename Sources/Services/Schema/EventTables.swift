import SQL

extension Schema {
    /// Events: what is announced, under whose name, and what became of it. Seats have tables of their own (`SeatTables`).
    static func events(_ d: Dialect) -> [SQL] {
        [
            // An office's event has `office`; the station that runs it, once it has said yes, `station_id`. A station's own has `station_id` alone.
            """
            CREATE TABLE events (
                id \(d.text) NOT NULL PRIMARY KEY,
                programme_id \(d.text) NOT NULL,
                office \(d.text),
                station_id \(d.text) REFERENCES stations (id),
                fair_id \(d.text) REFERENCES fairs (id),
                type \(d.text) NOT NULL,
                title \(d.text) NOT NULL,
                summary \(d.text) NOT NULL,
                field \(d.text),
                area \(d.text),
                place \(d.text) NOT NULL,
                latitude \(d.double),
                longitude \(d.double),
                on_site \(d.bool) NOT NULL,
                begins_at \(d.instant) NOT NULL,
                ends_at \(d.instant) NOT NULL CHECK (ends_at > begins_at),
                seats \(d.int64) NOT NULL CHECK (seats BETWEEN 1 AND 20000),
                opens_at \(d.instant) NOT NULL,
                closes_at \(d.instant) NOT NULL CHECK (closes_at <= ends_at AND closes_at >= opens_at),
                approval \(d.bool) NOT NULL,
                group_most \(d.int64) NOT NULL CHECK (group_most BETWEEN 1 AND 100),
                waitlist \(d.bool) NOT NULL,
                questions \(d.text) NOT NULL,
                state \(d.text) NOT NULL CHECK (state IN ('draft', 'open', 'over', 'held', 'cancelled')),
                version \(d.int64) NOT NULL CHECK (version > 0),
                by_account \(d.text) NOT NULL REFERENCES accounts (id),
                created_at \(d.instant) NOT NULL,
                opened_at \(d.instant),
                ended_at \(d.instant),
                reason_id \(d.text) REFERENCES reasons (id),
                CHECK (office IS NOT NULL OR station_id IS NOT NULL)
            )\(d.tableEnd)
            """,
            "CREATE INDEX events_calendar ON events (programme_id, begins_at, id) WHERE state <> 'draft'",
            "CREATE INDEX events_station ON events (station_id, begins_at, id) WHERE station_id IS NOT NULL",
        ]
    }
}
