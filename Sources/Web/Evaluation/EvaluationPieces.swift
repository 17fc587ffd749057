import Domain
import Markup
import Services

extension Points: Leaf {
    public static var schema: JSON { ["type": "integer", "description": "thousandths of a point"] }
    public static var sample: Points { Points(thousandths: 87_125) }
}

extension Tag {
    init(_ state: EvaluationState, _ view: View) {
        let kind: Kind = switch state {
        case .open, .scoring: .active
        case .revealed: .action
        case .published: .active
        case .closed: .good
        case .cancelled: .idle
        }
        self.init(view(state.words), kind)
    }

    init(_ state: PracticeState, _ view: View) {
        let kind: Kind = switch state {
        case .draft: .action
        case .published: .good
        case .withdrawn: .idle
        }
        self.init(view(state.words), kind)
    }

    init(_ state: ImprovementView.State, _ view: View) {
        switch state {
        case .open: self.init(view("待整改", "To be improved"), .action)
        case .answered: self.init(view("待核验", "To be looked at"), .active)
        case .accepted: self.init(view("已核验", "Accepted"), .good)
        }
    }

    /// What a score is that rests on no issued rules.
    static func trial(_ isRehearsal: Bool, _ view: View) -> Tag { Tag(isRehearsal ? view("试算演练", "Trial, rehearsed") : view("试算", "Trial"), .idle) }
}

extension EvaluationSummary {
    func days(_ view: View) -> String { view("\(firstDay) 至 \(lastDay)", "\(firstDay) to \(lastDay)") }

    func tags(_ view: View) -> HTML { "\(view(Tag(state, view)))\(if: isTrial, " \(view(Tag.trial(isRehearsal, view)))")" }
}

/// Says that scores are trial ones, and why.
struct TrialBanner: Component {
    let isRehearsal: Bool

    func html(_ view: View) -> HTML {
        let words = isRehearsal ? view("实施细则尚未印发；演示环境中演练到底，包括奖惩。", "The detailed rules are not issued; in this demonstration the trial is played to its end.")
            : view("实施细则尚未印发，得分按暂定办法试算，不作为奖惩和撤站摘牌的依据。", "The detailed rules are not issued: scores follow assumed ones, and nothing follows from them.")
        return view(Banner(.info, isRehearsal ? view("试算演练", "A rehearsal of a trial") : view("试算", "Trial scores"), "<p>\(words)</p>"))
    }
}

/// The lines of a scorecard: value, points, how they come about, and what would raise them.
struct ScoreLines: Component {
    let lines: [ScoreLine]
    /// Where the records of a line are listed.
    let records: (@Sendable (Counted) -> Href)?
    let showsNext: Bool

    func html(_ view: View) -> HTML {
        var columns: [Table.Column] = [.main(view("指标", "Indicator")), Table.Column(view("数值", "Value")), .number(view("得分", "Points")), Table.Column(view("计分办法", "Rule"))]
        if showsNext { columns.append(Table.Column(view("如何提升", "What would raise it"))) }
        return view(Table(view("各项得分", "Lines"), columns: columns, rows: lines.map { item in
            var cells: [HTML] = [
                "\(view(item.line.name))\(with: item.line.clause, { " \(view(ClauseChip($0)))" })", value(item, view),
                "\(item.line.points.text)<span class=\"hint\"> / \(item.line.most.text)</span>", "\(view(item.line.rule))",
            ]
            if showsNext { cells.append("\(item.line.next.map { view($0) } ?? (item.line.points < item.line.most ? "—" : view("已得满分", "All of it")))") }
            return cells
        }, empty: EmptyState(view("没有指标", "No indicators"))))
    }

    private func value(_ item: ScoreLine, _ view: View) -> HTML {
        guard let what = item.records, let records else { return "\(view(item.line.value))" }
        return view(Link(view(item.line.value), to: records(what)))
    }
}

/// Stations in the order of their ranks, for offices.
struct RankTable: Component {
    let stations: [RankedStation]
    let period: ID<EvaluationPeriod>?
    let empty: EmptyState

    func html(_ view: View) -> HTML {
        view(Table(view("驿站得分", "Scores"), columns: [
            .main(view("驿站", "Station")), .number(view("名次", "Rank")), .number(view("得分", "Points")), Table.Column(view("等次", "Grade")), Table.Column(view("说明", "Notes")),
        ], rows: stations.map { item in [
            view(Link(item.name, to: Paths.scorecard(item.station).with("period", period))), "\(item.rank)", "\(item.points.text)", "\(view(item.gradeName))", notes(item, view),
        ] }, empty: empty))
    }

    private func notes(_ item: RankedStation, _ view: View) -> HTML {
        let tags = item.vetoes.map { Tag(view($0), .bad) } + (item.advanced ? [Tag(view("先进站点", "Advanced"), .good)] : []) + (item.duty.map { [Tag($0.state, view)] } ?? [])
        return tags.isEmpty ? "—" : "\(each: tags, { "\(view($0)) " })"
    }
}

/// What a case of an objection to a scorecard decides on.
struct ScoreObjectionPanel: Component {
    let id: ID<Case>
    let about: ScoreObjectionView
    let filled: Filled

    func html(_ view: View) -> HTML {
        """
        \(view(Panel(view("评估得分复核", "Objection to a scorecard"), id: "score") {
            """
            \(view(Facts([
                Fact(view("驿站", "Station"), view(Link(about.stationName, to: Paths.scorecard(about.station).with("period", about.period)))),
                Fact(view("评估", "Evaluation"), view(Link(about.periodName, to: Paths.evaluation(about.period)))), Fact(view("指标", "Line"), "\(view(about.line.name))"),
                Fact(view("数值", "Value"), "\(view(about.line.value))"), Fact(view("得分", "Points"), "\(about.line.points.text) / \(about.line.most.text)"), Fact(view("计分办法", "Rule"), "\(view(about.line.rule))"),
            ])))<h3>\(view("驿站的意见", "What the station says"))</h3><p>\(about.text)</p>
            """
        }))\(if: about.corrected != nil || about.mayCorrect, correction(view))
        """
    }

    private func correction(_ view: View) -> HTML {
        view(Panel(view("更正", "Correction"), id: "correction") {
            """
            \(with: about.corrected, { line in
                let words = view("更正为：\(view(line.value))，得 \(line.points.text) 分；通过后生效。", "Corrected: \(view(line.value)), \(line.points.text) points, once the objection is upheld.")
                return "<p>\(words)</p>\(with: about.reason, { "<p>\($0)</p>" })"
            })\(if: about.mayCorrect, view(SideForm(Paths.scoreCorrection(id), in: filled, button: Button(view("保存更正", "Save the correction"), .secondary)) {
                """
                <p class="hint">\(view("异议成立的，先填写更正后的数值，再提出“通过”意见；不成立的，不必填写。", "If the objection is right, say what the value should be, then pass. If it is not, leave this empty."))</p>\
                \(view(Field("value", view("更正后的数值", "Corrected value"), width: .narrow, in: filled)))\(view(Field("reason", view("更正依据", "What it rests on"), .longText(rows: 2), in: filled)))
                """
            }))
            """
        })
    }
}
