/// What ids of reports name: a station's report for one period 日常调度 (二(二)2).
public enum Report {}
/// What ids of versions of a station's own rules name (二(一)5).
public enum StationRule {}
/// What ids of attendance sheets name: a month's attendance of a station's staff.
public enum AttendanceSheet {}
/// What ids of entries of the register of safety checks name.
public enum SafetyCheck {}

/// What a programme says of regular reports and of a station's own rules (二(二)2, 二(一)5). From the file's section `reports`.
public struct ReportRules: Sendable, Hashable {
    public let clause: Clause?
    public let period: Period
    /// Working days after a period's end until which its report is handed in.
    public let dueWithin: Int
    /// Figures of the form, in order.
    public let lines: [Line]
    /// Questions that are answered in words.
    public let questions: [Question]
    /// Where the application holds the first version of a station's own rules: the path of a question of the form.
    public let ownRules: [StationRuleTopic: String]

    /// How long what one report is about lasts.
    public enum Period: String, Sendable, Hashable, Codable, CaseIterable { case monthly }

    /// One figure of the form.
    public struct Line: Sendable, Hashable {
        public let counted: Counted
        /// Whether what the station states is compared with what is recorded, and a difference has to be explained.
        public let differs: Bool

        public init(counted: Counted, differs: Bool) {
            self.counted = counted
            self.differs = differs
        }
    }

    /// One question of the form.
    public struct Question: Sendable, Hashable {
        public let id: String
        public let name: Words
        /// Whether it may be left open.
        public let isOptional: Bool

        public init(id: String, name: Words, isOptional: Bool) {
            self.id = id
            self.name = name
            self.isOptional = isOptional
        }
    }

    public init(clause: Clause?, dueWithin: Int, period: Period = .monthly, lines: [Line] = [], questions: [Question] = [], ownRules: [StationRuleTopic: String] = [:]) {
        self.clause = clause
        self.period = period
        self.dueWithin = dueWithin
        self.lines = lines
        self.questions = questions
        self.ownRules = ownRules
    }

    public func line(_ counted: Counted) -> Line? { lines.first { $0.counted == counted } }

    /// The last day on which a month's report is in time, by working days after the month's last day.
    public func due(_ month: ReportMonth, _ calendar: WorkCalendar) -> Day { calendar.adding(dueWithin, to: month.last).day }
}

/// What a station has rules of its own for (二(一)5).
public enum StationRuleTopic: String, Sendable, Hashable, Codable, CaseIterable {
    case attendance, expenses, events, safety

    public var words: Words {
        switch self {
        case .attendance: Words("人员考勤", "Attendance")
        case .expenses: Words("经费使用", "Expenses")
        case .events: Words("活动组织", "Events")
        case .safety: Words("安全管理", "Safety")
        }
    }
}
