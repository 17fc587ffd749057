import SQL

extension Schema {
    /// Stations that end: the case, the hearing, and each effect.
    static func withdrawal(_ d: Dialect) -> [SQL] {
        [
        ]
    }
}
