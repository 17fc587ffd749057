import Domain
import SQL

/// A station claims the grant for the events of a year that was evaluated 活动奖补, or corrects the claim that came back (二(三)3).
///
/// Effects: the claim with the recorded expenses of its confirmed events and its grade, sealed, and the sheet; a case at the first office, or its case goes on; one claim for one
/// station and evaluation; audit records.
public struct ClaimEventGrant: Codable, Sendable {
    public let station: ID<Station>
    public let period: ID<EvaluationPeriod>
    public let bank: String
    public let phone: String

    public init(station: ID<Station>, period: ID<EvaluationPeriod>, bank: String, phone: String) {
        self.station = station
        self.period = period
        self.bank = bank
        self.phone = phone
    }

    public func callAsFunction(_ house: House, by actor: Actor, once: Once? = nil) async throws -> Receipt {
        try await house.perform(by: actor, once: once) { act in
            guard let by = actor.account,
                let row = try act.tx.row("""
                    SELECT s.programme_id AS programme_id, s.organisation_id AS host, s.area AS area, s.name AS name FROM stations s
                    WHERE s.id = \(station) AND s.organisation_id IN (\(list: actor.organisations.sorted()))\(act.dialect.lock)
                    """) else {
                throw Refusal.notFound
            }
            let host: ID<Organisation> = try row("host"), area: String? = try row("area"), name: String = try row("name")
            let (programme, rules) = try house.rewardProgramme(try row("programme_id"))
            let fields = ClaimContact.mistakes(bank: bank, phone: phone)
            guard fields.isEmpty else { throw Refusal.invalid(fields) }
            let occurrence = EventGround.occurrence(station, period)
            if let known: ID<RewardClaim> = try act.tx.value("SELECT id FROM reward_claims WHERE purpose = 'event_grant' AND occurrence = \(occurrence) AND state = 'returned'") {
                return try correct(try act.loadClaim(known, where: ClaimAccess.asStation(actor)), act, house)
            }
            guard let reward = rules.reward(for: .eventGrant) else { throw ClaimRules.noRewards }
            let ground = try act.eventGround(station, period, reward, programme, isNew: true)
            try act.mustBeUnclaimed(.eventGrant, occurrence)
            let id = try act.newID(RewardClaim.self), inputs = try act.withYear(ground.inputs, reward, programme, payee: host, but: id)
            let sheet = RewardCalculation.compute(reward.formula, inputs), contact = try ClaimContact.columns(id, bank: bank, phone: phone, house)
            let about = try act.openCase(reward.procedure, title: "\(reward.name.zh)：\(name)", in: programme, area: area, detail: ["claim": id.rawValue], verb: "claim_handed_in")
            let made = try act.tx.rows("""
                INSERT INTO reward_claims (id, programme_id, programme_hash, reward, purpose, occurrence, state, station_id, payee_id, case_id, period_id, policy_id, policy_version,
                    bank, bank_index, phone, phone_index, formula, inputs, sheet, amount, by_account, claimed_at, changed_at)
                VALUES (\(id), \(programme.id), \(programme.hash), \(reward.id), \(reward.purpose.rawValue), \(occurrence), 'handed_in', \(station), \(host), \(about), \(period), \(ground.policy?.id),
                    \(ground.policy?.version), \(contact.bank), \(contact.bankIndex), \(contact.phone), \(contact.phoneIndex), \(try Stored.json(reward.formula)), \(try ClaimSheets.seal(inputs, id, house)),
                    \(try ClaimSheets.seal(sheet, id, house)), \(sheet.total.amount), \(by), \(act.now), \(act.now))
                ON CONFLICT DO NOTHING RETURNING id
                """)
            guard !made.isEmpty else { throw Act.claimed(.handedIn) }
            act.audit("claim", id.rawValue, "claim_handed_in", to: "handed_in", clause: reward.clause,
                detail: ["case": about.rawValue, "period": period.rawValue, "events": String(ground.events), "expenses": String(inputs.expenses?.amount ?? 0)], isFirst: true)
            return Receipt(.claim, id.rawValue)
        }
    }

    /// The claim that came back, judged by the programme under which it began.
    private func correct(_ claim: StoredClaim, _ act: Act, _ house: House) throws -> Receipt {
        let id = claim.id, programme = try house.library.programme(hash: claim.hash), reward = try act.reward(of: claim), ground = try act.eventGround(station, period, reward, programme, isNew: false)
        let inputs = try act.withYear(ground.inputs, reward, programme, payee: claim.payee, but: id), sheet = RewardCalculation.compute(reward.formula, inputs)
        let contact = try ClaimContact.columns(id, bank: bank, phone: phone, house)
        try act.move(claim, .handIn, also: """
            , bank = \(contact.bank), bank_index = \(contact.bankIndex), phone = \(contact.phone), phone_index = \(contact.phoneIndex), inputs = \(try ClaimSheets.seal(inputs, id, house)),
                sheet = \(try ClaimSheets.seal(sheet, id, house)), amount = \(sheet.total.amount)
            """)
        try act.move(try act.loadCase(claim.caseID), .handIn(changed: []), verb: "claim_corrected", detail: ["claim": id.rawValue])
        return claim.receipt
    }
}

/// On what a claim for the events of a year rests.
struct EventGround {
    let events: Int
    /// Of a new claim.
    let policy: StoredPolicy?
    let inputs: RewardInputs

    /// One station and evaluation, one claim.
    static func occurrence(_ station: ID<Station>, _ period: ID<EvaluationPeriod>) -> String { "\(station)/\(period)" }
}

extension Act {
    /// The station's grade in an evaluation that stands, and what its confirmed events of those days cost by their records.
    /// - Parameter isNew: a claim that came back, or is decided on, was in time once, and rests on the policy that it named then.
    /// - Throws: a conflict where the evaluation is not closed, was a trial one that is not rehearsed, asks for something else than a reward, or is too long ago.
    func eventGround(_ station: ID<Station>, _ period: ID<EvaluationPeriod>, _ reward: RewardRules.Reward, _ programme: Programme, isNew: Bool) throws -> EventGround {
        guard let row = try tx.row("SELECT first_day, last_day, is_trial, rehearsed_at, state FROM evaluation_periods WHERE id = \(period) AND programme_id = \(programme.id)"),
            let score = try StationScores.of(tx, station, in: period) else {
            throw Refusal(.conflict, "no_result", Words("本站在这次评估中没有公布的结果", "The station has no published result in this evaluation"), clause: reward.clause)
        }
        let first: Day = try row("first_day"), last: Day = try row("last_day"), isTrial: Bool = try row("is_trial")
        guard try !isTrial || row("rehearsed_at") as Instant? != nil else {
            throw Refusal(.conflict, "trial_evaluation", Words("试算结果不作为奖补依据", "A trial evaluation is no ground for a grant"), clause: reward.clause, next: Words("实施细则印发后的评估结果可以申领",
                "Claim by an evaluation under rules that have been issued"))
        }
        guard try row("state") == EvaluationState.closed.rawValue else {
            throw Refusal(.conflict, "evaluation_not_closed", Words("评估尚未办结，结果还可能更正", "The evaluation is not closed; its results may still be corrected"), clause: reward.clause,
                next: Words("请在评估办结后申领", "Claim once it is closed"))
        }
        guard score.consequence == .reward else {
            throw Refusal(.conflict, "grade_not_rewarded", Words("本站的评估等次不给予奖补", "Nothing is given for the station's grade"), clause: reward.clause)
        }
        if isNew, let within = reward.claimWithin, today > last.adding(within) {
            throw Refusal(.conflict, "claim_late", Words("须在评估期结束后 \(within) 天内申领", "Claims come within \(within) days of the evaluation's last day"), clause: reward.clause)
        }
        let (events, expenses) = try EventExpenses.of(tx, station, programme, house.library, from: first, until: last.adding(1), today: today)
        return EventGround(
            events: events, policy: isNew ? try policy(of: reward, programme, on: last) : nil, inputs: RewardInputs(heads: events, expenses: expenses, grade: score.grade))
    }
}

enum EventExpenses {
    /// The confirmed events that count, and what their records say they cost.
    static func of(_ tx: any Transaction, _ station: ID<Station>, _ programme: Programme, _ library: Library, from first: Day, until: Day, today: Day) throws -> (events: Int, money: Fen) {
        let counted = CountedRecords.of(.events, programme, library, today: today)
        guard let row = try tx.row("""
            SELECT COUNT(*) AS events, CAST(COALESCE(SUM(r.money), 0) AS BIGINT) AS money FROM \(counted.tables) WHERE \(counted.condition) AND \(counted.during(first, until: until)) AND e.station_id = \(station)
            """) else { return (0, Fen(0)) }
        return (try row("events"), Fen(try row("money")))
    }
}
