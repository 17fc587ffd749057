import SQL

extension Schema {
    /// Where stations are, and when somebody is there.
    static func map(_ d: Dialect) -> [SQL] { [] }
}
