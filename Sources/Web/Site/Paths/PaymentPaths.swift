import Domain
import Services

/// Budgets, batches, and the public tracker.
extension Paths {
    public static let budgets = Path< >("/budgets")
    public static let budget = Path<ID<Budget>>("/budgets/{budget}")
    public static let batches = Path< >("/batches")
    public static let batch = Path<ID<PaymentBatch>>("/batches/{batch}")
    public static let paymentTracker = Path< >("/payments")
}
