import Domain
import SQL

/// Somebody who is signed in says that a job asks for money, is untrue, discriminates, or is wrong in another way.
///
/// Effects: the report, its text sealed; a case of the procedure that the rules name, or the one that looks at this job already; audit records. Nobody reports
/// one job twice while the case is open.
public struct ReportJob: Codable, Sendable {
    public let kind: JobComplaint
    public let text: String

    public init(kind: JobComplaint, text: String) {
        self.kind = kind
        self.text = text
    }

    public func callAsFunction(_ house: House, _ id: ID<Job>, by actor: Actor, once: Once? = nil) async throws -> Receipt {
        let (programme, rules) = try house.jobProgramme()
        guard let account = actor.account else { throw Refusal.unauthenticated }
        guard (10...2000).contains(text.trimmed.count) else { throw Refusal.invalid([.init("text", Words("请写明情况（10 至 2000 字）", "Say what is wrong, in 10 to 2000 characters"))]) }
        return try await house.perform(by: actor, once: once) { act in
            let job = try act.loadJob(id, where: "j.programme_id = \(programme.id) AND \(JobReader.isShown(today: act.today))")
            let open: ID<Case>? = try act.tx.value("SELECT case_id FROM job_reports WHERE job_id = \(id) AND ended_at IS NULL ORDER BY at, id LIMIT 1")
            let examined = try open ?? act.openCase(rules.report, title: "岗位举报：\(job.terms.title)", in: programme, area: nil, detail: ["job": id.rawValue], verb: "job_reported")
            let report: ID<JobReport> = try act.newID()
            let made = try act.tx.rows("""
                INSERT INTO job_reports (id, job_id, case_id, account_id, kind, body, at)
                VALUES (\(report), \(id), \(examined), \(account), \(kind), \(try house.secrets.seal(text: text.trimmed, table: "job_reports", column: "body", row: report.rawValue)), \(act.now))
                ON CONFLICT DO NOTHING RETURNING id
                """)
            guard !made.isEmpty else { throw Refusal(.conflict, "reported_already", Words("您已举报过这个岗位，正在核查", "You have reported this job already; it is being looked at")) }
            act.audit("job", id.rawValue, "job_reported", from: job.state.rawValue, to: job.state.rawValue, detail: ["case": examined.rawValue, "kind": kind.rawValue])
            return Receipt(.job, id.rawValue)
        }
    }
}

/// What ids of reports against jobs name.
public enum JobReport {}

extension JobComplaint: Bindable {}

extension Act {
    /// A case of reports has ended: upheld, the job is taken away with the office's reason; either way the reporters hear of it.
    func settleJobReport(_ loaded: LoadedCase, _ after: Case) throws {
        guard CaseState.ended.contains(after.state) else { return }
        guard let id: ID<Job> = try tx.value("SELECT job_id FROM job_reports WHERE case_id = \(loaded.id) AND ended_at IS NULL ORDER BY at, id LIMIT 1") else { return }
        let job = try loadJob(id, where: "1 = 1"), upheld = after.state == .done
        let reporters = try tx.rows("SELECT account_id FROM job_reports WHERE case_id = \(loaded.id) AND ended_at IS NULL ORDER BY at, id").map { try $0("account_id") as ID<Account> }
        try tx.run("UPDATE job_reports SET ended_at = \(now) WHERE case_id = \(loaded.id) AND ended_at IS NULL")
        if upheld, job.state.after(.remove) != nil {
            try remove(job, reason: try keepReason(try opinion(loaded, after) ?? "经核查，举报属实。", audience: .applicant), detail: ["case": loaded.id.rawValue])
        }
        audit("job", id.rawValue, upheld ? "report_upheld" : "report_not_upheld", detail: ["case": loaded.id.rawValue])
        try tell(reporters, upheld ? Words("举报属实：\(job.terms.title)", "Your report was upheld: \(job.terms.title)") : Words("举报不属实：\(job.terms.title)", "Your report was not upheld: \(job.terms.title)"),
            upheld ? Words("经核查，您举报的岗位已下架。感谢您的监督。", "The job that you reported was taken away. Thank you.") : Words("经核查，未发现所述问题，岗位继续招聘。", "Nothing of what you said was found; the job stays open."),
                link: Receipt(.job, id.rawValue))
    }

    /// What the office said of the case, in its own words.
    func opinion(_ loaded: LoadedCase, _ after: Case) throws -> String? {
        guard let id = (after.tasks + loaded.current.tasks).compactMap(\.opinion).first?.reason, let sealed: [UInt8] = try tx.value("SELECT body FROM reasons WHERE id = \(id)") else { return nil }
        let text = try house.secrets.text(sealed, table: "reasons", column: "body", row: id.rawValue)
        return text == Ruling.pass.plainReason(nil) ? nil : text
    }
}
