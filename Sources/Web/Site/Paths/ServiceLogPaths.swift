import Domain
import Services

/// The service log, its confirmation, and the poster of a station.
extension Paths {
    public static let contacts = Path< >("/desk/contacts")
    public static let newContact = Path< >("/desk/contacts/new")
    public static let contactsWorkbook = Path< >("/desk/contacts/contacts.xlsx")
    public static let contact = Path<ID<Contact>>("/desk/contacts/{contact}")
    public static let contactUndoing = Path<ID<Contact>>("/desk/contacts/{contact}/undoing")
    public static let contactVoiding = Path<ID<Contact>>("/desk/contacts/{contact}/voiding")
    public static let contactKeeping = Path<ID<Contact>>("/desk/contacts/{contact}/keeping")
    public static let contactNumber = Path<ID<Contact>>("/desk/contacts/{contact}/number")
    public static let contactFigures = Path< >("/contacts/figures")
    public static let contactLines = Path< >("/contacts/lines")
    public static let contactLinesWorkbook = Path< >("/contacts/lines.xlsx")
    /// Short, since it stands in text messages.
    public static let contactLink = Path<String>("/c/{token}")
    public static let contactAnswer = Path<String>("/c/{token}/answer")
    public static let contactClaim = Path<String>("/c/{token}/claim")
    public static let ownContacts = Path< >("/me/services")
    public static let ownContactAnswer = Path<ID<Contact>>("/me/services/{contact}/answer")
    public static let poster = Path< >("/desk/poster")
    public static let posterPDF = Path<ID<Station>>("/stations/{station}/poster.pdf")
    public static let posterCode = Path<ID<Station>>("/stations/{station}/poster.svg")
    /// Short, since it is scanned and sometimes typed.
    public static let hello = Path<ID<Station>>("/s/{station}/hello")
    public static let helloCodes = Path<ID<Station>>("/s/{station}/codes")
}
