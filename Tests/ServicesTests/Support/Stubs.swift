import Cryptography
import Domain
import Foundation
import Services
import Synchronization

/// The real cryptography behind the services' protocol, with keys of this test process.
struct TestSecrets: Secrets {
    /// One set of keys for all tests: databases are copies of one template.
    static let shared: Result<TestSecrets, any Error> = Result { try TestSecrets() }

    private let fields: FieldCipher
    private let files: FileCipher
    private let signer: Signer
    private let known: Set<String>

    private init() throws {
        let keys = try Keys.generate()
        fields = FieldCipher(keys: keys)
        files = FileCipher(keys: keys)
        signer = try Signer(keys: keys)
        known = Set(try Signer.publicKeys(keys).values)
    }

    func random(_ count: Int) throws -> [UInt8] { try randomBytes(count) }
    func sha256(_ bytes: [UInt8]) -> String { Digest.sha256Hex(bytes) }
    func seal(_ plain: [UInt8], table: String, column: String, row: String) throws -> [UInt8] { try fields.seal(plain, table: table, column: column, row: row) }
    func open(_ sealed: [UInt8], table: String, column: String, row: String) throws -> [UInt8] { try fields.open(sealed, table: table, column: column, row: row) }
    func blindIndex(_ text: String, table: String, column: String) throws -> [UInt8] { fields.blindIndex(text, table: table, column: column) }
    func blindIndexes(_ text: String, table: String, column: String) throws -> [[UInt8]] { fields.blindIndexes(text, table: table, column: column) }
    func sealFile(_ plain: [UInt8], id: String) throws -> [UInt8] { try files.seal(plain, file: id) }
    func openFile(_ sealed: [UInt8], id: String) throws -> [UInt8] { try files.open(sealed, file: id) }
    func sign(_ message: [UInt8]) throws -> (signature: String, publicKey: String) { (Digest.hex(try signer.sign(message)), signer.publicKey) }

    func verify(signature: String, publicKey: String, message: [UInt8]) -> Bool {
        guard known.contains(publicKey), let bytes = Digest.bytes(hex: signature) else { return false }
        return Signer.verify(publicKey: publicKey, signature: bytes, message: message)
    }

    func totpStep(secret: [UInt8], code: String, at: Instant) -> Int64? { TOTP.verify(code, secret: secret, at: at.milliseconds / 1000) }
    func totpSecret() throws -> [UInt8] { try TOTP.secret() }
    func totpAddress(secret: [UInt8], account: String) -> String { TOTP.uri(secret: secret, account: account, issuer: "Yizhan") }
}

/// Fast where the real one is slow on purpose; what it keeps does not show the password.
struct FastPasswords: PasswordHashing {
    func hash(_ password: String) async throws -> String { "fast$" + Digest.sha256Hex(password) }
    func verify(_ password: String, against hash: String) async throws -> Bool { hash == "fast$" + Digest.sha256Hex(password) }
    func isCommon(_ password: String) -> Bool { password == "password123" }
}

final class MemoryFiles: FileStore {
    private let kept = Mutex<[String: (bytes: [UInt8], at: Instant)]>([:])
    private let now: @Sendable () -> Instant

    struct Problem: Error {}

    init(_ clock: TestClock) { now = { clock.now } }

    func write(_ bytes: [UInt8], name: String) async throws {
        let at = now()
        try kept.withLock { files in
            guard files[name] == nil else { throw Problem() }
            files[name] = (bytes, at)
        }
    }

    func read(_ name: String) async throws -> [UInt8] {
        try kept.withLock { files in
            guard let file = files[name] else { throw Problem() }
            return file.bytes
        }
    }

    func remove(_ name: String) async throws { kept.withLock { _ = $0.removeValue(forKey: name) } }
    func names(olderThan: Instant) async throws -> [String] { kept.withLock { files in files.filter { $0.value.at < olderThan }.keys.sorted() } }

    /// Everything that was written, by name.
    var all: [String: [UInt8]] { kept.withLock { $0.mapValues(\.bytes) } }
    func replace(_ name: String, with bytes: [UInt8]) { kept.withLock { $0[name] = (bytes, Instant(milliseconds: 0)) } }
}

/// Paper that is only counted.
struct NoPaper: PaperMaker {
    func pdf(html: String, stylesheet: String) async throws -> [UInt8] { Array("%PDF-1.7 \(html.count)".utf8) }
    func qr(_ text: String, title: String) throws -> String { "<svg><title>\(title)</title></svg>" }

    func workbook(sheet: String, columns: [(title: String, width: Double)], rows: (_ row: ([PaperCell]) throws -> Void) throws -> Void) throws -> String {
        var count = 0
        try rows { _ in count += 1 }
        return "\(sheet) \(count)"
    }

    func delimited(columns: [String], rows: (_ row: ([PaperCell]) throws -> Void) throws -> Void) throws -> String { try workbook(sheet: "csv", columns: columns.map { ($0, 10) }, rows: rows) }
    func rows(of file: [UInt8]) throws -> any RowReader { PlainRows(String(decoding: file, as: UTF8.self)) }
}

extension NoPaper {
    /// The head of a JPEG as large as was asked for, and nothing of what came in. What says `broken` cannot be read; what says `camera` comes out as it came.
    func picture(_ bytes: [UInt8], longest: Int) async throws -> [UInt8] {
        let text = String(decoding: bytes, as: UTF8.self)
        if text.contains("broken") { throw Refusal.invalid([.init("file", Words("图片无法读取", "The picture cannot be read"))]) }
        if text.contains("camera") { return bytes }
        let high = UInt8(truncatingIfNeeded: longest >> 8), low = UInt8(truncatingIfNeeded: longest)
        return [0xFF, 0xD8, 0xFF, 0xE0, 0, 4, 0x4A, 0x46, 0xFF, 0xC0, 0, 11, 8, high, low, high, low, 1, 1, 0x11, 0, 0xFF, 0xDA, 0, 2, 0xFF, 0xD9]
    }
}

/// Real time that a test sets.
final class TestClock: Sendable {
    private let milliseconds: Mutex<Int64>

    init(_ start: Instant) { milliseconds = Mutex(start.milliseconds) }

    var now: Instant { milliseconds.withLock { Instant(milliseconds: $0) } }
    func set(_ to: Instant) { milliseconds.withLock { $0 = to.milliseconds } }
    func advance(seconds: Int) { milliseconds.withLock { $0 += Int64(seconds) * 1000 } }
}

/// Rows of a text without quotes. A line `!` cannot be read, a line `!!` breaks the file off.
final class PlainRows: RowReader {
    private let lines: [Substring]
    private var number = 0

    init(_ text: String) { lines = text.split(separator: "\n", omittingEmptySubsequences: false) }

    var progress: Double { Double(number) / Double(max(lines.count, 1)) }

    func next() throws -> ReadRow? {
        guard number < lines.count else { return nil }
        number += 1
        let line = lines[number - 1]
        if line == "!!" { throw Refusal.invalid([.init("file", Words("文件已损坏", "The file is damaged"))]) }
        if line == "!" { return ReadRow(number: number, cells: [], problem: .quote) }
        return line.isEmpty ? try next() : ReadRow(number: number, cells: line.split(separator: ",", omittingEmptySubsequences: false).map(String.init))
    }
}
