import Domain
import Services

extension Rooms {
    func addAgencyRoutes(to site: inout Site) {}
}
