import Domain
import SQL

/// The secretariat reveals all scores of a period together.
///
/// Effects: every task is revealed; merged scores of each station and indicator; scores far from the median are flagged; from now on experts and offices can read
/// and discuss them; the experts are told; audit records with a digest of what was revealed. Where the records show a conflict of somebody who has handed in, nothing is
/// revealed: that expert is recused, the next one is drawn, and the secretariat is told.
/// - Throws: `scores_missing` while one is not in, `station_without_scores`, `panel_short` where a station has fewer experts than the rules want and no reason is given.
public struct RevealScores: Codable, Sendable {
    /// Why it goes on with fewer experts than the rules want; only then.
    public let reason: String?

    public init(reason: String? = nil) { self.reason = reason }

    public func callAsFunction(_ house: House, _ id: ID<EvaluationPeriod>, by actor: Actor, once: Once? = nil) async throws -> Receipt {
        try await house.perform(by: actor, once: once) { act in
            let panel = try act.loadPanel(id), period = panel.period
            guard panel.state == .assigned, period.isOpen else { throw Scoring.revealedAlready }
            let tasks = try StoredExpertTask.all(act.tx, "t.period_id = \(id) AND t.state IN (\(list: ExpertTaskState.held))")
            let open = tasks.count { ExpertTaskState.open.contains($0.state) }
            guard open == 0 else {
                throw Refusal(.conflict, "scores_missing", Words("还有 \(open) 份评分没有提交", "\(open) scores are not in yet"), next: Words("可以催促，或说明理由免除、更换专家", "Wait, or release an expert with a reason"))
            }
            let recused = try tasks.count { try act.recuseIfFound($0, panel) }
            if recused > 0 { return try act.putOff(panel, recused) }
            let stations = try period.stations(act.tx), byStation = Dictionary(grouping: tasks, by: \.station)
            let bare = stations.filter { byStation[$0.id] == nil }
            guard bare.isEmpty else {
                throw Refusal(.conflict, "station_without_scores", Words("没有专家评分的驿站：\(bare.map(\.name).joined(separator: "、"))", "Nobody scored: \(bare.map(\.name).joined(separator: ", "))"),
                    next: Words("请补充专家后补抽", "Add experts and draw again"))
            }
            let short = stations.filter { (byStation[$0.id]?.count ?? 0) < period.rules.panel.experts }, said = (reason ?? "").trimmed
            guard short.isEmpty || (2...500).contains(said.count) else {
                throw Refusal(.invalid, "panel_short", Words("\(short.count) 家驿站的评审专家少于规定人数，请说明理由", "\(short.count) stations have fewer experts than the rules want; please say why"),
                    fields: [.init("reason", Words("请说明理由（2 至 500 字）", "Please give the reason (2 to 500 characters)"))])
            }
            let kept = short.isEmpty ? nil : try act.keepReason(said, audience: .office)
            for task in tasks {
                guard try Scoring.digest(of: PanelReader.digests(act.tx, task.id), house.secrets) == task.digest else { throw Unexpected("scores of task \(task.id.rawValue) do not fit their digest") }
                try act.move(task, .reveal)
            }
            for station in stations {
                for indicator in period.indicators {
                    let scores = try PanelReader.scores(act.tx, house, id, station.id, indicator.id)
                    for score in scores {
                        guard let far = ExpertMerge.distance(of: score.first.score ?? 0, in: scores.map { $0.first.score ?? 0 }, outlier: period.rules.panel.outlier),
                              let median = ExpertMerge.median(scores.map { $0.first.score ?? 0 }) else { continue }
                        try act.tx.run("INSERT INTO expert_flags (task_id, indicator, median, distance) VALUES (\(score.task), \(indicator.id), \(median.thousandths), \(far.thousandths))")
                    }
                    try act.merge(period, station.id, indicator.id)
                }
            }
            try act.change(panel, to: .revealed, also: ", revealed_at = \(act.now), reason_id = \(kept?.id)")
            act.audit("expert_panel", id.rawValue, "panel_revealed", from: panel.state.rawValue, to: ExpertPanelState.revealed.rawValue, reason: kept, clause: period.rules.clause,
                detail: ["digest": try PanelReader.digest(act.tx, id, house.secrets)])
            try act.tell(Set(tasks.map(\.account)).sorted(), Words("评分已统一揭晓：\(period.name)", "The scores are revealed: \(period.name)"),
                Words("您可以查看各站评分并参与合议；被标记的评分可修改一次。", "You can read and discuss them; a flagged score may be changed once."), link: Receipt(.expertWork))
            return panel.receipt
        }
    }
}

extension Act {
    /// Effects: the secretariat is told that experts had to be recused before the reveal; an audit record.
    fileprivate func putOff(_ panel: StoredPanel, _ recused: Int) throws -> Receipt {
        audit("expert_panel", panel.id.rawValue, "reveal_put_off", from: panel.state.rawValue, to: panel.state.rawValue, clause: panel.period.rules.clause, detail: ["recused": String(recused)])
        for office in ExpertAccess.offices(panel.period.programme) {
            try tell(office: office, programme: panel.period.programme.id, Words("评分未揭晓：\(panel.period.name)", "Nothing was revealed: \(panel.period.name)"),
                Words("揭晓前查得 \(recused) 份评分的专家与驿站有利害关系，已回避并补抽；补抽的专家提交后再揭晓。",
                    "Before the reveal the records showed a conflict behind \(recused) scores. Those experts are recused, and others drawn; reveal once they have handed in."), link: panel.receipt)
        }
        return panel.receipt
    }
}

/// An expert changes a score of theirs that was flagged, once, with grounds. The first one stays beside it.
///
/// Effects: a second score, sealed; the merged score anew; an audit record with its digest.
public struct ReviseScore: Codable, Sendable {
    public let indicator: String
    public let score: Int?
    public let grounds: String?

    public init(indicator: String, score: Int?, grounds: String?) {
        self.indicator = indicator
        self.score = score
        self.grounds = grounds
    }

    public func callAsFunction(_ house: House, _ id: ID<ExpertTask>, by actor: Actor, once: Once? = nil) async throws -> Receipt {
        try await house.perform(by: actor, once: once) { act in
            let (task, panel) = try act.loadExpertTask(id)
            guard panel.state == .revealed, panel.period.isOpen else { throw PanelReader.notUnderDiscussion }
            guard try act.tx.row("SELECT task_id FROM expert_flags WHERE task_id = \(id) AND indicator = \(indicator)") != nil else {
                throw Refusal(.conflict, "not_flagged", Words("只有被标记的评分可以修改", "Only a flagged score can be changed"))
            }
            guard try act.tx.row("SELECT task_id FROM expert_scores WHERE task_id = \(id) AND indicator = \(indicator) AND round = 2") == nil else {
                throw Refusal(.conflict, "revised_already", Words("这项评分已修改过一次", "This score was changed already"))
            }
            let input = ExpertScoreInput(indicator: indicator, score: score, grounds: grounds)
            let wrong = Scoring.mistakes([input], of: panel.period.indicators.filter { $0.id == indicator }, whole: true)
            guard wrong.isEmpty else { throw Refusal.invalid(wrong.map { .init($0.field.split(separator: ".").last.map(String.init) ?? $0.field, $0.words) }) }
            let digest = try act.keep(input, of: id, round: 2)
            try act.merge(panel.period, task.station, indicator)
            act.audit("expert_panel", panel.id.rawValue, "score_revised", detail: ["task": id.rawValue, "station": task.station.rawValue, "indicator": indicator, "digest": digest])
            return Receipt(.expertTask, id.rawValue)
        }
    }
}

/// An expert of a station, or the secretariat, writes into the discussion of a station's scores.
///
/// Effects: the message, sealed; an audit record.
public struct WriteToPanel: Codable, Sendable {
    public let text: String

    public init(text: String) { self.text = text }

    public func callAsFunction(_ house: House, _ period: ID<EvaluationPeriod>, _ station: ID<Station>, by actor: Actor, once: Once? = nil) async throws -> Receipt {
        guard let account = actor.account else { throw Refusal.unauthenticated }
        guard (1...2000).contains(text.trimmed.count) else { throw Refusal.invalid([.init("text", Words("请填写内容（最多 2000 字）", "Please write something (at most 2000 characters)"))]) }
        return try await house.perform(by: actor, once: once) { act in
            _ = try act.tx.row("SELECT period_id FROM expert_panels WHERE period_id = \(period)\(act.dialect.lock)")
            guard let panel = try StoredPanel.find(act.tx, house.library, period) else { throw Refusal.notFound }
            let side = try PanelReader.side(act.tx, house.library, panel, station, actor)
            guard panel.state == .revealed else { throw PanelReader.notUnderDiscussion }
            let id = try act.newID(Receipt.self).rawValue
            let n: Int = try act.tx.value("SELECT COALESCE(MAX(n), 0) + 1 FROM expert_messages WHERE period_id = \(period) AND station_id = \(station)") ?? 1
            try act.tx.run("""
                INSERT INTO expert_messages (id, period_id, station_id, task_id, by_account, body, n, at) VALUES (\(id), \(period), \(station), \(side.task), \(account),
                    \(try house.secrets.seal(text: text.trimmed, table: "expert_messages", column: "body", row: id)), \(n), \(act.now))
                """)
            act.audit("expert_panel", period.rawValue, "message_written", detail: ["station": station.rawValue, "message": id])
            return side.task.map { Receipt(.expertTask, $0.rawValue) } ?? panel.receipt
        }
    }
}

/// The secretariat ends the discussion: the scores stand.
///
/// Effects: the panel is settled; the experts are told; an audit record with a digest of the merged scores.
public struct SettleScores: Codable, Sendable {
    public init() {}

    public func callAsFunction(_ house: House, _ id: ID<EvaluationPeriod>, by actor: Actor, once: Once? = nil) async throws -> Receipt {
        try await house.perform(by: actor, once: once) { act in
            let panel = try act.loadPanel(id)
            guard panel.state == .revealed else { throw PanelReader.notUnderDiscussion }
            try act.change(panel, to: .settled, also: ", settled_at = \(act.now)")
            act.audit("expert_panel", id.rawValue, "panel_settled", from: panel.state.rawValue, to: ExpertPanelState.settled.rawValue, clause: panel.period.rules.clause,
                detail: ["digest": try PanelReader.digest(act.tx, id, house.secrets)])
            let accounts: [ID<Account>] = try act.tx.rows("""
                SELECT DISTINCT e.account_id AS account_id FROM \(StoredExpertTask.tables) WHERE t.period_id = \(id) AND t.state = 'revealed' ORDER BY e.account_id
                """).map { try $0("account_id") }
            try act.tell(accounts, Words("评分已确定：\(panel.period.name)", "The scores stand: \(panel.period.name)"), Words("感谢您参加评审。", "Thank you for scoring."), link: Receipt(.expertWork))
            return panel.receipt
        }
    }
}

extension Act {
    fileprivate func change(_ panel: StoredPanel, to state: ExpertPanelState, also: SQL) throws {
        let changed = try tx.run("UPDATE expert_panels SET state = \(state)\(also) WHERE period_id = \(panel.id) AND state = \(panel.state)")
        guard changed == 1 else { throw Casework.changedMeanwhile }
    }

    /// Effects: the merged score of a station and an indicator, from the latest score of each expert.
    fileprivate func merge(_ period: ExpertPeriod, _ station: ID<Station>, _ indicator: String) throws {
        let scores = try PanelReader.scores(tx, house, period.id, station, indicator).compactMap { ($0.second ?? $0.first).score }
        guard let points = ExpertMerge.merged(scores, period.rules.panel.merge) else { return }
        try tx.run("""
            INSERT INTO expert_results (period_id, station_id, indicator, points) VALUES (\(period.id), \(station), \(indicator), \(points.thousandths))
            ON CONFLICT (period_id, station_id, indicator) DO UPDATE SET points = excluded.points
            """)
    }
}
