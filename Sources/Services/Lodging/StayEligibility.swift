import Domain
import SQL

/// Who may have a bed: the programme's conditions over the person's facts, judged in the transaction that books.
enum StayEligibility {
    struct Judged {
        /// As JSON, kept with the stay: the answer, and the facts that are still to be proven, by id. Nobody's values.
        let finding: String
        /// What an office has to find proven, by fact.
        let office: [String]
        /// What an office has to look at before check-in: the procedure of the case.
        let procedure: String?
    }

    /// What is kept with a stay.
    struct Kept: Codable, Hashable {
        var verdict: Verdict?
        /// Facts to be proven before check-in: by an office, in a case.
        var office: [String]?
        /// …and by the station's own staff at the desk.
        var desk: [String]?
        /// Of a guest without a profile: who looked at the conditions.
        var vouchedBy: ID<Account>?
        /// When it was judged.
        var at: Instant?
    }

    static func person(_ act: Act, _ account: ID<Account>) throws -> TalentPerson {
        guard let person = try TalentReader.person(act.tx, act.house.secrets, account) else { throw noProfile }
        return person
    }

    static let noProfile = Refusal(.conflict, "no_profile", Words("预订前请先完成身份登记", "Please register your identity document first"),
        next: Words("到“我的资料”填写证件信息", "Give your document in your profile"))

    /// Judged for the first night: what will have run out by then is to be proven anew.
    /// - Parameter mayAsk: whether questions may still be open: of a hold, which is judged again when it is confirmed.
    /// - Throws: a refusal that says what is missing, or which questions are still to be answered.
    static func judge(_ act: Act, _ account: ID<Account>, at place: LodgingPlace, on night: Day, mayAsk: Bool = false) throws -> Judged {
        let rules = place.rules
        let asked = Set(rules.eligible.facts.map(\.id) + rules.proofs.map(\.fact.id))
        let facts = asked.isEmpty ? Facts() : try TalentReader.facts(act.tx, act.house.secrets, account, only: asked.sorted())
        let context = place.programme.ruleContext(today: night, area: place.area)
        var kept = Kept(verdict: rules.eligible.verdict(facts, in: context))
        // Where a fact has been stated and only its proof is missing, the bed is booked, and the proof looked at before check-in.
        if kept.verdict != .yes { try open(rules, facts, context, mayAsk: mayAsk) }
        var procedure: String?
        for proof in wanted(rules, facts, context) {
            switch proof.examiner {
            case .office:
                kept.office = (kept.office ?? []) + [proof.fact.id]
                procedure = procedure ?? proof.procedure
            case .station: kept.desk = (kept.desk ?? []) + [proof.fact.id]
            }
        }
        kept.at = act.now
        return Judged(finding: try Stored.json(kept), office: kept.office ?? [], procedure: procedure)
    }

    /// At every check-in the identity document is looked at; it needs no mark of its own.
    private static let identity = "identity"

    /// The proofs without which it would not be a yes, the fewest: who has the degree need not be recognised as a high-level professional too.
    static func wanted(_ rules: LodgingRules, _ facts: Facts, _ context: RuleContext) -> [LodgingRules.ProofRule] {
        let decides = Set(rules.eligible.facts.map(\.id))
        var rest = facts
        var found: [LodgingRules.ProofRule] = []
        for proof in rules.proofs.reversed() where proof.fact.id != identity && facts.known[proof.fact.id]?.state(on: context.today) != .proven {
            guard decides.contains(proof.fact.id) else {
                found.append(proof)
                continue
            }
            let before = rules.eligible.verdict(rest, in: context)
            var without = rest
            without.known[proof.fact.id] = nil
            if rest.known[proof.fact.id] != nil, rules.eligible.verdict(without, in: context) != before { found.append(proof) } else { rest = without }
        }
        return found.reversed()
    }

    private static func open(_ rules: LodgingRules, _ facts: Facts, _ context: RuleContext, mayAsk: Bool) throws {
        let finding = rules.eligible.check(facts, in: context), clause = rules.clause
        if finding.verdict == .no {
            let changes = finding.changes.prefix(3).map(\.words)
            throw Refusal(.conflict, "not_eligible", Words("\(finding.summary.zh)：\(changes.map(\.zh).joined(separator: "；"))", "\(finding.summary.en): \(changes.map(\.en).joined(separator: "; "))"),
                clause: clause, next: Words("资料有变化时请更新“我的资料”", "Bring your profile up to date if something has changed"))
        }
        if mayAsk { return }
        // Proofs that the rules have looked at before check-in do not stand against the booking; any other open question does.
        let later = Set(rules.proofs.map(\.fact.id))
        let questions = finding.questions.filter { !(later.contains($0.fact.id) && ($0.needs == .proof || $0.needs == .renewal)) }
        guard !questions.isEmpty else { return }
        throw Refusal(.conflict, "questions_open", Words("还需补充：\(questions.map(\.fact.name.zh).joined(separator: "、"))", "Still wanted: \(questions.map(\.fact.name.en).joined(separator: ", "))"),
            clause: clause, next: Words("请在“我的资料”中填写或上传证明", "Answer in your profile, or add the proof there"))
    }

    /// Of a guest without a profile.
    static func vouched(by account: ID<Account>) throws -> String { try Stored.json(Kept(vouchedBy: account)) }
}
