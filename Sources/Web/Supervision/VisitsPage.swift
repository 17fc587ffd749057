import Domain
import Markup
import Services

/// Visits to stations, for offices that supervise and for the station itself.
struct VisitsPage: ModelPage {
    let model: VisitList

    init(_ model: VisitList) { self.model = model }

    func title(in language: Language) -> String { Words("实地调研", "Visits")(language) }

    func body(_ view: View) -> HTML {
        let filter = model.filter, isOffice = model.side == .office, unit = view("个", "")
        var filters: [Filters.Filter] = [
            .choice("state", view("状态", "State"), [Option("", view("全部状态", "All states"))] + VisitState.allCases.map { Option($0.rawValue, view($0.words)) }, value: filter.state?.rawValue ?? ""),
            StationOptions.overdue(filter.overdue, view),
        ]
        if model.stations.count > 1 { filters.insert(StationOptions.choice(model.stations, filter.station, view), at: 1) }
        return """
            \(view(PageHeader(title(in: view.language), lead: isOffice
                ? view("按检查清单到站查看，发现的问题限期整改、逐项复查。", "Stations are looked at by a checklist; what is found is mended by a day, and looked at again.")
                : view("主管部门到贵站的调研，以及需要整改和答复的问题。", "Visits to your station, and what is to be mended and answered."),
                aside: "\(with: model.clause, { view(ClauseChip($0)) })", actions: model.mayPlan ? view(Button(view("计划调研", "Plan a visit"), href: Paths.newVisit())) : .empty)))\
            \(view(Figures([
                Figure(view("待整改", "To be mended"), model.open, unit: unit, evidence: Paths.visits().with("state", VisitState.made)),
                Figure(view("待复查", "To be looked at again"), model.answered, unit: unit, evidence: Paths.visits().with("state", VisitState.made)),
                Figure(view("整改超期", "Overdue"), model.overdue, unit: unit, evidence: Paths.visits().with("overdue", true)),
            ])))\
            \(view(Filters(Paths.visits(), filters, count: model.total, export: Link(view("导出 Excel", "Excel"), to: filter.href(Paths.visitsWorkbook())))))\
            \(view(Table(title(in: view.language), columns: [
                .main(view("驿站", "Station")), .init(view("日期", "Day")), .init(view("调研部门", "Office")), .init(view("问题", "Findings")), .init(view("整改期限", "To be mended by")), .init(view("状态", "State")),
            ], rows: model.visits.map { row($0, view) }, empty: EmptyState(view("没有调研", "No visits"),
                isOffice ? view("计划一次调研后显示在这里。", "Visits appear here once they are planned.") : view("主管部门调研后显示在这里。", "Visits appear here once an office has announced or made one.")))))\
            \(view(Pager(previous: nil, next: model.next.map { filter.href(Paths.visits()).with("after", $0) })))
            """
    }

    private func row(_ visit: VisitSummary, _ view: View) -> [HTML] {
        let findings: HTML = visit.findings == 0 ? "—" : "\(view("\(visit.findings) 个，未整改 \(visit.open) 个", "\(visit.findings), \(visit.open) not mended"))"
        return [
            view(Link(visit.stationName, to: Paths.visit(visit.id))), "\(view.time(visit.madeOn ?? visit.day))\(if: !visit.announced && visit.state == .planned, "<br><span class=\"hint\">\(view("不预告", "not announced"))</span>")",
            "\(view(visit.office))", findings, "\(with: visit.due, { view.time($0) })\(if: visit.overdue > 0, "<br>\(view(Tag(view("超期 \(visit.overdue) 个", "\(visit.overdue) overdue"), .bad)))")\(if: visit.due == nil, "—")",
            view(Tag(visit.state, view)),
        ]
    }
}

/// The form for a visit.
struct NewVisitPage: ModelPage {
    let model: NewVisitView
    private let filled: Filled

    init(_ model: NewVisitView) { self.init(model, .nothing) }

    init(_ model: NewVisitView, _ filled: Filled) {
        self.model = model
        self.filled = filled
    }

    func title(in language: Language) -> String { Words("计划调研", "Plan a visit")(language) }

    func body(_ view: View) -> HTML {
        """
        \(view(PageHeader(title(in: view.language), trail: [Link(view("实地调研", "Visits"), to: Paths.visits())], aside: "\(with: model.clause, { view(ClauseChip($0)) })")))\
        \(view(FormFrame(Paths.visits(), in: filled, buttons: [Button(view("保存", "Plan it"))]) {
            view(Panel(view("调研安排", "The visit")) {
                """
                \(view(Field("station", view("驿站", "Station"), .select(model.stations.map { Option($0.id.rawValue, $0.name) }), in: filled)))\
                \(view(Field("day", view("日期", "Day"), .date, in: filled)))\
                \(view(Field("goes", view("参加人员", "Who goes"), hint: view("仅部门可见", "For offices alone"), in: filled)))\
                \(view(Field("announced", view("预先告知驿站", "Tell the station before"), .checkbox, hint: view("不勾选的，驿站在调研记录后才能看到", "If not, the station sees it only once it was made"), in: filled)))
                """
            })
        }))\
        \(view(Panel(view("检查清单", "The checklist")) {
            "<ul>\(each: model.checklist, { item in "<li>\(view(item.name))\(with: item.clause, { " \(view(ClauseChip($0)))" })</li>" })</ul>"
        }))
        """
    }
}
