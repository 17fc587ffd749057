import Domain
import Markup
import Services

/// The door of an event: a code is scanned or typed, somebody without a registration is let in, and the counts. Where scripts run and the network is away,
/// what was scanned waits in the browser and is sent under its own key later.
struct DoorPage: ModelPage {
    /// Which of the page's forms came back.
    enum Form { case code, walkIn }

    let model: DoorView
    private let form: Form?
    private let filled: Filled

    init(_ model: DoorView) { self.init(model, nil, .nothing) }

    init(_ model: DoorView, _ form: Form?, _ filled: Filled) {
        self.model = model
        self.form = form
        self.filled = filled
    }

    func title(in language: Language) -> String { Words("现场签到：\(model.event.title)", "The door: \(model.event.title)")(language) }

    func body(_ view: View) -> HTML {
        """
        \(view(PageHeader(view("现场签到", "The door"), lead: model.event.title, trail: EventPieces.trail(view, model.event), aside: view(Tag(model.event.state, view)))))\
        \(if: !model.isOpen, view(Banner(.info, view("现在不能签到", "Nobody is checked in now"), "<p>\(view("活动开始前 12 小时起、结束后七天内可以签到。", "From 12 hours before the event until seven days after it."))</p>")))\
        \(last(view))\(if: model.isOpen, "\(code(view))\(view(DeskScript()))")\(counts(view))\(if: model.isOpen, walkIn(view))
        """
    }

    private func last(_ view: View) -> HTML {
        guard let last = model.last else { return .empty }
        let people = last.people > 1 ? view("，\(last.came ?? last.people) 人", ", \(last.came ?? last.people) people") : ""
        let at = last.cameAt.map { view($0) } ?? ""
        return model.again ? view(Banner(.action, view("这个入场码已用过", "This ticket was used already"), "<p>\(view("\(last.name)\(people)，已于 \(at) 签到。", "\(last.name)\(people), checked in at \(at)."))</p>"))
            : view(Banner(.good, view("已签到：\(last.name)\(people)", "Checked in: \(last.name)\(people)"), "\(if: last.beyond, "<p>\(view("超出名额。", "Beyond the seats."))</p>")"))
    }

    /// One field, the first on the page.
    private func code(_ view: View) -> HTML {
        let typed = form == .code ? filled : .nothing, error = typed.error("code")
        return """
            <section class="panel desk-code"><form class="form" method="post" action="\(Paths.eventDoor(model.event.id))" data-desk-scans data-desk-again data-desk-send="\(view("签到", "Check-in"))" data-desk-then="" novalidate>\(view.formFields())\
            <input type="hidden" name="at" value="" data-desk-now>\
            <div class="field\(error == nil ? "" : " field-error")"><label for="f-code">\(view("入场码或二维码", "Ticket number or QR code"))</label>\
            <p class="hint" id="f-code-hint">\(view("扫描二维码，或输入八位数字", "Scan the QR code, or type the eight digits"))</p>\
            <p class="error" id="f-code-error" role="alert">\(with: error, { "\(view($0))" })</p>\
            <div class="desk-field"><input type="text" id="f-code" name="code" value="\(typed.value("code"))" inputmode="numeric" autocomplete="off" maxlength="200" aria-describedby="f-code-hint f-code-error"\(if: form != .walkIn, " data-focus autofocus")>\
            \(view(Button(view("签到", "Check in"))))<button class="button button-secondary" type="button" data-desk-scan hidden>\(view("扫码", "Scan"))</button></div></div>\
            \(view(Field("people", view("实到人数", "How many came"), .number(unit: view("人", "people")), hint: view("团体报名未到齐时填写", "Of a group that is not complete"), optional: true, in: typed)))\
            <video class="desk-video" data-desk-video hidden playsinline muted></video></form></section>
            """
    }

    private func counts(_ view: View) -> HTML {
        let list = Paths.eventRegistrations(model.event.id), unit = view("人", "people")
        return """
            <div class="desk-counts">\(view(Figures([
                Figure(view("已签到", "Came"), model.attendance.came, unit: unit, evidence: list), Figure(view("未到", "Not yet"), model.awaited, unit: unit, evidence: list),
                Figure(view("现场加入", "Walk-ins"), model.attendance.walkIns, unit: unit, evidence: list), Figure(view("余座", "Seats left"), model.event.left, unit: view("个", "seats"), evidence: list),
            ])))</div>
            """
    }

    private func walkIn(_ view: View) -> HTML {
        let typed = form == .walkIn ? filled : .nothing
        return view(FormFrame(Paths.eventWalkIns(model.event.id), in: typed, small: true, buttons: [Button(view("登记入场", "Let in"), .secondary)]) {
            view(Panel(view("没有报名的人", "Without a registration"), id: "walk-in") {
                """
                \(view(Field("name", view("姓名", "Name"), width: .middle, in: typed)))\(view(Field("phone", view("电话", "Telephone"), .phone, optional: true, in: typed)))\
                \(view(Field("people", view("人数", "People"), .number(unit: view("人", "people")), optional: true, prefix: "walk-in", in: typed)))\
                \(view(Field("beyond", view("名额已满也让其入场，并注明超出名额", "Let in although all seats are taken, and mark it"), .checkbox, in: typed)))
                """
            })
        })
    }
}
