import Domain
import SQL

/// Whether somebody stands behind an employer: a station or an area that vouches for it, an office that verified it; or an office that bars it until a day.
public enum EmployerStanding: Sendable, Hashable, Codable {
    case unknown, vouched, verified
    /// Not hired through the programme until the end of that day.
    case barred(until: Day)

    /// May open jobs and invite people.
    public var mayHire: Bool {
        switch self {
        case .vouched, .verified: true
        case .unknown, .barred: false
        }
    }

    /// A bar stands before everything, a verification before a vouching. A station vouches also for itself: a host counts as vouched for.
    static func of(_ organisation: ID<Organisation>, programme: String, _ tx: any Transaction, today: Day) throws -> EmployerStanding {
        let rows = try tx.rows("""
            SELECT kind, until FROM employer_standings WHERE organisation_id = \(organisation) AND programme_id = \(programme) AND ended_at IS NULL
            """)
        var standing = EmployerStanding.unknown
        for row in rows {
            let until: Day? = try row("until")
            if let until, until < today { continue }
            switch try row("kind") as String {
            case "barred": if let until { return .barred(until: until) }
            case "verified": standing = .verified
            default: if standing == .unknown { standing = .vouched }
            }
        }
        guard standing == .unknown else { return standing }
        let isHost = try tx.row("""
            SELECT s.id AS id FROM stations s JOIN plaques p ON p.station_id = s.id WHERE s.organisation_id = \(organisation) AND s.programme_id = \(programme) AND p.state = 'valid' LIMIT 1
            """) != nil
        return isHost ? .vouched : .unknown
    }
}
