import Domain
import SQL

/// An office brings a file of platforms, projects or funds: .csv or .xlsx, at most 5 MB and 5,000 rows. Nothing is taken yet: first its rows are looked at.
///
/// Effects: the rows, encrypted, until they are taken or dropped, or a week has passed; an audit record.
public struct UploadEntries: Sendable {
    public let lane: Find
    public let name: String
    public let bytes: [UInt8]
    public let office: String?

    /// Days after which a file is dropped that nobody took.
    static let keptDays = 7

    public init(lane: Find, name: String, bytes: [UInt8], office: String? = nil) {
        self.lane = lane
        self.name = name
        self.bytes = bytes
        self.office = office
    }

    public func callAsFunction(_ house: House, by actor: Actor, once: Once? = nil) async throws -> Receipt {
        guard lane.isDirectory else { throw Refusal.invalid([.init("lane", Words("请选择目录", "Choose a directory"))]) }
        let (programme, office) = try EntryRules.office(office, actor, house.library)
        let file = try EntryFile.read(bytes, lane, house.papers)
        return try await house.perform(by: actor, once: once) { act in
            try act.tx.run("UPDATE directory_imports SET state = 'dropped', body = NULL, ended_at = \(act.now) WHERE state = 'waiting' AND created_at < \(act.now.adding(seconds: -Self.keptDays * 86_400))")
            let id = try act.newID(EntryImport.self), safe = String(name.filter { !"/\\\0\r\n".contains($0) }.suffix(120))
            act.later("""
                INSERT INTO directory_imports (id, programme_id, lane, office, by_account, name, state, body, created_at) VALUES (\(id), \(programme.id), \(lane), \(office), \(actor.account),
                    \(safe.isEmpty ? "entries" : safe), 'waiting', \(try house.secrets.seal(text: try Stored.json(file), table: "directory_imports", column: "body", row: id.rawValue)), \(act.now))
                """)
            act.audit("entry_import", id.rawValue, "file_uploaded", to: "waiting", detail: ["lane": lane.rawValue, "rows": String(file.rows.count)], isFirst: true)
            return Receipt(.entryImport, id.rawValue)
        }
    }
}

/// What is done with rows whose name stands in the directory already.
public enum ExistingEntries: String, Codable, Sendable, Hashable, CaseIterable {
    case update, leave

    public var words: Words {
        switch self {
        case .update: Words("按文件更新", "Change them as the file says")
        case .leave: Words("保持不变", "Leave them as they are")
        }
    }
}

/// The office takes the rows of its file into the directory, all in one transaction.
///
/// Effects: new entries (as `AddEntry`), and changes of those of the same name (as `ChangeEntry`) where the office wishes that; rows that are not understood, that come
/// twice, or whose name belongs to another office's entry are left out and named in the report; the rows of the file are deleted; audit records.
public struct TakeEntries: Codable, Sendable {
    public let existing: ExistingEntries

    public init(existing: ExistingEntries) { self.existing = existing }

    public func callAsFunction(_ house: House, _ id: ID<EntryImport>, by actor: Actor, once: Once? = nil) async throws -> Receipt {
        try await house.perform(by: actor, once: once) { act in
            let upload = try act.loadImport(id)
            let programme = try house.library.programme(upload.programme)
            var known: [String: StoredEntry] = [:]
            for row in try act.tx.rows("""
                SELECT \(StoredEntry.columns) FROM directory_entries d WHERE d.programme_id = \(upload.programme) AND d.lane = \(upload.lane) AND d.withdrawn_at IS NULL ORDER BY d.id\(act.dialect.lock)
                """) {
                let entry = try StoredEntry(row)
                if known[entry.name] == nil { known[entry.name] = entry }
            }
            var report = EntryImportReport(), seen: [String: Int] = [:]
            for row in upload.file.unread { report.refused.append(.init(row: row.row, name: "", reason: row.reason)) }
            for row in upload.file.rows {
                let name = (row.cells[EntryColumn.name.rawValue] ?? "").trimmed
                do {
                    let draft = try row.draft(upload.lane, programme)
                    if let first = seen[draft.name] { throw Refusal.invalid([.init("name", Words("与第 \(first) 行同名", "It has the name of row \(first)"))]) }
                    seen[draft.name] = row.row
                    guard let entry = known[draft.name] else {
                        _ = try act.addEntry(draft, upload.lane, programme: programme, office: upload.office)
                        report.added += 1
                        continue
                    }
                    guard existing == .update else {
                        report.left += 1
                        continue
                    }
                    guard entry.office == upload.office else {
                        let other = programme.office(entry.office)?.name ?? Words(entry.office, entry.office)
                        throw Refusal.invalid([.init("name", Words("同名信息由\(other.zh)维护", "An entry of this name is kept by: \(other.en)"))])
                    }
                    try act.changeEntry(entry, draft, programme, verb: draft == entry.written ? "entry_checked" : "entry_changed")
                    report.changed += 1
                } catch let refusal as Refusal {
                    report.refused.append(.init(row: row.row, name: String(name.prefix(80)), reason: Self.reason(refusal)))
                }
            }
            report.read = upload.file.rows.count + upload.file.unread.count
            report.refused.sort { $0.row < $1.row }
            act.later("UPDATE directory_imports SET state = 'done', body = NULL, report = \(try Stored.json(report)), ended_at = \(act.now) WHERE id = \(id)")
            act.audit("entry_import", id.rawValue, "rows_taken", from: "waiting", to: "done",
                detail: ["added": String(report.added), "changed": String(report.changed), "left": String(report.left), "refused": String(report.refused.count)])
            return Receipt(.entryImport, id.rawValue)
        }
    }

    static func reason(_ refusal: Refusal) -> Words {
        guard !refusal.fields.isEmpty else { return refusal.words }
        return Words(refusal.fields.map(\.words.zh).joined(separator: "；"), refusal.fields.map(\.words.en).joined(separator: "; "))
    }
}

/// The office drops its file; nothing of it is taken.
///
/// Effects: the rows of the file are deleted; an audit record.
public struct DropEntries: Codable, Sendable {
    public init() {}

    public func callAsFunction(_ house: House, _ id: ID<EntryImport>, by actor: Actor, once: Once? = nil) async throws -> Receipt {
        try await house.perform(by: actor, once: once) { act in
            _ = try act.loadImport(id)
            act.later("UPDATE directory_imports SET state = 'dropped', body = NULL, ended_at = \(act.now) WHERE id = \(id)")
            act.audit("entry_import", id.rawValue, "file_dropped", from: "waiting", to: "dropped")
            return Receipt(.entryImport, id.rawValue)
        }
    }
}

extension Act {
    /// A file that waits to be taken, locked, for the people of its office.
    fileprivate func loadImport(_ id: ID<EntryImport>) throws -> EntryImportReader.Waiting {
        _ = try tx.row("SELECT id FROM directory_imports WHERE id = \(id)\(dialect.lock)")
        guard let row = try tx.row("SELECT programme_id, lane, office, state, body FROM directory_imports d WHERE d.id = \(id) AND \(EntryRules.kept(by: actor))") else { throw Refusal.notFound }
        guard let waiting = try EntryImportReader.waiting(row, id, house.secrets) else {
            throw Refusal(.conflict, "import_ended", Words("这个文件已处理完毕", "This file has been dealt with"), next: Words("请重新上传", "Upload it again"))
        }
        return waiting
    }
}

enum EntryImportReader {
    struct Waiting: Sendable {
        let programme: String
        let lane: Find
        let office: String
        let file: EntryFile
    }

    static func waiting(_ row: Row, _ id: ID<EntryImport>, _ secrets: any Secrets) throws -> Waiting? {
        let body: [UInt8]? = try row("body"), state: String = try row("state")
        guard state == "waiting", let body else { return nil }
        return Waiting(
            programme: try row("programme_id"), lane: try row("lane"), office: try row("office"),
            file: try Stored.read(try secrets.text(body, table: "directory_imports", column: "body", row: id.rawValue)))
    }
}

/// How a file of entries stands.
public struct EntryImportSummary: Codable, Sendable, Hashable {
    public enum State: String, Codable, Sendable, Hashable, CaseIterable {
        /// Uploaded, and its rows are looked at.
        case waiting
        case done, dropped
    }

    public let id: ID<EntryImport>
    public let lane: Find
    public let name: String
    public let office: Words
    public let state: State
    public let createdAt: Instant
    public let report: EntryImportReport?
}

public struct EntryImportsView: Codable, Sendable, Hashable {
    public let imports: [EntryImportSummary]
    public let offices: [EntryChoice]
}

public struct EntryImportView: Codable, Sendable, Hashable {
    /// One of the first rows, as it will be read.
    public struct Shown: Codable, Sendable, Hashable {
        public let row: Int
        public let name: String
        public let summary: String
        public let area: Words?
        public let contact: String
        /// Why it will not be taken.
        public let refusal: Words?
    }

    public let summary: EntryImportSummary
    public let rows: Int
    /// How many of all rows will not be taken as they are.
    public let refused: Int
    public let shown: [Shown]
    /// Headings that mean nothing here.
    public let strange: [String]
}

extension House {
    /// Files of entries of the actor's offices, the newest first.
    public func entryImports(for actor: Actor) async throws -> EntryImportsView {
        let house = self
        guard let programme = library.programmes.first else { throw Refusal.notFound }
        guard actor.posts.contains(where: { $0.programme == programme.id }) else { throw EntryRules.mayNotKeep }
        let offices = Set(actor.posts.filter { $0.programme == programme.id }.map(\.office)).sorted()
        return try await database.read { tx in
            let imports = try tx.rows("SELECT \(Self.importColumns) FROM directory_imports d WHERE \(EntryRules.kept(by: actor)) ORDER BY d.id DESC LIMIT 50").map { try house.entryImport($0) }
            return EntryImportsView(imports: imports, offices: offices.compactMap { id in programme.office(id).map { EntryChoice(id: id, name: $0.name) } })
        }
    }

    /// One file of entries: its first rows as they will be read, or its report.
    public func entryImport(_ id: ID<EntryImport>, for actor: Actor) async throws -> EntryImportView {
        let house = self
        return try await database.read { tx in
            guard let row = try tx.row("SELECT \(Self.importColumns), d.programme_id AS programme_id, d.body AS body FROM directory_imports d WHERE d.id = \(id) AND \(EntryRules.kept(by: actor))") else { throw Refusal.notFound }
            let summary = try house.entryImport(row)
            guard let waiting = try EntryImportReader.waiting(row, id, house.secrets) else {
                return EntryImportView(summary: summary, rows: summary.report?.read ?? 0, refused: 0, shown: [], strange: [])
            }
            let programme = try house.library.programme(waiting.programme)
            var refused = waiting.file.unread.count, shown: [EntryImportView.Shown] = []
            for row in waiting.file.rows {
                var draft: EntryDraft.Checked?, refusal: Words?
                do throws(Refusal) { draft = try row.draft(waiting.lane, programme) } catch { refusal = TakeEntries.reason(error) }
                if refusal != nil { refused += 1 }
                guard shown.count < UploadJobs.shownRows else { continue }
                shown.append(EntryImportView.Shown(
                    row: row.row, name: row.cells[EntryColumn.name.rawValue] ?? "", summary: row.cells[EntryColumn.summary.rawValue] ?? "", area: draft?.area.flatMap(programme.area)?.name,
                    contact: row.cells[EntryColumn.contact.rawValue] ?? "", refusal: refusal))
            }
            return EntryImportView(summary: summary, rows: waiting.file.rows.count + waiting.file.unread.count, refused: refused, shown: shown, strange: waiting.file.strange)
        }
    }

    private static let importColumns: SQL = "d.id AS id, d.lane AS lane, d.name AS name, d.office AS office, d.state AS state, d.created_at AS created_at, d.report AS report, d.programme_id AS of_programme"

    private func entryImport(_ row: Row) throws -> EntryImportSummary {
        let office: String = try row("office"), report: String? = try row("report"), programme = try library.programme(try row("of_programme"))
        guard let state = EntryImportSummary.State(rawValue: try row("state")) else { throw Unexpected("state of an import of entries") }
        return EntryImportSummary(
            id: try row("id"), lane: try row("lane"), name: try row("name"), office: programme.office(office)?.name ?? Words(office, office), state: state, createdAt: try row("created_at"),
            report: try report.map { try Stored.read($0) })
    }

    /// A directory as a workbook in the columns of the template; everybody's.
    /// - Returns: the path of a temporary file, which the caller removes.
    public func directoryFile(_ lane: Find) async throws -> String {
        guard lane.isDirectory, let programme = library.programmes.first else { throw Refusal.notFound }
        let papers = papers, columns = EntryColumn.of(lane)
        return try await database.read { tx in
            try papers.workbook(sheet: lane.one.zh, columns: columns.map { ($0.heading, $0.width) }) { add in
                try tx.each("SELECT \(StoredEntry.columns) FROM directory_entries d WHERE d.programme_id = \(programme.id) AND d.lane = \(lane) AND d.withdrawn_at IS NULL ORDER BY d.name, d.id") { row in
                    let entry = try StoredEntry(row)
                    try add(columns.map { $0.cell(entry, programme) })
                }
            }
        }
    }

    /// The template with its headings alone.
    public func directoryTemplate(_ lane: Find) throws -> String {
        guard lane.isDirectory else { throw Refusal.notFound }
        return try papers.workbook(sheet: lane.one.zh, columns: EntryColumn.of(lane).map { ($0.heading, $0.width) }) { _ in }
    }
}
