/// Up to 65,536 postings in an order in which those of one place stand together; for each word the postings that have it. Never changed once made.
final class Shelf: Sendable {
    static let most = 65_536

    /// Postings of one place: from here to the next run.
    struct Run: Sendable {
        let place: UInt64
        let start: Int
        let end: Int
    }

    let records: [Record]
    let runs: [Run]
    /// Ascending; `starts` has one more.
    let words: [UInt32]
    let starts: [UInt32]
    let postings: [UInt16]
    let marks: [UInt8]
    /// Words of title and skills by posting, from which relations are learned.
    let heads: [UInt32]
    let headStarts: [UInt32]
    /// For words that a quarter of the postings have: what they add to the occupation, and to skills, of every posting, so that many are added at a stroke.
    let planes: [UInt8]
    private let planeWords: [UInt32]
    private let ids: [UInt8]
    private let idStarts: [UInt32]
    let needs: [Int: [[UInt32]]]

    var count: Int { records.count }

    /// Bytes in memory.
    var bytes: Int {
        records.count * MemoryLayout<Record>.stride + runs.count * MemoryLayout<Run>.stride + words.count * 4 + starts.count * 4 + postings.count * 2 + marks.count + heads.count * 4
            + headStarts.count * 4 + planes.count + ids.count + idStarts.count * 4
    }

    func id(_ at: Int) -> String { String(decoding: ids[Int(idStarts[at])..<Int(idStarts[at + 1])], as: UTF8.self) }

    func idBytes(_ at: Int) -> ArraySlice<UInt8> { ids[Int(idStarts[at])..<Int(idStarts[at + 1])] }

    /// Where the word's list stands in `postings` and `marks`; empty where no posting has it.
    func list(_ word: UInt32) -> Range<Int> {
        var low = 0, high = words.count
        while low < high {
            let middle = (low + high) / 2
            if words[middle] < word { low = middle + 1 } else { high = middle }
        }
        guard low < words.count, words[low] == word else { return 0..<0 }
        return Int(starts[low])..<Int(starts[low + 1])
    }

    /// Where the word's two planes begin in `planes`, each as long as the shelf; nil for a rarer word.
    func plane(_ word: UInt32) -> Int? {
        var low = 0, high = planeWords.count
        while low < high {
            let middle = (low + high) / 2
            if planeWords[middle] < word { low = middle + 1 } else { high = middle }
        }
        return low < planeWords.count && planeWords[low] == word ? low * 2 * count : nil
    }

    func place(_ at: Int) -> UInt64 { runs.isEmpty ? 0 : runs[run(at)].place }

    /// The run in which a posting stands.
    func run(_ at: Int) -> Int {
        var low = 0, high = runs.count - 1
        while low < high {
            let middle = (low + high + 1) / 2
            if runs[middle].start <= at { low = middle } else { high = middle - 1 }
        }
        return low
    }

    /// The mark of a word in a posting; nil where it does not have it.
    func mark(_ word: UInt32, _ at: Int) -> UInt8? {
        let list = list(word)
        var low = list.lowerBound, high = list.upperBound
        while low < high {
            let middle = (low + high) / 2
            if Int(postings[middle]) < at { low = middle + 1 } else { high = middle }
        }
        return low < list.upperBound && Int(postings[low]) == at ? marks[low] : nil
    }

    /// Postings on their way into a shelf, each at its place.
    struct Filling {
        var records: [Record] = []
        var places: [UInt64] = []
        var ids: [UInt8] = []
        var idStarts: [UInt32] = [0]
        var needs: [Int: [[UInt32]]] = [:]
        /// Words and marks by posting.
        var starts: [UInt32] = [0]
        var words: [UInt32] = []
        var marks: [UInt8] = []
    }

    init(_ filling: consuming Filling) {
        records = filling.records
        ids = filling.ids
        idStarts = filling.idStarts
        needs = filling.needs
        var runs: [Run] = []
        var start = 0
        for at in 0..<filling.places.count where at + 1 == filling.places.count || filling.places[at + 1] != filling.places[at] {
            runs.append(Run(place: filling.places[at], start: start, end: at + 1))
            start = at + 1
        }
        self.runs = runs

        let count = filling.records.count, all = filling.words
        let last = Int(all.max() ?? 0)
        var tally = [UInt32](repeating: 0, count: last + 2)
        for word in all { tally[Int(word)] += 1 }
        var words: [UInt32] = [], starts: [UInt32] = [], total: UInt32 = 0
        for word in 0...last where tally[word] > 0 {
            words.append(UInt32(word))
            starts.append(total)
            let these = tally[word]
            tally[word] = total
            total += these
        }
        starts.append(total)
        var heads: [UInt32] = [], headStarts: [UInt32] = [0]
        headStarts.reserveCapacity(count + 1)
        let allMarks = filling.marks, rows = filling.starts
        var marks = [UInt8](repeating: 0, count: all.count)
        let postings = [UInt16](unsafeUninitializedCapacity: all.count) { postings, filled in
            marks.withUnsafeMutableBufferPointer { marks in
                tally.withUnsafeMutableBufferPointer { next in
                    for at in 0..<count {
                        for row in Int(rows[at])..<Int(rows[at + 1]) {
                            let word = Int(all[row]), slot = Int(next[word])
                            postings[slot] = UInt16(truncatingIfNeeded: at)
                            marks[slot] = allMarks[row]
                            next[word] += 1
                            if allMarks[row] >= 0x10 { heads.append(all[row]) }
                        }
                        headStarts.append(UInt32(heads.count))
                    }
                }
            }
            filled = all.count
        }
        var planes: [UInt8] = [], planeWords: [UInt32] = []
        if count >= 4096 {
            for (row, word) in words.enumerated() where Int(starts[row + 1] - starts[row]) * 4 >= count {
                let begin = planes.count
                planes.append(contentsOf: repeatElement(0, count: 2 * count))
                planeWords.append(word)
                for entry in Int(starts[row])..<Int(starts[row + 1]) {
                    planes[begin + Int(postings[entry])] = UInt8(Marks.occupation[Int(marks[entry])])
                    planes[begin + count + Int(postings[entry])] = UInt8(Marks.skill[Int(marks[entry])])
                }
            }
        }
        self.planes = planes
        self.planeWords = planeWords
        self.words = words
        self.starts = starts
        self.postings = postings
        self.marks = marks
        self.heads = heads
        self.headStarts = headStarts
    }
}

/// A shelf, and which of its postings have gone.
struct Stand: Sendable {
    let shelf: Shelf
    /// A bit for each posting that has gone; empty while all are there.
    var gone: [UInt64] = []
    var live: Int

    init(_ shelf: Shelf) {
        self.shelf = shelf
        live = shelf.count
    }

    @inline(__always)
    func has(_ at: Int) -> Bool { gone.isEmpty || gone[at >> 6] >> UInt64(at & 63) & 1 == 0 }

    mutating func take(_ at: Int) {
        if gone.isEmpty { gone = [UInt64](repeating: 0, count: (shelf.count + 63) / 64) }
        guard has(at) else { return }
        gone[at >> 6] |= 1 << UInt64(at & 63)
        live -= 1
    }
}
