import Domain
import Markup
import Services

/// Places with beds and how many are free, night by night.
struct LodgingsPage: Page {
    let availability: AvailabilityView
    let terms: StayTerms

    func title(in language: Language) -> String { Words("特价住宿", "Lodging at a special price")(language) }

    private var filter: LodgingFilter { availability.filter }
    private var days: [Day] { (0..<availability.nights).map { availability.first.adding($0) } }

    func body(_ view: View) -> HTML {
        """
        \(view(PageHeader(title(in: view.language), lead: view("来青回青求职、面试、创业，每次最多免费住 \(terms.nightsPerStay) 晚。先花一分钟看看是否符合条件，再选床位。",
            "For those who come or return for a job, an interview or a start-up: up to \(terms.nightsPerStay) nights a stay, free. See in a minute whether you are entitled, then choose a bed."),
            actions: view(Button(view("看看我是否符合", "Am I entitled?"), href: Paths.eligibility().with("area", filter.area))))))\
        \(view(filters(view)))\(availability.places.isEmpty ? view(empty(view)) : table(view))\
        <p class="hint">\(view("数字为当晚空床数；床位以预订成功为准。可预订 \(view.short(terms.firstBookable))至 \(view.short(terms.lastBookable))的夜晚。",
            "The number is how many beds are free on that night; a bed is yours once it is booked. Nights from \(view.short(terms.firstBookable)) to \(view.short(terms.lastBookable)) can be booked."))</p>
        """
    }

    private func filters(_ view: View) -> Filters {
        let choices: [Filters.Filter] = [
            .choice("area", view("区域", "Area"), [Option("", view("全部区域", "All areas"))] + availability.areas.map { Option($0.id, view($0.name)) }, value: filter.area ?? ""),
            .date("first", view("入住", "From"), value: filter.first?.description ?? ""), .date("end", view("离店", "To"), value: filter.end?.description ?? ""),
            .choice("sex", view("床位", "Beds for"), [Option("", view("不限", "Anybody"))] + Sex.allCases.map { Option($0.rawValue, view($0.words)) }, value: filter.sex?.rawValue ?? ""),
            .choice("accessible", view("无障碍", "Accessible"), [Option("", view("不限", "Any")), Option("true", view("无障碍床位", "Accessible beds"))], value: filter.accessible == true ? "true" : ""),
            .choice("most", view("特价", "Price"), [Option("", view("不限", "Any"))] + [100, 150, 200, 300].map { Option("\($0)", view("\($0) 元以内", "up to ¥\($0)")) }, value: filter.most.map(String.init) ?? ""),
        ]
        return Filters(Paths.lodgings(), choices + near(view), count: availability.places.count)
    }

    /// Only where somebody has come from a place that is on the map.
    private func near(_ view: View) -> [Filters.Filter] {
        guard let latitude = filter.latitude, let longitude = filter.longitude else { return [] }
        let choices = Set([1, 3, 5, 10, 20, 50] + [filter.kilometres].compactMap(\.self)).sorted()
        return [
            .choice("kilometres", view("距离", "Within"), choices.map { Option("\($0)", view("\($0) 公里内", "\($0) km")) }, value: "\(filter.kilometres ?? 50)"),
            .kept("latitude", value: latitude.pathSegment), .kept("longitude", value: longitude.pathSegment),
        ]
    }

    private func empty(_ view: View) -> EmptyState {
        let isFiltered = filter.area != nil || filter.sex != nil || filter.accessible == true || filter.most != nil || filter.first != nil || filter.latitude != nil
        return isFiltered
            ? EmptyState(view("没有符合条件的住处", "No place fits"), view("可以减少条件，或换个区域再查。", "Try fewer conditions or another area."), action: Button(view("查看全部住处", "See all places"), .secondary, href: Paths.lodgings()))
            : EmptyState(view("还没有可预订的住处", "No places yet"), view("驿站登记床位后会在这里显示。", "They appear here once a station has entered its beds."), action: Button(view("查看驿站", "See the stations"), .secondary, href: Paths.stations()))
    }

    private func table(_ view: View) -> HTML {
        """
        <div class="nights" role="region" aria-label="\(view("每晚空床", "Free beds by night"))" tabindex="0"><table><caption class="hidden">\(view("每晚空床数", "Free beds by night"))</caption>\
        <thead><tr><th scope="col">\(view("住处", "Place"))</th>\(each: days, { day in
            "<th scope=\"col\" class=\"night-head\"><time datetime=\"\(day.description)\">\(view.numeral(day))</time><br>\(view.weekday(day))</th>"
        })</tr></thead><tbody>\(each: availability.places, { row($0, view) })</tbody></table></div>
        """
    }

    private func row(_ place: AvailabilityView.Place, _ view: View) -> HTML {
        let summary = place.lodging
        return """
            <tr><th scope="row">\(with: summary.photo, { "<span class=\"place-photo\">\(view(PlacePhoto(place: summary, photo: $0)))</span>" })<p class="place-name">\(view(Link(summary.name, to: Paths.lodging(summary.id).with("first", filter.first).with("end", filter.end).with("sex", filter.sex)))) \(view(Tag(summary.kind, view)))\
            \(if: summary.accessible, " \(view(Tag(view("无障碍", "Accessible"), .idle)))")</p><p class="hint">\(view(summary.areaName)) · \(summary.address)\(with: summary.distance, { " · \(view.distance($0))" })</p>\(view(PriceLine(place: summary, terms: terms)))\(whole(place, view))</th>\
            \(summary.kind == .referral ? referral(summary, view) : "\(each: zip(days, place.free), { cell($0, $1, place, view) })")</tr>
            """
    }

    /// Whether all the nights that are asked for can be had.
    private func whole(_ place: AvailabilityView.Place, _ view: View) -> HTML {
        guard let whole = place.whole, let first = filter.first, let end = filter.end, place.lodging.kind != .referral else { return .empty }
        if place.shut.contains(where: { $0.first < end && $0.end > first }) { return "<p>\(view(Tag(view("这几晚现在不能预订", "These nights cannot be booked now"), .idle)))</p>" }
        guard whole > 0 else { return "<p>\(view(Tag(view("这几晚没有连住的空床", "No bed free on all these nights"), .bad)))</p>" }
        return "<p>\(view(Button(view("预订这 \(end.number - first.number) 晚（\(whole) 床）", "Book \(view.nights(end.number - first.number)) (\(whole) beds)"), .secondary, href: Paths.booking(place.lodging.id).with("first", first).with("end", end))))</p>"
    }

    private func cell(_ day: Day, _ free: Int, _ place: AvailabilityView.Place, _ view: View) -> HTML {
        let cell = NightCell(day, free: free, shut: place.shut)
        return "<td class=\"night night-\(cell.kind)\" data-night=\"\(view.numeral(day)) \(view.weekday(day))\">\(view(cell))</td>"
    }

    private func referral(_ place: LodgingSummary, _ view: View) -> HTML {
        """
        <td class="night-none" colspan="\(availability.nights)">\(view("只承诺价格，不保留床位。请致电 \(place.phone) 订房，出示驿站页面享协议价。",
            "A price is promised and no bed is kept. Telephone \(place.phone) to book, and show this page for the price."))</td>
        """
    }
}
