import Domain
import HTTPTypes
import Hummingbird

/// One request as HTTP gave it, before anything is known about who sends it.
struct Exchange: Sendable {
    let method: HTTPRequest.Method
    let headers: HTTPFields
    let path: Substring
    let query: Query
    /// The path with its query.
    let target: String
    let client: String
    let requestID: String
    let cookies: [String: String]
    let bearer: String?
    let face: Ask.Face
    /// As the query, the cookie or the browser asks; a session's own choice comes between.
    let language: Language
    let wantsLanguage: Language?
    let cookieLanguage: Language?
    /// The scheme and host that the client sees.
    let origin: String

    var isWrite: Bool { method != .get && method != .head }
    var contentType: HeaderValue? { headers[.contentType].map { HeaderValue($0) } }
    var isJSONBody: Bool { contentType.map { $0.value == "application/json" || $0.value.hasPrefix("application/") && $0.value.hasSuffix("+json") } ?? false }
    /// Whose share of the limits it takes.
    var party: String { Address(client)?.party ?? client }
    /// Whether the head announces a body.
    var hasBody: Bool { headers[.transferEncoding] != nil || headers[.contentLength].map { $0 != "0" } ?? false }

    init(_ request: Request, peer: String?, requestID: String, configuration: WebConfiguration, cookies names: Cookies) {
        method = request.head.method
        headers = request.head.headerFields
        let target = request.head.path ?? "/"
        self.target = target
        path = target.prefix { $0 != "?" && $0 != "#" }
        query = Query(values: FormFields.query(target.drop { $0 != "?" }.dropFirst().prefix { $0 != "#" }) ?? [])
        self.requestID = requestID
        client = AddressRange.client(peer: peer, forwardedFor: headers[values: .forwardedFor], trusted: configuration.trustedProxies)
        let authorization = headers[.authorization]
        bearer = authorization.flatMap { $0.lowercased().hasPrefix("bearer ") ? String($0.dropFirst(7).filter { $0 != " " }) : nil }
        // A request with a token ignores cookies; `WebResponder` refuses one that brings a session too.
        cookies = Cookies.read(headers[.cookie])
        let type = headers[.contentType].map { HeaderValue($0).value }
        face = Negotiation.face(accept: headers[.accept], isProgram: bearer != nil || type == "application/json")
        wantsLanguage = query["lang"].flatMap(Language.init(rawValue:))
        cookieLanguage = bearer == nil ? cookies[names.language].flatMap(Language.init(rawValue:)) : nil
        language = wantsLanguage ?? cookieLanguage ?? Negotiation.language(headers[.acceptLanguage])
        origin = configuration.origin ?? "http://" + (request.head.authority ?? "localhost")
    }

    /// Refuses what must not even be routed: a missing, doubled or foreign Host, a query that cannot be read, two ways of signing in.
    func checked(_ request: Request, _ configuration: WebConfiguration, _ names: Cookies) throws {
        guard let authority = request.head.authority, !authority.isEmpty else { throw Fault.badRequest("缺少 Host", "there is no Host") }
        guard headers[.hostField] == nil else { throw Fault.badRequest("Host 重复", "there is more than one Host") }
        guard Exchange.isOurs(authority, configuration) else {
            throw Fault(421, "other_host", Words("这里不提供该网站", "This server does not serve that host"), closes: true)
        }
        guard FormFields.query(target.drop { $0 != "?" }.dropFirst().prefix { $0 != "#" }) != nil else {
            throw Fault.badRequest("地址中的查询部分无法识别", "the query cannot be read")
        }
        if headers[.authorization] != nil, bearer == nil {
            throw Fault(401, "bearer", Words("只接受 Bearer 令牌", "Only bearer tokens are taken"), headers: [("WWW-Authenticate", "Bearer")])
        }
        if bearer != nil, cookies[names.session] != nil {
            throw Fault.badRequest("令牌与会话 Cookie 不能同时使用", "a token and a session cookie were both sent")
        }
    }

    private static func isOurs(_ authority: String, _ configuration: WebConfiguration) -> Bool {
        if let origin = configuration.origin {
            let host = origin.split(separator: "/", omittingEmptySubsequences: true).dropFirst().first.map(String.init) ?? ""
            let port = origin.hasPrefix("https://") ? ":443" : ":80"
            let given = authority.lowercased()
            return given == host.lowercased() || given == host.lowercased() + port
        }
        var host = Substring(authority)
        if let colon = host.lastIndex(of: ":"), !host[colon...].contains("]") { host = host[..<colon] }
        return host.lowercased() == "localhost" || Address(host)?.isLoopback == true
    }
}

extension HTTPField.Name {
    static let forwardedFor = name("X-Forwarded-For")
    static let hostField = name("Host")
    static let fetchSite = name("Sec-Fetch-Site")
    static let formToken = name("X-CSRF-Token")
    static let idempotencyKey = name("Idempotency-Key")
    static let requestID = name("X-Request-Id")
    static let securityPolicy = name("Content-Security-Policy")

    private static func name(_ text: String) -> HTTPField.Name {
        guard let name = HTTPField.Name(text) else { preconditionFailure("a literal that is a header's name") }
        return name
    }
}
