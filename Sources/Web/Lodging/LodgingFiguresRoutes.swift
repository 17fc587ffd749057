import Domain
import Markup
import Services

extension Rooms {
    /// What offices see of lodging: a district's offices their own area, the city's all. Each number opens to its records, each list to a file.
    func addLodgingFiguresRoutes(to site: inout Site) {
        addFigures(to: &site)
        addRecords(to: &site)
        addSettlements(to: &site)
    }

    private static let month = QueryField("month", Words("月份，如 2020-12", "Month, such as 2020-12"))
    private static let fields = [
        month, QueryField("place", Words("住处", "Place"), ID<Lodging>.self), QueryField("area", Words("区市、功能区", "Area")), QueryField("night", Words("哪一晚", "Night"), Day.self),
        QueryField("page", Words("第几页", "Page"), Int.self),
    ]

    private func addFigures(to site: inout Site) {
        let house = house
        site.get(Paths.lodgingFigures, access: .staff, page: FiguresPage.self, query: [Self.month], summary: Words("住宿统计", "Figures of lodging")) { ask in
            FiguresPage(try await house.lodgingMonths(try FigureFilter(ask), for: ask.actor))
        }
        download(Paths.occupancyWorkbook, Words("入住率", "occupancy"), to: &site) { try await $0.occupancyWorkbook($1, for: $2.actor) }
    }

    private func addRecords(to site: inout Site) {
        let house = house
        site.get(Paths.usedNights, access: .staff, page: SleptNightsPage.self, query: Self.fields, summary: Words("已住床晚", "Nights that were slept")) { ask in
            SleptNightsPage(try await house.sleptNights(try FigureFilter(ask), for: ask.actor))
        }
        site.get(Paths.refusedNights, access: .staff, page: RefusedNightsPage.self, query: Self.fields, summary: Words("未满足床晚", "Nights that could not be given")) { ask in
            RefusedNightsPage(try await house.refusedNights(try FigureFilter(ask), for: ask.actor))
        }
        site.get(Paths.figuredStays, access: .staff, page: SleptStaysPage.self, query: Self.fields, summary: Words("住宿", "Stays")) { ask in
            SleptStaysPage(try await house.sleptStays(try FigureFilter(ask), for: ask.actor))
        }
        download(Paths.usedNightsWorkbook, Words("已住床晚", "nights"), to: &site) { try await $0.sleptNightsWorkbook($1, for: $2.actor) }
        download(Paths.refusedNightsWorkbook, Words("未满足床晚", "unmet-demand"), to: &site) { try await $0.refusedNightsWorkbook($1, for: $2.actor) }
        download(Paths.figuredStaysWorkbook, Words("住宿", "stays"), to: &site) { try await $0.sleptStaysWorkbook($1, for: $2.actor) }
    }

    private func download(
        _ path: Path< >, _ name: Words, to site: inout Site, _ file: @escaping @Sendable (House, FigureFilter, Ask) async throws -> String
    ) {
        let house = house
        site.download(path, access: .staff, type: Workbooks.type, query: Self.fields, summary: Words("\(name.zh)，Excel", "\(name.en) as a spreadsheet")) { ask in
            let filter = try FigureFilter(ask)
            return try Workbooks.attachment("\(name(ask.language))-\(filter.month.description.prefix(7)).xlsx", temporary: try await file(house, filter, ask))
        }
    }

    private func addSettlements(to site: inout Site) {
        let house = house
        site.get(Paths.settlements, access: .staff, page: SettlementsPage.self, query: [Self.month], summary: Words("住宿结算", "What the programme owes stations for a month")) { ask in
            SettlementsPage(try await house.settlement(try FigureFilter(ask).month, for: ask.actor))
        }
        site.get(Paths.settlement, access: .staff, page: SettlementPage.self, query: [Self.month], summary: Words("一个驿站的住宿结算", "A station's settlement, night by night")) { ask, id in
            SettlementPage(try await house.settlement(try FigureFilter(ask).month, station: id, for: ask.actor), station: id)
        }
        let file = Words("住宿结算", "settlement")
        site.download(Paths.settlementsWorkbook, access: .staff, type: Workbooks.type, query: [Self.month], summary: Words("住宿结算，Excel", "The settlement as a spreadsheet")) { ask in
            let month = try FigureFilter(ask).month
            return try Workbooks.attachment("\(file(ask.language))-\(month.description.prefix(7)).xlsx", temporary: try await house.settlementWorkbook(month, for: ask.actor))
        }
        site.download(Paths.settlementWorkbook, access: .staff, type: Workbooks.type, query: [Self.month], summary: Words("一个驿站的住宿结算，Excel", "A station's settlement as a spreadsheet")) { ask, id in
            let month = try FigureFilter(ask).month
            return try Workbooks.attachment("\(file(ask.language))-\(month.description.prefix(7)).xlsx", temporary: try await house.settlementWorkbook(month, station: id, for: ask.actor))
        }
    }
}

extension FigureFilter {
    /// This month where nothing is said.
    /// - Throws: `Refusal.invalid` naming the value that is not understood.
    init(_ ask: Ask) throws {
        var day = ask.zone.day(of: ask.now)
        if let text = ask.query["month"] {
            guard let read = Day(text.count == 7 ? text + "-01" : text) else { throw Refusal.invalid([.init("month", Words("月份如 2020-12", "A month, such as 2020-12"))]) }
            day = read
        }
        self.init(day, place: try ask.query.value("place"), area: ask.query["area"], night: try ask.query.value("night"), page: try ask.query.value("page") ?? 1)
    }

    /// The same records elsewhere: another page, the file.
    func href(_ path: Href, page: Int? = nil) -> Href {
        path.with("month", month.month).with("place", place).with("area", area).with("night", night).with("page", page)
    }
}

extension Day {
    /// `2020-12`
    var month: String { String(description.prefix(7)) }
}
