/// What a column holds, on either engine. A null carries its type, because PostgreSQL's parameters do.
public enum Value: Sendable, Hashable {
    case int64(Int64)
    case text(String)
    case bytes([UInt8])
    case bool(Bool)
    case double(Double)
    case null(Kind)

    public enum Kind: Sendable, Hashable { case int64, text, bytes, bool, double }
}

/// A Swift value that can stand in a statement and be read from a column.
public protocol Bindable {
    static var kind: Value.Kind { get }
    var bound: Value { get }
    /// - Throws: `SQLError.type` when the column holds something else.
    init(column value: Value) throws(SQLError)
}

extension Int64: Bindable {
    public static var kind: Value.Kind { .int64 }
    public var bound: Value { .int64(self) }
    public init(column value: Value) throws(SQLError) {
        guard case .int64(let number) = value else { throw .type(expected: "int64", found: value) }
        self = number
    }
}

extension Int: Bindable {
    public static var kind: Value.Kind { .int64 }
    public var bound: Value { .int64(Int64(self)) }
    public init(column value: Value) throws(SQLError) { self = Int(try Int64(column: value)) }
}

extension String: Bindable {
    public static var kind: Value.Kind { .text }
    public var bound: Value { .text(self) }
    public init(column value: Value) throws(SQLError) {
        guard case .text(let text) = value else { throw .type(expected: "text", found: value) }
        self = text
    }
}

extension Bool: Bindable {
    public static var kind: Value.Kind { .bool }
    public var bound: Value { .bool(self) }
    public init(column value: Value) throws(SQLError) {
        switch value {
        case .bool(let flag): self = flag
        case .int64(let number) where number == 0 || number == 1: self = number == 1   // SQLite keeps booleans as 0 and 1
        default: throw .type(expected: "bool", found: value)
        }
    }
}

extension Double: Bindable {
    public static var kind: Value.Kind { .double }
    public var bound: Value { .double(self) }
    public init(column value: Value) throws(SQLError) {
        switch value {
        case .double(let number): self = number
        case .int64(let number): self = Double(number)
        default: throw .type(expected: "double", found: value)
        }
    }
}

extension [UInt8]: Bindable {
    public static var kind: Value.Kind { .bytes }
    public var bound: Value { .bytes(self) }
    public init(column value: Value) throws(SQLError) {
        guard case .bytes(let bytes) = value else { throw .type(expected: "bytes", found: value) }
        self = bytes
    }
}

extension Optional: Bindable where Wrapped: Bindable {
    public static var kind: Value.Kind { Wrapped.kind }
    public var bound: Value { self?.bound ?? .null(Wrapped.kind) }
    public init(column value: Value) throws(SQLError) {
        if case .null = value { self = nil } else { self = try Wrapped(column: value) }
    }
}

extension Bindable where Self: RawRepresentable, RawValue: Bindable {
    public static var kind: Value.Kind { RawValue.kind }
    public var bound: Value { rawValue.bound }
    public init(column value: Value) throws(SQLError) {
        guard let known = Self(rawValue: try RawValue(column: value)) else { throw .type(expected: "\(Self.self)", found: value) }
        self = known
    }
}
