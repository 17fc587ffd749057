import Domain
import SQL

extension House {
    /// What an operator has to look at, in words that anybody may read: due work that failed too often, messages that were given up. Empty
    /// when all is well.
    public func ailments() async -> [String] {
        do {
            return try await read { tx, now in
                var found: [String] = []
                for row in try tx.rows("""
                    SELECT verb, COUNT(*) AS n FROM due WHERE done_at IS NULL AND attempts >= \(DueWork.mostAttempts) GROUP BY verb ORDER BY verb
                    """) {
                    found.append("\(try row("n") as Int) × due work “\(try row("verb") as String)” failed \(DueWork.mostAttempts) times and was left")
                }
                for row in try tx.rows("SELECT channel, COUNT(*) AS n FROM outbox WHERE given_up_at IS NOT NULL GROUP BY channel ORDER BY channel") {
                    found.append("\(try row("n") as Int) messages by \(try row("channel") as String) could not be sent and were given up")
                }
                return found
            }
        } catch {
            return ["the database does not answer"]
        }
    }
}
