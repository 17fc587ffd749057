/// Markup that is safe to send: the only way to make it is a string literal of the program, whose
/// interpolations are typed. Text is escaped; only `HTML` goes in as it is.
///
///     let row: HTML = "<td title=\"\(station.note)\">\(station.name)</td>"
///
/// The same escaping serves text and attribute values, so an attribute value stands between double quotes, always.
///
/// A page is made of many small pieces, each written into the one around it: a literal costs nothing to make, and a piece one allocation.
/// What is large is not written again: it stands in the piece around it as it is.
public struct HTML: @unchecked Sendable, ExpressibleByStringInterpolation {   // the bytes never change once they stand in an `HTML`
    /// UTF-8 in a row: a literal's own, which last as long as the program, or a buffer's. Nil for what stands in several runs.
    private let start: UnsafePointer<UInt8>?
    public let count: Int
    /// The `Buffer` or the `Runs` that hold the bytes; nil for a literal's.
    private let owner: AnyObject?

    /// What is large: pieces one after the other, none of them made of runs itself.
    fileprivate final class Runs {
        let list: [HTML]
        init(_ list: [HTML]) { self.list = list }
    }

    public static var empty: HTML { "" }

    public init(stringLiteral value: StaticString) {
        if value.hasPointerRepresentation {
            self.init(start: value.utf8Start, count: value.utf8CodeUnitCount, owner: nil)
        } else {
            self.init(stringInterpolation: value.withUTF8Buffer { StringInterpolation(copying: $0) })
        }
    }

    private init(start: UnsafePointer<UInt8>?, count: Int, owner: AnyObject?) {
        self.start = start
        self.count = count
        self.owner = owner
    }

    public init(stringInterpolation: StringInterpolation) {
        let last = stringInterpolation.run
        if stringInterpolation.runs.isEmpty {
            self = last
        } else {
            let list = stringInterpolation.runs + [last]
            self.init(start: nil, count: list.reduce(0) { $0 + $1.count }, owner: Runs(list))
        }
    }

    /// Text, escaped.
    public init(text: String) {
        var into = StringInterpolation(literalCapacity: text.utf8.count, interpolationCount: 0)
        into.appendInterpolation(text)
        self.init(stringInterpolation: into)
    }

    public var isEmpty: Bool { count == 0 }

    public var bytes: [UInt8] {
        var all: [UInt8] = []
        all.reserveCapacity(count)
        withRuns { all.append(contentsOf: $0) }
        return all
    }

    public var string: String { String(decoding: bytes, as: UTF8.self) }

    /// All of it, run by run.
    public func withRuns(_ body: (UnsafeBufferPointer<UInt8>) throws -> Void) rethrows {
        guard let start else { return try runs.forEach { try $0.withRuns(body) } }
        try withExtendedLifetime(owner) { try body(UnsafeBufferPointer(start: start, count: count)) }
    }

    fileprivate var runs: [HTML] { (owner as? Runs)?.list ?? [self] }

    public static func + (left: HTML, right: HTML) -> HTML { "\(left)\(right)" }
    /// Copies both; what has many parts is written as one list.
    public static func += (left: inout HTML, right: HTML) { left = left + right }

    /// Memory of one piece of markup while it is written and as long as it is used.
    fileprivate final class Buffer: ManagedBuffer<Void, UInt8> {
        static func make(_ room: Int) -> (Buffer, UnsafeMutablePointer<UInt8>) {
            let made = unsafeDowncast(create(minimumCapacity: room) { _ in }, to: Buffer.self)
            return (made, made.withUnsafeMutablePointerToElements { $0 })
        }
    }

    /// What takes closures is inlinable: a page of many rows is made of them, and they are compiled for the types of each.
    public struct StringInterpolation: StringInterpolationProtocol {
        /// From here on a piece stands in the one around it as it is.
        private static let large = 1024
        /// A run that has become so long is followed by another; below that its memory is made larger.
        private static let long = 4096

        fileprivate var runs: [HTML] = []
        private var buffer: Buffer
        /// Where the run that is being written begins, and how long it is.
        private var start: UnsafeMutablePointer<UInt8>
        private var count = 0
        /// What is left of the buffer from `start` on.
        private var room: Int

        public init(literalCapacity: Int, interpolationCount: Int) {
            // Pieces hold other pieces, so that what they will come to is not known here: small memory costs the same up to about this size.
            room = max(literalCapacity + interpolationCount * 32, 240)
            (buffer, start) = Buffer.make(room)
        }

        fileprivate init(copying bytes: UnsafeBufferPointer<UInt8>) {
            self.init(literalCapacity: bytes.count, interpolationCount: 0)
            append(bytes)
        }

        fileprivate var run: HTML { HTML(start: start, count: count, owner: buffer) }

        private mutating func append(_ bytes: UnsafeBufferPointer<UInt8>) {
            guard let source = bytes.baseAddress, !bytes.isEmpty else { return }
            if bytes.count > room - count { grow(by: bytes.count) }
            (start + count).update(from: source, count: bytes.count)
            count += bytes.count
        }

        private mutating func grow(by more: Int) {
            if count >= Self.long {
                endRun()
                room = max(4 * Self.long, more)
                (buffer, start) = Buffer.make(room)
                return
            }
            room = max(room * 4, count + more)
            let (larger, place) = Buffer.make(room)
            place.update(from: start, count: count)
            withExtendedLifetime(buffer) { (buffer, start) = (larger, place) }
        }

        /// The next run goes on in the same memory.
        private mutating func endRun() {
            guard count > 0 else { return }
            runs.append(run)
            start += count
            room -= count
            count = 0
        }

        public mutating func appendLiteral(_ literal: StaticString) {
            literal.withUTF8Buffer { append($0) }
        }

        public mutating func appendInterpolation(_ html: HTML) {
            if html.count < Self.large {
                html.withRuns { append($0) }
            } else {
                endRun()
                runs.append(contentsOf: html.runs)
            }
        }

        public mutating func appendInterpolation(_ html: HTML?) { if let html { appendInterpolation(html) } }

        /// A list, one after the other.
        public mutating func appendInterpolation(_ list: [HTML]) { for html in list { appendInterpolation(html) } }

        /// The elements of a list, each as markup.
        @inlinable
        public mutating func appendInterpolation<Items: Sequence>(each items: Items, _ markup: (Items.Element) -> HTML) {
            for item in items { appendInterpolation(markup(item)) }
        }

        /// Markup that is there only on a condition; the closure runs only then.
        @inlinable
        public mutating func appendInterpolation(if condition: Bool, _ markup: @autoclosure () -> HTML) {
            if condition { appendInterpolation(markup()) }
        }

        /// Markup that is there only when a value is.
        @inlinable
        public mutating func appendInterpolation<Value>(with value: Value?, _ markup: (Value) -> HTML) {
            if let value { appendInterpolation(markup(value)) }
        }

        public mutating func appendInterpolation(_ number: some BinaryInteger) { appendInterpolation(String(number)) }

        public mutating func appendInterpolation(_ text: String) {
            var text = text
            text.withUTF8 { escape($0) }
        }

        public mutating func appendInterpolation(_ text: Substring) { appendInterpolation(String(text)) }

        public mutating func appendInterpolation(_ text: String?) {
            if let text { appendInterpolation(text) }
        }

        /// Runs of harmless bytes go over whole: most text holds nothing to escape.
        private mutating func escape(_ text: UnsafeBufferPointer<UInt8>) {
            guard var at = text.baseAddress else { return }
            let end = at + text.count
            while true {
                let special = Self.special(from: at, to: end)
                append(UnsafeBufferPointer(start: at, count: special - at))
                guard special < end else { return }
                appendLiteral(Self.entity(special.pointee))
                at = special + 1
            }
        }

        /// The first byte that has to be escaped, or the end. Looks at eight bytes at once.
        private static func special(from start: UnsafePointer<UInt8>, to end: UnsafePointer<UInt8>) -> UnsafePointer<UInt8> {
            var at = start
            while end - at >= 8 {
                let word = UnsafeRawPointer(at).loadUnaligned(as: UInt64.self)
                let found = holds(word, 0x22) | holds(word, 0x26) | holds(word, 0x27) | holds(word, 0x3C) | holds(word, 0x3E)
                if found != 0 { break }
                at += 8
            }
            while at < end {
                switch at.pointee {
                case 0x22, 0x26, 0x27, 0x3C, 0x3E: return at
                default: at += 1
                }
            }
            return end
        }

        /// Not 0 if one of the eight bytes is this one: what is equal becomes 0, and only 0 borrows from its own high bit.
        private static func holds(_ word: UInt64, _ byte: UInt64) -> UInt64 {
            let ones: UInt64 = 0x0101_0101_0101_0101
            let different = word ^ (ones &* byte)
            return (different &- ones) & ~different & (ones &<< 7)
        }

        private static func entity(_ byte: UInt8) -> StaticString {
            switch byte {
            case 0x22: "&quot;"
            case 0x26: "&amp;"
            case 0x27: "&#39;"
            case 0x3C: "&lt;"
            default: "&gt;"
            }
        }
    }
}
