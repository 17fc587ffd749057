import Domain
import SQL

enum DashboardReader {
    /// Each target with its months and where it is heading.
    /// - Parameter forPublic: of what tells of people, months are hidden whose few people would be recognised, with whatever would tell of them: by themselves, beside the total, and beside
    ///   the open data, where the same months are counted. The running month is not told before it is over, and the forecast is as of the last month's end.
    static func trends(_ tx: any Transaction, _ programme: Programme, _ library: Library, today: Day, forPublic: Bool) throws -> [TargetTrend] {
        let views = try StationReader.targets(tx, programme, library, today: today, forPublic: forPublic), window = programme.figures?.forecastMonths ?? 3, begins = programme.notice.trialFrom
        return try zip(programme.targets, views).map { target, view in
            let records = CountedRecords.of(target: target, programme, library, today: today), groups = try records.months(tx)
            let counts = Dictionary(groups.compactMap { group in group.key.map { ($0, group.occurrences) } }, uniquingKeysWith: +)
            let first = groups.first?.key.flatMap { Day($0 + "-01") } ?? begins
            let last = max(today.monthStart, groups.last?.key.flatMap { Day($0 + "-01") } ?? today.monthStart)
            let days = Day.months(from: min(first, min(begins, today)), to: last), all = days.map { counts[$0.monthText] ?? 0 }
            let isGuarded = forPublic && target.count.thing.isPersonal, running = today.monthStart, whole = days.prefix { $0 < running }.count
            var shown = all.map { Optional($0) }
            if isGuarded {
                let hidden = try OpenDataReader.hidden(tx, target.count.thing, programme, library, today: today, by: .total)
                let places = Set(days.indices.filter { hidden.contains($0 < whole ? days[$0].monthText : "") })
                shown = SmallCells.shown(Array(all.prefix(whole)), hiding: places) + all.dropFirst(whole).map { _ in nil }
            }
            var total: Int? = 0
            let months = zip(days, shown).map { day, count in
                total = total.flatMap { so in count.map { so + $0 } }
                return TargetTrend.Month(
                    month: day, count: count, total: total, even: Forecast.even(goal: target.goal, from: begins, by: target.by, on: min(day.adding(months: 1).adding(-1), target.by)), isOver: day < running)
            }
            var forecast: Forecast?
            if !isGuarded {
                let from = Forecast.window(today: today, begin: begins, months: window)
                forecast = Forecast(count: view.count, goal: target.goal, by: target.by, today: today, from: from, counted: try records.count(tx, from: from, until: today.adding(1)))
            } else if !shown.prefix(whole).contains(nil), begins < running {
                // From the months that are shown alone, so that it tells nothing more.
                let last = running.adding(-1), from = max(running.adding(months: -max(window, 1)), begins.monthStart)
                let counted = zip(days, all).reduce(0) { $1.0 >= from && $1.0 < running ? $0 + $1.1 : $0 }
                forecast = Forecast(count: all.prefix(whole).reduce(0, +), goal: target.goal, by: target.by, today: last, from: from, counted: counted)
            }
            return TargetTrend(
                target: view, thing: target.count.thing, months: months, begins: begins, even: Forecast.even(goal: target.goal, from: begins, by: target.by, on: today), forecast: forecast, forecastMonths: window)
        }
    }

    static func line(_ tx: any Transaction, _ thing: FigureThing, _ filter: DashboardFilter, _ scope: FigureScope, _ library: Library, today: Day) throws -> FigureLine {
        var filter = filter
        filter.what = thing
        let records = CountedRecords.of(thing: thing, scope.programme, library, today: today), condition = scope.condition(filter, records)
        return FigureLine(thing: thing, occurrences: try records.count(tx, condition), persons: try records.persons(tx, condition))
    }

    static func table(_ tx: any Transaction, _ cut: FigureCut, _ records: CountedRecords, _ condition: SQL, _ scope: FigureScope) throws -> FigureTable {
        let groups = switch cut {
        case .level: try records.groups(tx, by: "s.level", condition)
        case .area: try records.groups(tx, by: records.area, condition)
        case .kind: try records.groups(tx, by: "s.kind", condition)
        case .field: try records.groups(tx, by: records.field, condition)
        case .month: try records.months(tx, condition)
        case .station: try records.groups(tx, by: "s.id", condition)
        }
        var names: [String: String] = [:]
        if cut == .station {
            for row in try tx.rows("SELECT id, name FROM stations WHERE id IN (\(list: groups.compactMap(\.key)))") { names[try row("id")] = try row("name") }
        }
        let cells = groups.map { group in
            FigureCell(
                key: group.key ?? DashboardFilter.none, name: group.key.flatMap { names[$0] }.map { Words($0, $0) } ?? scope.name(cut, group.key), occurrences: group.occurrences, persons: group.persons)
        }
        // Months in their order, the rest with the largest first.
        return FigureTable(by: cut, cells: cut == .month ? cells : cells.sorted { ($1.occurrences, $0.key) < ($0.occurrences, $1.key) })
    }

    static func view(_ tx: any Transaction, _ filter: DashboardFilter, _ scope: FigureScope, _ library: Library, today: Day) throws -> DashboardView {
        let programme = scope.programme, records = try scope.records(filter, library, today: today), condition = scope.condition(filter, records)
        func names(_ choices: [Programme.Choice]) -> [ConditionName] { choices.map { ConditionName(id: $0.id, name: $0.name, clause: $0.clause) } }
        let areas = programme.areas.filter { area in scope.areas.map { $0.contains(area.id) } ?? true }
        return DashboardView(
            filter: filter, targets: scope.areas == nil ? try trends(tx, programme, library, today: today, forPublic: false) : [],
            lines: try FigureThing.allCases.map { try line(tx, $0, filter, scope, library, today: today) },
            tables: try FigureCut.allCases.map { try table(tx, $0, records, condition, scope) }, scope: scope.areaNames,
            levels: programme.levels.map { ConditionName(id: $0.id, name: $0.name, clause: $0.clause) }, areas: areas.map { ConditionName(id: $0.id, name: $0.name, clause: nil) },
            kinds: names(programme.stationKinds), fields: names(programme.fields), today: today)
    }
}

extension House {
    /// Targets, and all that counts, cut in all ways. - Throws: `notFound` for whoever sits in no office.
    public func dashboard(_ filter: DashboardFilter, for actor: Actor) async throws -> DashboardView {
        let library = library, scope = try FigureScope(actor, library)
        return try await read { tx, now in try DashboardReader.view(tx, filter, scope, library, today: Zone.china.day(of: now)) }
    }

    /// The targets with their trends for everybody: the counts as they are, the trends as of a minute ago at most. In demo mode all of it as it is.
    public func targetTrends() async throws -> [TargetTrend] {
        guard let programme = library.programmes.first else { throw Refusal.notFound }
        let house = self, library = library
        @Sendable func made() async throws -> [TargetTrend] {
            try await house.read { tx, now in try DashboardReader.trends(tx, programme, library, today: Zone.china.day(of: now), forPublic: true) }
        }
        if demo { return try await made() }
        var trends = try await board.targetTrends.value(at: try await now()) { try await made() }
        let live = try await read { tx, now in try StationReader.targets(tx, programme, library, today: Zone.china.day(of: now), forPublic: true) }
        for index in trends.indices { if let target = live.first(where: { $0.id == trends[index].target.id }) { trends[index].target = target } }
        return trends
    }

    /// Everything that the dashboard shows, line by line. - Returns: the path of a temporary file, which the caller removes.
    public func dashboardWorkbook(_ filter: DashboardFilter, for actor: Actor) async throws -> String {
        let view = try await dashboard(filter, for: actor)
        let columns: [(title: String, width: Double)] = [("统计项", 20), ("分组", 14), ("名称", 30), ("数量（人次、场、件）", 20), ("人数", 12), ("目标", 12), ("均衡进度", 12), ("预计到期数", 12), ("预计达标日期", 14), ("统计口径", 80)]
        return try papers.workbook(sheet: "统计", columns: columns) { add in
            func number(_ value: Int?) -> PaperCell { value.map { .number(Int64($0)) } ?? .empty }
            for trend in view.targets {
                try add([
                    .text(trend.target.name.zh), .text("目标"), .text("至今"), number(trend.target.count), number(trend.target.persons), number(trend.target.goal), number(trend.even), number(trend.forecast?.expected),
                    trend.forecast?.reachedOn.map { .day($0) } ?? .empty, .text(trend.target.rule.zh),
                ])
                for month in trend.months {
                    try add([.text(trend.target.name.zh), .text("目标月度"), .text(month.month.monthText), number(month.count), .empty, .empty, number(month.even), .empty, .empty, .text("累计 \(month.total ?? 0)")])
                }
            }
            for line in view.lines {
                try add([.text(line.thing.words.zh), .text("合计"), .text("所选范围"), number(line.occurrences), number(line.persons), .empty, .empty, .empty, .empty, .text(line.thing.rule.zh)])
            }
            for table in view.tables {
                for cell in table.cells {
                    try add([.text(filter.what.words.zh), .text(table.by.words.zh), .text(cell.name.zh), number(cell.occurrences), number(cell.persons), .empty, .empty, .empty, .empty, .text(filter.what.rule.zh)])
                }
            }
        }
    }
}
