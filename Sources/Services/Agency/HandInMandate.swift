import Domain
import SQL

/// The agent hands the papers in at the office, or again after they came back; what was offered, the talent themselves.
///
/// Effects: a case of the procedure that the rules name, or its case goes on; the offices may look at the documents of the wallet that were chosen, and at
/// no other; what the policy comes to for the person; the talent is told; audit records.
public struct HandInMandate: Codable, Sendable {
    public init() {}

    public func callAsFunction(_ house: House, _ id: ID<Mandate>, by actor: Actor, once: Once? = nil) async throws -> Receipt {
        try await house.perform(by: actor, once: once) { act in
            let mandate = try act.loadMandate(id, where: MandateAccess.asWorker(actor))
            try act.mustBeInWork(mandate)
            let policy = try act.policy(of: mandate)
            if mandate.way == .agency {
                let settled = Set(try act.tx.rows("SELECT material FROM mandate_materials WHERE mandate_id = \(id) AND state <> 'asked'").map { try $0("material") as String })
                let missing = policy.terms.materials.filter { !settled.contains($0.id) }
                guard missing.isEmpty else {
                    throw Refusal(.conflict, "materials_missing", Words("还缺：\(missing.map(\.name.zh).joined(separator: "、"))", "Still missing: \(missing.map(\.name.en).joined(separator: ", "))"),
                        next: Words("逐项落实后再递交", "Settle each paper first"))
                }
            }
            try act.handIn(mandate, policy, .handIn, by: mandate.way == .offer ? .talent : .station)
            if mandate.way == .agency { try act.tell(mandate.account, Words("已递交部门：\(policy.terms.title.zh)", "Handed in: \(policy.terms.title.en)"), Words("驿站已替您递交，审核进展见代办页面。",
                "Your agent has handed it in; see how it goes on its page."), link: Receipt(.mandate, id.rawValue)) }
            return Receipt(.mandate, id.rawValue)
        }
    }
}

extension Act {
    /// Effects: the state; the case is opened, or goes on after a correction; uses of the documents that were chosen, for this case; what the policy comes to.
    func handIn(_ mandate: StoredMandate, _ policy: StoredPolicy, _ event: MandateEvent, by side: MandateSide) throws {
        let (programme, rules) = try house.agencyProgramme(mandate.programme)
        let facts = try TalentReader.facts(tx, house.secrets, mandate.account)
        let computed = PolicyReader.answers([policy], facts, in: programme.ruleContext(today: today)).first?.amount
        let id: ID<Case>
        if let known = mandate.caseID {
            id = known
            try move(try loadCase(known), .handIn(changed: []), verb: "mandate_handed_in", detail: ["mandate": mandate.id.rawValue])
        } else {
            let area: String? = try mandate.station.flatMap { try tx.value("SELECT area FROM stations WHERE id = \($0)") }
            let title = mandate.way == .offer ? "免申即享：\(policy.terms.title.zh)" : "政策代办：\(policy.terms.title.zh)"
            id = try openCase(rules.procedure, title: title, in: programme, area: area, detail: ["mandate": mandate.id.rawValue, "policy": policy.id.rawValue, "way": mandate.way.rawValue], verb: "mandate_handed_in")
        }
        try move(mandate, event, by: side, also: ", case_id = \(id), computed = \(computed?.amount), handed_in_at = \(now)", clause: rules.clause, detail: ["case": id.rawValue])
        // What is no longer among the papers is closed to the offices again.
        let chosen = try tx.rows("SELECT proof_id FROM mandate_materials WHERE mandate_id = \(mandate.id) AND proof_id IS NOT NULL ORDER BY proof_id").map { try $0("proof_id") as ID<Proof> }
        try tx.run("UPDATE proof_uses SET revoked_at = \(now) WHERE purpose = 'case' AND subject = \(id.rawValue) AND revoked_at IS NULL AND proof_id NOT IN (SELECT u.proof_id FROM mandate_materials u WHERE u.mandate_id = \(mandate.id) AND u.proof_id IS NOT NULL)")
        for proof in Set(chosen).sorted() {
            try tx.run("""
                INSERT INTO proof_uses (id, proof_id, purpose, subject, granted_at) VALUES (\(try newID(Proof.self)), \(proof), \(Proof.Purpose.case.rawValue), \(id.rawValue), \(now)) ON CONFLICT DO NOTHING
                """)
        }
    }

    /// What the offices said of a case goes on to the mandate behind it: returned, granted or refused, with the reason; where money is granted, it is to be paid.
    ///
    /// - Parameter text: what was said with the ruling just now, where the office's line has one place.
    /// - Throws: `amount_wanted` when money is granted and nobody said how much, and the policy does not say it by itself.
    func settleMandateCase(_ loaded: LoadedCase, _ after: Case, saying text: String? = nil) throws {
        guard after.state != loaded.current.state, after.state != .open, let id: ID<Mandate> = try tx.value("SELECT id FROM mandates WHERE case_id = \(loaded.id)") else { return }
        let mandate = try loadMandate(id, where: "1 = 1")
        guard mandate.state == .handedIn else { return }
        let said = try text ?? opinion(loaded, after), detail = ["case": loaded.id.rawValue], policy = try policy(of: mandate)
        func kept(_ plain: String) throws -> KeptReason { try keepReason(said ?? plain, audience: .applicant) }
        switch after.state {
        case .correction:
            // A mandate that is over cannot be corrected by its agent any more.
            if mandate.way == .agency, let until = mandate.until, until < today {
                try move(mandate, .lapse, by: .system, reason: try kept("退回补正时委托已到期。"), detail: detail)
                try withdrawCase(of: mandate, verb: "mandate_lapsed")
                return try tell(mandate, but: .office, Words("委托已到期", "The mandate is over"), Words("部门退回补正时委托期已过；请重新委托。", "It came back after the mandate's last day; please make a new one."))
            }
            try move(mandate, .sendBack, by: .office, reason: try kept("请补正材料。"), detail: detail)
            try tell(mandate, but: .office, Words("需要补正", "To be corrected"), Words(said ?? "请补正材料。", "The office returned it; what it wants is on the page."))
        case .refused:
            try move(mandate, .refuse, by: .office, also: ", decided_at = \(now)", reason: try kept("不予通过。"), detail: detail)
            try tell(mandate, but: .office, Words("审核未通过", "Refused"), Words("理由见代办页面。", "The reasons are on its page."))
        case .done:
            if case .none = policy.terms.amount {
                try move(mandate, .grantService, by: .office, also: ", decided_at = \(now)", reason: try said.map { try keepReason($0, audience: .applicant) }, detail: detail)
                return try tell(mandate, but: .office, Words("审核通过，已办结", "Granted"), Words("您可以享受这项政策。", "You have what the policy gives."))
            }
            guard let amount = mandate.amount ?? mandate.computed, amount.amount > 0 else {
                throw Refusal(.conflict, "amount_wanted", Words("请先核定金额", "Please set the amount first"), next: Words("在案件页面“代办事项”中填写核定金额", "Give it on the case's page, under the application"))
            }
            try move(mandate, .grant, by: .office, also: ", decided_at = \(now), amount = \(amount.amount)", reason: try said.map { try keepReason($0, audience: .applicant) },
                detail: detail.merging(["amount": String(amount.amount)]) { $1 })
            try pay(mandate, .payable, amount, office: "", reason: nil)
            try tell(mandate, but: .office, Words("审核通过，待拨付", "Granted, to be paid"), Words("核定金额 \(amount.text) 元。请确认收款账户已填写。", "Amount: \(amount.text) yuan. Please see that your bank account is given."))
        case .draft, .open, .withdrawn: return
        }
    }

    fileprivate func pay(_ mandate: StoredMandate, _ state: PaymentState, _ amount: Fen, on day: Day? = nil, office: String, reason: KeptReason?) throws {
        let n: Int = try tx.value("SELECT COALESCE(MAX(n), 0) + 1 FROM mandate_payments WHERE mandate_id = \(mandate.id)") ?? 1
        try tx.run("""
            INSERT INTO mandate_payments (mandate_id, n, state, amount, paid_on, office, by_account, reason_id, at)
            VALUES (\(mandate.id), \(n), \(state), \(amount.amount), \(day), \(office), \(actor.account), \(reason?.id), \(now))
            """)
    }
}

/// Somebody in an office that has the case says how much is granted: at most what the policy comes to.
///
/// Effects: the amount, which whoever rules then grants; an audit record. Not after the decision.
public struct SetMandateAmount: Codable, Sendable {
    public let amount: Fen

    public init(amount: Fen) { self.amount = amount }

    public func callAsFunction(_ house: House, _ id: ID<Mandate>, by actor: Actor, once: Once? = nil) async throws -> Receipt {
        let library = house.library
        return try await house.perform(by: actor, once: once) { act in
            let mandate = try act.loadMandate(id, where: MandateAccess.asOffice(actor, library))
            guard let case_ = mandate.caseID, mandate.state == .handedIn else {
                _ = try mandate.state.after(.grant)
                throw Casework.changedMeanwhile
            }
            guard !mandate.isParty(actor) else { throw Refusal.notFound }
            let loaded = try act.loadCase(case_)
            guard let task = loaded.current.tasks.first(where: { CaseRules.mayAct(actor, on: $0, of: loaded.current) }) else {
                throw Refusal(.forbidden, "not_your_turn", Words("现在不由您办理", "It is not with you now"))
            }
            if case .none = try act.policy(of: mandate).terms.amount { throw Refusal(.conflict, "no_money", Words("这项政策不发放资金", "This policy gives no money")) }
            guard amount.amount > 0, amount.amount <= (mandate.computed?.amount ?? 100_000_000_000) else {
                let most = mandate.computed
                throw Refusal.invalid([.init("amount", most.map { Words("金额须大于 0，且不超过按政策计算的 \($0.text) 元", "More than 0, and at most \($0.text) yuan as the policy says") } ?? Words("请填写大于 0 的金额", "More than 0"))])
            }
            try act.tx.run("UPDATE mandates SET amount = \(amount.amount) WHERE id = \(id)")
            try act.note(mandate, "amount_set", by: .office, detail: ["amount": String(amount.amount), "office": task.office])
            return Receipt(.case, case_.rawValue)
        }
    }
}

/// Somebody in an office that pays says what became of the money.
///
/// Effects: paid on a day, failed, or come back, with the reason; the talent is told; an audit record. Nobody pays themselves or their own organisation's.
public struct RecordMandatePayment: Codable, Sendable {
    /// `paid`, `failed` or `returned`.
    public let state: PaymentState
    /// Of what was paid.
    public let paidOn: Day?
    /// Of what failed or came back.
    public let reason: String?

    public init(state: PaymentState, paidOn: Day? = nil, reason: String? = nil) {
        self.state = state
        self.paidOn = paidOn
        self.reason = reason
    }

    public func callAsFunction(_ house: House, _ id: ID<Mandate>, by actor: Actor, once: Once? = nil) async throws -> Receipt {
        let library = house.library
        let text: String? = state == .paid ? nil : try PursuitRules.reason(reason)
        return try await house.perform(by: actor, once: once) { act in
            let mandate = try act.loadMandate(id, where: MandateAccess.asOffice(actor, library))
            guard !mandate.isParty(actor) else { throw Refusal.notFound }
            guard let office = MandateRules.payer(actor, try library.programme(mandate.programme)) else { throw Refusal(.forbidden, "not_your_office", Words("拨付不由您的部门办理", "Your office does not pay")) }
            guard let amount = mandate.amount else { throw MandateRules.notGranted }
            let kept = try text.map { try act.keepReason($0, audience: .applicant) }, detail = ["amount": String(amount.amount), "office": office]
            let words: (Words, Words)
            switch state {
            case .paid:
                guard let day = paidOn, day <= act.today, day >= act.today.adding(-366) else { throw Refusal.invalid([.init("paidOn", Words("请填写今天或此前一年内的日期", "Today, or a day within the last year"))]) }
                try act.move(mandate, .pay, by: .office, detail: detail.merging(["day": day.description]) { $1 })
                try act.pay(mandate, .paid, amount, on: day, office: office, reason: nil)
                words = (Words("款项已拨付", "It was paid"), Words("\(day) 拨付 \(amount.text) 元，请查收。", "\(amount.text) yuan were paid on \(day)."))
            case .failed:
                guard mandate.state == .granted else { throw MandateRules.notGranted }
                try act.note(mandate, "payment_failed", by: .office, reason: kept, detail: detail)
                try act.pay(mandate, .failed, amount, office: office, reason: kept)
                words = (Words("拨付未成功", "The payment failed"), Words("请核对收款账户，理由见代办页面。", "Please look at your bank account; the reason is on the page."))
            case .returned:
                try act.move(mandate, .bounce, by: .office, reason: kept, detail: detail)
                try act.pay(mandate, .returned, amount, office: office, reason: kept)
                words = (Words("款项被退回", "The money came back"), Words("请核对收款账户，理由见代办页面。", "Please look at your bank account; the reason is on the page."))
            case .payable: throw Refusal.invalid([.init("state", Words("请选择拨付结果", "Say what became of it"))])
            }
            try act.tell(mandate.account, words.0, words.1, link: Receipt(.mandate, id.rawValue))
            return Receipt(.mandate, id.rawValue)
        }
    }
}

extension MandateRules {
    static let notGranted = Refusal(.conflict, "mandate_not_granted", Words("尚未审核通过，不能拨付", "It is not granted; nothing is to be paid"))
}
