import Domain
import SQL

/// What a case of reports is about: the job, and what people say against it.
public struct JobReportCaseView: Codable, Sendable, Hashable {
    public struct Report: Codable, Sendable, Hashable {
        public let kind: JobComplaint
        public let text: String
        public let at: Instant
    }

    public let job: ID<Job>
    public let title: String
    public let company: String
    public let organisation: ID<Organisation>?
    public let state: JobState
    /// What stands in its text against the law, as far as words alone show it.
    public let scruples: [Words]
    public let reports: [Report]
}

enum JobReportReader {
    /// - Returns: nil for a case that is not about a job. Who may read the case has been asked before. Who reported is not said.
    static func view(_ tx: any Transaction, _ house: House, _ id: ID<Case>) throws -> JobReportCaseView? {
        guard let row = try tx.row("SELECT \(StoredJob.columns) FROM jobs j WHERE j.id IN (SELECT r.job_id FROM job_reports r WHERE r.case_id = \(id))") else { return nil }
        let job = try StoredJob(row)
        let reports = try tx.rows("SELECT id, kind, body, at FROM job_reports WHERE case_id = \(id) ORDER BY at, id").map { row in
            let report: ID<JobReport> = try row("id")
            return JobReportCaseView.Report(kind: try row("kind"), text: try house.secrets.text(try row("body"), table: "job_reports", column: "body", row: report.rawValue), at: try row("at"))
        }
        let text = ([job.terms.title, job.terms.description] + job.terms.skills).joined(separator: "\n")
        return JobReportCaseView(
            job: job.id, title: job.terms.title, company: job.company, organisation: job.organisation, state: job.state, scruples: JobScruples.findings(in: text).map(\.words), reports: reports)
    }

    /// Whether somebody reported what the case is about, or acts for the employer.
    static func isParty(_ tx: any Transaction, _ id: ID<Case>, _ account: ID<Account>) throws -> Bool {
        try tx.row("""
            SELECT r.id FROM job_reports r JOIN jobs j ON j.id = r.job_id WHERE r.case_id = \(id)
                AND (r.account_id = \(account) OR EXISTS (SELECT 1 FROM members m WHERE m.organisation_id = j.organisation_id AND m.account_id = \(account))) LIMIT 1
            """) != nil
    }
}
