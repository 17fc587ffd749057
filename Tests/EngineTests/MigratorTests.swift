import Cluster
import SQL
import Testing

@Suite("Migrations on both engines")
struct MigratorTests {
    private static let first = Migration(name: "stations") { dialect in
        ["CREATE TABLE stations (id \(dialect.text) NOT NULL PRIMARY KEY)\(dialect.tableEnd)", "INSERT INTO stations VALUES (\("first"))"]
    }
    private static let second = Migration(name: "beds") { dialect in
        ["ALTER TABLE stations ADD COLUMN beds \(dialect.int64) NOT NULL DEFAULT 0", "UPDATE stations SET beds = beds + \(5)"]
    }
    private static let broken = Migration(name: "broken") { dialect in
        ["CREATE TABLE broken (id \(dialect.text))\(dialect.tableEnd)", "INSERT INTO nowhere VALUES (1)"]
    }

    private func versions(_ database: any Database) async throws -> [String] {
        try await database.read { try $0.rows("SELECT name FROM schema_versions ORDER BY number").map { try $0("name") } }
    }

    @Test("migrations are appended, and each runs once", arguments: Engine.allCases)
    func append(_ engine: Engine) async throws {
        try await withDatabase(engine) { database in
            #expect(Migrator([]).version == 0)
            try await Migrator([Self.first]).migrate(database)
            try await Migrator([Self.first]).migrate(database)
            #expect(try await versions(database) == ["stations"])
            let both = Migrator([Self.first, Self.second])
            #expect(both.version == 2)
            try await both.migrate(database)
            try await both.migrate(database)
            #expect(try await versions(database) == ["stations", "beds"])
            #expect(try await database.read { try $0.rows("SELECT beds FROM stations").map { try $0("beds") as Int } } == [5])
        }
    }

    @Test("a database that is newer, or whose migrations have other names, is refused and left alone", arguments: Engine.allCases)
    func refused(_ engine: Engine) async throws {
        try await withDatabase(engine) { database in
            try await Migrator([Self.first, Self.second]).migrate(database)
            await expect(newerError(found: 2, known: 1)) { try await Migrator([Self.first]).migrate(database) }
            let renamed = Migration(name: "bunks", statements: Self.second.statements)
            await expect(newerError(found: 2, known: 1)) { try await Migrator([Self.first, renamed, Self.broken]).migrate(database) }
            #expect(try await versions(database) == ["stations", "beds"])
        }
    }

    @Test("a migration that fails leaves nothing behind, and those before it stay", arguments: Engine.allCases)
    func failing(_ engine: Engine) async throws {
        try await withDatabase(engine) { database in
            await expect(engineError("1", "42P01")) { try await Migrator([Self.first, Self.broken]).migrate(database) }
            let done = try await versions(database)
            #expect(done == ["stations"])
            await expect(engineError("1", "42P01")) { try await database.read { try $0.rows("SELECT * FROM broken") } }
        }
    }

    @Test("several migrators at once run each migration once", arguments: Engine.allCases)
    func concurrent(_ engine: Engine) async throws {
        try await withDatabase(engine, connections: 6) { database in
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<6 { group.addTask { try await Migrator([Self.first, Self.second]).migrate(database) } }
                try await group.waitForAll()
            }
            #expect(try await versions(database) == ["stations", "beds"])
            #expect(try await database.read { try $0.rows("SELECT beds FROM stations").map { try $0("beds") as Int } } == [5])
        }
    }

    @Test("a template's copies are alike and apart", arguments: Engine.allCases)
    func template(_ engine: Engine) async throws {
        let template = Template("migrated") { try await Migrator([Self.first, Self.second]).migrate($0) }
        for _ in 0..<2 {
            try await withDatabase(engine, template: template) { database in
                #expect(try await database.read { try $0.rows("SELECT id FROM stations").map { try $0("id") as String } } == ["first"])
                try await database.write { _ = try $0.run("DELETE FROM stations") }
            }
        }
    }
}
