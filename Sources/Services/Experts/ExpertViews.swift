import Domain

/// A field or an indicator that a form offers.
public struct ExpertChoice: Codable, Sendable, Hashable {
    public let id: String
    public let name: Words
}

public struct ExpertSummary: Codable, Sendable, Hashable {
    public let id: ID<Expert>
    public let name: String
    public let employer: String
    public let fields: [Words]
    public let isPaused: Bool
    /// Stations that wait for this expert's declaration or scores.
    public let open: Int
    /// Stations scored in all.
    public let done: Int
}

/// The pool, for the office that keeps it.
public struct ExpertPool: Codable, Sendable, Hashable {
    public let experts: [ExpertSummary]
    public let fields: [ExpertChoice]
    public let field: String?
    public let total: Int
    /// The `after` of the next page.
    public let next: ID<Expert>?
}

public struct ExpertView: Codable, Sendable, Hashable {
    public let summary: ExpertSummary
    public let phone: Masked?
    public let fieldIDs: [String]
    public let creditCode: String?
    public let choices: [ExpertChoice]
    public let addedAt: Instant
}

/// A period in the list of expert groups.
public struct PanelLine: Codable, Sendable, Hashable {
    public let period: ID<EvaluationPeriod>
    public let name: String
    public let firstDay: Day
    public let lastDay: Day
    /// Nil: nobody is drawn yet.
    public let state: ExpertPanelState?
    public let done: Int
    public let wanted: Int
}

public struct PanelList: Codable, Sendable, Hashable {
    public let panels: [PanelLine]
    public let next: ID<EvaluationPeriod>?
}

/// The expert group of a period as the secretariat sees it: who is done, as counts. No score is in it.
public struct PanelView: Codable, Sendable, Hashable {
    public struct Place: Codable, Sendable, Hashable {
        public let id: ID<Station>
        public let name: String
        public let field: Words
        /// Experts that the rules want, less those left out.
        public let wanted: Int
        public let held: Int
        public let handedIn: Int
        /// Flagged scores; nil before the reveal.
        public let flags: Int?
        public var lacking: Int { max(0, wanted - held) }
    }

    /// A task that has not been handed in: who can be released.
    public struct Task: Codable, Sendable, Hashable {
        public let id: ID<ExpertTask>
        public let expert: String
        public let station: String
        public let state: ExpertTaskState
    }

    public struct Load: Codable, Sendable, Hashable {
        public let expert: String
        public let held: Int
        public let handedIn: Int
    }

    public struct Conflict: Codable, Sendable, Hashable {
        public let expert: String
        public let station: String
        public let kind: ExpertConflict
        public let source: ExpertConflict.Source
        /// What was declared, in words.
        public let reason: String?
        /// The record that shows it.
        public let fact: String?
    }

    public let line: PanelLine
    public let experts: Int
    public let merge: EvaluationRules.Panel.Merge
    public let outlier: Int
    public let indicators: [ExpertChoice]
    public let clause: Clause?
    /// From which the order of the draw follows.
    public let seed: String?
    public let places: [Place]
    public let tasks: [Task]
    public let loads: [Load]
    public let conflicts: [Conflict]
    /// Why the panel is short, as said at the reveal.
    public let reason: String?
    public let mayAssign: Bool
    public let mayDraw: Bool
    public let mayReveal: Bool
    public let maySettle: Bool
}

/// The revealed scores of a station, for its experts and the secretariat.
public struct PanelTable: Codable, Sendable, Hashable {
    public struct Line: Codable, Sendable, Hashable {
        public let indicator: ExpertChoice
        /// Thousandths of a point.
        public let merged: Int64?
        public let scores: [Score]
    }

    public struct Score: Codable, Sendable, Hashable {
        /// The expert's number at this station.
        public let n: Int
        /// For the secretariat alone.
        public let name: String?
        public let isOwn: Bool
        public let score: Int
        public let grounds: String
        /// How far from the median, in thousandths of a point, where that is flagged.
        public let distance: Int64?
        /// What the expert made of it after the reveal.
        public let revised: Int?
        public let revisedGrounds: String?
        /// One's own, flagged and not changed yet, while it is discussed.
        public let mayRevise: Bool
    }

    public struct Message: Codable, Sendable, Hashable {
        /// The number of the expert who wrote it; nil for the secretariat.
        public let n: Int?
        public let isOwn: Bool
        public let text: String
        public let at: Instant
    }

    public let period: ID<EvaluationPeriod>
    public let periodName: String
    public let station: ID<Station>
    public let stationName: String
    public let state: ExpertPanelState
    /// One's own task, where one is an expert of the station.
    public let task: ID<ExpertTask>?
    public let outlier: Int
    public let lines: [Line]
    public let messages: [Message]
    public let mayWrite: Bool
}

/// An expert's own work.
public struct ExpertWork: Codable, Sendable, Hashable {
    public struct Line: Codable, Sendable, Hashable {
        public let id: ID<ExpertTask>
        public let station: ID<Station>
        public let stationName: String
        public let host: String
        public let state: ExpertTaskState
    }

    public struct Period: Codable, Sendable, Hashable {
        public let id: ID<EvaluationPeriod>
        public let name: String
        public let firstDay: Day
        public let lastDay: Day
        public let state: ExpertPanelState
        public let lines: [Line]
        /// Stations still to be declared: before that nothing can be scored.
        public let undeclared: Int
    }

    public let periods: [Period]
    public let kinds: [ExpertConflict]
}

/// One station that an expert scores, with its facts. Nothing of a person is in it.
public struct ExpertTaskView: Codable, Sendable, Hashable {
    public struct Count: Codable, Sendable, Hashable {
        public let what: Counted
        public let count: Int
        /// Different persons, where records say who.
        public let persons: Int?
    }

    public struct Score: Codable, Sendable, Hashable {
        public let indicator: ExpertChoice
        public let weight: Int
        public let score: Int?
        public let grounds: String
    }

    public let id: ID<ExpertTask>
    public let state: ExpertTaskState
    public let period: ID<EvaluationPeriod>
    public let periodName: String
    public let firstDay: Day
    public let lastDay: Day
    public let station: ID<Station>
    public let stationName: String
    public let host: String
    public let kind: Words
    public let field: Words
    public let area: Words
    public let recognisedOn: Day
    public let introduction: String
    public let counts: [Count]
    public let scores: [Score]
    public let undeclared: Int
    public let mayDeclare: Bool
    public let mayScore: Bool
    /// Revealed: the table of all scores can be read.
    public let isRevealed: Bool
}

/// What the expert group thinks of a station, as the station itself reads it: merged scores, and grounds without names.
public struct ExpertOpinions: Codable, Sendable, Hashable {
    public struct Line: Codable, Sendable, Hashable {
        public let indicator: ExpertChoice
        /// Thousandths of a point.
        public let merged: Int64
        public let experts: Int
        public let grounds: [String]
    }

    public let period: ID<EvaluationPeriod>
    public let periodName: String
    public let station: ID<Station>
    public let stationName: String
    public let lines: [Line]
}
