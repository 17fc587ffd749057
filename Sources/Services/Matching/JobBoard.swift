import Domain
import Matching
import Synchronization

/// What can be found at present, in the memory of this process: an index of the jobs of each programme and of the people who agreed to be found.
/// Built from the database and kept as the sealed audit sequence says (`FollowJobs`); empty until then, and no less safe: whatever it answers
/// is read from the database before it is shown.
public final class JobBoard: Sendable {
    /// The indexes of one programme.
    final class Shelf: Sendable {
        let jobs: JobIndex
        let people: SeekerIndex

        init(segmenter: Segmenter, weights: Weights) {
            jobs = JobIndex(segmenter: segmenter, weights: weights)
            people = SeekerIndex(jobs: jobs)
        }
    }

    private struct State {
        var shelves: [String: Shelf] = [:]
        var segmenter: Segmenter?
        /// Up to which number of the sealed sequence the indexes are; nil before the first building began.
        var position: Int?
        var isReady = false
        var isHeld = false
        var waiting: [CheckedContinuation<Void, Never>] = []
    }

    let shortages = RecentShortages()
    private let state = Mutex(State())
    /// Policies and directories, which this process reads anew when they have changed.
    let finds = FindShelf()
    private let dictionary: @Sendable () -> [UInt8]

    /// - Parameter dictionary: gives the words of Chinese, as `Segmenter` takes them; asked once, when the indexes are built.
    public init(dictionary: @escaping @Sendable () -> [UInt8] = { [] }) { self.dictionary = dictionary }

    /// Whether all that was there at the start is in it.
    public var isReady: Bool { state.withLock { $0.isReady } }

    /// How many jobs of a programme can be found.
    public func count(of programme: String) -> Int { shelf(programme)?.jobs.count ?? 0 }

    /// Cuts texts into words as the indexes do; nil before the first building began.
    var segmenter: Segmenter? { state.withLock { $0.segmenter } }

    func shelf(_ programme: String) -> Shelf? { state.withLock { $0.shelves[programme] } }
    var shelves: [Shelf] { state.withLock { Array($0.shelves.values) } }
    var position: Int? { state.withLock { $0.position } }

    /// Empty indexes for these programmes, to be filled.
    func begin(_ programmes: [Programme], at position: Int) {
        let segmenter = Segmenter(dictionary: dictionary())
        let shelves = Dictionary(programmes.map { ($0.id, Shelf(segmenter: segmenter, weights: PostingOf.weights($0))) }, uniquingKeysWith: { first, _ in first })
        state.withLock { state in
            state.shelves = shelves
            state.segmenter = segmenter
            state.position = position
            state.isReady = false
        }
    }

    func finish() {
        for shelf in shelves { shelf.jobs.settle() }
        state.withLock { $0.isReady = true }
    }

    func move(to position: Int) { state.withLock { $0.position = position } }

    /// One reading and writing after the other, so that what was read earlier never replaces what was read later.
    func inTurn<Answer: Sendable>(_ work: @Sendable () async throws -> Answer) async rethrows -> Answer {
        await withCheckedContinuation { continuation in
            let isFree = state.withLock { state in
                guard state.isHeld else {
                    state.isHeld = true
                    return true
                }
                state.waiting.append(continuation)
                return false
            }
            if isFree { continuation.resume() }
        }
        defer { release() }
        return try await work()
    }

    private func release() {
        let next = state.withLock { state -> CheckedContinuation<Void, Never>? in
            guard !state.waiting.isEmpty else {
                state.isHeld = false
                return nil
            }
            return state.waiting.removeFirst()
        }
        next?.resume()
    }
}
