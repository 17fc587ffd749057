import Domain
import Markup
import Services

extension FigureThing: PathParameter {}
extension ReportSpan: PathParameter {}

extension DashboardFilter {
    /// - Throws: `Refusal.invalid` naming the value that is not understood.
    init(_ ask: Ask) throws {
        var month: Day?
        if let text = ask.query["month"] {
            guard let read = Day(text.count == 7 ? text + "-01" : text) else { throw Refusal.invalid([.init("month", Words("月份如 2020-12", "A month, such as 2020-12"))]) }
            month = read
        }
        let from: Day? = try ask.query.value("from"), to: Day? = try ask.query.value("to")
        if let from, let to, from > to { throw Refusal.invalid([.init("to", Words("结束日期不能早于开始日期", "The last day is not before the first"))]) }
        self.init(
            what: try ask.query.value("what") ?? .placements, target: ask.query["target"], level: ask.query["level"], area: ask.query["area"], kind: ask.query["kind"], field: ask.query["field"],
            station: ask.query["station"], month: month, from: from, to: to, page: try ask.query.value("page") ?? 1)
    }

    /// The same figures elsewhere: the list, the file, another page.
    func href(_ path: Href, page: Int? = nil) -> Href {
        path.with("what", what).with("target", target).with("level", level).with("area", area).with("kind", kind).with("field", field).with("station", station).with("month", month?.monthText)
            .with("from", from).with("to", to).with("page", page)
    }

    /// One group of a table.
    func only(_ cut: FigureCut, _ key: String) -> DashboardFilter {
        var filter = self
        switch cut {
        case .level: filter.level = key
        case .area: filter.area = key
        case .kind: filter.kind = key
        case .field: filter.field = key
        case .month: filter.month = Day(key + "-01")
        case .station: filter.station = key
        }
        return filter
    }

    static let fields = [
        QueryField("what", Words("统计项", "What is counted"), FigureThing.self), QueryField("target", Words("试点任务", "One target's records")), QueryField("level", Words("驿站级别", "Level of station")),
        QueryField("area", Words("区域；“-”为未注明", "Area; “-” for none")), QueryField("kind", Words("驿站类别", "Kind of station")), QueryField("field", Words("领域", "Field")),
        QueryField("station", Words("驿站", "Station")), QueryField("month", Words("月份，如 2020-12", "Month, such as 2020-12")), QueryField("from", Words("开始日期", "First day"), Day.self),
        QueryField("to", Words("结束日期", "Last day"), Day.self),
    ]
}

extension CountedRow {
    /// The record's own page, for those who may read it.
    var href: Href? {
        guard isReadable else { return nil }
        return switch thing {
        case .stations: ID<Station>(rawValue: id).map { Paths.station($0) }
        case .placements: ID<Placement>(rawValue: id).map { Paths.placement($0) }
        case .events: ID<Event>(rawValue: id).map { Paths.event($0) }
        case .requests: ID<Request>(rawValue: id).map { Paths.request($0) }
        case .mandates: ID<Mandate>(rawValue: id).map { Paths.mandate($0) }
        case .stays, .nights, .contacts: nil
        }
    }
}

/// A target's months, its pace, and where it is heading. For offices and, where few people are hidden, for everybody.
struct TargetTrendPanel: Component {
    let trend: TargetTrend
    let evidence: Href

    func html(_ view: View) -> HTML {
        let target = trend.target
        return view(Panel(view(target.name), id: target.id, aside: "\(with: target.clause, { view(ClauseChip($0)) })") {
            """
            \(view(Figure(view(target.name), target.count, unit: view(target.unit), evidence: evidence, goal: target.goal, by: target.by)))\
            \(view(Facts(facts(view))))\(if: target.count == 0, view(EmptyState(view("还没有计入的记录", "No records counted yet"))))\(if: target.count > 0, charts(view))
            """
        })
    }

    private func facts(_ view: View) -> [Fact] {
        let target = trend.target
        var facts = [
            Fact(view("统计口径", "Counted as"), "\(view(target.rule))"),
            Fact(view("目标", "Target"), "\(goal(view))"), Fact(view("均衡进度", "An even pace"), "\(even(view))"),
        ]
        if let persons = target.persons { facts.append(Fact(view("涉及人数", "Different people"), "\(view("\(view.number(persons)) 人", view.number(persons)))")) }
        if let forecast = trend.forecast { facts.append(Fact(view("预测", "Forecast"), "\(words(forecast, view))")) }
        return facts
    }

    private func goal(_ view: View) -> String {
        let goal = view.number(trend.target.goal), by = view.formal(trend.target.by)
        return view("到\(by)达到 \(goal) \(trend.target.unit.zh)，已完成 \(trend.percent)%", "\(goal) \(trend.target.unit.en) by \(by), \(trend.percent)% reached")
    }

    private func even(_ view: View) -> String {
        let unit = view(trend.target.unit), even = view.number(trend.even), begins = view.formal(trend.begins)
        return view("自\(begins)起按日均衡推进，今天应达到 \(even) \(unit)，实际\(gap(view))", "Even from \(begins) on, today would be at \(even) \(unit): \(gap(view))")
    }

    private func gap(_ view: View) -> String {
        let gap = trend.target.count - trend.even, unit = view(trend.target.unit)
        if gap == 0 { return view("持平", "level with it") }
        return gap > 0 ? view("超前 \(view.number(gap)) \(unit)", "\(view.number(gap)) ahead") : view("落后 \(view.number(-gap)) \(unit)", "\(view.number(-gap)) behind")
    }

    private func words(_ forecast: Forecast, _ view: View) -> String {
        let unit = view(trend.target.unit)
        let how = view(
            "按最近 \(trend.forecastMonths) 个整月至今的进度（\(view.formal(forecast.from))起 \(forecast.days) 天 \(view.number(forecast.counted)) \(unit)）直线推算",
            "At the pace of the last \(trend.forecastMonths) whole months until now (\(view.number(forecast.counted)) in \(forecast.days) days from \(view.formal(forecast.from))), in a straight line")
        if trend.target.count >= trend.target.goal { return view("目标已达到。", "The goal is reached.") }
        let last = view("到期预计 \(view.number(forecast.expected)) \(unit)", "\(view.number(forecast.expected)) on the last day")
        let when = forecast.reachedOn.map { view("，预计\(view.formal($0))达到目标", "; the goal on \(view.formal($0))") } ?? view("，按此进度无法达到目标", "; the goal is not reached at this pace")
        return view("\(how)：\(last)\(when)。", "\(how): \(last)\(when).")
    }

    private func charts(_ view: View) -> HTML {
        let known = trend.months.suffix(18), isWhole = !trend.months.contains { $0.isOver && $0.count == nil }, target = trend.target, unit = view(target.unit)
        let hidden = view("人次少于 \(SmallCells.least) 的月份不单列，以免识别到个人；累计和预测因此不显示。",
            "Months with fewer than \(SmallCells.least) are not shown, so that nobody can be recognised; nor are running totals and a forecast.")
        let waits = view("未结束的月份不单列，以免识别到个人；预测以上月末为准。", "A month is told when it is over, so that nobody can be recognised; the forecast is as of the last month's end.")
        let isGuarded = trend.months.contains { !$0.isOver && $0.count == nil }
        func label(_ day: Day) -> String { String(day.monthText.dropFirst(2)) }
        return """
            <div class="charts">\(if: known.contains { $0.count != nil }, view(Chart(
                .bars, view("每月新增", "Each month"), unit: unit, points: known.compactMap { month in month.count.map { Chart.Point(label(month.month), $0) } })))\
            \(if: isWhole && known.contains { $0.total != nil }, view(Chart(
                .line, view("累计与目标", "In all, and the goal"), unit: unit,
                points: known.compactMap { month in month.total.map { Chart.Point(label(month.month), $0) } }, goal: Chart.Point(view("目标", "Goal"), target.goal))))</div>\
            \(if: !isWhole, "<p class=\"hint\">\(hidden)</p>")\(if: isWhole && isGuarded, "<p class=\"hint\">\(waits)</p>")\
            <details><summary>\(view("逐月对照均衡进度", "Month by month against an even pace"))</summary>\(view(Table(view("逐月", "Month by month"), columns: [
                .main(view("月份", "Month")), .number(view("新增", "New")), .number(view("累计", "In all")), .number(view("均衡进度", "Even pace")),
            ], rows: trend.months.map { month in
                [
                    "\(month.month.monthText)", "\(month.count.map { view.number($0) } ?? "—")", "\(month.total.map { view.number($0) } ?? "—")", "\(view.number(month.even))",
                ]
            }, empty: EmptyState(""))))</details>
            """
    }
}
