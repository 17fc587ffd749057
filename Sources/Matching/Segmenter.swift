/// Cuts Chinese and Latin text into words.
///
/// Chinese: of all ways to cut a run of characters into dictionary words, the one whose words are the most frequent together; words inside of long words count too,
/// so that 机器学习 is found by 学习. Characters of which no word is known come in pairs. Latin: whole, with the marks that belong to names (`c++`, `.net`, `node.js`).
public struct Segmenter: Sendable {
    let tree: WordTree

    /// - Parameter dictionary: a word a line, `word frequency …`, as UTF-8; empty: pairs of characters only.
    public init(dictionary: [UInt8]) { tree = WordTree(dictionary: dictionary) }

    /// What the dictionary takes in memory, bytes.
    public var bytes: Int { tree.bytes }

    /// The words of a text in order, lower case: dictionary words and their parts, pairs of characters where no word is known, Latin words whole (`c++`, `.net`, `node.js`, `5g`).
    public func words(_ text: String) -> [String] {
        var cut = Cut()
        self.cut(text, into: &cut)
        return cut.pieces.map { cut.text($0) }
    }

    /// The same without the words inside of longer ones, each once: what somebody who typed the text looks for.
    public func terms(_ text: String) -> [String] {
        var cut = Cut(), seen: Set<String> = []
        self.cut(text, into: &cut)
        return cut.pieces.filter { !$0.isPart }.map { cut.text($0) }.filter { seen.insert($0).inserted }
    }

    /// A text in pieces, with the room that cutting needs: to be used again for the next text.
    struct Cut {
        fileprivate(set) var letters: [UInt16] = []
        fileprivate(set) var pieces: [Piece] = []
        fileprivate var best: [Float] = []
        fileprivate var long: [UInt8] = []
        fileprivate var nodes: [UInt32] = []

        func text(_ piece: Piece) -> String { String(decoding: letters[piece.start..<piece.end], as: UTF16.self) }
    }

    struct Piece {
        /// Names the word: a node of the tree, a pair of characters, or the digest of a Latin word; told apart by the two upper bits.
        let key: UInt64
        let start: Int
        let end: Int
        /// Stands inside of another piece.
        let isPart: Bool

        static let ofPair: UInt64 = 1 << 62, ofLatin: UInt64 = 2 << 62
    }

    /// Characters that say nothing alone.
    private static let idle: [Bool] = {
        var idle = [Bool](repeating: false, count: 65_536)
        for letter in "的和与及等了或在对为并有能是以将中上下一个年者可不人们这那之其而且也于由从到被把给让就都还很".utf16 { idle[Int(letter)] = true }
        return idle
    }()
    /// Words of two characters that nearly every posting has.
    private static let idleWords = Set(
        ["以及", "并且", "一个", "或者", "我们", "可以", "进行", "具有", "具备", "以上", "相关", "优先", "负责", "工作", "能够", "其他", "一定"].map { word in
            word.utf16.reduce(UInt32(0)) { $0 << 16 | UInt32($1) }
        })
    /// Longest run that is cut as one; a longer one is cut in the middle.
    private static let longest = 1024

    func cut(_ text: String, into cut: inout Cut) {
        Letters.read(text, into: &cut.letters)
        cut.pieces.removeAll(keepingCapacity: true)
        let letters = cut.letters
        letters.withUnsafeBufferPointer { letters in
            Letters.kinds.withUnsafeBufferPointer { kinds in
                tree.open { tree in
                    var at = 0
                    while at < letters.count {
                        switch kinds[Int(letters[at])] {
                        case Letters.han:
                            var end = at + 1
                            while end < letters.count, end - at < Self.longest, kinds[Int(letters[end])] == Letters.han { end += 1 }
                            Self.chinese(letters, at, end, tree, &cut)
                            at = end
                        case Letters.latin, Letters.digit:
                            at = Self.latin(letters, at, kinds, &cut)
                        case Letters.joint where Self.isDotNet(letters, at, kinds):
                            at = Self.latin(letters, at, kinds, &cut)
                        default: at += 1
                        }
                    }
                }
            }
        }
    }

    // MARK: Latin

    private static func isDotNet(_ letters: UnsafeBufferPointer<UInt16>, _ at: Int, _ kinds: UnsafeBufferPointer<UInt8>) -> Bool {
        guard letters[at] == 0x2E, at + 3 < letters.count, letters[at + 1] == 0x6E, letters[at + 2] == 0x65, letters[at + 3] == 0x74 else { return false }
        return at + 4 >= letters.count || kinds[Int(letters[at + 4])] != Letters.latin
    }

    /// Adds the word that begins here; returns where it ends.
    private static func latin(_ letters: UnsafeBufferPointer<UInt16>, _ start: Int, _ kinds: UnsafeBufferPointer<UInt8>, _ cut: inout Cut) -> Int {
        var end = start + 1, hasLetter = kinds[Int(letters[start])] == Letters.latin
        while end < letters.count {
            let kind = kinds[Int(letters[end])]
            guard kind == Letters.latin || kind == Letters.digit || kind == Letters.joint else { break }
            if kind == Letters.latin { hasLetter = true }
            end += 1
        }
        let next = end
        while end > start + 1, letters[end - 1] == 0x2E || letters[end - 1] == 0x2D || letters[end - 1] == 0x5F { end -= 1 }
        // Numbers of lists and amounts (`3.`, `3-5`) are no words; 985 and 12306 are.
        let isNumber = !hasLetter
        if isNumber, end - start < 3 || (start..<end).contains(where: { kinds[Int(letters[$0])] != Letters.digit }) { return next }
        guard end - start <= 64 else { return next }
        cut.pieces.append(Piece(key: digest(letters, start, end), start: start, end: end, isPart: false))
        guard !isNumber else { return next }
        var from = start
        for at in start...end where at == end || letters[at] == 0x2E || letters[at] == 0x2D || letters[at] == 0x5F {
            let isNet = at - from == 3 && from > start && letters[from - 1] == 0x2E && letters[from] == 0x6E && letters[from + 1] == 0x65 && letters[from + 2] == 0x74
            let first = isNet ? from - 1 : from
            if at - first >= 2, at - first < end - start, (first..<at).contains(where: { kinds[Int(letters[$0])] == Letters.latin }) {
                cut.pieces.append(Piece(key: digest(letters, first, at), start: first, end: at, isPart: true))
            }
            from = at + 1
        }
        return next
    }

    private static func digest(_ letters: UnsafeBufferPointer<UInt16>, _ start: Int, _ end: Int) -> UInt64 {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for at in start..<end { hash = (hash ^ UInt64(letters[at])) &* 0x100_0000_01B3 }
        hash ^= hash >> 29
        hash = hash &* 0xBF58_476D_1CE4_E5B9
        hash ^= hash >> 32
        return hash >> 2 | Piece.ofLatin
    }

    // MARK: Chinese

    private static func chinese(_ letters: UnsafeBufferPointer<UInt16>, _ start: Int, _ end: Int, _ tree: WordTree.Open, _ cut: inout Cut) {
        let count = end - start
        if cut.best.count < count + 1 {
            cut.best = [Float](repeating: 0, count: count + 1)
            cut.long = [UInt8](repeating: 0, count: count + 1)
            cut.nodes = [UInt32](repeating: 0, count: count + 1)
        }
        cut.best[count] = 0
        cut.best.withUnsafeMutableBufferPointer { best in
            cut.long.withUnsafeMutableBufferPointer { long in
                cut.nodes.withUnsafeMutableBufferPointer { nodes in
                    var at = count - 1
                    while at >= 0 {
                        var node = tree.first(letters[start + at]), next = at + 1
                        var value = tree.unknown + best[at + 1], length = 1, word: UInt32 = 0
                        if node != 0, tree.weights[Int(node)] != WordTree.noWord {
                            value = tree.weights[Int(node)] + best[at + 1]
                            word = node
                        }
                        while node != 0, next < count {
                            node = tree.child(node, letters[start + next])
                            next += 1
                            guard node != 0 else { break }
                            let weight = tree.weights[Int(node)]
                            if weight != WordTree.noWord, weight + best[next] > value {
                                value = weight + best[next]
                                length = next - at
                                word = node
                            }
                        }
                        best[at] = value
                        long[at] = UInt8(length)
                        nodes[at] = word
                        at -= 1
                    }
                }
            }
        }
        var at = 0, alone = 0
        while at < count {
            let length = max(Int(cut.long[at]), 1)
            if length == 1 {
                if idle[Int(letters[start + at])] {
                    pairs(letters, start + alone, start + at, tree, &cut)
                    alone = at + 1
                }
                at += 1
                continue
            }
            pairs(letters, start + alone, start + at, tree, &cut)
            if length != 2 || !idleWords.contains(UInt32(letters[start + at]) << 16 | UInt32(letters[start + at + 1])) {
                cut.pieces.append(Piece(key: UInt64(cut.nodes[at]), start: start + at, end: start + at + length, isPart: false))
                if length > 2 { parts(letters, start + at, start + at + length, tree, &cut) }
            }
            at += length
            alone = at
        }
        pairs(letters, start + alone, end, tree, &cut)
    }

    /// Characters that belong to no word: each two neighbours, or the one alone.
    private static func pairs(_ letters: UnsafeBufferPointer<UInt16>, _ start: Int, _ end: Int, _ tree: WordTree.Open, _ cut: inout Cut) {
        guard end > start else { return }
        if end - start == 1 {
            cut.pieces.append(Piece(key: UInt64(letters[start]) | Piece.ofPair, start: start, end: end, isPart: false))
            return
        }
        for at in start..<(end - 1) {
            cut.pieces.append(Piece(key: UInt64(letters[at]) << 16 | UInt64(letters[at + 1]) | Piece.ofPair, start: at, end: at + 2, isPart: false))
        }
    }

    /// Dictionary words of two or more characters inside of a longer one.
    private static func parts(_ letters: UnsafeBufferPointer<UInt16>, _ start: Int, _ end: Int, _ tree: WordTree.Open, _ cut: inout Cut) {
        for first in start..<(end - 1) {
            var node = tree.first(letters[first]), next = first + 1
            while node != 0, next < end {
                node = tree.child(node, letters[next])
                next += 1
                guard node != 0, next - first < end - start, tree.weights[Int(node)] != WordTree.noWord else { continue }
                cut.pieces.append(Piece(key: UInt64(node), start: first, end: next, isPart: true))
            }
        }
    }
}
