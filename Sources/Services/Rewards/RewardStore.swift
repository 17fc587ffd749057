import Domain
import SQL

extension IntroductionState: Bindable {}
extension ClaimState: Bindable {}
extension ClaimPartState: Bindable {}

/// An introduction as it is kept.
struct StoredIntroduction: Sendable {
    let id: ID<Introduction>
    let programme: String
    let station: ID<Station>
    let host: ID<Organisation>
    let employer: ID<Organisation>
    /// Nil until the talent is known by an account.
    let talent: ID<Account>?
    let state: IntroductionState
    let registeredOn: Day
    let talentAt: Instant?
    let employerAt: Instant?
    let confirmedOn: Day?
    let by: ID<Account>

    /// Over `i`, `s` and `o`.
    static let columns: SQL = """
        i.id AS id, i.programme_id AS programme_id, i.station_id AS station_id, s.organisation_id AS host_id, i.organisation_id AS employer_id, i.talent_id AS talent_id, i.state AS state,
        i.registered_on AS registered_on, i.talent_at AS talent_at, i.employer_at AS employer_at, i.confirmed_on AS confirmed_on, i.by_account AS by_account
        """
    static let tables: SQL = "introductions i JOIN stations s ON s.id = i.station_id JOIN organisations o ON o.id = i.organisation_id"

    init(_ row: Row) throws {
        id = try row("id")
        programme = try row("programme_id")
        station = try row("station_id")
        host = try row("host_id")
        employer = try row("employer_id")
        talent = try row("talent_id")
        state = try row("state")
        registeredOn = try row("registered_on")
        talentAt = try row("talent_at")
        employerAt = try row("employer_at")
        confirmedOn = try row("confirmed_on")
        by = try row("by_account")
    }
}

/// Whose introductions of `i` and `s` somebody reads.
enum IntroductionAccess {
    static func asStation(_ actor: Actor) -> SQL { "s.organisation_id IN (\(list: actor.organisations.sorted()))" }
    static func asEmployer(_ actor: Actor) -> SQL { "i.organisation_id IN (\(list: actor.organisations.sorted()))" }
    /// Also by the number of their account, before the introduction knows who they are.
    static func asTalent(_ actor: Actor) -> SQL {
        "(i.talent_id = \(actor.account) OR (i.talent_id IS NULL AND i.phone_index = (SELECT a.phone_index FROM accounts a JOIN talents t ON t.account_id = a.id WHERE a.id = \(actor.account))))"
    }

    static func asOffice(_ actor: Actor, _ library: Library) -> SQL { EventDesk.office(actor, library, programme: "i.programme_id", area: "s.area") }

    static func any(_ actor: Actor, _ library: Library) -> SQL { "(\(asTalent(actor)) OR \(asEmployer(actor)) OR \(asStation(actor)) OR \(asOffice(actor, library)))" }
}

/// A claim as it is kept.
struct StoredClaim: Sendable {
    let id: ID<RewardClaim>
    let programme: String
    let hash: String
    let reward: String
    let purpose: PaymentPurpose
    let state: ClaimState
    let station: ID<Station>
    let payee: ID<Organisation>
    let caseID: ID<Case>
    let introduction: ID<Introduction>?
    let placement: ID<Placement>?
    let person: String?
    let employer: ID<Organisation>?
    let period: ID<EvaluationPeriod>?
    let contractOn: Day?
    let amount: Fen
    let approvedOn: Day?
    let by: ID<Account>

    /// Over `c` and `s`.
    static let columns: SQL = """
        c.id AS id, c.programme_id AS programme_id, c.programme_hash AS programme_hash, c.reward AS reward, c.purpose AS purpose, c.state AS state, c.station_id AS station_id, c.payee_id AS payee_id,
        c.case_id AS case_id, c.introduction_id AS introduction_id, c.placement_id AS placement_id, c.person_id AS person_id, c.employer_id AS employer_id, c.period_id AS period_id,
        c.contract_on AS contract_on, c.amount AS amount, c.approved_on AS approved_on, c.by_account AS by_account
        """
    static let tables: SQL = "reward_claims c JOIN stations s ON s.id = c.station_id"

    init(_ row: Row) throws {
        id = try row("id")
        programme = try row("programme_id")
        hash = try row("programme_hash")
        reward = try row("reward")
        let purpose: String = try row("purpose")
        guard let purpose = PaymentPurpose(rawValue: purpose) else { throw Unexpected("purpose of a claim") }
        self.purpose = purpose
        state = try row("state")
        station = try row("station_id")
        payee = try row("payee_id")
        caseID = try row("case_id")
        introduction = try row("introduction_id")
        placement = try row("placement_id")
        person = try row("person_id")
        employer = try row("employer_id")
        period = try row("period_id")
        contractOn = try row("contract_on")
        amount = Fen(try row("amount"))
        approvedOn = try row("approved_on")
        by = try row("by_account")
    }

    var receipt: Receipt { Receipt(.claim, id.rawValue) }
}

/// Whose claims of `c` and `s` somebody reads.
enum ClaimAccess {
    /// The people of the host of the station, and of whoever is paid.
    static func asStation(_ actor: Actor) -> SQL { "(s.organisation_id IN (\(list: actor.organisations.sorted())) OR c.payee_id IN (\(list: actor.organisations.sorted())))" }

    /// Offices that reward, pay or oversee, and those that the procedure of the reward names: of the city all, of an area their own. Nobody as an office who has a part in it.
    static func asOffice(_ actor: Actor, _ library: Library) -> SQL {
        let own = actor.organisations.sorted()
        // An empty list would be NULL, and nothing is `NOT IN (NULL)`.
        let apart: SQL = own.isEmpty ? "1 = 1" : "c.payee_id NOT IN (\(list: own)) AND (c.employer_id IS NULL OR c.employer_id NOT IN (\(list: own)))"
        return """
        (\(offices(actor, library)) AND \(apart)
            AND (c.introduction_id IS NULL OR NOT EXISTS (SELECT 1 FROM introductions x WHERE x.id = c.introduction_id AND x.talent_id = \(actor.account))))
        """
    }

    private static func offices(_ actor: Actor, _ library: Library) -> SQL {
        var parts: [SQL] = []
        for programme in library.programmes {
            guard let rules = programme.rewards else { continue }
            for office in Set(actor.posts.filter { $0.programme == programme.id }.map(\.office)).sorted().compactMap({ programme.office($0) }) {
                var part: SQL = "c.programme_id = \(programme.id)"
                if let area = office.area { part += " AND s.area = \(area)" }
                if office.powers.isDisjoint(with: [.reward, .pay, .oversee]) {
                    let named = rules.rewards.filter { reward in
                        programme.procedure(reward.procedure)?.steps.contains { step in programme.offices(step.by, area: office.area).contains { $0.id == office.id } } ?? false
                    }.map(\.id)
                    guard !named.isEmpty else { continue }
                    part += " AND c.reward IN (\(list: named))"
                }
                parts.append("(\(part))")
            }
        }
        return parts.isEmpty ? "1 = 0" : "(\(SQL.joined(parts, by: " OR ")))"
    }

    static func any(_ actor: Actor, _ library: Library) -> SQL { "(\(asStation(actor)) OR \(asOffice(actor, library)))" }

    /// The office of the actor's that carries out rewards, in the claim's area or the city; nil if there is none.
    static func rewarding(_ actor: Actor, _ programme: Programme, area: String?) -> String? {
        actor.posts.sorted { $0.office < $1.office }.first { post in
            guard post.programme == programme.id, let office = programme.office(post.office), office.powers.contains(.reward) else { return false }
            return office.area == nil || office.area == area
        }?.office
    }
}

enum ClaimRules {
    static let noRewards = Refusal(.conflict, "no_rewards", Words("本方案未规定奖励", "The programme has no rewards"))

    static func wrongState(_ state: ClaimState) -> Refusal {
        Refusal(.conflict, "claim_state", Words("这件申领现在是“\(state.words.zh)”，不能这样办理", "This claim is “\(state.words.en)” and cannot be dealt with like this"), next: Words("请刷新页面查看最新进展",
            "Reload the page to see where it stands"))
    }

    static func wrongState(_ state: IntroductionState) -> Refusal {
        Refusal(.conflict, "introduction_state", Words("这件备案现在是“\(state.words.zh)”，不能这样办理", "This introduction is “\(state.words.en)” and cannot be dealt with like this"), next: Words("请刷新页面查看最新进展",
            "Reload the page to see where it stands"))
    }

    static func notCounted(_ state: PlacementState) -> Refusal {
        Refusal(.conflict, "placement_not_counted", Words("人才资源配置记录已不计入（\(state.words.zh)）", "The placement does not count any more (\(state.words.en))"),
            next: Words("记录有争议的，待裁定后办理；已作废的，请退回、不予通过或追回", "If it is disputed, wait for the decision; if it is void, return or refuse the claim, or claw it back"))
    }

    /// Whole months between two days.
    static func months(from: Day, to: Day) -> Int {
        guard to > from else { return 0 }
        var months = max((to.number - from.number) / 31, 0)
        while months < 1200, from.adding(months: months + 1) <= to { months += 1 }
        return months
    }
}

extension House {
    /// The programme that rewards.
    func rewardProgramme(_ id: String? = nil) throws -> (Programme, RewardRules) {
        let programme = try id.map { try library.programme($0) } ?? library.programmes.first { $0.rewards != nil }
        guard let programme, let rules = programme.rewards else { throw ClaimRules.noRewards }
        return (programme, rules)
    }
}

extension Act {
    /// Loads an introduction, locked until the end of the transaction.
    /// - Throws: `Refusal.notFound` for everybody whom `condition` leaves out.
    func loadIntroduction(_ id: ID<Introduction>, where condition: SQL) throws -> StoredIntroduction {
        _ = try tx.row("SELECT id FROM introductions WHERE id = \(id)\(dialect.lock)")
        guard let row = try tx.row("SELECT \(StoredIntroduction.columns) FROM \(StoredIntroduction.tables) WHERE i.id = \(id) AND \(condition)") else { throw Refusal.notFound }
        return try StoredIntroduction(row)
    }

    /// One step of an introduction.
    ///
    /// Effects: the state (compare-and-swap); an audit record.
    /// - Parameter also: further columns, beginning with a comma.
    func move(_ introduction: StoredIntroduction, _ step: IntroductionState.Step, also: SQL = .empty, reason: KeptReason? = nil, detail: [String: String] = [:]) throws {
        guard let after = introduction.state.after(step) else { throw ClaimRules.wrongState(introduction.state) }
        let kept: SQL = reason.map { ", reason_id = \($0.id)" } ?? .empty
        let changed = try tx.run("UPDATE introductions SET state = \(after), changed_at = \(now)\(kept)\(also) WHERE id = \(introduction.id) AND state = \(introduction.state)")
        guard changed == 1 else { throw Casework.changedMeanwhile }
        audit("introduction", introduction.id.rawValue, "introduction_\(step.rawValue)", from: introduction.state.rawValue, to: after.rawValue, reason: reason, detail: detail)
    }

    /// Loads a claim, locked until the end of the transaction; its case first, as whoever rules on that does.
    /// - Throws: `Refusal.notFound` for everybody whom `condition` leaves out.
    func loadClaim(_ id: ID<RewardClaim>, where condition: SQL) throws -> StoredClaim {
        guard let known: ID<Case> = try tx.value("SELECT c.case_id FROM \(StoredClaim.tables) WHERE c.id = \(id) AND \(condition)") else { throw Refusal.notFound }
        _ = try tx.row("SELECT id FROM cases WHERE id = \(known)\(dialect.lock)")
        _ = try tx.row("SELECT id FROM reward_claims WHERE id = \(id)\(dialect.lock)")
        guard let row = try tx.row("SELECT \(StoredClaim.columns) FROM \(StoredClaim.tables) WHERE c.id = \(id) AND \(condition)") else { throw Refusal.notFound }
        return try StoredClaim(row)
    }

    /// One step of a claim.
    ///
    /// Effects: the state (compare-and-swap); an audit record.
    /// - Parameter also: further columns, beginning with a comma.
    func move(_ claim: StoredClaim, _ step: ClaimState.Step, also: SQL = .empty, reason: KeptReason? = nil, clause: Clause? = nil, detail: [String: String] = [:]) throws {
        guard let after = claim.state.after(step) else { throw ClaimRules.wrongState(claim.state) }
        let kept: SQL = reason.map { ", reason_id = \($0.id)" } ?? .empty
        let changed = try tx.run("UPDATE reward_claims SET state = \(after), changed_at = \(now)\(kept)\(also) WHERE id = \(claim.id) AND state = \(claim.state)")
        guard changed == 1 else { throw Casework.changedMeanwhile }
        audit("claim", claim.id.rawValue, "claim_\(step.rawValue)", from: claim.state.rawValue, to: after.rawValue, reason: reason, clause: clause, detail: detail)
    }

    /// The rule of a claim, as the programme had it when it was handed in.
    func reward(of claim: StoredClaim) throws -> RewardRules.Reward {
        guard let reward = try house.library.programme(hash: claim.hash).rewards?.reward(claim.reward) else { throw ClaimRules.noRewards }
        return reward
    }

    /// The formula and the inputs of a claim, as they are kept.
    func figures(of claim: ID<RewardClaim>) throws -> (formula: RewardFormula, inputs: RewardInputs) {
        guard let row = try tx.row("SELECT formula, inputs FROM reward_claims WHERE id = \(claim)") else { throw Refusal.notFound }
        return (try Stored.read(try row("formula")), try ClaimSheets.inputs(try row("inputs"), claim, house))
    }
}

/// What a claim is computed from, and what came of it: sealed, since it names somebody's pay.
enum ClaimSheets {
    static func seal(_ inputs: RewardInputs, _ id: ID<RewardClaim>, _ house: House) throws -> [UInt8] {
        try house.secrets.seal(text: try Stored.json(inputs), table: "reward_claims", column: "inputs", row: id.rawValue)
    }

    static func seal(_ sheet: RewardSheet, _ id: ID<RewardClaim>, _ house: House) throws -> [UInt8] {
        try house.secrets.seal(text: try Stored.json(sheet), table: "reward_claims", column: "sheet", row: id.rawValue)
    }

    static func inputs(_ sealed: [UInt8], _ id: ID<RewardClaim>, _ house: House) throws -> RewardInputs {
        try Stored.read(try house.secrets.text(sealed, table: "reward_claims", column: "inputs", row: id.rawValue))
    }

    static func sheet(_ sealed: [UInt8], _ id: ID<RewardClaim>, _ house: House) throws -> RewardSheet {
        try Stored.read(try house.secrets.text(sealed, table: "reward_claims", column: "sheet", row: id.rawValue))
    }
}
