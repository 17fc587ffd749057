/// The words of a dictionary as a tree of letters, in one flat table: open addressing over (node, letter).
final class WordTree: Sendable {
    /// What `weights` says of a node at which no word ends.
    static let noWord: Float = 1
    static let root: UInt32 = 1

    /// Key (node, letter) in the upper 40 bits, child in the lower 24; 0 is free.
    private let table: [UInt64]
    /// Children of the root, by letter.
    private let firsts: [UInt32]
    /// By node: logarithm of the word's share in all words.
    let weights: [Float]
    /// What a letter weighs of which no word is known.
    let unknown: Float

    /// - Parameter dictionary: a word a line, `word frequency …`, as UTF-8. Lines that say something else, and words that are not all Chinese, are passed over.
    init(dictionary: [UInt8]) {
        var growing = Growing()
        var letters: [UInt16] = []
        var counts: [(node: UInt32, count: Double)] = []
        var total = 1.0
        dictionary.withUnsafeBufferPointer { bytes in
            var at = 0
            while at < bytes.count {
                letters.removeAll(keepingCapacity: true)
                var isWord = true
                while at < bytes.count, bytes[at] != 0x20, bytes[at] != 0x0A, bytes[at] != 0x09 {
                    let first = bytes[at]
                    if first >= 0xE0, first < 0xF0, at + 2 < bytes.count {
                        let letter = UInt16(first & 0x0F) << 12 | UInt16(bytes[at + 1] & 0x3F) << 6 | UInt16(bytes[at + 2] & 0x3F)
                        if Letters.kinds[Int(letter)] != Letters.han { isWord = false }
                        letters.append(letter)
                        at += 3
                    } else {
                        isWord = false
                        at += 1
                    }
                }
                while at < bytes.count, bytes[at] == 0x20 || bytes[at] == 0x09 { at += 1 }
                var count = 0.0
                while at < bytes.count, bytes[at] >= 0x30, bytes[at] <= 0x39 {
                    count = min(count * 10 + Double(bytes[at] - 0x30), 1e12)
                    at += 1
                }
                while at < bytes.count, bytes[at] != 0x0A { at += 1 }
                at += 1
                guard isWord, !letters.isEmpty, letters.count <= 16, let node = growing.insert(letters) else { continue }
                counts.append((node, max(count, 1)))
                total += max(count, 1)
            }
        }
        var weights = [Float](repeating: Self.noWord, count: growing.nodes + 1)
        let all = naturalLog(total)
        for (node, count) in counts { weights[Int(node)] = Float(naturalLog(count) - all) }
        table = growing.table
        firsts = growing.firsts
        self.weights = weights
        unknown = Float(-all)
    }

    var nodes: Int { weights.count }
    var bytes: Int { table.count * 8 + firsts.count * 4 + weights.count * 4 }

    /// The table as pointers, for loops over many letters.
    func open<Result>(_ body: (Open) -> Result) -> Result {
        table.withUnsafeBufferPointer { table in
            firsts.withUnsafeBufferPointer { firsts in
                weights.withUnsafeBufferPointer { weights in body(Open(table: table, firsts: firsts, weights: weights, unknown: unknown)) }
            }
        }
    }

    struct Open {
        fileprivate let table: UnsafeBufferPointer<UInt64>
        fileprivate let firsts: UnsafeBufferPointer<UInt32>
        let weights: UnsafeBufferPointer<Float>
        let unknown: Float

        @inline(__always)
        func first(_ letter: UInt16) -> UInt32 { firsts[Int(letter)] }

        /// The child of a node, 0 where there is none.
        @inline(__always)
        func child(_ node: UInt32, _ letter: UInt16) -> UInt32 {
            let key = UInt64(node) << 16 | UInt64(letter), mask = table.count - 1
            var slot = WordTree.slot(key, mask)
            while true {
                let entry = table[slot]
                if entry == 0 { return 0 }
                if entry >> 24 == key { return UInt32(truncatingIfNeeded: entry & 0xFF_FFFF) }
                slot = (slot + 1) & mask
            }
        }
    }

    @inline(__always)
    fileprivate static func slot(_ key: UInt64, _ mask: Int) -> Int {
        Int(truncatingIfNeeded: (key &* 0x9E37_79B9_7F4A_7C15) >> 32) & mask
    }

    private struct Growing {
        var table = [UInt64](repeating: 0, count: 1 << 16)
        var firsts = [UInt32](repeating: 0, count: 65_536)
        var nodes = Int(WordTree.root)
        private var used = 0

        /// The node at which the word ends; nil when the tree is full.
        mutating func insert(_ letters: [UInt16]) -> UInt32? {
            var node = WordTree.root
            for (depth, letter) in letters.enumerated() {
                if depth == 0 {
                    if firsts[Int(letter)] == 0 { firsts[Int(letter)] = made() }
                    node = firsts[Int(letter)]
                    continue
                }
                guard nodes < 0xFF_FFF0 else { return nil }
                node = child(node, letter)
            }
            return node
        }

        private mutating func made() -> UInt32 {
            nodes += 1
            return UInt32(nodes)
        }

        private mutating func child(_ node: UInt32, _ letter: UInt16) -> UInt32 {
            if used * 3 > table.count * 2 { grow() }
            let key = UInt64(node) << 16 | UInt64(letter), mask = table.count - 1
            var slot = WordTree.slot(key, mask)
            while table[slot] != 0 {
                if table[slot] >> 24 == key { return UInt32(truncatingIfNeeded: table[slot] & 0xFF_FFFF) }
                slot = (slot + 1) & mask
            }
            let made = made()
            table[slot] = key << 24 | UInt64(made)
            used += 1
            return made
        }

        private mutating func grow() {
            let old = table
            table = [UInt64](repeating: 0, count: old.count * 2)
            let mask = table.count - 1
            for entry in old where entry != 0 {
                var slot = WordTree.slot(entry >> 24, mask)
                while table[slot] != 0 { slot = (slot + 1) & mask }
                table[slot] = entry
            }
        }
    }
}
