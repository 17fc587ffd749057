import Domain
import SQL

/// A programme or calendar text as it was read.
public struct SourceText: Sendable {
    public enum Kind: String, Sendable { case programme, calendar }

    public let kind: Kind
    /// The programme's or calendar's id.
    public let name: String
    /// The programme's date of effect; empty for calendars.
    public let version: String
    /// Hex SHA-256 of `body`.
    public let hash: String
    public let body: String

    public init(kind: Kind, name: String, version: String, hash: String, body: String) {
        self.kind = kind
        self.name = name
        self.version = version
        self.hash = hash
        self.body = body
    }
}

/// Keeps the texts that this process runs on. A text of the same version with another content is refused: two processes would judge one
/// case differently.
///
/// Effects: rows in `texts`.
public struct KeepTexts: Sendable {
    public let texts: [SourceText]

    public init(texts: [SourceText]) { self.texts = texts }

    /// - Returns: older programme texts that cases still name, to be read too.
    public func callAsFunction(_ database: any Database, now: Instant) async throws -> [SourceText] {
        try await database.write { tx in
            // One process after the other: two that start at once with different texts must not both find nothing.
            try tx.run("INSERT INTO settings (name, value) VALUES ('texts', '') ON CONFLICT (name) DO NOTHING")
            _ = try tx.row("SELECT value FROM settings WHERE name = 'texts'\(tx.dialect.lock)")
            for text in texts.sorted(by: { ($0.kind.rawValue, $0.name) < ($1.kind.rawValue, $1.name) }) {
                if text.kind == .programme, let other = try tx.row("SELECT hash FROM texts WHERE kind = 'programme' AND name = \(text.name) AND version = \(text.version) AND hash <> \(text.hash)") {
                    throw Unexpected("programme \(text.name) of \(text.version) was loaded before with another content (\(try other("hash") as String)): give the changed file a new version date")
                }
                try tx.run("""
                    INSERT INTO texts (hash, kind, name, version, body, loaded_at) VALUES (\(text.hash), \(text.kind.rawValue), \(text.name), \(text.version), \(text.body), \(now))
                    ON CONFLICT (hash) DO NOTHING
                    """)
            }
            let current = texts.map(\.hash)
            return try tx.rows("""
                SELECT hash, name, version, body FROM texts WHERE kind = 'programme' AND hash NOT IN (\(list: current))
                    AND hash IN (SELECT DISTINCT programme_hash FROM cases) ORDER BY hash
                """).map { SourceText(kind: .programme, name: try $0("name"), version: try $0("version"), hash: try $0("hash"), body: try $0("body")) }
        }
    }
}

/// The official calendar has changed: every running clock and every published notice is dated anew, each with an audit record.
///
/// Effects: due dates of cases and ends of notices; their reminders and due work; audit records where a date changed. Harmless when repeated.
public struct RedateClocks: Sendable {
    public init() {}

    /// - Returns: how many dates changed.
    public func callAsFunction(_ house: House) async throws -> Int {
        let cases = try await house.database.read { tx in
            try tx.rows("SELECT id FROM cases WHERE due_on IS NOT NULL ORDER BY id").map { try $0("id") as ID<Case> }
        }
        let notices = try await house.database.read { tx in
            try tx.rows("SELECT id FROM notices WHERE state = 'published' AND kind = 'public_notice' ORDER BY id").map { try $0("id") as ID<Notice> }
        }
        var changed = 0
        for id in cases where try await redate(house, id) { changed += 1 }
        for id in notices where try await redate(house, id) { changed += 1 }
        return changed
    }

    private func redate(_ house: House, _ id: ID<Case>) async throws -> Bool {
        let receipt = try await house.perform(by: .system, once: nil) { act in
            let loaded = try act.loadCase(id)
            guard let due = loaded.current.clock?.due(loaded.calendar), let row = try act.tx.row("SELECT due_on, due_provisional FROM cases WHERE id = \(id)") else { return Receipt(.home) }
            let before: Day? = try row("due_on"), provisional: Bool = try row("due_provisional")
            guard before != due.day || provisional != due.provisional else { return Receipt(.home) }
            try act.tx.run("UPDATE cases SET due_on = \(due.day), due_provisional = \(due.provisional) WHERE id = \(id)")
            try act.date(loaded, loaded.current)
            act.audit("case", id.rawValue, "redated", from: LoadedCase.state(loaded.current), to: LoadedCase.state(loaded.current),
                detail: ["step": loaded.current.step, "before": before?.description ?? "", "after": due.day.description, "calendar": loaded.calendar.hash])
            return Receipt(.case, id.rawValue)
        }
        return receipt.thing == .case
    }

    private func redate(_ house: House, _ id: ID<Notice>) async throws -> Bool {
        let receipt = try await house.perform(by: .system, once: nil) { act in
            guard let row = try act.tx.row("SELECT programme_id, state, lasts, published_on, ends_on, ends_provisional FROM notices WHERE id = \(id)\(act.dialect.lock)"),
                  try row("state") == "published", let lasts: Int = try row("lasts"), let published: Day = try row("published_on") else { return Receipt(.home) }
            let programme = try house.library.programme(try row("programme_id"))
            let ends = try house.library.calendar(programme.calendar).adding(lasts, to: published)
            let before: Day? = try row("ends_on"), provisional: Bool = try row("ends_provisional")
            guard before != ends.day || provisional != ends.provisional else { return Receipt(.home) }
            try act.tx.run("UPDATE notices SET ends_on = \(ends.day), ends_provisional = \(ends.provisional) WHERE id = \(id)")
            try act.nothingDue([.endNotice], id.rawValue)
            act.due(.endNotice, id.rawValue, at: programme.zone.instant(ends.day, hour: 24))
            act.audit("notice", id.rawValue, "redated", from: "published", to: "published", detail: ["before": before?.description ?? "", "after": ends.day.description])
            return Receipt(.notice, id.rawValue)
        }
        return receipt.thing == .notice
    }
}
