import Domain
import SQL

extension WithdrawalState: Bindable {}
extension WithdrawalCause: Bindable {}
extension WithdrawalEffect: Bindable {}

/// A withdrawal as it is kept.
struct StoredWithdrawal: Sendable {
    /// The case by which it is decided.
    let id: ID<Case>
    let programme: String
    let station: ID<Station>
    let stationName: String
    let host: ID<Organisation>
    let level: String
    let area: String
    let field: String
    let plaque: String
    let cause: WithdrawalCause
    let state: WithdrawalState
    let reason: ID<Reason>
    /// Who brought it by a verb of its own.
    let begunBy: ID<Account>?
    let begunAt: Instant
    /// The last day on which the host may state its side.
    let stateBy: Day?
    let decidedOn: Day?
    let appealBy: Day?
    let appealCase: ID<Case>?
    let effectiveOn: Day?
    let returnedOn: Day?

    /// Over `w`, `s` and `p`.
    static let columns: SQL = """
        w.case_id AS case_id, w.programme_id AS programme_id, w.station_id AS station_id, s.name AS station_name, s.organisation_id AS host_id, s.level AS level, s.area AS area, s.field AS field,
        p.number AS plaque, w.cause AS cause, w.state AS state, w.reason_id AS reason_id, w.begun_by AS begun_by, w.begun_at AS begun_at, w.state_by AS state_by, w.decided_on AS decided_on,
        w.appeal_by AS appeal_by, w.appeal_case AS appeal_case, w.effective_on AS effective_on, w.returned_on AS returned_on
        """
    static let tables: SQL = "withdrawals w JOIN stations s ON s.id = w.station_id JOIN plaques p ON p.station_id = s.id"

    init(_ row: Row) throws {
        id = try row("case_id")
        programme = try row("programme_id")
        station = try row("station_id")
        stationName = try row("station_name")
        host = try row("host_id")
        level = try row("level")
        area = try row("area")
        field = try row("field")
        plaque = try row("plaque")
        cause = try row("cause")
        state = try row("state")
        reason = try row("reason_id")
        begunBy = try row("begun_by")
        begunAt = try row("begun_at")
        stateBy = try row("state_by")
        decidedOn = try row("decided_on")
        appealBy = try row("appeal_by")
        appealCase = try row("appeal_case")
        effectiveOn = try row("effective_on")
        returnedOn = try row("returned_on")
    }

    var receipt: Receipt { Receipt(.withdrawal, id.rawValue) }
}

/// Whose withdrawals of `w` and `s` somebody reads. Nobody as an office whose own organisation the station belongs to.
enum WithdrawalAccess {
    static func asHost(_ actor: Actor) -> SQL { "s.organisation_id IN (\(list: actor.organisations.sorted()))" }

    /// City offices all of a programme, an area's offices their own area's.
    static func asOffice(_ actor: Actor, _ library: Library) -> SQL {
        var parts: [SQL] = []
        for programme in library.programmes {
            let offices = actor.posts.filter { $0.programme == programme.id }.compactMap { programme.office($0.office) }
            if offices.contains(where: { $0.area == nil }) {
                parts.append("w.programme_id = \(programme.id)")
            } else if !offices.isEmpty {
                parts.append("(w.programme_id = \(programme.id) AND s.area IN (\(list: Set(offices.compactMap(\.area)).sorted())))")
            }
        }
        guard !parts.isEmpty else { return "1 = 0" }
        return "((\(SQL.joined(parts, by: " OR "))) AND s.organisation_id NOT IN (SELECT x.organisation_id FROM members x WHERE x.account_id = \(actor.account)))"
    }

    static func any(_ actor: Actor, _ library: Library) -> SQL { "(\(asHost(actor)) OR \(asOffice(actor, library)))" }

    /// Over `withdrawals` alone: a host's own wish that is not decided.
    static let isWish: SQL = "cause = \(WithdrawalCause.wish) AND state = \(WithdrawalState.deciding)"
}

enum WithdrawalRefusals {
    static let none = Refusal(.conflict, "no_withdrawal", Words("本方案未规定撤站摘牌的程序", "The programme does not say how a station ends"))
    static let runs = Refusal(.conflict, "withdrawal_runs", Words("该驿站的撤站事项正在办理或已经生效", "The end of this station is under way or in effect already"))
    static let notYours = Refusal(.forbidden, "not_your_office", Words("这件事不由您的部门办理", "This is not for your office"))
    static let apart = Refusal(.forbidden, "examined", Words("您提出或决定过这件事，请回避", "You brought this or decided on it: somebody else must act here"))

    static func late(_ day: Day) -> Refusal {
        Refusal(.conflict, "time_over", Words("期限已于\(day.chinese)届满", "The time for it ended on \(day)"))
    }
}

extension Programme {
    /// Whether a procedure decides about the end of a station, or about an appeal against it.
    func isOfWithdrawal(_ procedure: String) -> Bool { withdrawal?.procedures.contains(procedure) ?? false }
}

extension Act {
    /// Loads a withdrawal, locked until the end of the transaction; its case first, as whoever rules on that does.
    /// - Parameter condition: who may, in SQL over `w` and `s`.
    /// - Throws: `Refusal.notFound` for everybody whom `condition` leaves out.
    func loadWithdrawal(_ id: ID<Case>, where condition: SQL) throws -> StoredWithdrawal {
        _ = try tx.row("SELECT id FROM cases WHERE id = \(id)\(dialect.lock)")
        _ = try tx.row("SELECT case_id FROM withdrawals WHERE case_id = \(id)\(dialect.lock)")
        guard let row = try tx.row("SELECT \(StoredWithdrawal.columns) FROM \(StoredWithdrawal.tables) WHERE w.case_id = \(id) AND \(condition)") else { throw Refusal.notFound }
        return try StoredWithdrawal(row)
    }

    /// The rules by which a withdrawal is judged: those of the text that its case began under.
    func rules(of withdrawal: StoredWithdrawal) throws -> (Programme, WithdrawalRules) {
        let programme = try loadCase(withdrawal.id).programme
        guard let rules = programme.withdrawal else { throw WithdrawalRefusals.none }
        return (programme, rules)
    }

    /// One step of a withdrawal.
    ///
    /// Effects: the state (compare-and-swap); an audit record.
    /// - Parameter also: further columns, beginning with a comma.
    @discardableResult
    func step(
        _ withdrawal: StoredWithdrawal, _ event: WithdrawalEvent, also: SQL = .empty, reason: KeptReason? = nil, clause: Clause? = nil, post: String = "", detail: [String: String] = [:]
    ) throws -> WithdrawalState {
        try step(withdrawal.id, from: withdrawal.state, event, also: also, reason: reason, clause: clause, post: post, detail: detail)
    }

    /// The same, where the state is known to be another by now.
    @discardableResult
    func step(
        _ id: ID<Case>, from before: WithdrawalState, _ event: WithdrawalEvent, also: SQL = .empty, reason: KeptReason? = nil, clause: Clause? = nil, post: String = "",
        detail: [String: String] = [:]
    ) throws -> WithdrawalState {
        let after = try before.after(event)
        let changed = try tx.run("UPDATE withdrawals SET state = \(after), changed_at = \(now)\(also) WHERE case_id = \(id) AND state = \(before)")
        guard changed == 1 else { throw Casework.changedMeanwhile }
        audit("withdrawal", id.rawValue, "withdrawal_\(event.rawValue)", from: before.rawValue, to: after.rawValue, post: post, reason: reason, clause: clause, detail: detail)
        return after
    }

    /// The case goes past the steps of these kinds at which it stands, one after the other.
    func passOver(_ kinds: Set<StepKind>, of id: ID<Case>, verb: String, detail: [String: String] = [:]) throws {
        for _ in 0..<8 {
            let loaded = try loadCase(id)
            guard loaded.current.state == .open, let step = loaded.step, kinds.contains(step.kind) else { return }
            try move(loaded, .settle(.pass), verb: verb, clause: step.clause, detail: detail)
        }
    }

    /// What the host says, sealed.
    func keepStatement(_ text: String?, _ kind: WithdrawalStatementKind, of id: ID<Case>) throws {
        guard let account = actor.account else { throw Refusal.unauthenticated }
        let row = try newID(Withdrawal.self).rawValue, before: Int = try tx.value("SELECT MAX(n) FROM withdrawal_statements WHERE case_id = \(id)") ?? 0
        let sealed = try text.map { try house.secrets.seal(text: $0, table: "withdrawal_statements", column: "body", row: row) }
        try tx.run("""
            INSERT INTO withdrawal_statements (id, case_id, n, kind, body, by_account, at) VALUES (\(row), \(id), \(before + 1), \(kind.rawValue), \(sealed), \(account), \(now))
            """)
    }

    /// Something ended with a station, or went to somebody else. The same again changes nothing.
    /// - Parameter target: who has it now, by an id; empty where nobody has.
    func keepEffect(_ kind: WithdrawalEffect, _ subject: String, _ target: String = "", of id: ID<Case>) throws {
        try tx.run("INSERT INTO withdrawal_effects (case_id, kind, subject, target, at) VALUES (\(id), \(kind), \(subject), \(target), \(now)) ON CONFLICT (case_id, kind, subject) DO NOTHING")
    }

    /// The people of the offices that act at the step at which a case stands.
    func tellOffices(of loaded: LoadedCase, _ title: Words, _ body: Words, link: Receipt) throws {
        for office in loaded.programme.offices(loaded.step?.by ?? [], area: loaded.current.area) { try tell(office: office.id, programme: loaded.programme.id, title, body, link: link) }
    }
}

/// What a host says about the end of its station.
public enum WithdrawalStatementKind: String, Codable, Sendable, Hashable, CaseIterable {
    case statement
    /// It asks to be heard.
    case hearing
    /// It does not ask to be heard.
    case waiver
    case appeal
    /// Why it wishes to leave.
    case wish

    public var words: Words {
        switch self {
        case .statement: Words("陈述申辩", "Statement")
        case .hearing: Words("要求听证", "Asks for a hearing")
        case .waiver: Words("不要求听证", "Asks for no hearing")
        case .appeal: Words("申诉", "Appeal")
        case .wish: Words("申请退出", "Wishes to leave")
        }
    }
}
