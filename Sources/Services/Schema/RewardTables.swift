import SQL

extension Schema {
    /// Introductions, claims with their calculation sheets, and the parts in which they are paid.
    static func rewards(_ d: Dialect) -> [SQL] {
        [
            // A station writes down that it introduces somebody to an employer. The number stands for the talent until they are known by their account.
            """
            CREATE TABLE introductions (
                id \(d.text) NOT NULL PRIMARY KEY,
                programme_id \(d.text) NOT NULL,
                station_id \(d.text) NOT NULL REFERENCES stations (id),
                organisation_id \(d.text) NOT NULL REFERENCES organisations (id),
                talent_id \(d.text) REFERENCES talents (account_id),
                phone \(d.bytes) NOT NULL,
                phone_index \(d.bytes) NOT NULL,
                name \(d.bytes) NOT NULL,
                position \(d.text) NOT NULL,
                state \(d.text) NOT NULL CHECK (state IN ('registered', 'confirmed', 'declined', 'withdrawn')),
                registered_on \(d.day) NOT NULL,
                talent_at \(d.instant),
                employer_at \(d.instant),
                employer_by \(d.text) REFERENCES accounts (id),
                confirmed_on \(d.day),
                reason_id \(d.text) REFERENCES reasons (id),
                by_account \(d.text) NOT NULL REFERENCES accounts (id),
                registered_at \(d.instant) NOT NULL,
                changed_at \(d.instant) NOT NULL,
                CHECK ((state = 'confirmed') = (confirmed_on IS NOT NULL)),
                CHECK (confirmed_on IS NULL OR (talent_at IS NOT NULL AND employer_at IS NOT NULL AND talent_id IS NOT NULL)),
                CHECK (talent_id IS NULL OR employer_by IS NULL OR talent_id <> employer_by)
            )\(d.tableEnd)
            """,
            "CREATE UNIQUE INDEX introductions_once ON introductions (organisation_id, phone_index) WHERE state IN ('registered', 'confirmed')",
            "CREATE UNIQUE INDEX introductions_person ON introductions (organisation_id, talent_id) WHERE talent_id IS NOT NULL AND state IN ('registered', 'confirmed')",
            "CREATE INDEX introductions_station ON introductions (station_id, changed_at, id)",
            "CREATE INDEX introductions_talent ON introductions (talent_id) WHERE talent_id IS NOT NULL",
            "CREATE INDEX introductions_phone ON introductions (phone_index)",
            // One hire, or one station and evaluation. `inputs` is sealed: it names somebody's pay and class.
            """
            CREATE TABLE reward_claims (
                id \(d.text) NOT NULL PRIMARY KEY,
                programme_id \(d.text) NOT NULL,
                programme_hash \(d.text) NOT NULL,
                reward \(d.text) NOT NULL,
                purpose \(d.text) NOT NULL CHECK (purpose IN ('agency_reward', 'event_grant')),
                occurrence \(d.text) NOT NULL,
                state \(d.text) NOT NULL CHECK (state IN ('handed_in', 'returned', 'approved', 'paid', 'refused', 'withdrawn', 'clawed_back')),
                station_id \(d.text) NOT NULL REFERENCES stations (id),
                payee_id \(d.text) NOT NULL REFERENCES organisations (id),
                case_id \(d.text) NOT NULL UNIQUE REFERENCES cases (id),
                introduction_id \(d.text) REFERENCES introductions (id),
                placement_id \(d.text) REFERENCES placements (id),
                person_id \(d.text) REFERENCES placed_people (id),
                employer_id \(d.text) REFERENCES organisations (id),
                period_id \(d.text) REFERENCES evaluation_periods (id),
                policy_id \(d.text) REFERENCES policies (id),
                policy_version \(d.int64),
                contract_on \(d.day),
                certified_by \(d.bytes),
                certified_on \(d.day),
                certified_until \(d.day),
                bank \(d.bytes) NOT NULL,
                bank_index \(d.bytes) NOT NULL,
                phone \(d.bytes) NOT NULL,
                phone_index \(d.bytes) NOT NULL,
                formula \(d.text) NOT NULL,
                inputs \(d.bytes) NOT NULL,
                sheet \(d.bytes) NOT NULL,
                amount \(d.fen) NOT NULL CHECK (amount >= 0),
                approved_by \(d.text) REFERENCES accounts (id),
                approved_on \(d.day),
                reason_id \(d.text) REFERENCES reasons (id),
                by_account \(d.text) NOT NULL REFERENCES accounts (id),
                claimed_at \(d.instant) NOT NULL,
                changed_at \(d.instant) NOT NULL,
                CHECK ((purpose = 'agency_reward') = (placement_id IS NOT NULL)),
                CHECK ((purpose = 'event_grant') = (period_id IS NOT NULL)),
                CHECK ((state IN ('approved', 'paid', 'clawed_back')) = (approved_on IS NOT NULL)),
                CHECK ((approved_on IS NULL) = (approved_by IS NULL)),
                CHECK ((policy_id IS NULL) = (policy_version IS NULL))
            )\(d.tableEnd)
            """,
            // One hire, one claim: across stations, years and programmes.
            "CREATE UNIQUE INDEX reward_claims_once ON reward_claims (purpose, occurrence) WHERE state NOT IN ('refused', 'withdrawn')",
            "CREATE INDEX reward_claims_list ON reward_claims (programme_id, changed_at, id)",
            "CREATE INDEX reward_claims_station ON reward_claims (station_id, changed_at, id)",
            "CREATE INDEX reward_claims_employer ON reward_claims (employer_id, claimed_at) WHERE employer_id IS NOT NULL",
            "CREATE INDEX reward_claims_placement ON reward_claims (placement_id) WHERE placement_id IS NOT NULL",
            "CREATE INDEX reward_claims_bank ON reward_claims (bank_index)",
            "CREATE INDEX reward_claims_phone ON reward_claims (phone_index)",
            // A claim is paid in parts, each under an order of its own. The first has the claim's own id, so that the order leads to the claim.
            """
            CREATE TABLE reward_parts (
                id \(d.text) NOT NULL PRIMARY KEY,
                claim_id \(d.text) NOT NULL REFERENCES reward_claims (id),
                n \(d.int64) NOT NULL CHECK (n > 0),
                percent \(d.int64) NOT NULL CHECK (percent BETWEEN 1 AND 100),
                after_days \(d.int64) NOT NULL CHECK (after_days >= 0),
                amount \(d.fen) NOT NULL CHECK (amount >= 0),
                due_on \(d.day) NOT NULL,
                state \(d.text) NOT NULL CHECK (state IN ('waiting', 'ordered', 'paid', 'failed', 'lapsed')),
                order_id \(d.text) REFERENCES payment_orders (id),
                back \(d.fen) NOT NULL CHECK (back BETWEEN 0 AND amount),
                changed_at \(d.instant) NOT NULL,
                UNIQUE (claim_id, n),
                CHECK (state NOT IN ('ordered', 'paid', 'failed') OR order_id IS NOT NULL)
            )\(d.tableEnd)
            """,
        ]
    }
}
