import Domain
import SQL

/// Carries one message out of the house.
public protocol Courier: Sendable {
    /// - Parameter id: names the message, so that a receiver can drop a repetition.
    /// - Throws: whatever went wrong; the message is tried again later.
    func carry(to address: String, title: String, body: String, id: String) async throws
}

/// Sends what stands in the outbox. Work is claimed by lease and committed before the effect is tried: at least once, under one id.
public struct Deliver: Sendable {
    let house: House
    let couriers: [House.Channel: any Courier]

    public init(_ house: House, couriers: [House.Channel: any Courier]) {
        self.house = house
        self.couriers = couriers
    }

    private struct Item: Sendable {
        let id: String
        let channel: House.Channel
        let address: String
        let title: String
        let body: String
        let attempts: Int
    }

    /// The waiting time after so many failures, in seconds: half a minute, doubling, at most about eight hours. After twelve it is given up.
    static func pause(after attempts: Int) -> Int { 30 << min(attempts, 10) }
    static let mostAttempts = 12

    /// Sends everything that is to be sent now. A task that is cancelled ends after the message in hand, so that a full outbox does not keep the
    /// house from closing. - Returns: how many were sent.
    public func callAsFunction() async throws -> Int {
        var sent = 0
        while !Task.isCancelled, let item = try await claim() {
            guard let courier = couriers[item.channel] else { continue }
            do {
                try await courier.carry(to: item.address, title: item.title, body: item.body, id: item.id)
                try await finish(item, error: nil)
                sent += 1
            } catch {
                try await finish(item, error: String(describing: type(of: error)))
            }
        }
        return sent
    }

    private func claim() async throws -> Item? {
        let real = house.realTime(), secrets = house.secrets
        let channels = couriers.keys.map(\.rawValue).sorted()
        guard !channels.isEmpty else { return nil }
        return try await house.database.write { tx in
            guard let row = try tx.row("""
                SELECT id, channel, address, body, attempts FROM outbox
                WHERE sent_at IS NULL AND given_up_at IS NULL AND try_after <= \(real) AND (leased_until IS NULL OR leased_until < \(real)) AND channel IN (\(list: channels))
                ORDER BY try_after, id LIMIT 1\(tx.dialect.lockSkippingHeld)
                """), let channel = House.Channel(rawValue: try row("channel")) else { return nil }
            let id: String = try row("id"), attempts: Int = try row("attempts")
            try tx.run("UPDATE outbox SET leased_until = \(real.adding(seconds: 120)), attempts = attempts + 1 WHERE id = \(id)")
            let text: [String: String] = try Stored.read(try secrets.text(try row("body"), table: "outbox", column: "body", row: id))
            return Item(id: id, channel: channel, address: try secrets.text(try row("address"), table: "outbox", column: "address", row: id),
                title: text["title"] ?? "", body: text["body"] ?? "", attempts: attempts + 1)
        }
    }

    private func finish(_ item: Item, error: String?) async throws {
        let real = house.realTime()
        try await house.database.write { tx in
            if let error {
                let givenUp: Instant? = item.attempts >= Self.mostAttempts ? real : nil
                try tx.run("""
                    UPDATE outbox SET leased_until = \(nil as Instant?), try_after = \(real.adding(seconds: Self.pause(after: item.attempts))), last_error = \(error),
                        given_up_at = \(givenUp) WHERE id = \(item.id)
                    """)
            } else {
                try tx.run("UPDATE outbox SET sent_at = \(real), leased_until = \(nil as Instant?) WHERE id = \(item.id)")
            }
        }
    }
}

/// Takes away what nobody needs: idempotency keys after seven days, messages that were sent and due work that was done after thirty, sessions
/// that have ended, codes of numbers after two days, files that no row names.
public struct Sweep: Sendable {
    let house: House

    public init(_ house: House) { self.house = house }

    /// - Returns: how many orphaned files were removed.
    public func callAsFunction() async throws -> Int {
        let real = house.realTime()
        try await house.database.write { tx in
            try tx.run("DELETE FROM idempotency WHERE real_at < \(real.adding(seconds: -7 * 86_400))")
            try tx.run("DELETE FROM sessions WHERE ends_at < \(real)")
            try tx.run("DELETE FROM job_uploads WHERE begun = \(false) AND created_at < \(try house.programmeTime(tx).adding(seconds: -UploadJobs.keptDays * 86_400))")
            try tx.run("DELETE FROM phone_codes WHERE sent_at < \(real.adding(seconds: -2 * 86_400))")
            try tx.run("DELETE FROM outbox WHERE sent_at < \(real.adding(seconds: -30 * 86_400))")
            try tx.run("DELETE FROM due WHERE done_at < \(try house.programmeTime(tx).adding(seconds: -30 * 86_400))")
        }
        // A file younger than a day may belong to a transaction that is still to commit.
        let stored = try await house.files.names(olderThan: real.adding(seconds: -86_400))
        var removed = 0
        for start in stride(from: 0, to: stored.count, by: 500) {
            let some = Array(stored[start..<min(start + 500, stored.count)])
            let known = try await house.database.read { tx in Set(try tx.rows("SELECT id FROM files WHERE id IN (\(list: some)) UNION SELECT file FROM job_uploads WHERE file IN (\(list: some))").map { try $0("id") as String }) }
            for name in some where !known.contains(name) {
                try await house.files.remove(name)
                removed += 1
            }
        }
        return removed
    }
}

extension House {
    /// The marker that the mounted folder of files must carry, made when the database first has one.
    public func filesMarker() async throws -> String {
        let fresh = secrets.hex(try secrets.random(16))
        return try await database.write { tx in
            try tx.run("INSERT INTO settings (name, value) VALUES (\(Setting.filesMarker), \(fresh)) ON CONFLICT (name) DO NOTHING")
            guard let marker: String = try tx.value("SELECT value FROM settings WHERE name = \(Setting.filesMarker)") else { throw Unexpected("files marker") }
            return marker
        }
    }
}

/// What backups check: every stored file with the hash of its content.
public struct StoredFileRow: Sendable {
    public let id: String
    public let sha256: String
}

extension House {
    public func storedFiles() async throws -> [StoredFileRow] {
        try await database.read { tx in try tx.rows("SELECT id, sha256 FROM files UNION ALL SELECT file, sha256 FROM job_uploads ORDER BY id").map { StoredFileRow(id: try $0("id"), sha256: try $0("sha256")) } }
    }
}
