/// The best of many candidates: by score, then the newest, then by id.
struct Best {
    struct Candidate {
        let score: Double
        let day: Int32
        let stand: Int32
        let at: Int32
    }

    let count: Int
    private let stands: [Stand]
    private var kept: [Candidate] = []
    private let full: Int
    /// What a candidate has to reach to come in; a lower one need not be added.
    private(set) var least = -Double.infinity

    init(_ count: Int, _ stands: [Stand], least: Double = -.infinity) {
        self.count = max(count, 0)
        self.stands = stands
        self.least = least
        full = self.count + max(self.count, 24)
        kept.reserveCapacity(min(full, 100_000))
    }

    mutating func add(_ score: Double, _ day: Int32, _ stand: Int, _ at: Int) {
        guard count > 0, score >= least else { return }
        kept.append(Candidate(score: score, day: day, stand: Int32(truncatingIfNeeded: stand), at: Int32(truncatingIfNeeded: at)))
        if kept.count >= full { cut() }
    }

    private mutating func cut() {
        kept.sort(by: precedes)
        if kept.count > count { kept.removeSubrange(count...) }
        if kept.count == count, let last = kept.last { least = max(least, last.score) }
    }

    private func precedes(_ one: Candidate, _ other: Candidate) -> Bool {
        if one.score != other.score { return one.score > other.score }
        if one.day != other.day { return one.day > other.day }
        if one.stand == other.stand && one.at == other.at { return false }
        return id(one).lexicographicallyPrecedes(id(other))
    }

    private func id(_ one: Candidate) -> ArraySlice<UInt8> { stands[Int(one.stand)].shelf.idBytes(Int(one.at)) }

    /// Best first.
    mutating func sorted() -> [Candidate] {
        cut()
        return kept
    }
}
