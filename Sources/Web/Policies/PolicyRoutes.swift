import Domain
import Services

extension Rooms {
    func addPolicyRoutes(to site: inout Site) {}
}
