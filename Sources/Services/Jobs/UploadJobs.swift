import Domain
import SQL

/// An office, or somebody who acts for an employer, brings a file of jobs: .csv or .xlsx, at most 10 MB. Nothing is taken yet: first its columns are looked at.
///
/// Effects: the file, encrypted and synced before its row is committed; its row, with a guess of what each column says; an audit record. The row goes when the import
/// has ended, or after a week without one, and the file with it.
public struct UploadJobs: Sendable {
    public let name: String
    public let bytes: [UInt8]
    /// Whose jobs they are; nil for an office's import of many employers' postings.
    public let organisation: ID<Organisation>?

    public static let mostBytes = 10 * 1024 * 1024
    /// Days after which a file is dropped whose import nobody began.
    public static let keptDays = 7
    /// Rows that are shown as they will be read.
    static let shownRows = 5
    static let longestHeading = 200
    /// Files of one organisation, or of one person in an office, that wait to be imported.
    static let mostWaiting = 5

    public init(name: String, bytes: [UInt8], organisation: ID<Organisation>? = nil) {
        self.name = name
        self.bytes = bytes
        self.organisation = organisation
    }

    public func callAsFunction(_ house: House, by actor: Actor, once: Once? = nil) async throws -> Receipt {
        if bytes.isEmpty { throw Refusal.invalid([.init("file", Words("请选择文件", "Choose a file"))]) }
        guard bytes.count <= Self.mostBytes else {
            throw Refusal(.tooLarge, "file_too_large", Words("文件超过 10 MB", "The file is larger than 10 MB"), next: Words("请分成几个文件上传，或由管理员用命令导入", "Split it, or ask the administrator to import it by the command"),
                fields: [.init("file", Words("最大 10 MB", "At most 10 MB"))])
        }
        let (programme, organisation) = try whose(house, actor)
        if let organisation {
            // Whoever may not, is told before the file is read and kept.
            let mayHire = try await house.read { tx, now in try EmployerStanding.of(organisation, programme: programme, tx, today: Zone.china.day(of: now)).mayHire }
            guard mayHire else { throw ImportRules.mayNotHire }
        }
        // Read whole once: what is broken shows now, and how many rows there are.
        let rows = try house.papers.rows(of: bytes)
        guard let headings = try rows.next(), headings.problem == nil, headings.cells.contains(where: { !$0.isEmpty }) else { throw JobFiles.noHeadings }
        guard headings.cells.allSatisfy({ $0.utf8.count <= Self.longestHeading }) else { throw Refusal.invalid([.init("file", Words("表头的列名过长", "A heading is too long"))]) }
        var count = 0
        while try rows.next() != nil { count += 1 }
        guard count > 0 else { throw Refusal.invalid([.init("file", Words("文件只有表头，没有岗位", "The file has headings and no jobs"))]) }
        var columns: [JobMapping.Field: [String]] = [:]
        for (heading, field) in zip(headings.cells, JobMapping.guess(headings.cells)) { if let field { columns[field] = [heading] } }
        let mapping = JobMapping(source: organisation.map(ImportRules.source) ?? "upload", columns: columns)
        let file = try Uploads.newName(house), total = count
        try await house.files.write(try house.secrets.sealFile(bytes, id: file), name: file)
        return try await house.perform(by: actor, once: once) { act in
            if let organisation {
                try MemberRules.mustStillBe(act, organisation)
                try ImportRules.mustHire(organisation, programme, act)
            }
            let own: SQL = organisation.map { "organisation_id = \($0)" } ?? "organisation_id IS NULL AND by_account = \(actor.account)"
            let waiting: Int = try act.tx.value("SELECT COUNT(*) FROM job_uploads WHERE begun = \(false) AND \(own)") ?? 0
            guard waiting < Self.mostWaiting else {
                throw Refusal(.conflict, "uploads_waiting", Words("已有 \(waiting) 个文件等待导入", "\(waiting) files are waiting to be imported"), next: Words("请先导入或删除它们", "Import or drop those first"))
            }
            let id = try act.newID(JobImport.self), sha256 = house.secrets.sha256(bytes)
            let safe = String(name.filter { !"/\\\0\r\n".contains($0) }.suffix(120))
            act.later("""
                INSERT INTO job_uploads (id, programme_id, organisation_id, by_account, name, file, size, sha256, rows, mapping, begun, created_at)
                VALUES (\(id), \(programme), \(organisation), \(actor.account), \(safe.isEmpty ? "jobs" : safe), \(file), \(bytes.count), \(sha256), \(total), \(try Stored.json(mapping)), \(false), \(act.now))
                """)
            act.audit("job_import", id.rawValue, "file_uploaded", to: "waiting", detail: ["file": file, "sha256": sha256], isFirst: true)
            return Receipt(.jobImport, id.rawValue)
        }
    }

    /// An office imports for all unless it names an organisation of its own; anybody else for an organisation.
    private func whose(_ house: House, _ actor: Actor) throws -> (programme: String, organisation: ID<Organisation>?) {
        if organisation == nil, let programme = ImportRules.programmes(actor, house.library).first { return (programme, nil) }
        guard !actor.organisations.isEmpty else { throw ImportRules.mayNotImport }
        guard let programme = house.library.programmes.first?.id else { throw Refusal.notFound }
        return (programme, try MemberRules.organisation(organisation, actor))
    }
}

/// Whoever brought a file, or a colleague, says what its columns hold.
///
/// Effects: the mapping of the upload; an audit record.
public struct MapJobColumns: Codable, Sendable {
    public struct Column: Codable, Sendable, Hashable {
        public let heading: String
        /// Nil leaves the column out.
        public let field: JobMapping.Field?

        public init(heading: String, field: JobMapping.Field?) {
            self.heading = heading
            self.field = field
        }
    }

    public let columns: [Column]
    public let payUnit: PayText.Unit
    public let payPer: PayText.Per
    /// What a person must meet.
    public let musts: [JobTerms.Must]?
    /// Where an office's file comes from; not asked of an organisation.
    public let source: String?

    public init(columns: [Column], payUnit: PayText.Unit = .yuan, payPer: PayText.Per = .month, musts: [JobTerms.Must]? = nil, source: String? = nil) {
        self.columns = columns
        self.payUnit = payUnit
        self.payPer = payPer
        self.musts = musts
        self.source = source
    }

    public func callAsFunction(_ house: House, _ id: ID<JobImport>, by actor: Actor, once: Once? = nil) async throws -> Receipt {
        var columns: [JobMapping.Field: [String]] = [:]
        for column in self.columns { if let field = column.field { columns[field, default: []].append(column.heading) } }
        let mapped = columns
        return try await house.perform(by: actor, once: once) { act in
            let upload = try act.upload(id)
            var mapping = JobMapping(source: upload.mapping.source, columns: mapped, pay: .init(unit: payUnit, per: payPer), musts: Set(musts ?? []))
            if upload.organisation == nil {
                mapping.source = source?.trimmed ?? "upload"
                guard JobMapping.isSource(mapping.source), !mapping.source.hasPrefix("org-") else { throw JobFiles.badSource }
            }
            var fields: [Refusal.Field] = []
            for field in [JobMapping.Field.title] + (upload.organisation == nil ? [.company] : []) where mapped[field] == nil {
                fields.append(.init("columns", Words("请指定“\(field.words.zh)”是哪一列", "Choose the column for: \(field.words.en)")))
            }
            for (field, headings) in mapped.sorted(by: { $0.key.rawValue < $1.key.rawValue }) where headings.count > 1 && !Self.joined.contains(field) {
                fields.append(.init("columns", Words("“\(field.words.zh)”只能是一列", "Only one column can be: \(field.words.en)")))
            }
            guard fields.isEmpty else { throw Refusal.invalid(fields) }
            act.later("UPDATE job_uploads SET mapping = \(try Stored.json(mapping)) WHERE id = \(id)")
            act.audit("job_import", id.rawValue, "columns_mapped", from: "waiting", to: "waiting")
            return Receipt(.jobImport, id.rawValue)
        }
    }

    /// Fields that may stand in several columns.
    static let joined: Set<JobMapping.Field> = [.place, .description, .skills]
}

/// The import of an uploaded file begins; the worker reads it.
///
/// Effects: the import's row; due work; audit records.
public struct StartJobImport: Codable, Sendable {
    public init() {}

    public func callAsFunction(_ house: House, _ id: ID<JobImport>, by actor: Actor, once: Once? = nil) async throws -> Receipt {
        try await house.perform(by: actor, once: once) { act in
            let upload = try act.upload(id)
            if let organisation = upload.organisation { try ImportRules.mustHire(organisation, upload.programme, act) }
            let changed = try act.tx.run("UPDATE job_uploads SET begun = \(true) WHERE id = \(id) AND begun = \(false)")
            guard changed == 1 else { throw Refusal.notFound }
            try act.begin(id, programme: upload.programme, source: upload.mapping.source, name: upload.name, organisation: upload.organisation, from: "waiting")
            act.due(.importJobs, id.rawValue, at: act.now)
            return Receipt(.jobImport, id.rawValue)
        }
    }
}

/// Whoever brought a file drops it before its import began.
///
/// Effects: the upload's row (the file itself goes as an orphan); an audit record.
public struct DropJobUpload: Codable, Sendable {
    public init() {}

    public func callAsFunction(_ house: House, _ id: ID<JobImport>, by actor: Actor, once: Once? = nil) async throws -> Receipt {
        try await house.perform(by: actor, once: once) { act in
            _ = try act.upload(id)
            try act.tx.run("DELETE FROM job_uploads WHERE id = \(id) AND begun = \(false)")
            act.audit("job_import", id.rawValue, "file_dropped", from: "waiting", to: "dropped")
            return Receipt(.jobImports, "")
        }
    }
}

/// The worker reads an uploaded file for some seconds, and comes back for the rest. Harmless when repeated: each batch is taken once.
///
/// Effects: `TakeJobRows` for every batch; more due work, or `EndJobImport`.
struct ReadJobUpload {
    /// Batches of one turn, so that other work does not wait long.
    static let mostBatches = 10

    func callAsFunction(_ house: House, _ id: ID<JobImport>, at: Instant?) async throws {
        guard let (upload, begun, read, stored) = try await house.database.read({ tx in try Self.load(tx, id) }) else { return }
        let bytes = try house.secrets.openFile(try await house.files.read(upload.file), id: upload.file)
        guard house.secrets.sha256(bytes) == upload.sha256 else { throw Unexpected("file \(upload.file) does not have its hash") }
        // Whoever began it stands in the trail.
        let actor = begun.map { Actor(kind: .person($0), name: "") } ?? .system
        var report = stored, before = read, titles = OccupationTitles()
        do {
            let rows = try house.papers.rows(of: bytes)
            guard let headings = try rows.next() else { throw JobFiles.noHeadings }
            let reader = try JobRowReader(upload.mapping, headings: headings.cells, company: upload.company)
            report.missing = reader.missing
            for _ in 0..<before { _ = try rows.next() }
            for _ in 0..<Self.mostBatches {
                let batch = try JobFiles.batch(rows, reader, &titles)
                guard !batch.isEmpty else {
                    _ = try await EndJobImport(id: id, report: report)(house, by: actor, at: at)
                    return
                }
                let taken = try await TakeJobRows(id: id, rows: batch, before: before, report: report)(house, by: actor, at: at)
                before += batch.count
                report.add(taken)
            }
        } catch let refusal as Refusal {
            if refusal.code == "batch_taken" { return }   // another worker has it in hand
            report.failure = refusal.words
            _ = try await EndJobImport(id: id, report: report)(house, by: actor, at: at)
            return
        }
        _ = try await house.perform(by: .system, once: nil, at: at) { act in
            // later than this turn's own row, also where the clock stands
            act.due(.importJobs, id.rawValue, at: Instant(milliseconds: act.now.milliseconds + 1))
            return Receipt(.jobImport, id.rawValue)
        }
    }

    private static func load(_ tx: any Transaction, _ id: ID<JobImport>) throws -> (StoredUpload, ID<Account>?, Int, ImportReport)? {
        guard let row = try tx.row("SELECT rows_read, report, by_account FROM job_imports WHERE id = \(id) AND state = 'running'"), let upload = try StoredUpload.load(tx, id, "\(true) = \(true)") else { return nil }
        return (upload, try row("by_account"), try row("rows_read"), try Stored.read(try row("report")))
    }
}

/// An uploaded file's row.
struct StoredUpload: Sendable {
    let id: ID<JobImport>
    let programme: String
    let organisation: ID<Organisation>?
    /// The organisation's name, which every row of its file has.
    let company: String?
    let account: ID<Account>
    let name: String
    let file: String
    let sha256: String
    let rows: Int
    let mapping: JobMapping
    let begun: Bool
    let createdAt: Instant

    /// - Parameter condition: who may, in SQL over `u`.
    static func load(_ tx: any Transaction, _ id: ID<JobImport>, _ condition: SQL) throws -> StoredUpload? {
        try tx.row("""
            SELECT u.id AS id, u.programme_id AS programme_id, u.organisation_id AS organisation_id, o.name AS company, u.by_account AS by_account, u.name AS name, u.file AS file,
                u.sha256 AS sha256, u.rows AS rows, u.mapping AS mapping, u.begun AS begun, u.created_at AS created_at
            FROM job_uploads u LEFT JOIN organisations o ON o.id = u.organisation_id WHERE u.id = \(id) AND \(condition)
            """).map(StoredUpload.init)
    }

    init(_ row: Row) throws {
        id = try row("id")
        programme = try row("programme_id")
        organisation = try row("organisation_id")
        company = try row("company")
        account = try row("by_account")
        name = try row("name")
        file = try row("file")
        sha256 = try row("sha256")
        rows = try row("rows")
        mapping = try Stored.read(try row("mapping"))
        begun = try row("begun")
        createdAt = try row("created_at")
    }
}

extension Act {
    /// A file whose import has not begun, locked: for whoever may see it.
    fileprivate func upload(_ id: ID<JobImport>) throws -> StoredUpload {
        _ = try tx.row("SELECT id FROM job_uploads WHERE id = \(id)\(dialect.lock)")
        guard let upload = try StoredUpload.load(tx, id, "u.begun = \(false) AND \(ImportRules.kept(actor, house.library))") else { throw Refusal.notFound }
        return upload
    }
}
