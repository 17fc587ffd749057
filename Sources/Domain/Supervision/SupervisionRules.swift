/// What ids of visits name: an office looks at a station on the spot 实地调研 (二(二)2).
public enum Visit {}
/// What ids of problem tickets name: a station asks offices for help with a difficulty (二(二)2). A ticket is a request of its own topic, and has its id.
public enum Ticket {}

/// What a programme says of supervision (二(二)2). From the file's section `supervision`.
public struct SupervisionRules: Sendable, Hashable {
    public let clause: Clause?
    /// What is looked at on a visit, in the order of the list.
    public let checklist: [Programme.Choice]
    /// Working days in which a finding is to be mended where nobody says otherwise.
    public let mendWithin: Int
    /// Working days until the first answer to a problem ticket, and until its outcome.
    public let ticketAnswer: Int
    public let ticketClose: Int
    /// The office that has a new ticket and coordinates its solution.
    public let ticketOffice: String
    /// Occurrences that suspend a station once an office has ruled that they happened: `safety_accident`, `fraud`.
    public let serious: [Programme.Choice]

    public init(
        clause: Clause?, checklist: [Programme.Choice] = [], mendWithin: Int = 10, ticketAnswer: Int = 3, ticketClose: Int = 15, ticketOffice: String = "", serious: [Programme.Choice] = []
    ) {
        self.clause = clause
        self.checklist = checklist
        self.mendWithin = mendWithin
        self.ticketAnswer = ticketAnswer
        self.ticketClose = ticketClose
        self.ticketOffice = ticketOffice
        self.serious = serious
    }

    public func check(_ id: String) -> Programme.Choice? { checklist.first { $0.id == id } }
    public func seriousKind(_ id: String) -> Programme.Choice? { serious.first { $0.id == id } }
}

extension Programme {
    /// The clock of a request: a station's problem has one of its own.
    public func requestRules(of topic: RequestTopic) -> RequestRules? {
        guard let requests else { return nil }
        guard topic == .problem else { return requests }
        guard let supervision else { return nil }
        return RequestRules(
            clause: supervision.clause, answerWithin: supervision.ticketAnswer, closeWithin: supervision.ticketClose, reopenWithin: requests.reopenWithin, office: supervision.ticketOffice,
            mentorBookings: requests.mentorBookings, mentorCancelHours: requests.mentorCancelHours)
    }
}
