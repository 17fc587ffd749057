import Domain
import Services

/// Events: their plans, their announcement, and what became of them.
extension Paths {
    public static let events = Path< >("/events")
    public static let newEvent = Path< >("/events/new")
    public static let eventForm = Path<ID<Event>>("/events/{event}/form")
    public static let eventOpening = Path<ID<Event>>("/events/{event}/opening")
    public static let eventCancellation = Path<ID<Event>>("/events/{event}/cancellation")
    public static let eventCalendarFile = Path<ID<Event>>("/events/{event}/event.ics")
    public static let event = Path<ID<Event>>("/events/{event}")
    public static let eventPlan = Path<ID<Case>>("/event-plans/{case}")

    // Yearly plans
    public static let eventPlans = Path< >("/event-plans")
    public static let stationEventPlans = Path<ID<Station>>("/stations/{station}/event-plans")
    public static let eventPlanHandingIn = Path<ID<Case>>("/event-plans/{case}/handing-in")
    public static let eventPlanWithdrawal = Path<ID<Case>>("/event-plans/{case}/withdrawal")
    public static let planLineEvent = Path<ID<EventPlanLine>>("/event-plan-lines/{line}/event")

    // Around one event
    public static let eventOrganising = Path<ID<Event>>("/events/{event}/organising")
    public static let eventNames = Path<ID<Event>>("/events/{event}/names")
    public static let eventNameAnswer = Path<ID<EventConsent>>("/event-names/{consent}/answer")
    public static let eventNameRevocation = Path<ID<EventConsent>>("/event-names/{consent}/revocation")
    public static let eventOffers = Path<ID<Event>>("/events/{event}/offers")
    public static let eventOfferAnswer = Path<ID<EventOffer>>("/event-offers/{offer}/answer")
    public static let eventPapers = Path<ID<Event>>("/events/{event}/papers")
    public static let eventPaperRemoval = Path<ID<Event>>("/events/{event}/papers/removal")
    public static let eventFile = Path<ID<Event>, ID<StoredFile>>("/events/{event}/files/{file}")
    public static let eventEmployers = Path<ID<Event>>("/events/{event}/employers")
    public static let eventEmployerRemoval = Path<ID<Event>>("/events/{event}/employers/removal")
    public static let eventRecord = Path<ID<Event>>("/events/{event}/record")
    public static let eventRecordConfirmation = Path<ID<Event>>("/events/{event}/record/confirmation")
    public static let eventRecordReturn = Path<ID<Event>>("/events/{event}/record/return")
    public static let eventDuplicate = Path<ID<Event>>("/events/{event}/record/duplicate")

    // Lists
    public static let eventWork = Path< >("/event-work")
    public static let targetEvents = Path< >("/targets/events")
}
