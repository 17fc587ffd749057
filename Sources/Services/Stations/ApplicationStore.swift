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

    /// What is frozen at each handing in.
    struct Frozen: Codable {
        let name: String
        let kind: String
        let field: String
        let ground: String
        let groundDetail: String
        let groundUntil: Day?
        let answers: Answers
        let files: [String: [String]]

        init(_ stored: Stored) {
            name = stored.name
            kind = stored.kind
            field = stored.field
            ground = stored.ground
            groundDetail = stored.groundDetail
            groundUntil = stored.groundUntil
            answers = stored.answers
            files = stored.files.reduce(into: [:]) { $0[$1.question, default: []].append($1.sha256) }
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

    /// What a person typed stands encrypted in the row of the application.
    static func sealed(_ text: String, _ column: String, _ house: House, _ id: ID<Case>) throws -> [UInt8] {
        try house.secrets.seal(text: text, table: "applications", column: column, row: id.rawValue)
    }

    private static func opened(_ row: Row, _ column: String, _ house: House, _ id: ID<Case>) throws -> String {
        try house.secrets.text(try row(column), table: "applications", column: column, row: id.rawValue)
    }

    static func files(_ tx: any Transaction, _ house: House, _ id: ID<Case>) throws -> [(question: String, file: FileView, sha256: String)] {
        try tx.rows("SELECT id, question, name, type, size, sha256 FROM files WHERE case_id = \(id) AND removed_at IS NULL ORDER BY created_at, id").map { row in
            let file: ID<StoredFile> = try row("id")
            let name = try house.secrets.text(try row("name"), table: "files", column: "name", row: file.rawValue)
            return (try row("question"), FileView(id: file, name: name, type: try row("type"), size: try row("size")), try row("sha256"))
        }
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
