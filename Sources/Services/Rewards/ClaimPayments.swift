import Domain
import SQL

extension Act {
    /// The payment of a claim has come to something: the claim follows.
    ///
    /// Effects: the claim's state; an audit record; the station's people are told.
    func settleClaimPayment(_ claim: ID<RewardClaim>, isPaid: Bool) throws {}
}
