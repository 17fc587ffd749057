import Domain
import SQL

/// What the expert group gave, as the evaluation reads it.
enum ExpertScores {
    /// For each station and each indicator that experts score: the merged score of 0 to 100, in thousandths. Empty until all were revealed together and, after the
    /// discussion, settled: what is computed from them does not change any more.
    static func revealed(_ tx: any Transaction, _ period: ID<EvaluationPeriod>) throws -> [ID<Station>: [String: Points]] {
        guard try tx.row("SELECT period_id FROM expert_panels WHERE period_id = \(period) AND state = 'settled'") != nil else { return [:] }
        return try merged(tx, period)
    }

    /// The same from the reveal on, while they are discussed and may change once more.
    static func merged(_ tx: any Transaction, _ period: ID<EvaluationPeriod>) throws -> [ID<Station>: [String: Points]] {
        var scores: [ID<Station>: [String: Points]] = [:]
        for row in try tx.rows("SELECT station_id, indicator, points FROM expert_results WHERE period_id = \(period) ORDER BY station_id, indicator") {
            scores[try row("station_id"), default: [:]][try row("indicator")] = Points(thousandths: try row("points"))
        }
        return scores
    }

    /// How many stations have been scored by how many experts, and how many are wanted; progress alone, never a score.
    static func progress(_ tx: any Transaction, _ period: ID<EvaluationPeriod>) throws -> (done: Int, of: Int) {
        let row = try tx.row("""
            SELECT COUNT(CASE WHEN state IN ('handed_in', 'revealed') THEN 1 END) AS done, COUNT(*) AS wanted FROM expert_tasks
            WHERE period_id = \(period) AND state NOT IN ('recused', 'released')
            """)
        return (try row?("done") ?? 0, try row?("wanted") ?? 0)
    }
}
