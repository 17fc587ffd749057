/// A database behind one of the engines. Blocking work runs on the engine's own threads.
/// A transaction that has begun runs to its end, even if the task that waits for it is cancelled.
public protocol Database: Sendable {
    var dialect: Dialect { get }

    /// Runs `body` in a read-only transaction: one consistent picture.
    func read<Answer: Sendable>(_ body: @Sendable @escaping (any Transaction) throws -> Answer) async throws -> Answer

    /// Runs `body` in a writing transaction (BEGIN IMMEDIATE on SQLite, READ COMMITTED on PostgreSQL) and commits durably.
    ///
    /// `body` has no effects but the transaction's, because it may be run again: deadlocks and serialisation failures are
    /// retried a bounded number of times. A commit whose answer was lost is never retried.
    /// - Throws: whatever `body` throws, after rolling back; `SQLError.unknownCommit` when the connection broke in COMMIT.
    func write<Answer: Sendable>(_ body: @Sendable @escaping (any Transaction) throws -> Answer) async throws -> Answer

    /// Ends all connections. The database is not used afterwards.
    func close() async
}

/// What a transaction can do. Used on the thread that it was handed to, and not kept.
///
/// On both engines a failed statement ends the transaction: nothing more runs and nothing is committed, even if the closure catches the error.
public protocol Transaction {
    var dialect: Dialect { get }

    /// All rows of an answer.
    func rows(_ statement: SQL) throws -> [Row]

    /// Each row of an answer in turn, without keeping them all. No other statement runs meanwhile (`SQLError.engine`, code `busy`).
    /// What `use` throws ends the rows and comes through; the transaction can go on.
    func each(_ statement: SQL, _ use: (Row) throws -> Void) throws

    /// The number of rows that the statement changed.
    @discardableResult func run(_ statement: SQL) throws -> Int

    /// Several statements in one round trip (libpq's pipeline; one by one on SQLite). The numbers of rows they changed, in order.
    @discardableResult func batch(_ statements: [SQL]) throws -> [Int]
}

extension Transaction {
    public func row(_ statement: SQL) throws -> Row? { try rows(statement).first }

    /// The first column of the first row; nil where there is no row and where it holds NULL, as a `MAX` over no rows does.
    public func value<Wanted: Bindable>(_ statement: SQL) throws -> Wanted? {
        guard let first = try rows(statement).first?.values.first else { return nil }
        if case .null = first { return nil }
        return try Wanted(column: first)
    }
}

/// What differs between the engines. Everything else is written once.
public struct Dialect: Sendable {
    public enum Engine: String, Sendable { case sqlite, postgres }

    public let engine: Engine
    /// Column types.
    public let int64: SQL
    public let text: SQL
    public let bytes: SQL
    public let bool: SQL
    public let double: SQL
    /// Stands at the end of CREATE TABLE: `STRICT` on SQLite.
    public let tableEnd: SQL
    /// Stands behind a text column that is sorted or ranged over, so that both engines compare bytes.
    public let bytewise: SQL
    /// Stands at the end of a SELECT that locks its rows until the transaction ends, and lets others refer to them: `FOR NO KEY UPDATE`, nothing on SQLite.
    public let lock: SQL
    /// The same, but rows that somebody else holds are left out: `FOR NO KEY UPDATE SKIP LOCKED`, nothing on SQLite.
    public let lockSkippingHeld: SQL
    /// Stands at the end of a SELECT whose rows must stay as they are until the transaction ends, while others read them in the same way: `FOR SHARE`, nothing on SQLite.
    public var lockShared: SQL {
        switch engine {
        case .sqlite: ""
        case .postgres: " FOR SHARE"
        }
    }

    /// Money in fen, a column type.
    public var fen: SQL { int64 }
    /// Milliseconds since 1970 UTC, a column type.
    public var instant: SQL { int64 }
    /// A calendar date `2020-11-16`, a column type.
    public var day: SQL { text }

    public init(
        engine: Engine, int64: SQL, text: SQL, bytes: SQL, bool: SQL, double: SQL, tableEnd: SQL, bytewise: SQL, lock: SQL, lockSkippingHeld: SQL
    ) {
        self.engine = engine
        self.int64 = int64
        self.text = text
        self.bytes = bytes
        self.bool = bool
        self.double = double
        self.tableEnd = tableEnd
        self.bytewise = bytewise
        self.lock = lock
        self.lockSkippingHeld = lockSkippingHeld
    }

    public static let sqlite = Dialect(
        engine: .sqlite, int64: "INTEGER", text: "TEXT", bytes: "BLOB", bool: "INTEGER", double: "REAL", tableEnd: " STRICT",
        bytewise: "", lock: "", lockSkippingHeld: "")

    public static let postgres = Dialect(
        engine: .postgres, int64: "BIGINT", text: "TEXT COLLATE \"C\"", bytes: "BYTEA", bool: "BOOLEAN", double: "DOUBLE PRECISION", tableEnd: "",
        bytewise: " COLLATE \"C\"", lock: " FOR NO KEY UPDATE", lockSkippingHeld: " FOR NO KEY UPDATE SKIP LOCKED")
}

/// What can go wrong below the verbs. Shown to nobody: logged under the request's id.
public enum SQLError: Error, Sendable {
    /// An answer has no such column.
    case column(String)
    /// A column holds a value of another type.
    case type(expected: String, found: Value)
    /// A constraint of the schema refused the change. Verbs avoid it with ON CONFLICT; met by accident it is a bug.
    case constraint(message: String)
    /// The engine reported an error; `code` is SQLSTATE or SQLite's extended code.
    case engine(code: String, message: String)
    /// The connection could not be made or was lost before COMMIT: nothing was changed.
    case connection(message: String)
    /// The connection was lost in COMMIT: the change may or may not be there. Resolved by the idempotency key.
    case unknownCommit(message: String)
    /// The database was made by a newer program than this one.
    case newer(found: Int, known: Int)
}
