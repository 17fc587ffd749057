/// A case as the engine sees it: where it stands, who has ruled, which clock runs. What it is about is somebody else's business.
public struct Case: Sendable, Hashable {
    public let id: ID<Case>
    public let programme: String
    public let procedure: String
    /// The organisation whose case it is; nil for an objection by a member of the public.
    public let applicant: ID<Organisation>?
    /// The area that stands behind `area.*` offices.
    public let area: String?
    public var state: CaseState
    /// The id of the step it stands at.
    public var step: String
    /// Counts the times that the case entered a step; rulings belong to a visit. 0 until it is handed in for the first time.
    public var visit: Int
    /// How often each step has returned the case.
    public var returns: [String: Int]
    /// The tasks of the current visit, one for each office that is asked.
    public var tasks: [Task]
    /// Runs while the case is with an office whose step has a clock.
    public var clock: StepClock?

    public init(
        id: ID<Case>, programme: String, procedure: String, applicant: ID<Organisation>?, area: String?, state: CaseState, step: String,
        visit: Int, returns: [String: Int] = [:], tasks: [Task] = [], clock: StepClock? = nil
    ) {
        self.id = id
        self.programme = programme
        self.procedure = procedure
        self.applicant = applicant
        self.area = area
        self.state = state
        self.step = step
        self.visit = visit
        self.returns = returns
        self.tasks = tasks
        self.clock = clock
    }

    /// One office's part in one visit of a step. The opinion passes along the office's line 经办 → 复核 → 签发.
    public struct Task: Sendable, Hashable {
        public let office: String
        /// The places that the opinion passes, in order.
        public let line: [Programme.Place]
        /// Index into `line` of whoever is next; `line.count` when the office has ruled.
        public var position: Int
        /// The only person at this place who may act, where one was named.
        public var assignee: ID<Account>?
        /// What has been proposed along the line so far; the office's ruling once the line is through.
        public var opinion: Opinion?
        /// Who has acted on this opinion, in order of the line. Nobody stands here twice.
        public var hands: [ID<Account>]
        /// The ruling was given in an earlier visit and still stands, since nothing it rests on has changed.
        public var carried: Bool

        public init(office: String, line: [Programme.Place], position: Int = 0, assignee: ID<Account>? = nil, opinion: Opinion? = nil, hands: [ID<Account>] = [], carried: Bool = false) {
            self.office = office
            self.line = line
            self.position = position
            self.assignee = assignee
            self.opinion = opinion
            self.hands = hands
            self.carried = carried
        }

        public var isRuled: Bool { position >= line.count }
        /// Whose turn it is; nil when the office has ruled.
        public var place: Programme.Place? { line.indices.contains(position) ? line[position] : nil }
    }

    /// A ruling with what it rests on.
    public struct Opinion: Sendable, Hashable {
        public let ruling: Ruling
        /// The row that holds the reason's text.
        public let reason: ID<Reason>
        public let clause: Clause?
        /// The conditions that are not met, by id, where the ruling is not a pass.
        public let conditions: [String]

        public init(ruling: Ruling, reason: ID<Reason>, clause: Clause?, conditions: [String] = []) {
            self.ruling = ruling
            self.reason = reason
            self.clause = clause
            self.conditions = conditions
        }
    }
}

/// What ids of reasons name: the text of a reason sits in a row of its own.
public enum Reason {}

/// A clock that counts working days and can rest. It is kept in working days, so that a changed calendar dates it anew.
public struct StepClock: Sendable, Hashable {
    /// Working days in all.
    public let allowance: Int
    /// Working days used up before `since`.
    public let used: Int
    /// The day from which it runs, itself not counted; nil while it rests.
    public let since: Day?

    public init(allowance: Int, used: Int = 0, since: Day?) {
        self.allowance = allowance
        self.used = used
        self.since = since
    }

    /// The last day of the time allowed; nil while the clock rests.
    public func due(_ calendar: WorkCalendar) -> Deadline? {
        since.map { calendar.adding(max(allowance - used, 0), to: $0) }
    }

    public func rested(on day: Day, _ calendar: WorkCalendar) -> StepClock {
        guard let since else { return self }
        return StepClock(allowance: allowance, used: used + calendar.count(after: since, through: day), since: nil)
    }

    public func resumed(on day: Day) -> StepClock {
        since == nil ? StepClock(allowance: allowance, used: used, since: day) : self
    }

    /// The days on which 50, 80 and 100 % of the allowance are used up; those that lie before the clock last started are left out.
    public func reminders(_ calendar: WorkCalendar) -> [(percent: Int, on: Deadline)] {
        guard let since else { return [] }
        return [50, 80, 100].compactMap { percent in
            let days = (allowance * percent + 99) / 100 - used
            return days < 0 ? nil : (percent, calendar.adding(days, to: since))
        }
    }
}
