import Domain
import SQL

extension Act {
    /// A station may not go on for now: a serious event, a grave suspicion. Its plaque says so at once.
    ///
    /// Effects: the plaque is suspended with reason and date (public); no new bookings; audit records; the station's people are told.
    /// - Parameter reason: a reason kept for the public.
    func suspendStation(_ station: ID<Station>, reason: KeptReason, clause: Clause?, post: String) throws {}

    /// A station is to end: a case begins.
    ///
    /// Effects: the case at the first step of the programme's procedure; the station is notified; audit records.
    /// - Returns: the case.
    func beginWithdrawal(of station: ID<Station>, _ cause: WithdrawalCause, reason: String, post: String) throws -> ID<Case> { throw Refusal.notFound }
}
