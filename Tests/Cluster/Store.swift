import Foundation
import PostgresEngine
import SQL
import SQLiteEngine
import Synchronization

/// What every storage test runs on: `@Test(arguments: Engine.allCases)`.
public enum Engine: String, CaseIterable, Codable, Sendable, CustomStringConvertible {
    case sqlite, postgres

    public var description: String { rawValue }
}

/// A database that is prepared once in a test process, by migrating it for instance, and then copied for each test.
public struct Template: Sendable {
    let name: String
    let prepare: @Sendable (any Database) async throws -> Void

    /// - Parameter name: short, of small letters, digits and `_`; two templates have two names.
    public init(_ name: String, prepare: @escaping @Sendable (any Database) async throws -> Void) {
        precondition(name.utf8.allSatisfy { (97...122).contains($0) || (48...57).contains($0) || $0 == 95 }, "not a name for a template: \(name)")
        self.name = name
        self.prepare = prepare
    }
}

/// A place for one fresh database, by the address that the command would be given.
public struct Store: Sendable {
    public let engine: Engine
    /// A file's path, or `postgres://…`.
    public let address: String
    private let name: String

    /// Waits while many are in use; so a test takes one at a time.
    /// - Parameter template: what the database is a copy of; empty without.
    public static func make(_ engine: Engine, template: Template? = nil) async throws -> Store {
        await Places.shared.take()
        do {
            let source = if let template { try await Templates.shared.ready(template, engine) } else { String?.none }
            return try await copy(engine, of: source)
        } catch {
            Places.shared.giveBack()
            throw error
        }
    }

    /// Opens the database. Close it before `remove`.
    public func open(connections: Int = 4) async throws -> any Database {
        switch engine {
        case .sqlite: try SQLiteDatabase(path: address)
        case .postgres: try await PostgresDatabase(url: address, connections: connections)
        }
    }

    public func remove() async {
        switch engine {
        case .sqlite: try? FileManager.default.removeItem(atPath: URL(fileURLWithPath: address).deletingLastPathComponent().path)
        case .postgres: try? await Cluster.shared().administration.outsideTransaction("DROP DATABASE \(name) WITH (FORCE)")
        }
        Places.shared.giveBack()
    }

    /// Copies a template's database, which nobody has open.
    fileprivate static func copy(_ engine: Engine, of source: String?) async throws -> Store {
        let name = "t" + UUID().uuidString.lowercased().replacingOccurrences(of: "-", with: "")
        switch engine {
        case .sqlite:
            let folder = Self.root.appendingPathComponent(name)
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            let path = folder.appendingPathComponent("yizhan.db").path
            if let source {
                try FileManager.default.copyItem(atPath: source, toPath: path)
                // A connection that only reads, closed last, leaves what was written in the log.
                if FileManager.default.fileExists(atPath: source + "-wal") { try FileManager.default.copyItem(atPath: source + "-wal", toPath: path + "-wal") }
            }
            return Store(engine: engine, address: path, name: name)
        case .postgres:
            let cluster = try await Cluster.shared()
            try await cluster.administration.outsideTransaction("CREATE DATABASE \(name) TEMPLATE \(source ?? "template0")")
            return Store(engine: engine, address: cluster.address(of: name), name: name)
        }
    }

    /// The folder of this process's SQLite files, which goes with the process.
    private static let root: URL = {
        atexit { try? FileManager.default.removeItem(at: Store.root) }
        let (files, folder) = (FileManager.default, FileManager.default.temporaryDirectory)
        // What a process left that was killed.
        for name in (try? files.contentsOfDirectory(atPath: folder.path)) ?? [] where name.hasPrefix("yizhan-sqlite-") {
            guard let process = Int32(name.dropFirst("yizhan-sqlite-".count)), kill(process, 0) != 0, errno == ESRCH else { continue }
            try? files.removeItem(at: folder.appendingPathComponent(name))
        }
        return folder.appendingPathComponent("yizhan-sqlite-\(getpid())")
    }()

    /// What a template's copies are made from: a path, or a database's name.
    fileprivate var source: String { engine == .sqlite ? address : name }
}

/// Templates that are ready or are being prepared.
private actor Templates {
    static let shared = Templates()

    private var sources: [String: Task<String, any Error>] = [:]

    func ready(_ template: Template, _ engine: Engine) async throws -> String {
        let key = "\(template.name) \(engine)"
        if let source = sources[key] { return try await source.value }
        let preparing = Task {
            let store = try await Store.copy(engine, of: nil)
            let database = try await store.open(connections: 1)
            do {
                try await template.prepare(database)
                await database.close()
            } catch {
                await database.close()
                throw error
            }
            return store.source
        }
        sources[key] = preparing
        return try await preparing.value
    }
}

/// Tests of one process all start at once; this many databases are open at a time.
private final class Places: Sendable {
    static let shared = Places()

    private struct State {
        var free = 16
        var waiting: [CheckedContinuation<Void, Never>] = []
    }

    private let state = Mutex(State())

    func take() async {
        await withCheckedContinuation { continuation in
            let isFree = state.withLock { state in
                guard state.free > 0 else {
                    state.waiting.append(continuation)
                    return false
                }
                state.free -= 1
                return true
            }
            if isFree { continuation.resume() }
        }
    }

    func giveBack() {
        let next = state.withLock { state in
            if state.waiting.isEmpty {
                state.free += 1
                return CheckedContinuation<Void, Never>?.none
            }
            return state.waiting.removeFirst()
        }
        next?.resume()
    }
}

/// Opens a fresh database, which `cleanup` closes and removes.
public func makeDatabase(
    _ engine: Engine, template: Template? = nil, connections: Int = 4
) async throws -> (database: any Database, cleanup: @Sendable () async -> Void) {
    let store = try await Store.make(engine, template: template)
    do {
        let database = try await store.open(connections: connections)
        return (
            database,
            {
                await database.close()
                await store.remove()
            }
        )
    } catch {
        await store.remove()
        throw error
    }
}

/// Runs `body` on a fresh database, which is closed and removed afterwards.
public func withDatabase<Answer>(
    _ engine: Engine, template: Template? = nil, connections: Int = 4, isolation: isolated (any Actor)? = #isolation,
    _ body: (any Database) async throws -> Answer
) async throws -> Answer {
    let (database, cleanup) = try await makeDatabase(engine, template: template, connections: connections)
    do {
        let answer = try await body(database)
        await cleanup()
        return answer
    } catch {
        await cleanup()
        throw error
    }
}
