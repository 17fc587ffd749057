/// How well a text answers words that somebody typed, by one measure for all lanes: Okapi's BM25F.
///
/// A word counts by how rare it is among all that can be found, wherever that stands; by how often it stands in the text, which helps less and less; and a hit in a
/// short text says more than one in a long text. A title weighs more than what is said below it. Nothing of this depends on the lane: lengths are measured against the
/// same usual lengths, and rarity is counted over all lanes together, so that a fund's 0.8 and a job's 0.8 say the same.
///
/// Where the lanes are shown in one list, the best of each comes forward (`together`): the more of a lane stands above, the less another one of it tells. A city has ten
/// thousand jobs and thirty funds; without that nobody would ever see a fund.
public struct FindRanking: Sendable {
    /// What is weighed of one text: how often each word stands in its title and in the rest, and how many words there are.
    public struct Weighed: Sendable, Hashable {
        public let title: [String: Int]
        public let rest: [String: Int]
        public let titleLength: Int
        public let restLength: Int

        public init(title: [String], rest: [String]) {
            self.title = title.reduce(into: [:]) { $0[$1, default: 0] += 1 }
            self.rest = rest.reduce(into: [:]) { $0[$1, default: 0] += 1 }
            titleLength = title.count
            restLength = rest.count
        }

        public func has(_ word: String) -> Bool { title[word] != nil || rest[word] != nil }
    }

    /// How rare each word that was typed is, 1 for one that everything has; see `rarity`.
    public let words: [String: Double]

    private static let titleWeight = 2.5
    /// In words: what a title and a text below it usually have.
    private static let usualTitle = 8.0, usualRest = 60.0
    /// How soon more of the same word stops to help, and how much length matters (BM25's k1 and b).
    private static let saturation = 1.2, length = 0.5

    public init(words: [String: Double]) { self.words = words }

    /// How rare a word is that so many of all have: 1 for what all have, and one more for each halving. (The logarithm that BM25 takes, to the base of 2.)
    public static func rarity(has: Int, of all: Int) -> Double {
        let share = (Double(max(all, 0)) + 1) / (Double(max(min(has, all), 0)) + 1)
        // log2 by exponent and a straight line between powers of two: at most 0.09 beside it, and the same on every machine.
        return 1 + Double(share.exponent) + (share.significand - 1)
    }

    /// 0 where the text has none of the words.
    public func score(_ text: Weighed) -> Double {
        var sum = 0.0
        // In one order, so that sums are the same everywhere.
        for (word, rarity) in words.sorted(by: { $0.key < $1.key }) {
            let inTitle = Double(text.title[word] ?? 0) / (1 + Self.length * (Double(text.titleLength) / Self.usualTitle - 1))
            let inRest = Double(text.rest[word] ?? 0) / (1 + Self.length * (Double(text.restLength) / Self.usualRest - 1))
            let often = Self.titleWeight * inTitle + inRest
            sum += rarity * often / (often + Self.saturation)
        }
        return sum
    }

    /// Whether the text has every word.
    public func isWhole(_ text: Weighed) -> Bool { words.keys.allSatisfy(text.has) }

    /// Lists of several lanes, each in its own order, as one: by score, of which what stands as the n-th of its lane keeps 1 / (1 + n / 8).
    /// What a lane puts behind something else never comes before it. Ties: the earlier lane.
    public static func together<Hit>(_ lanes: [[(hit: Hit, score: Double)]]) -> [Hit] {
        var at = [Int](repeating: 0, count: lanes.count), merged: [Hit] = []
        while true {
            var best: (lane: Int, worth: Double)?
            for (lane, hits) in lanes.enumerated() where at[lane] < hits.count {
                let worth = hits[at[lane]].score / (1 + Double(at[lane]) / 8)
                if worth > (best?.worth ?? -1) { best = (lane, worth) }
            }
            guard let best else { return merged }
            merged.append(lanes[best.lane][at[best.lane]].hit)
            at[best.lane] += 1
        }
    }
}
