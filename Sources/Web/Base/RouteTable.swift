import Domain

/// Finds the route of a path. A literal segment wins over a parameter, whatever the order in which routes were added.
struct RouteTable: Sendable {
    /// A site that is put together wrongly; the start stops here.
    struct Mistake: Error, CustomStringConvertible { let description: String }

    private final class Node: Sendable {
        let literals: [String: Node]
        let parameter: Node?
        let routes: [Route.Method: Route]

        init(literals: [String: Node], parameter: Node?, routes: [Route.Method: Route]) {
            self.literals = literals
            self.parameter = parameter
            self.routes = routes
        }
    }

    enum Found {
        /// With the decoded segments that stand for parameters.
        case route(Route, [String])
        /// The path is there, but not for this method; the methods that are.
        case otherMethods([String])
        case nothing
    }

    private let root: Node

    init(_ routes: [Route]) throws {
        for route in routes {
            let names = route.segments.compactMap { if case .parameter(let name) = $0 { name } else { nil } }
            guard route.template.hasPrefix("/"), Set(names).count == names.count, names.count == route.parameters.count else {
                throw Mistake(description: "\(route.template) does not have one name for each of its types")
            }
        }
        root = try RouteTable.node(routes.map { ($0.segments[...], $0) })
    }

    private static func node(_ routes: [(rest: ArraySlice<Segment>, route: Route)]) throws -> Node {
        var literals: [String: [(ArraySlice<Segment>, Route)]] = [:]
        var parameters: [(ArraySlice<Segment>, Route)] = []
        var here: [Route.Method: Route] = [:]
        for (rest, route) in routes {
            switch rest.first {
            case .literal(let text)?: literals[text, default: []].append((rest.dropFirst(), route))
            case .parameter?: parameters.append((rest.dropFirst(), route))
            case nil:
                guard here.updateValue(route, forKey: route.method) == nil else {
                    throw Mistake(description: "\(route.method.rawValue) \(route.template) is there twice")
                }
            }
        }
        return Node(literals: try literals.mapValues(node), parameter: parameters.isEmpty ? nil : try node(parameters), routes: here)
    }

    /// - Parameter path: as sent, without the query.
    func find(_ method: Route.Method?, _ path: some StringProtocol) -> Found {
        guard path.hasPrefix("/") else { return .nothing }
        var segments: [String] = []
        if path != "/" {
            for part in path.dropFirst().split(separator: "/", omittingEmptySubsequences: false) {
                guard segments.count < 32, let segment = Percent.decode(part.utf8), !segment.isEmpty, String(pathSegment: segment) != nil else { return .nothing }
                segments.append(segment)
            }
        }
        guard let (routes, values) = RouteTable.walk(root, segments[...], []) else { return .nothing }
        guard let method, let route = routes[method] else {
            return .otherMethods(routes.keys.flatMap { $0 == .get ? ["GET", "HEAD"] : [$0.rawValue] }.sorted())
        }
        return .route(route, values)
    }

    private static func walk(_ node: Node, _ segments: ArraySlice<String>, _ values: [String]) -> ([Route.Method: Route], [String])? {
        guard let first = segments.first else { return node.routes.isEmpty ? nil : (node.routes, values) }
        if let next = node.literals[first], let found = walk(next, segments.dropFirst(), values) { return found }
        return node.parameter.flatMap { walk($0, segments.dropFirst(), values + [first]) }
    }
}
