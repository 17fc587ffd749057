import Domain
import Services

extension Rooms {
    func addStoryRoutes(to site: inout Site) {}
}
