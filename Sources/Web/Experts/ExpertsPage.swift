import Domain
import Markup
import Services

/// The pool of experts, and the form that adds one.
struct ExpertsPage: ModelPage {
    let model: ExpertPool
    private let filled: Filled

    init(_ model: ExpertPool) { self.init(model, .nothing) }

    init(_ model: ExpertPool, _ filled: Filled) {
        self.model = model
        self.filled = filled
    }

    func title(in language: Language) -> String { Words("评估专家库", "Pool of experts")(language) }

    func body(_ view: View) -> HTML {
        """
        \(view(PageHeader(title(in: view.language), lead: view("从中抽取专家组，对驿站独立评分。", "From it the expert group is drawn that scores the stations."),
            actions: view(Button(view("评审分组", "Expert groups"), .secondary, href: Paths.expertPanels())))))\
        \(view(Filters(Paths.experts(), [.choice("field", view("领域", "Field"), [Option("", view("全部领域", "All fields"))] + model.fields.map { Option($0.id, view($0.name)) }, value: model.field ?? "")],
            count: model.total, export: Link(view("导出 Excel", "Export as Excel"), to: model.field.map { Paths.expertsWorkbook().with("field", $0) } ?? Paths.expertsWorkbook()))))\
        \(view(Table(title(in: view.language), columns: [.main(view("专家", "Expert")), .init(view("工作单位", "Employer")), .init(view("领域", "Fields")), .number(view("待评", "To score")),
            .number(view("已评", "Scored")), .init(view("状态", "State"))], rows: model.experts.map { expert in
            [
                view(Link(expert.name, to: Paths.expert(expert.id))), "\(expert.employer)", "\(expert.fields.map { view($0) }.joined(separator: view("、", ", ")))", "\(expert.open)", "\(expert.done)",
                view(expert.isPaused ? Tag(view("暂停", "Paused"), .idle) : Tag(view("可抽取", "May be drawn"), .good)),
            ]
        }, empty: EmptyState(view("专家库中还没有专家", "No experts yet"), view("请在下方添加。", "Add the first one below.")))))\
        \(view(Pager(previous: nil, next: model.next.map { last in (model.field.map { Paths.experts().with("field", $0) } ?? Paths.experts()).with("after", last) })))\
        \(view(Panel(view("添加专家", "Add an expert"), id: "new") {
            view(FormFrame(Paths.experts(), in: filled, small: true, buttons: [Button(view("加入专家库", "Add to the pool"))]) {
                """
                \(view(Field("name", view("姓名", "Name"), width: .middle, in: filled)))\
                \(view(Field("phone", view("手机号", "Mobile number"), .phone, hint: view("专家用这个号码接收验证码登录", "The expert signs in with codes sent to it"), in: filled)))\
                \(view(Field("employer", view("工作单位", "Employer"), in: filled)))\
                \(view(Field("creditCode", view("单位统一社会信用代码", "Employer's credit code"),
                    hint: view("单位已在本系统注册的填写，用于查找利害关系", "Where the employer is registered here: conflicts are found by it"), optional: true, in: filled)))\
                \(view(Field("fields", view("专业领域", "Fields"), .checkboxes(model.fields.map { Option($0.id, view($0.name)) }), in: filled)))\
                \(view(Field("consent", view("本人已同意将姓名、手机号和工作单位用于评审", "The person agrees that name, number and employer are kept for this"), .checkbox, in: filled)))
                """
            })
        }))
        """
    }
}

/// One expert of the pool.
struct ExpertPage: ModelPage {
    let model: ExpertView
    private let filled: Filled?

    init(_ model: ExpertView) { self.init(model, nil) }

    init(_ model: ExpertView, _ filled: Filled?) {
        self.model = model
        self.filled = filled
    }

    private var id: ID<Expert> { model.summary.id }

    func title(in language: Language) -> String { model.summary.name }

    func body(_ view: View) -> HTML {
        let expert = model.summary
        let filled = filled ?? Filled(["employer": [expert.employer], "creditCode": model.creditCode.map { [$0] } ?? [], "fields": model.fieldIDs])
        return """
            \(view(PageHeader(expert.name, lead: expert.employer, trail: [Link(view("评估专家库", "Pool of experts"), to: Paths.experts())],
                aside: view(expert.isPaused ? Tag(view("暂停", "Paused"), .idle) : Tag(view("可抽取", "May be drawn"), .good)))))\
            \(view(Panel(view("概况", "Facts")) {
                view(Facts([
                    Fact(view("领域", "Fields"), "\(expert.fields.map { view($0) }.joined(separator: view("、", ", ")))"), Fact(view("手机号", "Mobile number"), "\(model.phone?.text ?? "—")"),
                    Fact(view("待评驿站", "Stations to score"), "\(expert.open)"), Fact(view("已评驿站", "Stations scored"), "\(expert.done)"), Fact(view("入库时间", "In the pool since"), view.time(model.addedAt)),
                ]))
            }))\
            \(view(Panel(view("修改", "Change"), id: "change") {
                view(FormFrame(Paths.expert(id), in: filled, small: true, buttons: [Button(view("保存", "Save"))]) {
                    """
                    \(view(Field("employer", view("工作单位", "Employer"), in: filled)))\(view(Field("creditCode", view("单位统一社会信用代码", "Employer's credit code"), optional: true, in: filled)))\
                    \(view(Field("fields", view("专业领域", "Fields"), .checkboxes(model.choices.map { Option($0.id, view($0.name)) }), in: filled)))
                    """
                })
            }))\
            \(expert.isPaused ? view(PostButton(view("恢复抽取", "May be drawn again"), .secondary, to: Paths.expertPause(id), fields: [("paused", "false")]))
                : view(PostButton(view("暂停抽取", "Do not draw for now"), .secondary, to: Paths.expertPause(id), fields: [("paused", "true")])))
            """
    }
}

/// Evaluation periods with their expert groups.
struct ExpertPanelsPage: ModelPage {
    let model: PanelList

    init(_ model: PanelList) { self.model = model }

    func title(in language: Language) -> String { Words("评审分组", "Expert groups")(language) }

    func body(_ view: View) -> HTML {
        """
        \(view(PageHeader(title(in: view.language), lead: view("每个评估周期抽取一次专家组，全部提交后统一揭晓。", "Each period has its group; scores are revealed together once all are in."),
            actions: view(Button(view("专家库", "Pool of experts"), .secondary, href: Paths.experts())))))\
        \(view(Table(title(in: view.language), columns: [.main(view("评估周期", "Period")), .init(view("起止", "Days")), .number(view("已提交", "In")), .init(view("状态", "State"))], rows: model.panels.map { line in
            [
                view(Link(line.name, to: Paths.expertPanel(line.period))), "\(view.span(line.firstDay, line.lastDay))", line.state == nil ? "—" : "\(line.done) / \(line.wanted)", view(Tag(line.state, view)),
            ]
        }, empty: EmptyState(view("还没有评估周期", "No evaluation period yet"), view("开启评估周期后，在这里抽取专家。", "Open one first; its experts are drawn here.")))))\
        \(view(Pager(previous: nil, next: model.next.map { Paths.expertPanels().with("after", $0) })))
        """
    }
}
