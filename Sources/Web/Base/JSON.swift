import Foundation

/// A JSON value (RFC 8259), or the fields of a form, where a value may also be a file. Objects keep their order.
public indirect enum JSON: Sendable, Hashable {
    case null
    case bool(Bool)
    /// The number as it was written, so that nothing is lost: `12.50`.
    case number(String)
    case text(String)
    case list([JSON])
    case object(Fields)
    case file(Upload)

    public struct Fields: Sendable, Hashable {
        public private(set) var names: [String] = []
        private var values: [String: JSON] = [:]

        public init() {}

        public var count: Int { names.count }

        /// Objects are the same whatever the order of their names.
        public static func == (left: Fields, right: Fields) -> Bool { left.values == right.values }
        public func hash(into hasher: inout Hasher) { hasher.combine(values) }

        public subscript(_ name: String) -> JSON? {
            get { values[name] }
            set {
                if let newValue {
                    if values.updateValue(newValue, forKey: name) == nil { names.append(name) }
                } else if values.removeValue(forKey: name) != nil {
                    names.removeAll { $0 == name }
                }
            }
        }
    }

    /// The value that `JSONEncoder` would write.
    public init(encoding value: some Encodable) throws {
        self = try JSONText.parse(try JSON.bytes(of: value))
    }

    /// JSON text, names in order of the alphabet.
    static func bytes(of value: some Encodable) throws -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return Array(try encoder.encode(value))
    }

    public subscript(_ name: String) -> JSON? {
        if case .object(let fields) = self { fields[name] } else { nil }
    }

    public var string: String? { if case .text(let text) = self { text } else { nil } }
    public var items: [JSON]? { if case .list(let items) = self { items } else { nil } }
    public var fields: Fields? { if case .object(let fields) = self { fields } else { nil } }

    /// The object with these fields put over its own.
    func with(_ more: JSON) -> JSON {
        guard case .object(var fields) = self, case .object(let added) = more else { return more }
        for name in added.names { fields[name] = added[name] }
        return .object(fields)
    }
}

extension JSON: ExpressibleByStringLiteral, ExpressibleByBooleanLiteral, ExpressibleByIntegerLiteral, ExpressibleByArrayLiteral,
    ExpressibleByDictionaryLiteral, ExpressibleByNilLiteral {
    public init(stringLiteral value: String) { self = .text(value) }
    public init(booleanLiteral value: Bool) { self = .bool(value) }
    public init(integerLiteral value: Int) { self = .number(String(value)) }
    public init(arrayLiteral elements: JSON...) { self = .list(elements) }
    public init(nilLiteral: ()) { self = .null }
    public init(dictionaryLiteral elements: (String, JSON)...) {
        var fields = Fields()
        for (name, value) in elements { fields[name] = value }
        self = .object(fields)
    }
}

/// As a leaf: any JSON at all. For inputs whose questions are data, such as the answers of an application.
extension JSON: Codable {
    public init(from decoder: any Decoder) throws {
        if let node = (decoder as? any HoldsJSON)?.json {
            self = node
            return
        }
        if let container = try? decoder.container(keyedBy: AnyKey.self) {
            var fields = Fields()
            for key in container.allKeys { fields[key.stringValue] = try container.decode(JSON.self, forKey: key) }
            self = .object(fields)
        } else if var container = try? decoder.unkeyedContainer() {
            var items: [JSON] = []
            while !container.isAtEnd { items.append(try container.decode(JSON.self)) }
            self = .list(items)
        } else {
            let container = try decoder.singleValueContainer()
            if container.decodeNil() {
                self = .null
            } else if let value = try? container.decode(Bool.self) {
                self = .bool(value)
            } else if let value = try? container.decode(Int64.self) {
                self = .number(String(value))
            } else if let value = try? container.decode(Double.self) {
                self = .number("\(value)")
            } else {
                self = .text(try container.decode(String.self))
            }
        }
    }

    public func encode(to encoder: any Encoder) throws {
        switch self {
        case .object(let fields):
            var container = encoder.container(keyedBy: AnyKey.self)
            for name in fields.names { try container.encode(fields[name], forKey: AnyKey(name)) }
        case .list(let items):
            var container = encoder.unkeyedContainer()
            for item in items { try container.encode(item) }
        case .file(let upload): try upload.encode(to: encoder)
        default:
            var container = encoder.singleValueContainer()
            switch self {
            case .bool(let value): try container.encode(value)
            case .number(let text):
                if let value = Int64(text) { try container.encode(value) } else { try container.encode(Double(text) ?? 0) }
            case .text(let text): try container.encode(text)
            default: try container.encodeNil()
            }
        }
    }
}

/// A decoder that can hand out its value whole.
protocol HoldsJSON { var json: JSON { get } }

struct AnyKey: CodingKey {
    let stringValue: String
    var intValue: Int? { nil }
    init(_ text: String) { stringValue = text }
    init?(stringValue: String) { self.stringValue = stringValue }
    init?(intValue: Int) { nil }
}
