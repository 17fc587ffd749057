import Domain
import Services

/// Stations that end.
extension Paths {
    public static let stationWithdrawals = Path< >("/withdrawals")
    public static let stationWithdrawal = Path<ID<Case>>("/withdrawals/{case}")
}
