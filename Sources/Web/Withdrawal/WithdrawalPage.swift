import Domain
import Markup
import Services

/// The end of a station, for its host or an office: the one thing to do first, then what was said, decided, and what ended with it.
struct WithdrawalPage: ModelPage {
    /// Which form came back with something to correct.
    enum Form: Sendable { case statement, hearing, minutes, appeal, plaque }

    let model: WithdrawalView
    private let form: Form?
    private let filled: Filled

    init(_ model: WithdrawalView) { self.init(model, nil, .nothing) }

    init(_ model: WithdrawalView, _ form: Form?, _ filled: Filled) {
        self.model = model
        self.form = form
        self.filled = filled
    }

    private var summary: WithdrawalSummary { model.summary }
    private var id: ID<Case> { summary.id }

    private func filled(_ own: Form) -> Filled { form == own ? filled : .nothing }

    func title(in language: Language) -> String { Words("撤站摘牌：\(summary.stationName)", "The end of \(summary.stationName)")(language) }

    func body(_ view: View) -> HTML {
        """
        \(view(PageHeader(title(in: view.language), lead: lead(view), trail: [Link(view("撤站摘牌", "Stations that end"), to: Paths.stationWithdrawals())], aside: view(Tag(summary.state, view)),
            actions: model.asHost ? .empty : view(Button(view("案件", "The case"), .secondary, href: Paths.case(id))))))\(now(view))\
        \(view(Columns(main: WithdrawalSheet(model, view).html + effects(view), side: facts(view) + returned(view))))
        """
    }

    private func lead(_ view: View) -> String {
        switch summary.state {
        case .notified: model.stateBy.map { view("\($0.chinese)前可以陈述申辩或要求听证。", "Until \($0) the host may state its side or ask for a hearing.") } ?? ""
        case .hearing: view("建站单位要求听证，由有关部门组织。", "The host asks to be heard.")
        case .deciding: view("由有关部门决定。", "With the offices that decide.")
        case .decided: model.appealBy.map { view("已决定撤站；\($0.chinese)前可以申诉，期间不执行。", "Decided. Until \($0) the host may appeal, and nothing ends meanwhile.") } ?? ""
        case .appealed: view("申诉答复前不执行决定。", "The decision is held back until the appeal is answered.")
        case .ending: view("决定已生效，正在移交和善后。", "In effect; what ends with it is being settled.")
        case .ended: view("已撤站，善后办结。", "The station has ended, and everything is settled.")
        case .dropped: view("决定不予撤站。", "It was decided that the station stays.")
        case .fallen: view("申诉成立，撤站决定已撤销。", "The decision fell on appeal.")
        case .takenBack: view("建站单位撤回了退出申请。", "The host took its wish back.")
        }
    }

    // MARK: the one thing to do

    private func now(_ view: View) -> HTML {
        """
        \(if: model.mayState, state(view))\(if: model.mayAppeal, appeal(view))\(if: model.mayTakeBack, takeBack(view))\(if: model.mayCallHearing, call(view))\(if: model.mayRecordHearing, record(view))
        """
    }

    private func state(_ view: View) -> HTML {
        var options = [Option("waive", view("不要求听证", "No, I ask for none"), hint: view("立即转入决定", "The offices decide next")), Option("later", view("先陈述，期限内再定", "Only state for now"))]
        if model.mayAskHearing { options.insert(Option("ask", view("要求听证", "Yes, I ask to be heard"), hint: view("由部门通知时间地点", "You are told when and where")), at: 0) }
        let filled = filled(.statement)
        return view(FormFrame(Paths.withdrawalStatements(id), in: filled, buttons: [Button(view("提交", "Hand in"))]) {
            view(FieldGroup(view("陈述申辩", "Your side"), clause: model.clause, says: model.stateBy.map { view("截止 \($0)", "Until \($0)") }) {
                """
                \(view(Field("text", view("陈述和申辩", "Statement"), .longText(rows: 6), hint: view("最多 4000 字", "At most 4000 characters"), optional: true, in: filled)))\
                \(view(Field("hearing", view("是否要求听证", "Do you ask for a hearing?"), .radios(options), in: filled)))
                """
            })
        })
    }

    private func appeal(_ view: View) -> HTML {
        let filled = filled(.appeal)
        return view(FormFrame(Paths.withdrawalAppeal(id), in: filled, buttons: [Button(view("提出申诉", "Appeal"))]) {
            view(FieldGroup(view("申诉", "Appeal"), says: model.appealBy.map { view("截止 \($0)；由没有参与决定的部门复核", "Until \($0); an office that did not decide looks at it") }) {
                view(Field("text", view("事实和理由", "Facts and reasons"), .longText(rows: 6), hint: view("10 至 4000 字", "10 to 4000 characters"), in: filled))
            })
        })
    }

    private func takeBack(_ view: View) -> HTML {
        view(Panel(view("撤回退出申请", "Take the wish back"), id: "take-back") {
            "<p>\(view("决定作出前可以撤回，驿站照常运行。", "Until it is decided; the station goes on."))</p>\(view(PostButton(view("撤回申请", "Take it back"), .secondary, to: Paths.withdrawalTakingBack(id))))"
        })
    }

    private func call(_ view: View) -> HTML {
        var filled = filled(.hearing)
        if filled.values.isEmpty, let known = model.hearing { filled = Filled(["on": [known.plannedOn.description], "place": [known.place]]) }
        let shown = filled
        return view(FormFrame(Paths.withdrawalHearing(id), in: shown, small: model.hearing != nil, buttons: [
            Button(model.hearing == nil ? view("通知听证", "Call the hearing") : view("更改时间地点", "Change it"), model.hearing == nil ? .primary : .secondary),
        ]) {
            view(FieldGroup(view("听证通知", "Call the hearing"), says: view("最早 \(model.hearingFrom)", "From \(model.hearingFrom)")) {
                """
                \(view(Field("on", view("日期", "Day"), .date, in: shown)))\(view(Field("place", view("地点", "Where"), in: shown)))
                """
            })
        })
    }

    private func record(_ view: View) -> HTML {
        let filled = filled(.minutes)
        return view(FormFrame(Paths.withdrawalMinutes(id), in: filled, buttons: [Button(view("记录听证", "Record the hearing"))]) {
            view(FieldGroup(view("听证笔录", "Record of the hearing")) {
                """
                \(view(Field("heldOn", view("举行日期", "Held on"), .date, prefix: "m", in: filled)))\
                \(view(Field("present", view("到场人员", "Who was there"), .longText(rows: 3), hint: view("每行一人", "One a line"), in: filled)))\
                \(view(Field("minutes", view("笔录", "What was said"), .longText(rows: 8), hint: view("建站单位会看到", "The host reads it"), in: filled)))
                """
            })
        })
    }

    // MARK: beside

    private func facts(_ view: View) -> HTML {
        view(Panel(view("基本信息", "About it")) {
            var facts = [
                Fact(view("驿站", "Station"), "\(view(Link(summary.stationName, to: Paths.station(summary.station))))"), Fact(view("建站单位", "Kept by"), "\(summary.organisation)"),
                Fact(view("牌匾", "Plaque"), "\(view(Link(summary.plaque, to: Paths.plaque(summary.plaque))))"), Fact(view("案件编号", "Case"), "\(summary.number)"),
                Fact(view("提出时间", "Begun"), view.time(summary.begunAt)),
            ]
            if let day = model.decidedOn { facts.append(Fact(view("决定日期", "Decided on"), view.time(day))) }
            if let day = summary.effectiveOn { facts.append(Fact(view("生效日期", "In effect since"), view.time(day))) }
            if let appeal = model.appealCase { facts.append(Fact(view("申诉案件", "Appeal"), view(Link(view("查看", "Open"), to: Paths.case(appeal))))) }
            return view(Facts(facts))
        })
    }

    private func returned(_ view: View) -> HTML {
        guard summary.effectiveOn != nil else { return .empty }
        return view(Panel(view("牌匾实物", "The plaque itself"), id: "plaque") {
            guard !model.mayRecordReturn else {
                let filled = filled(.plaque)
                return view(SideForm(Paths.plaqueReturn(id), in: filled, button: Button(view("登记收回", "Record it"), .secondary)) {
                    view(Field("on", view("收回日期", "Came back on"), .date, prefix: "p", in: filled))
                })
            }
            return summary.returnedOn.map { "<p>\(view("已于", "Came back on")) \(view.time($0))\(view(" 收回。", "."))</p>" } ?? "<p>\(view("请交回颁发部门。", "To be returned to the office that issued it."))</p>"
        })
    }

    // MARK: what ended with it

    private func effects(_ view: View) -> HTML {
        guard !model.counts.isEmpty else { return .empty }
        let page = model.effectsPage, here = Paths.stationWithdrawal(id)
        return view(Panel(view("善后事项", "What ended with it"), id: "effects") {
            """
            \(view(Facts(model.counts.map { Fact(view($0.kind.words), "\(view.number($0.count))") })))\
            \(view(Table(view("善后记录", "One by one"), columns: [.main(view("事项", "What")), .init(view("编号", "Which")), .init(view("去向", "Goes to")), .init(view("时间", "When"))],
                rows: model.effects.map { row($0, view) }, empty: EmptyState(view("没有记录", "Nothing")))))\
            \(view(Pager(previous: page > 1 ? here.with("page", String(page - 1)) : nil, next: page < model.effectsPages ? here.with("page", String(page + 1)) : nil,
                place: view("第 \(page)/\(model.effectsPages) 页", "Page \(page) of \(model.effectsPages)"))))
            """
        })
    }

    private func row(_ effect: WithdrawalEffectView, _ view: View) -> [HTML] {
        let target: String = effect.targetName.map { view($0) } ?? (effect.kind == .stayCancelled ? view("\(effect.target) 晚", "\(effect.target) nights") : effect.kind == .vouching ? effect.target : "—")
        return ["\(view(effect.kind.words))", subject(effect, view), "\(target)", view.time(effect.at)]
    }

    /// Whatever the person who looks can open.
    private func subject(_ effect: WithdrawalEffectView, _ view: View) -> HTML {
        let short = "…\(effect.subject.suffix(6))"
        switch effect.kind {
        case .plaque: return "\(view(Link(effect.subject, to: Paths.plaque(effect.subject))))"
        case .event: if let event = ID<Event>(rawValue: effect.subject) { return view(Link(short, to: Paths.event(event))) }
        case .stayHonoured, .stayCancelled: if model.asHost, let stay = ID<Stay>(rawValue: effect.subject) { return view(Link(short, to: Paths.deskStay(stay))) }
        case .request: if let request = ID<Request>(rawValue: effect.subject) { return view(Link(short, to: Paths.request(request))) }
        case .vouching, .waiting, .lodging, .mandate, .mandateKept, .contacts, .claims, .reports, .jobs, .history: break
        }
        return "<code>\(short)</code>"
    }
}

/// Facts, what the host said, the hearing, the decision and the appeal: the same on the page of the case.
struct WithdrawalSheet {
    let html: HTML

    init(_ model: WithdrawalView, _ view: View) {
        html = """
            \(view(Panel(view("事由和事实", "Cause and facts"), id: "cause", aside: "\(with: model.clause, { "\(view(ClauseChip($0)))" })") {
                "<p><strong>\(view(model.summary.cause.words))</strong></p><p class=\"says\">\(model.reason)</p>"
            }))\
            \(if: !model.statements.isEmpty, Self.statements(model, view))\(with: model.hearing, { Self.hearing($0, view) })\
            \(if: !model.decision.isEmpty, Self.opinions(view("决定", "Decision"), "decision-made", model.decision, isAppeal: false, view))\
            \(if: !model.appealAnswer.isEmpty, Self.opinions(view("申诉答复", "Answer to the appeal"), "appeal-answer", model.appealAnswer, isAppeal: true, view))
            """
    }

    private static func statements(_ model: WithdrawalView, _ view: View) -> HTML {
        view(Panel(view("建站单位意见", "What the host says"), id: "statements") {
            """
            <ul class="plain">\(each: model.statements, { said in
                "<li><p class=\"entry-head\"><span class=\"entry-who\">\(view(said.kind.words))</span> \(view.time(said.at))</p>\(with: said.text, { "<p class=\"says\">\($0)</p>" })</li>"
            })</ul>
            """
        })
    }

    private static func hearing(_ hearing: WithdrawalHearing, _ view: View) -> HTML {
        view(Panel(view("听证", "Hearing"), id: "hearing") {
            var facts = [Fact(view("通知时间", "Called for"), view.time(hearing.plannedOn)), Fact(view("地点", "Where"), "\(hearing.place)")]
            if let day = hearing.heldOn { facts.append(Fact(view("举行日期", "Held on"), view.time(day))) }
            if let present = hearing.present { facts.append(Fact(view("到场", "Present"), "\(present)")) }
            return "\(view(Facts(facts)))\(with: hearing.minutes, { "<p class=\"says\">\($0)</p>" })"
        })
    }

    private static func opinions(_ title: String, _ id: String, _ opinions: [WithdrawalOpinion], isAppeal: Bool, _ view: View) -> HTML {
        view(Panel(title, id: id) {
            """
            <ul class="plain">\(each: opinions, { opinion in
                "<li><p class=\"entry-head\"><span class=\"entry-who\">\(view(opinion.officeName))</span> \(view(opinion.ruling.wordsOfWithdrawal(isAppeal: isAppeal)))</p><p>\(opinion.reason)</p></li>"
            })</ul>
            """
        })
    }
}

extension Ruling {
    /// For the end of a station, or an appeal against it.
    func wordsOfWithdrawal(isAppeal: Bool) -> Words {
        switch self {
        case .pass: isAppeal ? Words("申诉成立，撤销决定", "Upheld: the decision falls") : Words("撤站摘牌", "The station ends")
        case .return: Words("退回补充", "Returned")
        case .refuse: isAppeal ? Words("申诉不成立，维持决定", "Not upheld: it stands") : Words("不予撤站", "The station stays")
        }
    }
}

/// What a case about the end of a station decides on, for the office.
struct WithdrawalCasePanel: Component {
    let about: WithdrawalCaseView

    func html(_ view: View) -> HTML {
        let summary = about.withdrawal.summary
        return """
            \(view(Panel(view("撤站事项", "The end of a station"), id: "withdrawal", aside: view(Tag(summary.state, view))) {
                view(Facts([
                    Fact(view("驿站", "Station"), "\(view(Link(summary.stationName, to: Paths.station(summary.station))))"), Fact(view("建站单位", "Kept by"), "\(summary.organisation)"),
                    Fact(view("全过程", "All of it"), view(Link(view("查看", "Open"), to: Paths.stationWithdrawal(summary.id)))),
                ]))
            }))\(WithdrawalSheet(about.withdrawal, view).html)
            """
    }
}
