import Domain
import SQL

/// An office that evaluates writes up what a station does well 经验做法 (二(二)3).
///
/// Effects: the practice, not public yet; those who may publish it are told; an audit record.
public struct WritePractice: Codable, Sendable {
    public let station: ID<Station>
    /// The evaluation that it comes from.
    public let period: ID<EvaluationPeriod>?
    public let title: String
    public let text: String
    /// A page of the site or of another official one that shows it.
    public let evidence: String?

    public init(station: ID<Station>, period: ID<EvaluationPeriod>? = nil, title: String, text: String, evidence: String? = nil) {
        self.station = station
        self.period = period
        self.title = title
        self.text = text
        self.evidence = evidence
    }

    public func callAsFunction(_ house: House, by actor: Actor, once: Once? = nil) async throws -> Receipt {
        let (programme, rules) = try house.evaluationProgramme()
        guard let office = EvaluationAccess.office(actor, programme), let account = actor.account else { throw EvaluationAccess.notYours }
        var fields: [Refusal.Field] = []
        if !(4...80).contains(title.trimmed.count) { fields.append(.init("title", Words("请填写标题（4 至 80 字）", "A title of 4 to 80 characters"))) }
        if !(50...8000).contains(text.trimmed.count) { fields.append(.init("text", Words("请填写正文（50 至 8000 字）", "50 to 8000 characters"))) }
        let link = (evidence ?? "").trimmed
        if !link.isEmpty, link.count > 300 || !(link.hasPrefix("/") && !link.hasPrefix("//") || link.hasPrefix("https://")) {
            fields.append(.init("evidence", Words("请填写站内地址（以 / 开头）或 https 地址", "A path of this site, or an https address")))
        }
        guard fields.isEmpty else { throw Refusal.invalid(fields) }
        return try await house.perform(by: actor, once: once) { act in
            guard let organisation: ID<Organisation> = try act.tx.value("SELECT organisation_id FROM stations WHERE id = \(station) AND programme_id = \(programme.id)") else {
                throw Refusal.invalid([.init("station", Words("请选择驿站", "Choose a station"))])
            }
            if actor.organisations.contains(organisation) { throw Refusal(.forbidden, "own_case", Words("不能办理本人所在单位的事项，请回避", "No one acts on their own organisation's matter")) }
            if let period, try act.tx.row("SELECT station_id FROM evaluation_scorecards WHERE period_id = \(period) AND station_id = \(station)") == nil {
                throw Refusal.invalid([.init("period", Words("该驿站未参加这次评估", "The station is not in this evaluation"))])
            }
            let id: ID<Practice> = try act.newID()
            try act.tx.run("""
                INSERT INTO practices (id, programme_id, period_id, station_id, title, body, evidence, state, written_by, office, written_at)
                VALUES (\(id), \(programme.id), \(period), \(station), \(title.trimmed), \(text.trimmed), \(link), 'draft', \(account), \(office.id), \(act.now))
                """)
            act.audit("practice", id.rawValue, "practice_written", to: PracticeState.draft.rawValue, post: office.id, clause: rules.clause, detail: ["station": station.rawValue], isFirst: true)
            for publisher in EvaluationAccess.publishers(programme) {
                try act.tell(office: publisher.id, [.handler], programme: programme.id, Words("有经验做法待发布：\(title.trimmed)", "A best practice waits: \(title.trimmed)"),
                    Words("请由另一人核对后发布。", "A second person checks and publishes it."), link: Receipt(.practice, id.rawValue))
            }
            return Receipt(.practice, id.rawValue)
        }
    }
}

/// A second person of an office that evaluates publishes a best practice.
///
/// Effects: anybody may read it; the station's people are told; an audit record. Refused for whoever wrote it.
public struct PublishPractice: Codable, Sendable {
    public init() {}

    public func callAsFunction(_ house: House, _ id: ID<Practice>, by actor: Actor, once: Once? = nil) async throws -> Receipt {
        try await house.perform(by: actor, once: once) { act in
            let practice = try act.loadPractice(id)
            guard let account = actor.account, practice.writer != account else { throw Refusal(.forbidden, "same_person", Words("撰写人不能自己发布", "Whoever wrote it does not publish it")) }
            try act.move(practice, .publish, verb: "practice_published", setting: ", published_by = \(account), published_at = \(act.now)")
            try act.tell(try act.people(of: practice.station), Words("本站经验做法已发布：\(practice.title)", "A practice of yours is published: \(practice.title)"),
                Words("现在任何人都可以阅读。", "Anybody may read it now."), link: Receipt(.practice, id.rawValue))
            return Receipt(.practice, id.rawValue)
        }
    }
}

/// An office that evaluates takes a best practice away, or drops a draft.
///
/// Effects: it is shown no more; an audit record with the reason.
public struct WithdrawPractice: Codable, Sendable {
    public let reason: String

    public init(reason: String) { self.reason = reason }

    public func callAsFunction(_ house: House, _ id: ID<Practice>, by actor: Actor, once: Once? = nil) async throws -> Receipt {
        guard (5...1000).contains(reason.trimmed.count) else { throw Refusal.invalid([.init("reason", Words("请写明理由（5 至 1000 字）", "Say why, in 5 to 1000 characters"))]) }
        return try await house.perform(by: actor, once: once) { act in
            let practice = try act.loadPractice(id), kept = try act.keepReason(reason.trimmed, audience: .office)
            try act.move(practice, .withdraw, verb: "practice_withdrawn", reason: kept, setting: ", reason_id = \(kept.id)")
            return Receipt(.practice, id.rawValue)
        }
    }
}

/// A best practice as verbs decide on it.
struct StoredPractice {
    let id: ID<Practice>
    let programme: String
    let station: ID<Station>
    let title: String
    let state: PracticeState
    let writer: ID<Account>
}

extension Act {
    /// - Throws: `notFound` for whoever is of no office that evaluates; `forbidden` for whoever acts for the station's host.
    func loadPractice(_ id: ID<Practice>) throws -> StoredPractice {
        guard let row = try tx.row("SELECT id, programme_id, station_id, title, state, written_by FROM practices WHERE id = \(id)\(dialect.lock)") else { throw Refusal.notFound }
        let practice = StoredPractice(
            id: id, programme: try row("programme_id"), station: try row("station_id"), title: try row("title"), state: try row("state"), writer: try row("written_by"))
        guard EvaluationAccess.office(actor, try house.library.programme(practice.programme)) != nil else { throw Refusal.notFound }
        let organisation: ID<Organisation>? = try tx.value("SELECT organisation_id FROM stations WHERE id = \(practice.station)")
        if let organisation, actor.organisations.contains(organisation) { throw Refusal(.forbidden, "own_case", Words("不能办理本人所在单位的事项，请回避", "No one acts on their own organisation's matter")) }
        return practice
    }

    func move(_ practice: StoredPractice, _ step: PracticeState.Step, verb: String, reason: KeptReason? = nil, setting: SQL = .empty) throws {
        guard let after = practice.state.after(step) else {
            throw Refusal(.conflict, "practice_state", Words("这篇经验做法\(practice.state.words.zh)，不能这样办理", "The practice is at “\(practice.state.words.en)”; this cannot be done"))
        }
        let changed = try tx.run("UPDATE practices SET state = \(after)\(setting) WHERE id = \(practice.id) AND state = \(practice.state)")
        guard changed == 1 else { throw Casework.changedMeanwhile }
        audit("practice", practice.id.rawValue, verb, from: practice.state.rawValue, to: after.rawValue, reason: reason, clause: Clause("二(二)3"))
    }
}
