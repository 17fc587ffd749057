import SQL

extension Schema {
    /// Seats at events: who has one, who waits, who came.
    static func seats(_ d: Dialect) -> [SQL] { [] }
}
