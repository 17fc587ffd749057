import Domain
import Services

/// Policies, and what somebody is entitled to.
extension Paths {
    public static let policies = Path< >("/policies")
    public static let newPolicy = Path< >("/policies/new")
    public static let policyReading = Path< >("/policies/reading")
    public static let policy = Path<ID<Policy>>("/policies/{policy}")
    public static let policyText = Path<ID<Policy>>("/policies/{policy}/text")
    public static let policyCheck = Path<ID<Policy>>("/policies/{policy}/check")
    public static let policyVersion = Path<ID<Policy>, Int>("/policies/{policy}/versions/{version}")
    public static let policyPublication = Path<ID<Policy>, Int>("/policies/{policy}/versions/{version}/publication")
    public static let policyWithdrawal = Path<ID<Policy>, Int>("/policies/{policy}/versions/{version}/withdrawal")
    public static let entitlements = Path< >("/policies/entitlements")
    public static let employerEntitlements = Path< >("/policies/entitlements/employer")
}
