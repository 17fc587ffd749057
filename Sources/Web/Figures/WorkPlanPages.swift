import Domain
import Markup
import Services

extension WorkItemState: PathParameter {}

extension Tag {
    init(_ item: WorkItemSummary, _ view: View) {
        if item.isLate {
            self.init(view("已逾期", "Late"), .bad)
            return
        }
        let kind: Kind = switch item.state {
        case .open: .active
        case .done: .good
        case .dropped: .idle
        }
        self.init(view(item.state.words), kind)
    }
}

extension WorkPlanFilter {
    /// - Throws: `Refusal.invalid` naming the value that is not understood.
    init(_ ask: Ask) throws {
        self.init(
            year: try ask.query.value("year"), owner: ask.query["owner"], state: try ask.query.value("state"), late: try ask.query.value("late") ?? false, page: try ask.query.value("page") ?? 1)
    }

    func href(_ path: Href, page: Int? = nil) -> Href {
        path.with("year", year).with("owner", owner).with("state", state).with("late", late ? true : nil).with("page", page)
    }

    static let fields = [
        QueryField("year", Words("年度", "Year"), Int.self), QueryField("owner", Words("责任单位", "Office that is to do it")), QueryField("state", Words("状态", "State"), WorkItemState.self),
        QueryField("late", Words("只看逾期", "Late ones alone"), Bool.self),
    ]
}

extension WorkItemSummary {
    /// What is to come of it, and how far it is.
    func progress(_ view: View) -> HTML {
        guard let measure, let goal, let count else { return "\(words)" }
        let first = Day(year: year, month: 1, day: 1), last = Day(year: year, month: 12, day: 31)
        let records = DashboardFilter(what: measure, area: countedArea, from: first, to: last).href(Paths.countedRecords())
        let number: HTML = isReadable ? view(Link(view.number(count), to: records)) : "\(view.number(count))"
        return """
            \(view(measure.words)) \(number) / \(view.number(goal)) \(view(measure.unit))\(with: percent, { "（\($0)%）" })\
            <progress max="\(max(goal, 1))" value="\(min(max(count, 0), max(goal, 1)))" aria-label="\(view("\(title)完成进度", "Progress of \(title)"))"></progress>\
            \(if: !words.isEmpty, "<span class=\"hint\">\(words)</span>")
            """
    }
}

/// The annual work plans of a year (三(二)): each item with its office, its day, and what is counted towards it.
struct WorkPlanPage: ModelPage {
    let model: WorkPlanView
    private let filled: Filled

    init(_ model: WorkPlanView) { self.init(model, .nothing) }

    init(_ model: WorkPlanView, _ filled: Filled) {
        self.model = model
        self.filled = filled
    }

    func title(in language: Language) -> String { Words("\(model.year)年度人才工作计划", "Annual work plan \(model.year)")(language) }

    func body(_ view: View) -> HTML {
        let filter = model.filter
        return """
            \(view(PageHeader(title(in: view.language), lead: view("完成数由记录实时统计，与统计总览一致。", "What is done is counted from records, as on the dashboard."), trail: [Link(view("统计总览", "Dashboard"), to: Paths.dashboard())],
                aside: view(ClauseChip(Clause("三(二)"))), actions: view(Button(view("打印 PDF", "PDF"), .secondary, href: filter.href(Paths.workPlanPaper()))))))\
            \(view(Facts([
                Fact(view("推进中", "In work"), "\(view.number(model.open))"), Fact(view("已完成", "Done"), "\(view.number(model.done))"),
                Fact(view("已逾期", "Late"), model.late > 0 ? view(Link(view.number(model.late), to: Paths.workPlan().with("year", model.year).with("late", true))) : "0"),
            ])))\
            \(view(Filters(Paths.workPlan(), [
                .choice("year", view("年度", "Year"), (max(model.year - 2, 2000)...min(model.year + 1, 2100)).map { Option(String($0), String($0)) }, value: String(model.year)),
                .choice("owner", view("责任单位", "Office"), [Option("", view("全部单位", "All offices"))] + model.offices.map { Option($0.id, view($0.name)) }, value: filter.owner ?? ""),
                .choice("state", view("状态", "State"), [Option("", view("全部状态", "All states"))] + WorkItemState.allCases.map { Option($0.rawValue, view($0.words)) }, value: filter.state?.rawValue ?? ""),
                .choice("late", view("逾期", "Late"), [Option("", view("不限", "All")), Option("true", view("只看逾期", "Late ones alone"))], value: filter.late ? "true" : ""),
            ], count: model.total, export: Link(view("导出 Excel", "Excel"), to: filter.href(Paths.workPlanWorkbook())))))\
            \(view(Table(title(in: view.language), columns: [
                .main(view("工作事项", "Item")), .init(view("责任单位", "Office")), .init(view("完成期限", "Due")), .init(view("进展", "Progress")), .init(view("状态", "State")),
            ], rows: model.items.map { item in
                [
                    "\(view(Link(item.title, to: Paths.workItem(item.id))))<br><span class=\"hint\">\(view(item.officeName))\(with: item.clause, { " \(view(ClauseChip($0)))" })</span>", "\(view(item.ownerName))",
                    view.time(item.due), item.progress(view), view(Tag(item, view)),
                ]
            }, empty: EmptyState(view("没有工作事项", "No items"), model.choices == nil ? view("组织部门制定计划后显示在这里。", "Items appear here when the organisation department has written the plan.") : nil))))\
            \(view(Pager(previous: filter.page > 1 ? filter.href(Paths.workPlan(), page: filter.page - 1) : nil, next: model.hasMore ? filter.href(Paths.workPlan(), page: filter.page + 1) : nil,
                place: view("第 \(filter.page) 页", "Page \(filter.page)"))))\
            \(with: model.choices, { choices in view(Panel(view("添加工作事项", "Add an item"), id: "add") {
                view(SideForm(Paths.workPlan(), in: filled, button: Button(view("添加", "Add"))) { WorkItemFields(choices: choices, filled: filled, year: model.year).html(view) })
            }) })
            """
    }
}

/// The fields of an item.
private struct WorkItemFields: Component {
    let choices: WorkChoices
    let filled: Filled
    let year: Int

    func html(_ view: View) -> HTML {
        """
        <input type="hidden" name="year" value="\(year)">\
        \(if: choices.offices.count > 1, view(Field("office", view("制定单位", "Whose plan"), .select(choices.offices.map { Option($0.id, view($0.name)) }), width: .middle, in: filled)))\
        \(view(Field("title", view("工作事项", "Item"), in: filled)))\
        \(view(Field("owner", view("责任单位", "Office that is to do it"), .select([Option("", view("请选择", "Choose"))] + choices.owners.map { Option($0.id, view($0.name)) }), width: .middle, in: filled)))\
        \(view(Field("due", view("完成期限", "Due"), .date, width: .narrow, in: filled)))\
        \(view(Field("clause", view("依据条款", "Clause"), .select([Option("", view("不对应条款", "None"))] + choices.clauses.map { Option($0.id, "\($0.id) \(view($0.name))") }), optional: true, in: filled)))\
        \(view(Field("measure", view("统计项", "What is counted"), .select([Option("", view("不统计，用文字说明", "Nothing; in words"))] + FigureThing.allCases.map { Option($0.rawValue, view($0.words)) }),
            hint: view("完成数按本年度的记录自动统计", "Counted from the records of the year"), optional: true, width: .middle, in: filled)))\
        \(view(Field("goal", view("目标数", "How many"), .number(unit: nil), hint: view("选择统计项时必填", "Wanted where something is counted"), optional: true, width: .narrow, in: filled)))\
        \(view(Field("words", view("完成标志", "What is to come of it"), .longText(rows: 2), hint: view("没有统计项时必填，最多 200 字", "Wanted where nothing is counted; at most 200 characters"), optional: true, in: filled)))
        """
    }
}

/// One item: how it goes, what its office says, and what may be done with it.
struct WorkItemPage: ModelPage {
    enum Form: Sendable { case note, state, change }

    let model: WorkItemView
    private let form: Form?
    private let filled: Filled

    init(_ model: WorkItemView) { self.init(model, nil, .nothing) }

    init(_ model: WorkItemView, _ form: Form?, _ filled: Filled) {
        self.model = model
        self.form = form
        self.filled = filled
    }

    private func filled(_ form: Form) -> Filled { self.form == form ? filled : .nothing }

    func title(in language: Language) -> String { model.item.title }

    func body(_ view: View) -> HTML {
        let item = model.item
        return """
            \(view(PageHeader(item.title, trail: [Link(view("\(item.year)年度人才工作计划", "Annual work plan \(item.year)"), to: Paths.workPlan().with("year", item.year))], aside: view(Tag(item, view)))))\
            \(view(Facts(facts(view))))\(notes(view))\(if: model.isPlanner, planning(view))
            """
    }

    private func facts(_ view: View) -> [Fact] {
        let item = model.item
        var facts = [
            Fact(view("制定单位", "Whose plan"), "\(view(item.officeName))"), Fact(view("责任单位", "Office that is to do it"), "\(view(item.ownerName))"), Fact(view("完成期限", "Due"), view.time(item.due)),
            Fact(view("进展", "Progress"), item.progress(view)),
        ]
        if let measure = item.measure { facts.append(Fact(view("统计口径", "Counted as"), "\(view(measure.rule))\(view("只计本年度。", " Of the year alone."))")) }
        if let clause = item.clause { facts.append(Fact(view("依据", "Clause"), view(ClauseChip(clause)))) }
        if let reason = model.reason { facts.append(Fact(view("理由", "Reason"), "\(reason)")) }
        return facts
    }

    private func notes(_ view: View) -> HTML {
        let item = model.item
        return view(Panel(view("进展情况", "How it goes"), id: "notes") {
            """
            \(if: model.notes.isEmpty, view(EmptyState(view("责任单位还没有填写", "The office has said nothing yet"))))\
            <ul class="points">\(each: model.notes, { note in "<li><p>\(note.text)</p><p class=\"hint\">\(view(note.officeName)) \(note.who) · \(view.time(note.at))</p></li>" })</ul>\
            \(if: model.isOwner && item.state == .open, """
                \(view(SideForm(Paths.workItemNotes(item.id), in: filled(.note), button: Button(view("保存进展", "Save"))) {
                    view(Field("text", view("进展情况", "How it goes"), .longText(rows: 3), in: filled(.note)))
                }))\(view(PostButton(view("报告已完成", "Say that it is done"), .secondary, to: Paths.workItemState(item.id), fields: [("step", "finish")])))
                """)
            """
        })
    }

    private func planning(_ view: View) -> HTML {
        let item = model.item, step: WorkItemState.Step = item.state == .open ? .drop : .reopen
        let move = view(Panel(item.state == .open ? view("调出计划", "Take it out of the plan") : view("重新列入推进", "Take it up again"), id: "state") {
            view(SideForm(Paths.workItemState(item.id), in: filled(.state), button: Button(item.state == .open ? view("调出计划", "Take it out") : view("重新列入", "Take it up again"), .secondary)) {
                "<input type=\"hidden\" name=\"step\" value=\"\(step.rawValue)\">\(view(Field("reason", view("理由", "Reason"), .longText(rows: 2), in: filled(.state))))"
            })
        })
        guard item.state == .open, let choices = model.choices else { return move }
        let back = filled(.change)
        let values = back.values.isEmpty ? Filled([
            "title": [item.title], "owner": [item.owner], "due": [item.due.description], "clause": [item.clause?.text ?? ""], "measure": [item.measure?.rawValue ?? ""], "goal": item.goal.map { [String($0)] } ?? [],
            "words": [item.words],
        ]) : back
        return view(Panel(view("修改", "Change it"), id: "change") {
            view(SideForm(Paths.workItem(item.id), in: values, button: Button(view("保存修改", "Save"))) {
                "<input type=\"hidden\" name=\"version\" value=\"\(item.version)\">\(WorkItemFields(choices: choices, filled: values, year: item.year).html(view))"
            })
        }) + move
    }
}

/// A year's plan on paper.
struct WorkPlanPaper: Component {
    let items: [WorkItemSummary]
    let year: Int
    let today: Day

    func html(_ view: View) -> HTML {
        let office = items.first?.officeName.zh ?? "人才工作"
        return view(Paper(masthead: office, number: nil, title: "\(year)年度人才工作计划", signed: [office], date: today, note: "<p>完成数由系统按记录统计，统计截至\(view.formal(today))。</p>") {
            """
            <table><thead><tr><th scope="col" class="paper-ordinal">序号</th><th scope="col">工作事项</th><th scope="col">责任单位</th><th scope="col">完成期限</th>\
            <th scope="col">目标与进展</th><th scope="col">状态</th></tr></thead><tbody>\(each: items.enumerated(), { index, item in """
                <tr><td class="paper-ordinal">\(index + 1)</td><td>\(item.title)</td><td>\(item.ownerName.zh)</td><td>\(item.due.description)</td><td>\(goal(item))</td>\
                <td>\(item.isLate ? "逾期" : item.state.words.zh)</td></tr>
                """ })</tbody></table>
            """
        })
    }

    private func goal(_ item: WorkItemSummary) -> String {
        guard let measure = item.measure, let goal = item.goal, let count = item.count else { return item.words }
        return "\(measure.words.zh) \(count) / \(goal) \(measure.unit.zh)"
    }
}

extension Rooms {
    func addWorkPlan(to site: inout Site) {
        let house = house, page = QueryField("page", Words("第几页", "Page"), Int.self)
        site.get(Paths.workPlan, access: .staff, page: WorkPlanPage.self, query: WorkPlanFilter.fields + [page], summary: Words("年度人才工作计划", "The annual work plans of a year")) { ask in
            WorkPlanPage(try await house.workPlan(try WorkPlanFilter(ask), for: ask.actor))
        }
        site.download(Paths.workPlanWorkbook, access: .staff, type: Workbooks.type, query: WorkPlanFilter.fields, summary: Words("年度人才工作计划，Excel", "The annual work plan as a spreadsheet")) { ask in
            let filter = try WorkPlanFilter(ask), file = try await house.workPlanWorkbook(filter, for: ask.actor)
            return try Workbooks.attachment("\(Words("年度人才工作计划", "work-plan")(ask.language))-\(filter.year ?? ask.zone.day(of: ask.now).year).xlsx", temporary: file)
        }
        site.download(Paths.workPlanPaper, access: .staff, type: "application/pdf", query: WorkPlanFilter.fields, summary: Words("年度人才工作计划，PDF", "The annual work plan on paper")) { ask in
            let filter = try WorkPlanFilter(ask), today = ask.zone.day(of: ask.now), year = filter.year ?? today.year, title = "\(year)年度人才工作计划"
            return try await PaperFile.pdf(title, title: title, WorkPlanPaper(items: try await house.workPlanItems(filter, for: ask.actor), year: year, today: today), for: ask, by: house)
        }
        site.get(Paths.workItem, access: .staff, page: WorkItemPage.self, summary: Words("一项年度工作", "An item of the annual work plan")) { ask, id in
            WorkItemPage(try await house.workItem(id, for: ask.actor))
        }
        site.post(Paths.workPlan, access: .power(.annualWorkPlan), input: KeepWorkItem.self, receipt: ReceiptPage.self, summary: Words("添加工作事项", "Add an item to the plan"),
            form: { ask, filled in WorkPlanPage(try await house.workPlan(WorkPlanFilter(year: Int(filled.value("year"))), for: ask.actor), filled) }
        ) { ask, input in
            let receipt = try await input(house, by: ask.actor, once: ask.once)
            return .created(Paths.of(receipt), ReceiptPage(receipt))
        }
        site.post(Paths.workItem, access: .power(.annualWorkPlan), input: KeepWorkItem.self, receipt: ReceiptPage.self, summary: Words("修改工作事项", "Change an item of the plan"),
            form: { ask, filled, id in WorkItemPage(try await house.workItem(id, for: ask.actor), .change, filled) }
        ) { ask, input, id in
            let receipt = try await input(house, id, by: ask.actor, once: ask.once)
            return .seeOther(Paths.of(receipt), ReceiptPage(receipt))
        }
        site.post(Paths.workItemNotes, access: .staff, input: WriteWorkNote.self, receipt: ReceiptPage.self, summary: Words("填写工作进展", "Say how an item goes"),
            form: { ask, filled, id in WorkItemPage(try await house.workItem(id, for: ask.actor), .note, filled) }
        ) { ask, input, id in
            let receipt = try await input(house, id, by: ask.actor, once: ask.once)
            return .seeOther(Paths.of(receipt).at("notes"), ReceiptPage(receipt))
        }
        site.post(Paths.workItemState, access: .staff, input: MoveWorkItem.self, receipt: ReceiptPage.self, summary: Words("变更工作事项的状态", "An item is done, dropped, or taken up again"),
            form: { ask, filled, id in WorkItemPage(try await house.workItem(id, for: ask.actor), .state, filled) }
        ) { ask, input, id in
            let receipt = try await input(house, id, by: ask.actor, once: ask.once)
            return .seeOther(Paths.of(receipt), ReceiptPage(receipt))
        }
    }
}
