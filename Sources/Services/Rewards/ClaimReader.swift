import Domain
import SQL

/// Reads claims and what belongs to them.
enum ClaimReader {
    static let columns: SQL = """
        \(StoredClaim.columns), s.name AS station_name, (SELECT o.name FROM organisations o WHERE o.id = c.employer_id) AS employer_name, (SELECT x.number FROM cases x WHERE x.id = c.case_id) AS number,
        c.claimed_at AS claimed_at, c.changed_at AS changed_at
        """

    static func summary(_ row: Row, _ library: Library) throws -> ClaimSummary {
        let claim = try StoredClaim(row)
        let name = (try? library.programme(hash: claim.hash))?.rewards?.reward(claim.reward)?.name ?? claim.purpose.words
        return ClaimSummary(
            id: claim.id, number: try row("number"), name: name, purpose: claim.purpose, state: claim.state, station: claim.station, stationName: try row("station_name"), employerName: try row("employer_name"),
            amount: claim.amount, claimedAt: try row("claimed_at"), changedAt: try row("changed_at"), approvedOn: claim.approvedOn)
    }

    static func filtered(_ filter: ClaimFilter, _ actor: Actor, _ library: Library) -> SQL {
        var all = ClaimAccess.any(actor, library)
        if let state = filter.state { all += " AND c.state = \(state)" }
        if let purpose = filter.purpose { all += " AND c.purpose = \(purpose)" }
        if let station = filter.station { all += " AND c.station_id = \(station)" }
        return all
    }

    /// Whether somebody is the talent behind a case, or of the host or the employer of its claim.
    static func isParty(_ tx: any Transaction, _ id: ID<Case>, _ actor: Actor) throws -> Bool {
        try tx.row("""
            SELECT c.id FROM reward_claims c LEFT JOIN introductions i ON i.id = c.introduction_id
            WHERE c.case_id = \(id) AND (c.payee_id IN (\(list: actor.organisations.sorted())) OR c.employer_id IN (\(list: actor.organisations.sorted())) OR i.talent_id = \(actor.account))
            """) != nil
    }

    /// The claim behind a case, for an office that may read the case. - Returns: nil for a case that is not about a claim.
    static func caseView(_ tx: any Transaction, _ house: House, _ id: ID<Case>, for actor: Actor, now: Instant) throws -> ClaimView? {
        guard let claim: ID<RewardClaim> = try tx.value("SELECT id FROM reward_claims WHERE case_id = \(id)") else { return nil }
        return try view(tx, house, claim, where: "1 = 1", for: actor, now: now)
    }

    /// - Parameter id: of the claim, or of one of its parts: an order names the part that it pays.
    static func view(_ tx: any Transaction, _ house: House, _ id: ID<RewardClaim>, where condition: SQL, for actor: Actor, now: Instant) throws -> ClaimView {
        let whole: ID<RewardClaim> = try tx.value("SELECT claim_id FROM reward_parts WHERE id = \(id)") ?? id
        guard let row = try tx.row("""
            SELECT \(columns), c.policy_id AS policy_id, c.policy_version AS policy_version, c.certified_by AS certified_by, c.certified_on AS certified_on, c.certified_until AS certified_until, c.bank AS bank,
                c.phone AS phone, c.inputs AS inputs, c.sheet AS sheet, c.reason_id AS reason_id, c.approved_by AS approved_by, (SELECT e.name FROM evaluation_periods e WHERE e.id = c.period_id) AS period_name,
                (SELECT p.starts_on FROM placements p WHERE p.id = c.placement_id) AS starts_on, s.organisation_id AS host_id, s.area AS area
            FROM \(StoredClaim.tables) WHERE c.id = \(whole) AND \(condition)
            """) else { throw Refusal.notFound }
        let claim = try StoredClaim(row), host: ID<Organisation> = try row("host_id"), asStation = actor.organisations.contains(host) || actor.organisations.contains(claim.payee)
        let programme = try house.library.programme(hash: claim.hash), reward = programme.rewards?.reward(claim.reward)
        func open(_ column: String) throws -> String? {
            let sealed: [UInt8]? = try row(column)
            return try sealed.map { try house.secrets.text($0, table: "reward_claims", column: column, row: whole.rawValue) }
        }
        let inputs = try ClaimSheets.inputs(try row("inputs"), whole, house), sheet = try ClaimSheets.sheet(try row("sheet"), whole, house)
        let policy: ID<Policy>? = try row("policy_id"), version: Int? = try row("policy_version"), bank = try open("bank") ?? "", phone = try open("phone") ?? ""
        var terms: PolicyTerms?
        if let policy, let version { terms = try PolicyReader.version(tx, house, policy, version)?.terms }
        let parts = try StoredPart.of(tx, whole), approver: ID<Account>? = try row("approved_by"), area: String? = try row("area")
        let mayJudge = !asStation && (claim.state == .approved || claim.state == .paid) && claim.placement != nil && approver != actor.account
            && ClaimAccess.rewarding(actor, programme, area: area) != nil && (parts.contains { $0.state == .waiting } || reward?.formula.clawBack != nil)
        let introduction = try claim.introduction.flatMap { try IntroductionReader.list(tx, house, "i.id = \($0)", for: actor, limit: 1).first }
        let certified = try open("certified_by"), certifiedOn: Day? = try row("certified_on"), certifiedUntil: Day? = try row("certified_until")
        let draft = asStation && claim.state == .returned
            ? ClaimDraftView(contractOn: claim.contractOn, inputs: inputs, certifiedBy: certified, certifiedOn: certifiedOn, certifiedUntil: certifiedUntil, bank: bank, phone: phone) : nil
        return ClaimView(
            summary: try summary(row, house.library), caseID: claim.caseID, asStation: asStation, introduction: introduction, placement: claim.placement, startsOn: try row("starts_on"), contractOn: claim.contractOn,
            certifiedBy: certified, certifiedOn: certifiedOn, certifiedUntil: certifiedUntil, periodName: try row("period_name"), period: claim.period, policy: policy, policyVersion: version,
            policyTitle: terms?.title, policySource: terms.map { "\($0.source.title)（\($0.source.number)）\($0.source.clause ?? "")" }, bank: asStation ? bank : MandateRules.masked(bank),
            phone: asStation ? phone : Phone.masked(phone).text, inputs: ClaimInputs.list(inputs, reward?.formula), sheet: sheet,
            parts: parts.map { ClaimPartView(n: $0.n, percent: $0.percent, afterDays: $0.afterDays, amount: $0.amount, dueOn: $0.dueOn, state: $0.state, back: $0.back) },
            doubts: asStation ? [] : try ClaimDoubts.of(tx, claim, inputs), reason: try reason(tx, house, try row("reason_id")), entries: try entries(tx, house, whole),
            mayCorrect: draft != nil, mayWithdraw: asStation && (claim.state == .handedIn || claim.state == .returned), mayJudge: mayJudge, draft: draft, clause: reward?.clause)
    }

    static func reason(_ tx: any Transaction, _ house: House, _ id: ID<Reason>?) throws -> String? {
        guard let id, let sealed: [UInt8] = try tx.value("SELECT body FROM reasons WHERE id = \(id)") else { return nil }
        return try house.secrets.text(sealed, table: "reasons", column: "body", row: id.rawValue)
    }

    /// What the trail says, oldest first.
    private static func entries(_ tx: any Transaction, _ house: House, _ id: ID<RewardClaim>) throws -> [ClaimEntry] {
        try tx.rows("""
            SELECT r.at AS at, r.verb AS verb, r.detail AS detail, r.reason AS reason, x.body AS body FROM audit_records r LEFT JOIN reasons x ON x.id = r.reason
            WHERE r.kind = 'claim' AND r.subject = \(id) ORDER BY r.number
            """).map { row in
            let detail: [String: String] = try Stored.read(try row("detail")), reason: String = try row("reason"), sealed: [UInt8]? = try row("body")
            return ClaimEntry(at: try row("at"), words: words(try row("verb"), detail), reason: try sealed.map { try house.secrets.text($0, table: "reasons", column: "body", row: reason) })
        }
    }

    private static func words(_ verb: String, _ detail: [String: String]) -> Words {
        let amount = detail["amount"].flatMap(Int64.init).map { Fen($0).text } ?? "", back = detail["back"].flatMap(Int64.init).map { Fen($0).text } ?? ""
        return switch verb {
        case "claim_handed_in": Words("申领提交", "Handed in")
        case "claim_hand_in": Words("补正后再次提交", "Handed in again")
        case "claim_return": Words("退回补正", "Returned for correction")
        case "claim_approve": Words("核定 \(amount)", "Granted: \(amount)")
        case "claim_refuse": Words("未通过", "Refused")
        case "claim_withdraw": Words("驿站撤回", "Taken back by the station")
        case "claim_part_ordered": Words("列入拨付 \(amount)", "\(amount) are to be paid")
        case "claim_part_paid": Words("已拨付 \(amount)", "\(amount) were paid")
        case "claim_part_failed": Words("拨付未成功", "A payment failed")
        case "claim_part_lapsed": Words("银行退回，不再拨付", "Came back by the bank; not paid again")
        case "claim_part_waits": Words(detail["why"] == "no_answer" ? "等待在岗回访的回答" : detail["why"] == "not_counted" ? "配置记录未计入，暂不拨付" : "留任情况待核实", "A later part waits")
        case "claim_retention_judged": Words(detail["stayed"] == "yes" ? "核实：仍在岗" : "核实：已离岗（\(detail["left_on"] ?? "")）",
            detail["stayed"] == "yes" ? "Found to have stayed" : "Found to have left on \(detail["left_on"] ?? "")")
        case "claim_pay": Words("办结", "Closed")
        case "claim_claw_back": Words("停止拨付，追回 \(back)", "Stopped; \(back) come back")
        default: Words(verb, verb)
        }
    }
}

/// What went into a computation, by name.
enum ClaimInputs {
    static func list(_ inputs: RewardInputs, _ formula: RewardFormula?) -> [ClaimInput] {
        var list: [ClaimInput] = []
        func add(_ zh: String, _ en: String, _ value: Words?) { if let value { list.append(ClaimInput(name: Words(zh, en), value: value)) } }
        func plain(_ text: String?) -> Words? { text.map { Words($0, $0) } }
        add("人才类别", "Class", plain(inputs.talentClass?.uppercased()))
        add("年薪", "Yearly pay", plain(inputs.yearlyPay?.text))
        add("服务费", "Fee", plain(inputs.fee?.text))
        add("得分", "Points", plain(inputs.points?.text))
        add("名次", "Rank", plain(inputs.rank.map(String.init)))
        if case .expenses? = formula?.basis { add("计入的活动", "Events counted", inputs.heads.map { Words("\($0) 场", "\($0)") }) }
        if case .perHead? = formula?.basis { add("人数", "People", inputs.heads.map { Words("\($0) 人", "\($0)") }) }
        add("活动投入", "Expenses", plain(inputs.expenses?.text))
        add("评估等次", "Grade", plain(inputs.grade))
        add("合同期限", "Contract", inputs.contractMonths.map { Words("\($0) 个月", "\($0) months") })
        add("已在岗", "Served", inputs.servedMonths.map { Words("\($0) 个月", "\($0) months") })
        add("社会保险", "Insured", inputs.insuredMonths.map { Words("\($0) 个月", "\($0) months") })
        if inputs.elsewhere.amount > 0 { add("其他奖励", "Other rewards", plain(inputs.elsewhere.text)) }
        if formula?.caps.contains(where: { $0.per == .unitYear }) ?? false { add("本单位本年已核定", "Granted to the unit this year", plain(inputs.unitYear.text)) }
        if formula?.caps.contains(where: { $0.per == .year }) ?? false { add("全年已核定", "Granted this year", plain(inputs.year.text)) }
        return list
    }
}

/// Reads introductions.
enum IntroductionReader {
    static func list(_ tx: any Transaction, _ house: House, _ condition: SQL, for actor: Actor, limit: Int) throws -> [IntroductionSummary] {
        let own = try tx.row("SELECT phone_index FROM accounts WHERE id = \(actor.account)")
        let number: [UInt8]? = try own?("phone_index")
        return try tx.rows("""
            SELECT \(StoredIntroduction.columns), s.name AS station_name, o.name AS employer_name, i.name AS name, i.position AS position, i.changed_at AS changed_at, i.phone_index AS phone_index,
                (SELECT t.closed_at FROM talents t WHERE t.account_id = i.talent_id) AS closed_at,
                EXISTS (SELECT 1 FROM reward_claims c WHERE c.introduction_id = i.id AND \(ClaimAccess.asOffice(actor, house.library))) AS is_claimed
            FROM \(StoredIntroduction.tables) WHERE \(condition) ORDER BY i.changed_at DESC, i.id DESC LIMIT \(limit)
            """).map { row in
            let introduction = try StoredIntroduction(row), index: [UInt8] = try row("phone_index"), closed: Instant? = try row("closed_at")
            let isTalent = introduction.talent.map { $0 == actor.account } ?? (number == index), isEmployer = actor.organisations.contains(introduction.employer)
            let isStation = actor.organisations.contains(introduction.host), isOpen = introduction.state == .registered
            // An office reads the name with the claim.
            let hasClaim: Bool = try row("is_claimed"), concerns = isTalent || isEmployer || isStation || hasClaim
            let name: String? = try !concerns ? nil : closed == nil ? house.secrets.text(try row("name"), table: "introductions", column: "name", row: introduction.id.rawValue) : ""
            return IntroductionSummary(
                id: introduction.id, state: introduction.state, station: introduction.station, stationName: try row("station_name"), employerName: try row("employer_name"),
                who: name, position: try row("position"), registeredOn: introduction.registeredOn, confirmedOn: introduction.confirmedOn, hasTalent: introduction.talentAt != nil,
                hasEmployer: introduction.employerAt != nil, changedAt: try row("changed_at"),
                isTurn: isOpen && !isStation && ((isTalent && introduction.talentAt == nil) || (isEmployer && introduction.employerAt == nil)))
        }
    }

    /// Confirmed introductions of the actor's stations for which nobody has claimed and a placement counts.
    static func claimable(_ actor: Actor) -> SQL {
        """
        i.state = 'confirmed' AND \(IntroductionAccess.asStation(actor))
            AND EXISTS (SELECT 1 FROM placements p WHERE p.station_id = i.station_id AND p.account_id = i.talent_id AND p.credit_code = o.credit_code AND p.state = 'counted'
            AND NOT EXISTS (SELECT 1 FROM reward_claims c WHERE c.purpose = 'agency_reward' AND c.person_id = p.person_id AND c.employer_id = i.organisation_id AND c.state NOT IN ('refused', 'withdrawn')))
        """
    }
}
