import Domain
import SQL

extension EvaluationState: Bindable {}
extension PracticeState: Bindable {}

/// An evaluation period as verbs decide on it.
struct StoredPeriod: Sendable {
    let id: ID<EvaluationPeriod>
    let programme: String
    let hash: String
    let level: String
    let name: String
    let first: Day
    let last: Day
    let isTrial: Bool
    /// A trial that is played to its end.
    let isRehearsal: Bool
    let state: EvaluationState

    static let columns: SQL = """
        e.id AS id, e.programme_id AS programme_id, e.programme_hash AS programme_hash, e.level AS level, e.name AS name, e.first_day AS first_day, e.last_day AS last_day,
        e.is_trial AS is_trial, e.rehearsed_at AS rehearsed_at, e.state AS state
        """

    init(_ row: Row) throws {
        id = try row("id")
        programme = try row("programme_id")
        hash = try row("programme_hash")
        level = try row("level")
        name = try row("name")
        first = try row("first_day")
        last = try row("last_day")
        isTrial = try row("is_trial")
        isRehearsal = try row("rehearsed_at") as Instant? != nil
        state = try row("state")
    }

    /// Whether anything follows from it.
    var hasConsequences: Bool { !isTrial || isRehearsal }

    static func load(_ tx: any Transaction, _ id: ID<EvaluationPeriod>) throws -> StoredPeriod {
        guard let row = try tx.row("SELECT \(columns) FROM evaluation_periods e WHERE e.id = \(id)") else { throw Refusal.notFound }
        return try StoredPeriod(row)
    }

    /// The programme and the rules under which it was opened.
    func rules(_ library: Library) throws -> (Programme, EvaluationRules) {
        let programme = try library.programme(hash: hash)
        guard let rules = programme.evaluation else { throw Refusal.notFound }
        return (programme, rules)
    }
}

/// A scorecard as it was frozen.
struct StoredScorecard: Sendable {
    let station: ID<Station>
    let card: Scorecard
    let vetoes: [String]
    let points: Points
    let place: Int
    let grade: String
    let isAdvanced: Bool
    let revision: Int

    static let columns: SQL = """
        f.station_id AS station_id, f.lines AS lines, f.vetoes AS vetoes, f.points AS points, f.place AS place, f.grade AS grade, f.is_advanced AS is_advanced, f.revision AS revision
        """

    init(_ row: Row) throws {
        station = try row("station_id")
        card = try Stored.read(try row("lines"))
        vetoes = try Stored.read(try row("vetoes"))
        points = Points(thousandths: try row("points"))
        place = try row("place")
        grade = try row("grade")
        isAdvanced = try row("is_advanced")
        revision = try row("revision")
    }

    /// In the order of their places.
    static func all(_ tx: any Transaction, _ period: ID<EvaluationPeriod>) throws -> [StoredScorecard] {
        try tx.rows("SELECT \(columns) FROM evaluation_scorecards f WHERE f.period_id = \(period) ORDER BY f.place, f.station_id").map(StoredScorecard.init)
    }

    static func of(_ tx: any Transaction, _ station: ID<Station>, in period: ID<EvaluationPeriod>) throws -> StoredScorecard? {
        try tx.row("SELECT \(columns) FROM evaluation_scorecards f WHERE f.period_id = \(period) AND f.station_id = \(station)").map(StoredScorecard.init)
    }
}

/// Who carries out evaluations.
enum EvaluationAccess {
    /// A city office of the actor's that evaluates; the first by name. Districts' finance bureaus read, and decide nothing here.
    static func office(_ actor: Actor, _ programme: Programme) -> Programme.Office? {
        actor.posts.filter { $0.programme == programme.id }.map(\.office).sorted().lazy.compactMap(programme.office).first { $0.area == nil && $0.powers.contains(.evaluate) }
    }

    /// The signers who publish results: the last place of a city office that evaluates and publishes.
    static func publisher(_ actor: Actor, _ programme: Programme) -> Programme.Office? {
        publishers(programme).first { office in office.signOff.last.map { actor.holds(office.id, $0, in: programme.id) } ?? false }
    }

    static func publishers(_ programme: Programme) -> [Programme.Office] {
        programme.offices.filter { $0.area == nil && $0.powers.contains(.evaluate) && $0.powers.contains(.publish) }
    }

    /// Over a station `s`: that the actor may read its scores: its own people, and offices of the city or of its area.
    static func scored(_ actor: Actor, _ library: Library) -> SQL {
        "(\(EventDesk.ownStation(actor)) OR \(EventDesk.office(actor, library, programme: "s.programme_id", area: "s.area")))"
    }

    /// Whether the actor acts for no host of the level.
    static func isImpartial(_ tx: any Transaction, _ actor: Actor, _ programme: String, _ level: String) throws -> Bool {
        guard !actor.organisations.isEmpty else { return true }
        return try tx.row("SELECT id FROM stations WHERE programme_id = \(programme) AND level = \(level) AND organisation_id IN (\(list: actor.organisations.sorted())) LIMIT 1") == nil
    }

    /// Officers who act for a host of the level read the others' scores once they are published, not before.
    /// - Parameter period: nil for the scores of today.
    static func mayReadScores(_ tx: any Transaction, _ actor: Actor, _ programme: String, _ level: String, _ period: StoredPeriod?) throws {
        if let period, period.state == .published || period.state == .closed { return }
        guard try isImpartial(tx, actor, programme, level) else { throw Refusal.notFound }
    }

    static let notYours = Refusal(.forbidden, "not_your_office", Words("绩效评估不由您的部门办理", "Your office does not evaluate"), clause: Clause("二(二)3"))
}

extension House {
    /// The programme in force that evaluates.
    func evaluationProgramme() throws(Refusal) -> (Programme, EvaluationRules) {
        for programme in library.programmes { if let rules = programme.evaluation { return (programme, rules) } }
        throw .notFound
    }
}

extension Act {
    /// Loads a period, locked until the end of the transaction, for an office that evaluates.
    ///
    /// - Throws: `notFound` for whoever holds no place in such an office; `forbidden` for whoever acts for a host that is evaluated.
    func loadPeriod(_ id: ID<EvaluationPeriod>) throws -> (period: StoredPeriod, programme: Programme, rules: EvaluationRules, office: Programme.Office) {
        _ = try tx.row("SELECT id FROM evaluation_periods WHERE id = \(id)\(dialect.lock)")
        let period = try StoredPeriod.load(tx, id), (programme, rules) = try period.rules(house.library)
        guard let office = EvaluationAccess.office(actor, programme) else { throw Refusal.notFound }
        try mustBeImpartial(programme.id, period.level)
        return (period, programme, rules, office)
    }

    /// Nobody evaluates their own station.
    func mustBeImpartial(_ programme: String, _ level: String) throws {
        guard try EvaluationAccess.isImpartial(tx, actor, programme, level) else {
            throw Refusal(.forbidden, "own_case", Words("不能办理本人所在单位的事项，请回避", "No one acts on their own organisation's matter"))
        }
    }

    /// The one door through which a period changes its state.
    func move(_ period: StoredPeriod, _ step: EvaluationState.Step, verb: String, office: Programme.Office, clause: Clause?, reason: KeptReason? = nil, detail: [String: String] = [:]) throws {
        guard let after = period.state.after(step) else { throw EvaluationFlow.wrongState(period.state) }
        let changed = try tx.run("UPDATE evaluation_periods SET state = \(after), changed_at = \(now) WHERE id = \(period.id) AND state = \(period.state)")
        guard changed == 1 else { throw Casework.changedMeanwhile }
        audit("evaluation", period.id.rawValue, verb, from: period.state.rawValue, to: after.rawValue, post: office.id, reason: reason, clause: clause, detail: detail)
    }
}

enum EvaluationFlow {
    static func wrongState(_ state: EvaluationState) -> Refusal {
        Refusal(.conflict, "evaluation_state", Words("评估现处于“\(state.words.zh)”，不能这样办理", "The evaluation is at “\(state.words.en)”; this cannot be done now"))
    }
}
