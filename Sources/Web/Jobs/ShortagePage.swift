import Domain
import Markup
import Services

/// Open jobs against the talents who seek them: the chart, the table behind it, and what is short.
struct ShortagePage: ModelPage {
    let model: ShortageView

    init(_ model: ShortageView) { self.model = model }

    func title(in language: Language) -> String { Words("紧缺岗位", "Shortages")(language) }

    private static let kinds: [(ShortageView.Kind, Words)] = [
        (.occupation, Words("按职业", "By occupation")), (.industry, Words("按行业", "By industry")), (.district, Words("按区域", "By district")),
    ]
    /// Bars of the chart, and rows of the table.
    private static let bars = 6
    private static let rows = 100

    func body(_ view: View) -> HTML {
        let short = model.lines.filter(\.isShort).count
        return """
            \(view(PageHeader(title(in: view.language), lead: view("招聘中的岗位需求与正在求职的人才对照，实时统计；少于 \(ShortageView.fewest) 人的不显示人数。",
                "Open jobs against the talents who seek them, from live data; fewer than \(ShortageView.fewest) people are not told apart."),
                actions: view.actor.isStaff ? view(Button(view("导出 Excel", "Export to Excel"), .secondary, href: Paths.shortagesWorkbook().with("by", model.kind))) : .empty)))\
            <nav class="buttons" aria-label="\(view("统计口径", "How it is counted"))">\(each: Self.kinds, { kind, words in
                view(Button(view(words), kind == model.kind ? .primary : .quiet, href: Paths.shortages().with("by", kind)))
            })</nav>\
            \(view(Facts([
                Fact(view("招聘中的岗位", "Open jobs"), "<a href=\"\(Paths.jobs())\">\(view.number(model.jobs))</a>"), Fact(view("需求人数", "People wanted"), "\(view.number(model.wanted))"),
                Fact(view("求职人才", "Talents who seek"), "\(people(model.talents, view))"), Fact(view("紧缺项", "Short"), "\(view.number(short))"),
            ])))\(chart(view))\(table(view))
            """
    }

    private func people(_ people: ShortageView.People, _ view: View) -> String {
        people.count.map { view.number($0) } ?? view("少于\(ShortageView.fewest)", "fewer than \(ShortageView.fewest)")
    }

    private func chart(_ view: View) -> HTML {
        let lines = model.lines.filter { !$0.code.isEmpty }.prefix(Self.bars)
        guard !lines.isEmpty else { return .empty }
        return view(Chart(.rows, view("需求超出求职人才最多的项（需求人数）", "Where most people are missing (people wanted)"), unit: view("人", "people"),
            points: lines.map { Chart.Point(view($0.name), $0.wanted) }))
    }

    private func table(_ view: View) -> HTML {
        view(Table(title(in: view.language), columns: [
            .main(view("项目", "Item")), .number(view("岗位", "Jobs")), .number(view("需求人数", "Wanted")), .number(view("求职人才", "Talents")),
                .number(view("每百名人才对应需求", "Wanted per 100 talents")), Table.Column(view("紧缺", "Short")),
        ], rows: model.lines.prefix(Self.rows).map { line in [
            "\(view(line.name))", "\(link(line, view))", "\(view.number(line.wanted))", "\(people(line.talents, view))", "\(line.perHundred.map { view.number($0) } ?? "—")",
            "\(if: line.isShort, view(Tag(view("紧缺", "Short"), .action)))",
        ] }, empty: EmptyState(view("目前没有招聘中的岗位", "There are no open jobs at present"))))
    }

    /// The jobs behind a number, as the search page filters them.
    private func link(_ line: ShortageView.Line, _ view: View) -> HTML {
        guard line.jobs > 0 else { return "0" }
        let href: Href? = switch model.kind {
        case .district where !line.code.isEmpty: Paths.jobs().with("area", line.code)
        case .industry where !line.code.isEmpty: Paths.jobs().with("industry", line.code)
        // By words: the search knows no codes, and what it finds by a code's name would be another number.
        case .occupation where !line.code.isEmpty && Occupation.of(line.code) == nil: Paths.jobs().with("q", line.code)
        case .district, .industry, .occupation: nil
        }
        return href.map { view(Link(view.number(line.jobs), to: $0)) } ?? "\(view.number(line.jobs))"
    }
}

extension ShortageView.Kind: PathParameter {}

extension Rooms {
    func addShortageRoutes(to site: inout Site) {
        let house = house, by = QueryField("by", Words("按职业、行业或区域", "By occupation, industry or district"), ShortageView.Kind.self)
        site.get(Paths.shortages, access: .everyone, page: ShortagePage.self, query: [by], summary: Words("紧缺岗位", "Open jobs against the talents who seek them")) { ask in
            ShortagePage(try await house.shortages(try ask.query.value("by") ?? .occupation))
        }
        site.download(Paths.shortagesWorkbook, access: .staff, type: Workbooks.type, query: [by], summary: Words("紧缺岗位，Excel", "Shortages as a spreadsheet")) { ask in
            let kind: ShortageView.Kind = try ask.query.value("by") ?? .occupation
            return try Workbooks.attachment("\(ask.language == .zh ? "紧缺岗位" : "shortages")-\(kind.rawValue).xlsx", temporary: try await house.shortageWorkbook(kind))
        }
    }
}
