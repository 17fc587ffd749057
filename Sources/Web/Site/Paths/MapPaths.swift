import Domain
import Services

/// The map.
extension Paths {
    public static let map = Path< >("/map")
}
