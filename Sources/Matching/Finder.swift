/// One search: postings that have every word, somewhere; where none has all, of fewer words.
struct Finder {
    private let question: Question
    private let state: Snapshot
    private let vocabulary: Vocabulary
    private let filter: Filter
    private let wanted: [Wanted]

    private struct Wanted {
        let text: String
        let number: UInt32
        let rarity: Double
    }

    init(_ index: JobIndex, _ question: Question) {
        self.question = question
        state = index.state
        vocabulary = index.vocabulary
        filter = Filter(question, index.vocabulary)
        var cut = Segmenter.Cut()
        index.segmenter.cut(question.text, into: &cut)
        let whole = cut.pieces.filter { !$0.isPart }
        let keys = whole.map(\.key)
        let numbers = index.vocabulary.use { names in keys.map { names.word($0) } }
        var seen: Set<UInt64> = [], wanted: [Wanted] = []
        for (piece, number) in zip(whole, numbers) where wanted.count < 16 && seen.insert(piece.key).inserted {
            wanted.append(Wanted(text: cut.text(piece), number: number, rarity: state.rarity(number)))
        }
        self.wanted = wanted
    }

    func found() -> Found {
        guard !wanted.isEmpty else { return found([]) ?? Found() }
        if let found = found(wanted) { return found }
        // A word that no posting has goes at once. Then each of the others is left out in turn, the rarest first; where that does not help, the rarest stays out.
        var words = wanted.filter { state.frequency($0.number) > 0 }
        if words.count < wanted.count, !words.isEmpty, let found = found(words) { return found }
        while words.count > 1 {
            let order = words.indices.sorted { (-words[$0].rarity, $0) < (-words[$1].rarity, $1) }
            for left in order {
                var fewer = words
                fewer.remove(at: left)
                if let found = found(fewer) { return found }
            }
            words.remove(at: order[0])
        }
        return Found(words: wanted.map(\.text))
    }

    /// - Returns: nil where there are words, and nothing has them all.
    private func found(_ words: [Wanted]) -> Found? {
        if words.contains(where: { state.frequency($0.number) == 0 }) { return nil }
        let skip = min(max(question.skip, 0), 1_000_000), count = min(max(question.count, 0), 10_000)
        var best = Best(skip + count, state.stands), tallies = Tallies(), total = 0
        let isQuick = !question.isCounted && question.order == .fit && !words.isEmpty
        let tables = words.map { word in Marks.search.map { Double($0) * word.rarity } }
        for (number, stand) in state.stands.enumerated() {
            visit(stand, words, tables) { at, place, missesPlace, fit in
                // What words alone keep out needs no look where nothing is counted.
                if isQuick, fit < best.least { return }
                guard stand.has(at) else { return }
                let record = stand.shelf.records[at]
                guard let others = filter.misses(record) else { return }
                let missed = others | (missesPlace ? Filter.place : 0)
                if question.isCounted { tallies.add(record, place, missed: missed) }
                guard missed == 0 else { return }
                total += 1
                best.add(worth(record, fit), record.day, number, at)
            }
        }
        // What is counted beside the filters is worth showing even where the filters leave nothing; but then fewer words may.
        if total == 0, !words.isEmpty { return nil }
        let page = best.sorted().dropFirst(skip).prefix(count)
        return Found(
            ids: page.map { state.stands[Int($0.stand)].shelf.id(Int($0.at)) }, total: total, counts: question.isCounted ? tallies.counts(vocabulary) : Found.Counts(),
            words: words.map(\.text))
    }

    @inline(__always)
    private func worth(_ record: Record, _ fit: Double) -> Double {
        switch question.order {
        case .fit: fit
        case .newest: Double(record.day)
        case .pay: Double(record.payTo)
        }
    }

    /// Calls for each posting of a shelf that has all words: its place in the shelf, its division, whether that misses the filter, how well the words fit.
    @inline(__always)
    private func visit(_ stand: Stand, _ words: [Wanted], _ tables: [[Double]], _ body: (Int, UInt64, Bool, Double) -> Void) {
        let shelf = stand.shelf
        if words.isEmpty {
            for run in shelf.runs {
                let misses = filter.missesPlace(run.place)
                if misses, !question.isCounted { continue }
                for at in run.start..<run.end { body(at, run.place, misses, 0) }
            }
            return
        }
        if !question.isCounted, shelf.runs.allSatisfy({ filter.missesPlace($0.place) }) { return }
        var lists: [(rows: Range<Int>, table: Int)] = []
        for (table, word) in words.enumerated() {
            let rows = shelf.list(word.number)
            if rows.isEmpty { return }
            lists.append((rows, table))
        }
        lists.sort { $0.rows.count < $1.rows.count }
        shelf.postings.withUnsafeBufferPointer { postings in
            shelf.marks.withUnsafeBufferPointer { marks in
                var at = [Int](repeating: 0, count: lists.count)
                for (list, entry) in lists.enumerated() { at[list] = entry.rows.lowerBound }
                let lead = lists[0]
                var run = 0, runEnd = -1, place: UInt64 = 0, misses = false
                at.withUnsafeMutableBufferPointer { at in
                    var row = lead.rows.lowerBound
                    next: while row < lead.rows.upperBound {
                        let posting = Int(postings[row])
                        if posting >= runEnd {
                            while run + 1 < shelf.runs.count, shelf.runs[run].end <= posting { run += 1 }
                            runEnd = shelf.runs[run].end
                            place = shelf.runs[run].place
                            misses = filter.missesPlace(place)
                        }
                        if misses, !question.isCounted {
                            // On to the next run.
                            row = Self.seek(postings, row, lead.rows.upperBound, runEnd)
                            continue
                        }
                        var fit = tables[lead.table][Int(marks[row])]
                        for list in 1..<max(lists.count, 1) {
                            let end = lists[list].rows.upperBound
                            at[list] = Self.seek(postings, at[list], end, posting)
                            if at[list] >= end { break next }
                            if Int(postings[at[list]]) != posting {
                                row += 1
                                continue next
                            }
                            fit += tables[lists[list].table][Int(marks[at[list]])]
                        }
                        body(posting, place, misses, fit)
                        row += 1
                    }
                }
            }
        }
    }

    /// The first row from here on whose posting is `wanted` or stands after it: in growing steps, then by halves.
    @inline(__always)
    private static func seek(_ postings: UnsafeBufferPointer<UInt16>, _ from: Int, _ end: Int, _ wanted: Int) -> Int {
        if from >= end || Int(postings[from]) >= wanted { return from }
        var low = from, step = 1
        while low + step < end, Int(postings[low + step]) < wanted {
            low += step
            step += step
        }
        var high = min(low + step, end)
        low += 1
        while low < high {
            let middle = (low + high) / 2
            if Int(postings[middle]) < wanted { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
