import Domain
import SQL

extension ReportState: Bindable {}
extension StationRuleTopic: Bindable {}
extension ReportMonth: Bindable {}

/// A report as it is kept.
struct StoredReport: Sendable {
    let id: ID<Report>
    let programme: String
    let station: ID<Station>
    let host: ID<Organisation>
    let month: ReportMonth
    let state: ReportState
    let version: Int
    let dueOn: Day
    /// The day of the first handing in.
    let handedInOn: Day?
    /// Until when one that was given back comes again.
    let againBy: Day?
    let differences: Int

    /// Over `r` and `s`.
    static let columns: SQL = """
        r.id AS id, r.programme_id AS programme_id, r.station_id AS station_id, s.organisation_id AS host_id, r.month AS month, r.state AS state, r.version AS version, r.due_on AS due_on,
        r.handed_in_on AS handed_in_on, r.again_by AS again_by, r.differences AS differences
        """
    static let tables: SQL = "reports r JOIN stations s ON s.id = r.station_id"

    init(_ row: Row) throws {
        id = try row("id")
        programme = try row("programme_id")
        station = try row("station_id")
        host = try row("host_id")
        month = try row("month")
        state = try row("state")
        version = try row("version")
        dueOn = try row("due_on")
        handedInOn = try row("handed_in_on")
        againBy = try row("again_by")
        differences = try row("differences")
    }

    var receipt: Receipt { Receipt(.report, id.rawValue) }
}

/// Whose reports and rules somebody reads, over `s`, the station.
enum ReportAccess {
    /// The host's people.
    static func asStation(_ actor: Actor) -> SQL { "s.organisation_id IN (\(list: actor.organisations.sorted()))" }

    static func any(_ actor: Actor, _ library: Library) -> SQL { "(\(asStation(actor)) OR \(SupervisionAccess.supervises(actor, library)))" }
}

enum ReportRefusals {
    static let none = Refusal(.conflict, "no_reports", Words("本方案未开通日常调度", "The programme has no regular reports"))
    static let noStation = Refusal(.forbidden, "no_station", Words("您不是驿站的工作人员", "You are not one of a station's people"))
}

extension House {
    /// The programme whose stations report.
    func reportProgramme(_ id: String? = nil) throws -> (Programme, ReportRules) {
        let programme = try id.map { try library.programme($0) } ?? library.programmes.first { $0.reports != nil }
        guard let programme, let rules = programme.reports else { throw ReportRefusals.none }
        return (programme, rules)
    }
}

extension Act {
    /// Loads a report, locked until the end of the transaction.
    /// - Parameter condition: who may, in SQL over `r` and `s`.
    /// - Throws: `Refusal.notFound` for everybody else.
    func loadReport(_ id: ID<Report>, where condition: SQL) throws -> StoredReport {
        _ = try tx.row("SELECT id FROM reports WHERE id = \(id)\(dialect.lock)")
        guard let row = try tx.row("SELECT \(StoredReport.columns) FROM \(StoredReport.tables) WHERE r.id = \(id) AND \(condition)") else { throw Refusal.notFound }
        return try StoredReport(row)
    }

    /// One step of a report.
    ///
    /// Effects: the state (compare-and-swap); an audit record.
    /// - Parameter also: further columns, beginning with a comma.
    func move(_ report: StoredReport, _ event: ReportEvent, also: SQL = .empty, post: String = "", reason: KeptReason? = nil, clause: Clause? = nil, detail: [String: String] = [:]) throws {
        let after = try report.state.after(event)
        let changed = try tx.run("""
            UPDATE reports SET state = \(after), version = version + 1, changed_at = \(now)\(also) WHERE id = \(report.id) AND state = \(report.state) AND version = \(report.version)
            """)
        guard changed == 1 else { throw Casework.changedMeanwhile }
        audit("report", report.id.rawValue, "report_\(event.rawValue)", from: report.state.rawValue, to: after.rawValue, post: post, reason: reason, clause: clause, detail: detail)
    }

    /// Something was written into a report whose state does not change by it.
    func note(_ report: StoredReport, _ verb: String, detail: [String: String] = [:]) throws {
        guard ReportState.open.contains(report.state) else {
            _ = try report.state.after(.handIn)
            throw Casework.changedMeanwhile
        }
        let changed = try tx.run("UPDATE reports SET version = version + 1, changed_at = \(now) WHERE id = \(report.id) AND state = \(report.state) AND version = \(report.version)")
        guard changed == 1 else { throw Casework.changedMeanwhile }
        audit("report", report.id.rawValue, verb, from: report.state.rawValue, to: report.state.rawValue, detail: detail)
    }

    /// The report of a station for a month, if there is none yet.
    ///
    /// Effects: a draft; reminders at 50, 80 and 100 % of the time and on the day after; the station's people are told; an audit record.
    /// - Returns: nil where there is one.
    @discardableResult
    func openReport(of station: ID<Station>, host: ID<Organisation>, _ month: ReportMonth, _ programme: Programme, _ rules: ReportRules) throws -> ID<Report>? {
        let calendar = try house.library.calendar(programme.calendar), id = try newID(Report.self), due = rules.due(month, calendar)
        let made = try tx.rows("""
            INSERT INTO reports (id, programme_id, station_id, month, state, version, due_on, opened_at, changed_at, differences)
            VALUES (\(id), \(programme.id), \(station), \(month), 'draft', \(1), \(due), \(now), \(now), \(0)) ON CONFLICT (station_id, month) DO NOTHING RETURNING id
            """)
        guard !made.isEmpty else { return nil }
        for reminder in StepClock(allowance: rules.dueWithin, since: month.last).reminders(calendar) where reminder.on.day >= today {
            self.due(.remindReport, "\(id)/\(reminder.percent)", at: programme.zone.instant(reminder.on.day, hour: 9))
        }
        if due.adding(1) >= today { self.due(.remindReport, "\(id)/late", at: programme.zone.instant(due.adding(1), hour: 9)) }
        audit("report", id.rawValue, "report_opened", to: ReportState.draft.rawValue, clause: rules.clause, detail: ["station": station.rawValue, "month": month.rawValue], isFirst: true)
        try tell(organisation: host, Words("请报送\(month.words.zh)工作情况", "The report for \(month.words.en) is to be handed in"),
            Words("数据已从记录自动汇总，请核对确认，\(due)前报送。", "Its figures were filled in from records; please check them and hand it in by \(due)."), link: Receipt(.report, id.rawValue))
        return id
    }

    /// Reports of this month are opened when it is over, and so on from month to month. The same again is one thing.
    func awaitReports(of programme: Programme) {
        guard programme.reports != nil else { return }
        awaitReports(of: programme, ReportMonth(of: today))
    }

    func awaitReports(of programme: Programme, _ month: ReportMonth) {
        due(.openReports, "\(programme.id)/\(month)", at: ReportReader.opens(month, programme))
    }
}
