import Domain
import SQL

/// Reads what a panel holds. Scores only where they were revealed.
enum PanelReader {
    static let notUnderDiscussion = Refusal(.conflict, "not_under_discussion", Words("现在不在合议阶段", "The scores are not under discussion now"))

    /// What one expert gave one indicator: blind, and after the reveal if they changed it.
    struct Given {
        let task: ID<ExpertTask>
        let first: SealedScore
        let second: SealedScore?
    }

    /// Of the experts whose scores were revealed, in the order of their numbers.
    static func scores(_ tx: any Transaction, _ house: House, _ period: ID<EvaluationPeriod>, _ station: ID<Station>, _ indicator: String) throws -> [Given] {
        let rows = try tx.rows("""
            SELECT x.task_id AS task_id, x.indicator AS indicator, x.round AS round, x.body AS body, x.salt AS salt, x.digest AS digest FROM expert_scores x JOIN expert_tasks t ON t.id = x.task_id
            WHERE t.period_id = \(period) AND t.station_id = \(station) AND t.state = 'revealed' AND x.indicator = \(indicator) ORDER BY t.n, x.task_id, x.round
            """)
        var order: [ID<ExpertTask>] = [], firsts: [ID<ExpertTask>: SealedScore] = [:], seconds: [ID<ExpertTask>: SealedScore] = [:]
        for row in rows {
            let task: ID<ExpertTask> = try row("task_id"), round: Int = try row("round"), score = try Scoring.open(row, house.secrets)
            if round == 1 {
                order.append(task)
                firsts[task] = score
            } else {
                seconds[task] = score
            }
        }
        return order.compactMap { task in firsts[task].map { Given(task: task, first: $0, second: seconds[task]) } }
    }

    /// The digests of a task's blind scores.
    static func digests(_ tx: any Transaction, _ task: ID<ExpertTask>) throws -> [(indicator: String, digest: String)] {
        try tx.rows("SELECT indicator, digest FROM expert_scores WHERE task_id = \(task) AND round = 1 ORDER BY indicator").map { (try $0("indicator"), try $0("digest")) }
    }

    /// A digest of the merged scores.
    static func digest(_ tx: any Transaction, _ period: ID<EvaluationPeriod>, _ secrets: any Secrets) throws -> String {
        let lines = try ExpertScores.merged(tx, period).sorted { $0.key < $1.key }.flatMap { station, scores in
            scores.sorted { $0.key < $1.key }.map { "\(station.rawValue):\($0.key):\($0.value.thousandths)" }
        }
        return secrets.sha256(Array(lines.joined(separator: "\n").utf8))
    }

    /// Who reads the revealed scores of a station: an expert who scored it, or the secretariat (`task` nil).
    /// - Throws: `Refusal.notFound` for anybody else, and before the reveal.
    static func side(_ tx: any Transaction, _ library: Library, _ panel: StoredPanel, _ station: ID<Station>, _ actor: Actor) throws -> (task: ID<ExpertTask>?, office: Bool) {
        guard panel.state != .assigned, let account = actor.account else { throw Refusal.notFound }
        if let own: ID<ExpertTask> = try tx.value("""
            SELECT t.id FROM \(StoredExpertTask.tables) WHERE t.period_id = \(panel.id) AND t.station_id = \(station) AND e.account_id = \(account) AND t.state = 'revealed'
            """) { return (own, false) }
        let stations = try panel.period.stations(tx)
        guard ExpertAccess.office(actor, panel.period.programme) != nil, stations.contains(where: { $0.id == station }),
              !stations.contains(where: { actor.organisations.contains($0.host) }) else { throw Refusal.notFound }
        return (nil, true)
    }
}
