import Domain
import SQL

extension House {
    /// Best practices, the newest first: published ones for everybody, drafts for offices that evaluate too.
    public func practices(station: ID<Station>? = nil, after: ID<Practice>? = nil, for actor: Actor) async throws -> PracticeList {
        let (programme, _) = try evaluationProgramme(), house = self, mayWrite = EvaluationAccess.office(actor, programme) != nil
        return try await read { tx, _ in
            var condition: SQL = "t.programme_id = \(programme.id)"
            condition += mayWrite ? " AND t.state <> 'withdrawn'" as SQL : " AND t.state = 'published'" as SQL
            if let station { condition += " AND t.station_id = \(station)" }
            if let after { condition += " AND t.id < \(after)" }
            let found = try tx.rows("SELECT \(Self.practiceColumns) FROM practices t JOIN stations s ON s.id = t.station_id WHERE \(condition) ORDER BY t.id DESC LIMIT \(Self.evaluationPage + 1)").map(Self.practice)
            let shown = Array(found.prefix(Self.evaluationPage))
            return PracticeList(
                practices: shown, next: found.count > shown.count ? shown.last?.id : nil, mayWrite: mayWrite,
                stations: mayWrite ? try PursuitReader.stations(tx, "s.programme_id = \(programme.id)") : [],
                periods: mayWrite ? try tx.rows("""
                    SELECT \(EvaluationReader.columns) FROM \(EvaluationReader.tables) WHERE e.programme_id = \(programme.id) AND e.state IN ('revealed', 'published', 'closed')
                    ORDER BY e.last_day DESC, e.id DESC LIMIT 20
                    """).map { try EvaluationReader.summary($0, house.library) } : [])
        }
    }

    /// - Throws: `notFound` for what is not published, except for offices that evaluate.
    public func practice(_ id: ID<Practice>, for actor: Actor) async throws -> PracticeView {
        let (programme, _) = try evaluationProgramme(), mayRead = EvaluationAccess.office(actor, programme) != nil
        return try await read { tx, _ in
            guard let row = try tx.row("""
                SELECT \(Self.practiceColumns), t.evidence AS evidence, t.office AS office, t.written_by AS written_by, e.name AS period FROM practices t JOIN stations s ON s.id = t.station_id
                LEFT JOIN evaluation_periods e ON e.id = t.period_id WHERE t.id = \(id) AND t.programme_id = \(programme.id)
                """) else { throw Refusal.notFound }
            let summary = try Self.practice(row), body: String = try row("body"), evidence: String = try row("evidence"), office: String = try row("office"), writer: ID<Account> = try row("written_by")
            guard summary.state == .published || mayRead else { throw Refusal.notFound }
            return PracticeView(
                summary: summary, paragraphs: body.split(whereSeparator: \.isNewline).map { String($0).trimmed }.filter { !$0.isEmpty }, evidence: evidence.isEmpty ? nil : evidence,
                officeName: programme.office(office)?.name ?? Words(office, office), period: try row("period"), mayPublish: mayRead && summary.state == .draft && actor.account != writer,
                mayWithdraw: mayRead && summary.state != .withdrawn)
        }
    }

    private static let practiceColumns: SQL = "t.id AS id, t.title AS title, t.station_id AS station_id, s.name AS station, t.state AS state, t.published_at AS published_at, t.body AS body"

    private static func practice(_ row: Row) throws -> PracticeSummary {
        let body: String = try row("body")
        return PracticeSummary(
            id: try row("id"), title: try row("title"), station: try row("station_id"), stationName: try row("station"), state: try row("state"), publishedAt: try row("published_at"),
            lead: String(body.prefix(100)) + (body.count > 100 ? "…" : ""))
    }
}
