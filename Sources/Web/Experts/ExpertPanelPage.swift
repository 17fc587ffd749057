import Domain
import Markup
import Services

/// The expert group of a period for the secretariat: draw, progress, release, reveal, settle. Never a score before the reveal.
struct ExpertPanelPage: ModelPage {
    enum Form: Sendable { case reveal, release }

    let model: PanelView
    private let form: Form?
    private let filled: Filled

    init(_ model: PanelView) { self.init(model, nil, .nothing) }

    init(_ model: PanelView, _ form: Form?, _ filled: Filled) {
        self.model = model
        self.form = form
        self.filled = filled
    }

    private var id: ID<EvaluationPeriod> { model.line.period }
    private func filled(_ own: Form) -> Filled { form == own ? filled : .nothing }

    func title(in language: Language) -> String { model.line.name }

    func body(_ view: View) -> HTML {
        """
        \(view(PageHeader(model.line.name, lead: view.span(model.line.firstDay, model.line.lastDay), trail: [Link(view("评审分组", "Expert groups"), to: Paths.expertPanels())], aside: view(Tag(model.line.state, view)))))\
        \(now(view))\(view(Columns(main: "\(stations(view))\(waiting(view))\(conflicts(view))", side: side(view))))
        """
    }

    // MARK: the one action of this moment

    private func now(_ view: View) -> HTML {
        if model.line.state == nil {
            return view(Panel(view("抽取专家", "Draw the experts"), id: "now") {
                model.mayAssign
                    ? """
                    <p>\(view("每站 \(model.experts) 名，有利害关系的不抽取，各人任务量均衡。抽取后随机种子留痕，可复算。",
                        "\(model.experts) for each station, none with a conflict, loads even. The seed is kept, so that the draw can be checked."))</p>\
                    \(view(PostButton(view("抽取专家", "Draw"), to: Paths.expertPanel(id))))
                    """
                    : "<p>\(model.indicators.isEmpty ? view("实施细则中没有由专家评分的指标。", "The rules have no indicator that experts score.") : view("本周期已不再评分。", "This period is not scored any more."))</p>"
            })
        }
        let lacking = model.places.filter { $0.lacking > 0 }
        return """
            \(if: !lacking.isEmpty && model.line.state == .assigned, view(Banner(.action, view("评审专家不足", "Experts are lacking"), """
            <ul>\(each: lacking, { "<li>\(view("\($0.name)：还差 \($0.lacking) 名", "\($0.name): \($0.lacking) more"))</li>" })</ul>\
            \(if: model.mayDraw, view(PostButton(view("补抽专家", "Draw the missing ones"), .secondary, to: Paths.expertDraw(id))))
            """, actions: [Button(view("添加专家", "Add experts"), .quiet, href: Paths.experts().at("new"))])))\
            \(if: model.mayReveal, reveal(view, isShort: model.places.contains { $0.held < model.experts }))\
            \(if: model.maySettle, view(Panel(view("确定评分", "Settle"), id: "now") {
                """
                <p>\(view("合议结束后确定评分，之后不再修改。", "When the discussion is over the scores are settled; after that nothing changes."))</p>\
                \(view(PostButton(view("确定评分", "Settle the scores"), to: Paths.expertSettlement(id), confirm: view("确定后不能再修改。是否继续？", "Nothing can be changed after that. Go on?"))))
                """
            }))
            """
    }

    private func reveal(_ view: View, isShort: Bool) -> HTML {
        let filled = filled(.reveal)
        return view(Panel(view("统一揭晓", "Reveal together"), id: "now") {
            view(FormFrame(Paths.expertReveal(id), in: filled, small: true, buttons: [Button(view("揭晓全部评分", "Reveal all scores"))]) {
                """
                <p>\(view("全部评分已提交。揭晓后专家和秘书单位可以查看、合议，偏离中位数 \(model.outlier) 分及以上的评分会被标记。",
                    "All scores are in. Experts and the secretariat then read and discuss them; scores \(model.outlier) points or more from the median are flagged."))</p>\
                \(if: isShort, view(Field("reason", view("专家不足规定人数的理由", "Why there are fewer experts than the rules want"), .longText(rows: 2), in: filled)))
                """
            })
        })
    }

    // MARK: progress

    private func stations(_ view: View) -> HTML {
        let isRevealed = model.line.state == .revealed || model.line.state == .settled
        return view(Panel(view("各站进度", "Stations"), id: "stations") {
            view(Table(view("各站进度", "Stations"), columns: [.main(view("驿站", "Station")), .init(view("领域", "Field")), .number(view("应评", "Wanted")), .number(view("已分配", "Drawn")), .number(view("已提交", "In"))]
                + (isRevealed ? [.number(view("标记", "Flagged"))] : []), rows: model.places.map { place in
                [
                    isRevealed ? view(Link(place.name, to: Paths.expertTable(id, place.id))) : "\(place.name)", "\(view(place.field))", "\(place.wanted)", "\(place.held)", "\(place.handedIn)",
                ] + (isRevealed ? ["\(place.flags ?? 0)"] : [])
            }, empty: EmptyState(view("没有参加评估的驿站", "No station is evaluated"))))
        })
    }

    private func waiting(_ view: View) -> HTML {
        guard !model.tasks.isEmpty else { return .empty }
        let filled = filled(.release)
        return view(Panel(view("尚未提交", "Not in yet"), id: "waiting") {
            """
            \(view(Table(view("尚未提交", "Not in yet"), columns: [.main(view("专家", "Expert")), .init(view("驿站", "Station")), .init(view("状态", "State"))], rows: model.tasks.map { task in
                ["\(task.expert)", "\(task.station)", view(Tag(task.state, view))]
            }, empty: EmptyState(view("全部已提交", "All are in")))))\
            <details\(if: form == .release, " open")><summary>\(view("免除或更换专家", "Release an expert"))</summary>\
            \(view(FormFrame(Paths.expertReleases(id), in: filled, small: true, buttons: [Button(view("免除", "Release"), .secondary)]) {
                """
                \(view(Field("task", view("哪项任务", "Which task"), .select(model.tasks.map { Option($0.id.rawValue, "\($0.expert)，\($0.station)") }), in: filled)))\
                \(view(Field("instead", view("空缺如何处理", "And then"), .radios([Option("replace", view("抽取下一名专家", "Draw the next one")), Option("leave_out", view("不再补抽", "Leave the place out"))]), in: filled)))\
                \(view(Field("reason", view("理由", "Reason"), .longText(rows: 2), in: filled)))
                """
            }))</details>
            """
        })
    }

    private func conflicts(_ view: View) -> HTML {
        guard !model.conflicts.isEmpty else { return .empty }
        return view(Panel(view("回避记录", "Conflicts"), id: "conflicts") {
            view(Table(view("回避记录", "Conflicts"), columns: [.main(view("专家", "Expert")), .init(view("驿站", "Station")), .init(view("关系", "Conflict")),
                .init(view("来源", "How known"))], rows: model.conflicts.map { conflict in
                [
                    "\(conflict.expert)", "\(conflict.station)", "\(view(conflict.kind.words))\(with: conflict.reason, { "<br><span class=\"hint\">\($0)</span>" })",
                    conflict.source == .declared ? "\(view("专家声明", "Declared"))" : "\(view("系统查得", "Found in the records"))\(with: conflict.fact, { "<br><span class=\"hint\">\(view("记录编号", "Record")) \($0)</span>" })",
                ]
            }, empty: EmptyState(view("没有利害关系", "No conflicts"))))
        })
    }

    private func side(_ view: View) -> HTML {
        """
        \(view(Panel(view("进度", "Progress")) {
            """
            \(view(Facts([
                Fact(view("已提交", "In"), "\(model.line.done) / \(model.line.wanted)"), Fact(view("每站专家", "Experts each"), "\(model.experts)"),
                Fact(view("合分办法", "Merged by"), "\(view(model.merge.method))"),
                Fact(view("偏离标记", "Flagged from"), "\(view("\(model.outlier) 分", "\(model.outlier) points"))"),
                Fact(view("评分指标", "Indicators"), "\(model.indicators.map { view($0.name) }.joined(separator: view("、", ", ")))"),
            ])))\(with: model.clause, { view(ClauseChip($0)) })\
            \(with: model.reason, { "<p class=\"hint\">\(view("专家不足的理由：", "Why there are fewer: "))\($0)</p>" })
            """
        }))\
        \(if: !model.loads.isEmpty, view(Panel(view("各人任务", "Each expert")) {
            view(Table(view("各人任务", "Each expert"),
                columns: [.main(view("专家", "Expert")), .number(view("任务", "Tasks")), .number(view("已提交", "In"))], rows: model.loads.map { ["\($0.expert)", "\($0.held)", "\($0.handedIn)"] },
                empty: EmptyState("")))
        }))\
        \(with: model.seed, { seed in view(Panel(view("抽取留痕", "The draw")) { "<p class=\"hint\">\(view("随机种子", "Seed"))</p><code>\(seed)</code>" }) })
        """
    }
}

extension EvaluationRules.Panel.Merge {
    /// How it is done, for the people who look after it.
    var method: Words {
        switch self {
        case .mean: Words("平均分", "the mean")
        case .trimmedMean: Words("去掉最高、最低分后平均（4 人及以上）", "the mean without the highest and the lowest, where four or more scored")
        case .median: Words("中位数", "the median")
        }
    }
}

/// The revealed scores of a station: what each expert gave and why, what stands out, and the discussion.
struct ExpertTablePage: ModelPage {
    enum Form: Sendable { case message, revision(String) }

    let model: PanelTable
    private let form: Form?
    private let filled: Filled

    init(_ model: PanelTable) { self.init(model, nil, .nothing) }

    init(_ model: PanelTable, _ form: Form?, _ filled: Filled) {
        self.model = model
        self.form = form
        self.filled = filled
    }

    func title(in language: Language) -> String { model.stationName }

    func body(_ view: View) -> HTML {
        """
        \(view(PageHeader(model.stationName, lead: view("\(model.periodName)专家评分", "Experts' scores, \(model.periodName)"), trail: [
            model.task == nil ? Link(model.periodName, to: Paths.expertPanel(model.period)) : Link(view("专家评审", "Expert work"), to: Paths.expertWork()),
        ], aside: view(Tag(model.state, view)),
            actions: model.state == .settled && model.task == nil ? view(Button(view("驿站所见意见", "As the station reads it"), .secondary, href: Paths.expertOpinions(model.period, model.station))) : .empty)))\
        \(each: model.lines, { line(view, $0) })\(discussion(view))
        """
    }

    private func line(_ view: View, _ line: PanelTable.Line) -> HTML {
        view(Panel(view(line.indicator.name), id: line.indicator.id, aside: "<span>\(view("合分", "Merged")) <strong>\(view.points(line.merged))</strong></span>") {
            """
            \(view(Table(view(line.indicator.name), columns: [.main(view("专家", "Expert")), .number(view("评分", "Score")), .init(view("理由", "Grounds")), .init(view("标记", "Flag"))], rows: line.scores.map { score in
                [
                    "\(view("专家 \(score.n)", "Expert \(score.n)"))\(with: score.name, { " \($0)" })\(score.isOwn ? view("（本人）", " (you)") : "")",
                    "\(score.score)\(with: score.revised, { " → <strong>\($0)</strong>" })", "\(score.grounds)\(with: score.revisedGrounds, { "<br>\(view("修改理由：", "Changed because: "))\($0)" })",
                    score.distance.map { view(Tag(view("偏离中位数 \(view.points($0)) 分", "\(view.points($0)) from the median"), .action)) } ?? "—",
                ]
            }, empty: EmptyState(view("没有评分", "No scores")))))\
            \(each: line.scores.filter(\.mayRevise), { _ in revision(view, line) })
            """
        })
    }

    private func revision(_ view: View, _ line: PanelTable.Line) -> HTML {
        guard let task = model.task else { return .empty }
        var filled = Filled.nothing
        if case .revision(line.indicator.id)? = form { filled = self.filled }
        return """
            <h3>\(view("修改我的评分（仅一次）", "Change your score (once)"))</h3>\
            \(view(FormFrame(Paths.expertRevision(task), in: filled, small: true, buttons: [Button(view("提交修改", "Change it"), .secondary)]) {
                """
                <input type="hidden" name="indicator" value="\(line.indicator.id)">\
                \(view(Field("score", view("评分", "Score"), .number(unit: view("分（0 至 100）", "of 100")), prefix: line.indicator.id, in: filled)))\
                \(view(Field("grounds", view("修改理由", "Grounds"), .longText(rows: 3), prefix: line.indicator.id, in: filled)))
                """
            }))
            """
    }

    private func discussion(_ view: View) -> HTML {
        var filled = Filled.nothing
        if case .message? = form { filled = self.filled }
        return view(Panel(view("合议", "Discussion"), id: "messages") {
            """
            \(if: model.messages.isEmpty, "<p class=\"hint\">\(view("还没有发言。", "Nothing was said yet."))</p>")\
            \(if: !model.messages.isEmpty, """
            <ul class="entries">\(each: model.messages, { message in """
                <li><p class="entry-head"><span class="entry-what">\(message.n.map { view("专家 \($0)", "Expert \($0)") } ?? view("秘书单位", "Secretariat"))\(message.isOwn ? view("（本人）", " (you)") : "")</span>\
                \(view.time(message.at))</p><p class="entry-why">\(message.text)</p></li>
                """ })</ul>
            """)\
            \(if: model.mayWrite, view(FormFrame(Paths.expertMessages(model.period, model.station), in: filled, small: true, buttons: [Button(view("发言", "Write"), .secondary)]) {
                view(Field("text", view("发言内容", "What you think"), .longText(rows: 3), in: filled))
            }))
            """
        })
    }
}

/// What the expert group thinks of a station, without names.
struct ExpertOpinionsPage: ModelPage {
    let model: ExpertOpinions

    init(_ model: ExpertOpinions) { self.model = model }

    func title(in language: Language) -> String { Words("专家评审意见", "What the experts think")(language) }

    func body(_ view: View) -> HTML {
        """
        \(view(PageHeader(title(in: view.language), lead: "\(model.stationName)，\(model.periodName)")))\
        \(each: model.lines, { line in
            view(Panel(view(line.indicator.name), aside: "<span><strong>\(view.points(line.merged))</strong></span>") {
                """
                <p class="hint">\(view("\(line.experts) 名专家独立评分后合成；以下理由不署名、不按评分次序排列。", "Merged from \(line.experts) experts who scored on their own. The grounds bear no names and stand in no order of scores."))</p>\
                <ul>\(each: line.grounds, { "<li>\($0)</li>" })</ul>
                """
            })
        })\
        \(if: model.lines.isEmpty, view(EmptyState(view("没有专家评分", "No scores by experts"))))
        """
    }
}
