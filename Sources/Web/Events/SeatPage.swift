import Domain
import Markup
import Services

/// One's own registration: the ticket for the door, and what can still be done with it.
struct SeatPage: ModelPage {
    let model: SeatView
    private let filled: Filled

    init(_ model: SeatView) { self.init(model, .nothing) }

    init(_ model: SeatView, _ filled: Filled) {
        self.model = model
        self.filled = filled
    }

    private var event: EventSummary { model.event }

    func title(in language: Language) -> String { Words("报名：\(event.title)", "Registration: \(event.title)")(language) }

    func body(_ view: View) -> HTML {
        """
        \(view(PageHeader(event.title, trail: [Link(view("我的活动", "My events"), to: Paths.ownSeats()), Link(event.title, to: Paths.event(event.id))], aside: view(Tag(model.state, view)),
            actions: event.state == .open ? view(Button(view("加入日历", "Add to calendar"), .secondary, href: Paths.eventCalendarFile(event.id))) : .empty)))\
        \(news(view))\(ticket(view))\(survey(view))\(facts(view))\(cancel(view))
        """
    }

    private func news(_ view: View) -> HTML {
        let why: HTML = "\(with: model.reason, { "<p>\(view("原因：", "Reason: "))\($0)</p>" })"
        return switch model.state {
        case .waiting: view(Banner(.info, view("候补第 \(model.line ?? 1) 位", "Number \(model.line ?? 1) in line"),
            "<p>\(view("报名时名额已满。有人取消时按顺序自动递补，并给您发消息。", "All seats were taken. One that is given back is yours in turn, and you will get a message."))</p>"))
        case .requested: view(Banner(.info, view("等待主办方审核", "The organiser has not answered yet"), "<p>\(view("名额已为您保留。", "Your seats are kept for you."))</p>"))
        case .refused: view(Banner(.bad, view("报名未通过", "Your registration was not accepted"), why))
        case .cancelled: view(Banner(.info, event.state == .cancelled ? view("活动已取消", "The event is called off") : view("报名已取消", "The registration is cancelled"), why))
        case .registered, .came, .missed, .over: .empty
        }
    }

    private func ticket(_ view: View) -> HTML {
        guard let number = model.number else { return .empty }
        return view(Panel(view("入场码", "Ticket"), id: "ticket") {
            """
            <div class="stay-code"><p class="stay-digits"><span class="hidden">\(view("入场码", "Ticket")) </span>\(number)</p>\
            <img src="\(Paths.seatCode(model.id))" width="168" height="168" alt="\(view("入场二维码", "QR code for the door"))"></div>\
            <p class="hint">\(with: model.cameAt, { at in "\(view("已于 \(view(at)) 签到。", "Checked in at \(view(at))."))" })\(if: model.cameAt == nil,
                "\(view("入场时出示二维码，或报八位数字。", "At the door, show the QR code or say the eight digits."))")</p>
            """
        })
    }

    private func facts(_ view: View) -> HTML {
        let own = [
            Fact(view("姓名", "Name"), "\(model.name)"), Fact(view("人数", "People"), "\(model.people)"),
            model.companions.isEmpty ? nil : Fact(view("同行人", "Together with"), "\(model.companions.joined(separator: view("、", ", ")))"), Fact(view("报名时间", "Registered"), view.time(model.at)),
        ].compactMap(\.self)
        return view(Panel(view("报名信息", "The registration"), id: "registration") {
            "\(view(Facts(EventPieces.facts(event, view) + own + model.answers.map { Fact($0.question, "\(EventPieces.answer($0, view))") })))"
        })
    }

    private func survey(_ view: View) -> HTML {
        if let stars = model.stars { return view(Banner(.good, view("谢谢您的评价：\(stars) 星", stars == 1 ? "Thank you: 1 star" : "Thank you: \(stars) stars"))) }
        guard model.maySay else { return .empty }
        return view(FormFrame(Paths.seatSurvey(model.id), in: filled, small: true, buttons: [Button(view("提交评价", "Send"))]) {
            view(Panel(view("这次活动怎么样", "How was the event"), id: "survey") {
                """
                \(view(Field("stars", view("评价", "Stars"), .radios((1...5).reversed().map { Option(String($0), view("\($0) 星", $0 == 1 ? "1 star" : "\($0) stars")) }), in: filled)))\
                \(view(Field("comment", view("意见和建议", "What you wish to say"), .longText(rows: 3), hint: view("只有主办方看到，不显示姓名", "For the organisers alone, without your name"), optional: true, in: filled)))
                """
            })
        })
    }

    private func cancel(_ view: View) -> HTML {
        guard model.mayCancel else { return .empty }
        return view(Panel(view("不能参加了", "Cannot come"), id: "cancel") {
            """
            <p>\(view("请及时取消，名额让给候补的人。", "Please cancel, so that somebody else can come."))</p>\
            \(view(PostButton(view("取消报名", "Cancel the registration"), .danger, to: Paths.seatCancellation(model.id), confirm: view("取消后名额让给他人。确定吗？", "Your seats go to somebody else. Go on?"))))
            """
        })
    }
}

/// One's own events.
struct OwnSeatsPage: ModelPage {
    let model: OwnSeats

    init(_ model: OwnSeats) { self.model = model }

    func title(in language: Language) -> String { Words("我的活动", "My events")(language) }

    func body(_ view: View) -> HTML {
        """
        \(view(PageHeader(title(in: view.language), actions: view(Button(view("看看近期活动", "Events to come"), .secondary, href: Paths.events())))))\
        \(list(view("将要参加", "To come"), model.coming, id: "coming",
            EmptyState(view("还没有报名活动", "You have not registered for any event"), view("在“活动”中报名后，入场码会出现在这里。", "Register under “Events”; your tickets are then kept here.")), view))\
        \(if: !model.past.isEmpty, list(view("以往", "Past"), model.past, id: "past", EmptyState(""), view))
        """
    }

    private func list(_ title: String, _ seats: [SeatView], id: String, _ empty: EmptyState, _ view: View) -> HTML {
        view(Panel(title, id: id) {
            view(Table(title, columns: [.main(view("活动", "Event")), Table.Column(view("时间", "When")), Table.Column(view("地点", "Where")), .number(view("人数", "People")), Table.Column(view("状态", "State"))],
                rows: seats.map { ["<a href=\"\(Paths.seat($0.id))\">\($0.event.title)</a>", EventPieces.when($0.event, view), "\($0.event.place)", "\($0.people)", view(Tag($0.state, view))] }, empty: empty))
        })
    }
}
