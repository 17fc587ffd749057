import Domain
import Markup
import Services

/// A station's scorecard: each line with its value, points, records and rule, and what would raise it.
struct ScorecardPage: ModelPage {
    enum Form: Sendable { case objection, improvement }

    let model: ScorecardView
    private let returned: Form?
    private let filled: Filled

    init(_ model: ScorecardView) { self.init(model, nil, .nothing) }

    init(_ model: ScorecardView, _ returned: Form?, _ filled: Filled) {
        self.model = model
        self.returned = returned
        self.filled = filled
    }

    private func filled(_ form: Form) -> Filled { returned == form ? filled : .nothing }

    func title(in language: Language) -> String { Words("\(model.stationName)：绩效评估得分", "\(model.stationName): scorecard")(language) }

    func body(_ view: View) -> HTML {
        let name = model.period?.name ?? view("今年以来", "This year so far"), days = view("\(model.firstDay) 至 \(model.lastDay)", "\(model.firstDay) to \(model.lastDay)")
        return """
            \(view(PageHeader(title(in: view.language), lead: "\(name) · \(days)", trail: [Link(view("驿站得分", "Scores"), to: Paths.scorecards())],
                aside: "\(with: model.period, { $0.tags(view) })\(if: model.period == nil && model.isTrial, view(Tag.trial(false, view)))\(with: model.clause, { " \(view(ClauseChip($0)))" })")))\
            \(if: model.isTrial, view(TrialBanner(isRehearsal: model.period?.isRehearsal ?? false)))\(vetoes(view))\(duty(view))\
            \(view(Columns(main: lines(view) + chart(view), side: result(view) + objections(view) + objecting(view) + earlier(view))))
            """
    }

    private func vetoes(_ view: View) -> HTML {
        guard !model.vetoes.isEmpty else { return .empty }
        return view(Banner(.bad, view("一票否决", "Fails whatever its points"), "<p>\(model.vetoes.map { view($0) }.joined(separator: view("、", ", ")))</p>"))
    }

    private func lines(_ view: View) -> HTML {
        let station = model.station, from = model.firstDay, to = model.lastDay
        return view(Panel(model.isFrozen ? view("各项得分", "Lines") : view("当日得分", "The score of today"), id: "lines", aside: "<span>\(view("总分", "Points")) <strong>\(model.points.text)</strong></span>") {
            view(ScoreLines(lines: model.lines, records: { Paths.records($0, of: station, from: from, to: to) }, showsNext: !model.isFrozen))
        })
    }

    private func chart(_ view: View) -> HTML {
        guard !model.lines.isEmpty else { return .empty }
        return view(Panel(view("得分占比", "How much of each was reached"), id: "chart") {
            view(Chart(.rows, view("各项得分占满分的比例", "Points of what can be had"), unit: "%", points: model.lines.map { item in
                Chart.Point(view(item.line.name), item.line.most.thousandths > 0 ? Int(item.line.points.thousandths * 100 / item.line.most.thousandths) : 0)
            }))
        })
    }

    private func result(_ view: View) -> HTML {
        var facts = [Fact(view("总分", "Points"), "<strong>\(model.points.text)</strong>")]
        if let grade = model.gradeName { facts.append(Fact(view("等次", "Grade"), "\(view(grade))")) }
        if let rank = model.rank, let of = model.of { facts.append(Fact(view("名次", "Rank"), "\(view("第 \(rank) 名（共 \(of) 个驿站）", "\(rank) of \(of)"))")) }
        if let consequence = model.consequence { facts.append(Fact(view("结果", "Brings"), "\(view(consequence.words))")) }
        if let toward = model.toward { facts.append(Fact(view("距“\(view(toward.grade))”", "To “\(view(toward.grade))”"), "\(view("还差 \(toward.missing.text) 分", "\(toward.missing.text) points"))")) }
        if model.revision > 1 { facts.append(Fact(view("更正", "Corrected"), "\(view("经复核更正 \(model.revision - 1) 次", "\(model.revision - 1) times"))")) }
        return view(Panel(view("得分", "Result"), id: "result") {
            "\(view(Facts(facts)))\(if: !model.isFrozen, "<p class=\"hint\">\(view("由记录实时核算；专家评议揭晓后计入。", "Computed from records as they are now; the experts’ part is added when it is revealed."))</p>")"
        })
    }

    private func objections(_ view: View) -> HTML {
        guard !model.objections.isEmpty else { return .empty }
        return view(Panel(view("得分复核", "Objections"), id: "objections") {
            "<ul class=\"todo\">\(each: model.objections, { "<li><div class=\"todo-head\"><h3>\(view($0.indicator))</h3>\(view(Tag(upheld: $0.upheld, view)))</div><p>\(view.time($0.at))</p></li>" })</ul>"
        })
    }

    private func objecting(_ view: View) -> HTML {
        guard let until = model.objectUntil, let period = model.period else { return .empty }
        let filled = filled(.objection)
        return view(Panel(view("申请复核", "Object"), id: "object") {
            view(SideForm(Paths.scoreObjections(model.station), in: filled, button: Button(view("申请复核", "Object"))) {
                """
                <p>\(view("对某一项得分有异议的，可在 \(until) 前申请复核。", "You may object to a line until \(until)."))</p><input type="hidden" name="period" value="\(period.id.rawValue)">\
                \(view(Field("indicator", view("指标", "Line"), .select(model.lines.map { Option($0.line.id, view($0.line.name)) }), in: filled)))\
                \(view(Field("text", view("异议和依据", "What is wrong, and why"), .longText(rows: 4), in: filled)))
                """
            })
        })
    }

    private func duty(_ view: View) -> HTML {
        guard let duty = model.duty, let period = model.period else { return .empty }
        let filled = filled(.improvement)
        return view(Panel(view("整改提升", "Improvement"), id: "improvement", aside: view(Tag(duty.state, view))) {
            """
            <p>\(view("期限", "By")) \(view.time(duty.dueOn))</p>\(with: duty.reason, { "<p>\(view("要求：", "Asked: "))\($0)</p>" })\(with: duty.answer, { "<p>\($0)</p>" })\
            \(if: model.mayAnswerDuty, view(SideForm(Paths.improvementAnswers(model.station), in: filled, button: Button(view("提交整改情况", "Hand it in"))) {
                """
                <input type="hidden" name="period" value="\(period.id.rawValue)">\
                \(view(Field("text", view("整改措施和成效", "What was done, and what came of it"), .longText(rows: 5), in: filled)))
                """
            }))
            """
        })
    }

    private func earlier(_ view: View) -> HTML {
        let others = model.periods.filter { $0.id != model.period?.id }
        guard !others.isEmpty || model.isFrozen else { return .empty }
        return view(Panel(view("其他评估", "Other evaluations"), id: "earlier") {
            """
            <ul>\(if: model.isFrozen, "<li>\(view(Link(view("当日得分", "The score of today"), to: Paths.scorecard(model.station))))</li>")\
            \(each: others, { "<li>\(view(Link($0.name, to: Paths.scorecard(model.station).with("period", $0.id)))) \($0.tags(view))</li>" })</ul>
            """
        })
    }
}

/// Scorecards: for offices all that they may see, ranked; for a station's people their own.
struct ScorecardsPage: ModelPage {
    struct Model: Codable, Sendable {
        let list: ScorecardList?
        let own: [StationChoice]
    }

    let model: Model

    init(_ model: Model) { self.model = model }

    func title(in language: Language) -> String { Words("驿站得分", "Scores of stations")(language) }

    func body(_ view: View) -> HTML {
        guard let list = model.list else { return own(view) }
        let name = list.period?.name ?? view("今年以来", "This year so far"), days = view("\(list.firstDay) 至 \(list.lastDay)", "\(list.firstDay) to \(list.lastDay)")
        let levels: Filters.Filter = .choice("level", view("级别", "Level"), list.levels.map { Option($0.id, view($0.name)) }, value: list.level)
        return """
            \(view(PageHeader(title(in: view.language), lead: "\(name) · \(days)", trail: [Link(view("绩效评估", "Evaluation"), to: Paths.evaluations())],
                aside: list.isTrial ? view(Tag.trial(list.period?.isRehearsal ?? false, view)) : .empty)))\(if: list.isTrial, view(TrialBanner(isRehearsal: list.period?.isRehearsal ?? false)))\
            \(view(Filters(Paths.scorecards(), [levels] + (list.period.map { [.kept("period", value: $0.id.rawValue)] } ?? []),
                count: list.total, export: Link(view("导出 Excel", "As a spreadsheet"), to: Paths.scorecardsWorkbook().with("level", list.level).with("period", list.period?.id)))))\
            \(view(RankTable(stations: list.stations, period: list.isFrozen ? list.period?.id : nil, empty: EmptyState(view("这一级还没有驿站", "No stations of this level")))))\
            \(view(Pager(previous: list.page > 1 ? page(list, list.page - 1) : nil, next: list.page < list.pages ? page(list, list.page + 1) : nil)))
            """
    }

    private func page(_ list: ScorecardList, _ page: Int) -> Href { Paths.scorecards().with("level", list.level).with("period", list.period?.id).with("page", page) }

    private func own(_ view: View) -> HTML {
        """
        \(view(PageHeader(title(in: view.language), lead: view("随时查看本站当日得分，以及怎样提升。", "Your score of today, and what would raise it."))))\(view(Panel(view("我的驿站", "My stations"), id: "own") {
            model.own.isEmpty ? view(EmptyState(view("还没有驿站", "No stations"))) : "<ul>\(each: model.own, { "<li>\(view(Link($0.name, to: Paths.scorecard($0.id))))</li>" })</ul>"
        }))
        """
    }
}
