import SQL

extension Schema {
    /// People: who they are, what they say of themselves, what proves it, what they agreed to, and codes of interviews.
    static func talents(_ d: Dialect) -> [SQL] {
        [
            // A person is the blind index of an identity document, and outlives accounts: entitlements and bans hang on it.
            """
            CREATE TABLE persons (
                key \(d.text) NOT NULL PRIMARY KEY,
                since \(d.instant) NOT NULL
            )\(d.tableEnd)
            """,
            """
            CREATE TABLE talents (
                account_id \(d.text) NOT NULL PRIMARY KEY REFERENCES accounts (id),
                person_key \(d.text) REFERENCES persons (key),
                name \(d.bytes),
                document \(d.bytes),
                registered_at \(d.instant) NOT NULL,
                closed_at \(d.instant),
                CHECK ((person_key IS NULL) = (document IS NULL))
            )\(d.tableEnd)
            """,
            "CREATE UNIQUE INDEX talents_person ON talents (person_key) WHERE person_key IS NOT NULL",
            // What somebody says of themselves, and what is proven; whether a proof has run out is seen from its day.
            """
            CREATE TABLE talent_facts (
                account_id \(d.text) NOT NULL REFERENCES talents (account_id),
                fact \(d.text) NOT NULL,
                value \(d.bytes) NOT NULL,
                stated_at \(d.instant) NOT NULL,
                proof_id \(d.text),
                interview_id \(d.text),
                accepted_by \(d.text),
                accepted_at \(d.instant),
                until \(d.day),
                PRIMARY KEY (account_id, fact),
                CHECK (accepted_at IS NOT NULL OR (accepted_by IS NULL AND proof_id IS NULL AND interview_id IS NULL AND until IS NULL))
            )\(d.tableEnd)
            """,
            "CREATE INDEX talent_facts_proof ON talent_facts (proof_id) WHERE proof_id IS NOT NULL",
            """
            CREATE TABLE proofs (
                id \(d.text) NOT NULL PRIMARY KEY,
                account_id \(d.text) NOT NULL REFERENCES talents (account_id),
                kind \(d.text) NOT NULL CHECK (kind IN ('identity', 'student_card', 'degree', 'graduation', 'interview', 'business_licence', 'other')),
                file_id \(d.text) REFERENCES files (id),
                note \(d.bytes) NOT NULL,
                expires \(d.day),
                created_at \(d.instant) NOT NULL,
                removed_at \(d.instant),
                CHECK ((removed_at IS NULL) = (file_id IS NOT NULL))
            )\(d.tableEnd)
            """,
            "CREATE INDEX proofs_account ON proofs (account_id, created_at)",
            // Each use of a proof is agreed to: that the offices of a programme check the profile by it, for a stay, or for a case.
            """
            CREATE TABLE proof_uses (
                id \(d.text) NOT NULL PRIMARY KEY,
                proof_id \(d.text) NOT NULL REFERENCES proofs (id),
                purpose \(d.text) NOT NULL CHECK (purpose IN ('check', 'stay', 'case')),
                subject \(d.text) NOT NULL,
                granted_at \(d.instant) NOT NULL,
                revoked_at \(d.instant)
            )\(d.tableEnd)
            """,
            "CREATE UNIQUE INDEX proof_uses_open ON proof_uses (proof_id, purpose, subject) WHERE revoked_at IS NULL",
            "CREATE INDEX proof_uses_subject ON proof_uses (purpose, subject, granted_at, id) WHERE revoked_at IS NULL",
            """
            CREATE TABLE proof_looks (
                id \(d.text) NOT NULL PRIMARY KEY,
                proof_id \(d.text) NOT NULL REFERENCES proofs (id),
                by_account \(d.text) NOT NULL REFERENCES accounts (id),
                why \(d.bytes) NOT NULL,
                at \(d.instant) NOT NULL
            )\(d.tableEnd)
            """,
            "CREATE INDEX proof_looks_proof ON proof_looks (proof_id, at)",
            """
            CREATE TABLE consents (
                id \(d.text) NOT NULL PRIMARY KEY,
                account_id \(d.text) NOT NULL REFERENCES accounts (id),
                purpose \(d.text) NOT NULL,
                version \(d.text) NOT NULL,
                granted_at \(d.instant) NOT NULL,
                withdrawn_at \(d.instant)
            )\(d.tableEnd)
            """,
            "CREATE UNIQUE INDEX consents_open ON consents (account_id, purpose) WHERE withdrawn_at IS NULL",
            "CREATE INDEX consents_account ON consents (account_id, granted_at)",
            // The newest code of a number, real time. Only its keyed hash is kept.
            """
            CREATE TABLE phone_codes (
                phone_index \(d.bytes) NOT NULL PRIMARY KEY,
                hash \(d.bytes) NOT NULL,
                sent_at \(d.instant) NOT NULL,
                ends_at \(d.instant) NOT NULL,
                tries \(d.int64) NOT NULL CHECK (tries BETWEEN 0 AND 5),
                used_at \(d.instant),
                sent_on \(d.day) NOT NULL,
                sent_that_day \(d.int64) NOT NULL CHECK (sent_that_day BETWEEN 1 AND 10)
            )\(d.tableEnd)
            """,
            "CREATE INDEX phone_codes_age ON phone_codes (sent_at)",
            """
            CREATE TABLE interviews (
                id \(d.text) NOT NULL PRIMARY KEY,
                organisation_id \(d.text) NOT NULL REFERENCES organisations (id),
                number_index \(d.bytes) NOT NULL UNIQUE,
                number \(d.bytes) NOT NULL,
                name \(d.bytes) NOT NULL,
                phone \(d.bytes) NOT NULL,
                place \(d.text) NOT NULL,
                position \(d.text) NOT NULL,
                first_day \(d.day) NOT NULL,
                last_day \(d.day) NOT NULL CHECK (last_day >= first_day),
                state \(d.text) NOT NULL CHECK (state IN ('issued', 'claimed', 'revoked')),
                issued_by \(d.text) NOT NULL REFERENCES accounts (id),
                issued_at \(d.instant) NOT NULL,
                claimed_by \(d.text) REFERENCES talents (account_id),
                claimed_at \(d.instant),
                revoked_at \(d.instant),
                CHECK ((state = 'claimed') = (claimed_by IS NOT NULL))
            )\(d.tableEnd)
            """,
            "CREATE INDEX interviews_organisation ON interviews (organisation_id, issued_at, id)",
            "CREATE INDEX interviews_claimed ON interviews (claimed_by) WHERE claimed_by IS NOT NULL",
        ]
    }
}
