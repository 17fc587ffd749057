/// One walk through the shelves for one person. Sums up what each word adds, place by place, the wanted places first, and looks closer only at postings
/// whose words could still bring them among the best.
struct Matcher {
    let state: Snapshot
    let measure: Measure
    let hunt: Hunt
    /// All words of the person, for what a posting must have; nil where none were said.
    let own: Set<UInt32>?

    /// Postings of one shelf that are worth the same by their place.
    private struct Stretch {
        let stand: Int
        let ranges: [Range<Int>]
    }

    func best() -> [Best.Candidate] {
        let count = min(max(hunt.count, 0), 100_000)
        guard count > 0 else { return [] }
        let classes = stretches()
        let tables = measure.demand.words.map(Demand.table)
        let wordsMost = tables.reduce(0) { $0 + Int($1.max() ?? 0) }
        let sums = UnsafeMutablePointer<UInt16>.allocate(capacity: Shelf.most + Self.block)
        sums.initialize(repeating: 0, count: Shelf.most + Self.block)
        defer { sums.deallocate() }
        var best: Best?
        for (worth, stretches) in classes {
            let place = measure.parts.place * worth
            for stretch in stretches {
                if let best, Double(wordsMost) * measure.unit + measure.most + place < best.least - 1e-9 { return sorted(best) }
                add(stretch, tables, to: sums)
                if best == nil { best = Best(count, state.stands, least: seed(stretch, place, sums, count)) }
                look(stretch, place, sums, &best)
                clear(stretch, sums)
            }
        }
        guard let best else { return [] }
        return sorted(best)
    }

    private func sorted(_ best: Best) -> [Best.Candidate] {
        var best = best
        return best.sorted()
    }

    /// By what the place is worth, the most first.
    private func stretches() -> [(worth: Double, stretches: [Stretch])] {
        let only = hunt.places.map(Place.key)
        var classes: [(worth: Double, stretches: [Stretch])] = []
        for (number, stand) in state.stands.enumerated() {
            var found: [(worth: Double, ranges: [Range<Int>])] = []
            for run in stand.shelf.runs {
                if !only.isEmpty, !only.contains(where: { Place.lies(run.place, in: $0) }) { continue }
                let worth = measure.place(run.place)
                // There are few values, and most runs have that of the one before.
                if let known = found.lastIndex(where: { $0.worth == worth }) {
                    let last = found[known].ranges.count - 1
                    if found[known].ranges[last].upperBound == run.start {
                        found[known].ranges[last] = found[known].ranges[last].lowerBound..<run.end
                    } else {
                        found[known].ranges.append(run.start..<run.end)
                    }
                } else {
                    found.append((worth, [run.start..<run.end]))
                }
            }
            for (worth, ranges) in found {
                let stretch = Stretch(stand: number, ranges: ranges)
                if let known = classes.firstIndex(where: { $0.worth == worth }) { classes[known].stretches.append(stretch) } else { classes.append((worth, [stretch])) }
            }
        }
        return classes.sorted { $0.worth > $1.worth }
    }

    private func span(_ stretch: Stretch) -> Range<Int> { (stretch.ranges.first?.lowerBound ?? 0)..<(stretch.ranges.last?.upperBound ?? 0) }

    // MARK: adding up

    private func add(_ stretch: Stretch, _ tables: [[UInt16]], to sums: UnsafeMutablePointer<UInt16>) {
        let shelf = state.stands[stretch.stand].shelf
        // A few stretches are looked up each; many are taken as one, and what lies between does no harm.
        let spans = stretch.ranges.count <= 4 ? stretch.ranges : [span(stretch)]
        for (word, table) in zip(measure.demand.words, tables) {
            if let plane = shelf.plane(word.number) {
                for range in spans { add(word, shelf, plane, range, sums) }
                continue
            }
            let list = shelf.list(word.number)
            guard !list.isEmpty else { continue }
            shelf.postings.withUnsafeBufferPointer { postings in
                shelf.marks.withUnsafeBufferPointer { marks in
                    table.withUnsafeBufferPointer { table in
                        for range in spans {
                            let from = Self.first(postings, list, range.lowerBound), to = Self.first(postings, from..<list.upperBound, range.upperBound)
                            for row in from..<to { sums[Int(postings[row])] &+= table[Int(marks[row])] }
                        }
                    }
                }
            }
        }
    }

    /// A frequent word: plain loops over neighbours, which become vector instructions.
    private func add(_ word: Demand.Word, _ shelf: Shelf, _ plane: Int, _ range: Range<Int>, _ sums: UnsafeMutablePointer<UInt16>) {
        shelf.planes.withUnsafeBufferPointer { planes in
            guard let base = planes.baseAddress else { return }
            let sums = sums + range.lowerBound, count = range.count
            for (weight, begin) in [(word.occupation, plane), (word.skill, plane + shelf.count)] where weight > 0 {
                let values = base + begin + range.lowerBound
                for at in 0..<count { sums[at] &+= UInt16(values[at]) &* weight }
            }
        }
    }

    /// Where in the list the first posting at or after `at` stands.
    @inline(__always)
    static func first(_ postings: UnsafeBufferPointer<UInt16>, _ list: Range<Int>, _ at: Int) -> Int {
        var low = list.lowerBound, high = list.upperBound
        if at <= 0 { return low }
        while low < high {
            let middle = (low + high) / 2
            if Int(postings[middle]) < at { low = middle + 1 } else { high = middle }
        }
        return low
    }

    private func clear(_ stretch: Stretch, _ sums: UnsafeMutablePointer<UInt16>) {
        let span = span(stretch)
        (sums + span.lowerBound).update(repeating: 0, count: span.count)
    }

    // MARK: looking closer

    private static let block = 64

    /// A score that surely as many postings reach as are wanted; found among those whose words fit best.
    private func seed(_ stretch: Stretch, _ place: Double, _ sums: UnsafeMutablePointer<UInt16>, _ count: Int) -> Double {
        guard !measure.demand.words.isEmpty, count <= 200 else { return -.infinity }
        var histogram = [Int](repeating: 0, count: 256), all = 0
        for range in stretch.ranges {
            for at in range { histogram[Int(sums[at] >> 8)] &+= 1 }
            all += range.count
        }
        guard all > 8 * count else { return -.infinity }
        var level = 255, above = 0
        while level > 0, above + histogram[level] < 6 * count {
            above += histogram[level]
            level -= 1
        }
        var best = Best(count, state.stands)
        let stand = state.stands[stretch.stand], least = UInt16(max(level, 0) << 8 | 1)
        var looked = 0
        for range in stretch.ranges {
            for at in range where sums[at] >= least && looked < 4096 {
                looked += 1
                consider(stand, stretch.stand, at, sums[at], place, &best)
            }
        }
        _ = best.sorted()
        return best.least
    }

    private func look(_ stretch: Stretch, _ place: Double, _ sums: UnsafeMutablePointer<UInt16>, _ kept: inout Best?) {
        guard var best = kept else { return }
        kept = nil
        let stand = state.stands[stretch.stand], hasWords = !measure.demand.words.isEmpty
        var known = -Double.infinity, least: UInt16 = hasWords ? 1 : 0
        for range in stretch.ranges {
            var at = range.lowerBound
            while at < range.upperBound {
                if best.least != known {
                    known = best.least
                    // What words have to bring, rounded down, so that none is lost.
                    let needed = ((known - measure.most - place) / measure.unit - 1).rounded(.down)
                    if needed > 65_535 { kept = best; return }
                    if needed.isFinite { least = max(hasWords ? 1 : 0, UInt16(max(needed, 0))) }
                }
                let end = min(at + Self.block, range.upperBound)
                if end - at == Self.block {
                    var most: UInt16 = 0
                    let these = sums + at
                    for lane in 0..<Self.block { most = max(most, these[lane]) }
                    if most < least {
                        at = end
                        continue
                    }
                }
                while at < end {
                    if sums[at] >= least { consider(stand, stretch.stand, at, sums[at], place, &best) }
                    at += 1
                }
            }
        }
        kept = best
    }

    @inline(__always)
    private func consider(_ stand: Stand, _ number: Int, _ at: Int, _ words: UInt16, _ place: Double, _ best: inout Best) {
        let shelf = stand.shelf
        let record = shelf.records[at]
        guard record.lastDay >= measure.today, stand.has(at) else { return }
        let score = measure.score(Int(words), record, place: place)
        guard score >= best.least else { return }
        if !hunt.kinds.isEmpty, !hunt.kinds.contains(record.kind) { return }
        if hunt.withinDegree, !measure.isWithinDegree(record) { return }
        if record.musts != 0, measure.misses(record, place: shelf.place(at), needs: shelf.needs[at], own: own, strictly: false) { return }
        if !hunt.leaveOut.isEmpty, hunt.leaveOut.contains(shelf.id(at)) { return }
        best.add(score, record.day, number, at)
    }
}
