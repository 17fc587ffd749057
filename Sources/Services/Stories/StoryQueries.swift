import Domain
import SQL

enum StoryReader {
    static let columns: SQL = """
        t.id AS id, t.programme_id AS programme_id, t.kind AS kind, t.state AS state, t.title AS title, t.summary AS summary, t.office AS office, t.station_id AS station_id, s.name AS station_name,
        t.published_at AS published_at, t.changed_at AS changed_at, x.file AS file, x.small AS small, x.words AS words, x.width AS width, x.height AS height
        """
    static let tables: SQL = "stories t LEFT JOIN stations s ON s.id = t.station_id LEFT JOIN story_pictures x ON x.file = t.picture"

    /// That the actor may read what it says, over `t`: everybody, where it is published.
    static func readable(_ actor: Actor, _ library: Library) -> SQL {
        guard actor.isSignedIn else { return "t.state = 'published'" }
        return "(t.state = 'published' OR \(StoryAccess.own(actor)) OR (t.state <> 'draft' AND \(StoryAccess.supervised(by: actor, library))))"
    }

    static func author(_ library: Library, programme: String, office: String?, station: String?) throws -> Words {
        guard let office else { return Words(station ?? "", station ?? "") }
        return try library.programme(programme).office(office)?.name ?? Words(office, office)
    }

    static func summary(_ row: Row, _ library: Library) throws -> StorySummary {
        let station: String? = try row("station_name"), office: String? = try row("office"), file: ID<StoredFile>? = try row("file")
        let picture = try file.map { StoryPicture(file: $0, small: try row("small"), words: try row("words"), width: try row("width"), height: try row("height")) }
        return StorySummary(
            id: try row("id"), kind: try row("kind"), state: try row("state"), title: try row("title"), summary: try row("summary"), picture: picture,
            author: try author(library, programme: try row("programme_id"), office: office, station: station), station: try row("station_id"), stationName: station,
            publishedAt: try row("published_at"), changedAt: try row("changed_at"))
    }

    static func shown(kind: StoryKind?, station: ID<Station>?) -> SQL {
        var condition: SQL = "t.state = 'published'"
        if let kind { condition += " AND t.kind = \(kind)" }
        if let station { condition += " AND t.station_id = \(station)" }
        return condition
    }

    static func published(_ tx: any Transaction, _ library: Library, _ condition: SQL, limit: Int) throws -> [StorySummary] {
        try tx.rows("SELECT \(columns) FROM \(tables) WHERE \(condition) ORDER BY t.published_at DESC, t.id DESC LIMIT \(limit)").map { try summary($0, library) }
    }

    static func reason(_ tx: any Transaction, _ house: House, _ id: ID<Reason>?) throws -> String? {
        guard let id, let sealed: [UInt8] = try tx.value("SELECT body FROM reasons WHERE id = \(id)") else { return nil }
        return try house.secrets.text(sealed, table: "reasons", column: "body", row: id.rawValue)
    }

    /// One story as the actor may see it.
    /// - Throws: `Refusal.notFound`, also for drafts of others.
    static func view(_ tx: any Transaction, _ house: House, _ id: ID<Story>, for actor: Actor) throws -> StoryView {
        let library = house.library
        func may(_ condition: SQL) throws -> Bool { try actor.isSignedIn && tx.row("SELECT t.id FROM stories t WHERE t.id = \(id) AND \(condition)") != nil }
        guard let row = try tx.row("""
            SELECT \(columns), t.body AS body, t.policy_id AS policy_id, t.version AS version, t.withdrawn_at AS withdrawn_at, t.agreed_at AS agreed_at, t.reason_id AS reason_id
            FROM \(tables) WHERE t.id = \(id) AND (t.state = 'withdrawn' OR \(readable(actor, library)))
            """) else { throw Refusal.notFound }
        let summary = try summary(row, library), isOwn = try may(StoryAccess.own(actor)), supervises = try may(StoryAccess.supervised(by: actor, library))
        let agreedAt: Instant? = try row("agreed_at"), withdrawnAt: Instant? = try row("withdrawn_at"), policy: ID<Policy>? = try row("policy_id"), reasonID: ID<Reason>? = try row("reason_id")
        let reason = try reason(tx, house, reasonID)
        guard isOwn || supervises || summary.state == .published else {
            return StoryView(
                id: id, kind: summary.kind, state: summary.state, title: "", summary: "", body: "", pictures: [], author: summary.author, station: summary.station,
                stationName: summary.stationName, policy: nil, version: try row("version"), publishedAt: summary.publishedAt, withdrawnAt: withdrawnAt, agreed: agreedAt != nil,
                reason: reason, isOwn: false, mayReview: false, mayWithdraw: false)
        }
        return StoryView(
            id: id, kind: summary.kind, state: summary.state, title: summary.title, summary: summary.summary, body: try row("body"), pictures: try pictures(tx, id), author: summary.author,
            station: summary.station, stationName: summary.stationName, policy: try policy.flatMap { try StoryPolicies.named(tx, house, $0) }, version: try row("version"),
            publishedAt: summary.publishedAt, withdrawnAt: withdrawnAt, agreed: agreedAt != nil, reason: reason, isOwn: isOwn,
            mayReview: try summary.state == .review && may(StoryAccess.reviewed(by: actor, library)), mayWithdraw: summary.state == .published && (isOwn || supervises))
    }

    private static func pictures(_ tx: any Transaction, _ id: ID<Story>) throws -> [StoryPicture] {
        try tx.rows("SELECT file, small, words, width, height FROM story_pictures WHERE story_id = \(id) ORDER BY created_at, file").map { row in
            StoryPicture(file: try row("file"), small: try row("small"), words: try row("words"), width: try row("width"), height: try row("height"))
        }
    }
}

extension House {
    /// The newest published stories, for other pages.
    /// - Parameters:
    ///   - kind: nil for all kinds.
    ///   - station: of one station; nil for all.
    public func stories(kind: StoryKind? = nil, station: ID<Station>? = nil, limit: Int) async throws -> [StorySummary] {
        let library = library
        return try await database.read { tx in try StoryReader.published(tx, library, StoryReader.shown(kind: kind, station: station), limit: limit) }
    }

    /// Published stories, the newest first.
    /// - Parameter after: the last story of the page before.
    public func storyList(kind: StoryKind?, station: ID<Station>?, after: ID<Story>? = nil, for actor: Actor, pageSize: Int = 20) async throws -> StoryList {
        let library = library
        return try await database.read { tx in
            let all = StoryReader.shown(kind: kind, station: station)
            var page = all
            if let after, let at: Instant = try tx.row("SELECT published_at FROM stories WHERE id = \(after) AND published_at IS NOT NULL").map({ try $0("published_at") }) {
                page += " AND (t.published_at < \(at) OR (t.published_at = \(at) AND t.id < \(after)))"
            }
            let found = try StoryReader.published(tx, library, page, limit: pageSize + 1)
            let total: Int = try tx.value("SELECT COUNT(*) FROM stories t WHERE \(all)") ?? 0
            let name: String? = try station.flatMap { try tx.value("SELECT name FROM stations WHERE id = \($0)") }
            return StoryList(
                stories: Array(found.prefix(pageSize)), kind: kind, station: station, stationName: name, total: total, next: found.count > pageSize ? found[pageSize - 1].id : nil,
                mayKeep: actor.hosts || !actor.posts.isEmpty)
        }
    }

    /// One story: published, or the actor's own, or to be reviewed by the actor; of a withdrawn one everybody reads why.
    public func story(_ id: ID<Story>, for actor: Actor) async throws -> StoryView {
        try await database.read { tx in try StoryReader.view(tx, self, id, for: actor) }
    }

    /// What somebody writes and reviews.
    public func keptStories(for actor: Actor) async throws -> KeptStories {
        let library = library
        guard StoryAccess.mayWrite(actor) else { throw Refusal.notFound }
        return try await database.read { tx in
            func list(_ condition: SQL, _ order: SQL) throws -> [StorySummary] {
                try tx.rows("SELECT \(StoryReader.columns) FROM \(StoryReader.tables) WHERE \(condition) ORDER BY \(order) LIMIT \(200)").map { try StoryReader.summary($0, library) }
            }
            return KeptStories(
                waiting: try list("t.state = 'review' AND \(StoryAccess.reviewed(by: actor, library))", "t.changed_at, t.id"),
                own: try list(StoryAccess.own(actor), "t.changed_at DESC, t.id DESC"), mayReview: StoryAccess.mayReview(actor, library))
        }
    }

    /// The form of a story: a new one, or a draft of the actor's.
    public func storyDraft(_ id: ID<Story>? = nil, for actor: Actor) async throws -> StoryDraftView {
        guard StoryAccess.mayWrite(actor) else { throw Refusal.notFound }
        return try await database.read { tx in
            let story = try id.map { try StoryReader.view(tx, self, $0, for: actor) }
            if let story, !story.isOwn { throw Refusal.notFound }
            if let story, story.state != .draft { throw StoryFlow.refusal(story.state) }
            var programme: String?, isOffice = false
            if let id, let row = try tx.row("SELECT programme_id, office FROM stories WHERE id = \(id)") {
                programme = try row("programme_id")
                isOffice = try row("office") as String? != nil
            } else if let post = actor.posts.min(by: { ($0.programme, $0.office) < ($1.programme, $1.office) }) {
                (programme, isOffice) = (post.programme, true)
            }
            let may: SQL = isOffice ? "s.programme_id = \(programme ?? "")" : "s.organisation_id IN (\(list: actor.organisations.sorted()))"
            let stations = try tx.rows("""
                SELECT s.id AS id, s.name AS name, s.programme_id AS programme_id FROM stations s JOIN plaques p ON p.station_id = s.id AND p.state = 'valid' WHERE \(may) ORDER BY s.name, s.id LIMIT \(500)
                """)
            // Nobody writes a whole story to learn then that it is not theirs to write.
            guard story != nil || isOffice || !stations.isEmpty else { throw KeepStory.noStation }
            programme = try programme ?? stations.first.map { try $0("programme_id") }
            return StoryDraftView(
                story: story, stations: try stations.map { StoryDraftView.Choice(id: try $0("id"), name: try $0("name")) },
                policies: try programme.map { try StoryPolicies.all(tx, self, programme: $0) } ?? [], isOffice: isOffice)
        }
    }
}
