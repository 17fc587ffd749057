import Domain
import Markup

/// A number that opens to the records behind it, with its target where there is one.
struct Figure: Component {
    let label: String
    let value: Int
    let unit: String
    /// Where the records behind the number are listed.
    let evidence: Href
    let goal: Int?
    let by: Day?
    let clause: Clause?

    init(_ label: String, _ value: Int, unit: String, evidence: Href, goal: Int? = nil, by: Day? = nil, clause: Clause? = nil) {
        self.label = label
        self.value = value
        self.unit = unit
        self.evidence = evidence
        self.goal = goal
        self.by = by
        self.clause = clause
    }

    func html(_ view: View) -> HTML {
        """
        <div class="figure"><p class="figure-label">\(label)</p>\
        <p class="figure-value"><a href="\(evidence)"><span class="figure-number">\(view.number(value))</span> \(unit)\
        <span class="hidden">\(view("，查看\(label)明细", ", see the records behind \(label)"))</span></a></p>\
        \(with: goal, { "\(progress(view, goal: $0))" })\(with: clause, { "<p>\(view(ClauseChip($0)))</p>" })</div>
        """
    }

    private func progress(_ view: View, goal: Int) -> HTML {
        let target = by.map { view("到\(view.formal($0))", "by \(view.formal($0))") }
        return """
            <progress max="\(max(goal, 1))" value="\(min(max(value, 0), max(goal, 1)))" aria-label="\(view("\(label)完成进度", "Progress of \(label)"))"></progress>\
            <p class="figure-goal">\(view("目标 \(view.number(goal)) \(unit)", "Target \(view.number(goal)) \(unit)"))\(with: target, { " · \($0)" })</p>
            """
    }
}

/// Figures side by side.
struct Figures: Component {
    let figures: [Figure]

    init(_ figures: [Figure]) { self.figures = figures }

    func html(_ view: View) -> HTML { "<div class=\"figures\">\(each: figures, { view($0) })</div>" }
}

/// How far long work has come: `Progress("正在导出", 1200, of: 5000)`.
struct Progress: Component {
    let label: String
    let value: Int
    let total: Int

    init(_ label: String, _ value: Int, of total: Int) {
        self.label = label
        self.value = value
        self.total = total
    }

    func html(_ view: View) -> HTML {
        """
        <div class="progress"><p>\(label) <span class="progress-count">\(view.number(value)) / \(view.number(total))</span></p>\
        <progress max="\(max(total, 1))" value="\(min(max(value, 0), max(total, 1)))" aria-label="\(label)"></progress></div>
        """
    }
}
