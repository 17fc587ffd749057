import Domain
import SQL

extension Act {
    /// A station has until a day to improve. Effects: the duty, with a reminder; the station's people are told; an audit record.
    func askToImprove(_ station: ID<Station>, _ period: StoredPeriod, _ grade: Words, by due: Day, _ office: Programme.Office) throws {
        try tx.run("INSERT INTO improvement_duties (period_id, station_id, due_on, state) VALUES (\(period.id), \(station), \(due), 'open')")
        // Some days before the last one.
        self.due(.remindImprovement, "\(period.id.rawValue)/\(station.rawValue)", at: Zone.china.instant(due.adding(-3), hour: 9))
        audit("scorecard", "\(period.id.rawValue)/\(station.rawValue)", "improvement_asked", from: "", to: "open", post: office.id, clause: Clause("二(二)3"), detail: ["due": due.description])
        try tell(try people(of: station), Words("评估等次：\(grade.zh)，请限期整改提升", "Your grade: \(grade.en). Please improve"),
            Words("请在 \(due) 前提交整改提升情况。", "Say what you have done about it by \(due)."), link: Receipt(.scorecard, station.rawValue))
    }
}

/// A station says what it has done about what it had to improve.
///
/// Effects: the answer, sealed; the office that evaluates is told; an audit record. It may be given anew until it is accepted.
public struct AnswerImprovement: Codable, Sendable {
    public let period: ID<EvaluationPeriod>
    public let text: String

    public init(period: ID<EvaluationPeriod>, text: String) {
        self.period = period
        self.text = text
    }

    public func callAsFunction(_ house: House, _ station: ID<Station>, by actor: Actor, once: Once? = nil) async throws -> Receipt {
        guard (20...4000).contains(text.trimmed.count) else { throw Refusal.invalid([.init("text", Words("请写明整改措施和成效（20 至 4000 字）", "Say what was done, in 20 to 4000 characters"))]) }
        return try await house.perform(by: actor, once: once) { act in
            guard try act.tx.row("SELECT s.id FROM stations s WHERE s.id = \(station) AND \(EventDesk.ownStation(actor))") != nil else { throw Refusal.notFound }
            let stored = try StoredPeriod.load(act.tx, period), subject = "\(period.rawValue)/\(station.rawValue)"
            guard let row = try act.tx.row("SELECT state FROM improvement_duties WHERE period_id = \(period) AND station_id = \(station)\(act.dialect.lock)") else { throw Refusal.notFound }
            let state: String = try row("state")
            guard state != "accepted" else { throw Refusal(.conflict, "improvement_accepted", Words("整改提升已通过核验", "It was accepted already")) }
            try act.tx.run("""
                UPDATE improvement_duties SET state = 'answered', answer = \(try house.secrets.seal(text: text.trimmed, table: "improvement_duties", column: "answer", row: subject)), answered_at = \(act.now)
                WHERE period_id = \(period) AND station_id = \(station) AND state = \(state)
                """)
            act.audit("scorecard", subject, "improvement_answered", from: state, to: "answered", clause: Clause("二(二)3"))
            let (programme, _) = try stored.rules(house.library)
            for office in EvaluationAccess.publishers(programme) {
                try act.tell(office: office.id, [.handler], programme: programme.id, Words("驿站已提交整改提升情况", "A station has said what it improved"),
                    Words("请核验“\(stored.name)”的整改提升。", "Please look at it."), link: Receipt(.scorecard, station.rawValue))
            }
            return Receipt(.scorecard, station.rawValue)
        }
    }
}

/// An office that evaluates accepts what a station has done, or asks for more with a reason.
///
/// Effects: the duty is done, or open again; the station's people are told; an audit record.
public struct RuleOnImprovement: Codable, Sendable {
    public let station: ID<Station>
    public let accepted: Bool
    /// Wanted where more is asked.
    public let reason: String?

    public init(station: ID<Station>, accepted: Bool, reason: String? = nil) {
        self.station = station
        self.accepted = accepted
        self.reason = reason
    }

    public func callAsFunction(_ house: House, _ id: ID<EvaluationPeriod>, by actor: Actor, once: Once? = nil) async throws -> Receipt {
        if !accepted, !(5...1000).contains((reason ?? "").trimmed.count) { throw Refusal.invalid([.init("reason", Words("请写明理由（5 至 1000 字）", "Say why, in 5 to 1000 characters"))]) }
        return try await house.perform(by: actor, once: once) { act in
            let (_, _, rules, office) = try act.loadPeriod(id)
            guard let account = actor.account, try act.tx.row("SELECT state FROM improvement_duties WHERE period_id = \(id) AND station_id = \(station)\(act.dialect.lock)") != nil else { throw Refusal.notFound }
            let kept = accepted ? nil : try act.keepReason((reason ?? "").trimmed, audience: .applicant), after = accepted ? "accepted" : "open"
            let changed = try act.tx.run("""
                UPDATE improvement_duties SET state = \(after), accepted_by = \(accepted ? account : nil), accepted_at = \(accepted ? act.now : nil), reason_id = \(kept?.id)
                WHERE period_id = \(id) AND station_id = \(station) AND state = 'answered'
                """)
            guard changed == 1 else { throw Refusal(.conflict, "nothing_answered", Words("驿站还没有提交整改提升情况", "The station has not answered")) }
            act.audit("scorecard", "\(id.rawValue)/\(station.rawValue)", accepted ? "improvement_accepted" : "improvement_returned", from: "answered", to: after, post: office.id, reason: kept, clause: rules.clause)
            try act.tell(try act.people(of: station), accepted ? Words("整改提升已通过核验", "What you improved was accepted") : Words("请继续整改提升", "More is asked of you"),
                Words("详见得分页面。", "See your scorecard."), link: Receipt(.scorecard, station.rawValue))
            return Receipt(.evaluation, id.rawValue)
        }
    }
}

/// The day by which a station must have improved is near, and it has said nothing. Harmless when repeated.
///
/// Effects: the station's people are told once; an audit record.
struct RemindImprovement {
    /// - Parameter subject: `period/station`.
    func callAsFunction(_ house: House, _ subject: String, at: Instant?) async throws {
        let parts = subject.split(separator: "/").map(String.init)
        guard parts.count == 2, let period = ID<EvaluationPeriod>(rawValue: parts[0]), let station = ID<Station>(rawValue: parts[1]) else { return }
        _ = try await house.perform(by: .system, once: nil, at: at) { act in
            let receipt = Receipt(.scorecard, station.rawValue)
            guard let due: Day = try act.tx.value("SELECT due_on FROM improvement_duties WHERE period_id = \(period) AND station_id = \(station) AND state = 'open'\(act.dialect.lock)"),
                  try act.tx.row("SELECT number FROM audit_records WHERE kind = 'scorecard' AND subject = \(subject) AND verb = 'improvement_reminded'") == nil else { return receipt }
            act.audit("scorecard", subject, "improvement_reminded", from: "open", to: "open", clause: Clause("二(二)3"), detail: ["due": due.description])
            try act.tell(try act.people(of: station), Words("整改提升即将到期", "An improvement is due soon"), Words("请在 \(due) 前提交整改提升情况。", "Say what you have done by \(due)."), link: receipt)
            return receipt
        }
    }
}
