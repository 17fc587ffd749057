import Domain
import Services

/// Visits, problem tickets, serious events.
extension Paths {
    public static let visits = Path< >("/visits")
    public static let newVisit = Path< >("/visits/new")
    public static let visitsWorkbook = Path< >("/visits/visits.xlsx")
    public static let visit = Path<ID<Visit>>("/visits/{visit}")
    public static let visitCancellation = Path<ID<Visit>>("/visits/{visit}/cancellation")
    public static let visitRecord = Path<ID<Visit>>("/visits/{visit}/record")
    public static let visitFindings = Path<ID<Visit>>("/visits/{visit}/findings")
    public static let visitClosing = Path<ID<Visit>>("/visits/{visit}/closing")
    public static let findingAnswer = Path<ID<Visit>, ID<VisitFinding>>("/visits/{visit}/findings/{finding}/answer")
    public static let findingRecheck = Path<ID<Visit>, ID<VisitFinding>>("/visits/{visit}/findings/{finding}/recheck")
    public static let findingFiles = Path<ID<Visit>, ID<VisitFinding>>("/visits/{visit}/findings/{finding}/files")
    public static let findingFile = Path<ID<VisitFinding>, ID<StoredFile>>("/findings/{finding}/files/{file}")
    public static let tickets = Path< >("/tickets")
    public static let newTicket = Path< >("/tickets/new")
    public static let ticketsWorkbook = Path< >("/tickets/tickets.xlsx")
    /// The page of the request that a ticket is.
    public static let ticket = Path<ID<Ticket>>("/tickets/{ticket}")
    public static let seriousEvents = Path< >("/serious-events")
    public static let newSeriousEvent = Path< >("/serious-events/new")
    public static let seriousEvent = Path<ID<SeriousEvent>>("/serious-events/{event}")
    public static let seriousEventFiles = Path<ID<SeriousEvent>>("/serious-events/{event}/files")
    public static let seriousEventFile = Path<ID<SeriousEvent>, ID<StoredFile>>("/serious-events/{event}/files/{file}")
    public static let seriousEventConfirmation = Path<ID<SeriousEvent>>("/serious-events/{event}/confirmation")
    public static let seriousEventDismissal = Path<ID<SeriousEvent>>("/serious-events/{event}/dismissal")
}
