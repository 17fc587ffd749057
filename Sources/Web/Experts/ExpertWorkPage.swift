import Domain
import Markup
import Services

/// An expert's own work: first declare each station, then score.
struct ExpertWorkPage: ModelPage {
    let model: ExpertWork

    init(_ model: ExpertWork) { self.model = model }

    func title(in language: Language) -> String { Words("专家评审", "Expert work")(language) }

    func body(_ view: View) -> HTML {
        """
        \(view(PageHeader(title(in: view.language), lead: view("请独立评分；全部专家提交并统一揭晓前，任何人看不到您的评分。", "Score on your own; nobody sees your scores until all are in and revealed together."))))\
        \(if: model.periods.isEmpty, view(EmptyState(view("目前没有评审任务", "Nothing to score at present"), view("有任务时会发消息通知您。", "You are told when there is."))))\
        \(each: model.periods, { period(view, $0) })
        """
    }

    private func period(_ view: View, _ period: ExpertWork.Period) -> HTML {
        let done = period.lines.count { !ExpertTaskState.open.contains($0.state) }
        return view(Panel(period.name, id: period.id.rawValue, aside: view(Tag(period.state, view))) {
            """
            <p>\(view.span(period.firstDay, period.lastDay))，\(view("已提交 \(done)/\(period.lines.count)", "\(done) of \(period.lines.count) in"))</p>\
            \(if: period.undeclared > 0, view(Banner(.action, view("请先对全部驿站声明有无利害关系", "Please declare all stations first"),
                "<p>\(view("还差 \(period.undeclared) 家；全部声明后才能评分。", "\(period.undeclared) to go; scoring begins after that."))</p>")))\
            \(view(Table(period.name, columns: [.main(view("驿站", "Station")), .init(view("建站单位", "Host")), .init(view("状态", "State")), .action(view("操作", "Actions"))], rows: period.lines.map { line in
                [
                    view(Link(line.stationName, to: Paths.expertTask(line.id))), "\(line.host)", view(Tag(line.state, view)), action(view, line, period),
                ]
            }, empty: EmptyState(view("没有任务", "Nothing to do")))))
            """
        })
    }

    private func action(_ view: View, _ line: ExpertWork.Line, _ period: ExpertWork.Period) -> HTML {
        switch line.state {
        case .assigned: view(Button(view("声明", "Declare"), href: Paths.expertTask(line.id)))
        case .declared, .drafted:
            period.undeclared > 0 ? view(Button(view("查看", "Look"), .secondary, href: Paths.expertTask(line.id)))
                : view(Button(line.state == .drafted ? view("继续评分", "Go on") : view("评分", "Score"), href: Paths.expertTask(line.id)))
        case .handedIn: view(Button(view("查看", "Look"), .secondary, href: Paths.expertTask(line.id)))
        case .revealed: view(Button(view("合议", "Discuss"), .secondary, href: Paths.expertTable(period.id, line.station)))
        case .recused, .released: .empty
        }
    }
}

/// One station for its expert: the declaration, then facts and the form with scores.
struct ExpertTaskPage: ModelPage {
    enum Form: Sendable { case declaration, scores }

    let model: ExpertTaskView
    private let form: Form?
    private let filled: Filled

    init(_ model: ExpertTaskView) { self.init(model, nil, .nothing) }

    init(_ model: ExpertTaskView, _ form: Form?, _ filled: Filled) {
        self.model = model
        self.form = form
        self.filled = filled
    }

    func title(in language: Language) -> String { model.stationName }

    func body(_ view: View) -> HTML {
        """
        \(view(PageHeader(model.stationName, lead: view("\(model.host)，\(model.periodName)", "\(model.host), \(model.periodName)"), trail: [Link(view("专家评审", "Expert work"), to: Paths.expertWork())],
            aside: view(Tag(model.state, view)))))\
        \(if: model.isRevealed, view(Banner(.info, view("评分已揭晓", "The scores are revealed"), actions: [Button(view("查看合议", "To the discussion"), href: Paths.expertTable(model.period, model.station))])))\
        \(if: model.mayDeclare, declaration(view))\
        \(if: model.state == .declared || model.state == .drafted, waits(view))\
        \(facts(view))\(if: !model.counts.isEmpty, counts(view))\(model.mayScore ? scoring(view) : given(view))\
        \(if: model.state == .declared || model.state == .drafted, recusal(view))
        """
    }

    /// A conflict that the expert notices after having declared none.
    private func recusal(_ view: View) -> HTML {
        let isBack = form == .declaration, filled = isBack ? filled : .nothing
        return """
            <details\(if: isBack, " open")><summary>\(view("发现利害关系，需要回避", "There is a conflict after all"))</summary>\
            \(view(FormFrame(Paths.expertDeclaration(model.id), in: filled, small: true, buttons: [Button(view("回避这家驿站", "Stand aside"), .secondary)]) {
                """
                <input type="hidden" name="conflict" value="yes">\
                \(view(Field("kind", view("关系类型", "Which"), .select(ExpertConflict.declarable.map { Option($0.rawValue, view($0.words)) }), in: filled)))\
                \(view(Field("reason", view("具体情况", "What it is"), .longText(rows: 2), in: filled)))
                """
            }))</details>
            """
    }

    private func waits(_ view: View) -> HTML {
        guard model.undeclared > 0 else { return .empty }
        return view(Banner(.action, view("还有 \(model.undeclared) 家驿站没有声明", "\(model.undeclared) stations are not declared yet"), "<p>\(view("全部声明后才能评分。", "Scoring begins after that."))</p>",
            actions: [Button(view("去声明", "Declare them"), .secondary, href: Paths.expertWork())]))
    }

    private func declaration(_ view: View) -> HTML {
        let filled = form == .declaration ? filled : .nothing
        return view(FormFrame(Paths.expertDeclaration(model.id), in: filled, buttons: [Button(view("提交声明", "Declare"))]) {
            view(Panel(view("利害关系声明", "Conflict of interest"), id: "declaration") {
                """
                <p>\(view("声明无利害关系后可查看该站材料；有利害关系的自动回避，另抽专家。",
                    "Without a conflict you see the station's facts; with one you are recused and another expert is drawn."))</p>\
                \(view(Field("conflict", view("您与该站或建站单位有利害关系吗", "Is there a conflict with the station or its host"),
                    .radios([Option("no", view("没有", "No")), Option("yes", view("有，需要回避", "Yes, I have to stand aside"))]), in: filled)))\
                \(view(Field("kind", view("关系类型", "Which"), .select(ExpertConflict.declarable.map { Option($0.rawValue, view($0.words)) }), hint: view("有利害关系的填写", "Where there is one"), optional: true, in: filled)))\
                \(view(Field("reason", view("具体情况", "What it is"), .longText(rows: 2), hint: view("有利害关系的填写", "Where there is one"), optional: true, in: filled)))
                """
            })
        })
    }

    private func facts(_ view: View) -> HTML {
        view(Panel(view("驿站概况", "The station"), id: "facts") {
            """
            \(view(Facts([
                Fact(view("类别", "Kind"), "\(view(model.kind))"), Fact(view("领域", "Field"), "\(view(model.field))"), Fact(view("区市", "Area"), "\(view(model.area))"),
                Fact(view("认定日期", "Recognised on"), view.time(model.recognisedOn)), Fact(view("评估期", "Period"), "\(view.span(model.firstDay, model.lastDay))"),
            ])))\(if: model.state != .assigned && !model.introduction.isEmpty, "<p>\(model.introduction)</p>")\
            \(if: model.state != .assigned, """
            <ul><li>\(view(Link(view("驿站公开页面", "The station's public page"), to: Paths.station(model.station))))</li></ul>
            """)
            """
        })
    }

    private func counts(_ view: View) -> HTML {
        view(Panel(view("评估期内记录", "Records in the period"), id: "counts") {
            """
            \(view(Table(view("评估期内记录", "Records in the period"), columns: [.main(view("项目", "What")), .number(view("数量", "Count")), .number(view("人数", "Persons"))], rows: model.counts.map { count in
                ["\(view(count.what.words))", "\(view.number(count.count)) \(view(count.what.unit))", count.persons.map { "\(view.number($0))" } ?? "—"]
            }, empty: EmptyState(view("没有记录", "No records")))))\
            <p class="hint">\(view("与各项统计同一口径，由系统按记录计算；不含个人信息。", "Counted from records by the same rules as everywhere; without personal data."))</p>
            """
        })
    }

    private func scoring(_ view: View) -> HTML {
        var values: [String: [String]] = [:]
        for (index, score) in model.scores.enumerated() {
            values["scores.\(index).score"] = score.score.map { [String($0)] } ?? []
            values["scores.\(index).grounds"] = [score.grounds]
        }
        let filled = form == .scores ? filled : Filled(values)
        return view(FormFrame(Paths.expertHandIn(model.id), in: filled, autosave: Paths.expertDraft(model.id), buttons: [
            Button(view("提交评分", "Hand in"), confirm: view("提交后不能修改。是否提交？", "It cannot be changed after that. Hand in?")), Button(view("保存草稿", "Save"), .secondary, action: Paths.expertDraft(model.id)),
        ]) {
            """
            \(each: model.scores.enumerated(), { index, score in
                view(Panel(view(score.indicator.name), aside: "<span class=\"hint\">\(view("权重 \(score.weight)", "weight \(score.weight)"))</span>") {
                    """
                    <input type="hidden" name="scores.\(index).indicator" value="\(score.indicator.id)">\
                    \(view(Field("scores.\(index).score", view("评分", "Score"), .number(unit: view("分（0 至 100）", "of 100")), in: filled)))\
                    \(view(Field("scores.\(index).grounds", view("评分理由", "Grounds"), .longText(rows: 4),
                        hint: view("至少 10 字，写明依据；揭晓后驿站会看到（不署名）", "At least 10 characters; the station reads them later, without your name"), in: filled)))
                    """
                })
            })
            """
        })
    }

    /// One's own scores, once they are in.
    private func given(_ view: View) -> HTML {
        guard model.state == .handedIn || model.state == .revealed else { return .empty }
        return view(Panel(view("我的评分", "Your scores"), id: "scores") {
            view(Table(view("我的评分", "Your scores"), columns: [.main(view("指标", "Indicator")), .number(view("评分", "Score")), .init(view("理由", "Grounds"))], rows: model.scores.map { score in
                ["\(view(score.indicator.name))", "\(score.score.map(String.init) ?? "—")", "\(score.grounds)"]
            }, empty: EmptyState(view("没有评分", "No scores"))))
        })
    }
}
