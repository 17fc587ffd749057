/// The writer's side of an index: where each posting stands, and how shelves are put together.
struct JobKeeper {
    /// Postings of one call that are made ready at once.
    static let batch = 8192
    /// So many shelves of one size are put together.
    private static let several = 8

    private(set) var state = Snapshot()
    /// By digest of the id (of 64 bits, seeded anew in each process): number of the stand and place in it.
    private var whereabouts: [UInt64: UInt64] = [:]
    private var numbers: [UInt64] = []
    private var next: UInt64 = 0
    private var drafter = Drafter()
    /// Whether anything has changed since all was put in order.
    private var isSettled = true

    init() {}

    private static func digest(_ id: some Sequence<UInt8>) -> UInt64 {
        var hasher = Hasher()
        for byte in id { hasher.combine(byte) }
        return UInt64(bitPattern: Int64(hasher.finalize()))
    }

    mutating func put(_ postings: [Posting], _ segmenter: Segmenter, _ vocabulary: Vocabulary) {
        guard !postings.isEmpty else { return }
        isSettled = false
        var from = 0
        while from < postings.count {
            let batch = postings[from..<min(from + Self.batch, postings.count)]
            from += batch.count
            // The last of several with one id stays.
            var latest: [UInt64: Int] = [:]
            for at in batch.indices { latest[Self.digest(batch[at].id.utf8)] = at }
            take(Array(latest.keys))
            var drafts: [Draft] = []
            drafts.reserveCapacity(latest.count)
            for at in batch.indices where latest[Self.digest(batch[at].id.utf8)] == at {
                drafts.append(drafter.draft(batch[at], segmenter, vocabulary, isNew: true))
            }
            for draft in drafts {
                if let last = draft.words.max(), Int(last) >= state.frequencies.count {
                    state.frequencies.append(contentsOf: repeatElement(0, count: Int(last) + 1 - state.frequencies.count))
                }
                for word in draft.words { state.frequencies[Int(word)] += 1 }
            }
            for shelf in Shelving.shelves(drafts) { stand(shelf) }
            tidy()
        }
        renew()
    }

    mutating func remove(_ ids: [String]) {
        let before = state.live
        take(ids.map { Self.digest($0.utf8) })
        guard state.stands.reduce(0, { $0 + $1.live }) != before else { return }
        isSettled = false
        tidy()
        renew()
    }

    mutating func settle() {
        guard !isSettled else { return }
        replace(state.stands.indices.map { $0 })
        isSettled = true
        renew()
    }

    private mutating func renew() {
        state.live = state.stands.reduce(0) { $0 + $1.live }
        state.lessons = Lessons()
    }

    private mutating func stand(_ shelf: Shelf) {
        guard shelf.count > 0 else { return }
        next += 1
        state.stands.append(Stand(shelf))
        numbers.append(next)
        for at in 0..<shelf.count { whereabouts[Self.digest(shelf.idBytes(at))] = next << 16 | UInt64(at) }
    }

    /// Takes postings away, and their words out of the frequencies.
    private mutating func take(_ digests: [UInt64]) {
        var byStand: [UInt64: [Int]] = [:]
        for digest in digests {
            guard let place = whereabouts.removeValue(forKey: digest) else { continue }
            byStand[place >> 16, default: []].append(Int(place & 0xFFFF))
        }
        for (number, places) in byStand {
            guard let index = numbers.firstIndex(of: number) else { continue }
            let shelf = state.stands[index].shelf
            var going = [Bool](repeating: false, count: shelf.count)
            for at in places where at < shelf.count && state.stands[index].has(at) {
                going[at] = true
                state.stands[index].take(at)
            }
            for (word, row) in zip(shelf.words, shelf.words.indices) {
                for posting in shelf.postings[Int(shelf.starts[row])..<Int(shelf.starts[row + 1])] where going[Int(posting)] {
                    if Int(word) < state.frequencies.count, state.frequencies[Int(word)] > 0 { state.frequencies[Int(word)] -= 1 }
                }
            }
        }
    }

    /// Puts several shelves of one size together, so that there are never many.
    private mutating func tidy() {
        while true {
            var levels: [Int: [Int]] = [:]
            for (index, stand) in state.stands.enumerated() {
                if stand.live == 0 { levels[-1, default: []].append(index) }
                else if stand.live < Shelf.most / 2 { levels[Self.level(stand.live), default: []].append(index) }
            }
            if let empty = levels[-1] {
                replace(empty)
            } else if let (_, many) = levels.sorted(by: { $0.key < $1.key }).first(where: { $0.value.count >= Self.several }) {
                replace(many)
            } else {
                return
            }
        }
    }

    private static func level(_ count: Int) -> Int { (count.bitWidth - count.leadingZeroBitCount - 1) / 3 }

    private mutating func replace(_ indices: [Int]) {
        let merged = Shelving.merged(indices.map { state.stands[$0] })
        for index in indices.sorted(by: >) {
            state.stands.remove(at: index)
            numbers.remove(at: index)
        }
        for shelf in merged { stand(shelf) }
    }
}
