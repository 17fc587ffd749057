import SQL

extension Schema {
    /// Requests: one owner at a time, one clock, and what came of it.
    static func requests(_ d: Dialect) -> [SQL] { [] }
}
