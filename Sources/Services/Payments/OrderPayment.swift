import Domain
import SQL

extension Act {
    /// An amount is approved: it leaves the budget of its year and purpose, and is owed from now on.
    ///
    /// Effects: a line of the budget; the payment order with the day by which it is promised; audit records.
    /// - Parameter claim: what it is for; one order for each.
    /// - Throws: a conflict where the budget does not have it any more, or there is none.
    func orderPayment(
        _ amount: Fen, for claim: Receipt, purpose: PaymentPurpose, year: Int, to payee: ID<Organisation>, station: ID<Station>, _ programme: Programme
    ) throws -> ID<PaymentOrder> { throw Refusal.notFound }

    /// What was paid too much has to come back, or what was promised is promised no more.
    ///
    /// Effects: an order that is not paid yet is cancelled and its money free again; of a paid one the amount is demanded back; audit records; the payee is told.
    func takeBack(_ amount: Fen, of claim: Receipt, reason: KeptReason) throws {}
}
