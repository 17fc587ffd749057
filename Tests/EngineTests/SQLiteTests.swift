import Cluster
import Foundation
import SQL
import SQLiteEngine
import Testing

@Suite("SQLite alone")
struct SQLiteTests {
    private func withFile(_ body: (_ path: String) async throws -> Void) async throws {
        let store = try await Store.make(.sqlite)
        do {
            try await body(store.address)
            await store.remove()
        } catch {
            await store.remove()
            throw error
        }
    }

    @Test("the writer syncs each commit, keeps a log and checks references")
    func settings() async throws {
        try await withFile { path in
            let database = try SQLiteDatabase(path: path)
            let found = try await database.write { transaction in
                let pragmas: [SQL] = ["PRAGMA synchronous", "PRAGMA journal_mode", "PRAGMA foreign_keys"]
                return try pragmas.map { try transaction.row($0)?.values.first }
            }
            #expect(found == [.int64(2), .text("wal"), .int64(1)])
            await database.close()
        }
    }

    @Test("a second handle on the file is refused, also under another name, until the first is closed")
    func secondHandle() async throws {
        try await withFile { path in
            let link = path + ".link"
            try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: path)
            let database = try SQLiteDatabase(path: path)
            let resolved = URL(fileURLWithPath: path).resolvingSymlinksInPath().path
            for name in [path, link] {
                #expect(throws: SQLiteRefusal.inUse(path: resolved, process: getpid())) { try SQLiteDatabase(path: name) }
            }
            await database.close()
            let next = try SQLiteDatabase(path: link)
            await next.close()
        }
    }

    @Test("the lock holds against other processes, and theirs against this one")
    func otherProcess() async throws {
        try await withFile { path in
            let database = try SQLiteDatabase(path: path)
            #expect(try run("/usr/bin/flock", ["--nonblock", path + ".lock", "/bin/true"]) == 1)
            await database.close()

            let other = Process()
            other.executableURL = URL(fileURLWithPath: "/usr/bin/flock")
            other.arguments = [path + ".lock", "/bin/sh", "-c", "echo held; cat"]
            let (output, input) = (Pipe(), Pipe())
            other.standardOutput = output
            other.standardInput = input
            try other.run()
            #expect(output.fileHandleForReading.readData(ofLength: 5) == Data("held\n".utf8))
            #expect { try SQLiteDatabase(path: path) } throws: { if case SQLiteRefusal.inUse = $0 { true } else { false } }
            try input.fileHandleForWriting.close()
            other.waitUntilExit()
            let again = try SQLiteDatabase(path: path)
            await again.close()
        }
    }

    @Test("the files are their owner's alone")
    func permissions() async throws {
        try await withFile { path in
            let database = try SQLiteDatabase(path: path)
            try await database.write { _ = try $0.run("CREATE TABLE notes (text TEXT) STRICT") }
            for file in [path, path + "-wal", path + ".lock"] {
                #expect(try FileManager.default.attributesOfItem(atPath: file)[.posixPermissions] as? Int == 0o600, "\(file)")
            }
            await database.close()
        }
    }

    @Test("a folder that is missing, and a file that is no database, are refused in words")
    func cannotOpen() async throws {
        try await withFile { path in
            let missing = path + "/nowhere/x.db"
            #expect(throws: SQLiteRefusal.cannotOpen(path: missing + ".lock", message: "No such file or directory")) {
                try SQLiteDatabase(path: missing)
            }
            try Data(repeating: 65, count: 5000).write(to: URL(fileURLWithPath: path))
            #expect(throws: SQLiteRefusal.cannotOpen(path: path, message: "file is not a database")) { try SQLiteDatabase(path: path) }
        }
    }

    @Test("a backup is one picture, taken while the database is written to; it overwrites nothing")
    func backup() async throws {
        try await withFile { path in
            let database = try SQLiteDatabase(path: path)
            try await database.write { transaction in
                try transaction.run("CREATE TABLE pairs (a INTEGER NOT NULL, b INTEGER NOT NULL) STRICT")
                try transaction.batch((0..<2000).map { "INSERT INTO pairs VALUES (\($0), \($0))" })
            }
            let copy = path + ".copy"
            async let writing: Void = {
                for _ in 0..<50 { try await database.write { _ = try $0.run("UPDATE pairs SET a = a + 1, b = b + 1") } }
            }()
            try await database.backup(to: copy)
            try await writing
            await #expect(throws: SQLiteRefusal.exists(path: copy)) { try await database.backup(to: copy) }
            await database.close()

            let restored = try SQLiteDatabase(path: copy)
            #expect(try await restored.integrityCheck() == [])
            let (rows, unlike, steps): (Int?, Int?, Int?) = try await restored.read { transaction in
                (
                    try transaction.value("SELECT COUNT(*) FROM pairs"), try transaction.value("SELECT COUNT(*) FROM pairs WHERE a <> b"),
                    try transaction.value("SELECT COUNT(*) FROM (SELECT DISTINCT a - rowid FROM pairs) AS steps")
                )
            }
            #expect(rows == 2000 && unlike == 0 && steps == 1)
            await restored.close()
        }
    }

    @Test("damage and rows without the row they refer to are found")
    func integrity() async throws {
        try await withFile { path in
            var database = try SQLiteDatabase(path: path)
            try await database.write { transaction in
                try transaction.run("CREATE TABLE stations (id TEXT NOT NULL PRIMARY KEY) STRICT")
                try transaction.run("CREATE TABLE beds (n INTEGER NOT NULL, station TEXT NOT NULL REFERENCES stations (id)) STRICT")
                try transaction.batch((0..<3000).map { "INSERT INTO stations VALUES (\("station number \($0)"))" })
                try transaction.run("INSERT INTO beds VALUES (1, \("station number 7"))")
            }
            #expect(try await database.integrityCheck() == [])
            await database.close()

            #expect(try run("/usr/bin/sqlite3", [path, "DELETE FROM stations WHERE id = 'station number 7'"]) == 0)
            database = try SQLiteDatabase(path: path)
            #expect(try await database.integrityCheck() == ["a row without the row it refers to: beds 1 stations 0"])
            await database.close()

            let file = try FileHandle(forUpdating: URL(fileURLWithPath: path))
            try file.seek(toOffset: 6 * 4096)
            try file.write(contentsOf: Data(repeating: 0xAA, count: 4096))
            try file.close()
            database = try SQLiteDatabase(path: path)
            let damage = try? await database.integrityCheck()
            #expect(damage != [] && damage?.count != 1)
            await database.close()
        }
    }

    private func run(_ program: String, _ arguments: [String]) throws -> Int32 {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: program)
        process.arguments = arguments
        try process.run()
        process.waitUntilExit()
        return process.terminationStatus
    }
}
