import SQL

extension Schema {
    /// Visits with their findings, problem tickets, serious events.
    static func supervision(_ d: Dialect) -> [SQL] {
        [
        ]
    }
}
