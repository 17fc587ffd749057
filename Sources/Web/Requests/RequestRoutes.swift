import Domain
import Services

extension Rooms {
    func addRequestRoutes(to site: inout Site) {}
}
