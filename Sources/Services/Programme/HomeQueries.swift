import Domain
import SQL

/// The front page: what one can do today, and how far the programme has come.
public struct HomeView: Codable, Sendable, Hashable {
    public let programme: ProgrammeSummary
    public let targets: [TargetView]
    public let openRounds: [RoundSummary]
    public let notices: [NoticeSummary]
    /// Public notices in which anybody may object now.
    public let objections: [NoticeSummary]
    public let stations: [StationSummary]
    /// Beds that nobody has tonight, at all places that can be booked.
    public let bedsTonight: Int
    /// From now on for seven days, the next ones first.
    public let events: [EventSummary]
    public let eventsThisWeek: Int
    /// Opened within seven days, the newest first.
    public let jobs: [HomeJob]
    public let jobsThisWeek: Int
    public let stories: [StorySummary]
}

/// A job as the front page shows it.
public struct HomeJob: Codable, Sendable, Hashable {
    public let id: ID<Job>
    public let title: String
    public let company: String
    public let place: Words?
    public let pay: JobView.PayView?
}

extension House {
    public func home() async throws -> HomeView {
        let library = library
        guard let programme = library.programmes.first else { throw Refusal.notFound }
        let beds = try await availability(LodgingFilter(), nights: 1).places.reduce(0) { $0 + ($1.free.first ?? 0) }
        let now = try await now(), week = Zone.china.instant(Zone.china.day(of: now).adding(7))
        let events = try await eventsShown(from: now, to: week, limit: 3), stories = try await stories(limit: 3)
        return try await read { tx, now in
            let today = Zone.china.day(of: now)
            let new: SQL = """
                j.state = 'open' AND j.opened_at IS NOT NULL AND j.opened_at >= \(Zone.china.instant(today.adding(-6))) AND j.programme_id = \(programme.id) AND \(JobReader.isShown(today: today))
                """
            return HomeView(
                programme: StationReader.summary(programme), targets: try StationReader.targets(tx, programme),
                openRounds: try RoundReader.called(tx, library, today: today).filter(\.isOpen),
                notices: try NoticeReader.list(tx, library, "n.state IN ('published', 'ended')", today: today, limit: 6),
                objections: try NoticeReader.list(tx, library, "n.state = 'published' AND n.kind = 'public_notice'", today: today, limit: 3),
                stations: try StationReader.summaries(try tx.rows("\(StationReader.select) ORDER BY s.recognised_on DESC, s.id DESC LIMIT \(6)"), library),
                bedsTonight: beds, events: events,
                eventsThisWeek: try tx.value("SELECT COUNT(*) FROM events e WHERE e.programme_id = \(programme.id) AND e.state = 'open' AND e.state <> 'draft' AND e.begins_at >= \(now) AND e.begins_at < \(week)") ?? 0,
                jobs: try tx.rows("SELECT \(StoredJob.columns) FROM jobs j WHERE \(new) ORDER BY j.opened_at DESC, j.id DESC LIMIT 3").map { row in
                    let job = try StoredJob(row), place = job.terms.division.flatMap { Division.of($0.text) }
                    return HomeJob(id: job.id, title: job.terms.title, company: job.company, place: place.map { Words($0.fullName, $0.fullName) }, pay: JobReader.pay(job.terms.pay))
                },
                jobsThisWeek: try tx.value("SELECT COUNT(*) FROM jobs j WHERE \(new)") ?? 0, stories: stories)
        }
    }
}
