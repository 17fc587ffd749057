/// Markup that is safe to send: the only way to make it is a string literal of the program, whose
/// interpolations are typed. Text is escaped; only `HTML` goes in as it is.
///
///     let row: HTML = "<td title=\"\(station.note)\">\(station.name)</td>"
///
/// The same escaping serves text and attribute values, so an attribute value stands between double quotes, always.
public struct HTML: Sendable, ExpressibleByStringInterpolation {
    /// UTF-8.
    public private(set) var bytes: [UInt8]

    public static var empty: HTML { HTML(bytes: []) }

    private init(bytes: [UInt8]) { self.bytes = bytes }

    public init(stringLiteral value: StaticString) {
        bytes = value.withUTF8Buffer { Array($0) }
    }

    public init(stringInterpolation: StringInterpolation) { bytes = stringInterpolation.bytes }

    /// Text, escaped.
    public init(text: some StringProtocol) {
        var into = StringInterpolation(literalCapacity: text.utf8.count, interpolationCount: 0)
        into.appendInterpolation(text)
        bytes = into.bytes
    }

    public var isEmpty: Bool { bytes.isEmpty }

    public var string: String { String(decoding: bytes, as: UTF8.self) }

    public static func + (left: HTML, right: HTML) -> HTML { HTML(bytes: left.bytes + right.bytes) }
    public static func += (left: inout HTML, right: HTML) { left.bytes += right.bytes }

    public struct StringInterpolation: StringInterpolationProtocol {
        var bytes: [UInt8] = []

        public init(literalCapacity: Int, interpolationCount: Int) {
            bytes.reserveCapacity(literalCapacity + interpolationCount * 24)
        }

        public mutating func appendLiteral(_ literal: StaticString) {
            literal.withUTF8Buffer { bytes.append(contentsOf: $0) }
        }

        public mutating func appendInterpolation(_ html: HTML) { bytes += html.bytes }

        public mutating func appendInterpolation(_ html: HTML?) { if let html { bytes += html.bytes } }

        /// A list, one after the other.
        public mutating func appendInterpolation(_ list: [HTML]) { for html in list { bytes += html.bytes } }

        /// The elements of a list, each as markup.
        public mutating func appendInterpolation<Items: Sequence>(each items: Items, _ markup: (Items.Element) -> HTML) {
            for item in items { bytes += markup(item).bytes }
        }

        /// Markup that is there only on a condition; the closure runs only then.
        public mutating func appendInterpolation(if condition: Bool, _ markup: @autoclosure () -> HTML) {
            if condition { bytes += markup().bytes }
        }

        /// Markup that is there only when a value is.
        public mutating func appendInterpolation<Value>(with value: Value?, _ markup: (Value) -> HTML) {
            if let value { bytes += markup(value).bytes }
        }

        public mutating func appendInterpolation(_ number: some BinaryInteger) { bytes.append(contentsOf: String(number).utf8) }

        public mutating func appendInterpolation(_ text: some StringProtocol) {
            for byte in text.utf8 {
                switch byte {
                case UInt8(ascii: "&"): append("&amp;")
                case UInt8(ascii: "<"): append("&lt;")
                case UInt8(ascii: ">"): append("&gt;")
                case UInt8(ascii: "\""): append("&quot;")
                case UInt8(ascii: "'"): append("&#39;")
                default: bytes.append(byte)
                }
            }
        }

        public mutating func appendInterpolation(_ text: (some StringProtocol)?) {
            if let text { appendInterpolation(text) }
        }

        private mutating func append(_ entity: StaticString) {
            entity.withUTF8Buffer { bytes.append(contentsOf: $0) }
        }
    }
}
