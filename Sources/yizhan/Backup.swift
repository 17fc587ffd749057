import ArgumentParser
import Cryptography
import Domain
import Foundation
import SQLiteEngine
import SQL
import Services

/// Backs the house up: rows first, then files, then every file's hash against its row.
struct Backup: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Back up the database and its files into a new folder; a running server does it online.",
        discussion: "Keys are not part of a backup: keep the key file apart from it. For PostgreSQL write a head (`yizhan audit head`), then take the rows with pg_dump or pg_basebackup; this then copies and verifies the files.")

    @OptionGroup var place: Place

    @Argument(help: "The folder to make.")
    var folder: String

    func run() async throws {
        let target = URL(fileURLWithPath: folder).path
        if let socket = place.socket, let done = try ControlSocket.ask(socket, "backup \(target)") {
            print(done)
            return
        }
        guard place.isPostgres || FileManager.default.fileExists(atPath: place.databaseAddress) else { throw Stop("there is no database \(place.databaseAddress)") }
        let opened = try await Opening(place: place, demo: nil, channels: [])()
        print(try await Self.make(opened, to: target))
        await opened.house.database.close()
    }

    static func make(_ opened: Opening.Opened, to folder: String) async throws -> String {
        guard !FileManager.default.fileExists(atPath: folder) else { throw Stop("\(folder) is there already") }
        try FileManager.default.createDirectory(atPath: "\(folder)/files", withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        // The head before the rows: the copy then holds at least what the head vouches for. On PostgreSQL the rows were taken before this began.
        let head = try await AuditStore.head(opened.house.database)
        if let head, opened.sqlite != nil { try JSONEncoder().encode(head).write(to: URL(fileURLWithPath: "\(folder)/audit-head.json")) }
        try "\(try await opened.house.filesMarker())".write(toFile: "\(folder)/files/yizhan-files", atomically: true, encoding: .utf8)
        let rows: [StoredFileRow]
        if let sqlite = opened.sqlite {
            let copy = "\(folder)/yizhan.sqlite"
            try await sqlite.backup(to: copy)
            rows = try await files(of: copy, opened.house)
        } else {
            rows = try await opened.house.storedFiles()
        }
        for row in rows {
            let sealed = try await opened.files.read(row.id)
            let plain = try opened.house.secrets.openFile(sealed, id: row.id)
            guard opened.house.secrets.sha256(plain) == row.sha256 else { throw Stop("file \(row.id) does not have the hash of its row") }
            let parent = "\(folder)/files/\(row.id.suffix(2))"
            try FileManager.default.createDirectory(atPath: parent, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
            try Data(sealed).write(to: URL(fileURLWithPath: "\(parent)/\(row.id)"))
        }
        return "\(opened.sqlite == nil ? "" : "rows and ")\(rows.count) files backed up to \(folder), every hash verified"
    }

    /// The files that the copy names, which are those to be kept with it; the live rows go on changing.
    private static func files(of copy: String, _ house: House) async throws -> [StoredFileRow] {
        let database = try SQLiteDatabase(path: copy)
        do {
            let findings = try await database.integrityCheck()
            guard findings.isEmpty else { throw Stop("the copy is damaged: \(findings.joined(separator: "; "))") }
            let rows = try await House(
                database: database, secrets: house.secrets, passwords: house.passwords, files: house.files, papers: house.papers, library: house.library,
                realTime: house.realTime, demo: house.demo, channels: []).storedFiles()
            await database.close()
            // Nothing was written to the copy, so what opening left beside it says nothing: a backup is one file.
            for beside in [".lock", "-wal", "-shm"] { try? FileManager.default.removeItem(atPath: copy + beside) }
            return rows
        } catch {
            await database.close()
            throw error
        }
    }
}
