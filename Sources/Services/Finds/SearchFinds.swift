import Domain
import Matching
import SQL

/// Somebody looks through all six lanes with one text.
///
/// Policies, platforms, projects and funds come from `FindIndex`, jobs from the job board in its own order, people from the board's index of those who agreed. Each is
/// weighed by `FindRanking` over the same words with the same rarities, which are counted over policies, directories and jobs together (people are left out of the
/// counts, so that nobody learns from an order how many there are). A lane keeps its own order; lanes are put together by `FindRanking.together`. The first `n` of the
/// whole need no more than the first `n` of each lane, so that pages are stable and a page reads no more jobs than its number says.
///
/// Where nothing in any lane has all the words, what has some of them is shown, and said to be so.
///
/// People are listed for employers whom the programme vouches for and for stations, and only those who agree to be found at that moment; under codes.
/// Effects: where people were looked for in such a name and the lane was opened or had somebody, an audit record on the organisation that says how many were listed.
public struct SearchFinds: Sendable {
    public let text: String?
    public let lane: Find?
    /// From 1.
    public let page: Int

    public static let perPage = 20
    /// So far lists of all lanes together can be turned; further on, a lane is looked through by itself.
    static let mostPages = 10
    static let mostLanePages = 100
    /// People looked at.
    static let mostPeople = 200
    static let shownNewest = 3

    public init(text: String? = nil, lane: Find? = nil, page: Int = 1) {
        self.text = text.map(\.trimmed).flatMap { $0.isEmpty ? nil : $0 }
        self.lane = lane
        self.page = page
    }

    public func callAsFunction(_ house: House, by actor: Actor) async throws -> FindsView {
        guard let programme = house.library.programmes.first else { throw Refusal.notFound }
        if (text ?? "").count > 100 { throw Refusal.invalid([.init("q", Words("最多 100 字", "At most 100 characters"))]) }
        guard (1...(lane == nil ? Self.mostPages : Self.mostLanePages)).contains(page) else { throw Refusal.invalid([.init("page", Words("没有这一页", "There is no such page"))]) }
        let (view, listed) = try await house.read { tx, now in
            try Search(tx: tx, house: house, programme: programme, today: Zone.china.day(of: now), actor: actor, ask: self).view()
        }
        if let listed { try await record(listed, house, by: actor) }
        return view
    }

    private func record(_ listed: Listing, _ house: House, by actor: Actor) async throws {
        let page = page
        _ = try await house.perform(by: actor, once: nil) { act in
            _ = try act.tx.row("SELECT id FROM organisations WHERE id = \(listed.organisation)\(act.dialect.lock)")
            act.audit("organisation", listed.organisation.rawValue, "talents_listed", detail: ["listed": String(listed.count), "page": String(page)])
            return Receipt(.home)
        }
    }

    /// People who were listed, and in whose name.
    fileprivate struct Listing: Sendable {
        let organisation: ID<Organisation>
        let count: Int
    }
}

/// Who may look for people by words: whoever acts for an employer that somebody vouches for, or for the host of a station with a valid plaque.
enum PeopleRules {
    /// The organisation in whose name the actor looks.
    static func organisation(_ tx: any Transaction, _ actor: Actor, _ programme: String, today: Day) throws -> ID<Organisation>? {
        // A host counts as vouched for; so one question answers both.
        try actor.organisations.sorted().first { try EmployerStanding.of($0, programme: programme, tx, today: today).mayHire }
    }

    /// Another code for each organisation and each search: nobody can join two lists by it.
    static func code(_ account: String, _ organisation: ID<Organisation>, _ text: String, _ secrets: any Secrets) throws -> String {
        TalentCode.text(try secrets.blindIndex("\(organisation)/\(text)/\(account)", table: "organisations", column: "talent"))
    }
}

/// One search in its transaction.
private struct Search {
    let tx: any Transaction
    let house: House
    let programme: Programme
    let today: Day
    let actor: Actor
    let ask: SearchFinds

    typealias Ranked = (hit: FindHit, score: Double)

    func view() throws -> (FindsView, SearchFinds.Listing?) {
        let index = try house.board.finds.index(tx, house, programme, today: today)
        let organisation = try PeopleRules.organisation(tx, actor, programme.id, today: today)
        let words = ask.text.map(index.segmenter.terms) ?? []
        guard ask.text != nil else { return (try shelves(index, organisation), nil) }
        guard !words.isEmpty else { return (empty(organisation), nil) }
        let ranking = FindRanking(words: rarities(words, index))
        var found = try look(index, ranking, words, organisation, all: true)
        let isLoose = found.values.allSatisfy { $0.count == 0 }
        if isLoose, words.count > 1 { found = try look(index, ranking, words, organisation, all: false) }
        return (try page(found, organisation, isLoose: isLoose && found.values.contains { $0.count > 0 }), listing(found, organisation))
    }

    // MARK: words

    private func rarities(_ words: [String], _ index: FindIndex) -> [String: Double] {
        let jobs = house.board.shelf(programme.id)?.jobs, all = index.items.count + (jobs?.count ?? 0)
        return Dictionary(words.prefix(16).map { word in
            let inJobs = jobs?.find(Question(text: word, today: today.number, count: 0)).total ?? 0
            return (word, FindRanking.rarity(has: index.frequency(word) + inJobs, of: all))
        }, uniquingKeysWith: { first, _ in first })
    }

    // MARK: lanes

    /// What a lane has, best first, as far as this page needs it.
    private struct Lane {
        var count = 0
        var ranked: [Ranked] = []
    }

    private func look(_ index: FindIndex, _ ranking: FindRanking, _ words: [String], _ organisation: ID<Organisation>?, all: Bool) throws -> [Find: Lane] {
        var lanes: [Find: Lane] = [:]
        for (lane, hits) in index.find(ranking, all: all) {
            lanes[lane] = Lane(count: hits.count, ranked: hits.prefix(needed(lane)).map { (self.hit($0.hit, words), $0.score) })
        }
        lanes[.jobs] = try jobs(index, ranking, words, all: all)
        if let organisation { lanes[.talents] = try people(index, ranking, words, organisation, all: all) }
        return lanes
    }

    /// How many of a lane's first this page may show.
    private func needed(_ lane: Find) -> Int { ask.lane == nil || ask.lane == lane ? ask.page * SearchFinds.perPage : 0 }

    private func hit(_ item: FindIndex.Item, _ words: [String]) -> FindHit {
        FindHit(lane: item.lane, id: item.id, title: item.title, why: item.body, place: item.place, marking: marks(words))
    }

    /// What stands out: the words, and what was typed between blanks, where that stands there as a whole.
    private func marks(_ words: [String]) -> [String] { words + (ask.text ?? "").lowercased().split(whereSeparator: \.isWhitespace).map(String.init) }

    private func jobs(_ index: FindIndex, _ ranking: FindRanking, _ words: [String], all: Bool) throws -> Lane {
        guard let board = house.board.shelf(programme.id)?.jobs, let text = ask.text else { return Lane() }
        let found = board.find(Question(text: text, today: today.number, count: needed(.jobs)))
        // The board takes fewer words by itself where nothing has all of them.
        if all, !Set(words.prefix(16)).isSubset(of: found.words) { return Lane() }
        let reader = FoundJobReader(tx: tx, house: house, today: today)
        let ranked = try reader.stored(found.ids).map { job -> Ranked in
            let terms = job.terms, line = [job.company, terms.skills.joined(separator: "、"), terms.description].filter { !$0.isEmpty }.joined(separator: " · ")
            let weighed = FindRanking.Weighed(title: index.segmenter.words(terms.title), rest: index.segmenter.words(String(line.prefix(300))))
            let hit = FindHit(
                lane: .jobs, id: job.id.rawValue, title: Words(terms.title, terms.title), why: Words(line, line), place: terms.division.map { FoundPlaces.name($0.text) }, marking: marks(words))
            return (hit, ranking.score(weighed))
        }
        return Lane(count: found.total, ranked: ranked)
    }

    /// Those who agree at this moment, whatever the index still holds.
    private func people(_ index: FindIndex, _ ranking: FindRanking, _ words: [String], _ organisation: ID<Organisation>, all: Bool) throws -> Lane {
        guard let board = house.board.shelf(programme.id)?.people, let text = ask.text else { return Lane() }
        let ids = board.find(text, all: all, count: SearchFinds.mostPeople)
        let agreed = try BoardReader.chunks(ids) { try BoardReader.findable(tx, $0) }.filter { $0 != actor.account }
        let answers = try BoardReader.chunks(agreed) { Array(try SeekerOf.answers(tx, house.secrets, $0)) }
        let ranked = try answers.map { account, known -> Ranked in
            let seeker = SeekerOf.profile(account, known)
            let title = seeker.occupations.isEmpty ? Words("未说明期望岗位", "Job wished for not said") : Words(seeker.occupations.joined(separator: "、"), seeker.occupations.joined(separator: ", "))
            let degree = seeker.degree.flatMap { rank in DegreeDemand.allCases.first { $0.rank == Int(rank) }?.own }
            let parts: [Words?] = [
                seeker.skills.isEmpty ? nil : Words(seeker.skills.joined(separator: "、"), seeker.skills.joined(separator: ", ")), degree,
                seeker.years.map { $0 == 0 ? Words("暂无工作经验", "no years of work yet") : Words("工作 \($0) 年", $0 == 1 ? "1 year of work" : "\($0) years of work") },
                seeker.background.isEmpty ? nil : Words(seeker.background, seeker.background),
            ]
            let said = parts.compactMap(\.self), places = seeker.places.map { FoundPlaces.name($0).zh }.joined(separator: "、")
            let weighed = FindRanking.Weighed(title: index.segmenter.words(title.zh), rest: index.segmenter.words((seeker.skills + [seeker.background]).joined(separator: " ")))
            let hit = FindHit(
                lane: .talents, id: try PeopleRules.code(account.rawValue, organisation, text, house.secrets), title: title,
                why: Words(said.map(\.zh).joined(separator: " · "), said.map(\.en).joined(separator: " · ")), place: places.isEmpty ? nil : Words(places, places), marking: marks(words))
            return (hit, ranking.score(weighed))
        }
        // Codes are as good as chance, and the same for the same search.
        return Lane(count: ranked.count, ranked: ranked.sorted { ($0.score, $1.hit.id) > ($1.score, $0.hit.id) })
    }

    private func listing(_ found: [Find: Lane], _ organisation: ID<Organisation>?) -> SearchFinds.Listing? {
        guard let organisation, ask.lane == nil || ask.lane == .talents else { return nil }
        let count = found[.talents]?.count ?? 0
        return count > 0 || ask.lane == .talents ? SearchFinds.Listing(organisation: organisation, count: count) : nil
    }

    // MARK: the page

    private func page(_ found: [Find: Lane], _ organisation: ID<Organisation>?, isLoose: Bool) throws -> FindsView {
        let order = Find.allCases.filter { ask.lane == nil || ask.lane == $0 }
        let total = order.reduce(0) { $0 + (found[$1]?.count ?? 0) }
        let hits = FindRanking.together(order.map { found[$0]?.ranked ?? [] }).dropFirst((ask.page - 1) * SearchFinds.perPage).prefix(SearchFinds.perPage)
        let lanes = Find.allCases.map { lane in
            FindLane(lane: lane, count: lane == .talents && organisation == nil ? nil : found[lane]?.count ?? 0, newest: [])
        }
        return view(organisation, total: total, isLoose: isLoose, lanes: lanes, hits: Array(hits))
    }

    private func empty(_ organisation: ID<Organisation>?) -> FindsView {
        view(organisation, total: 0, isLoose: false, lanes: Find.allCases.map { FindLane(lane: $0, count: $0 == .talents && organisation == nil ? nil : 0, newest: []) }, hits: [])
    }

    private func view(_ organisation: ID<Organisation>?, total: Int, isLoose: Bool, lanes: [FindLane], hits: [FindHit]) -> FindsView {
        let most = ask.lane == nil ? SearchFinds.mostPages : SearchFinds.mostLanePages
        return FindsView(
            text: ask.text, lane: ask.lane, page: ask.page, perPage: SearchFinds.perPage, lastPage: max(1, min((total + SearchFinds.perPage - 1) / SearchFinds.perPage, most)), total: total,
            isLoose: isLoose, isPreparing: !house.board.isReady, seesPeople: organisation != nil, lanes: lanes, hits: hits)
    }

    /// Nothing was typed: what each lane holds. People are counted and never listed here.
    private func shelves(_ index: FindIndex, _ organisation: ID<Organisation>?) throws -> FindsView {
        let lanes = try Find.allCases.map { lane -> FindLane in
            switch lane {
            case .policies, .platforms, .projects, .funds:
                return FindLane(lane: lane, count: index.count(of: lane), newest: index.newest(lane, SearchFinds.shownNewest).map { hit($0, []) })
            case .talents:
                guard organisation != nil else { return FindLane(lane: lane, count: nil, newest: []) }
                let count: Int? = try tx.value("""
                    SELECT COUNT(*) FROM consents k JOIN talents t ON t.account_id = k.account_id WHERE k.purpose = 'findable' AND k.withdrawn_at IS NULL AND t.closed_at IS NULL
                    """)
                return FindLane(lane: lane, count: count, newest: [])
            case .jobs:
                let found = house.board.shelf(programme.id)?.jobs.find(Question(order: .newest, today: today.number, count: SearchFinds.shownNewest))
                let newest = try FoundJobReader(tx: tx, house: house, today: today).stored(found?.ids ?? []).map { job in
                    FindHit(
                        lane: .jobs, id: job.id.rawValue, title: Words(job.terms.title, job.terms.title), why: Words(job.company, job.company), place: job.terms.division.map { FoundPlaces.name($0.text) }, marking: [])
                }
                return FindLane(lane: lane, count: found?.total ?? 0, newest: newest)
            }
        }
        return view(organisation, total: 0, isLoose: false, lanes: lanes, hits: [])
    }
}
