/// Reads a type's JSON Schema off the type itself: it decodes the type from a decoder that hands out samples and writes down what was asked for.
final class SchemaBuilder {
    /// A type that cannot be described: make it a `Leaf`.
    struct Unclear: Error, CustomStringConvertible {
        let description: String
    }

    /// `components/schemas` of the document, by name.
    private(set) var components: [String: JSON] = [:]
    /// Inputs differ from pages: text that is asked for must not be empty.
    private let isInput: Bool
    private var known: [ObjectIdentifier: (schema: JSON, sample: Any)] = [:]
    private var open: Set<ObjectIdentifier> = []

    init(isInput: Bool) { self.isInput = isInput }

    /// A value of the type that its schema describes.
    static func sample<Value: Decodable>(_ type: Value.Type) throws -> Value { try SchemaBuilder(isInput: false).visit(type).sample }

    /// The schema of an input with all that it refers to.
    static func whole(_ type: any Decodable.Type) throws -> JSON {
        let builder = SchemaBuilder(isInput: true)
        let schema = try builder.schema(of: type)
        return .list([schema] + builder.components.values)
    }

    func schema(of type: any Decodable.Type) throws -> JSON {
        func visited<Value: Decodable>(_ type: Value.Type) throws -> JSON { try visit(type).schema }
        return try visited(type)
    }

    func visit<Value: Decodable>(_ type: Value.Type) throws -> (schema: JSON, sample: Value) {
        let key = ObjectIdentifier(type)
        if let (schema, sample) = known[key], let sample = sample as? Value { return (schema, sample) }
        guard !open.contains(key) else { throw Unclear(description: "\(type) contains itself; put it into a list or make it optional") }
        let (schema, any) = try described(type)
        guard let sample = any as? Value else { throw Unclear(description: "\(type) gave a sample of another type") }
        known[key] = (schema, sample)
        return (schema, sample)
    }

    private func described<Value: Decodable>(_ type: Value.Type) throws -> (JSON, Any) {
        if let leaf = type as? any Leaf.Type { return (leaf.schema, leaf.sample) }
        if let shape = type as? any Shape.Type { return try shape.shape(self) }
        switch type {
        case is String.Type: return (isInput ? ["type": "string", "minLength": 1] : ["type": "string"], "text")
        case is Bool.Type: return (["type": "boolean"], true)
        case is Double.Type: return (["type": "number"], 1.5)
        case is Float.Type: return (["type": "number"], Float(1.5))
        default: break
        }
        if let number = type as? any FixedWidthInteger.Type { return (["type": "integer"], SchemaBuilder.one(number)) }
        if let choice = type as? any CaseIterable.Type, let described = SchemaBuilder.choice(choice) { return described }
        return try structure(type)
    }

    private static func one<Number: FixedWidthInteger>(_ type: Number.Type) -> Any { Number(1) }

    private static func choice<Choice: CaseIterable>(_ type: Choice.Type) -> (JSON, Any)? {
        let cases = Array(Choice.allCases)
        guard let first = cases.first else { return nil }
        let raw = cases.map { ($0 as? any RawRepresentable)?.rawValue as Any }
        let texts = raw.compactMap { $0 as? String }
        if texts.count == cases.count { return (["type": "string", "enum": .list(texts.map { .text($0) })], first) }
        let numbers = raw.compactMap { $0 as? Int }
        if numbers.count == cases.count { return (["type": "integer", "enum": .list(numbers.map { .number(String($0)) })], first) }
        return nil
    }

    private func structure<Value: Decodable>(_ type: Value.Type) throws -> (JSON, Any) {
        let key = ObjectIdentifier(type)
        open.insert(key)
        defer { open.remove(key) }
        let record = SchemaRecord()
        let sample: Value
        do {
            sample = try Value(from: RecordingDecoder(builder: self, record: record))
        } catch let unclear as Unclear {
            throw Unclear(description: "\(type) › \(unclear.description)")
        } catch {
            throw Unclear(description: "\(type) does not take a sample; make it a Leaf (\(error))")
        }
        switch record.kind {
        case .single(let schema): return (schema, sample)
        case .list(let items): return (["type": "array", "items": items], sample)
        case .object:
            let required = record.required.filter { !record.optional.contains($0) }
            var schema: JSON = ["type": "object", "properties": .object(record.properties), "additionalProperties": false]
            if !required.isEmpty { schema = schema.with(["required": .list(required.map { .text($0) })]) }
            components[name(of: type)] = schema
            return (reference(to: type), sample)
        }
    }

    func isOpen(_ type: any Decodable.Type) -> Bool { open.contains(ObjectIdentifier(type)) }

    func reference(to type: any Decodable.Type) -> JSON { ["$ref": .text("#/components/schemas/" + name(of: type))] }

    /// The type's name without its module, in the characters that OpenAPI allows.
    private func name(of type: any Decodable.Type) -> String {
        let full = String(reflecting: type)
        let local = full.firstIndex(of: ".").map { String(full[full.index(after: $0)...]) } ?? full
        let name = String(local.map { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "." || $0 == "-" || $0 == "_") ? $0 : "_" })
        return isInput ? name + "_input" : name
    }
}

/// Types of the standard library that are made of others.
private protocol Shape {
    static func shape(_ builder: SchemaBuilder) throws -> (JSON, Any)
}

extension Array: Shape where Element: Decodable {
    fileprivate static func shape(_ builder: SchemaBuilder) throws -> (JSON, Any) {
        if builder.isOpen(Element.self) { return (["type": "array", "items": builder.reference(to: Element.self)], [Element]()) }
        let element = try builder.visit(Element.self)
        return (["type": "array", "items": element.schema], [element.sample])
    }
}

extension Set: Shape where Element: Decodable {
    fileprivate static func shape(_ builder: SchemaBuilder) throws -> (JSON, Any) {
        let element = try builder.visit(Element.self)
        return (["type": "array", "items": element.schema, "uniqueItems": true], Set([element.sample]))
    }
}

extension Optional: Shape where Wrapped: Decodable {
    fileprivate static func shape(_ builder: SchemaBuilder) throws -> (JSON, Any) {
        if builder.isOpen(Wrapped.self) { return (SchemaRecord.orNull(builder.reference(to: Wrapped.self)), Wrapped?.none as Any) }
        let wrapped = try builder.visit(Wrapped.self)
        return (SchemaRecord.orNull(wrapped.schema), Optional(wrapped.sample) as Any)
    }
}

extension Dictionary: Shape where Key: Decodable, Value: Decodable {
    fileprivate static func shape(_ builder: SchemaBuilder) throws -> (JSON, Any) {
        guard Key.self == String.self, let key = "key" as? Key else {
            throw SchemaBuilder.Unclear(description: "a dictionary by \(Key.self) is a list in JSON; use text as key")
        }
        let value = try builder.visit(Value.self)
        return (["type": "object", "additionalProperties": value.schema], [key: value.sample])
    }
}
