import Domain
import SQL

extension Act {
    /// A case about a stay, at its first office step.
    func openCase(_ procedureID: String, title: String, stay: ID<Stay>, at place: LodgingPlace, verb: String) throws -> ID<Case> {
        try openCase(procedureID, title: title, in: place.programme, area: place.area, detail: ["stay": stay.rawValue], verb: verb)
    }

    /// A case that no organisation applies for, at its first office step.
    func openCase(_ procedureID: String, title: String, in programme: Programme, area: String?, detail: [String: String], verb: String) throws -> ID<Case> {
        let id = try draftCase(procedureID, title: title, in: programme, area: area, handedInAt: now)
        try move(try loadCase(id), .handIn(changed: []), verb: verb, detail: detail)
        return id
    }

    /// A case that no organisation applies for, before it is handed in.
    func draftCase(_ procedureID: String, title: String, in programme: Programme, area: String?, handedInAt: Instant? = nil) throws -> ID<Case> {
        guard let procedure = programme.procedure(procedureID), let first = procedure.steps.first else {
            throw Refusal(.conflict, "no_procedure", Words("本方案未规定这项程序", "The programme has no such procedure"), next: Words("请联系市人才服务中心", "Ask the talent service centre"))
        }
        let id: ID<Case> = try newID()
        let number = "\(today.year)-\(try self.number("case/\(programme.id)/\(today.year)", for: id.rawValue))"
        try tx.run("""
            INSERT INTO cases (id, programme_id, programme_hash, calendar, procedure, number, title, area, state, step, visit, returns, due_provisional, version, created_at, handed_in_at)
            VALUES (\(id), \(programme.id), \(programme.hash), \(programme.calendar), \(procedure.id), \(number), \(title), \(area), 'draft', \(first.id), \(0), '{}',
                \(false), \(1), \(now), \(handedInAt))
            """)
        return id
    }

    /// An office looks at the proof before check-in.
    func askForProof(_ stay: ID<Stay>, _ procedure: String, _ place: LodgingPlace, _ account: ID<Account>) throws {
        let id = try openCase(procedure, title: "住宿资格：\(place.name)", stay: stay, at: place, verb: "proof_asked")
        later("UPDATE stays SET proof_case = \(id) WHERE id = \(stay)", changing: 1, otherwise: Unexpected("the stay of a proof"))
        try tell(account, Words("资格证明待审核：\(place.name)", "Your proof will be looked at: \(place.name)"),
            Words("床位已预订，请在入住前上传证明材料；审核未通过的，预订将取消。", "Your bed is booked. Please add your proof before you arrive; if it is not accepted the booking is cancelled."), link: Receipt(.stay, stay.rawValue))
    }

    /// An office looks at what a stay that is there already wants proven now. A case that is open examines whatever the stay wants; one that was decided
    /// examined what it wanted then.
    func askForProof(of stay: LoadedStay, _ facts: [String], at place: LodgingPlace) throws {
        guard let account = stay.account, let procedure = place.rules.proofs.first(where: { facts.contains($0.fact.id) })?.procedure else { return }
        let state: CaseState? = try stay.proofCase.flatMap { try tx.value("SELECT state FROM cases WHERE id = \($0)") }
        switch state {
        case .open?, .correction?: return
        case .done? where Set(facts).isSubset(of: stay.finding.office ?? []): return
        default: try askForProof(stay.id, procedure, place, account)
        }
    }

    /// The proof of a stay that has ended need not be looked at any more.
    func withdrawProof(_ stay: LoadedStay) throws {
        guard let id = stay.proofCase else { return }
        let loaded = try loadCase(id)
        guard loaded.current.state == .open || loaded.current.state == .correction else { return }
        try move(loaded, .withdraw, verb: "stay_ended", detail: ["stay": stay.id.rawValue])
    }

    /// What an office found proven for a stay is proven in the profile too, by the document that it looked at: for the next stay nobody asks again.
    /// What the person has changed since they booked is not what was judged.
    private func proveFacts(of stay: LoadedStay) throws {
        guard let owner = stay.account, let by = actor.account, let office = stay.finding.office, !office.isEmpty else { return }
        try lock(owner)
        let looked = try tx.rows("""
            SELECT p.id AS id, p.kind AS kind, p.expires AS expires FROM proofs p WHERE p.account_id = \(owner) AND p.removed_at IS NULL AND (p.expires IS NULL OR p.expires >= \(today))
                AND EXISTS (
                    SELECT 1 FROM proof_uses u JOIN proof_looks k ON k.proof_id = u.proof_id AND k.at >= u.granted_at
                    WHERE u.proof_id = p.id AND u.revoked_at IS NULL AND u.purpose = 'stay' AND u.subject = \(stay.id)
                )
            ORDER BY p.created_at DESC, p.id DESC
            """)
        for fact in office {
            let holds = stay.place.rules.proofs.first { $0.fact.id == fact }?.holdsDays.map { today.adding($0) }
            for row in looked {
                guard let kind = Proof.Kind(rawValue: try row("kind")), Proof.provable(by: kind)?.contains(fact) ?? true else { continue }
                if try prove(fact, of: owner, with: try row("id"), by: by, until: [holds, try row("expires")].compactMap(\.self).min(), where: "(accepted_at IS NULL OR until < \(today)) AND stated_at <= \(stay.finding.at ?? stay.createdAt)") { break }
            }
        }
    }

    /// A case of the lodging has ended: what was held is booked or given back, what was imposed is lifted or stands.
    func settleLodgingCase(_ loaded: LoadedCase, _ after: Case) throws {
        guard CaseState.ended.contains(after.state) else { return }
        if let id: ID<Stay> = try tx.value("SELECT id FROM stays WHERE proof_case = \(loaded.id)") {
            let stay = try loadStay(id, where: "1 = 1")
            let isAccepted = after.state == .done
            if isAccepted {
                audit("stay", id.rawValue, "proof_accepted", from: stay.state.rawValue, to: stay.state.rawValue, detail: ["case": loaded.id.rawValue])
                try proveFacts(of: stay)
            }
            if after.state == .refused, StayState.awaited.contains(stay.state) {
                try move(stay, .cancel, verb: "proof_refused", detail: ["case": loaded.id.rawValue])
                try nothingDue([.holdEnd, .noShow, .remindStay], id.rawValue)
                try release(stay)
                try offer(stay.nights, at: stay.place)
            }
            if let account = stay.account, isAccepted || (after.state == .refused && StayState.awaited.contains(stay.state)) {
                try tell(account, isAccepted ? Words("资格证明已通过：\(stay.place.name)", "Your proof was accepted: \(stay.place.name)") : Words("资格证明未通过：\(stay.place.name)", "Your proof was not accepted: \(stay.place.name)"),
                    isAccepted ? Words("可按预订日期入住。", "You can check in as booked.")
                        : Words("预订已取消，额度已退还。可补充材料后重新预订。", "The booking was cancelled and your nights are yours again. You can add to your proof and book again."), link: Receipt(.stay, id.rawValue))
            }
        }
        if let row = try tx.row("SELECT stay_id, account_id FROM stay_misses WHERE appeal_case = \(loaded.id)\(dialect.lock)") {
            let id: ID<Stay> = try row("stay_id"), account: ID<Account>? = try row("account_id")
            guard after.state != .withdrawn else { return }
            let upheld = after.state == .done
            if upheld {
                try tx.run("UPDATE stay_misses SET lifted_at = \(now) WHERE stay_id = \(id)")
                let stay = try loadStay(id, where: "1 = 1")
                try liftedMiss(of: stay.personKey, stay.place)
            }
            audit("stay", id.rawValue, upheld ? "appeal_upheld" : "appeal_not_upheld", detail: ["case": loaded.id.rawValue])
            if let account {
                try tell(account, upheld ? Words("申诉成立", "Your appeal was upheld") : Words("申诉不成立", "Your appeal was not upheld"),
                    upheld ? Words("相关记录和限制已撤销。", "The mark and what followed from it are lifted.") : Words("理由见住宿记录。", "The reasons are on the stay's page."), link: Receipt(.stay, id.rawValue))
            }
        }
    }
}

/// Somebody appeals against a warning or a ban.
///
/// Effects: a case of the procedure that the rules name; the text sealed beside the miss; audit records. The ban stands until the case is decided.
public struct AppealMiss: Codable, Sendable {
    public let text: String

    public init(text: String) { self.text = text }

    public func callAsFunction(_ house: House, _ id: ID<Stay>, by actor: Actor, once: Once? = nil) async throws -> Receipt {
        guard (10...2000).contains(text.trimmed.count) else { throw Refusal.invalid([.init("text", Words("请说明情况（10 至 2000 字）", "Say what happened (10 to 2000 characters)"))]) }
        return try await house.perform(by: actor, once: once) { act in
            let stay = try act.loadOwnStay(id)
            guard let row = try act.tx.row("SELECT appeal_case, lifted_at FROM stay_misses WHERE stay_id = \(id)\(act.dialect.lock)") else { throw Refusal.notFound }
            let before: ID<Case>? = try row("appeal_case"), lifted: Instant? = try row("lifted_at")
            guard lifted == nil else { throw Refusal(.conflict, "lifted", Words("这条记录已经撤销，不用申诉", "This mark has been lifted; there is nothing to appeal against")) }
            guard before == nil else { throw Refusal(.conflict, "appealed", Words("已经申诉过", "You have appealed already")) }
            guard let procedure = stay.place.rules.noShow.appeal else { throw Refusal(.conflict, "no_appeal", Words("本方案未设申诉程序", "The programme has no appeal"), next: Words("请联系市人才服务中心", "Ask the talent service centre")) }
            let opened = try act.openCase(procedure, title: "住宿申诉：\(stay.place.name)", stay: id, at: stay.place, verb: "appeal_raised")
            let sealed = try house.secrets.seal(text: text.trimmed, table: "stay_misses", column: "appeal_text", row: id.rawValue)
            try act.tx.run("UPDATE stay_misses SET appeal_case = \(opened), appeal_text = \(sealed) WHERE stay_id = \(id)")
            act.audit("stay", id.rawValue, "appealed", detail: ["case": opened.rawValue])
            return Receipt(.stay, id.rawValue)
        }
    }
}
