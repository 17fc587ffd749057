import Domain
import SQL

/// A file of postings becomes open jobs, batch by batch, so that neither the file nor what is there already is ever held whole. Called by the command.
///
/// Each batch is one transaction. A posting is known by its source's own id: the same again is alike, another text under it is a change. One that equals an open
/// job of another id is alike too. Where it names no occupation, its title says which small group (`OccupationTitles`). An import that was killed is begun anew: what it had taken is alike then.
///
/// Effects: `BeginJobImport`, `TakeJobRows` for every batch, `EndJobImport`.
public struct ImportJobs: Sendable {
    public let programme: String
    /// The file's name.
    public let name: String
    public let mapping: JobMapping

    public init(programme: String, name: String, mapping: JobMapping) {
        self.programme = programme
        self.name = name
        self.mapping = mapping
    }

    /// - Parameters:
    ///   - rows: from the first row on, which holds the headings.
    ///   - progress: after every batch: what it came to, and how far the file is read, 0…1.
    /// - Throws: a `Refusal` for a file without the columns that are needed, and for one that is broken; what was taken before stays.
    public func callAsFunction(
        _ house: House, rows: any RowReader, by actor: Actor = .system, progress: (TakenRows, Double) async throws -> Void = { _, _ in }
    ) async throws -> JobImportSummary {
        guard let headings = try rows.next(), headings.problem == nil else { throw JobFiles.noHeadings }
        let reader = try JobRowReader(mapping, headings: headings.cells)
        let receipt = try await BeginJobImport(programme: programme, source: mapping.source, name: name)(house, by: actor)
        guard let id = ID<JobImport>(rawValue: receipt.id) else { throw Unexpected("id of an import") }
        var report = ImportReport(), read = 0, titles = OccupationTitles()
        report.missing = reader.missing
        do {
            while true {
                let batch = try JobFiles.batch(rows, reader, &titles)
                guard !batch.isEmpty else { break }
                let taken = try await TakeJobRows(id: id, rows: batch, before: read, report: report)(house, by: actor)
                read += batch.count
                report.add(taken)
                try await progress(taken, rows.progress)
            }
        } catch {
            report.failure = (error as? Refusal)?.words ?? JobFiles.brokenOff
            _ = try await EndJobImport(id: id, report: report)(house, by: actor)
            throw error
        }
        _ = try await EndJobImport(id: id, report: report)(house, by: actor)
        return try await house.read { tx, _ in try ImportReader.summary(tx, id) }
    }
}

/// An import begins.
///
/// Effects: its row; an audit record.
public struct BeginJobImport: Sendable {
    let programme: String
    let source: String
    let name: String

    public func callAsFunction(_ house: House, by actor: Actor, once: Once? = nil) async throws -> Receipt {
        _ = try house.library.programme(programme)
        guard JobMapping.isSource(source), !source.hasPrefix("org-") else { throw JobFiles.badSource }
        return try await house.perform(by: actor, once: once) { act in
            // People import through an upload; the command acts for the house itself.
            guard actor.kind == .system else { throw ImportRules.mayNotImport }
            let id = try act.newID(JobImport.self)
            try act.begin(id, programme: programme, source: source, name: name, organisation: nil)
            return Receipt(.jobImport, id.rawValue)
        }
    }
}

extension Act {
    /// - Parameter from: what the trail says it was before; empty where it begins with this.
    func begin(_ id: ID<JobImport>, programme: String, source: String, name: String, organisation: ID<Organisation>?, from: String = "") throws {
        later("""
            INSERT INTO job_imports (id, programme_id, source, name, organisation_id, station_id, by_account, state, rows_read, rows_taken, rows_changed, rows_alike, rows_refused, batches,
                report, begun_at, ended_at)
            VALUES (\(id), \(programme), \(source), \(name), \(organisation), \(nil as String?), \(actor.account), 'running', \(0), \(0), \(0), \(0), \(0), \(0),
                \(try Stored.json(ImportReport())), \(now), \(nil as Instant?))
            """)
        var detail = ["source": source]
        if let organisation { detail["organisation"] = organisation.rawValue }
        audit("job_import", id.rawValue, "import_begun", from: from, to: "running", detail: detail, isFirst: from.isEmpty)
    }
}

/// An import has read its file, or cannot go on.
///
/// Effects: its row; the uploaded file's row, if there is one (the file itself goes as an orphan); a message to whoever began it; an audit record. Nothing where it has ended already.
struct EndJobImport {
    let id: ID<JobImport>
    let report: ImportReport

    func callAsFunction(_ house: House, by actor: Actor, at: Instant? = nil) async throws -> Receipt {
        try await house.perform(by: actor, once: nil, at: at) { act in
            let receipt = Receipt(.jobImport, id.rawValue)
            guard let row = try act.tx.row("SELECT state, by_account, rows_taken, rows_changed, rows_alike, rows_refused FROM job_imports WHERE id = \(id)\(act.dialect.lock)") else { throw Refusal.notFound }
            let state = report.failure == nil ? "done" : "failed"
            let changed = try act.tx.run("UPDATE job_imports SET state = \(state), report = \(try Stored.json(report)), ended_at = \(act.now) WHERE id = \(id) AND state = 'running'")
            guard changed == 1 else { return receipt }
            let taken: Int = try row("rows_taken"), changes: Int = try row("rows_changed"), alike: Int = try row("rows_alike"), refused: Int = try row("rows_refused")
            act.later("DELETE FROM job_uploads WHERE id = \(id)")
            if let account: ID<Account> = try row("by_account") {
                let words = report.failure.map { Words("岗位导入中断", "An import of jobs was broken off: \($0.en)") } ?? Words("岗位导入完成", "An import of jobs is done")
                let why = report.failure.map { Words("原因：\($0.zh)。", " Why: \($0.en).") } ?? Words("", "")
                try act.tell(account, words, Words("新增 \(taken) 条，更新 \(changes) 条，重复 \(alike) 条，未采用 \(refused) 条。\(why.zh)",
                    "\(taken) taken, \(changes) changed, \(alike) alike, \(refused) refused.\(why.en)"), link: receipt)
            }
            act.audit("job_import", id.rawValue, report.failure == nil ? "import_done" : "import_failed", from: "running", to: state,
                detail: ["taken": String(taken), "changed": String(changes), "alike": String(alike), "refused": String(refused)])
            return receipt
        }
    }
}

enum JobFiles {
    static let noHeadings = Refusal.invalid([.init("file", Words("文件没有表头：第一行应为列名", "The file has no headings: its first row should name the columns"))])
    static let brokenOff = Words("导入意外中断，已采用的岗位保留", "The import broke off; what was taken stays")
    static let badSource = Refusal.invalid([.init("source", Words("来源只能用小写字母、数字、- 和 _，且不能以 org- 开头", "A source has small letters, digits, - and _, and does not begin with org-"))])

    /// Rows of one transaction.
    static let batchSize = 500
    /// And their characters, about, so that a batch of long descriptions stays small too.
    static let batchText = 1_000_000

    /// The next rows of a file, read into fields, with the occupations that titles mean where the file names none; none at its end.
    static func batch(_ rows: any RowReader, _ reader: JobRowReader, _ titles: inout OccupationTitles, atMost: Int = batchSize) throws -> [TakeJobRows.InHand] {
        var batch: [TakeJobRows.InHand] = [], size = 0
        while batch.count < atMost, size < batchText, let row = try rows.next() {
            guard row.problem == nil else {
                batch.append(.init(number: row.number, read: .failure(row.problem ?? .cell)))
                continue
            }
            do throws(JobRowRefusal) {
                let read = try reader.read(row.cells).withOccupation(&titles)
                size += read.terms.description.utf8.count
                batch.append(.init(number: row.number, read: .success(read)))
            } catch {
                batch.append(.init(number: row.number, read: .failure(error)))
            }
        }
        return batch
    }
}
