import Domain
import Markup
import Services

/// Where somebody who acts for an organisation begins: rounds to apply in, applications under way, stations.
struct MyApplicationsPage: Page {
    let mine: MyApplications

    func title(in language: Language) -> String { Words("我的申报", "My applications")(language) }

    func body(_ view: View) -> HTML {
        """
        \(view(PageHeader(title(in: view.language), lead: waiting(view))))\
        \(view(Panel(view("申报办理情况", "Your applications"), aside: "<span class=\"count\">\(view("共 \(mine.cases.count) 件", "\(mine.cases.count) in all"))</span>") { cases(view) }))\
        \(view(Panel(view("正在申报的批次", "Rounds open now"), id: "rounds") { rounds(view) }))\
        \(if: !mine.stations.isEmpty, view(Panel(view("已认定的驿站", "Your stations")) { stations(view) }))\
        \(view(Panel(view("我代表的单位", "Organisations that you act for")) { organisations(view) }))
        """
    }

    private func waiting(_ view: View) -> String? {
        let count = mine.cases.count { CaseState.withApplicant.contains($0.state) }
        return count == 0 ? nil : view("有 \(count) 件申报等您填写或补正。", count == 1 ? "1 application waits for you." : "\(count) applications wait for you.")
    }

    private func cases(_ view: View) -> HTML {
        view(Table(title(in: view.language), columns: [
            .main(view("名称", "Name")), Table.Column(view("编号", "Number")), Table.Column(view("批次", "Round")), Table.Column(view("环节与时限", "Step and date")),
            Table.Column(view("状态", "State")), .action(view("操作", "Actions")),
        ], rows: mine.cases.map { row($0, view) }, empty: EmptyState(view("还没有申报", "No applications yet"),
            view("在下面选择正在申报的批次，点“开始申报”。", "Choose an open round below and begin."))))
    }

    private func row(_ summary: CaseSummary, _ view: View) -> [HTML] {
        let isMine = CaseState.withApplicant.contains(summary.state)
        let href = isMine ? Paths.application(summary.id) : Paths.case(summary.id)
        let words = summary.state == .draft ? view("继续填写", "Go on") : summary.state == .correction ? view("去补正", "Correct") : view("查看进度", "See progress")
        let due = summary.due.map { DueClock(due: $0.day, .running(workdaysLeft: $0.workdaysLeft), provisional: $0.provisional) }
        return [
            view(Link(summary.title, to: href)), "\(summary.number)", "\(summary.roundName.map { view($0) })",
            """
            \(if: summary.state == .open, "\(view(summary.stepName))\(if: !summary.with.isEmpty, "<br>\(summary.with.map { view($0) }.joined(separator: view("、", ", ")))")")\
            \(with: summary.state == .open ? due : nil, { "<br>\(view($0))" })\(if: summary.state == .correction, view(DueClock(due: nil, .resting(view("补正期间不计时", "The clock rests")))))
            """,
            view(Tag(summary, view)), view(Link(words, to: href)),
        ]
    }

    private func rounds(_ view: View) -> HTML {
        guard !mine.openRounds.isEmpty else {
            return view(EmptyState(view("现在没有开放的批次", "No round is open now"), view("批次开放时会发布申报通知。", "A notice is published when one opens."),
                action: Button(view("查看全部批次", "See all rounds"), .secondary, href: Paths.rounds())))
        }
        return "\(each: mine.openRounds, { round($0, view) })"
    }

    private func round(_ round: RoundSummary, _ view: View) -> HTML {
        """
        <section class="stack"><h3>\(view(Link(view(round.name), to: Paths.round(round.id))))</h3>\(view(Facts([
            Fact(view("申报时间", "Open"), "\(view.time(round.opens)) — \(view.time(round.closes))"),
            Fact(view("层级与名额", "Level and places"), "\(view("\(round.levelName.zh)，约 \(round.places) 家", "\(round.levelName.en), about \(round.places)"))"),
        ])))\(each: mine.organisations, { start(round, $0, view) })</section>
        """
    }

    /// A button to begin, or the way to what was begun.
    private func start(_ round: RoundSummary, _ organisation: OrganisationView, _ view: View) -> HTML {
        if let begun = mine.cases.first(where: { $0.round == round.id && $0.organisation == organisation.name && $0.state != .withdrawn }) {
            let isMine = CaseState.withApplicant.contains(begun.state)
            return """
                <p>\(view("\(organisation.name)已在本批次申报", "\(organisation.name) applies in this round")) \
                \(view(Link(isMine ? view("继续填写", "Go on") : view("查看进度", "See progress"), to: isMine ? Paths.application(begun.id) : Paths.case(begun.id))))</p>
                """
        }
        let words = mine.organisations.count > 1 ? view("以\(organisation.name)开始申报", "Apply for \(organisation.name)") : view("开始申报", "Begin an application")
        let fields = [(name: "round", value: round.id.rawValue), (name: "organisation", value: organisation.id.rawValue)]
        return "<div>\(view(PostButton(words, to: Paths.applications(), fields: fields)))</div>"
    }

    private func stations(_ view: View) -> HTML {
        view(Table(view("已认定的驿站", "Your stations"), columns: [
            .main(view("驿站", "Station")), Table.Column(view("层级", "Level")), Table.Column(view("认定日期", "Recognised on")), Table.Column(view("牌匾", "Plaque")),
        ], rows: mine.stations.map {
            [view(Link($0.name, to: Paths.station($0.id))), "\(view($0.levelName))", view.time($0.recognisedOn), view(Link($0.plaque, to: Paths.plaque($0.plaque)))]
        }, empty: EmptyState(view("还没有驿站", "No stations yet"))))
    }

    private func organisations(_ view: View) -> HTML {
        """
        \(each: mine.organisations, { organisation in view(Facts([
            Fact(view("单位名称", "Name"), "\(organisation.name)"), Fact(view("统一社会信用代码", "Unified social credit code"), "\(organisation.creditCode)"),
            Fact(view("联系人", "Contact"), "\(organisation.contact)　\(organisation.phone.text)"),
        ])) })
        """
    }
}
