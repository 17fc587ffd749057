import Domain
import Matching
import SQL
import Synchronization

/// What of policies and directories can be found, as one reading of the database gave it. It never changes: what has changed is read into another.
final class FindIndex: Sendable {
    struct Item: Sendable {
        let lane: Find
        let id: String
        let title: Words
        /// What is shown and searched below the title.
        let body: Words
        let place: Words?
        /// The newest first where nothing was typed.
        let day: Day
        let weighed: FindRanking.Weighed
    }

    /// What the database said of its changes when this was read; another key, and it is out of date.
    struct Key: Sendable, Hashable {
        let programme: String
        let hash: String
        let entries: Int
        let changes: Int
        let policies: [Int]
        /// Policies come into force and go out of it by the calendar.
        let day: Day
        /// Whether words are cut by a dictionary, or into pairs until it is there.
        let isCut: Bool
    }

    let key: Key
    let items: [Item]
    let segmenter: Segmenter
    private let places: [String: [Int]]

    init(key: Key, items: [Item], segmenter: Segmenter) {
        self.key = key
        self.items = items
        self.segmenter = segmenter
        var places: [String: [Int]] = [:]
        for (at, item) in items.enumerated() {
            for word in Set(item.weighed.title.keys).union(item.weighed.rest.keys) { places[word, default: []].append(at) }
        }
        self.places = places
    }

    func count(of lane: Find) -> Int { items.count { $0.lane == lane } }
    /// How many have a word.
    func frequency(_ word: String) -> Int { places[word]?.count ?? 0 }

    /// Those that have all words, or any of them, best first in each lane. Ties: the newest, then by id.
    func find(_ ranking: FindRanking, all: Bool) -> [Find: [(hit: Item, score: Double)]] {
        let lists = ranking.words.keys.map { places[$0] ?? [] }
        guard let shortest = lists.min(by: { $0.count < $1.count }) else { return [:] }
        let candidates = all ? shortest : Array(Set(lists.joined()))
        var found: [Find: [(hit: Item, score: Double)]] = [:]
        for at in candidates where !all || ranking.isWhole(items[at].weighed) { found[items[at].lane, default: []].append((items[at], ranking.score(items[at].weighed))) }
        return found.mapValues { hits in hits.sorted { ($0.score, $0.hit.day.number, $1.hit.id) > ($1.score, $1.hit.day.number, $0.hit.id) } }
    }

    func newest(_ lane: Find, _ count: Int) -> [Item] {
        Array(items.filter { $0.lane == lane }.sorted { ($0.day.number, $1.id) > ($1.day.number, $0.id) }.prefix(count))
    }
}

/// The index of each programme that this process read last. A search asks the database with one statement of counts whether it is still right, in the same transaction
/// in which it goes on; so it is right on several processes, and needs to be told of nothing.
final class FindShelf: Sendable {
    private let indexes = Mutex<[String: FindIndex]>([:])

    init() {}

    func index(_ tx: any Transaction, _ house: House, _ programme: Programme, today: Day) throws -> FindIndex {
        let dictionary = house.board.segmenter
        let key = try Self.key(tx, programme, today: today, isCut: dictionary != nil)
        if let known = indexes.withLock({ $0[programme.id] }), known.key == key { return known }
        let segmenter = dictionary ?? Segmenter(dictionary: [])
        let index = FindIndex(key: key, items: try Self.items(tx, house, programme, today: today, segmenter), segmenter: segmenter)
        indexes.withLock { $0[programme.id] = index }
        return index
    }

    /// A new entry counts one more, and every change of one raises its version. Versions of policies are counted in each of their states.
    private static func key(_ tx: any Transaction, _ programme: Programme, today: Day, isCut: Bool) throws -> FindIndex.Key {
        guard let row = try tx.row("""
            SELECT (SELECT COUNT(*) FROM directory_entries WHERE programme_id = \(programme.id)) AS entries,
                (SELECT CAST(COALESCE(SUM(version), 0) AS \(tx.dialect.int64)) FROM directory_entries WHERE programme_id = \(programme.id)) AS changes,
                (SELECT COUNT(*) FROM policy_versions WHERE programme_id = \(programme.id)) AS versions,
                (SELECT COUNT(*) FROM policy_versions WHERE programme_id = \(programme.id) AND state = 'published') AS published,
                (SELECT COUNT(*) FROM policy_versions WHERE programme_id = \(programme.id) AND state = 'withdrawn') AS withdrawn
            """) else { throw Unexpected("counts of finds") }
        return FindIndex.Key(
            programme: programme.id, hash: programme.hash, entries: try row("entries"), changes: try row("changes"), policies: [try row("versions"), try row("published"), try row("withdrawn")],
            day: today, isCut: isCut)
    }

    private static func items(_ tx: any Transaction, _ house: House, _ programme: Programme, today: Day, _ segmenter: Segmenter) throws -> [FindIndex.Item] {
        func item(_ lane: Find, _ id: String, _ title: Words, _ body: Words, more: String, place: Words?, day: Day) -> FindIndex.Item {
            // What is the same in both languages counts once.
            func words(_ words: Words) -> [String] {
                let chinese = segmenter.words(words.zh), known = Set(chinese)
                return chinese + (words.en == words.zh ? [] : segmenter.words(words.en).filter { !known.contains($0) })
            }
            // Who types “资金” or “fund” looks for funds, whatever these call themselves.
            let kind = segmenter.words("\(lane.one.zh) \(lane.one.en) \(lane.words.en)")
            return FindIndex.Item(lane: lane, id: id, title: title, body: body, place: place, day: day, weighed: .init(title: words(title), rest: words(body) + segmenter.words(more) + kind))
        }
        let policies = try PolicyReader.inForce(tx, house, on: today).filter { $0.programme == programme.id }.map { policy in
            let terms = policy.terms
            return item(
                .policies, policy.id.rawValue, terms.title, terms.gives, more: "\(terms.kind.name.zh) \(terms.kind.name.en) \(terms.source.number) \(terms.source.title)",
                place: programme.office(terms.office)?.name, day: terms.from)
        }
        let entries = try tx.rows("SELECT \(StoredEntry.columns) FROM directory_entries d WHERE d.programme_id = \(programme.id) AND d.withdrawn_at IS NULL ORDER BY d.id").map { row in
            let entry = try StoredEntry(row), body = EntryWords.line(entry, programme)
            return item(entry.lane, entry.id.rawValue, Words(entry.name, entry.name), body, more: entry.address, place: entry.area.flatMap(programme.area)?.name, day: entry.checkedOn)
        }
        return policies + entries
    }
}

/// What an entry says in words.
enum EntryWords {
    /// All of it in one line, to be searched and shown.
    static func line(_ entry: StoredEntry, _ programme: Programme) -> Words {
        // A fund's own field stands in its list of fields as a rule.
        let field = entry.field.flatMap { id in entry.list(.fields).contains(id) ? nil : programme.fields.first { $0.id == id }?.name }
        let more = EntryDetail.of(entry.lane).filter { $0 != .least && $0 != .most }.compactMap { value(of: $0, entry, programme) }
        let parts = [Words(entry.summary, entry.summary), field].compactMap(\.self) + more + [sums(entry)].compactMap(\.self)
        return Words(parts.map(\.zh).joined(separator: " · "), parts.map(\.en).joined(separator: " · "))
    }

    /// What a fund gives each time; nil where it does not say.
    private static func sums(_ entry: StoredEntry) -> Words? {
        switch (entry.money(.least), entry.money(.most)) {
        case (nil, nil): nil
        case (let least?, nil): Words("单笔 \(least.text) 以上", "\(least.text) or more")
        case (nil, let most?): Words("单笔不超过 \(most.text)", "at most \(most.text)")
        case (let least?, let most?): Words("单笔 \(least.text) 至 \(most.text)", "\(least.text) to \(most.text)")
        }
    }

    /// One of the further lines; nil where the entry does not say it.
    static func value(of detail: EntryDetail, _ entry: StoredEntry, _ programme: Programme) -> Words? {
        switch detail {
        case .kind: return entry.detail(.kind).flatMap(PlatformKind.init(rawValue:))?.words
        case .stage: return entry.detail(.stage).flatMap(ProjectStage.init(rawValue:))?.words
        case .services, .seeks: return entry.detail(detail).map { Words($0, $0) }
        case .fields: return joined(entry.list(.fields).compactMap { id in programme.fields.first { $0.id == id }?.name })
        case .stages: return joined(entry.list(.stages).compactMap { ProjectStage(rawValue: $0)?.words })
        case .least, .most: return entry.money(detail).map { Words($0.text, $0.text) }
        }
    }

    private static func joined(_ words: [Words]) -> Words? {
        words.isEmpty ? nil : Words(words.map(\.zh).joined(separator: "、"), words.map(\.en).joined(separator: ", "))
    }
}
