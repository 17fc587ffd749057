/// All open jobs, to be searched and matched. Reading and writing from any thread; a reader sees one state of it.
public final class JobIndex: Sendable {
    public let segmenter: Segmenter
    public let weights: Weights

    public init(segmenter: Segmenter, weights: Weights = .usual) {
        self.segmenter = segmenter
        self.weights = weights
    }

    public var count: Int { 0 }

    /// Takes postings in; what has the id of one that is there replaces it.
    public func put(_ postings: [Posting]) {}
    public func remove(_ ids: [String]) {}
    /// Puts everything in order after many changes; costs time, changes no answer.
    public func settle() {}

    public func find(_ question: Question) -> Found { Found() }
    /// The jobs that fit best, best first.
    public func match(_ seeker: Seeker, _ hunt: Hunt) -> [(id: String, score: Double)] { [] }
    /// Why: the same measure, criterion by criterion. `posting` need not be in the index.
    public func explain(_ seeker: Seeker, _ posting: Posting, today: Int) -> Fit { Fit(score: 0, findings: []) }
}

/// People who agreed to be found, to be matched with a job.
public final class SeekerIndex: Sendable {
    /// - Parameter jobs: whose vocabulary and weights it uses.
    public init(jobs: JobIndex) {}
    public var count: Int { 0 }
    public func put(_ seekers: [Seeker]) {}
    public func remove(_ ids: [String]) {}
    /// The people who fit best, best first; only those who meet what the job must have.
    public func match(_ posting: Posting, today: Int, count: Int) -> [(id: String, score: Double)] { [] }
}
