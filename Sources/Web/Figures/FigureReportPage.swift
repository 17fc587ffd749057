import Domain
import Markup
import Services

/// An official report over a week, a month or a year, as it looks on paper.
struct FigureReportPage: ModelPage {
    let model: FigureReport

    init(_ model: FigureReport) { self.model = model }

    func title(in language: Language) -> String { model.title(language).split(separator: "\n").joined(separator: " ") }

    func body(_ view: View) -> HTML {
        let span = model.span
        func at(_ path: Href) -> Href { path.with("span", span).with("day", model.from) }
        return """
            \(view(PageHeader(view("统计报告", "Reports"), trail: [Link(view("统计总览", "Dashboard"), to: Paths.dashboard())], actions: """
                \(view(Button(view("下载 PDF", "PDF"), href: at(Paths.figureReportPaper()))))\(view(Button(view("导出 Excel", "Excel"), .secondary, href: at(Paths.figureReportWorkbook()))))
                """)))\
            \(view(Filters(Paths.figureReport(), [
                .choice("span", view("报告期", "Period"), ReportSpan.allCases.map { Option($0.rawValue, view($0.words)) }, value: span.rawValue), .date("day", view("其中一天", "A day of it"), value: model.from.description),
            ], count: model.lines.reduce(0) { $0 + $1.occurrences })))\
            \(view(Pager(previous: Paths.figureReport().with("span", span).with("day", model.from.adding(-1)), next: model.isWhole ? Paths.figureReport().with("span", span).with("day", model.to.adding(1)) : nil)))\
            \(view(FigureReportPaper(report: model, isPage: false)))
            """
    }
}

/// The report on paper.
struct FigureReportPaper: Component {
    let report: FigureReport
    var isPage = true

    func html(_ view: View) -> HTML {
        view(Paper(masthead: view(report.issuer), isPage: isPage, number: nil, title: view(report.title), signed: [view(report.issuer)], date: report.on, note: """
            <p>\(view("本报告数字由系统按记录统计，可逐条核对。", "The figures of this report are counted from records, each of which can be looked at."))</p>
            """) {
            """
            <p>\(opening(view))</p>\(targets(view))\(lines(view))\(areas(view))\(events(view))\(evaluations(view))
            """
        })
    }

    private func opening(_ view: View) -> String {
        let scope = report.scope.map {
            view("统计范围为\($0.map(\.zh).joined(separator: "、"))。", " It is about \($0.map(\.en).joined(separator: ", ")).")
        } ?? view("统计范围为全市。", " It is about the whole city.")
        let so = report.isWhole ? "" : view("报告期尚未结束，数字截至\(view.formal(report.on))。", " The period is not over; figures are as of \(view.formal(report.on)).")
        return view("报告期为\(view.formal(report.from))至\(view.formal(report.to))，共 \(report.days) 天。\(scope)\(so)",
            "This report covers \(report.days) days, \(view.formal(report.from)) to \(view.formal(report.to)).\(scope)\(so)")
    }

    private func targets(_ view: View) -> HTML {
        """
        <h3>\(view("一、试点任务", "1. Targets"))</h3><table><thead><tr><th scope="col">\(view("任务", "Target"))</th><th scope="col">\(view("本期", "Period"))</th><th scope="col">\(view("累计", "In all"))</th>\
        <th scope="col">\(view("目标", "Goal"))</th><th scope="col">\(view("完成", "Reached"))</th></tr></thead><tbody>\(each: report.targets, { target in """
            <tr><td>\(view(target.name))（\(view(target.unit))）</td><td>\(view.number(target.during))</td><td>\(view.number(target.total))</td><td>\(view.number(target.goal))</td><td>\(target.percent)%</td></tr>
            """ })</tbody></table>
        """
    }

    private func lines(_ view: View) -> HTML {
        """
        <h3>\(view("二、本期统计", "2. In the period"))</h3><table><thead><tr><th scope="col">\(view("统计项", "What"))</th><th scope="col">\(view("数量", "Occurrences"))</th>\
        <th scope="col">\(view("人数", "People"))</th></tr></thead><tbody>\(each: report.lines, { line in """
            <tr><td>\(view(line.thing.words))（\(view(line.thing.unit))）</td><td>\(view.number(line.occurrences))</td><td>\(line.persons.map { view.number($0) } ?? "—")</td></tr>
            """ })</tbody></table>
        """
    }

    private func areas(_ view: View) -> HTML {
        guard !report.areas.isEmpty else { return .empty }
        return """
            <h3>\(view("三、分区域统计", "3. By area"))</h3><table><thead><tr><th scope="col">\(view("区域", "Area"))</th>\(each: report.things, { "<th scope=\"col\">\(view($0.words))</th>" })</tr></thead>\
            <tbody>\(each: report.areas, { area in "<tr><td>\(view(area.name))</td>\(each: area.counts, { "<td>\(view.number($0))</td>" })</tr>" })</tbody></table>
            """
    }

    private func events(_ view: View) -> HTML {
        guard !report.events.isEmpty else { return "<h3>\(view("四、活动", "4. Events"))</h3><p>\(view("本期没有经确认的活动。", "No event was confirmed in the period."))</p>" }
        return """
            <h3>\(view("四、活动", "4. Events"))</h3><table><thead><tr><th scope="col">\(view("日期", "Day"))</th><th scope="col">\(view("活动", "Event"))</th>\
            <th scope="col">\(view("驿站", "Station"))</th><th scope="col">\(view("到场人次", "Attendances"))</th></tr></thead><tbody>\(each: report.events, { event in """
                <tr><td>\(event.day.description)</td><td>\(event.title)</td><td>\(event.station ?? view("部门", "An office"))</td><td>\(view.number(event.people))</td></tr>
                """ })</tbody></table>\
            \(if: report.eventTotal > report.events.count, "<p>\(view("共 \(report.eventTotal) 场，列出前 \(report.events.count) 场。", "\(report.eventTotal) in all, of which the first \(report.events.count) are listed."))</p>")
            """
    }

    private func evaluations(_ view: View) -> HTML {
        guard !report.evaluations.isEmpty else { return .empty }
        return """
            <h3>\(view("五、绩效评估", "5. Evaluations"))</h3><table><thead><tr><th scope="col">\(view("评估", "Evaluation"))</th><th scope="col">\(view("等次", "Grade"))</th>\
            <th scope="col">\(view("驿站数", "Stations"))</th></tr></thead><tbody>\(each: report.evaluations, { line in """
                <tr><td>\(line.period)\(if: line.isTrial, "\(view("（试算）", " (trial)"))")</td><td>\(view(line.grade))</td><td>\(line.stations)</td></tr>
                """ })</tbody></table>
            """
    }
}

extension Rooms {
    func addFigureReports(to site: inout Site) {
        let house = house, fields = [QueryField("span", Words("报告期", "Period"), ReportSpan.self), QueryField("day", Words("其中一天；默认为最近一个已结束的报告期", "A day of it; the last period that is over by default"), Day.self)]
        @Sendable func asked(_ ask: Ask) throws -> (ReportSpan, Day?) { (try ask.query.value("span") ?? .month, try ask.query.value("day")) }
        site.get(Paths.figureReport, access: .staff, page: FigureReportPage.self, query: fields, summary: Words("统计报告", "An official report over a week, a month or a year")) { ask in
            let (span, day) = try asked(ask)
            return FigureReportPage(try await house.figureReport(span, day, for: ask.actor))
        }
        site.download(Paths.figureReportPaper, access: .staff, type: "application/pdf", query: fields, summary: Words("统计报告，PDF", "The report on paper")) { ask in
            let (span, day) = try asked(ask), report = try await house.figureReport(span, day, for: ask.actor), title = report.title(ask.language).split(separator: "\n").joined()
            return try await PaperFile.pdf("\(span.words(ask.language))-\(report.from)", title: title, FigureReportPaper(report: report), for: ask, by: house)
        }
        site.download(Paths.figureReportWorkbook, access: .staff, type: Workbooks.type, query: fields, summary: Words("统计报告，Excel", "The report's tables as a spreadsheet")) { ask in
            let (span, day) = try asked(ask)
            return try Workbooks.attachment("\(span.words(ask.language))-\(day ?? ask.zone.day(of: ask.now)).xlsx", temporary: try await house.figureReportWorkbook(span, day, for: ask.actor))
        }
    }
}
