import Domain
import Foundation
import SQL

/// How values stand in columns. JSON has sorted keys, so that equal values are equal text.
enum Stored {
    static func json(_ value: some Encodable) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(value), as: UTF8.self)
    }

    static func read<Value: Decodable>(_ text: String, as: Value.Type = Value.self) throws -> Value {
        try JSONDecoder().decode(Value.self, from: Data(text.utf8))
    }
}

extension ID: Bindable {
    public static var kind: Value.Kind { .text }
    public var bound: Value { .text(rawValue) }
    public init(column value: Value) throws(SQLError) {
        guard let id = ID(rawValue: try String(column: value)) else { throw .type(expected: "id", found: value) }
        self = id
    }
}

extension Day: Bindable {
    public static var kind: Value.Kind { .text }
    public var bound: Value { .text(description) }
    public init(column value: Value) throws(SQLError) {
        guard let day = Day(try String(column: value)) else { throw .type(expected: "day", found: value) }
        self = day
    }
}

extension Instant: Bindable {
    public static var kind: Value.Kind { .int64 }
    public var bound: Value { .int64(milliseconds) }
    public init(column value: Value) throws(SQLError) { self.init(milliseconds: try Int64(column: value)) }
}

extension Language: Bindable {}
extension CaseState: Bindable {}
extension Ruling: Bindable {}
extension Programme.Place: Bindable {}
