import Domain
import SQL

extension MandateState: Bindable {}
extension MandateWay: Bindable {}
extension MandateSide: Bindable {}
extension MaterialState: Bindable {}
extension PaymentState: Bindable {}

/// A mandate as it is kept, or a policy offered without an application.
struct StoredMandate: Sendable {
    let id: ID<Mandate>
    let programme: String
    let way: MandateWay
    let state: MandateState
    let account: ID<Account>
    let policy: ID<Policy>
    let version: Int
    let station: ID<Station>?
    let host: ID<Organisation>?
    let agent: ID<Account>?
    /// The last day on which the station may act.
    let until: Day?
    let caseID: ID<Case>?
    let computed: Fen?
    let amount: Fen?

    /// Over `m` and `s`.
    static let columns: SQL = """
        m.id AS id, m.programme_id AS programme_id, m.way AS way, m.state AS state, m.account_id AS account_id, m.policy_id AS policy_id, m.version AS version,
        m.station_id AS station_id, s.organisation_id AS host_id, m.agent_id AS agent_id, m.until AS until, m.case_id AS case_id, m.computed AS computed, m.amount AS amount
        """
    static let tables: SQL = "mandates m LEFT JOIN stations s ON s.id = m.station_id"

    init(_ row: Row) throws {
        id = try row("id")
        programme = try row("programme_id")
        way = try row("way")
        state = try row("state")
        account = try row("account_id")
        policy = try row("policy_id")
        version = try row("version")
        station = try row("station_id")
        host = try row("host_id")
        agent = try row("agent_id")
        until = try row("until")
        caseID = try row("case_id")
        computed = (try row("computed") as Int64?).map(Fen.init)
        amount = (try row("amount") as Int64?).map(Fen.init)
    }

    /// Who works through the papers: the agent, or the talent themselves where it was offered.
    func isWorked(by actor: Actor) -> Bool {
        guard let account = actor.account else { return false }
        return way == .offer ? account == self.account : account == agent
    }

    /// Whether somebody has a part in it who must not decide about it: the talent, and everybody of the station's host.
    func isParty(_ actor: Actor) -> Bool { actor.account == account || host.map(actor.organisations.contains) ?? false }
}

/// Whose mandates of `m` and `s` somebody reads.
enum MandateAccess {
    static func asTalent(_ actor: Actor) -> SQL { "m.account_id = \(actor.account)" }

    /// The host's people, once it is signed.
    static func asStation(_ actor: Actor) -> SQL { "(m.signed_at IS NOT NULL AND s.organisation_id IN (\(list: actor.organisations.sorted())))" }

    /// Whoever works through the papers now.
    static func asWorker(_ actor: Actor) -> SQL {
        "((m.way = 'agency' AND m.agent_id = \(actor.account) AND \(asStation(actor))) OR (m.way = 'offer' AND m.account_id = \(actor.account)))"
    }

    /// What was handed in: city offices all, an area's offices their own area's. Nobody as an office who has a part in it.
    static func asOffice(_ actor: Actor, _ library: Library) -> SQL {
        var parts: [SQL] = []
        for programme in library.programmes {
            let offices = actor.posts.filter { $0.programme == programme.id }.compactMap { programme.office($0.office) }
            if offices.contains(where: { $0.area == nil }) {
                parts.append("m.programme_id = \(programme.id)")
            } else if !offices.isEmpty {
                parts.append("(m.programme_id = \(programme.id) AND EXISTS (SELECT 1 FROM cases c WHERE c.id = m.case_id AND c.area IN (\(list: offices.compactMap(\.area)))))")
            }
        }
        guard !parts.isEmpty else { return "1 = 0" }
        return """
            (m.case_id IS NOT NULL AND (\(SQL.joined(parts, by: " OR "))) AND m.account_id <> \(actor.account)
                AND (s.organisation_id IS NULL OR s.organisation_id NOT IN (SELECT x.organisation_id FROM members x WHERE x.account_id = \(actor.account))))
            """
    }

    static func any(_ actor: Actor, _ library: Library) -> SQL { "(\(asTalent(actor)) OR \(asStation(actor)) OR \(asOffice(actor, library)))" }

    /// Whether a mandate of the talent's lets the actor look at a proof now: they are its agent, it is in work and not over, and it names the kind.
    static func mayLook(_ tx: any Transaction, _ house: House, _ proof: ID<Proof>, _ actor: Actor) throws -> Bool {
        guard !actor.organisations.isEmpty else { return false }
        let today = Zone.china.day(of: try house.programmeTime(tx))
        return try tx.row("""
            SELECT m.id FROM \(StoredMandate.tables) JOIN mandate_kinds k ON k.mandate_id = m.id JOIN proofs p ON p.account_id = m.account_id AND p.kind = k.kind
            WHERE p.id = \(proof) AND p.removed_at IS NULL AND m.way = 'agency' AND m.state = 'working' AND m.agent_id = \(actor.account) AND m.until >= \(today)
                AND \(asStation(actor)) LIMIT 1
            """) != nil
    }
}

enum MandateRules {
    static let noAgency = Refusal(.conflict, "no_agency", Words("本方案未开通政策代办", "The programme has no help with applications"))

    /// The office whose place the actor holds and that pays; nil if there is none.
    static func payer(_ actor: Actor, _ programme: Programme) -> String? {
        actor.posts.first { $0.programme == programme.id && (programme.office($0.office)?.powers.contains(.pay) ?? false) }?.office
    }

    /// `6222 … 0123`: what others than the talent and the payer see of a bank account.
    static func masked(_ bank: String) -> String {
        let digits = bank.filter(\.isNumber)
        return digits.count < 8 ? "••••" : "\(digits.prefix(4)) •••• \(digits.suffix(4))"
    }
}

extension House {
    /// The programme that says how papers are done for people.
    func agencyProgramme(_ id: String? = nil) throws -> (Programme, AgencyRules) {
        let programme = try id.map { try library.programme($0) } ?? library.programmes.first { $0.agency != nil }
        guard let programme, let rules = programme.agency else { throw MandateRules.noAgency }
        return (programme, rules)
    }
}

extension Act {
    /// Loads a mandate, locked until the end of the transaction; its case first, as whoever rules on that does.
    /// - Throws: `Refusal.notFound` for everybody whom `condition` leaves out.
    func loadMandate(_ id: ID<Mandate>, where condition: SQL) throws -> StoredMandate {
        if let known: ID<Case> = try tx.value("SELECT case_id FROM mandates WHERE id = \(id)") { _ = try tx.row("SELECT id FROM cases WHERE id = \(known)\(dialect.lock)") }
        _ = try tx.row("SELECT id FROM mandates WHERE id = \(id)\(dialect.lock)")
        guard let row = try tx.row("SELECT \(StoredMandate.columns) FROM \(StoredMandate.tables) WHERE m.id = \(id) AND \(condition)") else { throw Refusal.notFound }
        return try StoredMandate(row)
    }

    /// One step of a mandate.
    ///
    /// Effects: the state (compare-and-swap); where it ends nothing falls due any more; an audit record.
    /// - Parameter also: further columns, beginning with a comma.
    @discardableResult
    func move(
        _ mandate: StoredMandate, _ event: MandateEvent, by side: MandateSide, also: SQL = .empty, reason: KeptReason? = nil, clause: Clause? = nil, detail: [String: String] = [:]
    ) throws -> MandateState {
        let after = try mandate.state.after(event)
        let ended: Instant? = MandateState.ended.contains(after) ? now : nil
        let kept: SQL = reason.map { ", reason_id = \($0.id)" } ?? .empty
        let changed = try tx.run("UPDATE mandates SET state = \(after), changed_at = \(now), ended_at = \(ended)\(kept)\(also) WHERE id = \(mandate.id) AND state = \(mandate.state)")
        guard changed == 1 else { throw Casework.changedMeanwhile }
        if ended != nil { try nothingDue([.lapseMandate], mandate.id.rawValue) }
        audit("mandate", mandate.id.rawValue, "mandate_\(event.rawValue)", from: mandate.state.rawValue, to: after.rawValue, reason: reason, clause: clause,
            detail: detail.merging(["side": side.rawValue]) { given, _ in given })
        return after
    }

    /// Something was done with a mandate whose state does not change by it.
    func note(_ mandate: StoredMandate, _ verb: String, by side: MandateSide, reason: KeptReason? = nil, detail: [String: String] = [:]) throws {
        try tx.run("UPDATE mandates SET changed_at = \(now) WHERE id = \(mandate.id)")
        audit("mandate", mandate.id.rawValue, verb, from: mandate.state.rawValue, to: mandate.state.rawValue, reason: reason, detail: detail.merging(["side": side.rawValue]) { given, _ in given })
    }

    /// The talent; and the agent, or the host's people while nobody has it in hand.
    func tell(_ mandate: StoredMandate, but side: MandateSide, _ title: Words, _ body: Words) throws {
        let link = Receipt(.mandate, mandate.id.rawValue), name = try PolicyReader.version(tx, house, mandate.policy, mandate.version)?.terms.title ?? Words("政策代办", "help with applications")
        let title = Words("\(title.zh)：\(name.zh)", "\(title.en): \(name.en)")
        if side != .talent { try tell(mandate.account, title, body, link: link) }
        guard side != .station, let host = mandate.host else { return }
        if let agent = mandate.agent { try tell(agent, title, body, link: link) } else { try tell(organisation: host, title, body, link: link) }
    }

    /// What the mandate is about, as it was when it was begun.
    func policy(of mandate: StoredMandate) throws -> StoredPolicy {
        guard let policy = try PolicyReader.version(tx, house, mandate.policy, mandate.version) else { throw Refusal.notFound }
        return policy
    }

    /// Nobody has what excludes this policy, or this policy already.
    func mustNotHold(_ policy: StoredPolicy, _ account: ID<Account>, but own: ID<Mandate>? = nil) throws {
        let held = try tx.rows("""
            SELECT p.id AS id, p.code AS code, m.version AS version, m.state AS state, m.policy_id AS policy FROM mandates m JOIN policies p ON p.id = m.policy_id
            WHERE m.account_id = \(account) AND m.id <> \(own?.rawValue ?? "") AND (m.ended_at IS NULL OR m.state IN ('paid', 'done')) AND m.state <> 'offered' ORDER BY m.created_at, m.id
            """)
        for row in held {
            let other: ID<Policy> = try row("policy"), state: MandateState = try row("state"), version: Int = try row("version"), code: String = try row("code")
            if other == policy.id {
                guard !MandateState.ended.contains(state) || version == policy.version else { continue }
                throw Refusal(.conflict, "mandate_exists", Words("这项政策您已经委托或已经享受", "You have a mandate for this policy already, or have what it gives"), next: Words("请在“政策代办”中查看进展", "See how it goes under mandates"))
            }
            guard MandateState.holding.contains(state) else { continue }
            let back = try PolicyReader.version(tx, house, other, version)?.terms.excludes ?? []
            if policy.terms.excludes.contains(code) || back.contains(policy.terms.code) {
                throw Refusal(.conflict, "policy_excluded", Words("与您已申请或享受的另一项政策不能同时享受", "It does not go together with a policy that you have or have applied for"))
            }
        }
    }
}
