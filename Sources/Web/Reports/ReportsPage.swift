import Domain
import Markup
import Services

/// The reports of one's own stations; for an office, a month of those that it supervises.
struct ReportsPage: ModelPage {
    let model: ReportList
    private let filled: Filled

    init(_ model: ReportList) { self.init(model, .nothing) }

    init(_ model: ReportList, _ filled: Filled) {
        self.model = model
        self.filled = filled
    }

    func title(in language: Language) -> String { Words("日常调度", "Monthly reports")(language) }

    func body(_ view: View) -> HTML {
        let rules = view(Button(view("驿站制度", "Stations' own rules"), .secondary, href: Paths.stationRules()))
        return """
            \(view(PageHeader(title(in: view.language), lead: view("数据由记录自动汇总，驿站核对确认；月后 \(model.dueWithin) 个工作日内报送。",
                "Figures come from records and stations confirm them; reports are due within \(model.dueWithin) working days after the month."),
                aside: "\(with: model.clause, { "\(view(ClauseChip($0)))" })", actions: rules)))\
            \(with: model.own, { own($0, view) })\(with: model.desk, { desk($0, view) })
            """
    }

    // MARK: a station's own

    private func own(_ reports: [ReportSummary], _ view: View) -> HTML {
        """
        \(view(Panel(view("本站报告", "Our reports"), id: "own") {
            view(Table(view("本站报告", "Our reports"), columns: [
                .main(view("月份", "Month")), .init(view("驿站", "Station")), .init(view("状态", "State")), .init(view("报送期限", "Due")), .init(view("报送日期", "Handed in")), .init(view("差异", "Differences")),
            ], rows: reports.map { report in
                let month: HTML = report.id.map { view(Link(view(report.month.words), to: Paths.report($0))) } ?? "\(view(report.month.words))"
                return [
                    month, "\(report.stationName)", view(Tag(report, isOwn: true, view)), view.time(report.againBy ?? report.dueOn), report.handedInOn == nil ? "—" : ReportPieces.due(report, view),
                    ReportPieces.differences(report, view),
                ]
            }, empty: EmptyState(view("还没有报告", "No reports yet"), view("每月 1 日自动生成上月报告。", "On the first of each month the last month's report is begun."))))
        }))\(if: !model.months.isEmpty, begin(view))
        """
    }

    private func begin(_ view: View) -> HTML {
        let isOpen = !filled.errors.isEmpty
        return view(Panel(view("提前填报", "Begin a report")) {
            """
            <details\(if: isOpen, " open")><summary>\(view("自行生成一个月的报告", "Begin a month's report yourself"))</summary>\
            \(view(FormFrame(Paths.reports(), in: filled, small: true, buttons: [Button(view("生成报告", "Begin it"), .secondary)]) {
                """
                \(if: model.stations.count > 1, view(Field("station", view("驿站", "Station"), .select(model.stations.map { Option($0.id.rawValue, $0.name) }), width: .middle, in: filled)))\
                \(view(Field("month", view("月份", "Month"), .select(model.months.map { Option($0.rawValue, view($0.words)) }), width: .middle, in: filled)))
                """
            }))</details>
            """
        })
    }

    // MARK: an office's month

    private func desk(_ desk: ReportList.Desk, _ view: View) -> HTML {
        let filter = model.filter, tally = desk.tally, here = ReportFilter(month: desk.month)
        func picked(_ pick: ReportPick) -> Href { ReportFilter(month: desk.month, pick: pick).href(Paths.reports()) }
        let unit = view("个", "")
        return """
            <h2 id="desk">\(view(desk.month.words))</h2>\
            \(view(Figures([
                Figure(view("应报", "Expected"), tally.expected, unit: unit, evidence: here.href(Paths.reports())), Figure(view("已报", "Handed in"), tally.handedIn, unit: unit, evidence: here.href(Paths.reports())),
                Figure(view("未报", "Missing"), tally.missing, unit: unit, evidence: picked(.missing)), Figure(view("逾期", "Late"), tally.late, unit: unit, evidence: picked(.late)),
                Figure(view("数据有差异", "Differing"), tally.differing, unit: unit, evidence: picked(.differs)),
            ])))\
            \(view(Filters(Paths.reports(), [
                .choice("month", view("月份", "Month"), desk.months.map { Option($0.rawValue, view($0.words)) }, value: desk.month.rawValue),
                .choice("area", view("区市", "Area"), [Option("", view("全部区市", "All areas"))] + desk.areas.map { Option($0.id, view($0.name)) }, value: filter.area ?? ""),
                .choice("pick", view("状态", "State"), [Option("", view("全部状态", "All states"))] + ReportPick.allCases.map { Option($0.rawValue, view($0.words)) }, value: filter.pick?.rawValue ?? ""),
            ], count: desk.total, export: Link(view("导出 Excel", "Excel"), to: filter.href(Paths.reportsWorkbook())))))\
            \(view(Table(view("各驿站报告", "Stations' reports"), columns: [
                .main(view("驿站", "Station")), .init(view("区市", "Area")), .init(view("状态", "State")), .init(view("期限", "Due")), .init(view("报送日期", "Handed in")), .init(view("与记录的差异", "Differences from records")),
            ], rows: desk.reports.map { report in
                let name: HTML = report.id.map { view(Link(report.stationName, to: Paths.report($0))) } ?? "\(report.stationName)"
                return [
                    name, "\(view(report.areaName))", view(Tag(report, isOwn: false, view)), view.time(report.againBy ?? report.dueOn), report.handedInOn == nil ? "—" : ReportPieces.due(report, view),
                    ReportPieces.differences(report, view),
                ]
            }, empty: EmptyState(view("没有符合条件的报告", "No such reports")))))\
            \(view(Pager(
                previous: filter.page > 1 ? filter.href(Paths.reports()).with("page", filter.page - 1) : nil, next: filter.page < desk.pages ? filter.href(Paths.reports()).with("page", filter.page + 1) : nil,
                place: view("第 \(filter.page) 页", "Page \(filter.page)"))))
            """
    }
}
