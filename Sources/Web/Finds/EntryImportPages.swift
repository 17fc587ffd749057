import Domain
import Markup
import Services

/// Files of entries that were brought, and a form for the next.
struct EntryImportsPage: Page {
    let imports: EntryImportsView
    /// The directory that the form suggests.
    let lane: Find?
    private(set) var filled: Filled

    private enum CodingKeys: CodingKey { case imports, lane }

    init(_ imports: EntryImportsView, lane: Find? = nil, _ filled: Filled? = nil) {
        self.imports = imports
        self.lane = lane
        self.filled = filled ?? Filled(lane.map { ["lane": [$0.rawValue]] } ?? [:])
    }

    init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        self.init(try container.decode(EntryImportsView.self, forKey: .imports), lane: try container.decodeIfPresent(Find.self, forKey: .lane))
    }

    func title(in language: Language) -> String { Words("目录导入", "Import of directories")(language) }

    func body(_ view: View) -> HTML {
        """
        \(view(PageHeader(title(in: view.language), lead: view("用表格批量维护平台、项目、资金目录，每次最多 5000 行。", "Platforms, projects and funds from a table, at most 5,000 rows at a time."),
            trail: [Link(view("六找", "Six finds"), to: Paths.finds())])))\
        \(view(Panel(view("模板", "Templates")) {
            "<div class=\"buttons\">\(each: Find.directories, { view(Button(view("\($0.one.zh)模板", "Template: \($0.one.en)s"), .secondary, href: Paths.directoryTemplate($0))) })</div>"
        }))\
        \(view(Panel(view("上传文件", "Upload a file"), id: "new") { view(FormFrame(Paths.entryImports(), in: filled, files: true, small: true, buttons: [Button(view("上传", "Upload"))]) { fields(view) }) }))\
        \(view(Panel(view("导入记录", "Imports")) { table(view) }))
        """
    }

    private func fields(_ view: View) -> HTML {
        """
        \(view(Field("lane", view("目录", "Directory"), .select(Find.directories.map { Option($0.rawValue, view($0.words)) }), width: .middle, in: filled)))\
        \(if: imports.offices.count > 1, view(Field("office", view("维护部门", "Office that keeps them"), .select(imports.offices.map { Option($0.id, view($0.name)) }), width: .middle, in: filled)))\
        \(view(Field("file", view("表格", "Table"), .files(Field.Files(accept: [".csv", ".xlsx"], megabytes: 5, several: false)), hint: view("第一行为列名，列名与模板一致", "Headings in the first row, as in the template"), in: filled)))
        """
    }

    private func table(_ view: View) -> HTML {
        view(Table(view("导入记录", "Imports"), columns: [
            .main(view("文件", "File")), Table.Column(view("目录", "Directory")), Table.Column(view("时间", "When")), Table.Column(view("状态", "State")), .number(view("新增", "Added")),
            .number(view("更新", "Changed")), .number(view("未变", "Left")), .number(view("未采用", "Refused")),
        ], rows: imports.imports.map { one in
            let report = one.report
            return [
                "<a href=\"\(Paths.entryImport(one.id))\">\(one.name)</a>", "\(view(one.lane.words))", view.time(one.createdAt), view(Tag(one.state, view)), "\(report?.added ?? 0)", "\(report?.changed ?? 0)",
                "\(report?.left ?? 0)", "\(report?.refused.count ?? 0)",
            ]
        }, empty: EmptyState(view("还没有导入过", "Nothing was imported yet"), view("请在上面上传表格。", "Upload a table above."))))
    }
}

/// One file of entries: how its first rows will be read, or its report.
struct EntryImportPage: ModelPage {
    let model: EntryImportView
    private let filled: Filled

    init(_ model: EntryImportView) { self.init(model, Filled(["existing": [ExistingEntries.update.rawValue]])) }

    init(_ model: EntryImportView, _ filled: Filled) {
        self.model = model
        self.filled = filled
    }

    private var summary: EntryImportSummary { model.summary }

    func title(in language: Language) -> String { summary.name }

    func body(_ view: View) -> HTML {
        """
        \(view(PageHeader(summary.name, lead: "\(view(summary.lane.words)) · \(view(summary.office))",
            trail: [Link(view("目录导入", "Import of directories"), to: Paths.entryImports())], aside: view(Tag(summary.state, view)))))\
        \(summary.state == .waiting ? waiting(view) : report(view))
        """
    }

    private func waiting(_ view: View) -> HTML {
        """
        <p>\(view("共 \(model.rows) 行，其中 \(model.refused) 行不能采用。", "\(model.rows) rows; \(model.refused) of them cannot be taken."))</p>\
        \(if: !model.strange.isEmpty, view(Banner(.info, view("这些列不会导入：\(model.strange.joined(separator: "、"))", "These columns are left out: \(model.strange.joined(separator: ", "))"))))\
        \(view(Panel(view("前几行", "The first rows")) { view(Table(view("前几行", "The first rows"), columns: [
            .number(view("行", "Row")), .main(view("名称", "Name")), Table.Column(view("所在区市", "Area")), Table.Column(view("联系方式", "Contact")), Table.Column(view("说明", "Notes")),
        ], rows: model.shown.map { row in [
            "\(row.row)", "\(row.name.isEmpty ? view("（没有名称）", "(no name)") : row.name)<br><span class=\"hint\">\(row.summary.prefix(60))</span>", "\(row.area.map { view($0) } ?? "—")", "\(row.contact)",
            "\(with: row.refusal, { "<span class=\"error\">\(view("不采用：", "Not taken: "))\(view($0))</span>" })",
        ] }, empty: EmptyState(view("没有可读的行", "There is no row that can be read")))) }))\
        \(view(FormFrame(Paths.entryImportTaking(summary.id), in: filled, small: true, buttons: [Button(view("开始导入", "Import"))]) {
            view(Panel(view("目录中已有同名信息时", "Where the directory has an entry of that name"), id: "taking") {
                view(Field("existing", view("处理方式", "What to do"), .radios(ExistingEntries.allCases.map { Option($0.rawValue, view($0.words)) }), in: filled))
            })
        }))\
        \(view(PostButton(view("放弃此文件", "Drop this file"), .danger, to: Paths.entryImportRemoval(summary.id), confirm: view("文件将被删除。确定吗？", "The file will be deleted. Go on?"))))
        """
    }

    private func report(_ view: View) -> HTML {
        guard let report = summary.report else { return view(Banner(.info, view("文件已放弃，没有导入", "The file was dropped; nothing was taken"))) }
        return """
            \(view(Panel(view("结果", "Result")) { view(Facts([
                Fact(view("读取", "Read"), "\(view.number(report.read))"), Fact(view("新增", "Added"), "\(view.number(report.added))"), Fact(view("更新", "Changed"), "\(view.number(report.changed))"),
                Fact(view("未变", "Left"), "\(view.number(report.left))"), Fact(view("未采用", "Refused"), "\(view.number(report.refused.count))"),
            ])) }))\
            \(if: !report.refused.isEmpty, view(Panel(view("未采用的行", "Rows that were not taken")) { view(Table(view("未采用的行", "Rows that were not taken"), columns: [
                .number(view("行", "Row")), .main(view("名称", "Name")), Table.Column(view("原因", "Why")),
            ], rows: report.refused.map { ["\($0.row)", "\($0.name.isEmpty ? "—" : $0.name)", "\(view($0.reason))"] }, empty: EmptyState(""))) }))\
            <p>\(view(Link(view("查看目录", "See the directory"), to: Paths.directory(summary.lane))))</p>
            """
    }
}

extension Tag {
    init(_ state: EntryImportSummary.State, _ view: View) {
        switch state {
        case .waiting: self.init(view("待核对", "To be checked"), .action)
        case .done: self.init(view("已导入", "Taken"), .good)
        case .dropped: self.init(view("已放弃", "Dropped"), .idle)
        }
    }
}
