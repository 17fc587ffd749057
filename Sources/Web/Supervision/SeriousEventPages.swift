import Domain
import Markup
import Services

/// Reports of serious events.
struct SeriousEventsPage: ModelPage {
    let model: SeriousEventList

    init(_ model: SeriousEventList) { self.model = model }

    func title(in language: Language) -> String { Words("严重情形", "Serious events")(language) }

    func body(_ view: View) -> HTML {
        let filter = model.filter
        var filters: [Filters.Filter] = [
            .choice("state", view("状态", "State"), [Option("", view("全部状态", "All states"))] + SeriousEventState.allCases.map { Option($0.rawValue, view($0.words)) }, value: filter.state?.rawValue ?? ""),
        ]
        if model.stations.count > 1 { filters.append(StationOptions.choice(model.stations, filter.station, view)) }
        return """
            \(view(PageHeader(title(in: view.language), lead: view("安全事故、弄虚作假等情形，由另一人认定；认定后驿站立即暂停。", "Safety accidents, fraud: a second person rules, and the station is suspended at once."),
                actions: model.mayReport ? view(Button(view("上报", "Report one"), href: Paths.newSeriousEvent())) : .empty)))\
            \(view(Filters(Paths.seriousEvents(), filters, count: model.total)))\
            \(view(Table(title(in: view.language), columns: [
                .main(view("情形", "What")), .init(view("驿站", "Station")), .init(view("发生日期", "When")), .number(view("受伤人数", "Hurt")), .init(view("上报", "Reported")), .init(view("状态", "State")),
            ], rows: model.events.map { event in
                [
                    view(Link(view(event.kind), to: Paths.seriousEvent(event.id))), "\(event.stationName)", view.time(event.day), "\(view.number(event.hurt))",
                    "\(view(event.side.words))<br><span class=\"hint\">\(view.time(event.reportedAt))</span>", view(Tag(event.state, view)),
                ]
            }, empty: EmptyState(view("没有上报的情形", "Nothing was reported")))))\
            \(view(Pager(previous: nil, next: model.next.map { filter.href(Paths.seriousEvents()).with("after", $0) })))
            """
    }
}

/// The form for a report.
struct NewSeriousEventPage: ModelPage {
    let model: NewSeriousEventView
    private let filled: Filled

    init(_ model: NewSeriousEventView) {
        var values = ["day": [model.today.description], "hurt": ["0"]]
        if model.side == .station, model.stations.count == 1 { values["station"] = model.stations.map(\.id.rawValue) }
        self.init(model, Filled(values))
    }

    init(_ model: NewSeriousEventView, _ filled: Filled) {
        self.model = model
        self.filled = filled
    }

    func title(in language: Language) -> String { Words("上报严重情形", "Report a serious event")(language) }

    func body(_ view: View) -> HTML {
        """
        \(view(PageHeader(title(in: view.language), lead: view("如有人员受伤或危险，请先拨打 119、120、110。", "Where somebody is hurt or in danger, call 119, 120 or 110 first."), trail: [Link(view("严重情形", "Serious events"), to: Paths.seriousEvents())])))\
        \(view(FormFrame(Paths.seriousEvents(), in: filled, buttons: [Button(view("上报", "Report it"))]) {
            view(Panel(view("情况", "What happened")) {
                """
                \(view(Field("station", view("驿站", "Station"), .select(model.stations.map { Option($0.id.rawValue, $0.name) }), in: filled)))\
                \(view(Field("kind", view("情形", "Kind"), .radios(model.kinds.map { Option($0.id, view($0.name)) }), in: filled)))\
                \(view(Field("day", view("发生日期", "When it was"), .date, in: filled)))\
                \(view(Field("hurt", view("受伤人数", "Persons hurt"), .number(unit: view("人", "")), in: filled)))\
                \(view(Field("text", view("经过", "What happened"), .longText(rows: 6), hint: view("只有主管部门和上报单位能看到；文件在上报后添加", "Seen by the offices that supervise and by whoever reports it; files are added afterwards"), in: filled)))
                """
            })
        }))
        """
    }
}

/// One report, and its ruling.
struct SeriousEventPage: ModelPage {
    enum Form: Sendable { case file, confirmation, dismissal }

    let model: SeriousEventView
    private let form: Form?
    private let filled: Filled

    init(_ model: SeriousEventView) { self.init(model, nil, .nothing) }

    init(_ model: SeriousEventView, _ form: Form?, _ filled: Filled) {
        self.model = model
        self.form = form
        self.filled = filled
    }

    private func filled(_ own: Form) -> Filled { form == own ? filled : .nothing }

    func title(in language: Language) -> String { "\(model.summary.kind(language))：\(model.summary.stationName)" }

    func body(_ view: View) -> HTML {
        """
        \(view(PageHeader(title(in: view.language), trail: [Link(view("严重情形", "Serious events"), to: Paths.seriousEvents())], aside: view(Tag(model.summary.state, view)))))\
        \(view(Columns(main: main(view), side: side(view))))
        """
    }

    private func main(_ view: View) -> HTML {
        let id = model.summary.id
        return """
            \(with: model.reason, { reason in view(Panel(view("认定意见", "The ruling"), id: "ruling") { "<p>\(reason)</p>\(with: model.ruledAt, { "<p class=\"hint\">\(view.time($0))</p>" })" }) })\
            \(if: !model.text.isEmpty, view(Panel(view("经过", "What happened")) { "<p>\(model.text)</p>" }))\
            \(if: !model.files.isEmpty || model.mayAttach, view(Panel(view("文件", "Files"), id: "files") {
                """
                \(if: !model.files.isEmpty, "<ul>\(each: model.files, { file in "<li>\(view(Link(file.name, to: Paths.seriousEventFile(id, file.id))))</li>" })</ul>")\
                \(if: model.mayAttach, view(FormFrame(Paths.seriousEventFiles(id), in: filled(.file), files: true, small: true, buttons: [Button(view("上传", "Add it"), .secondary)]) {
                    view(Field("file", view("上传文件", "Add a file"), .files(.init(several: false)), in: filled(.file)))
                }))
                """
            }))\(if: model.mayRule, ruling(view))
            """
    }

    private func ruling(_ view: View) -> HTML {
        let id = model.summary.id
        return view(Panel(view("认定", "Rule on it"), id: "rule") {
            """
            \(view(SideForm(Paths.seriousEventConfirmation(id), in: filled(.confirmation), button: Button(view("认定属实，暂停驿站", "It happened: suspend the station"), .danger,
                confirm: view("驿站将立即暂停，理由向社会公开。确定吗？", "The station is suspended at once, and the reason is public. Go on?"))) {
                view(Field("reason", view("认定理由", "Reason"), .longText(rows: 3), hint: view("将向社会公开，请勿写入个人信息", "Public; no personal data, please"), prefix: "confirmation", in: filled(.confirmation)))
            }))\
            \(view(SideForm(Paths.seriousEventDismissal(id), in: filled(.dismissal), button: Button(view("不予认定", "Dismiss it"), .secondary)) {
                view(Field("reason", view("不予认定的理由", "Reason"), .longText(rows: 2), prefix: "dismissal", in: filled(.dismissal)))
            }))
            """
        })
    }

    private func side(_ view: View) -> HTML {
        let summary = model.summary
        return view(Panel(view("概况", "Overview"), aside: "\(with: model.clause, { view(ClauseChip($0)) })") {
            view(Facts([
                Fact(view("驿站", "Station"), view(Link(summary.stationName, to: Paths.station(summary.station)))), Fact(view("发生日期", "When it was"), view.time(summary.day)),
                Fact(view("受伤人数", "Persons hurt"), "\(view.number(summary.hurt))"), Fact(view("上报", "Reported by"), "\(model.office.map { view($0) } ?? view(summary.side.words))"),
                Fact(view("上报时间", "Reported"), view.time(summary.reportedAt)),
            ]))
        })
    }
}
