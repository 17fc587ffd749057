import Domain
import Services

/// The service log, its confirmation, and the poster of a station.
extension Paths {
    public static let contacts = Path< >("/desk/contacts")
    public static let contact = Path<ID<Contact>>("/desk/contacts/{contact}")
}
