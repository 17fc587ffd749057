/// One state of an index. Never changed; a writer makes the next.
struct Snapshot: Sendable {
    var stands: [Stand] = []
    var live = 0
    /// By number of a word: how many live postings have it.
    var frequencies: [UInt32] = []
    /// Of this state alone.
    var lessons = Lessons()

    func frequency(_ word: UInt32) -> Int { Int(word) < frequencies.count ? Int(frequencies[Int(word)]) : 0 }

    /// What a word says, the more the fewer postings have it; 0 for a word that none has.
    func rarity(_ word: UInt32) -> Double {
        let frequency = Double(frequency(word))
        guard frequency > 0 else { return 0 }
        return naturalLog(1 + (max(Double(live) - frequency, 0) + 0.5) / (frequency + 0.5))
    }
}
