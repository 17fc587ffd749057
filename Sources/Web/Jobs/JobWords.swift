import Domain
import Markup
import Services

extension JobState: PathParameter {}
extension StandingKind: PathParameter {}

extension Tag {
    init(_ state: JobState, _ view: View) {
        switch state {
        case .draft: self.init(view(state.words), .idle)
        case .open: self.init(view(state.words), .active)
        case .closed: self.init(view(state.words), .idle)
        case .removed: self.init(view(state.words), .bad)
        }
    }

    init(_ standing: StandingKind, _ view: View) {
        switch standing {
        case .unknown: self.init(view(standing.words), .idle)
        case .vouched, .verified: self.init(view(standing.words), .good)
        case .barred: self.init(view(standing.words), .bad)
        }
    }

    /// 紧缺
    init(shortage view: View) { self.init(view("紧缺", "In short supply"), .action) }
}

extension View {
    /// `8,000–12,000 元/月 · 13 薪`; 面议 where nothing is said.
    func pay(_ pay: JobView.PayView?) -> String {
        guard let pay else { return self("薪资面议", "Pay is negotiable") }
        func yuan(_ fen: Fen) -> String { fen.amount % 100 == 0 ? number(Int(fen.amount / 100)) : String(fen.text.dropFirst()) }
        let range = pay.to.map { $0 == pay.from ? yuan($0) : "\(yuan(pay.from))–\(yuan($0))" } ?? self("\(yuan(pay.from)) 以上", "from \(yuan(pay.from))")
        let text = self("\(range) 元/\(pay.per.words.zh)", "\(range) yuan a \(pay.per.words.en)")
        return pay.months.map { text + self(" · \($0) 薪", ", \($0) months a year") } ?? text
    }

    /// `3–5 年`, `3 年以上`
    func years(_ from: Int?, _ to: Int?) -> String {
        guard let from, from > 0 || to != nil else { return self("经验不限", "Any experience") }
        guard let to else { return self("\(from) 年以上", "\(from) years or more") }
        return from == to ? self("\(from) 年", "\(from) years") : self("\(from)–\(to) 年", "\(from)–\(to) years")
    }
}

/// What a case of reports is about: the job, and what people say against it.
struct JobReportPanel: Component {
    let report: JobReportCaseView

    func html(_ view: View) -> HTML {
        """
        \(view(Panel(view("被举报的岗位", "The job"), id: "job", aside: view(Tag(report.state, view))) {
            """
            \(view(Facts([
                Fact(view("岗位", "Job"), view(Link(report.title, to: Paths.job(report.job)))),
                Fact(view("用人单位", "Employer"), report.organisation.map { view(Link(report.company, to: Paths.employer($0))) } ?? "\(report.company)"),
            ])))\(if: !report.scruples.isEmpty, "<p>\(view("文字中发现：", "Found in its text:"))</p><ul class=\"plain\">\(each: report.scruples, { "<li>\(view($0))</li>" })</ul>")
            """
        }))\(view(Panel(view("举报内容", "What is said"), id: "reports", aside: "<span class=\"count\">\(view("共 \(report.reports.count) 件", "\(report.reports.count)"))</span>") {
            "<ul class=\"entries\">\(each: report.reports, { "<li><p class=\"entry-head\"><span class=\"entry-who\">\(view($0.kind.words))</span> \(view.time($0.at))</p><p>\($0.text)</p></li>" })</ul>"
        }))
        """
    }
}
