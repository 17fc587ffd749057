import Domain
import SQL

/// Reads mandates and what belongs to them.
enum MandateReader {
    static let columns: SQL = """
        \(StoredMandate.columns), m.changed_at AS changed_at, m.handed_in_at AS handed_in_at, m.decided_at AS decided_at, m.signed_at AS signed_at, m.contract AS contract,
        m.contract_version AS contract_version, m.contract_sha256 AS contract_sha256, m.bank AS bank, m.reason_id AS reason_id, s.name AS station_name,
        (SELECT a.name FROM accounts a WHERE a.id = m.agent_id) AS agent_name
        """

    static func summary(_ row: Row, as side: MandateSide, for actor: Actor, _ tx: any Transaction, _ house: House, today: Day, titles: inout [String: Words]) throws -> MandateSummary {
        let mandate = try StoredMandate(row), key = "\(mandate.policy)/\(mandate.version)"
        let title = try titles[key] ?? PolicyReader.version(tx, house, mandate.policy, mandate.version)?.terms.title ?? Words("", "")
        titles[key] = title
        let handedIn: Instant? = try row("handed_in_at"), decided: Instant? = try row("decided_at")
        let since: Instant? = mandate.state == .handedIn ? handedIn : mandate.state == .granted ? decided : nil
        let (next, isTurn) = next(mandate, side, actor)
        return MandateSummary(
            id: mandate.id, way: mandate.way, state: mandate.state, policy: mandate.policy, title: title, version: mandate.version,
            who: side == .talent ? nil : try Pursuits.name(tx, house.secrets, mandate.account), stationName: try row("station_name"), agentName: try row("agent_name"), until: mandate.until,
            changedAt: try row("changed_at"), next: next, isTurn: isTurn, daysWaiting: since.map { max(today.number - Zone.china.day(of: $0).number, 0) })
    }

    /// What has to happen next, and whether it is for the actor to do.
    static func next(_ mandate: StoredMandate, _ side: MandateSide, _ actor: Actor) -> (Words, Bool) {
        func turn(_ whose: MandateSide, _ own: Words, _ other: Words) -> (Words, Bool) { whose == side ? (own, true) : (other, false) }
        switch mandate.state {
        case .offered: return turn(.talent, Words("请确认领取或谢绝", "Confirm it or decline"), Words("等待本人确认", "The person has to confirm"))
        case .asked: return turn(.talent, Words("请阅读并签署委托书", "Read the mandate and sign it"), Words("等待本人签署", "The person has to sign"))
        case .signed: return turn(.station, Words("请安排经办人接办", "Take it on"), Words("等待驿站接办", "The station takes it on"))
        case .working where mandate.way == .offer: return turn(.talent, Words("请补正后再次提交", "Correct it and hand it in again"), Words("等待本人补正", "The person has to correct it"))
        case .working:
            guard side == .station, mandate.agent != actor.account else { return turn(.station, Words("请逐项落实材料后递交", "Settle the papers and hand them in"), Words("驿站正在准备材料", "The station prepares the papers")) }
            return (Words("由同事经办", "A colleague has it"), false)
        case .handedIn: return turn(.office, Words("请审核", "To be decided"), Words("等待部门审核", "The office decides"))
        case .granted: return turn(.office, Words("请拨付", "To be paid"), Words("等待拨付", "The office pays"))
        case .refused: return (Words("审核未通过，理由见下", "Refused; the reason is below"), false)
        case .paid: return (Words("已拨付，办结", "Paid"), false)
        case .done: return (Words("已办结", "Done"), false)
        case .declined: return (Words("已谢绝，不再提示", "Declined; it is not offered again"), false)
        case .revoked: return (Words("本人已撤销", "Revoked by the talent"), false)
        case .lapsed: return (Words("已到期", "Its time is over"), false)
        }
    }

    static func list(_ tx: any Transaction, _ house: House, _ condition: SQL, as side: MandateSide, for actor: Actor, today: Day, limit: Int, order: SQL = "m.changed_at DESC, m.id DESC") throws -> [MandateSummary] {
        var titles: [String: Words] = [:]
        return try tx.rows("SELECT \(columns) FROM \(StoredMandate.tables) WHERE \(condition) ORDER BY \(order) LIMIT \(limit)")
            .map { try summary($0, as: side, for: actor, tx, house, today: today, titles: &titles) }
    }

    // MARK: papers, steps, messages, money

    static func materials(_ tx: any Transaction, _ house: House, _ mandate: StoredMandate, _ terms: PolicyTerms, for actor: Actor, seesPapers: Bool, now: Instant) throws -> [MaterialView] {
        var kept: [String: Row] = [:]
        for row in try tx.rows("""
            SELECT x.material AS material, x.state AS state, x.proof_id AS proof_id, x.at AS at, x.reason_id AS reason_id, r.body AS reason,
                f.id AS id, f.name AS name, f.type AS type, f.size AS size
            FROM mandate_materials x LEFT JOIN files f ON f.id = x.file_id LEFT JOIN reasons r ON r.id = x.reason_id WHERE x.mandate_id = \(mandate.id) ORDER BY x.material
            """) { kept[try row("material")] = row }
        let chosen: SQL = "q.id IN (SELECT x.proof_id FROM mandate_materials x WHERE x.mandate_id = \(mandate.id))"
        let proofs = seesPapers ? try PursuitReader.proofs(tx, house, chosen, for: actor, now: now) : []
        return try terms.materials.map { material in
            let kind = material.proof.flatMap(Proof.Kind.init)
            guard let row = kept[material.id] else { return MaterialView(id: material.id, name: material.name, kind: kind, state: .open, proof: nil, file: nil, reason: nil, at: nil) }
            let proof: ID<Proof>? = try row("proof_id"), file: String? = try row("id"), reason: String? = try row("reason_id"), sealed: [UInt8]? = try row("reason")
            var text: String?
            if let sealed, let reason { text = try house.secrets.text(sealed, table: "reasons", column: "body", row: reason) }
            return MaterialView(
                id: material.id, name: material.name, kind: kind, state: try row("state"), proof: proofs.first { $0.id == proof },
                file: file != nil && seesPapers ? try ApplicationStore.file(row, house) : nil, reason: text, at: try row("at"))
        }
    }

    static func steps(_ tx: any Transaction, _ house: House, _ mandate: StoredMandate, _ terms: PolicyTerms) throws -> [MandateStepView] {
        var done: [Int: Row] = [:]
        for row in try tx.rows("SELECT step, note, at FROM mandate_steps WHERE mandate_id = \(mandate.id) ORDER BY step") { done[try row("step")] = row }
        return try terms.steps.enumerated().map { index, name in
            guard let row = done[index + 1] else { return MandateStepView(n: index + 1, name: name, doneAt: nil, note: nil) }
            let sealed: [UInt8]? = try row("note")
            return MandateStepView(n: index + 1, name: name, doneAt: try row("at"), note: try sealed.map { try house.secrets.text($0, table: "mandate_steps", column: "note", row: "\(mandate.id)/\(index + 1)") })
        }
    }

    static func messages(_ tx: any Transaction, _ house: House, _ mandate: StoredMandate, _ terms: PolicyTerms) throws -> [MandateMessageView] {
        try tx.rows("SELECT id, side, material, body, at FROM mandate_messages WHERE mandate_id = \(mandate.id) ORDER BY at, id").map { row in
            let id: String = try row("id"), material: String? = try row("material")
            return MandateMessageView(
                at: try row("at"), side: try row("side"), about: terms.materials.first { $0.id == material }?.name,
                text: try house.secrets.text(try row("body"), table: "mandate_messages", column: "body", row: id))
        }
    }

    static func payments(_ tx: any Transaction, _ house: House, _ id: ID<Mandate>) throws -> [MandatePaymentView] {
        try tx.rows("SELECT p.state AS state, p.amount AS amount, p.paid_on AS paid_on, p.reason_id AS reason_id, r.body AS reason, p.at AS at FROM mandate_payments p LEFT JOIN reasons r ON r.id = p.reason_id WHERE p.mandate_id = \(id) ORDER BY p.n").map { row in
            let reason: String? = try row("reason_id"), sealed: [UInt8]? = try row("reason")
            var text: String?
            if let sealed, let reason { text = try house.secrets.text(sealed, table: "reasons", column: "body", row: reason) }
            return MandatePaymentView(state: try row("state"), amount: Fen(try row("amount")), paidOn: try row("paid_on"), reason: text, at: try row("at"))
        }
    }

    /// What the trail says, oldest first.
    static func entries(_ tx: any Transaction, _ house: House, _ mandate: StoredMandate, _ terms: PolicyTerms) throws -> [MandateEntry] {
        try tx.rows("""
            SELECT r.number AS number, r.at AS at, r.verb AS verb, r.detail AS detail, r.reason AS reason, x.body AS body FROM audit_records r LEFT JOIN reasons x ON x.id = r.reason
            WHERE r.kind = 'mandate' AND r.subject = \(mandate.id) ORDER BY r.number
            """).map { row in
            let detail: [String: String] = try Stored.read(try row("detail")), reason: String = try row("reason"), sealed: [UInt8]? = try row("body")
            return MandateEntry(
                at: try row("at"), words: words(try row("verb"), detail, terms), side: detail["side"].flatMap(MandateSide.init) ?? .system,
                reason: try sealed.map { try house.secrets.text($0, table: "reasons", column: "body", row: reason) })
        }
    }

    private static func words(_ verb: String, _ detail: [String: String], _ terms: PolicyTerms) -> Words {
        let paper = detail["material"].flatMap { id in terms.materials.first { $0.id == id }?.name } ?? Words("", "")
        let amount = detail["amount"].flatMap(Int64.init).map { Fen($0).text } ?? ""
        switch verb {
        case "mandate_asked": return Words("拟定委托书", "The mandate was written")
        case "mandate_offered": return Words("免申即享提示", "Offered without applying")
        case "material_open": return Words("重新准备：\(paper.zh)", "Begun anew: \(paper.en)")
        case "material_asked": return Words("请本人补充：\(paper.zh)", "Asked for: \(paper.en)")
        case "material_proof": return Words("取自证明夹：\(paper.zh)", "From the wallet: \(paper.en)")
        case "material_file": return Words("上传：\(paper.zh)", "Uploaded: \(paper.en)")
        case "material_unneeded": return Words("无需提供：\(paper.zh)", "Not needed: \(paper.en)")
        case "step_done", "step_undone":
            let name = detail["step"].flatMap(Int.init).flatMap { terms.steps.indices.contains($0 - 1) ? terms.steps[$0 - 1] : nil } ?? Words("", "")
            return verb == "step_done" ? Words("完成：\(name.zh)", "Done: \(name.en)") : Words("取消完成：\(name.zh)", "Not done after all: \(name.en)")
        case "message_written": return Words("留言", "Wrote a message")
        case "bank_given": return Words("填写收款账户", "Gave a bank account")
        case "amount_set": return Words("核定金额 \(amount)", "Amount set: \(amount)")
        case "payment_failed": return Words("拨付未成功", "The payment failed")
        case "mandate_pay": return Words("拨付 \(amount)（\(detail["day"] ?? "")）", "Paid \(amount) on \(detail["day"] ?? "")")
        case "mandate_grant": return amount.isEmpty ? Words("审核通过", "Granted") : Words("审核通过，\(amount)", "Granted: \(amount)")
        default:
            let event = verb.split(separator: "_", maxSplits: 1).last.flatMap { MandateEvent(rawValue: String($0)) }
            return event?.words ?? Words(verb, verb)
        }
    }

    /// The conditions of the policy with what is known of the person now; of an offer, what is proven alone.
    static func conditions(_ tx: any Transaction, _ house: House, _ mandate: StoredMandate, _ terms: PolicyTerms, today: Day) throws -> [MandateCondition] {
        let programme = try house.library.programme(mandate.programme)
        let facts = mandate.way == .offer ? try OfferSearch.proven(tx, house.secrets, [mandate.account], only: OfferSearch.facts(terms), on: today)[mandate.account] ?? Facts()
            : try TalentReader.facts(tx, house.secrets, mandate.account, only: OfferSearch.facts(terms))
        let condition = terms.eligible, tree = condition.check(facts, in: programme.ruleContext(today: today)).tree
        var pairs = [(condition, tree)]
        if case .all(let conditions, _) = condition, conditions.count == tree.parts.count { pairs = Array(zip(conditions, tree.parts)) }
        return pairs.map { condition, part in
            let leaves = part.leaves
            return MandateCondition(
                words: part.kind == .leaf ? part.requirement : condition.sentence, verdict: part.verdict, found: found(condition, leaves, facts, today),
                isProven: !leaves.isEmpty && leaves.contains { $0.state == .proven },
                clause: (part.clause ?? leaves.compactMap(\.clause).first)?.text ?? terms.source.clause)
        }
    }

    /// A place by its name; of several alternatives each with what it answers.
    private static func found(_ condition: Condition, _ leaves: [Finding.Part], _ facts: Facts, _ today: Day) -> Words? {
        if leaves.count == 1, let leaf = leaves.first, let fact = condition.facts.first(where: { $0.id == leaf.fact }) {
            if case .divisions = fact.kind { return RuleViews.found(fact, facts, today) }
            return leaf.found
        }
        let each = condition.facts.compactMap { RuleViews.found($0, facts, today) }
        return each.isEmpty ? nil : Words(each.map(\.zh).joined(separator: "；"), each.map(\.en).joined(separator: "; "))
    }
}
