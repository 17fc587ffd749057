import ArgumentParser
import Delivery
import Domain
import Foundation
import Hummingbird
import Logging
import ServiceLifecycle
import SQL
import Services
import UnixSignals
import Web

/// Serves the house over HTTP, and does its work in the background.
struct Serve: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Serve the site.",
        discussion: """
            Every flag has an environment variable, named in brackets; the flag wins. Deliveries are off unless configured by environment:
              mail      YIZHAN_SMTP_HOST, YIZHAN_SMTP_PORT (587), YIZHAN_SMTP_SECURITY (starttls, tls, none), YIZHAN_SMTP_USER, YIZHAN_SMTP_PASSWORD, YIZHAN_MAIL_FROM
              SMS       YIZHAN_SMS_URL, YIZHAN_SMS_TEMPLATE ({"phone":"{phone}","text":"{text}"}), YIZHAN_SMS_AUTHORIZATION
              groups    YIZHAN_GROUPS: a JSON file {"hrss": {"kind": "wecom" | "dingtalk", "url": "https://…", "secret": "…"}}
            YIZHAN_CIPHER chooses the cipher of personal fields: aes-256-gcm or sm4-ctr-hmac-sm3.
            """)

    @OptionGroup var place: Place

    @OptionGroup var words: WordList

    @Option(help: "The port; 0 takes any free one. [YIZHAN_PORT; default: 8080]")
    var port: Int?

    @Option(help: "The address to listen on. [YIZHAN_ADDRESS; default: 127.0.0.1]")
    var address: String?

    @Option(help: "https://… as people see the site; required outside demo mode. [YIZHAN_ORIGIN]")
    var origin: String?

    @Option(help: "The only peers whose X-Forwarded-For is believed, as CIDR; may be given more than once. [YIZHAN_TRUSTED_PROXY, with commas]")
    var trustedProxy: [String] = []

    @Flag(help: "A demonstration world with people to be and a clock to move. [YIZHAN_DEMO=1]")
    var demo = false

    @Flag(help: "Adds GET /bench/stations: the query of the stations page without its page, for measurements.")
    var bench = false

    @Option(help: "Demo mode: when the world's story begins, 2020-11-16T09:00:00+08:00. [YIZHAN_CLOCK]")
    var clock: String?

    @Option(help: "The ground of maps: https://…/{z}/{x}/{y}.png; without it outlines alone are drawn. Wants --tiles-note. [YIZHAN_TILES]")
    var tiles: String?

    @Option(name: .customLong("tiles-note"), help: "Shown on the map: its approval number 审图号 and whose it is. [YIZHAN_TILES_NOTE]")
    var tilesNote: String?

    @Option(name: .customLong("tiles-datum"), help: "What the tiles are drawn in: wgs84 or gcj02. [YIZHAN_TILES_DATUM; default: gcj02]")
    var tilesDatum: String?

    @Option(name: .customLong("log-folder"), help: "A folder for logs besides standard error, one file of JSON lines a day. [YIZHAN_LOG_FOLDER]")
    var logFolder: String?

    @Option(name: .customLong("log-days"), help: "How long files in the log folder are kept, in days; 180 or more. [YIZHAN_LOG_DAYS; default: 200]")
    var logDays: Int?

    func run() async throws {
        let isDemo = demo || Environment.value("YIZHAN_DEMO") == "1"
        let origin = self.origin ?? Environment.value("YIZHAN_ORIGIN")
        guard isDemo || (origin?.hasPrefix("https://") ?? false) else { throw Stop("--origin https://… is required outside demo mode: links in messages and QR codes use it, and Host must match it") }
        let start = try (clock ?? Environment.value("YIZHAN_CLOCK")).map { text in
            guard isDemo else { throw Stop("--clock is for demo mode only") }
            guard let instant = Instant(text) else { throw Stop("--clock wants a moment such as 2020-11-16T09:00:00+08:00, not \(text)") }
            return instant
        }
        let logs = try logFiles()
        let proxies = try (trustedProxy + (Environment.value("YIZHAN_TRUSTED_PROXY")?.split(separator: ",").map(String.init) ?? [])).map { text in
            guard let range = AddressRange(text) else { throw Stop("--trusted-proxy wants an address range such as 10.0.0.0/8, not \(text)") }
            return range
        }
        var logger = Logger(label: "yizhan") { label in
            let console = StreamLogHandler.standardError(label: label)
            return logs.map { MultiplexLogHandler([console, $0.handler]) } ?? console
        }
        logger.logLevel = Environment.value("YIZHAN_LOG_LEVEL").flatMap(Logger.Level.init(rawValue:)) ?? .info

        let couriers = try Couriers.configured()
        let dictionary = try words.read()
        if dictionary == nil { logger.warning("no dictionary of Chinese words: searching goes by pairs of characters", metadata: ["wanted": "\(words.path)"]) }
        let opened = try await Opening(place: place, demo: isDemo, channels: Set(couriers.keys), board: JobBoard { dictionary ?? [] })()
        let house = opened.house
        if let redated = opened.redated { logger.info("dated by the calendars at hand", metadata: ["changed": "\(redated)"]) }
        if isDemo {
            let isNew = try await DemoWorld(house)(from: start ?? DemoWorld.begins)
            if isNew { logger.info("demonstration world built") }
        }
        let configuration = WebConfiguration(
            address: address ?? Environment.value("YIZHAN_ADDRESS") ?? "127.0.0.1", port: port ?? Environment.value("YIZHAN_PORT").flatMap(Int.init) ?? 8080, origin: origin,
            trustedProxies: proxies, isDemo: isDemo, tiles: try mapTiles())
        let server = try YizhanSite.server(house, configuration: configuration, logger: logger, measured: bench)
        let people = isDemo ? try await house.demoRoles() : []
        let application = server.application { port in
            let base = origin ?? "http://\(configuration.address):\(port)"
            print("人才驿站 Yizhan: \(base)")
            if isDemo {
                print("Demonstration accounts (password \(DemoWorld.password)), or switch with the bar at the top:")
                for person in people { print("  \(person.login.isEmpty ? person.phone?.text ?? "" : person.login)\t\(person.name)\t\(person.story.dropFirst(3))") }
            }
            fflush(nil)
        }
        let imports = ImportsUnderWay()
        let control = place.socket.map { path in ControlSocket(path: path) { line in try await Self.answer(line, opened, imports) } }
        var running = ServiceGroupConfiguration(
            services: [.init(service: application), .init(service: Worker(house: house, couriers: couriers, calendars: opened.calendars, logger: logger, logs: logs))] + (control.map { [.init(service: $0)] } ?? []),
            gracefulShutdownSignals: [.sigterm, .sigint], logger: logger)
        running.maximumGracefulShutdownDuration = .seconds(20)
        let group = ServiceGroup(configuration: running)
        try await group.run()
        _ = try? await Sealer(house)()
        await house.database.close()
    }

    /// Maps for the public carry an approval number (地图管理条例 第十五条): tiles come with the note that says it.
    private func mapTiles() throws -> MapTiles? {
        let note = tilesNote ?? Environment.value("YIZHAN_TILES_NOTE") ?? "", datum = tilesDatum ?? Environment.value("YIZHAN_TILES_DATUM")
        guard let address = tiles ?? Environment.value("YIZHAN_TILES") else {
            guard note.isEmpty, datum == nil else { throw Stop("--tiles-note and --tiles-datum go with --tiles") }
            return nil
        }
        guard note.contains(where: { !$0.isWhitespace }) else { throw Stop("--tiles wants --tiles-note with the approval number of the map (审图号), which is shown on it") }
        guard let kind = MapDatum(rawValue: datum ?? "gcj02") else { throw Stop("--tiles-datum is wgs84 or gcj02, not \(datum ?? "")") }
        guard let tiles = MapTiles(address: address, note: note, datum: kind) else { throw Stop("--tiles wants an address such as https://tiles.example.cn/{z}/{x}/{y}.png, not \(address), and a note of at most 200 characters") }
        return tiles
    }

    /// The Cybersecurity Law (网络安全法) 第二十一条 wants logs of the network kept for six months or more.
    private func logFiles() throws -> LogFiles? {
        let folder = logFolder ?? Environment.value("YIZHAN_LOG_FOLDER")
        let days = try logDays ?? Environment.value("YIZHAN_LOG_DAYS").map { text in
            guard let days = Int(text) else { throw Stop("YIZHAN_LOG_DAYS is a number of days, not \(text)") }
            return days
        }
        if let days, days < 180 { throw Stop("logs are kept for at least 180 days; \(days) is refused") }
        if let days, days > 36_500 { throw Stop("logs are kept for at most 36500 days") }
        guard let folder else {
            guard days == nil else { throw Stop("--log-days goes with --log-folder; without it logs go to standard error, and whoever keeps them decides how long") }
            return nil
        }
        return try LogFiles(folder: folder, days: days ?? 200, now: Opening.realTime)
    }

    /// What another command asks of the running server.
    private static func answer(_ line: String, _ opened: Opening.Opened, _ imports: ImportsUnderWay) async throws -> String {
        let words = line.split(separator: " ", maxSplits: 1).map(String.init)
        switch words.first {
        case "backup" where words.count == 2: return try await Backup.make(opened, to: words[1])
        case "match" where words.count == 2: return try await MatchCommand.answer(words[1], opened.house)
        case "import" where words.count == 2: return String(try await imports.begin(try JSONDecoder().decode(ImportTask.self, from: Data(words[1].utf8)), opened.house))
        case "import-state" where words.count == 2: return try await imports.state(Int(words[1]) ?? 0)
        case "export-jobs" where words.count == 2:
            let rest = words[1].split(separator: " ", maxSplits: 1).map(String.init)
            guard rest.count == 2 else { throw Stop("not understood") }
            return try await ExportCommand.Jobs.make(opened.house, programme: rest[0] == "-" ? nil : rest[0], to: rest[1])
        default: throw Stop("not understood")
        }
    }
}

/// The deliveries that the environment configures.
enum Couriers {
    static func configured() throws -> [House.Channel: any Courier] {
        var couriers: [House.Channel: any Courier] = [:]
        if let host = Environment.value("YIZHAN_SMTP_HOST") {
            guard let from = Environment.value("YIZHAN_MAIL_FROM") else { throw Stop("YIZHAN_MAIL_FROM is wanted with YIZHAN_SMTP_HOST") }
            let security = Environment.value("YIZHAN_SMTP_SECURITY") ?? "starttls"
            guard let kind = MailServer.Security(rawValue: security) else { throw Stop("YIZHAN_SMTP_SECURITY is starttls, tls or none") }
            let server = try MailServer(
                host: host, port: Environment.value("YIZHAN_SMTP_PORT").flatMap(Int.init) ?? 587, security: kind, username: Environment.value("YIZHAN_SMTP_USER"),
                password: Environment.value("YIZHAN_SMTP_PASSWORD"), from: from, name: "人才驿站")
            couriers[.mail] = MailCourier(server: server, now: Opening.realTime)
        }
        if let url = Environment.value("YIZHAN_SMS_URL") {
            let headers = Environment.value("YIZHAN_SMS_AUTHORIZATION").map { ["Authorization": $0] } ?? [:]
            couriers[.sms] = SMSCourier(
                gateway: try Gateway(url: url, headers: headers), template: try SMSBody(template: Environment.value("YIZHAN_SMS_TEMPLATE") ?? #"{"phone":"{phone}","text":"{text}"}"#))
        }
        if let path = Environment.value("YIZHAN_GROUPS") { couriers[.webhook] = try groups(path) }
        return couriers
    }

    private static func groups(_ path: String) throws -> GroupCourier {
        struct Group: Decodable { let kind: String, url: String, secret: String? }
        let text: [String: Group]
        do { text = try JSONDecoder().decode([String: Group].self, from: Data(contentsOf: URL(fileURLWithPath: path))) } catch { throw Stop("\(path) cannot be read: \(error)") }
        return GroupCourier(groups: try text.mapValues { group in
            switch group.kind {
            case "wecom": (try Gateway(url: group.url), .weCom)
            case "dingtalk": (try Gateway(url: group.url), .dingTalk(secret: group.secret))
            default: throw Stop("\(path): kind is wecom or dingtalk, not \(group.kind)")
            }
        }, now: Opening.realTime)
    }
}
