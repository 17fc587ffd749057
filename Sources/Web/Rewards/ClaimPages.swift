import Domain
import Markup
import Services

extension ClaimState: PathParameter {}

extension Tag {
    init(_ state: ClaimState, _ view: View) {
        let kind: Kind = switch state {
        case .handedIn, .approved: .active
        case .returned: .action
        case .paid: .good
        case .refused, .clawedBack: .bad
        case .withdrawn: .idle
        }
        self.init(view(state.words), kind)
    }

    init(_ state: ClaimPartState, _ view: View) {
        let kind: Kind = switch state {
        case .waiting: .idle
        case .ordered: .active
        case .paid: .good
        case .failed: .action
        case .lapsed: .bad
        }
        self.init(view(state.words), kind)
    }
}

/// Claims of one's stations, or of one's offices.
struct ClaimsPage: ModelPage {
    let model: ClaimList

    init(_ model: ClaimList) { self.model = model }

    func title(in language: Language) -> String { Words("奖励申领", "Claims of rewards")(language) }

    func body(_ view: View) -> HTML {
        let filter = model.filter
        var filters: [Filters.Filter] = [
            .choice("state", view("状态", "State"), [Option("", view("全部状态", "All states"))] + ClaimState.allCases.map { Option($0.rawValue, view($0.words)) }, value: filter.state?.rawValue ?? ""),
            .choice("purpose", view("事项", "Kind"), [Option("", view("全部事项", "All kinds"))] + PaymentPurpose.allCases.map { Option($0.rawValue, view($0.words)) }, value: filter.purpose ?? ""),
        ]
        if model.stations.count > 1 {
            filters.append(.choice("station", view("驿站", "Station"), [Option("", view("全部驿站", "All stations"))] + model.stations.map { Option($0.id.rawValue, $0.name) }, value: filter.station?.rawValue ?? ""))
        }
        return """
            \(view(PageHeader(title(in: view.language), lead: view("一次引进只奖励一次；金额按规则核算，计算过程可查。", "One hire, one claim; each amount shows how it was computed."), aside: "\(with: model.clause, { view(ClauseChip($0)) })",
                actions: view(Button(view("引荐备案", "Introductions"), .secondary, href: Paths.introductions())))))\
            \(if: !model.claimable.isEmpty || !model.grants.isEmpty, ready(view))\
            \(view(Filters(Paths.rewardClaims(), filters, count: model.total, export: Link(view("导出 Excel", "Excel"), to: filter.href(Paths.rewardClaimsWorkbook())))))\
            <p class="hint">\(view("其中已核定 \(view(model.granted))", "Granted among these: \(view(model.granted))"))</p>\
            \(view(Table(title(in: view.language), columns: [
                .main(view("申领", "Claim")), .init(view("状态", "State")), .init(view("驿站", "Station")), .init(view("用人单位", "Employer")), .number(view("金额", "Amount")), .init(view("最近变动", "Last change")),
            ], rows: model.claims.map { row($0, view) }, empty: EmptyState(view("没有申领", "No claims"), model.asOffice ? nil : view("引荐备案双方确认、入职计入后即可申领。", "Claim once an introduction is confirmed and the placement counts.")))))\
            \(view(Pager(previous: nil, next: model.next.map { filter.href(Paths.rewardClaims()).with("after", $0) })))
            """
    }

    private func ready(_ view: View) -> HTML {
        view(Panel(view("可以申领", "Ready to be claimed"), id: "ready") {
            """
            <ul class="plain">\(each: model.claimable, { item in
                "<li>\(view(Link(view("\(item.who ?? "")：\(item.employerName)", "\(item.who ?? ""): \(item.employerName)"), to: Paths.newRewardClaim(item.id))))<br><span class=\"hint\">\(item.stationName)，\(item.position)</span></li>"
            })\(each: model.grants, { grant in
                "<li>\(view(Link(view("活动奖补：\(grant.name)", "Event grant: \(grant.name)"), to: Paths.newEventGrant(grant.station, grant.period))))<br><span class=\"hint\">\(grant.stationName)</span></li>"
            })</ul>
            """
        })
    }

    private func row(_ claim: ClaimSummary, _ view: View) -> [HTML] {
        [
            "\(view(Link(view(claim.name), to: Paths.rewardClaim(claim.id))))<br><span class=\"hint\">\(claim.number)</span>", view(Tag(claim.state, view)), "\(claim.stationName)", "\(claim.employerName ?? "—")",
            "\(view(claim.amount))", view.time(claim.changedAt),
        ]
    }
}

/// How an amount came about: each line with its formula, its clause, what it changes and what stands after it; then the parts in which it is paid.
struct SheetPanel: Component {
    let sheet: RewardSheet
    let inputs: [ClaimInput]
    let isFinal: Bool

    func html(_ view: View) -> HTML {
        view(Panel(view("计算过程", "How it is computed"), id: "sheet", aside: view(Tag(isFinal ? view("已核定", "Granted") : view("按申领计算", "As claimed"), isFinal ? .good : .idle))) {
            """
            \(if: !inputs.isEmpty, view(Facts(inputs.map { Fact(view($0.name), "\(view($0.value))") })))\
            \(view(Table(view("计算过程", "How it is computed"), columns: [.main(view("步骤", "Step")), .init(view("算式", "Formula")), .number(view("增减", "Change")), .number(view("结果", "Result"))],
                rows: sheet.lines.map { line in
                    ["\(view(line.name))\(with: line.clause, { " \(view(ClauseChip($0)))" })", "\(view(line.formula))", "\(line.change.amount > 0 ? "+" : "")\(view(line.change))", "\(view(line.after))"]
                }, empty: EmptyState(view("没有计算", "Nothing is computed")))))\
            <p>\(view("合计", "In all")) <strong>\(view(sheet.total))</strong></p>
            """
        })
    }
}

/// What raises doubts, as facts; people judge it.
struct DoubtPanel: Component {
    let doubts: [ClaimDoubtView]

    func html(_ view: View) -> HTML {
        guard !doubts.isEmpty else { return .empty }
        return view(Banner(.action, view("需要核实的情况（\(doubts.count)）", "To be looked into (\(doubts.count))"), """
            <ul class="points">\(each: doubts, { "<li>\(view($0.kind.words))：\(view($0.words))</li>" })</ul><p class="hint">\(view("系统只列事实，由办理人员判断。", "Facts alone; you judge them."))</p>
            """))
    }
}

/// What a claim rests on, for the offices and the station.
struct ClaimGroundPanel: Component {
    let claim: ClaimView

    func html(_ view: View) -> HTML {
        view(Panel(view("申领依据", "What it rests on"), id: "claim", aside: "\(with: claim.clause, { view(ClauseChip($0)) })") { view(Facts(facts(view))) })
    }

    private func facts(_ view: View) -> [Fact] {
        var facts = [Fact(view("驿站", "Station"), view(Link(claim.summary.stationName, to: Paths.station(claim.summary.station))))]
        if let policy = claim.policy, let title = claim.policyTitle {
            facts.append(Fact(view("政策", "Policy"),
                "\(view(Link(view(title), to: Paths.policy(policy))))<br><span class=\"hint\">\(claim.policySource ?? "")，\(view("第 \(claim.policyVersion ?? 1) 版", "version \(claim.policyVersion ?? 1)"))</span>"))
        }
        if let introduction = claim.introduction {
            facts.append(Fact(view("人才", "Talent"), "\(introduction.who ?? "")<br><span class=\"hint\">\(introduction.position)</span>"))
            facts.append(Fact(view("用人单位", "Employer"), "\(introduction.employerName)"))
            facts.append(Fact(view("引荐备案", "Introduction"), view(Link(view("\(view(introduction.registeredOn)) 登记，\(introduction.confirmedOn.map { view($0) } ?? "—") 确认",
                "registered \(view(introduction.registeredOn)), confirmed \(introduction.confirmedOn.map { view($0) } ?? "—")"), to: Paths.introduction(introduction.id)))))
        }
        if let day = claim.contractOn { facts.append(Fact(view("合同签订", "Contract of"), "\(view(day))")) }
        if let placement = claim.placement { facts.append(Fact(view("入职记录", "Placement"), view(Link(claim.startsOn.map { view("\(view($0)) 入职", "since \(view($0))") } ?? view("查看", "Open"),
            to: Paths.placement(placement))))) }
        if let by = claim.certifiedBy {
            facts.append(Fact(view("人才认定", "Recognised by"),
                "\(by)<br><span class=\"hint\">\(claim.certifiedOn.map { view($0) } ?? "")\(claim.certifiedUntil.map { view("，有效期至 \(view($0))", ", until \(view($0))") } ?? "")</span>"))
        }
        if let name = claim.periodName, let period = claim.period { facts.append(Fact(view("绩效评估", "Evaluation"), view(Link(name, to: Paths.evaluation(period))))) }
        facts.append(Fact(view("收款账户", "Bank account"), "\(claim.bank)"))
        facts.append(Fact(view("联系电话", "Telephone"), "\(claim.phone)"))
        return facts
    }
}

/// For the case page.
struct ClaimCasePanel: Component {
    let claim: ClaimView

    func html(_ view: View) -> HTML {
        """
        \(view(DoubtPanel(doubts: claim.doubts)))\(view(ClaimGroundPanel(claim: claim)))\(view(SheetPanel(sheet: claim.sheet, inputs: claim.inputs, isFinal: claim.summary.approvedOn != nil)))\
        <p>\(view(Link(view("打开申领页面", "Open the claim"), to: Paths.rewardClaim(claim.summary.id))))</p>
        """
    }
}

/// A claim whole: what it rests on, how it is computed, how it is paid.
struct ClaimPage: ModelPage {
    /// Which form came back with what is wrong.
    enum Form: Sendable { case correction, retention }

    let model: ClaimView
    private let form: Form?
    private let filled: Filled

    init(_ model: ClaimView) { self.init(model, nil, .nothing) }

    init(_ model: ClaimView, _ form: Form?, _ filled: Filled) {
        self.model = model
        self.form = form
        self.filled = filled
    }

    private var summary: ClaimSummary { model.summary }

    func title(in language: Language) -> String { summary.name(language) }

    func body(_ view: View) -> HTML {
        """
        \(view(PageHeader(view(summary.name), lead: view("案件 \(summary.number)，\(summary.stationName)", "Case \(summary.number), \(summary.stationName)"), trail: [Link(view("奖励申领", "Claims"), to: Paths.rewardClaims())],
            aside: view(Tag(summary.state, view)), actions: actions(view))))\
        \(if: model.reason != nil && (summary.state == .returned || summary.state == .refused || summary.state == .clawedBack), view(Banner(summary.state == .returned ? .action : .bad, view(summary.state.words), "<p>\(model.reason ?? "")</p>")))\
        \(view(DoubtPanel(doubts: model.doubts)))\(if: model.mayCorrect, correction(view))\
        \(view(Columns(main: """
            \(view(SheetPanel(sheet: model.sheet, inputs: model.inputs, isFinal: summary.approvedOn != nil)))\(if: !model.parts.isEmpty, parts(view))\
            \(view(Panel(view("经过", "What happened"), id: "entries") { view(Timeline(model.entries.map { Timeline.Step(.done, view($0.words), entries: [Timeline.Entry(at: $0.at, who: "", what: "",
                why: $0.reason)]) })) }))
            """, side: "\(view(ClaimGroundPanel(claim: model)))\(if: model.mayJudge, retention(view))")))
        """
    }

    private func actions(_ view: View) -> HTML {
        """
        \(if: !model.asStation, view(Button(view("打开案件", "Open the case"), summary.state == .handedIn ? .primary : .secondary, href: Paths.case(model.caseID))))\
        \(if: model.mayWithdraw, view(PostButton(view("撤回申领", "Take it back"), .secondary, to: Paths.rewardClaimWithdrawal(summary.id), confirm: view("撤回后可以重新申领。确定吗？", "It can be claimed anew. Are you sure?"))))
        """
    }

    private func parts(_ view: View) -> HTML {
        view(Panel(view("拨付", "Payment"), id: "parts") {
            view(Table(view("拨付", "Payment"), columns: [.main(view("部分", "Part")), .init(view("状态", "State")), .number(view("金额", "Amount")), .init(view("日期", "Day")), .number(view("追回", "Came back"))],
                rows: model.parts.map { part in
                    [
                        part.afterDays == 0 ? "\(view("核定后 \(part.percent)%", "\(part.percent)% at the approval"))"
                            : "\(view("在岗满 \(part.afterDays) 天 \(part.percent)%", "\(part.percent)% after \(part.afterDays) days"))",
                        view(Tag(part.state, view)),
                        "\(view(part.amount))", "\(view(part.dueOn))", part.back.amount > 0 ? "\(view(part.back))" : "—",
                    ]
                }, empty: EmptyState(view("没有拨付", "Nothing to be paid"))))
        })
    }

    private func retention(_ view: View) -> HTML {
        var own = Filled.nothing
        if case .retention? = form { own = filled }
        let shown = own
        return view(Panel(view("认定留任情况", "Did the hire stay?"), id: "retention") {
            view(SideForm(Paths.rewardClaimRetention(summary.id), in: shown, button: Button(view("提交认定", "Decide"), .secondary, confirm: view("认定离岗将停止拨付或追回。确定吗？",
                "If they left, payment stops or comes back. Are you sure?"))) {
                """
                \(view(Field("stayed", view("核实结果", "What was found"), .radios([Option("true", view("仍在岗", "Still there")), Option("false", view("已离岗", "Has left"))]), in: shown)))\
                \(view(Field("leftOn", view("离岗日期", "Last day"), .date, optional: true, in: shown)))\(view(Field("reason", view("理由", "Reason"), .longText(rows: 3), in: shown)))
                """
            })
        })
    }

    private func correction(_ view: View) -> HTML {
        guard let draft = model.draft else { return .empty }
        if let period = model.period {
            var shown = Filled(["bank": [draft.bank], "phone": [draft.phone]])
            if case .correction? = form { shown = filled }
            return view(GrantForm(station: summary.station, period: period, filled: shown, button: view("补正后再次提交", "Hand in again")))
        }
        guard let introduction = model.introduction else { return .empty }
        var values: [String: [String]] = [
            "bank": [draft.bank], "phone": [draft.phone], "certifiedBy": [draft.certifiedBy ?? ""], "contractMonths": [draft.inputs.contractMonths.map(String.init) ?? ""],
            "insuredMonths": [draft.inputs.insuredMonths.map(String.init) ?? ""],
        ]
        for (name, day) in [("contractOn", draft.contractOn), ("certifiedOn", draft.certifiedOn), ("certifiedUntil", draft.certifiedUntil)] { if let day { values[name] = [day.description] } }
        for (name, money) in [("yearlyPay", draft.inputs.yearlyPay), ("fee", draft.inputs.fee), ("elsewhere", draft.inputs.elsewhere)] { if let money { values[name] = [ClaimForm.plain(money)] } }
        var shown = Filled(values)
        if case .correction? = form { shown = filled }
        return view(ClaimForm(action: Paths.rewardClaimCorrection(summary.id), introduction: introduction.id, wantsPay: draft.inputs.yearlyPay != nil, wantsFee: draft.inputs.fee != nil, filled: shown,
            button: view("补正后再次提交", "Hand in again")))
    }
}

/// The fields of a claim for a hire, when it is new and when it is corrected.
struct ClaimForm: Component {
    let action: Href
    let introduction: ID<Introduction>
    let wantsPay: Bool
    let wantsFee: Bool
    let filled: Filled
    let button: String

    /// Yuan as a field takes them.
    static func plain(_ money: Fen) -> String {
        let rest = money.amount.magnitude % 100
        return "\(money.amount / 100).\(rest < 10 ? "0" : "")\(rest)"
    }

    func html(_ view: View) -> HTML {
        view(FormFrame(action, in: filled, buttons: [Button(button)]) {
            """
            <input type="hidden" name="introduction" value="\(introduction.rawValue)">\
            \(view(Panel(view("劳动合同和社会保险", "Contract and insurance")) {
                """
                \(view(Field("contractOn", view("合同签订日期", "The contract was signed on"), .date, in: filled)))\(view(Field("contractMonths", view("合同期限（月）", "Months of the contract"), .number(unit: nil),
                    in: filled)))\
                \(view(Field("insuredMonths", view("已缴社会保险（月）", "Months insured"), .number(unit: nil), in: filled)))\(if: wantsPay, view(Field("yearlyPay", view("合同年薪", "Yearly pay"), .money, in: filled)))\
                \(if: wantsFee, view(Field("fee", view("服务费", "Fee"), .money, in: filled)))\
                \(view(Field("elsewhere", view("同一次引进已获其他奖励", "Other rewards for the same hire"), .money, optional: true, in: filled)))
                """
            }))\
            \(view(Panel(view("人才认定", "Recognition")) {
                """
                \(view(Field("certifiedBy", view("认定部门", "Certifying office"), width: .middle, in: filled)))\(view(Field("certifiedOn", view("认定日期", "Certified on"), .date, in: filled)))\
                \(view(Field("certifiedUntil", view("有效期至", "Valid until"), .date, optional: true, in: filled)))
                """
            }))\
            \(view(Panel(view("收款和联系", "Payment and contact")) {
                """
                \(view(Field("bank", view("收款账户", "Bank account"), hint: view("建站单位的开户行和账号", "Bank and number of the station's host"), width: .middle, autocomplete: "off", in: filled)))\
                \(view(Field("phone", view("经办人手机号", "Telephone of whoever answers for it"), width: .middle, autocomplete: "off", in: filled)))
                """
            }))
            """
        })
    }
}

struct NewClaimPage: ModelPage {
    let model: NewClaimView
    private let filled: Filled

    init(_ model: NewClaimView) { self.init(model, .nothing) }

    init(_ model: NewClaimView, _ filled: Filled) {
        self.model = model
        self.filled = filled
    }

    func title(in language: Language) -> String { Words("申领\(model.reward.zh)", "Claim: \(model.reward.en)")(language) }

    func body(_ view: View) -> HTML {
        """
        \(view(PageHeader(title(in: view.language), lead: view("同一次引进只奖励一次，提交后由部门审查、核定。", "One hire, one claim; offices examine it and another approves it."), trail: [Link(view("奖励申领", "Claims"), to: Paths.rewardClaims())],
            aside: "\(with: model.clause, { view(ClauseChip($0)) })")))\
        \(view(Panel(view("这次引进", "The hire")) {
            view(Facts([
                Fact(view("人才", "Talent"), "\(model.introduction.who ?? "")"), Fact(view("用人单位", "Employer"), "\(model.introduction.employerName)"),
                Fact(view("引荐备案确认", "Introduction confirmed"), "\(model.introduction.confirmedOn.map { view($0) } ?? "—")"), Fact(view("入职日期", "First day"), "\(model.startsOn.map { view($0) } ?? "—")"),
                Fact(view("经核验的人才类别", "Proven class"), "\(model.talentClass?.uppercased() ?? view("未核验，请本人先上传认定文件", "Not proven: the talent uploads the letter of recognition first"))"),
            ]))
        }))\
        \(view(ClaimForm(action: Paths.rewardClaims(), introduction: model.introduction.id, wantsPay: model.wantsPay, wantsFee: model.wantsFee, filled: filled, button: view("提交申领", "Claim"))))
        """
    }
}

struct GrantForm: Component {
    let station: ID<Station>
    let period: ID<EvaluationPeriod>
    let filled: Filled
    let button: String

    func html(_ view: View) -> HTML {
        view(FormFrame(Paths.eventGrants(), in: filled, buttons: [Button(button)]) {
            view(Panel(view("收款和联系", "Payment and contact")) {
                """
                <input type="hidden" name="station" value="\(station.rawValue)"><input type="hidden" name="period" value="\(period.rawValue)">\
                \(view(Field("bank", view("收款账户", "Bank account"), hint: view("建站单位的开户行和账号", "Bank and number of the station's host"), width: .middle, autocomplete: "off", in: filled)))\
                \(view(Field("phone", view("经办人手机号", "Telephone of whoever answers for it"), width: .middle, autocomplete: "off", in: filled)))
                """
            })
        })
    }
}

struct NewGrantPage: ModelPage {
    let model: NewGrantView
    private let filled: Filled

    init(_ model: NewGrantView) { self.init(model, .nothing) }

    init(_ model: NewGrantView, _ filled: Filled) {
        self.model = model
        self.filled = filled
    }

    func title(in language: Language) -> String { Words("申领活动奖补", "Claim an event grant")(language) }

    func body(_ view: View) -> HTML {
        """
        \(view(PageHeader(title(in: view.language), lead: model.choice.name, trail: [Link(view("奖励申领", "Claims"), to: Paths.rewardClaims())], aside: "\(with: model.clause, { view(ClauseChip($0)) })")))\
        \(view(Panel(view("评估期内的活动", "Events of the evaluation")) {
            view(Facts([
                Fact(view("驿站", "Station"), "\(model.choice.stationName)"), Fact(view("评估等次", "Grade"), "\(model.choice.grade)"), Fact(view("已确认的活动", "Confirmed events"), "\(view("\(model.events) 场", "\(model.events)"))"),
                Fact(view("登记的投入", "Recorded expenses"), "\(view(model.expenses))"),
            ]))
        }))\
        \(view(SheetPanel(sheet: model.sheet, inputs: [], isFinal: false)))\(view(GrantForm(station: model.choice.station, period: model.choice.period, filled: filled, button: view("提交申领", "Claim"))))
        """
    }
}
