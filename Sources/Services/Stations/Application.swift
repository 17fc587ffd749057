import Domain
import SQL

/// An organisation begins an application in an open round.
///
/// Effects: a draft case and an empty application; an audit record.
public struct StartApplication: Codable, Sendable {
    public let round: ID<Round>
    /// Wanted when the person acts for more than one organisation.
    public let organisation: ID<Organisation>?

    public init(round: ID<Round>, organisation: ID<Organisation>? = nil) {
        self.round = round
        self.organisation = organisation
    }

    public func callAsFunction(_ house: House, by actor: Actor, once: Once? = nil) async throws -> Receipt {
        guard let applicant = organisation ?? actor.organisations.min(), actor.organisations.contains(applicant) else {
            throw Refusal(.forbidden, "no_organisation", Words("请先以单位身份注册", "Register as an organisation first"))
        }
        return try await house.perform(by: actor, once: once) { act in
            guard let row = try act.tx.row("SELECT programme_id, level, name_zh, opens, closes, called_at FROM rounds WHERE id = \(round)") else { throw Refusal.notFound }
            let programme = try house.library.programme(try row("programme_id"))
            let levelID: String = try row("level")
            guard let level = programme.level(levelID), let procedure = programme.procedure(level.procedure), let first = procedure.steps.first else {
                throw Unexpected("level \(levelID)")
            }
            try RoundRules.mustBeOpen(opens: try row("opens"), closes: try row("closes"), on: act.today)
            guard let organisation = try act.tx.row("SELECT name FROM organisations WHERE id = \(applicant)\(act.dialect.lock)") else { throw Refusal.notFound }
            if let known = try act.tx.row("SELECT id FROM cases WHERE round_id = \(round) AND organisation_id = \(applicant) AND state <> 'withdrawn'") {
                return Receipt(.case, try known("id"))
            }
            let id: ID<Case> = try act.newID()
            let name: String = try organisation("name")
            let number = "\(act.today.year)-\(try act.number("case/\(programme.id)/\(act.today.year)", for: id.rawValue))"
            let made = try act.tx.rows("""
                INSERT INTO cases (id, programme_id, programme_hash, calendar, procedure, number, title, organisation_id, area, round_id, state, step, visit,
                    returns, due_provisional, version, created_at)
                VALUES (\(id), \(programme.id), \(programme.hash), \(programme.calendar), \(procedure.id), \(number), \(name), \(applicant), \(nil as String?),
                    \(round), 'draft', \(first.id), \(0), '{}', \(false), \(1), \(act.now))
                ON CONFLICT DO NOTHING RETURNING id
                """)
            guard !made.isEmpty else { throw Casework.changedMeanwhile }
            let empty = try ApplicationStore.sealed(try Stored.json(Answers.none), "answers", house, id)
            act.later("""
                INSERT INTO applications (case_id, programme_id, level, name, kind, field, ground, ground_detail, answers, saved_at, version)
                VALUES (\(id), \(programme.id), \(level.id), \(try ApplicationStore.sealed("", "name", house, id)), \(""), \(""), \(""),
                    \(try ApplicationStore.sealed("", "ground_detail", house, id)), \(empty), \(act.now), \(0))
                """)
            act.audit("case", id.rawValue, "application_started", to: "draft", detail: ["round": round.rawValue, "programme": programme.hash])
            return Receipt(.case, id.rawValue)
        }
    }
}

/// What a person fills in about the application as a whole; every part may still be empty.
public struct SaveApplication: Codable, Sendable {
    /// The station's proposed name.
    public let name: String?
    public let kind: String?
    public let field: String?
    public let area: String?
    public let ground: String?
    public let groundDetail: String?
    /// A date as typed: `2023-06-30`.
    public let groundUntil: String?
    public let answers: Answers?

    public init(name: String? = nil, kind: String? = nil, field: String? = nil, area: String? = nil, ground: String? = nil, groundDetail: String? = nil, groundUntil: String? = nil, answers: Answers? = nil) {
        self.name = name
        self.kind = kind
        self.field = field
        self.area = area
        self.ground = ground
        self.groundDetail = groundDetail
        self.groundUntil = groundUntil
        self.answers = answers
    }

    /// Saves as it stands, complete or not. A part that is not sent stays as it was; of the answers, each condition that is sent is replaced.
    ///
    /// Effects: the draft, encrypted. No audit record: it is the applicant's own until it is handed in.
    public func callAsFunction(_ house: House, on id: ID<Case>, by actor: Actor, once: Once? = nil) async throws -> Receipt {
        try await house.perform(by: actor, once: once) { act in
            let loaded = try act.loadCase(id)
            try ApplicationRules.mustBeWithApplicant(actor, loaded.current)
            let programme = loaded.programme
            var fields: [Refusal.Field] = []
            func known(_ field: String, _ value: String?, _ choices: [String], _ zh: String, _ en: String) {
                guard let value = value?.trimmed, !value.isEmpty, !choices.contains(value) else { return }
                fields.append(.init(field, Words("请从列出的\(zh)中选择", "Choose the \(en) from the list")))
            }
            known("kind", kind, programme.stationKinds.map(\.id), "类别", "kind")
            known("field", field, programme.fields.map(\.id), "领域", "field")
            known("area", area, programme.areas.map(\.id), "区域", "area")
            known("ground", ground, programme.placementGrounds.map(\.id), "方式", "ground")
            if let name, name.trimmed.count > 60 { fields.append(.init("name", Words("驿站名称最多 60 字", "At most 60 characters"))) }
            if let groundDetail, groundDetail.trimmed.count > 200 { fields.append(.init("groundDetail", Words("最多 200 字", "At most 200 characters"))) }
            if let until = groundUntil?.trimmed, !until.isEmpty, Day(until) == nil {
                fields.append(.init("groundUntil", Words("请填日期，例如 2023-06-30", "A date such as 2023-06-30")))
            }
            if let size = answers?.size, size.depth > 6 || size.texts > 2000 { fields.append(.init("answers", Words("内容太多", "Too much"))) }
            guard fields.isEmpty else { throw Refusal.invalid(fields) }

            let stored = try ApplicationStore.load(act.tx, house, id)
            let merged = stored.answers.replacing(with: answers)
            let sealed = try ApplicationStore.sealed(try Stored.json(merged), "answers", house, id)
            let sealedName = try ApplicationStore.sealed(name?.trimmed ?? stored.name, "name", house, id)
            let sealedDetail = try ApplicationStore.sealed(groundDetail?.trimmed ?? stored.groundDetail, "ground_detail", house, id)
            let until = groundUntil.map { Day($0.trimmed) } ?? stored.groundUntil
            try act.tx.run("""
                UPDATE applications SET name = \(sealedName), kind = \(kind?.trimmed ?? stored.kind), field = \(field?.trimmed ?? stored.field),
                    ground = \(ground?.trimmed ?? stored.ground), ground_detail = \(sealedDetail),
                    ground_until = \(until), answers = \(sealed), saved_at = \(act.now)
                WHERE case_id = \(id)
                """)
            if let area = area?.trimmed, loaded.current.state == .draft {
                try act.tx.run("UPDATE cases SET area = \(area.isEmpty ? nil : area) WHERE id = \(id)")
            }
            return Receipt(.application, id.rawValue)
        }
    }
}

/// The applicant hands in: for the first time within the round, or again after a return.
///
/// Effects: those of `Act.move`; what is handed in is frozen as a version.
public struct HandIn: Codable, Sendable {
    /// The applicant declares that what is handed in is true.
    public let declared: Bool?

    public init(declared: Bool?) { self.declared = declared }

    public func callAsFunction(_ house: House, on id: ID<Case>, by actor: Actor, once: Once? = nil) async throws -> Receipt {
        try await house.perform(by: actor, once: once) { act in
            let loaded = try act.loadCase(id)
            try ApplicationRules.mustBeWithApplicant(actor, loaded.current)
            let stored = try ApplicationStore.load(act.tx, house, id)
            if loaded.current.state == .draft, let round = loaded.round {
                guard let row = try act.tx.row("SELECT opens, closes FROM rounds WHERE id = \(round)") else { throw Refusal.notFound }
                try RoundRules.mustBeOpen(opens: try row("opens"), closes: try row("closes"), on: act.today)
            }
            try check(loaded, stored, on: act.today)
            let digests = try ApplicationStore.digests(id, stored, loaded.form, house.secrets)
            let last: String? = try act.tx.value("SELECT digests FROM application_versions WHERE case_id = \(id) ORDER BY version DESC LIMIT 1")
            let before: [String: String] = try last.map { try Stored.read($0) } ?? [:]
            let changed = Set(digests.filter { before[$0.key] != $0.value }.map(\.key))
            let version = stored.version + 1
            let frozen = try house.secrets.seal(text: try Stored.json(ApplicationStore.Frozen(stored)), table: "application_versions", column: "answers", row: "\(id)/\(version)")
            act.later("""
                INSERT INTO application_versions (case_id, version, answers, digests, handed_in_at, by_account)
                VALUES (\(id), \(version), \(frozen), \(try Stored.json(digests)), \(act.now), \(actor.account))
                """)
            act.later("UPDATE applications SET version = \(version) WHERE case_id = \(id)")
            try act.tx.run("UPDATE cases SET title = \(stored.name), handed_in_at = COALESCE(handed_in_at, \(act.now)) WHERE id = \(id)")
            let after = try act.move(loaded, .handIn(changed: changed), verb: loaded.current.state == .draft ? "application_handed_in" : "application_corrected",
                detail: ["version": String(version), "digest": house.secrets.sha256(frozen)])
            try act.tell(try act.applicantAccounts(loaded), Words("已提交：\(stored.name)", "Handed in: \(stored.name)"),
                Words("申报 \(loaded.number) 已提交，现由\(after.tasks.first.flatMap { loaded.programme.office($0.office)?.name.zh } ?? "")办理。", "Application \(loaded.number) was handed in."),
                link: Receipt(.case, id.rawValue))
            return Receipt(.case, id.rawValue)
        }
    }

    private func check(_ loaded: LoadedCase, _ stored: ApplicationStore.Stored, on today: Day) throws(Refusal) {
        var fields = ApplicationRules.basics(loaded, stored, on: today)
        for check in loaded.form?.check(stored.answers, files: stored.fileCounts) ?? [] where check.verdict != .yes {
            fields += check.missing.map { .init("answers.\($0.field)", $0.words) }
        }
        if declared != true { fields.append(.init("declared", Words("请勾选真实性承诺", "Please confirm that all is true"))) }
        guard fields.isEmpty else {
            throw Refusal(.invalid, "conditions_not_met", Words("还有 \(fields.count) 处需要补充，补齐后即可提交", "\(fields.count) things are still missing"),
                clause: Clause("二(一)"), next: Words("已填写的内容都已保存", "What you filled in is saved"), fields: fields)
        }
    }
}

/// The applicant takes the application back. Effects: those of `Act.move`.
public struct WithdrawApplication: Codable, Sendable {
    public let reason: String?

    public init(reason: String?) { self.reason = reason }

    public func callAsFunction(_ house: House, on id: ID<Case>, by actor: Actor, once: Once? = nil) async throws -> Receipt {
        try await house.perform(by: actor, once: once) { act in
            let loaded = try act.loadCase(id)
            guard CaseRules.isOwn(actor, loaded.current) else {
                throw CaseRules.mayRead(actor, loaded.current, in: loaded.programme)
                    ? Refusal(.forbidden, "not_applicant", Words("只有申报单位可以撤回", "Only the applicant can withdraw")) : Refusal.notFound
            }
            let text = (reason ?? "").trimmed
            let kept = text.isEmpty ? nil : try act.keepReason(String(text.prefix(2000)), audience: .applicant)
            try act.move(loaded, .withdraw, verb: "application_withdrawn", reason: kept)
            return Receipt(.case, id.rawValue)
        }
    }
}

enum ApplicationRules {
    /// What is missing of the application as a whole, beside the conditions: handing in and the pre-check ask the same.
    static func basics(_ loaded: LoadedCase, _ stored: ApplicationStore.Stored, on today: Day) -> [Refusal.Field] {
        var fields: [Refusal.Field] = []
        if stored.name.isEmpty { fields.append(.init("name", Words("请填写驿站名称", "Please name the station"))) }
        if stored.kind.isEmpty { fields.append(.init("kind", Words("请选择驿站类别", "Please choose the kind"))) }
        if stored.field.isEmpty { fields.append(.init("field", Words("请选择产业领域", "Please choose the field"))) }
        if let area = loaded.current.area, loaded.programme.area(area) != nil {
            let procedure = loaded.casework.procedure
            let needs = procedure.steps.flatMap { $0.by + $0.with }
            // A district's round is for its own area; a city round is for all.
            let isRounds = loaded.round.map { round in loaded.programme.rounds.contains { (try? RoundRules.caller($0, area: area, loaded.programme))?.1 == round } } ?? true
            if !isRounds || needs.contains(where: { loaded.programme.office($0, area: area) == nil }) {
                fields.append(.init("area", Words("该区域不能认定本级驿站，请选择区市", "This area cannot recognise stations of this level; choose a district")))
            }
        } else {
            fields.append(.init("area", Words("请选择所在区市、功能区或有关单位", "Please choose the district, zone or unit")))
        }
        if stored.ground.isEmpty {
            fields.append(.init("ground", Words("请说明以何种方式开展职介服务", "Say on what ground placement work is done")))
        } else if stored.ground != "free" {
            if stored.groundDetail.isEmpty { fields.append(.init("groundDetail", Words("请填写许可证编号或合作机构名称", "Give the licence's number or the partner's name"))) }
            if let until = stored.groundUntil {
                if until < today { fields.append(.init("groundUntil", Words("许可已于 \(until) 到期", "The licence ended on \(until)"))) }
            } else {
                fields.append(.init("groundUntil", Words("请填写许可有效期", "Give the date to which the licence is valid")))
            }
        }
        return fields
    }

    static func mustBeWithApplicant(_ actor: Actor, _ current: Case) throws(Refusal) {
        guard CaseRules.isOwn(actor, current) else { throw .notFound }
        guard CaseState.withApplicant.contains(current.state) else {
            throw Refusal(.conflict, "not_with_applicant", Words("申报已提交，现在不能修改", "The application has been handed in and cannot be changed now"),
                next: Words("如需修改，请等待退回补正，或撤回后重新申报", "Wait for it to be returned, or withdraw it and apply anew"))
        }
    }
}

enum RoundRules {
    static func mustBeOpen(opens: Day, closes: Day, on today: Day) throws(Refusal) {
        if today < opens { throw Refusal(.conflict, "round_not_open", Words("本批次 \(opens) 开始申报", "This round opens on \(opens)"), clause: Clause("二(二)1")) }
        if today > closes {
            throw Refusal(.conflict, "round_closed", Words("本批次已于 \(closes) 截止申报", "This round closed on \(closes)"), clause: Clause("二(二)1"),
                next: Words("可留意下一批次的申报通知", "Watch for the next round's notice"))
        }
    }
}

extension Answers {
    /// Each condition that is sent replaces what was there under its name.
    func replacing(with sent: Answers?) -> Answers {
        guard case .group(let new)? = sent else { return self }
        guard case .group(let old) = self else { return .group(new) }
        return .group(old.merging(new) { _, new in new })
    }
}
