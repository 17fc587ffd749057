/// What a type asked a `RecordingDecoder` for.
final class SchemaRecord {
    enum Kind {
        case object
        case list(JSON)
        case single(JSON)
    }

    var kind = Kind.object
    var properties = JSON.Fields()
    var required: [String] = []
    var optional: Set<String> = []

    static func orNull(_ schema: JSON) -> JSON { ["anyOf": [schema, ["type": "null"]]] }
}

/// Hands out samples, and writes down which were asked for.
struct RecordingDecoder: Decoder {
    let builder: SchemaBuilder
    let record: SchemaRecord
    let codingPath: [any CodingKey] = []
    let userInfo: [CodingUserInfoKey: Any] = [:]

    func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedDecodingContainer<Key> {
        KeyedDecodingContainer(Keyed<Key>(builder: builder, record: record))
    }

    func unkeyedContainer() -> any UnkeyedDecodingContainer { Unkeyed(builder: builder, record: record) }
    func singleValueContainer() -> any SingleValueDecodingContainer { Single(builder: builder, record: record) }

    private static func unclear() -> SchemaBuilder.Unclear { .init(description: "it decodes itself by hand; make it a Leaf") }

    private struct Keyed<Key: CodingKey>: KeyedDecodingContainerProtocol {
        let builder: SchemaBuilder
        let record: SchemaRecord
        let codingPath: [any CodingKey] = []
        var allKeys: [Key] { [] }

        /// Synthesised code asks this only before an optional property.
        func contains(_ key: Key) -> Bool {
            record.optional.insert(key.stringValue)
            return true
        }

        func decodeNil(forKey key: Key) throws -> Bool { false }

        func decode<Value: Decodable>(_ type: Value.Type, forKey key: Key) throws -> Value {
            let name = key.stringValue
            do {
                if builder.isOpen(type) {
                    guard record.optional.contains(name) else { throw SchemaBuilder.Unclear(description: "it contains itself") }
                    record.properties[name] = SchemaRecord.orNull(builder.reference(to: type))
                    throw SchemaBuilder.Unclear(description: "an optional of its own type; put it into a list")
                }
                let (schema, sample) = try builder.visit(type)
                record.properties[name] = record.optional.contains(name) ? SchemaRecord.orNull(schema) : schema
                record.required.append(name)
                return sample
            } catch let unclear as SchemaBuilder.Unclear {
                throw SchemaBuilder.Unclear(description: "\(name): \(unclear.description)")
            }
        }

        func nestedContainer<Nested>(keyedBy type: Nested.Type, forKey key: Key) throws -> KeyedDecodingContainer<Nested> { throw unclear() }
        func nestedUnkeyedContainer(forKey key: Key) throws -> any UnkeyedDecodingContainer { throw unclear() }
        func superDecoder() throws -> any Decoder { throw unclear() }
        func superDecoder(forKey key: Key) throws -> any Decoder { throw unclear() }
    }

    private struct Unkeyed: UnkeyedDecodingContainer {
        let builder: SchemaBuilder
        let record: SchemaRecord
        let codingPath: [any CodingKey] = []
        let count: Int? = 1
        var currentIndex = 0
        var isAtEnd: Bool { currentIndex > 0 }

        mutating func decodeNil() throws -> Bool { false }

        mutating func decode<Value: Decodable>(_ type: Value.Type) throws -> Value {
            let (schema, sample) = try builder.visit(type)
            record.kind = .list(schema)
            currentIndex += 1
            return sample
        }

        mutating func nestedContainer<Nested>(keyedBy type: Nested.Type) throws -> KeyedDecodingContainer<Nested> { throw unclear() }
        mutating func nestedUnkeyedContainer() throws -> any UnkeyedDecodingContainer { throw unclear() }
        mutating func superDecoder() throws -> any Decoder { throw unclear() }
    }

    private struct Single: SingleValueDecodingContainer {
        let builder: SchemaBuilder
        let record: SchemaRecord
        let codingPath: [any CodingKey] = []

        func decodeNil() -> Bool { false }

        func decode<Value: Decodable>(_ type: Value.Type) throws -> Value {
            let (schema, sample) = try builder.visit(type)
            record.kind = .single(schema)
            return sample
        }
    }
}
