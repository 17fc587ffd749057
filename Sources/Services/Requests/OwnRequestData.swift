import Domain
import SQL

extension OwnDataRoom {
    /// What somebody asked for and wrote, what they said of it, and their hours with mentors.
    static let requests = OwnDataRoom(
        sections: { tx, house, account in
            let requests = try tx.rows("SELECT \(RequestReader.columns) FROM \(RequestReader.tables) WHERE r.account_id = \(account) ORDER BY r.created_at, r.id").map { row in
                let request = try StoredRequest(row), created: Instant = try row("created_at"), id = request.id, stars: Int? = try row("stars")
                let note: [UInt8]? = try row("outcome_note")
                let messages = try tx.rows("SELECT id, body FROM request_messages WHERE request_id = \(id) AND by_account = \(account) ORDER BY n").map {
                    try house.secrets.text(try $0("body"), table: "request_messages", column: "body", row: try $0("id"))
                }
                let ratings = try tx.rows("SELECT turn, note FROM request_ratings WHERE request_id = \(id) ORDER BY turn").compactMap { rating -> String? in
                    let turn: Int = try rating("turn"), sealed: [UInt8]? = try rating("note")
                    return try sealed.map { try house.secrets.text($0, table: "request_ratings", column: "note", row: "\(id)/\(turn)") }
                }
                return OwnRow([
                    OwnValue("id", Words("编号", "Id"), id.rawValue), OwnValue("topic", Words("类别", "About"), request.topic.rawValue, request.topic.words),
                    OwnValue("state", Words("状态", "State"), request.state.rawValue, request.state.words), OwnValue("created_at", Words("提出时间", "Asked"), created.description),
                    OwnValue("messages", Words("本人所写", "What you wrote"), messages.joined(separator: "\n")),
                    OwnValue("outcome", Words("结果", "Outcome"), try note.map { try house.secrets.text($0, table: "requests", column: "outcome_note", row: id.rawValue) }),
                    OwnValue("project", Words("项目信息", "Project"), try request.project.map { try Stored.json($0) }),
                    OwnValue("stars", Words("评分", "Rating"), stars.map(String.init)), OwnValue("rating", Words("评价", "What you said of it"), ratings.joined(separator: "\n")),
                ])
            }
            let bookings = try MentorReader.bookings(tx, house, "b.account_id = \(account)", .system, now: Instant(milliseconds: 0)).map { booking in
                OwnRow([
                    OwnValue("id", Words("编号", "Id"), booking.id.rawValue), OwnValue("mentor", Words("导师", "Mentor"), booking.mentorName), OwnValue("starts_at", Words("时间", "When"), booking.startsAt.description),
                    OwnValue("state", Words("状态", "State"), booking.state.rawValue, booking.state.words), OwnValue("note", Words("记录", "Note"), booking.note),
                ])
            }
            return [OwnSection("requests", Words("诉求", "Requests"), requests), OwnSection("mentor_hours", Words("导师预约", "Hours with mentors"), bookings)]
        },
        leave: { act, account in
            let open = try act.tx.rows("SELECT id FROM requests WHERE account_id = \(account) AND organisation_id IS NULL AND state IN ('open', 'answered') ORDER BY id").map { try $0("id") as ID<Request> }
            for id in open { try act.withdraw(try act.loadRequest(id, where: "1 = 1")) }
            // What one asked for oneself goes whole; of what one asked for an organisation, the organisation keeps what was written.
            let own: SQL = "(SELECT id FROM requests WHERE account_id = \(account) AND organisation_id IS NULL)"
            let files = try act.tx.rows("SELECT file_id FROM request_files WHERE request_id IN \(own) ORDER BY file_id").map { try $0("file_id") as String }
            act.later("DELETE FROM request_files WHERE request_id IN \(own)")
            act.later("DELETE FROM files WHERE id IN (\(list: files))")
            act.later("DELETE FROM request_messages WHERE request_id IN \(own)")
            act.later("UPDATE request_ratings SET note = \(nil as [UInt8]?) WHERE request_id IN \(own)")
            act.later("UPDATE mentor_bookings SET note = \(nil as [UInt8]?) WHERE account_id = \(account)")
            act.later("UPDATE requests SET outcome_note = \(nil as [UInt8]?), project = \(nil as String?) WHERE account_id = \(account) AND organisation_id IS NULL")
        },
        keeps: [KeptData(
            Words("诉求的类别、时间、承办方、结果类别和评分，不含所写内容、文件和姓名", "What a request was about, when, who had it, its outcome and stars; no words, files or names"),
            Words("统计驿站的服务", "The service of stations is counted"))])
}
