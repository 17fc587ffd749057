import Domain
import Services

/// Introductions and claims.
extension Paths {
    public static let introductions = Path< >("/introductions")
    public static let introduction = Path<ID<Introduction>>("/introductions/{introduction}")
    public static let introductionConfirmation = Path<ID<Introduction>>("/introductions/{introduction}/confirmation")
    public static let introductionRefusal = Path<ID<Introduction>>("/introductions/{introduction}/refusal")
    public static let introductionWithdrawal = Path<ID<Introduction>>("/introductions/{introduction}/withdrawal")
    public static let newRewardClaim = Path<ID<Introduction>>("/introductions/{introduction}/claim")
    public static let rewardClaims = Path< >("/reward-claims")
    public static let rewardClaimsWorkbook = Path< >("/reward-claims/claims.xlsx")
    public static let rewardClaim = Path<ID<RewardClaim>>("/reward-claims/{claim}")
    public static let rewardClaimCorrection = Path<ID<RewardClaim>>("/reward-claims/{claim}/correction")
    public static let rewardClaimWithdrawal = Path<ID<RewardClaim>>("/reward-claims/{claim}/withdrawal")
    public static let rewardClaimRetention = Path<ID<RewardClaim>>("/reward-claims/{claim}/retention")
    public static let eventGrants = Path< >("/event-grants")
    public static let newEventGrant = Path<ID<Station>, ID<EvaluationPeriod>>("/event-grants/{station}/{period}")
}
