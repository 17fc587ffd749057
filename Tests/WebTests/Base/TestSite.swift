import Domain
import HTTPTypes
import Hummingbird
import Logging
import Markup
import NIOCore
import Synchronization
@testable import Web

enum Shelf {}

struct ShelfPage: Page {
    struct Book: Codable, Sendable, Equatable { let name: String; let since: Day }
    let shelf: ID<Shelf>
    let books: [Book]

    func title(in language: Language) -> String { language == .zh ? "书架" : "Shelf" }
    func body(_ view: View) -> HTML { "<h1>\(shelf.rawValue)</h1><ul>\(each: books, { "<li>\($0.name) \($0.since.description)</li>" })</ul>" }
}

struct FormPage: Page {
    let filled: Filled

    func title(in language: Language) -> String { "form" }
    func body(_ view: View) -> HTML {
        "<form method=\"post\">\(view.formFields())<input name=\"name\" value=\"\(filled.value("name"))\">\(each: filled.errors, { "<p>\($0.field): \(view($0.words))</p>" })</form>"
    }
}

struct NewBook: Codable, Sendable {
    let name: String
    let since: Day?
    let scan: Upload?
    var password: String? = nil
}

struct Credentials: Codable, Sendable {
    let login: String
    let password: String
}

/// What the handlers saw.
final class Seen: Sendable {
    private let list = Mutex<[String]>([])
    func add(_ text: String) { list.withLock { $0.append(text) } }
    var all: [String] { list.withLock { $0 } }
}

enum TestPaths {
    static let shelf = Path<ID<Shelf>>("/shelves/{shelf}")
    static let books = Path<ID<Shelf>>("/shelves/{shelf}/books")
    static let list = Path<ID<Shelf>>("/shelves/{shelf}/list.csv")
    static let stream = Path< >("/stream")
    static let desk = Path< >("/desk")
    static let session = Path< >("/session")
    static let broken = Path< >("/broken")
    static let slow = Path< >("/slow")
    static let demo = Path< >("/demo")
    static let form = Path< >("/form")
    static let essay = Path< >("/essay")
}

/// Keeps every line with all that it holds.
struct SeenLog: LogHandler {
    let lines: Seen
    var metadata: Logger.Metadata = [:]
    var logLevel = Logger.Level.trace

    init(lines: Seen) { self.lines = lines }

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        let values = (event.metadata ?? [:]).filter { !["request", "ms"].contains($0.key) }.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
        lines.add("\(event.level) \(event.message) " + values.joined(separator: " "))
    }
}

/// SHA-256 is the house's own; here anything that tells texts apart will do.
@Sendable func testHash(_ bytes: [UInt8]) -> [UInt8] {
    var state: [UInt64] = [0xcbf29ce484222325, 0x9ae16a3b2f90404f, 0xc949d7c7509e6557, 0xff51afd7ed558ccd]
    for byte in bytes { for index in state.indices { state[index] = (state[index] ^ (UInt64(byte) &+ UInt64(index))) &* 0x100000001b3; state[index] ^= state[index] >> 29 } }
    return state.flatMap { word in (0..<8).map { UInt8(truncatingIfNeeded: word >> (UInt64($0) * 8)) } }
}

private func hex(_ bytes: [UInt8]) -> String { bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined() }

final class TestHouse: Sendable {
    let seen = Seen()
    let time = Mutex<Int64>(1_605_488_400_000)
    let counter = Mutex<UInt8>(0)

    static let staff = Actor(kind: .person(ID(rawValue: "wang")!), name: "王敏", posts: [Post(programme: "qingdao", office: "hrss", place: .handler)])
    static let person = Actor(kind: .person(ID(rawValue: "li")!), name: "李雷")

    /// Tokens `staff`, `person` open cookie sessions, `program` a bearer session.
    var services: SiteServices {
        let sessions: [String: SiteSession] = [
            "staff": (Self.staff, SiteSession.Kind.cookie), "person": (Self.person, .cookie), "program": (Self.person, .bearer),
        ].reduce(into: [:]) { found, entry in
            let hash = hex(testHash(Array(entry.key.utf8)))
            found[hash] = SiteSession(actor: entry.value.0, kind: entry.value.1, language: nil, formSecret: testHash(Array("secret \(entry.key)".utf8)), tokenHash: hash, unread: 2)
        }
        return SiteServices(
            session: { sessions[$0] }, powers: { $0.office == "hrss" ? [.review] : [] },
            programmeTime: { [self] in Instant(milliseconds: time.withLock { $0 }) }, realTime: { [self] in Instant(milliseconds: time.withLock { $0 }) },
            sha256: testHash, random: { [self] count in
                (0..<count).map { _ in counter.withLock { $0 = $0 &* 181 &+ 77; return $0 } }
            })
    }

    var site: Site {
        var site = Site()
        let seen = seen
        site.get(TestPaths.shelf, access: .everyone, page: ShelfPage.self, query: [QueryField("from", Words("起", "from"), Day.self)], summary: Words("书架", "A shelf")) { ask, id in
            let from = try ask.query.value("from", Day.self)
            return ShelfPage(shelf: id, books: (0..<50).map { ShelfPage.Book(name: "三国演义 <\($0)>", since: from ?? Day(number: 18_000 + $0)) })
        }
        site.get(TestPaths.form, access: .everyone, page: FormPage.self, summary: Words("表", "A form")) { _ in FormPage(filled: .nothing) }
        site.get(TestPaths.desk, access: .power(.review), page: FormPage.self, summary: Words("台", "The desk")) { _ in FormPage(filled: .nothing) }
        site.get(TestPaths.broken, access: .everyone, page: FormPage.self, summary: Words("坏", "Broken")) { _ in throw Broken(secret: "/etc/secret") }
        site.get(TestPaths.slow, access: .everyone, page: FormPage.self, summary: Words("慢", "Slow")) { _ in
            try await Task.sleep(for: .seconds(6))
            return FormPage(filled: .nothing)
        }
        site.get(TestPaths.demo, access: .demoOnly, page: FormPage.self, summary: Words("演示", "Demo")) { _ in FormPage(filled: .nothing) }
        site.post(TestPaths.books, access: .everyone, input: NewBook.self, receipt: ShelfPage.self, summary: Words("上架", "Put a book on the shelf"),
            form: { _, filled, _ in FormPage(filled: filled) }) { ask, input, id in
            guard input.name != "禁书" else { throw Refusal(.conflict, "banned", Words("不能上架", "Not on this shelf"), clause: Clause("一")) }
            seen.add("\(ask.actor.name) \(id) \(input.name) \(input.since?.description ?? "-") \(input.scan.map { "\($0.name):\($0.bytes.count)" } ?? "-") \(ask.idempotency?.key.count ?? 0)")
            if let once = ask.idempotency { seen.add("once \(once.fingerprint) \(once.visitor)") }
            return .created(TestPaths.shelf(id), ShelfPage(shelf: id, books: []))
        }
        site.post(TestPaths.desk, access: .power(.review), input: NewBook.self, receipt: FormPage.self, summary: Words("审", "Rule")) { ask, input in
            seen.add("desk \(input.name)")
            return .seeOther(TestPaths.desk(), FormPage(filled: .nothing))
        }
        site.post(TestPaths.session, access: .everyone, input: Credentials.self, receipt: FormPage.self, pace: .secrets(field: "login"), summary: Words("登录", "Sign in"),
            form: { _, filled in FormPage(filled: filled) }) { _, input in
            guard input.password == "right" else { throw Refusal(.unauthenticated, "wrong_login", Words("账号或密码不正确", "Wrong login or password")) }
            if input.login == "back" { return Outcome.show(FormPage(filled: .nothing)).signingIn(token: "person") }
            return Outcome.seeOther(TestPaths.form(), FormPage(filled: .nothing)).signingIn(token: "person")
        }
        site.post(TestPaths.essay, access: .everyone, input: Credentials.self, receipt: FormPage.self, limit: 1024 * 1024, summary: Words("文", "Essay")) { _, input in
            seen.add("essay \(input.password.utf8.count)")
            return .seeOther(TestPaths.form(), FormPage(filled: .nothing))
        }
        site.download(TestPaths.list, access: .everyone, type: "text/csv", summary: Words("清单", "List")) { _, id in
            Attachment(name: "清单 \"1\".csv", type: "text/csv", content: .bytes(Array("a,b\n".utf8)))
        }
        site.download(TestPaths.stream, access: .everyone, type: "text/csv", summary: Words("流", "Stream")) { _ in
            Attachment(name: "s.csv", type: "text/csv", content: .stream { write in
                for index in 0..<3 { try await write(Array("\(index)\n".utf8)) }
            })
        }
        return site
    }

    struct Broken: Error { let secret: String }

    static let assets = Assets(files: ["site.css": Array(("body{background:url(dot.png)}" + String(repeating: "p{color:#111}", count: 100)).utf8), "dot.png": [1, 2, 3]], sha256: testHash)

    static let face = SiteFace(
        frame: { page, view in
            "<!DOCTYPE html><html lang=\"\(view.language.rawValue)\"><link href=\"\(view.asset("site.css"))\"><title>\(page.title(in: view.language))</title>\(page.body(view))</html>"
        },
        signIn: { ask, wanted, held in TestSignInPage(wanted: wanted.text, held: held?.text) })

    /// What was logged goes into `logged`, if there is one.
    func server(logged: Seen? = nil, _ change: (inout WebConfiguration) -> Void = { _ in }) throws -> WebServer {
        var configuration = WebConfiguration(port: 0, origin: "https://talent.example")
        change(&configuration)
        var logger = Logger(label: "test")
        logger.logLevel = .critical
        if let logged { logger = Logger(label: "test") { _ in SeenLog(lines: logged) } }
        return try WebServer(site: site, configuration: configuration, services: services, face: Self.face, assets: Self.assets, logger: logger)
    }
}

struct TestSignInPage: Page {
    let wanted: String
    let held: String?

    func title(in language: Language) -> String { "sign in" }
    func body(_ view: View) -> HTML {
        "<form action=\"/session\">\(view.formFields())<i>\(wanted)</i>\(with: held, { "<input name=\"held\" value=\"\($0)\">" })</form>"
    }
}

/// An answer, read whole.
struct Got {
    let status: Int
    let headers: HTTPFields
    let bytes: [UInt8]

    var text: String { String(decoding: bytes, as: UTF8.self) }
    var json: JSON { get throws { try JSONText.parse(bytes) } }
    func header(_ name: String) -> String? { HTTPField.Name(name).flatMap { headers[$0] } }
    /// The value of the first hidden field of this name.
    func hidden(_ name: String) -> String? {
        guard let start = text.firstRange(of: "name=\"\(name)\" value=\"") else { return nil }
        return String(text[start.upperBound...].prefix { $0 != "\"" })
    }
}

final class Collected: @unchecked Sendable { var bytes: [UInt8] = [] }

struct CollectingWriter: ResponseBodyWriter {
    let into: Collected
    mutating func write(_ buffer: ByteBuffer) async throws { into.bytes += buffer.readableBytesView }
    consuming func finish(_ trailingHeaders: HTTPFields?) async throws {}
}

extension WebServer {
    func send(
        _ method: String, _ path: String, _ headers: [String: String] = [:], _ body: [UInt8]? = nil, host: String? = "talent.example", peer: String? = "198.51.100.7"
    ) async throws -> Got {
        var fields = HTTPFields()
        for (name, value) in headers { fields.append(HTTPField(name: HTTPField.Name(name)!, value: value)) }
        if let body, fields[.contentLength] == nil { fields[.contentLength] = String(body.count) }
        let head = HTTPRequest(method: HTTPRequest.Method(method)!, scheme: "http", authority: host, path: path, headerFields: fields)
        let response = try await responder.respond(to: Request(head: head, body: RequestBody(buffer: ByteBuffer(bytes: body ?? []))), context: WebContext(peer: peer))
        let collected = Collected()
        try await response.body.write(CollectingWriter(into: collected))
        return Got(status: response.status.code, headers: response.headers, bytes: collected.bytes)
    }

    func json(_ path: String, _ body: String, _ headers: [String: String] = [:]) async throws -> Got {
        try await send("POST", path, ["Content-Type": "application/json", "Accept": "application/json"].merging(headers) { $1 }, Array(body.utf8))
    }

    func form(_ path: String, _ body: String, _ headers: [String: String] = [:]) async throws -> Got {
        try await send("POST", path, ["Content-Type": "application/x-www-form-urlencoded", "Accept": "text/html", "Sec-Fetch-Site": "same-origin", "Origin": "https://talent.example"]
            .merging(headers) { $1 }, Array(body.utf8))
    }

    /// A browser that has looked at the form: its cookie and a token.
    func visitor() async throws -> (cookie: String, token: String) {
        let page = try await send("GET", "/form", ["Accept": "text/html"])
        return (String(page.header("Set-Cookie")!.prefix { $0 != ";" }), page.hidden("_token")!)
    }
}

/// The same numbers in each run.
struct Seeded: RandomNumberGenerator {
    private var state: UInt64
    init(_ seed: UInt64) { state = seed }
    mutating func next() -> UInt64 {
        state &+= 0x9E3779B97F4A7C15
        var word = state
        word = (word ^ (word >> 30)) &* 0xBF58476D1CE4E5B9
        word = (word ^ (word >> 27)) &* 0x94D049BB133111EB
        return word ^ (word >> 31)
    }
}
