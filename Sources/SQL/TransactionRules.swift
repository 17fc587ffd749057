/// What both engines hold a transaction to, so that a mistake shows on either of them:
/// after a failed statement nothing more runs and nothing is committed (PostgreSQL aborts the transaction, SQLite would go on);
/// while `each` hands out rows no other statement runs (the connection is busy on PostgreSQL, SQLite would allow it);
/// and a transaction that was kept beyond its closure does nothing.
package final class TransactionRules {
    private enum Phase { case open, streaming, ended }

    private var phase = Phase.open

    /// The first statement's failure. The transaction is rolled back, whatever its closure does with the error.
    package private(set) var failure: SQLError?

    package init() {}

    package func end() { phase = .ended }

    package func statement<Answer>(_ run: () throws(SQLError) -> Answer) throws(SQLError) -> Answer {
        try check()
        return try keepingFailure(run)
    }

    /// `run` hands out the statement's rows, and answers with what the receiver of the rows threw, if it did.
    package func stream(_ run: () throws(SQLError) -> (any Error)?) throws {
        try check()
        phase = .streaming
        defer { if phase == .streaming { phase = .open } }
        if let stopped = try keepingFailure(run) { throw stopped }
    }

    private func check() throws(SQLError) {
        if let failure { throw failure }
        switch phase {
        case .open: return
        case .streaming: throw .engine(code: "busy", message: "a statement was run while another hands out its rows")
        case .ended: throw .engine(code: "ended", message: "a transaction was used after its end")
        }
    }

    private func keepingFailure<Answer>(_ run: () throws(SQLError) -> Answer) throws(SQLError) -> Answer {
        do {
            return try run()
        } catch {
            failure = error
            throw error
        }
    }
}

extension Value {
    /// Refuses what one of the engines cannot keep: text with U+0000 (PostgreSQL) and not-a-number (SQLite makes it null).
    package func checkStorable() throws(SQLError) {
        switch self {
        case .text(let text) where text.utf8.contains(0): throw .engine(code: "22021", message: "a text holds the character U+0000")
        case .double(let number) where number.isNaN: throw .engine(code: "22003", message: "a number is not a number")
        default: return
        }
    }
}
