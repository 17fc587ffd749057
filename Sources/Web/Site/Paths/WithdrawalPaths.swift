import Domain
import Services

/// Stations that end.
extension Paths {
    public static let stationWithdrawals = Path< >("/withdrawals")
    public static let withdrawalsWorkbook = Path< >("/withdrawals/withdrawals.xlsx")
    public static let stationWithdrawal = Path<ID<Case>>("/withdrawals/{case}")
    /// What the host says, and whether it asks to be heard.
    public static let withdrawalStatements = Path<ID<Case>>("/withdrawals/{case}/statements")
    /// When and where the hearing is.
    public static let withdrawalHearing = Path<ID<Case>>("/withdrawals/{case}/hearing")
    public static let withdrawalMinutes = Path<ID<Case>>("/withdrawals/{case}/minutes")
    public static let withdrawalAppeal = Path<ID<Case>>("/withdrawals/{case}/appeal")
    public static let withdrawalTakingBack = Path<ID<Case>>("/withdrawals/{case}/taking-back")
    public static let plaqueReturn = Path<ID<Case>>("/withdrawals/{case}/plaque-return")
    /// Where the end of a station begins: an office brings it.
    public static let stationEnding = Path<ID<Station>>("/stations/{station}/withdrawal")
    /// The host wishes to leave.
    public static let stationLeaving = Path<ID<Station>>("/stations/{station}/leaving")
}
