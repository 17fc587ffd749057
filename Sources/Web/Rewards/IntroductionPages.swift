import Domain
import Markup
import Services

extension IntroductionState: PathParameter {}

extension Tag {
    init(_ state: IntroductionState, isTurn: Bool, _ view: View) {
        let kind: Kind = switch state {
        case .registered: isTurn ? .action : .active
        case .confirmed: .good
        case .declined: .bad
        case .withdrawn: .idle
        }
        self.init(view(state.words), kind)
    }
}

/// Introductions that concern whoever looks, and for a station the form for another.
struct IntroductionsPage: ModelPage {
    let model: IntroductionList
    private let filled: Filled

    init(_ model: IntroductionList) { self.init(model, .nothing) }

    init(_ model: IntroductionList, _ filled: Filled) {
        self.model = model
        self.filled = filled
    }

    func title(in language: Language) -> String { Words("引荐备案", "Introductions")(language) }

    func body(_ view: View) -> HTML {
        let filter = model.filter
        let table = view(Table(title(in: view.language), columns: [
            .main(view("人才", "Talent")), .init(view("状态", "State")), .init(view("用人单位", "Employer")), .init(view("驿站", "Station")), .init(view("备案日期", "Registered")),
        ], rows: model.introductions.map { row($0, view) }, empty: EmptyState(view("没有引荐备案", "No introductions"), view("签订合同前由驿站登记，人才和用人单位各自确认。",
            "A station writes it down before the contract; talent and employer each confirm."))))
        return """
            \(view(PageHeader(title(in: view.language), lead: view("签订合同前登记，由人才和用人单位分别确认，是申领中介引才奖励的前提。", "Written down before the contract and confirmed by talent and employer: what an agency reward rests on."),
                aside: "\(with: model.clause, { view(ClauseChip($0)) })")))\
            \(if: !model.stations.isEmpty, form(view))\
            \(view(Filters(Paths.introductions(), [
                .choice("state", view("状态", "State"), [Option("", view("全部状态", "All states"))] + IntroductionState.allCases.map { Option($0.rawValue, view($0.words)) }, value: filter.state?.rawValue ?? ""),
            ], count: model.total)))\(table)\(view(Pager(previous: nil, next: model.next.map { filter.href(Paths.introductions()).with("after", $0) })))
            """
    }

    private func row(_ introduction: IntroductionSummary, _ view: View) -> [HTML] {
        [
            "\(view(Link(who(introduction, view), to: Paths.introduction(introduction.id))))<br><span class=\"hint\">\(introduction.position)</span>", view(Tag(introduction.state,
                isTurn: introduction.isTurn, view)),
            "\(introduction.employerName)", "\(introduction.stationName)", "\(view(introduction.registeredOn))",
        ]
    }

    private func who(_ introduction: IntroductionSummary, _ view: View) -> String {
        guard let who = introduction.who else { return view("姓名不公开", "Name not shown") }
        return who.isEmpty ? view("已注销", "Closed account") : who
    }

    private func form(_ view: View) -> HTML {
        var filled = filled
        if filled.values.isEmpty, model.stations.count == 1, let only = model.stations.first { filled = Filled(["station": [only.id.rawValue]]) }
        let shown = filled
        return view(FormFrame(Paths.introductions(), in: shown, buttons: [Button(view("登记备案", "Register"))]) {
            view(Panel(view("登记一次引荐", "Write an introduction down"), id: "register") {
                """
                \(view(Field("station", view("驿站", "Station"), .select(model.stations.map { Option($0.id.rawValue, $0.name) }), width: .middle, in: shown)))\
                \(view(Field("name", view("人才姓名", "Talent's name"), width: .middle, autocomplete: "off", in: shown)))\
                \(view(Field("phone", view("人才手机号", "Talent's telephone"), hint: view("本人凭此号码的账号确认", "They confirm from the account of this number"), width: .middle, autocomplete: "off", in: shown)))\
                \(view(Field("creditCode", view("用人单位统一社会信用代码", "Employer's credit code"), hint: view("须是经核验的用人单位", "A verified employer"), width: .middle, in: shown)))\
                \(view(Field("position", view("岗位", "Position"), width: .middle, in: shown)))
                """
            })
        })
    }
}

/// An introduction: who has confirmed, and the one action of this moment.
struct IntroductionPage: ModelPage {
    /// Which form came back with what is wrong.
    enum Form: Sendable { case confirmation, refusal }

    let model: IntroductionView
    private let form: Form?
    private let filled: Filled

    init(_ model: IntroductionView) { self.init(model, nil, .nothing) }

    init(_ model: IntroductionView, _ form: Form?, _ filled: Filled) {
        self.model = model
        self.form = form
        self.filled = filled
    }

    private var summary: IntroductionSummary { model.summary }

    func title(in language: Language) -> String { Words("引荐备案", "Introduction")(language) }

    func body(_ view: View) -> HTML {
        """
        \(view(PageHeader(title(in: view.language), lead: lead(view), trail: [Link(view("引荐备案", "Introductions"), to: Paths.introductions())], aside: view(Tag(summary.state, isTurn: summary.isTurn, view)),
            actions: actions(view))))\
        \(if: summary.state == .declined || summary.state == .withdrawn, view(Banner(.bad, view(summary.state.words), "\(with: model.reason, { "<p>\($0)</p>" })")))\
        \(if: model.mayConfirm, confirmation(view))\
        \(view(Panel(view("备案内容", "What was written down"), aside: "\(with: model.clause, { view(ClauseChip($0)) })") { view(Facts(facts(view))) }))
        """
    }

    private func lead(_ view: View) -> String {
        switch summary.state {
        case .registered: model.mayConfirm ? view("请核对是否由这家驿站引荐。", "Please say whether this station introduced you.") : view("等待\(waiting.zh)确认。", "Waits for \(waiting.en) to confirm.")
        case .confirmed: view("双方已确认。", "Both sides have confirmed.")
        case .declined: view("一方不予确认；驿站可以重新登记。", "One side declined; the station may register it anew.")
        case .withdrawn: view("驿站已撤回。", "The station took it back.")
        }
    }

    private var waiting: Words {
        switch (summary.hasTalent, summary.hasEmployer) {
        case (false, false): Words("人才和用人单位", "the talent and the employer")
        case (false, true): Words("人才", "the talent")
        case (true, _): Words("用人单位", "the employer")
        }
    }

    private func actions(_ view: View) -> HTML {
        """
        \(if: model.mayClaim, view(Button(view("申领奖励", "Claim the reward"), href: Paths.newRewardClaim(summary.id))))\
        \(with: model.claim, { view(Button(view("查看申领", "See the claim"), .secondary, href: Paths.rewardClaim($0))) })\
        \(if: model.mayWithdraw, view(PostButton(view("撤回备案", "Take it back"), .secondary, to: Paths.introductionWithdrawal(summary.id), confirm: view("撤回后可以重新登记。确定吗？", "It can be registered anew. Are you sure?"))))
        """
    }

    private func confirmation(_ view: View) -> HTML {
        var own = Filled.nothing, other = Filled.nothing
        if case .confirmation? = form { own = filled }
        if case .refusal? = form { other = filled }
        let (confirm, decline) = (own, other)
        let text = model.side == .talent
            ? view("属实，确认由该驿站引荐；申领奖励时，办理部门可以查看我经核验的人才类别", "It is so; when a reward is claimed, the offices may read my proven class")
            : view("属实，确认由该驿站引荐", "It is so: this station introduced the talent")
        return view(Panel(view("请您确认", "Please confirm"), id: "now") {
            """
            \(view(FormFrame(Paths.introductionConfirmation(summary.id), in: confirm, small: true, buttons: [Button(view("确认", "Confirm"))]) { view(Field("consent", text, .checkbox, in: confirm)) }))\
            \(view(FormFrame(Paths.introductionRefusal(summary.id), in: decline, small: true, buttons: [Button(view("不予确认", "Decline"), .secondary)]) {
                view(Field("reason", view("不属实的，请写明理由", "If it is not so, please say why"), width: .middle, in: decline))
            }))
            """
        })
    }

    private func facts(_ view: View) -> [Fact] {
        func said(_ at: Instant?) -> HTML { at.map { "\(view("已确认", "Confirmed")) \(view.time($0))" } ?? "\(view("未确认", "Not yet"))" }
        var facts = [Fact(view("人才", "Talent"), "\(summary.who ?? "")"), Fact(view("岗位", "Position"), "\(summary.position)"), Fact(view("用人单位", "Employer"), "\(summary.employerName)")]
        facts.append(Fact(view("驿站", "Station"), view(Link(summary.stationName, to: Paths.station(summary.station)))))
        facts.append(Fact(view("备案日期", "Registered on"), "\(view(summary.registeredOn))"))
        facts.append(Fact(view("人才确认", "By the talent"), said(model.talentAt)))
        facts.append(Fact(view("用人单位确认", "By the employer"), said(model.employerAt)))
        if let day = summary.confirmedOn { facts.append(Fact(view("备案生效", "In force since"), "\(view(day))")) }
        return facts
    }
}
