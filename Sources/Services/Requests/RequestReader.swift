import Domain
import SQL

enum RequestReader {
    static let columns: SQL = """
        \(StoredRequest.columns), r.name AS name, r.phone AS phone, r.outcome_note AS outcome_note, r.created_at AS created_at, g.name AS organisation, st.name AS station,
        (SELECT COUNT(*) FROM request_owners w WHERE w.request_id = r.id) AS owners, (SELECT x.stars FROM request_ratings x WHERE x.request_id = r.id AND x.turn = r.turn) AS stars
        """
    static let tables: SQL = "requests r LEFT JOIN organisations g ON g.id = r.organisation_id LEFT JOIN stations st ON st.id = r.station_id"

    /// Whoever asks; for somebody without an account the station that has it.
    static func asker(_ actor: Actor) -> SQL { "(\(RequestAccess.asAsker(actor)) OR (r.account_id IS NULL AND r.organisation_id IS NULL AND \(RequestAccess.asOwner(actor))))" }

    /// - Parameter named: whether who asks is read.
    static func summary(_ row: Row, _ tx: any Transaction, _ house: House, today: Day, named: Bool) throws -> RequestSummary {
        let request = try StoredRequest(row), programme = try house.library.programme(request.programme), calendar = try house.library.calendar(programme.calendar)
        let station: String? = try row("station"), owners: Int = try row("owners")
        let left = request.due.map { $0 >= today ? calendar.count(after: today, through: $0) : -calendar.count(after: $0, through: today) }
        return RequestSummary(
            id: request.id, topic: request.topic, state: request.state, asker: named ? try asker(row, request, tx, house) : "",
            owner: OwnerName(owner: request.owner, name: name(of: request.owner, station: station, programme)), due: request.due, workdaysLeft: left, outcome: request.outcome, stars: try row("stars"),
            handedOn: max(owners - 1, 0), reopened: request.turn, createdAt: try row("created_at"))
    }

    static func name(of owner: RequestOwner, station: String?, _ programme: Programme) -> Words {
        switch owner {
        case .station: Words(station ?? "", station ?? "")
        case .office(let id): programme.office(id)?.name ?? Words(id, id)
        }
    }

    private static func asker(_ row: Row, _ request: StoredRequest, _ tx: any Transaction, _ house: House) throws -> String {
        if let sealed: [UInt8] = try row("name") { return try house.secrets.text(sealed, table: "requests", column: "name", row: request.id.rawValue) }
        if let organisation: String = try row("organisation") { return organisation }
        return try request.account.map { try Pursuits.name(tx, house.secrets, $0) } ?? ""
    }

    /// Stations with a valid plaque, and offices in which somebody holds a place: everybody to whom a request can go.
    static func owners(_ tx: any Transaction, _ house: House, _ programme: String) throws -> [OwnerName] {
        let own = try house.library.programme(programme)
        let stations = try PursuitReader.stations(tx, "s.programme_id = \(programme)").map { OwnerName(owner: .station($0.id), name: Words($0.name, $0.name)) }
        let offices = try tx.rows("SELECT DISTINCT office FROM posts WHERE programme_id = \(programme) AND ended_at IS NULL ORDER BY office").map { try $0("office") as String }
        return stations + offices.compactMap { id in own.office(id).map { OwnerName(owner: .office(id), name: $0.name) } }
    }

    /// Those for whom the actor acts.
    static func own(_ tx: any Transaction, _ house: House, _ actor: Actor, _ programme: Programme) throws -> [OwnerName] {
        let stations = actor.organisations.isEmpty ? [] : try PursuitReader.stations(tx, "s.programme_id = \(programme.id) AND s.organisation_id IN (\(list: actor.organisations.sorted()))")
        let offices = Set(actor.posts.filter { $0.programme == programme.id }.map(\.office)).sorted()
        return stations.map { OwnerName(owner: .station($0.id), name: Words($0.name, $0.name)) } + offices.compactMap { id in programme.office(id).map { OwnerName(owner: .office(id), name: $0.name) } }
    }

    static func filtered(_ filter: RequestFilter, _ condition: SQL) -> SQL {
        var condition = condition
        if let topic = filter.topic { condition += " AND r.topic = \(topic)" }
        if let state = filter.state { condition += " AND r.state = \(state)" }
        return condition
    }

    /// What has to happen next has its last day in this order: what is over comes last, the newest first.
    static let byDue: SQL = """
        CASE WHEN r.state IN ('open', 'answered') THEN 0 ELSE 1 END, CASE WHEN r.state = 'open' THEN r.answer_due WHEN r.state = 'answered' THEN r.close_due END NULLS LAST, r.created_at DESC, r.id
        """

    static func isOverdue(_ today: Day) -> SQL { "((r.state = 'open' AND r.answer_due < \(today)) OR (r.state IN ('open', 'answered') AND r.close_due < \(today)))" }

    static func figures(_ tx: any Transaction, _ condition: SQL, today: Day) throws -> RequestFigures {
        func count(_ further: SQL) throws -> Int { try tx.value("SELECT COUNT(*) FROM requests r WHERE \(condition) AND \(further)") ?? 0 }
        let ratings = try tx.rows("SELECT x.stars AS stars, COUNT(*) AS n FROM request_ratings x JOIN requests r ON r.id = x.request_id WHERE \(condition) GROUP BY x.stars ORDER BY x.stars")
            .map { (stars: try $0("stars") as Int, count: try $0("n") as Int) }
        let number = ratings.reduce(0) { $0 + $1.count }, sum = ratings.reduce(0) { $0 + $1.stars * $1.count }
        return RequestFigures(
            open: try count("r.state = 'open'"), answered: try count("r.state = 'answered'"), overdue: try count(isOverdue(today)), closed: try count("r.state = 'closed'"),
            solved: try count("r.state = 'closed' AND r.outcome = 'solved'"), reopened: try count("r.turn > 0"),
            handedOn: try count("EXISTS (SELECT 1 FROM request_owners w WHERE w.request_id = r.id AND w.n > 1)"), ratings: number, meanTenths: number == 0 ? nil : (sum * 10 + number / 2) / number)
    }

    static func steps(_ tx: any Transaction, _ house: House, _ id: ID<Request>, until: Instant?, reasons: Bool) throws -> [RequestStep] {
        try tx.rows("""
            SELECT r.number AS number, r.at AS at, r.verb AS verb, r.detail AS detail, r.reason AS reason, x.body AS body FROM audit_records r LEFT JOIN reasons x ON x.id = r.reason
            WHERE r.kind = 'request' AND r.subject = \(id) ORDER BY r.number
            """).compactMap { row in
            let at: Instant = try row("at")
            if let until, at > until { return nil }
            let detail: [String: String] = try Stored.read(try row("detail")), reason: String = try row("reason"), sealed: [UInt8]? = reasons ? try row("body") : nil
            guard let words = words(try row("verb"), detail) else { return nil }
            return RequestStep(
                at: at, words: words, side: detail["side"].flatMap(RequestSide.init), reason: try sealed.map { try house.secrets.text($0, table: "reasons", column: "body", row: reason) })
        }
    }

    private static func words(_ verb: String, _ detail: [String: String]) -> Words? {
        switch verb {
        case "request_opened": return Words("提出诉求", "Asked")
        case "message_written": return Words("留言", "A message")
        case "file_added": return Words("添加文件", "A file")
        case "project_described": return Words("填写项目信息", "The project described")
        case "request_rated": return Words("评价 \(detail["stars"] ?? "") 分", "Rated \(detail["stars"] ?? "")")
        case "reminded":
            let what = detail["clock"] == "answer" ? Words("首次答复", "first answer") : Words("办结", "outcome")
            guard let percent = detail["percent"].flatMap({ Int($0) }), percent < 100 else { return Words("提醒：今天是\(what.zh)的最后一天", "Reminder: the last day for the \(what.en)") }
            return Words("提醒：\(what.zh)时限已过 \(percent)%", "Reminder: \(percent)% of the time for the \(what.en) is used")
        default:
            guard verb.hasPrefix("request_"), let event = RequestEvent(rawValue: String(verb.dropFirst("request_".count))) else { return nil }
            let outcome = detail["outcome"].flatMap(RequestOutcome.init)?.words
            return Words(event.words.zh + (outcome.map { "：\($0.zh)" } ?? ""), event.words.en + (outcome.map { ": \($0.en)" } ?? ""))
        }
    }

    /// The funds of the directory, best first.
    static func funds(_ tx: any Transaction, _ project: ProjectProfile, _ programme: Programme) throws -> [FundSuggestion] {
        let entries = try tx.rows("""
            SELECT \(StoredEntry.columns) FROM directory_entries d WHERE d.programme_id = \(programme.id) AND d.lane = \(Find.funds) AND d.withdrawn_at IS NULL ORDER BY d.id
            """).map { try StoredEntry($0) }
        var names: [String: String] = [:]
        for field in programme.fields {
            names[field.name.zh] = field.id
            names[field.name.en] = field.id
        }
        let funds = entries.map { FundTerms(id: $0.id.rawValue, name: $0.name, field: $0.field, area: $0.area, details: $0.details, fieldNames: names) }
        return FundFit.ranked(funds, for: project) { point, id in
            switch point {
            case .field: programme.fields.first { $0.id == id }?.name ?? Words(id, id)
            case .area: programme.area(id)?.name ?? Words(id, id)
            case .stage, .sum: Words(id, id)
            }
        }.prefix(10).compactMap { fit in ID<DirectoryEntry>(rawValue: fit.id).map { FundSuggestion(entry: $0, fit: fit) } }
    }
}
