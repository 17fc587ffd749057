import Domain

/// The fields of a form as a tree: `team.staff.0.name` becomes nested objects. Names that begin with `_` are the site's own.
struct FormFields {
    static let mostFields = 2000
    static let longestName = 200
    static let deepest = 8

    /// Why a form cannot be read at all.
    struct Broken: Error, Equatable { let reason: String }

    private(set) var own: [String: String] = [:]
    private var root = Node()
    private var count = 0

    private final class Node {
        var values: [JSON] = []
        var names: [String] = []
        var inner: [String: Node] = [:]

        /// The depth is bounded by `deepest`.
        func json() throws -> JSON {
            guard !names.isEmpty else { return values.count == 1 ? values[0] : .list(values) }
            guard values.isEmpty else { throw Broken(reason: "a name is used both alone and with a dot") }
            var fields = JSON.Fields()
            for name in names { if let node = inner[name] { fields[name] = try node.json() } }
            return .object(fields)
        }
    }

    mutating func add(_ name: String, _ value: JSON) throws {
        count += 1
        guard count <= FormFields.mostFields else { throw Broken(reason: "too many fields") }
        guard !name.isEmpty, name.utf8.count <= FormFields.longestName else { throw Broken(reason: "the name of a field is missing or too long") }
        if name.hasPrefix("_") {
            if case .text(let text) = value { own[name] = text }
            return
        }
        let parts = name.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
        guard parts.count <= FormFields.deepest, !parts.contains("") else { throw Broken(reason: "the name of a field has too many dots") }
        var node = root
        for part in parts {
            if let next = node.inner[part] {
                node = next
            } else {
                let next = Node()
                node.names.append(part)
                node.inner[part] = next
                node = next
            }
        }
        node.values.append(value)
    }

    func json() throws -> JSON { count == own.count && root.names.isEmpty ? .object(JSON.Fields()) : try root.json() }

    /// `application/x-www-form-urlencoded`, in UTF-8.
    static func urlEncoded(_ bytes: [UInt8]) throws -> FormFields {
        var form = FormFields()
        for pair in bytes.split(separator: UInt8(ascii: "&")) {
            let parts = pair.split(separator: UInt8(ascii: "="), maxSplits: 1, omittingEmptySubsequences: false)
            guard let first = parts.first, let name = Percent.decode(first, plusIsSpace: true),
                  let value = Percent.decode(parts.count > 1 ? parts[1] : [], plusIsSpace: true) else { throw Broken(reason: "an escape is broken or not UTF-8") }
            try form.add(name, .text(value))
        }
        return form
    }

    /// A query: the same, flat and in order. - Returns: nil if an escape is broken.
    static func query(_ text: Substring) -> [(name: String, value: String)]? {
        var values: [(name: String, value: String)] = []
        for pair in text.utf8.split(separator: UInt8(ascii: "&")) {
            let parts = pair.split(separator: UInt8(ascii: "="), maxSplits: 1, omittingEmptySubsequences: false)
            guard let first = parts.first, let name = Percent.decode(first, plusIsSpace: true),
                  let value = parts.count > 1 ? Percent.decode(parts[1], plusIsSpace: true) : "", values.count < 200 else { return nil }
            values.append((name, value))
        }
        return values
    }
}
