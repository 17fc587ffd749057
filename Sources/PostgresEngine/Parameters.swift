import SQL

/// A statement as libpq takes it: text with `$1…`, and its values in PostgreSQL's binary form with their types.
struct Parameters {
    /// What tells prepared statements apart.
    struct Key: Hashable {
        let text: String
        let types: [UInt32]
    }

    let key: Key
    private var bytes: [UInt8] = []
    private var ranges: [Range<Int>?] = []

    init(_ statement: SQL) throws(SQLError) {
        let (text, values) = statement.rendered { "$\($0)" }
        key = Key(text: text, types: values.map(ObjectType.of))
        ranges.reserveCapacity(values.count)
        for value in values {
            try value.checkStorable()
            let start = bytes.count
            switch value {
            case .int64(let number): withUnsafeBytes(of: number.bigEndian) { bytes += $0 }
            case .text(let text): bytes += text.utf8
            case .bytes(let part): bytes += part
            case .bool(let flag): bytes.append(flag ? 1 : 0)
            case .double(let number): withUnsafeBytes(of: number.bitPattern.bigEndian) { bytes += $0 }
            case .null:
                ranges.append(nil)
                continue
            }
            ranges.append(start..<bytes.count)
        }
        bytes.append(0)   // so that an empty last value has an address
    }

    var count: Int32 { Int32(ranges.count) }

    /// Calls `use` with libpq's three arrays: values, lengths, formats (1 is binary).
    func withPointers<Answer>(
        _ use: (UnsafePointer<UnsafePointer<CChar>?>?, UnsafePointer<Int32>?, UnsafePointer<Int32>?) -> Answer
    ) -> Answer {
        bytes.withUnsafeBytes { buffer in
            let start = buffer.baseAddress?.assumingMemoryBound(to: CChar.self)
            let values = ranges.map { range in range.flatMap { start?.advanced(by: $0.lowerBound) } }
            let lengths = ranges.map { Int32($0?.count ?? 0) }
            return use(values, lengths, [Int32](repeating: 1, count: ranges.count))
        }
    }
}

/// PostgreSQL's numbers for the types that are spoken here (its catalogue `pg_type`).
enum ObjectType {
    static let bool: UInt32 = 16
    static let bytea: UInt32 = 17
    static let name: UInt32 = 19
    static let int8: UInt32 = 20
    static let int2: UInt32 = 21
    static let int4: UInt32 = 23
    static let text: UInt32 = 25
    static let oid: UInt32 = 26
    static let float4: UInt32 = 700
    static let float8: UInt32 = 701
    static let unknown: UInt32 = 705
    static let bpchar: UInt32 = 1042
    static let varchar: UInt32 = 1043
    static let numeric: UInt32 = 1700
    static let void: UInt32 = 2278

    static func of(_ value: Value) -> UInt32 {
        switch value {
        case .int64, .null(.int64): int8
        case .text, .null(.text): text
        case .bytes, .null(.bytes): bytea
        case .bool, .null(.bool): bool
        case .double, .null(.double): float8
        }
    }
}
