import Domain
import Services

/// The pool of experts, assignments, blind scoring.
extension Paths {
    public static let experts = Path< >("/experts")
    public static let expert = Path<ID<Expert>>("/experts/{expert}")
    public static let expertWork = Path< >("/expert-work")
}
