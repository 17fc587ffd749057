import Domain
import SQL

/// Somebody objects to a case in public notice, or the centre enters what came by telephone, letter or visit.
///
/// In writing, with name and contact, it becomes a case of its own that holds back only the station it is against. Without a name it is a lead
/// 线索: kept for the centre, it stops no clock.
///
/// Effects: an objection case at its first office step, or a lead; audit records on both cases; the centre is told; evidence as files.
public struct RaiseObjection: Codable, Sendable {
    public enum Channel: String, Codable, Sendable, CaseIterable { case web, phone, letter, visit }

    public let about: ID<Case>
    /// Empty for an anonymous lead.
    public let name: String?
    public let contact: String?
    public let text: String
    /// Only offices enter another channel than `web`.
    public let channel: Channel?

    public init(about: ID<Case>, name: String?, contact: String?, text: String, channel: Channel? = nil) {
        self.about = about
        self.name = name
        self.contact = contact
        self.text = text
        self.channel = channel
    }

    public struct Evidence: Sendable {
        public let name: String
        public let bytes: [UInt8]

        public init(name: String, bytes: [UInt8]) {
            self.name = name
            self.bytes = bytes
        }
    }

    /// - Returns: a receipt of the objection, whose id is its receipt code; or of the lead.
    public func callAsFunction(_ house: House, in notice: ID<Notice>, evidence: [Evidence] = [], by actor: Actor, once: Once? = nil) async throws -> Receipt {
        let name = (self.name ?? "").trimmed, contact = (self.contact ?? "").trimmed, text = self.text.trimmed
        let anonymous = name.isEmpty && contact.isEmpty
        var fields: [Refusal.Field] = []
        if !(10...4000).contains(text.count) { fields.append(.init("text", Words("请写明异议内容和理由（10 至 4000 字）", "Say what you object to and why (10 to 4000 characters)"))) }
        if !anonymous, name.isEmpty { fields.append(.init("name", Words("请填写姓名或单位名称；匿名请同时不填联系方式", "Give your name; to stay anonymous leave the contact empty too"))) }
        if !anonymous, !(5...100).contains(contact.count) { fields.append(.init("contact", Words("请填写联系电话或地址", "Give a telephone number or address"))) }
        if name.count > 100 { fields.append(.init("name", Words("最多 100 字", "At most 100 characters"))) }
        if evidence.count > 5 { fields.append(.init("files", Words("最多 5 个文件", "At most 5 files"))) }
        guard fields.isEmpty else { throw Refusal.invalid(fields) }
        if anonymous, !evidence.isEmpty { throw Refusal.invalid([.init("files", Words("匿名线索不收附件；如需提交证据请实名", "A lead without a name takes no files"))]) }
        if !evidence.isEmpty { try await mayObject(house, in: notice, by: actor) }   // nothing is stored for what would be refused anyway
        let kept = try evidence.map { (file: try Uploads.newName(house), type: try Uploads.type(of: $0.bytes, name: $0.name), from: $0) }
        for item in kept { try await house.files.write(try house.secrets.sealFile(item.from.bytes, id: item.file), name: item.file) }

        return try await house.perform(by: actor, once: once) { act in
            let target = try act.loadCase(about)
            guard let row = try act.tx.row("SELECT state, ends_on FROM notices WHERE id = \(notice) AND kind = 'public_notice'\(act.dialect.lock)"),
                  try act.tx.row("SELECT case_id FROM notice_cases WHERE notice_id = \(notice) AND case_id = \(about)") != nil else { throw Refusal.notFound }
            // The worker ends a notice a little later than its last day, and much later if nothing ran for a while.
            let ends: Day? = try row("ends_on")
            guard try row("state") == "published", ends.map({ act.today <= $0 }) ?? false, target.current.state == .open, target.step?.kind == .notice else {
                throw Refusal(.conflict, "notice_over", Words("公示期已过，不再受理异议", "The notice is over; objections are no longer taken"), clause: target.step?.clause)
            }
            let channel = try ObjectionRules.channel(self.channel ?? .web, actor, target)
            if anonymous {
                let id = try act.newID(Receipt.self).rawValue
                act.later("""
                    INSERT INTO leads (id, notice_id, about_case, channel, body, entered_by, at) VALUES (\(id), \(notice), \(about), \(channel.rawValue),
                        \(try house.secrets.seal(text: text, table: "leads", column: "body", row: id)), \(channel == .web ? nil : act.actorName), \(act.now))
                    """)
                act.audit("notice", notice.rawValue, "lead_received", detail: ["lead": id, "about": about.rawValue, "channel": channel.rawValue])
                return Receipt(.lead, notice.rawValue)
            }
            let code = try enter(act, target, notice: notice, name: name, contact: contact, text: text, channel: channel, files: kept.map { ($0.file, $0.type, $0.from) })
            return Receipt(.objection, code)
        }
    }

    /// Whether objections are taken at all, asked before files are written; the transaction asks again.
    private func mayObject(_ house: House, in notice: ID<Notice>, by actor: Actor) async throws {
        try await house.database.read { tx in
            guard try tx.row("""
                SELECT n.id FROM notices n JOIN notice_cases c ON c.notice_id = n.id
                WHERE n.id = \(notice) AND c.case_id = \(about) AND n.kind = 'public_notice' AND n.state = 'published'
                """) != nil else { throw Refusal.notFound }
        }
    }

    private func enter(
        _ act: Act, _ target: LoadedCase, notice: ID<Notice>, name: String, contact: String, text: String, channel: Channel, files: [(String, String, Evidence)]
    ) throws -> String {
        let house = act.house, programme = target.programme
        guard let procedureID = target.step?.objections, let procedure = programme.procedure(procedureID), let first = procedure.steps.first else { throw Unexpected("objection procedure") }
        let id: ID<Case> = try act.newID()
        let number = "\(act.today.year)-\(try act.number("case/\(programme.id)/\(act.today.year)", for: id.rawValue))"
        try act.tx.run("""
            INSERT INTO cases (id, programme_id, programme_hash, calendar, procedure, number, title, area, round_id, about_case, state, step, visit, returns,
                due_provisional, version, created_at, handed_in_at)
            VALUES (\(id), \(programme.id), \(programme.hash), \(programme.calendar), \(procedure.id), \(number), \("异议：\(target.title)"), \(target.current.area),
                \(target.round), \(target.id), 'draft', \(first.id), \(0), '{}', \(false), \(1), \(act.now), \(act.now))
            """)
        let code = try ObjectionRules.receiptCode(house, id)
        let secrets = house.secrets
        try act.tx.run("""
            INSERT INTO objections (case_id, about_case, notice_id, channel, name, contact, body, receipt_hash, account_id, entered_by, at)
            VALUES (\(id), \(target.id), \(notice), \(channel.rawValue),
                \(try secrets.seal(text: name, table: "objections", column: "name", row: id.rawValue)),
                \(try secrets.seal(text: contact, table: "objections", column: "contact", row: id.rawValue)),
                \(try secrets.seal(text: text, table: "objections", column: "body", row: id.rawValue)),
                \(secrets.sha256(Array(code.utf8))), \(channel == .web ? act.actor.account : nil), \(channel == .web ? nil : act.actorName), \(act.now))
            """)
        for (file, type, evidence) in files {
            try Uploads.keep(act, file: file, programme: programme.id, caseID: id, question: "evidence", name: evidence.name, type: type, bytes: evidence.bytes, by: act.actor)
        }
        let loaded = try act.loadCase(id)
        try act.move(loaded, .handIn(changed: []), verb: "objection_raised", clause: target.step?.clause, detail: ["about": target.id.rawValue, "channel": channel.rawValue])
        act.audit("case", target.id.rawValue, "objection_received", from: LoadedCase.state(target.current), to: LoadedCase.state(target.current), clause: target.step?.clause,
            detail: ["objection": id.rawValue, "step": target.current.step])
        return code
    }
}

enum ObjectionRules {
    static func channel(_ channel: RaiseObjection.Channel, _ actor: Actor, _ target: LoadedCase) throws(Refusal) -> RaiseObjection.Channel {
        guard channel != .web else { return .web }
        let mayEnter = actor.posts.contains { post in
            post.programme == target.programme.id && (target.programme.office(post.office)?.powers.contains(.secretariat) ?? false)
        } || (target.step.flatMap { try? NoticeRules.offices(target, $0).preparer }.map { actor.holds($0.id, in: target.programme.id) } ?? false)
        guard mayEnter else { throw Refusal(.forbidden, "not_yours_to_enter", Words("电话、来信、来访由公示承办部门登记", "What comes by telephone, letter or visit is entered by the office in charge")) }
        return channel
    }

    /// Nobody answers an objection that they raised themselves, or that is against an organisation that they act for.
    static func mustNotBeAParty(_ tx: any Transaction, _ loaded: LoadedCase, _ actor: Actor) throws {
        guard try isParty(tx, loaded, actor) else { return }
        throw Refusal(.forbidden, "own_case", Words("不能办理本人提出的或涉及本人所在单位的事项，请回避", "No one acts on their own objection or report, or on one against their own organisation"))
    }

    static func isParty(_ tx: any Transaction, _ loaded: LoadedCase, _ actor: Actor) throws -> Bool {
        guard let account = actor.account else { return false }
        guard let about = loaded.about else {
            return try JobReportReader.isParty(tx, loaded.id, account) || EventPlanReader.isParty(tx, loaded.id, actor) || MandateCaseReader.isParty(tx, loaded.id, account)
        }
        if let organisation: ID<Organisation> = try tx.value("SELECT organisation_id FROM cases WHERE id = \(about)"), actor.organisations.contains(organisation) { return true }
        return try tx.row("SELECT case_id FROM objections WHERE case_id = \(loaded.id) AND account_id = \(account)") != nil
    }

    /// What the objector keeps to read the answer. Derived, so that a repeated request gives the same; only its hash is stored.
    static func receiptCode(_ house: House, _ id: ID<Case>) throws -> String {
        let alphabet = Array("0123456789abcdefghjkmnpqrstvwxyz".utf8)
        let bytes = try house.secrets.blindIndex(id.rawValue, table: "objections", column: "receipt")
        return String(decoding: bytes.suffix(16).map { alphabet[Int($0 & 31)] }, as: UTF8.self)
    }
}
