import Domain
import SQL

/// A month is over: each station with a valid plaque gets its report to fill in. Harmless when repeated.
///
/// Effects: reports (see `Act.openReport`); the same falls due for the next month. Without a month: stations that there were before have their rules kept as they came
/// with the application, and the present month is awaited. While the programme asks for no reports, the same falls due a day later.
struct OpenReports {
    /// - Parameter subject: `PROGRAMME/2020-11`; without a month, the present one is awaited.
    func callAsFunction(_ house: House, _ subject: String, at: Instant?) async throws {
        let parts = subject.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        guard let name = parts.first, let programme = try? house.library.programme(name) else { return }
        guard let rules = programme.reports else {
            // The programme file may ask for them from tomorrow on.
            _ = try await house.perform(by: .system, once: nil, at: at) { act in
                act.due(.openReports, subject, at: (at ?? act.now).adding(seconds: 86_400))
                return Receipt(.home)
            }
            return
        }
        let month = parts.count > 1 ? ReportMonth(rawValue: parts[1]) : nil
        _ = try await house.perform(by: .system, once: nil, at: month == nil ? nil : at) { act in
            guard let month else {
                let known = try act.tx.rows("""
                    SELECT s.id AS id, s.case_id AS case_id FROM stations s WHERE s.programme_id = \(programme.id) AND NOT EXISTS (SELECT 1 FROM station_rules x WHERE x.station_id = s.id) ORDER BY s.id
                    """).map { (station: try $0("id") as ID<Station>, application: try $0("case_id") as ID<Case>) }
                for item in known {
                    if let stored = try ApplicationStore.handedIn(act.tx, house, [item.application])[item.application] { try act.keepFirstRules(of: item.station, stored, programme) }
                }
                act.awaitReports(of: programme)
                return Receipt(.home)
            }
            let stations = try act.tx.rows("""
                SELECT s.id AS id, s.organisation_id AS host_id FROM stations s JOIN plaques q ON q.station_id = s.id
                WHERE s.programme_id = \(programme.id) AND q.state = 'valid' AND s.recognised_on <= \(month.last) ORDER BY s.id
                """)
            for row in stations { try act.openReport(of: try row("id"), host: try row("host_id"), month, programme, rules) }
            act.awaitReports(of: programme, month.next)
            return Receipt(.home)
        }
    }
}

/// The station begins a month's report itself, before or after the office awaits it.
///
/// Effects: the draft, if there is none (see `Act.openReport`).
public struct OpenReport: Codable, Sendable {
    /// Nil: the only one that the actor has.
    public let station: ID<Station>?
    public let month: ReportMonth

    public init(station: ID<Station>? = nil, month: ReportMonth) {
        self.station = station
        self.month = month
    }

    public func callAsFunction(_ house: House, by actor: Actor, once: Once? = nil) async throws -> Receipt {
        try await house.perform(by: actor, once: once) { act in
            var condition = ReportAccess.asStation(actor)
            if let station { condition += " AND s.id = \(station)" }
            guard let row = try act.tx.row("""
                SELECT s.id AS id, s.organisation_id AS host_id, s.programme_id AS programme_id, s.recognised_on AS recognised_on, q.state AS state FROM stations s JOIN plaques q ON q.station_id = s.id
                WHERE \(condition) ORDER BY s.id LIMIT 1
                """) else { throw Refusal.notFound }
            let id: ID<Station> = try row("id"), recognised: Day = try row("recognised_on"), state: String = try row("state"), name: String = try row("programme_id")
            let (programme, rules) = try house.reportProgramme(name)
            if let known: ID<Report> = try act.tx.value("SELECT id FROM reports WHERE station_id = \(id) AND month = \(month)") { return Receipt(.report, known.rawValue) }
            guard month <= ReportMonth(of: act.today) else { throw Refusal.invalid([.init("month", Words("这个月还没有开始", "This month has not begun"))]) }
            guard month.last >= recognised else { throw Refusal.invalid([.init("month", Words("驿站认定之前的月份无需报送", "The station was not recognised yet"))]) }
            guard state != PlaqueState.withdrawn.rawValue else { throw Refusal(.conflict, "plaque_withdrawn", Words("驿站已撤站摘牌", "The station's plaque was withdrawn")) }
            act.awaitReports(of: programme)
            guard let made = try act.openReport(of: id, host: try row("host_id"), month, programme, rules) else { throw Casework.changedMeanwhile }
            return Receipt(.report, made.rawValue)
        }
    }
}

/// Part of the time for a report is used up, or all of it: the station's people are told. Harmless when repeated.
///
/// Effects: messages; an audit record.
struct RemindReport {
    /// - Parameter subject: `REPORT/50`, `REPORT/late`, or `REPORT/again` for one that was given back.
    func callAsFunction(_ house: House, _ subject: String, at: Instant?) async throws {
        let parts = subject.split(separator: "/").map(String.init)
        guard parts.count == 2, let id = ID<Report>(rawValue: parts[0]) else { return }
        let when = parts[1], day = at
        _ = try await house.perform(by: .system, once: nil, at: day) { act in
            let report = try act.loadReport(id, where: "1 = 1")
            guard when == "again" ? report.state == .returned : report.state == .draft else { return report.receipt }
            if when == "again", report.againBy != act.today { return report.receipt }   // given back once more since
            let detail = ["when": when, "due": (report.againBy ?? report.dueOn).description]
            guard try act.tx.row("SELECT number FROM audit_records WHERE kind = 'report' AND subject = \(id) AND verb = 'reminded' AND detail = \(try Stored.json(detail))") == nil else { return report.receipt }
            let month = report.month.words
            let title = switch when {
            case "late": Words("\(month.zh)报告已逾期", "The report for \(month.en) is late")
            case "100", "again": Words("今天到期：\(month.zh)报告", "Due today: the report for \(month.en)")
            default: Words("\(month.zh)报告尚未报送", "The report for \(month.en) is not handed in yet")
            }
            try act.tell(organisation: report.host, title, Words("报送期限：\(report.againBy ?? report.dueOn)。", "To be handed in by \(report.againBy ?? report.dueOn)."), link: report.receipt)
            act.audit("report", id.rawValue, "reminded", from: report.state.rawValue, to: report.state.rawValue, detail: detail)
            return report.receipt
        }
    }
}
