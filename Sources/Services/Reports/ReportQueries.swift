import Domain
import SQL

extension House {
    /// The reports of one's own stations, and a month of those that one's offices supervise.
    /// - Throws: `notFound` for somebody who has neither.
    public func reports(_ filter: ReportFilter = ReportFilter(), for actor: Actor, pageSize: Int = 50) async throws -> ReportList {
        let house = self, (programme, rules) = try reportProgramme(), calendar = try library.calendar(programme.calendar)
        guard actor.isStaff || !actor.organisations.isEmpty else { throw Refusal.notFound }
        return try await read { tx, now in
            let today = Zone.china.day(of: now), ownCondition = ReportAccess.asStation(actor), latest = ReportMonth(of: today).previous
            let stations = try tx.rows("SELECT s.id AS id, s.name AS name FROM stations s WHERE \(ownCondition) AND s.programme_id = \(programme.id) ORDER BY s.name, s.id").map {
                StationChoice(id: try $0("id"), name: try $0("name"))
            }
            var own: [ReportSummary]?
            if !stations.isEmpty {
                own = try tx.rows("""
                    SELECT \(ReportReader.columns) FROM stations s JOIN plaques q ON q.station_id = s.id JOIN reports r ON r.station_id = s.id
                    WHERE \(ownCondition) AND s.programme_id = \(programme.id) ORDER BY r.month DESC, s.name, s.id LIMIT 120
                    """).map { row in try ReportReader.summary(row, programme, month: try row("month"), due: try row("due_on"), today: today) }
            }
            let first: Day? = try tx.value("SELECT MIN(s.recognised_on) FROM stations s WHERE \(ownCondition) AND s.programme_id = \(programme.id)")
            let begun = Set((own ?? []).map(\.month))
            let free = first.map { Self.months(from: ReportMonth(of: $0), through: ReportMonth(of: today)).filter { stations.count > 1 || !begun.contains($0) } } ?? []
            var desk: ReportList.Desk?
            if ReportDesk.office(actor, programme) != "" {
                let month = filter.month ?? latest, due = rules.due(month, calendar)
                let all: SQL = "\(ReportReader.isExpected(programme, month)) AND \(SupervisionAccess.supervises(actor, house.library))", shown = ReportReader.filtered(filter, all, due: due, today: today)
                func count(_ condition: SQL) throws -> Int { try tx.value("SELECT COUNT(*) FROM \(ReportReader.expected(month)) WHERE \(condition)") ?? 0 }
                func picked(_ pick: ReportPick) throws -> Int { try count("\(all) AND \(ReportReader.condition(pick, due: due, today: today))") }
                let total = try count(shown), page = min(max(filter.page, 1), 10_000), expected = try count(all), missing = try picked(.missing)
                let rows = try tx.rows("SELECT \(ReportReader.columns) FROM \(ReportReader.expected(month)) WHERE \(shown) ORDER BY s.name, s.id LIMIT \(pageSize) OFFSET \((page - 1) * pageSize)")
                let since: Day? = try tx.value("SELECT MIN(s.recognised_on) FROM stations s WHERE \(SupervisionAccess.supervises(actor, house.library)) AND s.programme_id = \(programme.id)")
                var months = Self.months(from: since.map(ReportMonth.init(of:)) ?? latest, through: max(latest, month))
                if !months.contains(month) { months.append(month) }
                desk = ReportList.Desk(
                    month: month, months: months, areas: programme.areas.map { .init(id: $0.id, name: $0.name) },
                    tally: .init(expected: expected, handedIn: expected - missing, missing: missing, late: try picked(.late), differing: try picked(.differs)),
                    reports: try rows.map { try ReportReader.summary($0, programme, month: month, due: due, today: today) }, total: total, pages: max((total + pageSize - 1) / pageSize, 1))
            }
            guard desk != nil || own != nil else { throw Refusal.notFound }
            return ReportList(filter: filter, own: own, stations: stations, months: free, desk: desk, dueWithin: rules.dueWithin, clause: rules.clause)
        }
    }

    /// The latest first; at most three years.
    private static func months(from: ReportMonth, through: ReportMonth) -> [ReportMonth] {
        var months: [ReportMonth] = [], month = through
        while month >= from, months.count < 36 {
            months.append(month)
            month = month.previous
        }
        return months
    }

    /// A month's reports as a spreadsheet, one row for each station: what is recorded and what is stated of each figure. For offices that supervise.
    /// - Returns: the path of a temporary file, which the caller removes.
    public func reportsWorkbook(_ filter: ReportFilter, for actor: Actor) async throws -> String {
        let house = self, (programme, rules) = try reportProgramme(), calendar = try library.calendar(programme.calendar)
        guard ReportDesk.office(actor, programme) != "" else { throw Refusal.notFound }
        var columns: [(title: String, width: Double)] = [("驿站", 26), ("区市", 12), ("月份", 10), ("状态", 10), ("报送期限", 12), ("报送日期", 12), ("逾期天数", 10), ("差异项数", 10)]
        for line in rules.lines { columns += [("\(line.counted.words.zh)（记录）", 16), ("\(line.counted.words.zh)（填报）", 16)] }
        let titles = columns
        return try await read { tx, now in
            let today = Zone.china.day(of: now), month = filter.month ?? ReportMonth(of: today).previous, due = rules.due(month, calendar)
            let shown = ReportReader.filtered(filter, "\(ReportReader.isExpected(programme, month)) AND \(SupervisionAccess.supervises(actor, house.library))", due: due, today: today)
            // Before the rows stream: no other statement runs meanwhile. Drafts are not for offices.
            var figures: [String: (recorded: Int?, stated: Int?)] = [:]
            for row in try tx.rows("""
                SELECT f.report_id AS report_id, f.counted AS counted, f.recorded AS recorded, f.stated AS stated FROM report_figures f JOIN reports r ON r.id = f.report_id
                WHERE r.month = \(month) AND r.programme_id = \(programme.id) AND r.state <> 'draft' ORDER BY f.report_id, f.counted
                """) {
                let report: String = try row("report_id"), counted: String = try row("counted")
                figures["\(report)/\(counted)"] = (recorded: try row("recorded"), stated: try row("stated"))
            }
            return try house.papers.workbook(sheet: "日常调度", columns: titles) { add in
                try tx.each("SELECT \(ReportReader.columns) FROM \(ReportReader.expected(month)) WHERE \(shown) ORDER BY s.name, s.id") { row in
                    let report = try ReportReader.summary(row, programme, month: month, due: due, today: today)
                    var cells: [PaperCell] = [
                        .text(report.stationName), .text(report.areaName.zh), .text(month.rawValue), .text(report.state.words.zh), .day(report.dueOn), report.handedInOn.map { .day($0) } ?? .empty,
                        report.isLate ? .number(Int64(report.daysLate)) : .empty, report.state == .draft ? .empty : .number(Int64(report.differences)),
                    ]
                    for line in rules.lines {
                        let found = report.id.flatMap { figures["\($0)/\(line.counted.rawValue)"] }
                        cells.append(found?.recorded.map { .number(Int64($0)) } ?? .empty)
                        cells.append((found?.stated ?? found?.recorded).map { .number(Int64($0)) } ?? .empty)
                    }
                    try add(cells)
                }
            }
        }
    }

    /// A report for its station's people, or an office that supervises. - Throws: `notFound` for everybody else.
    public func report(_ id: ID<Report>, for actor: Actor) async throws -> ReportView {
        let house = self
        return try await read { tx, now in try ReportReader.view(tx, house, id, for: actor, now: now) }
    }

    /// A file of a report: for the station's people, and for offices once it was handed in.
    public func reportFile(_ file: ID<StoredFile>, of id: ID<Report>, for actor: Actor) async throws -> (view: FileView, bytes: [UInt8]) {
        let house = self
        return try await openFile { tx in
            try tx.row("""
                SELECT f.id AS id, f.name AS name, f.type AS type, f.size AS size, f.sha256 AS sha256 FROM \(StoredReport.tables) JOIN report_files x ON x.report_id = r.id JOIN files f ON f.id = x.file_id
                WHERE r.id = \(id) AND f.id = \(file) AND (\(ReportAccess.asStation(actor)) OR (r.state <> 'draft' AND \(SupervisionAccess.supervises(actor, house.library))))
                """)
        }
    }

    /// A file whose row a query found. - Throws: `notFound` where it found none.
    func openFile(_ find: @Sendable @escaping (any Transaction) throws -> Row?) async throws -> (view: FileView, bytes: [UInt8]) {
        let house = self
        let found = try await read { tx, _ in
            guard let row = try find(tx) else { throw Refusal.notFound }
            return (view: try ApplicationStore.file(row, house), sha256: try row("sha256") as String)
        }
        let bytes = try secrets.openFile(try await files.read(found.view.id.rawValue), id: found.view.id.rawValue)
        guard secrets.sha256(bytes) == found.sha256 else { throw Unexpected("file \(found.view.id) does not have its hash") }
        return (found.view, bytes)
    }
}

extension ReportReader {
    static func filtered(_ filter: ReportFilter, _ all: SQL, due: Day, today: Day) -> SQL {
        var condition = all
        if let area = filter.area { condition += " AND s.area = \(area)" }
        if let pick = filter.pick { condition += " AND \(self.condition(pick, due: due, today: today))" }
        return condition
    }
}
