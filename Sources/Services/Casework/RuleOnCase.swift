import Domain
import SQL

/// Somebody in an office rules: proposes an opinion, agrees with the one before them, or sends it back.
///
/// Effects: those of `Act.move`; the reason is kept in a row of its own. When the last office's line is through, the case moves on; when an
/// objection ends with it, the case that it held back is released.
public struct RuleOnCase: Codable, Sendable {
    public enum Act: String, Codable, Sendable, CaseIterable {
        case propose, agree
        case sendBack = "send_back"
    }

    public let office: String
    public let act: Act
    /// Wanted with `propose`.
    public let ruling: Ruling?
    /// Words for the applicant; wanted with every ruling but a plain pass, and with `send_back`.
    public let reason: String?
    /// The conditions that are not met, by id.
    public let conditions: [String]?
    /// The visit that the person saw (`CaseView.visit`). An office may have the next step too: what was meant for one does not fall on the other.
    public let visit: Int?

    public init(office: String, act: Act, ruling: Ruling? = nil, reason: String? = nil, conditions: [String]? = nil, visit: Int? = nil) {
        self.office = office
        self.act = act
        self.ruling = ruling
        self.reason = reason
        self.conditions = conditions
        self.visit = visit
    }

    /// - Throws: `notFound` when the actor may not see the case; `forbidden` when it is not theirs to rule; a conflict when somebody was faster.
    public func callAsFunction(_ house: House, on id: ID<Case>, by actor: Actor, once: Once? = nil) async throws -> Receipt {
        // On the ledger, since a case about a stay gives back beds.
        try await house.performOnLedger(by: actor, once: once) { act, _ in
            let loaded = try act.loadCase(id)
            let account = try mayRule(actor, loaded)
            if let visit, visit != loaded.current.visit { throw Casework.changedMeanwhile }
            try ObjectionRules.mustNotBeAParty(act.tx, loaded, actor)
            let step = loaded.step
            var kept: Services.Act.KeptReason?
            let text = (reason ?? "").trimmed
            if text.count > 2000 { throw Refusal.invalid([.init("reason", Words("理由最多 2000 字", "At most 2000 characters"))]) }
            let taskAct: TaskAct
            switch self.act {
            case .propose:
                let (ruling, conditions) = try checked(loaded, text: text)
                let words = text.isEmpty ? ruling.plainReason(step?.kind) : text
                let reason = try act.keepReason(words, audience: .applicant)
                kept = reason
                taskAct = .propose(Case.Opinion(ruling: ruling, reason: reason.id, clause: step?.clause, conditions: conditions))
            case .agree:
                if !text.isEmpty { kept = try act.keepReason(text, audience: .office) }
                taskAct = .agree
            case .sendBack:
                guard !text.isEmpty else { throw Refusal.invalid([.init("reason", Words("请写明退回经办的理由", "Say why you send it back"))]) }
                kept = try act.keepReason(text, audience: .office)
                taskAct = .sendBack
            }
            let task = loaded.current.tasks.first { $0.office == office }
            var detail = ["office": office, "act": self.act.rawValue]
            if let ruling = ruling ?? task?.opinion?.ruling { detail["ruling"] = ruling.rawValue }
            let unmet = conditions ?? task?.opinion?.conditions ?? []
            if !unmet.isEmpty { detail["conditions"] = unmet.joined(separator: ",") }
            let after = try act.move(
                loaded, .act(office: office, by: account, taskAct), verb: "case_\(self.act.rawValue)", post: "\(office)/\(task?.place?.rawValue ?? "")",
                reason: kept, clause: step?.clause, detail: detail)
            try act.releaseHeldCase(loaded, after)
            try act.settleLodgingCase(loaded, after)
            try act.settleJobReport(loaded, after)
            try act.settlePlacementCase(loaded, after)
            try act.settleEventPlan(loaded, after)
            try act.settleMandateCase(loaded, after, saying: self.act == .propose && !text.isEmpty ? text : nil)
            return Receipt(.case, id.rawValue)
        }
    }

    private func mayRule(_ actor: Actor, _ loaded: LoadedCase) throws(Refusal) -> ID<Account> {
        guard CaseRules.mayRead(actor, loaded.current, in: loaded.programme), let account = actor.account else { throw .notFound }
        if CaseRules.isOwn(actor, loaded.current) {
            throw Refusal(.forbidden, "own_case", Words("不能办理本人所在单位的申报，请回避", "No one acts on their own organisation's case"))
        }
        guard actor.holds(office, in: loaded.programme.id) else {
            throw Refusal(.forbidden, "not_your_office", Words("这件事不由您的部门办理", "This is not for your office to decide"))
        }
        guard let task = loaded.current.tasks.first(where: { $0.office == office }), let place = task.place else { return account }   // the engine says why not
        guard actor.holds(office, place, in: loaded.programme.id) else {
            let taken = task.position > 0 ? Words("经办意见已提交，现由\(place.words.zh)办理", "An opinion has been proposed; it is with the \(place.words.en) now")
                : Words("现由\(place.words.zh)办理", "It is with the \(place.words.en) now")
            throw Refusal(act == .propose && task.position > 0 ? .conflict : .forbidden, "not_your_turn", taken)
        }
        return account
    }

    private func checked(_ loaded: LoadedCase, text: String) throws(Refusal) -> (Ruling, [String]) {
        var fields: [Refusal.Field] = []
        if ruling == nil { fields.append(.init("ruling", Words("请选择意见", "Choose a ruling"))) }
        if let ruling, ruling != .pass, text.isEmpty { fields.append(.init("reason", Words("退回或不通过须写明理由", "A return or refusal needs a reason"))) }
        let known = Set((loaded.form?.conditions ?? []).map(\.id))
        let named = conditions ?? []
        if let unknown = named.first(where: { !known.contains($0) }) {
            fields.append(.init("conditions", Words("没有“\(unknown)”这个条件", "There is no condition “\(unknown)”")))
        }
        guard fields.isEmpty, let ruling else { throw .invalid(fields) }
        return (ruling, ruling == .pass ? [] : named)
    }
}

extension Act {
    /// When an objection has ended: the case that it held back moves on, if its notice is over and nothing else holds it.
    func releaseHeldCase(_ objection: LoadedCase, _ after: Case) throws {
        guard let about = objection.about, CaseState.ended.contains(after.state) else { return }
        try settleNotice(for: about)
    }

    /// Moves a case on from its public notice once that has ended and no objection against it is open.
    func settleNotice(for id: ID<Case>) throws {
        let held = try loadCase(id)
        guard held.current.state == .open, held.step?.kind == .notice else { return }
        // The newest, since a case that was taken up again is published a second time.
        let newest = try tx.row("""
            SELECT n.id AS id, n.state AS state FROM notices n JOIN notice_cases c ON c.notice_id = n.id
            WHERE c.case_id = \(id) AND n.state IN ('published', 'ended') AND n.kind = 'public_notice' AND n.step = \(held.current.step)
            ORDER BY n.published_at DESC, n.id DESC LIMIT 1
            """)
        guard let newest, try newest("state") == "ended" else { return }
        let open: Int = (try tx.value("SELECT COUNT(*) FROM cases WHERE about_case = \(id) AND state = 'open'")) ?? 0
        guard open == 0 else { return }
        try move(held, .settle(.pass), verb: "notice_passed", clause: held.step?.clause, detail: ["notice": try newest("id")])
    }
}

extension Ruling {
    /// What stands as the reason where none was given with a pass.
    func plainReason(_ kind: StepKind?) -> String {
        switch self {
        case .pass: kind == .intake ? "材料齐全，符合受理条件，予以受理。" : "符合条件，同意。"
        case .return: "退回补正。"
        case .refuse: "不予通过。"
        }
    }
}

extension Programme.Place {
    public var words: Words {
        switch self {
        case .handler: Words("经办", "handler")
        case .checker: Words("复核", "checker")
        case .signer: Words("签发", "signer")
        }
    }
}

extension String {
    var trimmed: String { Answers.text(self).plain }
}
