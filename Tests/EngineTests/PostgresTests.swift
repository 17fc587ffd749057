import Cluster
import PostgresEngine
import SQL
import Synchronization
import Testing

/// How often a closure ran.
private final class Runs: Sendable {
    private let state = Mutex(0)

    var count: Int { state.withLock { $0 } }

    @discardableResult func add() -> Int {
        state.withLock { count in
            count += 1
            return count
        }
    }
}

@Suite("PostgreSQL alone")
struct PostgresTests {
    private static func pair(_ database: any Database) async throws {
        try await database.write { transaction in
            try transaction.run("CREATE TABLE counters (id TEXT PRIMARY KEY, count BIGINT NOT NULL)")
            try transaction.run("INSERT INTO counters VALUES ('a', 0), ('b', 0)")
        }
    }

    private func counts(_ database: any Database) async throws -> [Int] {
        try await database.read { try $0.rows("SELECT count FROM counters ORDER BY id").map { try $0("count") } }
    }

    @Test("two transactions that lock two rows in opposite order both succeed, one of them at the second try")
    func deadlock() async throws {
        try await withDatabase(.postgres) { database in
            try await Self.pair(database)
            let (hasA, hasB, runs) = (Signal(), Signal(), Runs())
            try await withThrowingTaskGroup(of: Void.self) { group in
                for (first, second, have, other) in [("a", "b", hasA, hasB), ("b", "a", hasB, hasA)] {
                    group.addTask {
                        try await database.write { transaction in
                            runs.add()
                            try transaction.run("UPDATE counters SET count = count + 1 WHERE id = \(first)")
                            have.give()
                            other.wait()
                            try transaction.run("UPDATE counters SET count = count + 1 WHERE id = \(second)")
                            have.give()   // for the one that tries again
                        }
                    }
                }
                try await group.waitForAll()
            }
            #expect(runs.count == 3)
            #expect(try await counts(database) == [2, 2])
        }
    }

    @Test("what the closure makes of a deadlock's error does not stop the retry; a sixth retry is not tried")
    func retries() async throws {
        try await withDatabase(.postgres) { database in
            let runs = Runs()
            let answer = try await database.write { transaction in
                let run = runs.add()
                do {
                    if run < 6 { try transaction.run("DO $$ BEGIN RAISE EXCEPTION 'lost' USING ERRCODE = '40001'; END $$") }
                } catch {
                    throw Refused(reason: "something else")
                }
                return run
            }
            #expect(answer == 6)
            let more = Runs()
            await expect(engineError("40P01")) {
                try await database.write { transaction in
                    more.add()
                    try transaction.run("DO $$ BEGIN RAISE EXCEPTION 'lost' USING ERRCODE = '40P01'; END $$")
                }
            }
            #expect(more.count == 6)
        }
    }

    @Test("a connection that ends before COMMIT is sent: nothing was changed, nothing is tried again")
    func lostBeforeCommit() async throws {
        let store = try await Store.make(.postgres)
        let (database, other) = (try await store.open(), try await PostgresDatabase(url: store.address, connections: 1))
        try await Self.pair(database)
        let (ready, ended) = (Signal(), Signal())
        let process = Mutex(0)
        let runs = Runs()
        async let outcome: Void = expect(connectionError) {
            try await database.write { transaction in
                runs.add()
                try transaction.run("UPDATE counters SET count = 9")
                let own: Int = try transaction.value("SELECT pg_backend_pid()") ?? 0
                process.withLock { $0 = own }
                ready.give()
                ended.wait()
            }
        }
        await ready.given()
        let backend = process.withLock { $0 }
        try await other.write { _ = try $0.rows("SELECT pg_terminate_backend(CAST(\(backend) AS int), 5000)") }
        ended.give()
        await outcome
        #expect(runs.count == 1)
        #expect(try await counts(database) == [0, 0])
        await database.close()
        await other.close()
        await store.remove()
    }

    @Test("a connection that ends inside a statement or a batch is remade for the next transaction")
    func lostInStatement() async throws {
        try await withDatabase(.postgres, connections: 1) { database in
            try await Self.pair(database)
            let end: SQL = "SELECT pg_terminate_backend(pg_backend_pid())"
            let change: SQL = "UPDATE counters SET count = count + 1"
            await expect(connectionError) {
                try await database.write { transaction in
                    try transaction.run(change)
                    try transaction.run(end)
                }
            }
            await expect(connectionError) { try await database.write { try $0.batch([change, end, change]) } }
            await expect(connectionError) { try await database.write { try $0.each(end) { _ in } } }
            try await database.write { _ = try $0.run(change) }
            #expect(try await counts(database) == [1, 1])
        }
    }

    @Test("connections that ended while nobody used them are remade without anybody noticing")
    func lostWhileIdle() async throws {
        let store = try await Store.make(.postgres)
        let (database, other) = (try await store.open(connections: 1), try await PostgresDatabase(url: store.address, connections: 1))
        try await Self.pair(database)
        let ended = try await other.write { transaction in
            try transaction.rows(
                "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
            ).count
        }
        #expect(ended == 1)
        try await database.write { _ = try $0.run("UPDATE counters SET count = count + 1") }
        #expect(try await counts(database) == [1, 1])
        await database.close()
        await other.close()
        await store.remove()
    }

    @Test("a connection that the server ends in COMMIT leaves the outcome unknown, and is not tried again")
    func endedInCommit() async throws {
        try await withDatabase(.postgres) { database in
            try await Self.pair(database)
            try await database.write { transaction in
                try transaction.run(
                    """
                    CREATE FUNCTION end_connection() RETURNS trigger LANGUAGE plpgsql
                    AS $$ BEGIN PERFORM pg_terminate_backend(pg_backend_pid()); RETURN NULL; END $$
                    """)
                try transaction.run(
                    """
                    CREATE CONSTRAINT TRIGGER at_commit AFTER UPDATE ON counters DEFERRABLE INITIALLY DEFERRED
                    FOR EACH ROW WHEN (NEW.count = 7) EXECUTE FUNCTION end_connection()
                    """)
            }
            let runs = Runs()
            await expect(unknownCommitError) {
                try await database.write { transaction in
                    runs.add()
                    try transaction.run("UPDATE counters SET count = 7 WHERE id = 'a'")
                }
            }
            #expect(runs.count == 1)
            #expect(try await counts(database) == [0, 0])   // here it was not committed, which only this test can know
            try await database.write { _ = try $0.run("UPDATE counters SET count = 8 WHERE id = 'a'") }
            #expect(try await counts(database) == [8, 0])
        }
    }

    @Test("a commit whose answer is lost on the way is unknown, is there, and was made once")
    func answerLost() async throws {
        let store = try await Store.make(.postgres)
        let cut = try CutLine(to: try await Cluster.shared().folder)
        let database = try await PostgresDatabase(url: cut.rerouted(store.address), connections: 1)
        try await Self.pair(database)
        cut.cutsAtCommit = true
        await expect(unknownCommitError) {
            try await database.write { _ = try $0.run("UPDATE counters SET count = count + 1") }
        }
        cut.cutsAtCommit = false
        #expect(try await counts(database) == [1, 1])
        await database.close()
        cut.remove()
        await store.remove()
    }

    @Test("a constraint that is checked at COMMIT is a constraint's refusal")
    func deferredConstraint() async throws {
        try await withDatabase(.postgres) { database in
            try await database.write { _ = try $0.run("CREATE TABLE seats (n BIGINT UNIQUE DEFERRABLE INITIALLY DEFERRED)") }
            await expect(constraintError) { try await database.write { try $0.run("INSERT INTO seats VALUES (1), (1)") } }
            #expect(try await database.read { try $0.rows("SELECT n FROM seats").count } == 0)
        }
    }

    @Test("a schema that changes under a prepared statement is not noticed")
    func schemaChange() async throws {
        try await withDatabase(.postgres, connections: 1) { database in
            try await Self.pair(database)
            let all: SQL = "SELECT * FROM counters WHERE id = \("a")"
            #expect(try await database.read { try $0.row(all)?.columns.names } == ["id", "count"])
            try await database.write { _ = try $0.run("ALTER TABLE counters ADD COLUMN note TEXT") }
            #expect(try await database.read { try $0.row(all)?.columns.names } == ["id", "count", "note"])
            try await database.write { _ = try $0.run("ALTER TABLE counters ALTER COLUMN count TYPE TEXT") }
            #expect(try await database.write { try $0.row(all)?.values } == [.text("a"), .text("0"), .null(.text)])
        }
    }

    @Test("more different statements than are kept prepared")
    func manyStatements() async throws {
        try await withDatabase(.postgres, connections: 1) { database in
            for round in 0..<3 {
                let sum = try await database.read { transaction in
                    try (1...300).reduce(0) { sum, count in
                        let list = Array(repeating: 1, count: count)
                        let found: Int? = try transaction.value("SELECT \(count + round) WHERE 1 IN (\(list: list))")
                        return sum + (found ?? 0)
                    }
                }
                #expect(sum == 45_150 + 300 * round)
            }
            let kept: Int? = try await database.read { try $0.value("SELECT COUNT(*) FROM pg_prepared_statements") }
            #expect(kept == 129)   // half of the most that are kept, and this one
        }
    }

    @Test("a server that does not keep what it acknowledges is refused")
    func notDurable() async throws {
        let store = try await Store.make(.postgres)
        let database = try await store.open(connections: 1)
        for setting in ["off", "local"] {
            try await database.write { transaction in
                _ = try transaction.run(
                    setting == "off"
                        ? "DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET synchronous_commit = off', current_database()); END $$"
                        : "DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET synchronous_commit = local', current_database()); END $$")
            }
            await #expect(throws: PostgresRefusal.setting(name: "synchronous_commit", wanted: "on, remote_write, remote_apply", found: setting)) {
                try await PostgresDatabase(url: store.address, connections: 1)
            }
        }
        await database.close()
        await store.remove()
    }

    @Test("an address that is none, and a server that is not there")
    func addresses() async throws {
        for address in ["host=/tmp dbname=x", "/tmp/x.db", "postgres://user:%zz@host/name", "postgres://a@/b?nonsense=1"] {
            await #expect(throws: PostgresRefusal.address) { try await PostgresDatabase(url: address) }
        }
        await expect(connectionError) { try await PostgresDatabase(url: "postgres://nobody@/nowhere?host=/tmp/not-there") }
    }

    @Test("closing waits for what is running, and turns away who is waiting")
    func closing() async throws {
        let store = try await Store.make(.postgres)
        let database = try await store.open(connections: 1)
        let (running, goOn) = (Signal(), Signal())
        async let first = database.write { transaction -> Int? in
            running.give()
            goOn.wait()
            return try transaction.value("SELECT 1")
        }
        await running.given()
        async let second: Void = expect(connectionError) { try await database.write { try $0.run("SELECT 1") } }
        async let closed: Void = database.close()
        await second
        goOn.give()
        #expect(try await first == 1)
        await closed
        await store.remove()
    }

    @Test("a statement's time is limited, while rows that are being handed out take theirs")
    func timeouts() async throws {
        try await withDatabase(.postgres, connections: 1) { database in
            await expect(engineError("57014")) {
                try await database.write { transaction in
                    try transaction.run("SET LOCAL statement_timeout = '50ms'")
                    try transaction.run("SELECT pg_sleep(5)")
                }
            }
            let settings = try await database.read { transaction in
                let before = try transaction.row("SELECT current_setting('statement_timeout'), current_setting('lock_timeout')")?.values
                var during: Value?
                try transaction.each("SELECT current_setting('statement_timeout')") { during = $0.values.first }
                let after = try transaction.row("SELECT current_setting('statement_timeout'), current_setting('lock_timeout')")?.values
                return [before ?? [], [during ?? .null(.text)], after ?? []]
            }
            #expect(settings == [[.text("30s"), .text("10s")], [.text("1h")], [.text("30s"), .text("10s")]])
        }
    }
}
