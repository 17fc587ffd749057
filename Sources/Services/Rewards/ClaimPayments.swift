import Domain
import SQL

/// One part of a claim's payment, as it is kept.
struct StoredPart: Sendable {
    let id: ID<RewardClaim>
    let claim: ID<RewardClaim>
    let n: Int
    let percent: Int64
    let afterDays: Int
    let amount: Fen
    let dueOn: Day
    let state: ClaimPartState
    let back: Fen

    static func of(_ tx: any Transaction, _ claim: ID<RewardClaim>) throws -> [StoredPart] {
        try tx.rows("SELECT id, claim_id, n, percent, after_days, amount, due_on, state, back FROM reward_parts WHERE claim_id = \(claim) ORDER BY n").map { row in
            StoredPart(
                id: try row("id"), claim: try row("claim_id"), n: try row("n"), percent: try row("percent"), afterDays: try row("after_days"), amount: Fen(try row("amount")), dueOn: try row("due_on"),
                state: try row("state"), back: Fen(try row("back")))
        }
    }
}

extension Act {
    /// The payment of a claim, or of a later part of it, has come to something: the claim follows.
    ///
    /// Effects: the part's state; once no part is open any more, the claim is paid; an audit record; the station's people are told.
    /// - Parameter claim: what the order names: the id of the part, which for the first is the claim's own.
    func settleClaimPayment(_ claim: ID<RewardClaim>, isPaid: Bool) throws {
        guard let whole: ID<RewardClaim> = try tx.value("SELECT claim_id FROM reward_parts WHERE id = \(claim)") else { throw Refusal.notFound }
        let stored = try loadClaim(whole, where: "1 = 1"), after: ClaimPartState = isPaid ? .paid : .failed
        guard let part = try StoredPart.of(tx, whole).first(where: { $0.id == claim }) else { throw Refusal.notFound }
        // A payment that came back was paid before; one that failed may be paid yet.
        guard part.state == .ordered || part.state == .failed || part.state == .paid, part.state != after else { return }
        try tx.run("UPDATE reward_parts SET state = \(after), changed_at = \(now) WHERE id = \(claim)")
        audit("claim", whole.rawValue, isPaid ? "claim_part_paid" : "claim_part_failed", from: stored.state.rawValue, to: stored.state.rawValue, detail: ["part": claim.rawValue,
            "amount": String(part.amount.amount)])
        let open: Int = try tx.value("SELECT COUNT(*) FROM reward_parts WHERE claim_id = \(whole) AND state IN ('waiting', 'ordered', 'failed')") ?? 0
        if isPaid, open == 0, stored.state == .approved { try move(stored, .pay) }
        let words = isPaid ? Words("奖励款项已拨付 \(part.amount.text)", "\(part.amount.text) were paid") : Words("奖励款项拨付未成功", "A payment failed")
        try tell(try people(of: stored.station), words, Words("详见申领页面。", "See the claim's page."), link: stored.receipt)
    }

    /// The payment of a part came back by the bank, and all of it had been demanded back: it is not paid any more.
    ///
    /// Effects: the part's state; an audit record; the station's people are told.
    /// - Parameter part: what the order names.
    func lapseClaimPart(_ part: ID<RewardClaim>) throws {
        guard let whole: ID<RewardClaim> = try tx.value("SELECT claim_id FROM reward_parts WHERE id = \(part)") else { throw Refusal.notFound }
        let stored = try loadClaim(whole, where: "1 = 1")
        let changed = try tx.run("UPDATE reward_parts SET state = 'lapsed', changed_at = \(now) WHERE id = \(part) AND state = 'paid'")
        guard changed == 1 else { throw Casework.changedMeanwhile }
        audit("claim", whole.rawValue, "claim_part_lapsed", from: stored.state.rawValue, to: stored.state.rawValue, detail: ["part": part.rawValue])
        try tell(try people(of: stored.station), Words("奖励款项已退回，不再拨付", "What was paid of a reward came back, and is not paid again"), Words("详见申领页面。", "See the claim's page."), link: stored.receipt)
    }

    /// The person has left: what is not paid is paid no more, and what was paid comes back as the rule says.
    ///
    /// Effects: parts that wait lapse; orders that are not paid are cancelled; of what was paid the amount is demanded back; the claim is clawed back, or closed where nothing comes back;
    /// audit records; messages.
    func clawBack(_ claim: StoredClaim, leftOn: Day, startedOn: Day, reason: KeptReason) throws -> Fen {
        let (formula, _) = try figures(of: claim.id), parts = try StoredPart.of(tx, claim.id)
        let paid = Fen(parts.filter { $0.state == .paid }.reduce(0) { $0 + $1.amount.amount - $1.back.amount }), days = max(leftOn.number - startedOn.number, 0)
        let back = formula.clawBack.map { RewardCalculation.back($0, paid: paid, left: 1, of: 1, days: days) }
        var left = back?.amount.amount ?? 0, lapsed = false
        // What was paid last comes back first.
        for part in parts.reversed() {
            switch part.state {
            case .waiting, .ordered, .failed:
                if part.state != .waiting { try takeBack(part.amount, of: Receipt(.claim, part.id.rawValue), reason: reason) }
                try tx.run("UPDATE reward_parts SET state = 'lapsed', changed_at = \(now) WHERE id = \(part.id)")
                try nothingDue([.checkRetention], part.id.rawValue)
                lapsed = true
            case .paid:
                let own = min(left, part.amount.amount - part.back.amount)
                guard own > 0 else { continue }
                try takeBack(Fen(own), of: Receipt(.claim, part.id.rawValue), reason: reason)
                try tx.run("UPDATE reward_parts SET back = back + \(own), changed_at = \(now) WHERE id = \(part.id)")
                left -= own
            case .lapsed: continue
            }
        }
        let came = back?.amount ?? Fen(0)
        guard lapsed || came.amount > 0 else {
            throw Refusal(.conflict, "nothing_back", Words("按规则没有可追回的：\(back?.words.zh ?? "未规定追回")", "Nothing comes back: \(back?.words.en ?? "the rules say nothing of it")"))
        }
        let detail = ["back": String(came.amount), "left_on": leftOn.description]
        let nothingPaid = paid.amount == 0
        if came.amount > 0 || nothingPaid { try move(claim, .clawBack, reason: reason, clause: formula.clause, detail: detail) } else if claim.state == .approved { try move(claim, .pay, reason: reason,
            detail: detail) }
        try tell(try people(of: claim.station), Words("奖励停止拨付或追回", "A reward stops, or comes back"), Words("离岗日期 \(leftOn)，追回 \(came.text)。理由见申领页面。",
            "The last day was \(leftOn); \(came.text) come back. The reason is on its page."), link: claim.receipt)
        return came
    }
}

extension Act {
    /// The city's offices that reward, and those of the claim's area.
    func tell(rewardOfficesOf claim: StoredClaim, _ title: Words, _ body: Words) throws {
        let area: String? = try tx.value("SELECT area FROM stations WHERE id = \(claim.station)")
        for office in try house.library.programme(claim.programme).offices where office.powers.contains(.reward) && (office.area == nil || office.area == area) {
            try tell(office: office.id, programme: claim.programme, title, body, link: claim.receipt)
        }
    }

    /// Something was said or decided about a placement on which money was granted: whoever rewards looks whether it comes back.
    ///
    /// Effects: the offices that reward are told of each granted claim over it.
    func tellRewards(over placement: ID<Placement>, _ body: Words) throws {
        let claims = try tx.rows("SELECT \(StoredClaim.columns) FROM \(StoredClaim.tables) WHERE c.placement_id = \(placement) AND c.state IN ('approved', 'paid') ORDER BY c.id").map(StoredClaim.init)
        for claim in claims { try tell(rewardOfficesOf: claim, Words("已核定的奖励需要核实", "A granted reward is to be looked into"), body) }
    }
}

/// A part of a claim's payment is due once the person has stayed so many days: what both sides answered decides (二(三)3).
///
/// Effects: where somebody says that the person left before that day, as of `clawBack`; where they are still there, an order for the part; where nobody has answered, or both sides say
/// different things, the placement is disputed or does not count, or the budget does not have it, it is asked again a week later and the office that rewards is told; audit records.
struct CheckRetention {
    func callAsFunction(_ house: House, _ part: ID<RewardClaim>, at: Instant?) async throws {
        do {
            try await check(house, part, at: at)
        } catch let refusal as Refusal {
            // No budget, or somebody changed it meanwhile: everything was rolled back.
            _ = try await house.perform(by: .system, once: nil, at: at) { act in
                try wait(act, part, Words(refusal.words.zh, refusal.words.en), why: refusal.code)
                return Receipt(.claim, part.rawValue)
            }
        }
    }

    private func check(_ house: House, _ part: ID<RewardClaim>, at: Instant?) async throws {
        _ = try await house.perform(by: .system, once: nil, at: at) { act in
            guard let whole: ID<RewardClaim> = try act.tx.value("SELECT claim_id FROM reward_parts WHERE id = \(part)") else { return Receipt(.claim, part.rawValue) }
            let claim = try act.loadClaim(whole, where: "1 = 1")
            guard let own = try StoredPart.of(act.tx, whole).first(where: { $0.id == part }), own.state == .waiting else { return claim.receipt }
            let programme = try house.library.programme(hash: claim.hash)
            guard let placement = claim.placement else {
                try act.order(part: part, own.amount, of: claim, programme)
                return claim.receipt
            }
            guard let row = try act.tx.row("SELECT starts_on, state FROM placements WHERE id = \(placement)") else { return claim.receipt }
            let started: Day = try row("starts_on"), state: PlacementState = try row("state")
            switch state {
            case .void:
                _ = try act.clawBack(claim, leftOn: started, startedOn: started, reason: try act.keepReason("人才资源配置记录已作废。", audience: .applicant))
                return claim.receipt
            case .recorded, .evidenced, .disputed:
                try wait(act, part, Words("人才资源配置记录现为“\(state.words.zh)”，不计入期间不拨付", "The placement is “\(state.words.en)”: nothing is paid while it does not count"), why: "not_counted")
                return claim.receipt
            case .counted: break
            }
            let answers = try act.tx.rows("""
                SELECT is_there, left_on FROM placement_checks
                WHERE placement_id = \(placement) AND answered_at IS NOT NULL AND (after_days >= \(own.afterDays) OR left_on IS NOT NULL) ORDER BY after_days, side
                """)
            var left: [Day] = [], stays = 0
            for row in answers {
                let isThere: Bool = try row("is_there"), leftOn: Day? = try row("left_on")
                if isThere || leftOn.map({ $0 >= own.dueOn }) ?? false { stays += 1 } else if let leftOn { left.append(leftOn) }
            }
            switch (left.max(), stays > 0) {
            case (let leftOn?, false): _ = try act.clawBack(claim, leftOn: leftOn, startedOn: started, reason: try act.keepReason("在岗未满 \(own.afterDays) 天（\(leftOn) 离岗）。", audience: .applicant))
            case (nil, true): try act.order(part: part, own.amount, of: claim, programme)
            case (_?, true): try wait(act, part, Words("双方对是否在岗的回答不一致，请核实后认定", "The two sides answer differently: please look into it and decide"), why: "answers_differ")
            case (nil, false): try wait(act, part, Words("尚无在岗回访的回答", "Nobody has answered whether the person is still there"), why: "no_answer")
            }
            return claim.receipt
        }
    }

    private func wait(_ act: Act, _ part: ID<RewardClaim>, _ words: Words, why: String) throws {
        guard let row = try act.tx.row("""
            SELECT p.claim_id AS claim_id, c.station_id AS station_id FROM reward_parts p JOIN reward_claims c ON c.id = p.claim_id
            WHERE p.id = \(part)
            """) else { return }
        let claim: ID<RewardClaim> = try row("claim_id"), station: ID<Station> = try row("station_id")
        // Somebody may have decided about it meanwhile.
        let stored = try act.loadClaim(claim, where: "1 = 1")
        guard try act.tx.row("SELECT id FROM reward_parts WHERE id = \(part) AND state = 'waiting'") != nil else { return }
        act.audit("claim", claim.rawValue, "claim_part_waits", detail: ["part": part.rawValue, "why": why])
        act.due(.checkRetention, part.rawValue, at: act.now.adding(seconds: 7 * 86_400))
        let title = Words("奖励后续拨付待核实", "A later part of a reward waits")
        try act.tell(rewardOfficesOf: stored, title, words)
        try act.tell(try act.people(of: station), title, words, link: Receipt(.claim, claim.rawValue))
    }
}

/// Somebody in the office that rewards decides, after looking into it, whether the person of a granted claim stayed.
///
/// Effects: stayed: the parts whose day has come are ordered; left: as of `Act.clawBack`, with the reason; audit records. Nobody decides about their own organisation, and who approved does not.
public struct JudgeRetention: Codable, Sendable {
    public let stayed: Bool?
    public let leftOn: Day?
    public let reason: String

    public init(stayed: Bool?, leftOn: Day? = nil, reason: String) {
        self.stayed = stayed
        self.leftOn = leftOn
        self.reason = reason
    }

    public func callAsFunction(_ house: House, _ id: ID<RewardClaim>, by actor: Actor, once: Once? = nil) async throws -> Receipt {
        let text = try PursuitRules.reason(reason), library = house.library
        guard let stayed else { throw Refusal.invalid([.init("stayed", Words("请选择是否仍在岗", "Please say whether the person stayed"))]) }
        return try await house.perform(by: actor, once: once) { act in
            let claim = try act.loadClaim(id, where: ClaimAccess.asOffice(actor, library))
            let programme = try library.programme(hash: claim.hash), area: String? = try act.tx.value("SELECT area FROM stations WHERE id = \(claim.station)")
            guard let office = ClaimAccess.rewarding(actor, programme, area: area) else { throw Refusal(.forbidden, "not_your_office", Words("这件事不由您的部门办理", "This is not for your office to decide")) }
            let approver: ID<Account>? = try act.tx.value("SELECT approved_by FROM reward_claims WHERE id = \(id)")
            guard approver != actor.account else { throw Refusal(.forbidden, "approved_already", Words("核定人不能再认定是否在岗", "Who approved does not decide this"), next: Words("请由其他人员办理", "Let somebody else act")) }
            guard claim.state == .approved || claim.state == .paid, let placement = claim.placement,
                let record = try act.tx.row("SELECT starts_on, state FROM placements WHERE id = \(placement)") else { throw ClaimRules.wrongState(claim.state) }
            let started: Day = try record("starts_on"), standing: PlacementState = try record("state")
            let kept = try act.keepReason(text, audience: .applicant)
            if stayed {
                guard standing == .counted else { throw ClaimRules.notCounted(standing) }
                let due = try StoredPart.of(act.tx, id).filter { $0.state == .waiting && $0.dueOn <= act.today }
                guard !due.isEmpty else { throw Refusal(.conflict, "nothing_due", Words("没有到期待拨付的部分", "No part is due")) }
                act.audit("claim", id.rawValue, "claim_retention_judged", from: claim.state.rawValue, to: claim.state.rawValue, post: office, reason: kept, detail: ["stayed": "yes"])
                for part in due {
                    try act.order(part: part.id, part.amount, of: claim, programme)
                    try act.nothingDue([.checkRetention], part.id.rawValue)
                }
            } else {
                guard let leftOn, leftOn >= started, leftOn <= act.today else { throw Refusal.invalid([.init("leftOn", Words("请填写离岗日期，在入职日与今天之间", "Please give the last day, between the first day and today"))]) }
                act.audit("claim", id.rawValue, "claim_retention_judged", from: claim.state.rawValue, to: claim.state.rawValue, post: office, reason: kept, detail: ["stayed": "no", "left_on": leftOn.description])
                _ = try act.clawBack(claim, leftOn: leftOn, startedOn: started, reason: kept)
            }
            return claim.receipt
        }
    }
}
