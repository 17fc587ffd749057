import Markup

/// Whole numbers over labels, as bars or as a line, drawn as SVG; the table is behind it. Reads in black and white.
struct Chart: Component {
    enum Kind: String, Sendable {
        case bars, line
        /// Bars that lie, each under its whole name: for names that are long.
        case rows
    }

    struct Point: Sendable {
        let label: String
        let value: Int

        init(_ label: String, _ value: Int) {
            self.label = label
            self.value = value
        }
    }

    let kind: Kind
    let title: String
    let unit: String
    let points: [Point]
    /// A line across at this value: `Point("目标", 100)`.
    let goal: Point?

    init(_ kind: Kind, _ title: String, unit: String, points: [Point], goal: Point? = nil) {
        self.kind = kind
        self.title = title
        self.unit = unit
        self.points = points
        self.goal = goal
    }

    // The drawing's own units; it is scaled to its place.
    private static let width = 400
    private static let height = 230
    private static let left = 48
    private static let right = 8
    private static let top = 40
    private static let bottom = 28

    func html(_ view: View) -> HTML {
        """
        <figure class="chart"><figcaption>\(title)<span class="chart-unit">\(view("单位：\(unit)", "in \(unit)"))</span></figcaption>\
        <svg viewBox="0 0 \(Self.width) \(kind == .rows ? Self.rowHeight * points.count + 8 : Self.height)" role="img" \
        aria-label="\(view("\(title)，数据见下表", "\(title), figures in the table below"))">\(drawing(view))</svg>\
        <details><summary>\(view("查看数据表", "Show as a table"))</summary><table><thead><tr><th scope="col">\(view("项目", "Item"))</th>\
        <th scope="col" class="cell-number">\(unit)</th></tr></thead><tbody>\(each: points, {
            "<tr><th scope=\"row\">\($0.label)</th><td class=\"cell-number\">\(view.number($0.value))</td></tr>"
        })\(with: goal, {
            "<tr><th scope=\"row\">\($0.label)</th><td class=\"cell-number\">\(view.number($0.value))</td></tr>"
        })</tbody></table></details></figure>
        """
    }

    private func drawing(_ view: View) -> HTML {
        switch kind {
        case .bars: "\(grid(view))\(goalLine(view))\(bars(view))"
        case .line: "\(grid(view))\(goalLine(view))\(line(view))"
        case .rows: rows(view)
        }
    }

    private static let rowHeight = 44

    private func rows(_ view: View) -> HTML {
        let room = Self.width - Self.right - 40, most = max(points.map(\.value).max() ?? 0, 1)
        return """
            \(each: points.enumerated(), { index, point in
                let top = index * Self.rowHeight, wide = max(room * max(point.value, 0) / most, 2)
                return """
                    <text class="chart-label" x="0" y="\(top + 16)">\(point.label)</text><rect class="chart-bar" x="0" y="\(top + 22)" width="\(wide)" height="14"/>\
                    <text class="chart-value" x="\(wide + 6)" y="\(top + 34)">\(view.number(point.value))</text>
                    """
            })
            """
    }

    /// The next round number at or above the highest value: 1, 2 or 5 times a power of ten, in four steps.
    private var ceiling: Int {
        let highest = max(points.map(\.value).max() ?? 0, goal?.value ?? 0, 4)
        var power = 1
        while power <= highest / 10 { power *= 10 }
        for factor in [1, 2, 4, 5, 8] where factor * power >= highest { return max(factor * power, 4) }
        let (next, overflow) = power.multipliedReportingOverflow(by: 10)
        return overflow ? highest : next
    }

    private func y(_ value: Int) -> Int {
        let room = Double(Self.height - Self.top - Self.bottom)
        return Self.height - Self.bottom - Int(room * Double(max(value, 0)) / Double(ceiling))
    }

    /// The middle of the place of a point.
    private func x(_ index: Int) -> Int {
        Self.left + (Self.width - Self.left - Self.right) * (2 * index + 1) / max(2 * points.count, 1)
    }

    /// Where there are many points, every second one is named, and the values stand in the table alone.
    private var isCrowded: Bool { points.count > 7 }
    private func names(_ index: Int) -> Bool { !isCrowded || index.isMultiple(of: 2) }

    private func value(_ view: View, _ index: Int, _ point: Point, above: Int) -> HTML {
        "\(if: !isCrowded, "<text class=\"chart-value\" x=\"\(x(index))\" y=\"\(y(point.value) - above)\" text-anchor=\"middle\">\(view.number(point.value))</text>")"
    }

    private func grid(_ view: View) -> HTML {
        """
        \(each: 0...4, { step in
            let value = ceiling / 4 * step + ceiling % 4 * step / 4
            return """
                <line class="chart-grid" x1="\(Self.left)" y1="\(y(value))" x2="\(Self.width - Self.right)" y2="\(y(value))"/>\
                <text class="chart-label" x="\(Self.left - 8)" y="\(y(value) + 5)" text-anchor="end">\(view.number(value))</text>
                """
        })\(each: points.enumerated(), { index, point in
            "\(if: names(index), "<text class=\"chart-label\" x=\"\(x(index))\" y=\"\(Self.height - 8)\" text-anchor=\"middle\">\(point.label)</text>")"
        })
        """
    }

    private func bars(_ view: View) -> HTML {
        let wide = max(min((Self.width - Self.left - Self.right) / max(points.count, 1) * 6 / 10, 56), 2)
        return """
            \(each: points.enumerated(), { index, point in """
                <rect class="chart-bar" x="\(x(index) - wide / 2)" y="\(y(point.value))" width="\(wide)" height="\(max(y(0) - y(point.value), 0))"/>\(value(view, index, point, above: 6))
                """ })
            """
    }

    private func line(_ view: View) -> HTML {
        let path = points.enumerated().map { "\(x($0.offset)),\(y($0.element.value))" }.joined(separator: " ")
        return """
            <polyline class="chart-line" points="\(path)"/>\(each: points.enumerated(), { index, point in """
                <circle class="chart-dot" cx="\(x(index))" cy="\(y(point.value))" r="4"/>\(value(view, index, point, above: 10))
                """ })
            """
    }

    private func goalLine(_ view: View) -> HTML {
        """
        \(with: goal, { goal in """
            <line class="chart-goal" x1="\(Self.left)" y1="\(y(goal.value))" x2="\(Self.width - Self.right)" y2="\(y(goal.value))"/>\
            <line class="chart-goal" x1="\(Self.left)" y1="12" x2="\(Self.left + 28)" y2="12"/>\
            <text class="chart-label" x="\(Self.left + 36)" y="17">\(goal.label) \(view.number(goal.value))</text>
            """ })
        """
    }
}
