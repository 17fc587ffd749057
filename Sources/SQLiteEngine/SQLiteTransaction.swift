import Foundation
import GRDB
import SQL
import struct SQL.Row
import struct SQL.SQL
import protocol SQL.Transaction

/// A transaction on one of GRDB's connections, used on that connection's queue only.
final class SQLiteTransaction: Transaction {
    let dialect = Dialect.sqlite
    let rules = TransactionRules()

    private let db: GRDB.Database

    init(_ db: GRDB.Database) { self.db = db }

    func rows(_ statement: SQL) throws -> [Row] {
        try rules.statement { () throws(SQLError) in
            var rows: [Row] = []
            _ = try hand(statement, cached: true) { rows.append($0) }
            return rows
        }
    }

    func each(_ statement: SQL, _ use: (Row) throws -> Void) throws {
        // Not a cached statement: the cursor keeps it for as long as the caller takes.
        try rules.stream { () throws(SQLError) in try hand(statement, cached: false, use) }
    }

    func run(_ statement: SQL) throws -> Int {
        try rules.statement { () throws(SQLError) in try changes(statement) }
    }

    func batch(_ statements: [SQL]) throws -> [Int] {
        try rules.statement { () throws(SQLError) in
            var counts: [Int] = []
            for statement in statements { counts.append(try changes(statement)) }
            return counts
        }
    }

    private func changes(_ statement: SQL) throws(SQLError) -> Int {
        try mappingErrors {
            let before = db.totalChangesCount
            try prepare(statement, cached: true).execute()
            // The count of changes keeps the last statement's figure when a statement, such as CREATE, changes no rows.
            return db.totalChangesCount == before ? 0 : db.changesCount
        }
    }

    /// Hands out each row, and answers with what `use` threw.
    private func hand(_ statement: SQL, cached: Bool, _ use: (Row) throws -> Void) throws(SQLError) -> (any Error)? {
        try mappingErrors {
            let prepared = try prepare(statement, cached: cached)
            let columns = Row.Columns(prepared.columnNames)
            let cursor = try GRDB.Row.fetchCursor(prepared)
            // Columns are read where the cursor stands; GRDB's rows would copy each value twice.
            while try cursor.next() != nil {
                let values = (0..<columns.names.count).map { decoded(DatabaseValue(sqliteStatement: prepared.sqliteStatement, index: CInt($0))) }
                do { try use(Row(columns: columns, values: values)) } catch { return error }
            }
            return nil
        }
    }

    private func prepare(_ statement: SQL, cached: Bool) throws -> Statement {
        let (text, values) = statement.rendered { _ in "?" }
        let arguments = StatementArguments(try values.map(encoded))
        let prepared = try cached ? db.cachedStatement(sql: text) : db.makeStatement(sql: text)
        try prepared.setArguments(arguments)
        return prepared
    }
}

private func encoded(_ value: Value) throws(SQLError) -> DatabaseValue {
    try value.checkStorable()
    return switch value {
    case .int64(let number): number.databaseValue
    case .text(let text): text.databaseValue
    case .bytes(let bytes): Data(bytes).databaseValue
    case .bool(let flag): (flag ? 1 : 0).databaseValue
    case .double(let number): number.databaseValue
    case .null: .null
    }
}

/// SQLite's values know their type; its nulls do not, and come back as nulls of text.
func decoded(_ value: DatabaseValue) -> Value {
    switch value.storage {
    case .int64(let number): .int64(number)
    case .string(let text): .text(text)
    case .blob(let data): .bytes([UInt8](data))
    case .double(let number): .double(number)
    case .null: .null(.text)
    }
}

/// GRDB's errors as this house's; others as they are. The message never holds a statement's values.
func mapped(_ error: any Error) -> any Error {
    guard let error = error as? DatabaseError else { return error }
    let message = error.message ?? "error \(error.extendedResultCode.rawValue)"
    return error.resultCode == .SQLITE_CONSTRAINT
        ? SQLError.constraint(message: message)
        : SQLError.engine(code: String(error.extendedResultCode.rawValue), message: message)
}

private func mappingErrors<Answer>(_ run: () throws -> Answer) throws(SQLError) -> Answer {
    do {
        return try run()
    } catch {
        let error = mapped(error)
        throw error as? SQLError ?? .engine(code: "driver", message: "\(error)")
    }
}
