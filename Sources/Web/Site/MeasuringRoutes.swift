import Domain
import Markup
import Services

extension Rooms {
    /// What measurements compare pages with: the same query of the same server, answered without a page.
    func addMeasuringRoutes(to site: inout Site) {
        site.get(Paths.measuredStations, access: .everyone, page: MeasuredPage.self, summary: Words("仅查询驿站，不生成页面", "The query of the stations page without its page")) { _ in
            MeasuredPage(rows: try await house.stations(StationFilter()).stations.count)
        }
    }
}

/// How many rows a query gave.
struct MeasuredPage: Page {
    let rows: Int

    func title(in language: Language) -> String { Words("测量", "Measurement")(language) }

    func body(_ view: View) -> HTML { "<h1>\(rows)</h1>" }
}
