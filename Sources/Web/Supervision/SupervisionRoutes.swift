import Domain
import Markup
import Services

extension Rooms {
    /// Visits, problem tickets, serious events.
    func addSupervisionRoutes(to site: inout Site) {}
}
