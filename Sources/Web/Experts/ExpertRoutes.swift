import Domain
import Markup
import Services

extension Rooms {
    /// The pool of experts, assignments, blind scoring.
    func addExpertRoutes(to site: inout Site) {}
}
