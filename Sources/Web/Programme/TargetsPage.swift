import Domain
import Markup
import Services

/// The targets of 一(三) with their live counts: how each is counted, and where its records are.
struct TargetsPage: Page {
    let targets: [TargetView]

    func title(in language: Language) -> String { Words("试点任务与进展", "Targets and progress")(language) }

    func body(_ view: View) -> HTML {
        """
        \(view(PageHeader(title(in: view.language), lead: view("每个数字都由记录实时统计，点击可查看明细。",
            "Each number is counted from records as they stand; follow it to see them."), trail: [Link(view("首页", "Home"), to: Paths.home())])))\
        \(each: targets, { view(panel($0, view)) })
        """
    }

    private func panel(_ target: TargetView, _ view: View) -> Panel {
        Panel(view(target.name), id: target.id, aside: "\(with: target.clause, { view(ClauseChip($0)) })") {
            """
            \(view(Figure(view(target.name), target.count, unit: view(target.unit), evidence: target.evidence, goal: target.goal, by: target.by)))\
            \(view(Facts(facts(target, view))))\
            \(if: target.count == 0, "\(view(EmptyState(view("还没有计入的记录", "No records counted yet"))))")
            """
        }
    }

    private func facts(_ target: TargetView, _ view: View) -> [Fact] {
        [Fact(view("统计口径", "Counted as"), "\(view(target.rule))"), Fact(view("目标", "Target"), goal(target, view))]
            + (target.persons.map { [Fact(view("涉及人数", "Different people"), "\(view("\(view.number($0)) 人", view.number($0)))")] } ?? [])
    }

    private func goal(_ target: TargetView, _ view: View) -> HTML {
        "\(view("到\(view.formal(target.by))达到 \(view.number(target.goal)) \(target.unit.zh)", "\(view.number(target.goal)) \(target.unit.en) by \(view.formal(target.by))"))"
    }
}
