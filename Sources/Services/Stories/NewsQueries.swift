import Domain
import SQL

extension House {
    /// What is new for everybody: stories, public notices and events, the newest first.
    public func news(limit: Int = 50) async throws -> [NewsItem] {
        let library = library
        return try await database.read { tx in
            var items = try StoryReader.published(tx, library, StoryReader.shown(kind: nil, station: nil), limit: limit).compactMap { story in
                story.publishedAt.map { NewsItem(thing: .story(story.id, story.kind), title: story.title, summary: story.summary, author: story.author, at: $0) }
            }
            items += try tx.rows("""
                SELECT id, programme_id, title, number, office, published_at FROM notices WHERE state IN ('published', 'ended') AND published_at IS NOT NULL
                ORDER BY published_at DESC, id DESC LIMIT \(limit)
                """).map { row in
                let number: String? = try row("number")
                return NewsItem(
                    thing: .notice(try row("id")), title: try row("title"), summary: number ?? "",
                    author: try StoryReader.author(library, programme: try row("programme_id"), office: try row("office"), station: nil), at: try row("published_at"))
            }
            items += try tx.rows("""
                SELECT e.id AS id, e.programme_id AS programme_id, e.title AS title, e.summary AS summary, e.office AS office, s.name AS station, COALESCE(e.opened_at, e.created_at) AS at
                FROM events e LEFT JOIN stations s ON s.id = e.station_id WHERE \(EventAccess.isShown) ORDER BY COALESCE(e.opened_at, e.created_at) DESC, e.id DESC LIMIT \(limit)
                """).map { row in
                NewsItem(
                    thing: .event(try row("id")), title: try row("title"), summary: try row("summary"),
                    author: try StoryReader.author(library, programme: try row("programme_id"), office: try row("office"), station: try row("station")), at: try row("at"))
            }
            // Of the same moment in the order above; the whole order is total.
            let order = items.enumerated().sorted { ($1.element.at, $0.offset) < ($0.element.at, $1.offset) }
            return order.prefix(limit).map(\.element)
        }
    }

    /// The public pages for search engines.
    ///
    /// One file holds so many; where there are more, the whole is files: the first with everything but jobs, the others with jobs.
    /// - Parameters:
    ///   - file: one of the files, from 1; nil for the whole.
    ///   - most: pages in one file. The protocol of sitemaps allows 50,000.
    /// - Throws: `Refusal.notFound` for a file that there is not.
    public func siteMap(file: Int? = nil, most: Int = 45_000) async throws -> SiteMap {
        try await read { tx, now in
            let shown = JobReader.isShown(today: Zone.china.day(of: now))
            func jobs(from: Int) throws -> [MappedPage] {
                try tx.rows("SELECT j.id AS id, j.changed_at AS changed FROM jobs j WHERE \(shown) ORDER BY j.id LIMIT \(most) OFFSET \(from)").map { MappedPage(thing: .job(try $0("id")), changed: try $0("changed")) }
            }
            let count: Int = try tx.value("SELECT COUNT(*) FROM jobs j WHERE \(shown)") ?? 0
            if let file {
                guard file >= 1, file <= 1 + (count + most - 1) / most else { throw Refusal.notFound }
                return .pages(file == 1 ? Array(try SiteMapReader.others(tx, most: most)) : try jobs(from: (file - 2) * most))
            }
            let others = try SiteMapReader.others(tx, most: most)
            return others.count + count <= most ? .pages(others + (try jobs(from: 0))) : .files(1 + (count + most - 1) / most)
        }
    }
}

enum SiteMapReader {
    /// Every public page but those of jobs.
    static func others(_ tx: any Transaction, most: Int) throws -> [MappedPage] {
        var pages: [MappedPage] = []
        pages += try tx.rows("SELECT id FROM stations ORDER BY id LIMIT \(most)").map { MappedPage(thing: .station(try $0("id")), changed: nil) }
        pages += try tx.rows("SELECT t.id AS id, t.published_at AS at FROM stories t WHERE t.state = 'published' ORDER BY t.id LIMIT \(most)").map { MappedPage(thing: .story(try $0("id")), changed: try $0("at")) }
        pages += try tx.rows("SELECT e.id AS id FROM events e WHERE \(EventAccess.isShown) ORDER BY e.id LIMIT \(most)").map { MappedPage(thing: .event(try $0("id")), changed: nil) }
        pages += try tx.rows("""
            SELECT p.id AS id, (SELECT MAX(v.published_at) FROM policy_versions v WHERE v.policy_id = p.id AND v.state = 'published') AS at FROM policies p
            WHERE EXISTS (SELECT 1 FROM policy_versions v WHERE v.policy_id = p.id AND v.state = 'published') ORDER BY p.id LIMIT \(most)
            """).map { MappedPage(thing: .policy(try $0("id")), changed: try $0("at")) }
        pages += try tx.rows("SELECT id, published_at FROM notices WHERE state IN ('published', 'ended') ORDER BY id LIMIT \(most)").map { MappedPage(thing: .notice(try $0("id")), changed: try $0("published_at")) }
        pages += try tx.rows("""
            SELECT l.id AS id FROM lodgings l JOIN plaques p ON p.station_id = l.station_id WHERE l.published = \(true) AND p.state = 'valid' ORDER BY l.id LIMIT \(most)
            """).map { MappedPage(thing: .lodging(try $0("id")), changed: nil) }
        return Array(pages.prefix(most))
    }
}
