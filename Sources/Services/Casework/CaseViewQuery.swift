import Domain
import SQL

extension House {
    /// A case whole, as the actor may see it.
    public func caseView(_ id: ID<Case>, for actor: Actor) async throws -> CaseView {
        let house = self
        return try await read { tx, now in
            let loaded = try CaseStore.load(tx, house.library, id, lock: false)
            let current = loaded.current
            guard CaseRules.mayRead(actor, current, in: loaded.programme), try !ObjectionRules.isParty(tx, loaded, actor) else { throw Refusal.notFound }
            let today = Zone.china.day(of: now)
            let asApplicant = CaseRules.isOwn(actor, current)
            let reader = CaseViewReader(tx: tx, house: house, loaded: loaded, actor: actor, today: today, asApplicant: asApplicant)
            guard let row = try tx.row("SELECT \(CaseReader.columns) \(CaseReader.joins) WHERE c.id = \(id)"),
                  let summary = try CaseReader.summaries([row], tx, house.library, today: today).first else { throw Refusal.notFound }
            let reopening = loaded.casework.procedure.reopening.flatMap { loaded.programme.office($0.by, area: current.area) }
            let objections = try tx.rows("SELECT \(CaseReader.columns) \(CaseReader.joins) WHERE c.about_case = \(id) ORDER BY c.created_at, c.id")
            let station = try tx.row("SELECT s.id AS id, p.number AS number FROM stations s JOIN plaques p ON p.station_id = s.id WHERE s.case_id = \(id)")
            return CaseView(
                summary: summary, visit: current.visit, steps: try reader.steps(held: summary.heldByObjection), next: reader.next(summary),
                application: try reader.application(), objection: try ObjectionReader.view(tx, house, id, today: today, withCase: true),
                lodging: asApplicant ? nil : try LodgingCaseReader.view(tx, house, id, for: actor, today: today), jobReport: asApplicant ? nil : try JobReportReader.view(tx, house, id),
                placement: asApplicant ? nil : try PlacementCaseReader.view(tx, house, id), eventPlan: asApplicant ? nil : try EventPlanReader.caseView(tx, house, id),
                mandate: asApplicant ? nil : try MandateCaseReader.view(tx, house, id, for: actor, now: now), tasks: asApplicant ? [] : try reader.tasks(),
                notes: asApplicant ? [] : try reader.notes(),
                objections: try CaseReader.summaries(objections, tx, house.library, today: today),
                asApplicant: asApplicant, mayHandIn: asApplicant && CaseState.withApplicant.contains(current.state),
                mayWithdraw: asApplicant && !CaseState.ended.contains(current.state) && loaded.step?.kind != .issue,
                mayReopen: reopening.map { CaseRules.mayReopen(actor, current, office: $0) } ?? false,
                mayNote: !asApplicant && actor.posts.contains { $0.programme == loaded.programme.id },
                programme: loaded.programme.id, programmeVersion: loaded.programme.version, programmeHash: loaded.programme.hash,
                station: try station?("id"), plaque: try station?("number"))
        }
    }

    /// The audit trail of a case, for those who may read it.
    public func trail(of id: ID<Case>, for actor: Actor) async throws -> AuditView {
        let house = self
        return try await read { tx, now in
            let loaded = try CaseStore.load(tx, house.library, id, lock: false)
            guard CaseRules.mayRead(actor, loaded.current, in: loaded.programme), try !ObjectionRules.isParty(tx, loaded, actor) else { throw Refusal.notFound }
            let asApplicant = CaseRules.isOwn(actor, loaded.current)
            guard let row = try tx.row("SELECT \(CaseReader.columns) \(CaseReader.joins) WHERE c.id = \(id)"),
                  let summary = try CaseReader.summaries([row], tx, house.library, today: Zone.china.day(of: now)).first else { throw Refusal.notFound }
            let entries = try tx.rows("""
                SELECT r.number AS number, r.at AS at, r.verb AS verb, r.actor AS actor, a.name AS actor_name, a.kind AS actor_kind, r.post AS post, r.state_from AS state_from,
                    r.state_to AS state_to, r.clause AS clause, r.hash AS hash, r.previous AS previous, s.number AS sealed
                FROM audit_records r LEFT JOIN accounts a ON a.id = r.actor
                    LEFT JOIN audit_seals s ON s.kind = r.kind AND s.subject = r.subject AND s.record_number = r.number
                WHERE r.kind = 'case' AND r.subject = \(id) ORDER BY r.number
                """).filter { row in try !asApplicant || !CaseViewReader.insideOffices.contains(try row("verb")) }.map { row in
                let name: String? = try row("actor_name"), kind: String? = try row("actor_kind"), account: String = try row("actor")
                let who = account == "system" ? "系统" : account == "visitor" ? "公众" : asApplicant && kind == "staff" ? "" : name ?? ""
                return AuditView.Entry(
                    number: try row("number"), at: try row("at"), verb: try row("verb"), who: who, post: try row("post"), from: try row("state_from"), to: try row("state_to"),
                    clause: try row("clause"), hash: try row("hash"), previous: try row("previous"), sealed: try row("sealed"))
            }
            return AuditView(summary: summary, entries: entries)
        }
    }
}

/// Puts one case's view together.
struct CaseViewReader {
    let tx: any Transaction
    let house: House
    let loaded: LoadedCase
    let actor: Actor
    let today: Day
    let asApplicant: Bool

    private var programme: Programme { loaded.programme }
    private var current: Case { loaded.current }
    private var procedure: Procedure { loaded.casework.procedure }
    private var isObjection: Bool { programme.isObjection(procedure.id) }
    private var isOfJobs: Bool { programme.isOfJobs(procedure.id) }
    private var isOfLodging: Bool { programme.isOfLodging(procedure.id) }
    private var isOfPlacement: Bool { programme.isOfPlacement(procedure.id) }
    private var isOfEventPlan: Bool { programme.isOfEventPlan(procedure.id) }
    private var isOfAgency: Bool { programme.isOfAgency(procedure.id) }

    /// What happens inside offices and is not the applicant's to see.
    static let insideOffices: Set<String> = ["note_added", "task_assigned", "reminded", "case_send_back"]

    // MARK: timeline

    func steps(held: Bool = false) throws -> [TimelineStep] {
        let entries = try entries()
        let at = procedure.index(of: current.step) ?? 0
        let ended = CaseState.ended.contains(current.state)
        return procedure.steps.enumerated().map { index, step in
            let own = entries[step.id] ?? []
            let progress: TimelineStep.Progress
            if step.id == current.step, !ended {
                progress = current.state == .correction ? .returned : .current
            } else if step.id == current.step {
                progress = current.state == .done ? .done : current.state == .refused ? .refused : .skipped
            } else if index < at {
                progress = own.isEmpty && step.kind != .submit ? .skipped : .done
            } else {
                progress = ended ? .skipped : .waiting
            }
            let due = step.id == current.step && !held ? current.clock?.due(loaded.calendar) : nil
            return TimelineStep(
                id: step.id, kind: step.kind, name: step.name, offices: offices(of: step), clause: step.clause, within: step.within, progress: progress,
                due: due.map { CaseReader.due($0.day, provisional: $0.provisional, loaded.calendar, today: today) }, entries: own)
        }
    }

    private func offices(of step: Step) -> [Words] {
        guard step.kind == .submit else { return (step.by + step.with).compactMap { programme.office($0, area: current.area)?.name } }
        if isOfPlacement { return [Words("驿站或当事人", "a station or a side")] }
        if isOfAgency { return [Words("代办驿站或本人", "the agent or the talent")] }
        if isOfLodging { return [Words("本人", "the guest")] }
        if isOfEventPlan { return [Words("驿站", "the station")] }
        if isOfJobs { return [Words("举报人", "who reports")] }
        return [isObjection ? Words("异议人", "the objector") : Words("申报单位", "the applicant")]
    }

    /// What the trail holds of the case, by step. An applicant sees rulings of whole offices, never who held which opinion on the way.
    private func entries() throws -> [String: [TimelineEntry]] {
        let rows = try tx.rows("""
            SELECT r.number AS number, r.at AS at, r.verb AS verb, r.actor AS actor, a.name AS actor_name, r.post AS post, r.state_from AS state_from, r.state_to AS state_to,
                r.clause AS clause, r.detail AS detail, r.reason AS reason, x.body AS body, x.audience AS audience
            FROM audit_records r LEFT JOIN accounts a ON a.id = r.actor LEFT JOIN reasons x ON x.id = r.reason
            WHERE r.kind = 'case' AND r.subject = \(current.id) ORDER BY r.number
            """)
        var entries: [String: [TimelineEntry]] = [:]
        for row in rows {
            let detail: [String: String] = try Stored.read(try row("detail"))
            let verb: String = try row("verb"), post: String = try row("post")
            let office = post.split(separator: "/").first.map(String.init) ?? ""
            // Files come and go while an application is filled in; the trail names each, the course of the case needs none.
            if verb == "file_attached" || verb == "file_removed" { continue }
            if asApplicant, Self.insideOffices.contains(verb) { continue }
            var reason: String?
            if let sealed: [UInt8] = try row("body"), try row("audience") != "office" || !asApplicant {
                reason = try house.secrets.text(sealed, table: "reasons", column: "body", row: try row("reason"))
            }
            var ruling = detail["ruling"].flatMap(Ruling.init(rawValue:))
            if asApplicant, verb == "case_propose" || verb == "case_agree" {
                // Inside an office's line nothing is decided yet: the applicant sees the ruling when the line is through.
                guard let line = programme.office(office)?.signOff, let place = post.split(separator: "/").last, line.last?.rawValue == String(place) else { continue }
                if verb == "case_agree" { (ruling, reason) = try ruled(office: office, visit: detail["visit"], ruling: ruling, reason: reason, from: try row("state_from")) }
            }
            let name: String = try row("actor_name") ?? ""
            let officeName = programme.office(office)?.name.zh
            let account: String = try row("actor")
            let who = officeName.map { asApplicant || name.isEmpty ? $0 : "\($0) \(name)" } ?? (account == "system" ? "系统" : account == "visitor" ? "公众" : name)
            let clause: String = try row("clause")
            let entry = TimelineEntry(
                at: try row("at"), verb: verb, words: heading(verb, ruling: ruling, post: post, detail: detail), who: who, ruling: ruling, reason: reason,
                clause: clause.isEmpty ? nil : Clause(clause), conditions: ruling == .pass ? [] : names(detail["conditions"]))
            entries[detail["step"] ?? procedure.steps.first?.id ?? "", default: []].append(entry)
        }
        return entries
    }

    /// The ruling that a line ended with, from the task of that visit.
    private func ruled(office: String, visit: String?, ruling: Ruling?, reason: String?, from: String) throws -> (Ruling?, String?) {
        guard let after = visit.flatMap(Int.init) else { return (ruling, reason) }
        let row = try tx.row("""
            SELECT t.ruling AS ruling, x.id AS reason_id, x.body AS body FROM case_tasks t LEFT JOIN reasons x ON x.id = t.reason_id
            WHERE t.case_id = \(current.id) AND t.office = \(office) AND t.visit <= \(after) AND t.ruling IS NOT NULL ORDER BY t.visit DESC LIMIT 1
            """)
        guard let row, let sealed: [UInt8] = try row("body") else { return (ruling, reason) }
        return (try row("ruling"), try house.secrets.text(sealed, table: "reasons", column: "body", row: try row("reason_id")))
    }

    /// What an office's line ended with stands by itself: 退回补正, not the signer's agreement to it.
    private func heading(_ verb: String, ruling: Ruling?, post: String, detail: [String: String]) -> Words {
        guard let ruling, verb == "case_propose" || verb == "case_agree" else { return Self.words(verb, ruling: ruling, detail: detail) }
        let words = outcome(ruling, at: detail["step"])
        let parts = post.split(separator: "/").map(String.init)
        if asApplicant || parts.first.flatMap({ programme.office($0)?.signOff.last?.rawValue }) == parts.last { return words }
        return verb == "case_propose" ? Words("提出意见：\(words.zh)", "Opinion: \(words.en)") : Words("同意：\(words.zh)", "Agreed: \(words.en)")
    }

    private func outcome(_ ruling: Ruling, at step: String?) -> Words {
        guard isObjection, procedure.steps.first(where: { $0.id == step })?.kind == .work else { return ruling.words }
        return switch ruling {
        case .pass: Words("异议成立", "Objection upheld")
        case .return: Words("退回补充", "Returned")
        case .refuse: Words("异议不成立", "Objection not upheld")
        }
    }

    static func words(_ verb: String, ruling: Ruling?, detail: [String: String]) -> Words {
        switch verb {
        case "application_started": Words("开始填写申报", "Application begun")
        case "application_handed_in": Words("提交申报", "Application handed in")
        case "application_corrected": Words("补正后再次提交", "Handed in again after correction")
        case "application_withdrawn": Words("申报单位撤回", "Withdrawn by the applicant")
        case "file_attached": Words("上传附件", "File attached")
        case "file_removed": Words("删除附件", "File removed")
        case "case_propose": Words("提出意见", "Opinion given")
        case "case_agree": Words("同意", "Agreed")
        case "case_send_back": Words("退回经办", "Sent back within the office")
        case "task_assigned": Words("指定办理人", "Assigned")
        case "note_added": Words("内部备注", "Private note")
        case "notice_published": Words("发布公示，至 \(detail["ends"] ?? "") 结束", "Public notice until \(detail["ends"] ?? "")")
        case "notice_passed": Words("公示期满", "Public notice completed")
        case "objection_received": Words("收到异议", "Objection received")
        case "objection_raised": Words("提出异议", "Objection raised")
        case "case_determined": ruling == .pass ? Words("审定：予以认定", "Determined: recognised") : Words("审定：不予认定", "Determined: refused")
        case "plaque_issued": Words("印发认定文件，颁发牌匾", "Document and plaque issued")
        case "case_reopened": Words("重新受理", "Taken up again")
        case "proof_asked": Words("预订床位，待核验证明", "A bed was booked; the proof is to be examined")
        case "appeal_raised": Words("提出申诉", "Appeal raised")
        case "stay_ended": Words("住宿取消，不再核验", "The stay ended; nothing is left to examine")
        case "placement_claimed": Words("两个驿站登记了同一次配置", "Two stations claim the same placement")
        case "placement_contested": Words("当事人提出异议", "Contested by a side")
        case "mandate_handed_in": Words("递交", "Handed in")
        case "mandate_revoked": Words("本人撤销委托", "The talent revoked the mandate")
        case "mandate_lapsed": Words("委托到期", "The mandate is over")
        case "claim_withdrawn": Words("驿站撤回填报", "The station took its record back")
        case "event_plan_started": Words("开始编制计划", "Plan begun")
        case "event_plan_handed_in": Words("报送计划", "Plan handed in")
        case "event_plan_corrected": Words("修改后再次报送", "Handed in again after changes")
        case "event_plan_withdrawn": Words("驿站撤回", "Taken back by the station")
        case "reminded": Words("时限提醒 \(detail["percent"] ?? "")%", "Reminder at \(detail["percent"] ?? "")%")
        case "redated": Words("工作日历变更，到期日由 \(detail["before"] ?? "") 改为 \(detail["after"] ?? "")", "Calendar changed: due \(detail["after"] ?? "") instead of \(detail["before"] ?? "")")
        default: Words(verb, verb)
        }
    }

    /// What happens next, in words.
    func next(_ summary: CaseSummary) -> Words {
        let by = summary.with.map(\.zh).joined(separator: "、"), byEn = summary.with.map(\.en).joined(separator: ", ")
        switch current.state {
        case .draft: return Words("请补齐五项条件后提交。", "Complete the five conditions and hand in.")
        case .correction where isOfEventPlan: return Words("由驿站修改后再次报送；其间时限暂停计算。", "The station changes it and hands it in again; the clock rests meanwhile.")
        case .correction where isOfAgency: return Words("已退回经办人补正；补正期间时限暂停计算。", "It went back to the agent for correction; the clock rests meanwhile.")
        case .withdrawn where isOfAgency: return Words("委托已撤销或到期，不再办理。", "The mandate was revoked or is over; nothing is left to decide.")
        case .refused where isOfAgency: return Words("未通过，本人和经办人已收到通知，理由见下。", "Refused; the talent and the agent were told, and the reasons are below.")
        case .done where isOfAgency: return Words("已通过，本人和经办人已收到通知。", "Granted; the talent and the agent were told.")
        case .correction: return Words("请按各部门意见补正后再次提交；补正期间时限暂停计算。", "Correct what the offices ask and hand in again; the clock rests meanwhile.")
        case .withdrawn where isOfLodging: return Words("住宿已经取消或结束，不再办理。", "The stay was cancelled or has ended; nothing is left to decide.")
        case .refused where isOfLodging: return Words("未通过，本人已收到通知，理由见下。", "Not accepted; the guest was told, and the reasons are below.")
        case .done where isOfLodging: return Words("已通过，本人已收到通知。", "Accepted; the guest was told.")
        case .refused where isOfJobs: return Words("举报不属实，举报人已收到通知，岗位继续招聘。", "Not upheld; who reported was told, and the job stays.")
        case .done where isOfJobs: return Words("举报属实，岗位已下架，举报人和用人单位已收到通知。", "Upheld; the job was taken away, and who reported and the employer were told.")
        case .withdrawn where isOfPlacement: return Words("填报已撤回，不再裁定。", "The claim was taken back; nothing is left to decide.")
        case .refused where isOfPlacement: return Words("该记录不予认定，已作废。", "This record does not count; it is void.")
        case .done where isOfPlacement: return Words("该记录有效，同一次配置的其他记录已作废。", "This record stands; others of the same placement are void.")
        case .withdrawn where isOfEventPlan: return Words("驿站已撤回这份计划。", "The station took this plan back.")
        case .refused where isOfEventPlan: return Words("计划未获同意，驿站已收到通知。", "Not consented to; the station was told.")
        case .done where isOfEventPlan: return Words("计划已同意，驿站可逐场筹办。", "Consented to; the station can carry its lines into events.")
        case .withdrawn: return Words("申报已撤回。批次开放期间可以重新申报。", "The application was withdrawn. While a round is open you may apply anew.")
        case .refused: return isObjection ? Words("异议不成立，已答复。", "The objection was not upheld; an answer was given.") : Words("申报未通过，理由见下。", "The application was refused; the reasons are below.")
        case .done: return isObjection ? Words("异议成立，已答复。", "The objection was upheld; an answer was given.") : Words("已认定，牌匾已颁发。", "Recognised; the plaque has been issued.")
        case .open:
            let limit = summary.due.map { Words("，期限 \($0.day.chinese)", ", due \($0.day)") } ?? Words("", "")
            guard let step = loaded.step else { return Words("", "") }
            if summary.heldByObjection {
                return Words("公示期满，对本件的异议答复后继续办理。", "The public notice is over; the case goes on once the objection against it is answered.")
            }
            switch step.kind {
            case .notice: return Words("由\(by)组织社会公示，公示期 \(step.lasts ?? 0) 个工作日\(limit.zh)。", "\(byEn) puts the case into public notice for \(step.lasts ?? 0) working days\(limit.en).")
            case .determine: return Words("由\(by)会同有关部门开会审定\(limit.zh)。", "\(byEn) and others determine it at a meeting\(limit.en).")
            case .issue: return Words("由\(by)印发认定文件、颁发牌匾\(limit.zh)。", "\(byEn) issues the document and the plaque\(limit.en).")
            default:
                let (who, whoEn) = asApplicant ? (by + "办理", byEn) : awaited(by, byEn)
                return Words("由\(who)“\(step.name.zh)”\(limit.zh)。", "\(whoEn): \(step.name.en)\(limit.en).")
            }
        }
    }

    /// Who in each office's line is awaited: `由市人才服务中心复核`.
    private func awaited(_ by: String, _ byEn: String) -> (String, String) {
        let open = current.tasks.filter { !$0.isRuled }.sorted { $0.office < $1.office }
        guard !open.isEmpty else { return (by + "办理", byEn) }
        let names = open.map { (office: programme.office($0.office)?.name ?? Words($0.office, $0.office), place: $0.place?.words ?? Words("办理", "handler")) }
        if let only = names.first, names.count == 1 { return (only.office.zh + only.place.zh, "\(only.office.en) (\(only.place.en))") }
        return (names.map { "\($0.office.zh)（\($0.place.zh)）" }.joined(separator: "、") + "办理", names.map { "\($0.office.en) (\($0.place.en))" }.joined(separator: ", "))
    }

    // MARK: parts

    func tasks() throws -> [TaskView] {
        try current.tasks.sorted { $0.office < $1.office }.map { task in
            let office = programme.office(task.office)
            let mayAct = CaseRules.mayAct(actor, on: task, of: current)
            let mayAssign = CaseRules.mayAssign(actor, task, of: current)
            var choices: [Ruling] = []
            if let step = loaded.step, mayAct, task.position == 0 {
                choices = [.pass]
                if step.mayReturn > current.returns[step.id, default: 0] { choices.append(.return) }
                if step.mayRefuse { choices.append(.refuse) }
            }
            let conditions = (loaded.form?.conditions ?? []).filter { condition in
                guard let step = loaded.step, step.kind == .review else { return true }
                return programme.judges(of: condition, at: step, area: current.area).contains { $0.id == task.office }
            }.map { ConditionName(id: $0.id, name: $0.name, clause: $0.clause) }
            let colleagues = mayAssign ? try self.colleagues(task) : []
            return TaskView(
                office: task.office, officeName: office?.name ?? Words(task.office, task.office), line: task.line, place: task.place,
                assignee: try task.assignee.map { Person(id: $0, name: try name($0)) }, opinion: try task.opinion.map { try opinion($0, task) },
                isRuled: task.isRuled, carried: task.carried, mayPropose: mayAct && task.position == 0, mayAgree: mayAct && task.position > 0, mayAssign: mayAssign,
                choices: choices, conditions: conditions, colleagues: colleagues)
        }
    }

    /// `hrss` for `hrss` and for `laoshan.hrss`: conditions name the role.
    static func role(_ office: String) -> String { office.split(separator: ".").last.map(String.init) ?? office }

    /// Conditions by their ids, with commas between.
    private func names(_ ids: String?) -> [ConditionName] {
        let wanted = Set((ids ?? "").split(separator: ",").map(String.init))
        return (loaded.form?.conditions ?? []).filter { wanted.contains($0.id) }.map { ConditionName(id: $0.id, name: $0.name, clause: $0.clause) }
    }

    /// The offices that rule on a condition in this case's review.
    func judges(of condition: Form.Condition) -> [Words] {
        guard let review = procedure.steps.first(where: { $0.kind == .review }) else { return [] }
        return programme.judges(of: condition, at: review, area: current.area).map(\.name)
    }

    private func opinion(_ opinion: Case.Opinion, _ task: Case.Task) throws -> OpinionView {
        let names = loaded.form?.conditions ?? []
        return OpinionView(
            ruling: opinion.ruling, reason: try reason(opinion.reason), clause: opinion.clause,
            conditions: opinion.conditions.compactMap { id in names.first { $0.id == id }.map { ConditionName(id: id, name: $0.name, clause: $0.clause) } },
            by: try task.hands.map(name))
    }

    private func reason(_ id: ID<Reason>) throws -> String {
        guard let row = try tx.row("SELECT body FROM reasons WHERE id = \(id)") else { return "" }
        return try house.secrets.text(try row("body"), table: "reasons", column: "body", row: id.rawValue)
    }

    private func name(_ id: ID<Account>) throws -> String { (try tx.value("SELECT name FROM accounts WHERE id = \(id)")) ?? "" }

    private func colleagues(_ task: Case.Task) throws -> [Person] {
        guard let place = task.place else { return [] }
        return try tx.rows("""
            SELECT a.id AS id, a.name AS name FROM posts p JOIN accounts a ON a.id = p.account_id
            WHERE p.programme_id = \(programme.id) AND p.office = \(task.office) AND p.place = \(place) AND p.ended_at IS NULL AND a.disabled_at IS NULL ORDER BY a.name, a.id
            """).map { Person(id: try $0("id"), name: try $0("name")) }.filter { !task.hands.contains($0.id) }
    }

    func notes() throws -> [NoteView] {
        try tx.rows("SELECT n.id AS id, n.at AS at, n.office AS office, n.body AS body, a.name AS name FROM notes n JOIN accounts a ON a.id = n.account_id WHERE n.case_id = \(current.id) ORDER BY n.at, n.id").map { row in
            let office: String = try row("office")
            return NoteView(at: try row("at"), by: try row("name"), officeName: programme.office(office)?.name ?? Words(office, office),
                text: try house.secrets.text(try row("body"), table: "notes", column: "body", row: try row("id")))
        }
    }

    func application() throws -> ApplicationView? {
        guard try tx.row("SELECT case_id FROM applications WHERE case_id = \(current.id)") != nil else { return nil }
        let stored = try asApplicant ? ApplicationStore.load(tx, house, current.id) : ApplicationStore.handedIn(tx, house, current.id)
        guard let applicant = current.applicant, let organisation = try CaseReader.organisation(tx, house, applicant) else { return nil }
        func choice(_ choices: [Programme.Choice], _ id: String) -> Words? { choices.first { $0.id == id }?.name }
        let form = loaded.form
        let checks = form?.check(stored.answers, files: stored.fileCounts) ?? []
        let rulings = try ConditionRulings.load(tx, house.library, [current.id])[current.id] ?? [:]
        let changed = try ApplicationStore.changed(tx, current.id)
        let conditions = zip(form?.conditions ?? [], checks).map { condition, check in
            ConditionView(
                check: check, judgedBy: judges(of: condition),
                rulings: (rulings[condition.id] ?? []).map { ConditionRuling(step: $0.step.name, officeName: $0.office.name, met: $0.met) },
                changed: changed.contains(condition.id),
                answers: condition.questions.map { AnswerReader.view($0, condition.id, stored) })
        }
        return ApplicationView(
            level: stored.level, levelName: programme.level(stored.level)?.name ?? Words("", ""), name: stored.name, kind: stored.kind, kindName: choice(programme.stationKinds, stored.kind),
            field: stored.field, fieldName: choice(programme.fields, stored.field), area: current.area ?? "", areaName: current.area.flatMap(programme.area)?.name,
            ground: stored.ground, groundName: choice(programme.placementGrounds, stored.ground), groundDetail: stored.groundDetail, groundUntil: stored.groundUntil,
            organisation: organisation, conditions: conditions, version: stored.version, savedAt: stored.savedAt)
    }
}

enum AnswerReader {
    static func view(_ question: Form.Question, _ condition: String, _ stored: ApplicationStore.Stored) -> AnswerView {
        let path = "\(condition).\(question.id)"
        let answer = stored.answers[[condition, question.id]]
        var columns: [Words] = [], rows: [[String]] = []
        if case .table(let questions, _, _) = question.kind {
            columns = questions.map(\.name)
            rows = (answer?.rows() ?? []).map { row in questions.map { AnswerText.plain($0, row.row[[$0.id]]) } }
        }
        return AnswerView(path: path, name: question.name, text: columns.isEmpty ? AnswerText.plain(question, answer) : "", columns: columns, rows: rows,
            files: stored.files.filter { $0.question == path }.map(\.file))
    }
}

extension Ruling {
    public var words: Words {
        switch self {
        case .pass: Words("通过", "Passed")
        case .return: Words("退回补正", "Returned for correction")
        case .refuse: Words("不通过", "Refused")
        }
    }
}
