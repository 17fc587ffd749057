import Domain
import SQL

/// How contacts count, the one rule for lists, reports and scorecards: a confirmed contact counts, one that was not confirmed yet as the programme says
/// (`service_log.unconfirmed_counts`); one that is disputed, taken back, or looks doubled never does.
public struct ContactCounts: Codable, Sendable, Hashable {
    /// Contacts that count.
    public let occurrences: Int
    /// Different people among them, by their numbers.
    public let persons: Int
    /// Contacts that count with people of whom no number is known: nobody can say how many people they are.
    public let unnumbered: Int
    /// Lines that stand, whether they count or not.
    public let lines: Int
    public let confirmed: Int
    public let disputed: Int
    /// Contacts with a rating, and the sum of the ratings.
    public let rated: Int
    public let stars: Int

    /// Confirmed ones in a hundred of all lines; nil where there are none.
    public var confirmedPercent: Int? { lines > 0 ? confirmed * 100 / lines : nil }
    /// Mean rating in tenths, 10…50; nil without ratings.
    public var ratingTenths: Int? { rated > 0 ? (stars * 10 + rated / 2) / rated : nil }

    /// What counts, over `c`.
    static func condition(_ library: Library) -> SQL {
        let parts = library.programmes.compactMap { programme -> SQL? in
            guard let rules = programme.serviceLog else { return nil }
            let states: [ContactState] = rules.unconfirmedCounts ? [.confirmed, .recorded] : [.confirmed]
            return "(c.programme_id = \(programme.id) AND c.state IN (\(list: states)) AND c.doubles_id IS NULL)"
        }
        return parts.isEmpty ? "1 = 0" : "(\(SQL.joined(parts, by: " OR ")))"
    }

    /// The columns of one group of contacts.
    static func columns(_ library: Library) -> SQL {
        let counts = condition(library)
        return """
            COUNT(CASE WHEN \(counts) THEN 1 END) AS occurrences, COUNT(DISTINCT CASE WHEN \(counts) THEN c.person_id END) AS persons,
            COUNT(CASE WHEN \(counts) AND c.person_id IS NULL THEN 1 END) AS unnumbered, COUNT(CASE WHEN c.state IN ('recorded', 'confirmed', 'disputed') THEN 1 END) AS lines,
            COUNT(CASE WHEN c.state = 'confirmed' THEN 1 END) AS confirmed, COUNT(CASE WHEN c.state = 'disputed' THEN 1 END) AS disputed,
            COUNT(CASE WHEN c.state = 'confirmed' THEN c.rating END) AS rated, CAST(COALESCE(SUM(CASE WHEN c.state = 'confirmed' THEN c.rating END), 0) AS BIGINT) AS stars
            """
    }

    init(_ row: Row) throws {
        occurrences = try row("occurrences")
        persons = try row("persons")
        unnumbered = try row("unnumbered")
        lines = try row("lines")
        confirmed = try row("confirmed")
        disputed = try row("disputed")
        rated = try row("rated")
        stars = try row("stars")
    }

    /// Of all contacts under a condition over `c`.
    static func of(_ tx: any Transaction, _ library: Library, _ condition: SQL) throws -> ContactCounts {
        guard let row = try tx.row("SELECT \(columns(library)) FROM contacts c WHERE \(condition)") else { throw Unexpected("no figures") }
        return try ContactCounts(row)
    }
}

extension House {
    /// How contacts of a station count in some days, for reports.
    /// - Parameters:
    ///   - station: nil for all stations of the programme.
    ///   - from: the first day.
    ///   - until: the day after the last.
    public func contactCounts(_ programme: String, station: ID<Station>?, from: Day, until: Day) async throws -> ContactCounts {
        let library = library, zone = Zone.china
        return try await read { tx, _ in
            var condition: SQL = "c.programme_id = \(programme) AND c.recorded_at >= \(zone.instant(from)) AND c.recorded_at < \(zone.instant(until))"
            if let station { condition += " AND c.station_id = \(station)" }
            return try ContactCounts.of(tx, library, condition)
        }
    }
}
