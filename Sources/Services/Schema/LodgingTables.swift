import SQL

extension Schema {
    /// Places with beds, stays, and the ledger of bed-nights and entitlements. What runs out is a row under a unique index; nothing is counted
    /// in a column (docs/decisions/0017-ledger.md).
    static func lodging(_ d: Dialect) -> [SQL] { places(d) + stays(d) + ledger(d) + queues(d) }

    private static func places(_ d: Dialect) -> [SQL] {
        [
            // A referral promises a price and never a bed: it has no units.
            """
            CREATE TABLE lodgings (
                id \(d.text) NOT NULL PRIMARY KEY,
                programme_id \(d.text) NOT NULL,
                station_id \(d.text) NOT NULL REFERENCES stations (id),
                kind \(d.text) NOT NULL CHECK (kind IN ('own', 'allotment', 'referral')),
                name \(d.text) NOT NULL,
                address \(d.text) NOT NULL,
                area \(d.text) NOT NULL,
                latitude \(d.double),
                longitude \(d.double),
                phone \(d.text) NOT NULL,
                rules_zh \(d.text) NOT NULL,
                rules_en \(d.text) NOT NULL,
                list_price \(d.fen) NOT NULL CHECK (list_price >= 0),
                special_price \(d.fen) NOT NULL CHECK (special_price >= 0 AND special_price <= list_price),
                contract_from \(d.day),
                contract_to \(d.day),
                release_hour \(d.int64) CHECK (release_hour BETWEEN 0 AND 24),
                photos \(d.text) NOT NULL,
                published \(d.bool) NOT NULL,
                version \(d.int64) NOT NULL,
                created_at \(d.instant) NOT NULL,
                CHECK (contract_to IS NULL OR contract_from IS NULL OR contract_to > contract_from)
            )\(d.tableEnd)
            """,
            "CREATE INDEX lodgings_station ON lodgings (station_id)",
            "CREATE INDEX lodgings_list ON lodgings (programme_id, area, id) WHERE published",
            // A unit is never changed but for its labels and its end; another gender is another unit. `to_day` is the first day without it.
            """
            CREATE TABLE lodging_units (
                id \(d.text) NOT NULL PRIMARY KEY,
                programme_id \(d.text) NOT NULL,
                lodging_id \(d.text) NOT NULL REFERENCES lodgings (id),
                kind \(d.text) NOT NULL CHECK (kind IN ('bed', 'room')),
                room \(d.text) NOT NULL,
                label \(d.text) NOT NULL,
                gender \(d.text) NOT NULL CHECK (gender IN ('any', 'male', 'female')),
                accessible \(d.bool) NOT NULL,
                from_day \(d.day) NOT NULL,
                to_day \(d.day),
                created_at \(d.instant) NOT NULL,
                CHECK (to_day IS NULL OR to_day >= from_day),
                UNIQUE (lodging_id, room, label, from_day)
            )\(d.tableEnd)
            """,
            // Nights on which a place or one unit is closed. They stand in the ledger too, so that no bed is booked and closed at once.
            """
            CREATE TABLE lodging_closures (
                id \(d.text) NOT NULL PRIMARY KEY,
                programme_id \(d.text) NOT NULL,
                lodging_id \(d.text) NOT NULL REFERENCES lodgings (id),
                unit_id \(d.text) REFERENCES lodging_units (id),
                kind \(d.text) NOT NULL CHECK (kind IN ('closed', 'ended', 'draw')),
                first_night \(d.day) NOT NULL,
                end_day \(d.day) NOT NULL CHECK (end_day > first_night),
                reason \(d.text) NOT NULL,
                by_actor \(d.text) NOT NULL,
                created_at \(d.instant) NOT NULL,
                ended_at \(d.instant)
            )\(d.tableEnd)
            """,
            "CREATE INDEX lodging_closures_place ON lodging_closures (lodging_id, first_night)",
        ]
    }

    private static func stays(_ d: Dialect) -> [SQL] {
        [
            """
            CREATE TABLE stay_groups (
                id \(d.text) NOT NULL PRIMARY KEY,
                programme_id \(d.text) NOT NULL,
                lodging_id \(d.text) NOT NULL REFERENCES lodgings (id),
                name \(d.text) NOT NULL,
                by_actor \(d.text) NOT NULL,
                created_at \(d.instant) NOT NULL
            )\(d.tableEnd)
            """,
            """
            CREATE TABLE stays (
                id \(d.text) NOT NULL PRIMARY KEY,
                programme_id \(d.text) NOT NULL,
                programme_hash \(d.text) NOT NULL REFERENCES texts (hash),
                lodging_id \(d.text) NOT NULL REFERENCES lodgings (id),
                account_id \(d.text) REFERENCES accounts (id),
                person_key \(d.text) NOT NULL,
                guest \(d.bytes) NOT NULL,
                sex \(d.text) NOT NULL CHECK (sex IN ('male', 'female', 'unknown')),
                is_foreign \(d.bool) NOT NULL,
                state \(d.text) NOT NULL CHECK (state IN ('held', 'booked', 'checked_in', 'checked_out', 'cancelled', 'no_show', 'expired')),
                first_night \(d.day) NOT NULL,
                end_day \(d.day) NOT NULL CHECK (end_day > first_night),
                hold_until \(d.instant) CHECK ((state = 'held') = (hold_until IS NOT NULL)),
                why \(d.text) NOT NULL CHECK (why IN ('asked', 'questions', 'offer', 'draw', 'group', 'walk_in')),
                group_id \(d.text) REFERENCES stay_groups (id),
                finding \(d.text) NOT NULL,
                price \(d.fen) NOT NULL CHECK (price >= 0),
                free_nights \(d.int64) NOT NULL CHECK (free_nights >= 0),
                late_until \(d.instant),
                proof_case \(d.text) REFERENCES cases (id),
                version \(d.int64) NOT NULL CHECK (version > 0),
                created_at \(d.instant) NOT NULL,
                arrived_at \(d.instant),
                left_at \(d.instant),
                ended_at \(d.instant)
            )\(d.tableEnd)
            """,
            "CREATE INDEX stays_account ON stays (account_id, first_night) WHERE account_id IS NOT NULL",
            "CREATE INDEX stays_person ON stays (person_key, created_at)",
            "CREATE INDEX stays_arrivals ON stays (lodging_id, first_night)",
            "CREATE INDEX stays_departures ON stays (lodging_id, end_day)",
            "CREATE INDEX stays_house ON stays (lodging_id) WHERE state = 'checked_in'",
            "CREATE INDEX stays_group ON stays (group_id) WHERE group_id IS NOT NULL",
            "CREATE INDEX stays_proof ON stays (proof_case) WHERE proof_case IS NOT NULL",
            """
            CREATE TABLE check_ins (
                stay_id \(d.text) NOT NULL PRIMARY KEY REFERENCES stays (id),
                programme_id \(d.text) NOT NULL,
                at \(d.instant) NOT NULL,
                way \(d.text) NOT NULL CHECK (way IN ('code', 'token', 'document')),
                by_account \(d.text) NOT NULL REFERENCES accounts (id),
                police_due \(d.instant),
                police_at \(d.instant),
                police_by \(d.text) REFERENCES accounts (id),
                deposit \(d.fen) NOT NULL CHECK (deposit >= 0),
                deposit_back \(d.fen) CHECK (deposit_back BETWEEN 0 AND deposit)
            )\(d.tableEnd)
            """,
            "CREATE INDEX check_ins_police ON check_ins (police_due) WHERE police_at IS NULL",
            // Somebody did not come, or cancelled late: a rung of the ladder, with what followed from it. An appeal that is upheld lifts it.
            """
            CREATE TABLE stay_misses (
                stay_id \(d.text) NOT NULL PRIMARY KEY REFERENCES stays (id),
                programme_id \(d.text) NOT NULL,
                person_key \(d.text) NOT NULL,
                account_id \(d.text) REFERENCES accounts (id),
                kind \(d.text) NOT NULL CHECK (kind IN ('no_show', 'late_cancel')),
                at \(d.instant) NOT NULL,
                consequence \(d.text) NOT NULL CHECK (consequence IN ('warning', 'ban')),
                ban_until \(d.day) CHECK ((consequence = 'ban') = (ban_until IS NOT NULL)),
                appeal_case \(d.text) REFERENCES cases (id),
                appeal_text \(d.bytes),
                lifted_at \(d.instant)
            )\(d.tableEnd)
            """,
            "CREATE INDEX stay_misses_person ON stay_misses (person_key, at)",
            "CREATE INDEX stay_misses_appeal ON stay_misses (appeal_case) WHERE appeal_case IS NOT NULL",
        ]
    }

    /// Each line is taken by an insert that the database refuses to the second. Releasing sets `released_at`; nothing is deleted.
    private static func ledger(_ d: Dialect) -> [SQL] {
        [
            """
            CREATE TABLE bed_nights (
                unit_id \(d.text) NOT NULL REFERENCES lodging_units (id),
                night \(d.day) NOT NULL,
                programme_id \(d.text) NOT NULL,
                lodging_id \(d.text) NOT NULL,
                gender \(d.text) NOT NULL,
                stay_id \(d.text) REFERENCES stays (id),
                closure_id \(d.text) REFERENCES lodging_closures (id),
                taken_at \(d.instant) NOT NULL,
                released_at \(d.instant),
                CHECK ((stay_id IS NULL) <> (closure_id IS NULL))
            )\(d.tableEnd)
            """,
            "CREATE UNIQUE INDEX bed_nights_taken ON bed_nights (unit_id, night) WHERE released_at IS NULL",
            // The public calendar reads this index alone.
            "CREATE INDEX bed_nights_calendar ON bed_nights (lodging_id, night, gender) WHERE released_at IS NULL",
            "CREATE INDEX bed_nights_stay ON bed_nights (stay_id, night) WHERE stay_id IS NOT NULL",
            "CREATE INDEX bed_nights_closure ON bed_nights (closure_id) WHERE closure_id IS NOT NULL",
            // A person is in one bed a night, across all programmes; `n` counts the nights of the entitlement, and is null for a paid night beyond it.
            """
            CREATE TABLE person_nights (
                programme_id \(d.text) NOT NULL,
                person_key \(d.text) NOT NULL,
                night \(d.day) NOT NULL,
                year \(d.int64) NOT NULL,
                n \(d.int64) CHECK (n > 0),
                stay_id \(d.text) NOT NULL REFERENCES stays (id),
                released_at \(d.instant)
            )\(d.tableEnd)
            """,
            "CREATE UNIQUE INDEX person_nights_night ON person_nights (person_key, night) WHERE released_at IS NULL",
            "CREATE UNIQUE INDEX person_nights_number ON person_nights (programme_id, person_key, year, n) WHERE released_at IS NULL AND n IS NOT NULL",
            "CREATE INDEX person_nights_stay ON person_nights (stay_id, night)",
            """
            CREATE TABLE person_stays (
                programme_id \(d.text) NOT NULL,
                person_key \(d.text) NOT NULL,
                year \(d.int64) NOT NULL,
                n \(d.int64) NOT NULL CHECK (n > 0),
                stay_id \(d.text) NOT NULL REFERENCES stays (id),
                released_at \(d.instant)
            )\(d.tableEnd)
            """,
            "CREATE UNIQUE INDEX person_stays_number ON person_stays (programme_id, person_key, year, n) WHERE released_at IS NULL",
            "CREATE INDEX person_stays_stay ON person_stays (stay_id)",
        ]
    }

    private static func queues(_ d: Dialect) -> [SQL] {
        [
            """
            CREATE TABLE waitlist (
                id \(d.text) NOT NULL PRIMARY KEY,
                programme_id \(d.text) NOT NULL,
                lodging_id \(d.text) NOT NULL REFERENCES lodgings (id),
                account_id \(d.text) NOT NULL REFERENCES accounts (id),
                person_key \(d.text) NOT NULL,
                first_night \(d.day) NOT NULL,
                end_day \(d.day) NOT NULL CHECK (end_day > first_night),
                accessible \(d.bool) NOT NULL,
                may_move \(d.bool) NOT NULL,
                state \(d.text) NOT NULL CHECK (state IN ('waiting', 'offered', 'taken', 'missed', 'left', 'over')),
                stay_id \(d.text) REFERENCES stays (id),
                created_at \(d.instant) NOT NULL,
                ended_at \(d.instant)
            )\(d.tableEnd)
            """,
            "CREATE UNIQUE INDEX waitlist_once ON waitlist (person_key, lodging_id, first_night) WHERE ended_at IS NULL",
            "CREATE INDEX waitlist_order ON waitlist (lodging_id, created_at, id) WHERE state = 'waiting'",
            "CREATE INDEX waitlist_account ON waitlist (account_id, created_at)",
            "CREATE INDEX waitlist_stay ON waitlist (stay_id) WHERE stay_id IS NOT NULL",
            """
            CREATE TABLE draws (
                id \(d.text) NOT NULL PRIMARY KEY,
                programme_id \(d.text) NOT NULL,
                lodging_id \(d.text) NOT NULL REFERENCES lodgings (id),
                closure_id \(d.text) NOT NULL REFERENCES lodging_closures (id),
                title \(d.text) NOT NULL,
                first_night \(d.day) NOT NULL,
                end_day \(d.day) NOT NULL CHECK (end_day > first_night),
                gender \(d.text) NOT NULL CHECK (gender IN ('any', 'male', 'female')),
                places \(d.int64) NOT NULL CHECK (places > 0),
                closes_at \(d.instant) NOT NULL,
                seed \(d.bytes) NOT NULL,
                seed_hash \(d.text) NOT NULL,
                state \(d.text) NOT NULL CHECK (state IN ('open', 'drawn')),
                revealed \(d.text) CHECK ((state = 'drawn') = (revealed IS NOT NULL)),
                created_at \(d.instant) NOT NULL,
                drawn_at \(d.instant)
            )\(d.tableEnd)
            """,
            "CREATE INDEX draws_list ON draws (programme_id, closes_at, id)",
            """
            CREATE TABLE draw_requests (
                id \(d.text) NOT NULL PRIMARY KEY,
                programme_id \(d.text) NOT NULL,
                draw_id \(d.text) NOT NULL REFERENCES draws (id),
                account_id \(d.text) NOT NULL REFERENCES accounts (id),
                person_key \(d.text) NOT NULL,
                outcome \(d.text) NOT NULL CHECK (outcome IN ('entered', 'won', 'lost', 'void')),
                place \(d.int64) CHECK (place > 0),
                stay_id \(d.text) REFERENCES stays (id),
                created_at \(d.instant) NOT NULL,
                UNIQUE (draw_id, person_key)
            )\(d.tableEnd)
            """,
            "CREATE INDEX draw_requests_account ON draw_requests (account_id, created_at)",
            // Demand that was not met: one row a night that somebody wanted and did not get. Nobody's name.
            """
            CREATE TABLE refused_nights (
                id \(d.text) NOT NULL PRIMARY KEY,
                programme_id \(d.text) NOT NULL,
                lodging_id \(d.text) NOT NULL REFERENCES lodgings (id),
                area \(d.text) NOT NULL,
                night \(d.day) NOT NULL,
                reason \(d.text) NOT NULL,
                at \(d.instant) NOT NULL
            )\(d.tableEnd)
            """,
            "CREATE INDEX refused_nights_date ON refused_nights (programme_id, night, area)",
        ]
    }
}
