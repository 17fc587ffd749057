import Domain

/// A station's month in a list: its report, or that there is none yet.
public struct ReportSummary: Codable, Sendable, Hashable {
    /// Nil where nobody has begun it.
    public let id: ID<Report>?
    public let station: ID<Station>
    public let stationName: String
    public let areaName: Words
    public let month: ReportMonth
    public let state: ReportState
    public let dueOn: Day
    /// The day of the first handing in.
    public let handedInOn: Day?
    /// Until when one that was given back comes again.
    public let againBy: Day?
    /// Calendar days after the last day, of a report that came late, is missing, or was given back and has not come again; 0 in time.
    public let daysLate: Int
    /// How many figures differ from the records, as it was handed in.
    public let differences: Int

    public var isMissing: Bool { handedInOn == nil }
    public var isLate: Bool { daysLate > 0 }
}

/// How a list of reports is cut: what an office looks for.
public enum ReportPick: String, Codable, Sendable, Hashable, CaseIterable {
    /// Not handed in.
    case missing
    /// Not handed in, handed in after the last day, or given back and not there again by its day.
    case late
    case handedIn = "handed_in"
    case returned, accepted
    /// Some figure differs from the records.
    case differs

    public var words: Words {
        switch self {
        case .missing: Words("未报送", "Not handed in")
        case .late: Words("逾期", "Late")
        case .handedIn: ReportState.handedIn.words
        case .returned: ReportState.returned.words
        case .accepted: ReportState.accepted.words
        case .differs: Words("数据有差异", "Differs from the records")
        }
    }
}

public struct ReportFilter: Codable, Sendable, Hashable {
    /// Nil: the last month that is over.
    public var month: ReportMonth?
    public var area: String?
    public var pick: ReportPick?
    /// From 1.
    public var page: Int

    public init(month: ReportMonth? = nil, area: String? = nil, pick: ReportPick? = nil, page: Int = 1) {
        self.month = month
        self.area = area
        self.pick = pick
        self.page = page
    }
}

/// The reports of one's own stations, and of a month for an office.
public struct ReportList: Codable, Sendable, Hashable {
    public struct Area: Codable, Sendable, Hashable {
        public let id: String
        public let name: Words
    }

    /// How a month stands, in stations.
    public struct Tally: Codable, Sendable, Hashable {
        public let expected: Int
        public let handedIn: Int
        public let missing: Int
        public let late: Int
        public let differing: Int
    }

    /// An office's month; nil for a station's people.
    public struct Desk: Codable, Sendable, Hashable {
        public let month: ReportMonth
        /// The latest first.
        public let months: [ReportMonth]
        public let areas: [Area]
        public let tally: Tally
        public let reports: [ReportSummary]
        public let total: Int
        public let pages: Int
    }

    public let filter: ReportFilter
    /// Of one's own stations, the latest first; nil for somebody who has none.
    public let own: [ReportSummary]?
    public let stations: [StationChoice]
    /// Months that can be begun.
    public let months: [ReportMonth]
    public let desk: Desk?
    public let dueWithin: Int
    public let clause: Clause?
}

/// One figure of a report.
public struct ReportLineView: Codable, Sendable, Hashable {
    public let counted: Counted
    /// As it was when the report was handed in; as it is now while it is being written.
    public let recorded: Int
    /// As it is counted today.
    public let today: Int
    /// Only where the station says another figure.
    public let stated: Int?
    public let explanation: String?
    /// A difference has to be explained.
    public let isCompared: Bool

    /// What the report says.
    public var says: Int { stated ?? recorded }
    public var differs: Bool { isCompared && says != recorded }
    /// The records have changed since.
    public var hasMoved: Bool { today != recorded }
}

public struct ReportAnswerView: Codable, Sendable, Hashable {
    public let question: String
    public let name: Words
    public let isOptional: Bool
    public let text: String?
}

/// One thing that happened to a report.
public struct ReportEntry: Codable, Sendable, Hashable {
    public let at: Instant
    public let words: Words
    public let who: String
    public let reason: String?
}

/// A report whole, as the person who looks may see it.
public struct ReportView: Codable, Sendable, Hashable {
    public let summary: ReportSummary
    /// Whether it is one's own station's.
    public let isOwn: Bool
    /// False for an office while the station still writes its first version.
    public let isShown: Bool
    public let lines: [ReportLineView]
    public let answers: [ReportAnswerView]
    public let files: [FileView]
    public let entries: [ReportEntry]
    /// Why it was given back.
    public let reason: String?
    /// Days of attendance and people, where a sheet of the month was brought in.
    public let attendance: AttendanceSummary?
    public let monthIsOver: Bool
    public let mayWrite: Bool
    public let mayDecide: Bool
    public let clause: Clause?
}
