import Domain
import Services

/// Budgets, batches, payees' accounts, and the public tracker.
extension Paths {
    public static let budgets = Path< >("/budgets")
    public static let budget = Path<ID<Budget>>("/budgets/{budget}")
    public static let budgetAllocations = Path<ID<Budget>>("/budgets/{budget}/allocations")
    public static let budgetWorkbook = Path<ID<Budget>>("/budgets/{budget}/ledger.xlsx")
    public static let batches = Path< >("/batches")
    public static let batch = Path<ID<PaymentBatch>>("/batches/{batch}")
    public static let batchRelease = Path<ID<PaymentBatch>>("/batches/{batch}/release")
    public static let batchDropping = Path<ID<PaymentBatch>>("/batches/{batch}/dropping")
    public static let batchOutcomes = Path<ID<PaymentBatch>>("/batches/{batch}/outcomes")
    public static let bankFile = Path<ID<PaymentBatch>>("/batches/{batch}/bank.xlsx")
    public static let paymentRetry = Path<ID<PaymentOrder>>("/payments/{payment}/retry")
    public static let repayments = Path< >("/repayments")
    public static let repayment = Path<ID<PaymentDemand>>("/repayments/{demand}")
    public static let payeeAccounts = Path< >("/payee-accounts")
    public static let payeeAccount = Path<ID<Organisation>>("/payee-accounts/{organisation}")
    public static let paymentTracker = Path< >("/payments")
    public static let paymentTrackerWorkbook = Path< >("/payments/payments.xlsx")
}
