import Domain
import Services

/// Every address of the site. Handlers and pages name these; no path is written anywhere else.
public enum Paths {
    // The site itself
    public static let home = Path< >("/")
    public static let health = Path< >("/health")
    public static let openAPI = Path< >("/openapi.json")
    public static let design = Path< >("/design")
    public static let language = Path< >("/language")
    public static let accessibility = Path< >("/accessibility")

    // Public
    public static let programme = Path<String>("/programmes/{programme}")
    public static let targets = Path< >("/targets")
    public static let stations = Path< >("/stations")
    public static let station = Path<ID<Station>>("/stations/{station}")
    public static let plaques = Path< >("/plaques")
    public static let plaque = Path<String>("/plaques/{number}")
    public static let plaqueState = Path<String>("/plaques/{number}/state")
    public static let plaqueCode = Path<String>("/plaques/{number}/code.svg")
    public static let certificate = Path<String>("/plaques/{number}/certificate.pdf")
    public static let document = Path<ID<Document>>("/documents/{document}")
    public static let documentPDF = Path<ID<Document>>("/documents/{document}/document.pdf")
    public static let notices = Path< >("/notices")
    public static let notice = Path<ID<Notice>>("/notices/{notice}")
    public static let noticePDF = Path<ID<Notice>>("/notices/{notice}/notice.pdf")
    public static let noticePublication = Path<ID<Notice>>("/notices/{notice}/publication")
    public static let objections = Path<ID<Notice>>("/notices/{notice}/objections")
    public static let newObjection = Path<ID<Notice>>("/notices/{notice}/objections/new")
    public static let objectionCheck = Path< >("/objections")
    public static let objection = Path<String>("/objections/{receipt}")
    public static let rounds = Path< >("/rounds")
    public static let round = Path<ID<Round>>("/rounds/{round}")

    // Accounts
    public static let session = Path< >("/session")
    public static let signIn = Path< >("/session/new")
    public static let signOut = Path< >("/session/end")
    public static let organisations = Path< >("/organisations")
    public static let newOrganisation = Path< >("/organisations/new")
    public static let account = Path< >("/account")
    public static let password = Path< >("/account/password")
    public static let mail = Path< >("/account/mail")
    public static let authenticator = Path< >("/account/authenticator")
    public static let members = Path< >("/account/members")
    public static let membershipEnd = Path< >("/account/members/end")
    public static let inbox = Path< >("/inbox")
    public static let inboxRead = Path< >("/inbox/read")
    public static let accounts = Path< >("/accounts")
    public static let newAccount = Path< >("/accounts/new")
    public static let posts = Path<ID<Account>>("/accounts/{account}/posts")
    public static let accountAccess = Path<ID<Account>>("/accounts/{account}/access")
    public static let accountState = Path<ID<Account>>("/accounts/{account}/state")
    public static let administrators = Path< >("/accounts/administrators")
    public static let newAdministrator = Path< >("/accounts/administrators/new")

    // Talents
    public static let talents = Path< >("/talents")
    public static let newTalent = Path< >("/talents/new")
    public static let phoneCodes = Path< >("/phone-codes")
    public static let sessionByCode = Path< >("/session/code")
    public static let me = Path< >("/me")
    public static let becomingTalent = Path< >("/me/registration")
    public static let identity = Path< >("/me/identity")
    public static let profile = Path<String>("/me/profile/{section}")
    public static let claims = Path< >("/me/interviews")
    public static let proofs = Path< >("/me/proofs")
    public static let proofFile = Path<ID<Proof>>("/proofs/{proof}/file")
    public static let proofRemoval = Path<ID<Proof>>("/proofs/{proof}/removal")
    public static let proofUses = Path<ID<Proof>>("/proofs/{proof}/uses")
    public static let proofUseEnd = Path<ID<Proof>>("/proofs/{proof}/uses/end")
    public static let consents = Path< >("/me/consents")
    public static let consentWithdrawal = Path< >("/me/consents/withdrawal")
    public static let ownData = Path< >("/me/data")
    public static let closing = Path< >("/me/closing")
    public static let closingCode = Path< >("/me/closing/code")
    public static let proofChecks = Path< >("/proof-checks")
    public static let proofCheck = Path<ID<Proof>>("/proof-checks/{proof}")
    public static let interviews = Path< >("/interviews")
    public static let interviewRevocation = Path<ID<Interview>>("/interviews/{interview}/revocation")
    public static let universities = Path< >("/universities")
    public static let divisions = Path< >("/divisions")

    // Applicants
    public static let applications = Path< >("/applications")
    public static let application = Path<ID<Case>>("/applications/{case}")
    public static let handingIn = Path<ID<Case>>("/applications/{case}/handing-in")
    public static let withdrawal = Path<ID<Case>>("/applications/{case}/withdrawal")
    public static let applicationFiles = Path<ID<Case>>("/applications/{case}/files")
    public static let applicationFileRemoval = Path<ID<Case>>("/applications/{case}/files/removal")

    // Cases
    public static let work = Path< >("/work")
    public static let cases = Path< >("/cases")
    public static let casesWorkbook = Path< >("/cases/cases.xlsx")
    public static let `case` = Path<ID<Case>>("/cases/{case}")
    public static let decision = Path<ID<Case>>("/cases/{case}/decision")
    public static let assignment = Path<ID<Case>>("/cases/{case}/assignment")
    public static let notes = Path<ID<Case>>("/cases/{case}/notes")
    public static let reopening = Path<ID<Case>>("/cases/{case}/reopening")
    public static let trail = Path<ID<Case>>("/cases/{case}/trail")
    public static let file = Path<ID<StoredFile>>("/files/{file}")

    // Rounds, for offices
    public static let comparison = Path<ID<Round>>("/rounds/{round}/comparison")
    public static let newNotice = Path<ID<Round>>("/rounds/{round}/notices/new")
    public static let roundNotices = Path<ID<Round>>("/rounds/{round}/notices")
    public static let newMeeting = Path<ID<Round>>("/rounds/{round}/meetings/new")
    public static let roundMeetings = Path<ID<Round>>("/rounds/{round}/meetings")
    public static let meeting = Path<ID<Meeting>>("/meetings/{meeting}")
    public static let meetingSignature = Path<ID<Meeting>>("/meetings/{meeting}/signature")
    public static let meetingDocument = Path<ID<Meeting>>("/meetings/{meeting}/document")

    // Measurements
    static let measuredStations = Path< >("/bench/stations")

    // Demo mode
    public static let demoRole = Path< >("/demo/role")
    public static let demoClock = Path< >("/demo/clock")
    public static let demoMessages = Path< >("/demo/messages")

    /// Where a verb's receipt leads.
    public static func of(_ receipt: Receipt) -> Href {
        switch receipt.thing {
        case .home: return home()
        case .account: return account()
        case .application:
            if let id = ID<Case>(rawValue: receipt.id) { return application(id) }
            return applications()
        case .case: if let id = ID<Case>(rawValue: receipt.id) { return `case`(id) }
        case .round: if let id = ID<Round>(rawValue: receipt.id) { return round(id) }
        case .notice, .lead: if let id = ID<Notice>(rawValue: receipt.id) { return notice(id) }
        case .objection: return objection(receipt.id)
        case .meeting: if let id = ID<Meeting>(rawValue: receipt.id) { return meeting(id) }
        case .document: if let id = ID<Document>(rawValue: receipt.id) { return document(id) }
        case .plaque: return plaque(receipt.id)
        case .inbox: return inbox()
        case .talent: return me()
        case .proofs: return proofs()
        case .consents: return consents()
        case .interviews: return interviews()
        case .lodging, .stay, .group, .waiting, .draw: return me()
        }
        return home()
    }
}
