import Domain
import SQL

enum ExpertReader {
    static func choices(_ choices: [Programme.Choice]) -> [ExpertChoice] { choices.map { ExpertChoice(id: $0.id, name: $0.name) } }

    static func summaries(_ tx: any Transaction, _ house: House, _ experts: [StoredExpert]) throws -> [ExpertSummary] {
        let open = ExpertTaskState.open
        var counts: [ID<Expert>: (open: Int, done: Int)] = [:]
        for row in try tx.rows("""
            SELECT expert_id, COUNT(CASE WHEN state IN (\(list: open)) THEN 1 END) AS open_tasks, COUNT(CASE WHEN state IN ('handed_in', 'revealed') THEN 1 END) AS done
            FROM expert_tasks WHERE expert_id IN (\(list: experts.map(\.id))) GROUP BY expert_id ORDER BY expert_id
            """) { counts[try row("expert_id")] = (try row("open_tasks"), try row("done")) }
        return try experts.map { expert in
            let fields = try house.library.programme(expert.programme).fields
            return ExpertSummary(
                id: expert.id, name: expert.name, employer: expert.employer, fields: expert.fields.map { id in fields.first { $0.id == id }?.name ?? Words(id, id) },
                isPaused: expert.pausedAt != nil, open: counts[expert.id]?.open ?? 0, done: counts[expert.id]?.done ?? 0)
        }
    }

    static func line(_ tx: any Transaction, _ period: ExpertPeriod, _ panel: StoredPanel?) throws -> PanelLine {
        let progress = try ExpertScores.progress(tx, period.id)
        return PanelLine(period: period.id, name: period.name, firstDay: period.firstDay, lastDay: period.lastDay, state: panel?.state, done: progress.done, wanted: progress.of)
    }
}

extension House {
    /// A page of the pool of experts, in the order in which they were added.
    public func experts(field: String? = nil, after: ID<Expert>? = nil, for actor: Actor, pageSize: Int = 50) async throws -> ExpertPool {
        let house = self, kept = ExpertAccess.kept(actor, library)
        guard let first = kept.first else { throw ExpertRules.notKept }
        let programme = try library.programme(first)
        return try await read { tx, _ in
            let all = try StoredExpert.all(tx, house.secrets, "e.programme_id IN (\(list: kept))").filter { expert in field.map { expert.fields.contains($0) } ?? true }
            let rest = after.map { last in all.filter { $0.id > last } } ?? all, page = Array(rest.prefix(pageSize))
            return ExpertPool(
                experts: try ExpertReader.summaries(tx, house, page), fields: ExpertReader.choices(programme.fields), field: field, total: all.count, next: rest.count > pageSize ? page.last?.id : nil)
        }
    }

    /// The pool as a spreadsheet.
    /// - Returns: the path of a temporary file, which the caller removes.
    public func expertsWorkbook(field: String? = nil, for actor: Actor) async throws -> String {
        let pool = try await experts(field: field, for: actor, pageSize: 10_000)
        return try papers.workbook(sheet: "专家库", columns: [("姓名", 14), ("工作单位", 34), ("领域", 28), ("待办", 8), ("已评", 8), ("状态", 10)]) { row in
            for expert in pool.experts {
                try row([
                    .text(expert.name), .text(expert.employer), .text(expert.fields.map(\.zh).joined(separator: "、")), .number(Int64(expert.open)), .number(Int64(expert.done)), .text(expert.isPaused ? "暂停" : "可抽取"),
                ])
            }
        }
    }

    public func expert(_ id: ID<Expert>, for actor: Actor) async throws -> ExpertView {
        let house = self, kept = ExpertAccess.kept(actor, library)
        return try await read { tx, _ in
            guard let expert = try StoredExpert.all(tx, house.secrets, "e.id = \(id) AND e.programme_id IN (\(list: kept))").first,
                  let summary = try ExpertReader.summaries(tx, house, [expert]).first else { throw Refusal.notFound }
            let phone: [UInt8]? = try tx.value("SELECT phone FROM accounts WHERE id = \(expert.account)"), code: String? = try tx.value("SELECT credit_code FROM organisations WHERE id = \(expert.organisation)")
            guard let added: Instant = try tx.value("SELECT added_at FROM experts WHERE id = \(id)") else { throw Refusal.notFound }
            return ExpertView(
                summary: summary, phone: try phone.map { Phone.masked(try house.secrets.text($0, table: "accounts", column: "phone", row: expert.account.rawValue)) }, fieldIDs: expert.fields,
                creditCode: code, choices: ExpertReader.choices(try house.library.programme(expert.programme).fields), addedAt: added)
        }
    }

    /// Evaluation periods with their expert groups, the newest first.
    public func expertPanels(after: ID<EvaluationPeriod>? = nil, for actor: Actor, pageSize: Int = 50) async throws -> PanelList {
        let library = library
        guard !ExpertAccess.kept(actor, library).isEmpty else { throw ExpertRules.notKept }
        return try await read { tx, _ in
            var condition = ExpertAccess.period(actor, library)
            if let after, let last: Instant = try tx.value("SELECT v.opened_at FROM evaluation_periods v WHERE v.id = \(after) AND \(condition)") {
                condition += " AND (v.opened_at < \(last) OR (v.opened_at = \(last) AND v.id < \(after)))"
            }
            let rows = try tx.rows("SELECT \(ExpertPeriod.columns) FROM evaluation_periods v WHERE \(condition) AND v.state <> 'cancelled' ORDER BY v.opened_at DESC, v.id DESC LIMIT \(pageSize + 1)")
            let panels = try rows.prefix(pageSize).map { row in
                let period = try ExpertPeriod(row, library)
                return try ExpertReader.line(tx, period, try StoredPanel.find(tx, library, period.id))
            }
            return PanelList(panels: panels, next: rows.count > pageSize ? panels.last?.period : nil)
        }
    }

    /// The expert group of a period: counts, conflicts, who has not handed in. Never a score.
    public func expertPanel(_ id: ID<EvaluationPeriod>, for actor: Actor) async throws -> PanelView {
        let house = self
        return try await read { tx, _ in
            let period = try ExpertPeriod.load(tx, house.library, id, where: ExpertAccess.period(actor, house.library)), stations = try period.stations(tx)
            guard !stations.contains(where: { actor.organisations.contains($0.host) }) else { throw Refusal.notFound }
            return try PanelReader.view(tx, house, period, stations)
        }
    }

    /// The revealed scores of a station, for its experts and the secretariat.
    public func expertTable(_ id: ID<EvaluationPeriod>, _ station: ID<Station>, for actor: Actor) async throws -> PanelTable {
        let house = self
        return try await read { tx, _ in
            guard let panel = try StoredPanel.find(tx, house.library, id) else { throw Refusal.notFound }
            return try PanelReader.table(tx, house, panel, station, try PanelReader.side(tx, house.library, panel, station, actor), actor)
        }
    }

    /// What the expert group thinks of a station, once it stands: for the secretariat, and, from the publication of the period on, for the station's host.
    public func expertOpinions(_ id: ID<EvaluationPeriod>, _ station: ID<Station>, for actor: Actor) async throws -> ExpertOpinions {
        let house = self
        return try await read { tx, _ in
            guard let panel = try StoredPanel.find(tx, house.library, id), panel.state == .settled, let name: String = try tx.value("SELECT name FROM stations WHERE id = \(station)") else { throw Refusal.notFound }
            let own = try tx.row("SELECT id FROM stations WHERE id = \(station) AND organisation_id IN (\(list: actor.organisations.sorted()))") != nil
            let published = panel.period.state == "published" || panel.period.state == "closed"
            guard own ? published : ExpertAccess.office(actor, panel.period.programme) != nil else { throw Refusal.notFound }
            let merged = try ExpertScores.revealed(tx, id)[station] ?? [:]
            return ExpertOpinions(period: id, periodName: panel.period.name, station: station, stationName: name, lines: try panel.period.indicators.compactMap { indicator in
                guard let points = merged[indicator.id] else { return nil }
                let given = try PanelReader.scores(tx, house, id, station, indicator.id)
                // In an order that says nothing of who wrote which.
                return ExpertOpinions.Line(
                    indicator: ExpertChoice(id: indicator.id, name: indicator.name), merged: points.thousandths, experts: given.count, grounds: given.map { ($0.second ?? $0.first).grounds }.sorted())
            })
        }
    }
}

extension PanelReader {
    static func view(_ tx: any Transaction, _ house: House, _ period: ExpertPeriod, _ stations: [ExpertPeriod.Place]) throws -> PanelView {
        let panel = try StoredPanel.find(tx, house.library, period.id), tasks = try StoredExpertTask.all(tx, "t.period_id = \(period.id)"), held = Set(ExpertTaskState.held), open = Set(ExpertTaskState.open)
        let part: SQL = "e.id IN (SELECT x.expert_id FROM expert_tasks x WHERE x.period_id = \(period.id)) OR e.id IN (SELECT c.expert_id FROM expert_conflicts c WHERE c.period_id = \(period.id))"
        let people = try StoredExpert.all(tx, house.secrets, part)
        let names = Dictionary(people.map { ($0.id, $0.name) }, uniquingKeysWith: { first, _ in first })
        let places = Dictionary(stations.map { ($0.id, $0.name) }, uniquingKeysWith: { first, _ in first })
        var leftOut: [ID<Station>: Int] = [:], flags: [ID<Station>: Int] = [:]
        for row in try tx.rows("SELECT station_id, COUNT(*) AS n FROM expert_tasks WHERE period_id = \(period.id) AND left_out GROUP BY station_id ORDER BY station_id") { leftOut[try row("station_id")] = try row("n") }
        for row in try tx.rows("""
            SELECT t.station_id AS station_id, COUNT(*) AS n FROM expert_flags f JOIN expert_tasks t ON t.id = f.task_id WHERE t.period_id = \(period.id) GROUP BY t.station_id ORDER BY t.station_id
            """) {
            flags[try row("station_id")] = try row("n")
        }
        let byStation = Dictionary(grouping: tasks, by: \.station), byExpert = Dictionary(grouping: tasks.filter { held.contains($0.state) }, by: \.expert)
        let isRevealed = panel.map { $0.state != .assigned } ?? false
        let shown = stations.map { station in
            let own = byStation[station.id] ?? []
            return PanelView.Place(
                id: station.id, name: station.name, field: period.programme.fields.first { $0.id == station.field }?.name ?? Words(station.field, station.field),
                wanted: period.rules.panel.experts - (leftOut[station.id] ?? 0), held: own.count { held.contains($0.state) }, handedIn: own.count { held.contains($0.state) && !open.contains($0.state) },
                flags: isRevealed ? flags[station.id] ?? 0 : nil)
        }
        let conflicts = try tx.rows("SELECT expert_id, station_id, kind, source, fact, reason_id FROM expert_conflicts WHERE period_id = \(period.id) ORDER BY at, station_id, expert_id, kind").map { row in
            let expert: ID<Expert> = try row("expert_id"), station: ID<Station> = try row("station_id"), source: ExpertConflict.Source = try row("source")
            return PanelView.Conflict(
                expert: names[expert] ?? "", station: places[station] ?? station.rawValue, kind: try row("kind"), source: source, reason: try StoryReader.reason(tx, house, try row("reason_id")),
                fact: source == .found ? try row("fact") : nil)
        }
        let line = try ExpertReader.line(tx, period, panel), why: ID<Reason>? = try tx.value("SELECT reason_id FROM expert_panels WHERE period_id = \(period.id) AND reason_id IS NOT NULL")
        let waiting = tasks.filter { open.contains($0.state) }
        return PanelView(
            line: line, experts: period.rules.panel.experts, merge: period.rules.panel.merge, outlier: period.rules.panel.outlier,
            indicators: period.indicators.map { ExpertChoice(id: $0.id, name: $0.name) }, clause: period.rules.clause, seed: panel?.seed, places: shown,
            tasks: waiting.map { PanelView.Task(id: $0.id, expert: names[$0.expert] ?? "", station: places[$0.station] ?? $0.station.rawValue, state: $0.state) },
            loads: byExpert.sorted { $0.key < $1.key }.map { id, own in PanelView.Load(expert: names[id] ?? "", held: own.count, handedIn: own.count { !open.contains($0.state) }) },
            conflicts: conflicts, reason: try StoryReader.reason(tx, house, why), mayAssign: panel == nil && period.isOpen && !period.indicators.isEmpty,
            mayDraw: panel?.state == .assigned && period.isOpen && shown.contains { $0.lacking > 0 }, mayReveal: panel?.state == .assigned && period.isOpen && waiting.isEmpty && !tasks.isEmpty,
            maySettle: panel?.state == .revealed)
    }

    static func table(_ tx: any Transaction, _ house: House, _ panel: StoredPanel, _ station: ID<Station>, _ side: (task: ID<ExpertTask>?, office: Bool), _ actor: Actor) throws -> PanelTable {
        let period = panel.period
        guard let name: String = try tx.value("SELECT name FROM stations WHERE id = \(station)") else { throw Refusal.notFound }
        let tasks = try StoredExpertTask.all(tx, "t.period_id = \(period.id) AND t.station_id = \(station) AND t.state = 'revealed'")
        let names = side.office ? Dictionary(try StoredExpert.all(tx, house.secrets, "e.id IN (\(list: tasks.map(\.expert)))").map { ($0.id, $0.name) }, uniquingKeysWith: { first, _ in first }) : [:]
        let byTask = Dictionary(tasks.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first }), merged = try ExpertScores.merged(tx, period.id)[station] ?? [:]
        var flags: [String: Int64] = [:]
        for row in try tx.rows("SELECT task_id, indicator, distance FROM expert_flags WHERE task_id IN (\(list: tasks.map(\.id))) ORDER BY task_id, indicator") {
            flags["\(try row("task_id") as String)/\(try row("indicator") as String)"] = try row("distance")
        }
        let lines = try period.indicators.map { indicator in
            let scores = try scores(tx, house, period.id, station, indicator.id).compactMap { given -> PanelTable.Score? in
                guard let task = byTask[given.task], let first = given.first.score else { return nil }
                let distance = flags["\(given.task.rawValue)/\(indicator.id)"], isOwn = given.task == side.task
                return PanelTable.Score(
                    n: task.n, name: names[task.expert], isOwn: isOwn, score: first, grounds: given.first.grounds, distance: distance, revised: given.second?.score, revisedGrounds: given.second?.grounds,
                    mayRevise: isOwn && distance != nil && given.second == nil && panel.state == .revealed)
            }
            return PanelTable.Line(indicator: ExpertChoice(id: indicator.id, name: indicator.name), merged: merged[indicator.id]?.thousandths, scores: scores)
        }
        let messages = try tx.rows("SELECT id, task_id, by_account, body, at FROM expert_messages WHERE period_id = \(period.id) AND station_id = \(station) ORDER BY n").map { row in
            let id: String = try row("id"), task: ID<ExpertTask>? = try row("task_id"), by: ID<Account> = try row("by_account")
            return PanelTable.Message(
                n: task.flatMap { byTask[$0]?.n }, isOwn: by == actor.account, text: try house.secrets.text(try row("body"), table: "expert_messages", column: "body", row: id), at: try row("at"))
        }
        return PanelTable(
            period: period.id, periodName: period.name, station: station, stationName: name, state: panel.state, task: side.task, outlier: period.rules.panel.outlier, lines: lines, messages: messages,
            mayWrite: panel.state == .revealed)
    }
}
