import Domain
import Markup
import Services

/// One event: what it is, who runs it, the form to register, and the organisers' tools.
struct EventPage: ModelPage {
    /// Which of the page's forms came back.
    enum Form: String { case register, cancel }

    let model: EventView
    private let form: Form?
    private let filled: Filled

    init(_ model: EventView) { self.init(model, nil, .nothing) }

    init(_ model: EventView, _ form: Form?, _ filled: Filled) {
        self.model = model
        self.form = form
        self.filled = filled
    }

    private var event: EventSummary { model.summary }

    func title(in language: Language) -> String { event.title }

    func body(_ view: View) -> HTML {
        """
        \(view(PageHeader(event.title, trail: EventPieces.trail(view), aside: event.state == .open ? .empty : view(model.isOrganiser ? Tag(event.state, view) : EventPieces.state(event.state, view)),
            actions: event.state == .open ? view(Button(view("加入日历", "Add to calendar"), .secondary, href: Paths.eventCalendarFile(event.id))) : .empty)))\
        \(with: model.reason, { view(Banner(.bad, view("活动已取消", "This event is called off"), "<p>\(view("原因：", "Reason: "))\($0)</p>")) })\
        \(organise(view))\(view(Panel(nil) { "\(view(Facts(EventPieces.facts(event, view) + registration(view))))" }))\
        \(view(Panel(view("活动介绍", "What it is about"), id: "about") { "\(each: model.text.split(whereSeparator: \.isNewline), { "<p>\(String($0))</p>" })\(fair(view))" }))\(own(view))\(register(view))\(cancel(view))
        """
    }

    private func registration(_ view: View) -> [Fact] {
        guard event.state == .open else { return [] }
        return [
            Fact(view("名额", "Seats"), "<strong>\(EventPieces.seats(event, view))</strong>"),
            Fact(view("报名时间", "Registration"), "\(view.time(model.opens)) — \(view.time(model.closes))\(if: model.approval, "\(view("，报名须经主办方审核", "; the organiser approves each registration"))")"),
        ]
    }

    private func fair(_ view: View) -> HTML {
        "\(with: model.fair, { "<p>\(view(Link(view("现场招聘会：参会单位和岗位", "The job fair within it: employers and jobs"), to: Paths.fair($0))))</p>" })"
    }

    // MARK: who wants to come

    private func own(_ view: View) -> HTML {
        guard let own = model.own else { return .empty }
        return view(Banner(own.state == .registered || own.state == .came ? .good : .info, view("您的报名：\(view(own.state.words))", "Your registration: \(view(own.state.words))"),
            actions: [Button(view("查看报名和入场码", "See it, with your ticket"), .secondary, href: Paths.seat(own.id))]))
    }

    private func register(_ view: View) -> HTML {
        guard event.state == .open, model.own == nil, !model.isOrganiser else { return .empty }
        switch event.registration {
        case .closed, .full: return view(Panel(view("报名", "Register"), id: "register") { "<p>\(EventPieces.seats(event, view))。</p>" })
        case .notYet: return view(Panel(view("报名", "Register"), id: "register") { "<p>\(view("报名开始：", "Registration opens: "))\(view.time(model.opens))</p>" })
        case .open, .waitlist: break
        }
        guard view.actor.isSignedIn else {
            return view(Panel(view("报名", "Register"), id: "register") {
                "<p>\(view("登录后报名，入场码会保存在“我的活动”。", "Sign in to register; your ticket is kept under “My events”."))</p>\(view(Button(view("登录后报名", "Sign in to register"), href: Paths.signIn().with("back", Paths.event(event.id).text))))"
            })
        }
        let typed = form == .register ? filled : Filled(["people": ["1"], "name": [model.name]])
        let waits = event.registration == .waitlist
        return view(FormFrame(Paths.eventSeats(event.id), in: typed, small: true,
            buttons: [Button(waits ? view("加入候补", "Wait in line") : model.approval ? view("提交报名", "Send the registration") : view("报名", "Register"))]) {
            view(Panel(view("报名", "Register"), id: "register") {
                """
                \(view(Field("name", view("姓名", "Name"), width: .middle, autocomplete: "name", in: typed)))\
                \(if: model.groupMost > 1, """
                \(view(Field("people", view("人数（含本人）", "People, you among them"), .number(unit: view("人", "people")),
                    hint: view("最多 \(model.groupMost) 人，名额不足时整组不占", "At most \(model.groupMost); together or not at all"), in: typed)))\
                \(view(Field("companions", view("同行人姓名", "Who comes along"), .longText(rows: 3), hint: view("每行一人", "One name on a line"), optional: true, in: typed)))
                """)\
                \(each: model.questions, { question($0, typed, view) })\
                \(if: model.waitlist, view(Field("wait", waits ? view("名额已满，我愿意候补，有人取消时自动递补", "All seats are taken; I will wait in line and take a seat that is given back") : view("提交时如已满员，我愿意候补",
                    "Should all seats be taken meanwhile, I will wait in line"), .checkbox, in: typed)))\
                <p class="hint">\(view("姓名和回答只有主办方看到，活动结束后只用于统计。", "Only the organisers read your name and answers."))</p>
                """
            })
        })
    }

    private func question(_ question: EventQuestion, _ typed: Filled, _ view: View) -> HTML {
        let kind: Field.Kind = switch question.kind {
        case .text: .longText(rows: 2)
        case .choice: .radios(question.options.map { Option($0, $0) })
        case .yesNo: .radios([Option("yes", view("是", "Yes")), Option("no", view("否", "No"))])
        }
        return view(Field("answers.\(question.id)", question.label, kind, optional: !question.required, in: typed))
    }

    // MARK: who organises it

    private func organise(_ view: View) -> HTML {
        guard model.isOrganiser else { return .empty }
        let open = PostButton(view("发布活动", "Announce the event"), to: Paths.eventOpening(event.id))
        var tools: [Button] = []
        if event.state == .draft || event.state == .open { tools.append(Button(view("修改", "Change"), .secondary, href: Paths.eventForm(event.id))) }
        if event.state != .draft {
            tools.append(Button(view("报名名单", "Registrations"), .secondary, href: Paths.eventRegistrations(event.id)))
            if event.state != .cancelled { tools.append(Button(view("现场签到", "The door"), .secondary, href: Paths.eventDoor(event.id))) }
        }
        tools.append(Button(view("筹办与成效", "Arrangements and record"), .secondary, href: Paths.eventOrganising(event.id)))
        return view(Panel(view("办会", "Organise"), id: "organise", aside: view(Tag(event.state, view))) {
            """
            \(if: model.isOutsidePlan, "<p class=\"hint\">\(view("计划外活动：以本站名义举办。", "Not in the yearly plan: it runs in the station’s own name."))</p>")\
            \(if: event.state == .draft && !model.hindrances.isEmpty, "<p>\(view("发布前还需要：", "Wanted before it can be announced:"))</p><ul>\(each: model.hindrances, { "<li>\(view($0))</li>" })</ul>")\
            \(with: model.attendance, { EventPieces.attendance($0, view) })\
            <div class="buttons">\(if: event.state == .draft && model.hindrances.isEmpty, view(open))\(each: tools, { view($0) })</div>
            """
        })
    }

    private func cancel(_ view: View) -> HTML {
        guard model.isOrganiser, event.state.after(.cancel) != nil else { return .empty }
        let typed = form == .cancel ? filled : .nothing
        return """
            <details class="panel fold" id="cancellation"\(if: form == .cancel, " open")><summary>\(view("取消活动", "Call the event off"))</summary>\
            \(view(FormFrame(Paths.eventCancellation(event.id), in: typed, small: true,
                buttons: [Button(view("取消活动", "Call it off"), .danger, confirm: view("已报名的人都会收到通知，不能恢复。确定吗？", "Everybody registered is told, and it cannot be undone. Go on?"))]) {
                view(Field("reason", view("原因（公开）", "Reason, which everybody can read"), .longText(rows: 2), in: typed))
            }))</details>
            """
    }
}
