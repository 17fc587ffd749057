import Domain
import Services

/// Evaluation periods, scorecards, the what-if page, best practices.
extension Paths {
    public static let evaluations = Path< >("/evaluations")
    public static let evaluation = Path<ID<EvaluationPeriod>>("/evaluations/{period}")
    public static let evaluationScoring = Path<ID<EvaluationPeriod>>("/evaluations/{period}/scoring")
    public static let evaluationResults = Path<ID<EvaluationPeriod>>("/evaluations/{period}/results")
    /// The published grades, for everybody.
    public static let evaluationNotice = Path<ID<EvaluationPeriod>>("/evaluations/{period}/notice")
    public static let evaluationPublication = Path<ID<EvaluationPeriod>>("/evaluations/{period}/publication")
    public static let evaluationClosing = Path<ID<EvaluationPeriod>>("/evaluations/{period}/closing")
    public static let evaluationCancellation = Path<ID<EvaluationPeriod>>("/evaluations/{period}/cancellation")
    public static let improvementRulings = Path<ID<EvaluationPeriod>>("/evaluations/{period}/improvements")
    public static let whatIf = Path< >("/evaluations/what-if")
    public static let whatIfRun = Path<ID<WhatIfRun>>("/evaluations/what-if/{run}")
    public static let scorecards = Path< >("/scorecards")
    public static let scorecardsWorkbook = Path< >("/scorecards.xlsx")
    public static let scorecard = Path<ID<Station>>("/scorecards/{station}")
    public static let scoreObjections = Path<ID<Station>>("/scorecards/{station}/objections")
    public static let improvementAnswers = Path<ID<Station>>("/scorecards/{station}/improvement")
    public static let scoreCorrection = Path<ID<Case>>("/cases/{case}/score-correction")
    public static let practices = Path< >("/practices")
    public static let practice = Path<ID<Practice>>("/practices/{practice}")
    public static let practicePublication = Path<ID<Practice>>("/practices/{practice}/publication")
    public static let practiceWithdrawal = Path<ID<Practice>>("/practices/{practice}/withdrawal")

    /// The records behind a line of a scorecard, on the dashboard.
    static func records(_ what: Counted, of station: ID<Station>, from: Day, to: Day) -> Href {
        countedRecords().with("what", what.rawValue).with("station", station).with("from", from).with("to", to)
    }
}
