import Matching
import Testing

@Suite struct MatchTests {
    static func seekerWords(_ seeker: Seeker) -> Set<String> { Set((seeker.occupations + seeker.skills + [seeker.background]).flatMap { $0.split(separator: " ").map(String.init) }) }

    /// Whether a must is known to be missed.
    static func misses(_ posting: Posting, _ seeker: Seeker, strictly: Bool) -> Bool {
        if posting.musts.contains(.degree), let asked = posting.degree, asked > 0, seeker.degree.map({ $0 < asked }) ?? strictly { return true }
        if posting.musts.contains(.years), let asked = posting.years?.from, asked > 0, seeker.years.map({ $0 < asked }) ?? strictly { return true }
        let places = seeker.places.filter { !$0.isEmpty }
        if posting.musts.contains(.place), !posting.place.isEmpty {
            let near = places.contains { posting.place.hasPrefix($0) || $0.count >= 4 && posting.place.count >= 4 && $0.prefix(4) == posting.place.prefix(4) }
            if places.isEmpty ? strictly : !near { return true }
        }
        if posting.musts.contains(.skills), !posting.skills.isEmpty {
            let own = seekerWords(seeker)
            if own.isEmpty ? strictly : !Set(posting.skills).isSubset(of: own) { return true }
        }
        return false
    }

    @Test(arguments: 0..<trials)
    func ranksAreThoseOfLookingAtEveryPosting(_ seed: Int) throws {
        var dice = Dice(UInt64(seed) + 1000)
        let index = JobIndex(segmenter: SmallWorld.segmenter)
        // Words that no posting has count for nobody, so all are there.
        let all = (0..<300).map { SmallWorld.posting($0, &dice) } + [Posting(id: "every", title: "", body: SmallWorld.words.joined(separator: " "), day: 0, lastDay: 0)]
        for start in stride(from: 0, to: all.count, by: 37) { index.put(Array(all[start..<min(start + 37, all.count)])) }
        if Bool.random(using: &dice) { index.settle() }
        for _ in 0..<12 {
            let seeker = SmallWorld.seeker(&dice)
            let hunt = Hunt(
                today: SmallWorld.today, places: dice.pick(["3702", "37", "110105"], upTo: 1), kinds: Set(dice.pick([0, 1, 2], upTo: 2)), withinDegree: Bool.random(using: &dice),
                leaveOut: Set(dice.pick(all.map(\.id), upTo: 20)), count: .random(in: 1...40, using: &dice))
            let got = index.match(seeker, hunt)
            let words = Self.seekerWords(seeker)
            let right = all.filter { posting in
                (posting.lastDay ?? .max) >= hunt.today && !hunt.leaveOut.contains(posting.id) && !Self.misses(posting, seeker, strictly: false)
                    && (hunt.places.isEmpty || hunt.places.contains { !posting.place.isEmpty && posting.place.hasPrefix($0) })
                    && (hunt.kinds.isEmpty || hunt.kinds.contains(posting.kind)) && (!hunt.withinDegree || (posting.degree ?? 0) <= (seeker.degree ?? 0))
            }
            let scores = Dictionary(uniqueKeysWithValues: right.map { ($0.id, index.explain(seeker, $0, today: hunt.today).score) })
            for (id, score) in got { #expect(scores[id] == score) }
            #expect(got.map(\.score) == got.map(\.score).sorted(by: >))
            #expect(got.count <= hunt.count)
            // Whoever shares a word and is not shown does not fit better than the last that is.
            let shown = Set(got.map(\.id))
            let sharing = right.filter { words.isEmpty || !words.isDisjoint(with: [$0.title, $0.body].flatMap { $0.split { " ,".contains($0) }.map(String.init) } + $0.skills) }
            let least = got.count == hunt.count ? try #require(got.last?.score) : -1
            for posting in sharing where !shown.contains(posting.id) { #expect(try #require(scores[posting.id]) <= least) }
        }
    }

    @Test func aWishThatNoPostingHasIsStillAWish() {
        let index = JobIndex(segmenter: SmallWorld.segmenter), posting = Posting(id: "p", title: "nurse", skills: ["audit"], body: "", day: 0)
        index.put([posting])
        func answer(_ criterion: Fit.Criterion, _ seeker: Seeker) -> Fit.Answer? { index.explain(seeker, posting, today: 0).findings.first { $0.criterion == criterion }?.answer }
        let said = Seeker(id: "s", occupations: ["accountant"], skills: ["ledger"]), silent = Seeker(id: "s")
        #expect(answer(.occupation, said) == .no && answer(.skills, said) == .no)
        #expect(answer(.occupation, silent) == .unasked && answer(.skills, silent) == .unasked)
    }

    @Test func aRankAloneIsNoSharedWork() {
        let index = JobIndex(segmenter: Segmenter(dictionary: Array("工程师 10\n软件 10\n封装 10\n".utf8)))
        let posting = Posting(id: "p", title: "封装工程师", body: "", day: 0)
        index.put([posting, Posting(id: "q", title: "软件工程师", body: "", day: 0)])
        let seeker = Seeker(id: "s", occupations: ["软件工程师"])
        func answer(_ title: String) -> Fit.Answer? { index.explain(seeker, Posting(id: "x", title: title, body: "", day: 0), today: 0).findings.first { $0.criterion == .occupation }?.answer }
        #expect(answer("封装工程师") == .no)
        #expect(answer("软件工程师") == .yes)
    }

    @Test(arguments: 0..<trials)
    func findingsAddUpToTheScore(_ seed: Int) {
        var dice = Dice(UInt64(seed) + 2000)
        let index = JobIndex(segmenter: SmallWorld.segmenter)
        index.put((0..<100).map { SmallWorld.posting($0, &dice) })
        for number in 0..<20 {
            let fit = index.explain(SmallWorld.seeker(&dice), SmallWorld.posting(number, &dice), today: SmallWorld.today)
            #expect(fit.findings.map(\.criterion) == Fit.Criterion.allCases)
            #expect(abs(fit.findings.reduce(0) { $0 + $1.points } - fit.score) < 1e-9)
            #expect((0...1).contains(fit.score))
        }
    }

    @Test func peopleAreRankedByTheSameMeasure() {
        var dice = Dice(7)
        let jobs = JobIndex(segmenter: SmallWorld.segmenter), postings = (0..<80).map { SmallWorld.posting($0, &dice) }
        jobs.put(postings)
        let people = SeekerIndex(jobs: jobs)
        var seekers = (0..<200).map { _ in SmallWorld.seeker(&dice) }
        for number in seekers.indices { seekers[number].id = "person-\(number)" }
        people.put(seekers)
        people.remove(["person-3", "nobody"])
        #expect(people.count == 199)
        for posting in postings.prefix(20) {
            let got = people.match(posting, today: SmallWorld.today, count: 1000), words = Set(posting.title.split(separator: " ").map(String.init) + posting.skills)
            let shown = Set(got.map(\.id))
            for (id, score) in got {
                guard let seeker = seekers.first(where: { $0.id == id }) else { Issue.record("nobody is called \(id)"); continue }
                #expect(jobs.explain(seeker, posting, today: SmallWorld.today).score == score)
                #expect(!Self.misses(posting, seeker, strictly: true))
            }
            for seeker in seekers where seeker.id != "person-3" && !words.isDisjoint(with: seeker.skills) && !Self.misses(posting, seeker, strictly: true) {
                #expect(shown.contains(seeker.id))
            }
            #expect(people.match(posting, today: SmallWorld.today, count: 5).map(\.id) == Array(got.map(\.id).prefix(5)))
        }
    }

    @Test func mustsFilterAndWishesScore() {
        let index = JobIndex(segmenter: SmallWorld.segmenter)
        func ids(_ posting: Posting, _ seeker: Seeker) -> [String] {
            index.put([posting, Posting(id: "other", title: "cook go rust sql")])
            defer { index.remove([posting.id]) }
            return index.match(seeker, Hunt()).map(\.id).filter { $0 != "other" }
        }
        let wished = Posting(id: "a", title: "java", degree: 4)
        var must = wished
        must.musts = .degree
        #expect(ids(wished, Seeker(skills: ["java"], degree: 3)) == ["a"])
        #expect(ids(must, Seeker(skills: ["java"], degree: 3)).isEmpty)
        #expect(ids(must, Seeker(skills: ["java"], degree: 4)) == ["a"])
        // Not known yet: shown, and asked for.
        #expect(ids(must, Seeker(skills: ["java"])) == ["a"])
        let skilled = Posting(id: "b", title: "java", skills: ["go", "rust"], musts: .skills)
        #expect(ids(skilled, Seeker(skills: ["java", "go"])).isEmpty)
        #expect(ids(skilled, Seeker(skills: ["java", "go", "rust", "sql"])) == ["b"])
    }

    @Test func whatIsNotSaidIsToldApartFromWhatIsNotAsked() throws {
        let index = JobIndex(segmenter: SmallWorld.segmenter)
        let posting = Posting(
            id: "a", title: "Java developer", skills: ["Go", "Rust"], industry: "65", place: "370202", point: .init(latitude: 36.06, longitude: 120.38), degree: 3,
            years: .init(from: 3, to: 5), pay: 10_000...20_000)
        index.put([posting])
        func answers(_ seeker: Seeker, _ posting: Posting) -> [Fit.Criterion: Fit.Answer] {
            Dictionary(uniqueKeysWithValues: index.explain(seeker, posting, today: 0).findings.map { ($0.criterion, $0.answer) })
        }
        let asking = answers(Seeker(), posting)
        for criterion in [Fit.Criterion.occupation, .skills, .industry, .place, .way, .pay, .degree, .years] { #expect(asking[criterion] == .unasked) }
        let full = Seeker(
            occupations: ["java"], skills: ["go"], industries: ["65"], places: ["3702"], point: .init(latitude: 36.07, longitude: 120.38), degree: 3, years: 4, pay: 12_000...15_000)
        let silent = answers(full, Posting(id: "b", title: ""))
        for criterion in [Fit.Criterion.occupation, .skills, .industry, .place, .way, .pay, .degree, .years] { #expect(silent[criterion] == .unsaid) }
        let fit = index.explain(full, posting, today: 0)
        let both = Dictionary(uniqueKeysWithValues: fit.findings.map { ($0.criterion, $0) })
        for criterion in [Fit.Criterion.occupation, .industry, .place, .way, .pay, .degree, .years] { #expect(both[criterion]?.answer == .yes) }
        #expect(both[.skills]?.answer == .partly)
        #expect(both[.occupation]?.shared == ["Java"])
        #expect(both[.skills]?.shared == ["Go"])
        #expect(both[.skills]?.missing == ["Rust"])
        let kilometres = try #require(both[.way]?.kilometres)
        #expect(abs(kilometres - 1.112) < 0.01)
        // A job that asks for no education asks nobody.
        #expect(answers(Seeker(), Posting(id: "c", title: "x", degree: 0))[.degree] == .yes)
    }
}
