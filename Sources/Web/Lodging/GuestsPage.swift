import Domain
import Markup
import Services

/// Who sleeps at a place in a night: to look at, to print.
struct GuestsPage: ModelPage {
    let model: GuestList

    init(_ model: GuestList) { self.model = model }

    func title(in language: Language) -> String { Words("住客名单", "Guest list")(language) }

    func body(_ view: View) -> HTML {
        let here = Paths.guests(model.place.id)
        return """
            \(view(PageHeader("\(title(in: view.language)) \(model.place.name)", lead: view("\(view(model.night)) 当晚，共 \(model.guests.count) 人", "Night of \(view(model.night)): \(model.guests.count)"),
                trail: [Link(view("前台", "Desk"), to: Paths.desk().with("place", model.place.id))], actions: """
                \(view(Button(view("前一晚", "Night before"), .secondary, href: here.with("night", model.night.adding(-1)))))\(view(Button(view("后一晚", "Night after"), .secondary, href: here.with("night", model.night.adding(1)))))\
                \(view(Button(view("下载 PDF", "PDF"), .secondary, href: Paths.guestsPDF(model.place.id).with("night", model.night))))
                """)))\
            \(view(Table(title(in: view.language), columns: [
                .init(view("床位", "Bed")), .main(view("客人", "Guest")), .init(view("证件", "Document")), .init(view("电话", "Telephone")), .init(view("住宿", "Nights")), .init(view("状态", "State")),
            ], rows: model.guests.map { guest in
                ["\(guest.bed)", view(Link(guest.stay.name, to: Paths.deskStay(guest.stay.id))), "\(guest.stay.document?.text ?? "—")", "\(guest.stay.phone.text)",
                 "\(view.nights(guest.stay.first, guest.stay.end))", "\(view(Tag(guest.stay.state, view))) \(view.marks(guest.stay))"]
            }, empty: EmptyState(view("这一晚没有住客", "Nobody that night")))))
            """
    }
}

/// The same list on paper, with room for the signature of who keeps it.
struct GuestSheet: Component {
    let list: GuestList

    static let style = """
        body { font-family: "Noto Sans CJK SC", sans-serif; font-size: 10.5pt; } h1 { font-size: 16pt; margin: 0 0 4pt; } p { margin: 0 0 8pt; }
        table { width: 100%; border-collapse: collapse; } th, td { padding: 4pt 6pt; border: 0.5pt solid #444; text-align: left; } thead { display: table-header-group; } tr { page-break-inside: avoid; }
        """

    func html(_ view: View) -> HTML {
        """
        <h1>\(view("住客名单", "Guest list")) \(list.place.name)</h1><p>\(list.place.stationName) · \(view(list.night)) · \(view("共 \(list.guests.count) 人", "\(list.guests.count) guests"))</p>\
        <table><thead><tr>\(each: [view("床位", "Bed"), view("姓名", "Name"), view("证件", "Document"), view("电话", "Telephone"), view("入住", "From"), view("离店", "To"), view("状态", "State")], { "<th>\($0)</th>" })</tr></thead>\
        <tbody>\(each: list.guests, { guest in """
            <tr><td>\(guest.bed)</td><td>\(guest.stay.name)</td><td>\(guest.stay.document?.text ?? "")</td><td>\(guest.stay.phone.text)</td><td>\(guest.stay.first.description)</td>\
            <td>\(guest.stay.end.description)</td><td>\(view(guest.stay.state.words))</td></tr>
            """ })</tbody></table><p>\(view("打印时间", "Printed")) \(view(view.now))</p>
        """
    }
}

/// Who waits for a bed, longest first.
struct DeskWaitlistPage: ModelPage {
    let model: DeskWaitlist

    init(_ model: DeskWaitlist) { self.model = model }

    func title(in language: Language) -> String { Words("候补名单", "Waitlist")(language) }

    func body(_ view: View) -> HTML {
        """
        \(view(PageHeader("\(title(in: view.language)) \(model.place.name)", lead: view("有床位空出时，系统按排队先后通知，并为其保留一段时间。", "When a bed becomes free, who waits longest is asked first and has it kept for a while."),
            trail: [Link(view("前台", "Desk"), to: Paths.desk().with("place", model.place.id))])))\
        \(view(Table(title(in: view.language), columns: [
            .main(view("姓名", "Name")), .init(view("电话", "Telephone")), .init(view("想住", "Wants")), .init(view("排队时间", "Since")), .init(view("状态", "State")),
        ], rows: model.entries.map { entry in
            ["\(entry.guest)", "\(entry.phone.text)", "\(view.nights(entry.first, entry.end))\(if: entry.accessible, "\(view("，无障碍", ", accessible"))")", view.time(entry.since),
             entry.isOffered ? view(Tag(entry.until.map { view("已通知，保留到 \(view.clock($0))", "Asked, kept until \(view.clock($0))") } ?? view("已通知", "Asked"), .action)) : view(Tag(view("排队中", "Waiting"), .active))]
        }, empty: EmptyState(view("没有人候补", "Nobody waits")))))
        """
    }
}
