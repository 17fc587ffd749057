import Domain
import SQL

/// The applicant attaches a file to a question: PDF, JPEG or PNG by its first bytes, at most 10 MB.
///
/// Effects: the file, encrypted and synced in the folder of files before its row is committed; an audit record.
public struct AttachFile: Sendable {
    /// `rules.attendance_file`
    public let question: String
    public let name: String
    public let bytes: [UInt8]

    public static let mostBytes = 10 * 1024 * 1024

    public init(question: String, name: String, bytes: [UInt8]) {
        self.question = question
        self.name = name
        self.bytes = bytes
    }

    public func callAsFunction(_ house: House, on id: ID<Case>, by actor: Actor, once: Once? = nil) async throws -> Receipt {
        let type = try Uploads.type(of: bytes, name: name)
        let file = try Uploads.newName(house)
        try await house.database.read { tx in   // nothing is stored for what would be refused anyway; the transaction asks again
            let loaded = try CaseStore.load(tx, house.library, id, lock: false)
            try ApplicationRules.mustBeWithApplicant(actor, loaded.current)
            try mustFit(tx, id, loaded.form)
        }
        try await house.files.write(try house.secrets.sealFile(bytes, id: file), name: file)
        return try await house.perform(by: actor, once: once) { act in
            let loaded = try act.loadCase(id)
            try ApplicationRules.mustBeWithApplicant(actor, loaded.current)
            try mustFit(act.tx, id, loaded.form)
            try Uploads.keep(act, file: file, programme: loaded.programme.id, caseID: id, question: question, name: name, type: type, bytes: bytes, by: actor)
            act.audit("case", id.rawValue, "file_attached", detail: ["file": file, "sha256": house.secrets.sha256(bytes), "question": question])
            return Receipt(.application, id.rawValue)
        }
    }

    private func mustFit(_ tx: any Transaction, _ id: ID<Case>, _ form: Form?) throws {
        guard let most = Self.most(question, form) else { throw Refusal.invalid([.init("question", Words("没有这个问题", "There is no such question"))]) }
        let there: Int = (try tx.value("SELECT COUNT(*) FROM files WHERE case_id = \(id) AND question = \(question) AND removed_at IS NULL")) ?? 0
        guard there < most else { throw Refusal.invalid([.init("file", Words("这里最多 \(most) 个文件，请先删除旧的", "At most \(most) files here; remove one first"))]) }
    }

    private static func most(_ path: String, _ form: Form?) -> Int? {
        let parts = path.split(separator: ".").map(String.init)
        guard parts.count == 2, let question = form?.conditions.first(where: { $0.id == parts[0] })?.questions.first(where: { $0.id == parts[1] }),
              case .files(_, let most) = question.kind else { return nil }
        return most
    }
}

/// The applicant removes a file that was attached. The file itself stays as long as a version that was handed in names it.
///
/// Effects: the row's mark; an audit record.
public struct RemoveFile: Codable, Sendable {
    public let file: ID<StoredFile>

    public init(file: ID<StoredFile>) { self.file = file }

    public func callAsFunction(_ house: House, on id: ID<Case>, by actor: Actor, once: Once? = nil) async throws -> Receipt {
        try await house.perform(by: actor, once: once) { act in
            let loaded = try act.loadCase(id)
            try ApplicationRules.mustBeWithApplicant(actor, loaded.current)
            let changed = try act.tx.run("UPDATE files SET removed_at = \(act.now) WHERE id = \(file) AND case_id = \(id) AND removed_at IS NULL")
            if changed == 1 { act.audit("case", id.rawValue, "file_removed", detail: ["file": file.rawValue]) }
            return Receipt(.application, id.rawValue)
        }
    }
}

enum Uploads {
    /// The type that a file's first bytes show.
    static func type(of bytes: [UInt8], name: String) throws(Refusal) -> String {
        if bytes.isEmpty { throw .invalid([.init("file", Words("请选择文件；“\(name)”是空的", "Choose a file; “\(name)” is empty"))]) }
        if bytes.count > AttachFile.mostBytes {
            throw Refusal(.tooLarge, "file_too_large", Words("文件“\(name)”超过 10 MB", "“\(name)” is larger than 10 MB"),
                next: Words("请压缩后再上传", "Make it smaller and try again"), fields: [.init("file", Words("最大 10 MB", "At most 10 MB"))])
        }
        if bytes.starts(with: Array("%PDF-".utf8)) { return "application/pdf" }
        if bytes.starts(with: [0xFF, 0xD8, 0xFF]) { return "image/jpeg" }
        if bytes.starts(with: [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]) { return "image/png" }
        throw Refusal(.unsupported, "file_type", Words("文件“\(name)”不是 PDF、JPEG 或 PNG", "“\(name)” is not a PDF, JPEG or PNG"),
            next: Words("请转换格式后再上传；只改后缀名不行", "Convert it and try again; a new ending is not enough"), fields: [.init("file", Words("只收 PDF、JPEG、PNG", "PDF, JPEG or PNG only"))])
    }

    static func newName(_ house: House) throws -> String { "f" + house.secrets.hex(try house.secrets.random(16)) }

    static func keep(
        _ act: Act, file: String, programme: String, caseID: ID<Case>?, question: String, name: String, type: String, bytes: [UInt8], by actor: Actor
    ) throws {
        let safe = String(name.filter { !"/\\\0\r\n".contains($0) }.suffix(120))
        try act.tx.run("""
            INSERT INTO files (id, programme_id, case_id, question, name, type, size, sha256, by_account, created_at)
            VALUES (\(file), \(programme), \(caseID), \(question),
                \(try act.house.secrets.seal(text: safe.isEmpty ? "file" : safe, table: "files", column: "name", row: file)), \(type), \(bytes.count),
                \(act.house.secrets.sha256(bytes)), \(act.actorName), \(act.now))
            """)
    }
}

/// A file for somebody who may read the case it belongs to.
public struct ReadFile: Sendable {
    public let file: ID<StoredFile>

    public init(file: ID<StoredFile>) { self.file = file }

    public func callAsFunction(_ house: House, by actor: Actor) async throws -> (view: FileView, bytes: [UInt8]) {
        let (view, sha256) = try await house.database.read { tx in
            guard let row = try tx.row("SELECT id, case_id, name, type, size, sha256 FROM files WHERE id = \(file)"), let id: ID<Case> = try row("case_id") else { throw Refusal.notFound }
            let loaded = try CaseStore.load(tx, house.library, id, lock: false)
            guard CaseRules.mayRead(actor, loaded.current, in: loaded.programme), try !ObjectionRules.isParty(tx, loaded, actor) else { throw Refusal.notFound }
            // An applicant's file is for the offices once it was handed in; evidence of an objection comes with it.
            if loaded.about == nil, !CaseRules.isOwn(actor, loaded.current) {
                guard try ApplicationStore.wasHandedIn(file, tx, house, id) else { throw Refusal.notFound }
            }
            return (try ApplicationStore.file(row, house), try row("sha256") as String)
        }
        let bytes = try house.secrets.openFile(try await house.files.read(file.rawValue), id: file.rawValue)
        guard house.secrets.sha256(bytes) == sha256 else { throw Unexpected("file \(file) does not have its hash") }
        return (view, bytes)
    }
}
