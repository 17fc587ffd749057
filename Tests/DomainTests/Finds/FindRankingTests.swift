import Domain
import Testing

@Suite struct FindRankingTests {
    private func weighed(_ title: String, _ rest: String) -> FindRanking.Weighed {
        .init(title: title.split(separator: " ").map(String.init), rest: rest.split(separator: " ").map(String.init))
    }

    @Test func aTitleSaysMoreThanTheRestAndAShortTextMoreThanALong() {
        let ranking = FindRanking(words: ["robot": 4])
        let inTitle = ranking.score(weighed("robot fund", "gives money")), inRest = ranking.score(weighed("a fund", "for robot makers"))
        #expect(inTitle > inRest && inRest > 0)
        let long = ranking.score(weighed("a fund", "robot " + String(repeating: "word ", count: 300)))
        #expect(inRest > long && long > 0)
        #expect(ranking.score(weighed("a fund", "for boats")) == 0)
    }

    @Test func moreOfAWordHelpsLessAndLess() {
        let ranking = FindRanking(words: ["a": 1])
        let scores = (1...6).map { count in ranking.score(.init(title: [], rest: Array(repeating: "a", count: count) + Array(repeating: "b", count: 60 - count))) }
        let gains = zip(scores, scores.dropFirst()).map { $1 - $0 }
        #expect(gains.allSatisfy { $0 > 0 })
        #expect(zip(gains, gains.dropFirst()).allSatisfy { $0 > $1 })
        // Never more than the word's rarity.
        #expect(scores.allSatisfy { $0 < 1 })
    }

    @Test func aRareWordCountsMoreThanACommonOne() {
        #expect(FindRanking.rarity(has: 10, of: 10) == 1)
        #expect(FindRanking.rarity(has: 1, of: 15) == 4)      // 16 / 2: three halvings
        let all = (0...1000).map { FindRanking.rarity(has: $0, of: 1000) }
        #expect(zip(all, all.dropFirst()).allSatisfy { $0 > $1 })
        // Nonsense from outside stays a number.
        for (has, of) in [(-5, 10), (20, 10), (0, 0), (-1, -1), (Int.max, Int.max)] { #expect(FindRanking.rarity(has: has, of: of).isFinite && FindRanking.rarity(has: has, of: of) >= 1) }
        let ranking = FindRanking(words: ["rare": 8, "common": 1.5])
        #expect(ranking.score(weighed("rare", "")) > ranking.score(weighed("common", "")))
        #expect(ranking.isWhole(weighed("rare", "common")) && !ranking.isWhole(weighed("rare", "")))
    }

    @Test func theLaneOfATextDoesNotMatter() {
        // The same text scores the same, whatever lane holds it and however many others that lane has.
        let ranking = FindRanking(words: ["marine": 3, "fund": 5])
        let text = weighed("marine fund", "early marine start-ups")
        #expect(ranking.score(text) == ranking.score(weighed("marine fund", "early marine start-ups")))
        #expect(FindRanking.together([[(hit: "job", score: ranking.score(text))], [(hit: "fund", score: ranking.score(text) + 0.1)]]) == ["fund", "job"])
    }

    @Test func aLaneWithVeryManyDoesNotHideTheOthers() {
        let jobs = (0..<1000).map { (hit: "job\($0)", score: 10.0) }, funds = [(hit: "fund0", score: 8.0), (hit: "fund1", score: 2.0)]
        let merged = FindRanking.together([jobs, funds])
        #expect(merged.count == 1002 && Set(merged).count == 1002)
        #expect(merged.first == "job0")
        // 10 / (1 + 2/8) = 8: as much as the third job, and the earlier lane goes first in a tie.
        #expect(merged.firstIndex(of: "fund0") == 3)
        #expect((merged.firstIndex(of: "fund1") ?? 0) > 20)
        // Every lane keeps its own order.
        #expect(merged.filter { $0.hasPrefix("job") } == jobs.map(\.hit))
    }

    @Test func theBeginningOfTheWholeNeedsOnlyTheBeginningsOfTheLanes() {
        var random = SystemRandomNumberGenerator(), lanes: [[(hit: Int, score: Double)]] = []
        for lane in 0..<5 { lanes.append((0..<60).map { (hit: lane * 100 + $0, score: Double.random(in: 0...10, using: &random)) }.sorted { $0.score > $1.score }) }
        let whole = FindRanking.together(lanes)
        for count in [1, 7, 20, 40] { #expect(Array(FindRanking.together(lanes.map { Array($0.prefix(count)) }).prefix(count)) == Array(whole.prefix(count))) }
        #expect(FindRanking.together([[(hit: Int, score: Double)]]()).isEmpty)
        #expect(FindRanking.together([[], [(hit: 1, score: 0)], []]) == [1])
    }
}
