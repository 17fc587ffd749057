import Domain
import Markup
import Services

/// Files of jobs that were brought, and a form for the next.
struct JobImportsPage: Page {
    let imports: JobImportsView
    private(set) var filled = Filled.nothing

    private enum CodingKeys: CodingKey { case imports }

    init(_ imports: JobImportsView, _ filled: Filled = .nothing) {
        self.imports = imports
        self.filled = filled
    }

    func title(in language: Language) -> String { Words("岗位导入", "Import of jobs")(language) }

    func body(_ view: View) -> HTML {
        """
        \(view(PageHeader(title(in: view.language), lead: view("上传岗位表格（.csv 或 .xlsx），核对各列含义后导入。", "Upload a table of jobs (.csv or .xlsx), check what its columns say, and import it."),
            actions: view(Button(view("下载模板", "Download the template"), .secondary, href: Paths.jobsTemplate())))))\
        \(view(FormFrame(Paths.jobImports(), in: filled, files: true, small: true, buttons: [Button(view("上传", "Upload"))]) { view(Panel(view("上传文件", "Upload a file"), id: "new") { fields(view) }) }))\
        \(view(Panel(view("导入记录", "Imports")) { table(view) }))\
        \(view(Pager(previous: nil, next: imports.next.map { Paths.jobImports().with("after", $0) })))\
        \(view(Panel(view("导出", "Export")) { """
            <p>\(view("招聘中的岗位，列与模板相同，可再次导入。", "Open jobs in the columns of the template, which can be imported again."))</p><div class="buttons">\
            \(view(Button(view("导出 Excel", "Export .xlsx"), .secondary, href: Paths.jobsWorkbook())))\(view(Button(view("导出 CSV", "Export .csv"), .secondary, href: Paths.jobsText())))</div>
            """ }))
        """
    }

    private func fields(_ view: View) -> HTML {
        let own = imports.organisations.map { Option($0.id.rawValue, $0.name) }
        let whose: HTML = own.count > 1 || (imports.mayImportAll && !own.isEmpty)
            ? view(Field("organisation", view("单位", "Organisation"), .select(own), hint: imports.mayImportAll ? view("不选则按表格中的单位名称导入", "None: employers are named in the table") : nil, optional: imports.mayImportAll, width: .middle, in: filled))
            : .empty
        return """
            \(whose)\(view(Field("file", view("岗位表格", "Table of jobs"), .files(Field.Files(accept: [".csv", ".xlsx"], several: false)),
                hint: view("第一行为列名，每行一个岗位；支持 UTF-8、GB18030（GBK）编码", "Headings in the first row, one job in each row; UTF-8 or GB18030 (GBK)"), in: filled)))
            """
    }

    private func table(_ view: View) -> HTML {
        view(Table(view("导入记录", "Imports"), columns: [
            .main(view("文件", "File")), Table.Column(view("单位", "Organisation")), Table.Column(view("时间", "Begun")), Table.Column(view("状态", "State")), .number(view("新增", "Taken")),
            .number(view("更新", "Changed")), .number(view("重复", "Alike")), .number(view("未采用", "Refused")),
        ], rows: imports.imports.map { one in
            [
                "<a href=\"\(Paths.jobImport(one.id))\">\(one.name)</a>", "\(one.organisation ?? view("多家单位", "Several"))", "\(view.time(one.begunAt))", view(Tag(one.state, view)),
                "\(view.number(one.taken))", "\(view.number(one.changed))", "\(view.number(one.alike))", "\(view.number(one.refused))",
            ]
        }, empty: EmptyState(view("还没有导入过岗位", "Nothing was imported yet"), view("请在上面上传表格。", "Upload a table above."))))
    }
}

extension Tag {
    init(_ state: JobImportSummary.State, _ view: View) {
        switch state {
        case .waiting: self.init(view("待核对", "To be checked"), .action)
        case .running: self.init(view("导入中", "Under way"), .active)
        case .done: self.init(view("已完成", "Done"), .good)
        case .failed: self.init(view("已中断", "Broken off"), .bad)
        }
    }
}
