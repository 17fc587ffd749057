import Domain
import Markup
import Services

extension Rooms {
    /// Evaluation periods, scorecards, the what-if page, best practices.
    func addEvaluationRoutes(to site: inout Site) {}
}
