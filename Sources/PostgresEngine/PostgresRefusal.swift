/// Why a PostgreSQL database is not used, in words for whoever started the program. Never shows the address, which may hold a password.
public enum PostgresRefusal: Error, Equatable, Sendable, CustomStringConvertible {
    /// Not an address that libpq understands.
    case address
    /// A server setting that durability or the bytewise order of text rests on.
    case setting(name: String, wanted: String, found: String)

    public var description: String {
        switch self {
        case .address: "A PostgreSQL database is named postgres://USER[:PASSWORD]@HOST:PORT/NAME."
        case .setting(let name, let wanted, let found):
            "The PostgreSQL server's setting \(name) is \(found) where \(wanted) is needed, so that no write is lost or changed."
        }
    }
}
