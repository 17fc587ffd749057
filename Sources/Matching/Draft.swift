/// A posting made ready for an index: its words as numbers with their marks, and its record.
struct Draft: Sendable {
    var id: String
    var place: UInt64
    var record: Record
    /// In order of their first standing; each once.
    var words: [UInt32] = []
    var marks: [UInt8] = []
    /// Words of each skill, where the posting must have them met.
    var needs: [[UInt32]] = []
}

/// Makes drafts; holds the room that it needs, for one thread at a time.
struct Drafter {
    private var cut = Segmenter.Cut()
    private var keys: [(key: UInt64, part: UInt8)] = []
    private var seen: [UInt32] = []
    private var tallies: [Tally] = []

    private struct Tally {
        var word: UInt32
        var title = false, skills = false, company = false
        var body: UInt16 = 0
    }

    /// - Parameter isNew: whether words that no posting had before get numbers; else they are passed over.
    mutating func draft(_ posting: Posting, _ segmenter: Segmenter, _ vocabulary: Vocabulary, isNew: Bool) -> Draft {
        keys.removeAll(keepingCapacity: true)
        var lengths = (title: 0, skills: 0, body: 0)
        segmenter.cut(posting.title, into: &cut)
        for piece in cut.pieces { keys.append((piece.key, 0)) }
        lengths.title = cut.pieces.count
        var groups: [Range<Int>] = []
        for skill in posting.skills {
            let before = keys.count
            segmenter.cut(skill, into: &cut)
            for piece in cut.pieces { keys.append((piece.key, 1)) }
            lengths.skills += cut.pieces.count
            if posting.musts.contains(.skills), keys.count > before { groups.append(before..<keys.count) }
        }
        segmenter.cut(posting.body, into: &cut)
        for piece in cut.pieces { keys.append((piece.key, 2)) }
        lengths.body = cut.pieces.count
        segmenter.cut(posting.company, into: &cut)
        for piece in cut.pieces { keys.append((piece.key, 3)) }

        let keys = self.keys
        let (numbers, industry, station) = vocabulary.use { names in
            (
                keys.map { isNew ? names.wordMade($0.key) : names.word($0.key) },
                isNew ? names.industryMade(posting.industry) : names.industry(posting.industry),
                isNew ? names.stationMade(posting.station) : names.station(posting.station)
            )
        }
        tallies.removeAll(keepingCapacity: true)
        for (number, key) in zip(numbers, keys) where number != 0 {
            let at = tally(number)
            switch key.part {
            case 0: tallies[at].title = true
            case 1: tallies[at].skills = true
            case 2: tallies[at].body = min(tallies[at].body + 1, 60_000)
            default: tallies[at].company = true
            }
        }
        var draft = Draft(id: posting.id, place: Place.key(posting.place), record: Record(posting, industry: industry, station: station))
        draft.words.reserveCapacity(tallies.count)
        draft.marks.reserveCapacity(tallies.count)
        for tally in tallies {
            draft.words.append(tally.word)
            draft.marks.append(
                Marks.byte(
                    title: tally.title ? lengths.title : nil, skills: tally.skills ? lengths.skills : nil, inBody: Int(tally.body), body: lengths.body,
                    inCompany: tally.company))
            seen[Int(tally.word)] = 0
        }
        // A skill with a word that no posting has stays a need that nobody meets.
        for group in groups { draft.needs.append(group.map { numbers[$0] }) }
        return draft
    }

    /// Where the word stands in `tallies`; `seen` holds the place plus one.
    private mutating func tally(_ word: UInt32) -> Int {
        let word = Int(word)
        if word >= seen.count { seen.append(contentsOf: repeatElement(0, count: max(word + 1 - seen.count, seen.count))) }
        if seen[word] == 0 {
            tallies.append(Tally(word: UInt32(word)))
            seen[word] = UInt32(tallies.count)
        }
        return Int(seen[word]) - 1
    }
}
