import Domain
import Services

extension Rooms {
    func addEventRoutes(to site: inout Site) {}
}
