import Domain
import SQL

/// How many people an event had, counted from its registrations.
public struct EventAttendance: Codable, Sendable, Hashable {
    /// Who had a seat by registration, whether they came or not.
    public let registered: Int
    /// Of these, who came.
    public let came: Int
    /// Who came without a registration.
    public let walkIns: Int
    /// Of these, beyond the seats.
    public let beyond: Int

    public var total: Int { came + walkIns }

    static func of(_ tx: any Transaction, _ event: ID<Event>) throws -> EventAttendance {
        var registered = 0, came = 0, walkIns = 0, beyond = 0
        let rows = try tx.rows("""
            SELECT CASE WHEN account_id IS NULL THEN 1 ELSE 0 END AS at_door, beyond, CAST(SUM(people) AS \(tx.dialect.int64)) AS people,
                CAST(SUM(COALESCE(came, 0)) AS \(tx.dialect.int64)) AS came
            FROM event_registrations WHERE event_id = \(event) AND state IN ('registered', 'came', 'missed')
            GROUP BY CASE WHEN account_id IS NULL THEN 1 ELSE 0 END, beyond ORDER BY 1, 2
            """)
        for row in rows {
            let people: Int = try row("people"), there: Int = try row("came")
            guard try (row("at_door") as Int) == 1 else {
                registered += people
                came += there
                continue
            }
            walkIns += there
            if try row("beyond") as Bool { beyond += there }
        }
        return EventAttendance(registered: registered, came: came, walkIns: walkIns, beyond: beyond)
    }
}
