import Domain
import Services

extension Rooms {
    func addServiceLogRoutes(to site: inout Site) {}
}
