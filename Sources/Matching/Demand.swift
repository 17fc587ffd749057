/// What a person's words weigh: each word's share in the occupation and in the skills, in whole thousandths, so that a sum over words is exact.
struct Demand: Sendable {
    /// Shares of all words together.
    static let whole = 1000.0
    /// Words of one criterion that count; of longer wishes those that say most.
    private static let most = 40
    /// What words that go with the person's own take of the skills.
    private static let relatedShare = 0.06
    private static let relatedWords = 6

    struct Word: Sendable {
        let number: UInt32
        var occupation: UInt16
        var skill: UInt16
    }

    var words: [Word] = []
    let saysOccupation: Bool
    let saysSkills: Bool
    /// What the criteria's thousandths come to, were every word there.
    let occupationWhole: Double
    let skillWhole: Double

    /// A person's words by criterion, each once.
    struct Own: Sendable {
        var occupation: [UInt32] = []
        var skills: [UInt32] = []
        var background: [UInt32] = []
        /// They said something of it, whether or not any posting has a word of it.
        var saysOccupation = false
        var saysSkills = false

        var isEmpty: Bool { occupation.isEmpty && skills.isEmpty && background.isEmpty }
    }

    init(_ own: Own, _ measure: Measure.Parts, _ state: Snapshot) {
        let both = measure.occupationWords + measure.skills
        occupationWhole = both > 0 ? (Self.whole * measure.occupationWords / both).rounded(.down) : 0
        skillWhole = both > 0 ? (Self.whole * measure.skills / both).rounded(.down) : 0
        let occupation = Self.shares(own.occupation.map { ($0, state.rarity($0)) })
        let skills = Self.shares(own.skills.map { ($0, state.rarity($0)) } + own.background.map { ($0, state.rarity($0) * 0.3) })
        saysOccupation = own.saysOccupation
        saysSkills = own.saysSkills || !skills.isEmpty
        var at: [UInt32: Int] = [:]
        func add(_ number: UInt32, _ occupation: Double, _ skill: Double, to words: inout [Word]) {
            let occupation = UInt16(max(0, occupation)), skill = UInt16(max(0, skill))
            guard occupation > 0 || skill > 0 else { return }
            if let known = at[number] {
                words[known].occupation += occupation
                words[known].skill += skill
            } else {
                at[number] = words.count
                words.append(Word(number: number, occupation: occupation, skill: skill))
            }
        }
        for (word, share) in occupation { add(word, share * occupationWhole, 0, to: &words) }
        guard !skills.isEmpty else { return }
        let related = Self.related(occupation + skills, state)
        let ownShare = related.isEmpty ? 1 : 1 - Self.relatedShare
        for (word, share) in skills { add(word, 0, share * ownShare * skillWhole, to: &words) }
        for (word, share) in related { add(word, 0, share * Self.relatedShare * skillWhole, to: &words) }
    }

    /// Adds up to one; the heaviest words only, in a fixed order.
    private static func shares(_ weighed: [(UInt32, Double)]) -> [(UInt32, Double)] {
        let chosen = weighed.filter { $0.1 > 0 }.sorted { ($0.1, $1.0) > ($1.1, $0.0) }.prefix(most)
        let sum = chosen.reduce(0) { $0 + $1.1 }
        return sum > 0 ? chosen.map { ($0.0, $0.1 / sum) } : []
    }

    /// Words that stand in titles and skills beside the given ones far more often than elsewhere.
    private static func related(_ own: [(UInt32, Double)], _ state: Snapshot) -> [(UInt32, Double)] {
        var sums: [UInt32: (strength: Double, words: Int)] = [:]
        for (word, share) in own {
            for (other, strength) in state.lessons.related(word, state) {
                let known = sums[other] ?? (0, 0)
                sums[other] = (known.strength + share * strength, known.words + 1)
            }
        }
        for (word, _) in own { sums[word] = nil }
        // What goes with one word alone may have nothing to do with the rest of the person.
        let least = min(own.count, 3)
        let chosen = sums.filter { $0.value.words >= least }.map { (key: $0.key, value: $0.value.strength) }.sorted { ($0.value, $1.key) > ($1.value, $0.key) }.prefix(relatedWords)
        let sum = chosen.reduce(0) { $0 + $1.value }
        return sum > 0 ? chosen.map { ($0.key, $0.value / sum) } : []
    }

    /// How much of the demand a posting meets, by the marks of its words.
    func met(_ mark: (UInt32) -> UInt8?) -> (occupation: Int, skills: Int) {
        var met = (occupation: 0, skills: 0)
        for word in words {
            guard let mark = mark(word.number) else { continue }
            met.occupation += Int(word.occupation) * Int(Marks.occupation[Int(mark)])
            met.skills += Int(word.skill) * Int(Marks.skill[Int(mark)])
        }
        return met
    }

    /// What a word adds by its mark.
    static func table(_ word: Word) -> [UInt16] {
        (0..<256).map { UInt16(clamping: Int(word.occupation) * Int(Marks.occupation[$0]) + Int(word.skill) * Int(Marks.skill[$0])) }
    }
}
