import Domain
import Markup
import Services

extension Rooms {
    /// Budgets, batches, and the public tracker.
    func addPaymentRoutes(to site: inout Site) {}
}
