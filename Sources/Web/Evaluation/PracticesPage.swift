import Domain
import Markup
import Services

/// Best practices 经验做法, for everybody.
struct PracticesPage: ModelPage {
    let model: PracticeList
    private let filled: Filled

    init(_ model: PracticeList) { self.init(model, .nothing) }

    init(_ model: PracticeList, _ filled: Filled) {
        self.model = model
        self.filled = filled
    }

    func title(in language: Language) -> String { Words("经验做法", "Best practices")(language) }

    func body(_ view: View) -> HTML {
        """
        \(view(PageHeader(title(in: view.language), lead: view("对试点取得的经验做法进行总结推广。", "What stations do well, collected from evaluations."), aside: view(ClauseChip(Clause("二(二)3"))))))\
        \(view(Panel(nil) {
            """
            \(view(Table(title(in: view.language), columns: [
                .main(view("标题", "Title")), Table.Column(view("驿站", "Station")), Table.Column(view("发布时间", "Published")), Table.Column(view("状态", "State")),
            ], rows: model.practices.map { item in [
                "\(view(Link(item.title, to: Paths.practice(item.id))))<br><span class=\"hint\">\(item.lead)</span>", view(Link(item.stationName, to: Paths.station(item.station))),
                item.publishedAt.map { view.time($0) } ?? "—", view(Tag(item.state, view)),
            ] }, empty: EmptyState(view("还没有发布经验做法", "Nothing is published yet")))))\(view(Pager(previous: nil, next: model.next.map { Paths.practices().with("after", $0) })))
            """
        }))\(if: model.mayWrite, writing(view))
        """
    }

    private func writing(_ view: View) -> HTML {
        let periods = [Option("", view("不限", "None"))] + model.periods.map { Option($0.id.rawValue, $0.name) }
        return view(Panel(view("总结一条经验做法", "Write one up"), id: "write") {
            view(FormFrame(Paths.practices(), in: filled, small: true, buttons: [Button(view("保存，待他人发布", "Save for a second person to publish"))]) {
                """
                \(view(Field("station", view("驿站", "Station"), .select(model.stations.map { Option($0.id.rawValue, $0.name) }), in: filled)))\
                \(if: !model.periods.isEmpty, view(Field("period", view("来自评估", "From the evaluation"), .select(periods), optional: true, in: filled)))\
                \(view(Field("title", view("标题", "Title"), in: filled)))\
                \(view(Field("text", view("正文", "Text"), .longText(rows: 8), hint: view("做了什么、怎样做、成效如何；请勿写入个人信息", "What, how, and what came of it; no personal data"), in: filled)))\
                \(view(Field("evidence", view("佐证地址", "Evidence"), hint: view("站内地址或 https 地址", "A path of this site, or an https address"), optional: true, in: filled)))
                """
            })
        })
    }
}

/// One best practice.
struct PracticePage: ModelPage {
    let model: PracticeView
    private let filled: Filled

    init(_ model: PracticeView) { self.init(model, .nothing) }

    init(_ model: PracticeView, _ filled: Filled) {
        self.model = model
        self.filled = filled
    }

    private var summary: PracticeSummary { model.summary }

    func title(in language: Language) -> String { summary.title }

    func body(_ view: View) -> HTML {
        """
        \(view(PageHeader(summary.title, trail: [Link(view("经验做法", "Best practices"), to: Paths.practices())], aside: summary.state == .published ? .empty : view(Tag(summary.state, view)))))\
        \(view(Columns(main: "<article class=\"panel story\">\(each: model.paragraphs, { "<p>\($0)</p>" })</article>", side: about(view) + desk(view))))
        """
    }

    private func about(_ view: View) -> HTML {
        var facts = [Fact(view("驿站", "Station"), view(Link(summary.stationName, to: Paths.station(summary.station)))), Fact(view("总结单位", "Written by"), "\(view(model.officeName))")]
        if let period = model.period { facts.append(Fact(view("来自评估", "From the evaluation"), "\(period)")) }
        if let at = summary.publishedAt { facts.append(Fact(view("发布时间", "Published"), view.time(at))) }
        if let evidence = model.evidence { facts.append(Fact(view("佐证", "Evidence"), "<a href=\"\(evidence)\" rel=\"noopener\">\(view("查看", "Open"))</a>")) }
        return view(Panel(view("关于", "About"), id: "about") { view(Facts(facts)) })
    }

    private func desk(_ view: View) -> HTML {
        """
        \(if: model.mayPublish, view(Panel(view("发布", "Publish"), id: "publish") { view(PostButton(view("核对无误，发布", "Publish"), to: Paths.practicePublication(summary.id))) }))\
        \(if: model.mayWithdraw, view(Panel(view("撤下", "Withdraw"), id: "withdraw") {
            view(SideForm(Paths.practiceWithdrawal(summary.id), in: filled, button: Button(view("撤下", "Withdraw"), .danger)) { view(Field("reason", view("原因", "Reason"), .longText(rows: 2), in: filled)) })
        }))
        """
    }
}
