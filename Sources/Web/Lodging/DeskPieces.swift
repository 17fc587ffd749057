import Domain
import Markup
import Services

extension View {
    /// `12月7日—12月9日，2 晚`
    func nights(_ first: Day, _ end: Day) -> String {
        let count = end.number - first.number
        return self("\(short(first)) 至 \(short(end))，\(count) 晚", "\(short(first)) to \(short(end)), \(count == 1 ? "1 night" : "\(count) nights")")
    }

    /// What the desk should know of a stay at a glance.
    func marks(_ stay: DeskStay) -> HTML {
        var tags: [Tag] = []
        if stay.isLate { tags.append(Tag(self("已过到店时间", "Overdue"), .action)) } else if let until = stay.lateUntil { tags.append(Tag(self("晚到，留至 \(clock(until))", "Late, kept until \(clock(until))"), .active)) }
        if stay.state == .checkedIn, stay.end < zone.day(of: now) { tags.append(Tag(self("应离未离", "Should have left"), .action)) }
        if let police = stay.police, police.at == nil, stay.isForeign, stay.state == .checkedIn { tags.append(policeTag(police)) }
        if stay.isForeign { tags.append(Tag(self("境外证件", "Foreign document"), .idle)) }
        if let group = stay.groupName { tags.append(Tag(group, .idle)) }
        if stay.why == "walk_in" { tags.append(Tag(self("无预订", "Walk-in"), .idle)) }
        return "\(each: tags, { "\(self($0)) " })"
    }

    /// How long there is for the registration with the police.
    func policeTag(_ police: PoliceDuty) -> Tag {
        guard let due = police.due else { return Tag(self("待登记公安", "Register with the police"), .action) }
        let minutes = (due.milliseconds - now.milliseconds) / 60_000
        if minutes < 0 { return Tag(self("公安登记已超时", "Police registration overdue"), .bad) }
        return Tag(self("公安登记还剩 \(minutes / 60) 小时 \(minutes % 60) 分", "\(minutes / 60) h \(minutes % 60) min to register with the police"), .action)
    }
}

/// One verb as one button, that waits in the page while there is no network: a form of its own, sent by the desk's script where that runs.
struct DeskButton: Component {
    let text: String
    let kind: Button.Kind
    let action: Href
    /// What the list of waiting things says: `退房 201`.
    let label: String
    /// Where the browser goes afterwards.
    let then: Href
    let confirm: String?

    init(_ text: String, _ kind: Button.Kind = .primary, to action: Href, label: String, then: Href, confirm: String? = nil) {
        self.text = text
        self.kind = kind
        self.action = action
        self.label = label
        self.then = then
        self.confirm = confirm
    }

    func html(_ view: View) -> HTML {
        """
        <form class="post" method="post" action="\(action)" data-desk-send="\(label)" data-desk-then="\(then)">\(view.formFields())\(view(Button(text, kind, confirm: confirm)))</form>
        """
    }
}

/// The desk's own script, and where it says what waits to be sent.
struct DeskScript: Component {
    func html(_ view: View) -> HTML {
        """
        <div class="desk-queue" data-desk-queue="\(view.actor.account?.rawValue ?? "")" role="status"></div><script src="\(view.asset("desk.js"))" defer></script>
        """
    }
}

/// Stays that one code may mean: mostly one, and then the browser does not see this page.
struct FoundStaysPage: Page {
    let stays: [DeskStay]
    let code: String

    func title(in language: Language) -> String { Words("请选择客人", "Choose the guest")(language) }

    func body(_ view: View) -> HTML {
        """
        \(view(PageHeader(title(in: view.language), lead: view("有 \(stays.count) 位客人的入住码相同，请按证件选择。", "\(stays.count) guests have this code; choose by the document."),
            trail: [Link(view("前台", "Desk"), to: Paths.desk())])))\
        \(view(Table(title(in: view.language), columns: [.main(view("客人", "Guest")), .init(view("证件", "Document")), .init(view("住宿", "Nights")), .init(view("状态", "State"))],
            rows: stays.map { [view(Link($0.name, to: Paths.deskStay($0.id).with("code", code))), "\($0.document?.text ?? "—")", "\(view.nights($0.first, $0.end))", view(Tag($0.state, view))] },
            empty: EmptyState(view("没有找到", "Nothing found")))))
        """
    }
}
