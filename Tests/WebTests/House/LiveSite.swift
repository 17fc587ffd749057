import Cluster
import Cryptography
import Domain
import Foundation
import Logging
import SQL
@testable import Services
@testable import Web
@testable import yizhan

/// The real site over the demonstration world, on either engine; the world is built once for each and copied for each test.
struct LiveSite: Sendable {
    let house: House
    let server: WebServer
    private let store: Store

    static let origin = "https://talent.example"

    static func with(_ engine: Engine, demo: Bool = true, _ body: (LiveSite) async throws -> Void) async throws {
        try await with(engine, demo: demo, programmes: { $0 }, body)
    }

    /// The same where programmes say something else than their files.
    static func with(_ engine: Engine, demo: Bool, programmes change: (Programme) -> Programme, _ body: (LiveSite) async throws -> Void) async throws {
        let store = try await Store.make(engine, template: demo ? world : empty)
        let database = try await store.open()
        do {
            let house = try Self.house(database, demo: demo, programmes: change)
            var logger = Logger(label: "test")
            logger.logLevel = .critical
            let configuration = WebConfiguration(port: 0, origin: demo ? nil : origin, isDemo: demo)
            try await body(LiveSite(house: house, server: try YizhanSite.server(house, configuration: configuration, logger: logger), store: store))
        } catch {
            await database.close()
            await store.remove()
            throw error
        }
        await database.close()
        await store.remove()
    }

    private static let world = Template("demo") { database in
        try await Migrator(Schema.migrations).migrate(database)
        let house = try Self.house(database, demo: true)
        _ = try await KeepTexts(texts: try Self.texts())(database, now: house.realTime())
        _ = try await DemoWorld(house)()
    }

    private static let empty = Template("empty") { database in
        try await Migrator(Schema.migrations).migrate(database)
        _ = try await KeepTexts(texts: try Self.texts())(database, now: Opening.realTime())
    }

    static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().path
    private static let keys = Result { try Keys.generate() }
    private static let folder = FileManager.default.temporaryDirectory.appending(path: "yizhan-web-tests-\(ProcessInfo.processInfo.processIdentifier)").path
    private static let passwords = Argon2Passwords()

    private static func texts() throws -> [SourceText] {
        try TextFolder("\(root)/programmes").programmes().map(\.text) + TextFolder("\(root)/calendars").calendars().map(\.text)
    }

    private static func house(_ database: any Database, demo: Bool, programmes change: (Programme) -> Programme = { $0 }) throws -> House {
        House(
            database: database, secrets: try LibcryptoSecrets(keys: try keys.get(), algorithm: .aes256GCM), passwords: passwords, files: try FolderFiles(folder: folder), papers: Studio(),
            library: Library(programmes: try TextFolder("\(root)/programmes").programmes().map { change($0.programme) }, calendars: try TextFolder("\(root)/calendars").calendars().map(\.calendar),
                policies: try TextFolder.policies(beside: "\(root)/programmes")),
            realTime: Opening.realTime, demo: demo, channels: [])
    }

    /// A bearer token of somebody of the world, by login or mobile number.
    func token(_ login: String) async throws -> String {
        try await SignIn(login: login, password: DemoWorld.password)(house, kind: .bearer).token
    }

    /// JSON from the site, as a program asks. The site listens on loopback in demo mode.
    func get(_ path: String, as token: String? = nil) async throws -> Got {
        try await server.send("GET", path, headers(token), host: host)
    }

    func post(_ path: String, _ body: String, as token: String? = nil) async throws -> Got {
        try await server.send("POST", path, headers(token).merging(["Content-Type": "application/json"]) { $1 }, Array(body.utf8), host: host)
    }

    /// A page of the site, as a browser gets it; what is no page by what it accepts.
    func page(_ path: String, as token: String? = nil, accept: String = "text/html") async throws -> Got {
        var headers = ["Accept": accept]
        if let token { headers["Authorization"] = "Bearer \(token)" }
        return try await server.send("GET", path, headers, host: host)
    }

    /// A form, as a page of the site sends it.
    func form(_ path: String, _ body: String, as token: String) async throws -> Got {
        try await server.send(
            "POST", path, ["Content-Type": "application/x-www-form-urlencoded", "Accept": "text/html", "Authorization": "Bearer \(token)", "Origin": "http://\(host)", "Sec-Fetch-Site": "same-origin"],
            Array(body.utf8), host: host)
    }

    func form(_ path: String, _ fields: [String: String], as token: String) async throws -> Got {
        try await form(path, fields.map { "\($0.key)=\($0.value.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? "")" }.joined(separator: "&"), as: token)
    }

    private var host: String { house.demo ? "127.0.0.1:8080" : "talent.example" }

    private func headers(_ token: String?) -> [String: String] {
        var headers = ["Accept": "application/json"]
        if let token { headers["Authorization"] = "Bearer \(token)" } else { (headers["Origin"], headers["Sec-Fetch-Site"]) = ("http://\(host)", "same-origin") }
        return headers
    }

    /// The application of an organisation of the world.
    func application(_ organisation: String) async throws -> ID<Case> {
        let id: ID<Case>? = try await house.database.read { tx in
            try tx.value("SELECT c.id FROM cases c JOIN organisations o ON o.id = c.organisation_id WHERE o.name = \(organisation)")
        }
        guard let id else { throw Stop("there is no application of \(organisation)") }
        return id
    }
}
