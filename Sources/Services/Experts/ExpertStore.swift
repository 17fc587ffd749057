import Domain
import SQL

extension ExpertTaskState: Bindable {}
extension ExpertPanelState: Bindable {}
extension ExpertConflict: Bindable {}
extension ExpertConflict.Source: Bindable {}

/// An expert of the pool as kept.
struct StoredExpert: Sendable {
    let id: ID<Expert>
    let programme: String
    let account: ID<Account>
    let name: String
    let employer: String
    let organisation: ID<Organisation>?
    /// Fields of the programme, by id.
    let fields: [String]
    let pausedAt: Instant?

    /// Over `e`.
    static let columns: SQL = """
        e.id AS id, e.programme_id AS programme_id, e.account_id AS account_id, e.name AS name, e.employer AS employer, e.organisation_id AS organisation_id, e.fields AS fields, e.paused_at AS paused_at
        """

    init(_ row: Row, _ secrets: any Secrets) throws {
        id = try row("id")
        programme = try row("programme_id")
        account = try row("account_id")
        name = try secrets.text(try row("name"), table: "experts", column: "name", row: id.rawValue)
        employer = try secrets.text(try row("employer"), table: "experts", column: "employer", row: id.rawValue)
        organisation = try row("organisation_id")
        fields = try Stored.read(try row("fields"))
        pausedAt = try row("paused_at")
    }

    var receipt: Receipt { Receipt(.expert, id.rawValue) }
    var member: ExpertAssignment.Member { ExpertAssignment.Member(id: id.rawValue, fields: Set(fields)) }

    static func all(_ tx: any Transaction, _ secrets: any Secrets, _ condition: SQL) throws -> [StoredExpert] {
        try tx.rows("SELECT \(columns) FROM experts e WHERE \(condition) ORDER BY e.id").map { try StoredExpert($0, secrets) }
    }
}

/// An evaluation period as its expert group sees it, under the programme that was in force when it was opened.
struct ExpertPeriod: Sendable {
    let id: ID<EvaluationPeriod>
    let programme: Programme
    let rules: EvaluationRules
    let level: String
    let name: String
    let firstDay: Day
    let lastDay: Day
    /// `open`, `scoring`, `revealed`, `published`, `closed`, `cancelled`: the evaluation's.
    let state: String

    /// Over `v`.
    static let columns: SQL = "v.id AS id, v.programme_hash AS programme_hash, v.level AS level, v.name AS name, v.first_day AS first_day, v.last_day AS last_day, v.state AS state"

    init(_ row: Row, _ library: Library) throws {
        id = try row("id")
        programme = try library.programme(hash: try row("programme_hash"))
        guard let evaluation = programme.evaluation else { throw Refusal.notFound }
        rules = evaluation
        level = try row("level")
        name = try row("name")
        firstDay = try row("first_day")
        lastDay = try row("last_day")
        state = try row("state")
    }

    /// What experts score, in the order of the file.
    var indicators: [EvaluationRules.Indicator] { rules.indicators.filter { $0.source == .experts } }
    /// Its results are not computed yet: experts may be drawn, replaced and discuss.
    var isOpen: Bool { state == "open" || state == "scoring" }
    /// Its days are over: experts may score.
    var isScored: Bool { state == "scoring" }

    /// - Throws: `Refusal.notFound`.
    static func load(_ tx: any Transaction, _ library: Library, _ id: ID<EvaluationPeriod>, where condition: SQL = "1 = 1") throws -> ExpertPeriod {
        guard let row = try tx.row("SELECT \(columns) FROM evaluation_periods v WHERE v.id = \(id) AND \(condition)") else { throw Refusal.notFound }
        return try ExpertPeriod(row, library)
    }

    /// A station that is evaluated.
    struct Place: Sendable {
        let id: ID<Station>
        let name: String
        let field: String
        let host: ID<Organisation>
        let hostName: String

        var place: ExpertAssignment.Place { ExpertAssignment.Place(id: id.rawValue, field: field) }
    }

    /// The stations that are evaluated: of the level, recognised by the last day, and not withdrawn.
    func stations(_ tx: any Transaction) throws -> [Place] {
        try tx.rows("""
            SELECT s.id AS id, s.name AS name, s.field AS field, s.organisation_id AS organisation_id, o.name AS host FROM stations s
                JOIN organisations o ON o.id = s.organisation_id JOIN plaques q ON q.station_id = s.id
            WHERE s.programme_id = \(programme.id) AND s.level = \(level) AND s.recognised_on <= \(lastDay) AND q.state <> 'withdrawn' ORDER BY s.id
            """).map { Place(id: try $0("id"), name: try $0("name"), field: try $0("field"), host: try $0("organisation_id"), hostName: try $0("host")) }
    }
}

/// The expert group of a period as kept.
struct StoredPanel: Sendable {
    let period: ExpertPeriod
    let seed: String
    let state: ExpertPanelState

    var id: ID<EvaluationPeriod> { period.id }
    var receipt: Receipt { Receipt(.expertPanel, period.id.rawValue) }

    init(_ row: Row, _ library: Library) throws {
        period = try ExpertPeriod(row, library)
        seed = try row("seed")
        state = try row("panel_state")
    }

    static func find(_ tx: any Transaction, _ library: Library, _ id: ID<EvaluationPeriod>) throws -> StoredPanel? {
        try tx.row("SELECT \(ExpertPeriod.columns), p.seed AS seed, p.state AS panel_state FROM expert_panels p JOIN evaluation_periods v ON v.id = p.period_id WHERE p.period_id = \(id)")
            .map { try StoredPanel($0, library) }
    }

    /// The pool in the order of the draw.
    func drawn(_ experts: [StoredExpert], _ secrets: any Secrets) -> [StoredExpert] {
        let place = ranks(experts.map(\.id.rawValue), secrets)
        return experts.sorted { (place[$0.id.rawValue] ?? 0) < (place[$1.id.rawValue] ?? 0) }
    }

    func drawn(_ stations: [ExpertPeriod.Place], _ secrets: any Secrets) -> [ExpertPeriod.Place] {
        let place = ranks(stations.map(\.id.rawValue), secrets)
        return stations.sorted { (place[$0.id.rawValue] ?? 0) < (place[$1.id.rawValue] ?? 0) }
    }

    private func ranks(_ ids: [String], _ secrets: any Secrets) -> [String: Int] {
        let order = Draw.order(ids, seed: Array(seed.utf8), hash: secrets.sha256)
        return Dictionary(order.enumerated().map { ($0.element, $0.offset) }, uniquingKeysWith: { first, _ in first })
    }
}

/// One expert's task as kept.
struct StoredExpertTask: Sendable {
    let id: ID<ExpertTask>
    let period: ID<EvaluationPeriod>
    let station: ID<Station>
    let expert: ID<Expert>
    let account: ID<Account>
    let state: ExpertTaskState
    let n: Int
    let digest: String?

    /// Over `t` and `e`.
    static let columns: SQL = """
        t.id AS id, t.period_id AS period_id, t.station_id AS station_id, t.expert_id AS expert_id, e.account_id AS account_id, t.state AS state, t.n AS n, t.digest AS digest
        """
    static let tables: SQL = "expert_tasks t JOIN experts e ON e.id = t.expert_id"

    init(_ row: Row) throws {
        id = try row("id")
        period = try row("period_id")
        station = try row("station_id")
        expert = try row("expert_id")
        account = try row("account_id")
        state = try row("state")
        n = try row("n")
        digest = try row("digest")
    }

    static func all(_ tx: any Transaction, _ condition: SQL) throws -> [StoredExpertTask] {
        try tx.rows("SELECT \(columns) FROM \(tables) WHERE \(condition) ORDER BY t.period_id, t.station_id, t.n, t.id").map(StoredExpertTask.init)
    }
}

/// Who may do what with experts.
enum ExpertAccess {
    /// The programmes whose expert groups the actor keeps: those with a place in a city office that is the secretariat.
    static func kept(_ actor: Actor, _ library: Library) -> [String] {
        library.programmes.filter { office(actor, $0) != nil }.map(\.id)
    }

    /// The actor's office that keeps the experts of a programme.
    static func office(_ actor: Actor, _ programme: Programme) -> String? {
        actor.posts.first { post in
            guard post.programme == programme.id, let office = programme.office(post.office) else { return false }
            return office.area == nil && office.powers.contains(.secretariat)
        }?.office
    }

    /// The offices that are told of what happens.
    static func offices(_ programme: Programme) -> [String] { programme.offices.filter { $0.area == nil && $0.powers.contains(.secretariat) }.map(\.id) }

    /// A period of a programme whose experts the actor keeps, over `v`.
    static func period(_ actor: Actor, _ library: Library) -> SQL { "v.programme_id IN (\(list: kept(actor, library)))" }
}

extension Act {
    /// Loads a panel, locked until the end of the transaction, for the office that keeps it. - Throws: `Refusal.notFound`, also for people of a host that is evaluated.
    func loadPanel(_ id: ID<EvaluationPeriod>) throws -> StoredPanel {
        _ = try tx.row("SELECT period_id FROM expert_panels WHERE period_id = \(id)\(dialect.lock)")
        _ = try ExpertPeriod.load(tx, house.library, id, where: ExpertAccess.period(actor, house.library))
        guard let panel = try StoredPanel.find(tx, house.library, id) else { throw Refusal.notFound }
        try mustBeApart(panel.period)
        return panel
    }

    /// Nobody looks after the evaluation of their own organisation.
    func mustBeApart(_ period: ExpertPeriod) throws {
        guard try !period.stations(tx).contains(where: { actor.organisations.contains($0.host) }) else { throw Refusal.notFound }
    }

    /// Loads one's own task with its panel, both locked. - Throws: `Refusal.notFound` where it is another's, or one was recused or released.
    func loadExpertTask(_ id: ID<ExpertTask>) throws -> (StoredExpertTask, StoredPanel) {
        guard let account = actor.account, let period: ID<EvaluationPeriod> = try tx.value("SELECT period_id FROM expert_tasks WHERE id = \(id)") else { throw Refusal.notFound }
        _ = try tx.row("SELECT period_id FROM expert_panels WHERE period_id = \(period)\(dialect.lock)")
        let held = ExpertTaskState.held
        guard let row = try tx.row("SELECT \(StoredExpertTask.columns) FROM \(StoredExpertTask.tables) WHERE t.id = \(id) AND e.account_id = \(account) AND t.state IN (\(list: held))"),
              let panel = try StoredPanel.find(tx, house.library, period) else { throw Refusal.notFound }
        return (try StoredExpertTask(row), panel)
    }

    /// A task moves on.
    ///
    /// Effects: the state (compare-and-swap); where the expert is recused nothing is handed in any more; an audit record on the panel, unless nothing changed.
    func move(_ task: StoredExpertTask, _ step: ExpertTaskState.Step, also: SQL = .empty, reason: KeptReason? = nil, detail: [String: String] = [:]) throws {
        guard let after = task.state.after(step) else {
            throw Refusal(.conflict, "task_elsewhere", Words("这项评审目前是“\(task.state.words.zh)”，不能这样办理", "This task is “\(task.state.words.en)”; that cannot be done now"))
        }
        let emptied: SQL = after == .recused ? ", handed_in_at = NULL, digest = NULL" : .empty
        let changed = try tx.run("UPDATE expert_tasks SET state = \(after), changed_at = \(now)\(also)\(emptied) WHERE id = \(task.id) AND state = \(task.state)")
        guard changed == 1 else { throw Casework.changedMeanwhile }
        guard after != task.state else { return }
        audit("expert_panel", task.period.rawValue, "task_\(step.rawValue)", from: task.state.rawValue, to: after.rawValue, reason: reason,
            detail: detail.merging(["task": task.id.rawValue, "station": task.station.rawValue, "expert": task.expert.rawValue]) { given, _ in given })
    }
}
