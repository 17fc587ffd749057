import Domain
import Markup
import Services

/// All cases that the person may see, under filters that stand in the address.
struct CasesPage: ModelPage {
    let model: CaseList

    init(_ model: CaseList) { self.model = model }

    func title(in language: Language) -> String { Words("案件", "Cases")(language) }

    func body(_ view: View) -> HTML {
        let filter = model.filter
        let first = filter.after == nil ? HTML.empty : "<p>\(view(Link(view("回到第一页", "Back to the first page"), to: filter.href(Paths.cases(), after: nil))))</p>"
        return """
            \(view(PageHeader(title(in: view.language), lead: view("按编号、名称、单位查询，条件会留在地址里，可以转给同事。", "Search by number, title or organisation; the address keeps the filters."),
                trail: [Link(view("工作台", "My work"), to: Paths.work())])))\
            \(view(Filters(Paths.cases(), filters(view), count: model.total,
                export: Link(view("导出 Excel（全部结果）", "Excel of all results"), to: filter.href(Paths.casesWorkbook(), after: nil)))))\
            \(view(Table(title(in: view.language), columns: [
                .main(view("案件", "Case")), .init(view("程序", "Procedure")), .init(view("区市、功能区", "Area")), .init(view("环节与办理", "Step")), .init(view("时限", "Due")), .init(view("状态", "State")),
            ], rows: model.cases.map { row($0, view) }, empty: empty(view))))\(first)\
            \(view(Pager(previous: nil, next: model.next.map { filter.href(Paths.cases(), after: $0) })))
            """
    }

    private func row(_ summary: CaseSummary, _ view: View) -> [HTML] {
        [
            view.heading(of: summary), "\(view(summary.procedureName))\(with: summary.roundName, { "<br><span class=\"hint\">\(view($0))</span>" })",
            "\(summary.areaName.map { view($0) } ?? "—")",
            "\(view(summary.stepName))\(if: !summary.with.isEmpty, "<br><span class=\"hint\">\(view.list(summary.with))</span>")",
            view.clock(of: summary), view(Tag(summary, view)),
        ]
    }

    private func empty(_ view: View) -> EmptyState {
        model.filter == CaseFilter() || model.filter == CaseFilter(after: model.filter.after)
            ? EmptyState(view("还没有案件", "No cases yet"), view("申报单位提交后，案件会出现在这里。", "What is handed in stands here."))
            : EmptyState(view("没有符合条件的案件", "No case fits"), view("请减少或更换查询条件。", "Try fewer or other filters."),
                action: Button(view("清除条件", "Clear the filters"), .secondary, href: Paths.cases()))
    }

    private func filters(_ view: View) -> [Filters.Filter] {
        func options(_ all: String, _ names: [ConditionName]) -> [Option] { [Option("", all)] + names.map { Option($0.id, view($0.name)) } }
        let filter = model.filter
        let states = CaseState.allCases.filter { $0 != .draft }.map { Option($0.rawValue, Tag($0, view).text) }
        return [
            .search("text", view("编号、名称或单位", "Number, title or organisation"), value: filter.text ?? ""),
            .choice("procedure", view("程序", "Procedure"), options(view("全部程序", "All"), model.procedures), value: filter.procedure ?? ""),
            .choice("state", view("状态", "State"), [Option("", view("全部状态", "All"))] + states, value: filter.state?.rawValue ?? ""),
            .choice("step", view("环节", "Step"), options(view("全部环节", "All"), model.steps), value: filter.step ?? ""),
            .choice("round", view("批次", "Round"), [Option("", view("全部批次", "All"))] + model.rounds.map { Option($0.id.rawValue, view($0.name)) }, value: filter.round?.rawValue ?? ""),
            .choice("area", view("区市、功能区", "Area"), options(view("全部区域", "All"), model.areas), value: filter.area ?? ""),
            .choice("overdue", view("时限", "Due"), [Option("", view("全部", "All")), Option("true", view("只看超期", "Overdue only"))], value: filter.overdue == true ? "true" : ""),
        ]
    }
}

extension CaseFilter {
    /// - Throws: `Refusal.invalid` naming the value that is not understood.
    init(_ query: Query) throws {
        self.init(
            procedure: query["procedure"], state: try query.value("state"), step: query["step"], round: try query.value("round"), area: query["area"],
            text: query["text"], overdue: try query.value("overdue"), after: try query.value("after"))
    }

    static let fields: [QueryField] = [
        QueryField("text", Words("编号、名称或单位包含的文字", "Words in number, title or organisation")), QueryField("procedure", Words("程序", "Procedure")),
        QueryField("state", Words("状态", "State"), CaseState.self), QueryField("step", Words("环节", "Step")), QueryField("round", Words("批次", "Round"), ID<Round>.self),
        QueryField("area", Words("区市、功能区", "Area")), QueryField("overdue", Words("只看超期", "Overdue only"), Bool.self),
    ]

    static let pageField = QueryField("after", Words("上一页最后一件的编号", "The last case of the page before"), ID<Case>.self)

    /// The list under these filters.
    func href(_ path: Href, after: ID<Case>?) -> Href {
        path.with("text", text).with("procedure", procedure).with("state", state).with("step", step).with("round", round).with("area", area)
            .with("overdue", overdue).with("after", after)
    }
}
