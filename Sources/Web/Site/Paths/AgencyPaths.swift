import Domain
import Services

/// Papers done for somebody.
extension Paths {
    public static let mandates = Path< >("/mandates")
    public static let mandate = Path<ID<Mandate>>("/mandates/{mandate}")
}
