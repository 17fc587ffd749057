import Dispatch
import Foundation
import SQL

/// Runs an actor's work on a serial queue, so that libpq's blocking calls hold up no thread of the cooperative pool.
final class OwnThread: SerialExecutor {
    private let queue: DispatchQueue

    init(name: String) { queue = DispatchQueue(label: name) }

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        queue.async { job.runSynchronously(on: self.asUnownedSerialExecutor()) }
    }
}

/// One place in the pool: a connection, made when it is needed and remade when it broke.
actor Session {
    enum Kind: Sendable { case read, write }

    private nonisolated let thread: OwnThread
    private let url: String
    private var link: Link?

    nonisolated var unownedExecutor: UnownedSerialExecutor { thread.asUnownedSerialExecutor() }

    init(url: String, number: Int) {
        self.url = url
        thread = OwnThread(name: "postgres-\(number)")
    }

    func connect() throws { _ = try linked() }

    func disconnect() { link = nil }

    func outsideTransaction(_ text: String) throws { _ = try linked().command(text) }

    /// Runs the transaction, again if it lost against another one: at most five times more, a little later each time.
    func transact<Answer: Sendable>(_ kind: Kind, _ body: @Sendable (any Transaction) throws -> Answer) throws -> Answer {
        var attempt = 0
        while true {
            switch try once(kind, body) {
            case .done(let answer): return answer
            case .lost(let error):
                attempt += 1
                guard attempt <= 5 else { throw error }
                Thread.sleep(forTimeInterval: Double.random(in: 0.5...1.5) * 0.004 * Double(1 << attempt))
            }
        }
    }

    private enum Outcome<Answer> {
        case done(Answer)
        /// Rolled back for the sake of others, and worth another try.
        case lost(SQLError)
    }

    private func once<Answer>(_ kind: Kind, _ body: (any Transaction) throws -> Answer) throws -> Outcome<Answer> {
        let link = try begun(kind)
        defer { link.trim() }
        let transaction = PostgresTransaction(link)
        defer { transaction.rules.end() }
        let answer: Answer
        do {
            answer = try body(transaction)
            if let failure = transaction.rules.failure { throw failure }
        } catch {
            rollBack(link)
            // The engine's own word counts, even if the closure made another error of it.
            if let failure = transaction.rules.failure, isWorthRetrying(failure, link) { return .lost(failure) }
            throw error
        }
        do {
            switch kind {
            case .write: try link.commit()
            case .read: rollBack(link)   // nothing to keep
            }
        } catch {
            if isWorthRetrying(error, link) { return .lost(error) }
            if !link.isAlive { self.link = nil }
            throw error
        }
        return .done(answer)
    }

    /// A connection that stood idle may have been lost meanwhile, which shows at BEGIN: nothing has been done yet, so a new one is made.
    private func begun(_ kind: Kind) throws -> Link {
        let begin =
            switch kind {
            case .read: "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"
            case .write: "BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE"
            }
        let link = try linked()
        do {
            _ = try link.command(begin)
            return link
        } catch SQLError.connection {
            self.link = nil
            let fresh = try linked()
            _ = try fresh.command(begin)
            return fresh
        }
    }

    private func rollBack(_ link: Link) {
        // A connection that cannot even roll back is ended, which rolls back as well.
        do { _ = try link.command("ROLLBACK") } catch { self.link = nil }
    }

    private func isWorthRetrying(_ error: SQLError, _ link: Link) -> Bool {
        guard case .engine(let code, _) = error else { return false }
        switch code {
        case "40001", "40P01": return true   // serialisation failure, deadlock
        case "0A000", "26000":   // a prepared statement that a change of the schema, or something in between, made void
            return link.forgetStatements()
        default: return false
        }
    }

    private func linked() throws -> Link {
        if let link, link.isAlive { return link }
        link = nil
        let fresh = try Link(url: url)
        try fresh.prepareSession()
        link = fresh
        return fresh
    }
}
