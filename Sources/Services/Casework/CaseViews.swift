import Domain

// What pages show of cases. Built by the queries; typed leaves only, so that the JSON face is the same thing.

/// A case in a list.
public struct CaseSummary: Codable, Sendable, Hashable {
    public let id: ID<Case>
    public let number: String
    public let title: String
    public let procedure: String
    public let procedureName: Words
    public let organisation: String?
    public let areaName: Words?
    public let round: ID<Round>?
    public let roundName: Words?
    public let state: CaseState
    public let step: String
    public let stepName: Words
    /// Who has it now: the offices that have not ruled, or the applicant.
    public let with: [Words]
    public let due: Due?
    public let handedInAt: Instant?
    /// An objection against another case.
    public let isObjection: Bool
    /// Its public notice is over, and an objection against it is not answered yet: it has no clock of its own meanwhile.
    public let heldByObjection: Bool
}

/// A date that a clock runs to.
public struct Due: Codable, Sendable, Hashable {
    public let day: Day
    /// Working days from today; negative when overdue.
    public let workdaysLeft: Int
    /// The official calendar does not reach this far yet.
    public let provisional: Bool
}

/// One step of a case's way, with what happened at it.
public struct TimelineStep: Codable, Sendable, Hashable {
    public enum Progress: String, Codable, Sendable, Hashable, CaseIterable { case done, current, waiting, returned, refused, skipped }

    public let id: String
    public let kind: StepKind
    public let name: Words
    public let offices: [Words]
    public let clause: Clause?
    /// Working days allowed, where the step has a clock.
    public let within: Int?
    public let progress: Progress
    public let due: Due?
    public let entries: [TimelineEntry]
}

/// Something that happened, from the audit trail.
public struct TimelineEntry: Codable, Sendable, Hashable {
    public let at: Instant
    public let verb: String
    public let words: Words
    /// The office, or the applicant's name. A person's name only for people in offices.
    public let who: String
    public let ruling: Ruling?
    public let reason: String?
    public let clause: Clause?
    /// The conditions that were found not met.
    public let conditions: [ConditionName]
}

/// One office's part at the current step.
public struct TaskView: Codable, Sendable, Hashable {
    public let office: String
    public let officeName: Words
    /// The line inside the office 经办 → 复核 → 签发, and whose turn it is; nil when the office has ruled.
    public let line: [Programme.Place]
    public let place: Programme.Place?
    public let assignee: Person?
    public let opinion: OpinionView?
    public let isRuled: Bool
    public let carried: Bool
    /// What the person who looks may do.
    public let mayPropose: Bool
    public let mayAgree: Bool
    public let mayAssign: Bool
    public let choices: [Ruling]
    /// The conditions that this office rules on.
    public let conditions: [ConditionName]
    /// To whom it can be given.
    public let colleagues: [Person]
}

public struct OpinionView: Codable, Sendable, Hashable {
    public let ruling: Ruling
    public let reason: String
    public let clause: Clause?
    public let conditions: [ConditionName]
    public let by: [String]
}

public struct ConditionName: Codable, Sendable, Hashable {
    public let id: String
    public let name: Words
    public let clause: Clause?
}

public struct Person: Codable, Sendable, Hashable {
    public let id: ID<Account>
    public let name: String
}

public struct NoteView: Codable, Sendable, Hashable {
    public let at: Instant
    public let by: String
    public let officeName: Words
    public let text: String
}

/// A case whole, as the person who looks may see it.
public struct CaseView: Codable, Sendable, Hashable {
    public let summary: CaseSummary
    /// Counts the times that the case entered a step; a ruling names the visit that it is meant for.
    public let visit: Int
    public let steps: [TimelineStep]
    /// What happens next, in words.
    public let next: Words
    public let application: ApplicationView?
    public let objection: ObjectionView?
    /// The stay that the case is about; for offices.
    public let lodging: LodgingCaseView?
    /// The job that the case is about, with what is said against it; for offices.
    public let jobReport: JobReportCaseView?
    /// The placement that the case is about; for offices.
    public let placement: PlacementCaseView?
    /// The yearly plan of events that the case is about; for offices.
    public let eventPlan: EventPlanCaseView?
    /// What somebody applies for by an agent, or what was offered to them; for offices.
    public let mandate: MandateCaseView?
    public let tasks: [TaskView]
    /// Private notes; empty for the applicant.
    public let notes: [NoteView]
    /// Objections against this case.
    public let objections: [CaseSummary]
    public let asApplicant: Bool
    public let mayHandIn: Bool
    public let mayWithdraw: Bool
    public let mayReopen: Bool
    public let mayNote: Bool
    /// The programme, and its text that the case is judged under.
    public let programme: String
    public let programmeVersion: Day
    public let programmeHash: String
    public let station: ID<Station>?
    public let plaque: String?
}

/// An application with its answers, as typed and checked.
public struct ApplicationView: Codable, Sendable, Hashable {
    public let level: String
    public let levelName: Words
    /// The station's proposed name.
    public let name: String
    public let kind: String
    public let kindName: Words?
    public let field: String
    public let fieldName: Words?
    public let area: String
    public let areaName: Words?
    public let ground: String
    public let groundName: Words?
    public let groundDetail: String
    public let groundUntil: Day?
    public let organisation: OrganisationView
    public let conditions: [ConditionView]
    /// Which handing in this is; 0 for a draft.
    public let version: Int
    public let savedAt: Instant
}

public struct ConditionView: Codable, Sendable, Hashable {
    public let check: ConditionCheck
    public let judgedBy: [Words]
    /// What offices have ruled on this condition, newest visit of each step.
    public let rulings: [ConditionRuling]
    /// Differs from what was handed in before; false at the first handing in.
    public let changed: Bool
    public let answers: [AnswerView]
}

/// One office's word on one condition.
public struct ConditionRuling: Codable, Sendable, Hashable {
    public let step: Words
    public let officeName: Words
    public let met: Bool
}

public struct AnswerView: Codable, Sendable, Hashable {
    /// `team.staff`
    public let path: String
    public let name: Words
    /// What was answered, in words; a table's rows are in `rows`, files in `files`.
    public let text: String
    public let columns: [Words]
    public let rows: [[String]]
    public let files: [FileView]
}

public struct FileView: Codable, Sendable, Hashable {
    public let id: ID<StoredFile>
    public let name: String
    public let type: String
    /// Bytes.
    public let size: Int
}

/// What ids of files name.
public enum StoredFile {}
/// What ids of rounds name.
public enum Round {}
/// What ids of notices name.
public enum Notice {}
/// What ids of meetings name.
public enum Meeting {}
/// What ids of issued documents name.
public enum Document {}
/// What ids of stations name.
public enum Station {}
