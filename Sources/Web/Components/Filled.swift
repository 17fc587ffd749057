import Domain

/// What somebody typed into a form, given back as typed, and what is wrong with it.
/// Names have dots and row numbers from 0, as in `Refusal.Field`: `team.staff.2.phone`.
struct Filled: Sendable, Codable {
    let values: [String: [String]]
    let errors: [Refusal.Field]

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
