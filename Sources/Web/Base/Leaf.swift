import Domain

/// A value that is one thing to JSON, however it is built: it says itself how it looks there, and shows an example.
/// Enums of strings (`CaseIterable`) and plain structs need not: their schema is read off them.
public protocol Leaf: Codable, Sendable {
    /// JSON Schema (2020-12) of the encoded value.
    static var schema: JSON { get }
    /// A value that fits the schema.
    static var sample: Self { get }
}

extension Day: Leaf {
    public static var schema: JSON { ["type": "string", "format": "date"] }
    public static var sample: Day { Day(number: 18_582) }
}

extension Instant: Leaf {
    public static var schema: JSON { ["type": "string", "format": "date-time"] }
    public static var sample: Instant { Instant(milliseconds: 1_605_488_400_000) }
}

extension TimeOfDay: Leaf {
    public static var schema: JSON { ["type": "string", "pattern": "^[0-2][0-9]:[0-5][0-9]$"] }
    public static var sample: TimeOfDay {
        guard let time = TimeOfDay("14:00") else { preconditionFailure("a literal that is a time") }
        return time
    }
}

extension Fen: Leaf {
    public static var schema: JSON { ["type": "integer", "description": "fen, hundredths of a yuan"] }
    public static var sample: Fen { Fen(120_000) }
}

extension ID: Leaf {
    public static var schema: JSON { ["type": "string", "pattern": "^[A-Za-z0-9_.-]{1,64}$"] }
    public static var sample: ID {
        guard let id = ID(rawValue: "sample") else { preconditionFailure("a literal that is an id") }
        return id
    }
}

extension Clause: Leaf {
    public static var schema: JSON { ["type": "string", "description": "a place in the notice"] }
    public static var sample: Clause { Clause("二(二)1") }
}

extension JSON: Leaf {
    public static var schema: JSON { [:] }
    public static var sample: JSON { .object(Fields()) }
}

extension Upload: Leaf {
    public static var schema: JSON {
        ["type": "object", "description": "a file; in multipart/form-data it is a part with a file name",
         "properties": ["name": ["type": "string"], "type": ["type": "string"], "content": ["type": "string", "contentEncoding": "base64"]],
         "required": ["name", "type", "content"], "additionalProperties": false]
    }
    public static var sample: Upload { Upload(name: "plan.pdf", type: "application/pdf", bytes: Array("%PDF-1.7".utf8)) }
}
