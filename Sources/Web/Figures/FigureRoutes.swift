import Domain
import Markup
import Services

extension Rooms {
    /// Dashboards, the annual work plan, open data, official reports.
    func addFigureRoutes(to site: inout Site) {}
}
