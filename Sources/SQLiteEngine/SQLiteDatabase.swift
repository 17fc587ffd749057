import Dispatch
import Foundation
import GRDB
import SQL
import protocol SQL.Database
import protocol SQL.Transaction

/// The embedded engine: one file, one process, one writer and several readers that do not wait for it (WAL).
/// A commit returns after the log has been synced (`synchronous = FULL`).
public final class SQLiteDatabase: Database {
    public let dialect = Dialect.sqlite

    private let pool: DatabasePool
    private let lock: FileLock

    /// Opens the file, which is made if it is missing (for its owner alone), and `PATH.lock` beside it.
    /// - Throws: `SQLiteRefusal`.
    public init(path: String) throws {
        // The same file under two names must meet the same lock.
        let path = URL(fileURLWithPath: path).resolvingSymlinksInPath().path
        lock = try FileLock(path: path + ".lock", database: path)
        try createForOwner(path)

        var configuration = Configuration()
        configuration.label = "sqlite"
        configuration.busyMode = .timeout(5)
        configuration.maximumReaderCount = max(4, ProcessInfo.processInfo.activeProcessorCount)
        configuration.prepareDatabase { db in
            // LIKE tells case apart, as it does on PostgreSQL.
            try db.execute(sql: "PRAGMA case_sensitive_like = ON")
        }
        do {
            pool = try DatabasePool(path: path, configuration: configuration)
            // The pool sets NORMAL after it has prepared its connections, which would let an acknowledged write be lost with the power.
            try pool.writeWithoutTransaction { db in
                try db.execute(sql: "PRAGMA synchronous = FULL")
                for (name, wanted) in [("synchronous", "2"), ("journal_mode", "wal"), ("foreign_keys", "1")] {
                    let found = try DatabaseValue.fetchOne(db, sql: "PRAGMA \(name)").map(Self.plain) ?? "unknown"
                    guard found == wanted else { throw SQLiteRefusal.setting(name: name, wanted: wanted, found: found) }
                }
            }
        } catch let error as DatabaseError {
            throw SQLiteRefusal.cannotOpen(path: path, message: error.message ?? "error \(error.extendedResultCode.rawValue)")
        }
    }

    public func read<Answer: Sendable>(_ body: @Sendable @escaping (any Transaction) throws -> Answer) async throws -> Answer {
        // GRDB's callbacks rather than its async functions: those end with the task that waits for them, even inside COMMIT.
        try await withCheckedThrowingContinuation { continuation in
            pool.asyncRead { opened in
                continuation.resume(with: Result { try Self.inside(try opened.get(), body) }.mapError(mapped))
            }
        }
    }

    public func write<Answer: Sendable>(_ body: @Sendable @escaping (any Transaction) throws -> Answer) async throws -> Answer {
        try await withCheckedThrowingContinuation { continuation in
            pool.asyncWriteWithoutTransaction { db in
                let result = Result {
                    var answer: Answer?
                    try db.inTransaction(.immediate) {
                        answer = try Self.inside(db, body)
                        return .commit
                    }
                    guard let answer else { throw SQLError.engine(code: "ended", message: "a transaction ended without an answer") }
                    return answer
                }
                continuation.resume(with: result.mapError(mapped))
            }
        }
    }

    public func close() async {
        await withCheckedContinuation { continuation in
            DispatchQueue.global().async { [pool, lock] in
                // Closing fails only while a statement is being used, and the process's end closes as well.
                try? pool.close()
                lock.release()
                continuation.resume()
            }
        }
    }

    /// Copies the database into a new file while it is being used: one consistent picture, written and synced before it gets its name.
    /// - Throws: `SQLiteRefusal.exists` rather than overwrite.
    public func backup(to path: String) async throws {
        try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Void, any Error>) in
            DispatchQueue.global().async { [pool] in
                continuation.resume(with: Result { try copy(pool, to: path) }.mapError(mapped))
            }
        }
    }

    /// What SQLite finds wrong with the file's structure and with references between rows. Empty when all is well.
    public func integrityCheck() async throws -> [String] {
        try await read { transaction in
            let structure = try transaction.rows("PRAGMA integrity_check").compactMap(\.values.first).map(Self.plain).filter { $0 != "ok" }
            let references = try transaction.rows("PRAGMA foreign_key_check").map { row in
                "a row without the row it refers to: " + row.values.map(Self.plain).joined(separator: " ")
            }
            return structure + references
        }
    }

    private static func inside<Answer>(_ db: GRDB.Database, _ body: (any Transaction) throws -> Answer) throws -> Answer {
        let transaction = SQLiteTransaction(db)
        defer { transaction.rules.end() }
        let answer = try body(transaction)
        if let failure = transaction.rules.failure { throw failure }
        return answer
    }

    private static func plain(_ value: DatabaseValue) -> String { plain(decoded(value)) }

    private static func plain(_ value: Value) -> String {
        switch value {
        case .int64(let number): "\(number)"
        case .text(let text): text
        case .bool(let flag): "\(flag)"
        case .double(let number): "\(number)"
        case .bytes(let bytes): "\(bytes.count) bytes"
        case .null: "null"
        }
    }
}
