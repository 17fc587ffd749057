import Domain
import Markup
import Services

/// Plans of a year, and planned against done.
struct EventPlansPage: ModelPage {
    let model: EventPlansView
    private let filled: Filled

    init(_ model: EventPlansView) { self.init(model, .nothing) }

    init(_ model: EventPlansView, _ filled: Filled) {
        self.model = model
        self.filled = filled
    }

    func title(in language: Language) -> String { Words("\(model.year)年度活动计划", "Plans of events for \(model.year)")(language) }

    func body(_ view: View) -> HTML {
        let years = model.years.map { year in year == model.year ? "<strong>\(year)</strong>" as HTML : view(Link(String(year), to: Paths.eventPlans().with("year", String(year)))) }
        return """
            \(view(PageHeader(title(in: view.language), lead: view("每年制定引才聚才活动计划，经同意后可以建站审批单位名义组织活动。", "A station plans its events each year; with consent they run in the approving office’s name."),
                actions: "\(view(Button(view("活动办理", "Work on events"), .secondary, href: Paths.eventWork())))")))\
            <p>\(each: years.enumerated(), { index, year in "\(if: index > 0, " · ")\(year)" })</p>\(begin(view))\(plans(view))\(figures(view))
            """
    }

    private func begin(_ view: View) -> HTML {
        "\(each: model.stations, { station in view(Panel(station.name) { "<div class=\"buttons\">\(each: model.open, { start(station, $0, view) })</div>" }) })"
    }

    private func start(_ station: StationChoice, _ year: Int, _ view: View) -> HTML {
        let own = model.plans.contains { $0.station == station.id && $0.year == year && $0.inForce }
        return view(PostButton(own ? view("变更 \(year) 年计划", "Change the plan for \(year)") : view("编制 \(year) 年计划", "Write the plan for \(year)"), .secondary, to: Paths.stationEventPlans(station.id),
            fields: [("year", String(year))]))
    }

    private func plans(_ view: View) -> HTML {
        view(Panel(view("计划", "Plans"), id: "plans") {
            view(Table(view("计划", "Plans"), columns: [
                .main(view("驿站", "Station")), Table.Column(view("版本", "Version")), Table.Column(view("案件编号", "Case")), .number(view("场次", "Events")), Table.Column(view("状态", "State")),
            ], rows: model.plans.map { plan in [
                view(Link(plan.stationName, to: Paths.eventPlan(plan.id))), "\(view("第 \(plan.version) 版", "\(plan.version)"))", "\(plan.number)", "\(plan.lines)",
                view(tag(plan, view)),
            ] }, empty: EmptyState(view("这一年还没有计划", "No plans for this year"))))
        })
    }

    private func tag(_ plan: EventPlanSummary, _ view: View) -> Tag {
        if plan.inForce { return Tag(view("现行", "In force"), .good) }
        return plan.state == .done ? Tag(view("已替换", "Replaced"), .idle) : Tag(plan.state, view)
    }

    private func figures(_ view: View) -> HTML {
        view(Panel(view("计划与实际", "Planned and done"), id: "figures") {
            view(Table(view("计划与实际", "Planned and done"), columns: [
                .main(view("驿站", "Station")), .number(view("计划", "Planned")), .number(view("已发布", "Announced")), .number(view("已举办", "Held")), .number(view("计划外", "Outside the plan")),
            ], rows: model.figures.map { row in [
                row.plan.map { view(Link(row.name, to: Paths.eventPlan($0))) } ?? "\(row.name)", "\(row.planned)", "\(row.announced)", "\(row.held)", "\(row.outside)",
            ] }, empty: EmptyState(view("还没有驿站", "No stations yet"))))
        })
    }
}

/// One version of a plan: its lines, where it stands, and what its station can do.
struct EventPlanPage: ModelPage {
    let model: EventPlanView
    private let filled: Filled

    init(_ model: EventPlanView) { self.init(model, .nothing) }

    init(_ model: EventPlanView, _ filled: Filled) {
        self.model = model
        self.filled = filled
    }

    private var plan: EventPlanSummary { model.summary }

    func title(in language: Language) -> String { Words("\(plan.stationName)：\(plan.year)年度活动计划", "\(plan.stationName): events of \(plan.year)")(language) }

    func body(_ view: View) -> HTML {
        """
        \(view(PageHeader(title(in: view.language), lead: view("第 \(plan.version) 版，案件 \(plan.number)", "Version \(plan.version), case \(plan.number)"), trail: [Link(view("活动计划", "Plans of events"),
            to: Paths.eventPlans().with("year", String(plan.year)))],
            aside: "\(plan.inForce ? view(Tag(view("现行", "In force"), .good)) : view(Tag(plan.state, view)))\(with: model.clause, { " \(view(ClauseChip($0)))" })",
            actions: model.mayReadCase ? view(Button(view("查看案件", "See the case"), .secondary, href: Paths.case(plan.id))) : .empty)))\(state(view))\
        \(model.mayWrite ? form(view) : lines(view))\(withdraw(view))
        """
    }

    private func state(_ view: View) -> HTML {
        let reason: HTML = "\(with: model.reason, { "<p>\($0)</p>" })"
        switch plan.state {
        case .open:
            let words = model.step.map { view("正在\($0.zh)", "At “\($0.en)”") } ?? view("办理中", "In progress")
            return view(Banner(.info, words, "\(with: model.due, { "<p>\(view("期限", "Due")) \(view.time($0))</p>" })"))
        case .correction: return view(Banner(.action, view("退回修改", "Returned for changes"), reason))
        case .refused: return view(Banner(.bad, view("未获同意", "Not consented to"), reason))
        case .done where !plan.inForce: return view(Banner(.info, view("已被新的计划替换", "Replaced by a newer plan")))
        case .draft, .done, .withdrawn: return .empty
        }
    }

    private func lines(_ view: View) -> HTML {
        view(Panel(view("计划的活动", "Events of the plan"), id: "lines", aside: "<span class=\"count\">\(view("共 \(model.lines.count) 场", "\(model.lines.count)"))</span>") {
            model.mayCarry ? EventPlanPieces.lines(model.lines, view) { carry($0, view) } : EventPlanPieces.lines(model.lines, view)
        })
    }

    private func carry(_ line: PlanLineView, _ view: View) -> HTML {
        guard line.event == nil else { return .empty }
        guard line.inName, model.wordings.count > 1 else { return view(PostButton(view("筹办", "Make it an event"), .secondary, to: Paths.planLineEvent(line.id))) }
        let filled = Filled(["wording": model.wordings.first.map { [$0.id] } ?? []])
        return view(FormFrame(Paths.planLineEvent(line.id), small: true, buttons: [Button(view("筹办", "Make it an event"), .secondary)]) {
            view(Field("wording", view("名义用语", "Wording"), .select(model.wordings.map { Option($0.id, view($0.name)) }), prefix: line.id.rawValue, in: filled))
        })
    }

    private func form(_ view: View) -> HTML {
        let types = model.types.map { Option($0.id, view($0.name)) }
        return """
            \(view(FormFrame(Paths.eventPlan(plan.id), in: values, buttons: [Button(view("保存计划", "Save the plan"))]) {
                view(FieldGroup(view("计划的活动", "Events of the plan"), clause: model.clause,
                    says: model.authority.map { view("勾选“审批单位名义”的，计划同意后可以\($0.zh)名义举办；其余以本站名义举办。", "What is so marked may run in the name of \($0.en) once the plan is consented to; the rest runs in your own.") }) {
                    view(Field("lines", view("活动", "Events"), .rows([
                        Field("title", view("活动名称", "Title")), Field("type", view("种类", "Kind"), .select(types)), Field("month", view("月份", "Month"), .number(unit: nil)),
                        Field("people", view("人数", "People"), .number(unit: nil)), Field("budget", view("预算", "Budget"), .money, optional: true), Field("inName", view("审批单位名义", "Authority’s name"),
                            .checkbox, optional: true),
                    ], atLeast: 0, atMost: SaveEventPlan.mostLines, shown: 5), in: values))
                })
            }))\(if: !model.lines.isEmpty, view(Panel(view("报送", "Hand in"), id: "hand-in") {
                """
                <p>\(view("报送的是已保存的 \(model.lines.count) 场活动。", "What is handed in are the \(model.lines.count) events as saved."))</p>\(view(PostButton(view("报送计划", "Hand the plan in"),
                    to: Paths.eventPlanHandingIn(plan.id))))
                """
            }))
            """
    }

    private var values: Filled {
        guard filled.values.isEmpty, filled.errors.isEmpty else { return filled }
        var values: [String: [String]] = [:]
        for (index, line) in model.lines.enumerated() {
            values["lines.\(index).title"] = [line.title]
            values["lines.\(index).type"] = [line.type]
            values["lines.\(index).month"] = [String(line.month)]
            values["lines.\(index).people"] = [String(line.people)]
            values["lines.\(index).budget"] = [EventPlanPieces.yuan(line.budget)]
            if line.inName { values["lines.\(index).inName"] = ["true"] }
        }
        return Filled(values)
    }

    private func withdraw(_ view: View) -> HTML {
        guard model.mayWithdraw else { return .empty }
        return view(PostButton(view("撤回这份计划", "Take this plan back"), .danger, to: Paths.eventPlanWithdrawal(plan.id), confirm: view("撤回后不再办理，现行计划不变。确定吗？", "It is not decided any more; the plan in force stays. Go on?")))
    }
}
