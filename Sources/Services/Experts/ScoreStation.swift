import Domain
import SQL

/// What an expert gives one indicator of one station, as typed.
public struct ExpertScoreInput: Codable, Sendable, Hashable {
    public let indicator: String
    /// 0 to 100.
    public let score: Int?
    /// The written grounds.
    public let grounds: String?

    public init(indicator: String, score: Int?, grounds: String?) {
        self.indicator = indicator
        self.score = score
        self.grounds = grounds
    }
}

/// The expert puts scores aside and goes on later. Nobody else sees them.
///
/// Effects: the scores with their grounds, sealed; the task is drafted; an audit record, the first time.
public struct SaveScores: Codable, Sendable {
    public let scores: [ExpertScoreInput]?

    public init(scores: [ExpertScoreInput]?) { self.scores = scores }

    public func callAsFunction(_ house: House, _ id: ID<ExpertTask>, by actor: Actor, once: Once? = nil) async throws -> Receipt {
        let given = scores ?? []
        return try await house.perform(by: actor, once: once) { act in
            let (task, panel) = try act.loadExpertTask(id)
            try act.mayScore(task, panel)
            let wrong = Scoring.mistakes(given, of: panel.period.indicators, whole: false)
            guard wrong.isEmpty else { throw Refusal.invalid(wrong) }
            for input in given {
                if input.score == nil, (input.grounds ?? "").trimmed.isEmpty {
                    try act.tx.run("DELETE FROM expert_scores WHERE task_id = \(id) AND indicator = \(input.indicator)")
                } else {
                    _ = try act.keep(input, of: id, round: 1)
                }
            }
            try act.move(task, .save)
            return Receipt(.expertTask, id.rawValue)
        }
    }
}

/// The expert hands in the scores of a station: each indicator from 0 to 100 with written grounds.
///
/// Effects: the scores are sealed for good, with a digest of them all in the audit trail, so that nothing can be changed unseen; where the records show a conflict
/// by now, the expert is recused instead; when the last one is in, the secretariat is told; audit records.
public struct HandInScores: Codable, Sendable {
    public let scores: [ExpertScoreInput]?

    public init(scores: [ExpertScoreInput]?) { self.scores = scores }

    public func callAsFunction(_ house: House, _ id: ID<ExpertTask>, by actor: Actor, once: Once? = nil) async throws -> Receipt {
        let given = scores ?? []
        return try await house.perform(by: actor, once: once) { act in
            let (task, panel) = try act.loadExpertTask(id)
            try act.mayScore(task, panel)
            if try act.recuseIfFound(task, panel) { return Receipt(.expertWork) }
            let wrong = Scoring.mistakes(given, of: panel.period.indicators, whole: true)
            guard wrong.isEmpty else { throw Refusal.invalid(wrong) }
            try act.tx.run("DELETE FROM expert_scores WHERE task_id = \(id)")
            let digests = try given.map { (indicator: $0.indicator, digest: try act.keep($0, of: id, round: 1)) }
            let digest = Scoring.digest(of: digests, house.secrets)
            try act.move(task, .handIn, also: ", digest = \(digest), handed_in_at = \(act.now)", detail: ["digest": digest])
            let progress = try ExpertScores.progress(act.tx, panel.id)
            if progress.done == progress.of {
                for office in ExpertAccess.offices(panel.period.programme) {
                    try act.tell(office: office, programme: panel.period.programme.id, Words("专家评分已全部提交：\(panel.period.name)", "All scores are in: \(panel.period.name)"),
                        Words("可以统一揭晓。", "They can be revealed together."), link: panel.receipt)
                }
            }
            return Receipt(.expertWork)
        }
    }
}

/// What is sealed for a score.
struct SealedScore: Codable, Sendable, Hashable {
    /// 0 to 100; nil in a draft.
    let score: Int?
    let grounds: String
}

enum Scoring {
    static let revealedAlready = Refusal(.conflict, "panel_revealed", Words("评分已揭晓，不能再这样办理", "The scores were revealed; that cannot be done any more"))

    /// - Parameter whole: each indicator has to have its score and grounds.
    static func mistakes(_ given: [ExpertScoreInput], of indicators: [EvaluationRules.Indicator], whole: Bool) -> [Refusal.Field] {
        var wrong: [Refusal.Field] = [], seen: Set<String> = []
        for (index, input) in given.enumerated() {
            let known = indicators.contains { $0.id == input.indicator }
            if !known || !seen.insert(input.indicator).inserted { wrong.append(.init("scores.\(index).indicator", Words("没有这项指标", "There is no such indicator"))) }
            let length = (input.grounds ?? "").trimmed.count
            if let score = input.score, !ExpertMerge.scores.contains(score) { wrong.append(.init("scores.\(index).score", Words("请填写 0 至 100 的整数", "A whole number from 0 to 100"))) }
            if whole, input.score == nil { wrong.append(.init("scores.\(index).score", Words("请评分（0 至 100）", "Please give a score (0 to 100)"))) }
            if length > ExpertMerge.grounds.upperBound || (whole && length < ExpertMerge.grounds.lowerBound) {
                wrong.append(.init("scores.\(index).grounds", Words("请写明评分理由（10 至 2000 字）", "Please give your grounds (10 to 2000 characters)")))
            }
        }
        if whole {
            for indicator in indicators where !seen.contains(indicator.id) {
                wrong.append(.init("scores", Words("还没有评分：\(indicator.name.zh)", "Not scored yet: \(indicator.name.en)")))
            }
        }
        return wrong
    }

    /// One digest over all scores of a task, whatever order they came in.
    static func digest(of scores: [(indicator: String, digest: String)], _ secrets: any Secrets) -> String {
        secrets.sha256(Array(scores.sorted { $0.indicator < $1.indicator }.map { "\($0.indicator):\($0.digest)" }.joined(separator: "\n").utf8))
    }

    static func row(_ task: ID<ExpertTask>, _ indicator: String, _ round: Int) -> String { "\(task.rawValue)/\(indicator)/\(round)" }

    /// What was sealed. - Throws: where it does not fit its digest any more.
    static func open(_ row: Row, _ secrets: any Secrets) throws -> SealedScore {
        let task: ID<ExpertTask> = try row("task_id"), indicator: String = try row("indicator"), round: Int = try row("round")
        let text = try secrets.text(try row("body"), table: "expert_scores", column: "body", row: Self.row(task, indicator, round))
        let salt: [UInt8] = try row("salt"), kept: String = try row("digest")
        guard secrets.sha256(salt + Array(text.utf8)) == kept else { throw Unexpected("score \(task.rawValue)/\(indicator) does not fit its digest") }
        return try Stored.read(text)
    }
}

extension Act {
    /// Scores are taken while the panel is not revealed, of a station that was declared, once all one's stations were.
    func mayScore(_ task: StoredExpertTask, _ panel: StoredPanel) throws {
        guard panel.state == .assigned, panel.period.isOpen else { throw Scoring.revealedAlready }
        guard panel.period.isScored else {
            throw Refusal(.conflict, "period_runs", Words("评估期结束、开始评议后才能评分", "Scoring begins once the period is over"), next: Words("现在可以先声明有无利害关系", "You can declare conflicts meanwhile"))
        }
        let open: Int = try tx.value("SELECT COUNT(*) FROM expert_tasks WHERE period_id = \(task.period) AND expert_id = \(task.expert) AND state = 'assigned'") ?? 0
        guard open == 0 else {
            throw Refusal(.conflict, "declare_first", Words("请先对全部驿站声明有无利害关系（还差 \(open) 家）", "Please declare all your stations first (\(open) to go)"), next: Words("在“专家评审”中逐站声明", "Declare them in your work list"))
        }
    }

    /// Effects: the score, sealed with a salted digest; a later draft takes the place of an earlier one. - Returns: the digest.
    func keep(_ input: ExpertScoreInput, of task: ID<ExpertTask>, round: Int) throws -> String {
        let secrets = house.secrets, text = try Stored.json(SealedScore(score: input.score, grounds: (input.grounds ?? "").trimmed)), salt = try secrets.random(16)
        let digest = secrets.sha256(salt + Array(text.utf8))
        let body = try secrets.seal(text: text, table: "expert_scores", column: "body", row: Scoring.row(task, input.indicator, round))
        try tx.run("""
            INSERT INTO expert_scores (task_id, indicator, round, body, salt, digest, at) VALUES (\(task), \(input.indicator), \(round), \(body), \(salt), \(digest), \(now))
            ON CONFLICT (task_id, indicator, round) DO UPDATE SET body = excluded.body, salt = excluded.salt, digest = excluded.digest, at = excluded.at
            """)
        return digest
    }
}
