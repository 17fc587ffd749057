import Domain
import Services

/// Seats at events: registration, tickets, the door.
extension Paths {
    public static let ownSeats = Path< >("/me/events")
    public static let seat = Path<ID<Seat>>("/event-seats/{seat}")
    public static let seatCode = Path<ID<Seat>>("/event-seats/{seat}/code.svg")
    public static let seatCancellation = Path<ID<Seat>>("/event-seats/{seat}/cancellation")
    public static let seatAnswer = Path<ID<Seat>>("/event-seats/{seat}/answer")
    public static let seatSurvey = Path<ID<Seat>>("/event-seats/{seat}/survey")
    public static let eventSeats = Path<ID<Event>>("/events/{event}/seats")
    public static let eventRegistrations = Path<ID<Event>>("/events/{event}/registrations")
    public static let eventDoor = Path<ID<Event>>("/events/{event}/door")
    public static let eventWalkIns = Path<ID<Event>>("/events/{event}/walk-ins")
}
