import Domain
import Services

/// Policies, and what somebody is entitled to.
extension Paths {
    public static let policies = Path< >("/policies")
    public static let policy = Path<ID<Policy>>("/policies/{policy}")
    public static let entitlements = Path< >("/policies/entitlements")
}
