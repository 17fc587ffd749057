import Domain
import Services

extension Rooms {
    func addMapRoutes(to site: inout Site) {}
}
