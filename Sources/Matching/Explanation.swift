/// A person as one index understands them, read once to be held against many postings.
public struct ReadSeeker: Sendable {
    let measure: Measure
    /// Nil where they said no word that a posting has.
    let own: Set<UInt32>?

    init(_ index: JobIndex, _ seeker: Seeker, today: Int) {
        let words = index.words(of: seeker)
        own = words.all
        measure = index.measure(seeker, words, index.state, today: today)
    }
}

/// A posting as one index understands it, read once to be held against many people. It need not be in the index.
public struct ReadPosting: Sendable {
    let posting: Posting
    let draft: Draft
    let marks: [UInt32: UInt8]

    init(_ index: JobIndex, _ posting: Posting) {
        self.posting = posting
        var drafter = Drafter()
        draft = drafter.draft(posting, index.segmenter, index.vocabulary, isNew: false)
        marks = Dictionary(zip(draft.words, draft.marks), uniquingKeysWith: { first, _ in first })
    }
}

/// Why a posting suits a person as much as it does: each criterion with its part of the score.
struct Explanation {
    private let measure: Measure
    private let draft: Draft
    private let posting: Posting
    private let index: JobIndex
    private let own: Set<UInt32>?
    private let met: (occupation: Int, skills: Int)

    init(_ index: JobIndex, _ seeker: ReadSeeker, _ read: ReadPosting) {
        self.index = index
        posting = read.posting
        draft = read.draft
        own = seeker.own
        measure = seeker.measure
        met = measure.demand.met { read.marks[$0] }
    }

    func fit() -> Fit {
        let score = measure.score(met.occupation + met.skills, draft.record, place: measure.parts.place * measure.place(draft.place))
        return Fit(
            score: score, findings: Fit.Criterion.allCases.map(finding),
            missesMust: measure.misses(draft.record, place: draft.place, needs: draft.needs, own: own, strictly: false))
    }

    private func finding(_ criterion: Fit.Criterion) -> Fit.Finding {
        let record = draft.record, parts = measure.parts
        switch criterion {
        case .occupation:
            let points = measure.words(met.occupation, of: measure.demand.saysOccupation, parts.occupationWords) + measure.occupation(record) * parts.occupationCode
            let (shared, _) = split(posting.title)
            let codes = measure.occupation(record)
            // 工程师 stands in the titles of very different work.
            let words = shared.isEmpty || !shared.allSatisfy(Self.ranks.contains) ? share(met.occupation, measure.demand.occupationWhole) : 0
            let strength = max(words, record.occupation == 0 || !measure.saysCodes ? 0 : codes)
            return finding(criterion, points, says: !posting.title.isEmpty || record.occupation != 0, strength: strength, yes: 0.45, partly: 0.1, shared: shared)
        case .skills:
            var shared: [String] = [], missing: [String] = []
            for skill in posting.skills where !skill.isEmpty {
                if has(skill) { shared.append(skill) } else { missing.append(skill) }
            }
            let points = measure.words(met.skills, of: measure.demand.saysSkills, parts.skills)
            let strength = posting.skills.isEmpty ? share(met.skills, measure.demand.skillWhole) : Double(shared.count) / Double(max(shared.count + missing.count, 1))
            return finding(
                criterion, points, says: !posting.skills.isEmpty || met.skills > 0, strength: strength, yes: 0.6, partly: 0.01, isMust: record.has(.skills), shared: shared,
                missing: missing)
        case .industry:
            return finding(criterion, measure.industry(record) * parts.industry, says: record.industry != 0, strength: measure.industry(record))
        case .place:
            let worth = measure.place(draft.place)
            return finding(criterion, worth * parts.place, says: draft.place != 0, strength: worth, isMust: record.has(.place))
        case .way:
            return finding(criterion, measure.way(record) * parts.way, says: !record.latitude.isNaN, strength: measure.way(record), yes: 0.6, kilometres: measure.kilometres(record))
        case .pay:
            return finding(criterion, measure.pay(record) * parts.pay, says: record.payTo != Record.unsaid32, strength: measure.pay(record), yes: 0.9)
        case .degree:
            return finding(criterion, measure.degree(record) * parts.degree, says: record.degree != Record.unsaid8, strength: measure.degree(record), isMust: record.has(.degree), isFree: record.degree == 0)
        case .years:
            return finding(
                criterion, measure.years(record) * parts.years, says: record.yearsFrom != Record.unsaid8, strength: measure.years(record), yes: 0.99, isMust: record.has(.years))
        case .freshness:
            return finding(criterion, measure.freshness(record) * parts.freshness, says: true, strength: measure.freshness(record), yes: 0.66)
        case .shortage:
            return finding(criterion, measure.shortage(record) * parts.shortage, says: true, strength: measure.shortage(record))
        }
    }

    /// - Parameters:
    ///   - says: whether the posting does.
    ///   - isFree: it says that it asks for nothing.
    private func finding(
        _ criterion: Fit.Criterion, _ points: Double, says: Bool, strength: Double, yes: Double = 1, partly: Double = 0.01, isMust: Bool = false, isFree: Bool = false,
        shared: [String] = [], missing: [String] = [], kilometres: Double? = nil
    ) -> Fit.Finding {
        let answer: Fit.Answer
        if !says {
            answer = .unsaid
        } else if isFree {
            answer = .yes
        } else if measure.saysNothing(of: criterion) {
            answer = .unasked
        } else {
            answer = strength >= yes ? .yes : strength >= partly ? .partly : .no
        }
        return Fit.Finding(criterion: criterion, answer: answer, isMust: isMust, shared: shared, missing: missing, kilometres: kilometres, points: points)
    }

    /// Words of titles that say how somebody stands, and not what they do.
    private static let ranks: Set<String> = ["工程师", "专员", "经理", "主管", "助理", "总监", "主任", "负责人", "实习生", "人员", "员工", "高级", "资深", "中级", "初级"]

    private func share(_ met: Int, _ whole: Double) -> Double { whole > 0 ? Double(met) / (whole * Double(Marks.full)) : 0 }

    // MARK: words as they stand in the posting

    /// The words of a text that the person has and has not, as they are written there.
    private func split(_ text: String) -> (shared: [String], missing: [String]) {
        var cut = Segmenter.Cut()
        index.segmenter.cut(text, into: &cut)
        let whole = cut.pieces.filter { !$0.isPart }, keys = whole.map(\.key)
        let numbers = index.vocabulary.use { names in keys.map { names.word($0) } }
        let scalars = Array(text.unicodeScalars)
        var shared: [String] = [], missing: [String] = []
        for (piece, number) in zip(whole, numbers) where piece.end <= scalars.count {
            var word = ""
            word.unicodeScalars.append(contentsOf: scalars[piece.start..<piece.end])
            if own?.contains(number) == true {
                if !shared.contains(word) { shared.append(word) }
            } else if !missing.contains(word) {
                missing.append(word)
            }
        }
        return (shared, missing)
    }

    /// Whether the person has every word of a skill.
    private func has(_ skill: String) -> Bool {
        let (shared, missing) = split(skill)
        return missing.isEmpty && !shared.isEmpty
    }
}
