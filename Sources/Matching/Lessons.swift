import Synchronization

/// What the postings of one state teach about words: which go together in titles and skills. Learned when first asked.
final class Lessons: Sendable {
    /// Postings that are looked at for one word; of a more frequent one every so many-th.
    private static let most = 8192
    private static let kept = 12
    private let known = Mutex<[UInt32: [(word: UInt32, strength: Double)]]>([:])

    func related(_ word: UInt32, _ state: Snapshot) -> [(word: UInt32, strength: Double)] {
        if let related = known.withLock({ $0[word] }) { return related }
        let related = Self.learn(word, state)
        known.withLock { $0[word] = related }
        return related
    }

    /// By share of the word's postings that have the other, weighed by how much more that is than among all.
    private static func learn(_ word: UInt32, _ state: Snapshot) -> [(word: UInt32, strength: Double)] {
        let frequency = state.frequency(word)
        guard frequency >= 3 else { return [] }
        let step = max(1, frequency / most)
        var tally = [UInt32](repeating: 0, count: state.frequencies.count + 1), touched: [UInt32] = []
        var looked = 0, passed = 0
        for stand in state.stands {
            let shelf = stand.shelf
            for row in shelf.list(word) where shelf.marks[row] >= 0x10 {
                let at = Int(shelf.postings[row])
                guard stand.has(at) else { continue }
                passed += 1
                guard passed % step == 0 else { continue }
                looked += 1
                for other in shelf.heads[Int(shelf.headStarts[at])..<Int(shelf.headStarts[at + 1])] where Int(other) < tally.count {
                    if tally[Int(other)] == 0 { touched.append(other) }
                    tally[Int(other)] += 1
                }
            }
        }
        guard looked >= 3 else { return [] }
        let all = Double(max(state.live, 1))
        return touched.compactMap { other -> (word: UInt32, strength: Double)? in
            guard other != word else { return nil }
            let together = Double(tally[Int(other)]) / Double(looked + 2), elsewhere = Double(max(state.frequency(other), 1)) / all
            guard together >= 0.05, together > elsewhere else { return nil }
            return (other, together * naturalLog(together / elsewhere))
        }
        .sorted { ($0.strength, $1.word) > ($1.strength, $0.word) }.prefix(kept).map { $0 }
    }
}
