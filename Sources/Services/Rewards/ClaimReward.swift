import Domain
import SQL

/// What a station writes into a claim for one hire. The placement, the employer and the talent come from the introduction; the class from what an office proved.
public struct ClaimDraft: Codable, Sendable {
    public let introduction: ID<Introduction>
    public let contractOn: Day
    public let contractMonths: Int
    public let insuredMonths: Int
    public let yearlyPay: Fen?
    public let fee: Fen?
    /// What other programmes gave for the same hire.
    public let elsewhere: Fen?
    /// The office that certified the talent's class, when, and until when.
    public let certifiedBy: String
    public let certifiedOn: Day
    public let certifiedUntil: Day?
    public let bank: String
    /// Of whoever answers for the claim.
    public let phone: String

    public init(
        introduction: ID<Introduction>, contractOn: Day, contractMonths: Int, insuredMonths: Int, yearlyPay: Fen? = nil, fee: Fen? = nil, elsewhere: Fen? = nil, certifiedBy: String,
        certifiedOn: Day, certifiedUntil: Day? = nil, bank: String, phone: String
    ) {
        self.introduction = introduction
        self.contractOn = contractOn
        self.contractMonths = contractMonths
        self.insuredMonths = insuredMonths
        self.yearlyPay = yearlyPay
        self.fee = fee
        self.elsewhere = elsewhere
        self.certifiedBy = certifiedBy
        self.certifiedOn = certifiedOn
        self.certifiedUntil = certifiedUntil
        self.bank = bank
        self.phone = phone
    }

    /// What is wrong with the form by itself.
    func mistakes(today: Day) -> [Refusal.Field] {
        var fields: [Refusal.Field] = []
        if contractOn > today || contractOn < today.adding(-3660) { fields.append(.init("contractOn", Words("请填写今天或此前十年内的日期", "Today, or a day of the last ten years"))) }
        if !(1...600).contains(contractMonths) { fields.append(.init("contractMonths", Words("请填写 1 至 600 个月", "From 1 to 600 months"))) }
        if !(0...600).contains(insuredMonths) { fields.append(.init("insuredMonths", Words("请填写 0 至 600 个月", "From 0 to 600 months"))) }
        for (name, money) in [("yearlyPay", yearlyPay), ("fee", fee), ("elsewhere", elsewhere)] {
            if let money, money.amount < 0 || money > RewardFormula.most { fields.append(.init(name, Words("金额超出范围", "The amount is out of range"))) }
        }
        if !(2...80).contains(certifiedBy.trimmed.count) { fields.append(.init("certifiedBy", Words("请填写认定部门（2 至 80 字）", "Please give the certifying office (2 to 80 characters)"))) }
        if certifiedOn > contractOn { fields.append(.init("certifiedOn", Words("认定须在合同签订之前", "The class was to be certified before the contract"))) }
        if let certifiedUntil, certifiedUntil < contractOn { fields.append(.init("certifiedUntil", Words("签订合同时认定已失效", "It had run out when the contract was signed"))) }
        return fields + ClaimContact.mistakes(bank: bank, phone: phone)
    }
}

/// Where the money goes and who answers for a claim: sealed, with an index by which the same one is found again.
enum ClaimContact {
    static func mistakes(bank: String, phone: String) -> [Refusal.Field] {
        var fields: [Refusal.Field] = []
        if bank.trimmed.count > 100 || !(8...30).contains(bank.count(where: \.isNumber)) { fields.append(.init("bank", Words("请填写开户行和账号，账号 8 至 30 位", "Bank and account, whose number has 8 to 30 digits"))) }
        if !Phone.isMobile(phone) { fields.append(.init("phone", PhoneCodes.phoneWords)) }
        return fields
    }

    /// The columns `bank`, `bank_index`, `phone`, `phone_index` of a claim.
    static func columns(_ id: ID<RewardClaim>, bank: String, phone: String, _ house: House) throws -> (bank: [UInt8], bankIndex: [UInt8], phone: [UInt8], phoneIndex: [UInt8]) {
        let phone = Phone.normalised(phone), secrets = house.secrets
        return (
            try secrets.seal(text: bank.trimmed, table: "reward_claims", column: "bank", row: id.rawValue), try secrets.blindIndex(bank.filter(\.isNumber), table: "reward_claims", column: "bank"),
            try secrets.seal(text: phone, table: "reward_claims", column: "phone", row: id.rawValue), try secrets.blindIndex(phone, table: "accounts", column: "phone"))
    }
}

/// A station claims the reward for one high-level talent whom it introduced and an employer of the city hired 中介引才奖励 (二(三)3).
///
/// Effects: the claim with its policy's version of the hire's day, its inputs and the sheet as of today, all sealed; a case at the first office; one claim for one person and
/// employer, across stations, years and programmes; messages; audit records.
public struct ClaimReward: Sendable {
    public let draft: ClaimDraft

    public init(_ draft: ClaimDraft) { self.draft = draft }

    public func callAsFunction(_ house: House, by actor: Actor, once: Once? = nil) async throws -> Receipt {
        try await house.perform(by: actor, once: once) { act in
            let introduction = try act.loadIntroduction(draft.introduction, where: IntroductionAccess.asStation(actor))
            _ = try act.mustBroker(introduction.station)
            guard let by = actor.account else { throw Refusal.unauthenticated }
            let (programme, rules) = try house.rewardProgramme(introduction.programme)
            guard let reward = rules.reward(for: .agencyReward) else { throw ClaimRules.noRewards }
            let ground = try act.ground(draft, introduction, reward, programme)
            // The person is locked, so that two stations that claim at once come one after the other.
            _ = try act.tx.row("SELECT id FROM placed_people WHERE id = \(ground.placement.person)\(act.dialect.lock)")
            let occurrence = "\(ground.placement.person)/\(ground.placement.creditCode)"
            try act.mustBeUnclaimed(.agencyReward, occurrence)
            let id = try act.newID(RewardClaim.self), inputs = try act.withYear(ground.inputs, reward, programme, payee: introduction.host, but: id)
            let sheet = RewardCalculation.compute(reward.formula, inputs), contact = try ClaimContact.columns(id, bank: draft.bank, phone: draft.phone, house)
            let area: String? = try act.tx.value("SELECT area FROM stations WHERE id = \(introduction.station)"), name: String = try act.tx.value("SELECT name FROM stations WHERE id = \(introduction.station)") ?? ""
            let about = try act.openCase(reward.procedure, title: "\(reward.name.zh)：\(name)", in: programme, area: area, detail: ["claim": id.rawValue], verb: "claim_handed_in")
            let made = try act.tx.rows("""
                INSERT INTO reward_claims (id, programme_id, programme_hash, reward, purpose, occurrence, state, station_id, payee_id, case_id, introduction_id, placement_id, person_id, employer_id, policy_id,
                    policy_version, contract_on, certified_by, certified_on, certified_until, bank, bank_index, phone, phone_index, formula, inputs, sheet, amount, by_account, claimed_at, changed_at)
                VALUES (\(id), \(programme.id), \(programme.hash), \(reward.id), \(reward.purpose.rawValue), \(occurrence), 'handed_in', \(introduction.station), \(introduction.host), \(about), \(introduction.id),
                    \(ground.placement.id), \(ground.placement.person), \(introduction.employer), \(ground.policy?.id), \(ground.policy?.version), \(draft.contractOn),
                    \(try house.secrets.seal(text: draft.certifiedBy.trimmed, table: "reward_claims", column: "certified_by", row: id.rawValue)), \(draft.certifiedOn), \(draft.certifiedUntil),
                    \(contact.bank), \(contact.bankIndex), \(contact.phone), \(contact.phoneIndex), \(try Stored.json(reward.formula)), \(try ClaimSheets.seal(inputs, id, house)),
                    \(try ClaimSheets.seal(sheet, id, house)), \(sheet.total.amount), \(by), \(act.now), \(act.now))
                ON CONFLICT DO NOTHING RETURNING id
                """)
            guard !made.isEmpty else { throw Act.claimed(.handedIn) }
            act.audit("claim", id.rawValue, "claim_handed_in", to: "handed_in", clause: reward.clause,
                detail: ["case": about.rawValue, "placement": ground.placement.id.rawValue, "introduction": introduction.id.rawValue, "policy": ground.policy.map { "\($0.id)/\($0.version)" } ?? ""], isFirst: true)
            return Receipt(.claim, id.rawValue)
        }
    }
}

/// The station corrects a claim that came back, and hands it in again.
///
/// Effects: what the claim says and its sheet anew; its case goes on; audit records.
public struct CorrectClaim: Sendable {
    public let draft: ClaimDraft

    public init(_ draft: ClaimDraft) { self.draft = draft }

    public func callAsFunction(_ house: House, _ id: ID<RewardClaim>, by actor: Actor, once: Once? = nil) async throws -> Receipt {
        try await house.perform(by: actor, once: once) { act in
            let claim = try act.loadClaim(id, where: ClaimAccess.asStation(actor))
            guard claim.state == .returned, let known = claim.introduction else { throw ClaimRules.wrongState(claim.state) }
            guard known == draft.introduction else { throw Refusal.invalid([.init("introduction", Words("不能改为另一件引荐备案", "A claim keeps its introduction"))]) }
            let introduction = try act.loadIntroduction(known, where: IntroductionAccess.asStation(actor)), reward = try act.reward(of: claim)
            let programme = try house.library.programme(hash: claim.hash), ground = try act.ground(draft, introduction, reward, programme, of: claim.placement)
            let inputs = try act.withYear(ground.inputs, reward, programme, payee: claim.payee, but: id), sheet = RewardCalculation.compute(reward.formula, inputs)
            let contact = try ClaimContact.columns(id, bank: draft.bank, phone: draft.phone, house)
            try act.move(claim, .handIn, also: """
                , contract_on = \(draft.contractOn), certified_by = \(try house.secrets.seal(text: draft.certifiedBy.trimmed, table: "reward_claims", column: "certified_by", row: id.rawValue)),
                    certified_on = \(draft.certifiedOn), certified_until = \(draft.certifiedUntil), policy_id = \(ground.policy?.id), policy_version = \(ground.policy?.version), bank = \(contact.bank),
                    bank_index = \(contact.bankIndex), phone = \(contact.phone), phone_index = \(contact.phoneIndex), inputs = \(try ClaimSheets.seal(inputs, id, house)),
                    sheet = \(try ClaimSheets.seal(sheet, id, house)), amount = \(sheet.total.amount)
                """)
            try act.move(try act.loadCase(claim.caseID), .handIn(changed: []), verb: "claim_corrected", detail: ["claim": id.rawValue])
            return claim.receipt
        }
    }
}

/// The station takes a claim back that is not decided.
///
/// Effects: the claim is taken back and its hire may be claimed again; its case ends; audit records.
public struct WithdrawClaim: Codable, Sendable {
    public init() {}

    public func callAsFunction(_ house: House, _ id: ID<RewardClaim>, by actor: Actor, once: Once? = nil) async throws -> Receipt {
        try await house.perform(by: actor, once: once) { act in
            let claim = try act.loadClaim(id, where: ClaimAccess.asStation(actor))
            try act.move(claim, .withdraw)
            try act.move(try act.loadCase(claim.caseID), .withdraw, verb: "claim_taken_back", detail: ["claim": id.rawValue])
            return claim.receipt
        }
    }
}

/// On what a claim for a hire rests.
struct ClaimGround {
    let placement: StoredPlacement
    let policy: StoredPolicy?
    let inputs: RewardInputs
}

extension Act {
    /// Checks a claim for a hire against the records: the introduction confirmed by both before the contract, a counted placement of the station, the proven class, the
    /// employer of the city, the policy in force on the first day.
    /// - Throws: `invalid` with every field that is wrong, or a conflict that says what is missing.
    func ground(_ draft: ClaimDraft, _ introduction: StoredIntroduction, _ reward: RewardRules.Reward, _ programme: Programme, of known: ID<Placement>? = nil) throws -> ClaimGround {
        let fields = draft.mistakes(today: today)
        guard fields.isEmpty else { throw Refusal.invalid(fields) }
        guard introduction.state == .confirmed, let confirmed = introduction.confirmedOn, let talent = introduction.talent else {
            throw Refusal(.conflict, "introduction_not_confirmed", Words("引荐备案未经双方确认", "The introduction is not confirmed by both sides"), clause: reward.clause, next: Words("请提醒人才和用人单位确认",
                "Ask the talent and the employer to confirm"))
        }
        guard introduction.registeredOn <= draft.contractOn, confirmed <= draft.contractOn else {
            throw Refusal.invalid([.init("contractOn", Words("引荐备案须在合同签订前登记并经双方确认（\(confirmed) 确认）", "The introduction was to be confirmed before the contract; it was on \(confirmed)"))])
        }
        let same: SQL = known.map { "p.id = \($0)" } ?? "1 = 1"
        guard let row = try tx.row("""
            SELECT \(StoredPlacement.columns) FROM placements p JOIN organisations o ON o.credit_code = p.credit_code
            WHERE o.id = \(introduction.employer) AND p.station_id = \(introduction.station) AND p.account_id = \(talent) AND p.state = 'counted' AND \(same)
            ORDER BY p.starts_on DESC, p.id DESC LIMIT 1
            """) else {
            throw Refusal(.conflict, "no_placement", Words("没有这次引进的人才资源配置记录，或尚未计入", "There is no placement of this hire that counts"), clause: reward.clause,
                next: Words("请先登记并完善人才资源配置记录", "Record the placement first, with its evidence"))
        }
        let placement = try StoredPlacement(row)
        guard abs(placement.startsOn.number - draft.contractOn.number) <= 366 else {
            throw Refusal.invalid([.init("contractOn", Words("合同日期与入职日期（\(placement.startsOn)）相差一年以上", "More than a year from the first day at work, \(placement.startsOn)"))])
        }
        // A claim that came back was in time once.
        if known == nil, let within = reward.claimWithin, today > draft.contractOn.adding(within) {
            throw Refusal(.conflict, "claim_late", Words("须在合同签订后 \(within) 天内申领", "Claims come within \(within) days of the contract"), clause: reward.clause)
        }
        guard try EmployerStanding.of(introduction.employer, programme: programme.id, tx, today: today).mayHire else {
            throw Refusal(.conflict, "employer_not_verified", Words("用人单位未经核验或已被暂停", "The employer is not verified, or is barred"), clause: reward.clause)
        }
        let own = try provenClass(of: talent, on: draft.contractOn)
        if case .talentClass = reward.formula.basis, own == nil {
            throw Refusal(.conflict, "class_not_proven", Words("人才类别未经核验，或签订合同时已失效", "The talent's class is not proven, or had run out by the contract"), clause: reward.clause,
                next: Words("请本人在“我的证明”中上传认定文件并请部门核验", "The talent uploads the letter of recognition and lets an office check it"))
        }
        return ClaimGround(
            placement: placement, policy: try policy(of: reward, programme, on: placement.startsOn),
            inputs: RewardInputs(
                talentClass: own, yearlyPay: draft.yearlyPay, fee: draft.fee, heads: 1, contractMonths: draft.contractMonths, servedMonths: try servedMonths(of: placement),
                insuredMonths: draft.insuredMonths, elsewhere: draft.elsewhere ?? Fen(0)))
    }

    /// Whole months at work until today, or until the earliest day on which somebody said that the person left.
    func servedMonths(of placement: StoredPlacement) throws -> Int {
        let left: Day? = try tx.value("SELECT MIN(left_on) FROM placement_checks WHERE placement_id = \(placement.id) AND left_on IS NOT NULL")
        return ClaimRules.months(from: placement.startsOn, to: min(left ?? today, today))
    }

    /// The class of a talent that an office accepted and that had not run out by the day.
    func provenClass(of account: ID<Account>, on day: Day) throws -> String? {
        let facts = try OfferSearch.proven(tx, house.secrets, [account], only: ["talent_class"], on: day)[account]
        guard case .choice(let ids)? = facts?.known["talent_class"]?.value else { return nil }
        return ids.first { $0 != "none" }
    }

    /// The version of the policy in force on a day.
    /// - Throws: a conflict where the rules name a policy that has none.
    func policy(of reward: RewardRules.Reward, _ programme: Programme, on day: Day) throws -> StoredPolicy? {
        guard let code = reward.policy else { return nil }
        let found = try PolicyReader.inForce(tx, house, on: day).first { $0.programme == programme.id && $0.terms.code == code }
        guard let found else {
            throw Refusal(.conflict, "no_policy", Words("\(day) 没有生效的奖励政策", "No policy on this reward was in force on \(day)"), clause: reward.clause, next: Words("请联系市人才服务中心", "Ask the talent service centre"))
        }
        return found
    }

    /// - Throws: a conflict with where the other claim stands, and nothing else of it.
    func mustBeUnclaimed(_ purpose: PaymentPurpose, _ occurrence: String) throws {
        guard let other: ClaimState = try tx.value("""
            SELECT state FROM reward_claims WHERE purpose = \(purpose.rawValue) AND occurrence = \(occurrence) AND state NOT IN ('refused', 'withdrawn') ORDER BY id LIMIT 1
            """) else { return }
        throw Self.claimed(other)
    }

    static func claimed(_ state: ClaimState) -> Refusal {
        Refusal(.conflict, "claimed_already", Words("这次引进或活动已有申领（\(state.words.zh)）", "This has been claimed already (\(state.words.en))"), next: Words("同一次引进只奖励一次", "One hire, one claim"))
    }

    /// What was granted of this reward this year before and stays so, to the payee and to all: not what lapsed or was claimed back.
    func withYear(_ inputs: RewardInputs, _ reward: RewardRules.Reward, _ programme: Programme, payee: ID<Organisation>, but own: ID<RewardClaim>) throws -> RewardInputs {
        guard reward.formula.caps.contains(where: { $0.per != .claim }) else { return inputs }
        var inputs = inputs
        guard let first = Day(year: today.year, month: 1, day: 1) else { throw Unexpected("no first of January") }
        let this: SQL = """
            SELECT CAST(COALESCE(SUM(p.amount - p.back), 0) AS BIGINT) FROM reward_claims c JOIN reward_parts p ON p.claim_id = c.id AND p.state <> 'lapsed'
            WHERE c.programme_id = \(programme.id) AND c.reward = \(reward.id) AND c.id <> \(own) AND c.state IN ('approved', 'paid', 'clawed_back') AND c.approved_on >= \(first)
            """
        inputs.year = Fen(try tx.value(this) ?? 0)
        inputs.unitYear = Fen(try tx.value("\(this) AND c.payee_id = \(payee)") ?? 0)
        return inputs
    }
}
