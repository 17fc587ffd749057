import Domain
import Markup
import Services

/// Who registered for an event, for its organisers: what waits for an answer first; and what those who came say of it.
struct RegistrationsPage: ModelPage {
    let model: EventRegistrations
    /// The registration whose form came back.
    private let answered: ID<Seat>?
    private let filled: Filled

    init(_ model: EventRegistrations) { self.init(model, nil, .nothing) }

    init(_ model: EventRegistrations, _ answered: ID<Seat>?, _ filled: Filled) {
        self.model = model
        self.answered = answered
        self.filled = filled
    }

    func title(in language: Language) -> String { Words("报名名单：\(model.event.title)", "Registrations: \(model.event.title)")(language) }

    func body(_ view: View) -> HTML {
        """
        \(view(PageHeader(view("报名名单", "Registrations"), lead: model.event.title, trail: EventPieces.trail(view, model.event), aside: view(Tag(model.event.state, view)),
            actions: view(Button(view("现场签到", "The door"), .secondary, href: Paths.eventDoor(model.event.id))))))\(view(Panel(nil) { EventPieces.attendance(model.attendance, view) }))\(requests(view))\(list(view))\(survey(view))\
        \(view(Pager(previous: nil, next: model.next.map { Paths.eventRegistrations(model.event.id).with("after", $0) })))
        """
    }

    private func requests(_ view: View) -> HTML {
        let asked = model.registrations.filter { $0.state == .requested }
        guard !asked.isEmpty, model.event.state == .open else { return .empty }
        return view(Panel(view("待审核", "To be approved"), id: "requests", aside: "<span class=\"count\">\(asked.count)</span>") { "\(each: asked, { request($0, view) })" })
    }

    private func request(_ seat: RegistrationView, _ view: View) -> HTML {
        let typed = answered == seat.id ? filled : .nothing
        return """
            <section class="request"><h3>\(name(seat, view))</h3>\(said(seat, view))\
            \(view(PostButton(view("通过", "Accept"), to: Paths.seatAnswer(seat.id), fields: [("accept", "true")])))\
            <details class="fold"\(if: answered == seat.id, " open")><summary>\(view("不通过", "Refuse"))</summary>\
            \(view(FormFrame(Paths.seatAnswer(seat.id), in: typed, small: true, buttons: [Button(view("不通过", "Refuse"), .danger, name: "accept", value: "false")]) {
                view(Field("reason", view("原因（报名人会看到）", "Reason, which the person reads"), .longText(rows: 2), prefix: answered == seat.id ? nil : seat.id.rawValue, in: typed))
            }))</details></section>
            """
    }

    private func name(_ seat: RegistrationView, _ view: View) -> HTML {
        """
        \(seat.name.isEmpty ? "—" : seat.name)\(if: seat.people > 1, "\(view("（\(seat.people) 人）", " (\(seat.people) people)"))")\(if: seat.isWalkIn, " \(view(Tag(view("现场", "Walk-in"), .idle)))")\
        \(if: seat.beyond, " \(view(Tag(view("超出名额", "Beyond the seats"), .action)))")
        """
    }

    private func said(_ seat: RegistrationView, _ view: View) -> HTML {
        "\(if: !seat.companions.isEmpty, "<p class=\"hint\">\(seat.companions.joined(separator: view("、", ", ")))</p>")\(each: seat.answers, { "<p class=\"hint\">\($0.question)：\(EventPieces.answer($0, view))</p>" })"
    }

    private func list(_ view: View) -> HTML {
        view(Panel(view("全部报名", "All registrations"), id: "list") {
            view(Table(view("全部报名", "All registrations"),
                columns: [.main(view("姓名", "Name")), Table.Column(view("同行人和回答", "Others and answers")), Table.Column(view("报名时间", "Registered")), Table.Column(view("状态", "State")), Table.Column(view("签到", "Came"))],
                rows: model.registrations.map { seat in [
                    name(seat, view), said(seat, view), view.time(seat.at), view(Tag(seat.state, view)),
                    "\(with: seat.cameAt, { view.time($0) })\(with: seat.came, { came in "\(came < seat.people ? view("（到 \(came) 人）", " (\(came) came)") : "")" })",
                ] }, empty: EmptyState(view("还没有人报名", "Nobody has registered yet"), view("发布后，报名会出现在这里。", "Registrations appear here once it is announced."))))
        })
    }

    private func survey(_ view: View) -> HTML {
        guard let average = model.survey.average else { return .empty }
        return view(Panel(view("评价", "What they say"), id: "survey",
            aside: "<span class=\"count\">\(view("\(average / 10).\(average % 10) 星，\(model.survey.answers) 人评价", "\(average / 10).\(average % 10) stars of \(model.survey.answers)"))</span>") {
            "\(if: model.survey.comments.isEmpty, "<p>\(view("没有文字意见。", "No comments."))</p>")<ul class=\"plain\">\(each: model.survey.comments, { "<li>\(view("\($0.stars) 星", "\($0.stars) of 5"))：\($0.text)</li>" })</ul>"
        })
    }
}
