import Domain
import SQL

/// What the expert group gave, as the evaluation reads it.
enum ExpertScores {
    /// For each station and each indicator that experts score: the merged score of 0 to 100, in thousandths. Empty until all are revealed together.
    static func revealed(_ tx: any Transaction, _ period: ID<EvaluationPeriod>) throws -> [ID<Station>: [String: Points]] { [:] }

    /// How many scores are in and how many are wanted; progress alone, never a score.
    static func progress(_ tx: any Transaction, _ period: ID<EvaluationPeriod>) throws -> (done: Int, of: Int) { (0, 0) }
}
