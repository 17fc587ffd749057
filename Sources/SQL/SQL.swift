/// A statement that is safe to run: the only way to make one is a string literal of the program, whose
/// interpolations are typed. A value is always bound; only `SQL` goes in as text.
///
///     let find: SQL = "SELECT name FROM stations WHERE id = \(id) \(dialect.lock)"
///
/// The text is written once, in the subset that every engine shares (docs/architecture.md).
public struct SQL: Sendable, ExpressibleByStringInterpolation {
    public enum Piece: Sendable {
        case text(String)
        case value(Value)
    }

    public private(set) var pieces: [Piece]

    public static var empty: SQL { SQL(pieces: []) }

    private init(pieces: [Piece]) { self.pieces = pieces }

    public init(stringLiteral value: StaticString) { pieces = [.text(value.description)] }

    public init(stringInterpolation: StringInterpolation) { pieces = stringInterpolation.pieces }

    public static func + (left: SQL, right: SQL) -> SQL { SQL(pieces: left.pieces + right.pieces) }
    public static func += (left: inout SQL, right: SQL) { left.pieces += right.pieces }

    /// The parts one after the other with a separator between them, for conditions and value lists.
    public static func joined(_ parts: [SQL], by separator: SQL) -> SQL {
        var all: [Piece] = []
        for (index, part) in parts.enumerated() {
            if index > 0 { all += separator.pieces }
            all += part.pieces
        }
        return SQL(pieces: all)
    }

    /// The text with a placeholder for each value, and the values in that order.
    public func rendered(placeholder: (Int) -> String) -> (text: String, values: [Value]) {
        var text = ""
        var values: [Value] = []
        for piece in pieces {
            switch piece {
            case .text(let part): text += part
            case .value(let value):
                values.append(value)
                text += placeholder(values.count)
            }
        }
        return (text, values)
    }

    public struct StringInterpolation: StringInterpolationProtocol {
        var pieces: [Piece] = []

        public init(literalCapacity: Int, interpolationCount: Int) {
            pieces.reserveCapacity(interpolationCount * 2 + 1)
        }

        public mutating func appendLiteral(_ literal: StaticString) {
            if literal.utf8CodeUnitCount > 0 { pieces.append(.text(literal.description)) }
        }

        public mutating func appendInterpolation(_ sql: SQL) { pieces += sql.pieces }

        public mutating func appendInterpolation(_ value: some Bindable) { pieces.append(.value(value.bound)) }

        /// Spelt out for optionals, about which the compiler would warn as if they were printed.
        public mutating func appendInterpolation<Wrapped: Bindable>(_ value: Wrapped?) { pieces.append(.value(value.bound)) }

        /// A list for `IN (…)`: each value bound, commas between. An empty list becomes `NULL`, which `IN` never matches.
        public mutating func appendInterpolation(list values: [some Bindable]) {
            guard !values.isEmpty else { return pieces.append(.text("NULL")) }
            for (index, value) in values.enumerated() {
                if index > 0 { pieces.append(.text(", ")) }
                pieces.append(.value(value.bound))
            }
        }
    }
}
