import Domain
import Matching
import SQL

/// Builds the indexes of this process, and then keeps them as the sealed audit sequence says, the only order of commits that all processes share:
/// each from its own position. Called again and again by the worker; several at once take turns.
public struct FollowJobs: Sendable {
    let house: House

    public init(_ house: House) { self.house = house }

    /// How many jobs or people one read of the database brings.
    private static let page = 2000
    /// How many sealed records one step takes, and how many batches of imports at most, each of which stands for many jobs.
    private static let step = 2000, batches = 10

    /// - Returns: how many jobs and people were read.
    /// - Throws: `CancellationError` when the task ends while the indexes are built; the next call begins anew.
    @discardableResult
    public func callAsFunction() async throws -> Int {
        let board = house.board
        var read = try await board.inTurn { board.isReady ? 0 : try await build() }
        repeat {
            // A turn each, so that verbs do not wait for the end of a long import.
            let (count, isMore) = try await board.inTurn { try await follow() }
            read += count
            if !isMore { return read }
        } while true
    }

    /// What this process has just committed is found at once; what cannot be read now is read by the next step.
    func apply(_ changes: JobChanges) async {
        guard house.board.isReady, !changes.isEmpty else { return }
        _ = try? await house.board.inTurn { try await read(changes) }
    }

    // MARK: building

    private func build() async throws -> Int {
        let board = house.board, programmes = house.library.programmes
        // What is committed from here on is sealed with higher numbers, and read again by the steps that follow.
        let position: Int = try await house.database.read { tx in try tx.value("SELECT MAX(number) FROM audit_seals") ?? 0 }
        board.begin(programmes, at: position)
        var count = 0
        for programme in programmes {
            guard let shelf = board.shelf(programme.id) else { continue }
            var last = ""
            repeat {
                try Task.checkCancellation()
                let after = last
                let page = try await house.read { tx, now in
                    try BoardReader.page(tx, programme: programme.id, after: after, today: Zone.china.day(of: now), limit: Self.page)
                }
                guard let end = page.last else { break }
                shelf.jobs.put(page.map { PostingOf.job($0, programme: programme) })
                count += page.count
                last = end.id.rawValue
            } while true
        }
        count += try await people(board)
        board.finish()
        return count
    }

    private func people(_ board: JobBoard) async throws -> Int {
        var last = "", count = 0
        repeat {
            let after = last, secrets = house.secrets
            let (seekers, end) = try await house.database.read { tx -> ([Seeker], String?) in
                let accounts = try BoardReader.findable(tx, after: after, limit: 500)
                let answers = try SeekerOf.answers(tx, secrets, accounts)
                return (accounts.map { SeekerOf.profile($0, answers[$0] ?? [:]) }, accounts.last?.rawValue)
            }
            guard let end else { return count }
            for shelf in board.shelves { shelf.people.put(seekers) }
            count += seekers.count
            last = end
        } while true
    }

    // MARK: following

    private func follow() async throws -> (read: Int, isMore: Bool) {
        let board = house.board, from = board.position ?? 0
        let (changes, to, isFull) = try await house.database.read { tx -> (JobChanges, Int, Bool) in
            let rows = try tx.rows("""
                SELECT s.number AS number, s.kind AS kind, s.subject AS subject, r.verb AS verb, r.detail AS detail FROM audit_seals s
                    JOIN audit_records r ON r.kind = s.kind AND r.subject = s.subject AND r.number = s.record_number
                WHERE s.number > \(from) ORDER BY s.number LIMIT \(Self.step)
                """)
            var changes = JobChanges(), last = from
            for row in rows {
                if changes.batches.count >= Self.batches { return (changes, last, true) }
                let kind: String = try row("kind")
                last = try row("number")
                changes.take(kind: kind, subject: try row("subject"), verb: try row("verb"), detail: kind == "job_import" ? try Stored.read(try row("detail")) : [:])
            }
            return (changes, last, rows.count == Self.step)
        }
        let count = try await read(changes)
        board.move(to: to)
        return (count, isFull)
    }

    /// Reads what changed as it is now, some at a time: jobs and people that may be found replace what the indexes hold, the others leave them.
    private func read(_ changes: JobChanges) async throws -> Int {
        guard !changes.isEmpty else { return 0 }
        let ids = try await house.database.read { tx in try changes.jobs(tx) }
        var count = 0
        for start in stride(from: 0, to: ids.count, by: Self.page) { count += try await jobs(Array(ids[start..<min(start + Self.page, ids.count)])) }
        let accounts = changes.accounts.sorted()
        for start in stride(from: 0, to: accounts.count, by: 500) { count += try await people(Array(accounts[start..<min(start + 500, accounts.count)])) }
        return count
    }

    private func jobs(_ ids: [String]) async throws -> Int {
        let found = try await house.read { tx, now in try BoardReader.some(tx, ids, today: Zone.china.day(of: now)) }
        let shown = Set(found.map(\.id.rawValue)), gone = ids.filter { !shown.contains($0) }
        for programme in house.library.programmes {
            guard let shelf = house.board.shelf(programme.id) else { continue }
            let own = found.filter { $0.programme == programme.id }
            if !own.isEmpty { shelf.jobs.put(own.map { PostingOf.job($0, programme: programme) }) }
            if !gone.isEmpty { shelf.jobs.remove(gone) }
        }
        return found.count
    }

    private func people(_ accounts: [String]) async throws -> Int {
        let secrets = house.secrets
        let found = try await house.database.read { tx -> [Seeker] in
            let findable = try BoardReader.findable(tx, accounts)
            let answers = try SeekerOf.answers(tx, secrets, findable)
            return findable.map { SeekerOf.profile($0, answers[$0] ?? [:]) }
        }
        let reachable = Set(found.map(\.id)), lost = accounts.filter { !reachable.contains($0) }
        for shelf in house.board.shelves {
            if !found.isEmpty { shelf.people.put(found) }
            if !lost.isEmpty { shelf.people.remove(lost) }
        }
        return found.count
    }
}
