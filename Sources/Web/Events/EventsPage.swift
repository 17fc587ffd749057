import Domain
import Markup
import Services

/// The public calendar of events: what is to come by day, or what is past.
struct EventsPage: ModelPage {
    let model: EventList

    init(_ model: EventList) { self.model = model }

    func title(in language: Language) -> String { Words("引才聚才活动", "Events")(language) }

    private var filter: EventFilter { model.filter }

    func body(_ view: View) -> HTML {
        """
        \(view(PageHeader(title(in: view.language), lead: view("驿站和部门举办的交流、沙龙、培训和招聘活动。登录后即可报名，不收费用。", "Exchanges, salons, training and job fairs of stations and offices. Sign in to register; they cost nothing."),
            actions: "\(if: view.actor.isSignedIn, view(Button(view("我的活动", "My events"), .secondary, href: Paths.ownSeats())))\(if: model.mayKeep, view(Button(view("筹办活动", "Plan an event"), href: Paths.newEvent())))")))\
        \(own(view))\(tabs(view))\(view(Filters(Paths.events(), filters(view), count: model.total)))\(days(view))\
        \(view(Pager(previous: nil, next: model.next.map { address(span: filter.span).with("after", $0) })))
        """
    }

    private func address(span: EventFilter.Span) -> Href {
        Paths.events().with("span", span).with("type", filter.type).with("field", filter.field).with("area", filter.area).with("station", filter.station)
    }

    private func tabs(_ view: View) -> HTML {
        let spans: [(EventFilter.Span, String)] = [(.all, view("将要举办", "To come")), (.week, view("七天内", "Within seven days")), (.past, view("往期活动", "Past"))]
        return """
            <nav aria-label="\(view("时间", "Time"))"><div class="tabs">\(each: spans, { span, name in "<a href=\"\(address(span: span))\"\(if: span == filter.span, " aria-current=\"page\"")>\(name)</a>" })</div></nav>
            """
    }

    private func filters(_ view: View) -> [Filters.Filter] {
        func choice(_ name: String, _ label: String, _ all: String, _ choices: [EventChoice], _ value: String?) -> Filters.Filter {
            .choice(name, label, [Option("", all)] + EventPieces.options(choices, view), value: value ?? "")
        }
        return [
            filter.span == .all ? nil : .kept("span", value: filter.span.rawValue), choice("type", view("类型", "Kind"), view("全部类型", "All kinds"), model.types, filter.type),
            choice("field", view("领域", "Field"), view("全部领域", "All fields"), model.fields, filter.field), choice("area", view("区域", "District"), view("全部区域", "All districts"), model.areas, filter.area),
            model.stations.isEmpty ? nil : choice("station", view("驿站", "Station"), view("全部驿站", "All stations"), model.stations, filter.station?.rawValue),
        ].compactMap(\.self)
    }

    /// What the actor has not announced, or what wants its record.
    private func own(_ view: View) -> HTML {
        guard !model.own.isEmpty else { return .empty }
        return view(Panel(view("本单位待办理的活动", "Events of yours that want something"), id: "own") {
            view(Table(view("本单位待办理的活动", "Events of yours"), columns: [.main(view("活动", "Event")), Table.Column(view("时间", "When")), Table.Column(view("状态", "State"))],
                rows: model.own.map { [EventPieces.link($0), EventPieces.when($0, view), view(Tag($0.state, view))] }, empty: EmptyState("")))
        })
    }

    private func days(_ view: View) -> HTML {
        guard !model.events.isEmpty else {
            return view(EmptyState(filter.span == .past ? view("没有往期活动", "No past events") : view("近期没有符合条件的活动", "No such events at present"),
                view("可放宽条件，或先看看驿站和岗位。", "Try fewer conditions, or look at stations and jobs.")))
        }
        var days: [(day: Day, events: [EventSummary])] = []
        for event in model.events {
            let day = view.zone.day(of: event.begins)
            if days.last?.day == day { days[days.count - 1].events.append(event) } else { days.append((day, [event])) }
        }
        return "\(each: days, { day, events in view(Panel(view(day), id: "day-\(day.description)") { table(events, day, view) }) })"
    }

    private func table(_ events: [EventSummary], _ day: Day, _ view: View) -> HTML {
        view(Table(view("\(view(day)) 的活动", "Events on \(view(day))"), columns: [
            .main(view("活动", "Event")), Table.Column(view("时间", "Time")), Table.Column(view("地点", "Where")), Table.Column(view("类型", "Kind")), Table.Column(filter.span == .past ? view("状态",
                "State") : view("名额", "Seats")),
        ], rows: events.map { event in [
            "\(EventPieces.link(event))<br><span class=\"hint\">\(event.naming ?? view(event.organiser))</span>", "\(view.clock(event.begins)) — \(view.clock(event.ends))", "\(event.place)", "\(view(event.type))",
            filter.span == .past || event.state != .open ? view(EventPieces.state(event.state, view)) : "\(EventPieces.seats(event, view))",
        ] }, empty: EmptyState("")))
    }
}
