import Domain
import SQL

extension OwnDataRoom {
    /// What somebody said against jobs.
    static let jobReports = OwnDataRoom(
        sections: { tx, house, account in
            let rows = try tx.rows("""
                SELECT r.id AS id, j.title AS title, r.kind AS kind, r.body AS body, r.at AS at FROM job_reports r JOIN jobs j ON j.id = r.job_id WHERE r.account_id = \(account) ORDER BY r.at, r.id
                """).map { row in
                let id: String = try row("id"), kind: JobComplaint = try row("kind"), at: Instant = try row("at")
                return OwnRow([
                    OwnValue("title", Words("岗位", "Job"), try row("title")), OwnValue("kind", Words("举报类型", "Kind"), kind.rawValue, kind.words),
                    OwnValue("text", Words("举报内容", "What you said"), try house.secrets.text(try row("body"), table: "job_reports", column: "body", row: id)),
                    OwnValue("at", Words("举报时间", "Reported"), at.description),
                ])
            }
            return [OwnSection("job_reports", Words("岗位举报", "Reports against jobs"), rows)]
        },
        leave: { act, account in
            for id in try act.tx.rows("SELECT id FROM job_reports WHERE account_id = \(account) ORDER BY id").map({ try $0("id") as String }) {
                act.later("UPDATE job_reports SET body = \(try act.house.secrets.seal(text: "", table: "job_reports", column: "body", row: id)) WHERE id = \(id)")
            }
        },
        keeps: [KeptData(Words("曾举报过哪个岗位（不含内容）", "That a job was reported, without what was said"), Words("核查案件的记录", "The record of the case"))])
}
