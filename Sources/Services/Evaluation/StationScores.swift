import Domain
import SQL

/// What a station came to in its last published evaluation, as other rooms ask: rewards, withdrawal, the order in which events are offered.
struct PublishedScore: Sendable, Hashable {
    let period: ID<EvaluationPeriod>
    let points: Points
    let grade: String
    let consequence: EvaluationRules.Grade.Consequence
}

enum StationScores {
    /// - Returns: nil before the first result that stands.
    static func latest(_ tx: any Transaction, _ station: ID<Station>) throws -> PublishedScore? {
        guard let row = try tx.row("""
            SELECT r.period_id AS period_id, r.points AS points, r.grade AS grade, r.consequence AS consequence FROM evaluation_results r
            WHERE r.station_id = \(station) ORDER BY r.at DESC, r.period_id DESC LIMIT 1
            """) else { return nil }
        return try published(row)
    }

    static func of(_ tx: any Transaction, _ station: ID<Station>, in period: ID<EvaluationPeriod>) throws -> PublishedScore? {
        guard let row = try tx.row("SELECT period_id, points, grade, consequence FROM evaluation_results WHERE station_id = \(station) AND period_id = \(period)") else { return nil }
        return try published(row)
    }

    private static func published(_ row: Row) throws -> PublishedScore {
        let consequence: String = try row("consequence")
        return PublishedScore(
            period: try row("period_id"), points: Points(thousandths: try row("points")), grade: try row("grade"),
            consequence: EvaluationRules.Grade.Consequence(rawValue: consequence) ?? .none)
    }
}
