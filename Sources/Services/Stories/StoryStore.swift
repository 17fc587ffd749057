import Domain
import SQL

extension StoryKind: Bindable {}
extension StoryState: Bindable {}

/// A story as verbs decide on it.
struct StoredStory {
    let id: ID<Story>
    let programme: String
    let kind: StoryKind
    /// The station that it is about, and that wrote it unless an office did.
    let station: ID<Station>?
    /// The office that wrote it.
    let office: String?
    let policy: ID<Policy>?
    let title: String
    let summary: String
    let body: String
    let picture: ID<StoredFile>?
    let agreedAt: Instant?
    let state: StoryState
    let version: Int
    let writtenBy: ID<Account>

    static let columns: SQL = """
        t.id AS id, t.programme_id AS programme_id, t.kind AS kind, t.station_id AS station_id, t.office AS office, t.policy_id AS policy_id, t.title AS title, t.summary AS summary,
        t.body AS body, t.picture AS picture, t.agreed_at AS agreed_at, t.state AS state, t.version AS version, t.written_by AS written_by
        """

    init(_ row: Row) throws {
        id = try row("id")
        programme = try row("programme_id")
        kind = try row("kind")
        station = try row("station_id")
        office = try row("office")
        policy = try row("policy_id")
        title = try row("title")
        summary = try row("summary")
        body = try row("body")
        picture = try row("picture")
        agreedAt = try row("agreed_at")
        state = try row("state")
        version = try row("version")
        writtenBy = try row("written_by")
    }
}

/// Who may do what with a story, in SQL over `t`.
enum StoryAccess {
    /// That it is of the actor's station, or of an office in which the actor holds a place.
    static func own(_ actor: Actor) -> SQL {
        var ways: [SQL] = ["(t.office IS NULL AND EXISTS (SELECT 1 FROM stations s WHERE s.id = t.station_id AND s.organisation_id IN (\(list: actor.organisations.sorted()))))"]
        for post in actor.posts.sorted(by: { ($0.programme, $0.office, $0.place.rawValue) < ($1.programme, $1.office, $1.place.rawValue) }) {
            ways.append("(t.programme_id = \(post.programme) AND t.office = \(post.office))")
        }
        return "(\(SQL.joined(ways, by: " OR ")))"
    }

    /// That an office of the actor's looks after it: one that publishes or supervises, of the city or of the story's area.
    static func supervised(by actor: Actor, _ library: Library) -> SQL {
        var ways: [SQL] = []
        for (programme, office) in offices(of: actor, library) {
            guard let area = office.area else {
                ways.append("t.programme_id = \(programme.id)")
                continue
            }
            let neighbours = programme.offices.filter { $0.area == area }.map(\.id)
            ways.append("""
                (t.programme_id = \(programme.id) AND (t.office IN (\(list: neighbours))
                    OR (t.office IS NULL AND EXISTS (SELECT 1 FROM stations s WHERE s.id = t.station_id AND s.area = \(area)))))
                """)
        }
        return ways.isEmpty ? "1 = 0" : "(\(SQL.joined(ways, by: " OR ")))"
    }

    /// The same, and that the actor is a second person: has written nothing of it, and does not act for its station.
    static func reviewed(by actor: Actor, _ library: Library) -> SQL {
        guard let account = actor.account else { return "1 = 0" }
        return """
            (\(supervised(by: actor, library)) AND NOT \(wrote(account))
                AND NOT EXISTS (SELECT 1 FROM stations s JOIN members m ON m.organisation_id = s.organisation_id WHERE s.id = t.station_id AND m.account_id = \(account)))
            """
    }

    /// That the person has written it, or a part of it: the trail knows.
    private static func wrote(_ account: ID<Account>) -> SQL {
        """
        (t.written_by = \(account) OR EXISTS (SELECT 1 FROM audit_records r WHERE r.kind = 'story' AND r.subject = t.id AND r.actor = \(account.rawValue)
            AND r.verb IN ('story_changed', 'story_picture_added', 'story_picture_removed')))
        """
    }

    static func mayReview(_ actor: Actor, _ library: Library) -> Bool { !offices(of: actor, library).isEmpty }

    /// Whether somebody writes stories at all: for a station, or for an office.
    static func mayWrite(_ actor: Actor) -> Bool { !actor.organisations.isEmpty || !actor.posts.isEmpty }

    private static func offices(of actor: Actor, _ library: Library) -> [(Programme, Programme.Office)] {
        Set(actor.posts.map { "\($0.programme)/\($0.office)" }).sorted().compactMap { name in
            guard let post = actor.posts.first(where: { "\($0.programme)/\($0.office)" == name }), let programme = try? library.programme(post.programme),
                  let office = programme.office(post.office), reviews(office) else { return nil }
            return (programme, office)
        }
    }

    static func reviews(_ office: Programme.Office) -> Bool { office.powers.contains(.publish) || office.powers.contains(.supervise) }
}

extension Act {
    /// Loads a story, locked until the end of the transaction.
    /// - Parameter condition: who may, in SQL over `t`.
    /// - Throws: `Refusal.notFound`.
    func loadStory(_ id: ID<Story>, where condition: SQL) throws -> StoredStory {
        _ = try tx.row("SELECT id FROM stories WHERE id = \(id)\(dialect.lock)")
        guard let row = try tx.row("SELECT \(StoredStory.columns) FROM stories t WHERE t.id = \(id) AND \(condition)") else { throw Refusal.notFound }
        return try StoredStory(row)
    }

    /// The same, for those whose it is, while it is a draft.
    func loadOwnDraft(_ id: ID<Story>) throws -> StoredStory {
        let story = try loadStory(id, where: StoryAccess.own(actor))
        guard story.state == .draft else { throw StoryFlow.refusal(story.state) }
        return story
    }
}
