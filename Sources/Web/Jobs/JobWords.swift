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
        pay.flatMap { Pay(from: $0.from, to: $0.to, per: $0.per, months: $0.months) }.map { self($0.words) } ?? self("薪资面议", "Pay is negotiable")
    }

    /// `3–5 年`, `3 年以上`
    func years(_ from: Int?, _ to: Int?) -> String {
        self((from.flatMap { JobTerms.Years(from: $0, to: to) } ?? JobTerms.Years(from: 0, to: nil))?.words ?? Words("经验不限", "Any experience"))
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
