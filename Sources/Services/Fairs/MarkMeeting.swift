import Domain
import SQL

/// After a meeting has begun, the employer, or the fair's organiser, says what became of it: held, or the talent was absent. A mistake can be corrected.
///
/// Effects: the meeting; an audit record on the fair.
public struct MarkMeeting: Codable, Sendable {
    public enum Outcome: String, Codable, Sendable, CaseIterable { case held, absent }

    public let outcome: Outcome

    public init(outcome: Outcome) { self.outcome = outcome }

    public func callAsFunction(_ house: House, _ id: ID<FairMeeting>, by actor: Actor, once: Once? = nil) async throws -> Receipt {
        try await house.perform(by: actor, once: once) { act in
            guard let row = try act.tx.row("""
                SELECT m.fair_id AS fair_id FROM fair_meetings m JOIN fairs f ON f.id = m.fair_id JOIN fair_employers e ON e.id = m.employer_id
                WHERE m.id = \(id) AND (e.organisation_id IN (\(list: actor.organisations.sorted())) OR \(FairReader.organised(by: actor)))
                """) else { throw Refusal.notFound }
            let fair = try act.loadFair(try row("fair_id"), where: "1 = 1")
            guard let now = try act.tx.row("SELECT state, slot, employer_id FROM fair_meetings WHERE id = \(id)") else { throw Refusal.notFound }
            let state: FairMeetingState = try now("state"), slot: Int = try now("slot"), employer: ID<FairEmployer> = try now("employer_id")
            let next: FairMeetingState = outcome == .held ? .held : .absent
            guard state != .cancelled, fair.state == .scheduled || fair.state == .over else { throw Refusal(.conflict, "meeting_cancelled", Words("这场面谈已取消", "This meeting was cancelled")) }
            guard fair.slots.begin(slot) <= act.now else { throw Refusal(.conflict, "not_begun", Words("面谈尚未开始，不能登记结果", "The meeting has not begun yet")) }
            let receipt = Receipt(.fairEmployer, employer.rawValue)
            guard state != next else { return receipt }
            let changed = try act.tx.run("UPDATE fair_meetings SET state = \(next), changed_by = \(actor.account), changed_at = \(act.now) WHERE id = \(id) AND state = \(state)")
            guard changed == 1 else { throw Refusal(.conflict, "meeting_changed", Words("这场面谈刚刚有变化", "This meeting has just changed"), next: Words("请刷新页面", "Reload the page")) }
            act.audit("fair", fair.id.rawValue, "meeting_marked", from: fair.state.rawValue, to: fair.state.rawValue, detail: ["meeting": id.rawValue, "outcome": next.rawValue])
            return receipt
        }
    }
}
