import Domain
import Markup
import Services

/// One file of jobs: what its columns say and how its first rows will be read; then how far it is, and its report.
struct JobImportPage: Page {
    let view: JobImportView
    private(set) var filled = Filled.nothing

    private enum CodingKeys: String, CodingKey { case view = "import" }

    init(_ view: JobImportView, _ filled: Filled? = nil) {
        self.view = view
        self.filled = filled ?? Self.typed(view)
    }

    init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        self.init(try container.decode(JobImportView.self, forKey: .view))
    }

    /// The columns as they are mapped, for the form.
    private static func typed(_ view: JobImportView) -> Filled {
        var values: [String: [String]] = ["payUnit": [view.payUnit.rawValue], "payPer": [view.payPer.rawValue], "musts": view.musts.map(\.rawValue), "source": [view.summary.source]]
        for (index, column) in view.columns.enumerated() { if let field = column.field { values["columns.\(index).field"] = [field.rawValue] } }
        return Filled(values)
    }

    func title(in language: Language) -> String { view.summary.name }

    func body(_ page: View) -> HTML {
        """
        \(page(PageHeader(view.summary.name, lead: page(lead), trail: [Link(page("岗位导入", "Import of jobs"), to: Paths.jobImports())], aside: page(Tag(view.summary.state, page)))))\
        \(view.summary.state == .waiting ? waiting(page) : report(page))
        """
    }

    private var lead: Words {
        switch view.summary.state {
        case .waiting: Words("共 \(view.summary.rows ?? 0) 行。请核对各列含义，确认下方读取结果后开始导入。", "\(view.summary.rows ?? 0) rows. Check what the columns say and how rows are read, then begin.")
        case .running: Words("正在导入，可离开本页，完成后会收到消息。", "Under way. You may leave this page; a message comes at the end.")
        case .done: Words("导入完成。", "The import is done.")
        case .failed: Words("导入中断，已导入的岗位保留；修正文件后可重新上传。", "Broken off. What was taken stays; mend the file and upload it again.")
        }
    }

    // MARK: before

    private func waiting(_ page: View) -> HTML {
        let id = view.summary.id
        return """
            \(page(FormFrame(Paths.jobImportColumns(id), in: filled, small: true, buttons: [Button(page("保存并重新读取", "Save and read again"), .secondary)]) { columns(page) }))\
            \(page(Panel(page("读取结果", "As it will be read"), id: "shown") { shown(page) }))\
            \(page(ActionBar("""
                \(if: !view.shown.isEmpty, page(PostButton(page("开始导入", "Begin the import"), to: Paths.jobImportStart(id))))\
                \(page(PostButton(page("放弃此文件", "Drop this file"), .danger, to: Paths.jobImportRemoval(id), confirm: page("文件将被删除。确定吗？", "The file will be deleted. Go on?"))))
                """)))
            """
    }

    private func columns(_ page: View) -> HTML {
        let fields = JobMapping.Field.allCases.filter { view.summary.organisation == nil || $0 != .company }.map { Option($0.rawValue, page($0.words)) }
        let table = Table(page("各列含义", "What columns say"), columns: [.main(page("列名", "Heading")), Table.Column(page("例", "Examples")), Table.Column(page("含义（不选则不导入）", "Meaning (none: left out)"))],
            rows: view.columns.enumerated().map { index, column in
                let field = Field("columns.\(index).field", column.heading, .select(fields), width: .middle, in: filled)
                return [
                    "<span id=\"column-\(index)\">\(column.heading)</span><input type=\"hidden\" name=\"columns.\(index).heading\" value=\"\(column.heading)\">",
                    "<span class=\"hint\">\(column.examples.joined(separator: "；"))</span>", field.control(page, labelled: "column-\(index)"),
                ]
            }, empty: EmptyState(page("文件没有表头", "The file has no headings")))
        return page(Panel(page("各列含义", "What columns say"), id: "f-columns") { """
            \(with: filled.error("columns"), { "<p class=\"error\">\(page($0))</p>" })\(page(table))\
            \(if: view.summary.organisation == nil, page(Field("source", page("来源代号", "Source"), hint: page("小写字母、数字和 -；同一来源、同一编号的岗位视为同一个", "Small letters, digits and -; the same id of the same source is the same job"), width: .middle, in: filled)))\
            \(page(Field("payUnit", page("薪资数字的单位", "What numbers of pay count"), .select(PayText.Unit.allCases.map { Option($0.rawValue, page($0.words)) }), width: .narrow, in: filled)))\
            \(page(Field("payPer", page("薪资按", "Pay is for"), .select(PayText.Per.allCases.map { Option($0.rawValue, page($0.words)) }), width: .narrow, in: filled)))\
            \(page(Field("musts", page("必须满足的要求", "What a person must meet"), .checkboxes(JobTerms.Must.allCases.map { Option($0.rawValue, page($0.importWords)) }), hint: page("未勾选的视为优先条件", "The others are wishes"), optional: true, in: filled)))
            """ })
    }

    private func shown(_ page: View) -> HTML {
        page(Table(page("前几行", "The first rows"), columns: [
            .number(page("行", "Row")), .main(page("岗位", "Job")), Table.Column(page("地区", "Place")), Table.Column(page("薪资", "Pay")), Table.Column(page("要求", "Asked")), Table.Column(page("说明", "Notes")),
        ], rows: view.shown.map { row in
            let asked = [row.degree, row.years].compactMap { $0.map { page($0) } } + row.skills
            return [
                "\(row.row)", "\(row.title.isEmpty ? page("（没有岗位名称）", "(no title)") : row.title)<br><span class=\"hint\">\(row.company)</span>", "\(row.place)", "\(row.pay.map { page($0) } ?? page("未说明", "Not said"))", "\(asked.joined(separator: page("、", ", ")))",
                """
                \(with: row.refusal, { "<span class=\"error\">\(page("不导入：", "Not taken: "))\(page($0))</span>" })\
                \(if: !row.notes.isEmpty, "<span class=\"hint\">\(page("未能识别：", "Not understood: "))\(row.notes.map { page($0) }.joined(separator: page("、", ", ")))</span>")
                """,
            ]
        }, empty: EmptyState(page("还不能读取", "Nothing can be read yet"), page("请先指定岗位名称等列的含义并保存。", "Say first which column holds the title, and save."))))
    }

    // MARK: after

    private func report(_ page: View) -> HTML {
        let summary = view.summary
        return """
            \(if: summary.state == .running, """
                <div data-refresh="3">\(page(Progress(page("已读取", "Read"), summary.read, of: summary.rows ?? max(summary.read, 1))))\
                <p>\(page(Link(page("刷新进度", "Look again"), to: Paths.jobImport(summary.id))))</p></div>
                """)\
            \(with: view.failure, { page(Banner(.bad, page($0))) })\
            \(if: !view.missing.isEmpty, page(Banner(.info, page("文件中没有这些列：\(view.missing.joined(separator: "、"))", "The file lacks these columns: \(view.missing.joined(separator: ", "))"))))\
            \(page(Panel(page("结果", "Result")) { page(Facts([
                Fact(page("读取", "Read"), "\(page.number(summary.read))"), Fact(page("新增", "Taken"), "\(page.number(summary.taken))"), Fact(page("更新", "Changed"), "\(page.number(summary.changed))"),
                Fact(page("重复", "Alike"), "\(page.number(summary.alike))"), Fact(page("未采用", "Refused"), "\(page.number(summary.refused))"),
            ])) }))\
            \(if: !view.refused.isEmpty, page(Panel(page("未采用的原因", "Why rows were refused")) { counts(view.refused, page) }))\
            \(if: !view.notes.isEmpty, page(Panel(page("未能识别的内容（按未说明处理）", "Not understood, and taken as not said")) { counts(view.notes, page) }))\
            \(if: !view.lines.isEmpty, page(Panel(page("逐行说明", "Row by row")) { lines(page) }))
            """
    }

    private func counts(_ counts: [JobImportView.Count], _ page: View) -> HTML {
        page(Table(page("合计", "Counts"), columns: [.main(page("内容", "What")), .number(page("行数", "Rows"))], rows: counts.map { ["\(page($0.name))", "\(page.number($0.count))"] }, empty: EmptyState("")))
    }

    private func lines(_ page: View) -> HTML {
        let table = Table(page("逐行说明", "Row by row"), columns: [.number(page("行", "Row")), .main(page("岗位编号", "Id")), Table.Column(page("结果", "What became of it"))],
            rows: view.lines.map { line in ["\(line.row)", "\(line.sourceID.isEmpty ? "—" : line.sourceID)", outcome(line, page)] }, empty: EmptyState(""))
        return "<p class=\"hint\">\(page("最多列出各 300 行。", "The first 300 of each kind."))</p>\(page(table))"
    }

    private func outcome(_ line: JobImportView.Line, _ page: View) -> HTML {
        if let reason = line.reason { return "\(page("未采用：", "Refused: "))\(page(reason))" }
        let link: HTML = line.equals.map { " \(page(Link(page("查看", "See it"), to: Paths.job($0))))" } ?? .empty
        return "\(page("已有相同岗位", "It is there already"))\(link)"
    }
}

extension PayText.Unit {
    fileprivate var words: Words {
        switch self {
        case .yuan: Words("元", "Yuan")
        case .thousand: Words("千元", "Thousands of yuan")
        case .tenThousand: Words("万元", "Tens of thousands of yuan")
        }
    }
}

extension PayText.Per {
    fileprivate var words: Words {
        switch self {
        case .month: Words("月", "A month")
        case .day: Words("天", "A day")
        case .hour: Words("小时", "An hour")
        case .year: Words("年", "A year")
        }
    }
}

extension JobTerms.Must {
    fileprivate var importWords: Words {
        switch self {
        case .degree: Words("学历", "Education")
        case .years: Words("工作年限", "Years of experience")
        case .place: Words("工作地区", "Place")
        case .skills: Words("技能", "Skills")
        }
    }
}
