import Domain
import SQL

/// How a job moves from state to state, whoever asks for it.
enum JobFlow {
    static func refusal(_ state: JobState) -> Refusal {
        switch state {
        case .draft: Refusal(.conflict, "job_draft", Words("岗位还没有发布", "The job is not open yet"))
        case .open: Refusal(.conflict, "job_open", Words("岗位已经发布", "The job is open already"))
        case .closed: Refusal(.conflict, "job_closed", Words("岗位已经结束", "The job is closed already"))
        case .removed: Refusal(.conflict, "job_removed", Words("岗位已被部门下架，不能再修改或发布", "An office took the job away; it can neither be changed nor opened"), next: Words("理由见岗位页面", "The reason is on the job's page"))
        }
    }

    static let alike = Refusal(.conflict, "job_alike", Words("相同的岗位正在招聘，不能重复发布", "The same job is open already"), next: Words("请修改原有岗位，或先结束它", "Change the one that is open, or close it first"))

    static let nobodyStandsBehind = Refusal(.conflict, "nobody_stands_behind", Words("还没有驿站或部门为贵单位担保或核验，岗位可以先存为草稿", "No station vouches for your organisation and no office has verified it; keep the job as a draft"),
        clause: Clause("一(一)"), next: Words("请联系就近的人才驿站担保，或由市人才服务中心核验", "Ask a station near you to vouch for you, or the talent service centre to verify you"))
}

extension Act {
    /// A job of an organisation that the actor acts for, its employer locked before it.
    func loadOwnJob(_ id: ID<Job>) throws -> StoredJob {
        let own: SQL = "EXISTS (SELECT 1 FROM members m WHERE m.organisation_id = j.organisation_id AND m.account_id = \(actor.account))"
        guard let row = try tx.row("SELECT j.organisation_id AS organisation FROM jobs j WHERE j.id = \(id) AND \(own)") else { throw Refusal.notFound }
        let organisation: ID<Organisation> = try row("organisation")
        _ = try tx.row("SELECT id FROM organisations WHERE id = \(organisation)\(dialect.lock)")
        return try loadJob(id, where: own)
    }

    /// The same as `loadJob`, and nil where there is none.
    func findJob(_ id: ID<Job>, where condition: SQL) throws -> StoredJob? {
        do { return try loadJob(id, where: condition) } catch let refusal as Refusal where refusal.kind == .notFound { return nil }
    }

    /// Writes the terms of a job; its state stays.
    func write(_ terms: JobTerms, of id: ID<Job>, company: String) throws {
        do {
            try tx.run("""
                UPDATE jobs SET title = \(terms.title), occupation = \(terms.occupation?.text), industry = \(terms.industry?.text), kind = \(terms.kind), division = \(terms.division?.text),
                    address = \(terms.address), latitude = \(terms.point?.latitude), longitude = \(terms.point?.longitude), pay_from = \(terms.pay?.from.amount), pay_to = \(terms.pay?.to?.amount),
                    pay_per = \(terms.pay?.per), pay_months = \(terms.pay?.months), degree = \(terms.degree), years_from = \(terms.years?.from), years_to = \(terms.years?.to),
                    skills = \(try Stored.json(terms.skills)), wanted = \(terms.wanted), description = \(terms.description), musts = \(try Stored.json(terms.musts.map(\.rawValue).sorted())),
                    valid_until = \(terms.validUntil), fingerprint = \(terms.fingerprint(company: company, house)), changed_at = \(now)
                WHERE id = \(id)
                """)
        } catch SQLError.constraint {
            throw JobFlow.alike   // somebody opened the same in this moment
        }
    }

    /// No other open job is the same, and no office took the same away. A copy that an office imported closes, since its employer speaks for itself.
    func mustBeAlone(_ terms: JobTerms, company: String, _ id: ID<Job>, _ programme: Programme) throws {
        let print = terms.fingerprint(company: company, house)
        if try tx.row("SELECT id FROM jobs WHERE programme_id = \(programme.id) AND fingerprint = \(print) AND state = 'removed' AND id <> \(id) LIMIT 1") != nil { throw JobFlow.refusal(.removed) }
        for row in try tx.rows("SELECT id, organisation_id FROM jobs WHERE programme_id = \(programme.id) AND fingerprint = \(print) AND state = 'open' AND id <> \(id) ORDER BY id") {
            let owner: ID<Organisation>? = try row("organisation_id")
            guard owner == nil else { throw JobFlow.alike }
            let copy = try loadJob(try row("id"), where: "1 = 1")
            if copy.state == .open { try move(copy, .close, verb: "job_closed", detail: ["by": id.rawValue]) }
        }
    }

    /// Opens a job of an organisation whose row is locked.
    func open(_ job: StoredJob, _ programme: Programme, _ rules: JobRules) throws {
        guard let organisation = job.organisation else { throw Refusal.notFound }
        guard job.state.after(.open) != nil else { throw JobFlow.refusal(job.state) }
        switch try EmployerStanding.of(organisation, programme: programme.id, tx, today: today) {
        case .barred(let until):
            throw Refusal(.conflict, "barred", Words("贵单位至 \(until.chinese) 暂停招聘，不能发布岗位", "Your organisation is barred until \(until); no job can be opened"),
                next: Words("理由见单位页面", "The reason is on your organisation's page"))
        case .unknown: throw JobFlow.nobodyStandsBehind
        case .vouched, .verified: break
        }
        try mustBeWhole(job.terms)
        try mustBeAlone(job.terms, company: job.company, job.id, programme)
        let last = job.terms.validUntil.flatMap { $0 >= today ? $0 : nil } ?? today.adding(rules.longestDays)
        let station = try self.station(behind: organisation, programme.id)
        try tx.run("UPDATE jobs SET valid_until = \(min(last, today.adding(rules.longestDays))), station_id = \(station) WHERE id = \(job.id)")
        try move(job, .open, verb: "job_opened")
        try date(try loadJob(job.id, where: "1 = 1"), rules)
    }

    /// What a draft may lack and an open job may not. - Throws: `invalid`; the fields are on another form, so that the words name them.
    private func mustBeWhole(_ terms: JobTerms) throws {
        var fields: [Refusal.Field] = []
        if terms.division == nil { fields.append(.init("division", Words("发布前请填写工作地点", "Say where the work is before you open the job"))) }
        if terms.description.count < 20 { fields.append(.init("description", Words("发布前请写明工作内容和要求（至少 20 字）", "Describe the work in 20 characters or more before you open the job"))) }
        for (field, text) in [("title", terms.title), ("description", terms.description), ("skills", terms.skills.joined(separator: "，"))] {
            fields += JobScruples.findings(in: text).map { .init(field, $0.words) }
        }
        guard !fields.isEmpty else { return }
        let zh = fields.map(\.words.zh).joined(separator: "；"), en = fields.map(\.words.en).joined(separator: "; ")
        throw Refusal(.invalid, "job_incomplete", Words("岗位内容还不能发布：\(zh)", "The job cannot be opened yet: \(en)"), next: Words("请修改岗位", "Change the job"))
    }

    /// The employer's own station, or else the one that vouched last.
    func station(behind organisation: ID<Organisation>, _ programme: String) throws -> ID<Station>? {
        if let own: ID<Station> = try tx.value("""
            SELECT s.id FROM stations s JOIN plaques p ON p.station_id = s.id AND p.state = 'valid' WHERE s.organisation_id = \(organisation) AND s.programme_id = \(programme) ORDER BY s.id LIMIT 1
            """) { return own }
        return try tx.value("""
            SELECT x.station_id FROM employer_standings x JOIN plaques p ON p.station_id = x.station_id AND p.state = 'valid'
            WHERE x.organisation_id = \(organisation) AND x.programme_id = \(programme) AND x.kind = 'vouched' AND x.ended_at IS NULL ORDER BY x.since DESC, x.id DESC LIMIT 1
            """)
    }

    /// The one door through which a job changes its state: a compare-and-swap and an audit record; what is due for one that is open no more is not.
    func move(_ job: StoredJob, _ event: JobState.Event, verb: String, reason: KeptReason? = nil, clause: Clause? = nil, detail: [String: String] = [:]) throws {
        guard let after = job.state.after(event) else { throw JobFlow.refusal(job.state) }
        let opened = after == .open ? now : job.openedAt, ended: Instant? = after == .open ? nil : now
        do {
            let changed = try tx.run("UPDATE jobs SET state = \(after), opened_at = \(opened), ended_at = \(ended), changed_at = \(now) WHERE id = \(job.id) AND state = \(job.state)")
            guard changed == 1 else { throw JobFlow.refusal(after) }
        } catch SQLError.constraint {
            throw JobFlow.alike
        }
        if after != .open { try nothingDue([.endJob, .remindJob], job.id.rawValue) }
        audit("job", job.id.rawValue, verb, from: job.state.rawValue, to: after.rawValue, reason: reason, clause: clause, detail: detail)
    }

    /// The end of an open job and the reminder before it, as its last day has them now.
    func date(_ job: StoredJob, _ rules: JobRules) throws {
        try nothingDue([.endJob, .remindJob], job.id.rawValue)
        guard let last = job.terms.validUntil else { return }
        due(.endJob, job.id.rawValue, at: Zone.china.instant(last.adding(1), hour: 0))
        let reminder = Zone.china.instant(last.adding(-rules.remindDays), hour: 9)
        if reminder > now { due(.remindJob, job.id.rawValue, at: reminder) }
    }

    /// Takes a job away and tells its employer.
    func remove(_ job: StoredJob, reason: KeptReason, detail: [String: String] = [:]) throws {
        try move(job, .remove, verb: "job_removed", reason: reason, detail: detail)
        guard let organisation = job.organisation else { return }
        try tell(members(of: organisation), Words("岗位已下架：\(job.terms.title)", "A job was taken away: \(job.terms.title)"),
            Words("岗位已由部门下架，不能再发布。理由见岗位页面。", "An office took the job away; it cannot be opened again. The reason is on its page."), link: Receipt(.job, job.id.rawValue))
    }

    /// Ends all open jobs of an employer, whose row is locked.
    func closeJobs(of employer: ID<Organisation>, _ programme: Programme, verb: String) throws {
        let rows = try tx.rows("SELECT \(StoredJob.columns) FROM jobs j WHERE j.organisation_id = \(employer) AND j.programme_id = \(programme.id) AND j.state = 'open' ORDER BY j.id\(dialect.lock)")
        for row in rows { try move(try StoredJob(row), .close, verb: "job_closed", detail: ["because": verb]) }
    }
}
