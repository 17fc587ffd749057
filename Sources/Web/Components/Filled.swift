import Domain
import Synchronization

/// What somebody typed into a form, given back as typed, and what is wrong with it.
/// Names have dots and row numbers from 0, as in `Refusal.Field`: `team.staff.2.phone`.
struct Filled: Sendable, Codable {
    let values: [String: [String]]
    let errors: [Refusal.Field]
    /// What the form calls its fields, as they are drawn, so that the summary on top can name them.
    let labels = FieldLabels()

    private enum CodingKeys: String, CodingKey { case values, errors }

    static let nothing = Filled()

    init(_ values: [String: [String]] = [:], errors: [Refusal.Field] = []) {
        self.values = values
        self.errors = errors
    }

    /// The value of a field, empty if it has none.
    func value(_ name: String) -> String { values[name]?.first ?? "" }

    /// All values of a field that takes several.
    func all(_ name: String) -> [String] { values[name] ?? [] }

    func error(_ name: String) -> Words? { errors.first { $0.field == name }?.words }

    /// How many rows of a table have been begun: one more than the highest number under `name`.
    func rows(_ name: String) -> Int {
        let prefix = name + "."
        var rows = 0
        for field in values.keys where field.hasPrefix(prefix) {
            guard let row = Int(field.dropFirst(prefix.count).prefix { $0 != "." }), row >= 0, row < 1000 else { continue }
            rows = max(rows, row + 1)
        }
        return rows
    }
}

/// The labels of a form's fields by their names.
final class FieldLabels: Sendable {
    private let labels = Mutex<[String: String]>([:])

    func note(_ label: String, for name: String) { labels.withLock { $0[name] = label } }
    func label(of name: String) -> String? { labels.withLock { $0[name] } }
}
