import Domain
import Markup
import Services

/// Lodging in figures: how full the places are, what could not be given, how long people stay. Each number opens to its records.
struct FiguresPage: ModelPage {
    let model: LodgingMonths

    init(_ model: LodgingMonths) { self.model = model }

    private var now: LodgingFigures? { model.months.last }

    func title(in language: Language) -> String { Words("住宿统计", "Lodging figures")(language) }

    func body(_ view: View) -> HTML {
        """
        \(view(PageHeader(title(in: view.language), lead: view("\(view.month(model.month))。数字都来自床晚台账，点开可看明细。", "\(view.month(model.month)). Each number comes from the ledger of nights and opens to its records."),
            actions: view(Button(view("本月结算", "Settlement of the month"), .secondary, href: Paths.settlements().with("month", model.month.month))))))\(view(MonthLinks(month: model.month, path: Paths.lodgingFigures())))\
        \(with: now, { "\(figures($0, view))\(occupancy($0, view))\(unmet($0, view))" })\(lengths(view))
        """
    }

    private func link(_ path: Href) -> Href { path.with("month", model.month.month) }

    private func figures(_ now: LodgingFigures, _ view: View) -> HTML {
        view(Figures([
            Figure(view("已住床晚", "Nights slept"), now.slept, unit: view("晚", "nights"), evidence: link(Paths.usedNights())),
            Figure(view("开始的住宿", "Stays begun"), now.stays, unit: view("次", "stays"), evidence: link(Paths.figuredStays())),
            Figure(view("未满足床晚", "Nights not given"), now.unmet.reduce(0) { $0 + $1.count }, unit: view("晚", "nights"), evidence: link(Paths.refusedNights())),
        ]))
    }

    private func file(_ path: Href, _ view: View) -> HTML { "<span>\(view(Link(view("导出 Excel", "Excel"), to: link(path))))</span>" }

    private func occupancy(_ now: LodgingFigures, _ view: View) -> HTML {
        view(Panel(view("入住率", "Occupancy"), id: "occupancy", aside: file(Paths.occupancyWorkbook(), view)) {
            """
            \(view(Chart(.bars, view("各月入住率", "Occupancy by month"), unit: "%", points: model.months.map { .init(view.shortMonth($0.from), $0.percent) })))\
            \(view(Table(view("各住处入住率", "Occupancy by place"), columns: [
                .main(view("住处", "Place")), .init(view("区域", "Area")), .number(view("全月床晚", "Nights of the month")), .number(view("已订床晚", "Booked")), .number(view("已过床晚", "Past")), .number(view("已住床晚", "Slept")), .number(view("入住率", "Occupancy")),
            ], rows: now.places.map { place in
                ["\(place.name)<br><span class=\"hint\">\(place.stationName)</span>", "\(view(place.areaName))", "\(view.number(place.capacity))", "\(view.number(place.taken))", "\(view.number(place.past))",
                 view(Link(view.number(place.slept), to: link(Paths.usedNights()).with("place", place.lodging))), "\(place.percent)%"]
            }, empty: EmptyState(view("还没有登记住处", "No places yet"), view("驿站登记房源后，入住率会显示在这里。", "Once stations enter places, their occupancy is shown here.")))))\
            <p class="hint">\(view("入住率＝已住床晚÷已过床晚；停用的床晚不计入。", "Occupancy: nights slept of those that are over, without closed ones."))</p>
            """
        })
    }

    private func unmet(_ now: LodgingFigures, _ view: View) -> HTML {
        var areas: [String: (name: Words, count: Int)] = [:]
        for item in now.unmet { areas[item.area] = (item.areaName, (areas[item.area]?.count ?? 0) + item.count) }
        let sorted = areas.sorted { ($1.value.count, $0.key) < ($0.value.count, $1.key) }
        return view(Panel(view("未满足的需求", "Demand that was not met"), id: "unmet", aside: file(Paths.refusedNightsWorkbook(), view)) {
            guard !sorted.isEmpty else { return view(EmptyState(view("本月没有未满足的床晚", "No nights were refused in this month"), view("有人想订而没有床位时，会按晚记在这里，不记姓名。", "When somebody wants a bed and there is none, the nights are counted here, without a name."))) }
            return """
                \(view(Chart(.bars, view("各区域未满足床晚", "Nights not given, by area"), unit: view("晚", "nights"), points: sorted.prefix(7).map { .init(view($0.value.name), $0.value.count) })))\
                \(view(Table(view("按日期和区域", "By date and area"), columns: [.main(view("日期", "Night")), .init(view("区域", "Area")), .number(view("床晚", "Nights"))], rows: now.unmet.map { item in
                    [view.time(item.night), "\(view(item.areaName))", view(Link(view.number(item.count), to: link(Paths.refusedNights()).with("area", item.area).with("night", item.night)))]
                }, empty: EmptyState(view("没有", "None")))))
                """
        })
    }

    private func lengths(_ view: View) -> HTML {
        let stays = model.lengths.reduce(0) { $0 + $1.stays }, nights = model.lengths.reduce(0) { $0 + $1.nights * $1.stays }
        return view(Panel(view("平均住几晚", "Average stay"), id: "stays", aside: file(Paths.figuredStaysWorkbook(), view)) {
            guard stays > 0 else { return view(EmptyState(view("本月还没有住宿", "No stays in this month yet"))) }
            let tenths = (nights * 10 + stays / 2) / stays
            return """
                <p>\(view("本月开始的 ", "The "))\(view(Link(view("\(view.number(stays)) 次住宿", "\(view.number(stays)) stays"), to: link(Paths.figuredStays()))))\(view("，平均 \(tenths / 10).\(tenths % 10) 晚。", " that began in this month were \(tenths / 10).\(tenths % 10) nights long on average."))</p>\
                \(view(Chart(.bars, view("住几晚的各有多少次", "Stays by their nights"), unit: view("次", "stays"), points: model.lengths.prefix(12).map { .init(view.nights($0.nights), $0.stays) })))
                """
        })
    }
}

extension View {
    /// `2020年12月`, `December 2020`
    func month(_ first: Day) -> String { self("\(first.year)年\(first.parts.month)月", "\(formal(first).dropFirst(2))") }
    func shortMonth(_ first: Day) -> String { self("\(first.parts.month)月", "\(short(first).dropFirst(2))") }
}

/// The month before and after.
struct MonthLinks: Component {
    let month: Day
    let path: Href

    func html(_ view: View) -> HTML {
        let before = month.adding(months: -1), after = month.adding(months: 1)
        return """
            <nav class="pager" aria-label="\(view("月份", "Months"))">\(view(Button(view.month(before), .quiet, href: path.with("month", before.month))))<strong>\(view.month(month))</strong>\
            \(view(Button(view.month(after), .quiet, href: path.with("month", after.month))))</nav>
            """
    }
}

/// What nights are owed for: by station, and night by night.
struct SettlementsPage: ModelPage {
    let model: SettlementView

    init(_ model: SettlementView) { self.model = model }

    func title(in language: Language) -> String { Words("住宿结算", "Settlement of lodging")(language) }

    func body(_ view: View) -> HTML {
        let total = model.stations.reduce(Int64(0)) { $0.addingReportingOverflow($1.total.amount).partialValue }
        return """
            \(view(PageHeader(title(in: view.language), lead: view("\(view.month(model.month))：本月已住的免费床晚 × 补贴标准", "\(view.month(model.month)): free nights that were slept, times the subsidy"), trail: [Link(view("住宿统计", "Lodging figures"), to: Paths.lodgingFigures().with("month", model.month.month))])))\
            \(view(MonthLinks(month: model.month, path: Paths.settlements())))\(view(SubsidyNote(subsidy: model.subsidy)))\
            <div class="list-top"><div class="list-head"><p class="count">\(view("共 \(model.stations.count) 个驿站", "\(model.stations.count) stations"))</p><p>\(view(Link(view("导出 Excel（逐晚）", "Excel, night by night"), to: Paths.settlementsWorkbook().with("month", model.month.month))))</p></div></div>\
            \(view(Table(title(in: view.language), columns: [.main(view("驿站", "Station")), .number(view("住宿", "Stays")), .number(view("免费床晚", "Free nights")), .number(view("应付", "Owed"))], rows: model.stations.map { station in
                ["\(station.name)", "\(view.number(station.stays))", view(Link(view.number(station.nights), to: Paths.settlement(station.station).with("month", model.month.month))), "\(station.total.text)"]
            }, empty: EmptyState(view("本月没有可结算的床晚", "Nothing to settle for this month"), view("客人入住并过夜后，次日起计入。", "A night counts from the day after it was slept.")))))\
            \(if: !model.stations.isEmpty, "<p class=\"count\">\(view("合计 \(Fen(total).text)", "\(Fen(total).text) in all"))</p>")
            """
    }
}

struct SubsidyNote: Component {
    let subsidy: Fen

    func html(_ view: View) -> HTML {
        subsidy > Fen(0) ? "<p class=\"hint\">\(view("补贴标准：每晚 \(subsidy.text)", "Subsidy: \(subsidy.text) a night"))</p>"
            : view(Banner(.info, view("本方案未规定每晚补贴标准，金额为零；床晚数可作为核算依据。", "The programme names no subsidy for a night, so the amounts are nothing; the nights stand as evidence.")))
    }
}

/// One station's month, night by night.
struct SettlementPage: ModelPage {
    struct Model: Codable, Sendable {
        let station: ID<Station>
        let settlement: SettlementView
    }

    let model: Model

    init(_ model: Model) { self.model = model }

    init(_ settlement: SettlementView, station: ID<Station>) { self.init(Model(station: station, settlement: settlement)) }

    private var view: SettlementView { model.settlement }
    private var name: String? { view.stations.first { $0.station == model.station }?.name }

    func title(in language: Language) -> String { name ?? Words("住宿结算", "Settlement of lodging")(language) }

    func body(_ view: View) -> HTML {
        let month = self.view.month, own = self.view.stations.first { $0.station == model.station }
        return """
            \(view(PageHeader(title(in: view.language), lead: view("\(view.month(month))住宿结算：\(own?.nights ?? 0) 晚，\((own?.total ?? Fen(0)).text)", "\(view.month(month)): \(own?.nights ?? 0) nights, \((own?.total ?? Fen(0)).text)"),
                trail: [Link(view("住宿统计", "Lodging figures"), to: Paths.lodgingFigures().with("month", month.month)), Link(view("住宿结算", "Settlement"), to: Paths.settlements().with("month", month.month))])))\
            \(view(SubsidyNote(subsidy: self.view.subsidy)))<p>\(view(Link(view("导出 Excel", "Excel"), to: Paths.settlementWorkbook(model.station).with("month", month.month))))</p>\
            \(view(Table(title(in: view.language), columns: [.main(view("日期", "Night")), .init(view("住处", "Place")), .init(view("床位", "Bed")), .init(view("住客", "Guest")), .init(view("住宿编号", "Stay"))], rows: self.view.records.map { record in
                [view.time(record.night), "\(record.lodgingName)", "\(record.room)", "\(record.guest.text)", "<code>\(record.stay.rawValue)</code>"]
            }, empty: EmptyState(view("本月没有可结算的床晚", "Nothing to settle for this month")))))
            """
    }
}
