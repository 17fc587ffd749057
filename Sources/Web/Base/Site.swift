import Domain

/// All routes of the site. Rooms add theirs; each names its path, who may use it, and what it takes and gives.
public struct Site: Sendable {
    public private(set) var routes: [Route] = []

    public init() {}

    /// A page to look at.
    ///
    ///     site.get(Paths.station, access: .everyone, page: StationPage.self, summary: Words("驿站", "A station")) { ask, id in
    ///         try await stations.page(id, for: ask.actor)
    ///     }
    ///
    /// - Parameters:
    ///   - query: the query values that the handler reads.
    ///   - tag: groups routes in `/openapi.json`; the first word of the path if not given.
    mutating func get<each Parameter: PathParameter, Shown: Page>(
        _ path: Path<repeat each Parameter>, access: Access, page: Shown.Type, query: [QueryField] = [], tag: String? = nil, summary: Words,
        handler: @escaping @Sendable (Ask, repeat each Parameter) async throws -> Shown
    ) {
        add(Route(
            method: .get, template: path.template, access: access, tag: tag ?? Site.tag(path.template), summary: summary, statuses: [200], query: query,
            parameters: Site.parameters(path.template, path.schemas), input: nil, page: page, download: nil, pace: .ordinary, limit: nil,
            segments: Segment.parse(path.template),
            run: { ask, segments, _ in
                let values = try path.read(segments)
                return Reply(status: 200, content: .page(try await handler(ask, repeat each values)))
            },
            form: nil))
    }

    /// A verb. The input comes from a form or from JSON; the handler ends in an `Outcome` or throws a `Refusal`.
    ///
    ///     site.post(Paths.decision, access: .power(.review), input: Decision.self, receipt: CasePage.self, summary: Words("审核", "Rule on a case"),
    ///         form: { ask, filled, id in try await cases.decisionPage(id, filled, for: ask.actor) }
    ///     ) { ask, input, id in
    ///         .seeOther(Paths.case(id), try await cases.decide(id, input, by: ask.actor, once: ask.idempotency))
    ///     }
    ///
    /// - Parameters:
    ///   - input: a `Decodable` struct of leaves, lists and structs. What is not optional must be filled in.
    ///   - receipt: what a program gets back.
    ///   - pace: `.secrets(field:)` for routes that try passwords or codes.
    ///   - limit: the most bytes a body may have, where 64 kB (25 MB with files) does not fit.
    ///   - form: the page that holds the form; browsers get it back with what was typed and what is wrong. Without it they get the refusal's page.
    mutating func post<each Parameter: PathParameter, Input: Decodable & Sendable, Receipt: Page>(
        _ path: Path<repeat each Parameter>, access: Access, input: Input.Type, receipt: Receipt.Type, pace: Pace = .ordinary, limit: Int? = nil,
        tag: String? = nil, summary: Words, form: (@Sendable (Ask, Filled, repeat each Parameter) async throws -> any Page)? = nil,
        handler: @escaping @Sendable (Ask, Input, repeat each Parameter) async throws -> Outcome<Receipt>
    ) {
        var formAgain: (@Sendable (Ask, [String], Filled) async throws -> any Page)?
        if let form {
            formAgain = { ask, segments, filled in
                let values = try path.read(segments)
                return try await form(ask, filled, repeat each values)
            }
        }
        add(Route(
            method: .post, template: path.template, access: access, tag: tag ?? Site.tag(path.template), summary: summary, statuses: [200, 201, 303],
            query: [], parameters: Site.parameters(path.template, path.schemas), input: input, page: receipt, download: nil, pace: pace, limit: limit,
            segments: Segment.parse(path.template),
            run: { ask, segments, body in
                let values = try path.read(segments)
                let read = try InputDecoder.decode(Input.self, from: body.value, isForm: body.kind != .json, zone: ask.zone)
                let outcome = try await handler(ask, read, repeat each values)
                return Reply(status: outcome.status, content: .page(outcome.receipt), location: outcome.location, change: outcome.change)
            },
            form: formAgain))
    }

    /// A file to save.
    /// - Parameter type: its media type, for `/openapi.json`.
    mutating func download<each Parameter: PathParameter>(
        _ path: Path<repeat each Parameter>, access: Access, type: String, query: [QueryField] = [], tag: String? = nil, summary: Words,
        handler: @escaping @Sendable (Ask, repeat each Parameter) async throws -> Attachment
    ) {
        add(Route(
            method: .get, template: path.template, access: access, tag: tag ?? Site.tag(path.template), summary: summary, statuses: [200], query: query,
            parameters: Site.parameters(path.template, path.schemas), input: nil, page: nil, download: type, pace: .ordinary, limit: nil,
            segments: Segment.parse(path.template),
            run: { ask, segments, _ in
                let values = try path.read(segments)
                return Reply(status: 200, content: .attachment(try await handler(ask, repeat each values)))
            },
            form: nil))
    }

    /// Text that is neither a page nor a file to save, the same for everybody: a feed, a map of the site.
    /// - Parameter type: its media type without a character set; it is UTF-8.
    mutating func document<each Parameter: PathParameter>(
        _ path: Path<repeat each Parameter>, type: String, query: [QueryField] = [], tag: String? = nil, summary: Words,
        handler: @escaping @Sendable (Ask, repeat each Parameter) async throws -> [UInt8]
    ) {
        add(Route(
            method: .get, template: path.template, access: .everyone, tag: tag ?? Site.tag(path.template), summary: summary, statuses: [200], query: query,
            parameters: Site.parameters(path.template, path.schemas), input: nil, page: nil, download: type, pace: .ordinary, limit: nil,
            segments: Segment.parse(path.template),
            run: { ask, segments, _ in
                let values = try path.read(segments)
                return Reply(status: 200, content: .document(type + "; charset=utf-8", try await handler(ask, repeat each values)))
            },
            form: nil))
    }

    mutating func add(_ route: Route) { routes.append(route) }

    private static func tag(_ template: String) -> String {
        if case .literal(let text)? = Segment.parse(template).first { text } else { "site" }
    }

    private static func parameters(_ template: String, _ schemas: [JSON]) -> [(name: String, schema: JSON)] {
        let names = Segment.parse(template).compactMap { if case .parameter(let name) = $0 { name } else { nil } }
        // One for each type, even where the template lacks a name for it: `RouteTable` refuses that.
        return schemas.enumerated().map { (names.indices.contains($0.offset) ? names[$0.offset] : "", $0.element) }
    }
}
