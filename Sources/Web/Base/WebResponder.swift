import Domain
import HTTPTypes
import Hummingbird
import Logging
import Synchronization

/// Where a request comes from, as the server tells it.
public struct WebContext: InitializableFromSource, Sendable {
    public typealias Source = ApplicationRequestContextSource

    let peer: String?

    public init(source: ApplicationRequestContextSource) { peer = source.channel.remoteAddress?.ipAddress }

    /// For answering without a server.
    public init(peer: String?) { self.peer = peer }
}

/// From request to answer, in one order for all: limits, host, asset or route, session, origin, access, body, form token, handler, face, headers, log.
/// The permit to be answered is not held while a body comes in, so that slow bodies keep nobody waiting.
public struct WebResponder: HTTPResponder {
    public typealias Context = WebContext

    let site: Site
    let table: RouteTable
    let configuration: WebConfiguration
    let services: SiteServices
    let face: SiteFace
    let assets: Assets
    let logger: Logger
    let cookies: Cookies
    let security: SecurityHeaders
    private let permits: Permits
    private let health: Permits
    private let bodies: SharedPermits
    private let reader: BodyReader
    private let secretsPerClient: Buckets
    private let secretsPerAccountAndClient: Buckets
    private let secretsPerAccount: Buckets
    private let anonymousWrites: Buckets

    /// - Throws: `RouteTable.Mistake` for a site that is put together wrongly.
    init(site: Site, configuration: WebConfiguration, services: SiteServices, face: SiteFace, assets: Assets, logger: Logger) throws {
        guard configuration.isDemo || configuration.origin != nil else { throw RouteTable.Mistake(description: "an origin is required outside demo mode") }
        self.site = site
        table = try RouteTable(site.routes.filter { configuration.isDemo || !$0.access.isDemoOnly })
        self.configuration = configuration
        self.services = services
        self.face = face
        self.assets = assets
        self.logger = logger
        cookies = Cookies(isSecure: configuration.isSecure)
        security = SecurityHeaders(isSecure: configuration.isSecure, pictures: configuration.tiles?.origin)
        permits = Permits(configuration.limits.concurrent)
        health = Permits(configuration.limits.concurrentHealth)
        bodies = SharedPermits(configuration.limits.concurrentBodies, each: configuration.limits.bodiesPerClient)
        reader = BodyReader(
            limits: configuration.limits, uploads: SharedPermits(configuration.limits.concurrentUploads, each: configuration.limits.uploadsPerClient),
            takeFiles: Set(site.routes.filter(\.takesFiles).map(\.template)))
        secretsPerClient = Buckets(configuration.limits.secretsPerClient)
        secretsPerAccountAndClient = Buckets(configuration.limits.secretsPerAccountAndClient)
        secretsPerAccount = Buckets(configuration.limits.secretsPerAccount)
        anonymousWrites = Buckets(configuration.limits.anonymousWrites)
    }

    public func respond(to request: Request, context: WebContext) async throws -> Response {
        let began = ContinuousClock.now
        let requestID = WebResponder.hex(services.random(8))
        let exchange = Exchange(request, peer: context.peer, requestID: requestID, configuration: configuration, cookies: cookies)
        var work = Work(exchange: exchange)
        var response: Response
        let gate = exchange.path == Paths.health.template ? health : permits
        if gate.take() {
            work.holdsPermit = true
            response = await answer(request, &work)
            if work.holdsPermit { gate.giveBack() }
            if work.holdsUpload { reader.uploads.giveBack(exchange.party) }
        } else {
            response = await self.fault(Fault.busy(2), &work)
        }
        security.add(to: &response.headers)
        response.headers[.requestID] = requestID
        if exchange.hasBody, !work.bodyWasRead { response.headers[.connection] = "close" }
        if exchange.method == .head { response = response.createHeadResponse() }
        let took = began.duration(to: .now).components
        logger.info("answered", metadata: [
            "request": "\(requestID)", "method": "\(exchange.method)", "route": "\(work.template)", "status": "\(response.status.code)",
            "ms": "\(took.seconds * 1000 + took.attoseconds / 1_000_000_000_000_000)", "client": "\(exchange.client)",
        ])
        return response
    }

    /// What is known about a request, more with each step, so that a fault at any step is answered as well as it can be.
    struct Work {
        let exchange: Exchange
        /// The route's template for the log, never the path.
        var template = "-"
        var route: Route?
        var values: [String] = []
        var session: SiteSession?
        var ask: Ask?
        var sent: JSON?
        var bodyWasRead = false
        var holdsPermit = false
        var holdsUpload = false

        init(exchange: Exchange) { self.exchange = exchange }

        /// From here on this session's answer, or nobody's.
        mutating func enter(_ session: SiteSession?) {
            self.session = session
            ask = ask?.by(session)
        }
    }

    private func answer(_ request: Request, _ work: inout Work) async -> Response {
        do {
            return try await answering(request, &work)
        } catch let fault as Fault {
            return await self.fault(fault, &work)
        } catch let refusal as Refusal {
            return await self.refused(refusal, &work)
        } catch is BodyReader.BrokenOff {
            // Nobody is there to read an answer; the status is for the log.
            return Response(status: .init(code: 499, reasonPhrase: "Client Closed Request"), headers: [.connection: "close"])
        } catch {
            note(error, work)
            return await self.fault(.unexpected, &work)
        }
    }

    /// The unexpected, for the operator: the answer shows the request's id alone.
    func note(_ error: any Error, _ work: Work) {
        logger.error("unexpected", metadata: ["request": "\(work.exchange.requestID)", "route": "\(work.template)", "error": "\(error)"])
    }

    private func answering(_ request: Request, _ work: inout Work) async throws -> Response {
        let exchange = work.exchange
        try exchange.checked(request, configuration, cookies)
        if exchange.path.hasPrefix(Assets.prefix) {
            work.template = "/assets/{name}"
            return try asset(exchange)
        }
        let method = exchange.method == .head ? .get : Route.Method(rawValue: exchange.method.rawValue)
        switch table.find(method, exchange.path) {
        case .nothing: throw Refusal.notFound
        case .otherMethods(let methods):
            throw Fault(405, "other_method", Words("这个地址不支持该操作", "This address does not take that method"), headers: [("Allow", methods.joined(separator: ", "))])
        case .route(let route, let values):
            work.template = route.template
            work.route = route
            work.values = values
        }
        guard let route = work.route else { throw Refusal.notFound }

        try await identify(&work)
        if route.isWrite, work.session == nil, route.pace == .ordinary { try pace(anonymousWrites, exchange.party) }
        if case .secrets = route.pace { try pace(secretsPerClient, exchange.party) }

        if route.isWrite { try checkOrigin(exchange) }
        guard route.access.admits(work.session?.actor ?? .visitor, powers: services.powers) else { throw try await notAdmitted(request, &work) }

        var sent = Sent.nothing
        if route.isWrite, exchange.hasBody {
            sent = try await aside(&work) { work in
                try await reader.read(exchange, request, route: route, wasRead: &work.bodyWasRead, holdsUpload: &work.holdsUpload)
            }
            work.sent = sent.body.value
        }
        let ask = try await ask(work, sent)
        work.ask = ask
        if route.isWrite { try checkToken(work, sent) }
        let tried = try paceSecrets(work, sent)
        if let refusal = sent.refusal { throw refusal }
        let reply = try await route.run(ask, work.values, sent.body)
        for (buckets, name) in tried { buckets.giveBack(name) }
        return try await response(reply, work)
    }

    /// Why the actor may not use the route. The body of such a request is not read, but for a browser's form whose session has ended:
    /// what was typed comes back with the page for signing in.
    private func notAdmitted(_ request: Request, _ work: inout Work) async throws -> Refusal {
        let exchange = work.exchange
        if exchange.isWrite, exchange.face == .html, work.session == nil {
            work.sent = try await aside(&work) { work in try await reader.typed(exchange, request, wasRead: &work.bodyWasRead) }.body.value
        }
        work.ask = try await ask(work, .nothing)
        guard work.session?.actor.isSignedIn == true else { return .unauthenticated }
        return Refusal(.forbidden, "not_yours", Words("您没有使用这项功能的权限", "Your account may not do this"))
    }

    /// Reads a body without holding the permit to be answered.
    private func aside(_ work: inout Work, _ read: (inout Work) async throws -> Sent) async throws -> Sent {
        let party = work.exchange.party
        guard bodies.take(party) else { throw Fault.busy(2) }
        defer { bodies.giveBack(party) }
        permits.giveBack()
        work.holdsPermit = false
        let sent = try await read(&work)
        guard permits.take() else { throw Fault.busy(2) }
        work.holdsPermit = true
        return sent
    }

    private func pace(_ buckets: Buckets, _ name: String) throws {
        if let seconds = buckets.take(name, at: services.realTime()) { throw Fault.tooOften(seconds) }
    }

    /// Counts a try at an account's secrets: the account that the form names, and the one that is signed in.
    /// - Returns: what was taken, to be given back if the try was not a wrong one.
    private func paceSecrets(_ work: Work, _ sent: Sent) throws -> [(Buckets, String)] {
        guard case .secrets(let field) = work.route?.pace else { return [] }
        var names: [String] = []
        if let typed = sent.body.value[field]?.string { names.append("login " + Pace.account(typed)) }
        if let account = work.session?.actor.account { names.append("account " + account.rawValue) }
        var tried: [(Buckets, String)] = []
        for name in names {
            // One client's share first: once that is used up, it takes nothing from the others'.
            for (buckets, name) in [(secretsPerAccountAndClient, "\(work.exchange.party) \(name)"), (secretsPerAccount, name)] {
                try pace(buckets, name)
                tried.append((buckets, name))
            }
        }
        return tried
    }

    private func identify(_ work: inout Work) async throws {
        let exchange = work.exchange
        guard let token = exchange.bearer ?? exchange.cookies[cookies.session], token.utf8.count <= 200 else { return }
        let session = try await services.session(hash(token))
        if exchange.bearer != nil {
            guard let session, session.kind == .bearer else {
                throw Fault(401, "bearer", Words("令牌无效或已过期", "The token is not valid or has ended"), headers: [("WWW-Authenticate", "Bearer error=\"invalid_token\"")])
            }
            work.session = session
        } else if let session, session.kind == .cookie {
            work.session = session
        }
    }

    private func ask(_ work: Work, _ sent: Sent) async throws -> Ask {
        let exchange = work.exchange
        let language = exchange.wantsLanguage ?? exchange.cookieLanguage ?? work.session?.language ?? exchange.language
        let key = exchange.headers[.idempotencyKey] ?? sent.own["_key"]
        var idempotency: Ask.Idempotency?
        if let key, work.route?.isWrite == true {
            guard (1...100).contains(key.utf8.count), key.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else {
                throw Fault.badRequest("Idempotency-Key 应为 1 至 100 个可见 ASCII 字符", "Idempotency-Key must be 1 to 100 visible ASCII characters")
            }
            let visitor = exchange.cookies[cookies.visit].map { "browser:" + hash($0) } ?? "address:" + exchange.client
            idempotency = Ask.Idempotency(key: key, fingerprint: hash(fingerprint(exchange, sent.body.value)), visitor: visitor)
        }
        return Ask(
            actor: work.session?.actor ?? .visitor, language: language, face: exchange.face, path: exchange.target, query: exchange.query, session: work.session,
            idempotency: idempotency, client: exchange.client, requestID: exchange.requestID, now: try await services.programmeTime(), realNow: services.realTime(),
            zone: services.zone, origin: exchange.origin, isDemo: configuration.isDemo,
            browser: exchange.bearer == nil ? [cookies.visit, cookies.session].compactMap { exchange.cookies[$0].map { hash("browser \($0)") } } : [])
    }

    /// SHA-256 in hex.
    private func hash(_ bytes: [UInt8]) -> String { WebResponder.hex(services.sha256(bytes)) }
    func hash(_ text: String) -> String { hash(Array(text.utf8)) }

    private static func hex(_ bytes: [UInt8]) -> String { bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined() }

    /// What the hash of a write is made over: the address, every field, and the bytes of every file.
    private func fingerprint(_ exchange: Exchange, _ value: JSON) -> [UInt8] {
        func hashed(_ value: JSON) -> JSON {
            switch value {
            case .file(let upload): ["name": .text(upload.name), "hash": .text(hash(upload.bytes))]
            case .list(let items): .list(items.map(hashed))
            case .object(let fields):
                .object(fields.names.sorted().reduce(into: JSON.Fields()) { $0[$1] = fields[$1].map(hashed) })
            default: value
            }
        }
        return Array("\(exchange.method) \(exchange.target)\n".utf8) + JSONText.write(hashed(value))
    }

    /// The secret that this browser's form tokens are made from; nil for a browser that has no cookie yet.
    func formSecret(_ work: Work) -> [UInt8]? {
        if let session = work.session { return services.sha256(Array("form session ".utf8) + session.formSecret) }
        return work.exchange.cookies[cookies.visit].map { services.sha256(Array("form visit \($0)".utf8)) }
    }

    private func checkOrigin(_ exchange: Exchange) throws {
        guard exchange.bearer == nil else { return }
        guard Forgery.isOwn(fetchSite: exchange.headers[.fetchSite], origin: exchange.headers[.origin], ours: exchange.origin) else { throw Fault.forged }
    }

    private func checkToken(_ work: Work, _ sent: Sent) throws {
        let exchange = work.exchange
        guard exchange.bearer == nil else { return }
        // JSON from a program that has no session rides on nobody's cookie, and no foreign page can send that content type.
        if sent.body.kind == .json, exchange.cookies[cookies.session] == nil { return }
        guard let secret = formSecret(work), let token = exchange.headers[.formToken] ?? sent.own["_token"], Forgery.matches(token, secret) else {
            throw Fault.stale
        }
    }
}
