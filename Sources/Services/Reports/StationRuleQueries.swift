import Domain
import SQL

enum AttendanceReader {
    private static let columns: SQL = "h.id AS id, h.month AS month, h.people AS people, h.present AS present, h.on_leave AS on_leave, h.absent AS absent, h.at AS at"

    static func sheet(_ tx: any Transaction, _ station: ID<Station>, _ month: ReportMonth) throws -> AttendanceSummary? {
        try tx.row("SELECT \(columns) FROM attendance_sheets h WHERE h.station_id = \(station) AND h.month = \(month) AND h.replaced_at IS NULL").map(summary)
    }

    /// The latest first.
    static func sheets(_ tx: any Transaction, _ station: ID<Station>) throws -> [AttendanceSummary] {
        try tx.rows("SELECT \(columns) FROM attendance_sheets h WHERE h.station_id = \(station) AND h.replaced_at IS NULL ORDER BY h.month DESC LIMIT 24").map(summary)
    }

    static func people(_ tx: any Transaction, _ house: House, _ sheet: ID<AttendanceSheet>) throws -> [AttendancePerson] {
        try tx.rows("SELECT n, name, present, on_leave, absent FROM attendance_rows WHERE sheet_id = \(sheet) ORDER BY n").map { row in
            let n: Int = try row("n")
            return AttendancePerson(
                name: try house.secrets.text(try row("name"), table: "attendance_rows", column: "name", row: "\(sheet)/\(n)"), present: TenthDays(tenths: try row("present")),
                leave: TenthDays(tenths: try row("on_leave")), absent: TenthDays(tenths: try row("absent")))
        }
    }

    private static func summary(_ row: Row) throws -> AttendanceSummary {
        AttendanceSummary(
            id: try row("id"), month: try row("month"), people: try row("people"), present: TenthDays(tenths: try row("present")), leave: TenthDays(tenths: try row("on_leave")),
            absent: TenthDays(tenths: try row("absent")), at: try row("at"))
    }
}

enum StationRuleReader {
    static func topics(_ tx: any Transaction, _ house: House, _ station: ID<Station>, today: Day) throws -> [StationRuleTopicView] {
        var files: [String: [FileView]] = [:]
        for row in try tx.rows("""
            SELECT y.rule_id AS rule_id, f.id AS id, f.name AS name, f.type AS type, f.size AS size FROM station_rules x JOIN station_rule_files y ON y.rule_id = x.id JOIN files f ON f.id = y.file_id
            WHERE x.station_id = \(station) ORDER BY f.created_at, f.id
            """) { files[try row("rule_id"), default: []].append(try ApplicationStore.file(row, house)) }
        var inForce: Set<StationRuleTopic> = [], found: [StationRuleTopic: [StationRuleVersion]] = [:]
        for row in try tx.rows("SELECT id, topic, version, from_day FROM station_rules WHERE station_id = \(station) ORDER BY topic, version DESC") {
            let id: ID<StationRule> = try row("id"), topic: StationRuleTopic = try row("topic"), from: Day = try row("from_day")
            // The newest that has begun; with several of one day, the last.
            let isInForce = from <= today && inForce.insert(topic).inserted
            found[topic, default: []].append(StationRuleVersion(id: id, version: try row("version"), from: from, files: files[id.rawValue] ?? [], isInForce: isInForce))
        }
        return StationRuleTopic.allCases.map { StationRuleTopicView(topic: $0, versions: found[$0] ?? []) }
    }

    static func checks(_ tx: any Transaction, _ house: House, _ station: ID<Station>, today: Day, page: Int, pageSize: Int) throws -> [SafetyCheckView] {
        try tx.rows("""
            SELECT k.id AS check_id, k.checked_on AS checked_on, k.what AS what, k.found AS found, k.mend_by AS mend_by, k.mended_on AS mended_on, k.mended AS mended,
                f.id AS id, f.name AS name, f.type AS type, f.size AS size
            FROM safety_checks k LEFT JOIN files f ON f.id = k.file_id WHERE k.station_id = \(station)
            ORDER BY CASE WHEN k.found IS NOT NULL AND k.mended_on IS NULL THEN 0 ELSE 1 END, k.checked_on DESC, k.id DESC LIMIT \(pageSize) OFFSET \((page - 1) * pageSize)
            """).map { row in
            let id: ID<SafetyCheck> = try row("check_id"), by: Day? = try row("mend_by"), on: Day? = try row("mended_on"), file: String? = try row("id")
            func open(_ column: String) throws -> String? { try (try row(column) as [UInt8]?).map { try house.secrets.text($0, table: "safety_checks", column: column, row: id.rawValue) } }
            return SafetyCheckView(
                id: id, checkedOn: try row("checked_on"), what: try open("what") ?? "", found: try open("found"), mendBy: by, mendedOn: on, mended: try open("mended"),
                file: file == nil ? nil : try ApplicationStore.file(row, house), isOverdue: on == nil && (by.map { $0 < today } ?? false))
        }
    }
}

extension House {
    /// What a station keeps (二(一)5): for its own people, and offices that supervise; for these, an overview while no station is chosen.
    /// - Throws: `notFound` for everybody else.
    public func stationRules(_ chosen: ID<Station>? = nil, page: Int = 1, for actor: Actor, pageSize: Int = 50) async throws -> StationRulesView {
        let house = self, (programme, rules) = try reportProgramme()
        guard actor.isStaff || !actor.organisations.isEmpty else { throw Refusal.notFound }
        return try await read { tx, now in
            let today = Zone.china.day(of: now), page = min(max(page, 1), 10_000), isOffice = ReportDesk.office(actor, programme) != ""
            let own = try tx.rows("SELECT s.id AS id, s.name AS name FROM stations s WHERE \(ReportAccess.asStation(actor)) ORDER BY s.name, s.id").map { StationChoice(id: try $0("id"), name: try $0("name")) }
            guard isOffice || !own.isEmpty else { throw Refusal.notFound }
            var detail: StationRulesDetail?
            if let station = chosen ?? (isOffice ? nil : own.first?.id) {
                guard let row = try tx.row("SELECT s.name AS name, s.organisation_id AS host_id FROM stations s WHERE s.id = \(station) AND \(ReportAccess.any(actor, house.library))") else { throw Refusal.notFound }
                let isOwn = actor.organisations.contains(try row("host_id")), sheets = try AttendanceReader.sheets(tx, station)
                let total: Int = try tx.value("SELECT COUNT(*) FROM safety_checks WHERE station_id = \(station)") ?? 0
                detail = StationRulesDetail(
                    station: station, name: try row("name"), isOwn: isOwn, topics: try StationRuleReader.topics(tx, house, station, today: today), attendance: sheets,
                    people: try isOwn ? sheets.first.map { try AttendanceReader.people(tx, house, $0.id) } ?? [] : [],
                    checks: try StationRuleReader.checks(tx, house, station, today: today, page: page, pageSize: pageSize), totalChecks: total, page: page, pages: max((total + pageSize - 1) / pageSize, 1))
            }
            var lines: [StationRulesLine] = [], total = 0
            if isOffice, detail == nil {
                let all: SQL = "s.programme_id = \(programme.id) AND q.state <> 'withdrawn' AND \(SupervisionAccess.supervises(actor, house.library))"
                total = try tx.value("SELECT COUNT(*) FROM stations s JOIN plaques q ON q.station_id = s.id WHERE \(all)") ?? 0
                lines = try tx.rows("""
                    SELECT s.id AS id, s.name AS name, s.area AS area,
                        (SELECT COUNT(DISTINCT x.topic) FROM station_rules x WHERE x.station_id = s.id AND x.from_day <= \(today)) AS in_force,
                        (SELECT MAX(h.month) FROM attendance_sheets h WHERE h.station_id = s.id AND h.replaced_at IS NULL) AS last_month,
                        (SELECT COUNT(*) FROM safety_checks k WHERE k.station_id = s.id AND k.mend_by < \(today) AND k.mended_on IS NULL) AS overdue
                    FROM stations s JOIN plaques q ON q.station_id = s.id WHERE \(all) ORDER BY s.name, s.id LIMIT \(pageSize) OFFSET \((page - 1) * pageSize)
                    """).map { row in
                    let area: String = try row("area"), month: String? = try row("last_month")
                    return StationRulesLine(
                        station: try row("id"), name: try row("name"), areaName: programme.area(area)?.name ?? Words(area, area), inForce: try row("in_force"),
                        lastAttendance: month.flatMap(ReportMonth.init(rawValue:)), overdueFindings: try row("overdue"))
                }
            }
            var months: [ReportMonth] = [ReportMonth(of: today)]
            while months.count < 12, let last = months.last { months.append(last.previous) }
            return StationRulesView(own: own, detail: detail, lines: lines, totalLines: total, page: page, pages: max((total + pageSize - 1) / pageSize, 1), months: months, today: today, clause: rules.clause)
        }
    }

    /// A file of a station's own rules or safety checks, for whoever reads those.
    public func stationRuleFile(_ file: ID<StoredFile>, of station: ID<Station>, for actor: Actor) async throws -> (view: FileView, bytes: [UInt8]) {
        let house = self
        return try await openFile { tx in
            try tx.row("""
                SELECT f.id AS id, f.name AS name, f.type AS type, f.size AS size, f.sha256 AS sha256 FROM files f, stations s WHERE f.id = \(file) AND s.id = \(station) AND \(ReportAccess.any(actor, house.library))
                    AND (EXISTS (SELECT 1 FROM station_rules x JOIN station_rule_files y ON y.rule_id = x.id WHERE x.station_id = s.id AND y.file_id = f.id)
                        OR EXISTS (SELECT 1 FROM safety_checks k WHERE k.station_id = s.id AND k.file_id = f.id))
                """)
        }
    }

    /// An empty table for attendance. - Returns: the path of a temporary file, which the caller removes.
    public func attendanceTemplate() throws -> String {
        try papers.workbook(sheet: "考勤", columns: AttendanceColumn.allCases.map { (title: $0.heading, width: 16) }) { _ in }
    }

    /// The safety checks of a station as a spreadsheet. - Returns: the path of a temporary file, which the caller removes.
    public func safetyChecksWorkbook(of station: ID<Station>, for actor: Actor) async throws -> String {
        let house = self
        return try await read { tx, now in
            guard try tx.row("SELECT s.id FROM stations s WHERE s.id = \(station) AND \(ReportAccess.any(actor, house.library))") != nil else { throw Refusal.notFound }
            let checks = try StationRuleReader.checks(tx, house, station, today: Zone.china.day(of: now), page: 1, pageSize: 10_000)
            return try house.papers.workbook(sheet: "安全检查", columns: [("检查日期", 12), ("检查内容", 48), ("发现问题", 48), ("整改期限", 12), ("完成日期", 12), ("整改情况", 48), ("是否逾期", 10)]) { add in
                for check in checks {
                    try add([
                        .day(check.checkedOn), .text(check.what), .text(check.found ?? "无"), check.mendBy.map { .day($0) } ?? .empty, check.mendedOn.map { .day($0) } ?? .empty, .text(check.mended ?? ""),
                        .text(check.isOverdue ? "逾期" : ""),
                    ])
                }
            }
        }
    }
}
