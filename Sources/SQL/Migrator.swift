/// One step of the schema. Its place in the list is its number; what was released is never changed, only added to.
public struct Migration: Sendable {
    public let name: String
    public let statements: @Sendable (Dialect) -> [SQL]

    public init(name: String, statements: @escaping @Sendable (Dialect) -> [SQL]) {
        self.name = name
        self.statements = statements
    }
}

/// Brings a database's schema up to this program's. Several processes may do so at once: each migration runs once.
public struct Migrator: Sendable {
    private let migrations: [Migration]

    public init(_ migrations: [Migration]) { self.migrations = migrations }

    /// The number of the last migration, which is the schema's version. 0 without any.
    public var version: Int { migrations.count }

    /// Runs what is missing, each migration in its own transaction, together with its row in `schema_versions`.
    /// - Throws: `SQLError.newer` when the database has a migration that this program does not know, by number or by name;
    ///   nothing is changed then.
    public func migrate(_ database: any Database) async throws {
        var done = try await database.write { transaction in try begin(transaction) }
        while done < migrations.count {
            done = try await database.write { transaction in
                let done = try begin(transaction)
                guard done < migrations.count else { return done }
                let migration = migrations[done]
                try transaction.batch(
                    migration.statements(transaction.dialect)
                        + ["INSERT INTO schema_versions (number, name) VALUES (\(done + 1), \(migration.name))"])
                return done + 1
            }
        }
    }

    /// Takes the lock until the transaction ends, and answers how many migrations the database has.
    private func begin(_ transaction: any Transaction) throws -> Int {
        let dialect = transaction.dialect
        if dialect.engine == .postgres {
            // Another process may take its time with a migration; a migration's own locks are waited for as usual.
            try transaction.run("SET LOCAL statement_timeout = 0")
            try transaction.run("SET LOCAL lock_timeout = 0")
            try transaction.run("SELECT pg_advisory_xact_lock(\(Self.lockKey))")
            try transaction.run("SET LOCAL lock_timeout = '10s'")
        }
        try transaction.run(
            """
            CREATE TABLE IF NOT EXISTS schema_versions (
                number \(dialect.int64) NOT NULL PRIMARY KEY,
                name \(dialect.text) NOT NULL
            )\(dialect.tableEnd)
            """)
        let rows = try transaction.rows("SELECT number, name FROM schema_versions ORDER BY number")
        for (index, row) in rows.enumerated() {
            let number: Int = try row("number")
            let name: String = try row("name")
            guard index < migrations.count else { throw SQLError.newer(found: rows.count, known: migrations.count) }
            guard number == index + 1, name == migrations[index].name else { throw SQLError.newer(found: number, known: index) }
        }
        return rows.count
    }

    /// "yizhan" in ASCII: any number that nobody else is likely to take.
    private static let lockKey: Int64 = 0x79_69_7a_68_61_6e
}
