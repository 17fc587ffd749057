import Domain
import SQL

/// Reads reports and what stands in them.
enum ReportReader {
    /// Over stations `s` with their plaques `q`, and the report `r` of a month, if there is one.
    static let columns: SQL = """
        s.id AS station_id, s.programme_id AS programme_id, s.name AS station_name, s.area AS area, r.id AS id, r.month AS month, r.state AS state, r.due_on AS due_on, r.handed_in_on AS handed_in_on,
        r.again_by AS again_by, r.differences AS differences
        """

    /// Stations whose report of a month is expected, and those that have one.
    static func expected(_ month: ReportMonth) -> SQL {
        "stations s JOIN plaques q ON q.station_id = s.id LEFT JOIN reports r ON r.station_id = s.id AND r.month = \(month)"
    }

    /// Where nobody has begun one: of a station that is valid, and was when reports of the month were opened, and that reported before. What was before its first report could not be handed in.
    static func isExpected(_ programme: Programme, _ month: ReportMonth) -> SQL {
        """
        s.programme_id = \(programme.id) AND (r.id IS NOT NULL OR (q.state = 'valid' AND s.recognised_on <= \(month.last) AND EXISTS (SELECT 1 FROM reports f WHERE f.station_id = s.id AND f.month < \(month))
            AND COALESCE((SELECT c.state_to FROM audit_records c WHERE c.kind = 'plaque' AND c.subject = q.number AND c.verb IN (\(list: PlaqueState.verbs)) AND c.at < \(opens(month, programme))
                ORDER BY c.number DESC LIMIT 1), 'valid') = 'valid'))
        """
    }

    /// When the reports of a month are opened: the month is over.
    static func opens(_ month: ReportMonth, _ programme: Programme) -> Instant { programme.zone.instant(month.next.first, hour: 6) }

    /// - Parameter due: the last day of a month that nobody has begun.
    static func condition(_ pick: ReportPick, due: Day, today: Day) -> SQL {
        let last: SQL = "COALESCE(r.due_on, \(due))"
        return switch pick {
        case .missing: "(r.handed_in_on IS NULL)"
        case .late: "((r.handed_in_on IS NULL AND \(last) < \(today)) OR r.handed_in_on > \(last) OR (r.state = 'returned' AND r.again_by < \(today)))"
        case .handedIn: "(r.state = 'handed_in')"
        case .returned: "(r.state = 'returned')"
        case .accepted: "(r.state = 'accepted')"
        case .differs: "(r.differences > 0)"
        }
    }

    static func summary(_ row: Row, _ programme: Programme, month: ReportMonth, due: Day, today: Day) throws -> ReportSummary {
        let own: Day? = try row("due_on"), handedIn: Day? = try row("handed_in_on"), area: String = try row("area"), last = own ?? due
        let state: ReportState? = try row("state"), differences: Int? = try row("differences"), againBy: Day? = try row("again_by")
        // One that was given back is late from the day on by which it was to come again.
        let lapsed = state == .returned ? againBy.map { today.number - $0.number } ?? 0 : 0
        return ReportSummary(
            id: try row("id") as ID<Report>?, station: try row("station_id"), stationName: try row("station_name"), areaName: programme.area(area)?.name ?? Words(area, area), month: month, state: state ?? .draft,
            dueOn: last, handedInOn: handedIn, againBy: againBy, daysLate: max((handedIn ?? today).number - last.number, lapsed, 0), differences: differences ?? 0)
    }

    /// What is counted for a report's station and month, as of today.
    static func recorded(_ tx: any Transaction, _ house: House, _ programme: Programme, _ counted: Counted, _ report: StoredReport, today: Day) throws -> Int {
        try CountedRecords.of(counted, programme, house.library, today: today).count(tx, from: report.month.first, until: report.month.next.first, "s.id = \(report.station)")
    }

    /// What stands in the lines of a report.
    static func figures(_ tx: any Transaction, _ house: House, _ id: ID<Report>) throws -> [Counted: (recorded: Int?, stated: Int?, explanation: String?)] {
        var found: [Counted: (recorded: Int?, stated: Int?, explanation: String?)] = [:]
        for row in try tx.rows("SELECT counted, recorded, stated, explanation FROM report_figures WHERE report_id = \(id) ORDER BY counted") {
            let counted: Counted = try row("counted"), sealed: [UInt8]? = try row("explanation")
            let text = try sealed.map { try house.secrets.text($0, table: "report_figures", column: "explanation", row: "\(id)/\(counted.rawValue)") }
            found[counted] = (recorded: try row("recorded"), stated: try row("stated"), explanation: text)
        }
        return found
    }

    static func answers(_ tx: any Transaction, _ house: House, _ id: ID<Report>) throws -> [String: String] {
        var found: [String: String] = [:]
        for row in try tx.rows("SELECT question, body FROM report_answers WHERE report_id = \(id) ORDER BY question") {
            let question: String = try row("question")
            found[question] = try house.secrets.text(try row("body"), table: "report_answers", column: "body", row: "\(id)/\(question)")
        }
        return found
    }

    static func entries(_ tx: any Transaction, _ house: House, _ id: ID<Report>) throws -> [ReportEntry] {
        try tx.rows("""
            SELECT a.verb AS verb, a.at AS at, a.actor AS actor, n.name AS name, x.id AS reason_id, x.body AS body FROM audit_records a LEFT JOIN reasons x ON x.id = a.reason LEFT JOIN accounts n ON n.id = a.actor
            WHERE a.kind = 'report' AND a.subject = \(id) AND a.verb IN ('report_opened', 'report_hand_in', 'report_give_back', 'report_accept') ORDER BY a.number
            """).map { row in
            let verb: String = try row("verb"), body: [UInt8]? = try row("body"), reason: String? = try row("reason_id"), name: String? = try row("name")
            let words = ReportEvent(rawValue: String(verb.dropFirst("report_".count)))?.words ?? Words("生成报告", "report begun")
            return ReportEntry(at: try row("at"), words: words, who: name ?? "", reason: try body.flatMap { body in try reason.map { try house.secrets.text(body, table: "reasons", column: "body", row: $0) } })
        }
    }

    static func view(_ tx: any Transaction, _ house: House, _ id: ID<Report>, for actor: Actor, now: Instant) throws -> ReportView {
        guard let found = try tx.row("SELECT \(StoredReport.columns) FROM \(StoredReport.tables) WHERE r.id = \(id) AND \(ReportAccess.any(actor, house.library))") else { throw Refusal.notFound }
        let report = try StoredReport(found), (programme, rules) = try house.reportProgramme(report.programme), today = Zone.china.day(of: now)
        guard let row = try tx.row("SELECT \(columns) FROM \(expected(report.month)) WHERE s.id = \(report.station)") else { throw Refusal.notFound }
        let isOwn = actor.organisations.contains(report.host), isOpen = ReportState.open.contains(report.state), isShown = isOwn || report.state != .draft
        let kept = isShown ? try figures(tx, house, id) : [:], said = isShown ? try answers(tx, house, id) : [:]
        // A figure that is no line of the form any more stays where it was handed in.
        let counted = isOpen ? rules.lines.map(\.counted) : Counted.allCases.filter { kept[$0]?.recorded != nil }
        let lines = try !isShown ? [] : counted.map { one -> ReportLineView in
            let now = try recorded(tx, house, programme, one, report, today: today), own = kept[one]
            return ReportLineView(
                counted: one, recorded: isOpen ? now : own?.recorded ?? now, today: now, stated: own?.stated, explanation: own?.explanation, isCompared: rules.line(one)?.differs ?? true)
        }
        let answers = rules.questions.map { ReportAnswerView(question: $0.id, name: $0.name, isOptional: $0.isOptional, text: said[$0.id]) }
        let files: [FileView] = try !isShown ? [] : tx.rows("""
            SELECT f.id AS id, f.name AS name, f.type AS type, f.size AS size FROM report_files x JOIN files f ON f.id = x.file_id WHERE x.report_id = \(id) ORDER BY x.at, f.id
            """).map { try ApplicationStore.file($0, house) }
        var reason: String?
        if report.state == .returned, let given = try tx.row("SELECT x.id AS id, x.body AS body FROM reports r JOIN reasons x ON x.id = r.reason_id WHERE r.id = \(id)") {
            reason = try house.secrets.text(try given("body"), table: "reasons", column: "body", row: try given("id"))
        }
        let mayDecide = try report.state == .handedIn && tx.row("SELECT s.id FROM stations s WHERE s.id = \(report.station) AND \(SupervisionAccess.supervises(actor, house.library))") != nil
        return ReportView(
            summary: try summary(row, programme, month: report.month, due: report.dueOn, today: today), isOwn: isOwn, isShown: isShown, lines: lines, answers: isShown ? answers : [], files: files,
            entries: try entries(tx, house, id), reason: reason, attendance: try AttendanceReader.sheet(tx, report.station, report.month), monthIsOver: report.month.last < today,
            mayWrite: isOwn && isOpen, mayDecide: mayDecide, clause: rules.clause)
    }
}
