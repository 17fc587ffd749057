import Domain
import SQL

/// Somebody who acts for an employer writes a job, or changes one.
///
/// Effects: the job, as a draft or, where `open` says so, open to everybody until its last day; the end and a reminder before it fall due; audit records.
/// Words that ask money of people or prefer them by sex, age, origin are refused at their field (`JobScruples`).
public struct KeepJob: Sendable {
    public let draft: JobDraft

    public init(_ draft: JobDraft) { self.draft = draft }

    private var opens: Bool { draft.open ?? false }

    /// A new job.
    public func callAsFunction(_ house: House, by actor: Actor, once: Once? = nil) async throws -> Receipt {
        let organisation = try MemberRules.organisation(draft.organisation, actor)
        let (programme, rules) = try house.jobProgramme()
        return try await house.perform(by: actor, once: once) { act in
            try MemberRules.mustStillBe(act, organisation)
            let terms = try draft.terms(rules, today: act.today, opens: opens)
            let id: ID<Job> = try act.newID()
            let company: String = try act.tx.value("SELECT name FROM organisations WHERE id = \(organisation)") ?? ""
            try act.tx.run("""
                INSERT INTO jobs (id, programme_id, organisation_id, source, source_id, company, title, kind, address, skills, description, musts, state, fingerprint, by_account, created_at, changed_at)
                VALUES (\(id), \(programme.id), \(organisation), '', \(id.rawValue), \(company), '', 'full_time', '', '[]', '', '[]', 'draft', '', \(actor.account), \(act.now), \(act.now))
                """)
            try act.write(terms, of: id, company: company)
            act.audit("job", id.rawValue, "job_written", to: JobState.draft.rawValue, detail: ["organisation": organisation.rawValue], isFirst: true)
            if opens { try act.open(try act.loadJob(id, where: "1 = 1"), programme, rules) }
            return Receipt(.job, id.rawValue)
        }
    }

    /// Changes a job. One that is open stays so, and must lack nothing.
    public func callAsFunction(_ house: House, _ id: ID<Job>, by actor: Actor, once: Once? = nil) async throws -> Receipt {
        let (programme, rules) = try house.jobProgramme()
        return try await house.perform(by: actor, once: once) { act in
            let job = try act.loadOwnJob(id)
            if job.state == .removed { throw JobFlow.refusal(.removed) }
            let isOpen = job.state == .open
            let terms = try draft.terms(rules, today: act.today, opens: opens || isOpen)
            if isOpen { try act.mustBeAlone(terms, company: job.company, id, programme) }
            try act.write(terms, of: id, company: job.company)
            act.audit("job", id.rawValue, "job_changed", from: job.state.rawValue, to: job.state.rawValue)
            let changed = try act.loadJob(id, where: "1 = 1")
            if isOpen { try act.date(changed, rules) } else if opens { try act.open(changed, programme, rules) }
            return Receipt(.job, id.rawValue)
        }
    }
}

/// Somebody who acts for the employer opens a job that is written, or one that was closed.
///
/// Effects: the job is open until its last day; its station stands behind it; the end and a reminder fall due; an audit record. Refused where nobody stands behind
/// the employer, where it is barred, where something is missing, and where the same job is open already.
public struct OpenJob: Codable, Sendable {
    /// The last day on which it is shown; where left out the one that it has, or the furthest that the programme lets it have.
    public let validUntil: Day?

    public init(validUntil: Day? = nil) { self.validUntil = validUntil }

    public func callAsFunction(_ house: House, _ id: ID<Job>, by actor: Actor, once: Once? = nil) async throws -> Receipt {
        let (programme, rules) = try house.jobProgramme()
        return try await house.perform(by: actor, once: once) { act in
            let job = try act.loadOwnJob(id)
            if let validUntil {
                guard (act.today...act.today.adding(rules.longestDays)).contains(validUntil) else {
                    throw Refusal.invalid([.init("validUntil", Words("请填写今天起 \(rules.longestDays) 天内的日期", "A day from today on, within \(rules.longestDays) days"))])
                }
                try act.tx.run("UPDATE jobs SET valid_until = \(validUntil) WHERE id = \(id)")
            }
            try act.open(validUntil == nil ? job : try act.loadJob(id, where: "1 = 1"), programme, rules)
            return Receipt(.job, id.rawValue)
        }
    }
}

/// Somebody who acts for the employer ends a job: filled, or not wanted any more.
///
/// Effects: the job is closed and found no more; nothing of it falls due; an audit record.
public struct CloseJob: Codable, Sendable {
    public init() {}

    public func callAsFunction(_ house: House, _ id: ID<Job>, by actor: Actor, once: Once? = nil) async throws -> Receipt {
        try await house.perform(by: actor, once: once) { act in
            let job = try act.loadOwnJob(id)
            try act.move(job, .close, verb: "job_closed")
            return Receipt(.job, id.rawValue)
        }
    }
}

/// An office takes a job away.
///
/// Effects: the job is removed for good; its employer is told why; an audit record with the reason.
public struct RemoveJob: Codable, Sendable {
    public let reason: String

    public init(reason: String) { self.reason = reason }

    public func callAsFunction(_ house: House, _ id: ID<Job>, by actor: Actor, once: Once? = nil) async throws -> Receipt {
        let (programme, _) = try house.jobProgramme()
        guard EmployerRules.supervises(actor, programme) else { throw Refusal.notFound }
        guard (5...2000).contains(reason.trimmed.count) else { throw Refusal.invalid([.init("reason", Words("请写明理由（5 至 2000 字），单位会看到", "Say why, in 5 to 2000 characters; the employer reads it"))]) }
        return try await house.perform(by: actor, once: once) { act in
            let job = try act.loadJob(id, where: "j.programme_id = \(programme.id) AND j.state <> 'draft'")
            if let organisation = job.organisation { try act.mustNotBeOwn(organisation) }
            try act.remove(job, reason: try act.keepReason(reason.trimmed, audience: .applicant))
            return Receipt(.job, id.rawValue)
        }
    }
}

/// A job's last day is over. Harmless when repeated, and when the day was moved meanwhile.
///
/// Effects: the job is closed; its employer is told; an audit record.
struct EndJob {
    func callAsFunction(_ house: House, _ id: ID<Job>, at: Instant?) async throws {
        _ = try await house.perform(by: .system, once: nil, at: at) { act in
            guard let job = try act.findJob(id, where: "j.state = 'open' AND j.valid_until < \(act.today)") else { return Receipt(.job, id.rawValue) }
            try act.move(job, .close, verb: "job_ended")
            if let organisation = job.organisation {
                try act.tell(act.members(of: organisation), Words("岗位已到期：\(job.terms.title)", "A job has ended: \(job.terms.title)"),
                    Words("岗位已过有效期，不再公开。仍需招聘的，可以重新发布。", "Its last day is over and it is shown no more. Open it again if you still look for somebody."), link: Receipt(.job, id.rawValue))
            }
            return Receipt(.job, id.rawValue)
        }
    }
}

/// Some days before a job's last day its employer is told. Harmless when repeated.
///
/// Effects: messages; an audit record.
struct RemindJob {
    func callAsFunction(_ house: House, _ id: ID<Job>, at: Instant?) async throws {
        _ = try await house.perform(by: .system, once: nil, at: at) { act in
            guard let job = try act.findJob(id, where: "j.state = 'open'"), let last = job.terms.validUntil, last >= act.today, let organisation = job.organisation else { return Receipt(.job, id.rawValue) }
            let detail = ["until": last.description]
            let known = try act.tx.row("SELECT number FROM audit_records WHERE kind = 'job' AND subject = \(id) AND verb = 'job_reminded' AND detail = \(try Stored.json(detail))")
            guard known == nil else { return Receipt(.job, id.rawValue) }
            try act.tell(act.members(of: organisation), Words("岗位即将到期：\(job.terms.title)", "A job ends soon: \(job.terms.title)"),
                Words("岗位有效期至 \(last.chinese)。仍需招聘的，请延长有效期。", "It is shown until \(last). Give it a later last day if you still look for somebody."), link: Receipt(.job, id.rawValue))
            act.audit("job", id.rawValue, "job_reminded", from: job.state.rawValue, to: job.state.rawValue, detail: detail)
            return Receipt(.job, id.rawValue)
        }
    }
}
