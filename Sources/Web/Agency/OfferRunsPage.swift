import Domain
import Markup
import Services

/// Searches for people who are entitled without having applied, and how help with applications goes; for offices.
struct OfferRunsPage: ModelPage {
    let model: OfferRunsView

    init(_ model: OfferRunsView) { self.model = model }

    func title(in language: Language) -> String { Words("免申即享", "Offered without applying")(language) }

    func body(_ view: View) -> HTML {
        let isRunning = model.runs.contains(where: \.isRunning)
        return """
            \(view(PageHeader(title(in: view.language), lead: view("只按已核验的资料查找，只提示同意接收推荐的人；每人每版政策提示一次，每月自动查找一次。",
                "By proven facts alone, among people who agreed to be told; each person once for each version of a policy, and each month by itself."),
                trail: [Link(view("政策代办", "Help with applications"), to: Paths.mandates())])))\
            \(view(Panel(view("可免申即享的政策", "Policies that are offered"), id: "policies") {
                """
                \(if: model.policies.isEmpty, "<p class=\"hint\">\(view("目前没有设为免申即享的政策", "No policy in force is offered without an application"))</p>")\
                <ul class="points">\(each: model.policies, { "<li>\(view(Link(view($0.title), to: Paths.policy($0.id))))</li>" })</ul>\
                \(if: model.mayRun && !isRunning, view(PostButton(view("立即查找", "Search now"), to: Paths.policyOffers())))
                """
            }))\(runs(view))\(figures(view))
            """
    }

    private func runs(_ view: View) -> HTML {
        view(Panel(view("查找记录", "Searches"), id: "runs") {
            view(Table(view("查找记录", "Searches"), columns: [
                .main(view("日期", "Day")), .init(view("发起", "Begun by")), .init(view("进度", "Progress")), .number(view("政策", "Policies")), .number(view("符合人数", "Entitled")), .number(view("提示", "Offers")),
                .number(view("已确认", "Confirmed")), .number(view("谢绝", "Declined")), .number(view("待确认", "Waiting")),
            ], rows: model.runs.map { run in
                [
                    view.time(run.onDay), "\(run.by ?? view("按月自动", "by itself"))",
                    run.isRunning ? view(Progress(view("已查找", "Looked at"), run.people, of: run.ofPeople)) : "\(view("查找 \(run.people) 人", "\(run.people) people"))", "\(run.policies)", "\(run.entitled)",
                        "\(run.offered)",
                    "\(run.confirmed)", "\(run.declined)", "\(run.waiting)",
                ]
            }, empty: EmptyState(view("还没有查找过", "No search yet"))))
        })
    }

    private func figures(_ view: View) -> HTML {
        view(Panel(view("代办情况", "How it goes"), id: "figures") {
            view(Table(view("代办情况", "How it goes"), columns: [
                .main(view("方式", "Way")), .number(view("委托", "Signed")), .number(view("递交", "Handed in")), .number(view("通过", "Granted")), .number(view("不通过", "Refused")), .number(view("已拨付", "Paid")),
                .number(view("拨付金额", "Amount paid")), .number(view("平均审核天数", "Days to a decision")), .number(view("最长待拨付天数", "Longest wait for money")),
            ], rows: model.figures.lines.map { line in
                [
                    "\(view(line.way.words))", "\(line.signed)", "\(line.handedIn)", "\(line.granted)", "\(line.refused)", "\(line.paid)", "\(view(line.paidAmount))", "\(line.daysToDecision.map(String.init) ?? "—")",
                    "\(line.longestWaiting.map(String.init) ?? "—")",
                ]
            }, empty: EmptyState("")))
        })
    }
}
