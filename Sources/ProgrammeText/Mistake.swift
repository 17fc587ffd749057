import Domain

/// Something wrong in a programme or calendar file, said so that its writer can mend it.
public struct Mistake: Sendable, Hashable, CustomStringConvertible {
    public let file: String
    /// 1 is the first line.
    public let line: Int
    /// 1 is the first character of the line.
    public let column: Int
    /// Where it stands in the file's own names: `procedures.recognition.steps.intake.within`.
    public let path: String
    public let words: Words
    /// What to write instead.
    public let instead: Words?

    public init(file: String, line: Int, column: Int, path: String, words: Words, instead: Words?) {
        self.file = file
        self.line = line
        self.column = column
        self.path = path
        self.words = words
        self.instead = instead
    }

    /// One line for a terminal: `programmes/qingdao-2020.yaml:12:5: rounds.2020-1.opens: …`
    public func text(_ language: Language) -> String {
        let place = "\(file):\(line):\(column): " + (path.isEmpty ? "" : "\(path): ")
        guard let instead else { return place + words(language) }
        return place + words(language) + (language == .zh ? "；" : "; ") + instead(language)
    }

    public var description: String { text(.zh) }
}

/// A line and column, both from 1.
struct Place: Comparable {
    let line: Int
    let column: Int

    static func < (left: Place, right: Place) -> Bool { (left.line, left.column) < (right.line, right.column) }
}

/// The known name nearest to a misspelt one, if one is near enough to be meant.
func nearest(_ name: String, among known: some Sequence<String>) -> String? {
    let allowed = max(1, name.unicodeScalars.count / 3)
    let ranked = known.map { (name: $0, distance: distance(name, $0)) }.min { ($0.distance, $0.name) < ($1.distance, $1.name) }
    guard let ranked, ranked.distance <= allowed else { return nil }
    return ranked.name
}

/// What to write instead of an unknown name: the nearest known one, or all of them.
func advice(_ name: String, among known: some Collection<String>) -> Words? {
    if let near = nearest(name, among: known) { return Words("是否为 \(near)？", "did you mean \(near)?") }
    guard !known.isEmpty else { return nil }
    let some = known.prefix(12)
    let rest = known.count - some.count
    return Words("可用：" + some.joined(separator: "、") + (rest > 0 ? "等 \(known.count) 个" : ""),
                 "known: " + some.joined(separator: ", ") + (rest > 0 ? " and \(rest) more" : ""))
}

/// Levenshtein's distance, in Unicode scalars, a swap of neighbours counting as one.
private func distance(_ left: String, _ right: String) -> Int {
    let left = Array(left.unicodeScalars)
    let right = Array(right.unicodeScalars)
    guard !left.isEmpty, !right.isEmpty else { return max(left.count, right.count) }
    var before: [Int] = []
    var last = Array(0...right.count)
    for (i, a) in left.enumerated() {
        var row = [i + 1]
        for (j, b) in right.enumerated() {
            var best = min(last[j + 1] + 1, row[j] + 1, last[j] + (a == b ? 0 : 1))
            if i > 0, j > 0, a == right[j - 1], b == left[i - 1] { best = min(best, before[j - 1] + 1) }
            row.append(best)
        }
        before = last
        last = row
    }
    return last[right.count]
}
