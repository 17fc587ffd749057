import Domain
import SQL

enum NoticeReader {
    private static let columns: SQL = "n.id, n.programme_id, n.kind, n.state, n.title, n.number, n.office, n.published_on, n.ends_on, n.ends_provisional"

    static func list(_ tx: any Transaction, _ library: Library, _ condition: SQL, today: Day, limit: Int = 200) throws -> [NoticeSummary] {
        try tx.rows("""
            SELECT \(columns) FROM notices n WHERE n.state <> 'dropped' AND \(condition)
            ORDER BY CASE WHEN n.published_at IS NULL THEN 0 ELSE 1 END, n.published_at DESC, n.id DESC LIMIT \(limit)
            """).map { try summary($0, library, today: today) }
    }

    static func summary(_ row: Row, _ library: Library, today: Day) throws -> NoticeSummary {
        let programme = try library.programme(try row("programme_id"))
        let office: String = try row("office"), ends: Day? = try row("ends_on"), provisional: Bool = try row("ends_provisional")
        let calendar = try library.calendar(programme.calendar)
        guard let kind = NoticeSummary.Kind(rawValue: try row("kind")), let state = NoticeSummary.State(rawValue: try row("state")) else { throw Unexpected("notice kind") }
        return NoticeSummary(
            id: try row("id"), kind: kind, state: state, title: try row("title"), number: try row("number"), officeName: programme.office(office)?.name ?? Words(office, office),
            publishedOn: try row("published_on"), ends: ends.map { CaseReader.due($0, provisional: provisional, calendar, today: today) })
    }

    /// Whether the actor has a part in a notice that is not public yet: belongs to the office whose it is, or that prepares it.
    static func takesPart(_ actor: Actor, _ programme: Programme, office: String) -> Bool {
        actor.posts.contains { post in
            guard post.programme == programme.id, let own = programme.office(post.office) else { return false }
            return own.id == office || (own.area == programme.office(office)?.area && (own.powers.contains(.secretariat) || own.powers.contains(.publish)))
        }
    }
}

extension NoticeReader {
    /// Published notices, and those in preparation in which the actor's offices have a part.
    static func readable(_ actor: Actor, _ library: Library) -> SQL {
        var parts: [SQL] = ["n.state IN ('published', 'ended')"]
        for programme in library.programmes {
            let offices = programme.offices.map(\.id).filter { takesPart(actor, programme, office: $0) }
            if !offices.isEmpty { parts.append("(n.programme_id = \(programme.id) AND n.office IN (\(list: offices)))") }
        }
        return "(\(SQL.joined(parts, by: " OR ")))"
    }
}

extension House {
    /// Published notices, newest first; on top of them those in preparation for the offices whose they are.
    /// - Parameter after: the last notice of the page before.
    public func notices(for actor: Actor, kind: NoticeSummary.Kind? = nil, after: ID<Notice>? = nil, pageSize: Int = 50) async throws -> NoticeList {
        let library = library
        return try await read { tx, now in
            var condition: SQL = actor.posts.isEmpty ? "n.state IN ('published', 'ended')" : "\(NoticeReader.readable(actor, library))"
            if let kind { condition += " AND n.kind = \(kind.rawValue)" }
            let total: Int = (try tx.value("SELECT COUNT(*) FROM notices n WHERE n.state <> 'dropped' AND \(condition)")) ?? 0
            if let after, let last = try tx.row("SELECT published_at FROM notices WHERE id = \(after)") {
                let at: Instant? = try last("published_at")
                condition += at.map { " AND (n.published_at < \($0) OR (n.published_at = \($0) AND n.id < \(after)))" } ?? " AND (n.published_at IS NOT NULL OR n.id < \(after))"
            }
            let found = try NoticeReader.list(tx, library, condition, today: Zone.china.day(of: now), limit: pageSize + 1)
            return NoticeList(notices: Array(found.prefix(pageSize)), total: total, next: found.count > pageSize ? found[pageSize - 1].id : nil)
        }
    }

    public func notice(_ id: ID<Notice>, for actor: Actor) async throws -> NoticeView {
        let house = self
        return try await read { tx, now in
            let library = house.library, today = Zone.china.day(of: now)
            guard let row = try tx.row("""
                SELECT n.id, n.programme_id, n.kind, n.state, n.title, n.number, n.office, n.published_on, n.ends_on, n.ends_provisional, n.round_id, n.phone, n.address, n.body,
                    n.snapshot, n.snapshot_hash, n.lasts, n.prepared_by, n.step FROM notices n WHERE n.id = \(id)
                """) else { throw Refusal.notFound }
            let summary = try NoticeReader.summary(row, library, today: today)
            let programme = try library.programme(try row("programme_id"))
            let officeID: String = try row("office"), preparedBy: String = try row("prepared_by")
            let takesPart = NoticeReader.takesPart(actor, programme, office: officeID)
            guard summary.state == .published || summary.state == .ended || takesPart else { throw Refusal.notFound }
            guard let round = try RoundReader.summary(tx, library, try row("round_id"), today: today), let office = programme.office(officeID) else { throw Refusal.notFound }
            let isPublicNotice = summary.kind == .publicNotice
            let maySign = office.signOff.last.map { actor.holds(office.id, $0, in: programme.id) } ?? false
            let objections = takesPart && isPublicNotice
                ? try CaseReader.summaries(
                    try tx.rows("SELECT \(CaseReader.columns) \(CaseReader.joins) WHERE c.id IN (SELECT case_id FROM objections WHERE notice_id = \(id)) AND \(CaseReader.visible(actor, library)) ORDER BY c.created_at, c.id"),
                    tx, library, today: today) : []
            let running = isPublicNotice && summary.state == .published && summary.ends.map { today <= $0.day } ?? false
            return NoticeView(
                summary: summary, round: round, body: try Stored.read(try row("body")), phone: try row("phone"), address: try row("address"),
                snapshot: try Stored.read(try row("snapshot")), snapshotHash: try row("snapshot_hash"), lasts: try row("lasts"), mayObject: running,
                mayPublish: isPublicNotice && summary.state == .prepared && maySign && preparedBy != actor.account?.rawValue,
                mayEnterObjection: running && takesPart, objections: objections, leads: takesPart ? try Self.leads(tx, house, id) : [],
                document: summary.kind == .recognition ? ID<Document>(rawValue: id.rawValue) : nil)
        }
    }

    private static func leads(_ tx: any Transaction, _ house: House, _ id: ID<Notice>) throws -> [LeadView] {
        try tx.rows("SELECT l.id AS id, l.at AS at, l.body AS body, c.title AS title FROM leads l JOIN cases c ON c.id = l.about_case WHERE l.notice_id = \(id) ORDER BY l.at, l.id").map { row in
            LeadView(at: try row("at"), about: try row("title"), text: try house.secrets.text(try row("body"), table: "leads", column: "body", row: try row("id")))
        }
    }

    /// An objection and its answer, for whoever has its receipt code.
    public func objection(receipt code: String) async throws -> ObjectionReceipt {
        let house = self
        let hash = secrets.sha256(Array(code.trimmed.lowercased().utf8))
        return try await read { tx, now in
            guard let row = try tx.row("SELECT case_id FROM objections WHERE receipt_hash = \(hash)"),
                  let view = try ObjectionReader.view(tx, house, try row("case_id"), today: Zone.china.day(of: now), withCase: false) else { throw Refusal.notFound }
            return ObjectionReceipt(code: code.trimmed.lowercased(), objection: view)
        }
    }
}

enum ObjectionReader {
    static func view(_ tx: any Transaction, _ house: House, _ id: ID<Case>, today: Day, withCase: Bool) throws -> ObjectionView? {
        guard let row = try tx.row("SELECT about_case, notice_id, channel, name, contact, body, at FROM objections WHERE case_id = \(id)") else { return nil }
        let about: ID<Case> = try row("about_case")
        let secrets = house.secrets
        guard let target = try tx.row("SELECT \(CaseReader.columns) \(CaseReader.joins) WHERE c.id = \(about)"), let own = try tx.row("SELECT \(CaseReader.columns) \(CaseReader.joins) WHERE c.id = \(id)"),
              let summary = try CaseReader.summaries([target], tx, house.library, today: today).first, let mine = try CaseReader.summaries([own], tx, house.library, today: today).first else { return nil }
        var answer: String?
        if CaseState.ended.contains(mine.state), let ruled = try tx.row("""
            SELECT x.id AS id, x.body AS body FROM case_tasks t JOIN reasons x ON x.id = t.reason_id WHERE t.case_id = \(id) ORDER BY t.visit DESC LIMIT 1
            """) { answer = try secrets.text(try ruled("body"), table: "reasons", column: "body", row: try ruled("id")) }
        let contact = try secrets.text(try row("contact"), table: "objections", column: "contact", row: id.rawValue)
        return ObjectionView(
            about: withCase ? summary : nil, aboutStation: summary.title, notice: try row("notice_id"), channel: try row("channel"),
            name: try secrets.text(try row("name"), table: "objections", column: "name", row: id.rawValue), contact: Phone.isPlausible(contact) ? Phone.masked(contact) : Masked(contact.prefix(2) + "****"),
            text: try secrets.text(try row("body"), table: "objections", column: "body", row: id.rawValue), at: try row("at"),
            files: try ApplicationStore.files(tx, house, id).map(\.file), answer: answer, upheld: CaseState.ended.contains(mine.state) ? mine.state == .done : nil, answerDue: mine.due)
    }
}
