/// Why a SQLite database is not opened, or not backed up, in words for whoever started the program.
public enum SQLiteRefusal: Error, Equatable, Sendable, CustomStringConvertible {
    /// Another process (or another handle in this one) has the database open.
    case inUse(path: String, process: Int32?)
    case cannotOpen(path: String, message: String)
    /// A setting that durability or integrity rests on did not take.
    case setting(name: String, wanted: String, found: String)
    /// A backup never overwrites a file.
    case exists(path: String)

    public var description: String {
        switch self {
        case .inUse(let path, let process):
            let holder = process.map { " (process \($0))" } ?? ""
            return "The database \(path) is open in another process\(holder). "
                + "One process alone may use a SQLite database: stop the other first, or ask it."
        case .cannotOpen(let path, let message): return "The database \(path) cannot be opened: \(message)."
        case .setting(let name, let wanted, let found): return "SQLite's setting \(name) is \(found) where \(wanted) is needed, so that no write is lost."
        case .exists(let path): return "\(path) exists already, and a backup overwrites nothing."
        }
    }
}
