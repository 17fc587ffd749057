import Synchronization

/// All open jobs, to be searched and matched. Reading and writing from any thread; a reader sees one state of it.
public final class JobIndex: Sendable {
    public let segmenter: Segmenter
    public let weights: Weights
    let vocabulary: Vocabulary
    let parts: Measure.Parts
    private let keeper = Mutex(JobKeeper())
    private let current = Mutex(Snapshot())

    public init(segmenter: Segmenter, weights: Weights = .usual) {
        self.segmenter = segmenter
        self.weights = weights
        vocabulary = Vocabulary(nodes: segmenter.tree.nodes)
        parts = Measure.Parts(weights)
    }

    /// The state that readers see now.
    var state: Snapshot { current.withLock { $0 } }

    public var count: Int { state.live }

    /// What the shelves take in memory, bytes; without the dictionary and what only writers need.
    public var bytes: Int { state.stands.reduce(0) { $0 + $1.shelf.bytes } }

    /// Takes postings in; what has the id of one that is there replaces it.
    public func put(_ postings: [Posting]) {
        keeper.withLock { keeper in
            keeper.put(postings, segmenter, vocabulary)
            publish(keeper.state)
        }
    }

    public func remove(_ ids: [String]) {
        keeper.withLock { keeper in
            keeper.remove(ids)
            publish(keeper.state)
        }
    }

    /// Puts everything in order after many changes; costs time, changes no answer.
    public func settle() {
        keeper.withLock { keeper in
            keeper.settle()
            publish(keeper.state)
        }
    }

    private func publish(_ state: Snapshot) { current.withLock { $0 = state } }

    public func find(_ question: Question) -> Found { Finder(self, question).found() }

    /// The jobs that fit best, best first.
    public func match(_ seeker: Seeker, _ hunt: Hunt) -> [(id: String, score: Double)] {
        let state = state
        let own = words(of: seeker)
        let measure = measure(seeker, own, state, today: hunt.today)
        return Matcher(state: state, measure: measure, hunt: hunt, own: own.all).best().map { (state.stands[Int($0.stand)].shelf.id(Int($0.at)), $0.score) }
    }

    /// Why: the same measure, criterion by criterion. `posting` need not be in the index.
    public func explain(_ seeker: Seeker, _ posting: Posting, today: Int) -> Fit { explain(read(seeker, today: today), read(posting)) }

    /// The same of many people and many postings, each of which is read once. Both have to be read by this index.
    public func explain(_ seeker: ReadSeeker, _ posting: ReadPosting) -> Fit { Explanation(self, seeker, posting).fit() }
    public func read(_ seeker: Seeker, today: Int) -> ReadSeeker { ReadSeeker(self, seeker, today: today) }
    public func read(_ posting: Posting) -> ReadPosting { ReadPosting(self, posting) }

    // MARK: what a person says

    /// The person's words, as far as any posting has them.
    func words(of seeker: Seeker) -> Demand.Own { words(SeekerWords(seeker, segmenter)) }

    func words(_ said: SeekerWords) -> Demand.Own {
        vocabulary.use { names in
            func numbers(_ keys: [UInt64], without: [UInt32] = []) -> [UInt32] {
                var seen = Set(without)
                return keys.compactMap { key in
                    let number = names.word(key)
                    return number != 0 && seen.insert(number).inserted ? number : nil
                }
            }
            var own = Demand.Own()
            own.occupation = numbers(said.occupation)
            own.skills = numbers(said.skills)
            own.background = numbers(said.background, without: own.occupation + own.skills)
            own.saysOccupation = !said.occupation.isEmpty
            own.saysSkills = !said.skills.isEmpty
            return own
        }
    }

    func measure(_ seeker: Seeker, _ own: Demand.Own, _ state: Snapshot, today: Int) -> Measure {
        let wanted = seeker.industries
        let industries = wanted.isEmpty ? [] : vocabulary.use { names in wanted.map { names.industry($0) }.filter { $0 != 0 && $0 != Vocabulary.Names.strange } }
        return Measure(seeker, Demand(own, parts, state), parts, Measure.Names(industries: industries), today: today)
    }
}

/// A person's words before they have numbers.
struct SeekerWords: Sendable {
    let occupation: [UInt64]
    let skills: [UInt64]
    let background: [UInt64]

    /// Texts of a person that are read, each.
    private static let most = 100

    init(_ seeker: Seeker, _ segmenter: Segmenter) {
        var cut = Segmenter.Cut()
        func keys(_ texts: [String]) -> [UInt64] {
            var keys: [UInt64] = []
            for text in texts.prefix(Self.most) {
                segmenter.cut(text, into: &cut)
                keys += cut.pieces.map(\.key)
            }
            return keys
        }
        occupation = keys(seeker.occupations)
        skills = keys(seeker.skills)
        background = keys([seeker.background])
    }
}

extension Demand.Own {
    /// All words together; nil where there are none.
    var all: Set<UInt32>? { isEmpty ? nil : Set(occupation + skills + background) }
}
