import Domain

/// A value that stands in a path or a query: read from text that came from outside, or written into a link.
public protocol PathParameter: Sendable {
    /// - Returns: nil if the text is not such a value; the answer is then 404 for a path, 422 for a query.
    init?(pathSegment: String)
    var pathSegment: String { get }
    /// JSON Schema of the text, for `/openapi.json`.
    static var pathSchema: JSON { get }
}

extension PathParameter {
    public static var pathSchema: JSON { ["type": "string", "minLength": 1] }
}

extension String: PathParameter {
    public init?(pathSegment: String) {
        guard pathSegment.unicodeScalars.allSatisfy({ $0.value >= 0x20 && $0.value != 0x7F }) else { return nil }
        self = pathSegment
    }
    public var pathSegment: String { self }
}

extension Int: PathParameter {
    public init?(pathSegment: String) {
        guard let number = Int(pathSegment), String(number) == pathSegment else { return nil }
        self = number
    }
    public var pathSegment: String { String(self) }
    public static var pathSchema: JSON { ["type": "integer"] }
}

extension Double: PathParameter {
    public init?(pathSegment: String) {
        guard let number = Double(pathSegment), number.isFinite else { return nil }
        self = number
    }
    public var pathSegment: String { String(self) }
    public static var pathSchema: JSON { ["type": "number"] }
}

extension Bool: PathParameter {
    public init?(pathSegment: String) {
        guard let value = Bool(pathSegment) else { return nil }
        self = value
    }
    public var pathSegment: String { String(self) }
    public static var pathSchema: JSON { ["type": "boolean"] }
}

extension ID: PathParameter {
    public init?(pathSegment: String) { self.init(rawValue: pathSegment) }
    public var pathSegment: String { rawValue }
    public static var pathSchema: JSON { schema }
}

extension Day: PathParameter {
    public init?(pathSegment: String) { self.init(pathSegment) }
    public var pathSegment: String { description }
    public static var pathSchema: JSON { schema }
}

/// An enum of strings needs no more than `extension CaseState: PathParameter {}`.
extension PathParameter where Self: RawRepresentable, RawValue == String {
    public init?(pathSegment: String) { self.init(rawValue: pathSegment) }
    public var pathSegment: String { rawValue }
}

extension PathParameter where Self: RawRepresentable, RawValue == String, Self: CaseIterable {
    public static var pathSchema: JSON { ["type": "string", "enum": .list(allCases.map { .text($0.rawValue) })] }
}

extension Language: PathParameter {}

/// A typed address: the template that a route is found by, and the only maker of links to it.
///
///     static let station = Path<ID<Station>>("/stations/{station}")
///     Paths.station(id)                       // Href: /stations/qd-001
///     site.get(Paths.station, …) { ask, id in … }
///
/// The template has one `{name}` for each type, each a whole segment. `Site` checks this when it is built.
public struct Path<each Parameter: PathParameter>: Sendable {
    public let template: String
    /// What stands before each parameter, and after the last.
    private let literals: [String]

    public init(_ template: String) {
        self.template = template
        var literals = [""]
        for segment in Segment.parse(template) {
            switch segment {
            case .literal(let text): literals[literals.count - 1] += "/" + text
            case .parameter:
                literals[literals.count - 1] += "/"
                literals.append("")
            }
        }
        if literals == [""] { literals = ["/"] }
        self.literals = literals
    }

    /// The link for these values.
    public func callAsFunction(_ value: repeat each Parameter) -> Href {
        var text = literals[0]
        var next = 1
        func add(_ value: some PathParameter) {
            text += Percent.encode(value.pathSegment)
            if next < literals.count { text += literals[next] }
            next += 1
        }
        repeat add(each value)
        return Href(encoded: text)
    }

    /// The typed values of the decoded segments that stand where the template has a name.
    /// - Throws: `Refusal.notFound` if one is not such a value.
    func read(_ segments: [String]) throws -> (repeat each Parameter) {
        var rest = segments.makeIterator()
        func next<Value: PathParameter>(_ type: Value.Type) throws -> Value {
            guard let text = rest.next(), let value = Value(pathSegment: text) else { throw Refusal.notFound }
            return value
        }
        return (repeat try next((each Parameter).self))
    }

    /// JSON Schema of each parameter, in order.
    var schemas: [JSON] {
        var schemas: [JSON] = []
        repeat schemas.append((each Parameter).pathSchema)
        return schemas
    }
}

/// One part of a path template.
enum Segment: Hashable, Sendable {
    case literal(String)
    case parameter(String)

    static func parse(_ template: String) -> [Segment] {
        template.dropFirst().split(separator: "/", omittingEmptySubsequences: true).map { part in
            part.hasPrefix("{") && part.hasSuffix("}") ? .parameter(String(part.dropFirst().dropLast())) : .literal(String(part))
        }
    }
}
