import Domain
import Markup
import Services

/// Today at a desk: the code first, then who comes, who is there and who goes.
struct DeskPage: ModelPage {
    let model: DeskView
    private let filled: Filled

    init(_ model: DeskView) { self.init(model, .nothing) }

    init(_ model: DeskView, _ filled: Filled) {
        self.model = model
        self.filled = filled
    }

    func title(in language: Language) -> String { Words("前台", "Desk")(language) }

    func body(_ view: View) -> HTML {
        guard let place = model.place else {
            return """
                \(view(PageHeader(title(in: view.language), actions: view(Button(view("登记服务", "Write a contact down"), .secondary, href: Paths.newContact())))))\
                \(view(EmptyState(view("还没有可接待的房源", "No place to receive guests at"),
                    view("先在“房源”中登记住处和床位，客人预订后会出现在这里。", "Enter a place with its beds first; bookings then appear here."), action: Button(view("登记房源", "Enter a place"), href: Paths.keeping()))))
                """
        }
        return """
            \(view(PageHeader(place.name, lead: view("\(place.stationName) · \(view(model.today))", "\(place.stationName) · \(view(model.today))"),
                actions: view(Button(view("登记服务", "Write a contact down"), .secondary, href: Paths.newContact())))))\(places(view, place))\(code(view, place))\(view(DeskScript()))\
            \(figures(view, place))\(arrivals(view))\(inHouse(view))\(if: !model.missed.isEmpty, missed(view))\(tools(view, place))
            """
    }

    private func places(_ view: View, _ place: DeskPlace) -> HTML {
        guard model.places.count > 1 else { return .empty }
        return """
            <nav class="desk-places" aria-label="\(view("住处", "Places"))"><ul class="row">\(each: model.places, { other in """
                <li><a class="button button-secondary" href="\(Paths.desk().with("place", other.id))"\(if: other.id == place.id, " aria-current=\"page\"")>\(other.name)</a></li>
                """ })</ul></nav>
            """
    }

    /// One field, the first on the page. Where scripts run and the code is of somebody on this page, the form for checking in opens at once.
    private func code(_ view: View, _ place: DeskPlace) -> HTML {
        let error = filled.error("code")
        return """
            <section class="panel desk-code"><form class="form" method="post" action="\(Paths.deskCodes())" data-desk-code novalidate>\(view.formFields())<input type="hidden" name="place" value="\(place.id.rawValue)">\
            <div class="field\(error == nil ? "" : " field-error")"><label for="f-code">\(view("入住码或二维码", "Check-in code or QR code"))</label>\
            <p class="hint" id="f-code-hint">\(view("请客人出示六位数字，或扫描手机上的二维码", "Ask for the six digits, or scan the code on the phone"))</p>\
            <p class="error" id="f-code-error" role="alert">\(with: error, { "\(view($0))" })</p>\
            <div class="desk-field"><input type="text" id="f-code" name="code" value="\(filled.value("code"))" inputmode="numeric" autocomplete="off" maxlength="200" aria-describedby="f-code-hint f-code-error" data-focus>\
            \(view(Button(view("查找", "Find"))))<button class="button button-secondary" type="button" data-desk-scan hidden>\(view("扫码", "Scan"))</button></div></div>\
            <video class="desk-video" data-desk-video hidden playsinline muted></video></form></section>\(view(QuickCheckIn()))
            """
    }

    private func figures(_ view: View, _ place: DeskPlace) -> HTML {
        func figure(_ label: String, _ value: Int, _ unit: String, _ href: Href) -> Figure { Figure(label, value, unit: unit, evidence: href) }
        let here = Href(encoded: "")
        let all = Figures([
            figure(view("待到店", "To arrive"), model.arrivals.count, view("人", "guests"), here.at("arrivals")), figure(view("在住", "In house"), model.inHouse.count, view("人", "guests"), here.at("in-house")),
            figure(view("今日应离店", "To leave today"), model.departures.count, view("人", "guests"), here.at("in-house")), figure(view("候补", "Waiting"), model.waiting, view("人", "people"), Paths.deskWaitlist(place.id)),
        ])
        return "<div class=\"desk-counts\">\(view(all))</div>"
    }

    private func arrivals(_ view: View) -> HTML {
        view(Panel(view("待到店", "To arrive"), id: "arrivals", aside: count(model.arrivals.count, view)) {
            view(Table(view("待到店", "To arrive"), columns: [
                .main(view("客人", "Guest")), .init(view("证件", "Document")), .init(view("住宿", "Nights")), .init(view("床位", "Bed")), .init(view("情况", "Remarks")), .action(view("办理", "Actions")),
            ], rows: model.arrivals.map { stay in
                [name(stay), "\(stay.document?.text ?? "—")", "\(view.nights(stay.first, stay.end))", "\(stay.room)", view.marks(stay),
                 view(Button(view("办理入住", "Check in"), .secondary, href: Paths.deskStay(stay.id)))]
            }, empty: EmptyState(view("今天没有待到店的客人", "Nobody is due"), view("无预订的客人可用下面的“无预订入住”。", "Guests without a booking can be taken as walk-ins."))))
        })
    }

    /// A row carries what the quick form shows, so that it opens without the network.
    private func name(_ stay: DeskStay) -> HTML {
        """
        <a href="\(Paths.deskStay(stay.id))" data-desk-stay="\(stay.id.rawValue)" \(if: !stay.wantsPapers, "data-mark=\"\(stay.mark)\" ")data-guest="\(stay.name)" data-document="\(stay.document?.text ?? "")" \
        data-nights="\(stay.nights)" data-bed="\(stay.room)" data-action="\(Paths.checkIn(stay.id))"\(if: stay.isForeign, " data-foreign")>\(stay.name)</a>
        """
    }

    private func inHouse(_ view: View) -> HTML {
        view(Panel(view("在住", "In house"), id: "in-house", aside: count(model.inHouse.count, view)) {
            view(Table(view("在住", "In house"), columns: [
                .main(view("客人", "Guest")), .init(view("床位", "Bed")), .init(view("离店", "Leaves")), .init(view("情况", "Remarks")), .action(view("办理", "Actions")),
            ], rows: model.inHouse.map { stay in
                let leaves = stay.end <= model.today
                return [view(Link(stay.name, to: Paths.deskStay(stay.id))), "\(stay.room)", view.time(stay.end), view.marks(stay),
                 leaves ? view(DeskButton(view("退房", "Check out"), .secondary, to: Paths.checkOut(stay.id), label: view("退房 \(stay.room)", "Check-out \(stay.room)"), then: Paths.desk().with("place", model.place?.id),
                    confirm: view("\(stay.name)退房，押金全部退还。确定吗？", "Check \(stay.name) out and give back the whole deposit?"))) : view(Link(view("续住、换房、提前离店", "Extend, move, leave early"), to: Paths.deskStay(stay.id)))]
            }, empty: EmptyState(view("现在没有住客", "Nobody is in house"))))
        })
    }

    private func missed(_ view: View) -> HTML {
        view(Panel(view("未到店", "Did not come"), id: "missed", aside: count(model.missed.count, view)) {
            view(Table(view("未到店", "Did not come"), columns: [.main(view("客人", "Guest")), .init(view("住宿", "Nights")), .action(view("办理", "Actions"))], rows: model.missed.map { stay in
                [view(Link(stay.name, to: Paths.deskStay(stay.id))), "\(view.nights(stay.first, stay.end))", view(Link(view("客人到了？撤销未到店", "They came? Undo"), to: Paths.deskStay(stay.id)))]
            }, empty: EmptyState(view("没有", "Nobody"))))
        })
    }

    private func tools(_ view: View, _ place: DeskPlace) -> HTML {
        view(Panel(view("其他办理", "More")) {
            """
            <div class="buttons">\(view(Button(view("无预订入住", "Walk-in"), .secondary, href: Paths.newWalkIn(place.id))))\(view(Button(view("团队预订", "Group"), .secondary, href: Paths.newGroup(place.id))))\
            \(view(Button(view("住客名单", "Guest list"), .secondary, href: Paths.guests(place.id))))\(view(Button(view("候补名单", "Waitlist"), .secondary, href: Paths.deskWaitlist(place.id))))\
            \(view(Button(view("房源日历", "Calendar of beds"), .secondary, href: Paths.keptPlace(place.id))))\
            \(view(Button(view("陪同的求职", "Accompanied talents"), .secondary, href: Paths.stationPursuits(place.station))))</div>
            """
        })
    }

    private func count(_ number: Int, _ view: View) -> HTML { "<span class=\"count\">\(view("共 \(number) 人", "\(number)"))</span>" }
}

/// The form for checking in, filled by the desk's script from the row that the code belongs to; shown with scripts alone.
struct QuickCheckIn: Component {
    func html(_ view: View) -> HTML {
        """
        <section class="panel desk-quick" data-desk-quick hidden aria-live="polite"><div class="panel-head"><h2 data-quick-guest tabindex="-1"></h2><span class="count" data-quick-nights></span></div>\
        <dl class="facts"><div><dt>\(view("证件", "Document"))</dt><dd data-quick-document></dd></div><div><dt>\(view("床位", "Bed"))</dt><dd class="desk-bed" data-quick-bed></dd></div></dl>\
        <form class="form" method="post" action="\(Paths.desk())" novalidate>\(view.formFields())<input type="hidden" name="code" value="">\
        \(view(Field("identitySeen", view("已核对证件，与本人一致", "The document was seen and is the guest’s"), .checkbox)))\
        \(view(Field("policeRegistered", view("已在公安系统登记", "Registered with the police"), .checkbox)))\
        <p class="hint" data-quick-foreign hidden>\(view("境外证件：入住后 24 小时内须完成登记", "Foreign document: to be registered within 24 hours of arrival"))</p>\
        \(view(Field("deposit", view("钥匙押金", "Key deposit"), .money, optional: true)))\
        <div class="buttons">\(view(Button(view("办理入住", "Check in"))))<button class="button button-quiet" type="button" data-quick-close>\(view("不是这位客人", "Not this guest"))</button>\
        <a class="button button-quiet" href="\(Paths.desk())" data-quick-more>\(view("全部信息", "Everything about the stay"))</a></div></form></section>
        """
    }
}
