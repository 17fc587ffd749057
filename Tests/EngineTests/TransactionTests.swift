import Cluster
import SQL
import Testing

@Suite("Transactions on both engines")
struct TransactionTests {
    private static func counters(_ transaction: any Transaction) throws {
        let types = transaction.dialect
        try transaction.run(
            """
            CREATE TABLE counters (id \(types.text) NOT NULL PRIMARY KEY, count \(types.int64) NOT NULL CHECK (count >= 0))\(types.tableEnd)
            """)
    }

    private func count(_ id: String, in database: any Database) async throws -> Int? {
        try await database.read { try $0.value("SELECT count FROM counters WHERE id = \(id)") }
    }

    @Test("a write is there for later reads, also after reopening", arguments: Engine.allCases)
    func durable(_ engine: Engine) async throws {
        let store = try await Store.make(engine)
        let database = try await store.open()
        try await database.write { transaction in
            try Self.counters(transaction)
            try transaction.run("INSERT INTO counters VALUES (\("a"), \(1))")
        }
        #expect(try await count("a", in: database) == 1)
        await database.close()
        let reopened = try await store.open()
        #expect(try await count("a", in: reopened) == 1)
        await reopened.close()
        await store.remove()
    }

    @Test("what the closure throws rolls back and comes through as it is", arguments: Engine.allCases)
    func rollback(_ engine: Engine) async throws {
        try await withDatabase(engine) { database in
            try await database.write { try Self.counters($0) }
            await #expect(throws: Refused(reason: "full")) {
                try await database.write { transaction in
                    try transaction.run("INSERT INTO counters VALUES (\("a"), \(1))")
                    throw Refused(reason: "full")
                }
            }
            #expect(try await count("a", in: database) == nil)
        }
    }

    @Test("a constraint's refusal is told apart, and the next transaction is whole", arguments: Engine.allCases)
    func constraints(_ engine: Engine) async throws {
        try await withDatabase(engine) { database in
            try await database.write { transaction in
                try Self.counters(transaction)
                let types = transaction.dialect
                try transaction.run(
                    """
                    CREATE TABLE marks (
                        id \(types.text) NOT NULL PRIMARY KEY, counter \(types.text) NOT NULL REFERENCES counters (id)
                    )\(types.tableEnd)
                    """)
                try transaction.run("INSERT INTO counters VALUES (\("a"), \(1))")
            }
            let refused: [SQL] = [
                "INSERT INTO counters VALUES (\("a"), \(2))", "INSERT INTO counters VALUES (\("b"), \(-1))",
                "INSERT INTO counters VALUES (\("b"), \(Int?.none))", "INSERT INTO marks VALUES (\("m"), \("nobody"))",
                "DELETE FROM counters",
            ]
            try await database.write { _ = try $0.run("INSERT INTO marks VALUES (\("n"), \("a"))") }
            for statement in refused {
                await expect(constraintError) { try await database.write { try $0.run(statement) } }
                await expect(constraintError) { try await database.write { try $0.rows(statement + " RETURNING id") } }
                await expect(constraintError) { try await database.write { try $0.batch([statement]) } }
            }
            await expect(engineError("1", "42P01")) { try await database.write { try $0.run("DELETE FROM nowhere") } }
            #expect(try await database.write { try $0.run("INSERT INTO counters VALUES (\("b"), \(2))") } == 1)
            #expect(try await database.read { try $0.rows("SELECT id FROM counters").count } == 2)
        }
    }

    @Test("after a failed statement nothing more runs and nothing is committed, even if the closure goes on", arguments: Engine.allCases)
    func failedStatement(_ engine: Engine) async throws {
        try await withDatabase(engine) { database in
            try await database.write { try Self.counters($0) }
            await expect(constraintError) {
                try await database.write { transaction in
                    try transaction.run("INSERT INTO counters VALUES (\("a"), \(1))")
                    _ = try? transaction.run("INSERT INTO counters VALUES (\("a"), \(2))")
                }
            }
            await expect(constraintError) {
                try await database.write { transaction in
                    _ = try? transaction.run("INSERT INTO counters VALUES (\("a"), \(-2))")
                    try transaction.run("INSERT INTO counters VALUES (\("b"), \(1))")
                }
            }
            #expect(try await database.read { try $0.rows("SELECT id FROM counters").count } == 0)
        }
    }

    @Test("a read is one consistent picture", arguments: Engine.allCases)
    func consistentRead(_ engine: Engine) async throws {
        try await withDatabase(engine) { database in
            try await database.write { transaction in
                try Self.counters(transaction)
                try transaction.run("INSERT INTO counters VALUES (\("a"), \(1))")
            }
            let (begun, goOn) = (Signal(), Signal())
            async let seen = database.read { transaction -> [Int?] in
                let before: Int? = try transaction.value("SELECT count FROM counters")
                begun.give()
                goOn.wait()
                return [before, try transaction.value("SELECT count FROM counters")]
            }
            await begun.given()
            try await database.write { _ = try $0.run("UPDATE counters SET count = 2") }
            goOn.give()
            #expect(try await seen == [1, 1])
            #expect(try await count("a", in: database) == 2)
        }
    }

    @Test("a read cannot write", arguments: Engine.allCases)
    func readOnly(_ engine: Engine) async throws {
        try await withDatabase(engine) { database in
            try await database.write { try Self.counters($0) }
            await expect(engineError("8", "25006")) { try await database.read { try $0.run("INSERT INTO counters VALUES (\("a"), \(1))") } }
            await expect(engineError("8", "25006")) { try await database.read { try $0.batch(["INSERT INTO counters VALUES (\("a"), \(1))"]) } }
            #expect(try await count("a", in: database) == nil)
        }
    }

    @Test("a transaction that was kept does nothing after its end", arguments: Engine.allCases)
    func kept(_ engine: Engine) async throws {
        struct Kept: @unchecked Sendable { let transaction: any Transaction }
        try await withDatabase(engine) { database in
            let kept = try await database.write { Kept(transaction: $0) }
            await expect(engineError("ended")) { try kept.transaction.run("SELECT 1") }
        }
    }

    @Test("uniqueness met on purpose: ON CONFLICT DO NOTHING RETURNING", arguments: Engine.allCases)
    func onConflict(_ engine: Engine) async throws {
        try await withDatabase(engine) { database in
            try await database.write { try Self.counters($0) }
            let insert: SQL = "INSERT INTO counters VALUES (\("a"), \(1)) ON CONFLICT DO NOTHING"
            let got = try await database.write { transaction in
                let first = try transaction.rows(insert + " RETURNING id").count
                let second = try transaction.rows(insert + " RETURNING id").count
                return [first, second, try transaction.run(insert)]
            }
            #expect(got == [1, 0, 0])
        }
    }

    @Test("a batch counts each statement's rows", arguments: Engine.allCases)
    func batch(_ engine: Engine) async throws {
        try await withDatabase(engine) { database in
            let counts = try await database.write { transaction in
                let types = transaction.dialect
                return try transaction.batch([
                    "CREATE TABLE numbers (n \(types.int64) NOT NULL)\(types.tableEnd)",
                    "INSERT INTO numbers VALUES (\(1)), (\(2)), (\(3))",
                    "INSERT INTO numbers VALUES (\(4))",
                    "CREATE INDEX numbers_n ON numbers (n)",
                    "UPDATE numbers SET n = n + 10 WHERE n > \(1)",
                    "UPDATE numbers SET n = n + 10 WHERE n > \(100)",
                    "SELECT n FROM numbers",
                    "DELETE FROM numbers WHERE n = \(1)",
                ])
            }
            #expect(counts == [0, 3, 1, 0, 3, 0, 0, 1])
            #expect(try await database.write { try $0.batch([]) } == [])
            #expect(try await database.read { try $0.value("SELECT SUM(n) FROM numbers") } == 39)
        }
    }

    @Test("a batch of many large statements", arguments: Engine.allCases)
    func largeBatch(_ engine: Engine) async throws {
        try await withDatabase(engine) { database in
            let text = String(repeating: "x", count: 20_000)
            let counts = try await database.write { transaction in
                let types = transaction.dialect
                try transaction.run("CREATE TABLE papers (n \(types.int64) NOT NULL, text \(types.text))\(types.tableEnd)")
                return try transaction.batch((0..<500).map { "INSERT INTO papers VALUES (\($0), \(text)) RETURNING text" })
            }
            #expect(counts == Array(repeating: 1, count: 500))
            #expect(try await database.read { try $0.value("SELECT SUM(LENGTH(text)) FROM papers") } == 10_000_000)
        }
    }

    @Test("an error in the middle of a batch undoes all of it", arguments: Engine.allCases)
    func failedBatch(_ engine: Engine) async throws {
        try await withDatabase(engine) { database in
            try await database.write { try Self.counters($0) }
            let statements: [SQL] = [
                "INSERT INTO counters VALUES (\("a"), \(1))", "UPDATE counters SET count = \(-1)",
                "INSERT INTO counters (count, id) VALUES (\(1), \("b"))",
            ]
            await expect(constraintError) { try await database.write { try $0.batch(statements) } }
            await expect(engineError("1", "42601")) {
                try await database.write { try $0.batch([statements[0], "NONSENSE", statements[2]]) }
            }
            #expect(try await database.read { try $0.rows("SELECT * FROM counters").count } == 0)
            // The statements that were skipped are usable afterwards.
            #expect(try await database.write { try $0.batch([statements[0], statements[2]]) } == [1, 1])
        }
    }

    @Test("each hands out rows one by one", arguments: Engine.allCases)
    func each(_ engine: Engine) async throws {
        let numbers: SQL = """
            WITH RECURSIVE numbers (n) AS (SELECT \(1) UNION ALL SELECT n + 1 FROM numbers WHERE n < \(100_000))
            SELECT n FROM numbers
            """
        try await withDatabase(engine, connections: 1) { database in
            let (count, sum, after) = try await database.read { transaction in
                var (count, sum) = (0, 0)
                try transaction.each(numbers) { row in
                    count += 1
                    sum += try row("n")
                }
                let after: Int? = try transaction.value("SELECT \(5)")
                return (count, sum, after)
            }
            #expect(count == 100_000)
            #expect(sum == 5_000_050_000)
            #expect(after == 5)

            // Stopping early leaves the transaction as it was.
            let (seen, later) = try await database.read { transaction in
                var seen = 0
                do {
                    try transaction.each(numbers) { _ in
                        seen += 1
                        if seen == 10 { throw Refused(reason: "enough") }
                    }
                } catch is Refused {}
                let later: Int? = try transaction.value("SELECT \(6)")
                return (seen, later)
            }
            #expect(seen == 10)
            #expect(later == 6)

            await expect(engineError("busy")) {
                try await database.read { transaction in
                    try transaction.each(numbers) { _ in _ = try transaction.rows("SELECT 1") }
                }
            }
            await expect(engineError("1", "42P01")) { try await database.read { try $0.each("SELECT * FROM nowhere") { _ in } } }
            #expect(try await database.read { try $0.value("SELECT \(7)") } == 7)
        }
    }

    @Test("32 writers that compare and swap lose no step", arguments: Engine.allCases)
    func compareAndSwap(_ engine: Engine) async throws {
        try await withDatabase(engine, connections: 8) { database in
            try await database.write { transaction in
                try Self.counters(transaction)
                try transaction.run("INSERT INTO counters VALUES (\("a"), \(0))")
            }
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<32 {
                    group.addTask {
                        var steps = 0
                        while steps < 5 {
                            let old: Int = try await database.read { try $0.value("SELECT count FROM counters") } ?? -1
                            steps += try await database.write {
                                try $0.run("UPDATE counters SET count = \(old + 1) WHERE id = \("a") AND count = \(old)")
                            }
                        }
                    }
                }
                try await group.waitForAll()
            }
            #expect(try await count("a", in: database) == 160)
        }
    }

    @Test("a closed database says so", arguments: Engine.allCases)
    func closed(_ engine: Engine) async throws {
        let store = try await Store.make(engine)
        let database = try await store.open()
        await database.close()
        await database.close()
        await expect(Expected(name: "closed") { $0 is SQLError }) { try await database.write { _ in } }
        await store.remove()
    }
}
