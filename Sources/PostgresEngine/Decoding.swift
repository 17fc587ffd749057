import SQL

/// How one column of an answer is read from PostgreSQL's binary form.
enum Decoding {
    case integer, double, float, numeric, text, bytes, bool

    init(type: UInt32, column: String) throws(SQLError) {
        switch type {
        case ObjectType.int8, ObjectType.int4, ObjectType.int2, ObjectType.oid: self = .integer
        case ObjectType.float8: self = .double
        case ObjectType.float4: self = .float
        case ObjectType.numeric: self = .numeric
        case ObjectType.text, ObjectType.varchar, ObjectType.bpchar, ObjectType.name, ObjectType.unknown, ObjectType.void: self = .text
        case ObjectType.bytea: self = .bytes
        case ObjectType.bool: self = .bool
        default:
            throw .engine(code: "type", message: "the column \(column) has PostgreSQL's type \(type), which has no counterpart; cast it")
        }
    }

    var null: Value {
        switch self {
        case .integer, .numeric: .null(.int64)
        case .double, .float: .null(.double)
        case .text: .null(.text)
        case .bytes: .null(.bytes)
        case .bool: .null(.bool)
        }
    }

    func value(_ bytes: UnsafeRawBufferPointer) throws(SQLError) -> Value {
        switch self {
        case .integer:
            switch bytes.count {
            case 8: return .int64(Int64(truncatingIfNeeded: Self.bigEndian(bytes)))
            case 4: return .int64(Int64(Int32(truncatingIfNeeded: Self.bigEndian(bytes))))
            case 2: return .int64(Int64(Int16(truncatingIfNeeded: Self.bigEndian(bytes))))
            default: throw Self.malformed
            }
        case .double:
            guard bytes.count == 8 else { throw Self.malformed }
            return .double(Double(bitPattern: Self.bigEndian(bytes)))
        case .float:
            guard bytes.count == 4 else { throw Self.malformed }
            return .double(Double(Float(bitPattern: UInt32(truncatingIfNeeded: Self.bigEndian(bytes)))))
        case .numeric: return try Self.numeric(bytes)
        case .text: return .text(String(decoding: bytes, as: UTF8.self))
        case .bytes: return .bytes([UInt8](bytes))
        case .bool:
            guard let flag = bytes.first else { throw Self.malformed }
            return .bool(flag != 0)
        }
    }

    private static var malformed: SQLError { .engine(code: "protocol", message: "a value of the server's is malformed") }

    private static func bigEndian(_ bytes: UnsafeRawBufferPointer) -> UInt64 { bytes.reduce(0) { $0 << 8 | UInt64($1) } }

    /// SUM of BIGINT is numeric: digits to the base of 10,000 behind four 16-bit figures (how many, power of the first, sign, scale).
    /// A whole number that fits comes back as int64, anything else as double.
    private static func numeric(_ bytes: UnsafeRawBufferPointer) throws(SQLError) -> Value {
        guard bytes.count >= 8, bytes.count.isMultiple(of: 2) else { throw malformed }
        let words = stride(from: 0, to: bytes.count, by: 2).map { UInt16(bytes[$0]) << 8 | UInt16(bytes[$0 + 1]) }
        let digits = words.dropFirst(4)
        let power = Int(Int16(bitPattern: words[1]))
        switch words[2] {
        case 0, 0x4000: break
        case 0xC000: return .double(.nan)
        case 0xD000: return .double(.infinity)
        case 0xF000: return .double(-.infinity)
        default: throw malformed
        }
        let isNegative = words[2] == 0x4000
        let whole = digits.prefix(max(0, power + 1))
        if digits.dropFirst(whole.count).allSatisfy({ $0 == 0 }), let number = int64(whole, power: power, isNegative: isNegative) {
            return .int64(number)
        }
        let plain = digits.map { digit in String(repeating: "0", count: max(0, 4 - String(digit).count)) + String(digit) }.joined()
        guard let number = Double("\(isNegative ? "-" : "")0\(plain)e\((power + 1 - digits.count) * 4)") else { throw malformed }
        return .double(number)
    }

    private static func int64(_ digits: ArraySlice<UInt16>, power: Int, isNegative: Bool) -> Int64? {
        var number: Int64 = 0
        for position in 0..<max(0, power + 1) {
            let index = digits.startIndex + position
            let digit = digits.indices.contains(index) ? Int64(digits[index]) : 0
            let (shifted, tooBig) = number.multipliedReportingOverflow(by: 10_000)
            let (next, overflow) = isNegative ? shifted.subtractingReportingOverflow(digit) : shifted.addingReportingOverflow(digit)
            if tooBig || overflow { return nil }
            number = next
        }
        return number
    }
}
