/// One row of an answer. `try row("name")` reads a column as the type that is wanted.
public struct Row: Sendable {
    /// The names of an answer's columns, shared by its rows.
    public final class Columns: Sendable {
        public let names: [String]

        public init(_ names: [String]) { self.names = names }
    }

    public let columns: Columns
    public let values: [Value]

    public init(columns: Columns, values: [Value]) {
        self.columns = columns
        self.values = values
    }

    /// - Throws: `SQLError.column` for a column that is not in the answer, `SQLError.type` for a value of another type.
    public func callAsFunction<Wanted: Bindable>(_ column: String) throws(SQLError) -> Wanted {
        // Answers have few columns: comparing their names in turn is quicker than hashing the one that is wanted.
        guard let position = columns.names.firstIndex(of: column), values.indices.contains(position) else { throw .column(column) }
        return try Wanted(column: values[position])
    }
}
