import SQL

/// PostgreSQL (tested on 15) through libpq: a pool of connections, each on a thread of its own.
///
/// A statement may take 30 s and wait 10 s for a lock (`SQLError.engine`, code 57014 and 55P03).
public final class PostgresDatabase: Database {
    public let dialect = Dialect.postgres

    private let pool: Pool

    /// Makes one connection, to see that the server is there and keeps what it acknowledges; the others are made when they are needed.
    /// - Parameter url: `postgres://USER[:PASSWORD]@HOST:PORT/NAME`, or `postgres://USER@/NAME?host=/FOLDER&port=…` for a Unix socket.
    ///   Several hosts may be named; the one that takes writes is used.
    /// - Parameter connections: how many transactions can run at once; others wait their turn.
    /// - Throws: `PostgresRefusal`, `SQLError.connection`.
    public init(url: String, connections: Int = 8) async throws {
        guard url.hasPrefix("postgres://") || url.hasPrefix("postgresql://") else { throw PostgresRefusal.address }
        pool = Pool((0..<max(1, connections)).map { Session(url: url, number: $0) })
        try await pool.with { session in try await session.connect() }
    }

    public func read<Answer: Sendable>(_ body: @Sendable @escaping (any Transaction) throws -> Answer) async throws -> Answer {
        try await pool.with { session in try await session.transact(.read, body) }
    }

    public func write<Answer: Sendable>(_ body: @Sendable @escaping (any Transaction) throws -> Answer) async throws -> Answer {
        try await pool.with { session in try await session.transact(.write, body) }
    }

    /// Waits for the transactions that are running, then ends all connections. Who is waiting for a connection gets `SQLError.connection`.
    public func close() async { await pool.close() }

    /// For administration that no transaction may hold, such as CREATE DATABASE. The text is the program's own.
    package func outsideTransaction(_ text: String) async throws {
        try await pool.with { session in try await session.outsideTransaction(text) }
    }
}
