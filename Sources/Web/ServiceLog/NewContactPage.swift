import Domain
import Markup
import Services

/// A contact is written down in seconds: one screen, the last choices stand there already, and after saving the form is there again.
struct NewContactPage: Page {
    let form: ContactFormView
    /// What has just been written down.
    let recorded: RecordedContact?
    private(set) var isUndone = false
    private(set) var filled = Filled.nothing

    private enum CodingKeys: CodingKey { case form, recorded }

    init(_ form: ContactFormView, recorded: RecordedContact? = nil, isUndone: Bool = false, _ filled: Filled? = nil) {
        self.form = form
        self.recorded = recorded
        self.isUndone = isUndone
        self.filled = filled ?? Filled([
            "channel": [form.channel.rawValue], "subject": [form.subject ?? ""], "result": [form.result.rawValue], "station": [form.station?.rawValue ?? ""],
        ])
    }

    func title(in language: Language) -> String { Words("登记服务", "Write a contact down")(language) }

    func body(_ view: View) -> HTML {
        """
        \(view(PageHeader(title(in: view.language), lead: view("今天 \(form.today) 条。姓名、电话有一项即可，手机号会收到确认短信。", "\(form.today) so far today. A name or a number will do; a mobile number gets a message to confirm."),
            trail: [Link(view("服务台账", "Service log"), to: Paths.contacts())])))\
        \(with: recorded, { saved($0, view) })\(if: isUndone, view(Banner(.info, view("已撤销，不留姓名和电话", "Undone; name and number are gone"))))\
        \(view(FormFrame(Paths.contacts(), in: filled, buttons: [Button(view("保存", "Save"))]) {
            """
            <section class="panel quick quick-tiles">\(station(view))\
            <div class="quick-pair">\(view(Field("name", view("姓名", "Name"), width: .middle, autocomplete: "off", autofocus: true, in: filled)))\
            \(view(Field("phone", view("电话", "Telephone"), .phone, autocomplete: "off", in: filled)))</div>\
            \(view(Field("channel", view("方式", "How"), .radios(ContactChannel.recorded.map { Option($0.rawValue, view($0.words)) }), in: filled)))\
            \(view(Field("subject", view("服务", "About"), .radios(form.subjects.map { Option($0.id, view($0.name)) }), in: filled)))\
            \(view(Field("result", view("结果", "Result"), .radios(ContactResult.allCases.map { Option($0.rawValue, view($0.words)) }), in: filled)))\
            \(view(Field("line", view("备注；转办写明诉求", "Note; where it is handed on, what is wanted"), optional: true, autocomplete: "off", in: filled)))</section>
            """
        }))
        """
    }

    private func station(_ view: View) -> HTML {
        guard form.stations.count > 1 else { return "\(each: form.stations, { "<input type=\"hidden\" name=\"station\" value=\"\($0.id.rawValue)\">" })" }
        return view(Field("station", view("驿站", "Station"), .select(form.stations.map { Option($0.id.rawValue, $0.name) }), width: .middle, in: filled))
    }

    private func saved(_ recorded: RecordedContact, _ view: View) -> HTML {
        let undo = view(PostButton(view("撤销（\(RecordContact.undoMinutes) 分钟内）", "Undo (within \(RecordContact.undoMinutes) minutes)"), .secondary, to: Paths.contactUndoing(recorded.id)))
        let open = view(Button(view("查看", "Open"), .quiet, href: Paths.contact(recorded.id)))
        let message: HTML = "\(with: recorded.message, { "<p class=\"hint\">\(view("演示：不发送短信，短信内容如下", "Demonstration: nothing is sent; this would be the message"))</p><p class=\"contact-message\">\(view(ContactMessage(text: $0)))</p>" })"
        if let first = recorded.doubles {
            return view(Banner(.action, view("与 \(view.clock(first)) 登记的一条相同", "It looks like the line of \(view.clock(first))"), """
                <p>\(view("同一号码、同一服务，10 分钟内登记了两次。暂不计入；请撤销，或确认是两次服务。", "The same number and service within 10 minutes. It does not count for now: undo it, or say that these were two."))</p>\
                <div class="buttons">\(undo)\(view(PostButton(view("是两次服务", "These were two"), to: Paths.contactKeeping(recorded.id))))\(open)</div>
                """))
        }
        let title = view("已登记：\(recorded.subject.zh)，\(recorded.result.words.zh)", "Recorded: \(recorded.subject.en), \(recorded.result.words.en.lowercased())")
        return view(Banner(.good, title, """
            \(if: recorded.result == .handedOn, "<p>\(view("已作为诉求转办；需要更正时，打开这条记录写明原因作废。", "It was handed on as a request. If it is wrong, open the line and take it back with a reason."))</p>")\
            <p>\(recorded.isAsked ? view("已请对方确认。", "The person was asked to confirm it.") : view("没有发送确认短信。", "No message was sent."))</p>\(message)<div class="buttons">\(if: recorded.result != .handedOn, undo)\(open)</div>
            """))
    }
}
