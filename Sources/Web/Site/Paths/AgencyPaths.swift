import Domain
import Services

/// Papers done for somebody, and policies offered without an application.
extension Paths {
    public static let mandates = Path< >("/mandates")
    public static let newMandate = Path< >("/mandates/new")
    public static let mandatesWorkbook = Path< >("/mandates/mandates.xlsx")
    public static let mandate = Path<ID<Mandate>>("/mandates/{mandate}")
    public static let mandateSignature = Path<ID<Mandate>>("/mandates/{mandate}/signature")
    public static let mandateRevocation = Path<ID<Mandate>>("/mandates/{mandate}/revocation")
    public static let mandateAgent = Path<ID<Mandate>>("/mandates/{mandate}/agent")
    public static let mandateMaterials = Path<ID<Mandate>>("/mandates/{mandate}/materials")
    public static let mandatePapers = Path<ID<Mandate>>("/mandates/{mandate}/papers")
    public static let mandatePaper = Path<ID<Mandate>, ID<StoredFile>>("/mandates/{mandate}/papers/{file}")
    public static let mandateSteps = Path<ID<Mandate>>("/mandates/{mandate}/steps")
    public static let mandateMessages = Path<ID<Mandate>>("/mandates/{mandate}/messages")
    public static let mandateHandIn = Path<ID<Mandate>>("/mandates/{mandate}/handing-in")
    public static let mandateBank = Path<ID<Mandate>>("/mandates/{mandate}/bank")
    public static let mandateAmount = Path<ID<Mandate>>("/mandates/{mandate}/amount")
    public static let mandatePayment = Path<ID<Mandate>>("/mandates/{mandate}/payment")
    public static let mandateConfirmation = Path<ID<Mandate>>("/mandates/{mandate}/confirmation")
    public static let mandateRefusal = Path<ID<Mandate>>("/mandates/{mandate}/refusal")
    public static let policyOffers = Path< >("/policies/offers")
}
