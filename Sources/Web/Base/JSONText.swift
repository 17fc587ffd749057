/// Reads and writes JSON text (RFC 8259), strictly: UTF-8, no duplicate names, no lone surrogates, no NUL, bounded depth and count.
enum JSONText {
    /// Where and why a text is not JSON.
    struct Broken: Error, Equatable {
        /// 1 is the first.
        let line: Int
        /// In bytes; 1 is the first.
        let column: Int
        let reason: String
    }

    static let deepest = 32
    static let mostValues = 100_000

    static func parse(_ bytes: [UInt8]) throws(Broken) -> JSON {
        var reader = Reader(bytes: bytes)
        reader.skipSpace()
        let value = try reader.value(depth: 0)
        reader.skipSpace()
        guard reader.at == bytes.count else { throw reader.broken("something follows the value") }
        return value
    }

    private struct Reader {
        let bytes: [UInt8]
        var at = 0
        var values = 0

        init(bytes: [UInt8]) { self.bytes = bytes }

        var next: UInt8? { at < bytes.count ? bytes[at] : nil }

        func broken(_ reason: String) -> Broken {
            let before = bytes.prefix(at)
            let line = before.reduce(1) { $1 == 0x0A ? $0 + 1 : $0 }
            let column = at - (before.lastIndex(of: 0x0A).map { $0 + 1 } ?? 0) + 1
            return Broken(line: line, column: column, reason: reason)
        }

        mutating func skipSpace() {
            while let byte = next, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 { at += 1 }
        }

        mutating func take(_ byte: UInt8) -> Bool {
            guard next == byte else { return false }
            at += 1
            return true
        }

        mutating func value(depth: Int) throws(Broken) -> JSON {
            guard depth < deepest else { throw broken("nested too deeply") }
            values += 1
            guard values <= mostValues else { throw broken("too many values") }
            switch next {
            case UInt8(ascii: "{"): return try object(depth)
            case UInt8(ascii: "["): return try list(depth)
            case UInt8(ascii: "\""): return .text(try text())
            case UInt8(ascii: "-")?, (0x30...0x39)?: return .number(try number())
            case UInt8(ascii: "t"): return try word("true", .bool(true))
            case UInt8(ascii: "f"): return try word("false", .bool(false))
            case UInt8(ascii: "n"): return try word("null", .null)
            case nil: throw broken("the text ends too early")
            default: throw broken("a value is expected")
            }
        }

        mutating func word(_ word: StaticString, _ value: JSON) throws(Broken) -> JSON {
            let letters = word.withUTF8Buffer { Array($0) }
            guard bytes.dropFirst(at).starts(with: letters) else { throw broken("a value is expected") }
            at += letters.count
            return value
        }

        mutating func object(_ depth: Int) throws(Broken) -> JSON {
            at += 1
            var fields = JSON.Fields()
            skipSpace()
            if take(UInt8(ascii: "}")) { return .object(fields) }
            while true {
                skipSpace()
                guard next == UInt8(ascii: "\"") else { throw broken("a name in quotes is expected") }
                let name = try text()
                guard fields[name] == nil else { throw broken("a name stands twice") }
                skipSpace()
                guard take(UInt8(ascii: ":")) else { throw broken("a colon is expected") }
                skipSpace()
                fields[name] = try value(depth: depth + 1)
                skipSpace()
                if take(UInt8(ascii: "}")) { return .object(fields) }
                guard take(UInt8(ascii: ",")) else { throw broken("a comma or the end of the object is expected") }
            }
        }

        mutating func list(_ depth: Int) throws(Broken) -> JSON {
            at += 1
            var items: [JSON] = []
            skipSpace()
            if take(UInt8(ascii: "]")) { return .list(items) }
            while true {
                skipSpace()
                items.append(try value(depth: depth + 1))
                skipSpace()
                if take(UInt8(ascii: "]")) { return .list(items) }
                guard take(UInt8(ascii: ",")) else { throw broken("a comma or the end of the list is expected") }
            }
        }

        mutating func number() throws(Broken) -> String {
            let start = at
            _ = take(UInt8(ascii: "-"))
            if !take(0x30) { try digits() }
            if take(UInt8(ascii: ".")) { try digits() }
            if next == UInt8(ascii: "e") || next == UInt8(ascii: "E") {
                at += 1
                if !take(UInt8(ascii: "+")) { _ = take(UInt8(ascii: "-")) }
                try digits()
            }
            guard at - start <= 40 else { throw broken("a number is too long") }
            return String(decoding: bytes[start..<at], as: UTF8.self)
        }

        mutating func digits() throws(Broken) {
            guard let first = next, (0x30...0x39).contains(first) else { throw broken("a digit is expected") }
            while let byte = next, (0x30...0x39).contains(byte) { at += 1 }
        }

        mutating func text() throws(Broken) -> String {
            at += 1
            var collected: [UInt8] = []
            while let byte = next {
                at += 1
                switch byte {
                case UInt8(ascii: "\""):
                    guard let text = String(validating: collected, as: UTF8.self) else { throw broken("the text is not UTF-8") }
                    return text
                case UInt8(ascii: "\\"): try escape(into: &collected)
                case 0..<0x20:
                    at -= 1
                    throw broken("a control character stands in a text")
                default: collected.append(byte)
                }
            }
            throw broken("the text ends too early")
        }

        mutating func escape(into collected: inout [UInt8]) throws(Broken) {
            guard let byte = next else { throw broken("the text ends too early") }
            at += 1
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): collected.append(byte)
            case UInt8(ascii: "b"): collected.append(0x08)
            case UInt8(ascii: "f"): collected.append(0x0C)
            case UInt8(ascii: "n"): collected.append(0x0A)
            case UInt8(ascii: "r"): collected.append(0x0D)
            case UInt8(ascii: "t"): collected.append(0x09)
            case UInt8(ascii: "u"):
                var code = try fourDigits()
                if (0xD800..<0xDC00).contains(code), take(UInt8(ascii: "\\")), take(UInt8(ascii: "u")) {
                    let low = try fourDigits()
                    guard (0xDC00..<0xE000).contains(low) else { throw broken("half a character") }
                    code = 0x10000 + (code - 0xD800) << 10 + (low - 0xDC00)
                }
                guard code != 0, let scalar = Unicode.Scalar(code) else { throw broken("half a character, or none") }
                collected.append(contentsOf: Array(String(Character(scalar)).utf8))
            default: throw broken("an unknown escape")
            }
        }

        mutating func fourDigits() throws(Broken) -> UInt32 {
            var code: UInt32 = 0
            for _ in 0..<4 {
                guard let digit = next.flatMap(Percent.value) ?? next.flatMap({ Percent.value($0 & 0xDF) }) else {
                    throw broken("four hexadecimal digits are expected")
                }
                at += 1
                code = code << 4 | UInt32(digit)
            }
            return code
        }
    }

    /// Compact, in the order of the fields. Files are written by name and size: this is for schemas and fingerprints.
    static func write(_ value: JSON) -> [UInt8] {
        var bytes: [UInt8] = []
        write(value, &bytes)
        return bytes
    }

    private static func write(_ value: JSON, _ bytes: inout [UInt8]) {
        switch value {
        case .null: bytes += Array("null".utf8)
        case .bool(let value): bytes += Array((value ? "true" : "false").utf8)
        case .number(let text): bytes += Array(text.utf8)
        case .text(let text): quote(text, &bytes)
        case .list(let items):
            bytes.append(UInt8(ascii: "["))
            for (index, item) in items.enumerated() {
                if index > 0 { bytes.append(UInt8(ascii: ",")) }
                write(item, &bytes)
            }
            bytes.append(UInt8(ascii: "]"))
        case .object(let fields):
            bytes.append(UInt8(ascii: "{"))
            for (index, name) in fields.names.enumerated() {
                if index > 0 { bytes.append(UInt8(ascii: ",")) }
                quote(name, &bytes)
                bytes.append(UInt8(ascii: ":"))
                write(fields[name] ?? .null, &bytes)
            }
            bytes.append(UInt8(ascii: "}"))
        case .file(let upload): write(["file": .text(upload.name), "size": .number(String(upload.bytes.count))], &bytes)
        }
    }

    private static func quote(_ text: String, _ bytes: inout [UInt8]) {
        bytes.append(UInt8(ascii: "\""))
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"): bytes += [UInt8(ascii: "\\"), byte]
            case 0..<0x20:
                let digits = Array("0123456789abcdef".utf8)
                bytes += Array("\\u00".utf8) + [digits[Int(byte >> 4)], digits[Int(byte & 15)]]
            default: bytes.append(byte)
            }
        }
        bytes.append(UInt8(ascii: "\""))
    }
}
