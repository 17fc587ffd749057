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
        discussion: "Keys are not part of a backup: keep the key file apart from it. For PostgreSQL use pg_dump or pg_basebackup for the rows; this copies and verifies the files.")

    @OptionGroup var place: Place

    @Argument(help: "The folder to make.")
    var folder: String

    func run() async throws {
        let target = URL(fileURLWithPath: folder).path
        if let done = try ControlSocket.ask(place.socket, "backup \(target)") {
            print(done)
            return
        }
        let opened = try await Opening(place: place, demo: false, channels: [])()
        print(try await Self.make(opened, to: target))
        await opened.house.database.close()
    }

    static func make(_ opened: Opening.Opened, to folder: String) async throws -> String {
        guard !FileManager.default.fileExists(atPath: folder) else { throw Stop("\(folder) is there already") }
        try FileManager.default.createDirectory(atPath: "\(folder)/files", withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        if let sqlite = opened.sqlite { try await sqlite.backup(to: "\(folder)/yizhan.sqlite") }
        let head = try await AuditStore.head(opened.house.database)
        if let head { try JSONEncoder().encode(head).write(to: URL(fileURLWithPath: "\(folder)/audit-head.json")) }
        try "\(try await opened.house.filesMarker())".write(toFile: "\(folder)/files/yizhan-files", atomically: true, encoding: .utf8)
        let rows = try await opened.house.storedFiles()
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
}
