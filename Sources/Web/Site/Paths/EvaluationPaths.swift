import Domain
import Services

/// Evaluation periods, scorecards, the what-if page, best practices.
extension Paths {
    public static let evaluations = Path< >("/evaluations")
    public static let evaluation = Path<ID<EvaluationPeriod>>("/evaluations/{period}")
    public static let scorecards = Path< >("/scorecards")
    public static let scorecard = Path<ID<Station>>("/scorecards/{station}")
    public static let practices = Path< >("/practices")
    public static let practice = Path<ID<Practice>>("/practices/{practice}")
}
