import Domain
import Markup
import Services

/// One station for everybody: what it is, where, under which document, and whether its plaque is valid.
struct StationPage: Page {
    let station: StationView

    func title(in language: Language) -> String { station.summary.name }

    func sharing(_ view: View) -> Sharing? {
        let summary = station.summary
        return Sharing(summary.name, station.introduction.isEmpty ? "\(view(summary.levelName)) · \(view(summary.fieldName)) · \(station.address)" : station.introduction, at: Paths.station(summary.id))
    }

    func body(_ view: View) -> HTML {
        let summary = station.summary
        return """
            \(view(PageHeader(summary.name, lead: view(summary.levelName), trail: [Link(view("首页", "Home"), to: Paths.home()), Link(view("人才驿站", "Stations"), to: Paths.stations())],
                aside: view(Tag(view(summary.plaqueState.words), summary.plaqueState.kind)))))\
            \(view(PlaqueBanner(plaque: station.plaque, saysValid: false)))\
            \(view(Columns(main: about(view) + notices(view), side: plaque(view))))
            """
    }

    private func about(_ view: View) -> HTML {
        let summary = station.summary
        return view(Panel(view("驿站信息", "About the station")) {
            """
            \(if: !station.introduction.isEmpty, "<p>\(station.introduction)</p>")\
            \(view(Facts([
                Fact(view("建站单位", "Kept by"), "\(summary.organisation)"),
                Fact(view("统一社会信用代码", "Credit code"), "<code>\(station.creditCode)</code>"),
                Fact(view("类别", "Kind"), "\(view(summary.kindName))"),
                Fact(view("服务领域", "Field"), "\(view(summary.fieldName))"),
                Fact(view("区域", "Area"), "\(view(summary.areaName))"),
                Fact(view("地址", "Address"), "\(station.address)"),
                Fact(view("认定日期", "Recognised on"), view.time(summary.recognisedOn)),
                Fact(view("认定文件", "Document"), "\(view(Link(station.document.number, to: Paths.document(station.document.id))))"),
            ])))
            """
        })
    }

    private func notices(_ view: View) -> HTML {
        view(Panel(view("相关公告", "Notices")) {
            view(NoticeRows(station.notices, empty: EmptyState(view("没有相关公告", "No notices"))))
        })
    }

    private func plaque(_ view: View) -> HTML {
        view(Panel(view("牌匾", "Plaque")) {
            view(Facts([
                Fact(view("牌匾编号", "Number"), "\(station.plaque.number)"),
                Fact(view("状态", "State"), view(Tag(view(station.plaque.state.words), station.plaque.state.kind))),
            ])) + "<p>\(view(Link(view("查验牌匾", "Check the plaque"), to: Paths.plaque(station.plaque.number))))</p>"
        })
    }
}
