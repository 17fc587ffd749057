@testable import Web

/// Whether a value fits a JSON Schema of the kinds that `/openapi.json` uses; what does not, by place.
struct SchemaCheck {
    let document: JSON

    func problems(_ value: JSON, _ schema: JSON, at place: String = "$") -> [String] {
        if let reference = schema["$ref"]?.string {
            let name = reference.split(separator: "/").last.map(String.init) ?? ""
            guard let target = document["components"]?["schemas"]?[name] else { return ["\(place): no schema \(name)"] }
            return problems(value, target, at: place)
        }
        if let options = schema["anyOf"]?.items {
            let all = options.map { problems(value, $0, at: place) }
            return all.contains([]) ? [] : all.first ?? []
        }
        if let allowed = schema["enum"]?.items, !allowed.contains(value) { return ["\(place): not one of the enum"] }
        guard let type = schema["type"]?.string else { return [] }
        switch (type, value) {
        case ("null", .null), ("string", .text), ("boolean", .bool), ("number", .number): return []
        case ("integer", .number(let text)): return Int64(text) == nil ? ["\(place): not whole"] : []
        case ("array", .list(let items)):
            guard let inner = schema["items"] else { return [] }
            return items.enumerated().flatMap { problems($0.element, inner, at: "\(place)[\($0.offset)]") }
        case ("object", .object(let fields)):
            var found: [String] = []
            for name in schema["required"]?.items?.compactMap(\.string) ?? [] where fields[name] == nil { found.append("\(place).\(name): missing") }
            for name in fields.names {
                guard let item = fields[name] else { continue }
                if let inner = schema["properties"]?[name] {
                    found += problems(item, inner, at: "\(place).\(name)")
                } else if schema["additionalProperties"] == false {
                    found.append("\(place).\(name): unknown")
                } else if let inner = schema["additionalProperties"], inner != true {
                    found += problems(item, inner, at: "\(place).\(name)")
                }
            }
            return found
        default: return ["\(place): not \(type)"]
        }
    }
}
