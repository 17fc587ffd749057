import CPostgres
import SQL

/// One result of libpq's, freed with this object.
final class Answer {
    private let result: OpaquePointer

    init(_ result: OpaquePointer) { self.result = result }

    deinit { PQclear(result) }

    var status: ExecStatusType { PQresultStatus(result) }

    var isFine: Bool {
        switch status {
        case PGRES_COMMAND_OK, PGRES_TUPLES_OK, PGRES_SINGLE_TUPLE: true
        default: false
        }
    }

    /// What was done, such as `INSERT 0 1`.
    var tag: String { String(cString: PQcmdStatus(result)) }

    /// The number of rows changed; rows that were only read do not count.
    var changes: Int { tag.hasPrefix("SELECT") ? 0 : Int(String(cString: PQcmdTuples(result))) ?? 0 }

    var rowCount: Int { Int(PQntuples(result)) }
    var columnCount: Int { Int(PQnfields(result)) }

    func columnName(_ column: Int) -> String { PQfname(result, Int32(column)).map { String(cString: $0) } ?? "" }
    func columnType(_ column: Int) -> UInt32 { PQftype(result, Int32(column)) }

    /// The first row's column of an answer in text form.
    func text(column: Int) -> String { PQgetvalue(result, 0, Int32(column)).map { String(cString: $0) } ?? "" }

    /// Nil for a null. The bytes live as long as the answer.
    func bytes(row: Int, column: Int) -> UnsafeRawBufferPointer? {
        guard PQgetisnull(result, Int32(row), Int32(column)) == 0, let start = PQgetvalue(result, Int32(row), Int32(column)) else { return nil }
        return UnsafeRawBufferPointer(start: start, count: Int(PQgetlength(result, Int32(row), Int32(column))))
    }

    /// The server ended the connection with this answer, which libpq may not have noticed yet.
    var endsConnection: Bool { ["FATAL", "PANIC"].contains(field("V")) }

    /// The server's words without its details, which may hold values.
    var failure: SQLError {
        let code = field("C") ?? "unknown"
        let message = field("M") ?? String(cString: PQresultErrorMessage(result))
        return code.hasPrefix("23") ? .constraint(message: message) : .engine(code: code, message: message)
    }

    private func field(_ letter: Unicode.Scalar) -> String? {
        PQresultErrorField(result, Int32(letter.value)).map { String(cString: $0) }
    }
}
