import Domain
import Markup
import Services

extension Rooms {
    /// Regular reports, a station's own rules, attendance, safety checks.
    func addReportRoutes(to site: inout Site) {}
}
