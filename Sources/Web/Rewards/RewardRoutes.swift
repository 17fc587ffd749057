import Domain
import Markup
import Services

extension Rooms {
    /// Introductions and claims.
    func addRewardRoutes(to site: inout Site) {}
}
