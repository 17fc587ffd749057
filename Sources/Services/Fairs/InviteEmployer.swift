import Domain
import SQL

/// The organiser invites an employer: one that somebody stands behind (`EmployerStanding.mayHire`), with open jobs.
///
/// Effects: the invitation; a message to whoever acts for the employer; an audit record on the fair.
public struct InviteEmployer: Codable, Sendable {
    public let organisation: ID<Organisation>
    static let most = 300

    public init(organisation: ID<Organisation>) { self.organisation = organisation }

    public func callAsFunction(_ house: House, _ id: ID<Fair>, by actor: Actor, once: Once? = nil) async throws -> Receipt {
        try await house.perform(by: actor, once: once) { act in
            guard let account = actor.account else { throw Refusal.unauthenticated }
            let fair = try act.loadFair(id, where: FairReader.organised(by: actor))
            guard FairState.gathering.contains(fair.state) else { throw FairRules.wrongState(fair.state) }
            guard try act.tx.row("SELECT id FROM organisations WHERE id = \(organisation)") != nil else {
                throw Refusal.invalid([.init("organisation", Words("没有这个单位", "There is no such organisation"))])
            }
            guard try EmployerStanding.of(organisation, programme: fair.programme, act.tx, today: act.today).mayHire else {
                throw Refusal(.conflict, "not_vouched", Words("该单位尚未经驿站、区市担保或部门核验，不能邀请", "Nobody stands behind this employer yet, or it is barred"),
                    next: Words("请先为其担保或核验", "Have it vouched for or verified first"), fields: [.init("organisation", Words("尚未担保或核验", "Nobody stands behind it"))])
            }
            guard try act.tx.row("SELECT id FROM jobs WHERE organisation_id = \(organisation) AND programme_id = \(fair.programme) AND state = 'open' LIMIT 1") != nil else {
                throw Refusal(.conflict, "no_open_job", Words("该单位没有招聘中的岗位", "This employer has no open job"), fields: [.init("organisation", Words("没有招聘中的岗位", "No open job"))])
            }
            let invited: Int = try act.tx.value("SELECT COUNT(*) FROM fair_employers WHERE fair_id = \(id)") ?? 0
            guard invited < Self.most else { throw Refusal(.conflict, "fair_full", Words("一场招聘会至多邀请 \(Self.most) 个单位", "At most \(Self.most) employers are invited to one fair")) }
            let employer: ID<FairEmployer> = try act.newID()
            let made = try act.tx.rows("""
                INSERT INTO fair_employers (id, fair_id, organisation_id, answer, tables, absent, invited_by, invited_at)
                VALUES (\(employer), \(id), \(organisation), 'invited', \(0), '[]', \(account), \(act.now)) ON CONFLICT (fair_id, organisation_id) DO NOTHING RETURNING id
                """)
            guard !made.isEmpty else { throw Refusal(.conflict, "invited_already", Words("已经邀请过该单位", "This employer was invited already")) }
            try act.tell(try act.members(of: organisation), Words("邀请参加招聘会", "An invitation to a job fair"),
                Words("邀请贵单位参加\(fair.words.zh)，请选择岗位和洽谈桌数量后确认。", "You are invited to \(fair.words.en). Choose your jobs and tables to accept."), link: fair.receipt)
            act.audit("fair", id.rawValue, "employer_invited", from: fair.state.rawValue, to: fair.state.rawValue, detail: ["organisation": organisation.rawValue])
            return Receipt(.fair, id.rawValue)
        }
    }
}

/// Somebody who acts for an invited employer accepts, with jobs, tables and the slots in which it is away; or declines. Until sign-up ends the answer
/// can be changed.
///
/// Effects: the answer with its jobs; a message to who invited; the fair's revision; an audit record on the fair.
public struct AnswerInvitation: Codable, Sendable {
    public let accept: Bool
    /// Wanted where it accepts: 1 to the fair's most.
    public let tables: Int?
    /// Slots in which it cannot, counted from 1.
    public let absent: [Int]?
    /// Open jobs of its own, at least one where it accepts.
    public let jobs: [ID<Job>]?

    public init(accept: Bool, tables: Int? = nil, absent: [Int]? = nil, jobs: [ID<Job>]? = nil) {
        self.accept = accept
        self.tables = tables
        self.absent = absent
        self.jobs = jobs
    }

    public func callAsFunction(_ house: House, _ id: ID<FairEmployer>, by actor: Actor, once: Once? = nil) async throws -> Receipt {
        try await house.perform(by: actor, once: once) { act in
            let (fair, organisation, answer) = try act.loadFair(of: id)
            guard FairState.gathering.contains(fair.state), act.now < fair.closesAt else { throw FairRules.closed }
            let tables = accept ? tables ?? 0 : 0, jobs = accept ? Set(jobs ?? []).sorted() : []
            var away: [Int] = []
            if accept {
                var fields: [Refusal.Field] = []
                if !(1...fair.tablesMost).contains(tables) { fields.append(.init("tables", Words("洽谈桌为 1 至 \(fair.tablesMost) 张", "1 to \(fair.tablesMost) tables"))) }
                if jobs.isEmpty || jobs.count > FairRules.mostJobs { fields.append(.init("jobs", Words("请选择 1 至 \(FairRules.mostJobs) 个招聘中的岗位", "Choose 1 to \(FairRules.mostJobs) open jobs"))) }
                let absence = FairRules.absent(absent, of: fair.slots)
                away = absence.slots
                if let wrong = absence.wrong { fields.append(wrong) }
                let open: Int = try act.tx.value("SELECT COUNT(*) FROM jobs WHERE id IN (\(list: jobs)) AND organisation_id = \(organisation) AND programme_id = \(fair.programme) AND state = 'open'") ?? 0
                if open != jobs.count { fields.append(.init("jobs", Words("只能选择本单位招聘中的岗位", "Only your own open jobs"))) }
                guard fields.isEmpty else { throw Refusal.invalid(fields) }
                guard try EmployerStanding.of(organisation, programme: fair.programme, act.tx, today: act.today).mayHire else {
                    throw Refusal(.forbidden, "not_vouched", Words("贵单位目前不能通过本计划招聘", "You may not hire through the programme at present"))
                }
            }
            let next: FairAnswer = accept ? .accepted : .declined
            try act.tx.run("""
                UPDATE fair_employers SET answer = \(next), tables = \(tables), absent = \(try Stored.json(away)), answered_by = \(actor.account), answered_at = \(act.now) WHERE id = \(id) AND answer = \(answer)
                """)
            try act.tx.run("DELETE FROM fair_jobs WHERE employer_id = \(id)")
            for job in jobs { act.later("INSERT INTO fair_jobs (employer_id, job_id) VALUES (\(id), \(job))") }
            try act.regroup(fair)
            if answer != next, let inviter: ID<Account> = try act.tx.value("SELECT invited_by FROM fair_employers WHERE id = \(id)") {
                try act.tell(inviter, accept ? Words("单位接受邀请", "An employer accepted") : Words("单位谢绝邀请", "An employer declined"),
                    Words("\(fair.words.zh)：一家受邀单位已答复。", "\(fair.words.en): an invited employer has answered."), link: fair.receipt)
            }
            act.audit("fair", fair.id.rawValue, accept ? "employer_accepted" : "employer_declined", from: fair.state.rawValue, to: fair.state.rawValue,
                detail: ["organisation": organisation.rawValue, "tables": String(tables)])
            return fair.receipt
        }
    }
}

/// An employer that had accepted leaves.
///
/// Effects: its planned meetings that have not begun are cancelled, and their talents told; the schedule is filled anew around what stays; the fair's revision; an audit record
/// on the fair.
public struct LeaveFairAsEmployer: Codable, Sendable {
    public init() {}

    public func callAsFunction(_ house: House, _ id: ID<FairEmployer>, by actor: Actor, once: Once? = nil) async throws -> Receipt {
        let receipt = try await house.perform(by: actor, once: once) { act in
            let (fair, organisation, answer) = try act.loadFair(of: id)
            guard answer == .accepted else { throw Refusal(.conflict, "not_taking_part", Words("贵单位没有参加这场招聘会", "You do not take part in this fair")) }
            guard [.draft, .open, .closed, .scheduled].contains(fair.state) else { throw FairRules.wrongState(fair.state) }
            try act.tx.run("UPDATE fair_employers SET answer = 'left', tables = 0, answered_by = \(actor.account), answered_at = \(act.now) WHERE id = \(id) AND answer = 'accepted'")
            let coming = (0..<fair.slots.count).filter { fair.slots.begin($0) > act.now }
            let people = try act.tx.rows("""
                SELECT DISTINCT t.account_id AS account_id FROM fair_meetings m JOIN fair_talents t ON t.id = m.talent_id WHERE m.employer_id = \(id) AND m.state = 'planned' AND m.slot IN (\(list: coming)) ORDER BY t.account_id
                """).map { try $0("account_id") as ID<Account> }
            try act.tx.run("UPDATE fair_meetings SET state = 'cancelled', changed_by = \(actor.account), changed_at = \(act.now) WHERE employer_id = \(id) AND state = 'planned' AND slot IN (\(list: coming))")
            try act.tell(people, Words("一场面谈取消", "A meeting is cancelled"), Words("\(fair.words.zh)：一家单位退出，与它的面谈取消，其余不变。", "\(fair.words.en): an employer left; your other meetings stay."), link: fair.receipt)
            try act.regroup(fair)
            act.audit("fair", fair.id.rawValue, "employer_left", from: fair.state.rawValue, to: fair.state.rawValue, detail: ["organisation": organisation.rawValue, "cancelled": String(people.count)])
            return fair.receipt
        }
        if let fair = ID<Fair>(rawValue: receipt.id) { _ = try await ScheduleFair().attempt(house, fair) }
        return receipt
    }
}
