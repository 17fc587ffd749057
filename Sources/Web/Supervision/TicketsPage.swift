import Domain
import Markup
import Services

/// Stations' problems: for a station its own, for offices those that they have or supervise.
struct TicketsPage: ModelPage {
    let model: TicketList

    init(_ model: TicketList) { self.model = model }

    func title(in language: Language) -> String { Words("困难和问题", "Stations’ problems")(language) }

    func body(_ view: View) -> HTML {
        let filter = model.filter, figures = model.figures, unit = view("件", "")
        var filters: [Filters.Filter] = [
            .choice("state", view("状态", "State"), [Option("", view("全部状态", "All states"))] + RequestState.allCases.map { Option($0.rawValue, view($0.words)) }, value: filter.state?.rawValue ?? ""),
            StationOptions.overdue(filter.overdue, view),
        ]
        if model.stations.count > 1 { filters.insert(StationOptions.choice(model.stations, filter.station, view), at: 1) }
        func of(_ state: RequestState) -> Href { Paths.tickets().with("state", state) }
        return """
            \(view(PageHeader(title(in: view.language), lead: view("驿站遇到困难和问题，部门 \(model.answerWithin) 个工作日内答复，\(model.closeWithin) 个工作日内办结。",
                "A station’s problem is answered within \(model.answerWithin) working days and closed within \(model.closeWithin)."),
                aside: "\(with: model.clause, { view(ClauseChip($0)) })", actions: model.mayOpen ? view(Button(view("提交困难和问题", "Hand in a problem"), href: Paths.newTicket())) : .empty)))\
            \(view(Figures([
                Figure(view("待答复", "To be answered"), figures.open, unit: unit, evidence: of(.open)), Figure(view("办理中", "In hand"), figures.answered, unit: unit, evidence: of(.answered)),
                Figure(view("已超期", "Overdue"), figures.overdue, unit: unit, evidence: Paths.tickets().with("overdue", true)), Figure(view("已办结", "Closed"), figures.closed, unit: unit, evidence: of(.closed)),
            ])))\
            \(view(Filters(Paths.tickets(), filters, count: model.total, export: Link(view("导出 Excel", "Excel"), to: filter.href(Paths.ticketsWorkbook())))))\
            \(view(Table(title(in: view.language), columns: [
                .main(view("问题", "Problem")), .init(view("驿站", "Station")), .init(view("承办部门", "With")), .init(view("提出时间", "Handed in")), .init(view("时限、结果", "Clock, outcome")), .init(view("状态", "State")),
            ], rows: model.tickets.map { ticket in
                [
                    view(Link(ticket.title.isEmpty ? view(ticket.request.topic.words) : ticket.title, to: Paths.request(ticket.request.id))), "\(ticket.stationName)", "\(view(ticket.request.owner.name))",
                    view.time(ticket.request.createdAt), ticket.request.clock(view), view(Tag(ticket.request.state, view)),
                ]
            }, empty: EmptyState(view("没有困难和问题", "No problems"), model.mayOpen ? view("需要部门帮助协调的，随时可以提交。", "Hand one in whenever offices can help.") : nil))))\
            \(view(Pager(previous: model.page > 1 ? filter.href(Paths.tickets()).with("page", model.page - 1) : nil, next: model.hasMore ? filter.href(Paths.tickets()).with("page", model.page + 1) : nil)))
            """
    }
}

/// The form for a problem.
struct NewTicketPage: ModelPage {
    let model: NewTicketView
    private let filled: Filled

    init(_ model: NewTicketView) { self.init(model, model.stations.count == 1 ? Filled(["station": model.stations.map(\.id.rawValue)]) : .nothing) }

    init(_ model: NewTicketView, _ filled: Filled) {
        self.model = model
        self.filled = filled
    }

    func title(in language: Language) -> String { Words("提交困难和问题", "Hand in a problem")(language) }

    func body(_ view: View) -> HTML {
        """
        \(view(PageHeader(title(in: view.language), lead: view("由\(view(model.office))牵头协调，\(model.answerWithin) 个工作日内答复，\(model.closeWithin) 个工作日内办结。",
            "\(view(model.office)) coordinates: an answer within \(model.answerWithin) working days, an outcome within \(model.closeWithin)."),
            trail: [Link(view("困难和问题", "Problems"), to: Paths.tickets())], aside: "\(with: model.clause, { view(ClauseChip($0)) })")))\
        \(view(FormFrame(Paths.tickets(), in: filled, buttons: [Button(view("提交", "Send it"))]) {
            view(Panel(view("困难和问题", "The problem")) {
                """
                \(view(Field("station", view("驿站", "Station"), .select(model.stations.map { Option($0.id.rawValue, $0.name) }), in: filled)))\
                \(view(Field("title", view("概括", "In a few words"), in: filled)))\
                \(view(Field("text", view("具体情况", "What it is"), .longText(rows: 6), hint: view("写明情况、已做的努力和希望得到的帮助；文件在提交后添加", "What it is, what you tried, and what would help; files are added afterwards"), in: filled)))
                """
            })
        }))
        """
    }
}
