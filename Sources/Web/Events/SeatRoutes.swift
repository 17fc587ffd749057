import Domain
import Services

extension Rooms {
    func addSeatRoutes(to site: inout Site) {}
}
