import Domain
import SQL

/// A conflict that the records show.
struct FoundConflict: Sendable, Hashable {
    let expert: ID<Expert>
    let station: ID<Station>
    let kind: ExpertConflict
    /// The id of the record that says so.
    let fact: String

    var pair: ExpertAssignment.Pair { ExpertAssignment.Pair(expert: expert.rawValue, station: station.rawValue) }
}

enum ConflictReader {
    /// What the records say of these experts and stations: the same employer, people of the host, people who acted in its cases without being its people any more, people
    /// placed at the host or through the station, and what was declared in another period.
    static func find(_ tx: any Transaction, _ experts: [StoredExpert], _ stations: [ExpertPeriod.Place], apartFrom period: ID<EvaluationPeriod>) throws -> [FoundConflict] {
        guard !experts.isEmpty, !stations.isEmpty else { return [] }
        let byAccount = Dictionary(experts.map { ($0.account, $0) }, uniquingKeysWith: { first, _ in first })
        let hosts = Dictionary(grouping: stations, by: \.host), accounts = experts.map(\.account), ids = stations.map(\.id)
        var found: [FoundConflict] = []
        for expert in experts {
            for station in stations where expert.organisation == station.host || expert.employer == station.hostName {
                found.append(FoundConflict(expert: expert.id, station: station.id, kind: .employer, fact: station.host.rawValue))
            }
        }
        for row in try tx.rows("SELECT account_id, organisation_id FROM members WHERE account_id IN (\(list: accounts)) ORDER BY account_id, organisation_id") {
            let account: ID<Account> = try row("account_id"), host: ID<Organisation> = try row("organisation_id")
            guard let expert = byAccount[account] else { continue }
            for station in hosts[host] ?? [] { found.append(FoundConflict(expert: expert.id, station: station.id, kind: .member, fact: host.rawValue)) }
        }
        let members = Set(found.filter { $0.kind == .member }.map(\.pair)), employed = Set(found.filter { $0.kind == .employer }.map(\.pair)), owners = hosts.keys.sorted()
        // Whoever acts for an office in a case of the host has a post there; without one it is the host's side.
        for row in try tx.rows("""
            SELECT r.actor AS account_id, c.organisation_id AS organisation_id, MIN(c.id) AS fact FROM cases c JOIN audit_records r ON r.kind = 'case' AND r.subject = c.id
            WHERE c.organisation_id IN (\(list: owners)) AND r.actor IN (\(list: accounts)) AND r.post = '' GROUP BY r.actor, c.organisation_id ORDER BY r.actor, c.organisation_id
            """) {
            let account: ID<Account> = try row("account_id"), host: ID<Organisation> = try row("organisation_id"), fact: String = try row("fact")
            guard let expert = byAccount[account] else { continue }
            found += (hosts[host] ?? []).map { FoundConflict(expert: expert.id, station: $0.id, kind: .coApplicant, fact: fact) }.filter { !members.contains($0.pair) }
        }
        for row in try tx.rows("""
            SELECT account_id, organisation_id, MIN(id) AS fact FROM placements
            WHERE account_id IN (\(list: accounts)) AND organisation_id IN (\(list: owners)) AND state <> 'void' GROUP BY account_id, organisation_id ORDER BY account_id, organisation_id
            """) {
            let account: ID<Account> = try row("account_id"), host: ID<Organisation> = try row("organisation_id"), fact: String = try row("fact")
            guard let expert = byAccount[account] else { continue }
            found += (hosts[host] ?? []).map { FoundConflict(expert: expert.id, station: $0.id, kind: .employer, fact: fact) }.filter { !employed.contains($0.pair) }
        }
        for row in try tx.rows("""
            SELECT account_id, station_id, MIN(id) AS fact FROM placements
            WHERE account_id IN (\(list: accounts)) AND station_id IN (\(list: ids)) AND state <> 'void' GROUP BY account_id, station_id ORDER BY account_id, station_id
            """) {
            let account: ID<Account> = try row("account_id")
            if let expert = byAccount[account] { found.append(FoundConflict(expert: expert.id, station: try row("station_id"), kind: .hired, fact: try row("fact"))) }
        }
        for row in try tx.rows("""
            SELECT expert_id, station_id, MIN(period_id) AS fact FROM expert_conflicts
            WHERE expert_id IN (\(list: experts.map(\.id))) AND station_id IN (\(list: ids)) AND source = 'declared' AND period_id <> \(period)
            GROUP BY expert_id, station_id ORDER BY expert_id, station_id
            """) {
            found.append(FoundConflict(expert: try row("expert_id"), station: try row("station_id"), kind: .declaredBefore, fact: try row("fact")))
        }
        return found
    }
}

extension Act {
    /// Effects: rows of what was found, each once.
    func keep(_ found: [FoundConflict], in period: ID<EvaluationPeriod>) throws {
        for conflict in found {
            try tx.run("""
                INSERT INTO expert_conflicts (period_id, expert_id, station_id, kind, source, fact, at)
                VALUES (\(period), \(conflict.expert), \(conflict.station), \(conflict.kind), 'found', \(conflict.fact), \(now)) ON CONFLICT DO NOTHING
                """)
        }
    }

    /// Draws experts for stations that lack some, until each has as many as are wanted of it or nobody is left.
    ///
    /// Effects: conflicts that were found; tasks; the experts are told; where somebody is lacking still, the secretariat; an audit record for each draw.
    /// - Returns: how many each station lacks still.
    @discardableResult
    func fill(_ panel: StoredPanel, _ stations: [ExpertPeriod.Place]) throws -> [ID<Station>: Int] {
        let pool = panel.drawn(try StoredExpert.all(tx, house.secrets, "e.programme_id = \(panel.period.programme.id) AND e.paused_at IS NULL"), house.secrets)
        let tasks = try StoredExpertTask.all(tx, "t.period_id = \(panel.id)"), held = Set(ExpertTaskState.held)
        var loads = tasks.filter { held.contains($0.state) }.reduce(into: [String: Int]()) { $0[$1.expert.rawValue, default: 0] += 1 }
        try keep(try ConflictReader.find(tx, pool, stations, apartFrom: panel.id), in: panel.id)
        var lacking: [ID<Station>: Int] = [:]
        for station in panel.drawn(stations, house.secrets) {
            let own = tasks.filter { $0.station == station.id }
            let leftOut: Int = try tx.value("SELECT COUNT(*) FROM expert_tasks WHERE period_id = \(panel.id) AND station_id = \(station.id) AND left_out") ?? 0
            var barred = Set(own.map(\.expert.rawValue)), n = own.map(\.n).max() ?? 0
            barred.formUnion(try tx.rows("SELECT expert_id FROM expert_conflicts WHERE period_id = \(panel.id) AND station_id = \(station.id) ORDER BY expert_id, kind").map { try $0("expert_id") as String })
            var wanted = panel.period.rules.panel.experts - leftOut - own.count { held.contains($0.state) }
            while wanted > 0, let next = ExpertAssignment.next(pool.map(\.member), for: station.place, barred: barred, loads: loads), let expert = pool.first(where: { $0.id.rawValue == next }) {
                n += 1
                wanted -= 1
                barred.insert(next)
                loads[next, default: 0] += 1
                try draw(expert, for: station, n, panel)
            }
            if wanted > 0 { lacking[station.id] = wanted }
        }
        if !lacking.isEmpty {
            for office in ExpertAccess.offices(panel.period.programme) {
                try tell(office: office, programme: panel.period.programme.id, Words("评审专家不足：\(panel.period.name)", "Experts are lacking: \(panel.period.name)"),
                    Words("\(lacking.count) 家驿站没有足够的无利害关系专家，请补充专家后补抽。", "\(lacking.count) stations lack experts without a conflict; please add some and draw again."), link: panel.receipt)
            }
        }
        return lacking
    }

    /// Effects: a task; the expert is told; an audit record.
    func draw(_ expert: StoredExpert, for station: ExpertPeriod.Place, _ n: Int, _ panel: StoredPanel) throws {
        let id = try newID(ExpertTask.self)
        try tx.run("""
            INSERT INTO expert_tasks (id, period_id, station_id, expert_id, state, n, left_out, assigned_at, changed_at)
            VALUES (\(id), \(panel.id), \(station.id), \(expert.id), 'assigned', \(n), \(false), \(now), \(now))
            """)
        audit("expert_panel", panel.id.rawValue, "task_assigned", to: ExpertTaskState.assigned.rawValue, detail: ["task": id.rawValue, "station": station.id.rawValue, "expert": expert.id.rawValue])
        try tell(expert.account, Words("新的评审任务：\(panel.period.name)", "Something to score: \(panel.period.name)"),
            Words("请先逐站声明有无利害关系，再独立评分。", "Please say first whether there is a conflict, then score on your own."), link: Receipt(.expertWork))
    }
}
