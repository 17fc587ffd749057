import Domain
import Markup
import Services

/// Evaluation periods: their published grades for everybody, and for offices all of them.
struct EvaluationsPage: ModelPage {
    let model: EvaluationList
    private let filled: Filled

    init(_ model: EvaluationList) { self.init(model, .nothing) }

    init(_ model: EvaluationList, _ filled: Filled) {
        self.model = model
        self.filled = filled
    }

    func title(in language: Language) -> String { Words("绩效评估", "Evaluation of stations")(language) }

    func body(_ view: View) -> HTML {
        let actions: HTML = model.isOffice ? """
            \(view(Button(view("驿站得分", "Scores"), .secondary, href: Paths.scorecards())))\(if: model.mayOpen, view(Button(view("细则推演", "Try rules"), .secondary, href: Paths.whatIf())))
            """ : view(Button(view("经验做法", "Best practices"), .secondary, href: Paths.practices()))
        return """
            \(view(PageHeader(title(in: view.language), lead: view(
                "指标由记录自动核算，服务质量由专家组评议；等次公示，得分告知驿站本身。", "Indicators are computed from records, quality is judged by experts. Grades are published; scores go to the station itself."),
                aside: "\(with: model.clause, { view(ClauseChip($0)) })", actions: actions)))\(if: model.issued == nil, view(TrialBanner(isRehearsal: false)))\(list(view))\(if: model.mayOpen, opening(view))
            """
    }

    private func list(_ view: View) -> HTML {
        view(Panel(view("评估", "Evaluations"), id: "periods") {
            """
            \(view(Table(view("评估", "Evaluations"), columns: [
                .main(view("名称", "Name")), Table.Column(view("级别", "Level")), Table.Column(view("评估期", "Days")), Table.Column(view("状态", "State")), .action(view("结果", "Results")),
            ], rows: model.periods.map { period in
                let isOut = period.noticeEnds != nil
                return [
                    model.isOffice ? view(Link(period.name, to: Paths.evaluation(period.id))) : isOut ? view(Link(period.name, to: Paths.evaluationNotice(period.id))) : "\(period.name)",
                    "\(view(period.levelName))", "\(period.days(view))", period.tags(view), isOut ? view(Link(view("公示", "Notice"), to: Paths.evaluationNotice(period.id))) : "—",
                ]
            }, empty: EmptyState(view("还没有公布的评估", "No evaluation has been published yet")))))\
            \(view(Pager(previous: nil, next: model.next.map { Paths.evaluations().with("after", $0) })))
            """
        })
    }

    private func opening(_ view: View) -> HTML {
        view(Panel(view("开始一次评估", "Open a period"), id: "open") {
            view(FormFrame(Paths.evaluations(), in: filled, small: true, buttons: [Button(view("开始评估", "Open the period"))]) {
                """
                <p class="hint">\(model.issued.map { view("按已印发的实施细则（\($0)）评估，评估期内不变。", "Under the issued rules (\($0)), which hold to its end.") }
                    ?? view("实施细则尚未印发，本次评估为试算。", "The detailed rules are not issued: it will be a trial."))</p>\
                \(view(Field("name", view("名称", "Name"), hint: view("例如：2021年上半年绩效评估", "Such as: evaluation of the first half of 2021"), width: .middle, in: filled)))\
                \(view(Field("level", view("驿站级别", "Level"), .select(model.levels.map { Option($0.id, view($0.name)) }), in: filled)))\
                \(view(Field("firstDay", view("开始日期", "First day"), .date, in: filled)))\(view(Field("lastDay", view("结束日期", "Last day"), .date, in: filled)))\
                \(if: model.mayRehearse, view(Field("rehearsal", view("演练奖惩（仅演示环境）", "Rehearse what would follow (demonstration only)"), .checkbox, optional: true, in: filled)))
                """
            })
        })
    }
}

/// The published grades of a period.
struct EvaluationNoticePage: ModelPage {
    let model: EvaluationNoticeView

    init(_ model: EvaluationNoticeView) { self.model = model }

    func title(in language: Language) -> String { model.title }

    func body(_ view: View) -> HTML {
        """
        \(view(PageHeader(model.title, lead: view(model.officeName), trail: [Link(view("绩效评估", "Evaluation"), to: Paths.evaluations())],
            aside: "\(if: model.isTrial, view(Tag.trial(model.isRehearsal, view)))\(with: model.clause, { " \(view(ClauseChip($0)))" })")))\
        \(view(Panel(nil) { "\(if: !model.number.isEmpty, "<p>\(model.number)</p>")\(each: model.body, { "<p>\($0)</p>" })" }))\(table(view("评估等次", "Grades"), model.stations, "grades", view))\
        \(if: !model.corrected.isEmpty, table(view("公示后更正", "Corrected since"), model.corrected, "corrected", view))\(contact(view))
        """
    }

    private func table(_ title: String, _ stations: [GradedStation], _ id: String, _ view: View) -> HTML {
        view(Panel(title, id: id) {
            view(Table(title, columns: [.main(view("驿站", "Station")), Table.Column(view("等次", "Grade")), Table.Column(view("先进站点", "Advanced"))], rows: stations.map { [
                view(Link($0.name, to: Paths.station($0.station))), "\(view($0.gradeName))", $0.advanced ? view(Tag(view("先进站点", "Advanced"), .good)) : "—",
            ] }, empty: EmptyState(view("没有驿站", "No stations"))))
        })
    }

    private func contact(_ view: View) -> HTML {
        var facts: [Fact] = []
        if let day = model.publishedOn { facts.append(Fact(view("公示日期", "Published"), view.time(day))) }
        if let day = model.endsOn { facts.append(Fact(view("公示截止", "Until"), view.time(day))) }
        facts += [Fact(view("监督电话", "Telephone"), "\(model.phone)"), Fact(view("通讯地址", "Address"), "\(model.address)")]
        return view(Panel(view("反映意见", "Objections"), id: "contact") { view(Facts(facts)) })
    }
}
