import Domain
import SQL

/// What about a stay has to be decided by people is a case: a proof that somebody has to look at, an appeal against a miss.
enum LodgingCases {
    static let proof = "lodging_proof"
    static let appeal = "no_show_appeal"
}

extension Act {
    /// A case about a stay, at its first office step.
    func openCase(_ procedureID: String, title: String, stay: ID<Stay>, at place: LodgingPlace, verb: String) throws -> ID<Case> {
        let programme = place.programme
        guard let procedure = programme.procedure(procedureID), let first = procedure.steps.first else {
            throw Refusal(.conflict, "no_procedure", Words("本方案未规定这项程序", "The programme has no such procedure"), next: Words("请联系市人才服务中心", "Ask the talent service centre"))
        }
        let id: ID<Case> = try newID()
        let number = "\(today.year)-\(try self.number("case/\(programme.id)/\(today.year)", for: id.rawValue))"
        try tx.run("""
            INSERT INTO cases (id, programme_id, programme_hash, calendar, procedure, number, title, area, state, step, visit, returns, due_provisional, version, created_at, handed_in_at)
            VALUES (\(id), \(programme.id), \(programme.hash), \(programme.calendar), \(procedure.id), \(number), \(title), \(place.area), 'draft', \(first.id), \(0), '{}',
                \(false), \(1), \(now), \(now))
            """)
        try move(try loadCase(id), .handIn(changed: []), verb: verb, detail: ["stay": stay.rawValue])
        return id
    }

    /// The stay waits, held, until an office has looked at the proof.
    func askForProof(_ stay: ID<Stay>, _ place: LodgingPlace, account: ID<Account>) throws {
        let id = try openCase(LodgingCases.proof, title: "住宿资格：\(place.name)", stay: stay, at: place, verb: "proof_asked")
        later("UPDATE stays SET proof_case = \(id) WHERE id = \(stay)", changing: 1, otherwise: Unexpected("the stay of a proof"))
        try tell(account, Words("资格证明待审核：\(place.name)", "Your proof is being looked at: \(place.name)"),
            Words("床位已为您保留，证明审核通过后自动预订成功。", "The bed is held for you, and is booked by itself once the proof is accepted."), link: Receipt(.stay, stay.rawValue))
    }

    /// A case of the lodging has ended: what was held is booked or given back, what was imposed is lifted or stands.
    func settleLodgingCase(_ loaded: LoadedCase, _ after: Case) throws {
        guard CaseState.ended.contains(after.state) else { return }
        if loaded.current.procedure == LodgingCases.proof, let id: ID<Stay> = try tx.value("SELECT id FROM stays WHERE proof_case = \(loaded.id)") {
            let stay = try loadStay(id, where: "1 = 1")
            guard stay.state == .held else { return }   // cancelled or expired meanwhile
            if after.state == .done, stay.holdUntil.map({ $0 > now }) ?? false { return try confirm(stay, verb: "proof_accepted") }
            try move(stay, .cancel, verb: "proof_refused")
            try nothingDue([.holdEnd], id.rawValue)
            try release(stay)
            if let account = stay.account {
                try tell(account, Words("资格证明未通过：\(stay.place.name)", "Your proof was not accepted: \(stay.place.name)"),
                    Words("床位已释放，额度已退还。可补充材料后重新预订。", "The bed was released and your nights are yours again. You can add to your proof and book again."), link: Receipt(.stay, id.rawValue))
            }
        }
        if loaded.current.procedure == LodgingCases.appeal, let row = try tx.row("SELECT stay_id, account_id FROM stay_misses WHERE appeal_case = \(loaded.id)\(dialect.lock)") {
            let id: ID<Stay> = try row("stay_id"), account: ID<Account>? = try row("account_id")
            let upheld = after.state == .done
            if upheld { try tx.run("UPDATE stay_misses SET lifted_at = \(now) WHERE stay_id = \(id)") }
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
/// Effects: a case of procedure `no_show_appeal`; the text sealed beside the miss; audit records. The ban stands until the case is decided.
public struct AppealMiss: Codable, Sendable {
    public let text: String

    public init(text: String) { self.text = text }

    public func callAsFunction(_ house: House, _ id: ID<Stay>, by actor: Actor, once: Once? = nil) async throws -> Receipt {
        guard (10...2000).contains(text.trimmed.count) else { throw Refusal.invalid([.init("text", Words("请说明情况（10 至 2000 字）", "Say what happened (10 to 2000 characters)"))]) }
        return try await house.perform(by: actor, once: once) { act in
            let stay = try act.loadOwnStay(id)
            guard let row = try act.tx.row("SELECT appeal_case, lifted_at FROM stay_misses WHERE stay_id = \(id)\(act.dialect.lock)") else { throw Refusal.notFound }
            let before: ID<Case>? = try row("appeal_case")
            guard before == nil else { throw Refusal(.conflict, "appealed", Words("已经申诉过", "You have appealed already")) }
            let opened = try act.openCase(LodgingCases.appeal, title: "住宿申诉：\(stay.place.name)", stay: id, at: stay.place, verb: "appeal_raised")
            let sealed = try house.secrets.seal(text: text.trimmed, table: "stay_misses", column: "appeal_text", row: id.rawValue)
            try act.tx.run("UPDATE stay_misses SET appeal_case = \(opened), appeal_text = \(sealed) WHERE stay_id = \(id)")
            act.audit("stay", id.rawValue, "appealed", detail: ["case": opened.rawValue])
            return Receipt(.stay, id.rawValue)
        }
    }
}
