import Domain
import Services

/// Visits, problem tickets, serious events.
extension Paths {
    public static let visits = Path< >("/visits")
    public static let visit = Path<ID<Visit>>("/visits/{visit}")
    public static let tickets = Path< >("/tickets")
    public static let ticket = Path<ID<Ticket>>("/tickets/{ticket}")
}
