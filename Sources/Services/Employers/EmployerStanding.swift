import Domain
import SQL

/// What ids of standings name: each a vouching, a verification or a bar.
public enum Standing {}

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

    /// Without the day: as lists filter by it.
    public var kind: StandingKind {
        switch self {
        case .unknown: .unknown
        case .vouched: .vouched
        case .verified: .verified
        case .barred: .barred
        }
    }

    /// A bar stands before everything, a verification before a vouching. A station's vouching counts while its plaque does, and a station vouches also for
    /// itself: a host counts as vouched for.
    static func of(_ organisation: ID<Organisation>, programme: String, _ tx: any Transaction, today: Day) throws -> EmployerStanding {
        guard let row = try tx.row("SELECT \(columns("o.id", programme: programme, today: today)) FROM organisations o WHERE o.id = \(organisation)") else { return .unknown }
        return try EmployerStanding(row)
    }

    /// - Parameter row: with the columns `standing` and `barred_until`.
    init(_ row: Row) throws {
        let until: Day? = try row("barred_until")
        switch StandingKind(rawValue: try row("standing")) {
        case .barred?: self = until.map { .barred(until: $0) } ?? .unknown
        case .verified?: self = .verified
        case .vouched?: self = .vouched
        case .unknown?, nil: self = .unknown
        }
    }

    /// `standing` and `barred_until` of the organisation that the column names.
    static func columns(_ organisation: SQL, programme: String, today: Day) -> SQL {
        "\(kind(of: organisation, programme: programme, today: today)) AS standing, \(barredUntil(organisation, "\(programme)", today: today)) AS barred_until"
    }

    /// The word of a standing, in SQL.
    static func kind(of organisation: SQL, programme: String, today: Day) -> SQL {
        func open(_ kind: SQL) -> SQL {
            "EXISTS (SELECT 1 FROM employer_standings x WHERE x.organisation_id = \(organisation) AND x.programme_id = \(programme) AND x.ended_at IS NULL AND x.kind = \(kind))"
        }
        return """
            (CASE WHEN \(isBarred(organisation, "\(programme)", today: today)) THEN 'barred' WHEN \(open("'verified'")) THEN 'verified'
                WHEN \(open("'vouched' AND (x.office IS NOT NULL OR EXISTS (SELECT 1 FROM plaques v WHERE v.station_id = x.station_id AND v.state = 'valid'))")) THEN 'vouched'
                WHEN EXISTS (SELECT 1 FROM stations s JOIN plaques p ON p.station_id = s.id WHERE s.organisation_id = \(organisation) AND s.programme_id = \(programme) AND p.state = 'valid') THEN 'vouched'
                ELSE 'unknown' END)
            """
    }

    /// Whether the organisation that the column names is barred, in SQL. Of no organisation: false.
    static func isBarred(_ organisation: SQL, _ programme: SQL, today: Day) -> SQL {
        "EXISTS (SELECT 1 FROM employer_standings b WHERE b.organisation_id = \(organisation) AND b.programme_id = \(programme) AND b.kind = 'barred' AND b.ended_at IS NULL AND b.until >= \(today))"
    }

    private static func barredUntil(_ organisation: SQL, _ programme: SQL, today: Day) -> SQL {
        "(SELECT MAX(b.until) FROM employer_standings b WHERE b.organisation_id = \(organisation) AND b.programme_id = \(programme) AND b.kind = 'barred' AND b.ended_at IS NULL AND b.until >= \(today))"
    }
}

/// A standing's word alone.
public enum StandingKind: String, Codable, Sendable, Hashable, CaseIterable {
    case unknown, vouched, verified, barred

    public var words: Words {
        switch self {
        case .unknown: Words("未核验", "Not verified")
        case .vouched: Words("已担保", "Vouched for")
        case .verified: Words("已核验", "Verified")
        case .barred: Words("暂停招聘", "Barred")
        }
    }
}
