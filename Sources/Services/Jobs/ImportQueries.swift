import Domain
import SQL

/// An import or an upload with all that is known of it.
public struct JobImportView: Codable, Sendable, Hashable {
    public struct Count: Codable, Sendable, Hashable {
        public let name: Words
        public let count: Int
    }

    public struct Line: Codable, Sendable, Hashable {
        public let row: Int
        public let sourceID: String
        /// Why the row was not taken; nil where it is there already.
        public let reason: Words?
        public let equals: ID<Job>?
    }

    /// What a column's first rows hold, and what it is taken for.
    public struct Column: Codable, Sendable, Hashable {
        public let heading: String
        public let field: JobMapping.Field?
        public let examples: [String]
    }

    /// One of the first rows, as it will be read.
    public struct Shown: Codable, Sendable, Hashable {
        public let row: Int
        public let company: String
        public let title: String
        public let place: String
        public let pay: Words?
        public let degree: Words?
        public let years: Words?
        public let skills: [String]
        public let description: String
        /// Fields that are not understood.
        public let notes: [Words]
        /// Why the row will not be taken.
        public let refusal: Words?
    }

    public let summary: JobImportSummary
    /// Of an upload that waits: what its columns say.
    public let columns: [Column]
    public let payUnit: PayText.Unit
    public let payPer: PayText.Per
    public let musts: [JobTerms.Must]
    public let shown: [Shown]
    /// Rows that were refused, by reason.
    public let refused: [Count]
    /// Fields that said something which is not understood.
    public let notes: [Count]
    /// The first rows that were not taken.
    public let lines: [Line]
    /// Headings that were looked for and are not there.
    public let missing: [String]
    public let failure: Words?
    /// Whether the actor may go on with it: map its columns, begin, drop.
    public let mayKeep: Bool
}

public struct JobImportsView: Codable, Sendable, Hashable {
    public let imports: [JobImportSummary]
    /// Whose jobs the actor may bring, where there is something to choose.
    public let organisations: [OrganisationView]
    /// The actor may bring many employers' postings.
    public let mayImportAll: Bool
    /// The `after` of the next page.
    public let next: String?
}

enum ImportReader {
    /// Of imports that began, over `i`.
    static let columns: SQL = """
        i.id AS id, i.name AS name, i.source AS source, o.name AS organisation, i.state AS state, u.rows AS rows, i.rows_read AS rows_read, i.rows_taken AS rows_taken,
        i.rows_changed AS rows_changed, i.rows_alike AS rows_alike, i.rows_refused AS rows_refused, i.begun_at AS begun_at, i.ended_at AS ended_at
        """
    static let joins: SQL = "FROM job_imports i LEFT JOIN organisations o ON o.id = i.organisation_id LEFT JOIN job_uploads u ON u.id = i.id"

    static func summary(_ row: Row) throws -> JobImportSummary {
        guard let state = JobImportSummary.State(rawValue: try row("state")) else { throw Unexpected("state of an import") }
        return JobImportSummary(
            id: try row("id"), name: try row("name"), source: try row("source"), organisation: try row("organisation"), state: state, rows: try row("rows"), read: try row("rows_read"),
            taken: try row("rows_taken"), changed: try row("rows_changed"), alike: try row("rows_alike"), refused: try row("rows_refused"), begunAt: try row("begun_at"),
            endedAt: try row("ended_at"))
    }

    static func summary(_ tx: any Transaction, _ id: ID<JobImport>) throws -> JobImportSummary {
        guard let row = try tx.row("SELECT \(columns) \(joins) WHERE i.id = \(id)") else { throw Refusal.notFound }
        return try summary(row)
    }

    static func summary(_ upload: StoredUpload) -> JobImportSummary {
        JobImportSummary(
            id: upload.id, name: upload.name, source: upload.mapping.source, organisation: upload.company, state: .waiting, rows: upload.rows, read: 0, taken: 0, changed: 0, alike: 0, refused: 0,
            begunAt: upload.createdAt, endedAt: nil)
    }
}

extension House {
    /// Whether the actor has anything to import.
    public func importsJobs(_ actor: Actor) -> Bool { !actor.organisations.isEmpty || !ImportRules.programmes(actor, library).isEmpty }

    /// Imports and uploads that the actor may see, the newest first.
    public func jobImports(for actor: Actor, after: ID<JobImport>? = nil, pageSize: Int = 50) async throws -> JobImportsView {
        let house = self
        guard importsJobs(actor) else { throw ImportRules.mayNotImport }
        return try await read { tx, _ in
            // Ids sort by age.
            let older: SQL = after.map { "AND i.id < \($0)" } ?? ""
            let rows = try tx.rows("SELECT \(ImportReader.columns) \(ImportReader.joins) WHERE \(ImportRules.seen(actor, house.library, of: "i")) \(older) ORDER BY i.id DESC LIMIT \(pageSize + 1)")
            let imports = try rows.prefix(pageSize).map(ImportReader.summary)
            let waiting = after != nil ? [] : try tx.rows("""
                SELECT u.id AS id FROM job_uploads u WHERE u.begun = \(false) AND \(ImportRules.kept(actor, house.library)) ORDER BY u.id DESC LIMIT 50
                """).compactMap { try StoredUpload.load(tx, try $0("id"), "\(true) = \(true)") }.map { ImportReader.summary($0) }
            let named = try CaseReader.organisations(tx, house, actor.organisations)
            return JobImportsView(
                imports: waiting + imports, organisations: actor.organisations.sorted().compactMap { named[$0] }, mayImportAll: !ImportRules.programmes(actor, house.library).isEmpty,
                next: rows.count > pageSize ? imports.last?.id.rawValue : nil)
        }
    }

    /// One import, or an upload with its columns and a look at its first rows.
    public func jobImport(_ id: ID<JobImport>, for actor: Actor) async throws -> JobImportView {
        let house = self
        if let upload = try await database.read({ tx in try StoredUpload.load(tx, id, "u.begun = \(false) AND \(ImportRules.kept(actor, house.library))") }) { return try await look(upload) }
        return try await read { tx, _ in
            guard let row = try tx.row("SELECT \(ImportReader.columns), i.report AS report \(ImportReader.joins) WHERE i.id = \(id) AND \(ImportRules.seen(actor, house.library, of: "i"))") else { throw Refusal.notFound }
            let report: ImportReport = try Stored.read(try row("report"))
            func counts(_ all: [String: Int], _ words: (String) -> Words?) -> [JobImportView.Count] {
                all.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map { JobImportView.Count(name: words($0.key) ?? Words($0.key, $0.key), count: $0.value) }
            }
            return JobImportView(
                summary: try ImportReader.summary(row), columns: [], payUnit: .yuan, payPer: .month, musts: [], shown: [],
                refused: counts(report.refused) { JobRowRefusal(rawValue: $0)?.words }, notes: counts(report.notes) { JobMapping.Field(rawValue: $0)?.words },
                lines: report.lines.sorted { $0.row < $1.row }.map { .init(row: $0.row, sourceID: $0.sourceID, reason: $0.reason?.words, equals: $0.equals) }, missing: report.missing,
                failure: report.failure, mayKeep: false)
        }
    }

    private func look(_ upload: StoredUpload) async throws -> JobImportView {
        let bytes = try secrets.openFile(try await files.read(upload.file), id: upload.file)
        let rows = try papers.rows(of: bytes)
        guard let headings = try rows.next()?.cells else { throw JobFiles.noHeadings }
        var first: [ReadRow] = []
        while first.count < UploadJobs.shownRows, let row = try rows.next() { first.append(row) }
        let columns = headings.enumerated().filter { !$0.element.isEmpty }.map { index, heading in
            JobImportView.Column(
                heading: heading, field: JobMapping.Field.allCases.first { upload.mapping.columns[$0]?.contains(heading) == true },
                examples: Array(first.compactMap { $0.cells.indices.contains(index) ? String($0.cells[index].prefix(40)) : nil }.filter { !$0.isEmpty }.prefix(2)))
        }
        // Without a title's column nothing can be read; the columns say so.
        let reader = try? JobRowReader(upload.mapping, headings: headings, company: upload.company)
        return JobImportView(
            summary: ImportReader.summary(upload), columns: columns, payUnit: upload.mapping.pay.unit, payPer: upload.mapping.pay.per, musts: upload.mapping.musts.sorted { $0.rawValue < $1.rawValue },
            shown: reader.map { reader in first.map { Self.shown($0, reader) } } ?? [], refused: [], notes: [], lines: [], missing: [], failure: nil, mayKeep: true)
    }

    private static func shown(_ row: ReadRow, _ reader: JobRowReader) -> JobImportView.Shown {
        func refused(_ reason: JobRowRefusal) -> JobImportView.Shown {
            JobImportView.Shown(
                row: row.number, company: reader.text(.company, of: row.cells), title: reader.text(.title, of: row.cells), place: "", pay: nil, degree: nil, years: nil, skills: [],
                description: "", notes: [], refusal: reason.words)
        }
        if let problem = row.problem { return refused(problem) }
        do throws(JobRowRefusal) {
            let read = try reader.read(row.cells), terms = read.terms
            return JobImportView.Shown(
                row: row.number, company: read.company, title: terms.title, place: terms.division.flatMap { Division.of($0.text)?.fullName } ?? terms.address, pay: terms.pay?.words,
                degree: terms.degree?.words, years: terms.years?.words, skills: Array(terms.skills.prefix(8)), description: String(terms.description.prefix(120)),
                notes: read.notes.map(\.words), refusal: nil)
        } catch { return refused(error) }
    }
}
