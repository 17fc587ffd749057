import Domain
import SQL

/// How regularly a station reports.
enum ReportsInTime {
    /// The reports about months that ended from `from` until before `until`, as far as their last day is over or they are in.
    /// - Returns: how many came in time, of how many that were due. A month without a report counts as due; nothing is before the month of the station's first report (what was before there
    ///   were reports could not be handed in), from the day on which its plaque was suspended or withdrawn, and in a month whose report would have been asked for while it was suspended. One
    ///   that was given back and has not come again by its day is not in time.
    static func of(_ tx: any Transaction, station: ID<Station>, _ programme: Programme, from: Day, until: Day, today: Day, calendar: WorkCalendar) throws -> (inTime: Int, due: Int) {
        guard let rules = programme.reports, let row = try tx.row("""
            SELECT s.recognised_on AS recognised_on, q.number AS number, q.state AS state, q.state_since AS since FROM stations s JOIN plaques q ON q.station_id = s.id WHERE s.id = \(station)
            """) else { return (0, 0) }
        let recognised: Day = try row("recognised_on"), state: String = try row("state"), since: Day = try row("since"), number: String = try row("number")
        let end = state == PlaqueState.valid.rawValue ? min(until, today) : min(until, today, since)
        var found: [ReportMonth: (due: Day, handedIn: Day?, lapsed: Bool)] = [:], begins: ReportMonth?
        for report in try tx.rows("SELECT month, state, due_on, handed_in_on, again_by FROM reports WHERE station_id = \(station) ORDER BY month") {
            let month: ReportMonth = try report("month"), state: ReportState = try report("state"), againBy: Day? = try report("again_by")
            found[month] = (due: try report("due_on"), handedIn: try report("handed_in_on"), lapsed: state == .returned && againBy.map { $0 < today } ?? false)
            begins = begins ?? month
        }
        guard let begins else { return (0, 0) }
        let changes = try tx.rows("SELECT at, state_to FROM audit_records WHERE kind = 'plaque' AND subject = \(number) AND verb IN (\(list: PlaqueState.verbs)) ORDER BY number").map {
            (at: try $0("at") as Instant, state: try $0("state_to") as String)
        }
        func wasValid(_ at: Instant) -> Bool { changes.last { $0.at < at }.map { $0.state == PlaqueState.valid.rawValue } ?? true }
        var month = max(ReportMonth(of: max(from, recognised)), begins), inTime = 0, due = 0
        while month.last < end {
            let report = found[month]
            if month.last >= from, report != nil || wasValid(ReportReader.opens(month, programme)) {
                let last = report?.due ?? rules.due(month, calendar), came = report?.handedIn
                if came != nil || last < today { due += 1 }
                if let came, came <= last, report?.lapsed != true { inTime += 1 }
            }
            month = month.next
        }
        return (inTime, due)
    }
}

extension PlaqueState {
    /// What audit records of a plaque call its changes (see `Act.setPlaque`).
    static let verbs = allCases.map { "plaque_\($0.rawValue)" }
}
