import SQL

extension Schema {
    /// Mandates to do somebody's papers, and what became of each step.
    static func agency(_ d: Dialect) -> [SQL] { [] }
}
