import Domain
import Services

/// Events: their plans, their announcement, and what became of them.
extension Paths {
    public static let events = Path< >("/events")
    public static let newEvent = Path< >("/events/new")
    public static let eventForm = Path<ID<Event>>("/events/{event}/form")
    public static let eventOpening = Path<ID<Event>>("/events/{event}/opening")
    public static let eventCancellation = Path<ID<Event>>("/events/{event}/cancellation")
    public static let eventFile = Path<ID<Event>>("/events/{event}/event.ics")
    public static let event = Path<ID<Event>>("/events/{event}")
    public static let eventPlan = Path<ID<Case>>("/event-plans/{case}")
}
