import Domain
import SQL

/// How regularly a station reports.
enum ReportsInTime {
    /// The reports about months that ended from `from` until before `until`, as far as their last day is over or they are in.
    /// - Returns: how many came in time, of how many that were due. A month without a report counts as due; before a station was recognised, and from the day on
    ///   which its plaque was suspended or withdrawn, nothing is.
    static func of(_ tx: any Transaction, station: ID<Station>, _ programme: Programme, from: Day, until: Day, today: Day, calendar: WorkCalendar) throws -> (inTime: Int, due: Int) {
        guard let rules = programme.reports, let row = try tx.row("""
            SELECT s.recognised_on AS recognised_on, q.state AS state, q.state_since AS since FROM stations s JOIN plaques q ON q.station_id = s.id WHERE s.id = \(station)
            """) else { return (0, 0) }
        let recognised: Day = try row("recognised_on"), state: String = try row("state"), since: Day = try row("since")
        let end = state == PlaqueState.valid.rawValue ? min(until, today) : min(until, today, since)
        var found: [String: (due: Day, handedIn: Day?)] = [:]
        for report in try tx.rows("SELECT month, due_on, handed_in_on FROM reports WHERE station_id = \(station) ORDER BY month") {
            found[try report("month")] = (due: try report("due_on"), handedIn: try report("handed_in_on"))
        }
        var month = ReportMonth(of: max(from, recognised)), inTime = 0, due = 0
        while month.last < end {
            if month.last >= from {
                let report = found[month.rawValue], last = report?.due ?? rules.due(month, calendar)
                let came = report?.handedIn
                if came != nil || last < today { due += 1 }
                if let came, came <= last { inTime += 1 }
            }
            month = month.next
        }
        return (inTime, due)
    }
}
