import SQL

extension Schema {
    /// Introductions, claims with their calculation sheets, and what looks like fraud.
    static func rewards(_ d: Dialect) -> [SQL] {
        [
        ]
    }
}
