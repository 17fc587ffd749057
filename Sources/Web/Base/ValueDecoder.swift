import Domain

/// The value of one field, or of the whole input, as `Decodable` wants it. `Reading` has the rules.
struct ValueDecoder: Decoder, HoldsJSON {
    let reading: Reading
    let value: JSON?
    let name: String
    let codingPath: [any CodingKey] = []
    let userInfo: [CodingUserInfoKey: Any] = [:]

    var json: JSON { value ?? .null }

    func container<Key: CodingKey>(keyedBy type: Key.Type) throws -> KeyedDecodingContainer<Key> {
        switch value {
        case .object(let fields)?:
            reading.open(name, fields)
            return KeyedDecodingContainer(Keyed<Key>(reading: reading, fields: fields, name: name))
        case let value where reading.isNothing(value):
            // An absent struct is read as an empty one, so that each field it lacks is named.
            return KeyedDecodingContainer(Keyed<Key>(reading: reading, fields: JSON.Fields(), name: name))
        default: throw Misfit.wrong(Words("应为一组字段", "An object is expected"))
        }
    }

    func unkeyedContainer() throws -> any UnkeyedDecodingContainer {
        Unkeyed(reading: reading, items: try items())
    }

    /// The rows with their full names. In forms a single value is a list of one, and `name.0.…`, `name.2.…` are rows.
    private func items() throws -> [(name: String, value: JSON)] {
        switch value {
        case .list(let items)?:
            return items.enumerated().filter { !reading.isForm || !reading.isBlank($0.element) }.map { (Reading.join(name, String($0.offset)), $0.element) }
        case .object(let fields)? where reading.isForm:
            let rows = try fields.names.map { key -> (Int, String, JSON) in
                guard let number = Int(key), number >= 0 else { throw Misfit.wrong(Words("应为列表", "A list is expected")) }
                return (number, key, fields[key] ?? .null)
            }
            return rows.sorted { $0.0 < $1.0 }.filter { !reading.isBlank($0.2) }.map { (Reading.join(name, $0.1), $0.2) }
        case let value where reading.isNothing(value):
            if reading.isForm { return [] }
            throw Misfit.missing
        case .some(let value) where reading.isForm: return [(name, value)]
        default: throw Misfit.wrong(Words("应为列表", "A list is expected"))
        }
    }

    func singleValueContainer() throws -> any SingleValueDecodingContainer { Single(reading: reading, value: value, name: name) }

    private static func byHand() -> DecodingError {
        .dataCorrupted(.init(codingPath: [], debugDescription: "nested containers are not offered"))
    }

    private struct Keyed<Key: CodingKey>: KeyedDecodingContainerProtocol {
        let reading: Reading
        let fields: JSON.Fields
        let name: String
        let codingPath: [any CodingKey] = []

        var allKeys: [Key] { fields.names.compactMap { Key(stringValue: $0) } }

        private func full(_ key: Key) -> String {
            let full = Reading.join(name, key.stringValue)
            reading.ask(full)
            return full
        }

        func contains(_ key: Key) -> Bool {
            _ = full(key)
            return fields[key.stringValue] != nil
        }

        func decodeNil(forKey key: Key) throws -> Bool { reading.isNothing(fields[key.stringValue]) }

        func decode<Value: Decodable>(_ type: Value.Type, forKey key: Key) throws -> Value {
            try reading.read(type, fields[key.stringValue], full(key))
        }

        func nestedContainer<Nested>(keyedBy type: Nested.Type, forKey key: Key) throws -> KeyedDecodingContainer<Nested> { throw byHand() }
        func nestedUnkeyedContainer(forKey key: Key) throws -> any UnkeyedDecodingContainer { throw byHand() }
        func superDecoder() throws -> any Decoder { throw byHand() }
        func superDecoder(forKey key: Key) throws -> any Decoder { throw byHand() }
    }

    private struct Unkeyed: UnkeyedDecodingContainer {
        let reading: Reading
        let items: [(name: String, value: JSON)]
        let codingPath: [any CodingKey] = []
        var currentIndex = 0

        init(reading: Reading, items: [(name: String, value: JSON)]) {
            self.reading = reading
            self.items = items
        }

        var count: Int? { items.count }
        var isAtEnd: Bool { currentIndex >= items.count }

        mutating func decodeNil() throws -> Bool {
            guard currentIndex < items.count, reading.isNothing(items[currentIndex].value) else { return false }
            currentIndex += 1
            return true
        }

        mutating func decode<Value: Decodable>(_ type: Value.Type) throws -> Value {
            guard currentIndex < items.count else { throw Misfit.missing }
            let item = items[currentIndex]
            currentIndex += 1
            return try reading.read(type, item.value, item.name)
        }

        mutating func nestedContainer<Nested>(keyedBy type: Nested.Type) throws -> KeyedDecodingContainer<Nested> { throw byHand() }
        mutating func nestedUnkeyedContainer() throws -> any UnkeyedDecodingContainer { throw byHand() }
        mutating func superDecoder() throws -> any Decoder { throw byHand() }
    }

    private struct Single: SingleValueDecodingContainer {
        let reading: Reading
        let value: JSON?
        let name: String
        let codingPath: [any CodingKey] = []

        func decodeNil() -> Bool { reading.isNothing(value) }

        /// A wrapper reads its inner value here: what does not fit is the wrapper's misfit, so that the words are the wrapper's.
        func decode<Value: Decodable>(_ type: Value.Type) throws -> Value {
            if let text = type as? String.Type { return try cast(try self.text(text)) }
            return try reading.read(type, value, name)
        }

        private func text(_ type: String.Type) throws -> String { try reading.text(value) }

        private func cast<Value>(_ value: Any) throws -> Value {
            guard let value = value as? Value else { throw Misfit.missing }
            return value
        }
    }
}
