import Domain
import Markup
import Services

/// The targets of 一(三) with their live counts: how each is counted, how it goes, and where its records are.
struct TargetsPage: Page {
    let targets: [TargetView]
    /// The same in the same order, month by month.
    let trends: [TargetTrend]

    init(_ trends: [TargetTrend]) {
        self.trends = trends
        targets = trends.map(\.target)
    }

    func title(in language: Language) -> String { Words("试点任务与进展", "Targets and progress")(language) }

    func body(_ view: View) -> HTML {
        """
        \(view(PageHeader(title(in: view.language), lead: view("每个数字都由记录实时统计，点击可查看明细。",
            "Each number is counted from records as they stand; follow it to see them."), trail: [Link(view("首页", "Home"), to: Paths.home())],
            actions: view(Button(view("开放数据", "Open data"), .secondary, href: Paths.openData())))))\
        \(each: trends, { view(TargetTrendPanel(trend: $0, evidence: $0.target.evidence)) })
        """
    }
}
