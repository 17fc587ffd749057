import Synchronization

/// People who agreed to be found, to be matched with a job.
public final class SeekerIndex: Sendable {
    private let jobs: JobIndex
    private let people = Mutex<[String: Person]>([:])

    private struct Person: Sendable {
        let seeker: Seeker
        let words: SeekerWords
    }

    /// - Parameter jobs: whose vocabulary and weights it uses.
    public init(jobs: JobIndex) { self.jobs = jobs }

    public var count: Int { people.withLock { $0.count } }

    /// Takes people in; who has the id of one that is there replaces them.
    public func put(_ seekers: [Seeker]) {
        let read = seekers.map { Person(seeker: $0, words: SeekerWords($0, jobs.segmenter)) }
        people.withLock { people in for person in read { people[person.seeker.id] = person } }
    }

    public func remove(_ ids: [String]) { people.withLock { people in for id in ids { people[id] = nil } } }

    /// The people who say all of the words of a text somewhere, or any of them; in the order of their ids.
    public func find(_ text: String, all: Bool, count: Int) -> [String] {
        var cut = Segmenter.Cut()
        jobs.segmenter.cut(text, into: &cut)
        let wanted = Set(cut.pieces.filter { !$0.isPart }.map(\.key))
        guard !wanted.isEmpty else { return [] }
        let people = people.withLock { $0 }
        let found = people.compactMap { id, person -> String? in
            let own = Set(person.words.occupation + person.words.skills + person.words.background)
            return (all ? wanted.isSubset(of: own) : !wanted.isDisjoint(with: own)) ? id : nil
        }
        return Array(found.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }.prefix(max(count, 0)))
    }

    /// The people who fit best, best first; only those who meet what the job must have.
    public func match(_ posting: Posting, today: Int, count: Int) -> [(id: String, score: Double)] {
        let people = people.withLock { $0 }, state = jobs.state
        var drafter = Drafter()
        let draft = drafter.draft(posting, jobs.segmenter, jobs.vocabulary, isNew: false)
        let marks = Dictionary(zip(draft.words, draft.marks), uniquingKeysWith: { first, _ in first })
        var found: [(id: String, score: Double)] = []
        for (id, person) in people {
            let own = jobs.words(person.words)
            // Who has no word in common with the job does not come up for it.
            guard own.occupation.contains(where: { marks[$0] != nil }) || own.skills.contains(where: { marks[$0] != nil }) || own.background.contains(where: { marks[$0] != nil })
            else { continue }
            let measure = jobs.measure(person.seeker, own, state, today: today)
            if measure.misses(draft.record, place: draft.place, needs: draft.needs, own: own.all, strictly: true) { continue }
            let met = measure.demand.met { marks[$0] }
            guard met.occupation + met.skills > 0 else { continue }
            found.append((id, measure.score(met.occupation + met.skills, draft.record, place: measure.parts.place * measure.place(draft.place))))
        }
        found.sort { $0.score != $1.score ? $0.score > $1.score : $0.id.utf8.lexicographicallyPrecedes($1.id.utf8) }
        return Array(found.prefix(min(max(count, 0), 100_000)))
    }
}
