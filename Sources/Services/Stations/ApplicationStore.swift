import Domain
import SQL

enum ApplicationStore {
    /// An application as it stands, decrypted.
    struct Stored {
        let level: String
        let name: String
        let kind: String
        let field: String
        let ground: String
        let groundDetail: String
        let groundUntil: Day?
        let answers: Answers
        let version: Int
        let savedAt: Instant
        let files: [(question: String, file: FileView, sha256: String)]

        var fileCounts: [String: Int] { files.reduce(into: [:]) { $0[$1.question, default: 0] += 1 } }
    }

    /// What is frozen at each handing in, the files by name: they stay even where the applicant removes them later.
    struct Frozen: Codable {
        struct File: Codable {
            let id: ID<StoredFile>
            let question: String
            let sha256: String
        }

        let name: String
        let kind: String
        let field: String
        let ground: String
        let groundDetail: String
        let groundUntil: Day?
        let answers: Answers
        let files: [File]

        init(_ stored: Stored) {
            name = stored.name
            kind = stored.kind
            field = stored.field
            ground = stored.ground
            groundDetail = stored.groundDetail
            groundUntil = stored.groundUntil
            answers = stored.answers
            files = stored.files.map { File(id: $0.file.id, question: $0.question, sha256: $0.sha256) }
        }
    }

    static func load(_ tx: any Transaction, _ house: House, _ id: ID<Case>) throws -> Stored {
        guard let row = try tx.row("""
            SELECT level, name, kind, field, ground, ground_detail, ground_until, answers, version, saved_at FROM applications WHERE case_id = \(id)
            """) else { throw Refusal.notFound }
        let text = try opened(row, "answers", house, id)
        return Stored(
            level: try row("level"), name: try opened(row, "name", house, id), kind: try row("kind"), field: try row("field"), ground: try row("ground"),
            groundDetail: try opened(row, "ground_detail", house, id), groundUntil: try row("ground_until"), answers: try Services.Stored.read(text),
            version: try row("version"), savedAt: try row("saved_at"), files: try files(tx, house, id))
    }

    /// What the offices go by: the application as it was last handed in, whatever its applicant has changed since.
    /// - Throws: `notFound` when it was never handed in.
    static func handedIn(_ tx: any Transaction, _ house: House, _ id: ID<Case>) throws -> Stored {
        guard let stored = try handedIn(tx, house, [id])[id] else { throw Refusal.notFound }
        return stored
    }

    /// The same for many cases, in two queries; what was never handed in is left out.
    static func handedIn(_ tx: any Transaction, _ house: House, _ ids: [ID<Case>]) throws -> [ID<Case>: Stored] {
        guard !ids.isEmpty else { return [:] }
        var files: [ID<StoredFile>: FileView] = [:]
        for row in try tx.rows("SELECT id, name, type, size FROM files WHERE case_id IN (\(list: ids))") {
            let view = try file(row, house)
            files[view.id] = view
        }
        let rows = try tx.rows("""
            SELECT v.case_id AS case_id, v.version AS version, v.answers AS answers, v.handed_in_at AS handed_in_at, a.level AS level
            FROM application_versions v JOIN applications a ON a.case_id = v.case_id
            WHERE v.case_id IN (\(list: ids)) AND v.version = (SELECT MAX(l.version) FROM application_versions l WHERE l.case_id = v.case_id)
            """)
        var found: [ID<Case>: Stored] = [:]
        for row in rows {
            let id: ID<Case> = try row("case_id"), version: Int = try row("version")
            let frozen = try frozen(try row("answers"), house, id, version)
            found[id] = Stored(
                level: try row("level"), name: frozen.name, kind: frozen.kind, field: frozen.field, ground: frozen.ground, groundDetail: frozen.groundDetail,
                groundUntil: frozen.groundUntil, answers: frozen.answers, version: version, savedAt: try row("handed_in_at"),
                files: frozen.files.compactMap { item in files[item.id].map { (item.question, $0, item.sha256) } })
        }
        return found
    }

    /// Whether a version that was handed in names the file: only then it is for others than the applicant.
    static func wasHandedIn(_ file: ID<StoredFile>, _ tx: any Transaction, _ house: House, _ id: ID<Case>) throws -> Bool {
        try tx.rows("SELECT version, answers FROM application_versions WHERE case_id = \(id) ORDER BY version DESC").contains { row in
            try frozen(try row("answers"), house, id, try row("version")).files.contains { $0.id == file }
        }
    }

    private static func frozen(_ sealed: [UInt8], _ house: House, _ id: ID<Case>, _ version: Int) throws -> Frozen {
        try Services.Stored.read(try house.secrets.text(sealed, table: "application_versions", column: "answers", row: "\(id)/\(version)"))
    }

    /// What a person typed stands encrypted in the row of the application.
    static func sealed(_ text: String, _ column: String, _ house: House, _ id: ID<Case>) throws -> [UInt8] {
        try house.secrets.seal(text: text, table: "applications", column: column, row: id.rawValue)
    }

    private static func opened(_ row: Row, _ column: String, _ house: House, _ id: ID<Case>) throws -> String {
        try house.secrets.text(try row(column), table: "applications", column: column, row: id.rawValue)
    }

    static func files(_ tx: any Transaction, _ house: House, _ id: ID<Case>) throws -> [(question: String, file: FileView, sha256: String)] {
        try tx.rows("SELECT id, question, name, type, size, sha256 FROM files WHERE case_id = \(id) AND removed_at IS NULL ORDER BY created_at, id").map { row in
            (try row("question"), try file(row, house), try row("sha256"))
        }
    }

    static func file(_ row: Row, _ house: House) throws -> FileView {
        let id: ID<StoredFile> = try row("id")
        return FileView(id: id, name: try house.secrets.text(try row("name"), table: "files", column: "name", row: id.rawValue), type: try row("type"), size: try row("size"))
    }

    /// The conditions whose answers differ between the newest two versions that were handed in.
    static func changed(_ tx: any Transaction, _ id: ID<Case>) throws -> Set<String> {
        let versions = try tx.rows("SELECT digests FROM application_versions WHERE case_id = \(id) ORDER BY version DESC LIMIT 2").map {
            try Services.Stored.read(try $0("digests"), as: [String: String].self)
        }
        guard versions.count == 2 else { return [] }
        return Set(versions[0].filter { versions[1][$0.key] != $0.value }.map(\.key))
    }

    /// A digest of each condition's answers and files, by which a later version shows what changed. Salted by the case's id, and kept in the
    /// office's own table: it never leaves it.
    static func digests(_ id: ID<Case>, _ stored: Stored, _ form: Form?, _ secrets: any Secrets) throws -> [String: String] {
        var digests: [String: String] = [:]
        for condition in form?.conditions ?? [] {
            let answers = try Services.Stored.json(stored.answers[[condition.id]] ?? Answers.none)
            let files = stored.files.filter { $0.question.hasPrefix(condition.id + ".") }.map { "\($0.question) \($0.sha256)" }.sorted()
            digests[condition.id] = secrets.sha256(Array(("\(id)\n" + answers + "\n" + files.joined(separator: "\n")).utf8))
        }
        return digests
    }
}
