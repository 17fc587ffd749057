import Matching
import Testing

@Suite struct FindTests {
    /// Postings come, change and go in any order; every answer is what looking at each of them gives.
    @Test(arguments: 0..<trials)
    func answersAreThoseOfLookingAtEveryPosting(_ seed: Int) {
        var dice = Dice(UInt64(seed) + 1)
        let index = JobIndex(segmenter: SmallWorld.segmenter)
        var plain = Plain()
        for _ in 0..<12 {
            switch Int.random(in: 0...5, using: &dice) {
            case 0...3:
                let batch = (0..<Int.random(in: 1...40, using: &dice)).map { _ in SmallWorld.posting(.random(in: 0...200, using: &dice), &dice) }
                index.put(batch)
                for posting in batch { plain.postings[posting.id] = posting }
            case 4:
                let ids = (0..<30).map { _ in "job-\(Int.random(in: 0...250, using: &dice))" }
                index.remove(ids)
                for id in ids { plain.postings[id] = nil }
            default: index.settle()
            }
            #expect(index.count == plain.postings.count)
            for _ in 0..<6 { check(SmallWorld.question(&dice), index, plain) }
        }
    }

    func check(_ question: Question, _ index: JobIndex, _ plain: Plain) {
        let found = index.find(question)
        let asked = question.text.split(separator: " ").map(String.init)
        var seen: Set<String> = []
        let words = asked.filter { seen.insert($0).inserted }
        let hits = plain.hits(question, words)
        let all = hits.filter(\.missed.isEmpty).map(\.posting)
        if !all.isEmpty || words.isEmpty {
            #expect(found.words == words)
            #expect(found.total == all.count)
            #expect(found.ids.count == min(max(all.count - question.skip, 0), question.count))
            #expect(Set(found.ids).isSubset(of: all.map(\.id)))
            #expect(found.counts.places == plain.counts(hits, "place") { $0.place.isEmpty ? nil : $0.place })
            #expect(found.counts.degrees == plain.counts(hits, "degree") { $0.degree ?? 0 })
            #expect(found.counts.industries == plain.counts(hits, "industry") { $0.industry.isEmpty ? nil : $0.industry })
            #expect(found.counts.kinds == plain.counts(hits, "kind") { $0.kind })
            #expect(found.counts.stations == plain.counts(hits, "station") { $0.station.isEmpty ? nil : $0.station })
            let order: ((Posting) -> Int)? = question.order == .newest || words.isEmpty && question.order == .fit ? { $0.day } : question.order == .pay ? { $0.pay?.upperBound ?? Int.min } : nil
            if let order {
                let right = all.sorted { (-max(order($0), -1), -$0.day, $0.id) < (-max(order($1), -1), -$1.day, $1.id) }
                #expect(found.ids == right.dropFirst(question.skip).prefix(question.count).map(\.id))
            }
        } else if found.total > 0 {
            // Some words were let go, and those that are left are found.
            #expect(found.words.count < words.count && Set(found.words).isSubset(of: words))
            #expect(found.total == plain.hits(question, found.words).filter(\.missed.isEmpty).count)
        } else {
            #expect(found.ids.isEmpty)
            for word in words { #expect(plain.hits(question, [word]).allSatisfy { !$0.missed.isEmpty }) }
        }
        var quick = question
        quick.isCounted = false
        #expect(index.find(quick).ids == found.ids)
        #expect(index.find(quick).total <= found.total)
        #expect((index.find(quick).total == 0) == (found.total == 0))
    }

    /// Order is put into the shelves, not into answers; and an index made anew answers the same.
    @Test(arguments: 0..<trials)
    func settlingChangesNoAnswer(_ seed: Int) {
        var dice = Dice(UInt64(seed) + 500)
        let index = JobIndex(segmenter: SmallWorld.segmenter), anew = JobIndex(segmenter: SmallWorld.segmenter)
        var plain = Plain()
        for _ in 0..<20 {
            let batch = (0..<Int.random(in: 1...30, using: &dice)).map { _ in SmallWorld.posting(.random(in: 0...300, using: &dice), &dice) }
            index.put(batch)
            for posting in batch { plain.postings[posting.id] = posting }
            let ids = (0..<8).map { _ in "job-\(Int.random(in: 0...300, using: &dice))" }
            index.remove(ids)
            for id in ids { plain.postings[id] = nil }
        }
        anew.put(Array(plain.postings.values))
        anew.settle()
        let questions = (0..<20).map { _ in SmallWorld.question(&dice) }, people = (0..<20).map { _ in SmallWorld.seeker(&dice) }
        func answers(_ index: JobIndex) -> [[String]] {
            questions.map { index.find($0).ids } + people.map { index.match($0, Hunt(today: SmallWorld.today)).map { "\($0.id) \($0.score)" } }
        }
        let before = answers(index)
        #expect(answers(anew) == before)
        index.settle()
        #expect(answers(index) == before)
    }

    @Test func whatStandsInTheTitleComesFirst() {
        let index = JobIndex(segmenter: SmallWorld.segmenter)
        index.put([
            Posting(id: "body", title: "clerk", body: "java"), Posting(id: "company", title: "clerk", company: "java"), Posting(id: "skill", title: "clerk", skills: ["java"]),
            Posting(id: "title", title: "java clerk"), Posting(id: "none", title: "clerk"),
        ])
        #expect(index.find(Question(text: "java")).ids == ["title", "skill", "body", "company"])
        #expect(index.find(Question(text: "JAVA clerk")).total == 4)
    }

    @Test func wordsThatNobodyHasAreLetGo() {
        let index = JobIndex(segmenter: SmallWorld.segmenter)
        index.put([Posting(id: "a", title: "java developer"), Posting(id: "b", title: "go developer")])
        #expect(index.find(Question(text: "java cobol")).words == ["java"])
        #expect(index.find(Question(text: "java cobol")).ids == ["a"])
        #expect(index.find(Question(text: "java go")).total == 1)
        #expect(index.find(Question(text: "cobol")).ids.isEmpty)
        #expect(index.find(Question(text: "cobol")).words == ["cobol"])
        #expect(index.find(Question(text: "!!!")).total == 2)
    }

    @Test func whatHasRunOutIsNeverShown() {
        let index = JobIndex(segmenter: SmallWorld.segmenter)
        index.put([Posting(id: "over", title: "java", lastDay: 9), Posting(id: "last", title: "java", lastDay: 10), Posting(id: "open", title: "java", day: -3)])
        #expect(Set(index.find(Question(text: "java", today: 10)).ids) == ["last", "open"])
        #expect(Set(index.match(Seeker(skills: ["java"]), Hunt(today: 10)).map(\.id)) == ["last", "open"])
    }
}
