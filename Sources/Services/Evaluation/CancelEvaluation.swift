import Domain
import SQL

/// An office that evaluates gives up a period that was opened by mistake, before its results are computed.
///
/// Effects: the period is cancelled, and its days are free for another; nothing of it is scored any more; the stations' people and the experts who have a task in it are told;
/// an audit record with the reason.
public struct CancelEvaluation: Codable, Sendable {
    public let reason: String?

    public init(reason: String?) { self.reason = reason }

    public func callAsFunction(_ house: House, _ id: ID<EvaluationPeriod>, by actor: Actor, once: Once? = nil) async throws -> Receipt {
        let text = try PursuitRules.reason(reason)
        return try await house.perform(by: actor, once: once) { act in
            let (period, _, rules, office) = try act.loadPeriod(id)
            let kept = try act.keepReason(text, audience: .office)
            try act.move(period, .cancel, verb: "evaluation_cancelled", office: office, clause: rules.clause, reason: kept)
            let title = Words("绩效评估已取消：\(period.name)", "The evaluation was cancelled: \(period.name)")
            for station in try ScoreReader.stations(act.tx, try ScoreFrame(period, house.library)) {
                try act.tell(try act.people(of: station.id), title, Words("本次评估不再进行，记录不受影响。", "It does not go on. Your records are untouched."), link: Receipt(.scorecard, station.id.rawValue))
            }
            let experts = Set(try StoredExpertTask.all(act.tx, "t.period_id = \(id) AND t.state IN (\(list: ExpertTaskState.held))").map(\.account))
            try act.tell(experts.sorted(), title, Words("您不必再声明或评分。", "You need not declare or score any more."), link: Receipt(.expertWork))
            return Receipt(.evaluation, id.rawValue)
        }
    }
}
