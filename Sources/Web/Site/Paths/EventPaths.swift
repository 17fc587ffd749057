import Domain
import Services

/// Events: their plans, their announcement, and what became of them.
extension Paths {
    public static let events = Path< >("/events")
    public static let event = Path<ID<Event>>("/events/{event}")
    public static let eventPlan = Path<ID<Case>>("/event-plans/{case}")
}
