import SQL

extension Schema {
    /// Stations' regular reports, their own rules with versions, attendance, and safety checks.
    static func reports(_ d: Dialect) -> [SQL] {
        [
        ]
    }
}
