import Domain
import Markup
import Services

/// What offices see of all that counts: targets, each thing, and one thing cut in all ways. Each number opens to its records.
struct DashboardPage: ModelPage {
    let model: DashboardView

    init(_ model: DashboardView) { self.model = model }

    func title(in language: Language) -> String { Words("统计总览", "Dashboard")(language) }

    func body(_ view: View) -> HTML {
        """
        \(view(PageHeader(title(in: view.language), lead: lead(view), actions: """
            \(view(Button(view("导出 Excel", "Excel"), .secondary, href: model.filter.href(Paths.dashboardWorkbook()))))\(view(Button(view("生成报告", "Reports"), .secondary, href: Paths.figureReport())))\
            \(view(Button(view("年度工作计划", "Work plan"), .secondary, href: Paths.workPlan())))
            """)))\
        \(each: model.targets, { trend in view(TargetTrendPanel(trend: trend, evidence: DashboardFilter(what: trend.thing, target: trend.target.id).href(Paths.countedRecords()))) })\
        \(filters(view))\(overview(view))\(cuts(view))
        """
    }

    private func lead(_ view: View) -> String {
        let all = view("数字由记录实时统计，点击可查看每条记录。", "Each number is counted from records as they stand; follow it to see them.")
        guard let scope = model.scope else { return all }
        return all + view("本页统计范围：\(scope.map(\.zh).joined(separator: "、"))。", " These figures are of \(scope.map(\.en).joined(separator: ", ")).")
    }

    private func filters(_ view: View) -> HTML {
        let filter = model.filter
        func choice(_ name: String, _ label: String, _ all: String, _ names: [ConditionName], _ value: String?) -> Filters.Filter {
            .choice(name, label, [Option("", all)] + names.map { Option($0.id, view($0.name)) }, value: value ?? "")
        }
        var filters: [Filters.Filter] = [
            .choice("what", view("统计项", "What"), FigureThing.allCases.map { Option($0.rawValue, view($0.words)) }, value: filter.what.rawValue),
            choice("level", view("驿站级别", "Level"), view("市级和区级", "All levels"), model.levels, filter.level),
        ]
        if model.areas.count > 1 { filters.append(choice("area", view("区域", "Area"), view("全部区域", "All areas"), model.areas, filter.area)) }
        filters += [
            choice("kind", view("驿站类别", "Kind"), view("全部类别", "All kinds"), model.kinds, filter.kind), choice("field", view("领域", "Field"), view("全部领域", "All fields"), model.fields, filter.field),
            .date("from", view("开始日期", "From"), value: filter.from?.description ?? ""), .date("to", view("结束日期", "To"), value: filter.to?.description ?? ""),
        ]
        return """
            <h2 id="figures">\(view("各项统计", "All figures"))</h2>\
            \(view(Filters(Paths.dashboard(), filters, count: model.line?.occurrences ?? 0, export: Link(view("导出全部记录", "All records"), to: filter.href(Paths.countedWorkbook())))))
            """
    }

    private func overview(_ view: View) -> HTML {
        view(Panel(view("总数", "In all"), id: "lines") {
            view(Table(view("总数", "In all"), columns: [
                .main(view("统计项", "What")), .number(view("数量", "Occurrences")), .number(view("人数", "People")), .init(view("统计口径", "Counted as")),
            ], rows: model.lines.map { line in
                let filter = model.filter.about(line.thing)
                return [
                    view(Link(view(line.thing.words), to: filter.href(Paths.dashboard()))),
                    "\(view(Link(view.number(line.occurrences), to: filter.href(Paths.countedRecords())))) \(view(line.thing.unit))", "\(line.persons.map { view.number($0) } ?? "—")",
                    "<span class=\"hint\">\(view(line.thing.rule))</span>",
                ]
            }, empty: EmptyState("")))
        })
    }

    private func cuts(_ view: View) -> HTML {
        "\(each: model.tables, { table in cut(table, view) })"
    }

    private func cut(_ table: FigureTable, _ view: View) -> HTML {
        let name = view(model.filter.what.words), title = view("\(name)，按\(table.by.words.zh)", "\(name) by \(table.by.words.en.lowercased())"), unit = view(model.filter.what.unit)
        let points = table.cells.prefix(table.by == .month ? 18 : 12).map { Chart.Point(table.by == .month ? String($0.key.dropFirst(2)) : view($0.name), $0.occurrences) }
        return view(Panel(title, id: "by-\(table.by.rawValue)") {
            """
            \(if: table.cells.count > 1, view(Chart(table.by == .month ? .bars : .rows, title, unit: unit, points: points)))\
            \(view(Table(title, columns: [
                .main(view(table.by.words)), .number(view("数量", "Occurrences")), .number(view("人数", "People")),
            ], rows: table.cells.map { cell in
                [
                    "\(view(cell.name))", view(Link(view.number(cell.occurrences), to: model.filter.only(table.by, cell.key).href(Paths.countedRecords()))), "\(cell.persons.map { view.number($0) } ?? "—")",
                ]
            }, empty: EmptyState(view("没有计入的记录", "No records counted")))))
            """
        })
    }
}

/// The records behind a number.
struct CountedRecordsPage: ModelPage {
    let model: CountedList

    init(_ model: CountedList) { self.model = model }

    func title(in language: Language) -> String { Words("\(model.filter.what.words.zh)明细", "Records: \(model.filter.what.words.en)")(language) }

    func body(_ view: View) -> HTML {
        let filter = model.filter, thing = filter.what, separator = view("、", ", ")
        let chosen = model.chosen.map { view($0) }.joined(separator: separator)
        return """
            \(view(PageHeader(title(in: view.language), lead: view(thing.rule), trail: [Link(view("统计总览", "Dashboard"), to: filter.about(thing).href(Paths.dashboard()))], actions: """
                \(view(Button(view("导出 Excel", "Excel"), .secondary, href: filter.href(Paths.countedWorkbook()))))\(view(Button(view("导出 CSV", "CSV"), .secondary, href: filter.href(Paths.countedDelimited()))))
                """)))\
            \(view(Facts([Fact(view("范围", "Chosen by"), "\(chosen.isEmpty ? view("全部", "All") : chosen)"), Fact(view("数量", "Occurrences"), "\(view.number(model.total)) \(view(thing.unit))")]
                + (model.persons.map { [Fact(view("人数", "Different people"), "\(view("\(view.number($0)) 人", view.number($0)))")] } ?? []))))\
            \(view(Table(title(in: view.language), columns: [
                .main(view("记录", "Record")), .init(view("日期", "Day")), .init(view("驿站", "Station")), .init(view("级别", "Level")), .init(view("区域", "Area")),
            ], rows: model.rows.map { row($0, view) }, empty: EmptyState(view("没有计入的记录", "No records counted")))))\
            \(view(Pager(previous: filter.page > 1 ? filter.href(Paths.countedRecords(), page: filter.page - 1) : nil, next: model.hasMore ? filter.href(Paths.countedRecords(), page: filter.page + 1) : nil,
                place: view("第 \(filter.page) 页", "Page \(filter.page)"))))
            """
    }

    private func row(_ row: CountedRow, _ view: View) -> [HTML] {
        let label: HTML = row.href.map { view(Link(view(row.label), to: $0)) } ?? "\(view(row.label))"
        let station: HTML = row.station.map { view(Link(row.stationName ?? "", to: Paths.station($0))) } ?? "\(view("部门", "An office"))"
        return ["\(label)<br><span class=\"hint\">\(row.id)</span>", view.time(row.day), station, "\(row.levelName.map { view($0) } ?? "—")", "\(view(row.areaName))"]
    }
}
