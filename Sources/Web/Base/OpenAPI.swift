import Domain
import Markup

/// Whether the site is well: for watchers, and for people who wonder.
struct HealthPage: Page {
    enum State: String, Codable, CaseIterable { case well, ailing }
    let status: State
    let ailments: [String]

    func title(in language: Language) -> String { language == .zh ? "运行状态" : "Health" }

    func body(_ view: View) -> HTML {
        """
        <h1>\(status == .well ? view("运行正常", "All is well") : view("部分功能异常", "Something is wrong"))</h1>\
        \(if: !ailments.isEmpty, "<ul>\(each: ailments, { "<li>\($0)</li>" })</ul>")
        """
    }
}

extension Site {
    /// The site with the routes that describe it: `/health` and `/openapi.json`.
    func withOwnRoutes(_ services: SiteServices) throws -> Site {
        var site = self
        site.get(Paths.health, access: .everyone, page: HealthPage.self, summary: Words("运行状态", "Whether the site is well")) { _ in
            let ailments = await services.ailments()
            return HealthPage(status: ailments.isEmpty ? .well : .ailing, ailments: ailments)
        }
        let document = try site.describing(Paths.openAPI.template)
        site.add(document)
        return site
    }

    private func describing(_ template: String) throws -> Route {
        func route(_ bytes: [UInt8]) -> Route {
            Route(
                method: .get, template: template, access: .everyone, tag: "site", summary: Words("接口说明", "This description"), statuses: [200], query: [],
                parameters: [], input: nil, page: nil, download: "application/json", pace: .ordinary, limit: nil, segments: Segment.parse(template),
                run: { _, _, _ in Reply(status: 200, content: .document("application/json", bytes)) }, form: nil)
        }
        // The document describes itself too.
        var all = self
        all.add(route([]))
        return route(JSONText.write(try all.openAPI()))
    }

    /// The statuses of a route: its own, and those that the site adds around it.
    static func statuses(of route: Route) -> [Int] {
        var statuses = Set(route.statuses + [400, 401, 421, 500, 503])
        if !route.access.isPublic { statuses.insert(403) }
        if !route.parameters.isEmpty { statuses.insert(404) }
        if route.isWrite {
            statuses.formUnion([403, 404, 408, 409, 413, 415, 422, 429])
        } else {
            if route.access.isPublic { statuses.insert(304) }
            statuses.formUnion([404, 422])
        }
        return statuses.sorted()
    }

    /// The site in OpenAPI 3.1, read off the routes.
    /// - Throws: `SchemaBuilder.Unclear` naming the type that cannot be described.
    func openAPI() throws -> JSON {
        let pages = SchemaBuilder(isInput: false), inputs = SchemaBuilder(isInput: true)
        var paths = JSON.Fields()
        let problem = try pages.schema(of: Problem.self)
        for route in routes {
            let operation = try Site.operation(route, pages, inputs, problem)
            paths[route.template] = (paths[route.template] ?? .object(JSON.Fields())).with(.object({
                var fields = JSON.Fields()
                fields[route.method.rawValue.lowercased()] = operation
                return fields
            }()))
        }
        var schemas = JSON.Fields()
        for (name, schema) in pages.components.merging(inputs.components, uniquingKeysWith: { first, _ in first }).sorted(by: { $0.key < $1.key }) { schemas[name] = schema }
        return [
            "openapi": "3.1.0",
            "info": [
                "title": "人才驿站 · Talent stations", "version": "1",
                "description": """
                    Every page is also JSON: ask with `Accept: application/json`. Every form also takes JSON with the same names; in a form \
                    nested names have dots: `team.staff.0.name`. Programs sign in with `POST /session` and send the token as `Authorization: Bearer`.
                    """,
            ],
            "paths": .object(paths),
            "components": [
                "schemas": .object(schemas),
                "securitySchemes": ["bearer": ["type": "http", "scheme": "bearer"]],
            ],
        ]
    }

    private static func operation(_ route: Route, _ pages: SchemaBuilder, _ inputs: SchemaBuilder, _ problem: JSON) throws -> JSON {
        var parameters: [JSON] = route.parameters.map { ["name": .text($0.name), "in": "path", "required": true, "schema": $0.schema] }
        parameters += route.query.map {
            ["name": .text($0.name), "in": "query", "required": false, "schema": $0.schema, "description": .text("\($0.words.zh) · \($0.words.en)")]
        }
        var responses = JSON.Fields()
        for status in statuses(of: route) {
            responses[String(status)] = switch status {
            case 200, 201: try success(route, pages)
            case 303: ["description": "To browsers: go on there", "headers": ["Location": ["schema": ["type": "string"]]]]
            case 304: ["description": "Not changed since the ETag that was sent"]
            default: ["description": .text(reason(status)), "content": ["application/problem+json": ["schema": problem], "text/html": ["schema": ["type": "string"]]]]
            }
        }
        var operation: JSON = [
            "tags": [.text(route.tag)], "summary": .text("\(route.summary.zh) · \(route.summary.en)"),
            "description": .text("For \(route.access.words.en)."), "operationId": .text(name(route)),
        ]
        if route.isWrite {
            parameters.append(["name": "Idempotency-Key", "in": "header", "required": false, "schema": ["type": "string", "pattern": "^[!-~]{1,100}$"]])
            if let input = route.input {
                operation = operation.with(["requestBody": ["required": true, "content": ["application/json": ["schema": try inputs.schema(of: input)]]]])
            }
        }
        if !parameters.isEmpty { operation = operation.with(["parameters": .list(parameters)]) }
        if !route.access.isPublic { operation = operation.with(["security": [["bearer": []]]]) }
        return operation.with(["responses": .object(responses)])
    }

    private static func success(_ route: Route, _ pages: SchemaBuilder) throws -> JSON {
        if let page = route.page {
            return ["description": .text(route.summary.en),
                    "content": ["application/json": ["schema": try pages.schema(of: page)], "text/html": ["schema": ["type": "string"]]]]
        }
        var content = JSON.Fields()
        for type in (route.download ?? "application/octet-stream").split(separator: ", ") { content[String(type)] = ["schema": [:]] }
        return ["description": .text(route.summary.en), "content": .object(content)]
    }

    private static func name(_ route: Route) -> String {
        ([route.method.rawValue.lowercased()] + route.segments.map { if case .literal(let text) = $0 { text } else if case .parameter(let text) = $0 { "by-\(text)" } else { "" } })
            .joined(separator: "-")
    }

    private static func reason(_ status: Int) -> String {
        switch status {
        case 400: "The request is not well formed"
        case 401: "Not signed in"
        case 403: "Not allowed, or not sent by a page of this site"
        case 404: "There is nothing here"
        case 408: "The body came too slowly"
        case 409: "Somebody else was faster, or the thing is in another state by now"
        case 413: "Too much was sent"
        case 415: "A kind of body that is not taken"
        case 421: "Another host's"
        case 422: "What was sent does not fit"
        case 429: "Too often; see Retry-After"
        case 503: "Too many at once; see Retry-After"
        default: "Something unexpected, noted under the request's id"
        }
    }

    /// Who may use which route, as a Markdown table in the order of the paths.
    public func accessTable() -> String {
        let rows = routes.sorted { ($0.template, $0.method.rawValue) < ($1.template, $1.method.rawValue) }.map {
            "| `\($0.method.rawValue) \($0.template)` | \($0.summary.en) | \($0.access.words.en) |"
        }
        return (["| route | what | who |", "|---|---|---|"] + rows).joined(separator: "\n") + "\n"
    }
}
