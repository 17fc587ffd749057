import Domain
import Markup
import Services

/// One's own requests; for stations and offices those that they have, overdue first, and how they go.
struct RequestsPage: ModelPage {
    let model: RequestList

    init(_ model: RequestList) { self.model = model }

    func title(in language: Language) -> String { (model.mayAsk ? Words("我要找", "I look for …") : Words("诉求", "Requests"))(language) }

    func body(_ view: View) -> HTML {
        """
        \(view(PageHeader(title(in: view.language), lead: view("找政策、找平台、找项目、找资金、找人才、找岗位，以及创业赋能和其他帮助：每件诉求有人承办、有时限、有结果。",
            "Policies, platforms, projects, funds, people, jobs, start-up help: each request has somebody who deals with it, a clock and an outcome."), actions: actions(view))))\
        \(figures(view))\(owned(view))\(if: model.mayAsk, own(view))\(if: !model.supervised.isEmpty, supervised(view))
        """
    }

    private func actions(_ view: View) -> HTML {
        """
        \(if: model.mayAsk, view(Button(view("提出诉求", "Make a request"), href: Paths.newRequest())))\(view(Button(view("创业导师", "Mentors"), .secondary, href: Paths.mentors())))
        """
    }

    private func figures(_ view: View) -> HTML {
        guard let figures = model.figures else { return .empty }
        let mean = figures.meanTenths.map { view("\($0 / 10).\($0 % 10) 分（\(figures.ratings) 次）", "\($0 / 10).\($0 % 10) of 5 (\(figures.ratings))") } ?? "—"
        let unit = view("件", ""), all = Paths.requests().at("owned")
        func of(_ state: RequestState) -> Href { Paths.requests().with("state", state).at("owned") }
        return """
            \(view(Figures([
                Figure(view("待答复", "To be answered"), figures.open, unit: unit, evidence: of(.open)), Figure(view("办理中", "In hand"), figures.answered, unit: unit, evidence: of(.answered)),
                Figure(view("已超期", "Overdue"), figures.overdue, unit: unit, evidence: all), Figure(view("已办结", "Closed"), figures.closed, unit: unit, evidence: of(.closed)),
            ])))\
            <p class="hint">\(view("其中已解决 \(figures.solved) 件，转办过 \(figures.handedOn) 件，重新打开过 \(figures.reopened) 件；平均评分 \(mean)",
                "Solved \(figures.solved), handed on \(figures.handedOn), reopened \(figures.reopened); rating \(mean)"))</p>
            """
    }

    private func owned(_ view: View) -> HTML {
        guard let owned = model.owned else { return .empty }
        let filter = model.filter
        return view(Panel(view("待我方办理", "With us"), id: "owned") {
            """
            \(view(Filters(Paths.requests(), [
                .choice("topic", view("类别", "About"), [Option("", view("全部类别", "All"))] + RequestTopic.all.map { Option($0.rawValue, view($0.words)) }, value: filter.topic?.rawValue ?? ""),
                .choice("state", view("状态", "State"), [Option("", view("全部状态", "All states"))] + RequestState.allCases.map { Option($0.rawValue, view($0.words)) }, value: filter.state?.rawValue ?? ""),
            ], count: model.total, export: Link(view("导出 Excel", "Excel"), to: Paths.requestsWorkbook().with("topic", filter.topic).with("state", filter.state)))))\
            \(table(view("待我方办理", "With us"), owned, view, empty: EmptyState(view("没有诉求", "None"))))
            """
        })
    }

    private func own(_ view: View) -> HTML {
        view(Panel(view("我提出的", "What I asked for"), id: "own") {
            table(view("我提出的", "What I asked for"), model.own, view, empty: EmptyState(
                view("还没有提出过诉求", "Nothing yet"), view("选择要找什么、写下需要，由驿站答复和办理。", "Choose what you look for and write it down; a station answers."), action: Button(view("提出诉求", "Make a request"), href: Paths.newRequest())))
        })
    }

    private func supervised(_ view: View) -> HTML {
        view(Panel(view("其他驿站和部门承办的", "With other stations and offices"), id: "supervised") { table(view("其他驿站和部门承办的", "With other stations and offices"), model.supervised, view,
            empty: EmptyState(view("没有诉求", "None"))) })
    }

    private func table(_ caption: String, _ rows: [RequestSummary], _ view: View, empty: EmptyState) -> HTML {
        view(Table(caption, columns: [.main(view("诉求", "Request")), .init(view("承办方", "With")), .init(view("提出时间", "Asked")), .init(view("时限、结果", "Clock, outcome")), .init(view("状态", "State"))],
            rows: rows.map { request in
            [
                "\(view(Link(view(request.topic.words), to: Paths.request(request.id))))\(if: !request.asker.isEmpty, "<br><span class=\"hint\">\(request.asker)</span>")",
                    "\(view(request.owner.name))", view.time(request.createdAt),
                request.clock(view), view(Tag(request.state, view)),
            ]
        }, empty: empty))
    }
}

/// The form for a new request.
struct NewRequestPage: ModelPage {
    let model: NewRequestView
    private let filled: Filled

    init(_ model: NewRequestView) { self.init(model, nil) }

    init(_ model: NewRequestView, _ filled: Filled?) {
        self.model = model
        self.filled = filled ?? Filled(Self.begun(model))
    }

    /// The form for a request to a station that was chosen before.
    init(_ model: NewRequestView, to station: ID<Station>?) {
        self.model = model
        var values = Self.begun(model)
        if let station, model.stations.contains(where: { $0.id == station }) { values["station"] = [station.rawValue] }
        filled = Filled(values)
    }

    private static func begun(_ model: NewRequestView) -> [String: [String]] {
        model.topic.map { ["topic": [$0.rawValue], "for": ["self"]] } ?? ["for": ["self"]]
    }

    func title(in language: Language) -> String { Words("我要找", "I look for …")(language) }

    func body(_ view: View) -> HTML {
        """
        \(view(PageHeader(title(in: view.language), lead: view("\(model.answerWithin) 个工作日内首次答复，\(model.closeWithin) 个工作日内办结。",
            "You get an answer within \(model.answerWithin) working days, and an outcome within \(model.closeWithin)."),
            trail: [Link(view("我要找", "Requests"), to: Paths.requests())])))\
        \(view(FormFrame(Paths.requests(), in: filled, buttons: [Button(view("提交", "Send it"))]) {
            """
            \(view(Panel(view("您要找什么", "What you look for")) {
                """
                \(view(Field("topic", view("类别", "About"), .radios(RequestTopic.all.map { Option($0.rawValue, view($0.words)) }), in: filled)))\
                \(view(Field("text", view("具体需要", "What you need"), .longText(rows: 5), hint: view("写明情况和希望得到的帮助；不要写身份证号等证件号码",
                    "Your situation and the help that you wish for; no document numbers, please"), in: filled)))\
                \(view(Field("station", view("由哪家驿站办理", "Which station"), .select(model.stations.map { Option($0.id.rawValue, name($0, view)) }), hint: view("不选的，由期望工作地的驿站办理；没有的由部门办理",
                    "If you leave it out, the station where you wish to work has it, or else an office"), optional: true, in: filled)))\
                \(if: model.organisation != nil, whom(view))
                """
            }))\(project(view))
            """
        }))
        """
    }

    private func name(_ station: StationForRequest, _ view: View) -> String {
        let place = "\(station.name)（\(view(station.area))，\(view(station.field))）"
        return station.isNear ? view("推荐：\(place)", "Recommended: \(place)") : place
    }

    private func whom(_ view: View) -> HTML {
        var options = [Option("self", view("本人", "Myself")), Option("organisation", model.organisation ?? "")]
        if !model.own.isEmpty { options.append(Option("guest", view("没有账号的来访者（由本驿站承办）", "A visitor without an account (this station has it)"))) }
        return """
            \(view(Field("for", view("为谁提出", "For whom"), .radios(options), in: filled)))\
            \(if: !model.own.isEmpty, """
            \(view(Field("name", view("来访者姓名", "The visitor's name"), optional: true, width: .middle, autocomplete: "off", in: filled)))\
            \(view(Field("phone", view("来访者手机号", "The visitor's mobile number"), .phone, optional: true, autocomplete: "off", in: filled)))
            """)
            """
    }

    private func project(_ view: View) -> HTML {
        // What was typed there, or what is wrong there, is not hidden.
        let isOpen = model.topic?.takesProject == true || ["field", "stage", "sum", "area"].contains { !filled.value($0).isEmpty }
        return view(Panel(view("项目信息", "About a project"), id: "project") {
            """
            <details\(if: isOpen, " open")><summary>\(view("找项目、找资金、创业赋能可以填写", "For projects, funds and start-up help"))</summary>\
            <p class="hint">\(view("填写后，页面会列出适合的资金并说明理由；办理中也可以补充。", "The page then ranks funds, with reasons; it can be filled in later too."))</p>\
            \(view(ProjectFields(fields: model.fields, areas: model.areas, filled: filled)))</details>
            """
        })
    }
}
