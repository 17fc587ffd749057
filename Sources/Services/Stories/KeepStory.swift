import Domain
import SQL

/// Somebody of a station or of an office writes a story, or changes a draft.
///
/// Effects: the story, as a draft, with when it was said that those named agree; where `submit` says so it waits for a second person, whose offices are told;
/// audit records. A station needs a valid plaque, and writes about itself alone; an office writes about any station of its programme, or about none.
public struct KeepStory: Codable, Sendable {
    public let kind: StoryKind
    /// The station that it is about. Somebody who acts for one station may leave it out.
    public let station: ID<Station>?
    /// The policy that is explained; wanted for that kind, and ignored for others.
    public let policy: ID<Policy>?
    public let title: String
    /// One or two sentences, for lists and previews.
    public let summary: String?
    /// In the markup of `StoryText`.
    public let body: String?
    /// Everybody who is named has agreed, or nobody is named.
    public let agreed: Bool?
    /// The version that the change is made to; nil for whichever there is.
    public let version: Int?
    /// It is ready for review.
    public let submit: Bool?

    public init(
        kind: StoryKind, station: ID<Station>? = nil, policy: ID<Policy>? = nil, title: String, summary: String? = nil, body: String? = nil, agreed: Bool? = nil, version: Int? = nil,
        submit: Bool? = nil
    ) {
        self.kind = kind
        self.station = station
        self.policy = policy
        self.title = title
        self.summary = summary
        self.body = body
        self.agreed = agreed
        self.version = version
        self.submit = submit
    }

    /// A new story.
    public func callAsFunction(_ house: House, by actor: Actor, once: Once? = nil) async throws -> Receipt {
        try checkLengths()
        return try await house.perform(by: actor, once: once) { act in
            guard let account = actor.account else { throw Refusal.unauthenticated }
            let author = try author(act), id: ID<Story> = try act.newID()
            try checkLinks(act, author)
            try act.tx.run("""
                INSERT INTO stories (id, programme_id, kind, station_id, office, policy_id, title, summary, body, agreed_at, state, version, written_by, created_at, changed_at)
                VALUES (\(id), \(author.programme), \(kind), \(author.station), \(author.office), \(linkedPolicy), \(title.trimmed), \(text(summary)), \(text(body)),
                    \(agreed == true ? act.now : nil), 'draft', \(1), \(account), \(act.now), \(act.now))
                """)
            act.audit("story", id.rawValue, "story_written", to: StoryState.draft.rawValue, detail: detail(act, author), isFirst: true)
            if submit == true { try act.submit(try act.loadOwnDraft(id)) }
            return Receipt(.story, id.rawValue)
        }
    }

    /// Changes a draft.
    public func callAsFunction(_ house: House, _ id: ID<Story>, by actor: Actor, once: Once? = nil) async throws -> Receipt {
        try checkLengths()
        return try await house.perform(by: actor, once: once) { act in
            let story = try act.loadOwnDraft(id)
            if let version, version != story.version { throw StoryFlow.changed }
            let author = try author(act, of: story)
            try checkLinks(act, author)
            let changed = try act.tx.run("""
                UPDATE stories SET kind = \(kind), station_id = \(author.station), policy_id = \(linkedPolicy), title = \(title.trimmed), summary = \(text(summary)), body = \(text(body)),
                    agreed_at = \(agreed == true ? act.now : nil), version = version + 1, changed_at = \(act.now)
                WHERE id = \(id) AND state = 'draft' AND version = \(story.version)
                """)
            guard changed == 1 else { throw StoryFlow.changed }
            act.audit("story", id.rawValue, "story_changed", from: StoryState.draft.rawValue, to: StoryState.draft.rawValue, detail: detail(act, author))
            if submit == true { try act.submit(try act.loadOwnDraft(id)) }
            return Receipt(.story, id.rawValue)
        }
    }

    static let noStation = Refusal(.forbidden, "no_station", Words("牌匾有效的驿站和部门可以撰写", "Stations with a valid plaque write stories, and offices"),
        fields: [.init("station", Words("您没有牌匾有效的驿站", "You have no station with a valid plaque"))])

    private var linkedPolicy: ID<Policy>? { kind == .policy ? policy : nil }

    private func text(_ text: String?) -> String { text?.trimmed ?? "" }

    /// Ids and a digest of the text: who has said what can be proven, and a record holds no text.
    private func detail(_ act: Act, _ author: Author) -> [String: String] {
        let whole = [title.trimmed, text(summary), text(body)].joined(separator: "\u{0}")
        return [
            "kind": kind.rawValue, "station": author.station?.rawValue ?? "", "office": author.office ?? "", "policy": linkedPolicy?.rawValue ?? "", "agreed": agreed == true ? "yes" : "no",
            "sha256": act.house.secrets.sha256(Array(whole.utf8)),
        ]
    }

    private func checkLengths() throws {
        var fields: [Refusal.Field] = []
        if !StoryRules.title.contains(title.trimmed.count) {
            fields.append(.init("title", Words("标题 \(StoryRules.title.lowerBound) 至 \(StoryRules.title.upperBound) 字", "A title of \(StoryRules.title.lowerBound) to \(StoryRules.title.upperBound) characters")))
        }
        for (field, text, most) in [("summary", text(summary), StoryRules.summary.upperBound), ("body", text(body), StoryRules.body.upperBound)] where text.count > most {
            fields.append(.init(field, Words("最多 \(most) 字", "At most \(most) characters")))
        }
        if submit == true { fields += StoryFlow.missing(summary: text(summary), body: text(body), agreed: agreed == true) }
        guard fields.isEmpty else { throw Refusal.invalid(fields) }
    }

    // MARK: who writes

    struct Author {
        let programme: String
        let office: String?
        let station: ID<Station>?
    }

    /// For a new story: the station whose people write, or the office.
    private func author(_ act: Act) throws -> Author {
        let own = try ownStations(act)
        if let station, let found = own.first(where: { $0.id == station }) { return Author(programme: found.programme, office: nil, station: found.id) }
        if let post = act.actor.posts.min(by: { ($0.programme, $0.office) < ($1.programme, $1.office) }) {
            return Author(programme: post.programme, office: post.office, station: try named(act, in: post.programme))
        }
        if station == nil, own.count == 1, let only = own.first { return Author(programme: only.programme, office: nil, station: only.id) }
        guard !own.isEmpty else { throw Self.noStation }
        throw Refusal.invalid([.init("station", Words("请选择您的驿站", "Choose your station"))])
    }

    /// For one that is there: whose it is stays.
    private func author(_ act: Act, of story: StoredStory) throws -> Author {
        if story.office != nil { return Author(programme: story.programme, office: story.office, station: try named(act, in: story.programme)) }
        let wanted = station ?? story.station
        guard let wanted, try ownStations(act).contains(where: { $0.id == wanted && $0.programme == story.programme }) else {
            throw Refusal.invalid([.init("station", Words("请选择您的驿站", "Choose your station"))])
        }
        return Author(programme: story.programme, office: nil, station: wanted)
    }

    private func ownStations(_ act: Act) throws -> [(id: ID<Station>, programme: String)] {
        try act.tx.rows("""
            SELECT s.id AS id, s.programme_id AS programme_id FROM stations s JOIN plaques p ON p.station_id = s.id AND p.state = 'valid'
            WHERE s.organisation_id IN (\(list: act.actor.organisations.sorted())) ORDER BY s.id
            """).map { (try $0("id"), try $0("programme_id")) }
    }

    private func named(_ act: Act, in programme: String) throws -> ID<Station>? {
        guard let station else { return nil }
        guard try act.tx.row("SELECT id FROM stations WHERE id = \(station) AND programme_id = \(programme)") != nil else {
            throw Refusal.invalid([.init("station", Words("没有这个驿站", "There is no such station"))])
        }
        return station
    }

    private func checkLinks(_ act: Act, _ author: Author) throws {
        var fields: [Refusal.Field] = []
        if kind.isAboutStation, author.station == nil { fields.append(.init("station", Words("请选择所写的驿站", "Choose the station that it is about"))) }
        if kind == .policy {
            if let policy {
                if try !StoryPolicies.isPublished(act.tx, policy, programme: author.programme) { fields.append(.init("policy", Words("没有这项已发布的政策", "There is no such published policy"))) }
            } else {
                fields.append(.init("policy", Words("请选择所解读的政策", "Choose the policy that is explained")))
            }
        }
        guard fields.isEmpty else { throw Refusal.invalid(fields) }
    }
}

/// The policies of the library that a story may explain.
enum StoryPolicies {
    private static let shown: SQL = "EXISTS (SELECT 1 FROM policy_versions v WHERE v.policy_id = p.id AND v.state = 'published')"

    static func isPublished(_ tx: any Transaction, _ id: ID<Policy>, programme: String) throws -> Bool {
        try tx.row("SELECT p.id FROM policies p WHERE p.id = \(id) AND p.programme_id = \(programme) AND \(shown)") != nil
    }

    /// In the order of their codes.
    static func all(_ tx: any Transaction, _ house: House, programme: String) throws -> [StoryPolicy] {
        try tx.rows("SELECT p.id AS id, p.code AS code FROM policies p WHERE p.programme_id = \(programme) AND \(shown) ORDER BY p.code, p.id LIMIT \(500)").map { row in
            StoryPolicy(id: try row("id"), title: try title(tx, house, try row("id"), code: try row("code")))
        }
    }

    static func named(_ tx: any Transaction, _ house: House, _ id: ID<Policy>) throws -> StoryPolicy? {
        guard let code: String = try tx.value("SELECT code FROM policies WHERE id = \(id)") else { return nil }
        return StoryPolicy(id: id, title: try title(tx, house, id, code: code))
    }

    /// As its newest published version calls it; its code where there is none any more.
    private static func title(_ tx: any Transaction, _ house: House, _ id: ID<Policy>, code: String) throws -> Words {
        let row = try tx.row("SELECT n FROM policy_versions WHERE policy_id = \(id) AND state = 'published' ORDER BY n DESC LIMIT 1")
        guard let newest: Int = try row?("n") else { return Words(code, code) }
        return try PolicyReader.version(tx, house, id, newest)?.terms.title ?? Words(code, code)
    }
}
