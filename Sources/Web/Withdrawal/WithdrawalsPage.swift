import Domain
import Markup
import Services

extension WithdrawalState: PathParameter {}
extension WithdrawalCause: PathParameter {}

extension Tag {
    init(_ state: WithdrawalState, _ view: View) {
        let kind: Kind = switch state {
        case .notified, .hearing, .deciding, .decided, .appealed: .action
        case .ending: .active
        case .ended: .bad
        case .dropped, .fallen: .good
        case .takenBack: .idle
        }
        self.init(view(state.words), kind)
    }
}

extension WithdrawalFilter {
    /// - Throws: `Refusal.invalid` naming the value that is not understood.
    init(_ ask: Ask) throws {
        self.init(state: try ask.query.value("state"), cause: try ask.query.value("cause"), after: try ask.query.value("after"))
    }

    /// The same filter at another address; a page within is left aside.
    func href(_ path: Href) -> Href { path.with("state", state?.rawValue).with("cause", cause?.rawValue) }
}

/// Stations that end or have ended: for offices theirs, for a host its own.
struct WithdrawalsPage: ModelPage {
    let model: WithdrawalList

    init(_ model: WithdrawalList) { self.model = model }

    func title(in language: Language) -> String { Words("撤站摘牌", "Stations that end")(language) }

    func body(_ view: View) -> HTML {
        let filter = model.filter
        return """
            \(view(PageHeader(title(in: view.language), lead: view("告知、听证、决定、申诉和善后，每一步都有记录。", "Notification, hearing, decision, appeal, and what is settled afterwards: each step recorded."))))\
            \(view(Filters(Paths.stationWithdrawals(), [
                .choice("state", view("状态", "State"), [Option("", view("全部状态", "All states"))] + WithdrawalState.allCases.map { Option($0.rawValue, view($0.words)) }, value: filter.state?.rawValue ?? ""),
                .choice("cause", view("事由", "Cause"), [Option("", view("全部事由", "All causes"))] + WithdrawalCause.allCases.map { Option($0.rawValue, view($0.words)) }, value: filter.cause?.rawValue ?? ""),
            ], count: model.total, export: model.asOffice ? Link(view("导出 Excel", "Excel"), to: filter.href(Paths.withdrawalsWorkbook())) : nil)))\
            \(view(Table(title(in: view.language), columns: [
                .main(view("驿站", "Station")), .init(view("事由", "Cause")), .init(view("状态", "State")), .init(view("期限", "Until")), .init(view("提出", "Begun")), .init(view("牌匾", "Plaque")),
            ], rows: model.withdrawals.map { row($0, view) }, empty: EmptyState(view("没有撤站事项", "No station ends"), model.asOffice ? view("评估不合格、弄虚作假或重大事故的，在驿站页面提出。", "Bring it on the station's page.") : nil))))\
            \(view(Pager(previous: nil, next: model.next.map { filter.href(Paths.stationWithdrawals()).with("after", $0) })))
            """
    }

    private func row(_ one: WithdrawalSummary, _ view: View) -> [HTML] {
        let plaque: HTML = one.returnedOn.map { "\(view("已收回", "Returned")) \(view.time($0))" } ?? (one.effectiveOn == nil ? "—" : "\(view(Tag(view("待收回", "To be returned"), .action)))")
        return [
            "\(view(Link(one.stationName, to: Paths.stationWithdrawal(one.id))))<p class=\"hint\">\(one.organisation) · \(view(one.areaName))</p>", "\(view(one.cause.words))", view(Tag(one.state, view)),
            one.until.map { view.time($0) } ?? "—", view.time(one.begunAt), plaque,
        ]
    }
}

/// Where the end of a station begins: an office brings it, or the host wishes it.
struct StationEndingPage: ModelPage {
    let model: StationEndingView
    private let filled: Filled

    init(_ model: StationEndingView) { self.init(model, .nothing) }

    init(_ model: StationEndingView, _ filled: Filled) {
        self.model = model
        self.filled = filled
    }

    func title(in language: Language) -> String { (model.mayLeave ? Words("申请退出", "Leave the programme") : Words("撤站摘牌", "End a station"))(language) }

    func body(_ view: View) -> HTML {
        """
        \(view(PageHeader(title(in: view.language), lead: model.stationName, trail: [Link(view("人才驿站", "Stations"), to: Paths.stations()), Link(model.stationName, to: Paths.station(model.station))])))\
        \(with: model.current, { "\(view(Banner(.info, view("撤站事项正在办理或已经生效", "It is under way or in effect"), actions: [Button(view("查看进展", "See how it goes"), href: Paths.stationWithdrawal($0))])))" })\
        \(if: model.mayBring, bring(view))\(if: model.mayLeave, leave(view))
        """
    }

    private func bring(_ view: View) -> HTML {
        let causes = WithdrawalCause.allCases.filter(\.isAgainstTheHost).map { Option($0.rawValue, view($0.words)) }
        return view(FormFrame(Paths.stationEnding(model.station), in: filled, buttons: [
            Button(view("提出并告知建站单位", "Bring it and tell the host"), .danger, confirm: view("建站单位立即收到告知。确定吗？", "The host is told at once. Are you sure?")),
        ]) {
            view(FieldGroup(view("撤站事由", "Why it should end"), clause: model.clause, says: view("建站单位先陈述申辩或要求听证，再由有关部门决定；提出的人不参与决定。", "The host states its side or is heard first; whoever brings it does not decide.")) {
                """
                \(view(Field("cause", view("事由", "Cause"), .radios(causes), in: filled)))\
                \(view(Field("reason", view("事实和理由", "Facts and reasons"), .longText(rows: 6), hint: view("10 至 4000 字，建站单位会看到", "10 to 4000 characters; the host reads them"), in: filled)))
                """
            })
        })
    }

    private func leave(_ view: View) -> HTML {
        view(FormFrame(Paths.stationLeaving(model.station), in: filled, buttons: [
            Button(view("申请退出", "Hand in the wish"), .danger, confirm: view("决定作出前可以撤回。确定申请退出吗？", "You may take it back until it is decided. Are you sure?")),
        ]) {
            view(FieldGroup(view("主动退出", "The host wishes to leave"), clause: model.clause, says: view("\(model.honourNights) 晚内的住宿照常接待，之后的由系统取消；诉求、代办和活动一并移交或取消；贵单位的岗位和历史记录保留。",
                "Stays that begin within \(model.honourNights) nights are honoured and later ones cancelled; requests, mandates and events are handed on or end; your jobs and records stay.")) {
                view(Field("reason", view("退出理由", "Why"), .longText(rows: 5), hint: view("4 至 4000 字", "4 to 4000 characters"), in: filled))
            })
        })
    }
}
