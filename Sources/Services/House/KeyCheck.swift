import Domain
import SQL

/// Whether the keys at hand are those of the database. With others nothing could be read, and what is new would be sealed under keys that the
/// older rows do not have.
///
/// A row in `settings` holds a known text sealed under the keys for fields and for files, its blind index, and a signature. It is made when
/// the database is new.
public struct KeyCheck: Sendable {
    public init() {}

    /// Whether new keys may be made: nothing was ever sealed here.
    public func mayMakeKeys(_ database: any Database) async throws -> Bool {
        try await database.read { tx in
            guard try Self.kept(tx) == nil else { return false }
            return try tx.row("SELECT id FROM accounts LIMIT 1") == nil
        }
    }

    /// Makes the check where there is none, and compares.
    /// - Returns: false when these are other keys.
    public func callAsFunction(_ database: any Database, secrets: any Secrets) async throws -> Bool {
        let fresh = try Stored.json(try Sample(secrets))
        return try await database.write { tx in
            try tx.run("INSERT INTO settings (name, value) VALUES (\(Setting.keyCheck), \(fresh)) ON CONFLICT (name) DO NOTHING")
            return try Self.holds(tx, secrets)
        }
    }

    /// The same, changing nothing: a database without a check is not held against it.
    public func compare(_ database: any Database, secrets: any Secrets) async throws -> Bool {
        try await database.read { tx in try Self.kept(tx) == nil || Self.holds(tx, secrets) }
    }

    private static func kept(_ tx: any Transaction) throws -> String? { try tx.value("SELECT value FROM settings WHERE name = \(Setting.keyCheck)") }

    private static func holds(_ tx: any Transaction, _ secrets: any Secrets) throws -> Bool {
        guard let kept = try kept(tx) else { return false }
        return try Stored.read(kept, as: Sample.self).belongs(to: secrets)
    }

    /// A known text under each of the four keys. Keys that were rotated since still open it.
    private struct Sample: Codable {
        let field: [UInt8]
        let file: [UInt8]
        let index: [UInt8]
        let signature: String
        let publicKey: String

        private static let text = "yizhan"

        init(_ secrets: any Secrets) throws {
            field = try secrets.seal(text: Self.text, table: "settings", column: "value", row: Setting.keyCheck)
            file = try secrets.sealFile(Array(Self.text.utf8), id: Setting.keyCheck)
            index = try secrets.blindIndex(Self.text, table: "settings", column: "value")
            (signature, publicKey) = try secrets.sign(Array(Self.text.utf8))
        }

        func belongs(to secrets: any Secrets) throws -> Bool {
            let bytes = Array(Self.text.utf8)
            guard let field = try? secrets.open(field, table: "settings", column: "value", row: Setting.keyCheck), field == bytes else { return false }
            guard let file = try? secrets.openFile(file, id: Setting.keyCheck), file == bytes else { return false }
            guard try secrets.blindIndexes(Self.text, table: "settings", column: "value").contains(index) else { return false }
            return secrets.verify(signature: signature, publicKey: publicKey, message: bytes)
        }
    }
}

extension Setting {
    /// Known texts under each key.
    static let keyCheck = "key_check"
    /// Stands in a database that holds the demonstration.
    static let demo = "demo"
    /// The hashes of the calendars by which all clocks were dated last.
    static let datedBy = "dated_by"
}

/// What a database holds: the demonstration, whose passwords everybody knows, or a city's own work. Neither is served as the other.
public enum HouseKind: Sendable {
    case empty, demo, real

    public static func of(_ database: any Database) async throws -> HouseKind {
        try await database.read { tx in try kind(tx) }
    }

    /// Marks an empty database as the demonstration's. - Returns: what it holds now.
    public static func markDemo(_ database: any Database) async throws -> HouseKind {
        try await database.write { tx in
            guard try kind(tx) == .empty else { return try kind(tx) }
            try tx.run("INSERT INTO settings (name, value) VALUES (\(Setting.demo), '') ON CONFLICT (name) DO NOTHING")
            return .demo
        }
    }

    private static func kind(_ tx: any Transaction) throws -> HouseKind {
        if try tx.row("SELECT name FROM settings WHERE name = \(Setting.demo)") != nil { return .demo }
        return try tx.row("SELECT id FROM accounts LIMIT 1") == nil ? .empty : .real
    }
}

extension RedateClocks {
    /// Dates all clocks anew if the calendars are others than last time.
    /// - Returns: how many dates changed; nil when the calendars are the same.
    public func ifChanged(_ house: House, calendars: [String]) async throws -> Int? {
        let text = calendars.sorted().joined(separator: " ")
        guard try await lastDatedBy(house) != text else { return nil }
        let changed = try await callAsFunction(house)
        _ = try await house.database.write { tx in
            try tx.run("INSERT INTO settings (name, value) VALUES (\(Setting.datedBy), \(text)) ON CONFLICT (name) DO UPDATE SET value = excluded.value")
        }
        return changed
    }

    /// Whether another process has dated the clocks by other calendars since this one started: this one should be started anew.
    public func isSuperseded(_ house: House, calendars: [String]) async throws -> Bool {
        guard let last = try await lastDatedBy(house) else { return false }
        return last != calendars.sorted().joined(separator: " ")
    }

    private func lastDatedBy(_ house: House) async throws -> String? {
        try await house.database.read { tx in try tx.value("SELECT value FROM settings WHERE name = \(Setting.datedBy)") }
    }
}
