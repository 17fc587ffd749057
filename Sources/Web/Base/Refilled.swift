import Domain

/// A form's page model holds a `Filled`, so that the same page serves for the first look (`.nothing`), for an edit
/// (`Filled(of: input)`) and for the way back with 422.
extension Filled {
    /// The values of an input or another struct, as a form would show them.
    init(of input: some Encodable) throws { self.init(Filled.flatten(try JSON(encoding: input))) }

    /// What was sent, with what is wrong with it. A refusal that names no field stands above all of them.
    init(sent value: JSON, refusal: Refusal) {
        let general = Refusal.Field("", refusal.words)
        self.init(Filled.flatten(value), errors: refusal.fields.isEmpty ? [general] : refusal.fields)
    }

    /// Names with dots and their texts; several where a name has several. Passwords and files never come back.
    private static func flatten(_ value: JSON) -> [String: [String]] {
        var values: [String: [String]] = [:]
        add(value, "", to: &values)
        return values
    }

    private static func add(_ value: JSON, _ name: String, to values: inout [String: [String]]) {
        func inner(_ key: String) -> String { name.isEmpty ? key : name + "." + key }
        switch value {
        case .null, .file: break
        case .bool(let value): values[name, default: []].append(String(value))
        case .number(let text), .text(let text): values[name, default: []].append(text)
        case .list(let items):
            let isPlain = items.allSatisfy { $0.fields == nil && $0.items == nil }
            for (index, item) in items.enumerated() { add(item, isPlain ? name : inner(String(index)), to: &values) }
        case .object(let fields):
            for key in fields.names where !key.lowercased().contains("password") {
                if let item = fields[key] { add(item, inner(key), to: &values) }
            }
        }
    }
}
