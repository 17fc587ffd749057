import Domain
import Services

/// Seats at events: registration, tickets, the door.
extension Paths {
    public static let ownSeats = Path< >("/me/events")
    public static let seat = Path<ID<Seat>>("/event-seats/{seat}")
}
