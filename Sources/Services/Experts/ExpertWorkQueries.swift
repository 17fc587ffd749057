import Domain
import SQL

extension House {
    /// One's own work as an expert, the newest period first. - Throws: `Refusal.notFound` for anybody who is in no pool.
    public func expertWork(for actor: Actor) async throws -> ExpertWork {
        guard let account = actor.account else { throw Refusal.unauthenticated }
        let house = self
        return try await read { tx, _ in
            guard try tx.row("SELECT id FROM experts WHERE account_id = \(account) LIMIT 1") != nil else { throw Refusal.notFound }
            let held = ExpertTaskState.held
            let panels = try tx.rows("""
                SELECT \(ExpertPeriod.columns), p.seed AS seed, p.state AS panel_state FROM expert_panels p JOIN evaluation_periods v ON v.id = p.period_id
                WHERE v.state <> 'cancelled' AND EXISTS (SELECT 1 FROM \(StoredExpertTask.tables) WHERE t.period_id = p.period_id AND e.account_id = \(account) AND t.state IN (\(list: held)))
                ORDER BY p.assigned_at DESC, p.period_id DESC LIMIT 20
                """).map { try StoredPanel($0, house.library) }
            let periods = try panels.map { panel in
                let lines = try tx.rows("""
                    SELECT t.id AS id, t.station_id AS station_id, s.name AS name, o.name AS host, t.state AS state
                    FROM \(StoredExpertTask.tables) JOIN stations s ON s.id = t.station_id JOIN organisations o ON o.id = s.organisation_id
                    WHERE t.period_id = \(panel.id) AND e.account_id = \(account) AND t.state IN (\(list: held)) ORDER BY s.name, t.id
                    """).map { ExpertWork.Line(id: try $0("id"), station: try $0("station_id"), stationName: try $0("name"), host: try $0("host"), state: try $0("state")) }
                return ExpertWork.Period(
                    id: panel.id, name: panel.period.name, firstDay: panel.period.firstDay, lastDay: panel.period.lastDay, state: panel.state, lines: lines,
                    undeclared: lines.count { $0.state == .assigned })
            }
            return ExpertWork(periods: periods, kinds: ExpertConflict.declarable)
        }
    }

    /// One station of one's own to score, with its facts and one's own scores. - Throws: `Refusal.notFound` where it is another's, recused or released.
    public func expertTask(_ id: ID<ExpertTask>, for actor: Actor) async throws -> ExpertTaskView {
        guard let account = actor.account else { throw Refusal.unauthenticated }
        let house = self
        return try await read { tx, now in
            let held = ExpertTaskState.held
            guard let row = try tx.row("""
                SELECT \(StoredExpertTask.columns), s.name AS name, s.kind AS kind, s.field AS field, s.area AS area, s.recognised_on AS recognised_on, s.introduction AS introduction, o.name AS host
                FROM \(StoredExpertTask.tables) JOIN stations s ON s.id = t.station_id JOIN organisations o ON o.id = s.organisation_id
                WHERE t.id = \(id) AND e.account_id = \(account) AND t.state IN (\(list: held))
                """) else { throw Refusal.notFound }
            let task = try StoredExpertTask(row)
            guard let panel = try StoredPanel.find(tx, house.library, task.period) else { throw Refusal.notFound }
            let period = panel.period, programme = period.programme, today = Zone.china.day(of: now)
            let undeclared: Int = try tx.value("SELECT COUNT(*) FROM expert_tasks WHERE period_id = \(task.period) AND expert_id = \(task.expert) AND state = 'assigned'") ?? 0
            // Before the declaration an expert learns which station it is, and no more.
            let counts: [ExpertTaskView.Count] = try task.state == .assigned ? [] : Counted.allCases.map { what in
                let records = CountedRecords.of(what, programme, house.library, today: today), until = period.lastDay.adding(1), only: SQL = "s.id = \(task.station)"
                return ExpertTaskView.Count(
                    what: what, count: try records.count(tx, from: period.firstDay, until: until, only), persons: try records.persons(tx, from: period.firstDay, until: until, only))
            }
            var own: [String: SealedScore] = [:]
            for score in try tx.rows("SELECT task_id, indicator, round, body, salt, digest FROM expert_scores WHERE task_id = \(id) ORDER BY indicator, round") {
                own[try score("indicator")] = try Scoring.open(score, house.secrets)
            }
            func name(_ choices: [Programme.Choice], _ column: String) throws -> Words {
                let value: String = try row(column)
                return choices.first { $0.id == value }?.name ?? Words(value, value)
            }
            let area: String = try row("area")
            return ExpertTaskView(
                id: id, state: task.state, period: period.id, periodName: period.name, firstDay: period.firstDay, lastDay: period.lastDay, station: task.station, stationName: try row("name"),
                host: try row("host"), kind: try name(programme.stationKinds, "kind"), field: try name(programme.fields, "field"),
                area: programme.areas.first { $0.id == area }?.name ?? Words(area, area), recognisedOn: try row("recognised_on"), introduction: try row("introduction"), counts: counts,
                scores: period.indicators.map { indicator in
                    ExpertTaskView.Score(indicator: ExpertChoice(id: indicator.id, name: indicator.name), weight: indicator.weight, score: own[indicator.id]?.score, grounds: own[indicator.id]?.grounds ?? "")
                },
                undeclared: undeclared, mayDeclare: task.state == .assigned && panel.state == .assigned && period.isOpen,
                mayScore: (task.state == .declared || task.state == .drafted) && undeclared == 0 && panel.state == .assigned && period.isScored, isRevealed: task.state == .revealed)
        }
    }
}
