import Domain

/// A month's attendance in totals.
public struct AttendanceSummary: Codable, Sendable, Hashable {
    public let id: ID<AttendanceSheet>
    public let month: ReportMonth
    public let people: Int
    public let present: TenthDays
    public let leave: TenthDays
    public let absent: TenthDays
    public let at: Instant
}

/// One person of a sheet; for the station's own people.
public struct AttendancePerson: Codable, Sendable, Hashable {
    public let name: String
    public let present: TenthDays
    public let leave: TenthDays
    public let absent: TenthDays
}

/// One version of a station's own rules.
public struct StationRuleVersion: Codable, Sendable, Hashable {
    public let id: ID<StationRule>
    public let version: Int
    public let from: Day
    public let files: [FileView]
    /// In force today.
    public let isInForce: Bool
}

public struct StationRuleTopicView: Codable, Sendable, Hashable {
    public let topic: StationRuleTopic
    /// The newest first.
    public let versions: [StationRuleVersion]
}

/// An entry of the register of safety checks.
public struct SafetyCheckView: Codable, Sendable, Hashable {
    public let id: ID<SafetyCheck>
    public let checkedOn: Day
    public let what: String
    public let found: String?
    public let mendBy: Day?
    public let mendedOn: Day?
    public let mended: String?
    public let file: FileView?
    /// What was found is not mended, and its day is over.
    public let isOverdue: Bool
}

/// A station in an office's overview.
public struct StationRulesLine: Codable, Sendable, Hashable {
    public let station: ID<Station>
    public let name: String
    public let areaName: Words
    /// Of the four topics.
    public let inForce: Int
    public let lastAttendance: ReportMonth?
    public let overdueFindings: Int
}

/// What a station keeps: its own rules, attendance, safety checks (二(一)5).
public struct StationRulesDetail: Codable, Sendable, Hashable {
    public let station: ID<Station>
    public let name: String
    public let isOwn: Bool
    public let topics: [StationRuleTopicView]
    public let attendance: [AttendanceSummary]
    /// Of the newest sheet, for the station's own people.
    public let people: [AttendancePerson]
    public let checks: [SafetyCheckView]
    public let totalChecks: Int
    /// Safety checks are paged.
    public let page: Int
    public let pages: Int
}

public struct StationRulesView: Codable, Sendable, Hashable {
    /// One's own stations.
    public let own: [StationChoice]
    public let detail: StationRulesDetail?
    /// For offices that supervise, while no station is chosen.
    public let lines: [StationRulesLine]
    public let totalLines: Int
    public let page: Int
    public let pages: Int
    /// Months whose attendance can be brought in, the latest first.
    public let months: [ReportMonth]
    public let today: Day
    public let clause: Clause?
}
