import Domain
import Markup
import Services

extension Rooms {
    /// Dashboards, the annual work plan, open data, official reports.
    func addFigureRoutes(to site: inout Site) {
        addDashboard(to: &site)
        addOpenData(to: &site)
        addFigureReports(to: &site)
        addWorkPlan(to: &site)
    }

    private func addDashboard(to site: inout Site) {
        let house = house, page = QueryField("page", Words("第几页", "Page"), Int.self), fields = DashboardFilter.fields
        site.get(Paths.dashboard, access: .staff, page: DashboardPage.self, query: fields, summary: Words("统计总览", "Targets and all that counts")) { ask in
            DashboardPage(try await house.dashboard(try DashboardFilter(ask), for: ask.actor))
        }
        site.download(Paths.dashboardWorkbook, access: .staff, type: Workbooks.type, query: fields, summary: Words("统计总览，Excel", "The dashboard as a spreadsheet")) { ask in
            let file = try await house.dashboardWorkbook(try DashboardFilter(ask), for: ask.actor)
            return try Workbooks.attachment("\(Words("统计总览", "figures")(ask.language))-\(ask.zone.day(of: ask.now)).xlsx", temporary: file)
        }
        site.get(Paths.countedRecords, access: .staff, page: CountedRecordsPage.self, query: fields + [page], summary: Words("统计数字的明细", "The records behind a number")) { ask in
            CountedRecordsPage(try await house.countedRecords(try DashboardFilter(ask), for: ask.actor))
        }
        site.download(Paths.countedWorkbook, access: .staff, type: Workbooks.type, query: fields, summary: Words("统计明细，Excel", "The records behind a number as a spreadsheet")) { ask in
            let filter = try DashboardFilter(ask), file = try await house.countedFile(.workbook, filter, for: ask.actor)
            return try Workbooks.attachment("\(filter.what.words(ask.language))-\(ask.zone.day(of: ask.now)).xlsx", temporary: file)
        }
        site.download(Paths.countedDelimited, access: .staff, type: "text/csv", query: fields, summary: Words("统计明细，CSV", "The records behind a number as comma-separated text")) { ask in
            let filter = try DashboardFilter(ask), file = try await house.countedFile(.delimited, filter, for: ask.actor)
            return try Workbooks.attachment("\(filter.what.words(ask.language))-\(ask.zone.day(of: ask.now)).csv", type: "text/csv", temporary: file)
        }
    }
}
