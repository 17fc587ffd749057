import Domain
import SQL

/// Everything that verbs and queries stand on, put together once by the command and passed in. Nothing is ambient.
public struct House: Sendable {
    public let database: any Database
    public let secrets: any Secrets
    public let passwords: any PasswordHashing
    public let files: any FileStore
    public let papers: any PaperMaker
    public let library: Library
    /// Real time: sessions, tokens, limits, leases. Never moved.
    public let realTime: @Sendable () -> Instant
    /// In demo mode programme time runs ahead of real time by an offset that is a row in the database.
    public let demo: Bool
    /// Which deliveries are configured; the inbox always is.
    public let channels: Set<Channel>
    /// What can be found at present, in this process alone.
    public let board: JobBoard

    public enum Channel: String, Sendable, Hashable, CaseIterable { case mail, sms, webhook }

    public init(
        database: any Database, secrets: any Secrets, passwords: any PasswordHashing, files: any FileStore, papers: any PaperMaker,
        library: Library, realTime: @escaping @Sendable () -> Instant, demo: Bool, channels: Set<Channel>, board: JobBoard = JobBoard()
    ) {
        self.database = database
        self.secrets = secrets
        self.passwords = passwords
        self.files = files
        self.papers = papers
        self.library = library
        self.realTime = realTime
        self.demo = demo
        self.channels = channels
        self.board = board
    }

    /// Programme time as this transaction sees it: deadlines, validity, notices.
    func programmeTime(_ tx: any Transaction) throws -> Instant {
        let real = realTime()
        guard demo else { return real }
        let offset: String? = try tx.value("SELECT value FROM settings WHERE name = \(Setting.clockOffset)")
        return Instant(milliseconds: real.milliseconds + (offset.flatMap(Int64.init) ?? 0))
    }

    /// Reads with programme time at hand.
    public func read<Answer: Sendable>(_ body: @Sendable @escaping (any Transaction, Instant) throws -> Answer) async throws -> Answer {
        try await database.read { tx in try body(tx, try programmeTime(tx)) }
    }

    /// Programme time now. Only demo mode asks the database.
    public func now() async throws -> Instant { demo ? try await read { _, now in now } : realTime() }
}

/// Names of rows in `settings`.
enum Setting {
    /// Milliseconds by which programme time runs ahead, demo mode only.
    static let clockOffset = "clock_offset"
    /// The random name that a mounted folder of files must carry.
    static let filesMarker = "files_marker"
}

/// What cryptography gives the services. The keys stay behind it.
public protocol Secrets: Sendable {
    func random(_ count: Int) throws -> [UInt8]
    /// Hex.
    func sha256(_ bytes: [UInt8]) -> String
    /// Encrypts a personal value, bound to its table, column and row.
    func seal(_ plain: [UInt8], table: String, column: String, row: String) throws -> [UInt8]
    func open(_ sealed: [UInt8], table: String, column: String, row: String) throws -> [UInt8]
    /// A keyed digest by which an encrypted value can be found.
    func blindIndex(_ text: String, table: String, column: String) throws -> [UInt8]
    /// The same under every key that is still kept, the current one first: what was written before a rotation is found too.
    func blindIndexes(_ text: String, table: String, column: String) throws -> [[UInt8]]
    /// Encrypts a file, bound to its id.
    func sealFile(_ plain: [UInt8], id: String) throws -> [UInt8]
    func openFile(_ sealed: [UInt8], id: String) throws -> [UInt8]
    /// Ed25519, hex.
    func sign(_ message: [UInt8]) throws -> (signature: String, publicKey: String)
    func verify(signature: String, publicKey: String, message: [UInt8]) -> Bool
    /// The time step that a one-time code of this secret belongs to, if it is good now (RFC 6238).
    func totpStep(secret: [UInt8], code: String, at: Instant) -> Int64?
    func totpSecret() throws -> [UInt8]
    /// `otpauth://…` for an authenticator.
    func totpAddress(secret: [UInt8], account: String) -> String
}

extension Secrets {
    func seal(text: String, table: String, column: String, row: String) throws -> [UInt8] {
        try seal(Array(text.utf8), table: table, column: column, row: row)
    }

    func text(_ sealed: [UInt8], table: String, column: String, row: String) throws -> String {
        String(decoding: try open(sealed, table: table, column: column, row: row), as: UTF8.self)
    }
}

/// Slow on purpose (argon2id), off every event loop. Throws a `tooMany` refusal when too many wait.
public protocol PasswordHashing: Sendable {
    func hash(_ password: String) async throws -> String
    func verify(_ password: String, against hash: String) async throws -> Bool
    func isCommon(_ password: String) -> Bool
}

/// Immutable files outside the database.
public protocol FileStore: Sendable {
    /// Writes and syncs. An existing file of this name is an error.
    func write(_ bytes: [UInt8], name: String) async throws
    func read(_ name: String) async throws -> [UInt8]
    func remove(_ name: String) async throws
    /// The files written before a moment of real time.
    func names(olderThan: Instant) async throws -> [String]
}

/// Paper: PDF, QR codes, spreadsheets; and pictures.
public protocol PaperMaker: Sendable {
    /// A print-ready PDF of a page that may fetch nothing.
    func pdf(html: String, stylesheet: String) async throws -> [UInt8]
    /// One SVG element.
    func qr(_ text: String, title: String) throws -> String
    /// Writes row by row; memory stays flat. - Returns: the path of a temporary file, which the caller removes.
    func workbook(sheet: String, columns: [(title: String, width: Double)], rows: (_ row: ([PaperCell]) throws -> Void) throws -> Void) throws -> String
    /// The same as comma-separated text.
    func delimited(columns: [String], rows: (_ row: ([PaperCell]) throws -> Void) throws -> Void) throws -> String
    /// Reads a table that came from outside, row by row: .csv in any encoding, .xlsx. It may unpack to no more than what is good for an upload.
    /// - Throws: a `Refusal` at `file` that says what is wrong with it.
    func rows(of file: [UInt8]) throws -> any RowReader
    /// A JPEG of a picture from outside, the right way up and drawn anew, so that nothing of what stood beside its pixels is in it: no place, no camera, no name.
    /// - Parameter longest: the longest side in pixels; a smaller picture stays as large as it is.
    /// - Throws: a `Refusal` at `file` where it cannot be read or has too many pixels.
    func picture(_ bytes: [UInt8], longest: Int) async throws -> [UInt8]
}

/// The rows of a table in turn; memory stays flat.
public protocol RowReader: AnyObject {
    /// How far it is read, 0…1, as far as that is known.
    var progress: Double { get }
    /// The next row that holds anything; nil at the end.
    /// - Throws: a `Refusal` at `file` where the file is broken from here on.
    func next() throws -> ReadRow?
}

/// One row of a table that came from outside.
public struct ReadRow: Sendable, Hashable {
    /// As a spreadsheet counts: 1 holds the headings.
    public let number: Int
    public let cells: [String]
    /// Why it cannot be read.
    public let problem: JobRowRefusal?

    public init(number: Int, cells: [String], problem: JobRowRefusal? = nil) {
        self.number = number
        self.cells = cells
        self.problem = problem
    }
}

public enum PaperCell: Sendable {
    case text(String)
    case number(Int64)
    case money(Fen)
    case day(Day)
    case empty
}

extension House {
    /// SHA-256 as bytes.
    public func bytes(sha256 bytes: [UInt8]) -> [UInt8] {
        let hex = Array(secrets.sha256(bytes).utf8)
        func value(_ digit: UInt8) -> UInt8 { digit >= 0x61 ? digit - 0x57 : digit - 0x30 }
        return stride(from: 0, to: hex.count - 1, by: 2).map { value(hex[$0]) << 4 | value(hex[$0 + 1]) }
    }

    /// So many bytes that nobody can guess. Without a source of randomness nothing here is safe: the process ends.
    public func randomBytes(_ count: Int) -> [UInt8] {
        do { return try secrets.random(count) } catch { preconditionFailure("no randomness: \(error)") }
    }
}
