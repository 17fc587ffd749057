import SQL

extension Schema {
    /// The pool of experts, declared conflicts, assignments, and scores that stay sealed until they are revealed together.
    static func experts(_ d: Dialect) -> [SQL] {
        [
        ]
    }
}
