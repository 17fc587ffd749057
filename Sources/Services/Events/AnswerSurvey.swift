import Domain
import SQL

/// Somebody who came says how the event was, once.
///
/// Effects: the stars, and the comment, sealed; an audit record.
public struct AnswerSurvey: Codable, Sendable {
    /// 1…5.
    public let stars: Int
    public let comment: String?

    public init(stars: Int, comment: String? = nil) {
        self.stars = stars
        self.comment = comment
    }

    public func callAsFunction(_ house: House, _ id: ID<Seat>, by actor: Actor, once: Once? = nil) async throws -> Receipt {
        guard let account = actor.account else { throw Refusal.unauthenticated }
        let text = (comment ?? "").trimmed
        var fields: [Refusal.Field] = []
        if !(1...5).contains(stars) { fields.append(.init("stars", Words("请选择 1 至 5 星", "1 to 5 stars, please"))) }
        if text.count > 1000 { fields.append(.init("comment", Words("最多 1000 字", "At most 1000 characters"))) }
        guard fields.isEmpty else { throw Refusal.invalid(fields) }
        return try await house.perform(by: actor, once: once) { act in
            let (seat, event) = try act.loadSeat(id, where: "r.account_id = \(account)")
            guard seat.state == .came else { throw SeatRefusals.wrongState(seat.state) }
            guard act.now >= event.endsAt else { throw Refusal(.conflict, "event_not_over", Words("活动结束后才能评价", "The event is not over yet")) }
            let made = try act.tx.rows("""
                INSERT INTO event_surveys (registration_id, event_id, stars, comment, at)
                VALUES (\(id), \(event.id), \(stars), \(try house.secrets.seal(text: text, table: "event_surveys", column: "comment", row: id.rawValue)),
                    \(act.now)) ON CONFLICT (registration_id) DO NOTHING RETURNING stars
                """)
            guard !made.isEmpty else { throw Refusal(.conflict, "answered_already", Words("您已评价过，谢谢", "You have answered already; thank you")) }
            act.audit("seat", id.rawValue, "survey_answered", from: seat.state.rawValue, to: seat.state.rawValue, detail: ["stars": String(stars)])
            return seat.receipt
        }
    }
}
