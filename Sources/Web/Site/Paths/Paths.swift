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
    public static let memberRole = Path< >("/account/members/role")
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
    public static let proofLooks = Path<ID<Proof>>("/proofs/{proof}/looks")
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
    public static let majors = Path< >("/majors")
    public static let divisions = Path< >("/divisions")

    // Lodging
    public static let lodgings = Path< >("/lodging")
    public static let eligibility = Path< >("/lodging/eligibility")
    public static let lodging = Path<ID<Lodging>>("/lodging/{lodging}")
    public static let booking = Path<ID<Lodging>>("/lodging/{lodging}/booking")
    public static let bookings = Path<ID<Lodging>>("/lodging/{lodging}/stays")
    public static let holds = Path<ID<Lodging>>("/lodging/{lodging}/holds")
    public static let waitlist = Path<ID<Lodging>>("/lodging/{lodging}/waitlist")
    public static let waitingEnd = Path<ID<Waiting>>("/waitlist/{waiting}/end")
    public static let offer = Path<ID<Waiting>>("/waitlist/{waiting}/offer")
    public static let draw = Path<ID<BedDraw>>("/draws/{draw}")
    public static let drawTranscript = Path<ID<BedDraw>>("/draws/{draw}/transcript.json")
    public static let drawRequests = Path<ID<BedDraw>>("/draws/{draw}/requests")
    public static let stays = Path< >("/stays")
    public static let stay = Path<ID<Stay>>("/stays/{stay}")
    public static let stayCode = Path<ID<Stay>>("/stays/{stay}/code.svg")
    public static let stayConfirmation = Path<ID<Stay>>("/stays/{stay}/confirmation")
    public static let stayChange = Path<ID<Stay>>("/stays/{stay}/change")
    public static let stayExtension = Path<ID<Stay>>("/stays/{stay}/extension")
    public static let stayLeaving = Path<ID<Stay>>("/stays/{stay}/leaving")
    public static let stayLateness = Path<ID<Stay>>("/stays/{stay}/lateness")
    public static let stayCancellation = Path<ID<Stay>>("/stays/{stay}/cancellation")
    public static let stayAppeal = Path<ID<Stay>>("/stays/{stay}/appeal")

    // Employers and their jobs
    public static let jobs = Path< >("/jobs")
    public static let job = Path<ID<Job>>("/jobs/{job}")
    public static let jobForm = Path<ID<Job>>("/jobs/{job}/form")
    public static let jobOpening = Path<ID<Job>>("/jobs/{job}/opening")
    public static let jobClosing = Path<ID<Job>>("/jobs/{job}/closing")
    public static let jobRemoval = Path<ID<Job>>("/jobs/{job}/removal")
    public static let jobReports = Path<ID<Job>>("/jobs/{job}/reports")
    public static let newJobReport = Path<ID<Job>>("/jobs/{job}/reports/new")
    public static let hiring = Path< >("/hiring")
    public static let hiringJobs = Path< >("/hiring/jobs")
    public static let newJob = Path< >("/hiring/jobs/new")
    public static let employers = Path< >("/employers")
    public static let employer = Path<ID<Organisation>>("/employers/{organisation}")
    public static let vouching = Path<ID<Organisation>>("/employers/{organisation}/vouching")
    public static let verification = Path<ID<Organisation>>("/employers/{organisation}/verification")
    public static let barring = Path<ID<Organisation>>("/employers/{organisation}/barring")
    public static let standingEnd = Path<ID<Organisation>, ID<Standing>>("/employers/{organisation}/standings/{standing}/end")
    public static let occupations = Path< >("/occupations")

    // Finding jobs and people
    public static let jobMatches = Path< >("/me/jobs")
    public static let matchingConsents = Path< >("/me/jobs/consents")
    public static let talentsForJob = Path<ID<Job>>("/jobs/{job}/talents")

    // Import and export of jobs
    public static let jobImports = Path< >("/jobs/imports")
    public static let jobImport = Path<ID<JobImport>>("/jobs/imports/{import}")
    public static let jobImportColumns = Path<ID<JobImport>>("/jobs/imports/{import}/columns")
    public static let jobImportStart = Path<ID<JobImport>>("/jobs/imports/{import}/start")
    public static let jobImportRemoval = Path<ID<JobImport>>("/jobs/imports/{import}/removal")
    public static let jobsWorkbook = Path< >("/jobs/jobs.xlsx")
    public static let jobsText = Path< >("/jobs/jobs.csv")
    public static let jobsTemplate = Path< >("/jobs/template.xlsx")

    // From fit to placement
    public static let jobPursuits = Path<ID<Job>>("/jobs/{job}/pursuits")
    public static let newPursuit = Path<ID<Job>>("/jobs/{job}/pursuits/new")
    public static let invitations = Path<ID<Job>>("/jobs/{job}/invitations")
    public static let recommendations = Path<ID<Job>>("/jobs/{job}/recommendations")
    public static let ownPursuits = Path< >("/me/pursuits")
    public static let hiringPursuits = Path< >("/hiring/pursuits")
    public static let stationPursuits = Path<ID<Station>>("/stations/{station}/pursuits")
    public static let pursuit = Path<ID<Pursuit>>("/pursuits/{pursuit}")
    public static let pursuitAcceptance = Path<ID<Pursuit>>("/pursuits/{pursuit}/acceptance")
    public static let pursuitSlots = Path<ID<Pursuit>>("/pursuits/{pursuit}/slots")
    public static let pursuitOtherTimes = Path<ID<Pursuit>>("/pursuits/{pursuit}/slots/others")
    public static let pursuitInterview = Path<ID<Pursuit>>("/pursuits/{pursuit}/interview")
    public static let pursuitOffer = Path<ID<Pursuit>>("/pursuits/{pursuit}/offer")
    public static let pursuitAnswer = Path<ID<Pursuit>>("/pursuits/{pursuit}/offer/answer")
    public static let pursuitHire = Path<ID<Pursuit>>("/pursuits/{pursuit}/hire")
    public static let pursuitRefusal = Path<ID<Pursuit>>("/pursuits/{pursuit}/refusal")
    public static let pursuitWithdrawal = Path<ID<Pursuit>>("/pursuits/{pursuit}/withdrawal")
    public static let pursuitCompany = Path<ID<Pursuit>>("/pursuits/{pursuit}/company")
    public static let pursuitPlacement = Path<ID<Pursuit>>("/pursuits/{pursuit}/placement")
    public static let newPlacement = Path< >("/desk/placements/new")
    public static let deskPlacements = Path< >("/desk/placements")
    public static let placements = Path< >("/placements")
    public static let placementsWorkbook = Path< >("/placements/placements.xlsx")
    public static let placement = Path<ID<Placement>>("/placements/{placement}")
    public static let placementEvidence = Path<ID<Placement>>("/placements/{placement}/evidence")
    public static let placementFile = Path<ID<Placement>, ID<StoredFile>>("/placements/{placement}/files/{file}")
    public static let placementConfirmation = Path<ID<Placement>>("/placements/{placement}/confirmation")
    public static let placementContest = Path<ID<Placement>>("/placements/{placement}/contest")
    public static let placementVoiding = Path<ID<Placement>>("/placements/{placement}/voiding")
    public static let placementChecks = Path<ID<Placement>>("/placements/{placement}/checks")
    public static let targetPlacements = Path< >("/targets/placements")

    // Job fairs and shortages
    public static let fairs = Path< >("/fairs")
    public static let newFair = Path< >("/fairs/new")
    public static let fair = Path<ID<Fair>>("/fairs/{fair}")
    public static let fairOpening = Path<ID<Fair>>("/fairs/{fair}/opening")
    public static let fairClosing = Path<ID<Fair>>("/fairs/{fair}/closing")
    public static let fairCancellation = Path<ID<Fair>>("/fairs/{fair}/cancellation")
    public static let fairInvitations = Path<ID<Fair>>("/fairs/{fair}/invitations")
    public static let fairSignUps = Path<ID<Fair>>("/fairs/{fair}/sign-ups")
    public static let fairLeaving = Path<ID<Fair>>("/fairs/{fair}/sign-ups/end")
    public static let fairSchedule = Path<ID<Fair>>("/fairs/{fair}/schedule")
    public static let fairEmployer = Path<ID<FairEmployer>>("/fair-employers/{employer}")
    public static let fairAnswer = Path<ID<FairEmployer>>("/fair-employers/{employer}/answer")
    public static let fairEmployerLeaving = Path<ID<FairEmployer>>("/fair-employers/{employer}/leaving")
    public static let fairMeetingMark = Path<ID<FairMeeting>>("/fair-meetings/{meeting}/mark")
    public static let shortages = Path< >("/shortages")
    public static let shortagesWorkbook = Path< >("/shortages/shortages.xlsx")

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

    // Desk
    public static let desk = Path< >("/desk")
    public static let deskCodes = Path< >("/desk/codes")
    public static let deskStay = Path<ID<Stay>>("/desk/stays/{stay}")
    public static let checkIn = Path<ID<Stay>>("/desk/stays/{stay}/check-in")
    public static let policeRegistration = Path<ID<Stay>>("/desk/stays/{stay}/police")
    public static let checkOut = Path<ID<Stay>>("/desk/stays/{stay}/check-out")
    public static let earlyDeparture = Path<ID<Stay>>("/desk/stays/{stay}/early-departure")
    public static let deskExtension = Path<ID<Stay>>("/desk/stays/{stay}/extension")
    public static let deskDates = Path<ID<Stay>>("/desk/stays/{stay}/dates")
    public static let roomMove = Path<ID<Stay>>("/desk/stays/{stay}/room")
    public static let lateArrival = Path<ID<Stay>>("/desk/stays/{stay}/late-arrival")
    public static let noShow = Path<ID<Stay>>("/desk/stays/{stay}/no-show")
    public static let noShowUndone = Path<ID<Stay>>("/desk/stays/{stay}/no-show/undone")
    public static let deskCancellation = Path<ID<Stay>>("/desk/stays/{stay}/cancellation")
    public static let newWalkIn = Path<ID<Lodging>>("/desk/places/{place}/walk-ins/new")
    public static let walkIns = Path<ID<Lodging>>("/desk/places/{place}/walk-ins")
    public static let newGroup = Path<ID<Lodging>>("/desk/places/{place}/groups/new")
    public static let groups = Path<ID<Lodging>>("/desk/places/{place}/groups")
    public static let group = Path<ID<StayGroup>>("/desk/groups/{group}")
    public static let guests = Path<ID<Lodging>>("/desk/places/{place}/guests")
    public static let guestsPDF = Path<ID<Lodging>>("/desk/places/{place}/guests.pdf")
    public static let deskWaitlist = Path<ID<Lodging>>("/desk/places/{place}/waitlist")
    public static let keeping = Path< >("/lodging/keeping")
    public static let newPlace = Path<ID<Station>>("/lodging/keeping/stations/{station}/new")
    public static let stationPlaces = Path<ID<Station>>("/lodging/keeping/stations/{station}/places")
    public static let keptPlace = Path<ID<Lodging>>("/lodging/keeping/places/{place}")
    public static let placeForm = Path<ID<Lodging>>("/lodging/keeping/places/{place}/form")
    public static let closures = Path<ID<Lodging>>("/lodging/keeping/places/{place}/closures")
    public static let closureEnd = Path<ID<LodgingClosure>>("/lodging/keeping/closures/{closure}/end")
    public static let placeDraws = Path<ID<Lodging>>("/lodging/keeping/places/{place}/draws")
    public static let placePhotos = Path<ID<Lodging>>("/lodging/keeping/places/{place}/photos")
    public static let placePhotoRemoval = Path<ID<Lodging>>("/lodging/keeping/places/{place}/photos/removal")
    public static let placePhoto = Path<ID<Lodging>, ID<StoredFile>>("/lodging/photos/{place}/{file}")
    public static let lodgingFigures = Path< >("/lodging/figures")
    public static let occupancyWorkbook = Path< >("/lodging/figures/occupancy.xlsx")
    public static let usedNights = Path< >("/lodging/figures/nights")
    public static let usedNightsWorkbook = Path< >("/lodging/figures/nights.xlsx")
    public static let refusedNights = Path< >("/lodging/figures/refusals")
    public static let refusedNightsWorkbook = Path< >("/lodging/figures/refusals.xlsx")
    public static let figuredStays = Path< >("/lodging/figures/stays")
    public static let figuredStaysWorkbook = Path< >("/lodging/figures/stays.xlsx")
    public static let settlements = Path< >("/lodging/figures/settlements")
    public static let settlementsWorkbook = Path< >("/lodging/figures/settlements.xlsx")
    public static let settlement = Path<ID<Station>>("/lodging/figures/settlements/{station}")
    public static let settlementWorkbook = Path<ID<Station>>("/lodging/figures/settlements/{station}/nights.xlsx")

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
        case .lodging: if let id = ID<Lodging>(rawValue: receipt.id) { return lodging(id) }
        case .stay: if let id = ID<Stay>(rawValue: receipt.id) { return stay(id) }
        case .waiting: return stays().at("waiting")
        case .draw: if let id = ID<BedDraw>(rawValue: receipt.id) { return draw(id) }
        case .group: if let id = ID<StayGroup>(rawValue: receipt.id) { return group(id) }
        case .fair: if let id = ID<Fair>(rawValue: receipt.id) { return fair(id) }
        case .fairEmployer: if let id = ID<FairEmployer>(rawValue: receipt.id) { return fairEmployer(id) }
        case .jobImports: return jobImports()
        case .jobImport: if let id = ID<JobImport>(rawValue: receipt.id) { return jobImport(id) }
        case .job: if let id = ID<Job>(rawValue: receipt.id) { return job(id) }
        case .employer: if let id = ID<Organisation>(rawValue: receipt.id) { return employer(id) }
        case .pursuit: if let id = ID<Pursuit>(rawValue: receipt.id) { return pursuit(id) }
        case .placement: if let id = ID<Placement>(rawValue: receipt.id) { return placement(id) }
        case .event: if let id = ID<Event>(rawValue: receipt.id) { return event(id) }
        case .seat: if let id = ID<Seat>(rawValue: receipt.id) { return seat(id) }
        case .eventDesk: if let id = ID<Event>(rawValue: receipt.id) { return eventOrganising(id) }
        case .eventPlan: if let id = ID<Case>(rawValue: receipt.id) { return eventPlan(id) }
        case .policy: if let id = ID<Policy>(rawValue: receipt.id) { return policy(id) }
        case .mandate: if let id = ID<Mandate>(rawValue: receipt.id) { return mandate(id) }
        case .policyOffers: return policyOffers()
        case .entry: if let id = ID<DirectoryEntry>(rawValue: receipt.id) { return entry(id) }
        case .entryImport: if let id = ID<EntryImport>(rawValue: receipt.id) { return entryImport(id) }
        case .request: if let id = ID<Request>(rawValue: receipt.id) { return request(id) }
        case .mentor: if let id = ID<Mentor>(rawValue: receipt.id) { return mentor(id) }
        case .contact: if let id = ID<Contact>(rawValue: receipt.id) { return contact(id) }
        case .ownContacts: return ownContacts()
        case .story: if let id = ID<Story>(rawValue: receipt.id) { return story(id) }
        case .station: if let id = ID<Station>(rawValue: receipt.id) { return station(id) }
        case .deskStay: if let id = ID<Stay>(rawValue: receipt.id) { return deskStay(id) }
        }
        return home()
    }
}
