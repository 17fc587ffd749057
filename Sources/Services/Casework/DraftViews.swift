import Domain

/// An application as its applicant fills it in: the form of the programme file with what was typed and what is still missing.
public struct DraftView: Codable, Sendable, Hashable {
    public let summary: CaseSummary
    public let round: RoundSummary?
    public let levelName: Words
    public let organisation: OrganisationView
    public let name: String
    public let kind: String
    public let field: String
    public let area: String
    public let ground: String
    public let groundDetail: String
    public let groundUntil: String
    public let kinds: [ConditionName]
    public let fields: [ConditionName]
    public let areas: [AreaChoice]
    public let grounds: [ConditionName]
    public let conditions: [ConditionForm]
    /// What the offices want corrected, after a return.
    public let remarks: [TimelineEntry]
    public let savedAt: Instant
    /// What is missing of the application as a whole: name, kind, field, area, ground.
    public let basics: [Refusal.Field]
    /// All conditions are met as far as the answers show.
    public let isComplete: Bool
}

public struct AreaChoice: Codable, Sendable, Hashable {
    public let id: String
    public let name: Words
    public let kind: Programme.Area.Kind
}

/// One of the notice's conditions with its questions.
public struct ConditionForm: Codable, Sendable, Hashable {
    public let id: String
    public let name: Words
    /// The notice's own words.
    public let says: String
    public let clause: Clause?
    public let judgedBy: [Words]
    public let check: ConditionCheck
    public let questions: [QuestionView]
}

public struct QuestionView: Codable, Sendable, Hashable {
    public enum Kind: String, Codable, Sendable, Hashable, CaseIterable {
        case text, number, money, day, phone, choice, choices, table, files
        case longText = "long_text"
        case yesNo = "yes_no"
    }

    /// `team.staff`; its field in the form is `answers.team.staff`.
    public let path: String
    public let id: String
    public let name: Words
    public let hint: Words?
    public let kind: Kind
    public let required: Bool
    public let atLeast: Int?
    public let atMost: Int?
    public let unit: Words?
    public let options: [ConditionName]
    /// A table's columns.
    public let columns: [QuestionView]
    /// What was typed; a table's rows are in `rows`, by column id.
    public let values: [String]
    public let rows: [[String: String]]
    public let files: [FileView]
}

/// The start page of somebody who acts for an organisation.
public struct MyApplications: Codable, Sendable, Hashable {
    public let organisations: [OrganisationView]
    public let cases: [CaseSummary]
    public let openRounds: [RoundSummary]
    public let stations: [StationSummary]
}

/// The programme file beside the notice, clause by clause.
public struct ProgrammeView: Codable, Sendable, Hashable {
    public let summary: ProgrammeSummary
    public let issuedBy: [String]
    public let hash: String
    public let clauses: [ClauseView]
    /// Assumed values that no clause frames.
    public let assumed: [ProvisionView]
    public let procedures: [ProcedureView]
    public let targets: [TargetView]
}

public struct ClauseView: Codable, Sendable, Hashable {
    public let clause: Clause
    public let says: Words
    public let provisions: [ProvisionView]
}

public struct ProvisionView: Codable, Sendable, Hashable {
    public let path: String
    public let value: Words
    /// Why it is assumed; nil where the notice says it.
    public let assumed: String?
    public let line: Int
}

public struct ProcedureView: Codable, Sendable, Hashable {
    public let id: String
    public let name: Words
    public let clause: Clause?
    public let steps: [ProcedureStepView]
}

public struct ProcedureStepView: Codable, Sendable, Hashable {
    public let id: String
    public let kind: StepKind
    public let name: Words
    public let offices: [Words]
    public let within: Int?
    public let mayReturn: Int
    public let mayRefuse: Bool
    public let clause: Clause?
}

/// The audit trail of one case.
public struct AuditView: Codable, Sendable, Hashable {
    public struct Entry: Codable, Sendable, Hashable {
        public let number: Int
        public let at: Instant
        public let verb: String
        public let who: String
        public let post: String
        public let from: String
        public let to: String
        public let clause: String
        public let hash: String
        public let previous: String
        /// Its place in the one order of all records; nil while it is not sealed.
        public let sealed: Int?
    }

    public let summary: CaseSummary
    public let entries: [Entry]
}

/// Rounds that are planned, called or past.
public struct RoundList: Codable, Sendable, Hashable {
    public let rounds: [RoundSummary]
    /// Planned rounds that the person who looks may call now.
    public let callable: [CallableRound]
}

public struct CallableRound: Codable, Sendable, Hashable {
    public let programme: String
    public let plan: String
    public let area: String?
    public let name: Words
    public let opens: Day
    public let closes: Day
    public let places: Int
    public let officeName: Words
}
