import Domain
import Markup
import Services

/// A notice on paper: the call for a round, a public notice with the frozen list, or the notice of a recognition document.
struct NoticePaper: Component {
    let notice: NoticeView

    func html(_ view: View) -> HTML {
        let summary = notice.summary
        return view(Paper(
            masthead: summary.officeName.zh, number: summary.number.isEmpty ? nil : summary.number, title: summary.title, signed: [summary.officeName.zh],
            date: summary.publishedOn ?? view.zone.day(of: view.now), note: contacts(view)
        ) {
            "\(each: notice.body, { "<p>\($0)</p>" })\(if: summary.kind == .publicNotice, "\(period(view))\(list(view))<p>特此公示。</p>")"
        })
    }

    private func period(_ view: View) -> HTML {
        guard let from = notice.summary.publishedOn, let ends = notice.summary.ends else { return .empty }
        return "<p>公示期：\(from.chinese)至\(ends.day.chinese)\(if: ends.provisional, "（暂定，以国务院办公厅放假安排公布后重新计算的日期为准）")。</p>"
    }

    private func list(_ view: View) -> HTML {
        """
        <table><thead><tr><th scope="col" class="paper-ordinal">序号</th><th scope="col">驿站名称</th><th scope="col">申报单位</th><th scope="col">类别、领域</th>\
        <th scope="col">区域</th></tr></thead><tbody>\(each: notice.snapshot.enumerated(), { index, entry in """
            <tr><td class="paper-ordinal">\(index + 1)</td><td>\(entry.station)</td><td>\(entry.organisation)</td><td>\(entry.kind.zh)，\(entry.field.zh)</td><td>\(entry.area.zh)</td></tr>
            """ })</tbody></table>
        """
    }

    private func contacts(_ view: View) -> HTML {
        guard !notice.phone.isEmpty || !notice.address.isEmpty else { return .empty }
        return """
            <p>\(if: !notice.phone.isEmpty, "监督电话：\(notice.phone)　")\(if: !notice.address.isEmpty, "通讯地址：\(notice.address)")</p>\
            <p class="paper-hash">公示内容校验码：\(notice.snapshotHash)</p>
            """
    }
}

/// What the notice shows of one application, as it stood when the notice was prepared.
struct SnapshotEntry: Component {
    let entry: NoticeEntry

    func html(_ view: View) -> HTML {
        """
        <details class="snapshot" id="\(entry.id.rawValue)"><summary>\(entry.station)（\(entry.organisation)）</summary>\(view(Facts([
            Fact(view("统一社会信用代码", "Credit code"), "<code>\(entry.creditCode)</code>"),
            Fact(view("类别与领域", "Kind and field"), "\(view(entry.kind)) · \(view(entry.field))"),
            Fact(view("区域", "Area"), "\(view(entry.area))"),
        ])))\(each: entry.conditions, { condition in """
            <h3>\(view(condition.name))\(with: condition.clause, { " \(view(ClauseChip($0)))" })</h3>\
            \(view(Facts(condition.answers.map { Fact(view($0.name), "\($0.text)") })))
            """ })</details>
        """
    }
}
