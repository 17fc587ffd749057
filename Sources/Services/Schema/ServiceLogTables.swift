import SQL

extension Schema {
    /// Contacts that stations write down, and what the people themselves say of them.
    static func serviceLog(_ d: Dialect) -> [SQL] { [] }
}
