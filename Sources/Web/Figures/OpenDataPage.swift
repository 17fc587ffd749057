import Domain
import Markup
import Services

/// Open data for everybody: what there is, what it means, under which terms, and a look at the months.
struct OpenDataPage: ModelPage {
    let model: OpenDataView

    init(_ model: OpenDataView) { self.model = model }

    func title(in language: Language) -> String { Words("开放数据", "Open data")(language) }

    func sharing(_ view: View) -> Sharing? { nil }

    func body(_ view: View) -> HTML {
        """
        \(view(PageHeader(title(in: view.language), lead: view("按月汇总的统计数据，任何人都可以下载使用。", "Figures by month, for anybody to download and use."), trail: [Link(view("试点任务", "Targets"), to: Paths.targets())], actions: """
            \(view(Button(view("下载数据 CSV", "Download the data (CSV)"), href: Paths.openDataFigures())))\(view(Button(view("下载数据字典", "Data dictionary"), .secondary, href: Paths.openDataDictionary())))
            """)))\
        \(view(Facts(facts(view))))\(overview(view))\(each: model.things, { thing in months(thing, view) })\(dictionary(view))
        """
    }

    private func facts(_ view: View) -> [Fact] {
        var facts = [
            Fact(view("使用条款", "Terms"), "\(view(model.licence))"), Fact(view("来源", "Source"), "\(model.source)"), Fact(view("统计时间", "Counted at"), view.time(model.at)),
            Fact(view("个人信息保护", "Privacy"), "\(view("少于 \(model.least) 的数量不公开；可由合计推算的，同时隐去另一项。", "Counts below \(model.least) are hidden, and with them another where a total would give them away."))"),
        ]
        if let first = model.first, let last = model.last { facts.insert(Fact(view("月份", "Months"), "\(view("\(first) 至 \(last)，只含已过完的月份", "\(first) to \(last), whole months alone"))"), at: 0) }
        return facts
    }

    private func hidden(_ line: OpenDataView.Line?, _ view: View) -> HTML { "\(line.map { $0.count.map { view.number($0) } ?? view("不公开", "hidden") } ?? "0")" }

    private func overview(_ view: View) -> HTML {
        view(Panel(view("有哪些数据", "What there is"), id: "things") {
            view(Table(view("有哪些数据", "What there is"), columns: [
                .main(view("统计项", "What")), .number(view("数量", "Occurrences")), .number(view("人数", "People")), .init(view("统计口径", "Counted as")),
            ], rows: model.things.map { thing in
                let total = model.total(thing)
                return [
                    "\(view(thing.words))", "\(hidden(total, view))\(if: total == nil || total?.count != nil, " \(view(thing.unit))")", "\(total?.persons.map { view.number($0) } ?? "—")", "<span class=\"hint\">\(view(thing.rule))</span>",
                ]
            }, empty: EmptyState(view("还没有数据", "No data yet"))))
        })
    }

    private func months(_ thing: FigureThing, _ view: View) -> HTML {
        let lines = model.totals(thing)
        guard !lines.isEmpty else { return .empty }
        return view(Panel(view("\(thing.words.zh)，按月", "\(thing.words.en) by month"), id: thing.rawValue) {
            view(Table(view("\(thing.words.zh)，按月", "\(thing.words.en) by month"), columns: [
                .main(view("月份", "Month")), .number(view("数量", "Occurrences")), .number(view("人数", "People")),
            ], rows: lines.prefix(12).map { ["\($0.month)", hidden($0, view), "\($0.persons.map { view.number($0) } ?? "—")"] }, empty: EmptyState("")))
        })
    }

    private func dictionary(_ view: View) -> HTML {
        view(Panel(view("数据字典", "Data dictionary"), id: "dictionary") {
            view(Table(view("数据字典", "Data dictionary"), columns: [.main(view("列", "Column")), .init(view("含义", "Meaning"))],
                rows: OpenDataFields.all.map { ["<code>\($0.name)</code>", "\(view($0.words))"] }, empty: EmptyState("")))
        })
    }
}

extension Rooms {
    func addOpenData(to site: inout Site) {
        let house = house
        site.get(Paths.openData, access: .everyone, page: OpenDataPage.self, summary: Words("开放数据", "Open data")) { _ in OpenDataPage(try await house.openData()) }
        site.download(Paths.openDataFigures, access: .everyone, type: "text/csv", summary: Words("开放数据，CSV", "Open data as comma-separated text")) { ask in
            try Workbooks.attachment("\(Words("人才驿站统计", "talent-station-figures")(ask.language)).csv", type: "text/csv", temporary: try await house.openDataFile())
        }
        site.download(Paths.openDataDictionary, access: .everyone, type: "text/csv", summary: Words("数据字典，CSV", "What the columns of the open data mean")) { ask in
            try Workbooks.attachment("\(Words("数据字典", "dictionary")(ask.language)).csv", type: "text/csv", temporary: try await house.openDataDictionary())
        }
    }
}
