import Cryptography
import Domain
import Foundation
import PostgresEngine
import ProgrammeText
import SQL
import SQLiteEngine
import Services

/// Puts the house together: the only place that knows which engine runs.
struct Opening {
    let place: Place
    let demo: Bool
    let channels: Set<House.Channel>

    struct Opened {
        let house: House
        /// For the online backup of the embedded engine; nil on PostgreSQL.
        let sqlite: SQLiteDatabase?
        let files: FolderFiles
        let texts: [SourceText]
    }

    /// Opens the database, migrates it, reads keys and texts, and checks the folder of files.
    /// - Throws: `Stop` with words for the operator.
    func callAsFunction() async throws -> Opened {
        try FileManager.default.createDirectory(atPath: place.folder, withIntermediateDirectories: true)
        let sqlite = place.isPostgres ? nil : try Self.words { try SQLiteDatabase(path: place.databaseAddress) }
        let database: any Database
        if let sqlite {
            database = sqlite
        } else {
            do { database = try await PostgresDatabase(url: place.databaseAddress) } catch { throw Stop("the database cannot be opened: \(error)") }
        }
        do {
            try await Migrator(Schema.migrations).migrate(database)
            let secrets = try self.secrets()
            let (library, texts) = try await library(database)
            let files = try FolderFiles(folder: place.filesFolder)
            let house = House(
                database: database, secrets: secrets, passwords: Argon2Passwords(), files: files, papers: Studio(), library: library, realTime: Self.realTime, demo: demo, channels: channels)
            try files.check(marker: try await house.filesMarker())
            _ = try await RedateClocks()(house)
            return Opened(house: house, sqlite: sqlite, files: files, texts: texts)
        } catch {
            await database.close()
            throw error
        }
    }

    /// The one place that reads a clock.
    static let realTime: @Sendable () -> Instant = { Instant(milliseconds: Int64(Date().timeIntervalSince1970 * 1000)) }

    func secrets() throws -> LibcryptoSecrets {
        let path = place.keyFile
        let keys = try FileManager.default.fileExists(atPath: path) ? Keys.load(path: path) : Keys.create(at: path)
        let name = Environment.value("YIZHAN_CIPHER") ?? SealAlgorithm.aes256GCM.rawValue
        guard let algorithm = SealAlgorithm(rawValue: name) else {
            throw Stop("YIZHAN_CIPHER is one of \(SealAlgorithm.allCases.map(\.rawValue).joined(separator: ", ")), not \(name)")
        }
        return try LibcryptoSecrets(keys: keys, algorithm: algorithm)
    }

    private static func words<Value>(_ body: () throws -> Value) throws -> Value {
        do { return try body() } catch let refusal as SQLiteRefusal { throw Stop(refusal.description) }
    }

    /// The programmes and calendars in force, kept by hash, with the older programme texts that cases still name.
    private func library(_ database: any Database) async throws -> (Library, [SourceText]) {
        let calendars = try TextFolder(place.calendarsFolder).calendars()
        let programmes = try TextFolder(place.programmesFolder).programmes()
        guard !programmes.isEmpty else { throw Stop("there is no programme file in \(place.programmesFolder)") }
        for programme in programmes where !calendars.contains(where: { $0.calendar.id == programme.programme.calendar }) {
            throw Stop("programme \(programme.programme.id) wants the calendar \(programme.programme.calendar), which is not in \(place.calendarsFolder)")
        }
        let texts = programmes.map(\.text) + calendars.map(\.text)
        let older = try await KeepTexts(texts: texts)(database, now: Self.realTime()).map { text in
            let (programme, mistakes) = ProgrammeReader.read(text.body, file: "\(text.name) \(text.version)", hash: text.hash)
            guard let programme else { throw Stop("the stored text of \(text.name) \(text.version) cannot be read: \(mistakes.map(\.description).joined(separator: "; "))") }
            return programme
        }
        return (Library(programmes: programmes.map(\.programme), older: older, calendars: calendars.map(\.calendar)), texts)
    }
}

/// A folder of programme files or calendars.
struct TextFolder {
    let folder: String

    init(_ folder: String) { self.folder = folder }

    private func texts() throws -> [(path: String, text: String)] {
        guard let names = try? FileManager.default.contentsOfDirectory(atPath: folder) else { throw Stop("there is no folder \(folder)") }
        return try names.filter { $0.hasSuffix(".yaml") }.sorted().map { name in
            let path = "\(folder)/\(name)"
            return (path, try String(contentsOfFile: path, encoding: .utf8))
        }
    }

    func programmes() throws -> [(programme: Programme, text: SourceText)] {
        try texts().map { path, text in
            let hash = Digest.sha256Hex(text)
            let (programme, mistakes) = ProgrammeReader.read(text, file: path, hash: hash)
            guard let programme, mistakes.isEmpty else { throw Stop(mistakes.map(\.description).joined(separator: "\n")) }
            return (programme, SourceText(kind: .programme, name: programme.id, version: programme.version.description, hash: hash, body: text))
        }
    }

    func calendars() throws -> [(calendar: WorkCalendar, text: SourceText)] {
        try texts().map { path, text in
            let hash = Digest.sha256Hex(text)
            let (calendar, mistakes) = CalendarReader.read(text, file: path, hash: hash)
            guard let calendar, mistakes.isEmpty else { throw Stop(mistakes.map(\.description).joined(separator: "\n")) }
            return (calendar, SourceText(kind: .calendar, name: calendar.id, version: "", hash: hash, body: text))
        }
    }
}
