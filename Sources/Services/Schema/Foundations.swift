import SQL

extension Schema {
    /// What every verb stands on: texts, clocks, audit, outbox, due work, idempotency, files.
    static func foundations(_ d: Dialect) -> [SQL] {
        [
            """
            CREATE TABLE settings (
                name \(d.text) NOT NULL PRIMARY KEY,
                value \(d.text) NOT NULL
            )\(d.tableEnd)
            """,
            // Programme and calendar texts by hash. A case names the hash of the text that it is judged under.
            """
            CREATE TABLE texts (
                hash \(d.text) NOT NULL PRIMARY KEY,
                kind \(d.text) NOT NULL CHECK (kind IN ('programme', 'calendar')),
                name \(d.text) NOT NULL,
                version \(d.text) NOT NULL,
                body \(d.text) NOT NULL,
                loaded_at \(d.instant) NOT NULL
            )\(d.tableEnd)
            """,
            "CREATE INDEX texts_name ON texts (kind, name, loaded_at)",
            // Free text sits here, with the salt of the digest that the audit trail holds; both can be deleted together.
            """
            CREATE TABLE reasons (
                id \(d.text) NOT NULL PRIMARY KEY,
                audience \(d.text) NOT NULL CHECK (audience IN ('public', 'applicant', 'office')),
                body \(d.bytes) NOT NULL,
                salt \(d.bytes) NOT NULL,
                created_at \(d.instant) NOT NULL
            )\(d.tableEnd)
            """,
            """
            CREATE TABLE audit_records (
                kind \(d.text) NOT NULL,
                subject \(d.text) NOT NULL,
                number \(d.int64) NOT NULL CHECK (number > 0),
                previous \(d.text) NOT NULL,
                hash \(d.text) NOT NULL,
                actor \(d.text) NOT NULL,
                post \(d.text) NOT NULL,
                at \(d.instant) NOT NULL,
                verb \(d.text) NOT NULL,
                state_from \(d.text) NOT NULL,
                state_to \(d.text) NOT NULL,
                reason \(d.text) NOT NULL,
                reason_digest \(d.text) NOT NULL,
                clause \(d.text) NOT NULL,
                detail \(d.text) NOT NULL,
                sealed \(d.bool) NOT NULL,
                PRIMARY KEY (kind, subject, number)
            )\(d.tableEnd)
            """,
            "CREATE INDEX audit_unsealed ON audit_records (at) WHERE NOT sealed",
            """
            CREATE TABLE audit_seals (
                number \(d.int64) NOT NULL PRIMARY KEY CHECK (number > 0),
                kind \(d.text) NOT NULL,
                subject \(d.text) NOT NULL,
                record_number \(d.int64) NOT NULL,
                record_hash \(d.text) NOT NULL,
                previous \(d.text) NOT NULL,
                hash \(d.text) NOT NULL,
                UNIQUE (kind, subject, record_number)
            )\(d.tableEnd)
            """,
            """
            CREATE TABLE audit_heads (
                number \(d.int64) NOT NULL PRIMARY KEY,
                hash \(d.text) NOT NULL,
                signature \(d.text) NOT NULL,
                public_key \(d.text) NOT NULL,
                real_at \(d.instant) NOT NULL
            )\(d.tableEnd)
            """,
            // What falls due. Written with its cause; run by the worker as ordinary verbs that are harmless when repeated.
            """
            CREATE TABLE due (
                at \(d.instant) NOT NULL,
                verb \(d.text) NOT NULL,
                subject \(d.text) NOT NULL,
                leased_until \(d.instant),
                attempts \(d.int64) NOT NULL,
                done_at \(d.instant),
                PRIMARY KEY (at, verb, subject)
            )\(d.tableEnd)
            """,
            "CREATE INDEX due_open ON due (at) WHERE done_at IS NULL",
            "CREATE INDEX due_subject ON due (subject) WHERE done_at IS NULL",
            """
            CREATE TABLE idempotency (
                actor \(d.text) NOT NULL,
                key \(d.text) NOT NULL,
                fingerprint \(d.text) NOT NULL,
                location \(d.bytes) NOT NULL,
                real_at \(d.instant) NOT NULL,
                PRIMARY KEY (actor, key)
            )\(d.tableEnd)
            """,
            "CREATE INDEX idempotency_age ON idempotency (real_at)",
            """
            CREATE TABLE outbox (
                id \(d.text) NOT NULL PRIMARY KEY,
                channel \(d.text) NOT NULL CHECK (channel IN ('mail', 'sms', 'webhook')),
                address \(d.bytes) NOT NULL,
                body \(d.bytes) NOT NULL,
                account_id \(d.text),
                created_at \(d.instant) NOT NULL,
                attempts \(d.int64) NOT NULL,
                leased_until \(d.instant),
                try_after \(d.instant) NOT NULL,
                sent_at \(d.instant),
                given_up_at \(d.instant),
                last_error \(d.text)
            )\(d.tableEnd)
            """,
            "CREATE INDEX outbox_open ON outbox (try_after) WHERE sent_at IS NULL AND given_up_at IS NULL",
            """
            CREATE TABLE files (
                id \(d.text) NOT NULL PRIMARY KEY,
                programme_id \(d.text) NOT NULL,
                case_id \(d.text),
                question \(d.text) NOT NULL,
                name \(d.bytes) NOT NULL,
                type \(d.text) NOT NULL CHECK (type IN ('application/pdf', 'image/jpeg', 'image/png')),
                size \(d.int64) NOT NULL CHECK (size > 0),
                sha256 \(d.text) NOT NULL,
                by_account \(d.text) NOT NULL,
                created_at \(d.instant) NOT NULL,
                removed_at \(d.instant)
            )\(d.tableEnd)
            """,
            "CREATE INDEX files_case ON files (case_id)",
        ]
    }

    /// People, sessions, organisations, places in offices, and each account's own inbox.
    static func accounts(_ d: Dialect) -> [SQL] {
        [
            """
            CREATE TABLE accounts (
                id \(d.text) NOT NULL PRIMARY KEY,
                login \(d.text) NOT NULL UNIQUE,
                name \(d.text) NOT NULL,
                kind \(d.text) NOT NULL CHECK (kind IN ('staff', 'public')),
                administers \(d.bool) NOT NULL,
                password \(d.text) NOT NULL,
                password_changed_at \(d.instant) NOT NULL,
                phone \(d.bytes),
                phone_index \(d.bytes),
                mail \(d.bytes),
                totp \(d.bytes),
                totp_step \(d.int64) NOT NULL,
                language \(d.text) NOT NULL CHECK (language IN ('zh', 'en')),
                story \(d.text) NOT NULL,
                created_at \(d.instant) NOT NULL,
                disabled_at \(d.instant)
            )\(d.tableEnd)
            """,
            "CREATE UNIQUE INDEX accounts_phone ON accounts (phone_index) WHERE phone_index IS NOT NULL",
            """
            CREATE TABLE sessions (
                token_hash \(d.text) NOT NULL PRIMARY KEY,
                account_id \(d.text) NOT NULL REFERENCES accounts (id),
                kind \(d.text) NOT NULL CHECK (kind IN ('cookie', 'bearer')),
                secret \(d.text) NOT NULL,
                created_at \(d.instant) NOT NULL,
                seen_at \(d.instant) NOT NULL,
                ends_at \(d.instant) NOT NULL
            )\(d.tableEnd)
            """,
            "CREATE INDEX sessions_account ON sessions (account_id)",
            "CREATE INDEX sessions_end ON sessions (ends_at)",
            """
            CREATE TABLE posts (
                account_id \(d.text) NOT NULL REFERENCES accounts (id),
                programme_id \(d.text) NOT NULL,
                office \(d.text) NOT NULL,
                place \(d.text) NOT NULL CHECK (place IN ('handler', 'checker', 'signer')),
                since \(d.instant) NOT NULL,
                ended_at \(d.instant)
            )\(d.tableEnd)
            """,
            "CREATE UNIQUE INDEX posts_held ON posts (account_id, programme_id, office, place) WHERE ended_at IS NULL",
            "CREATE INDEX posts_office ON posts (programme_id, office) WHERE ended_at IS NULL",
            """
            CREATE TABLE organisations (
                id \(d.text) NOT NULL PRIMARY KEY,
                credit_code \(d.text) NOT NULL UNIQUE,
                name \(d.text) NOT NULL,
                address \(d.text) NOT NULL,
                contact \(d.text) NOT NULL,
                phone \(d.bytes) NOT NULL,
                created_at \(d.instant) NOT NULL
            )\(d.tableEnd)
            """,
            """
            CREATE TABLE members (
                organisation_id \(d.text) NOT NULL REFERENCES organisations (id),
                account_id \(d.text) NOT NULL REFERENCES accounts (id),
                since \(d.instant) NOT NULL,
                PRIMARY KEY (organisation_id, account_id)
            )\(d.tableEnd)
            """,
            "CREATE INDEX members_account ON members (account_id)",
            """
            CREATE TABLE messages (
                id \(d.text) NOT NULL PRIMARY KEY,
                account_id \(d.text) NOT NULL REFERENCES accounts (id),
                at \(d.instant) NOT NULL,
                title \(d.bytes) NOT NULL,
                body \(d.bytes) NOT NULL,
                link \(d.text) NOT NULL,
                read_at \(d.instant)
            )\(d.tableEnd)
            """,
            "CREATE INDEX messages_account ON messages (account_id, at, id)",
            "CREATE INDEX messages_unread ON messages (account_id) WHERE read_at IS NULL",
        ]
    }
}
