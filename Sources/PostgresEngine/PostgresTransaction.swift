import SQL

/// A transaction on one connection, used on that connection's thread only.
final class PostgresTransaction: Transaction {
    let dialect = Dialect.postgres
    let rules = TransactionRules()

    private let link: Link

    init(_ link: Link) { self.link = link }

    func rows(_ statement: SQL) throws -> [Row] {
        try rules.statement { () throws(SQLError) in try link.rows(statement) }
    }

    func each(_ statement: SQL, _ use: (Row) throws -> Void) throws {
        try rules.stream { () throws(SQLError) in
            // The time that the receiver of the rows takes counts as the statement's.
            _ = try link.command("SET LOCAL statement_timeout = '1h'")
            let stopped = try link.each(statement, use)
            _ = try link.command("SET LOCAL statement_timeout = '\(Link.statementTimeout)'")
            return stopped
        }
    }

    func run(_ statement: SQL) throws -> Int {
        try rules.statement { () throws(SQLError) in try link.run(statement) }
    }

    func batch(_ statements: [SQL]) throws -> [Int] {
        guard !statements.isEmpty else { return [] }
        return try rules.statement { () throws(SQLError) in try link.batch(statements) }
    }
}
