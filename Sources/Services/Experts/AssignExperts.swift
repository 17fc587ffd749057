import Domain
import SQL

/// The secretariat draws the expert group of a period: who scores which station.
///
/// Effects: the panel with its seed, from which the order of the draw follows; conflicts that the records show; tasks (`ExpertAssignment`); the experts are told;
/// where a station lacks experts, the secretariat; audit records with the seed. A panel is drawn once; later gaps are filled by `DrawMissing`.
public struct AssignExperts: Codable, Sendable {
    public init() {}

    public func callAsFunction(_ house: House, _ id: ID<EvaluationPeriod>, by actor: Actor, once: Once? = nil) async throws -> Receipt {
        guard let account = actor.account else { throw Refusal.unauthenticated }
        let library = house.library
        return try await house.perform(by: actor, once: once) { act in
            _ = try act.tx.row("SELECT id FROM evaluation_periods WHERE id = \(id)\(act.dialect.lock)")
            let period = try ExpertPeriod.load(act.tx, library, id, where: ExpertAccess.period(actor, library))
            try act.mustBeApart(period)
            guard period.isOpen else { throw Refusal(.conflict, "period_over", Words("这个评估周期已不再评分", "This period is not scored any more")) }
            guard !period.indicators.isEmpty else { throw Refusal(.conflict, "nothing_to_score", Words("实施细则中没有由专家评分的指标", "The rules have no indicator that experts score")) }
            let seed = house.secrets.hex(try house.secrets.random(32))
            let made = try act.tx.rows("""
                INSERT INTO expert_panels (period_id, seed, state, by_account, assigned_at) VALUES (\(id), \(seed), 'assigned', \(account), \(act.now)) ON CONFLICT DO NOTHING RETURNING period_id
                """)
            guard !made.isEmpty, let panel = try StoredPanel.find(act.tx, library, id) else { throw Refusal(.conflict, "panel_drawn", Words("评审专家已经抽取", "The experts were drawn already")) }
            let stations = panel.drawn(try period.stations(act.tx), house.secrets)
            guard !stations.isEmpty else { throw Refusal(.conflict, "no_stations", Words("没有参加评估的驿站", "No station is evaluated")) }
            let pool = panel.drawn(try StoredExpert.all(act.tx, house.secrets, "e.programme_id = \(period.programme.id) AND e.paused_at IS NULL"), house.secrets)
            guard !pool.isEmpty else { throw Refusal(.conflict, "no_experts", Words("专家库中没有可抽取的专家", "Nobody in the pool can be drawn"), next: Words("请先添加专家", "Add experts first")) }
            let found = try ConflictReader.find(act.tx, pool, stations, apartFrom: id)
            try act.keep(found, in: id)
            let answer = ExpertAssignment.assign(pool.map(\.member), to: stations.map(\.place), each: period.rules.panel.experts, conflicts: Set(found.map(\.pair)))
            act.audit("expert_panel", id.rawValue, "panel_drawn", to: ExpertPanelState.assigned.rawValue, clause: period.rules.clause,
                detail: ["seed": seed, "stations": String(stations.count), "experts": String(pool.count), "lacking": String(answer.lacking.count)], isFirst: true)
            var numbers: [String: Int] = [:]
            for pair in answer.pairs {
                guard let expert = pool.first(where: { $0.id.rawValue == pair.expert }), let station = stations.first(where: { $0.id.rawValue == pair.station }) else { continue }
                numbers[pair.station, default: 0] += 1
                try act.draw(expert, for: station, numbers[pair.station] ?? 1, panel)
            }
            return panel.receipt
        }
    }
}

/// The secretariat draws experts for stations that lack some, after people were added to the pool.
///
/// Effects: as `Act.fill`. Refused where nothing is lacking.
public struct DrawMissing: Codable, Sendable {
    public init() {}

    public func callAsFunction(_ house: House, _ id: ID<EvaluationPeriod>, by actor: Actor, once: Once? = nil) async throws -> Receipt {
        try await house.perform(by: actor, once: once) { act in
            let panel = try act.loadPanel(id)
            guard panel.state == .assigned, panel.period.isOpen else { throw Scoring.revealedAlready }
            try act.fill(panel, try panel.period.stations(act.tx))
            return panel.receipt
        }
    }
}

/// An expert says of a station that is theirs to score whether there is a conflict.
///
/// Effects: without one the task is declared; with one, or where the records show one by now, the expert is recused, the conflict is kept with its reason, and the
/// next expert is drawn; audit records.
public struct DeclareConflict: Codable, Sendable {
    public enum Answer: String, Codable, Sendable, CaseIterable { case no, yes }

    public let conflict: Answer
    /// Which, where there is one.
    public let kind: ExpertConflict?
    /// In words, where there is one.
    public let reason: String?

    public init(conflict: Answer, kind: ExpertConflict? = nil, reason: String? = nil) {
        self.conflict = conflict
        self.kind = kind
        self.reason = reason
    }

    public func callAsFunction(_ house: House, _ id: ID<ExpertTask>, by actor: Actor, once: Once? = nil) async throws -> Receipt {
        try await house.perform(by: actor, once: once) { act in
            let (task, panel) = try act.loadExpertTask(id)
            guard panel.state == .assigned, panel.period.isOpen else { throw Scoring.revealedAlready }
            if conflict == .no {
                guard task.state == .assigned else { throw Refusal(.conflict, "declared_already", Words("这家驿站已声明", "You declared this station already")) }
                if try act.recuseIfFound(task, panel) { return Receipt(.expertWork) }
                try act.move(task, .declare, detail: ["conflict": "no"])
                return Receipt(.expertWork)
            }
            let text = (reason ?? "").trimmed
            var wrong: [Refusal.Field] = []
            let named = kind.flatMap { ExpertConflict.declarable.contains($0) ? $0 : nil }
            if named == nil { wrong.append(.init("kind", Words("请选择关系类型", "Please choose which"))) }
            if !(2...500).contains(text.count) { wrong.append(.init("reason", Words("请说明具体情况（2 至 500 字）", "Please say what it is (2 to 500 characters)"))) }
            guard wrong.isEmpty, let named else { throw Refusal.invalid(wrong) }
            let kept = try act.keepReason(text, audience: .office)
            try act.tx.run("""
                INSERT INTO expert_conflicts (period_id, expert_id, station_id, kind, source, fact, reason_id, at)
                VALUES (\(panel.id), \(task.expert), \(task.station), \(named), 'declared', \(id.rawValue), \(kept.id), \(act.now))
                ON CONFLICT (period_id, expert_id, station_id, kind) DO UPDATE SET source = excluded.source, fact = excluded.fact, reason_id = excluded.reason_id, at = excluded.at
                """)
            try act.move(task, .recuse, also: ", reason_id = \(kept.id)", reason: kept, detail: ["conflict": named.rawValue, "source": "declared"])
            try act.fillAfter(task, panel)
            return Receipt(.expertWork)
        }
    }
}

/// The secretariat lets an expert off a station, who is ill for instance.
///
/// Effects: the task is released with the reason; the next expert is drawn, or the place is left out; the expert is told; audit records. The last expert of a station
/// cannot be left out: nobody would score it, and the evaluation could not go on.
public struct ReleaseExpert: Codable, Sendable {
    public enum Instead: String, Codable, Sendable, CaseIterable {
        /// The next one is drawn.
        case replace
        /// The station has one expert less.
        case leaveOut = "leave_out"
    }

    public let reason: String?
    public let instead: Instead

    public init(reason: String?, instead: Instead) {
        self.reason = reason
        self.instead = instead
    }

    public func callAsFunction(_ house: House, _ id: ID<ExpertTask>, of period: ID<EvaluationPeriod>, by actor: Actor, once: Once? = nil) async throws -> Receipt {
        let text = try PursuitRules.reason(reason)
        return try await house.perform(by: actor, once: once) { act in
            let panel = try act.loadPanel(period)
            guard panel.state == .assigned, panel.period.isOpen else { throw Scoring.revealedAlready }
            guard let task = try StoredExpertTask.all(act.tx, "t.id = \(id) AND t.period_id = \(period)").first else { throw Refusal.notFound }
            if instead == .leaveOut {
                let others: Int = try act.tx.value("""
                    SELECT COUNT(*) FROM expert_tasks WHERE period_id = \(period) AND station_id = \(task.station) AND id <> \(id) AND state IN (\(list: ExpertTaskState.held))
                    """) ?? 0
                guard others > 0 else {
                    throw Refusal(.conflict, "last_expert", Words("这是该站最后一名评审专家，不能空缺", "This is the station's last expert; the place cannot stay empty"),
                        next: Words("请选择补抽下一名专家", "Choose that the next expert is drawn"))
                }
            }
            let kept = try act.keepReason(text, audience: .office)
            try act.move(task, .release, also: ", left_out = \(instead == .leaveOut), reason_id = \(kept.id)", reason: kept, detail: ["instead": instead.rawValue])
            try act.tell(task.account, Words("评审任务已免除：\(panel.period.name)", "You are released: \(panel.period.name)"), Words("其中一家驿站不再由您评分。", "One station is not yours to score any more."), link: Receipt(.expertWork))
            if instead == .replace { try act.fillAfter(task, panel) }
            return panel.receipt
        }
    }
}

extension Act {
    /// The records show a conflict that was not there when the group was drawn: the expert is recused and the next one drawn.
    ///
    /// Effects: the conflict; the task; `fill`; audit records. - Returns: whether there was one.
    func recuseIfFound(_ task: StoredExpertTask, _ panel: StoredPanel) throws -> Bool {
        let stations = try panel.period.stations(tx).filter { $0.id == task.station }
        let found = try ConflictReader.find(tx, try StoredExpert.all(tx, house.secrets, "e.id = \(task.expert)"), stations, apartFrom: panel.id)
        guard let first = found.first else { return false }
        try keep(found, in: panel.id)
        try move(task, .recuse, detail: ["conflict": first.kind.rawValue, "source": "found", "fact": first.fact])
        try tell(task.account, Words("请回避：\(panel.period.name)", "You are recused: \(panel.period.name)"), Words("系统查得您与其中一家驿站有利害关系：\(first.kind.words.zh)。该站不再由您评分。",
            "The records show a conflict with one station: \(first.kind.words.en). It is not yours to score."), link: Receipt(.expertWork))
        try fillAfter(task, panel)
        return true
    }

    fileprivate func fillAfter(_ task: StoredExpertTask, _ panel: StoredPanel) throws {
        try fill(panel, try panel.period.stations(tx).filter { $0.id == task.station })
    }
}
