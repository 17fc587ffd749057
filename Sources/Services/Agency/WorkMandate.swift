import Domain
import SQL

/// Somebody of the station takes a mandate on, or from a colleague. Nobody does the papers who sits in an office, or for themselves.
///
/// Effects: the agent; the talent is told who it is; an audit record.
public struct TakeMandate: Codable, Sendable {
    public init() {}

    public func callAsFunction(_ house: House, _ id: ID<Mandate>, by actor: Actor, once: Once? = nil) async throws -> Receipt {
        try await house.perform(by: actor, once: once) { act in
            let mandate = try act.loadMandate(id, where: MandateAccess.asStation(actor))
            guard let account = actor.account else { throw Refusal.unauthenticated }
            guard !actor.isStaff else { throw Refusal(.forbidden, "agent_in_office", Words("部门工作人员不能担任代办经办人", "Nobody who sits in an office is an agent")) }
            guard account != mandate.account else { throw Refusal(.forbidden, "own_mandate", Words("不能代办本人的申请", "Nobody is their own agent")) }
            guard mandate.agent != account else { return Receipt(.mandate, id.rawValue) }
            try act.move(mandate, .take, by: .station, also: ", agent_id = \(account)", detail: ["before": mandate.agent?.rawValue ?? ""])
            try act.tell(mandate.account, Words("驿站已接办您的委托", "Your mandate was taken on"), Words("经办人：\(actor.name)。进展、材料和留言都在代办页面。", "Your agent is \(actor.name). Steps, papers and messages are on its page."),
                link: Receipt(.mandate, id.rawValue))
            return Receipt(.mandate, id.rawValue)
        }
    }
}

/// The agent says of one paper where it comes from, that the talent has to bring it, or why it is not needed.
///
/// Effects: the paper's state; a proof of the wallet only where the mandate names its kind; the reason kept; who has to bring something is told; an audit record.
public struct SettleMaterial: Codable, Sendable {
    public let material: String
    /// `proof`, `asked`, `unneeded`, or `open` to begin anew.
    public let state: MaterialState
    public let proof: ID<Proof>?
    public let reason: String?

    public init(material: String, state: MaterialState, proof: ID<Proof>? = nil, reason: String? = nil) {
        self.material = material
        self.state = state
        self.proof = proof
        self.reason = reason
    }

    public func callAsFunction(_ house: House, _ id: ID<Mandate>, by actor: Actor, once: Once? = nil) async throws -> Receipt {
        let text = state == .unneeded ? try PursuitRules.reason(reason) : try PursuitRules.note(reason, "reason", most: 500)
        return try await house.perform(by: actor, once: once) { act in
            let mandate = try act.loadMandate(id, where: MandateAccess.asWorker(actor))
            try act.mustBeInWork(mandate)
            let material = try act.material(self.material, of: mandate)
            switch state {
            case .open: try act.tx.run("DELETE FROM mandate_materials WHERE mandate_id = \(id) AND material = \(material.id)")
            case .proof: try act.settle(material, of: mandate, .proof, proof: try usable(act, mandate))
            case .asked:
                try act.settle(material, of: mandate, .asked)
                if let text { try act.say(mandate, text, as: .station, about: material.id) }
                try act.tell(mandate.account, Words("请补充材料：\(material.name.zh)", "A paper is missing: \(material.name.en)"), Words("经办人需要这份材料，请在代办页面上传。", "Your agent needs it; please upload it on the page."),
                    link: Receipt(.mandate, id.rawValue))
            case .unneeded: try act.settle(material, of: mandate, .unneeded, reason: try text.map { try act.keepReason($0, audience: .applicant) })
            case .file: throw Refusal.invalid([.init("state", Words("请用上传按钮上传文件", "Please upload the file itself"))])
            }
            if state == .open { try act.note(mandate, "material_open", by: mandate.way == .offer ? .talent : .station, detail: ["material": material.id]) }
            return Receipt(.mandate, id.rawValue)
        }
    }

    /// A proof of the talent's that the mandate covers.
    private func usable(_ act: Act, _ mandate: StoredMandate) throws -> ID<Proof> {
        guard let proof, let row = try act.tx.row("SELECT kind, expires FROM proofs WHERE id = \(proof) AND account_id = \(mandate.account) AND removed_at IS NULL") else {
            throw Refusal.invalid([.init("proof", Words("请选择证明夹中的材料", "Choose a document of the wallet"))])
        }
        let kind: String = try row("kind"), expires: Day? = try row("expires")
        if mandate.way == .agency, try act.tx.row("SELECT kind FROM mandate_kinds WHERE mandate_id = \(mandate.id) AND kind = \(kind)") == nil {
            throw Refusal(.forbidden, "kind_not_in_mandate", Words("委托书未授权使用这类材料", "The mandate does not cover documents of this kind"), next: Words("请本人上传，或重新签署委托书", "Ask the person to upload it, or for a new mandate"))
        }
        if let expires, expires < act.today { throw Refusal(.conflict, "proof_expired", Words("这份材料已过有效期", "This proof has run out")) }
        return proof
    }
}

extension Act {
    func mustBeInWork(_ mandate: StoredMandate) throws {
        guard mandate.state == .working else {
            _ = try mandate.state.after(.handIn)
            throw Casework.changedMeanwhile
        }
        if mandate.way == .agency, let until = mandate.until, until < today { throw MandateState.isOverdue }
    }

    /// - Throws: `invalid` where the policy asks for no such paper.
    func material(_ id: String, of mandate: StoredMandate) throws -> PolicyTerms.Material {
        guard let material = try policy(of: mandate).terms.materials.first(where: { $0.id == id }) else { throw Refusal.invalid([.init("material", Words("这项政策没有这份材料", "The policy asks for no such paper"))]) }
        return material
    }

    /// What became of a paper.
    func settle(_ material: PolicyTerms.Material, of mandate: StoredMandate, _ state: MaterialState, proof: ID<Proof>? = nil, file: String? = nil, reason: KeptReason? = nil) throws {
        try tx.run("""
            INSERT INTO mandate_materials (mandate_id, material, state, proof_id, file_id, reason_id, by_account, at)
            VALUES (\(mandate.id), \(material.id), \(state), \(proof), \(file), \(reason?.id), \(actor.account), \(now))
            ON CONFLICT (mandate_id, material) DO UPDATE SET state = excluded.state, proof_id = excluded.proof_id, file_id = excluded.file_id, reason_id = excluded.reason_id,
                by_account = excluded.by_account, at = excluded.at
            """)
        try note(mandate, "material_\(state.rawValue)", by: actor.account == mandate.account ? .talent : .station, reason: reason, detail: ["material": material.id, "proof": proof?.rawValue ?? "", "file": file ?? ""])
    }

    /// A message of one side to the other, sealed.
    func say(_ mandate: StoredMandate, _ text: String, as side: MandateSide, about material: String? = nil) throws {
        let id = try newID(MandateMessage.self)
        try tx.run("""
            INSERT INTO mandate_messages (id, mandate_id, by_account, side, material, body, at) VALUES (\(id), \(mandate.id), \(actor.account), \(side), \(material),
                \(try house.secrets.seal(text: text, table: "mandate_messages", column: "body", row: id.rawValue)), \(now))
            """)
    }
}

/// The talent brings a paper for a mandate: PDF, JPEG or PNG by its first bytes, at most 10 MB.
///
/// Effects: the file, encrypted and synced before its row is committed; the paper's state; the agent is told; an audit record.
public struct AddMandatePaper: Sendable {
    public let material: String
    public let name: String
    public let bytes: [UInt8]

    public static let most = 60

    public init(material: String, name: String, bytes: [UInt8]) {
        self.material = material
        self.name = name
        self.bytes = bytes
    }

    public func callAsFunction(_ house: House, to id: ID<Mandate>, by actor: Actor, once: Once? = nil) async throws -> Receipt {
        let type = try Uploads.type(of: bytes, name: name), own = MandateAccess.asTalent(actor)
        try await house.database.read { tx in   // nothing is stored for what would be refused anyway
            guard try tx.row("SELECT m.id FROM \(StoredMandate.tables) WHERE m.id = \(id) AND \(own)") != nil else { throw Refusal.notFound }
        }
        let file = try Uploads.newName(house)
        try await house.files.write(try house.secrets.sealFile(bytes, id: file), name: file)
        return try await house.perform(by: actor, once: once) { act in
            let mandate = try act.loadMandate(id, where: own)
            guard mandate.state == .signed || mandate.state == .working else { throw Refusal(.conflict, "mandate_closed", Words("现在不能补充材料", "Nothing can be added now")) }
            let material = try act.material(self.material, of: mandate)
            let there: Int = try act.tx.value("SELECT COUNT(*) FROM audit_records WHERE kind = 'mandate' AND subject = \(id) AND verb = 'material_file'") ?? 0
            guard there < Self.most else { throw Refusal.invalid([.init("file", Words("最多上传 \(Self.most) 次", "At most \(Self.most) uploads"))]) }
            try Uploads.keep(act, file: file, programme: mandate.programme, caseID: nil, question: "mandate", name: name, type: type, bytes: bytes, by: actor)
            try act.settle(material, of: mandate, .file, file: file)
            try act.tell(mandate, but: .talent, Words("材料已上传", "A paper was uploaded"), Words("本人上传了“\(material.name.zh)”。", "It is “\(material.name.en)”."))
            return Receipt(.mandate, id.rawValue)
        }
    }
}

/// The agent ticks a step of the policy, with a note for the talent; or takes the tick back.
///
/// Effects: the step, its note sealed; an audit record.
public struct TickStep: Codable, Sendable {
    /// From 1.
    public let step: Int
    public let note: String?
    public let undo: Bool?

    public init(step: Int, note: String? = nil, undo: Bool? = nil) {
        self.step = step
        self.note = note
        self.undo = undo
    }

    public func callAsFunction(_ house: House, _ id: ID<Mandate>, by actor: Actor, once: Once? = nil) async throws -> Receipt {
        let text = try PursuitRules.note(note, "note")
        return try await house.perform(by: actor, once: once) { act in
            let mandate = try act.loadMandate(id, where: MandateAccess.asWorker(actor))
            guard MandateState.atStation.contains(mandate.state) || mandate.state == .handedIn || mandate.state == .granted else {
                _ = try mandate.state.after(.handIn)
                throw Casework.changedMeanwhile
            }
            guard try act.policy(of: mandate).terms.steps.indices.contains(step - 1) else { throw Refusal.invalid([.init("step", Words("没有这一步", "There is no such step"))]) }
            if undo == true {
                try act.tx.run("DELETE FROM mandate_steps WHERE mandate_id = \(id) AND step = \(step)")
            } else {
                let sealed = try text.map { try house.secrets.seal(text: $0, table: "mandate_steps", column: "note", row: "\(id)/\(step)") }
                try act.tx.run("""
                    INSERT INTO mandate_steps (mandate_id, step, note, by_account, at) VALUES (\(id), \(step), \(sealed), \(actor.account), \(act.now))
                    ON CONFLICT (mandate_id, step) DO UPDATE SET note = excluded.note, by_account = excluded.by_account, at = excluded.at
                    """)
            }
            try act.note(mandate, undo == true ? "step_undone" : "step_done", by: mandate.way == .offer ? .talent : .station, detail: ["step": String(step)])
            return Receipt(.mandate, id.rawValue)
        }
    }
}

/// The talent or the agent writes to the other.
///
/// Effects: the message, sealed; the other side is told; an audit record.
public struct WriteToMandate: Codable, Sendable {
    public let text: String

    public init(text: String) { self.text = text }

    public func callAsFunction(_ house: House, _ id: ID<Mandate>, by actor: Actor, once: Once? = nil) async throws -> Receipt {
        let text = text.trimmed
        guard (1...1000).contains(text.count) else { throw Refusal.invalid([.init("text", Words("请填写留言（1 至 1000 字）", "Please write 1 to 1000 characters"))]) }
        return try await house.perform(by: actor, once: once) { act in
            let mandate = try act.loadMandate(id, where: "m.way = 'agency' AND (\(MandateAccess.asTalent(actor)) OR \(MandateAccess.asWorker(actor)))")
            guard MandateState.atStation.contains(mandate.state) || mandate.state == .handedIn || mandate.state == .granted else {
                throw Refusal(.conflict, "mandate_closed", Words("现在不能留言", "Nothing can be written now"))
            }
            let side: MandateSide = actor.account == mandate.account ? .talent : .station
            try act.say(mandate, text, as: side)
            try act.note(mandate, "message_written", by: side)
            try act.tell(mandate, but: side, Words("代办有新留言", "A message about your mandate"), Words("请在代办页面查看。", "Read it on the page."))
            return Receipt(.mandate, id.rawValue)
        }
    }
}

/// The talent says where the money goes.
///
/// Effects: bank and account, sealed; an audit record.
public struct GiveBank: Codable, Sendable {
    /// Bank and number, as one line.
    public let bank: String

    public init(bank: String) { self.bank = bank }

    public func callAsFunction(_ house: House, _ id: ID<Mandate>, by actor: Actor, once: Once? = nil) async throws -> Receipt {
        try await house.perform(by: actor, once: once) { act in
            let mandate = try act.loadMandate(id, where: MandateAccess.asTalent(actor))
            guard !MandateState.ended.contains(mandate.state) else { throw Refusal(.conflict, "mandate_closed", Words("已经结束，不用填写", "It is over; nothing is to be given")) }
            guard try act.give(bank, to: mandate) else { throw Refusal.invalid([.init("bank", Words("请填写开户行和账号", "Please give bank and account"))]) }
            try act.note(mandate, "bank_given", by: .talent)
            return Receipt(.mandate, id.rawValue)
        }
    }
}

extension Act {
    /// - Returns: whether anything was given.
    func give(_ bank: String?, to mandate: StoredMandate) throws -> Bool {
        let text = (bank ?? "").trimmed
        guard !text.isEmpty else { return false }
        guard text.count <= 100, (8...30).contains(text.count(where: \.isNumber)) else { throw Refusal.invalid([.init("bank", Words("请填写开户行和账号，账号 8 至 30 位", "Bank and account, whose number has 8 to 30 digits"))]) }
        try tx.run("UPDATE mandates SET bank = \(try house.secrets.seal(text: text, table: "mandates", column: "bank", row: mandate.id.rawValue)) WHERE id = \(mandate.id)")
        return true
    }
}
