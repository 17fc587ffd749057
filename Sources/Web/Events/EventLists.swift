import Domain
import Markup
import Services

/// What waits around events: offers to one's stations, requests for the office's name, records.
struct EventWorkPage: ModelPage {
    let model: EventWorkView

    init(_ model: EventWorkView) { self.model = model }

    func title(in language: Language) -> String { Words("活动办理", "Work on events")(language) }

    func body(_ view: View) -> HTML {
        """
        \(view(PageHeader(title(in: view.language), trail: [Link(view("活动计划", "Plans of events"), to: Paths.eventPlans())])))\
        \(if: !model.offers.isEmpty || !view.actor.isStaff, offers(view))\(if: view.actor.isStaff, asks(view))\(if: !model.due.isEmpty, due(view))\(records(view))
        """
    }

    private func offers(_ view: View) -> HTML {
        view(Panel(view("征询承办", "Offered to you"), id: "offers") {
            view(Table(view("征询承办", "Offered to you"), columns: [
                .main(view("活动", "Event")), Table.Column(view("主办", "Held by")), Table.Column(view("时间", "When")), .number(view("名额", "Seats")), Table.Column(view("次序和理由", "Place and why")),
                    Table.Column(view("答复", "Answer")),
            ], rows: model.offers.map { item in [
                view(Link(item.title, to: Paths.eventOrganising(item.event))), "\(view(item.officeName))", view.time(item.beginsAt), "\(item.seats)",
                    "\(view("第 \(item.offer.place) 位", "Place \(item.offer.place)")) \(EventPlanPieces.reasons(item.offer.reasons, view))",
                view(Tag(item.offer.state, view)),
            ] }, empty: EmptyState(view("目前没有征询", "Nothing is offered at present"), view("市及区市举办的活动优先由驿站承办。", "City and district events are offered to stations first."))))
        })
    }

    private func asks(_ view: View) -> HTML {
        view(Panel(view("申请使用名义", "Asking for your name"), id: "asks") {
            view(Table(view("申请使用名义", "Asking for your name"), columns: [.main(view("活动", "Event")), Table.Column(view("驿站", "Station")), Table.Column(view("用语", "Words")), Table.Column(view("申请时间",
                "Asked"))], rows: model.asks.map { ask in [
                view(Link(ask.title, to: Paths.eventOrganising(ask.event).at("names"))), "\(ask.station)", "\(ask.words)", view.time(ask.askedAt),
            ] }, empty: EmptyState(view("没有待答复的申请", "No requests are open"))))
        })
    }

    private func due(_ view: View) -> HTML {
        view(Panel(view("待登记成效", "Records due"), id: "due", aside: "<span class=\"count\">\(model.due.count)</span>") {
            view(Table(view("待登记成效", "Records due"), columns: [.main(view("活动", "Event")), Table.Column(view("结束", "Ended")), Table.Column(view("最迟登记", "No later than"))], rows: model.due.map { row in [
                view(Link(row.title, to: Paths.eventOrganising(row.event))), view.time(row.endsAt), row.until.map { view.time($0) } ?? "—",
            ] }, empty: EmptyState("")))
        })
    }

    private func records(_ view: View) -> HTML {
        view(Panel(view("活动成效", "Records of held events"), id: "records") {
            view(Table(view("活动成效", "Records of held events"), columns: [
                .main(view("活动", "Event")), Table.Column(view("驿站", "Station")), Table.Column(view("时间", "When")), .number(view("人数", "People")), Table.Column(view("计划", "Plan")), Table.Column(view("可能重复",
                    "May be duplicates")), Table.Column(view("状态", "State")),
            ], rows: model.records.map { row in [
                view(Link(row.title, to: Paths.eventOrganising(row.event))), "\(row.station ?? "—")", view.time(row.beginsAt), "\(view.number(row.people))",
                    "\(row.isOutsidePlan ? view("计划外", "Outside") : view("计划内", "Planned"))",
                row.candidates > 0 ? view(Tag(view("\(row.candidates) 场", "\(row.candidates)"), .action)) : "—", view(Tag(row.state, view)),
            ] }, empty: EmptyState(view("还没有登记成效", "No records yet"))))
        })
    }
}

/// The events behind the target, for everybody.
struct HeldEventsPage: ModelPage {
    let model: HeldEventsView

    init(_ model: HeldEventsView) { self.model = model }

    func title(in language: Language) -> String { (model.target?.name ?? Words("已举办的活动", "Events held"))(language) }

    func body(_ view: View) -> HTML {
        """
        \(view(PageHeader(title(in: view.language), lead: model.target.map { view($0.rule) }, trail: [Link(view("试点任务", "Targets"), to: Paths.targets())])))\
        \(view(Panel(view("已计入", "Counted"), aside: "\(with: model.target?.clause, { "\(view(ClauseChip($0)))" })") {
            view(Facts([
                Fact(view("场次", "Events"), "\(view.number(model.target?.count ?? 0))"), Fact(view("到场人次", "Attendances"), "\(view.number(model.people))"),
            ]))
        }))\(view(Panel(view("活动", "Events"), id: "events") {
            view(Table(view("活动", "Events"), columns: [
                .main(view("活动", "Event")), Table.Column(view("种类", "Kind")), Table.Column(view("日期", "Day")), Table.Column(view("地点", "Where")), Table.Column(view("驿站", "Station")), .number(view("人数", "People")),
            ], rows: model.events.map { event in [
                view(Link(event.title, to: Paths.event(event.id))), "\(view(event.typeName))", view.time(event.day), "\(event.place)", "\(event.station ?? "—")", "\(view.number(event.people))",
            ] }, empty: EmptyState(view("还没有计入的活动", "No events counted yet"))))
        }))\(view(Pager(previous: nil, next: model.next.map { Paths.targetEvents().with("after", String($0)) })))
        """
    }
}
