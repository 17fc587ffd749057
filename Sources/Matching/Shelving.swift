/// Making shelves: of drafts, and of shelves that are put together.
enum Shelving {
    static func shelves(_ drafts: [Draft]) -> [Shelf] {
        let order = drafts.indices.sorted { (drafts[$0].place, $0) < (drafts[$1].place, $1) }
        return stride(from: 0, to: order.count, by: Shelf.most).map { from in
            var filling = Shelf.Filling()
            for (at, index) in order[from..<min(from + Shelf.most, order.count)].enumerated() {
                let draft = drafts[index]
                filling.records.append(draft.record)
                filling.places.append(draft.place)
                filling.ids.append(contentsOf: draft.id.utf8)
                filling.idStarts.append(UInt32(clamping: filling.ids.count))
                if !draft.needs.isEmpty { filling.needs[at] = draft.needs }
                filling.words.append(contentsOf: draft.words)
                filling.marks.append(contentsOf: draft.marks)
                filling.starts.append(UInt32(clamping: filling.words.count))
            }
            return Shelf(filling)
        }
    }

    /// The postings that are left of several stands, in order of place and id: the same postings give the same shelves.
    static func merged(_ stands: [Stand]) -> [Shelf] {
        var all: [(place: UInt64, stand: Int32, at: Int32)] = []
        all.reserveCapacity(stands.reduce(0) { $0 + $1.live })
        for (number, stand) in stands.enumerated() {
            for run in stand.shelf.runs {
                for at in run.start..<run.end where stand.has(at) { all.append((run.place, Int32(number), Int32(at))) }
            }
        }
        all.sort { one, other in
            if one.place != other.place { return one.place < other.place }
            if one.stand == other.stand && one.at == other.at { return false }
            return stands[Int(one.stand)].shelf.idBytes(Int(one.at)).lexicographicallyPrecedes(stands[Int(other.stand)].shelf.idBytes(Int(other.at)))
        }
        var targets = stands.map { [UInt32](repeating: .max, count: $0.shelf.count) }
        for (target, one) in all.enumerated() { targets[Int(one.stand)][Int(one.at)] = UInt32(clamping: target) }
        return stride(from: 0, to: all.count, by: Shelf.most).map { from in
            let chosen = all[from..<min(from + Shelf.most, all.count)]
            var filling = Shelf.Filling()
            filling.records.reserveCapacity(chosen.count)
            filling.places.reserveCapacity(chosen.count)
            for (at, one) in chosen.enumerated() {
                let shelf = stands[Int(one.stand)].shelf
                filling.records.append(shelf.records[Int(one.at)])
                filling.places.append(one.place)
                filling.ids.append(contentsOf: shelf.idBytes(Int(one.at)))
                filling.idStarts.append(UInt32(clamping: filling.ids.count))
                if let needs = shelf.needs[Int(one.at)] { filling.needs[at] = needs }
            }
            turn(stands, targets, from, chosen.count, into: &filling)
            return Shelf(filling)
        }
    }

    /// Lists by word become words by posting again.
    private static func turn(_ stands: [Stand], _ targets: [[UInt32]], _ from: Int, _ count: Int, into filling: inout Shelf.Filling) {
        var sizes = [UInt32](repeating: 0, count: count + 1)
        for (stand, targets) in zip(stands, targets) {
            for posting in stand.shelf.postings {
                let target = Int(targets[Int(posting)]) - from
                if target >= 0, target < count { sizes[target] += 1 }
            }
        }
        var total: UInt32 = 0
        for at in 0...count {
            let size = sizes[at]
            sizes[at] = total
            total += size
        }
        filling.starts = sizes
        var words = [UInt32](repeating: 0, count: Int(total))
        var marks = [UInt8](repeating: 0, count: Int(total))
        words.withUnsafeMutableBufferPointer { words in
            marks.withUnsafeMutableBufferPointer { marks in
                sizes.withUnsafeMutableBufferPointer { next in
                    for (stand, targets) in zip(stands, targets) {
                        let shelf = stand.shelf
                        for number in shelf.words.indices {
                            let word = shelf.words[number]
                            for row in Int(shelf.starts[number])..<Int(shelf.starts[number + 1]) {
                                let target = Int(targets[Int(shelf.postings[row])]) - from
                                guard target >= 0, target < count else { continue }
                                let slot = Int(next[target])
                                words[slot] = word
                                marks[slot] = shelf.marks[row]
                                next[target] += 1
                            }
                        }
                    }
                }
            }
        }
        filling.words = words
        filling.marks = marks
    }
}
