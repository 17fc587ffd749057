import Domain
import SQL

/// An official report over some days: targets, figures by area, events, and evaluations that were published.
public struct FigureReport: Codable, Sendable, Hashable {
    public struct TargetLine: Codable, Sendable, Hashable {
        public let name: Words
        public let goal: Int
        public let unit: Words
        public let by: Day
        public let clause: Clause?
        /// Counted in the report's days.
        public let during: Int
        /// Counted from the beginning to the report's last day.
        public let total: Int

        public var percent: Int { goal > 0 ? min(total, 1_000_000_000) * 100 / goal : 0 }
    }

    public struct AreaLine: Codable, Sendable, Hashable {
        public let name: Words
        /// In the order of `things`.
        public let counts: [Int]
    }

    public struct EventLine: Codable, Sendable, Hashable {
        public let day: Day
        public let title: String
        public let place: String
        public let station: String?
        public let people: Int
    }

    public struct EvaluationLine: Codable, Sendable, Hashable {
        public let period: String
        public let isTrial: Bool
        public let grade: Words
        public let stations: Int
    }

    public let span: ReportSpan
    public let from: Day
    /// The last day.
    public let to: Day
    /// Whether the days are over; else it is of so far.
    public let isWhole: Bool
    public let days: Int
    public let issuer: Words
    public let title: Words
    /// The areas that it is about; nil: the city.
    public let scope: [Words]?
    public let targets: [TargetLine]
    /// What is counted, in the report's days.
    public let lines: [FigureLine]
    public let things: [FigureThing]
    public let areas: [AreaLine]
    /// The first hundred.
    public let events: [EventLine]
    public let eventTotal: Int
    public let evaluations: [EvaluationLine]
    public let on: Day
}

enum FigureReportReader {
    static func report(_ tx: any Transaction, _ span: ReportSpan, _ day: Day, _ scope: FigureScope, _ library: Library, today: Day) throws -> FigureReport {
        let programme = scope.programme, (from, until) = span.days(of: day), filter = DashboardFilter(from: from, to: until.adding(-1)), things = FigureThing.allCases
        let lines = try things.map { try DashboardReader.line(tx, $0, filter, scope, library, today: today) }
        var areas: [String?: [FigureThing: Int]] = [:]
        for thing in things {
            let records = CountedRecords.of(thing: thing, programme, library, today: today)
            for group in try records.groups(tx, by: records.area, scope.condition(filter.about(thing), records)) { areas[group.key, default: [:]][thing] = group.occurrences }
        }
        let order = programme.areas.map(\.id) + [nil]
        let known = areas.keys.sorted { (order.firstIndex(of: $0) ?? order.count, $0 ?? "") < (order.firstIndex(of: $1) ?? order.count, $1 ?? "") }
        let held = CountedRecords.of(.events, programme, library, today: today), during = scope.condition(filter.about(.events), held)
        let events = try tx.rows("""
            SELECT e.begins_at AS begins_at, e.title AS title, e.place AS place, s.name AS station, r.people AS people FROM \(held.tables) WHERE \(held.condition) AND \(during) ORDER BY e.begins_at, e.id LIMIT 100
            """).map { row in
            let at: Instant = try row("begins_at")
            return FigureReport.EventLine(day: Zone.china.day(of: at), title: try row("title"), place: try row("place"), station: try row("station"), people: try row("people"))
        }
        let office = scope.actor.posts.filter { $0.programme == programme.id }.sorted { ($0.office, $0.place.rawValue) < ($1.office, $1.place.rawValue) }.lazy.compactMap { programme.office($0.office) }.first
        return FigureReport(
            span: span, from: from, to: until.adding(-1), isWhole: until <= today, days: until.number - from.number, issuer: office?.name ?? programme.name,
            title: title(span, from, until, programme), scope: scope.areaNames, targets: try targets(tx, from, until, scope, library, today: today), lines: lines, things: things,
            areas: known.map { key in FigureReport.AreaLine(name: scope.areaName(key), counts: things.map { areas[key]?[$0] ?? 0 }) },
            events: events, eventTotal: try held.count(tx, during), evaluations: try evaluations(tx, from, until, scope, library), on: today)
    }

    private static func targets(_ tx: any Transaction, _ from: Day, _ until: Day, _ scope: FigureScope, _ library: Library, today: Day) throws -> [FigureReport.TargetLine] {
        try scope.programme.targets.map { target in
            let records = CountedRecords.of(target: target, scope.programme, library, today: today), mine = scope.condition(DashboardFilter(what: target.count.thing), records)
            return FigureReport.TargetLine(
                name: target.name, goal: target.goal, unit: target.unit, by: target.by, clause: target.clause, during: try records.count(tx, from: from, until: until, mine),
                total: try records.count(tx, "\(records.before(until)) AND \(mine)"))
        }
    }

    /// Grades of evaluations whose results came to stand in these days.
    private static func evaluations(_ tx: any Transaction, _ from: Day, _ until: Day, _ scope: FigureScope, _ library: Library) throws -> [FigureReport.EvaluationLine] {
        let ofArea: SQL = scope.areas.map { "s.area IN (\(list: $0))" } ?? "1 = 1"
        return try tx.rows("""
            SELECT p.name AS name, p.is_trial AS is_trial, p.programme_hash AS hash, r.grade AS grade, COUNT(*) AS n, MIN(r.points) AS lowest FROM evaluation_results r
                JOIN evaluation_periods p ON p.id = r.period_id JOIN stations s ON s.id = r.station_id
            WHERE p.programme_id = \(scope.programme.id) AND p.state IN ('published', 'closed') AND r.at >= \(Zone.china.instant(from)) AND r.at < \(Zone.china.instant(until)) AND \(ofArea)
            GROUP BY p.id, p.name, p.is_trial, p.programme_hash, r.grade ORDER BY p.name, p.id, lowest DESC, r.grade
            """).map { row in
            let grade: String = try row("grade"), rules = (try? library.programme(hash: try row("hash")))?.evaluation ?? scope.programme.evaluation
            return FigureReport.EvaluationLine(
                period: try row("name"), isTrial: try row("is_trial"), grade: rules?.grades.first { $0.id == grade }?.name ?? Words(grade, grade), stations: try row("n"))
        }
    }

    private static func title(_ span: ReportSpan, _ from: Day, _ until: Day, _ programme: Programme) -> Words {
        let (year, month, day) = from.parts, (_, lastMonth, lastDay) = until.adding(-1).parts
        return switch span {
        case .week: Words("\(year)年\(month)月\(day)日至\(lastMonth)月\(lastDay)日\n人才驿站建设试点工作周报", "Pilot of talent stations: weekly report\n\(from) to \(until.adding(-1))")
        case .month: Words("\(year)年\(month)月\n人才驿站建设试点工作月报", "Pilot of talent stations: monthly report\n\(from.monthText)")
        case .year: Words("\(year)年\n人才驿站建设试点工作年报", "Pilot of talent stations: yearly report\n\(year)")
        }
    }
}

extension DashboardFilter {
    /// The same of another thing; no target of the first one.
    public func about(_ thing: FigureThing) -> DashboardFilter {
        var filter = self
        filter.what = thing
        filter.target = nil
        return filter
    }
}

extension House {
    /// - Parameter day: any day of the week, month or year; nil: the last that is over.
    public func figureReport(_ span: ReportSpan, _ day: Day?, for actor: Actor) async throws -> FigureReport {
        let library = library, scope = try FigureScope(actor, library)
        return try await read { tx, now in
            let today = Zone.china.day(of: now)
            return try FigureReportReader.report(tx, span, day ?? span.days(of: today).from.adding(-1), scope, library, today: today)
        }
    }

    /// The report's tables as a spreadsheet. - Returns: the path of a temporary file, which the caller removes.
    public func figureReportWorkbook(_ span: ReportSpan, _ day: Day?, for actor: Actor) async throws -> String {
        let report = try await figureReport(span, day, for: actor)
        let columns: [(title: String, width: Double)] = [("部分", 16), ("名称", 36), ("统计项", 18), ("本期", 12), ("累计", 12), ("目标", 12), ("人数", 12), ("日期", 12), ("说明", 50)]
        return try papers.workbook(sheet: report.span.words.zh, columns: columns) { add in
            func number(_ value: Int) -> PaperCell { .number(Int64(value)) }
            for target in report.targets {
                try add([
                    .text("试点任务"), .text(target.name.zh), .text(target.unit.zh), number(target.during), number(target.total), number(target.goal), .empty, .day(target.by), .text("完成 \(target.percent)%"),
                ])
            }
            for line in report.lines {
                try add([
                    .text("本期统计"), .text(line.thing.words.zh), .text(line.thing.unit.zh), number(line.occurrences), .empty, .empty, line.persons.map(number) ?? .empty, .empty, .text(line.thing.rule.zh),
                ])
            }
            for area in report.areas {
                for (thing, count) in zip(report.things, area.counts) where count > 0 { try add([.text("分区域"), .text(area.name.zh), .text(thing.words.zh), number(count), .empty, .empty, .empty, .empty, .empty]) }
            }
            for event in report.events { try add([.text("活动"), .text(event.title), .text("到场人次"), number(event.people), .empty, .empty, .empty, .day(event.day), .text("\(event.station ?? "部门")，\(event.place)")]) }
            for line in report.evaluations { try add([.text("绩效评估"), .text(line.period), .text(line.grade.zh), number(line.stations), .empty, .empty, .empty, .empty, .text(line.isTrial ? "试算" : "")]) }
        }
    }
}
