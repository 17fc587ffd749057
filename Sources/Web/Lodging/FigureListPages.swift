import Domain
import Markup
import Services

/// What the three lists of records have in common: their head, their file, their pages.
struct FigureList: Component {
    let title: String
    let lead: String
    let filter: FigureFilter
    let total: Int
    let hasMore: Bool
    let path: Href
    let file: Href
    let table: Table

    func html(_ view: View) -> HTML {
        let isPart = filter.place != nil || filter.area != nil || filter.night != nil
        return """
            \(view(PageHeader(title, lead: lead, trail: [Link(view("住宿统计", "Lodging figures"), to: Paths.lodgingFigures().with("month", filter.month.month))])))\
            <div class="list-top"><div class="list-head"><p class="count">\(view("\(view.month(filter.month))，共 \(view.number(total)) 条", "\(view.month(filter.month)): \(view.number(total))"))\
            \(if: isPart, " \(view(Link(view("查看全部", "Show all"), to: path.with("month", filter.month.month))))")</p><p>\(view(Link(view("导出 Excel", "Excel"), to: filter.href(file))))</p></div></div>\
            \(view(table))\(view(Pager(previous: filter.page > 1 ? filter.href(path, page: filter.page - 1) : nil, next: hasMore ? filter.href(path, page: filter.page + 1) : nil, place: view("第 \(filter.page) 页", "Page \(filter.page)"))))
            """
    }
}

/// Nights that were slept.
struct SleptNightsPage: ModelPage {
    let model: FigureRecords<SleptNight>

    init(_ model: FigureRecords<SleptNight>) { self.model = model }

    func title(in language: Language) -> String { Words("已住床晚", "Nights slept")(language) }

    func body(_ view: View) -> HTML {
        view(FigureList(
            title: title(in: view.language), lead: view("客人已入住并过夜的床晚，每晚一条。", "A line for each night that somebody slept."), filter: model.filter, total: model.total, hasMore: model.hasMore,
            path: Paths.usedNights(), file: Paths.usedNightsWorkbook(), table: Table(title(in: view.language), columns: [
                .main(view("日期", "Night")), .init(view("住处", "Place")), .init(view("区域", "Area")), .init(view("床位", "Bed")), .init(view("住客", "Guest")), .init(view("住宿编号", "Stay")),
            ], rows: model.records.map { record in
                [view.time(record.night), "\(record.lodgingName)<br><span class=\"hint\">\(record.stationName)</span>", "\(view(record.areaName))", "\(record.bed)", "\(record.guest.text)", "<code>\(record.stay.rawValue)</code>"]
            }, empty: EmptyState(view("没有已住床晚", "No nights were slept")))))
    }
}

/// Nights that somebody wanted and did not get.
struct RefusedNightsPage: ModelPage {
    let model: FigureRecords<RefusedNight>

    init(_ model: FigureRecords<RefusedNight>) { self.model = model }

    func title(in language: Language) -> String { Words("未满足床晚", "Nights not given")(language) }

    func body(_ view: View) -> HTML {
        view(FigureList(
            title: title(in: view.language), lead: view("有人想订而没有订到的床晚，每晚一条，不记姓名。", "A line for each night that somebody wanted and did not get. Nobody’s name."), filter: model.filter, total: model.total,
            hasMore: model.hasMore, path: Paths.refusedNights(), file: Paths.refusedNightsWorkbook(), table: Table(title(in: view.language), columns: [
                .main(view("日期", "Night")), .init(view("区域", "Area")), .init(view("住处", "Place")), .init(view("原因", "Why")), .init(view("提出时间", "Asked")),
            ], rows: model.records.map { [view.time($0.night), "\(view($0.areaName))", "\($0.lodgingName)", "\(view($0.reason))", view.time($0.at)] },
            empty: EmptyState(view("没有未满足的床晚", "None")))))
    }
}

/// Stays that began in a month and were slept.
struct SleptStaysPage: ModelPage {
    let model: FigureRecords<SleptStay>

    init(_ model: FigureRecords<SleptStay>) { self.model = model }

    func title(in language: Language) -> String { Words("住宿", "Stays")(language) }

    func body(_ view: View) -> HTML {
        view(FigureList(
            title: title(in: view.language), lead: view("本月开始并已过夜的住宿，每次一条。", "A line for each stay that began in the month and was slept."), filter: model.filter, total: model.total, hasMore: model.hasMore,
            path: Paths.figuredStays(), file: Paths.figuredStaysWorkbook(), table: Table(title(in: view.language), columns: [
                .main(view("入住", "First night")), .number(view("晚数", "Nights")), .init(view("住处", "Place")), .init(view("住客", "Guest")), .init(view("住宿编号", "Stay")),
            ], rows: model.records.map { record in
                [view.time(record.first), "\(record.nights)", "\(record.lodgingName)<br><span class=\"hint\">\(record.stationName)</span>", "\(record.guest.text)", "<code>\(record.stay.rawValue)</code>"]
            }, empty: EmptyState(view("没有住宿", "None")))))
    }
}
