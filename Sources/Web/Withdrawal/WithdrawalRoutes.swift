import Domain
import Markup
import Services

extension Rooms {
    /// Stations that end.
    func addWithdrawalRoutes(to site: inout Site) {}
}
