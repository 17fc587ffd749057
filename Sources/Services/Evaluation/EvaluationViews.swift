import Domain

/// A period in a list.
public struct EvaluationSummary: Codable, Sendable, Hashable {
    public let id: ID<EvaluationPeriod>
    public let name: String
    public let level: String
    public let levelName: Words
    public let firstDay: Day
    public let lastDay: Day
    public let state: EvaluationState
    public let isTrial: Bool
    public let isRehearsal: Bool
    /// Of the public notice, once it is published.
    public let noticeEnds: Day?
}

/// Periods: for offices all of them; for everybody else those whose results are published.
public struct EvaluationList: Codable, Sendable, Hashable {
    public let periods: [EvaluationSummary]
    public let next: ID<EvaluationPeriod>?
    public let isOffice: Bool
    /// Whether the actor opens periods and tries rules.
    public let mayOpen: Bool
    /// Whether rehearsals are possible here.
    public let mayRehearse: Bool
    public let levels: [LevelChoice]
    /// The document number of the detailed rules; nil while every score is a trial one.
    public let issued: String?
    public let clause: Clause?
}

/// A station in a ranked list, for offices.
public struct RankedStation: Codable, Sendable, Hashable {
    public let station: ID<Station>
    public let name: String
    public let points: Points
    public let rank: Int
    public let grade: String
    public let gradeName: Words
    public let vetoes: [Words]
    public let advanced: Bool
    /// What must be improved, where something must.
    public let duty: ImprovementView?
}

public struct ImprovementView: Codable, Sendable, Hashable {
    public enum State: String, Codable, Sendable, Hashable, CaseIterable { case open, answered, accepted }

    public let dueOn: Day
    public let state: State
    public let answer: String?
    public let answeredAt: Instant?
    /// Why more was asked.
    public let reason: String?
}

/// An objection to a line, for its station and for offices.
public struct ScoreObjectionSummary: Codable, Sendable, Hashable {
    public let indicator: Words
    public let caseID: ID<Case>
    public let number: String
    public let station: ID<Station>
    public let stationName: String
    public let at: Instant
    /// Nil while it is open.
    public let upheld: Bool?
}

/// What a case of an objection decides on, for offices.
public struct ScoreObjectionView: Codable, Sendable, Hashable {
    public let station: ID<Station>
    public let stationName: String
    public let period: ID<EvaluationPeriod>
    public let periodName: String
    public let line: Scorecard.Line
    /// What the station says.
    public let text: String
    /// What the line would be, once somebody said what the value should be.
    public let corrected: Scorecard.Line?
    public let reason: String?
    public let mayCorrect: Bool
}

/// One period as offices see it.
public struct EvaluationView: Codable, Sendable, Hashable {
    public let summary: EvaluationSummary
    public let programmeVersion: Day
    public let programmeHash: String
    public let issued: String?
    public let clause: Clause?
    public let grades: [GradeRule]
    public let stations: [RankedStation]
    /// Whether these are frozen results; else they are today's, without what experts judge.
    public let isFrozen: Bool
    /// How many of the experts' scores are in; progress alone.
    public let expertsDone: Int
    public let expertsWanted: Int
    public let objections: [ScoreObjectionSummary]
    public let notice: EvaluationNoticeView?
    public let mayRun: Bool
    public let mayPublish: Bool
    /// The steps that are possible in this state.
    public let steps: [EvaluationState.Step]
}

public struct GradeRule: Codable, Sendable, Hashable {
    public let id: String
    public let name: Words
    public let least: Points?
    public let topPercent: Int?
    public let consequence: EvaluationRules.Grade.Consequence
    /// How many stations have it.
    public let stations: Int
}

/// The public notice of a period's grades.
public struct EvaluationNoticeView: Codable, Sendable, Hashable {
    public let period: ID<EvaluationPeriod>
    public let title: String
    public let number: String
    public let officeName: Words
    public let body: [String]
    public let stations: [GradedStation]
    /// Grades that were corrected since, by objections.
    public let corrected: [GradedStation]
    public let phone: String
    public let address: String
    public let isPublished: Bool
    public let publishedOn: Day?
    public let endsOn: Day?
    public let isTrial: Bool
    public let isRehearsal: Bool
    public let clause: Clause?
}

/// A station's scorecard, for its own people and for offices.
public struct ScorecardView: Codable, Sendable, Hashable {
    public let station: ID<Station>
    public let stationName: String
    public let period: EvaluationSummary?
    public let firstDay: Day
    public let lastDay: Day
    public let isTrial: Bool
    public let issued: String?
    public let clause: Clause?
    public let lines: [ScoreLine]
    public let points: Points
    public let vetoes: [Words]
    /// Of a frozen scorecard that the reader may see.
    public let rank: Int?
    public let of: Int?
    public let gradeName: Words?
    public let consequence: EvaluationRules.Grade.Consequence?
    public let isFrozen: Bool
    public let revision: Int
    /// What the score of today would be graded without a share: the nearest better grade and what is missing to it.
    public let toward: GradeGap?
    public let objections: [ScoreObjectionSummary]
    public let objectUntil: Day?
    public let duty: ImprovementView?
    public let mayAnswerDuty: Bool
    /// Periods in which the station has a scorecard, the newest first.
    public let periods: [EvaluationSummary]
}

public struct GradeGap: Codable, Sendable, Hashable {
    public let grade: Words
    public let missing: Points
}

/// A line with where its records are listed.
public struct ScoreLine: Codable, Sendable, Hashable {
    public let line: Scorecard.Line
    /// Of what is counted from records.
    public let records: Counted?
}

/// Scores of all stations of a level, ranked; for offices.
public struct ScorecardList: Codable, Sendable, Hashable {
    public let level: String
    public let levels: [LevelChoice]
    public let period: EvaluationSummary?
    public let firstDay: Day
    public let lastDay: Day
    public let isTrial: Bool
    public let isFrozen: Bool
    public let stations: [RankedStation]
    public let total: Int
    /// From 1.
    public let page: Int
    public let pages: Int
}

/// The stations of one's own, where somebody is of no office.
public struct OwnScorecards: Codable, Sendable, Hashable {
    public let stations: [StationChoice]
}

/// A best practice in a list.
public struct PracticeSummary: Codable, Sendable, Hashable {
    public let id: ID<Practice>
    public let title: String
    public let station: ID<Station>
    public let stationName: String
    public let state: PracticeState
    public let publishedAt: Instant?
    /// The beginning of its text.
    public let lead: String
}

public struct PracticeList: Codable, Sendable, Hashable {
    public let practices: [PracticeSummary]
    public let next: ID<Practice>?
    public let mayWrite: Bool
    /// For the form.
    public let stations: [StationChoice]
    public let periods: [EvaluationSummary]
}

public struct PracticeView: Codable, Sendable, Hashable {
    public let summary: PracticeSummary
    public let paragraphs: [String]
    public let evidence: String?
    public let officeName: Words
    public let period: String?
    public let mayPublish: Bool
    public let mayWithdraw: Bool
}
