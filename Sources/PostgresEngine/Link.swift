import CPostgres
import Foundation
import SQL

/// One connection of libpq's. Blocks; used on its session's thread only.
final class Link {
    static let statementTimeout = "30s"

    private let connection: OpaquePointer
    private let warnings: UnsafeMutablePointer<Int>
    private var prepared: [Parameters.Key: Prepared] = [:]
    private var preparations = 0
    private var uses = 0
    private var wasEnded = false

    /// A statement that the server has parsed under a name.
    private final class Prepared {
        let name: String
        var lastUse = 0
        var shape: Shape?

        init(name: String) { self.name = name }
    }

    /// The columns of a statement's answers.
    private struct Shape {
        let columns: Row.Columns
        let decodings: [Decoding]
    }

    init(url: String) throws {
        guard let options = PQconninfoParse(url, nil) else { throw PostgresRefusal.address }
        PQconninfoFree(options)
        // A dead server is noticed in seconds, so that another of the address's hosts is asked. What the address says wins.
        let settings = [
            ("connect_timeout", "5"), ("tcp_user_timeout", "10000"), ("keepalives_idle", "5"), ("keepalives_interval", "2"),
            ("keepalives_count", "3"), ("target_session_attrs", "read-write"), ("fallback_application_name", "yizhan"), ("dbname", url),
        ]
        let opened = withTerminated(settings.map(\.0)) { names in
            withTerminated(settings.map(\.1)) { values in PQconnectdbParams(names, values, 1) }
        }
        guard let opened else { throw SQLError.connection(message: "no memory for a connection") }
        guard PQstatus(opened) == CONNECTION_OK else {
            defer { PQfinish(opened) }
            throw SQLError.connection(message: String(cString: PQerrorMessage(opened)).trimmingCharacters(in: .whitespacesAndNewlines))
        }
        connection = opened
        warnings = .allocate(capacity: 1)
        warnings.initialize(to: 0)
        // Instead of printing notices; a warning at COMMIT matters.
        PQsetNoticeReceiver(
            connection,
            { counter, notice in
                guard let counter, let severity = PQresultErrorField(notice, Int32(UInt8(ascii: "V"))) else { return }
                if String(cString: severity) == "WARNING" { counter.assumingMemoryBound(to: Int.self).pointee += 1 }
            }, warnings)
    }

    deinit {
        PQfinish(connection)
        warnings.deallocate()
    }

    var isAlive: Bool { !wasEnded && PQstatus(connection) == CONNECTION_OK }

    /// Settings of this house's, and a look whether the server keeps what it acknowledges.
    func prepareSession() throws {
        let settings = try command(
            """
            SET client_encoding = 'UTF8'; SET timezone = 'UTC'; SET standard_conforming_strings = on; SET client_min_messages = warning;
            SET statement_timeout = '\(Self.statementTimeout)'; SET lock_timeout = '10s'; SET idle_in_transaction_session_timeout = '60s';
            SELECT current_setting('fsync'), current_setting('synchronous_commit'), current_setting('server_encoding')
            """)
        let wanted: [(name: String, values: [String])] = [
            ("fsync", ["on"]), ("synchronous_commit", ["on", "remote_write", "remote_apply"]), ("server_encoding", ["UTF8"]),
        ]
        for (column, setting) in wanted.enumerated() {
            let found = settings.text(column: column)
            guard setting.values.contains(found) else {
                throw PostgresRefusal.setting(name: setting.name, wanted: setting.values.joined(separator: ", "), found: found)
            }
        }
    }

    /// Runs plain text, without values.
    func command(_ text: String) throws(SQLError) -> Answer { try checked(PQexec(connection, text)) }

    /// - Throws: `SQLError.connection` when the connection was gone before COMMIT was sent, `SQLError.unknownCommit` when it was lost
    ///   afterwards, or when the server warns: that is how it says that it did not wait for its replicas.
    func commit() throws(SQLError) {
        try checkStillThere()
        let before = warnings.pointee
        guard let result = PQexec(connection, "COMMIT") else { throw .unknownCommit(message: lastMessage) }
        let answer = Answer(result)
        if answer.endsConnection { wasEnded = true }
        guard isAlive else { throw .unknownCommit(message: lastMessage) }
        guard answer.status == PGRES_COMMAND_OK else {
            let error = failure(answer)
            if case .engine(let code, let message) = error, code == "40003" || code == "08007" { throw .unknownCommit(message: message) }
            throw error
        }
        guard answer.tag == "COMMIT" else { throw .engine(code: "25P02", message: "the server rolled the transaction back") }
        guard warnings.pointee == before else { throw .unknownCommit(message: "the server warned at COMMIT") }
    }

    func rows(_ statement: SQL) throws(SQLError) -> [Row] {
        let parameters = try Parameters(statement)
        let prepared = try prepare(parameters)
        let answer = try execute(parameters, prepared)
        let shape = try shape(of: answer, prepared)
        var rows: [Row] = []
        rows.reserveCapacity(answer.rowCount)
        for index in 0..<answer.rowCount { rows.append(try row(index, of: answer, shape)) }
        return rows
    }

    func run(_ statement: SQL) throws(SQLError) -> Int {
        let parameters = try Parameters(statement)
        return try execute(parameters, try prepare(parameters)).changes
    }

    /// Hands out rows as they come in, and answers with what `use` threw. What is still to come is then read and dropped.
    func each(_ statement: SQL, _ use: (Row) throws -> Void) throws(SQLError) -> (any Error)? {
        let parameters = try Parameters(statement)
        let prepared = try prepare(parameters)
        guard send(parameters, prepared) else { throw lost }
        PQsetSingleRowMode(connection)
        var stopped: (any Error)?
        var failed: SQLError?
        while let result = PQgetResult(connection) {
            let answer = Answer(result)
            guard answer.isFine else {
                failed = failed ?? failure(answer)
                continue
            }
            guard stopped == nil, failed == nil, answer.rowCount > 0 else { continue }
            let row: Row
            do {
                row = try self.row(0, of: answer, try shape(of: answer, prepared))
            } catch {
                failed = error
                continue
            }
            do { try use(row) } catch { stopped = error }
        }
        if let failed { throw failed }
        guard isAlive else { throw lost }
        return stopped
    }

    /// Sends everything, then reads everything: one round trip. The first failure skips what is behind it.
    func batch(_ statements: [SQL]) throws(SQLError) -> [Int] {
        var all: [Parameters] = []
        for statement in statements { all.append(try Parameters(statement)) }
        guard PQenterPipelineMode(connection) == 1 else { throw lost }
        enum Step { case prepare(Parameters.Key), execute }
        var steps: [Step] = []
        for parameters in all {
            let statement: Prepared
            if let known = known(parameters.key) {
                statement = known
            } else {
                statement = newPrepared()
                guard PQsendPrepare(connection, statement.name, parameters.key.text, parameters.count, parameters.key.types) == 1 else { throw lost }
                prepared[parameters.key] = statement
                steps.append(.prepare(parameters.key))
            }
            guard send(parameters, statement) else { throw lost }
            steps.append(.execute)
        }
        guard PQpipelineSync(connection) == 1 else { throw lost }

        var counts: [Int] = []
        var failed: SQLError?
        for step in steps {
            var isDone = false
            while let result = PQgetResult(connection) {
                let answer = Answer(result)
                if answer.isFine {
                    isDone = true
                    if case .execute = step { counts.append(answer.changes) }
                } else if failed == nil, answer.status != PGRES_PIPELINE_ABORTED {
                    failed = failure(answer)
                }
            }
            if case .prepare(let key) = step, !isDone { prepared[key] = nil }
        }
        while let result = PQgetResult(connection) {   // the end of the pipeline
            if Answer(result).status == PGRES_PIPELINE_SYNC { break }
        }
        guard isAlive, PQexitPipelineMode(connection) == 1 else { throw lost }
        if let failed { throw failed }
        return counts
    }

    // MARK: prepared statements

    private static let mostStatements = 256

    /// Lets the server forget what has not been used for long. Between transactions only.
    func trim() {
        guard prepared.count > Self.mostStatements else { return }
        let oldest = prepared.sorted { $0.value.lastUse < $1.value.lastUse }.prefix(prepared.count - Self.mostStatements / 2)
        let names = oldest.map { "DEALLOCATE \($0.value.name)" }
        for (key, _) in oldest { prepared[key] = nil }
        _ = try? command(names.joined(separator: "; "))
    }

    /// - Returns: false when there was nothing to forget.
    func forgetStatements() -> Bool {
        guard !prepared.isEmpty else { return false }
        prepared = [:]
        _ = try? command("DEALLOCATE ALL")
        return true
    }

    private func known(_ key: Parameters.Key) -> Prepared? {
        guard let statement = prepared[key] else { return nil }
        uses += 1
        statement.lastUse = uses
        return statement
    }

    private func newPrepared() -> Prepared {
        preparations += 1
        uses += 1
        let statement = Prepared(name: "s\(preparations)")
        statement.lastUse = uses
        return statement
    }

    private func prepare(_ parameters: Parameters) throws(SQLError) -> Prepared {
        if let statement = known(parameters.key) { return statement }
        let statement = newPrepared()
        _ = try checked(PQprepare(connection, statement.name, parameters.key.text, parameters.count, parameters.key.types))
        prepared[parameters.key] = statement
        return statement
    }

    private func execute(_ parameters: Parameters, _ statement: Prepared) throws(SQLError) -> Answer {
        let result = parameters.withPointers { values, lengths, formats in
            PQexecPrepared(connection, statement.name, parameters.count, values, lengths, formats, 1)
        }
        return try checked(result)
    }

    private func send(_ parameters: Parameters, _ statement: Prepared) -> Bool {
        parameters.withPointers { values, lengths, formats in
            PQsendQueryPrepared(connection, statement.name, parameters.count, values, lengths, formats, 1)
        } == 1
    }

    // MARK: answers

    private func shape(of answer: Answer, _ statement: Prepared) throws(SQLError) -> Shape {
        if let shape = statement.shape { return shape }
        let names = (0..<answer.columnCount).map(answer.columnName)
        var decodings: [Decoding] = []
        for (column, name) in names.enumerated() { decodings.append(try Decoding(type: answer.columnType(column), column: name)) }
        let shape = Shape(columns: Row.Columns(names), decodings: decodings)
        statement.shape = shape
        return shape
    }

    private func row(_ row: Int, of answer: Answer, _ shape: Shape) throws(SQLError) -> Row {
        var values: [Value] = []
        values.reserveCapacity(shape.decodings.count)
        for (column, decoding) in shape.decodings.enumerated() {
            guard let bytes = answer.bytes(row: row, column: column) else {
                values.append(decoding.null)
                continue
            }
            values.append(try decoding.value(bytes))
        }
        return Row(columns: shape.columns, values: values)
    }

    private func checked(_ result: OpaquePointer?) throws(SQLError) -> Answer {
        guard let result else { throw lost }
        let answer = Answer(result)
        guard answer.isFine else { throw failure(answer) }
        return answer
    }

    private func failure(_ answer: Answer) -> SQLError {
        if answer.endsConnection { wasEnded = true }
        guard isAlive else { return lost }
        return answer.failure
    }

    private var lost: SQLError { .connection(message: lastMessage) }

    private var lastMessage: String { String(cString: PQerrorMessage(connection)).trimmingCharacters(in: .whitespacesAndNewlines) }

    /// A server that ended the connection has sent its reason and closed the socket; both are read here, before COMMIT is sent.
    private func checkStillThere() throws(SQLError) {
        for _ in 0..<3 {
            var state = pollfd(fd: PQsocket(connection), events: Int16(POLLIN), revents: 0)
            guard poll(&state, 1, 0) > 0 else { break }
            guard PQconsumeInput(connection) == 1, PQisBusy(connection) == 0 else { throw lost }
        }
        guard isAlive else { throw lost }
    }
}

/// Hands an array of C strings that ends with a null to `use`.
private func withTerminated<Answer>(_ strings: [String], _ use: (UnsafePointer<UnsafePointer<CChar>?>) -> Answer?) -> Answer? {
    let copies = strings.map { strdup($0) }
    defer { for copy in copies { free(copy) } }
    let pointers: [UnsafePointer<CChar>?] = copies.map { $0.map { UnsafePointer($0) } } + [nil]
    return pointers.withUnsafeBufferPointer { $0.baseAddress.flatMap(use) }
}
