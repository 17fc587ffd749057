import Domain
import Services

/// Introductions and claims.
extension Paths {
    public static let introductions = Path< >("/introductions")
    public static let introduction = Path<ID<Introduction>>("/introductions/{introduction}")
    public static let rewardClaims = Path< >("/reward-claims")
    public static let rewardClaim = Path<ID<RewardClaim>>("/reward-claims/{claim}")
}
