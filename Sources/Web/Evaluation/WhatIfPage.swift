import Domain
import Markup
import Services

/// Whoever drafts the detailed rules changes weights, measures and caps, and sees how stations without names move.
struct WhatIfPage: ModelPage {
    let model: WhatIfView
    private let filled: Filled

    init(_ model: WhatIfView) { self.init(model, .nothing) }

    init(_ model: WhatIfView, _ filled: Filled) {
        self.model = model
        self.filled = filled
    }

    func title(in language: Language) -> String { Words("细则推演", "Try the rules")(language) }

    func body(_ view: View) -> HTML {
        """
        \(view(PageHeader(title(in: view.language), lead: view("调整权重和计分标准，看驿站名次如何变化。驿站以字母代替，每次推演都有记录。", "Change weights and measures and see how stations move. They bear letters; each run is on record."),
            trail: [Link(view("绩效评估", "Evaluation"), to: Paths.evaluations())])))\
        \(with: model.lockedBy, { view(Banner(.action, view("正式评估期间不能推演", "Locked"), "<p>\(view("“\($0)”正按已印发的细则评估。", "“\($0)” runs under issued rules."))</p>")) })\
        \(with: model.run, { outcome($0, view) })\(if: model.lockedBy == nil, form(view))\(earlier(view))
        """
    }

    private func outcome(_ run: WhatIfView.Run, _ view: View) -> HTML {
        view(Panel(view("推演结果", "Outcome"), id: "outcome", aside: "<span class=\"count\">\(view.time(run.at))</span>") {
            """
            <p class="hint">\(view("\(run.firstDay) 至 \(run.lastDay) 的记录；不含专家评议。字母每次重新排列。", "Records of \(run.firstDay) to \(run.lastDay), without what experts judge. Letters are dealt anew in each run."))</p>\
            \(view(Table(view("推演结果", "Outcome"), columns: [
                .main(view("驿站", "Station")), .number(view("原得分", "Points before")), .number(view("新得分", "Points after")), .number(view("原名次", "Rank before")), .number(view("新名次", "Rank after")),
                Table.Column(view("等次", "Grade")),
            ], rows: run.stations.sorted { ($0.rankAfter, $0.letter) < ($1.rankAfter, $1.letter) }.map { item in [
                "\(view("驿站 \(item.letter)", "Station \(item.letter)"))", "\(item.before.text)", "\(item.after.text)", "\(item.rankBefore)", rank(item, view),
                item.gradeBefore == item.gradeAfter ? "\(view(item.gradeAfter))" : "\(view(item.gradeBefore)) → <strong>\(view(item.gradeAfter))</strong>",
            ] }, empty: EmptyState(view("没有驿站", "No stations")))))
            """
        })
    }

    private func rank(_ item: WhatIfStation, _ view: View) -> HTML {
        let moved = item.rankBefore - item.rankAfter
        if moved == 0 { return "\(item.rankAfter)" }
        return "\(item.rankAfter) \(moved > 0 ? view("↑\(moved)", "↑\(moved)") : view("↓\(-moved)", "↓\(-moved)"))"
    }

    private func form(_ view: View) -> HTML {
        let values = values
        return view(FormFrame(Paths.whatIf(), in: values, buttons: [Button(view("推演", "Try"))]) {
            """
            \(view(Field("level", view("驿站级别", "Level"), .select(model.levels.map { Option($0.id, view($0.name)) }), in: values)))\(each: model.rows.enumerated(), { index, row in group(index, row, values, view) })
            """
        })
    }

    private func group(_ index: Int, _ row: WhatIfView.Row, _ values: Filled, _ view: View) -> HTML {
        let name = "indicators.\(index)"
        return view(FieldGroup(view(row.name), says: row.isKnown ? nil : view("专家评议的分数不参加推演。", "What experts judge is not part of it.")) {
            """
            <input type="hidden" name="\(name).id" value="\(row.id)">\(view(Field("\(name).weight", view("权重", "Weight"), .number(unit: view("分", "points")), in: values)))\
            \(with: row.per, { _ in view(Field("\(name).per", view("得满分需要", "Full weight for"), .number(unit: row.unit.map { view($0) }), in: values)) })\
            \(view(Field("\(name).cap", view("至多计权重的", "At most of the weight"), .number(unit: "%"), in: values)))
            """
        })
    }

    /// What was typed; else the newest run's numbers, else the rules in force.
    private var values: Filled {
        guard filled.values.isEmpty, filled.errors.isEmpty else { return filled }
        let tried = Dictionary((model.run?.changes ?? []).map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
        var values = ["level": [model.level]]
        for (index, row) in model.rows.enumerated() {
            let change = tried[row.id]
            values["indicators.\(index).weight"] = [String(change?.weight ?? row.weight)]
            if let per = change?.per ?? row.per { values["indicators.\(index).per"] = [String(per)] }
            values["indicators.\(index).cap"] = [String(change?.cap ?? row.cap)]
        }
        return Filled(values)
    }

    private func earlier(_ view: View) -> HTML {
        let others = model.earlier.filter { $0 != model.run?.id }
        guard !others.isEmpty else { return .empty }
        return view(Panel(view("以前的推演", "Earlier runs"), id: "earlier") {
            "<ul>\(each: others.enumerated(), { index, id in "<li>\(view(Link(view("第 \(index + 1) 次以前", "Run \(index + 1) before"), to: Paths.whatIfRun(id))))</li>" })</ul>"
        })
    }
}
