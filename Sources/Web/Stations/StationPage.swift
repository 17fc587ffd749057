import Domain
import Markup
import Services

/// A station's front door: what it does for people, beds, events, who is there, where it is, how to ask, and under which document it stands.
struct StationPage: Page {
    /// Which form of its own people came back with something to correct.
    enum Form: Sendable { case point, staff }

    let station: StationView
    private var returned: Form?
    private var filled = Filled.nothing

    private enum CodingKeys: CodingKey { case station }

    init(_ station: StationView) { self.station = station }

    init(_ station: StationView, _ returned: Form, _ filled: Filled) {
        self.station = station
        self.returned = returned
        self.filled = filled
    }

    private var id: ID<Station> { station.summary.id }
    private var front: StationFront { station.front }

    func title(in language: Language) -> String { station.summary.name }

    func sharing(_ view: View) -> Sharing? {
        let summary = station.summary
        return Sharing(summary.name, station.introduction.isEmpty ? "\(view(summary.levelName)) · \(view(summary.fieldName)) · \(station.address)" : station.introduction, at: Paths.station(summary.id))
    }

    func body(_ view: View) -> HTML {
        let summary = station.summary
        return """
            \(view(PageHeader(summary.name, lead: "\(view(summary.levelName)) · \(view(summary.fieldName)) · \(view(summary.areaName))",
                trail: [Link(view("首页", "Home"), to: Paths.home()), Link(view("人才驿站", "Stations"), to: Paths.stations())],
                aside: view(Tag(view(summary.plaqueState.words), summary.plaqueState.kind)), actions: actions(view))))\
            \(view(PlaqueBanner(plaque: station.plaque, saysValid: false)))\
            \(view(Columns(main: services(view) + events(view) + jobs(view) + stories(view) + about(view) + notices(view), side: place(view) + staff(view) + plaque(view))))\
            \(if: front.mayKeep, keeping(view))
            """
    }

    /// While its plaque is not valid nobody is sent there.
    private func actions(_ view: View) -> HTML {
        guard front.isOpen else { return .empty }
        return "\(if: !view.actor.isStaff, view(Button(view("向驿站提出需求", "Ask this station"), href: Paths.newRequest().with("station", id))))\(view(Button(view("到站登记", "I am here: register"), .secondary, href: Paths.hello(id))))"
    }

    // MARK: what one finds there

    private func services(_ view: View) -> HTML {
        guard front.isOpen else { return .empty }
        return view(Panel(view("这里能办什么", "What it does for you"), id: "services") {
            """
            \(if: !station.introduction.isEmpty, "<p>\(station.introduction)</p>")\
            <ul class="job-skills">\(each: front.services, { "<li>\(view($0.name))</li>" })</ul>\
            \(if: !station.places.isEmpty, """
            <h3>\(view("今晚住宿", "Beds tonight"))</h3><ul class="front-lines">\(each: station.places, { place in
                "<li><p>\(view(Link(place.name, to: Paths.lodging(place.id)))) \(beds(place, view))</p></li>"
            })</ul><div class="buttons">\(view(Button(view("查看床位、预订", "See beds and book"), .secondary, href: Paths.lodgings().with("station", id))))</div>
            """)
            """
        })
    }

    private func beds(_ place: FrontPlace, _ view: View) -> HTML {
        guard let free = place.freeTonight else { return view(Tag(place.kind, view)) }
        return free > 0 ? view(Tag(view("今晚空 \(free) 张", "\(free) free tonight"), .good)) : view(Tag(view("今晚已满", "Full tonight"), .idle))
    }

    private func events(_ view: View) -> HTML {
        view(Panel(view("近期活动", "Events to come"), id: "events", aside: view(Link(view("全部活动", "All its events"), to: Paths.events().with("station", id)))) {
            view(EventLines(events: station.events, empty: EmptyState(view("近期没有活动", "No events to come"))))
        })
    }

    private func jobs(_ view: View) -> HTML {
        guard front.openJobs > 0 else { return .empty }
        return view(Panel(view("在招岗位", "Open jobs"), id: "jobs") {
            "<p>\(view(Link(view("经本驿站发布的 \(view.number(front.openJobs)) 个岗位", "\(view.number(front.openJobs)) jobs of employers that this station stands for"), to: Paths.jobs().with("station", id))))</p>"
        })
    }

    private func stories(_ view: View) -> HTML {
        guard !station.stories.isEmpty else { return .empty }
        return view(Panel(view("驿站故事", "Stories"), id: "stories", aside: view(Link(view("全部故事", "All its stories"), to: Paths.stories().with("station", id)))) {
            """
            <ul class="front-lines">\(each: station.stories, { story in """
                <li><p>\(view(Link(story.title, to: Paths.story(story.id))))</p><p class="hint">\(story.summary)</p></li>
                """ })</ul>
            """
        })
    }

    private func place(_ view: View) -> HTML {
        view(Panel(view("在哪里", "Where it is"), id: "where") {
            """
            <p>\(station.address)</p>\(if: front.point != nil && front.isOpen, "<p>\(view(Link(view("在地图上看附近", "See what is near, on the map"), to: Paths.map().with("near", id))))</p>")
            """
        })
    }

    private func staff(_ view: View) -> HTML {
        guard !front.staff.isEmpty else { return .empty }
        return view(Panel(view("在岗人员", "On duty"), id: "staff") {
            """
            <ul class="front-lines">\(each: front.staff, { member in """
                <li><p><strong>\(member.name)</strong> \(member.role)</p><p class="hint">\(member.hours)\(if: member.phoneShown, "\(with: member.phone, { " · <a href=\"tel:\($0)\">\($0)</a>" })")</p></li>
                """ })</ul>
            """
        })
    }

    // MARK: what it is

    private func about(_ view: View) -> HTML {
        let summary = station.summary
        return view(Panel(view("驿站信息", "About the station")) {
            """
            \(if: !front.isOpen && !station.introduction.isEmpty, "<p>\(station.introduction)</p>")\
            \(view(Facts([
                Fact(view("建站单位", "Kept by"), "\(summary.organisation)"),
                Fact(view("统一社会信用代码", "Credit code"), "<code>\(station.creditCode)</code>"),
                Fact(view("类别", "Kind"), "\(view(summary.kindName))"),
                Fact(view("服务领域", "Field"), "\(view(summary.fieldName))"),
                Fact(view("区域", "Area"), "\(view(summary.areaName))"),
                Fact(view("认定日期", "Recognised on"), view.time(summary.recognisedOn)),
                Fact(view("认定文件", "Document"), "\(view(Link(station.document.number, to: Paths.document(station.document.id))))"),
            ])))
            """
        })
    }

    private func notices(_ view: View) -> HTML {
        view(Panel(view("相关公告", "Notices")) {
            view(NoticeRows(station.notices, empty: EmptyState(view("没有相关公告", "No notices"))))
        })
    }

    private func plaque(_ view: View) -> HTML {
        view(Panel(view("牌匾", "Plaque")) {
            view(Facts([
                Fact(view("牌匾编号", "Number"), "\(station.plaque.number)"),
                Fact(view("状态", "State"), view(Tag(view(station.plaque.state.words), station.plaque.state.kind))),
            ])) + "<p>\(view(Link(view("查验牌匾", "Check the plaque"), to: Paths.plaque(station.plaque.number))))</p>"
        })
    }

    // MARK: what its people keep

    private func keeping(_ view: View) -> HTML {
        """
        <section class="stack" aria-labelledby="keeping"><h2 id="keeping">\(view("本站维护", "Kept by your station"))</h2>\(pointForm(view))\(staffForm(view))</section>
        """
    }

    private func pointForm(_ view: View) -> HTML {
        let own = ["latitude": front.point.map { $0.latitude.pathSegment } ?? "", "longitude": front.point.map { $0.longitude.pathSegment } ?? ""]
        let filled = returned == .point ? filled : Filled(own.mapValues { [$0] })
        return view(Panel(view("地图上的位置", "The place on the map"), id: "point") {
            view(SideForm(Paths.stationPoint(id), in: filled, button: Button(view("保存位置", "Save the place"), .secondary)) {
                """
                <p class="hint">\(view("用 WGS 84 坐标（手机定位给出的坐标）；网上地图标注的多为 GCJ-02，相差几百米。两项都清空即从地图撤下。",
                    "WGS 84, as a telephone's positioning gives it; maps on the web in China mostly give GCJ-02, some hundred metres off. Leave both empty to take it off the map."))</p>\
                \(view(Field("latitude", view("纬度", "Latitude"), hint: view("例：36.1070", "For example 36.1070"), optional: true, width: .narrow, in: filled)))\
                \(view(Field("longitude", view("经度", "Longitude"), hint: view("例：120.4690", "For example 120.4690"), optional: true, width: .narrow, in: filled)))
                """
            })
        })
    }

    private func staffForm(_ view: View) -> HTML {
        let filled = returned == .staff ? filled : Filled(kept)
        return view(Panel(view("在岗人员名单", "Who is on duty"), id: "staff-form") {
            view(SideForm(Paths.stationStaff(id), in: filled, button: Button(view("保存名单", "Save the list"), .secondary)) {
                """
                \(view(Field("staff", view("人员", "People"), .rows([
                    Field("name", view("姓名", "Name"), autocomplete: "off"), Field("role", view("职责", "What they do")), Field("hours", view("在岗时间", "Hours")),
                    Field("phone", view("电话", "Telephone"), .phone, optional: true, autocomplete: "off"), Field("phoneShown", view("公开电话", "Show the number"), .checkbox, optional: true),
                ], atLeast: 0, atMost: KeepStationStaff.most, shown: 2), in: filled)))\
                \(view(Field("agreed", view("名单中的人员都同意公开以上信息", "Everybody on the list has agreed to be published"), .checkbox, in: filled)))
                """
            })
        })
    }

    private var kept: [String: [String]] {
        var values: [String: [String]] = [:]
        for (index, member) in front.staff.enumerated() {
            let row = ["name": member.name, "role": member.role, "hours": member.hours, "phone": member.phone ?? "", "phoneShown": member.phoneShown ? "true" : ""]
            for (name, value) in row { values["staff.\(index).\(name)"] = [value] }
        }
        return values
    }
}
