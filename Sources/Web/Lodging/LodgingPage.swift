import Domain
import Markup
import Services

/// A place with its calendar, its prices and rules, and the form that leads to a booking.
struct LodgingPage: Page {
    let lodging: LodgingView
    /// For whom beds are counted; nil for everybody.
    let sex: Sex?
    private(set) var wanted: (first: Day?, end: Day?) = (nil, nil)

    private enum CodingKeys: CodingKey { case lodging, sex }

    init(_ lodging: LodgingView, sex: Sex?, first: Day?, end: Day?) {
        self.lodging = lodging
        self.sex = sex
        wanted = (first, end)
    }

    func title(in language: Language) -> String { lodging.summary.name }

    private var summary: LodgingSummary { lodging.summary }

    func sharing(_ view: View) -> Sharing? {
        guard summary.published else { return nil }
        return Sharing(summary.name, "\(view(summary.areaName)) · \(summary.address) · \(summary.stationName)", at: Paths.lodging(summary.id))
    }

    func body(_ view: View) -> HTML {
        """
        \(view(PageHeader(summary.name, lead: "\(view(summary.areaName)) · \(summary.address)", trail: [Link(view("特价住宿", "Lodging"), to: Paths.lodgings())],
            aside: view(Tag(summary.kind, view)))))\
        \(summary.kind == .referral ? referral(view) : view(Columns(main: calendar(view), side: book(view))) + draws(view))\(photos(view))\(about(view))\(rules(view))
        """
    }

    private func referral(_ view: View) -> HTML {
        view(Banner(.info, view("只承诺价格，不保留床位", "A price is promised, no bed is kept"), """
            <p>\(view("由酒店直接接待。请致电 \(summary.phone) 订房，入住时出示本页面，享协议价 \(view(summary.specialPrice))/晚（门市价 \(view(summary.listPrice))）。",
                "The hotel takes bookings itself. Telephone \(summary.phone), and show this page when you arrive: \(view(summary.specialPrice)) a night instead of \(view(summary.listPrice))."))</p>
            """, actions: [Button(view("查看可预订的床位", "See beds that can be booked"), .secondary, href: Paths.lodgings())]))
    }

    // MARK: calendar

    private var free: [Int] {
        let genders = sex.map { BedGender.admitting($0) } ?? BedGender.allCases
        let lists = lodging.free.filter { genders.contains($0.gender) }.map(\.nights)
        let count = lodging.free.first?.nights.count ?? 0
        return (0..<count).map { night in lists.reduce(0) { $0 + ($1.indices.contains(night) ? $1[night] : 0) } }
    }

    private func calendar(_ view: View) -> HTML {
        // As far as the week in which the last night lies that can be booked.
        let last = lodging.terms.lastBookable, days = free.indices.map { lodging.first.adding($0) }.filter { $0 <= last.adding(7 - last.weekday) }
        var months: [(year: Int, month: Int, days: [(Day, Int)])] = []
        for (day, left) in zip(days, free) {
            let parts = day.parts
            if months.last.map({ ($0.year, $0.month) == (parts.year, parts.month) }) == true { months[months.count - 1].days.append((day, left)) } else { months.append((parts.year, parts.month, [(day, left)])) }
        }
        let choices: [(Sex?, String)] = [(nil, view("全部床位", "All beds"))] + Sex.allCases.map { ($0, view($0 == .male ? "男士可住" : "女士可住", $0 == .male ? "For men" : "For women")) }
        return view(Panel(view("空床日历", "Free beds"), id: "calendar") {
            """
            <ul class="tabs">\(each: choices, { choice in """
                <li><a href="\(Paths.lodging(summary.id).with("first", wanted.first).with("end", wanted.end).with("sex", choice.0).at("calendar"))"\(if: choice.0 == sex, " aria-current=\"true\"")>\(choice.1)</a></li>
                """ })</ul><div class="months">\(each: months, { month($0.year, $0.month, $0.days, view) })</div>\
            <p class="hint">\(view("点选一个夜晚即可预订。\(view.short(lodging.terms.lastBookable))以后的夜晚尚未开放。", "Choose a night to book it. Nights after \(view.short(lodging.terms.lastBookable)) are not open yet."))</p>\
            \(each: lodging.shut.filter(\.why.isWorthSaying), { shut in "<p class=\"hint\">\(view.stretch(shut.first, shut.end))：\(view(shut.why.words))</p>" })\
            \(each: lodging.closures, { closure in "<p class=\"hint\">\(view.stretch(closure.first, closure.end))：\(closure.reason)</p>" })
            """
        })
    }

    private func month(_ year: Int, _ month: Int, _ days: [(Day, Int)], _ view: View) -> HTML {
        guard let first = days.first?.0 else { return .empty }
        var cells: [(Day, Int)?] = Array(repeating: nil, count: first.weekday - 1) + days.map { $0 }
        while cells.count % 7 != 0 { cells.append(nil) }
        let weeks = stride(from: 0, to: cells.count, by: 7).map { Array(cells[$0..<$0 + 7]) }
        let heads = (0..<7).map { view.weekday(first.adding(1 - first.weekday + $0)) }
        return """
            <table class="month"><caption>\(view("\(year)年\(month)月", "\(month)/\(year)"))</caption><thead><tr>\(each: heads, { "<th scope=\"col\">\($0)</th>" })</tr></thead><tbody>\(each: weeks, { week in
                "<tr>\(each: week, { cell in cell.map { self.cell($0.0, $0.1, view) } ?? "<td></td>" })</tr>"
            })</tbody></table>
            """
    }

    private func cell(_ day: Day, _ left: Int, _ view: View) -> HTML {
        let cell = NightCell(day, free: left, shut: lodging.shut)
        let inner: HTML = "<time datetime=\"\(day.description)\">\(day.parts.day)</time>\(view(cell))"
        let isWanted = wanted.first.map { day >= $0 && day < wanted.end ?? $0.adding(1) } ?? false
        let place = Paths.lodging(summary.id)
        let leads: Href? = cell.why == nil ? place.with("first", day).with("sex", sex).at("book") : cell.why == .draw && !lodging.draws.isEmpty ? place.at("draws") : nil
        let content: HTML = leads.map { "<a href=\"\($0)\"\(if: isWanted, " aria-current=\"true\"")>\(inner)</a>" } ?? inner
        return "<td class=\"night night-\(cell.kind)\(if: isWanted, " night-wanted")\">\(content)</td>"
    }

    // MARK: the rest

    private func book(_ view: View) -> HTML {
        let first = wanted.first ?? lodging.terms.firstBookable
        let filled = Filled(["first": [first.description], "end": [(wanted.end ?? first.adding(1)).description]])
        return view(Panel(view("预订", "Book"), id: "book") {
            """
            \(view(PriceLine(place: summary, terms: lodging.terms)))\
            <form class="form" method="get" action="\(Paths.booking(summary.id))">\
            \(view(Field("first", view("入住日期", "First night"), .date, in: filled)))\(view(Field("end", view("离店日期", "Day of leaving"), .date, hint: view("每次最多 \(lodging.terms.nightsPerStay) 晚", "At most \(lodging.terms.nightsPerStay) nights a stay"), in: filled)))\
            \(view(Field("mayMove", view("没有整段空床时，可以中途换床", "I agree to change beds if no bed is free on all nights"), .checkbox, in: filled)))\
            \(if: summary.accessible, view(Field("accessible", view("需要无障碍床位", "I need an accessible bed"), .checkbox, in: filled)))\
            \(view(ActionBar(view(Button(view("下一步：核对预订", "Next: check the booking"))))))</form>
            """
        })
    }

    private func photos(_ view: View) -> HTML {
        guard !lodging.photos.isEmpty else { return .empty }
        return view(Panel(view("照片", "Photos"), id: "photos") {
            "<ul class=\"photos photos-wide\">\(each: lodging.photos.enumerated(), { "<li>\(view(PlacePhoto(place: summary, photo: $1, number: $0 + 1)))</li>" })</ul>"
        })
    }

    private func about(_ view: View) -> HTML {
        let terms = lodging.terms
        let hours = view("\(terms.checkInFrom) 后入住，\(terms.lateArrival) 前到店，\(terms.checkOutBy) 前退房", "From \(terms.checkInFrom), by \(terms.lateArrival) at the latest; out by \(terms.checkOutBy)")
        let nearby: HTML = summary.latitude == nil ? .empty : view(Link(view("附近的其他住处", "Other places nearby"), to: summary.nearby))
        return view(Panel(view("住处信息", "About the place"), aside: nearby) {
            view(Facts([
                Fact(view("驿站", "Station"), "\(view(Link(summary.stationName, to: Paths.station(summary.station))))"),
                Fact(view("地址", "Address"), "\(summary.address)"), Fact(view("电话", "Telephone"), view.telephone(summary.phone)),
                lodging.beds.isEmpty ? nil : Fact(view("床位", "Beds"), "\(lodging.beds.map { beds($0, view) }.joined(separator: view("，", ", ")))"),
                Fact(view("门市价", "List price"), "\(view("\(view(summary.listPrice))/晚", "\(view(summary.listPrice)) a night"))"),
                summary.kind == .referral ? nil : Fact(view("入住与退房", "Check-in and out"), "\(hours)"),
                lodging.releaseHour.map { Fact(view("当日余房", "Tonight’s rooms"), "\(view("\($0) 时后退还酒店", "go back to the hotel at \($0):00"))") },
            ].compactMap(\.self)))
        })
    }

    private func beds(_ beds: BedCount, _ view: View) -> String {
        let name = beds.gender == .any ? view("单人间", "single rooms") : view("\(beds.gender.words.zh)床", "beds for \(beds.gender.words.en)")
        return beds.accessible > 0 ? view("\(name) \(beds.count)（无障碍 \(beds.accessible)）", "\(beds.count) \(name) (\(beds.accessible) accessible)") : view("\(name) \(beds.count)", "\(beds.count) \(name)")
    }

    private func rules(_ view: View) -> HTML {
        let words = view(lodging.rules)
        return words.isEmpty ? .empty : view(Panel(view("住宿须知", "House rules")) { "<p>\(words)</p>" })
    }

    private func draws(_ view: View) -> HTML {
        guard !lodging.draws.isEmpty else { return .empty }
        return view(Panel(view("抽签", "Draws"), id: "draws") {
            """
            <ul class="plain">\(each: lodging.draws, { draw in """
                <li>\(view(Link(draw.title, to: Paths.draw(draw.id)))) \(view(Tag(draw, view)))<br>\
                <span class="hint">\(view.stretch(draw.first, draw.end))，\(view("\(draw.places) 个床位，截止 \(view(draw.closes))", "\(draw.places) beds, until \(view(draw.closes))"))</span></li>
                """ })</ul>
            """
        })
    }
}
