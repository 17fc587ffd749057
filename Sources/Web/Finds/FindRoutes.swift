import Domain
import Services

extension Rooms {
    func addFindRoutes(to site: inout Site) {}
}
