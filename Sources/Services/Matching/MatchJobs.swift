import Domain
import Matching
import SQL

/// What a talent's list of fitting jobs is narrowed to.
public struct MatchFilter: Sendable, Hashable {
    /// A division (GB/T 2260), two to six digits.
    public var area: String?
    public var kind: JobKind?
    /// From 1.
    public var page: Int

    public init(area: String? = nil, kind: JobKind? = nil, page: Int = 1) {
        self.area = area
        self.kind = kind
        self.page = page
    }

    /// So many of the best are looked at; what comes after them fits badly.
    static let most = 100
}

extension House {
    /// The jobs that fit a talent best, with reasons, once they agreed to that.
    /// - Throws: `forbidden` for an account that is not a talent's.
    public func jobMatches(_ filter: MatchFilter = MatchFilter(), for actor: Actor) async throws -> JobMatchesView {
        guard let account = actor.account else { throw Refusal.unauthenticated }
        let perPage = Self.foundPerPage, house = self, isPreparing = !board.isReady
        guard (1...MatchFilter.most / perPage).contains(filter.page) else { throw Refusal.invalid([.init("page", Words("没有这一页", "There is no such page"))]) }
        let place = filter.area.flatMap { TreeCode(division: $0) }
        if filter.area != nil, place == nil { throw Refusal.invalid([.init("area", FoundPlaces.notADivision)]) }
        return try await read { tx, now in
            guard try TalentReader.isTalent(tx, account) else { throw TalentRules.notATalent }
            let open = try TalentConsents(tx, account)
            func view(_ total: Int, _ matches: [JobMatch], _ unanswered: [JobMatchesView.OpenQuestion]) -> JobMatchesView {
                JobMatchesView(
                    consent: open.version(.matching).map { JobMatchesView.ConsentVersion(version: $0) }, isFindable: open.version(.findable) != nil, isPreparing: isPreparing, area: filter.area,
                    city: house.library.programmes.first?.division?.text, kind: filter.kind, page: filter.page, total: total, perPage: perPage, matches: matches, unanswered: unanswered)
            }
            guard open.version(.matching) != nil else { return view(0, [], []) }
            let answers = try SeekerOf.answers(tx, house.secrets, [account])[account] ?? [:]
            let seeker = SeekerOf.profile(account, answers), unanswered = SeekerOf.unanswered(answers)
            let reader = FoundJobReader(tx: tx, house: house, today: Zone.china.day(of: now))
            let hunt = Hunt(today: reader.today.number, places: place.map { [$0.text] } ?? [], kinds: filter.kind.map { [PostingOf.number(of: $0)] } ?? [], count: MatchFilter.most)
            let ranked = house.library.programmes.flatMap { house.board.shelf($0.id)?.jobs.match(seeker, hunt) ?? [] }
                .sorted { ($1.score, $0.id) < ($0.score, $1.id) }.prefix(MatchFilter.most)
            let fitting = try reader.stored(ranked.map(\.id)).compactMap { job -> (job: StoredJob, fit: FitView)? in
                guard let fit = house.explain(seeker, job, today: reader.today), fit.isOfWork else { return nil }
                return (job, fit)
            }
            let page = Array(fitting.dropFirst((filter.page - 1) * perPage).prefix(perPage))
            let matches = zip(page, try reader.cards(page.map(\.job))).map { JobMatch(job: $1, fit: $0.fit) }
            return view(fitting.count, matches, unanswered)
        }
    }

    /// How a job fits whoever looks at it. - Returns: nil for those who are no talents, did not agree to matching, or may not see the job.
    public func fit(of job: ID<Job>, for actor: Actor) async throws -> FitView? {
        guard let account = actor.account else { return nil }
        let house = self
        return try await read { tx, now in
            guard try TalentReader.isTalent(tx, account), try TalentConsents(tx, account).version(.matching) != nil else { return nil }
            let today = Zone.china.day(of: now)
            guard let stored = try BoardReader.some(tx, [job.rawValue], today: today).first else { return nil }
            return house.explain(try SeekerOf.seeker(tx, house.secrets, account), stored, today: today)
        }
    }

    /// - Returns: nil while there is no index of the job's programme.
    func explain(_ seeker: Seeker, _ job: StoredJob, today: Day) -> FitView? {
        guard let shelf = board.shelf(job.programme) else { return nil }
        return FitView(shelf.jobs.explain(seeker, PostingOf.job(job, programme: try? library.programme(job.programme)), today: today.number), job.terms)
    }
}

/// What a talent agrees to at present, by purpose.
struct TalentConsents {
    private let open: [String: String]

    init(_ tx: any Transaction, _ account: ID<Account>) throws {
        open = try tx.rows("SELECT purpose, version FROM consents WHERE account_id = \(account) AND withdrawn_at IS NULL ORDER BY purpose").reduce(into: [:]) {
            $0[try $1("purpose") as String] = try $1("version") as String
        }
    }

    func version(_ purpose: ConsentText.Purpose) -> String? { open[purpose.rawValue] }
}

extension SeekerOf {
    /// Questions whose answers would make matches better, the most useful first.
    static func unanswered(_ known: [String: Profile.Value]) -> [JobMatchesView.OpenQuestion] {
        ["wanted_occupation", "skills", "wanted_places", "work_years", "wanted_pay", "education"].filter { id in
            known[id] == nil && (id != "education" || known["degree"] == nil)
        }.compactMap { id in
            guard let section = Profile.sections.first(where: { $0.items.contains { $0.id == id } }), let item = Profile.item(id) else { return nil }
            return JobMatchesView.OpenQuestion(fact: id, section: section.id, name: item.name)
        }
    }
}
