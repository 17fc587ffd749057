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
    /// What is to be opened: the demonstration (which an empty database becomes), a city's own, or, with nil, either.
    let demo: Bool?
    let channels: Set<House.Channel>
    /// What a server finds jobs and people with; other commands need none.
    var board = JobBoard()

    struct Opened {
        let house: House
        /// For the online backup of the embedded engine; nil on PostgreSQL.
        let sqlite: SQLiteDatabase?
        let files: FolderFiles
        let texts: [SourceText]
        /// How many dates changed because the calendars are others than last time; nil when they are the same.
        let redated: Int?

        var calendars: [String] { texts.filter { $0.kind == .calendar }.map(\.hash) }
    }

    /// Opens the database, migrates it, reads keys and texts, and checks keys, kind and the folder of files against it.
    /// - Throws: `Stop` with words for the operator.
    func callAsFunction() async throws -> Opened {
        try FileManager.default.createDirectory(atPath: place.folder, withIntermediateDirectories: true)
        let (database, sqlite) = try await Self.database(place)
        do {
            try await Migrator(Schema.migrations).migrate(database)
            let secrets = try await self.secrets(database)
            let isDemo = try await kind(database)
            let (library, texts) = try await library(database)
            let files = try FolderFiles(folder: place.filesFolder)
            let house = House(
                database: database, secrets: secrets, passwords: Argon2Passwords(), files: files, papers: Studio(), library: library, realTime: Self.realTime, demo: isDemo, channels: channels,
                board: board)
            try files.check(marker: try await house.filesMarker())
            let redated = try await RedateClocks().ifChanged(house, calendars: texts.filter { $0.kind == .calendar }.map(\.hash))
            return Opened(house: house, sqlite: sqlite, files: files, texts: texts, redated: redated)
        } catch {
            await database.close()
            throw error
        }
    }

    /// Opens what is there for reading: nothing is made, migrated or dated.
    /// - Throws: `Stop` with words for the operator.
    static func reading(_ place: Place) async throws -> (database: any Database, secrets: LibcryptoSecrets) {
        guard place.isPostgres || FileManager.default.fileExists(atPath: place.databaseAddress) else { throw Stop("there is no database \(place.databaseAddress)") }
        guard FileManager.default.fileExists(atPath: place.keyFile) else { throw Stop("there is no key file \(place.keyFile)") }
        let secrets = try secrets(Keys.load(path: place.keyFile))
        let (database, _) = try await database(place)
        do {
            let (known, found) = (Schema.migrations.count, try await version(database))
            guard found == known else { throw Stop("the database has version \(found), this program knows \(known): use the program that serves it, or serve it with this one first") }
            guard try await KeyCheck().compare(database, secrets: secrets) else { throw Stop(otherKeys(place)) }
            return (database, secrets)
        } catch {
            await database.close()
            throw error
        }
    }

    private static func version(_ database: any Database) async throws -> Int {
        do {
            return try await database.read { tx in try tx.value("SELECT COUNT(*) FROM schema_versions") ?? 0 }
        } catch SQLError.engine { return 0 }
    }

    private static func database(_ place: Place) async throws -> (any Database, SQLiteDatabase?) {
        guard place.isPostgres else {
            let sqlite = try words { try SQLiteDatabase(path: place.databaseAddress) }
            return (sqlite, sqlite)
        }
        do { return (try await PostgresDatabase(url: place.databaseAddress), nil) } catch { throw Stop("the database cannot be opened: \(error)") }
    }

    /// The demonstration's passwords are known to everybody, and its clock is moved by anybody: neither kind is opened as the other.
    private func kind(_ database: any Database) async throws -> Bool {
        switch (demo, try await demo == true ? HouseKind.markDemo(database) : HouseKind.of(database)) {
        case (true?, .real): throw Stop("\(place.databaseName) holds a city's own work: it is not served with --demo")
        case (false?, .demo): throw Stop("\(place.databaseName) holds the demonstration, whose passwords everybody knows: it is served with --demo only")
        case (_, let kind): return kind == .demo
        }
    }

    /// The one place that reads a clock.
    static let realTime: @Sendable () -> Instant = { Instant(milliseconds: Int64(Date().timeIntervalSince1970 * 1000)) }

    /// The keys of the file; made when file and database are new.
    private func secrets(_ database: any Database) async throws -> LibcryptoSecrets {
        let path = place.keyFile
        let keys: Keys
        if FileManager.default.fileExists(atPath: path) {
            keys = try Keys.load(path: path)
        } else {
            guard try await KeyCheck().mayMakeKeys(database) else {
                throw Stop("there is no key file \(path), and \(place.databaseName) holds what only its own keys open: bring them back, or name them with --keys")
            }
            keys = try Keys.create(at: path)
        }
        let secrets = try Self.secrets(keys)
        guard try await KeyCheck()(database, secrets: secrets) else { throw Stop(Self.otherKeys(place)) }
        return secrets
    }

    private static func otherKeys(_ place: Place) -> String { "the keys in \(place.keyFile) are not those of \(place.databaseName): bring its own back, or name them with --keys" }

    private static func secrets(_ keys: Keys) throws -> LibcryptoSecrets {
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
        return (Library(programmes: programmes.map(\.programme), older: older, calendars: calendars.map(\.calendar), policies: try TextFolder.policies(beside: place.programmesFolder)), texts)
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

    /// The texts of a folder of policies, as they are written.
    func policies() throws -> [(path: String, text: String)] { try texts() }

    /// Reads policies; the examples that lie beside the programme files are at hand, where there are any.
    static func policies(beside programmes: String) throws -> PolicyShelf {
        let folder = "\(programmes)/policies"
        let examples = FileManager.default.fileExists(atPath: folder) ? try TextFolder(folder).policies().map(\.text) : []
        return PolicyShelf(reader: PolicyTextReader(), examples: examples)
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
