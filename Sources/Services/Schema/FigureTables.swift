import SQL

extension Schema {
    /// The annual work plan; figures themselves are counted, never kept.
    static func figures(_ d: Dialect) -> [SQL] {
        [
        ]
    }
}
